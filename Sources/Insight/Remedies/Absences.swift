// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers
internal import Planning

extension Explainer {
  /// What it costs when one person is away, for each person: the scenario with that absence is solved again, from the
  /// optimum of the scenario as it is.
  ///
  /// - Parameters:
  ///   - weeks: for so many weeks on end, those in which the base plan gives the person most hours, the earliest of these;
  ///     nil is for the whole horizon. Identical people who are planned together are away together.
  ///   - concurrent: how many are solved at a time.
  /// - Returns: the most expensive absence first, then by id; those that could not be solved within the limits are left
  ///   out.
  package func absences(weeks: Int? = nil, concurrent: Int = 1) async -> [Explanation.Absence] {
    let people = scenario.staff.indices
    var found = [Explanation.Absence?](repeating: nil, count: people.count)
    await withTaskGroup(of: (Int, Explanation.Absence?).self) { group in
      var next = people.startIndex
      for _ in 0..<max(1, concurrent) where next < people.endIndex {
        let person = next
        next += 1
        group.addTask { (person, await absence(of: person, weeks: weeks)) }
      }
      while let (person, absence) = await group.next() {
        found[person] = absence
        if next < people.endIndex, !Task.isCancelled {
          let person = next
          next += 1
          group.addTask { (person, await self.absence(of: person, weeks: weeks)) }
        }
      }
    }
    return found.compactMap(\.self).sorted {
      $0.costs != $1.costs ? $0.costs > $1.costs : $0.staff.utf8.lexicographicallyPrecedes($1.staff.utf8)
    }
  }

  private func absence(of person: Int, weeks: Int?) async -> Explanation.Absence? {
    let horizon = scenario.calendar.horizon
    let days = weeks.map { busiestDays(of: person, weeks: $0) } ?? horizon
    var changed = scenario
    changed.staff[person].absences.append(StaffMember.Absence(days))
    guard let plan = await solve(changed) else { return nil }
    let before = Self.unmetHours(base)
    let after = Self.unmetHours(plan)
    let hit = scenario.projects.map(\.id).compactMap { project -> Explanation.Absence.Hit? in
      let more = (after[project] ?? .zero) - (before[project] ?? .zero)
      return more > Self.leastHit ? Explanation.Absence.Hit(project: project, unmetHours: more) : nil
    }
    return Explanation.Absence(
      staff: scenario.staff[person].id, days: days, value: plan.objective.value,
      costs: plan.objective.value - base.objective.value, spent: plan.money.spent - base.money.spent,
      brokenHours: Self.brokenHours(plan) - Self.brokenHours(base),
      unmetHours: after.values.reduce(.zero, +),
      projects: hit.sorted {
        $0.unmetHours != $1.unmetHours
          ? $0.unmetHours > $1.unmetHours : $0.project.utf8.lexicographicallyPrecedes($1.project.utf8)
      })
  }

  /// Below this a difference is what rounding leaves.
  private static var leastHit: Millionths { Millionths(count: 1000) }

  /// Promised hours that are not kept.
  private static func brokenHours(_ plan: Plan) -> Millionths {
    plan.brokenCommitments.reduce(.zero) { $0 + $1.hours }
  }

  /// Unmet hours by project.
  private static func unmetHours(_ plan: Plan) -> [String: Millionths] {
    var result: [String: Millionths] = [:]
    for entry in plan.unmet where !entry.isUnitDays { result[entry.project, default: .zero] += entry.amount }
    return result
  }

  /// So many weeks on end in which the base plan gives a person most hours.
  private func busiestDays(of person: Int, weeks: Int) -> DayRange {
    let horizon = scenario.calendar.horizon
    let length = max(1, weeks) * 7
    guard length < horizon.count else { return horizon }
    let id = scenario.staff[person].id
    var hours = [Int128](repeating: 0, count: horizon.count)
    for entry in base.assignments where entry.staff == id {
      // Hours are even over the days of their period, as far as this counts.
      for day in entry.days.first.number...entry.days.last.number {
        hours[day - horizon.first.number] += Int128(entry.hours.count) / Int128(entry.days.count)
      }
    }
    var best = 0
    var most: Int128 = -1
    for start in stride(from: 0, through: horizon.count - length, by: 7) {
      let sum = hours[start..<(start + length)].reduce(0, +)
      if sum > most { (best, most) = (start, sum) }
    }
    let first = Day(number: horizon.first.number + best)
    return DayRange(first, Day(number: first.number + length - 1))
  }
}
