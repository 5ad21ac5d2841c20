// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// The state of the bounded primal simplex method with an exact penalty.
///
/// A basic column may stand outside its bounds, and pays `penalty` for each unit; where the penalty is above what rows can
/// be worth, the optimum of that is the optimum of the program, from whatever basis it starts. So there is no first
/// phase that would throw away a good start, and the same method goes on after any change of bounds, costs, rows or
/// columns. (Exact penalties: R. Fletcher, "Practical Methods of Optimization", 1987, chapter 12.)
///
/// Everything is scaled. Column i is the logical column of row i, which holds the negative of the activity; the program's
/// columns follow.
struct PrimalSimplex: ~Copyable {
  var matrix: ScaledMatrix
  /// Structural and logical columns together.
  let total: Int
  let lower: Slab<Double>
  let upper: Slab<Double>
  let cost: Slab<Double>
  let value: Slab<Double>
  /// Where a column is; `free` is a nonbasic column that may move both ways, wherever it stands.
  let status: Slab<BasisStatus>
  /// The basic column that stands at a row.
  let basic: Slab<Int32>
  /// On which side of its bounds the basic column at a row is: -1 below, 1 above.
  let side: Slab<Int8>
  var factors: BasisFactors
  /// What a unit outside the bounds costs.
  var penalty = 1.0
  /// Whether only the penalties count, to find out if there is a feasible point at all.
  var ignoresCosts = false

  /// The rows' prices.
  let price: Slab<Double>
  /// What basic columns cost more at the margin since the last step, then what that changes of the prices.
  var priceChange: SparseVector
  /// Whether the prices follow each step; otherwise they are computed when that is asked for.
  var tracksPrices = true
  /// As it was when the column was last priced one by one; where all are priced, only those that improve keep it.
  let reducedCost: Slab<Double>
  var pricing: Pricing

  /// B^-1 times the entering column.
  var column: SparseVector
  /// What the prices are computed in.
  private var marginalCosts: SparseVector
  var breakpoints = Breakpoints()
  var pivots = 0
  /// Pivots in a row that did not move anything.
  var stalledPivots = 0
  /// Whether the factors, values and prices were computed since the last pivot.
  var isFresh = false
  /// Whether the factors are those of the basis already, before anything was computed with them.
  private var hasFactors = false
  /// The bounds as they are to be, while those in use are a little wider.
  private var trueBounds: (lower: [Double], upper: [Double])?

  /// Starts from a basis, or from the logical columns.
  init(_ model: LinearModel, scaling: Scaling, basis: Basis?) {
    matrix = ScaledMatrix(model, scaling: scaling)
    let columns = model.columnCount
    let rows = model.rowCount
    total = columns + rows
    lower = Slab(total, repeating: 0)
    upper = Slab(total, repeating: 0)
    cost = Slab(total, repeating: 0)
    value = Slab(total, repeating: 0)
    reducedCost = Slab(total, repeating: 0)
    status = Slab(total, repeating: .basic)
    basic = Slab(rows, repeating: 0)
    side = Slab(rows, repeating: 0)
    price = Slab(rows, repeating: 0)
    factors = BasisFactors(size: rows)
    pricing = Pricing(size: total)
    priceChange = SparseVector(rows)
    column = SparseVector(rows)
    marginalCosts = SparseVector(rows)
    scaling.write(model, lower: lower, upper: upper, cost: cost)
    for j in 0..<columns { status[rows + j] = basis.map { $0.columns[j] } ?? .atLower }
    for i in 0..<rows {
      // The logical column holds the negative of the row's activity.
      switch basis?.rows[i] ?? .basic {
      case .basic: status[i] = .basic
      case .atLower: status[i] = .atUpper
      case .atUpper: status[i] = .atLower
      case .free: status[i] = .free
      case .fixed: status[i] = .fixed
      }
    }
    settle()
  }

  /// Makes the statuses fit the bounds, and the number of basic columns the number of rows: where there are too many or too
  /// few, the factors say which are to go, and which rows have none.
  private mutating func settle() {
    let columns = (0..<Int32(truncatingIfNeeded: total)).filter { status[Int($0)] == .basic }
    if columns.count == matrix.rowCount {
      for row in 0..<matrix.rowCount { basic[row] = columns[row] }
    } else {
      _ = factors.factorise(Slab(columns), of: matrix, into: basic)
      for j in columns { status[Int(j)] = .atLower }
      for row in 0..<matrix.rowCount { status[Int(basic[row])] = .basic }
    }
    for j in 0..<total where status[j] != .basic { stand(j, atUpper: status[j] == .atUpper) }
  }

  /// Puts a nonbasic column at a bound.
  func stand(_ j: Int, atUpper: Bool) {
    if lower[j] == upper[j] {
      status[j] = .fixed
      value[j] = lower[j]
    } else if upper[j] < .infinity, atUpper || lower[j] == -.infinity {
      status[j] = .atUpper
      value[j] = upper[j]
    } else if lower[j] > -.infinity {
      status[j] = .atLower
      value[j] = lower[j]
    } else {
      status[j] = .free
      value[j] = 0
    }
  }

  /// How far a column outside its bounds still counts as inside, scaled.
  static var feasibility: Double { 1e-9 }
  /// Reduced costs below this count as 0, scaled.
  static var optimality: Double { 1e-9 }
}

extension PrimalSimplex {
  /// Starts from a point near the optimum: the columns that have the most room on both sides are basic, and the others
  /// that are between their bounds stay where they are at first.
  ///
  /// - Parameter worth: by logical column, then by column, how far from 0 its reduced cost is, in typical costs, where that is
  ///   known: what is far from it is at its bound, and what is near may be basic without being between its bounds.
  init(_ model: LinearModel, scaling: Scaling, near start: [Double], worth: [Double]?) {
    self.init(model, scaling: scaling, basis: nil)
    let rows = matrix.rowCount
    let activity = model.activities(start)
    for row in 0..<rows { value[row] = -activity[row] * scaling.row[row] }
    for column in 0..<model.columnCount { value[rows + column] = start[column] / scaling.column[column] }
    var inner: [(column: Int32, room: Double)] = []
    var outer: [(column: Int32, worth: Double)] = []
    for j in 0..<total {
      let unit = j < rows ? scaling.row[j] : 1 / scaling.column[j - rows]
      let room = min(value[j] - lower[j], upper[j] - value[j]) / unit
      let distance = worth?[j] ?? 0
      if room > max(1e-6, distance * Tuning.Simplex.roomPerCost) {
        inner.append((Int32(truncatingIfNeeded: j), room))
      } else {
        stand(j, atUpper: value[j] - lower[j] > upper[j] - value[j])
        if worth != nil, distance < Tuning.Simplex.fillingShare {
          outer.append((Int32(truncatingIfNeeded: j), distance))
        }
      }
    }
    outer.sort { $0.worth == $1.worth ? $0.column < $1.column : $0.worth < $1.worth }
    inner.sort { $0.room == $1.room ? $0.column < $1.column : $0.room > $1.room }
    let chosen = factors.factoriseGreedily(inner.map(\.column) + outer.map(\.column), of: matrix)
    for item in inner { status[Int(item.column)] = .free }
    for row in 0..<rows {
      basic[row] = chosen[row]
      status[Int(chosen[row])] = .basic
    }
    hasFactors = rows <= Tuning.Simplex.smallBasis
  }

  /// Whether the bounds are a little wider than they are to be.
  var isPerturbed: Bool { trueBounds != nil }

  /// Widens the bounds of the basic columns by different tiny amounts, so that those that stand at their bounds can move
  /// and the method does not turn in circles.
  mutating func perturb() {
    guard trueBounds == nil else { return }
    trueBounds = ((0..<total).map { lower[$0] }, (0..<total).map { upper[$0] })
    var random: UInt64 = 0x9E37_79B9_7F4A_7C15
    for row in 0..<matrix.rowCount {
      let j = Int(basic[row])
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let amount = Self.perturbation * (1 + Double(random >> 40) / Double(1 << 24))
      if lower[j] > -.infinity { lower[j] -= amount * max(1, abs(lower[j])) }
      if upper[j] < .infinity { upper[j] += amount * max(1, abs(upper[j])) }
      if side[row] != 0 { side[row] = sideOfBounds(j) }
    }
    stalledPivots = 0
  }

  /// Takes the widening back.
  mutating func restoreBounds() {
    guard let bounds = trueBounds else { return }
    trueBounds = nil
    for j in 0..<total {
      let wasAtUpper = status[j] == .atUpper
      let wasFree = status[j] == .free
      lower[j] = bounds.lower[j]
      upper[j] = bounds.upper[j]
      if status[j] != .basic, !wasFree { stand(j, atUpper: wasAtUpper) }
    }
  }

  private static var perturbation: Double { 1e-7 }

  /// Changes the bounds of a column.
  func setBounds(_ j: Int, lower newLower: Double, upper newUpper: Double) {
    let wasAtUpper = status[j] == .atUpper
    lower[j] = newLower
    upper[j] = newUpper
    if status[j] != .basic { stand(j, atUpper: wasAtUpper) }
  }
}

// MARK: - From scratch

extension PrimalSimplex {
  /// Factorises the basis and computes all that depends on it.
  mutating func refresh() {
    if hasFactors {
      hasFactors = false
    } else {
      let dependent = factors.factorise(basic, of: matrix, into: basic)
      for j in dependent {
        let isNearUpper = upper[j] < .infinity && abs(value[j] - upper[j]) < abs(value[j] - lower[j])
        stand(j, atUpper: isNearUpper)
      }
      for row in 0..<matrix.rowCount { status[Int(basic[row])] = .basic }
    }
    computeValues()
    computePrices()
    isFresh = true
  }

  /// The basic columns' values, from those of the others.
  private mutating func computeValues() {
    column.clear()
    for j in 0..<total where status[j] != .basic && value[j] != 0 { matrix.add(j, times: -value[j], to: &column) }
    factors.solve(&column)
    for row in 0..<matrix.rowCount {
      value[Int(basic[row])] = column.value[row]
      side[row] = sideOfBounds(Int(basic[row]))
    }
  }

  /// The rows' prices, from what the basic columns cost at the margin; forgets the list of columns.
  mutating func computePrices() {
    marginalCosts.clear()
    for row in 0..<matrix.rowCount {
      let amount = marginalCost(at: row)
      if amount != 0 { marginalCosts.add(amount, at: row) }
    }
    factors.solveTransposed(&marginalCosts)
    for row in 0..<matrix.rowCount { price[row] = marginalCosts.value[row] }
    pricing.forget()
  }

  /// What a basic column costs at the margin.
  @inline(__always)
  func marginalCost(at row: Int) -> Double {
    (ignoresCosts ? 0 : cost[Int(basic[row])]) + penalty * Double(side[row])
  }

  @inline(__always)
  func sideOfBounds(_ j: Int) -> Int8 {
    let tolerance = Self.feasibility
    return value[j] < lower[j] - tolerance ? -1 : value[j] > upper[j] + tolerance ? 1 : 0
  }

  /// The sum of the distances by which basic columns are outside their bounds.
  func infeasibility() -> Double {
    var sum = 0.0
    for row in 0..<matrix.rowCount where side[row] != 0 {
      let j = Int(basic[row])
      sum += side[row] < 0 ? lower[j] - value[j] : value[j] - upper[j]
    }
    return sum
  }

  func objective() -> Double {
    var sum = 0.0
    for j in 0..<total { sum += cost[j] * value[j] }
    return sum
  }
}
