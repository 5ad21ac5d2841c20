// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

extension ConformanceCase {
  /// The case and its variants.
  func variants() -> [ConformanceCase] {
    [self, permuted(), scaled(), negated()]
  }

  private func named(_ variant: String, _ model: LinearModel, objective: Double?) -> ConformanceCase {
    ConformanceCase("\(name) [\(variant)]", model, terminations: terminations, objective: objective, needs: needs)
  }

  /// Rows and columns backwards.
  private func permuted() -> ConformanceCase {
    var result = LinearModel()
    result.offset = model.offset
    let lastRow = model.rowCount - 1
    for row in (0..<model.rowCount).reversed() {
      result.addRow(lower: model.rowLower[row], upper: model.rowUpper[row])
    }
    for column in (0..<model.columnCount).reversed() {
      result.addColumn(cost: model.cost[column], lower: model.columnLower[column], upper: model.columnUpper[column])
      for entry in (model.columnStart[column]..<model.columnStart[column + 1]).reversed() {
        result.addEntry(row: lastRow - Int(model.entryRow[entry]), value: model.entryValue[entry])
      }
    }
    result.integerColumns = model.integerColumns.reversed().map { model.columnCount - 1 - $0 }
    return named("permuted", result, objective: objective)
  }

  /// Rows scaled by 8 and 1/4 in turn, continuous columns by 1/16 and 4, the objective by 1/2.
  private func scaled() -> ConformanceCase {
    func rowFactor(_ row: Int) -> Double { row.isMultiple(of: 2) ? 8 : 0.25 }
    let whole = Set(model.integerColumns)
    func columnFactor(_ column: Int) -> Double {
      whole.contains(column) ? 1 : column.isMultiple(of: 2) ? 0.0625 : 4
    }
    var result = model
    result.offset *= 0.5
    for row in 0..<model.rowCount {
      result.rowLower[row] *= rowFactor(row)
      result.rowUpper[row] *= rowFactor(row)
    }
    for column in 0..<model.columnCount {
      let factor = columnFactor(column)
      result.cost[column] *= 0.5 * factor
      result.columnLower[column] /= factor
      result.columnUpper[column] /= factor
      for entry in model.columnStart[column]..<model.columnStart[column + 1] {
        result.entryValue[entry] *= factor * rowFactor(Int(model.entryRow[entry]))
      }
    }
    return named("scaled", result, objective: objective.map { $0 * 0.5 })
  }

  /// Every column replaced by its negative.
  private func negated() -> ConformanceCase {
    var result = model
    for column in 0..<model.columnCount {
      result.cost[column] = -model.cost[column]
      result.columnLower[column] = -model.columnUpper[column]
      result.columnUpper[column] = -model.columnLower[column]
    }
    for entry in 0..<model.entryCount { result.entryValue[entry] = -model.entryValue[entry] }
    return named("negated", result, objective: objective)
  }
}
