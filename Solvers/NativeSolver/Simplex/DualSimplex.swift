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
  /// The program's columns that improve already go to their other bounds; where they have none, or are very many, they are
  /// treated as if they were worth nothing, and what they are worth is for the primal method to find out afterwards. Columns
  /// without an upper bound may be left away from their bounds, with the status `free`.
  ///
  /// - Parameters:
  ///   - most: pivots at most.
  ///   - weights: by basic column, the squares of the lengths of the rows of B^-1 where they are known, 0 elsewhere.
  ///   - isOverdue: asked now and then.
  mutating func restoreFeasibility(most: Int, weights: [Double]?, isOverdue: () -> Bool) {
    let paid = penalty
    let costs = (0..<total).map { cost[$0] }
    penalty = 0
    tracksPrices = false
    defer { tracksPrices = true }
    refresh()
    // What may become worth something on the way takes part from the start: left out, it would be for the primal method to
    // bring in afterwards, with many more pivots.
    let near = Tuning.Dual.nearness * typicalCost
    _ = activateImproving(tolerance: -near)
    var capped: [Int] = []
    var flips = flipImproving(&capped)
    if flips == .some { refresh() }
    var work = DualWork(rows: matrix.rowCount, weights: weights.map(Slab.init) ?? Slab(total, repeating: 0))
    takeColumns(&work, perturbation: Tuning.Dual.perturbationOfCosts)
    let last = pivots + most
    while pivots < last {
      weighInfeasibleRows(&work)
      let r = leavingRow(work.weight)
      guard r >= 0 else { break }
      let isBelow = side[r] < 0
      computeInverseRow(r, &work)
      work.computeEntries()
      let reach = work.findCandidates(sign: isBelow ? -1 : 1)
      let slot = work.enteringSlot(reach: reach)
      guard slot >= 0 else {
        guard activate(forRow: work.inverse.value, leavingBelow: isBelow) else { break }
        takeColumns(&work, perturbation: 0)
        continue
      }
      let q = work.column(at: slot, matrix)
      solveColumn(q)
      let pivot = column.value[r]
      // The row and the column have to agree about the pivot.
      guard abs(pivot - work.entry[slot]) <= 1e-6 * (1 + abs(pivot)), abs(pivot) > 1e-7 else {
        if factors.changes == 0 { break }
        refresh()
        takeColumns(&work, perturbation: 0)
        continue
      }
      exchangeDual(slot, row: r, isBelow: isBelow, pivot: pivot, &work)
      if pivots % Tuning.Simplex.pivotsPerLook == 0, isOverdue() { break }
      // A price may fall far at once, as that of somebody of whom there is one more now: what it makes worth doing is best
      // taken in at once.
      let isWorn = factors.isWorn
      guard isWorn || flips != .tooMany && factors.changes % Tuning.Dual.pivotsPerLook == 0 else { continue }
      if isWorn {
        refresh()
      }
      guard activateImproving(tolerance: -near) > 0 || isWorn else { continue }
      if flips != .tooMany {
        flips = flipImproving(&capped)
        if flips == .some { refresh() }
      }
      takeColumns(&work, perturbation: 0)
    }
    penalty = paid
    for j in 0..<total { cost[j] = costs[j] }
    for j in capped {
      upper[j] = .infinity
      // It may go on from there.
      if status[j] != .basic { status[j] = value[j] > lower[j] ? .free : .atLower }
    }
    refresh()
  }

  /// Puts the active columns that improve at their other bounds, where they have such: there they do not improve any more,
  /// and it is for the rows that this oversteps to say how much of them is wanted.
  ///
  /// A column without an upper bound gets the one that its rows imply for the while. Where very many improve, the prices are
  /// not those of a program like this one, and hardly any would be wanted.
  ///
  /// - Parameter capped: gets the columns that have got an upper bound.
  private mutating func flipImproving(_ capped: inout [Int]) -> Flips {
    var found: [Int] = []
    for item in matrix.active {
      let j = Int(item)
      guard status[j] == .atLower || status[j] == .atUpper && lower[j] > -.infinity else { continue }
      computeReducedCost(j)
      guard improvement(j) > Self.optimality else { continue }
      if upper[j] < .infinity || impliedUpper(j) < .infinity { found.append(j) }
    }
    guard found.count <= Tuning.Dual.mostFlipped else { return .tooMany }
    for j in found {
      if upper[j] == .infinity {
        upper[j] = max(lower[j], impliedUpper(j))
        capped.append(j)
      }
      stand(j, atUpper: status[j] == .atLower)
    }
    return found.isEmpty ? .none : .some
  }

  /// Whether columns have gone to their other bounds.
  private enum Flips {
    case none
    case some
    /// Too many improve.
    case tooMany
  }

  /// The highest that one of the program's columns can be for the sake of a row, if all others are at least 0.
  private func impliedUpper(_ j: Int) -> Double {
    var bound = Double.infinity
    for entry in matrix.columnStart[j - matrix.rowCount]..<matrix.columnStart[j - matrix.rowCount + 1] {
      let row = Int(matrix.columnRow[entry])
      // The logical column holds the negative of the row's activity.
      if matrix.columnValue[entry] > 0, -lower[row] >= 0 { bound = min(bound, -lower[row] / matrix.columnValue[entry]) }
    }
    return bound
  }

  /// What the dual method keeps of the columns: at slot i the logical column of row i, then the active columns, so that its
  /// loops run through memory from front to back. Those that were basic when they were taken in stand at the end, and the
  /// others by their numbers of entries, so that the loops do the same many times over.
  struct DualWork: ~Copyable {
    /// A row of B^-1.
    var inverse: SparseVector
    /// B^-1 times that row.
    var product: SparseVector
    /// The same row of B^-1 A, by slot; only what it says of nonbasic columns is used.
    var entry: Slab<Double>
    /// The reduced costs by slot, kept up to date for nonbasic columns; infinite for those that may not move.
    var reducedCost: Slab<Double>
    /// Which way a column may move from where it stands: 1 up, -1 down; 0 not at all, or both ways.
    var movement: Slab<Double>
    /// The slots of the columns that may move both ways.
    var free: [Int32] = []
    /// The slots of the columns with which the leaving column may get back to its bounds.
    var candidates: [Int32] = []
    /// The slot of each column, or -1.
    let slot: Slab<Int32>
    /// The program's columns that have slots, and their entries.
    private(set) var columns: [Int32] = []
    private(set) var packed = PackedColumns()
    /// How many of the columns have so many entries, or more where it is the last but one; last those that were basic.
    private var groups: [Int] = []
    /// How many elements rows of B^-1 have had lately.
    var usualFill = 0.0
    /// By basic column, the square of the length of its row of B^-1, or that of a basis like it, where that is known; 0
    /// elsewhere. By column, because new factors give the columns other rows.
    let weight: Slab<Double>

    init(rows: Int, weights: consuming Slab<Double>) {
      inverse = SparseVector(rows)
      product = SparseVector(rows)
      entry = Slab(0, repeating: 0)
      reducedCost = Slab(0, repeating: 0)
      movement = Slab(0, repeating: 0)
      slot = Slab(weights.count, repeating: -1)
      weight = weights
    }

    func column(at slot: Int, _ matrix: borrowing ScaledMatrix) -> Int {
      slot < matrix.rowCount ? slot : Int(columns[slot - matrix.rowCount])
    }

    /// How many slots there are.
    var slots: Int { inverse.size + columns.count }

    /// Gives slots to all active columns.
    mutating func assignSlots(_ matrix: borrowing ScaledMatrix, isBasic: (Int) -> Bool) {
      var lists = [[Int32]](repeating: [], count: 6)
      for item in matrix.active {
        let place = Int(item) - matrix.rowCount
        let length = matrix.columnStart[place + 1] - matrix.columnStart[place]
        lists[isBasic(Int(item)) ? 5 : min(length, 4)].append(item)
      }
      columns = Array(lists.joined())
      groups = lists.map(\.count)
      packed = PackedColumns(columns, of: matrix)
      let rows = matrix.rowCount
      for row in 0..<rows { slot[row] = Int32(truncatingIfNeeded: row) }
      for (position, j) in columns.enumerated() { slot[Int(j)] = Int32(truncatingIfNeeded: rows + position) }
      if entry.count < slots {
        entry = Slab(slots, repeating: 0)
        reducedCost = Slab(slots, repeating: 0)
        movement = Slab(slots, repeating: 0)
      }
      entry.base.update(repeating: 0, count: slots)
      free.removeAll(keepingCapacity: true)
    }

    /// Computes the row of the tableau that belongs to the row of B^-1.
    func computeEntries() {
      let rows = inverse.size
      let x = inverse.value.base
      let (index, value) = (packed.row.base, packed.value.base)
      let target = entry.base + rows
      entry.base.update(from: x, count: rows)
      var position = groups[0]
      var at = Int(packed.start[position])
      // Without a loop inside, most of these cost no more than their loads.
      for _ in 0..<groups[1] {
        target[position] = value[at] * x[Int(index[at])]
        (position, at) = (position + 1, at + 1)
      }
      for _ in 0..<groups[2] {
        target[position] = value[at] * x[Int(index[at])] + value[at + 1] * x[Int(index[at + 1])]
        (position, at) = (position + 1, at + 2)
      }
      for _ in 0..<groups[3] {
        target[position] =
          value[at] * x[Int(index[at])] + value[at + 1] * x[Int(index[at + 1])] + value[at + 2] * x[Int(index[at + 2])]
        (position, at) = (position + 1, at + 3)
      }
      for place in position..<(position + groups[4]) { target[place] = packed.dot(place, inverse.value) }
      position += groups[4]
      for place in position..<columns.count where movement[rows + place] != 0 {
        target[place] = packed.dot(place, inverse.value)
      }
    }

    /// Lists the columns whose reduced costs are the first to become 0 when the leaving column goes back to its bound.
    ///
    /// - Parameter sign: the direction, 1 or -1.
    /// - Returns: the step by which the first reduced cost becomes 0, or passes it by no more than a tolerance.
    mutating func findCandidates(sign: Double) -> Double {
      var reach = Double.infinity
      candidates.removeAll(keepingCapacity: true)
      /// - Parameter rate: how fast the reduced cost falls towards 0.
      @inline(__always)
      func visit(_ slot: Int, rate: Double) {
        let distance = abs(reducedCost[slot])
        // The reach only falls: what is beyond it now will be at the end.
        guard rate > PrimalSimplex.smallestDualPivot, distance <= reach * rate else { return }
        candidates.append(Int32(truncatingIfNeeded: slot))
        reach = min(reach, (distance + PrimalSimplex.optimality) / rate)
      }
      for slot in free { visit(Int(slot), rate: abs(entry[Int(slot)])) }
      // Hardly any pass, so that four are looked at together.
      var slot = 0
      let (entries, costs, movements) = (
        UnsafeRawPointer(entry.base), UnsafeRawPointer(reducedCost.base), UnsafeRawPointer(movement.base)
      )
      while slot + 4 <= slots {
        let offset = slot * MemoryLayout<Double>.stride
        let rate =
          entries.loadUnaligned(fromByteOffset: offset, as: SIMD4<Double>.self)
          * movements.loadUnaligned(fromByteOffset: offset, as: SIMD4<Double>.self) * sign
        let cost = costs.loadUnaligned(fromByteOffset: offset, as: SIMD4<Double>.self)
        let limit = reach * rate
        if any((cost .<= limit) .& (-cost .<= limit)) {
          for place in 0..<4 { visit(slot + place, rate: rate[place]) }
        }
        slot += 4
      }
      while slot < slots {
        visit(slot, rate: sign * movement[slot] * entry[slot])
        slot += 1
      }
      return reach
    }

    /// Of the candidates whose reduced costs become 0 within a step, the one with the largest pivot; -1 without any.
    func enteringSlot(reach: Double) -> Int {
      var best = -1
      var largest = 0.0
      for item in candidates {
        let slot = Int(item)
        let rate = abs(entry[slot])
        if rate > largest, abs(reducedCost[slot]) <= reach * rate {
          largest = rate
          best = slot
        }
      }
      return best
    }
  }

  /// Prices all active columns, and raises the costs of those that improve until they do not.
  ///
  /// - Parameter perturbation: by about how much all are made worse, each by another amount, so that few of them tie
  ///   and the method does not turn in circles.
  private mutating func takeColumns(_ work: inout DualWork, perturbation: Double) {
    work.assignSlots(matrix) { status[$0] == .basic }
    for slot in 0..<work.slots {
      let j = work.column(at: slot, matrix)
      work.movement[slot] = movement(of: j)
      work.reducedCost[slot] = .infinity
      guard status[j] == .free || work.movement[slot] != 0 else { continue }
      computeReducedCost(j)
      var shift = improvement(j) > 0 ? -reducedCost[j] : 0
      if status[j] == .free {
        work.free.append(Int32(truncatingIfNeeded: slot))
      } else if perturbation > 0 {
        let random = UInt64(truncatingIfNeeded: j) &* 0x9E37_79B9_7F4A_7C15
        shift +=
          work.movement[slot] * perturbation * (1 + abs(cost[j])) * (1 + Double(random >> 40) / Double(1 << 24))
      }
      cost[j] += shift
      work.reducedCost[slot] = reducedCost[j] + shift
    }
  }

  /// What a typical column costs, scaled.
  private var typicalCost: Double {
    var sum = 0.0
    for j in matrix.rowCount..<total { sum += abs(cost[j]) }
    return sum / Double(max(1, total - matrix.rowCount))
  }

  /// Which way a column may move that stands at one of its bounds.
  private func movement(of j: Int) -> Double {
    switch status[j] {
    case .atLower: 1
    case .atUpper: -1
    case .basic, .fixed, .free: 0
    }
  }

  /// The row whose basic column is outside its bounds the most, for its weight, or -1.
  private func leavingRow(_ weight: borrowing Slab<Double>) -> Int {
    var best = -1
    var bestScore = 0.0
    for row in 0..<matrix.rowCount where side[row] != 0 {
      let j = Int(basic[row])
      let distance = side[row] < 0 ? lower[j] - value[j] : value[j] - upper[j]
      let score = distance * distance / (weight[j] > 0 ? weight[j] : 1)
      if score > bestScore {
        bestScore = score
        best = row
      }
    }
    return best
  }

  /// Computes a row of B^-1, and with it the row's weight.
  private mutating func computeInverseRow(_ r: Int, _ work: inout DualWork) {
    work.inverse.clear()
    if work.usualFill > Tuning.Dual.denseFill * Double(matrix.rowCount) { work.inverse.makeDense() }
    work.inverse.add(1, at: r)
    factors.solveTransposed(&work.inverse)
    let (length, fill) = work.inverse.drop(below: 1e-14)
    work.usualFill += 0.1 * (Double(fill) - work.usualFill)
    work.weight[Int(basic[r])] = max(1e-6, length)
  }

  /// The squares of the lengths of the rows of B^-1, by basic column; 0 for other columns.
  ///
  /// - Complexity: a solution with the transposed basis for each row.
  mutating func edgeWeights() -> [Double] {
    refresh()
    var work = DualWork(rows: matrix.rowCount, weights: Slab(total, repeating: 0))
    for row in 0..<matrix.rowCount { computeInverseRow(row, &work) }
    return (0..<total).map { work.weight[$0] }
  }

  /// Computes the weights of rows that have none and have to be compared, of so many at a time.
  private mutating func weighInfeasibleRows(_ work: inout DualWork) {
    var left = Tuning.Dual.mostWeighed
    for row in 0..<matrix.rowCount where side[row] != 0 && work.weight[Int(basic[row])] == 0 {
      guard left > 0 else { return }
      left -= 1
      computeInverseRow(row, &work)
    }
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
    guard !found.isEmpty else { return false }
    found.sort { $0.ratio == $1.ratio ? $0.column < $1.column : $0.ratio < $1.ratio }
    matrix.activate(found.prefix(Tuning.Dual.mostActivated).map(\.column))
    refresh()
    return true
  }

  fileprivate static var smallestDualPivot: Double { 1e-7 }

  private mutating func exchangeDual(_ slot: Int, row r: Int, isBelow: Bool, pivot: Double, _ work: inout DualWork) {
    let q = work.column(at: slot, matrix)
    let leaving = Int(basic[r])
    let ratio = work.reducedCost[slot] / pivot
    for slot in 0..<work.slots { work.reducedCost[slot] -= ratio * work.entry[slot] }
    let step = (value[leaving] - (isBelow ? lower[leaving] : upper[leaving])) / pivot
    let leavingWeight = work.weight[leaving]
    updateWeights(exceptRow: r, pivot: pivot, &work)
    pricing.setWeight(of: q, 1 + column.squaredLength)
    work.inverse.forEachPlace { price[$0] += ratio * work.inverse.value[$0] }
    reducedCost[q] = 0
    exchange(q, Leaving(row: r, step: abs(step), atUpper: !isBelow), direction: step < 0 ? -1 : 1)
    work.reducedCost[slot] = .infinity
    work.movement[slot] = 0
    work.free.removeAll { Int($0) == slot }
    let leavingSlot = Int(work.slot[leaving])
    if leavingSlot >= 0 {
      work.movement[leavingSlot] = movement(of: leaving)
      work.reducedCost[leavingSlot] = work.movement[leavingSlot] == 0 ? .infinity : -ratio
    }
    work.weight[leaving] = 0
    work.weight[q] = leavingWeight / (pivot * pivot)
  }

  /// Lets the weights follow an exchange that has not happened yet: the row of the column that comes in will be that of the
  /// one that leaves, divided by the pivot, and a multiple of it is taken from the others. (J. J. Forrest, D. Goldfarb,
  /// "Steepest-edge simplex algorithms for linear programming", 1992, https://doi.org/10.1007/BF01581089.)
  private mutating func updateWeights(exceptRow r: Int, pivot: Double, _ work: inout DualWork) {
    work.product.clear()
    work.product.take(work.inverse)
    factors.solve(&work.product)
    let leavingWeight = work.weight[Int(basic[r])]
    for position in 0..<column.count {
      let row = Int(column.index[position])
      let j = Int(basic[row])
      guard row != r, work.weight[j] > 0 else { continue }
      let multiple = column.value[row] / pivot
      let weight = work.weight[j] + multiple * (multiple * leavingWeight - 2 * work.product.value[row])
      // What is small against what it is the difference of says nothing: it is computed when it is asked for.
      work.weight[j] = weight > 1e-4 * (work.weight[j] + multiple * multiple * leavingWeight) ? weight : 0
    }
  }
}
