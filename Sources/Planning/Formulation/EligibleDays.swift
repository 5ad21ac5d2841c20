// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import Numbers

/// On which days a person may work on a demand: what the formulation and the explanations both ask. The checker has its
/// own.
package struct EligibleDays: Sendable, Hashable {
  /// Stretches of days in order, which neither meet nor touch; none where what the person has is not valid inside the
  /// window.
  package var stretches: [DayRange]
  /// Effective hours in a worked hour.
  package var productivity: ExactDecimal

  /// From the first day to the last; an empty range where there is no day.
  package var hull: DayRange {
    guard let first = stretches.first, let last = stretches.last else {
      return DayRange(Day(number: 1), Day(number: 0))
    }
    return DayRange(first.first, last.last)
  }

  /// The days of a window on which a person meets all that a demand asks for, but for `only` and `exclude`, with the
  /// productivity.
  ///
  /// The person is given by its place in a list, because a `StaffMember` is much to be copied.
  ///
  /// - Parameter hasTime: whether the person may work on any day of a range at all: of alternatives those count that the
  ///   person fulfils on such a day.
  /// - Returns: nil where the person lacks something on every day.
  package static func find(
    for index: Int, of staff: [StaffMember], on demand: Requirements, window: DayRange,
    hasTime: (DayRange) -> Bool = { !$0.isEmpty }
  ) -> EligibleDays? {
    guard staff[index].clearance >= demand.clearance else { return nil }
    if let locations = demand.locations {
      guard let location = staff[index].location, locations.contains(location) else { return nil }
    }
    if let departments = demand.departments {
      guard let department = staff[index].department, departments.contains(department) else { return nil }
    }
    guard var base = holding(demand.skills, index, staff, window.isEmpty ? [] : [window]) else { return nil }
    for name in demand.certifications {
      guard let certificate = staff[index].certifications.first(where: { $0.name == name }) else { return nil }
      base.days = base.days.compactMap { days in
        let days = days.intersection(DayRange(certificate.from ?? days.first, certificate.until ?? days.last))
        return days.isEmpty ? nil : days
      }
    }
    guard !demand.anyOf.isEmpty else {
      return EligibleDays(stretches: base.days, productivity: base.productivity ?? 1)
    }
    let ways = demand.anyOf.compactMap { holding($0, index, staff, base.days) }
    guard !ways.isEmpty else { return nil }
    let fastest = ways.filter { $0.days.contains(where: hasTime) }.map { way -> ExactDecimal in
      [base.productivity, way.productivity].compactMap { $0 }.min() ?? 1
    }.max()
    return EligibleDays(
      stretches: merged(ways.flatMap(\.days)), productivity: fastest ?? base.productivity ?? 1)
  }

  /// The days on which a person holds skills, in stretches, and the smallest productivity among them; nil where one is
  /// missing at any time.
  private static func holding(
    _ skills: [SkillRequirement], _ index: Int, _ staff: [StaffMember], _ window: [DayRange]
  ) -> (days: [DayRange], productivity: ExactDecimal?)? {
    var days = window
    var productivity: ExactDecimal?
    for requirement in skills {
      let place = staff[index].skills.firstIndex { $0.name == requirement.name }
      let own = place.map { staff[index].skills[$0].productivity } ?? 1
      productivity = productivity.map { min($0, own) } ?? own
      let isHeld = place.map { staff[index].skills[$0].level >= requirement.level } ?? false
      let training = staff[index].trained.isEmpty ? nil : staff[index].trained(in: requirement.name)
      let isTrained = training.map { $0.level >= requirement.level } ?? false
      guard isHeld || isTrained else { return nil }
      func common(_ from: Day?, _ until: Day?) -> [DayRange] {
        guard from != nil || until != nil else { return days }
        return days.compactMap { days in
          let common = days.intersection(DayRange(from ?? days.first, until ?? days.last))
          return common.isEmpty ? nil : common
        }
      }
      let held = isHeld ? place.map { common(staff[index].skills[$0].from, staff[index].skills[$0].until) } ?? [] : []
      days = isTrained ? merged(held + common(training?.from, nil)) : held
    }
    return (days, productivity)
  }

  /// The days of ranges, as stretches in order.
  private static func merged(_ ranges: [DayRange]) -> [DayRange] {
    var result: [DayRange] = []
    for range in ranges.sorted(by: { $0.first < $1.first }) {
      if let last = result.last, range.first.number <= last.last.number + 1 {
        result[result.count - 1].last = max(last.last, range.last)
      } else {
        result.append(range)
      }
    }
    return result
  }
}
