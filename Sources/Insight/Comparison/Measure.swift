// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers
internal import PlanChecking

/// The penalties at which plans are valued, so that plans of different scenarios can be compared.
///
/// Penalties that are derived move with the dearest rate, so that a scenario with one more person may seem to cost more
/// than the same without. All plans of a comparison are valued at the penalties of the reference.
package struct Measure: Sendable, Hashable {
  /// The penalties of the reference.
  package let figures: [PenaltyFigure]

  /// The measure of a scenario that passed validation.
  package init(of scenario: Scenario) { figures = [PenaltyFigure](of: scenario) }

  /// The figures that a scenario leaves out and that are derived there to be others, as they are here and there.
  package func moved(in scenario: Scenario) -> [(here: PenaltyFigure, there: PenaltyFigure)] {
    differences(from: scenario).filter(\.there.isDerived)
  }

  /// All figures that are others in a scenario.
  func differences(from scenario: Scenario) -> [(here: PenaltyFigure, there: PenaltyFigure)] {
    zip(figures, [PenaltyFigure](of: scenario)).map { ($0, $1) }.filter { $0.here.value != $0.there.value }
  }

  /// A scenario with what it would derive otherwise written out; what it gives itself stays.
  package func pinning(_ scenario: Scenario) -> Scenario {
    var scenario = scenario
    scenario.policy = scenario.policy.pinned(to: moved(in: scenario).map(\.here))
    return scenario
  }

  /// A scenario with all these penalties, whatever it gives itself.
  package func applied(to scenario: Scenario) -> Scenario {
    var scenario = scenario
    scenario.policy = scenario.policy.pinned(to: differences(from: scenario).map(\.here))
    return scenario
  }

  /// A plan of a scenario valued at these penalties. What changes of a baseline cost stays: nobody derives it.
  ///
  /// - Returns: the plan without a bound, which would be one at other penalties; nil where its scenario has the same, or
  ///   the plan names what the scenario does not have.
  func valued(_ plan: Plan, of scenario: Scenario) -> Plan? {
    guard !differences(from: scenario).isEmpty, var valued = try? PlanPricing(applied(to: scenario)).price(plan) else {
      return nil
    }
    let change = plan.objective.terms.change
    valued.objective.value += change - valued.objective.terms.change
    valued.money.penalties += change - valued.objective.terms.change
    valued.objective.terms.change = change
    valued.objective.bound = nil
    return valued
  }
}
