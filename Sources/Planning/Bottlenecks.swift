// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation

extension [Plan.Bottleneck] {
  /// The rows whose prices are not 0, by kind, id and period.
  ///
  /// - Parameter prices: those of an optimum.
  init(_ prices: RowPrices, of scenario: Scenario) {
    let slots = scenario.calendar.periods.count
    var found: [Plan.Bottleneck] = []
    func add(_ kind: Plan.Bottleneck.Kind, _ id: String, _ period: Int?, _ price: Double) {
      guard let amount = Plan.Bottleneck.price(price) else { return }
      found.append(Plan.Bottleneck(kind: kind, id: id, period: period, pricePerUnit: amount, validFor: nil))
    }
    for (index, person) in scenario.staff.enumerated() {
      add(.overtime, person.id, nil, prices.overtimeTotal[index])
      for period in 0..<slots { add(.staff, person.id, period, prices.capacity[index * slots + period]) }
    }
    for (index, asset) in scenario.assets.enumerated() {
      for period in 0..<slots { add(.asset, asset.id, period, prices.asset[index * slots + period]) }
    }
    for (index, place) in scenario.demandPlaces.enumerated() where !prices.pace[index].isEmpty {
      let id = scenario.projects[place.project].demands[place.position].id
      for (period, price) in prices.pace[index].enumerated() { add(.pace, id, period, price) }
    }
    for (index, project) in scenario.projects.enumerated() { add(.budget, project.id, nil, prices.budget[index]) }
    self = found.sorted { left, right in
      if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
      if left.id != right.id { return left.id.precedes(right.id) }
      return (left.period ?? -1) < (right.period ?? -1)
    }
  }
}

extension Plan.Bottleneck {
  /// What a unit saves by the dual value of its row; nil where that is what is left of 0 after floating point.
  static func price(_ dual: Double) -> Millionths? {
    guard let amount = Millionths(nearest: -dual), amount > Millionths(count: 10) else { return nil }
    return amount
  }
}
