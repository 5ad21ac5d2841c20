// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// The rows of a program in classes: no two rows of a class share a column, so that they can be solved at the same time
/// and in any order with the same result.
///
/// Each row takes the first class that none of its columns is in yet. Staffing programs have about one class for each
/// kind of row: those of one kind never share a column. (D. P. Bertsekas, J. N. Tsitsiklis, "Parallel and Distributed
/// Computation", 1989, section 1.2.4: colouring schemes.)
struct RowClasses: Sendable {
  /// The rows, class after class, in their order inside each.
  private(set) var rows: [Int32] = []
  /// The rows of class k are `rows[start[k] ..< start[k + 1]]`.
  private(set) var start: [Int] = [0]

  var count: Int { start.count - 1 }

  init() {}

  /// - Complexity: O(entries)
  init(_ model: LinearModel) {
    let (first, columns) = Self.columnsByRow(model)
    // The classes that a column is in already, one bit each; the last is for all rows that fit in none of the others.
    var taken = [UInt64](repeating: 0, count: model.columnCount)
    var classOf = [Int](repeating: 0, count: model.rowCount)
    var sizes: [Int] = []
    for row in 0..<model.rowCount {
      var forbidden: UInt64 = 0
      for entry in first[row]..<first[row + 1] { forbidden |= taken[Int(columns[entry])] }
      let number = (~forbidden).trailingZeroBitCount
      let bit: UInt64 = number < Self.most ? 1 << UInt64(number) : 0
      for entry in first[row]..<first[row + 1] { taken[Int(columns[entry])] |= bit }
      classOf[row] = min(number, Self.most)
      while sizes.count <= classOf[row] { sizes.append(0) }
      sizes[classOf[row]] += 1
    }
    // What fits nowhere stands in classes of one row.
    let single = sizes.count > Self.most ? sizes.removeLast() : 0
    for size in sizes { start.append((start.last ?? 0) + size) }
    for _ in 0..<single { start.append((start.last ?? 0) + 1) }
    var next = Array(start.prefix(sizes.count))
    var nextSingle = start[sizes.count]
    rows = Array(repeating: 0, count: model.rowCount)
    for row in 0..<model.rowCount {
      if classOf[row] < Self.most {
        rows[next[classOf[row]]] = Int32(truncatingIfNeeded: row)
        next[classOf[row]] += 1
      } else {
        rows[nextSingle] = Int32(truncatingIfNeeded: row)
        nextSingle += 1
      }
    }
  }

  private static func columnsByRow(_ model: LinearModel) -> (first: [Int], columns: [Int32]) {
    var first = [Int](repeating: 0, count: model.rowCount + 1)
    for row in model.entryRow { first[Int(row) + 1] += 1 }
    for row in 0..<model.rowCount { first[row + 1] += first[row] }
    var next = first
    var columns = [Int32](repeating: 0, count: model.entryCount)
    for column in 0..<model.columnCount {
      for entry in model.columnStart[column]..<model.columnStart[column + 1] {
        let row = Int(model.entryRow[entry])
        columns[next[row]] = Int32(truncatingIfNeeded: column)
        next[row] += 1
      }
    }
    return (first, columns)
  }

  private static let most = 62
}
