// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
package import Allocation
package import Numbers

/// Checks plans of one scenario, in exact arithmetic, against the mathematics of `model.md` alone.
///
/// It shares no code with the formulation or the engines, so that a mistake there does not hide here. A checker may be
/// used for many plans, from several threads at once.
///
/// Upper limits hold exactly. Equations and lower limits hold exactly too where every figure in them is on the grid of
/// millionths; where the right-hand side is not, or a coefficient is not a whole number, they may be missed by one
/// millionth for each entry that adds up to them.
package struct PlanChecker: Sendable {
  /// What follows from the scenario, for each way to decide what it leaves open.
  let decided: DecidedFacts
  /// The same with nothing decided.
  var facts: ScenarioFacts { decided.undecided }

  /// - Parameter scenario: a scenario that passed validation.
  package init(_ scenario: Scenario) { self.init(scenario, ScenarioIndex(scenario)) }

  /// - Parameters:
  ///   - scenario: a scenario that passed validation.
  ///   - index: where its elements are.
  package init(_ scenario: Scenario, _ index: ScenarioIndex) { decided = DecidedFacts(scenario, index) }

  /// Checks every entry, every bound of a variable, every row, every cost and every claim of a plan.
  ///
  /// - Parameters:
  ///   - plan: the plan, with its costs, terms, value, bound and summary; what it says of its own verification is not
  ///     looked at.
  ///   - prices: dual values to recompute the bound from, or nil. A bound that the plan claims must not be above the
  ///     recomputed one; without prices, not above the one that follows from the plan's own certificate, or else the value.
  /// - Returns: the verdict with the value recomputed and the bound. The bound is not reported above the value of a
  ///   plan that passed: rounding to the grid can leave a plan some millionths below what exact figures could reach.
  package func verify(_ plan: Plan, prices: RowPrices?) -> Plan.Verification {
    guard prices == nil, let certificate = plan.certificate else {
      return verify(plan, bound: prices.map { self.bound($0) })
    }
    let path: DocumentPath = [.key("certificate")]
    var verification: Plan.Verification
    var claims: [Plan.Violation] = []
    if let bounds = bounds(from: certificate, PlanEntries(plan), value: plan.objective.value) {
      let steps = certificate.steps.map(\.what)
      verification = verify(
        plan, bound: zip(steps, bounds).first { $0.0 == .value }?.1,
        cases: certificate.steps.first { $0.what == .value }?.cases.count ?? 0)
      for (index, step) in (plan.order ?? []).enumerated() where bounds.indices.contains(index) {
        if let claimed = step.bound, claimed > bounds[index] {
          claims.append(
            Plan.Violation(
              kind: .wrongBound, detail: "the bound of \(step.what.name) is \(bounds[index]), not \(claimed)",
              path: [.key("order"), .index(index), .key("bound")]))
        }
      }
    } else {
      verification = verify(plan, bound: nil)
      claims = [
        Plan.Violation(kind: .wrongBound, detail: "the certificate is not about the scenario's rows", path: path)
      ]
    }
    verification.add(claims)
    return verification
  }

  /// The same of a plan that was read, with what its document claims beside.
  ///
  /// - Parameters:
  ///   - sha256: the hash of the scenario's bytes, which the plan has to be for.
  ///   - falseClaims: what was found wrong while it was read.
  package func verify(
    _ plan: Plan, prices: RowPrices?, sha256: String, falseClaims: [Plan.Violation]
  ) -> Plan.Verification {
    var verification = verify(plan, prices: prices)
    var claims = falseClaims + self.falseClaims(of: plan, found: verification)
    if plan.scenario.sha256 != sha256 {
      claims.append(
        Plan.Violation(
          kind: .wrongScenario,
          detail:
            "the plan was made for another version of the scenario, one with the SHA-256 \(plan.scenario.sha256), "
            + "and not \(sha256)", path: [.key("scenario"), .key("sha256")]))
    }
    verification.add(claims)
    return verification
  }

  /// The same with a bound that ``bound(_:)`` has recomputed before, for several plans and one set of prices.
  ///
  /// - Parameter cases: how many cases of decisions in whole numbers it follows from.
  package func verify(_ plan: Plan, bound: Millionths?, cases: Int = 0) -> Plan.Verification {
    let entries = PlanEntries(plan)
    var verifier = Verifier(decided.facts(of: entries), entries)
    verifier.checkDecisionLists(decided.possibleWeeks)
    verifier.checkEntries()
    verifier.checkDays()
    verifier.checkWholeDecisions()
    verifier.checkPeriodRows()
    let value = verifier.checkMoney(of: plan)
    verifier.checkClaims(of: plan, value: value, bound: bound)
    return verdict(verifier.violations, value: value, bound: bound, cases: cases)
  }

  func verdict(
    _ violations: [Plan.Violation], value: Millionths, bound: Millionths?, cases: Int
  ) -> Plan.Verification {
    let feasible = violations.isEmpty
    return Plan.Verification(
      feasible: feasible, violations: violations, value: value,
      bound: feasible ? bound.map { min($0, value) } : bound,
      boundKind: bound == nil ? .none : !facts.scenario.hasDecisions ? .lagrangian : cases > 1 ? .leaves : .lp)
  }
}

extension Plan.Verification {
  /// Adds what else was found; a plan with violations is not feasible.
  package mutating func add(_ violations: [Plan.Violation]) {
    self.violations += violations
    feasible = self.violations.isEmpty
  }
}
