// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// The scaled matrix of a program, with the logical columns in front: column i is that of row i, a one; column
/// `rowCount + j` is the program's column j.
struct ScaledMatrix: ~Copyable {
  let rowCount: Int
  /// Logical columns and the program's.
  let total: Int
  /// The entries of the program's column j are `columnStart[j] ..< columnStart[j + 1]`.
  let columnStart: Slab<Int>
  let columnRow: Slab<Int32>
  let columnValue: Slab<Double>
  /// The program's columns that are active, counted with the logical ones in front.
  private(set) var active: [Int32] = []
  let isActive: Slab<Bool>
  /// The active columns close together in memory, in their order, for loops over all of them.
  private(set) var packed = PackedColumns()

  init(_ model: LinearModel, scaling: Scaling) {
    rowCount = model.rowCount
    total = model.rowCount + model.columnCount
    columnStart = Slab(model.columnStart)
    columnRow = Slab(model.entryRow)
    columnValue = Slab(model.entryCount, repeating: 0)
    isActive = Slab(total, repeating: false)
    for row in 0..<rowCount { isActive[row] = true }
    for column in 0..<model.columnCount {
      for entry in columnStart[column]..<columnStart[column + 1] {
        columnValue[entry] = model.entryValue[entry] * scaling.row[Int(columnRow[entry])] * scaling.column[column]
      }
    }
  }

  /// Makes columns active: they are priced.
  mutating func activate(_ columns: some Sequence<Int32>) {
    for column in columns where !isActive[Int(column)] {
      isActive[Int(column)] = true
      active.append(column)
    }
    packed = PackedColumns(active, of: self)
  }

  /// Adds a multiple of a column to a vector.
  @inline(__always)
  func add(_ column: Int, times factor: Double, to vector: inout SparseVector) {
    if column < rowCount {
      vector.add(factor, at: column)
      return
    }
    for entry in columnStart[column - rowCount]..<columnStart[column - rowCount + 1] {
      vector.add(columnValue[entry] * factor, at: Int(columnRow[entry]))
    }
  }

  /// A column times a vector over the rows.
  @inline(__always)
  func dot(_ column: Int, _ vector: borrowing Slab<Double>) -> Double {
    if column < rowCount { return vector[column] }
    var sum = 0.0
    for entry in columnStart[column - rowCount]..<columnStart[column - rowCount + 1] {
      sum += columnValue[entry] * vector[Int(columnRow[entry])]
    }
    return sum
  }
}

/// Some columns of a matrix, close together in memory.
struct PackedColumns: ~Copyable {
  /// The entries of the column at a position are `start[position] ..< start[position + 1]`.
  let start: Slab<Int32>
  let row: Slab<Int32>
  let value: Slab<Double>

  init() {
    start = Slab(1, repeating: 0)
    row = Slab(0, repeating: 0)
    value = Slab(0, repeating: 0)
  }

  init(_ columns: [Int32], of matrix: borrowing ScaledMatrix) {
    let first = matrix.rowCount
    start = Slab(columns.count + 1, repeating: 0)
    var count = 0
    for column in columns {
      count += matrix.columnStart[Int(column) - first + 1] - matrix.columnStart[Int(column) - first]
    }
    row = Slab(count, repeating: 0)
    value = Slab(count, repeating: 0)
    var next = 0
    for (position, column) in columns.enumerated() {
      for entry in matrix.columnStart[Int(column) - first]..<matrix.columnStart[Int(column) - first + 1] {
        row[next] = matrix.columnRow[entry]
        value[next] = matrix.columnValue[entry]
        next += 1
      }
      start[position + 1] = Int32(truncatingIfNeeded: next)
    }
  }

  /// The column at a position times a vector over the rows.
  @inline(__always)
  func dot(_ position: Int, _ vector: borrowing Slab<Double>) -> Double {
    var sum = 0.0
    var entry = Int(start[position])
    let end = Int(start[position + 1])
    while entry < end {
      sum += value[entry] * vector[Int(row[entry])]
      entry += 1
    }
    return sum
  }
}

/// Factors by which rows, columns and the objective are multiplied; powers of two, so that nothing is rounded.
struct Scaling {
  var row: [Double]
  var column: [Double]
  var objective: Double

  /// Geometric scaling: alternately makes the geometric mean of the smallest and largest entry of each row and column 1.
  init(_ model: LinearModel, passes: Int = 4) {
    objective = 1
    row = Array(repeating: 1, count: model.rowCount)
    column = Array(repeating: 1, count: model.columnCount)
    var smallest = row
    var largest = row
    row.withUnsafeMutableBufferPointer { row in
      column.withUnsafeMutableBufferPointer { column in
        smallest.withUnsafeMutableBufferPointer { smallest in
          largest.withUnsafeMutableBufferPointer { largest in
            for _ in 0..<passes {
              // Factors become powers of two, so that what changes little changes nothing.
              if Self.balance(model, row, column, smallest, largest) < Self.settled { break }
            }
          }
        }
      }
    }
    for i in row.indices { row[i] = Self.powerOfTwo(near: row[i]) }
    for j in column.indices { column[j] = Self.powerOfTwo(near: column[j]) }
    var sum = 0.0
    var count = 0
    for j in 0..<model.columnCount where model.cost[j] != 0 {
      sum += abs(model.cost[j]) * column[j]
      count += 1
    }
    objective = sum > 0 ? Self.powerOfTwo(near: Double(count) / sum) : 1
  }

  /// Writes bounds and costs of the logical columns, which hold the negatives of the rows' activities, and of the program's.
  func write(
    _ model: LinearModel, lower: borrowing Slab<Double>, upper: borrowing Slab<Double>, cost: borrowing Slab<Double>
  ) {
    let rows = model.rowCount
    for i in 0..<rows {
      lower[i] = -model.rowUpper[i] * row[i]
      upper[i] = -model.rowLower[i] * row[i]
      cost[i] = 0
    }
    for j in 0..<model.columnCount {
      lower[rows + j] = model.columnLower[j] / column[j]
      upper[rows + j] = model.columnUpper[j] / column[j]
      cost[rows + j] = model.cost[j] * column[j] * objective
    }
  }

  /// Scales the rows, and then the columns.
  ///
  /// - Returns: by what a row's factor has changed at most, up or down.
  private static func balance(
    _ model: LinearModel, _ row: UnsafeMutableBufferPointer<Double>, _ column: UnsafeMutableBufferPointer<Double>,
    _ smallest: UnsafeMutableBufferPointer<Double>, _ largest: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    var change = 1.0
    smallest.update(repeating: .infinity)
    largest.update(repeating: 0)
    model.columnStart.withUnsafeBufferPointer { starts in
      model.entryRow.withUnsafeBufferPointer { rows in
        model.entryValue.withUnsafeBufferPointer { values in
          for j in column.indices {
            let factor = column[j]
            for entry in starts[j]..<starts[j + 1] {
              let value = abs(values[entry]) * factor
              guard value > 0 else { continue }
              let i = Int(rows[entry])
              if value < smallest[i] { smallest[i] = value }
              if value > largest[i] { largest[i] = value }
            }
          }
          for i in row.indices {
            let factor = largest[i] > 0 ? 1 / (smallest[i] * largest[i]).squareRoot() : 1
            change = max(change, factor / row[i], row[i] / factor)
            row[i] = factor
          }
          for j in column.indices {
            var least = Double.infinity
            var most = 0.0
            for entry in starts[j]..<starts[j + 1] {
              let value = abs(values[entry]) * row[Int(rows[entry])]
              guard value > 0 else { continue }
              if value < least { least = value }
              if value > most { most = value }
            }
            column[j] = most > 0 ? 1 / (least * most).squareRoot() : 1
          }
        }
      }
    }
    return change
  }

  private static let settled = 1.2

  private static func powerOfTwo(near value: Double) -> Double {
    guard value.isFinite, value > 0 else { return 1 }
    return Double(sign: .plus, exponent: max(-60, min(60, (value * 2.0.squareRoot()).exponent)), significand: 1)
  }
}
