// SPDX-License-Identifier: GPL-3.0-or-later

extension LinearModel {
  /// The mean of what columns cost, as a measure for reduced costs; 0 without columns.
  package var typicalCost: Double { cost.reduce(0) { $0 + abs($1) } / Double(max(1, columnCount)) }

  /// The model with some of its columns, in a given order, and all of its rows. All its columns may take fractions.
  ///
  /// - Complexity: O(entries of these columns + rows)
  package func keeping(columns: [Int]) -> LinearModel {
    var part = LinearModel()
    part.offset = offset
    part.rowLower = rowLower
    part.rowUpper = rowUpper
    for column in columns {
      part.addColumn(cost: cost[column], lower: columnLower[column], upper: columnUpper[column])
      for entry in columnStart[column]..<columnStart[column + 1] {
        part.addEntry(row: Int(entryRow[entry]), value: entryValue[entry])
      }
    }
    return part
  }
}
