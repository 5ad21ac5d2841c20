// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// A primal-dual interior point method: prices and a point near the optimum of a linear program, however degenerate.
///
/// The predictor-corrector method with bounds on both sides. (S. Mehrotra, "On the implementation of a primal-dual interior
/// point method", 1992, https://doi.org/10.1137/0802028.) Its equations are factorised anew in each step; that is cheap
/// in staffing programs, where the rows of people and periods leave hardly more than the demands.
///
/// Everything is scaled. Column i is the logical column of row i, which holds the negative of the activity; the program's
/// columns follow. So all rows ask for a sum of 0.
struct InteriorPoint: ~Copyable {
  let model: LinearModel
  let scaling: Scaling
  let equations: NormalEquations
  let rows: Int
  /// Structural and logical columns together.
  let total: Int
  let lower: Slab<Double>
  let upper: Slab<Double>
  let cost: Slab<Double>
  /// The point, how far it is from its bounds, which differences of large figures would not tell, and the reduced costs
  /// that the bounds hold.
  let x: Slab<Double>
  let below: Slab<Double>
  let above: Slab<Double>
  let atLower: Slab<Double>
  let atUpper: Slab<Double>
  /// The prices of the rows.
  let y: Slab<Double>
  /// The direction of the next step, and what it is put together from.
  let direction: Direction
  let kept: Direction
  /// By column what a unit of reduced cost moves it.
  let weight: Slab<Double>
  /// What the rows lack, and what the reduced costs do not hold.
  let residual: Slab<Double>
  let dualResidual: Slab<Double>
  /// The right side of the equations.
  let right: Slab<Double>
  /// What the direction is to add to the products of rooms and reduced costs.
  let lowerTarget: Slab<Double>
  let upperTarget: Slab<Double>
  /// How many products there are.
  private(set) var pairs = 0
  /// The steps so far.
  var steps = 0
  /// By how much rows and reduced costs are missed at most, and how far value and bound are apart, relatively.
  private(set) var error = Error()

  /// What is left until the optimum.
  struct Error {
    var primal = Double.infinity
    var dual = Double.infinity
    var gap = Double.infinity

    /// Whether the point is as good as an optimum to within a relative gap.
    func isWithin(_ goal: Double) -> Bool { primal < 1e-8 && dual < 1e-6 && gap < goal }
    /// Whether the prices tell what columns are worth it: that is so before the rows are kept.
    var tellsPrices: Bool { max(gap, dual, primal * 10) < Tuning.Interior.tellingGap }
    var isFinite: Bool { primal.isFinite && dual.isFinite && gap.isFinite }
    /// One figure for all.
    var measure: Double { max(gap, primal * 100, dual) }
  }

  /// A direction of point, reduced costs and prices.
  struct Direction: ~Copyable {
    let x: Slab<Double>
    let atLower: Slab<Double>
    let atUpper: Slab<Double>
    let y: Slab<Double>

    init(total: Int, rows: Int) {
      x = Slab(total, repeating: 0)
      atLower = Slab(total, repeating: 0)
      atUpper = Slab(total, repeating: 0)
      y = Slab(rows, repeating: 0)
    }

    func copy(_ other: borrowing Direction) {
      x.base.update(from: other.x.base, count: x.count)
      atLower.base.update(from: other.atLower.base, count: x.count)
      atUpper.base.update(from: other.atUpper.base, count: x.count)
      y.base.update(from: other.y.base, count: y.count)
    }
  }

  /// Prepares a program.
  ///
  /// - Parameters:
  ///   - order: in which its rows are eliminated.
  ///   - start: values of the columns, within their bounds, and prices of the rows that are near an optimum, roughly; nil
  ///     where none are known.
  ///   - threads: how many threads may work at the same time; the result is the same for any number.
  init(
    _ model: LinearModel, order: EliminationOrder, near start: (point: [Double], prices: [Double])? = nil, threads: Int
  ) {
    self.model = model
    scaling = Scaling(model)
    equations = NormalEquations(model, scaling: scaling, order: order, threads: threads)
    rows = model.rowCount
    total = model.rowCount + model.columnCount
    lower = Slab(total, repeating: 0)
    upper = Slab(total, repeating: 0)
    cost = Slab(total, repeating: 0)
    x = Slab(total, repeating: 0)
    below = Slab(total, repeating: .infinity)
    above = Slab(total, repeating: .infinity)
    atLower = Slab(total, repeating: 0)
    atUpper = Slab(total, repeating: 0)
    weight = Slab(total, repeating: 0)
    dualResidual = Slab(total, repeating: 0)
    lowerTarget = Slab(total, repeating: 0)
    upperTarget = Slab(total, repeating: 0)
    direction = Direction(total: total, rows: rows)
    kept = Direction(total: total, rows: rows)
    y = Slab(rows, repeating: 0)
    residual = Slab(rows, repeating: 0)
    right = Slab(rows, repeating: 0)
    scaling.write(model, lower: lower, upper: upper, cost: cost)
    dropImpliedBounds()
    for j in 0..<total where !isFixed(j) { pairs += (hasLower(j) ? 1 : 0) + (hasUpper(j) ? 1 : 0) }
    if let start { begin(near: start.point, prices: start.prices) } else { begin() }
    measure()
  }

  @inline(__always) func isFixed(_ j: Int) -> Bool { lower[j] == upper[j] }
  @inline(__always) func hasLower(_ j: Int) -> Bool { lower[j] > -.infinity }
  @inline(__always) func hasUpper(_ j: Int) -> Bool { upper[j] < .infinity }

  /// The prices of the program's rows.
  var prices: [Double] { (0..<rows).map { y[$0] * scaling.row[$0] / scaling.objective } }
  /// The values of the program's columns, within their bounds.
  var point: [Double] {
    (0..<model.columnCount).map { j in
      min(max(x[rows + j] * scaling.column[j], model.columnLower[j]), model.columnUpper[j])
    }
  }

  /// Leaves upper bounds to rows that imply them: where a row allows no more anyway, the bound's price and the row's could
  /// grow together without end.
  private func dropImpliedBounds() {
    // What the columns of a row come to at least; nothing is said where one may be below 0.
    let least = Slab<Double>(rows, repeating: 0)
    for column in 0..<model.columnCount {
      for entry in equations.matrix.columnStart[column]..<equations.matrix.columnStart[column + 1] {
        let value = equations.matrix.columnValue[entry]
        least[Int(equations.matrix.columnRow[entry])] +=
          value > 0 && hasLower(rows + column) ? value * lower[rows + column] : -.infinity
      }
    }
    for column in 0..<model.columnCount where hasUpper(rows + column) && !isFixed(rows + column) {
      let range = upper[rows + column] - lower[rows + column]
      for entry in equations.matrix.columnStart[column]..<equations.matrix.columnStart[column + 1] {
        let row = Int(equations.matrix.columnRow[entry])
        let room = -lower[row] - least[row]
        if room.isFinite, room / equations.matrix.columnValue[entry] <= range * (1 + 1e-9) {
          upper[rows + column] = .infinity
          break
        }
      }
    }
  }

  // MARK: Where it stands

  /// Computes what the rows lack.
  func findMissing() {
    residual.base.update(repeating: 0, count: rows)
    equations.add(x, to: residual)
    for i in 0..<rows { residual[i] = -residual[i] }
  }

  /// Computes what is left until the optimum.
  mutating func measure() {
    findMissing()
    var size = 0.0
    for j in 0..<total { size = max(size, abs(x[j])) }
    var missed = 0.0
    for i in 0..<rows { missed = max(missed, abs(residual[i])) }
    var next = Error(primal: missed / (1 + size), dual: 0, gap: 0)
    var value = 0.0
    var bound = 0.0
    for j in 0..<total {
      value += cost[j] * x[j]
      let reduced = cost[j] - equations.matrix.dot(j, y)
      if isFixed(j) {
        bound += reduced * lower[j]
        continue
      }
      let difference = reduced - atLower[j] + atUpper[j]
      dualResidual[j] = difference
      next.dual = max(next.dual, abs(difference))
      if hasLower(j) { bound += atLower[j] * lower[j] }
      if hasUpper(j) { bound -= atUpper[j] * upper[j] }
    }
    next.gap = abs(value - bound) / (1 + abs(value))
    // A maximum does not show what is not a number.
    if !(value + bound).isFinite { next.gap = .nan }
    error = next
  }
}
