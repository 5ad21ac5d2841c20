// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import NativeSolver

/// Where an optimum was found, to find that of a scenario like it from there.
///
/// It knows rows and columns by what they are about (the people, demands, assets and projects by their ids), so that the
/// other scenario may have more or fewer of them, other figures, or another order.
public struct WarmStart: Sendable {
  let formulation: Formulation
  let basis: Basis
  let dual: [Double]
  /// The weights of the basis, once it was prepared.
  private(set) var weights: EdgeWeights?

  /// - Parameters:
  ///   - formulation: the program that was solved.
  ///   - basis: its optimal basis.
  ///   - dual: the prices of its rows.
  init(_ formulation: Formulation, basis: Basis, dual: [Double]) {
    self.formulation = formulation
    self.basis = basis
    self.dual = dual
  }

  /// The same start, prepared for many scenarios: each is solved faster from it, but preparing it takes about as long as a
  /// solve of one that differs little.
  public func prepared() -> WarmStart {
    guard weights == nil else { return self }
    var result = self
    let program = formulation.programWithoutImpliedBounds
    result.weights = SimplexSession(program, basis: basis, prices: dual).edgeWeights()
    return result
  }

  /// Another program with this basis and these prices, as far as they are about the same.
  ///
  /// What is basic here and is not there any more would leave a hole in the basis, and with it all prices that hang
  /// together through it would change at once. So it stays, as columns and rows that must be 0: then the prices are as good
  /// as before, and it is for the dual method to let those columns go one by one. What is new is not basic, its rows are.
  ///
  /// - Returns: nil where the periods are others.
  /// - Complexity: O(columns + rows)
  func transferred(to other: Formulation) -> Extended? {
    guard other.periods == formulation.periods else { return nil }
    let match = Match(from: formulation, to: other)
    var result = Extended(other, hasWeights: weights != nil)
    var isGone = [Bool](repeating: true, count: formulation.model.columnCount)
    match.columns { new, old in
      result.basis.columns[new] = basis.columns[old]
      if let weights { result.weights?.columns[new] = weights.columns[old] }
      isGone[old] = false
    }
    var rowOf = [Int](repeating: -1, count: formulation.model.rowCount)
    match.rows { new, old in
      result.basis.rows[new] = basis.rows[old]
      result.prices[new] = dual[old]
      if let weights { result.weights?.rows[new] = weights.rows[old] }
      rowOf[old] = new
    }
    for row in rowOf.indices where rowOf[row] < 0 && basis.rows[row] != .basic {
      rowOf[row] = result.addEmptyRow(price: dual[row])
    }
    let model = formulation.model
    for column in isGone.indices where isGone[column] && basis.columns[column] == .basic {
      result.addEmptyColumn(cost: model.cost[column], weight: weights?.columns[column] ?? 0)
      for entry in model.columnStart[column]..<model.columnStart[column + 1] {
        let row = rowOf[Int(model.entryRow[entry])]
        if row >= 0 { result.model.addEntry(row: row, value: model.entryValue[entry]) }
      }
    }
    return result
  }

  /// A program with the columns and rows that a basis needs besides, at its end.
  struct Extended {
    fileprivate(set) var model: LinearModel
    fileprivate(set) var basis: Basis
    fileprivate(set) var prices: [Double]
    fileprivate(set) var weights: EdgeWeights?
    private let columnCount: Int
    private let rowCount: Int

    /// The program with no weight known, where there are weights at all.
    fileprivate init(_ formulation: Formulation, hasWeights: Bool) {
      model = formulation.programWithoutImpliedBounds
      columnCount = model.columnCount
      rowCount = model.rowCount
      basis = Basis(
        columns: Array(repeating: .atLower, count: columnCount), rows: Array(repeating: .basic, count: rowCount))
      prices = Array(repeating: 0, count: rowCount)
      guard hasWeights else { return }
      weights = EdgeWeights(
        columns: Array(repeating: 0, count: columnCount), rows: Array(repeating: 0, count: rowCount))
    }

    fileprivate mutating func addEmptyRow(price: Double) -> Int {
      basis.rows.append(.fixed)
      weights?.rows.append(0)
      prices.append(price)
      return model.addRow(lower: 0, upper: 0)
    }

    fileprivate mutating func addEmptyColumn(cost: Double, weight: Double) {
      basis.columns.append(.basic)
      weights?.columns.append(weight)
      model.addColumn(cost: cost, upper: 0)
    }

    /// A result for the program, as one for the part of it that was not added.
    func trimmed(_ result: LinearResult) -> LinearResult {
      var result = result
      result.primal = result.primal.map { Array($0.prefix(columnCount)) }
      result.dual = result.dual.map { Array($0.prefix(rowCount)) }
      result.basis = result.basis.map {
        Basis(columns: Array($0.columns.prefix(columnCount)), rows: Array($0.rows.prefix(rowCount)))
      }
      return result
    }
  }
}

/// Which rows and columns of two programs are about the same.
private struct Match {
  let from: Formulation
  let to: Formulation
  /// The old index of each new person, demand, asset and project, or -1.
  let staff: [Int]
  let demands: [Int]
  let assets: [Int]
  let projects: [Int]

  init(from: Formulation, to: Formulation) {
    self.from = from
    self.to = to
    staff = Self.match(from.scenario.staff.map(\.id), to.scenario.staff.map(\.id))
    demands = Self.match(from.demands.map(\.id), to.demands.map(\.id))
    assets = Self.match(from.scenario.assets.map(\.id), to.scenario.assets.map(\.id))
    projects = Self.match(from.scenario.projects.map(\.id), to.scenario.projects.map(\.id))
  }

  private static func match(_ old: [String], _ new: [String]) -> [Int] {
    // Nearly always nothing was moved.
    if old == new { return Array(old.indices) }
    let index = Dictionary(old.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return new.map { index[$0] ?? -1 }
  }

  func columns(_ visit: (_ new: Int, _ old: Int) -> Void) {
    work(visit)
    places(from.overtime, from.overtimeColumns, to.overtime, to.overtimeColumns, owner: staff, target: [], visit)
    places(from.use, from.useColumns, to.use, to.useColumns, owner: assets, target: demands, visit)
    places(
      from.operating, from.operatingColumns, to.operating, to.operatingColumns, owner: staff, target: assets, visit)
    places(from.unmet, from.unmetColumns, to.unmet, to.unmetColumns, owner: [], target: demands, visit)
    places(
      from.shortfall, from.shortfallColumns, to.shortfall, to.shortfallColumns, owner: staff, target: demands, visit)
  }

  /// The columns of x: those of a pair stand together, by period.
  private func work(_ visit: (_ new: Int, _ old: Int) -> Void) {
    var first: [UInt64: Int] = [:]
    first.reserveCapacity(from.pairs.count)
    var last: Int32 = -1
    for column in from.workPair.indices where from.workPair[column] != last {
      last = from.workPair[column]
      let pair = from.pairs[Int(last)]
      first[Self.key(Int(pair.staff), Int(pair.demand))] = column
    }
    var column = 0
    while column < to.workPair.count {
      let number = to.workPair[column]
      let pair = to.pairs[Int(number)]
      let person = staff[Int(pair.staff)]
      let demand = demands[Int(pair.demand)]
      var old = person < 0 || demand < 0 ? -1 : first[Self.key(person, demand)] ?? -1
      let oldNumber = old < 0 ? -1 : from.workPair[old]
      while column < to.workPair.count, to.workPair[column] == number {
        while old >= 0, old < from.workPair.count, from.workPair[old] == oldNumber,
          from.workPeriod[old] < to.workPeriod[column]
        {
          old += 1
        }
        if old >= 0, old < from.workPair.count, from.workPair[old] == oldNumber,
          from.workPeriod[old] == to.workPeriod[column]
        {
          visit(column, old)
          old += 1
        }
        column += 1
      }
    }
  }

  private static func key(_ staff: Int, _ demand: Int) -> UInt64 {
    UInt64(UInt32(truncatingIfNeeded: staff)) << 32 | UInt64(UInt32(truncatingIfNeeded: demand))
  }

  private struct PlaceKey: Hashable {
    let owner: Int32
    let target: Int32
    let period: Int32
  }

  /// Columns that stand for places; an empty list of indices leaves a part of the place as it is.
  private func places(
    _ old: [Formulation.Place], _ oldColumns: Range<Int>, _ new: [Formulation.Place], _ newColumns: Range<Int>,
    owner: [Int], target: [Int], _ visit: (_ new: Int, _ old: Int) -> Void
  ) {
    guard !old.isEmpty, !new.isEmpty else { return }
    func translated(_ index: Int32, _ indices: [Int]) -> Int32 {
      index < 0 || indices.isEmpty ? index : Int32(truncatingIfNeeded: indices[Int(index)])
    }
    var index: [PlaceKey: Int] = [:]
    index.reserveCapacity(old.count)
    for (position, place) in old.enumerated() {
      index[PlaceKey(owner: place.owner, target: place.target, period: place.period)] = position
    }
    for (position, place) in new.enumerated() {
      let key = PlaceKey(
        owner: translated(place.owner, owner), target: translated(place.target, target), period: place.period)
      if let found = index[key] { visit(newColumns.lowerBound + position, oldColumns.lowerBound + found) }
    }
  }

  func rows(_ visit: (_ new: Int, _ old: Int) -> Void) {
    let slots = to.periods.count
    func pair(_ new: Int32, _ old: Int32) {
      if new >= 0, old >= 0 { visit(Int(new), Int(old)) }
    }
    for (person, old) in staff.enumerated() where old >= 0 {
      pair(to.overtimeRow[person], from.overtimeRow[old])
      for period in 0..<slots {
        pair(to.capacityRow[person * slots + period], from.capacityRow[old * slots + period])
      }
    }
    for (asset, old) in assets.enumerated() where old >= 0 {
      for period in 0..<slots {
        pair(to.assetRow[asset * slots + period], from.assetRow[old * slots + period])
        pair(to.operatorRow[asset * slots + period], from.operatorRow[old * slots + period])
      }
    }
    for (project, old) in projects.enumerated() where old >= 0 { pair(to.budgetRow[project], from.budgetRow[old]) }
    for (demand, old) in demands.enumerated() where old >= 0 {
      // A demand that has changed its pace has other rows.
      if to.effortRow[demand].count == from.effortRow[old].count {
        for (new, old) in zip(to.effortRow[demand], from.effortRow[old]) { pair(new, old) }
      }
      for (new, old) in zip(to.paceRow[demand], from.paceRow[old]) { pair(new, old) }
    }
    let promises = Dictionary(
      from.promises.map { (PlaceKey(owner: $0.staff, target: $0.demand, period: $0.period), $0.row) },
      uniquingKeysWith: { first, _ in first })
    for promise in to.promises where !promises.isEmpty {
      let person = staff[Int(promise.staff)]
      let demand = demands[Int(promise.demand)]
      guard person >= 0, demand >= 0 else { continue }
      let key = PlaceKey(
        owner: Int32(truncatingIfNeeded: person), target: Int32(truncatingIfNeeded: demand), period: promise.period)
      if let old = promises[key] { pair(promise.row, old) }
    }
  }
}
