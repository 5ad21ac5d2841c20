// SPDX-License-Identifier: GPL-3.0-or-later

extension LinearModel {
  /// The objective of a point, offset included.
  public func objective(_ primal: [Double]) -> Double {
    var sum = offset
    for column in 0..<columnCount { sum += cost[column] * primal[column] }
    return sum
  }

  /// The rows' activities `A x`.
  public func activities(_ primal: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: rowCount)
    for column in 0..<columnCount where primal[column] != 0 {
      for entry in columnStart[column]..<columnStart[column + 1] {
        result[Int(entryRow[entry])] += entryValue[entry] * primal[column]
      }
    }
    return result
  }

  /// The columns' reduced costs `cost - A' y`.
  public func reducedCosts(_ dual: [Double]) -> [Double] {
    precondition(dual.count == rowCount, "as many multipliers as rows")
    // Engines call this again and again for millions of entries: the arrays are looked at once, not for each of them.
    return entryRow.withUnsafeBufferPointer { entryRow in
      entryValue.withUnsafeBufferPointer { entryValue in
        columnStart.withUnsafeBufferPointer { columnStart in
          cost.withUnsafeBufferPointer { cost in
            dual.withUnsafeBufferPointer { dual in
              [Double](unsafeUninitializedCapacity: cost.count) { result, count in
                for column in 0..<cost.count {
                  var reduced = cost[column]
                  for entry in columnStart[column]..<columnStart[column + 1] {
                    reduced -= entryValue[entry] * dual[Int(entryRow[entry])]
                  }
                  result.initializeElement(at: column, to: reduced)
                }
                count = cost.count
              }
            }
          }
        }
      }
    }
  }

  /// The largest amount by which a point misses a row or a bound.
  public func infeasibility(_ primal: [Double]) -> Double {
    var worst = 0.0
    for (row, activity) in activities(primal).enumerated() {
      worst = max(worst, rowLower[row] - activity, activity - rowUpper[row])
    }
    for column in 0..<columnCount {
      worst = max(worst, columnLower[column] - primal[column], primal[column] - columnUpper[column])
    }
    return worst
  }

  /// The Lagrangian bound of any multipliers: the objective of no feasible point is below it, up to rounding in
  /// the last places.
  ///
  /// A multiplier of the wrong sign for its row counts as 0. The bound is `-infinity` where a column without a finite
  /// bound has a reduced cost that calls for it.
  public func dualBound(_ dual: [Double]) -> Double {
    var bound = offset
    var usable = dual
    for row in 0..<rowCount {
      let price = dual[row]
      let side = price > 0 ? rowLower[row] : rowUpper[row]
      if price == 0 || !side.isFinite { usable[row] = 0 } else { bound += price * side }
    }
    for (column, reducedCost) in reducedCosts(usable).enumerated() where reducedCost != 0 {
      bound += reducedCost * (reducedCost > 0 ? columnLower[column] : columnUpper[column])
    }
    return bound
  }
}
