// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// Where an interior point method begins.
extension InteriorPoint {
  /// Begins inside the bounds, near the rows and near what the costs ask of prices.
  func begin() {
    for j in 0..<total {
      weight[j] = isFixed(j) ? 0 : 1
      x[j] =
        hasLower(j) ? (hasUpper(j) && !isFixed(j) ? (lower[j] + upper[j]) / 2 : lower[j]) : hasUpper(j) ? upper[j] : 0
    }
    _ = equations.factorise(weight) { false }
    // The nearest point that satisfies the rows.
    findMissing()
    equations.solve(residual)
    for j in 0..<total where !isFixed(j) { x[j] += equations.matrix.dot(j, residual) }
    // Prices that come nearest to the costs.
    for j in 0..<total { direction.x[j] = isFixed(j) ? 0 : cost[j] }
    equations.add(direction.x, to: y)
    equations.solve(y)
    for j in 0..<total where !isFixed(j) { dualResidual[j] = cost[j] - equations.matrix.dot(j, y) }
    var shift = (primal: Self.leastShift, dual: Self.leastShift)
    for j in 0..<total where !isFixed(j) && hasLower(j) != hasUpper(j) {
      let room = hasLower(j) ? x[j] - lower[j] : upper[j] - x[j]
      shift.primal = max(shift.primal, -1.5 * room)
      shift.dual = max(shift.dual, -1.5 * (hasLower(j) ? dualResidual[j] : -dualResidual[j]))
    }
    moveInside(by: shift)
    // As far again as is typical.
    var sums = (products: 0.0, rooms: 1e-30, prices: 1e-30)
    for j in 0..<total where !isFixed(j) {
      if hasLower(j) {
        sums.products += below[j] * atLower[j]
        sums.rooms += below[j]
        sums.prices += atLower[j]
      }
      if hasUpper(j) {
        sums.products += above[j] * atUpper[j]
        sums.rooms += above[j]
        sums.prices += atUpper[j]
      }
    }
    moveInside(
      by: (shift.primal + 0.5 * sums.products / sums.prices, shift.dual + 0.5 * sums.products / sums.rooms))
  }

  private static var leastShift: Double { 1e-3 }

  private func moveInside(by shift: (primal: Double, dual: Double)) {
    for j in 0..<total where !isFixed(j) {
      if hasLower(j), hasUpper(j) {
        let margin = min(shift.primal, 0.25 * (upper[j] - lower[j]))
        x[j] = min(max(x[j], lower[j] + margin), upper[j] - margin)
      } else if hasLower(j) {
        x[j] = max(x[j], lower[j]) + shift.primal
      } else if hasUpper(j) {
        x[j] = min(x[j], upper[j]) - shift.primal
      }
      if hasLower(j) {
        below[j] = x[j] - lower[j]
        atLower[j] = max(dualResidual[j], 0) + shift.dual
      }
      if hasUpper(j) {
        above[j] = upper[j] - x[j]
        atUpper[j] = max(-dualResidual[j], 0) + shift.dual
      }
    }
  }

  /// Begins where all products of a room and a reduced cost are the same, as near to a point and prices as that can be.
  ///
  /// What the products are is many times their average at the point and the prices: near the bounds there is no room for
  /// steps, and what the rows miss at first has to be small beside the products. (What a warm start asks for: E. A. Yildirim,
  /// S. J. Wright, "Warm-start strategies in interior-point methods for linear programming", 2002,
  /// https://doi.org/10.1137/S1052623400369235.)
  func begin(near point: [Double], prices: [Double]) {
    for row in 0..<rows { y[row] = prices[row] * scaling.objective / scaling.row[row] }
    for column in 0..<model.columnCount { x[rows + column] = point[column] / scaling.column[column] }
    findMissing()
    // With the logical columns at 0, what the rows lack is what they would hold.
    for row in 0..<rows { x[row] = residual[row] }
    // Not 0, even where nothing has room, or nothing a price.
    var sums = (products: 0.0, rooms: 1.0, prices: 1.0)
    for j in 0..<total {
      x[j] = min(max(x[j], lower[j]), upper[j])
      dualResidual[j] = cost[j] - equations.matrix.dot(j, y)
      guard !isFixed(j) else { continue }
      if hasLower(j) { Self.add(x[j] - lower[j], max(0, dualResidual[j]), to: &sums) }
      if hasUpper(j) { Self.add(upper[j] - x[j], max(0, -dualResidual[j]), to: &sums) }
    }
    let count = Double(max(1, pairs))
    let middle =
      max(sums.products, Self.leastProduct * sums.rooms * sums.prices / count) / count
      * Tuning.Interior.startingProducts
    let unit = (sums.rooms / sums.prices).squareRoot()
    for j in 0..<total where !isFixed(j) { moveInside(j, middle: middle, unit: unit) }
  }

  private static func add(
    _ room: Double, _ reducedCost: Double, to sums: inout (products: Double, rooms: Double, prices: Double)
  ) {
    sums.products += room * reducedCost
    sums.rooms += room
    sums.prices += reducedCost
  }

  /// The least average of the products, as a share of what rooms and reduced costs come to if they do not go together.
  private static var leastProduct: Double { 1e-6 }

  /// Moves a column away from its bounds, and gives it reduced costs, such that their products are what is asked for.
  private func moveInside(_ j: Int, middle: Double, unit: Double) {
    let reduced = dualResidual[j]
    if hasLower(j), hasUpper(j) {
      let range = upper[j] - lower[j]
      let isNearLower = reduced > 0
      let room = Self.room(
        near: isNearLower ? x[j] - lower[j] : upper[j] - x[j], abs(reduced), product: middle, unit: unit)
      below[j] = isNearLower ? min(room, 0.9 * range) : range - min(room, 0.9 * range)
      above[j] = range - below[j]
      x[j] = lower[j] + below[j]
    } else if hasLower(j) {
      below[j] = Self.room(near: x[j] - lower[j], max(0, reduced), product: middle, unit: unit)
      x[j] = lower[j] + below[j]
    } else if hasUpper(j) {
      above[j] = Self.room(near: upper[j] - x[j], max(0, -reduced), product: middle, unit: unit)
      x[j] = upper[j] - above[j]
    }
    if hasLower(j) { atLower[j] = middle / below[j] }
    if hasUpper(j) { atUpper[j] = middle / above[j] }
  }

  /// The room whose product with a reduced cost is given, such that the two differ by as much as known ones do.
  ///
  /// - Parameter unit: the square root of what room goes with a unit of reduced cost.
  private static func room(near room: Double, _ reducedCost: Double, product: Double, unit: Double) -> Double {
    let difference = room / unit - reducedCost * unit
    let root = (difference * difference + 4 * product).squareRoot()
    // Written such that nothing cancels.
    return (difference > 0 ? (difference + root) / 2 : 2 * product / (root - difference)) * unit
  }
}
