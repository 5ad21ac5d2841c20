// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// Which work a person may do, on which days, and how fast.
extension StaffFacts {
  /// The days on which the person holds skills at their levels, from the first to the last one; nil where one is missing at
  /// any time. Only what was trained later than it was lost leaves days between them, see ``meets(_:on:)``.
  func days(holding skills: [SkillRequirement]) -> Range<Int>? {
    var held = days.indices
    for wanted in skills {
      guard let stretch = days(holding: wanted) else { return nil }
      held = held.common(stretch)
    }
    return held
  }

  private func days(holding wanted: SkillRequirement) -> Range<Int>? {
    let own = ownDays(holding: wanted)
    guard let trained = trainedDays(holding: wanted), !trained.isEmpty else { return own }
    guard let own, !own.isEmpty else { return trained }
    return min(own.lowerBound, trained.lowerBound)..<max(own.upperBound, trained.upperBound)
  }

  private func ownDays(holding wanted: SkillRequirement) -> Range<Int>? {
    guard let place = place(of: wanted.name), person.skills[place].level >= wanted.level else { return nil }
    return numbers(person.skills[place].from, person.skills[place].until)
  }

  private func trainedDays(holding wanted: SkillRequirement) -> Range<Int>? {
    guard let training = person.trained(in: wanted.name), training.level >= wanted.level else { return nil }
    return numbers(training.from, nil)
  }

  private func numbers(_ from: Day?, _ until: Day?) -> Range<Int> {
    from == nil && until == nil
      ? days.indices : days.numbers(of: DayRange(from ?? days.horizon.first, until ?? days.horizon.last))
  }

  /// Where a skill stands among those of the person.
  private func place(of skill: String) -> Int? { person.skills.indices.first { person.skills[$0].name == skill } }

  /// Whether the person holds skills at their levels on a day.
  func holds(_ skills: [SkillRequirement], on day: Int) -> Bool {
    skills.allSatisfy {
      ownDays(holding: $0)?.contains(day) ?? false || trainedDays(holding: $0)?.contains(day) ?? false
    }
  }

  /// The sum of r over those of some days on which the person holds a skill at any level.
  func regular(holding skill: String, in range: Range<Int>) -> Fine {
    let wanted = SkillRequirement(skill, level: 0)
    guard person.trained(in: skill) != nil else {
      return ownDays(holding: wanted).map { regular(in: range.common($0)) } ?? 0
    }
    return range.reduce(0) { holds([wanted], on: $1) ? $0 + regular(in: $1..<$1 + 1) : $0 }
  }

  /// The days of a demand's window on which the person may work on it, or take a place of its crew, available or not; nil
  /// where never.
  ///
  /// All conditions in time are ranges of days, so that their intersection is one.
  func eligibleDays(for demand: StaffNeeds) -> Range<Int>? {
    guard person.clearance >= demand.clearance, demand.exclude.isEmpty || !demand.exclude.contains(person.id) else {
      return nil
    }
    if let only = demand.only, !only.contains(person.id) { return nil }
    if let locations = demand.locations {
      guard let location = person.location, locations.contains(location) else { return nil }
    }
    if let departments = demand.departments {
      guard let department = person.department, departments.contains(department) else { return nil }
    }
    guard let eligible = daysBesideAlternatives(demand, demand.window), !eligible.isEmpty else { return nil }
    guard !demand.anyOf.isEmpty else { return eligible }
    let ways = demand.anyOf.compactMap { days(holding: $0)?.common(eligible) }.filter { !$0.isEmpty }
    guard let first = ways.map(\.lowerBound).min(), let end = ways.map(\.upperBound).max() else { return nil }
    return first..<end
  }

  /// The days on which the person has what is asked for besides one of several.
  private func daysBesideAlternatives(_ demand: StaffNeeds, _ window: Range<Int>) -> Range<Int>? {
    guard var eligible = days(holding: demand.skills)?.common(window) else { return nil }
    for name in demand.certifications {
      guard let held = person.certifications.first(where: { $0.name == name }) else { return nil }
      eligible = eligible.common(numbers(held.from, held.until))
    }
    return eligible
  }

  /// Whether the person may really work on a demand on a day of ``eligibleDays(for:)``: between two of several things that
  /// are asked for there may be days without any, and so between a skill as it is held and as it is trained.
  func meets(_ demand: StaffNeeds, on day: Int) -> Bool {
    if person.trained.isEmpty {
      return demand.anyOf.isEmpty || demand.anyOf.contains { days(holding: $0)?.contains(day) ?? false }
    }
    return holds(demand.skills, on: day)
      && (demand.anyOf.isEmpty || demand.anyOf.contains { holds($0, on: day) })
  }

  /// Whether ``meets(_:on:)`` can say no on a day of ``eligibleDays(for:)``.
  func mayHaveGaps(for demand: StaffNeeds) -> Bool { !demand.anyOf.isEmpty || !person.trained.isEmpty }

  /// Whether something may be worked on one of some days.
  func hasTime(in days: Range<Int>) -> Bool { most(in: days) > 0 }

  /// The days on which the person may take a place of a demand, available or not, in order.
  func eligible(for demand: StaffNeeds, in days: Range<Int>) -> [Int] {
    guard let eligible = eligibleDays(for: demand)?.common(days) else { return [] }
    return mayHaveGaps(for: demand) ? eligible.filter { meets(demand, on: $0) } : Array(eligible)
  }

  /// Whether there is a day on which the person may, and can, work on a demand.
  func hasDays(for demand: StaffNeeds) -> Bool {
    guard let days = eligibleDays(for: demand), hasTime(in: days) else { return false }
    return !mayHaveGaps(for: demand) || days.contains { hasTime[$0] && meets(demand, on: $0) }
  }

  /// eta(i,d): effective hours in one worked hour; on a crew that is 1.
  func productivity(on demand: StaffNeeds) -> ExactDecimal {
    guard !demand.isCrew else { return 1 }
    let least = leastProductivity(in: demand.skills)
    guard !demand.anyOf.isEmpty else { return least ?? 1 }
    // Of what is fulfilled on a day of work that which makes the hour worth most.
    var most: ExactDecimal?
    for way in demand.anyOf where isWorked(way, on: demand) {
      let whole = [least, leastProductivity(in: way)].compactMap { $0 }.min() ?? 1
      most = most.map { max($0, whole) } ?? whole
    }
    return most ?? least ?? 1
  }

  /// The smallest productivity in skills that the person has or was trained in; nil where there is none.
  private func leastProductivity(in skills: [SkillRequirement]) -> ExactDecimal? {
    skills.compactMap { wanted in
      place(of: wanted.name).map { person.skills[$0].productivity } ?? person.trained(in: wanted.name).map { _ in 1 }
    }.min()
  }

  /// Whether one of several ways to qualify for a demand is fulfilled on a day on which something may be worked.
  private func isWorked(_ way: [SkillRequirement], on demand: StaffNeeds) -> Bool {
    guard let held = days(holding: way) else { return false }
    let common = held.common(daysBesideAlternatives(demand, demand.window) ?? 0..<0)
    guard !common.isEmpty, hasTime(in: common) else { return false }
    return person.trained.isEmpty
      || common.contains { hasTime[$0] && holds(way, on: $0) && holds(demand.skills, on: $0) }
  }
}
