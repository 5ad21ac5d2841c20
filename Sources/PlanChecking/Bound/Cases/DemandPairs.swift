// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// Demands of which one comes after the other, each in one pair at most.
struct DemandPairs {
  /// Two demands and what the order asks for.
  struct Pair {
    let before: Int
    let after: Int
    let lag: Int
    let share: Double
    /// Whether they are of two projects.
    let isAcross: Bool
  }

  private(set) var list: [Pair] = []
  private var places: [Int: Int] = [:]

  init(_ facts: ScenarioFacts, _ domain: DecisionDomain) {
    func isFixed(_ demand: Int) -> Bool {
      let project = facts.demands[demand].project
      return domain.weeks[project].count == 1 && !facts.scenario.projects[project].allOrNothing
    }
    func isPossible(_ demand: Int) -> Bool {
      places[demand] == nil && facts.demands[demand].staff != nil && !facts.demands[demand].isCrew
    }
    for (demand, place) in facts.index.demandPlaces.enumerated() {
      for entry in facts.scenario.projects[place.project].demands[place.position].staff?.after ?? [] {
        guard let before = facts.index.demands[entry.demand], before != demand, isPossible(before), isPossible(demand)
        else { continue }
        let isAcross = facts.demands[before].project != place.project
        guard !isAcross || isFixed(before) && isFixed(demand) else { continue }
        places[before] = list.count
        places[demand] = list.count
        list.append(
          Pair(
            before: before, after: demand, lag: entry.lag, share: entry.share.doubleValue * (1 - 1e-12),
            isAcross: isAcross))
      }
    }
  }

  /// The pair that a demand is in.
  func pair(of demand: Int) -> Pair? { places[demand].map { list[$0] } }
}

/// The prices of effort that were used for two demands, by row.
struct UsedPrices {
  var before: [[Double]]
  var after: [[Double]]

  init(_ before: DemandBlock, _ after: DemandBlock) {
    self.before = (before.open?.rows ?? []).map { _ in [] }
    self.after = (after.open?.rows ?? []).map { _ in [] }
  }
}

extension DemandPairs.Pair {
  /// The least that both contribute: nothing is done of the second one, or the first one has all its hours before some
  /// period, and the second from it on.
  ///
  /// - Parameter isDone: whether both have to be met.
  func least(
    _ first: DemandBlock, _ second: DemandBlock, _ periods: Int, isDone: Bool, _ used: inout UsedPrices
  ) -> Double {
    let all = 0..<periods
    var least = Double.infinity
    if !isDone {
      least = added(first.least(.init(periods: all), prices: &used.before), second.nothing)
    }
    // An earlier handover leaves the second nothing more, a later one the first.
    let start = second.open?.columns.firstPeriod ?? 0
    let end = min(periods, max(start + 1, (first.open?.columns.lastPeriod ?? 0) + 2 + lag))
    for handover in start..<max(start + 1, end) {
      let before = first.least(
        .init(periods: 0..<max(0, handover - lag), share: isDone ? 1 : share, mayBeNothing: !isDone),
        prices: &used.before)
      guard before < .infinity else { continue }
      let after = second.least(
        .init(periods: min(handover, periods)..<periods, share: isDone ? 1 : 0, mayBeNothing: !isDone),
        prices: &used.after)
      least = min(least, added(before, after))
    }
    return least
  }

  private func added(_ left: Double, _ right: Double) -> Double {
    left + right - LowerSum.relativeError * (abs(left) + abs(right))
  }
}

/// What people contribute who may work on so many projects in a period only: the best ones.
struct SharedPeople {
  private struct Place: Hashable {
    var person: Int
    var period: Int
  }

  private let facts: ScenarioFacts
  private let most: [Int?]
  private var gains: [Place: [Int: LowerSum]] = [:]

  init(_ facts: ScenarioFacts) {
    self.facts = facts
    most = facts.scenario.staff.map(\.maxProjects)
  }

  /// Takes the people with such a limit out of the block of a demand without a team.
  mutating func take(from block: inout DemandBlock, _ demand: Int) {
    guard let open = block.open, open.team == nil else { return }
    let project = facts.demands[demand].project
    for person in open.columns.people where most[person.person] != nil {
      for entry in person.entries {
        var sum = LowerSum()
        for (slot, row) in open.rows.enumerated() where row.periods.contains(entry.period) && row.wanted > 0 {
          let gain = open.columns.gain(
            of: person, in: entry.period..<entry.period + 1, price: open.given[slot], most: row.wanted)
          sum.add(gain.value, magnitude: gain.magnitude)
        }
        gains[Place(person: person.person, period: entry.period), default: [:]][project, default: LowerSum()].add(sum)
      }
    }
    block.open?.without = Set(open.columns.people.map(\.person).filter { most[$0] != nil })
  }

  /// Adds the best ones.
  func add(to sum: inout LowerSum) {
    for (place, byProject) in gains.sorted(by: { ($0.key.person, $0.key.period) < ($1.key.person, $1.key.period) }) {
      let values = byProject.values.map(\.lowerBound).sorted()
      for value in values.prefix(most[place.person] ?? values.count) { sum.add(value, magnitude: abs(value)) }
    }
  }
}
