// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import Numbers

extension [Plan.Bottleneck] {
  /// The rows whose prices are not 0, by kind, id and period. Rows of days and weeks are told by period: the largest price
  /// of any of its days, because one more hour on the right day is worth that.
  ///
  /// - Parameter prices: those of an optimum.
  package init(_ prices: RowPrices, _ index: ScenarioIndex, _ scenario: Scenario) {
    self = []
    let staff = index.staff
    let days = HorizonDays(scenario.calendar)
    func byPeriod(_ prices: ArraySlice<Double>) -> [Double] {
      days.ofPeriod.map { period in period.reduce(0) { Swift.min($0, prices[prices.startIndex + $1]) } }
    }
    // The kinds stand in the order of their names.
    for asset in index.assets.order {
      add(.asset, index.assets.ids[asset], byPeriod(prices.asset[row: asset]), scenario)
    }
    for project in index.projects.order { add(.budget, index.projects.ids[project], nil, nil, prices.budget[project]) }
    if !scenario.limits.isEmpty { addLimits(prices, scenario, LimitIndex(scenario, index)) }
    for person in staff.order { add(.overtime, staff.ids[person], nil, nil, prices.overtimeTotal[person]) }
    for demand in index.demands.order where !prices.pace[demand].isEmpty {
      let ofDay = days.indices.map { prices.pace[demand][days.week(of: $0)] }
      add(.pace, index.demands.ids[demand], byPeriod(ofDay[...]), scenario)
    }
    for person in staff.order { add(.staff, staff.ids[person], byPeriod(prices.capacity[row: person]), scenario) }
  }

  /// Adds the limits, by id and the period in which a span begins, with the days of the span where it is longer than that; one
  /// for the whole horizon has neither.
  private mutating func addLimits(_ prices: RowPrices, _ scenario: Scenario, _ limits: LimitIndex) {
    let periods = scenario.calendar.periods
    let order = scenario.limits.indices.sorted { scenario.limits[$0].id.precedes(scenario.limits[$1].id) }
    for limit in order {
      let entry = limits.entries[limit]
      for (period, sums) in entry.sumsByPeriod(periods) {
        let price = sums.reduce(0) { Swift.min($0, prices.limits[limit][$1]) }
        add(.limit, scenario.limits[limit].id, period, period.map { entry.days(ofPeriod: $0, sums, periods) }, price)
      }
    }
  }

  /// Adds the rows of a person, asset or demand, by period.
  private mutating func add(
    _ kind: Plan.Bottleneck.Kind, _ id: String, _ prices: [Double], _ scenario: Scenario
  ) {
    let periods = scenario.calendar.periods
    for (period, price) in prices.enumerated() { add(kind, id, period, periods[period], price) }
  }

  private mutating func add(
    _ kind: Plan.Bottleneck.Kind, _ id: String, _ period: Int?, _ days: DayRange?, _ price: Double
  ) {
    guard let amount = Plan.Bottleneck.price(price) else { return }
    append(Plan.Bottleneck(kind: kind, id: id, period: period, days: days, pricePerUnit: amount, validFor: nil))
  }
}

extension Plan.Bottleneck {
  /// What a unit saves by the dual value of its row; nil where that is what is left of 0 after floating point.
  package static func price(_ dual: Double) -> Millionths? {
    guard dual < -1e-5, let amount = Millionths(nearest: -dual), amount > Millionths(count: 10) else { return nil }
    return amount
  }
}
