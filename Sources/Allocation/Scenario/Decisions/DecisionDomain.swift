// SPDX-License-Identifier: GPL-3.0-or-later

/// What a case of a search leaves open of the decisions about a scenario as a whole, and of what is done at all.
package struct DecisionDomain: Sendable, Hashable {
  /// By project, the positions in ``Scenario/possibleWeeks(ofProject:)``; 0...0 for projects that cannot be moved.
  package var weeks: [ClosedRange<Int>]
  /// By person, how many of an external kind are engaged; 0...0 for all others.
  package var heads: [ClosedRange<Int>]
  /// By person and place in `training`, whether it is bought; nil is open.
  package var trainings: [[Bool?]]
  /// By project that is done as a whole or not at all, whether it is done; nil is open. True for all others.
  package var runs: [Bool?]

  package init(weeks: [ClosedRange<Int>], heads: [ClosedRange<Int>], trainings: [[Bool?]], runs: [Bool?]) {
    self.weeks = weeks
    self.heads = heads
    self.trainings = trainings
    self.runs = runs
  }

  /// Everything that the scenario leaves open.
  package init(of scenario: Scenario) {
    weeks = scenario.projects.indices.map { 0...(scenario.possibleWeeks(ofProject: $0).count - 1) }
    heads = scenario.staff.map { 0...max(0, $0.external?.heads ?? 0) }
    trainings = scenario.staff.map { $0.training.map { _ in nil } }
    runs = scenario.projects.map { $0.allOrNothing ? nil : true }
  }
}

/// A case of a search, with the dual values that its bound follows from.
package struct BoundCase: Sendable {
  package var domain: DecisionDomain
  /// Dual values, the one at a place for the scenario in which every project that may be moved is at that place of its
  /// possible weeks (at its last where it has fewer). Where there are fewer than places, the last ones hold for the rest.
  package var prices: [RowPrices]

  package init(domain: DecisionDomain, prices: [RowPrices]) {
    self.domain = domain
    self.prices = prices
  }
}
