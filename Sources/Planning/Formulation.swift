// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// The linear program of `model.md`, section 2, for one scenario, with what its rows and columns mean.
///
/// Only columns that can be used exist. Two things are written otherwise than on that page, with the same optimum:
/// - v(a,d,t) is not a column. Row 7 is tight in some optimum, so that v is a multiple of the hours; its costs and its
///   entries in rows 6, 8 and 9 stand in the columns of the hours. See ``prices(from:)`` for its dual value.
/// - `changeCostPerHour x abs(x - b)` is convex: the hours are two columns, up to b with the change cost taken off and
///   above b with it added, and a constant.
///
/// A reference, because everybody who works on the program looks at the same.
final class Formulation: Sendable {
  /// A person on a demand, with the days on which that is possible.
  struct Pair: Sendable {
    let staff: Int32
    let demand: Int32
    let firstDay: Int32
    let lastDay: Int32
    let productivity: Double
    /// The same in 10^-12, rounded up: an effort that is met by this figure is met by the exact one to within the grid.
    let exactProductivity: Int128
  }

  /// What a column stands for where it is not an x.
  struct Place: Sendable {
    /// The person (y, q, s) or asset (z).
    let owner: Int32
    /// The demand (z, u, s) or asset (q); -1 where there is none.
    let target: Int32
    /// The period; -1 for the unmet hours of a flexible demand.
    let period: Int32
  }

  let scenario: Scenario
  /// What limits amounts beside the scenario; bounds of columns follow it.
  let limits: PlanLimits?
  let periods: [DayRange]
  let places: [Scenario.DemandPlace]
  let demands: [Demand]
  let time: [StaffTime]
  let penalties: Penalties
  let days: HorizonDays

  let model: LinearModel
  let pairs: [Pair]
  /// x: the pair and period of each column from 0. Two columns of the same pair and period follow one another.
  let workPair: [Int32]
  let workPeriod: [Int32]
  /// The row 1 that implies the upper bound of a column of x, or -1: the person may work on the demand on all days on
  /// which the person is there. Without such bounds the dual value of scarce time is where people look for it.
  let impliedBy: [Int32]
  /// The columns after those of x, in this order.
  let overtime: [Place]
  let use: [Place]
  let operating: [Place]
  /// The available time behind each column of q, in billionths of a day.
  let operatingAvailable: [Int64]
  let unmet: [Place]
  let shortfall: [Place]
  /// Promised hours by person, demand and period, sorted; those without a column are in the objective's offset.
  let promises: [Promise]

  /// Rows by what they are about; -1 where there is none. Shapes as in ``RowPrices``.
  let capacityRow: [Int32]
  let overtimeRow: [Int32]
  let effortRow: [[Int32]]
  let paceRow: [[Int32]]
  let assetRow: [Int32]
  let operatorRow: [Int32]
  let budgetRow: [Int32]

  /// Hours promised by a person to a demand in a period.
  struct Promise: Sendable {
    let staff: Int32
    let demand: Int32
    let period: Int32
    let hours: Double
    /// The row, or -1 where the person cannot work on the demand in the period at all.
    var row: Int32
  }

  var workColumns: Range<Int> { 0..<workPair.count }
  var overtimeColumns: Range<Int> { range(after: workColumns, overtime) }
  var useColumns: Range<Int> { range(after: overtimeColumns, use) }
  var operatingColumns: Range<Int> { range(after: useColumns, operating) }
  var unmetColumns: Range<Int> { range(after: operatingColumns, unmet) }
  var shortfallColumns: Range<Int> { range(after: unmetColumns, shortfall) }

  /// The program without the upper bounds that rows imply.
  var programWithoutImpliedBounds: LinearModel {
    var result = model
    for column in impliedBy.indices where impliedBy[column] >= 0 { result.columnUpper[column] = .infinity }
    return result
  }

  private func range(after previous: Range<Int>, _ list: [Place]) -> Range<Int> {
    previous.upperBound..<(previous.upperBound + list.count)
  }

  /// Builds the program of a valid scenario.
  ///
  /// - Complexity: O(columns), after O(staff x days) for availability.
  init(_ scenario: Scenario, limits: PlanLimits? = nil) {
    let built = FormulationBuilder(scenario, limits: limits)
    self.scenario = scenario
    self.limits = limits
    periods = built.periods
    places = built.places
    demands = built.demands
    time = built.time
    penalties = built.penalties
    days = built.days
    model = built.model
    pairs = built.pairs
    workPair = built.workPair
    workPeriod = built.workPeriod
    impliedBy = built.impliedBy
    overtime = built.overtime
    use = built.use
    operating = built.operating
    operatingAvailable = built.operatingAvailable
    unmet = built.unmet
    shortfall = built.shortfall
    promises = built.promises
    capacityRow = built.capacityRow
    overtimeRow = built.overtimeRow
    effortRow = built.effortRow
    paceRow = built.paceRow
    assetRow = built.assetRow
    operatorRow = built.operatorRow
    budgetRow = built.budgetRow
  }
}

// MARK: - Prices

extension Formulation {
  /// The dual values of the program's rows as prices by what the rows are about.
  func prices(from dual: [Double]) -> RowPrices {
    var prices = RowPrices(for: scenario)
    func price(_ row: Int32) -> Double { row < 0 ? 0 : dual[Int(row)] }
    for slot in capacityRow.indices { prices.capacity[place: slot] = price(capacityRow[slot]) }
    for staff in overtimeRow.indices { prices.overtimeTotal[staff] = price(overtimeRow[staff]) }
    for demand in effortRow.indices {
      for slot in effortRow[demand].indices { prices.effort[demand][slot] = price(effortRow[demand][slot]) }
      for slot in paceRow[demand].indices { prices.pace[demand][slot] = price(paceRow[demand][slot]) }
    }
    for slot in assetRow.indices {
      prices.asset[place: slot] = price(assetRow[slot])
      prices.operators[place: slot] = price(operatorRow[slot])
    }
    for project in budgetRow.indices { prices.budget[project] = price(budgetRow[project]) }
    let assetIndex = Dictionary(scenario.assets.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { a, _ in a })
    for (index, demand) in demands.enumerated() {
      guard let staff = demand.staff else { continue }
      for (position, use) in staff.uses.enumerated() {
        guard let asset = assetIndex[use.asset] else { continue }
        let cost = scenario.assets[asset].costPerUnitDay.doubleValue
        let crew = scenario.assets[asset].operators?.hoursPerUnitDay.doubleValue ?? 0
        for period in periods.indices {
          // The reduced cost of v is to be 0, because v was replaced by what row 7 asks of it.
          prices.equipment[index][position, period] =
            prices.asset[asset, period] - crew * prices.operators[asset, period] + cost
            * prices.budget[places[index].project] - cost
        }
      }
    }
    prices.commitments = promises.map { promise in
      RowPrices.CommitmentPrice(
        staff: Int(promise.staff), demand: Int(promise.demand), period: Int(promise.period),
        price: promise.row < 0 ? penalties.commitmentHour : dual[Int(promise.row)])
    }
    return prices
  }
}
