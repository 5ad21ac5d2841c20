// SPDX-License-Identifier: GPL-3.0-or-later

package import Issues
package import Allocation

/// Fills in a plan's money and summary from its amounts.
///
/// Money is kept in one ledger (``PlanLedger``): the exact amounts of all entries are added up in one canonical order,
/// and an entry's cost is the difference of the rounded totals, so that the entries add up to the terms, the terms to
/// the value, and the value is the exact value rounded once.
package struct PlanPricing: Sendable {
  private let decided: DecidedFacts

  /// - Parameter scenario: a scenario that passed validation.
  package init(_ scenario: Scenario) { decided = DecidedFacts(scenario, ScenarioIndex(scenario)) }

  init(_ decided: DecidedFacts) { self.decided = decided }

  /// Prices plans of a checker's scenario, from the same facts.
  package init(_ checker: PlanChecker) { decided = checker.decided }

  /// An entry that names something the scenario does not have.
  package struct UnknownReference: Error, Sendable, Hashable {
    package var kind: Kind
    package var id: String
    /// The place in the plan's document.
    package var path: DocumentPath

    /// What an id can be one of.
    package enum Kind: String, Sendable, Hashable {
      case staff, demand, asset
    }

    /// What to do about it.
    package var hint: String { "The plan belongs to another scenario, or the id was renamed since." }
  }

  /// The plan with its lists sorted and with all costs, terms, value, summary and, where it has one, load set. The amounts, days, projects,
  /// the bound and the verification stay.
  ///
  /// - Throws: ``UnknownReference`` for the first entry that cannot be priced.
  package func price(_ plan: Plan) throws(UnknownReference) -> Plan {
    var plan = plan
    plan.sortLists()
    var entries = PlanEntries(plan)
    let facts = decided.facts(of: entries)
    let references = PlanReferences(facts, entries)
    if let unknown = firstUnknown(plan, references) { throw unknown }
    let ledger = PlanLedger(facts, entries, references)
    entries.setCosts(ledger)
    plan.setEntries(entries)
    plan.objective.terms = ledger.terms
    plan.objective.value = ledger.value
    plan.objective.rounding = facts.rounding(of: references)
    plan.money = Plan.Money(of: ledger.terms)
    plan.summary = PlanSummary(facts, entries, references, ledger)
    if plan.load != nil { plan.load = PlanLoad(facts, entries, references) }
    return plan
  }

  private func firstUnknown(_ plan: Plan, _ references: PlanReferences) -> UnknownReference? {
    func unknown(_ kind: UnknownReference.Kind, _ id: String, _ list: String, _ index: Int) -> UnknownReference {
      UnknownReference(kind: kind, id: id, path: [.key(list), .index(index), .key(kind.rawValue)])
    }
    for (index, found) in references.assignments.enumerated() {
      if found.staff < 0 { return unknown(.staff, plan.assignments[index].staff, "assignments", index) }
      if found.demand < 0 { return unknown(.demand, plan.assignments[index].demand, "assignments", index) }
    }
    for (index, found) in references.operating.enumerated() {
      if found.staff < 0 { return unknown(.staff, plan.operating[index].staff, "operating", index) }
      if found.asset < 0 { return unknown(.asset, plan.operating[index].asset, "operating", index) }
      if found.demand < 0 { return unknown(.demand, plan.operating[index].demand, "operating", index) }
    }
    for (index, found) in references.overtime.enumerated() {
      if found.staff < 0 { return unknown(.staff, plan.overtime[index].staff, "overtime", index) }
      if found.demand < 0 { return unknown(.demand, plan.overtime[index].demand, "overtime", index) }
      if found.asset == PlanReferences.unknown {
        return unknown(.asset, plan.overtime[index].asset ?? "", "overtime", index)
      }
    }
    for (index, found) in references.assetUse.enumerated() {
      if found.asset < 0 { return unknown(.asset, plan.assetUse[index].asset, "assetUse", index) }
      if found.demand < 0 { return unknown(.demand, plan.assetUse[index].demand, "assetUse", index) }
    }
    for (index, demand) in references.unmet.enumerated() where demand < 0 {
      return unknown(.demand, plan.unmet[index].demand, "unmet", index)
    }
    for (index, found) in references.brokenCommitments.enumerated() {
      let entry = plan.brokenCommitments[index]
      if found.staff < 0 { return unknown(.staff, entry.staff, "brokenCommitments", index) }
      if found.demand < 0 { return unknown(.demand, entry.demand, "brokenCommitments", index) }
    }
    return nil
  }
}
