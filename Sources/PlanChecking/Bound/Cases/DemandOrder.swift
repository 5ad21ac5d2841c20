// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// Demands that wait for others, in groups that have nothing to do with one another.
///
/// What joins projects that may be moved or left out is left out, and so are crews.
struct DemandOrder {
  /// That a demand waits for another one.
  struct Link {
    let before: Int
    let after: Int
    let lag: Int
    /// How much of the first has to be met before.
    let share: Double
  }

  /// Demands that are joined by what they wait for.
  struct Group {
    var demands: [Int]
    /// Links without a circle.
    var tree: [Link]
    /// Links that would close one: all that wait by these are looked at with each of their beginnings.
    var others: [Link]
    /// Whether they are of several projects.
    var isAcross: Bool
    /// By demand, the first period in which it has hours, or the number of them for none.
    var begins: [ClosedRange<Int>] = []
    /// By demand, the shares of it that may be met: 0 and those that others wait for, from the least that is met on.
    var shares: [[Double]] = []
  }

  private(set) var groups: [Group] = []
  private var places: [Int: Int] = [:]

  init(_ facts: ScenarioFacts, _ domain: DecisionDomain) {
    let links = Self.links(facts, domain)
    // Each demand points to one of its group, the first of a group to itself.
    var first = Array(facts.demands.indices)
    func root(_ demand: Int) -> Int {
      var place = demand
      while first[place] != place { place = first[place] }
      return place
    }
    var tree: [Link] = []
    var others: [Link] = []
    for link in links {
      let (left, right) = (root(link.before), root(link.after))
      if left == right {
        others.append(link)
      } else {
        first[max(left, right)] = min(left, right)
        tree.append(link)
      }
    }
    for demand in Set(links.flatMap { [$0.before, $0.after] }).sorted() {
      let root = root(demand)
      if let place = places[root] {
        groups[place].demands.append(demand)
        places[demand] = place
      } else {
        // The least one of a group is its root.
        places[demand] = groups.count
        groups.append(Group(demands: [demand], tree: [], others: [], isAcross: false))
      }
    }
    for link in tree { if let place = places[link.before] { groups[place].tree.append(link) } }
    for link in others { if let place = places[link.before] { groups[place].others.append(link) } }
    let shares = DecisionDomain.shares(in: facts.scenario)
    for place in groups.indices {
      let demands = groups[place].demands
      groups[place].isAcross = Set(demands.map { facts.demands[$0].project }).count > 1
      groups[place].begins = demands.map { domain.begins[$0] }
      groups[place].shares = demands.map { demand in
        Array(([0] + (shares[facts.demands[demand].id] ?? []).map(Self.share))[domain.met[demand]])
      }
    }
  }

  private static func links(_ facts: ScenarioFacts, _ domain: DecisionDomain) -> [Link] {
    func isFixed(_ demand: Int) -> Bool {
      let project = facts.demands[demand].project
      return domain.weeks[project].count == 1 && !facts.scenario.projects[project].allOrNothing
    }
    func isPossible(_ demand: Int) -> Bool { facts.demands[demand].staff != nil && !facts.demands[demand].isCrew }
    var links: [Link] = []
    for (demand, place) in facts.index.demandPlaces.enumerated() where isPossible(demand) {
      for entry in facts.scenario.projects[place.project].demands[place.position].staff?.after ?? [] {
        guard let before = facts.index.demands[entry.demand], before != demand, isPossible(before),
          facts.demands[before].project == place.project || isFixed(before) && isFixed(demand)
        else { continue }
        links.append(
          Link(before: before, after: demand, lag: entry.lag, share: share(entry.share)))
      }
    }
    return links
  }

  /// A little less than a share.
  private static func share(_ share: ExactDecimal) -> Double { share.doubleValue * (1 - 1e-12) }

  /// The group that a demand is in.
  func group(of demand: Int) -> Group? { places[demand].map { groups[$0] } }
}
