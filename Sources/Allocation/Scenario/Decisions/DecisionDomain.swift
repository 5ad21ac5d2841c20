// SPDX-License-Identifier: GPL-3.0-or-later

package import Numbers

/// What a case of a search leaves open of the decisions about a scenario as a whole, of what is done at all, of when
/// demands begin that wait for others, and of who works on what.
package struct DecisionDomain: Sendable, Hashable {
  /// By project, the positions in ``Scenario/possibleWeeks(ofProject:)``; 0...0 for projects that cannot be moved.
  package var weeks: [ClosedRange<Int>]
  /// By person, how many of an external kind are engaged; 0...0 for all others.
  package var heads: [ClosedRange<Int>]
  /// By person and place in `training`, whether it is bought; nil is open.
  package var trainings: [[Bool?]]
  /// By project that is done as a whole or not at all, whether it is done; nil is open. True for all others.
  package var runs: [Bool?]
  /// By demand that waits for others, the first period in which it has hours; the number of periods for none at all. 0...0
  /// for all others.
  package var begins: [ClosedRange<Int>]
  /// By demand that others wait for, how many of the shares that they wait for are met (``shares(in:)``). 0...0 for
  /// all others.
  package var met: [ClosedRange<Int>]
  /// Who works on what, as far as it is not open: yes or no.
  package var work: [WorkDecision: Bool] = [:]

  /// Everything that the scenario leaves open.
  package init(of scenario: Scenario) {
    weeks = scenario.projects.indices.map { 0...(scenario.possibleWeeks(ofProject: $0).count - 1) }
    heads = scenario.staff.map { 0...max(0, $0.external?.heads ?? 0) }
    trainings = scenario.staff.map { $0.training.map { _ in nil } }
    runs = scenario.projects.map { $0.allOrNothing ? nil : true }
    let periods = scenario.calendar.periods.count
    let places = scenario.demandPlaces
    begins = places.map { scenario.demand(at: $0).staff?.after.isEmpty ?? true ? 0...0 : 0...periods }
    let shares = Self.shares(in: scenario)
    met = places.map { 0...(shares[scenario.demand(at: $0).id]?.count ?? 0) }
  }
}

/// A decision about who works on what, by indices of the scenario.
package enum WorkDecision: Sendable, Hashable, Comparable {
  /// Anybody works on a demand that asks for a team, of a project that cannot be moved.
  case team(demand: Int)
  /// A person works on such a demand.
  case member(demand: Int, staff: Int)
  /// A person whose projects at a time are limited may work in a period on a project that cannot be moved.
  case project(Int, staff: Int, period: Int)
}

extension DecisionDomain {
  /// By id of a demand, the shares above 0 of it that others wait for, in order.
  package static func shares(in scenario: Scenario) -> [String: [ExactDecimal]] {
    var shares: [String: [ExactDecimal]] = [:]
    for place in scenario.demandPlaces {
      for predecessor in scenario.demand(at: place).staff?.after ?? [] where predecessor.share.doubleValue > 0 {
        if shares[predecessor.demand]?.contains(predecessor.share) ?? false { continue }
        shares[predecessor.demand, default: []].append(predecessor.share)
      }
    }
    return shares.mapValues { $0.sorted { $0.doubleValue < $1.doubleValue } }
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
