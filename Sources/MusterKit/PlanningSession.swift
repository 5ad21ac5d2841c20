// SPDX-License-Identifier: GPL-3.0-or-later

internal import Insight
public import Allocation
public import Planning

/// A solved scenario, from which changed ones are solved: what if somebody leaves, what if we hire, what helps.
///
/// A changed scenario is solved from the optimum of the first one, which takes a fraction of the time. The value is the
/// same as without; the plan may be another one of that value.
///
///     let session = try await PlanningSession(scenario)
///     var changed = scenario
///     changed.staff[0].headcount += 1
///     let hired = try await session.plan(changed)
public struct PlanningSession: Sendable {
  /// The best plan of the scenario as it is.
  public let answer: Answer
  /// How scenarios are solved; each has the whole time limit.
  public let options: PlanningOptions
  private let result: PlanningResult
  private let explainer: Explainer

  /// Solves the scenario from which changed ones are solved.
  ///
  /// - Throws: ``InvalidScenario``, or `PlanningFailure` where there is no plan within the limits.
  public init(_ scenario: Scenario, _ options: PlanningOptions = PlanningOptions()) async throws {
    let result = try await scenario.solved(options)
    self.result = result
    self.options = options
    answer = Answer(scenario, result)
    explainer = Explainer(scenario, base: result, options: options)
  }

  /// The scenario as it is.
  public var scenario: Scenario { answer.scenario }

  /// Finds the best plan of a changed scenario.
  ///
  /// - Parameter changed: any scenario; the more it is like the first one, the less time it takes.
  /// - Throws: ``InvalidScenario``, or `PlanningFailure` where there is no plan within the limits.
  public func plan(_ changed: Scenario) async throws -> Answer {
    try changed.validate()
    let planner = Planner(options: options)
    return try Answer(changed, await planner.plan(changed, sha256: changed.sha256, from: explainer.start))
  }

  /// Says why demands are unmet, what would help, and what scarce things are worth. What is offered as a help was carried
  /// out and solved.
  ///
  /// - Parameters:
  ///   - remedies: what would help is looked for for so many demands, the most expensive first.
  ///   - levers: so many changes that save most in the whole scenario; nil is for none.
  ///   - prices: so many prices are confirmed by solving again with one unit more.
  public func explain(remedies: Int = 3, levers: Int? = nil, prices: Int = 10) async -> Explanation {
    await explainer.explanation(of: answer.plan, best: levers, remedies: remedies, prices: prices)
  }

  /// Says whether a person may work on a demand, what stands in the way, and what an hour of it would cost.
  ///
  /// - Parameters:
  ///   - staff: the id of the person.
  ///   - demand: the id of a staff demand.
  /// - Returns: nil where the scenario has no such person or no such staff demand.
  public func why(_ staff: String, on demand: String) async -> Explanation.Why? {
    guard let why = Explanation.Why(staff: staff, demand: demand, in: scenario, plan: answer.plan) else { return nil }
    return await explainer.withForcedHour(why)
  }

  /// Says what it costs when one person is away, for each person, the dearest absence first.
  ///
  /// - Parameter weeks: away for so many weeks on end, those with most hours; nil is for the whole horizon.
  public func absences(weeks: Int? = nil) async -> [Explanation.Absence] {
    await explainer.absences(weeks: weeks, concurrent: 2)
  }
}
