// SPDX-License-Identifier: GPL-3.0-or-later

internal import Insight
internal import JSON
internal import PlanChecking
public import Allocation
public import Issues
public import Numbers
public import Planning

/// A scenario that cannot be planned because something in it is wrong; it prints as sentences.
public struct InvalidScenario: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, with the place in the scenario and a hint.
  public let issues: [ScenarioIssue]

  package init(issues: [ScenarioIssue]) { self.issues = issues }

  /// One line for each issue: the place, what is wrong there, and what to do about it.
  public var description: String { issues.map(\.description).joined(separator: "\n") }
}

/// A plan in force that cannot be kept as it was asked for; it prints as a sentence.
public enum ReplanningFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was done before the first day that may change is not possible in the scenario.
  case pastImpossible([Plan.Violation])
  /// No plan was found that changes so few assignments.
  case tooFewChanges(Int)

  /// What is wrong, and what to do about it.
  public var description: String {
    switch self {
    case .pastImpossible(let violations):
      "The plan in force is not possible in the scenario: "
        + violations.map { "\($0.detail) (\($0.path.pointer))" }.joined(separator: "; ")
        + ". Correct the scenario or the plan in force."
    case .tooFewChanges(let most):
      "No plan with at most \(most) changes was found. Allow more changes, or more time."
    }
  }
}

extension Scenario {
  /// Finds the best plan.
  ///
  /// The work is done on a thread of its own. Cancelling the task ends the search with the best checked plan so far, whose
  /// `stop` is then `interrupted`.
  ///
  /// - Parameters:
  ///   - options: the engine and the limits.
  ///   - onProgress: is called now and then, from the thread that solves.
  /// - Throws: ``InvalidScenario``, or `PlanningFailure` where there is no plan within the limits.
  public func plan(
    _ options: PlanningOptions = PlanningOptions(), onProgress: (@Sendable (PlanningProgress) -> Void)? = nil
  ) async throws -> Answer {
    try Answer(self, await solved(options, onProgress: onProgress))
  }

  /// Plans again while another plan is in force.
  ///
  /// - Parameters:
  ///   - kept: the plan in force. Its periods are found by their first days, so that the horizon may have moved.
  ///   - changeCost: money for each hour that moves; nil leaves it to the scenario.
  ///   - maxChanges: at most so many assignments may change; nil is without limit.
  ///   - from: periods that begin before this day stay as they are.
  ///   - options: the engine and the limits.
  /// - Returns: the best plan that keeps what is to be kept; `replanning` says what changes.
  /// - Throws: ``InvalidScenario``, ``ReplanningFailure`` or `PlanningFailure`.
  public func replan(
    keeping kept: Plan, changeCost: ExactDecimal? = nil, maxChanges: Int? = nil, from: Day? = nil,
    _ options: PlanningOptions = PlanningOptions()
  ) async throws -> Answer {
    try validate()
    let request = Replanner.Request(
      kept: kept, keptHash: sha256Hex(kept.json()), changeCost: changeCost, maxChanges: maxChanges,
      from: from)
    let replanner = Replanner(self, sha256: sha256, request: request, options: options)
    do throws(Replanner.Failure) {
      return Answer(replanner.scenario, try await replanner.plan(), notices: replanner.notices)
    } catch {
      switch error {
      case .planning(let failure): throw failure
      case .pastImpossible(let violations): throw ReplanningFailure.pastImpossible(violations)
      case .tooFewChanges(let most): throw ReplanningFailure.tooFewChanges(most)
      }
    }
  }

  /// What the independent checker says about a plan: whether it keeps all rules, what breaks them, and what it costs.
  public func check(_ plan: Plan) -> Plan.Verification { PlanChecker(self).verify(plan, prices: nil) }

  /// The best plan with what is known about how it came about, without reasons.
  func solved(
    _ options: PlanningOptions, sha256: String? = nil, onProgress: (@Sendable (PlanningProgress) -> Void)? = nil
  ) async throws -> PlanningResult {
    try validate()
    var planner = Planner(options: options)
    planner.onProgress = onProgress
    return try await planner.plan(self, sha256: sha256 ?? self.sha256)
  }

  func validate() throws(InvalidScenario) {
    let errors = errors
    guard errors.isEmpty else { throw InvalidScenario(issues: errors) }
  }

  /// The hash of its JSON, by which a plan says what it was made for.
  var sha256: String { sha256Hex(json()) }
}
