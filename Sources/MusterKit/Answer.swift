// SPDX-License-Identifier: GPL-3.0-or-later

internal import Insight
internal import Planning
public import Allocation
public import Numbers

/// A plan for a scenario, checked, with what is known about it.
public struct Answer: Sendable {
  /// The scenario that was planned.
  public let scenario: Scenario
  /// The best plan that was found. The independent checker has passed it; its unmet entries have reasons.
  public let plan: Plan
  /// What deserves to be known beside the plan, such as an engine that failed and was replaced; sentences.
  public let notices: [String]

  /// What the plan costs in all: money spent, and the penalties for what it does not do.
  public var value: Millionths { plan.objective.value }

  /// No plan of the scenario costs less; nil where nothing was proved.
  public var bound: Millionths? { plan.objective.bound }

  /// Whether the plan is the best one up to the gap that was asked for.
  public var isOptimal: Bool { plan.status == .optimal }

  /// - Parameter notices: what deserves to be known before that of the result.
  init(_ scenario: Scenario, _ result: PlanningResult, notices: [String] = []) {
    self.scenario = scenario
    plan = result.withReasons(in: scenario).plan
    self.notices = notices + result.notices
  }
}
