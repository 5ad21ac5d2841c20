// SPDX-License-Identifier: GPL-3.0-or-later

/// A linear or mixed-integer program: minimise `offset + cost . x` subject to `rowLower <= A x <= rowUpper` and
/// `columnLower <= x <= columnUpper`.
///
/// Arrays are flat and indexed by column or row from 0; the matrix is stored by column. Infinite bounds are
/// `-Double.infinity` and `Double.infinity`. Coefficients and costs are finite (see ``problems()``).
public struct LinearModel: Sendable, Equatable {
  /// A constant added to the objective.
  public var offset: Double = 0
  /// Money (or whatever is minimised) for one unit of each column.
  public var cost: [Double] = []
  /// The lower bound of each column, or `-infinity`.
  public var columnLower: [Double] = []
  /// The upper bound of each column, or `infinity`.
  public var columnUpper: [Double] = []
  /// The columns that must be whole, by index, ascending; empty for a linear program.
  public var integerColumns: [Int] = []
  /// The lower side of each row, or `-infinity`.
  public var rowLower: [Double] = []
  /// The upper side of each row, or `infinity`.
  public var rowUpper: [Double] = []
  /// `columnStart[j] ..< columnStart[j + 1]` are the entries of column j; one longer than the number of columns.
  public var columnStart: [Int] = [0]
  /// The row of each entry.
  public var entryRow: [Int32] = []
  /// The coefficient of each entry.
  public var entryValue: [Double] = []

  /// Makes an empty model.
  public init() {}

  /// The number of columns.
  public var columnCount: Int { cost.count }
  /// The number of rows.
  public var rowCount: Int { rowLower.count }
  /// The number of entries of the matrix.
  public var entryCount: Int { entryRow.count }

  /// Adds a row without entries.
  ///
  /// - Returns: the index of the row.
  @discardableResult
  public mutating func addRow(lower: Double, upper: Double) -> Int {
    rowLower.append(lower)
    rowUpper.append(upper)
    return rowLower.count - 1
  }

  /// Makes room for columns and entries that are to be added.
  public mutating func reserveCapacity(columns: Int, entries: Int) {
    cost.reserveCapacity(cost.count + columns)
    columnLower.reserveCapacity(columnLower.count + columns)
    columnUpper.reserveCapacity(columnUpper.count + columns)
    columnStart.reserveCapacity(columnStart.count + columns)
    entryRow.reserveCapacity(entryRow.count + entries)
    entryValue.reserveCapacity(entryValue.count + entries)
  }

  /// Adds a column; its entries are added with ``addEntry(row:value:)`` before the next column.
  ///
  /// - Returns: the index of the column.
  @inlinable
  @discardableResult
  public mutating func addColumn(cost: Double, lower: Double = 0, upper: Double) -> Int {
    self.cost.append(cost)
    columnLower.append(lower)
    columnUpper.append(upper)
    columnStart.append(entryRow.count)
    return self.cost.count - 1
  }

  /// Adds an entry to the last column. A row may be named once in a column.
  @inlinable
  public mutating func addEntry(row: Int, value: Double) {
    entryRow.append(Int32(truncatingIfNeeded: row))
    entryValue.append(value)
    columnStart[columnStart.count - 1] = entryRow.count
  }

  /// What makes the model unfit for a solver: non-finite or contradictory numbers, indices out of range, duplicate
  /// entries. Empty for a sound model; at most 20 are listed.
  public func problems() -> [ModelProblem] {
    var found: [ModelProblem] = []
    func report(_ problem: ModelProblem) { if found.count < 20 { found.append(problem) } }
    guard columnLower.count == columnCount, columnUpper.count == columnCount, columnStart.count == columnCount + 1,
      rowUpper.count == rowCount, entryRow.count == entryValue.count, columnStart.first == 0,
      columnStart.last == entryRow.count
    else { return [.shape] }
    if !offset.isFinite { report(.offset) }
    for row in 0..<rowCount
    where !(rowLower[row] <= rowUpper[row]) || rowLower[row] == .infinity || rowUpper[row] == -.infinity {
      report(.rowBounds(row))
    }
    var lastSeen = [Int](repeating: -1, count: rowCount)
    for column in 0..<columnCount {
      if !cost[column].isFinite { report(.cost(column)) }
      if !(columnLower[column] <= columnUpper[column]) || columnLower[column] == .infinity
        || columnUpper[column] == -.infinity
      {
        report(.columnBounds(column))
      }
      guard columnStart[column] <= columnStart[column + 1] else { return [.shape] }
      for entry in columnStart[column]..<columnStart[column + 1] {
        let row = Int(entryRow[entry])
        if row < 0 || row >= rowCount {
          report(.entryRow(column, row))
        } else if lastSeen[row] == column {
          report(.duplicateEntry(column, row))
        } else {
          lastSeen[row] = column
        }
        if !entryValue[entry].isFinite { report(.coefficient(column, row)) }
      }
    }
    for (position, column) in integerColumns.enumerated()
    where column < 0 || column >= columnCount || (position > 0 && integerColumns[position - 1] >= column) {
      report(.integerColumn(column))
    }
    return found
  }
}

/// What makes a model unfit for a solver.
public enum ModelProblem: Error, Sendable, Hashable {
  /// The arrays do not fit together.
  case shape
  /// The objective's constant is not finite.
  case offset
  /// A cost is not finite.
  case cost(_ column: Int)
  /// Lower above upper, or not a number, or the wrong infinity.
  case columnBounds(_ column: Int)
  case rowBounds(_ row: Int)
  /// An entry of a column names a row that does not exist.
  case entryRow(_ column: Int, _ row: Int)
  /// A column names a row twice.
  case duplicateEntry(_ column: Int, _ row: Int)
  /// A coefficient is not finite.
  case coefficient(_ column: Int, _ row: Int)
  /// An integer column out of range or out of order.
  case integerColumn(_ column: Int)
}
