// SPDX-License-Identifier: GPL-3.0-or-later

import Numbers

/// Where the people, demands, assets and projects of a scenario are: made once, and used by everybody who goes from ids
/// to places or lists something in the order of ids.
package struct ScenarioIndex: Sendable {
  /// People, by their places in `staff`.
  package let staff: IDTable
  /// Demands, by their places in ``demandPlaces``.
  package let demands: IDTable
  /// Assets, by their places in `assets`.
  package let assets: IDTable
  /// Projects, by their places in `projects`.
  package let projects: IDTable
  /// `Scenario.demandPlaces`
  package let demandPlaces: [Scenario.DemandPlace]

  /// - Parameter scenario: a scenario that passed validation.
  package init(_ scenario: Scenario) {
    let places = scenario.demandPlaces
    demandPlaces = places
    staff = IDTable(scenario.staff.count) { scenario.staff[$0].id }
    demands = IDTable(places.count) { scenario.projects[places[$0].project].demands[places[$0].position].id }
    assets = IDTable(scenario.assets.count) { scenario.assets[$0].id }
    projects = IDTable(scenario.projects.count) { scenario.projects[$0].id }
  }
}

/// The ids of the elements of a list, with their places and their order.
package struct IDTable: Sendable {
  /// The ids, by place.
  package let ids: [String]
  /// The places in the order of the ids (by Unicode scalar values), which is that of all lists of a plan.
  package let order: [Int]
  /// The position of each place in ``order``.
  package let ranks: [Int]
  private let places: [String: Int]

  /// - Parameters:
  ///   - count: the number of elements.
  ///   - id: the id of the element at a place.
  package init(_ count: Int, id: (Int) -> String) {
    let ids = (0..<count).map(id)
    var places = [String: Int](minimumCapacity: count)
    for place in ids.indices.reversed() { places[ids[place]] = place }
    // Ids mostly are in order.
    var order = Array(0..<count)
    if !zip(ids, ids.dropFirst()).allSatisfy({ $0.precedes($1) }) {
      order.sort { ids[$0].precedes(ids[$1]) }
      var ranks = order
      for (rank, place) in order.enumerated() { ranks[place] = rank }
      self.ranks = ranks
    } else {
      ranks = order
    }
    self.ids = ids
    self.order = order
    self.places = places
  }

  /// The number of elements.
  package var count: Int { ids.count }

  /// The place of an id; the first one where several elements have it, nil where none has.
  package subscript(_ id: String) -> Int? { places[id] }
}
