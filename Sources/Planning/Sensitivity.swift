// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers
internal import PlanChecking
public import Allocation
internal import LinearModels
internal import NativeSolver

/// What one unit more of something scarce is worth at an optimum, for how many units that holds, and what it saves when the
/// program is solved again with it.
///
/// It keeps the optimal basis with its factors, so that a price with its range takes one solution with them, and a trial a
/// few pivots. Not safe to use from two threads at once.
public final class Sensitivity {
  /// What there can be one unit more of. People, demands, assets and projects by index, as in ``RowPrices``.
  public enum Unit: Hashable, Sendable {
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
  public struct Trial: Sendable {
    /// So many units each save the price; 0 where not even the first one does, nil where that was not found out.
    public var validFor: Double?
    /// Whether a unit less costs the price, and a unit more saves less.
    public var isOneSided = false
    /// With so many units more, the best plan costs so much less.
    public var units: Double
    public var saves: Double
    /// Whether that is the price for each of the units.
    public var confirmed: Bool
  }

  /// The value of the optimum.
  public let value: Double
  /// How many columns the program has.
  public var columnCount: Int { base.columnCount }
  /// The dual values of the optimal basis.
  public let prices: RowPrices
  private let formulation: Formulation
  private let session: SimplexSession
  private let base: LinearModel
  private let dual: [Double]
  private let primal: [Double]
  private let seconds: Double?
  /// The rows whose limits are moved at the moment.
  private var moved: [Int] = []
  private var isAtBase = true

  /// - Parameters:
  ///   - start: where the optimum is.
  ///   - seconds: a limit for each solve.
  /// - Returns: nil where that is not an optimum within the limit.
  public init?(_ start: WarmStart, seconds: Double? = nil) {
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
    for column in formulation.unmetColumns { model.columnUpper[column] = .infinity }
    for column in formulation.shortfallColumns { model.columnUpper[column] = .infinity }
    guard formulation.limits == nil else { return model }
    for column in formulation.useColumns { model.columnUpper[column] = .infinity }
    for (position, place) in formulation.operating.enumerated() {
      let period = Int(place.period)
      let all = formulation.time[Int(place.owner)].available(
        formulation.days.first[period], formulation.days.last[period])
      if formulation.operatingAvailable[position] == all {
        model.columnUpper[formulation.operatingColumns.lowerBound + position] = .infinity
      }
    }
    return model
  }

  // MARK: Prices

  /// How the limits of rows move with one unit, and what the unit itself costs.
  private func direction(_ unit: Unit) -> (rows: [(row: Int, amount: Double)], cost: Double)? {
    let slots = formulation.periods.count
    func single(_ row: Int32) -> (rows: [(row: Int, amount: Double)], cost: Double)? {
      row < 0 ? nil : ([(Int(row), 1)], 0)
    }
    switch unit {
    case .staff(let person, let period): return single(formulation.capacityRow[person * slots + period])
    case .overtime(let person): return single(formulation.overtimeRow[person])
    case .pace(let demand, let period):
      return formulation.paceRow[demand].isEmpty ? nil : single(formulation.paceRow[demand][period])
    case .asset(let asset, let period):
      // Where there is none at all, its columns are left out of the program.
      return formulation.days.unitDays(of: formulation.scenario.assets[asset], in: formulation.periods[period]) > 0
        ? single(formulation.assetRow[asset * slots + period]) : nil
    case .budget(let project): return single(formulation.budgetRow[project])
    case .newHour(let demand, let period, let costPerHour, let productivity):
      return newHour(demand, period, costPerHour, productivity)
    case .newOperating(let asset, let period, let costPerHour):
      let row = formulation.operatorRow[asset * slots + period]
      return row < 0 ? nil : ([(Int(row), -1)], costPerHour)
    }
  }

  private func newHour(
    _ index: Int, _ period: Int, _ costPerHour: Double, _ productivity: Double
  ) -> (rows: [(row: Int, amount: Double)], cost: Double)? {
    guard let demand = formulation.demands[index].staff else { return nil }
    let effort = formulation.effortRow[index][demand.pace == .even ? period : 0]
    guard effort >= 0 else { return nil }
    var amounts: [Int: Double] = [Int(effort): -productivity]
    func add(_ row: Int32, _ amount: Double) { if row >= 0 { amounts[Int(row), default: 0] += amount } }
    if !formulation.paceRow[index].isEmpty { add(formulation.paceRow[index][period], -1) }
    var cost = costPerHour
    for use in formulation.scenario.equipment(of: demand, assetIndex: assetIndex) where use.unitsPerHour > 0 {
      let slot = use.asset * formulation.periods.count + period
      let asset = formulation.scenario.assets[use.asset]
      cost += use.unitsPerHour * asset.costPerUnitDay.doubleValue
      add(formulation.assetRow[slot], -use.unitsPerHour)
      add(
        formulation.operatorRow[slot],
        (asset.operators?.hoursPerUnitDay.doubleValue ?? 0) * use.unitsPerHour)
    }
    add(formulation.budgetRow[formulation.places[index].project], -cost)
    if formulation.scenario.baseline != nil { cost += formulation.penalties.changeHour }
    return (amounts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, cost)
  }

  private lazy var assetIndex = Dictionary(
    formulation.scenario.assets.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })

  /// What one unit more saves, by the dual values; nil where there is no such row.
  public func price(of unit: Unit) -> Double? {
    direction(unit).map { direction in
      -direction.rows.reduce(0) { $0 + $1.amount * dual[$1.row] } - direction.cost
    }
  }

  /// For how many units the basis and with it the price holds; nil where that is not known: after a trial, or where the
  /// basis is degenerate.
  public func range(of unit: Unit) -> Double? {
    guard isAtBase, let direction = direction(unit) else { return nil }
    let up = session.range(alongRows: direction.rows).up
    return up < Self.leastUnits ? nil : up
  }

  /// All units but those of somebody new that are worth something, each with its price.
  public var scarce: [(unit: Unit, bottleneck: Plan.Bottleneck)] {
    let scenario = formulation.scenario
    let slots = formulation.periods.count
    var found: [(unit: Unit, bottleneck: Plan.Bottleneck)] = []
    func add(_ unit: Unit, _ kind: Plan.Bottleneck.Kind, _ id: String, _ period: Int?, _ price: Double) {
      guard let amount = Plan.Bottleneck.price(price) else { return }
      found.append((unit, Plan.Bottleneck(kind: kind, id: id, period: period, pricePerUnit: amount, validFor: nil)))
    }
    for (index, asset) in scenario.assets.enumerated() {
      for period in 0..<slots {
        add(.asset(index, period: period), .asset, asset.id, period, prices.asset[index, period])
      }
    }
    for (index, project) in scenario.projects.enumerated() {
      add(.budget(index), .budget, project.id, nil, prices.budget[index])
    }
    for (index, person) in scenario.staff.enumerated() {
      add(.overtime(index), .overtime, person.id, nil, prices.overtimeTotal[index])
      for period in 0..<slots {
        add(.staff(index, period: period), .staff, person.id, period, prices.capacity[index, period])
      }
    }
    for (index, demand) in formulation.demands.enumerated() {
      for (period, price) in prices.pace[index].enumerated() {
        add(.pace(demand: index, period: period), .pace, demand.id, period, price)
      }
    }
    return found
  }

  /// By person: what the dual objective counts for their time, and the part of it that stands in bounds of single pieces of
  /// work. With twice the time of a person the value falls by at most the first; with twice the bounds by the second.
  public var worthOfTime: [(all: Double, bounds: Double)] {
    let scenario = formulation.scenario
    let slots = formulation.periods.count
    var worth = scenario.staff.map { _ in (all: 0.0, bounds: 0.0) }
    for person in scenario.staff.indices {
      for period in 0..<slots {
        let row = formulation.capacityRow[person * slots + period]
        if row >= 0 { worth[person].all -= dual[Int(row)] * base.rowUpper[Int(row)] }
      }
      let row = formulation.overtimeRow[person]
      if row >= 0 { worth[person].all -= dual[Int(row)] * base.rowUpper[Int(row)] }
    }
    func add(_ column: Int, _ person: Int, isWork: Bool) {
      let upper = base.columnUpper[column]
      guard upper < .infinity else { return }
      let gain = max(0, -reducedCost(column)) * upper
      worth[person].all += gain
      if isWork { worth[person].bounds += gain }
    }
    for column in formulation.workColumns {
      add(column, Int(formulation.pairs[Int(formulation.workPair[column])].staff), isWork: true)
    }
    for (position, place) in formulation.overtime.enumerated() {
      add(formulation.overtimeColumns.lowerBound + position, Int(place.owner), isWork: false)
    }
    for (position, place) in formulation.operating.enumerated() {
      add(formulation.operatingColumns.lowerBound + position, Int(place.owner), isWork: true)
    }
    return worth
  }

  // MARK: Trials

  /// Solves with one unit more, or with as many as the price holds for where these are fewer.
  ///
  /// - Parameter range: from ``range(of:)``.
  /// - Returns: nil where it was not solved within the limit.
  public func trial(of unit: Unit, range: Double?) -> Trial? {
    guard let price = price(of: unit), let direction = direction(unit), price > 0 else { return nil }
    func agrees(_ saves: Double, _ units: Double) -> Bool {
      abs(saves - price * units) <= max(1e-6, 1e-6 * price * units) + 1e-10 * abs(value)
    }
    guard let one = solve(direction, 1) else { return nil }
    if agrees(one.saves, 1) {
      let more = abs(one.price - price) <= 1e-6 * max(1, price) ? session.range(alongRows: direction.rows).up : 0
      return Trial(validFor: max(range ?? 0, 1 + more), units: 1, saves: one.saves, confirmed: true)
    }
    if let range, range < 1 {
      let units = Self.rounded(range)
      guard let part = solve(direction, units) else { return nil }
      return Trial(validFor: range, units: units, saves: part.saves, confirmed: agrees(part.saves, units))
    }
    var result = Trial(validFor: nil, units: 1, saves: one.saves, confirmed: false)
    // Back from the first unit, from one basis to the next, until the price is met.
    var (units, point) = (1.0, one)
    for _ in 0..<10 {
      let down = session.range(alongRows: direction.rows).down
      let next = max(0, units - down)
      if next < Self.leastUnits {
        result.isOneSided = point.price < price
        result.validFor = 0
        return result
      }
      if agrees(point.saves - point.price * down, next) {
        let part = Self.rounded(next)
        guard let solved = solve(direction, part) else { return nil }
        return Trial(validFor: part, units: part, saves: solved.saves, confirmed: agrees(solved.saves, part))
      }
      units = (down > Self.leastUnits ? next : units) / 2
      guard let half = solve(direction, units) else { return nil }
      point = half
      if agrees(point.saves, units) {
        return Trial(validFor: units, units: units, saves: point.saves, confirmed: true)
      }
    }
    return result
  }

  /// A number of units that can be written in millionths.
  private static func rounded(_ units: Double) -> Double { (units * 1_000_000).rounded(.down) / 1_000_000 }

  /// Fewer units than this are none.
  private static var leastUnits: Double { 1e-4 }

  /// What units more save, and the price of a further one.
  private func solve(
    _ direction: (rows: [(row: Int, amount: Double)], cost: Double), _ units: Double
  ) -> (saves: Double, price: Double)? {
    isAtBase = false
    for row in moved { session.setRowBounds(row, lower: base.rowLower[row], upper: base.rowUpper[row]) }
    moved = direction.rows.map(\.row)
    for (row, amount) in direction.rows {
      session.setRowBounds(
        row, lower: base.rowLower[row] + amount * units, upper: base.rowUpper[row] + amount * units)
    }
    let result = session.solve(limits: SolveLimits(seconds: seconds))
    guard result.termination == .optimal, let found = result.objective, let dual = result.dual else { return nil }
    return (
      value - found - direction.cost * units,
      -direction.rows.reduce(0) { $0 + $1.amount * dual[$1.row] } - direction.cost
    )
  }

  // MARK: People on demands

  /// What an hour more of a person on a demand costs at the margin, by period.
  public struct MarginalHour: Sendable, Hashable {
    public var period: Int
    /// Hours in the optimum, and the most there can be.
    public var hours: Double
    public var most: Double
    /// What one more costs by the dual values, at least.
    public var cost: Double
  }

  /// The periods in which a person may work on a demand; none where never.
  public func marginalHours(of person: Int, on demand: Int) -> [MarginalHour] {
    var found: [MarginalHour] = []
    for column in formulation.workColumns {
      let pair = formulation.pairs[Int(formulation.workPair[column])]
      guard pair.staff == person, pair.demand == demand else { continue }
      let period = Int(formulation.workPeriod[column])
      let upper = most(column)
      let hour = MarginalHour(period: period, hours: primal[column], most: upper, cost: reducedCost(column))
      // A second column of the same period is about the hours beyond the baseline's.
      guard let last = found.last, last.period == period else {
        found.append(hour)
        continue
      }
      found[found.count - 1] = MarginalHour(
        period: period, hours: last.hours + hour.hours, most: min(last.most + hour.most, rowLimit(column)),
        cost: last.hours < last.most - 1e-6 ? last.cost : hour.cost)
    }
    return found
  }

  /// The most that a column can be: besides its bound, no more of a demand than is wanted, and no more than pace, equipment
  /// and budget allow if there is nothing else.
  private func most(_ column: Int) -> Double { min(formulation.model.columnUpper[column], rowLimit(column)) }

  private func rowLimit(_ column: Int) -> Double {
    var most = Double.infinity
    for entry in base.columnStart[column]..<base.columnStart[column + 1] where base.entryValue[entry] > 0 {
      let row = Int(base.entryRow[entry])
      // Overtime adds to the hours of a person; the bound has it.
      if row == formulation.capacityRow[capacitySlot(column)] { continue }
      most = min(most, base.rowUpper[row] / base.entryValue[entry])
    }
    return most
  }

  private func capacitySlot(_ column: Int) -> Int {
    Int(formulation.pairs[Int(formulation.workPair[column])].staff) * formulation.periods.count
      + Int(formulation.workPeriod[column])
  }

  private func reducedCost(_ column: Int) -> Double {
    var cost = base.cost[column]
    for entry in base.columnStart[column]..<base.columnStart[column + 1] {
      cost -= base.entryValue[entry] * dual[Int(base.entryRow[entry])]
    }
    return cost
  }
}
