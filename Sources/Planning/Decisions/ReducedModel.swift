// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// A model without columns that are fixed, and without rows that have no others.
struct ReducedModel {
  private(set) var model = LinearModel()
  private let values: [Double]
  private let kept: [Int]
  /// Whether no row without columns is broken.
  private(set) var isFeasible = true

  init(_ whole: LinearModel, fixing fixed: [(column: Int, value: Double)]) {
    var lower = whole.columnLower
    var upper = whole.columnUpper
    for (column, value) in fixed { (lower[column], upper[column]) = (value, value) }
    var values = [Double](repeating: 0, count: whole.columnCount)
    var activity = [Double](repeating: 0, count: whole.rowCount)
    var isUsed = [Bool](repeating: false, count: whole.rowCount)
    var kept: [Int] = []
    for column in 0..<whole.columnCount {
      let entries = whole.columnStart[column]..<whole.columnStart[column + 1]
      if lower[column] == upper[column] {
        values[column] = lower[column]
        model.offset += whole.cost[column] * lower[column]
        if lower[column] != 0 {
          for entry in entries { activity[Int(whole.entryRow[entry])] += whole.entryValue[entry] * lower[column] }
        }
      } else {
        kept.append(column)
        for entry in entries { isUsed[Int(whole.entryRow[entry])] = true }
      }
    }
    model.offset += whole.offset
    var rows = [Int](repeating: 0, count: whole.rowCount)
    for row in 0..<whole.rowCount {
      let (least, most) = (whole.rowLower[row] - activity[row], whole.rowUpper[row] - activity[row])
      if isUsed[row] {
        rows[row] = model.addRow(lower: least, upper: most)
      } else if least > 1e-6 * max(1, abs(activity[row])) || most < -1e-6 * max(1, abs(activity[row])) {
        isFeasible = false
      }
    }
    let integers = Set(whole.integerColumns)
    for column in kept {
      let place = model.addColumn(cost: whole.cost[column], lower: lower[column], upper: upper[column])
      if integers.contains(column) { model.integerColumns.append(place) }
      for entry in whole.columnStart[column]..<whole.columnStart[column + 1] {
        model.addEntry(row: rows[Int(whole.entryRow[entry])], value: whole.entryValue[entry])
      }
    }
    self.values = values
    self.kept = kept
  }

  /// The kept columns of a point.
  func part(of point: [Double]) -> [Double] { kept.map { point[$0] } }

  /// A point of the whole model.
  func whole(_ part: [Double]) -> [Double] {
    var point = values
    for (column, value) in zip(kept, part) { point[column] = value }
    return point
  }
}
