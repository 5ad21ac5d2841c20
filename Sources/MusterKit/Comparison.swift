// SPDX-License-Identifier: GPL-3.0-or-later

internal import Insight
public import Allocation

extension Comparison {
  /// Compares plans with the first of them, exactly: who moves, from what to what, and why the cost differs.
  ///
  ///     let comparison = Comparison(["as it is": today, "with a hire": hired])
  ///
  /// - Parameter answers: plans with what they are called.
  public init(_ answers: KeyValuePairs<String, Answer>) {
    self = PlanComparison.compare(
      answers.map { PlanComparison.Candidate(name: $0.key, plan: $0.value.plan, scenario: $0.value.scenario) })
  }
}
