// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import ArgumentParser
import Insight
import Serving

/// Conditions under which a command ends with 1, although its result is written.
struct GateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "End with 1 where this holds: 'unmet>0', 'utilisation>90%', 'cost-increase>5%' (of the reference). Repeatable.",
      valueName: "condition"),
    transform: { text throws in
      do throws(Gate.ParsingFailure) {
        return try Gate(parsing: text)
      } catch {
        throw ValidationError("\(error.detail): \(error.hint)")
      }
    })
  var failOn: [Gate] = []

  /// Refuses gates that could never fire, because there is nothing to compare with.
  func requireReference(_ known: Gate.Metric.Reference, hint: String) throws(CommandFailure) {
    guard let gate = failOn.first(where: { $0.metric.reference > known }) else { return }
    throw CommandFailure(.usage, "usage", "--fail-on '\(gate.text)' needs a plan to compare with.", hint: hint)
  }

  /// What fires on a plan.
  func findings(on plan: Plan, delta: Comparison.Delta? = nil, basis: Gate.Basis? = nil) -> [String] {
    failOn.compactMap { $0.finding(on: plan, delta: delta, basis: basis) }
  }

  /// What fires on any of several plans, but for the first, which the others are compared with.
  func findings(on candidates: [PlanComparison.Candidate], _ comparison: Comparison) -> [String] {
    guard let reference = candidates.first?.plan else { return [] }
    let basis = Gate.Basis(reference)
    return zip(candidates.dropFirst(), comparison.differences).flatMap { candidate, difference in
      findings(on: candidate.plan, delta: difference.delta, basis: basis).map {
        candidates.count > 2 ? "\(difference.plan): \($0)" : $0
      }
    }
  }

  /// Ends the command where something fired.
  func enforce(_ findings: [String]) throws(CommandFailure) {
    if !findings.isEmpty { throw CommandFailure(gates: findings) }
  }
}
