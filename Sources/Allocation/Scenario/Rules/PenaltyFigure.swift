// SPDX-License-Identifier: GPL-3.0-or-later

package import Numbers

/// What an unmet unit or a broken promise counts: a figure of the policy, given or derived.
package struct PenaltyFigure: Sendable, Hashable {
  /// The figures that are derived where the policy leaves them out, by their keys.
  package enum Name: String, Sendable, Hashable, CaseIterable {
    case unmetCostPerHour, unmetCostPerUnitDay, commitmentCostPerHour
  }

  package var name: Name
  /// The figure; a derived one that has no end is rounded to 15 digits.
  package var value: ExactDecimal
  /// Whether the scenario leaves it out.
  package var isDerived: Bool

  package init(_ name: Name, _ value: ExactDecimal, isDerived: Bool) {
    self.name = name
    self.value = value
    self.isDerived = isDerived
  }
}

extension Scenario.Policy {
  /// A figure that may be left out.
  package subscript(_ name: PenaltyFigure.Name) -> ExactDecimal? {
    get {
      switch name {
      case .unmetCostPerHour: unmetCostPerHour
      case .unmetCostPerUnitDay: unmetCostPerUnitDay
      case .commitmentCostPerHour: commitmentCostPerHour
      }
    }
    set {
      switch name {
      case .unmetCostPerHour: unmetCostPerHour = newValue
      case .unmetCostPerUnitDay: unmetCostPerUnitDay = newValue
      case .commitmentCostPerHour: commitmentCostPerHour = newValue
      }
    }
  }

  /// The policy with figures written out.
  package func pinned(to figures: [PenaltyFigure]) -> Scenario.Policy {
    var policy = self
    for figure in figures { policy[figure.name] = figure.value }
    return policy
  }
}
