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
    base = Self.program(formulation)
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
    where place.available == formulation.frame.available(place.staff, place.period) {
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
    case .staff(let person, let period): return single(rows.capacity[person, period])
    case .overtime(let person): return single(rows.overtime[person])
    case .pace(let demand, let period): return single(rows.pace[demand, period])
    case .asset(let asset, let period):
      // Where there is none at all, its columns are left out of the program.
      return frame.unitDays[asset, period] > 0 ? single(rows.equipment.assets[asset, period]) : nil
    case .budget(let project): return single(rows.budgets[project])
    case .newHour(let demand, let period, let costPerHour, let productivity):
      guard frame.demands[demand].isForStaff, rows.effort[demand, period] != nil else { return nil }
      let cost = frame.equipment[demand].reduce(costPerHour) {
        $0 + $1.unitDays * frame.scenario.assets[$1.asset].costPerUnitDay.doubleValue
      }
      let hour = WorkHour(staff: nil, demand: demand, period: period, productivity: productivity, cost: cost)
      return Direction(
        rows: relief(by: .work(hour)), cost: frame.scenario.baseline == nil ? cost : cost + frame.penalties.changeHour)
    case .newOperating(let asset, let period, let costPerHour):
      guard rows.equipment.operators[asset, period] != nil else { return nil }
      return Direction(rows: relief(by: .operating(staff: nil, asset: asset, period: period)), cost: costPerHour)
    }
  }

  private func single(_ row: Int?) -> Direction? { row.map { Direction(rows: [($0, 1)]) } }

  /// How the limits of the rows change where a unit is done that no column stands for.
  private func relief(by activity: Activity) -> [(row: Int, amount: Double)] {
    var column = LinearModel()
    column.addColumn(cost: 0, upper: .infinity)
    formulation.rows.addEntries(of: activity, to: &column)
    return zip(column.entryRow, column.entryValue).map { (Int($0), -$1) }.sorted { $0.0 < $1.0 }
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
    return [Plan.Bottleneck](prices, index).compactMap { bottleneck in
      let (id, period) = (bottleneck.id, bottleneck.period ?? 0)
      let unit: Unit? =
        switch bottleneck.kind {
        case .staff: index.staff[id].map { .staff($0, period: period) }
        case .overtime: index.staff[id].map { .overtime($0) }
        case .pace: index.demands[id].map { .pace(demand: $0, period: period) }
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
      for period in formulation.frame.periods.indices { add(rows.capacity[person, period]) }
      add(rows.overtime[person])
    }
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
    for (place, column) in zip(formulation.overtime.places, formulation.overtime.columns) {
      add(column, place.staff, isWork: false)
    }
    for (place, column) in zip(formulation.operating.places, formulation.operating.columns) {
      add(column, place.staff, isWork: true)
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
    return work.entries(of: demand).lazy.filter { work.pair(of: $0).staff == person }.map { entry in
      let columns = work.columns(of: entry)
      let period = work.entries[entry].period
      // A second column is about the hours beyond the baseline's.
      return columns.dropFirst().reduce(hour(columns.lowerBound, person, period)) { last, column in
        let hour = hour(column, person, period)
        return MarginalHour(
          period: period, hours: last.hours + hour.hours,
          most: min(last.most + hour.most, rowLimit(column, person, period)),
          cost: last.hours < last.most - 1e-6 ? last.cost : hour.cost)
      }
    }
  }

  /// The hours of a column. Besides its bound, there are no more of a demand than is wanted, and no more than pace,
  /// equipment and budget allow if there is nothing else.
  private func hour(_ column: Int, _ person: Int, _ period: Int) -> MarginalHour {
    MarginalHour(
      period: period, hours: primal[column],
      most: min(formulation.model.columnUpper[column], rowLimit(column, person, period)), cost: reducedCost(column))
  }

  private func rowLimit(_ column: Int, _ person: Int, _ period: Int) -> Double {
    var most = Double.infinity
    for entry in base.columnStart[column]..<base.columnStart[column + 1] where base.entryValue[entry] > 0 {
      let row = Int(base.entryRow[entry])
      // Overtime adds to the hours of a person; the bound has it.
      if row == formulation.rows.capacity[person, period] { continue }
      most = min(most, base.rowUpper[row] / base.entryValue[entry])
    }
    return most
  }
}
