// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension [Plan.Bottleneck] {
  /// The rows whose prices are not 0, by kind, id and period.
  ///
  /// - Parameter prices: those of an optimum.
  init(_ prices: RowPrices, of scenario: Scenario) {
    self = []
    let staff = Self.ordered(scenario.staff.count) { scenario.staff[$0].id }
    // The kinds stand in the order of their names.
    for index in Self.ordered(scenario.assets.count, id: { scenario.assets[$0].id }) {
      add(.asset, scenario.assets[index].id, prices.asset[row: index])
    }
    for index in Self.ordered(scenario.projects.count, id: { scenario.projects[$0].id }) {
      add(.budget, scenario.projects[index].id, nil, prices.budget[index])
    }
    for index in staff { add(.overtime, scenario.staff[index].id, nil, prices.overtimeTotal[index]) }
    let places = scenario.demandPlaces
    func demand(_ index: Int) -> String { scenario.projects[places[index].project].demands[places[index].position].id }
    let paced = places.indices.filter { !prices.pace[$0].isEmpty }
    for position in Self.ordered(paced.count, id: { demand(paced[$0]) }) {
      add(.pace, demand(paced[position]), prices.pace[paced[position]][...])
    }
    for index in staff { add(.staff, scenario.staff[index].id, prices.capacity[row: index]) }
  }

  /// Adds the rows of a person, asset or demand, by period.
  private mutating func add(_ kind: Plan.Bottleneck.Kind, _ id: String, _ prices: ArraySlice<Double>) {
    for index in prices.indices { add(kind, id, index - prices.startIndex, prices[index]) }
  }

  private mutating func add(_ kind: Plan.Bottleneck.Kind, _ id: String, _ period: Int?, _ price: Double) {
    guard let amount = Plan.Bottleneck.price(price) else { return }
    append(Plan.Bottleneck(kind: kind, id: id, period: period, pricePerUnit: amount, validFor: nil))
  }

  /// The numbers below `count` in the order of their ids, which they mostly have already.
  private static func ordered(_ count: Int, id: (Int) -> String) -> [Int] {
    let list = Array<Int>(0..<count)
    if zip(list, list.dropFirst()).allSatisfy({ id($0).precedes(id($1)) }) { return list }
    return list.sorted { id($0).precedes(id($1)) }
  }
}

extension Plan.Bottleneck {
  /// What a unit saves by the dual value of its row; nil where that is what is left of 0 after floating point.
  static func price(_ dual: Double) -> Millionths? {
    guard dual < -1e-5, let amount = Millionths(nearest: -dual), amount > Millionths(count: 10) else { return nil }
    return amount
  }
}
