// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers
internal import Planning

/// Which assignments change as decisions in whole numbers.
extension FewChanges {
  /// Steps for a scenario that has decisions of its own.
  mutating func wholeSteps(_ counts: [Int]?) async throws(PlanningFailure) -> [Step] {
    try await exploreWhole()
    guard let best = nearestOptimum else { return [] }
    let wanted = counts?.sorted() ?? Self.numbers(upTo: best.changed.count)
    var found: [Int: Step] = [:]
    // From many changes to few: the bound of more holds for fewer.
    for count in wanted.reversed() {
      if count == 0 {
        found[0] = unchanged ?? Step(changes: 0, plan: nil, used: nil, bound: bound(0))
        continue
      }
      await findWhole(count)
      let plan = bestExplored(count)
      found[count] = Step(changes: count, plan: plan?.plan, used: plan?.changed.count, bound: bound(count))
    }
    return monotone(wanted.compactMap { found[$0] })
  }

  /// The best plan that is known with at most so many changes.
  func bestExplored(_ count: Int) -> (plan: Plan, changed: [Slot])? {
    explored.filter { $0.changed.count <= count }.min { $0.plan.objective.value < $1.plan.objective.value }
  }

  /// Looks for a better plan with at most so many changes, from the best that is known; nothing happens where there is
  /// none, or it cannot be found.
  mutating func findWhole(_ count: Int) async {
    // The best of all needs no search.
    guard !isOver, let first = explored.first, first.changed.count > count else { return }
    var limits = base
    limits.changes = ChangeLimit(most: count, hours: reference.byPlace)
    let known = bestExplored(count).map { [$0.plan] } ?? []
    guard let plan = try? await solve(scenario, limits, known: known) else { return }
    let changed = reference.changed(by: plan)
    if changed.count <= count { explored.append((plan, changed)) }
  }

  /// Whether it takes little to look for the changes as whole decisions.
  var isSmall: Bool {
    let demands = scenario.projects.reduce(0) { $0 + $1.demands.count { $0.asset == nil } }
    return scenario.staff.count * demands * scenario.calendar.periods.count <= Self.mostSlots
  }

  /// So many sums of hours are few. Most of them are of people who cannot work on the demand.
  private static let mostSlots = 8_000
}

extension HoursBySlot {
  /// The hours by person and demand, and by period.
  var byPlace: [PlanLimits.Place: [Int: Millionths]] {
    var result: [PlanLimits.Place: [Int: Millionths]] = [:]
    for (slot, amount) in hours { result[.init(slot.staff, slot.demand), default: [:]][slot.period] = amount }
    return result
  }
}
