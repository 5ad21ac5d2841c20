// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Turns a solver's figures, exact or rough, into amounts that keep every limit.
///
/// Round to the grid, take back what exceeds a limit (dearest first), then fill what is still wanted where that pays
/// (cheapest first). For an optimal basic solution this moves single millionths; for the rough figures of the native
/// engine it is the repair that makes a plan of them.
struct PlanAssembler {
  var amounts: ExactAmounts
  let formulation: Formulation
  /// Reduced cost of each column: what the prices say that another unit loses.
  private(set) var reducedCosts: [Double] = []
  /// Operating hours before anything was filled, by column.
  private(set) var planned: [Int64] = []
  /// Promised hours by entry, in millionths.
  let promised: [Int: Int64]
  /// By person: money for an hour, and what an hour of overtime costs beyond that; nil where there is no overtime.
  let rates: [(hour: Double, premium: Double?)]
  /// By demand: money that an effective hour or a unit-day of it saves, and the assets that its people use and others
  /// run.
  let work: [(gain: Double, crewed: [Int])]

  /// Prepares for a program; copies of the assembler share what does not change.
  init(_ formulation: Formulation) {
    self.formulation = formulation
    amounts = ExactAmounts(formulation)
    var promised: [Int: Int64] = [:]
    for (promise, entry) in zip(formulation.rows.commitments.promises, amounts.promiseEntry) {
      if let entry { promised[entry] = Int64((promise.hours * 1e6).rounded(.up)) }
    }
    self.promised = promised
    let frame = formulation.frame
    let scenario = formulation.scenario
    rates = scenario.staff.indices.map { index in
      let hour = scenario.staff[index].costPerHour.doubleValue
      return (hour, scenario.staff[index].overtime.map { hour * ($0.costFactor.doubleValue - 1) })
    }
    work = frame.demands.indices.map { demand in
      return (
        frame.unmetCost(demand),
        frame.equipment[demand].map(\.asset).filter { scenario.assets[$0].operators != nil }.sorted()
      )
    }
  }

  /// Makes amounts of the values of the program's columns.
  ///
  /// To be called once on a fresh copy.
  ///
  /// - Parameters:
  ///   - primal: a value for each column; rows may be missed.
  ///   - dual: prices of the rows.
  mutating func assemble(_ primal: [Double], dual: [Double]) {
    reducedCosts = formulation.model.reducedCosts(dual)
    round(primal)
    reduce()
    if formulation.frame.limits != nil {
      // Lower limits that cannot all be kept give way, so that there is a plan that can say so.
      amounts.respectsLowerLimits = false
      reduce()
      amounts.respectsLowerLimits = true
    }
    planned = amounts.operating.values
    fill()
    dismissCrews()
  }

  private mutating func round(_ primal: [Double]) {
    func amount(_ value: Double, least: Int64, most: @autoclosure () -> Int64) -> Int64 {
      let wish = max((value * 1e6).rounded(), Double(least))
      return wish >= 1 ? min(Int64(min(wish, 1e18)), most()) : 0
    }
    for entry in formulation.work.entries.indices {
      let columns = formulation.work.columns(of: entry)
      var value = columns.dropFirst().reduce(primal[columns.lowerBound]) { $0 + primal[$1] }
      // Where change is priced, the first column ends at the baseline: what is as good as there is meant to be there.
      let end = formulation.model.columnUpper[columns.lowerBound]
      if formulation.frame.penalties.changeHour > 0, abs(value - end) < 2.5e-6 { value = end }
      amounts.addHours(
        amount(value, least: amounts.hours.least(entry), most: amounts.most(entry: entry)), entry: entry)
    }
    for (index, column) in formulation.use.columns.enumerated() {
      amounts.addUnits(
        amount(primal[column], least: amounts.units.least(index), most: amounts.units.most(index)), use: index)
    }
    for (index, column) in formulation.operating.columns.enumerated() {
      amounts.addOperating(
        amount(primal[column], least: amounts.operating.least(index), most: amounts.most(operating: index)),
        column: index)
    }
  }

  // MARK: Order

  /// The reduced cost of the first column of an entry.
  @inline(__always)
  func reducedCost(entry: Int) -> Double { reducedCosts[formulation.work.entries[entry].firstColumn] }

  /// Indices by their costs, and among equals by themselves, in the same direction.
  func sorted(
    _ indices: some Collection<Int>, dearestFirst isReversed: Bool = false, cost: (Int) -> Double
  ) -> [Int] {
    guard indices.count > 1 else { return Array(indices) }
    // Costs are looked up once for each index, not once for each comparison.
    var list = indices.map { (cost: cost($0), index: $0) }
    if isReversed {
      list.sort { $0.cost == $1.cost ? $0.index > $1.index : $0.cost > $1.cost }
    } else {
      list.sort { $0.cost == $1.cost ? $0.index < $1.index : $0.cost < $1.cost }
    }
    return list.map(\.index)
  }
}
