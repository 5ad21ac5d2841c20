// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// The dual simplex method, for going on after bounds have changed: the basis is no longer feasible, and its prices are
/// still nearly right.
///
/// The primal method with its penalty would pull the prices far away first, and need many times the pivots. (C. E. Lemke,
/// "The dual method of solving the linear programming problem", 1954, https://doi.org/10.1002/nav.3800010107; ratio test
/// after P. M. J. Harris, 1973; shifted costs after A. Koberstein, "The dual simplex method, techniques for a fast and
/// stable implementation", 2005.)
extension PrimalSimplex {
  /// Pivots until the basis is feasible, or until that does not go on.
  ///
  /// Columns that improve already are treated as if they were worth nothing; what they are worth is for the primal method
  /// to find out afterwards.
  ///
  /// - Parameters:
  ///   - most: pivots at most.
  ///   - isOverdue: asked now and then.
  mutating func restoreFeasibility(most: Int, isOverdue: () -> Bool) {
    let paid = penalty
    let costs = (0..<total).map { cost[$0] }
    penalty = 0
    tracksPrices = false
    defer { tracksPrices = true }
    refresh()
    var work = DualWork(rows: matrix.rowCount, total: total)
    shiftCosts(by: Self.perturbationOfCosts)
    let last = pivots + most
    while pivots < last {
      let r = leavingRow(work.weight)
      guard r >= 0 else { break }
      let isBelow = side[r] < 0
      computeTableauRow(r, &work)
      guard let q = enteringColumn(leavingBelow: isBelow, work) else {
        if activate(forRow: work.inverse.value, leavingBelow: isBelow) { continue }
        break
      }
      solveColumn(q)
      let pivot = column.value[r]
      // The row and the column have to agree about the pivot.
      guard abs(pivot - work.row[q]) <= 1e-6 * (1 + abs(pivot)), abs(pivot) > 1e-7 else {
        if factors.changes == 0 { break }
        refresh()
        shiftCosts(by: 0)
        continue
      }
      exchangeDual(q, row: r, isBelow: isBelow, pivot: pivot, work)
      if factors.isWorn {
        if isOverdue() { break }
        refresh()
        shiftCosts(by: 0)
      }
    }
    penalty = paid
    for j in 0..<total { cost[j] = costs[j] }
    refresh()
  }

  /// Memory for the dual method.
  struct DualWork: ~Copyable {
    /// A row of B^-1.
    var inverse: SparseVector
    /// The same row of B^-1 A, for nonbasic columns.
    let row: Slab<Double>
    /// The nonbasic columns with an entry in it.
    var columns: [Int32] = []
    /// The square of the length of each row of B^-1, where it was computed, as it was then; 1 elsewhere.
    let weight: Slab<Double>

    init(rows: Int, total: Int) {
      inverse = SparseVector(rows)
      row = Slab(total, repeating: 0)
      weight = Slab(rows, repeating: 1)
    }
  }

  /// Prices all active columns, and raises the costs of those that improve until they do not.
  ///
  /// - Parameter perturbation: by about how much all are made worse, each by another amount, so that few of them tie
  ///   and the method does not turn in circles.
  private mutating func shiftCosts(by perturbation: Double) {
    func visit(_ j: Int) {
      guard status[j] != .basic, status[j] != .fixed else { return }
      computeReducedCost(j)
      let direction: Double = status[j] == .atUpper ? -1 : 1
      var shift = 0.0
      if status[j] == .free {
        shift = -reducedCost[j]
      } else if improvement(j) > 0 {
        shift = -reducedCost[j]
      }
      if status[j] != .free, perturbation > 0 {
        let random = UInt64(truncatingIfNeeded: j) &* 0x9E37_79B9_7F4A_7C15
        shift += direction * perturbation * (1 + abs(cost[j])) * (1 + Double(random >> 40) / Double(1 << 24))
      }
      cost[j] += shift
      reducedCost[j] += shift
    }
    for j in 0..<matrix.rowCount { visit(j) }
    for j in matrix.active { visit(Int(j)) }
  }

  private static var perturbationOfCosts: Double { 1e-6 }

  /// The row whose basic column is outside its bounds the most, for its weight, or -1.
  private func leavingRow(_ weight: borrowing Slab<Double>) -> Int {
    var best = -1
    var bestScore = 0.0
    for row in 0..<matrix.rowCount where side[row] != 0 {
      let j = Int(basic[row])
      let distance = side[row] < 0 ? lower[j] - value[j] : value[j] - upper[j]
      let score = distance * distance / weight[row]
      if score > bestScore {
        bestScore = score
        best = row
      }
    }
    return best
  }

  private mutating func computeTableauRow(_ r: Int, _ work: inout DualWork) {
    work.inverse.clear()
    work.inverse.add(1, at: r)
    factors.solveTransposed(&work.inverse)
    work.inverse.drop(below: 1e-14)
    var length = 0.0
    for position in 0..<work.inverse.count {
      let amount = work.inverse.value[Int(work.inverse.index[position])]
      length += amount * amount
    }
    work.weight[r] = max(1e-6, length)
    work.columns.removeAll(keepingCapacity: true)
    func visit(_ j: Int, _ columns: inout [Int32], _ row: borrowing Slab<Double>, _ inverse: borrowing Slab<Double>) {
      guard status[j] != .basic, status[j] != .fixed else { return }
      let amount = matrix.dot(j, inverse)
      if abs(amount) > 1e-12 {
        row[j] = amount
        columns.append(Int32(truncatingIfNeeded: j))
      }
    }
    for position in 0..<work.inverse.count {
      visit(Int(work.inverse.index[position]), &work.columns, work.row, work.inverse.value)
    }
    for j in matrix.active { visit(Int(j), &work.columns, work.row, work.inverse.value) }
  }

  /// The column whose reduced cost becomes 0 first; of those at about the same step the one with the largest pivot.
  private func enteringColumn(leavingBelow: Bool, _ work: borrowing DualWork) -> Int? {
    let sign: Double = leavingBelow ? 1 : -1
    func speed(_ j: Int) -> Double {
      let amount = sign * work.row[j]
      switch status[j] {
      case .atLower: return -amount
      case .atUpper: return amount
      case .free: return abs(amount)
      case .basic, .fixed: return 0
      }
    }
    var reach = Double.infinity
    for item in work.columns {
      let j = Int(item)
      let rate = speed(j)
      if rate > Self.smallestDualPivot { reach = min(reach, (abs(reducedCost[j]) + Self.optimality) / rate) }
    }
    var best: Int?
    var largest = 0.0
    for item in work.columns {
      let j = Int(item)
      let rate = speed(j)
      if rate > Self.smallestDualPivot, abs(reducedCost[j]) / rate <= reach, rate > largest {
        largest = rate
        best = j
      }
    }
    return best
  }

  /// Makes the inactive columns active that could help the leaving column back into its bounds, the cheapest first.
  ///
  /// - Returns: whether there are any.
  private mutating func activate(forRow inverse: borrowing Slab<Double>, leavingBelow: Bool) -> Bool {
    let sign: Double = leavingBelow ? 1 : -1
    var found: [(column: Int32, ratio: Double)] = []
    for j in matrix.rowCount..<total where !matrix.isActive[j] {
      let amount = sign * matrix.dot(j, inverse)
      let rate = status[j] == .atUpper ? amount : -amount
      guard rate > Self.smallestDualPivot, status[j] != .fixed else { continue }
      computeReducedCost(j)
      found.append((Int32(truncatingIfNeeded: j), abs(reducedCost[j]) / rate))
    }
    found.sort { $0.ratio == $1.ratio ? $0.column < $1.column : $0.ratio < $1.ratio }
    matrix.activate(found.prefix(1000).map(\.column))
    refresh()
    shiftCosts(by: 0)
    return !found.isEmpty
  }

  private static var smallestDualPivot: Double { 1e-7 }

  private mutating func exchangeDual(_ q: Int, row r: Int, isBelow: Bool, pivot: Double, _ work: borrowing DualWork) {
    let leaving = Int(basic[r])
    let ratio = reducedCost[q] / pivot
    for item in work.columns { reducedCost[Int(item)] -= ratio * work.row[Int(item)] }
    let step = (value[leaving] - (isBelow ? lower[leaving] : upper[leaving])) / pivot
    pricing.setWeight(of: q, 1 + squaredLength())
    for position in 0..<work.inverse.count {
      let row = Int(work.inverse.index[position])
      price[row] += ratio * work.inverse.value[row]
    }
    exchange(q, Leaving(row: r, step: abs(step), atUpper: !isBelow), direction: step < 0 ? -1 : 1)
    reducedCost[q] = 0
    reducedCost[leaving] = -ratio
    // The row of the column that came in is that of the one that left, divided by the pivot.
    work.weight[r] = max(1e-6, work.weight[r] / (pivot * pivot))
  }
}
