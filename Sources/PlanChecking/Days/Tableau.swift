// SPDX-License-Identifier: GPL-3.0-or-later

/// The tableau of a first phase, by sparse rows: columns and slacks, without those of the equations, which are never taken
/// back into the basis. Numbers next to nothing are dropped.
struct Tableau {
  private var rows: [SparseRow] = []
  /// The slack column of each limit; -1 of equations.
  private var slackOf: [Int]
  /// The reduced costs, by column.
  private var costs: [Double]
  /// The sum of what the equations miss.
  private(set) var infeasibility = 0.0
  /// The column that each row gives the amount of.
  private var basic: [Int?]
  private var merged = SparseRow()

  init(_ sides: [Double], _ isEquation: [Bool], _ columns: [[(row: Int, coefficient: Double)]]) {
    rows = sides.map { SparseRow(side: $0) }
    basic = Array(repeating: nil, count: sides.count)
    slackOf = Array(repeating: -1, count: sides.count)
    costs = Array(repeating: 0, count: columns.count)
    for (column, entries) in columns.enumerated() {
      for (row, coefficient) in entries {
        rows[row].append(Int32(column), coefficient)
        if isEquation[row] { costs[column] -= coefficient }
      }
    }
    for row in sides.indices {
      if isEquation[row] {
        infeasibility += sides[row]
      } else {
        slackOf[row] = costs.count
        rows[row].append(Int32(costs.count), 1)
        costs.append(0)
      }
    }
  }

  /// The column whose reduced cost is the least, below 0; nil where there is none.
  func entering() -> Int? {
    var best = -1e-9
    var found: Int?
    for column in costs.indices where costs[column] < best {
      best = costs[column]
      found = column
    }
    return found
  }

  /// Takes a column into the basis.
  ///
  /// - Returns: whether a row limits it.
  mutating func pivot(on column: Int) -> Bool {
    var affected: [(row: Int, entry: Double)] = []
    var leaving = (row: -1, entry: 0.0)
    var least = Double.infinity
    for row in rows.indices {
      let entry = rows[row][Int32(column)]
      guard entry != 0 else { continue }
      affected.append((row, entry))
      guard entry > 1e-9 else { continue }
      let ratio = max(0, rows[row].side) / entry
      if ratio < least || ratio == least && entry > leaving.entry {
        least = ratio
        leaving = (row, entry)
      }
    }
    guard leaving.row >= 0 else { return false }
    rows[leaving.row].scale(1 / leaving.entry)
    let pivot = rows[leaving.row]
    for (row, entry) in affected where row != leaving.row {
      rows[row].subtract(entry, pivot, without: Int32(column), &merged)
    }
    basic[leaving.row] = column
    let cost = costs[column]
    for (index, value) in zip(pivot.columns, pivot.values) { costs[Int(index)] -= cost * value }
    costs[column] = 0
    infeasibility += cost * pivot.side
    return true
  }

  /// The amounts of the first columns.
  func amounts(_ count: Int) -> [Double] {
    var amounts = [Double](repeating: 0, count: count)
    for (row, column) in basic.enumerated() {
      if let column, column < count { amounts[column] = rows[row].side }
    }
    return amounts
  }

  /// The limits with a price: those that leave too little.
  func binding() -> [Int] { slackOf.indices.filter { slackOf[$0] >= 0 && costs[slackOf[$0]] > 1e-7 } }
}

/// A row of a tableau: the columns in which it is not 0, in order, and the right-hand side.
private struct SparseRow {
  private(set) var columns: [Int32] = []
  private(set) var values: [Double] = []
  var side = 0.0

  init(side: Double = 0) { self.side = side }

  /// Adds an entry after all others; in the same column it is added up.
  mutating func append(_ column: Int32, _ value: Double) {
    if columns.last == column {
      values[values.count - 1] += value
    } else {
      columns.append(column)
      values.append(value)
    }
  }

  subscript(column: Int32) -> Double {
    var low = 0
    var high = columns.count
    while low < high {
      let middle = (low + high) / 2
      if columns[middle] < column { low = middle + 1 } else { high = middle }
    }
    return low < columns.count && columns[low] == column ? values[low] : 0
  }

  mutating func scale(_ factor: Double) {
    for index in values.indices { values[index] *= factor }
    side *= factor
  }

  /// Subtracts a multiple of another row, which leaves nothing in one column.
  mutating func subtract(_ factor: Double, _ other: SparseRow, without dropped: Int32, _ merged: inout SparseRow) {
    merged.columns.removeAll(keepingCapacity: true)
    merged.values.removeAll(keepingCapacity: true)
    var (left, right) = (0, 0)
    while left < columns.count || right < other.columns.count {
      let a = left < columns.count ? columns[left] : .max
      let b = right < other.columns.count ? other.columns[right] : .max
      var value = 0.0
      if a <= b {
        value = values[left]
        left += 1
      }
      if b <= a {
        value -= factor * other.values[right]
        right += 1
      }
      let column = min(a, b)
      if column != dropped, abs(value) > 1e-11 {
        merged.columns.append(column)
        merged.values.append(value)
      }
    }
    merged.side = side - factor * other.side
    swap(&self, &merged)
  }
}
