// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

extension Basis {
  /// The rows are basic, but where a row cannot hold at 0: there a column that has its only entry in the row, if it can
  /// take up the row's side.
  ///
  /// In staffing programs these are the unmet amounts, so that this is the plan in which nobody does anything.
  ///
  /// - Complexity: O(columns)
  init(singletonsOf model: LinearModel) {
    self.init(
      columns: Array(repeating: .atLower, count: model.columnCount),
      rows: Array(repeating: .basic, count: model.rowCount))
    for column in 0..<model.columnCount {
      let first = model.columnStart[column]
      guard model.columnStart[column + 1] - first == 1 else { continue }
      let row = Int(model.entryRow[first])
      guard rows[row] == .basic, model.rowLower[row] > 0 || model.rowUpper[row] < 0 else { continue }
      let side = model.rowLower[row] > 0 ? model.rowLower[row] : model.rowUpper[row]
      let value = side / model.entryValue[first]
      guard value >= model.columnLower[column], value <= model.columnUpper[column] else { continue }
      columns[column] = .basic
      rows[row] = model.rowLower[row] == model.rowUpper[row] ? .fixed : model.rowLower[row] > 0 ? .atLower : .atUpper
    }
  }
}
