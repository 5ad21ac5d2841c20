// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers
package import Allocation
internal import LinearModels
internal import NativeSolver
internal import PlanChecking

/// What one unit more of something scarce is worth at an optimum, for how many units that holds, and what it saves when the
/// program is solved again with it.
///
/// It keeps the optimal basis with its factors, so that a price with its range takes one solution with them, and a trial a
/// few pivots. Not safe to use from two threads at once.
package final class Sensitivity {
  /// What there can be one unit more of. People, demands, assets and projects by index, as in ``RowPrices``.
  package enum Unit: Hashable, Sendable {
    /// An hour of a person in a period: row 1.
    case staff(Int, period: Int)
    /// An hour of overtime of a person in total: row 2.
    case overtime(Int)
    /// A worked hour on a demand in a period: row 5.
    case pace(demand: Int, period: Int)
    /// An hour of a limit, in the spans that begin in a period or in all of the horizon: row 5.
    case limit(Int, period: Int?)
    /// A unit-day of an asset in a period: row 6.
    case asset(Int, period: Int)
    /// A unit of money of a project: row 9.
    case budget(Int)
    /// An hour in a period, at a cost, of somebody new on a staff demand.
    case newHour(demand: Int, period: Int, costPerHour: Double, productivity: Double)
    /// An hour in a period, at a cost, of somebody new who operates an asset.
    case newOperating(asset: Int, period: Int, costPerHour: Double)
  }

  /// What became of solving with more units.
  package struct Trial: Sendable {
    /// So many units each save the price; 0 where not even the first one does, nil where that was not found out.
    package var validFor: Double?
    /// Whether a unit less costs the price, and a unit more saves less.
    package var isOneSided = false
    /// With so many units more, the best plan costs so much less.
    package var units: Double
    package var saves: Double
    /// Whether that is the price for each of the units.
    package var confirmed: Bool
  }

  /// The value of the optimum.
  package let value: Double
  /// How many columns the program has.
  package var columnCount: Int { base.columnCount }
  /// The dual values of the optimal basis.
  package let prices: RowPrices
  let formulation: Formulation
  let session: SimplexSession
  let base: LinearModel
  private let dual: [Double]
  private let primal: [Double]
  let seconds: Double?
  /// The rows whose limits are moved at the moment.
  var moved: [Int] = []
  var isAtBase = true

  /// - Parameters:
  ///   - start: where the optimum is.
  ///   - seconds: a limit for each solve.
  /// - Returns: nil where that is not an optimum within the limit.
  package init?(_ start: WarmStart, seconds: Double? = nil) {
    formulation = start.formulation
    var base = Self.program(formulation)
    // Prices are of plans that are as good in the steps before the value.
    for (row, most) in zip(formulation.rows.steps.rows, start.held) { base.rowUpper[row] = most }
    self.base = base
    session = SimplexSession(base, basis: start.basis, prices: start.dual, weights: start.weights)
    self.seconds = seconds
    let result = session.solve(limits: SolveLimits(seconds: seconds))
    guard result.termination == .optimal, let dual = result.dual, let primal = result.primal,
      let value = result.objective
    else { return nil }
    self.dual = dual
    self.primal = primal
    self.value = value
    prices = formulation.prices(from: dual)
  }

  /// The program without the bounds that rows imply: they would hold one more unit back, or share in its price.
  private static func program(_ formulation: Formulation) -> LinearModel {
    var model = formulation.programWithoutImpliedBounds
    for column in formulation.unmet.columns { model.columnUpper[column] = .infinity }
    for column in formulation.shortfall.columns { model.columnUpper[column] = .infinity }
    guard formulation.frame.limits == nil else { return model }
    for column in formulation.use.columns { model.columnUpper[column] = .infinity }
    for (place, column) in zip(formulation.operating.places, formulation.operating.columns)
    where !place.isOvertime && place.days == formulation.frame.slots[place.slot].days {
      model.columnUpper[column] = .infinity
    }
    return model
  }

  // MARK: Prices

  /// How the limits of rows move with one unit, and what the unit itself costs.
  struct Direction {
    var rows: [(row: Int, amount: Double)]
    var cost = 0.0
  }

  func direction(_ unit: Unit) -> Direction? {
    let (rows, frame) = (formulation.rows, formulation.frame)
    switch unit {
    case .staff(let person, let period):
      return single(scarcest(frame.slots[person, period].lazy.map { rows.capacity[$0] }))
    case .overtime(let person): return single(rows.overtime[total: person])
    case .pace(let demand, let period): return single(rows.pace[demand, frame.days.week(frame.days.first[period])])
    case .limit(let limit, let period):
      let sums = frame.limitIndex.entries[limit].sumsByPeriod(frame.scenario.calendar.periods)
      return sums.first { $0.period == period }.flatMap { found in
        single(scarcest(found.sums.lazy.map { rows.limits[limit, $0] }))
      }
    case .asset(let asset, let period):
      // Where there is none at all, its columns are left out of the program.
      return single(
        scarcest(
          frame.assetSlots[period: period].lazy.map { slot in
            frame.unitDays(asset, frame.assetSlots[slot]) > 0 ? rows.equipment.assets[asset, slot].value : nil
          }))
    case .budget(let project): return single(rows.budgets[project])
    case .newHour(let demand, let period, let costPerHour, let productivity):
      return newHour(demand, period, costPerHour, productivity)
    case .newOperating(let asset, let period, let costPerHour):
      return newOperating(asset, period, costPerHour)
    }
  }

  /// The row with the highest price of some that are about parts of one period.
  private func scarcest(_ rows: some Sequence<Int?>) -> Int? {
    var best: Int?
    for case let row? in rows where best.map({ dual[row] < dual[$0] }) ?? true { best = row }
    return best
  }

  /// An hour of somebody new on a demand, where that uses equipment on the days with most of it.
  private func newHour(_ demand: Int, _ period: Int, _ costPerHour: Double, _ productivity: Double) -> Direction? {
    let (rows, frame) = (formulation.rows, formulation.frame)
    // A crew needs all its people: one more is not worth anything by the prices of hours.
    guard frame.demands[demand].isForStaff, frame.crews[demand].isEmpty,
      rows.effort.row(demand, period: period, assetSlot: 0) != nil
    else {
      return nil
    }
    // Where nobody can work on it nobody occupies its equipment: what that is worth to others has no price here.
    let slots = frame.assetSlots[period: period]
    guard
      let slot = slots.first(where: { slot in
        frame.equipment[demand].indices.allSatisfy { rows.equipment.isOccupied(demand, $0, slot) }
      })
    else { return nil }
    let hour = WorkHour(
      slot: nil, demand: demand, period: period, week: frame.days.week(frame.days.first[period]),
      day: frame.days.first[period], assetSlot: slot, isOvertime: false, productivity: productivity, cost: costPerHour,
      dayShare: 1 / frame.days.fullDayHours)
    guard let rise = rows.limits.rise(withHourOn: hour.day, hour.demand, frame.scenario) else { return nil }
    let cost = costPerHour + frame.money.newcomerPreference(demand) * productivity
    return Direction(
      rows: relief(by: .work(hour), and: rise),
      cost: frame.scenario.baseline == nil ? cost : cost + frame.penalties.changeHour)
  }

  /// An hour of somebody new who operates an asset, where that is worth most.
  private func newOperating(_ asset: Int, _ period: Int, _ costPerHour: Double) -> Direction? {
    let frame = formulation.frame
    var best: Direction?
    for (pair, what) in frame.operated.list.enumerated() where what.asset == asset {
      for slot in frame.assetSlots[period: period] where formulation.rows.equipment.operators[pair, slot] != nil {
        let hour = OperatingHour(
          slot: nil, pair: pair, demand: what.demand, week: frame.days.week(frame.days.first[period]),
          day: frame.days.first[period], assetSlot: slot, isOvertime: false, cost: costPerHour)
        guard let rise = formulation.rows.limits.rise(withHourOn: hour.day, hour.demand, frame.scenario) else {
          return nil
        }
        let found = Direction(rows: relief(by: .operating(hour), and: rise), cost: costPerHour)
        if best.map({ price(of: found, dual) > price(of: $0, dual) }) ?? true { best = found }
      }
    }
    return best
  }

  private func single(_ row: Int?) -> Direction? { row.map { Direction(rows: [($0, 1)]) } }

  /// How the limits of the rows change where a unit is done that no column stands for.
  ///
  /// - Parameter rise: how rows rise besides.
  private func relief(
    by activity: Activity, and rise: [(row: Int, amount: Double)]
  ) -> [(row: Int, amount: Double)] {
    var column = LinearModel()
    column.addColumn(cost: 0, upper: .infinity)
    formulation.rows.addEntries(of: activity, to: &column)
    var amounts: [Int: Double] = [:]
    for (row, value) in zip(column.entryRow, column.entryValue) { amounts[Int(row), default: 0] -= value }
    for (row, amount) in rise { amounts[row, default: 0] += amount }
    return amounts.map { (row: $0.key, amount: $0.value) }.sorted { $0.row < $1.row }
  }

  /// What one unit more saves, by the dual values; nil where there is no such row.
  package func price(of unit: Unit) -> Double? { direction(unit).map { price(of: $0, dual) } }

  func price(of direction: Direction, _ dual: [Double]) -> Double {
    -direction.rows.reduce(0) { $0 + $1.amount * dual[$1.row] } - direction.cost
  }

  /// For how many units the basis and with it the price holds; nil where that is not known: after a trial, or where the
  /// basis is degenerate.
  package func range(of unit: Unit) -> Double? {
    guard isAtBase, let direction = direction(unit) else { return nil }
    let up = session.range(alongRows: direction.rows).up
    return up < Self.leastUnits ? nil : up
  }

  /// All units but those of somebody new that are worth something, each with its price, in the order of a plan.
  package var scarce: [(unit: Unit, bottleneck: Plan.Bottleneck)] {
    let index = ScenarioIndex(formulation.scenario)
    return [Plan.Bottleneck](prices, index, formulation.scenario).compactMap { bottleneck in
      let (id, period) = (bottleneck.id, bottleneck.period ?? 0)
      let unit: Unit? =
        switch bottleneck.kind {
        case .staff: index.staff[id].map { .staff($0, period: period) }
        case .overtime: index.staff[id].map { .overtime($0) }
        case .pace: index.demands[id].map { .pace(demand: $0, period: period) }
        case .limit:
          formulation.scenario.limits.firstIndex { $0.id == id }.map { .limit($0, period: bottleneck.period) }
        case .asset: index.assets[id].map { .asset($0, period: period) }
        case .budget: index.projects[id].map { .budget($0) }
        case .skill: nil
        }
      return unit.map { ($0, bottleneck) }
    }
  }

  /// By person: what the dual objective counts for their time, and the part of it that stands in bounds of single pieces of
  /// work. With twice the time of a person the value falls by at most the first; with twice the bounds by the second.
  package var worthOfTime: [(all: Double, bounds: Double)] {
    let (rows, work) = (formulation.rows, formulation.work)
    var worth = formulation.scenario.staff.map { _ in (all: 0.0, bounds: 0.0) }
    for person in worth.indices {
      func add(_ row: Int?) {
        if let row { worth[person].all -= dual[row] * base.rowUpper[row] }
      }
      for slot in formulation.frame.slots.slots(of: person) { add(rows.capacity[slot]) }
    }
    rows.overtime.forEachRow { staff, _, row in worth[staff].all -= dual[row] * base.rowUpper[row] }
    func add(_ column: Int, _ person: Int, isWork: Bool) {
      let upper = base.columnUpper[column]
      guard upper < .infinity else { return }
      let gain = max(0, -reducedCost(column)) * upper
      worth[person].all += gain
      if isWork { worth[person].bounds += gain }
    }
    for entry in work.entries.indices {
      for column in work.columns(of: entry) { add(column, work.pair(of: entry).staff, isWork: true) }
    }
    let slots = formulation.frame.slots
    for (slot, column) in zip(formulation.overtime.places, formulation.overtime.columns) {
      add(column, slots[slot].staff, isWork: false)
    }
    for (place, column) in zip(formulation.operating.places, formulation.operating.columns) {
      add(column, slots[place.slot].staff, isWork: true)
    }
    return worth
  }

  private func reducedCost(_ column: Int) -> Double {
    var cost = base.cost[column]
    for entry in base.columnStart[column]..<base.columnStart[column + 1] {
      cost -= base.entryValue[entry] * dual[Int(base.entryRow[entry])]
    }
    return cost
  }

  // MARK: People on demands

  /// What an hour more of a person on a demand costs at the margin, by period.
  package struct MarginalHour: Sendable, Hashable {
    package var period: Int
    /// Hours in the optimum, and the most there can be.
    package var hours: Double
    package var most: Double
    /// What one more costs by the dual values, at least.
    package var cost: Double
  }

  /// The periods in which a person may work on a demand; none where never.
  package func marginalHours(of person: Int, on demand: Int) -> [MarginalHour] {
    let work = formulation.work
    var result: [MarginalHour] = []
    for entry in work.entries(of: demand) where work.pair(of: entry).staff == person {
      let slot = work.entries[entry].slot
      for column in work.columns(of: entry) {
        let hour = hour(column, slot)
        guard let last = result.last, last.period == hour.period else {
          result.append(hour)
          continue
        }
        // The parts of a period, regular time and overtime: an hour more is the cheapest that there is room for.
        let isFull = last.hours >= last.most - 1e-6
        result[result.count - 1] = MarginalHour(
          period: last.period, hours: last.hours + hour.hours, most: last.most + hour.most,
          cost: isFull || hour.hours < hour.most - 1e-6 && hour.cost < last.cost ? hour.cost : last.cost)
      }
    }
    return result
  }

  /// The hours of a column. Besides its bound, there are no more of a demand than is wanted, and no more than pace,
  /// equipment and budget allow if there is nothing else.
  private func hour(_ column: Int, _ slot: Int) -> MarginalHour {
    MarginalHour(
      period: formulation.frame.slots[slot].period, hours: primal[column],
      most: min(formulation.model.columnUpper[column], rowLimit(column, slot)), cost: reducedCost(column))
  }

  private func rowLimit(_ column: Int, _ slot: Int) -> Double {
    var most = Double.infinity
    for entry in base.columnStart[column]..<base.columnStart[column + 1] where base.entryValue[entry] > 0 {
      let row = Int(base.entryRow[entry])
      // Overtime adds to the hours of a person; the bound has it.
      if row == formulation.rows.capacity[slot] { continue }
      // Equipment is a column of its own.
      if base.rowUpper[row] == 0 { continue }
      most = min(most, base.rowUpper[row] / base.entryValue[entry])
    }
    return most
  }
}
