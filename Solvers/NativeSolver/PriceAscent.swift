// SPDX-License-Identifier: GPL-3.0-or-later

public import LinearModels

/// Prices for the rows of a linear program, and a primal point near its optimum, without any library.
///
/// The proximal point method on the primal, with each subproblem solved approximately by exact dual block-coordinate
/// ascent: with `minimise c'x + sum (x_j - k_j)^2 / (2 tau_j)` the minimiser for given prices is
/// `x_j = clip(k_j - tau_j r_j, lower, upper)`, r the reduced costs, so that one row's best price is the root of a
/// monotone piecewise linear function of one variable. Rows are swept forwards and backwards; after a few sweeps the
/// point becomes the new centre. (R. T. Rockafellar, "Monotone Operators and the Proximal Point Algorithm", 1976,
/// https://doi.org/10.1137/0314056; P. Tseng, "Dual coordinate ascent methods for non-strictly convex minimization",
/// 1993, https://doi.org/10.1007/BF01582154.)
///
/// Any prices give a lower bound (``LinearModel/dualBound(_:)``); ``bestDual`` are those with the highest so far.
public struct PriceAscent: Sendable {
  /// The program.
  public let model: LinearModel
  /// The latest prices, by row.
  public private(set) var dual: [Double]
  /// The latest point, by column: within its bounds, and near to satisfying the rows.
  public private(set) var primal: [Double]
  /// The prices with the highest bound so far.
  public private(set) var bestDual: [Double]
  /// The highest bound so far.
  public private(set) var bestBound: Double
  /// Sweeps over all rows done.
  public private(set) var sweeps = 0

  /// Units of x for a unit of reduced cost, by column.
  private var stepSize: [Double]
  /// The row that implies a column's upper bound, or -1.
  private let impliedBy: [Int32]
  /// The upper bounds that no row implies.
  private let upper: [Double]
  private var stepFactor = 1.0
  private var reducedCost: [Double]
  /// The matrix by rows.
  private let rowStart: [Int]
  private let rowColumn: [Int32]
  private let rowValue: [Double]

  /// Prepares the ascent from prices of 0, or from given ones.
  ///
  /// - Parameters:
  ///   - model: a sound model in which every column that is worth raising without end has a finite upper bound.
  ///   - impliedBy: for the first columns the row, with a coefficient of 1 there, that implies the upper bound, or -1.
  ///     Such a bound is left to the row's price.
  ///   - start: prices to start from, by row, or nil.
  /// - Complexity: O(entries) time and memory.
  public init(_ model: LinearModel, impliedBy: [Int32] = [], start: [Double]? = nil) {
    self.model = model
    self.impliedBy = impliedBy
    upper = model.columnUpper.enumerated().map { column, bound in
      column < impliedBy.count && impliedBy[column] >= 0 ? .infinity : bound
    }
    let rows = model.rowCount
    dual = start ?? Array(repeating: 0, count: rows)
    bestDual = dual
    primal = zip(model.columnLower, model.columnUpper).map { lower, upper in
      lower.isFinite ? lower : (upper.isFinite ? upper : 0)
    }
    var starts = [Int](repeating: 0, count: rows + 1)
    for row in model.entryRow { starts[Int(row) + 1] += 1 }
    for row in 0..<rows { starts[row + 1] += starts[row] }
    var next = starts
    var columns = [Int32](repeating: 0, count: model.entryCount)
    var values = [Double](repeating: 0, count: model.entryCount)
    for column in 0..<model.columnCount {
      for entry in model.columnStart[column]..<model.columnStart[column + 1] {
        let row = Int(model.entryRow[entry])
        columns[next[row]] = Int32(column)
        values[next[row]] = model.entryValue[entry]
        next[row] += 1
      }
    }
    rowStart = starts
    rowColumn = columns
    rowValue = values
    stepSize = Self.stepSizes(model)
    reducedCost = model.reducedCosts(dual)
    bestBound = model.dualBound(dual)
  }

  /// A step for each column: its range over the spread of the costs, so that a price that moves by a typical cost can
  /// move a column through its whole range.
  private static func stepSizes(_ model: LinearModel) -> [Double] {
    var sum = 0.0
    var count = 0
    for column in 0..<model.columnCount where model.cost[column] > 0 {
      sum += model.cost[column]
      count += 1
    }
    let typical = count > 0 ? max(sum / Double(count), 1e-6) : 1
    return (0..<model.columnCount).map { column in
      let range = model.columnUpper[column] - model.columnLower[column]
      return (range.isFinite ? range : 1000) * 0.4 / typical
    }
  }

  /// Does some proximal steps.
  ///
  /// - Parameters:
  ///   - steps: how many times the centre moves.
  ///   - sweepsPerStep: sweeps over all rows for each.
  /// - Complexity: O(steps x sweeps x entries)
  public mutating func ascend(steps: Int, sweepsPerStep: Int = 4) {
    guard model.rowCount > 0, model.columnCount > 0 else {
      primal = primalWithoutRows()
      return
    }
    for step in 0..<steps {
      let moved = sweepOnce(count: sweepsPerStep)
      if step % 2 == 1 || step == steps - 1 {
        // Incremental updates drift; fresh figures keep it below what matters.
        reducedCost = model.reducedCosts(dual)
        adaptSteps(moved: moved)
        keepIfBest()
      }
    }
  }

  /// Lets the steps grow while the sweeps keep up with the moving centre, and shrink where they do not.
  private mutating func adaptSteps(moved: Double) {
    var missed = 0.0
    for (row, activity) in model.activities(primal).enumerated() {
      missed += max(0, model.rowLower[row] - activity, activity - model.rowUpper[row])
    }
    let ratio = missed / max(moved, 1e-9)
    let factor = ratio < 0.3 ? 1.25 : ratio > 1.5 ? 0.8 : 1
    let next = stepFactor * factor
    guard factor != 1, next >= 1e-3, next <= 1e3 else { return }
    stepFactor = next
    for column in stepSize.indices { stepSize[column] *= factor }
  }

  /// Keeps the prices if their bound is the highest so far, after the rows that imply upper bounds have taken over what
  /// the bounds would have cost.
  private mutating func keepIfBest() {
    var folded = dual
    for column in impliedBy.indices where impliedBy[column] >= 0 && reducedCost[column] < 0 {
      let row = Int(impliedBy[column])
      folded[row] = min(folded[row], dual[row] + reducedCost[column])
    }
    let bound = model.dualBound(folded)
    if bound > bestBound {
      bestBound = bound
      bestDual = folded
    }
  }

  private func primalWithoutRows() -> [Double] {
    (0..<model.columnCount).map { model.cost[$0] < 0 ? model.columnUpper[$0] : model.columnLower[$0] }
  }

  /// Sweeps, then moves the centre.
  ///
  /// - Returns: how far the centre moved, all columns together.
  private mutating func sweepOnce(count: Int) -> Double {
    var moved = 0.0
    let rows = model.rowCount
    let columns = model.columnCount
    let lower = model.columnLower
    let upper = upper
    let rowLower = model.rowLower
    let rowUpper = model.rowUpper
    sweeps += count
    primal.withUnsafeMutableBufferPointer { centre in
      dual.withUnsafeMutableBufferPointer { dual in
        reducedCost.withUnsafeMutableBufferPointer { reducedCost in
          lower.withUnsafeBufferPointer { lower in
            upper.withUnsafeBufferPointer { upper in
              stepSize.withUnsafeBufferPointer { stepSize in
                rowColumn.withUnsafeBufferPointer { rowColumn in
                  rowValue.withUnsafeBufferPointer { rowValue in
                    let kernel = RowKernel(
                      centre: centre, reducedCost: reducedCost, lower: lower, upper: upper, stepSize: stepSize,
                      rowColumn: rowColumn, rowValue: rowValue)
                    for sweep in 0..<count {
                      for position in 0..<rows {
                        let row = sweep % 2 == 0 ? position : rows - 1 - position
                        kernel.solve(
                          from: rowStart[row], to: rowStart[row + 1], side: (rowLower[row], rowUpper[row]),
                          price: &dual[row])
                      }
                    }
                    for column in 0..<columns {
                      let next = min(
                        max(centre[column] - stepSize[column] * reducedCost[column], lower[column]), upper[column])
                      moved += abs(next - centre[column])
                      centre[column] = next
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    return moved
  }
}

/// The best price of one row, everything else held.
private struct RowKernel {
  let centre: UnsafeMutableBufferPointer<Double>
  let reducedCost: UnsafeMutableBufferPointer<Double>
  let lower: UnsafeBufferPointer<Double>
  let upper: UnsafeBufferPointer<Double>
  let stepSize: UnsafeBufferPointer<Double>
  let rowColumn: UnsafeBufferPointer<Int32>
  let rowValue: UnsafeBufferPointer<Double>

  /// The row's activity, and its slope, where the price is `change` above the present one; with the distance to the
  /// next price in either direction at which a column leaves a bound.
  @inline(__always)
  private func activity(
    _ first: Int, _ last: Int, _ change: Double
  ) -> (value: Double, slope: Double) {
    var value = 0.0
    var slope = 0.0
    for entry in first..<last {
      let column = Int(rowColumn[entry])
      let coefficient = rowValue[entry]
      let step = stepSize[column]
      let wish = centre[column] - step * (reducedCost[column] - coefficient * change)
      let low = lower[column]
      let high = upper[column]
      if wish <= low {
        value += coefficient * low
      } else if wish >= high {
        value += coefficient * high
      } else {
        value += coefficient * wish
        slope += coefficient * coefficient * step
      }
    }
    return (value, slope)
  }

  /// The smallest change of the price, in the direction of `sign`, at which the activity begins to move.
  private func nextBreak(_ first: Int, _ last: Int, _ change: Double, sign: Double) -> Double? {
    var nearest = Double.infinity
    for entry in first..<last {
      let column = Int(rowColumn[entry])
      let slope = rowValue[entry] * sign * stepSize[column]
      let wish = centre[column] - stepSize[column] * (reducedCost[column] - rowValue[entry] * change)
      if slope > 0, wish < upper[column] {
        nearest = min(nearest, max(0, lower[column] - wish) / slope)
      } else if slope < 0, wish > lower[column] {
        nearest = min(nearest, max(0, wish - upper[column]) / -slope)
      }
    }
    return nearest.isFinite ? change + sign * nearest : nil
  }

  func solve(from first: Int, to last: Int, side: (lower: Double, upper: Double), price: inout Double) {
    guard first < last else { return }
    var change = 0.0
    var below = -Double.infinity
    var above = Double.infinity
    for _ in 0..<24 {
      let now = activity(first, last, change)
      let target: Double
      let current = price + change
      if now.value < side.lower {
        target = side.lower
      } else if now.value > side.upper {
        target = side.upper
      } else if current > 0 {
        // Above its lower limit with a price that calls for more: the price falls.
        target = side.lower
      } else if current < 0 {
        target = side.upper
      } else {
        break
      }
      let miss = target - now.value
      if abs(miss) <= 1e-11 * (1 + abs(target)) { break }
      if miss > 0 { below = change } else { above = change }
      var next: Double
      if now.slope > 0 {
        next = change + miss / now.slope
      } else if let jump = nextBreak(first, last, change, sign: miss > 0 ? 1 : -1) {
        // On a flat piece: to just behind its end.
        next = jump + (miss > 0 ? 1e-9 : -1e-9) * max(1, abs(jump))
      } else if current != 0, side.lower <= now.value, now.value <= side.upper {
        next = -price
      } else {
        break
      }
      if next <= below || next >= above { next = (below + above) / 2 }
      // An inequality's price does not change its sign: at 0 the row is free.
      if current > 0, now.value >= side.lower, price + next < 0 { next = -price }
      if current < 0, now.value <= side.upper, price + next > 0 { next = -price }
      if side.lower == -.infinity, price + next > 0 { next = -price }
      if side.upper == .infinity, price + next < 0 { next = -price }
      if next == change || !next.isFinite { break }
      change = next
    }
    guard change != 0 else { return }
    price += change
    for entry in first..<last { reducedCost[Int(rowColumn[entry])] -= rowValue[entry] * change }
  }
}
