// SPDX-License-Identifier: GPL-3.0-or-later

package import LinearModels

/// Prices and a point near the optimum of a program with far more columns than its optimum uses.
///
/// An interior point method solves the program with those columns that look worth it at known prices; at the prices that
/// it finds others may be worth it, and are taken in, until few are. (R. E. Bixby, J. W. Gregory, I. J. Lustig, R. E.
/// Marsten, D. F. Shanno, "Very large-scale linear programming: a case study in combining interior point and simplex
/// methods", 1992, https://doi.org/10.1287/opre.40.5.885.)
package struct InteriorSifting {
  /// Values of the columns, within their bounds, that nearly satisfy the rows.
  package private(set) var point: [Double]
  /// Prices of the rows.
  package private(set) var prices: [Double]
  /// The steps of the interior point method.
  package private(set) var steps = 0
  /// The columns that take part.
  package private(set) var columns: [Int] = []

  private let model: LinearModel
  private let blocks: [OptionalIndex]
  private let essential: Range<Int>
  private let threads: Int
  /// What a typical column costs.
  private let typicalCost: Double

  /// How far known prices are from those of an optimum, as a share of a typical cost.
  package enum Nearness {
    /// As an ascent leaves them.
    case rough
    /// As those of a program that is a little different.
    case close
  }

  /// Prepares a program.
  ///
  /// - Parameters:
  ///   - model: a sound model, see ``LinearModel/problems()``.
  ///   - point: values of the columns that are near an optimum, roughly.
  ///   - prices: prices of the rows that are near an optimum, roughly.
  ///   - blocks: for each row a block, such as its period, such that few rows hang together with several, and nil for
  ///     those; empty where none are known.
  ///   - essential: columns without which the rows may have no solution: they always take part.
  ///   - threads: how many threads may work at the same time; the result is the same for any number.
  package init(
    _ model: LinearModel, near point: [Double], prices: [Double], blocks: [OptionalIndex],
    essential: Range<Int> = 0..<0, threads: Int
  ) {
    self.model = model
    self.point = point
    self.prices = prices
    self.blocks = blocks
    self.essential = essential
    self.threads = threads
    typicalCost = model.typicalCost
  }

  /// Solves, and takes columns in, until few are worth it that take no part.
  ///
  /// - Parameters:
  ///   - nearness: of the prices that are known.
  ///   - goal: the relative gap to come to.
  ///   - isOver: asked before each step whether it is to end, told the steps so far.
  /// - Returns: whether point and prices are better than those it began with: not where the factors would be too large,
  ///   or numbers got out of hand, or it was over before.
  package mutating func solve(from nearness: Nearness, until goal: Double, isOver: (_ steps: Int) -> Bool) -> Bool {
    let reduced = model.reducedCosts(prices)
    let margin = Tuning.Interior.margin(nearness) * typicalCost
    columns = (0..<model.columnCount).filter { column in
      point[column] > model.columnLower[column] || reduced[column] < margin
        || essential.contains(column) || model.columnStart[column + 1] - model.columnStart[column] < 2
        || model.columnLower[column] == -.infinity
    }
    guard columns.count <= Tuning.Interior.mostColumnsPerRow * model.rowCount else { return false }
    for round in 1...Tuning.Interior.mostRounds {
      switch solvePart(until: goal, looksForMore: round < Tuning.Interior.mostRounds, isOver: isOver) {
      case .solved: return true
      case .failed: return false
      case .lacks(let missing): columns = (columns + missing).sorted()
      }
    }
    return false
  }

  /// How it went with the columns that took part.
  private enum Outcome {
    case solved
    case failed
    /// Columns that took no part are worth it.
    case lacks([Int])
  }

  /// The columns that take no part and would improve the value.
  private func improving(at prices: [Double]) -> [Int] {
    var takesPart = [Bool](repeating: false, count: model.columnCount)
    for column in columns { takesPart[column] = true }
    let reduced = model.reducedCosts(prices)
    return (0..<model.columnCount).filter { !takesPart[$0] && reduced[$0] < -1e-6 * typicalCost }
  }

  /// Solves the program with the columns that take part, unless others are seen to be missing on the way: from what is
  /// known, and where that leads nowhere, from the beginning.
  private mutating func solvePart(until goal: Double, looksForMore: Bool, isOver: (_ steps: Int) -> Bool) -> Outcome {
    let part = model.keeping(columns: columns)
    guard !isOver(steps), let order = NormalEquations.order(part, blocks: blocks, isOver: { isOver(steps) }) else {
      return .failed
    }
    var near = InteriorPoint(part, order: order, near: (columns.map { point[$0] }, prices), threads: threads)
    let outcome = follow(&near, until: goal, looksForMore: looksForMore, isOver: isOver)
    guard case .failed = outcome, !isOver(steps) else { return outcome }
    var unknown = InteriorPoint(part, order: order, threads: threads)
    return follow(&unknown, until: goal, looksForMore: looksForMore, isOver: isOver)
  }

  /// Goes on until the gap is reached, or nothing helps any more, or columns are seen to be missing.
  private mutating func follow(
    _ interior: inout InteriorPoint, until goal: Double, looksForMore: Bool, isOver: (_ steps: Int) -> Bool
  ) -> Outcome {
    var looksForMore = looksForMore
    var best = (measure: Double.infinity, steps: 0)
    var kept: (point: [Double], prices: [Double])?
    while interior.error.isFinite, !interior.error.isWithin(goal), !isOver(steps),
      interior.steps < best.steps + Tuning.Interior.mostIdleSteps
    {
      guard interior.step(isOver: { isOver(steps) }) else { break }
      interior.measure()
      steps += 1
      guard interior.error.isFinite else { break }
      if looksForMore, interior.error.tellsPrices {
        looksForMore = false
        let missing = improving(at: interior.prices)
        if missing.count > model.rowCount / Tuning.Interior.rowsPerMissing {
          take(interior.point, interior.prices)
          return .lacks(missing)
        }
      }
      guard interior.error.measure < best.measure else { continue }
      best = (interior.error.measure, interior.steps)
      if best.measure < Tuning.Interior.wideGap { kept = (interior.point, interior.prices) }
    }
    guard let kept else { return .failed }
    take(kept.point, kept.prices)
    return .solved
  }

  /// Takes values of the columns that take part, and prices.
  private mutating func take(_ values: [Double], _ newPrices: [Double]) {
    prices = newPrices
    point = (0..<model.columnCount).map { column in
      model.columnLower[column] > -.infinity ? model.columnLower[column] : min(0, model.columnUpper[column])
    }
    for (position, column) in columns.enumerated() { point[column] = values[position] }
  }
}
