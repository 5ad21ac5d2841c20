// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

extension SimplexSession {
  /// How far the limits of rows can be moved along a direction before the present basis is no longer optimal.
  ///
  /// Both limits of each row named are moved by `amount` for each unit. As long as the basis holds, so do its prices, so
  /// that the objective changes by the sum of price times amount for each unit. After an optimum only. (Ranging: V.
  /// Chvátal, "Linear Programming", 1983, chapter 10.)
  ///
  /// - Parameter direction: rows, each once, with what is added to their limits for one unit.
  /// - Returns: units down and up, each at least 0; both are 0 where a basic column at one of its bounds is moved both ways:
  ///   then another basis with the same values may hold longer.
  /// - Complexity: one solution with the factors of the basis.
  package func range(alongRows direction: [(row: Int, amount: Double)]) -> (down: Double, up: Double) {
    simplex.range(along: direction.map { ($0.row, $0.amount * scaling.row[$0.row]) })
  }
}

extension PrimalSimplex {
  /// The same in scaled rows.
  fileprivate mutating func range(along direction: [(row: Int, amount: Double)]) -> (down: Double, up: Double) {
    column.clear()
    // Moving a row's limits is the same as adding to its logical column, with the limits where they were.
    for (row, amount) in direction { column.add(amount, at: row) }
    factors.solve(&column)
    column.drop(below: 1e-12)
    var down = Double.infinity
    var up = Double.infinity
    for position in 0..<column.count {
      let row = Int(column.index[position])
      let j = Int(basic[row])
      let rate = abs(column.value[row])
      let toUpper = max(0, upper[j] - value[j] - Self.rangeTolerance) / rate
      let toLower = max(0, value[j] - lower[j] - Self.rangeTolerance) / rate
      if column.value[row] > 0 {
        up = min(up, toUpper)
        down = min(down, toLower)
      } else {
        up = min(up, toLower)
        down = min(down, toUpper)
      }
    }
    return (down, up)
  }

  /// What a basic column keeps clear of its bounds: less is what is left of nothing after floating point.
  private static var rangeTolerance: Double { 1e-8 }
}
