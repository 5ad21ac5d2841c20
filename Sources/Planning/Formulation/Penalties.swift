// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers
internal import Allocation

/// What unmet work, broken promises and changes cost: the policy with what it leaves out derived, see `model.md`.
struct Penalties: Sendable {
  /// Money per unmet effective hour and point of priority.
  let unmetHour: Double
  /// Money per unmet unit-day and point of priority.
  let unmetUnitDay: Double
  /// Money per promised hour that is not kept.
  let commitmentHour: Double
  /// Money per hour of change.
  let changeHour: Double

  init(_ scenario: Scenario) {
    let policy = scenario.policy
    var largestRate = 0.0
    var largestCost = 0.0
    for person in scenario.staff {
      let cost = person.costPerHour.doubleValue
      let slowest = min(1, person.skills.map(\.productivity.doubleValue).min() ?? 1)
      largestRate = max(largestRate, cost * (person.overtime?.costFactor.doubleValue ?? 1) / slowest)
      largestCost = max(largestCost, cost)
    }
    let unitDay = scenario.assets.map(\.costPerUnitDay.doubleValue).max() ?? 0
    let operating = scenario.assets.compactMap { $0.operators?.hoursPerUnitDay.doubleValue }.max() ?? 0
    let priorities = scenario.projects.flatMap { [$0.priority] + $0.demands.compactMap(\.priority) }
    unmetHour = policy.unmetCostPerHour?.doubleValue ?? (largestRate > 0 ? 3 * largestRate : 1)
    unmetUnitDay =
      policy.unmetCostPerUnitDay?.doubleValue ?? (unitDay > 0 ? 3 * unitDay : 1) + 3 * operating * largestCost
    commitmentHour =
      policy.commitmentCostPerHour?.doubleValue ?? 10 * (priorities.max()?.doubleValue ?? 1) * unmetHour
    changeHour = policy.changeCostPerHour.doubleValue
  }
}
