// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import Numbers

/// What amounts come to: the entries of a plan with their money, its summary, and what the checker found wrong.
package struct Appraisal: Sendable {
  /// Of the scenario as the amounts decide about it.
  let facts: ScenarioFacts
  let amounts: PlanAmounts
  let entries: PlanEntries
  let terms: Plan.Terms
  let summary: PlanSummary
  let references: PlanReferences
  let rounding: Millionths
  /// What the amounts come to in each step of the order; empty where that is the value alone.
  let reached: [Rational]
  /// The sum of all money, smaller is better.
  package let value: Millionths
  /// What is wrong with the amounts; nothing where they keep every rule.
  package let violations: [Plan.Violation]
}

/// What a plan is held against: why its search ended, and the bound.
package struct Certificate: Sendable {
  /// No plan costs less; recomputed by ``PlanChecker/bound(_:limits:)``. Nil where none is known.
  package var bound: Millionths?
  /// The dual values behind the bound; nil where there are none for just this problem.
  package var prices: RowPrices?
  /// The dual values of the problem of each step, as far as they are known, where there is an order; then the bound
  /// follows from those of the value.
  package var steps: [StepPrices]
  /// The cases that the bound follows from where something is decided in whole numbers; none where it follows from
  /// ``prices`` alone.
  package var cases: [BoundCase]
  /// Further limits on the plans that the steps are about.
  package var limits: PlanLimits?
  /// Why the search ended. Where the gap is small enough, that is the reason instead.
  package var stop: Plan.Stop
  /// The gap up to which a plan counts as optimal.
  package var gapTolerance: Double

  package init(
    bound: Millionths?, prices: RowPrices?, steps: [StepPrices] = [], cases: [BoundCase] = [],
    limits: PlanLimits? = nil, stop: Plan.Stop, gapTolerance: Double
  ) {
    self.cases = cases
    self.steps = steps
    self.limits = limits
    self.bound = bound
    self.prices = prices
    self.stop = stop
    self.gapTolerance = gapTolerance
  }

  /// What counts as proven, whatever the tolerance.
  static let provenGap = 1e-6
}

/// The judge: the only maker of plans.
extension PlanChecker {
  /// Works out what amounts come to, and checks them.
  ///
  /// Unmet amounts and broken promises are what the amounts leave. Every rule is checked, whoever made the amounts;
  /// money and summary come from this checker's own ledger.
  package func appraise(_ amounts: PlanAmounts) -> Appraisal {
    let facts = decided.facts(amounts.decisions)
    let (entries, references) = facts.entries(of: amounts)
    var verifier = Verifier(facts, entries, references, hasDays: true)
    verifier.checkDecisionLists(decided.possibleWeeks)
    verifier.checkDecisions()
    (verifier.entries.unmet, verifier.references.unmet) = verifier.missing()
    (verifier.entries.brokenCommitments, verifier.references.brokenCommitments) = verifier.unkept()
    verifier.checkOrder()
    verifier.checkShortfalls()
    verifier.checkDayRows(amounts)
    verifier.checkPeriodRows()
    verifier.checkWholeDecisions()
    let ledger = PlanLedger(facts, verifier.entries, verifier.references)
    verifier.entries.setCosts(ledger)
    return Appraisal(
      facts: facts, amounts: amounts, entries: verifier.entries, terms: ledger.terms,
      summary: PlanSummary(facts, verifier.entries, verifier.references, ledger), references: verifier.references,
      rounding: facts.rounding(of: verifier.references),
      reached: facts.order.count > 1
        ? facts.reached(verifier.entries, verifier.references, value: ledger.value) : [],
      value: ledger.value,
      violations: verifier.violations)
  }

  /// Makes the plan of amounts.
  ///
  /// - Parameters:
  ///   - appraisal: what they come to.
  ///   - reference: the scenario's name and hash.
  ///   - engine: what found them.
  ///   - certificate: what they are held against.
  ///   - withDays: whether the plan states the daily amounts too.
  ///   - withLoad: whether it states who is used how much in each period.
  ///   - withCertificate: whether it states the prices that its bounds follow from.
  package func judge(
    _ appraisal: Appraisal, for reference: Plan.ScenarioReference, engine: Plan.EngineRecord, certificate: Certificate,
    withDays: Bool = false, withLoad: Bool = false, withCertificate: Bool = false
  ) -> Plan {
    let (entries, facts) = (appraisal.entries, appraisal.facts)
    let order = order(appraisal.reached, certificate)
    let bound = order.map { $0.first { $0.what == .value }?.bound } ?? certificate.bound
    let verification = verdict(
      appraisal.violations, value: appraisal.value, bound: bound, cases: certificate.cases.count)
    let objective = Plan.Objective(
      value: appraisal.value, bound: verification.bound, terms: appraisal.terms, rounding: appraisal.rounding)
    let standing = standing(objective, order, certificate)
    return Plan(
      scenario: reference, status: standing.status, stop: standing.stop, engine: engine, objective: objective,
      order: order, starts: entries.starts, trainings: entries.trainings, engaged: entries.engaged,
      summary: appraisal.summary, load: withLoad ? PlanLoad(facts, entries, appraisal.references) : nil,
      assignments: entries.assignments, overtime: entries.overtime,
      assetUse: entries.assetUse, operating: entries.operating, unmet: entries.unmet,
      brokenCommitments: entries.brokenCommitments, days: withDays ? facts.dayEntries(of: appraisal.amounts) : nil,
      certificate: withCertificate ? self.certificate(certificate) : nil,
      bottlenecks: standing.bottlenecks, verification: verification)
  }

  /// Holds a plan that was made for one problem against what is known of another one, such as that with a limit on
  /// changes. The plan is checked again; the bound that it claimed is not looked at.
  package func judge(_ judged: Plan, certificate: Certificate) -> Plan {
    var plan = judged
    plan.objective.bound = nil
    plan.certificate = nil
    plan.status = .feasible
    let entries = PlanEntries(plan)
    let facts = decided.facts(of: entries)
    plan.order =
      facts.order.count > 1
      ? order(facts.reached(entries, PlanReferences(facts, entries), value: plan.objective.value), certificate) : nil
    let bound = plan.order.map { $0.first { $0.what == .value }?.bound } ?? certificate.bound
    plan.verification = verify(plan, bound: bound, cases: certificate.cases.count)
    plan.objective.bound = plan.verification.bound
    (plan.status, plan.stop, plan.bottlenecks) = standing(plan.objective, plan.order, certificate)
    return plan
  }

  /// The steps of the order with the bounds that follow from prices; nil where there is none.
  ///
  /// - Parameter reached: what the plan comes to in each step.
  private func order(_ reached: [Rational], _ certificate: Certificate) -> [Plan.Step]? {
    guard !reached.isEmpty else { return nil }
    let steps = facts.order
    return steps.indices.map { step in
      let value = reached[step].nearestMillionths
      let bound =
        certificate.steps.indices.contains(step)
        ? bound(
          Array(steps[...step]), certificate.steps[step], reached: Array(reached[..<step]), limits: certificate.limits)
        : steps[step] == .value ? certificate.bound : nil
      return Plan.Step(what: steps[step], value: value, bound: bound.map { min($0, value) })
    }
  }

  /// Status, reason for the end, and what scarce things are worth where that is known.
  private func standing(
    _ objective: Plan.Objective, _ order: [Plan.Step]?, _ certificate: Certificate
  ) -> (status: Plan.Status, stop: Plan.Stop, bottlenecks: [Plan.Bottleneck]) {
    guard let bound = objective.bound else { return (.feasible, certificate.stop, []) }
    let gap = Gap(value: objective.value, bound: bound).doubleValue
    let worst = order.map { facts.worstGap($0, objective) } ?? 0
    guard gap <= certificate.gapTolerance || objective.isWithinRounding, worst <= certificate.gapTolerance else {
      return (.feasible, certificate.stop, [])
    }
    return (
      .optimal,
      (gap <= Certificate.provenGap || objective.isWithinRounding) && worst <= Certificate.provenGap ? .proved : .gap,
      certificate.prices.map { bottlenecks($0) } ?? []
    )
  }

  /// What scarce things are worth, with the days of their periods.
  private func bottlenecks(_ prices: RowPrices) -> [Plan.Bottleneck] {
    [Plan.Bottleneck](prices, facts.index, facts.scenario)
  }
}

extension PlanEntries {
  /// Writes the costs of a ledger into the entries that it was made of.
  mutating func setCosts(_ ledger: PlanLedger) {
    for index in assignments.indices { assignments[index].cost = ledger.assignments[index] }
    for index in operating.indices { operating[index].cost = ledger.operating[index] }
    for index in overtime.indices { overtime[index].cost = ledger.overtime[index] }
    for index in assetUse.indices { assetUse[index].cost = ledger.assetUse[index] }
    for index in unmet.indices { unmet[index].cost = ledger.unmet[index] }
    for index in brokenCommitments.indices { brokenCommitments[index].cost = ledger.brokenCommitments[index] }
    for index in (starts ?? []).indices { starts?[index].cost = ledger.starts[index] }
    for index in (trainings ?? []).indices { trainings?[index].cost = ledger.trainings[index] }
    for index in (engaged ?? []).indices { engaged?[index].cost = ledger.engaged[index] }
  }
}
