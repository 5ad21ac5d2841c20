// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// The rows of a program in classes: no two rows of a class share a column, so that they can be solved at the same time.
///
/// A row is in the class after the last of those earlier rows with which it shares a column. So going through the classes,
/// forwards or backwards, has the very same effect as going through the rows one by one in their own order, which matters:
/// in another order the ascent can be several times slower. Staffing programs have about one class for each kind of row.
struct RowClasses: Sendable {
  /// The rows, class after class, in their order inside each.
  private(set) var rows: [Int32] = []
  /// The rows of class k are `rows[start[k] ..< start[k + 1]]`.
  private(set) var start: [Int] = [0]

  var count: Int { start.count - 1 }

  /// - Complexity: O(entries)
  init(_ model: LinearModel) {
    let (first, columns) = Self.columnsByRow(model)
    // The class after the last that a column is in.
    var next = [Int32](repeating: 0, count: model.columnCount)
    var classOf = [Int32](repeating: 0, count: model.rowCount)
    var sizes: [Int] = []
    for row in 0..<model.rowCount {
      var number: Int32 = 0
      for entry in first[row]..<first[row + 1] { number = max(number, next[Int(columns[entry])]) }
      for entry in first[row]..<first[row + 1] { next[Int(columns[entry])] = number + 1 }
      classOf[row] = number
      if sizes.count == Int(number) { sizes.append(0) }
      sizes[Int(number)] += 1
    }
    for size in sizes { start.append((start.last ?? 0) + size) }
    var place = start
    rows = Array(repeating: 0, count: model.rowCount)
    for row in 0..<model.rowCount {
      rows[place[Int(classOf[row])]] = Int32(truncatingIfNeeded: row)
      place[Int(classOf[row])] += 1
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
}
