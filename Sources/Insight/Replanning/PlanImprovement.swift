// SPDX-License-Identifier: GPL-3.0-or-later

import Numbers
package import Allocation
package import Planning

/// What is valid of a plan, and what a few changes would gain.
package struct PlanImprovement: Sendable {
  private let scenario: Scenario
  private let sha256: String
  private let options: PlanningOptions

  /// - Parameter scenario: a scenario that passed validation.
  package init(_ scenario: Scenario, sha256: String, options: PlanningOptions) {
    self.scenario = scenario
    self.sha256 = sha256
    self.options = options
  }

  /// The best valid plan that gives nobody more hours on anything than a plan does; overtime, use of assets and operators
  /// are seen to anew.
  package func validPart(of plan: Plan) async throws(PlanningFailure) -> Plan {
    var limits = PlanLimits(onlyNamedHours: true)
    for (slot, hours) in HoursBySlot(plan).hours where hours > .zero {
      limits.hours[.init(slot.staff, slot.demand), default: [:]][slot.period] = .zero...hours
    }
    var options = options
    options.limits = limits
    return try await Planner(options: options).plan(scenario, sha256: sha256).plan
  }

  /// The best plan that was found with at most so many changed assignments; nil where none is better.
  ///
  /// - Parameter optimum: the best plan of all, where it is known.
  package func improved(_ plan: Plan, changes: Int, optimum: Plan? = nil) async throws(PlanningFailure) -> Plan? {
    let reference = HoursBySlot(plan)
    var search = FewChanges(scenario, sha256: sha256, reference: reference.baseline, optimum: optimum, options: options)
    search.isThorough = false
    guard let found = try await search.steps([changes]).last?.plan, !reference.changed(by: found).isEmpty else {
      return nil
    }
    // A cent is less than what rounding can move.
    return (plan.objective.value - found.objective.value).count > 10_000 ? found : nil
  }
}
