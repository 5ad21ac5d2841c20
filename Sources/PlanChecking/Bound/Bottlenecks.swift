// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import Numbers

extension [Plan.Bottleneck] {
  /// The rows whose prices are not 0, by kind, id and period.
  ///
  /// - Parameter prices: those of an optimum.
  package init(_ prices: RowPrices, _ index: ScenarioIndex) {
    self = []
    let staff = index.staff
    // The kinds stand in the order of their names.
    for asset in index.assets.order { add(.asset, index.assets.ids[asset], prices.asset[row: asset]) }
    for project in index.projects.order { add(.budget, index.projects.ids[project], nil, prices.budget[project]) }
    for person in staff.order { add(.overtime, staff.ids[person], nil, prices.overtimeTotal[person]) }
    for demand in index.demands.order { add(.pace, index.demands.ids[demand], prices.pace[demand][...]) }
    for person in staff.order { add(.staff, staff.ids[person], prices.capacity[row: person]) }
  }

  /// Adds the rows of a person, asset or demand, by period.
  private mutating func add(_ kind: Plan.Bottleneck.Kind, _ id: String, _ prices: ArraySlice<Double>) {
    for index in prices.indices { add(kind, id, index - prices.startIndex, prices[index]) }
  }

  private mutating func add(_ kind: Plan.Bottleneck.Kind, _ id: String, _ period: Int?, _ price: Double) {
    guard let amount = Plan.Bottleneck.price(price) else { return }
    append(Plan.Bottleneck(kind: kind, id: id, period: period, pricePerUnit: amount, validFor: nil))
  }
}

extension Plan.Bottleneck {
  /// What a unit saves by the dual value of its row; nil where that is what is left of 0 after floating point.
  package static func price(_ dual: Double) -> Millionths? {
    guard dual < -1e-5, let amount = Millionths(nearest: -dual), amount > Millionths(count: 10) else { return nil }
    return amount
  }
}
