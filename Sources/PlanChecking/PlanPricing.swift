// SPDX-License-Identifier: GPL-3.0-or-later

public import Allocation

/// Fills in a plan's money and summary from its amounts.
///
/// Money is kept in one ledger (``PlanLedger``): the exact amounts of all entries are added up in one canonical order,
/// and an entry's cost is the difference of the rounded totals, so that the entries add up to the terms, the terms to
/// the value, and the value is the exact value rounded once.
public struct PlanPricing: Sendable {
  private let facts: ScenarioFacts

  /// - Parameter scenario: a scenario that passed validation.
  public init(_ scenario: Scenario) { facts = ScenarioFacts(scenario) }

  init(_ facts: ScenarioFacts) { self.facts = facts }

  /// An entry that names something the scenario does not have.
  public struct UnknownReference: Error, Sendable, Hashable {
    /// `staff`, `demand` or `asset`.
    public var kind: String
    public var id: String
    /// The place in the plan's document.
    public var path: DocumentPath
    /// What to do about it.
    public var hint: String { "The plan belongs to another scenario, or the id was renamed since." }
  }

  /// The plan with its lists sorted and with all costs, terms, value and summary set. The amounts, days, projects,
  /// the bound and the verification stay.
  ///
  /// - Throws: ``UnknownReference`` for the first entry that cannot be priced.
  public func price(_ plan: Plan) throws(UnknownReference) -> Plan {
    var plan = plan
    plan.sortLists()
    if let unknown = firstUnknown(plan) { throw unknown }
    let ledger = PlanLedger(facts, plan)
    for index in plan.assignments.indices { plan.assignments[index].cost = ledger.assignments[index] }
    for index in plan.operating.indices { plan.operating[index].cost = ledger.operating[index] }
    for index in plan.overtime.indices { plan.overtime[index].cost = ledger.overtime[index] }
    for index in plan.assetUse.indices { plan.assetUse[index].cost = ledger.assetUse[index] }
    for index in plan.unmet.indices { plan.unmet[index].cost = ledger.unmet[index] }
    for index in plan.brokenCommitments.indices {
      plan.brokenCommitments[index].cost = ledger.brokenCommitments[index]
    }
    plan.objective.terms = ledger.terms
    plan.objective.value = ledger.value
    plan.summary = PlanSummary(facts, plan, terms: ledger.terms)
    return plan
  }

  private func firstUnknown(_ plan: Plan) -> UnknownReference? {
    func staff(_ id: String, _ list: String, _ index: Int) -> UnknownReference? {
      facts.staffIndex[id] != nil
        ? nil : UnknownReference(kind: "staff", id: id, path: [.key(list), .index(index), .key("staff")])
    }
    func demand(_ id: String, _ list: String, _ index: Int) -> UnknownReference? {
      facts.demandIndex[id] != nil
        ? nil : UnknownReference(kind: "demand", id: id, path: [.key(list), .index(index), .key("demand")])
    }
    func asset(_ id: String, _ list: String, _ index: Int) -> UnknownReference? {
      facts.assetIndex[id] != nil
        ? nil : UnknownReference(kind: "asset", id: id, path: [.key(list), .index(index), .key("asset")])
    }
    for (index, entry) in plan.assignments.enumerated() {
      if let found = staff(entry.staff, "assignments", index) ?? demand(entry.demand, "assignments", index) {
        return found
      }
    }
    for (index, entry) in plan.operating.enumerated() {
      if let found = staff(entry.staff, "operating", index) ?? asset(entry.asset, "operating", index) { return found }
    }
    for (index, entry) in plan.overtime.enumerated() {
      if let found = staff(entry.staff, "overtime", index) { return found }
    }
    for (index, entry) in plan.assetUse.enumerated() {
      if let found = asset(entry.asset, "assetUse", index) ?? demand(entry.demand, "assetUse", index) { return found }
    }
    for (index, entry) in plan.unmet.enumerated() {
      if let found = demand(entry.demand, "unmet", index) { return found }
    }
    for (index, entry) in plan.brokenCommitments.enumerated() {
      if let found = staff(entry.staff, "brokenCommitments", index) ?? demand(entry.demand, "brokenCommitments", index)
      {
        return found
      }
    }
    return nil
  }
}
