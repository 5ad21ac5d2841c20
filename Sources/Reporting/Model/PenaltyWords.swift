// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers
internal import PlanChecking

/// Whether penalties may be called money: only where the user has set their figures. A derived one only says what is
/// served first; nobody pays it.
struct PenaltyWords: Sendable {
  private let figures: [PenaltyFigure]
  private let ownCost: Set<String>
  private let staffDemands: Set<String>
  private let hasUnitDays: Bool
  private let hasCommitments: Bool
  private let hasHours: Bool

  init(_ scenario: Scenario) {
    figures = [PenaltyFigure](of: scenario)
    let demands = scenario.projects.flatMap(\.demands)
    ownCost = Set(demands.filter { $0.unmetCost != nil }.map(\.id))
    staffDemands = Set(demands.filter(\.isForStaff).map(\.id))
    hasHours = demands.contains { $0.isForStaff && $0.unmetCost == nil }
    hasUnitDays = demands.contains { !$0.isForStaff && $0.unmetCost == nil }
    hasCommitments = !scenario.commitments.isEmpty
  }

  private func isDerived(_ name: PenaltyFigure.Name) -> Bool {
    figures.first { $0.name == name }?.isDerived ?? true
  }

  /// Whether what is unmet of a demand is money.
  func isMoney(demand: String) -> Bool {
    ownCost.contains(demand)
      || !isDerived(staffDemands.contains(demand) ? .unmetCostPerHour : .unmetCostPerUnitDay)
  }

  /// Whether promises that are not kept are money.
  var commitmentsAreMoney: Bool { !isDerived(.commitmentCostPerHour) }

  /// Whether whatever may count in the scenario is money: then values and prices are, too.
  var allIsMoney: Bool { used.allSatisfy { !isDerived($0) } }

  /// Whether all that counts in a plan is money.
  func isMoney(_ plan: Plan) -> Bool {
    plan.unmet.allSatisfy { $0.cost == .zero || isMoney(demand: $0.demand) }
      && (plan.objective.terms.commitments == .zero || commitmentsAreMoney)
  }

  /// The figures that something in the scenario is valued at.
  private var used: [PenaltyFigure.Name] {
    [
      (PenaltyFigure.Name.unmetCostPerHour, hasHours), (.unmetCostPerUnitDay, hasUnitDays),
      (.commitmentCostPerHour, hasCommitments),
    ].filter(\.1).map(\.0)
  }

  /// What a price is where not all is money.
  static let worth = "Worth: in money and derived penalties together, by which plans are ranked."

  /// What is derived, and how it is pinned; nil where nothing is.
  var legend: String? {
    let derived = figures.filter { $0.isDerived && used.contains($0.name) }
    guard !derived.isEmpty else { return nil }
    let parts = derived.map { figure in
      switch figure.name {
      case .unmetCostPerHour: "an unmet hour counts \(Figures.exact(figure.value)) x its priority"
      case .unmetCostPerUnitDay: "an unmet unit-day \(Figures.exact(figure.value)) x its priority"
      case .commitmentCostPerHour: "a promised hour that is not kept \(Figures.exact(figure.value))"
      }
    }
    let keys = derived.map { "\"\($0.name.rawValue)\": \($0.value)" }
    return "Penalties rank plans and are not money; they are derived from the dearest hour: "
      + parts.joined(separator: ", ")
      + ". They move with it; \"policy\": {" + keys.joined(separator: ", ") + "} in the scenario pins them."
  }
}
