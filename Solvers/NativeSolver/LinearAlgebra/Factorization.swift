// SPDX-License-Identifier: GPL-3.0-or-later

/// Factorises a basis.
///
/// Columns and rows with a single entry are taken first; in staffing programs little is left. What is left is factorised
/// column by column, each solved with the lower factor so far, with a pivot that is large enough and stands in a short
/// row. (J. R. Gilbert, T. Peierls, 1988, https://doi.org/10.1137/0909058; T. A. Davis, E. Palamadai Natarajan,
/// "Algorithm 907: KLU", 2010, https://doi.org/10.1145/1824801.1824814.)
extension BasisFactors {
  /// Factorises columns.
  ///
  /// - Parameters:
  ///   - columns: as many as there are rows, or fewer, or more.
  ///   - basic: gets the columns by their pivot rows; it may be `columns` itself.
  /// - Returns: the columns that depend on the others; rows without a pivot have their logical columns.
  mutating func factorise(
    _ columns: borrowing Slab<Int32>, of matrix: borrowing ScaledMatrix, into basic: borrowing Slab<Int32>
  ) -> [Int] {
    forgetChanges()
    var builder = FactorBuilder(columns, matrix: matrix)
    builder.takeLogicals(matrix)
    builder.takeColumnSingletons(matrix)
    builder.takeRowSingletons(matrix)
    builder.publish(into: &self)
    let dependent = builder.takeNucleus(matrix, factors: &self)
    builder.finish(into: &self)
    for row in 0..<size { basic[row] = builder.columnAt[row] }
    return dependent
  }
}

extension BasisFactors {
  /// Factorises the first columns of a list that are independent; the rows that stay get their logical columns.
  ///
  /// Taken greedily, they are the basis with the greatest sum of whatever the list is sorted by.
  ///
  /// - Returns: the columns that were chosen, by their pivot rows.
  mutating func factoriseGreedily(_ list: [Int32], of matrix: borrowing ScaledMatrix) -> [Int32] {
    forgetChanges()
    var builder = FactorBuilder(list, matrix: matrix)
    builder.publish(into: &self)
    builder.takeGreedily(matrix, factors: &self)
    builder.finish(into: &self)
    return (0..<size).map { builder.columnAt[$0] }
  }
}

/// The state of a factorisation.
private struct FactorBuilder: ~Copyable {
  let size: Int
  /// The basic column for which a row is the pivot, or -1.
  let columnAt: Slab<Int32>
  let order: Slab<Int32>
  var pivots = 0
  /// Structural basic columns.
  var columns: [Int32] = []
  var isTaken: [Bool] = []
  /// The entries of each column in rows without a pivot.
  var columnCount: [Int32] = []
  let rowCount: Slab<Int32>
  // The structural columns by rows.
  let rowStart: Slab<Int32>
  var rowItems: Slab<Int32>
  let pivot: Slab<Double>

  let lowerStart: Slab<Int32>
  let lowerEnd: Slab<Int32>
  var lowerIndex: [Int32] = []
  var lowerValue: [Double] = []
  let upperStart: Slab<Int32>
  let upperEnd: Slab<Int32>
  var upperIndex: [Int32] = []
  var upperValue: [Double] = []
  /// Rows with a single entry may have a pivot this small and no smaller.
  static var smallestPivot: Double { 1e-9 }

  init(_ basic: borrowing Slab<Int32>, matrix: borrowing ScaledMatrix) {
    self.init(basic, size: matrix.rowCount)
  }

  private init(_ basic: borrowing Slab<Int32>, size: Int) {
    self.size = size
    columnAt = Slab(size, repeating: -1)
    order = Slab(size, repeating: 0)
    rowCount = Slab(size, repeating: 0)
    rowStart = Slab(size + 1, repeating: 0)
    rowItems = Slab(0, repeating: 0)
    pivot = Slab(size, repeating: 1)
    lowerStart = Slab(size, repeating: 0)
    lowerEnd = Slab(size, repeating: 0)
    upperStart = Slab(size, repeating: 0)
    upperEnd = Slab(size, repeating: 0)
    for position in 0..<basic.count {
      let column = Int(basic[position])
      if column < size {
        columnAt[column] = Int32(truncatingIfNeeded: column)
      } else {
        columns.append(Int32(truncatingIfNeeded: column))
      }
    }
    isTaken = Array(repeating: false, count: columns.count)
    columnCount = Array(repeating: 0, count: columns.count)
  }

  init(_ list: [Int32], matrix: borrowing ScaledMatrix) {
    self.init(Slab<Int32>(0, repeating: 0), size: matrix.rowCount)
    columns = list
    isTaken = Array(repeating: false, count: columns.count)
    for column in list {
      let column = Int(column)
      if column < size {
        rowCount[column] += 1
      } else {
        for entry in matrix.columnStart[column - size]..<matrix.columnStart[column - size + 1] {
          rowCount[Int(matrix.columnRow[entry])] += 1
        }
      }
    }
  }

  /// A row's own logical column is a pivot without further ado.
  mutating func takeLogicals(_ matrix: borrowing ScaledMatrix) {
    for row in 0..<size where columnAt[row] >= 0 {
      order[pivots] = Int32(truncatingIfNeeded: row)
      pivots += 1
    }
    var total = 0
    for (position, column) in columns.enumerated() {
      let column = Int(column) - size
      for entry in matrix.columnStart[column]..<matrix.columnStart[column + 1] {
        let row = Int(matrix.columnRow[entry])
        guard columnAt[row] < 0, matrix.columnValue[entry] != 0 else { continue }
        rowCount[row] += 1
        columnCount[position] += 1
        total += 1
      }
    }
    var sum: Int32 = 0
    for row in 0..<size {
      rowStart[row] = sum
      sum += rowCount[row]
    }
    rowStart[size] = sum
    rowItems = Slab(total, repeating: 0)
    let next = Slab<Int32>(size, repeating: 0)
    for row in 0..<size { next[row] = rowStart[row] }
    for (position, column) in columns.enumerated() {
      let column = Int(column) - size
      for entry in matrix.columnStart[column]..<matrix.columnStart[column + 1] {
        let row = Int(matrix.columnRow[entry])
        guard columnAt[row] < 0, matrix.columnValue[entry] != 0 else { continue }
        rowItems[Int(next[row])] = Int32(truncatingIfNeeded: position)
        next[row] += 1
      }
    }
  }

  private mutating func take(_ position: Int, row: Int, value: Double) {
    columnAt[row] = columns[position]
    isTaken[position] = true
    pivot[row] = value
    order[pivots] = Int32(truncatingIfNeeded: row)
    pivots += 1
  }

  mutating func takeColumnSingletons(_ matrix: borrowing ScaledMatrix) {
    var queue: [Int32] = []
    for position in columns.indices where columnCount[position] == 1 { queue.append(Int32(position)) }
    var next = 0
    while next < queue.count {
      let position = Int(queue[next])
      next += 1
      guard !isTaken[position], columnCount[position] == 1 else { continue }
      let column = Int(columns[position]) - size
      var row = -1
      var value = 0.0
      for entry in matrix.columnStart[column]..<matrix.columnStart[column + 1] {
        let place = Int(matrix.columnRow[entry])
        if columnAt[place] < 0, matrix.columnValue[entry] != 0 {
          row = place
          value = matrix.columnValue[entry]
        }
      }
      guard row >= 0, abs(value) > Self.smallestPivot else { continue }
      upperStart[row] = Int32(truncatingIfNeeded: upperIndex.count)
      for entry in matrix.columnStart[column]..<matrix.columnStart[column + 1] {
        let place = Int(matrix.columnRow[entry])
        if place != row, matrix.columnValue[entry] != 0 {
          upperIndex.append(Int32(truncatingIfNeeded: place))
          upperValue.append(matrix.columnValue[entry])
        }
      }
      upperEnd[row] = Int32(truncatingIfNeeded: upperIndex.count)
      take(position, row: row, value: value)
      for item in Int(rowStart[row])..<Int(rowStart[row + 1]) {
        let other = Int(rowItems[item])
        guard !isTaken[other] else { continue }
        columnCount[other] -= 1
        if columnCount[other] == 1 { queue.append(Int32(truncatingIfNeeded: other)) }
      }
    }
  }

  mutating func takeRowSingletons(_ matrix: borrowing ScaledMatrix) {
    var queue: [Int32] = []
    for row in 0..<size {
      guard columnAt[row] < 0 else { continue }
      var count: Int32 = 0
      for item in Int(rowStart[row])..<Int(rowStart[row + 1]) where !isTaken[Int(rowItems[item])] { count += 1 }
      rowCount[row] = count
      if count == 1 { queue.append(Int32(truncatingIfNeeded: row)) }
    }
    var next = 0
    while next < queue.count {
      let row = Int(queue[next])
      next += 1
      guard columnAt[row] < 0, rowCount[row] == 1 else { continue }
      var position = -1
      for item in Int(rowStart[row])..<Int(rowStart[row + 1]) where !isTaken[Int(rowItems[item])] {
        position = Int(rowItems[item])
      }
      guard position >= 0 else { continue }
      let column = Int(columns[position]) - size
      var value = 0.0
      var largest = 0.0
      for entry in matrix.columnStart[column]..<matrix.columnStart[column + 1] {
        let place = Int(matrix.columnRow[entry])
        if place == row { value = matrix.columnValue[entry] }
        if columnAt[place] < 0 { largest = max(largest, abs(matrix.columnValue[entry])) }
      }
      guard abs(value) > Self.smallestPivot, abs(value) > 1e-3 * largest else { continue }
      upperStart[row] = Int32(truncatingIfNeeded: upperIndex.count)
      lowerStart[row] = Int32(truncatingIfNeeded: lowerIndex.count)
      for entry in matrix.columnStart[column]..<matrix.columnStart[column + 1] {
        let place = Int(matrix.columnRow[entry])
        let amount = matrix.columnValue[entry]
        guard place != row, amount != 0 else { continue }
        if columnAt[place] >= 0 {
          upperIndex.append(Int32(truncatingIfNeeded: place))
          upperValue.append(amount)
        } else {
          lowerIndex.append(Int32(truncatingIfNeeded: place))
          lowerValue.append(amount / value)
          rowCount[place] -= 1
          if rowCount[place] == 1 { queue.append(Int32(truncatingIfNeeded: place)) }
        }
      }
      upperEnd[row] = Int32(truncatingIfNeeded: upperIndex.count)
      lowerEnd[row] = Int32(truncatingIfNeeded: lowerIndex.count)
      take(position, row: row, value: value)
    }
  }

  /// Makes the lower factor so far known to the factors, which the nucleus is solved with.
  mutating func publish(into factors: inout BasisFactors) {
    for row in 0..<size {
      factors.lower.start[row] = lowerStart[row]
      factors.lower.end[row] = lowerEnd[row]
    }
    factors.lower.index = Slab(lowerIndex)
    factors.lower.value = Slab(lowerValue)
    factors.lowerNodes.removeAll(keepingCapacity: true)
    for position in 0..<pivots where lowerEnd[Int(order[position])] > lowerStart[Int(order[position])] {
      factors.lowerNodes.append(order[position])
    }
  }

  mutating func takeNucleus(_ matrix: borrowing ScaledMatrix, factors: inout BasisFactors) -> [Int] {
    // A row that was refused as a singleton may have pivots after it that its column meets: all is solved alike.
    var left: [Int] = []
    for position in columns.indices where !isTaken[position] { left.append(position) }
    guard !left.isEmpty else {
      fillWithLogicals()
      return []
    }
    var count = [Int32](repeating: 0, count: columns.count)
    for position in left {
      let column = Int(columns[position]) - size
      for entry in matrix.columnStart[column]..<matrix.columnStart[column + 1]
      where columnAt[Int(matrix.columnRow[entry])] < 0 { count[position] += 1 }
    }
    left.sort { count[$0] == count[$1] ? $0 < $1 : count[$0] < count[$1] }
    var dependent: [Int] = []
    var vector = SparseVector(size)
    for position in left where !takeColumn(position, matrix, factors: &factors, vector: &vector) {
      dependent.append(Int(columns[position]))
    }
    fillWithLogicals()
    return dependent
  }

  /// Takes each column of the list that is independent of those before it.
  mutating func takeGreedily(_ matrix: borrowing ScaledMatrix, factors: inout BasisFactors) {
    var vector = SparseVector(size)
    for position in columns.indices {
      if pivots == size { break }
      _ = takeColumn(position, matrix, factors: &factors, vector: &vector)
    }
    fillWithLogicals()
  }

  /// Finds a pivot for a column.
  ///
  /// - Returns: whether there is one; otherwise the column depends on those before it.
  private mutating func takeColumn(
    _ position: Int, _ matrix: borrowing ScaledMatrix, factors: inout BasisFactors, vector: inout SparseVector
  ) -> Bool {
    vector.clear()
    matrix.add(Int(columns[position]), times: 1, to: &vector)
    factors.solveLower(&vector)
    isTaken[position] = true
    var largest = 0.0
    for place in 0..<vector.count {
      let row = Int(vector.index[place])
      if columnAt[row] < 0 { largest = max(largest, abs(vector.value[row])) }
    }
    guard largest > Self.smallestPivot else { return false }
    var row = -1
    for place in 0..<vector.count {
      let candidate = Int(vector.index[place])
      guard columnAt[candidate] < 0, abs(vector.value[candidate]) >= 0.1 * largest else { continue }
      if row < 0 || rowCount[candidate] < rowCount[row]
        || (rowCount[candidate] == rowCount[row]
          && (abs(vector.value[candidate]), -candidate) > (abs(vector.value[row]), -row))
      {
        row = candidate
      }
    }
    let value = vector.value[row]
    upperStart[row] = Int32(truncatingIfNeeded: upperIndex.count)
    lowerStart[row] = Int32(truncatingIfNeeded: lowerIndex.count)
    for place in 0..<vector.count {
      let other = Int(vector.index[place])
      let amount = vector.value[other]
      guard other != row, abs(amount) > 1e-14 else { continue }
      if columnAt[other] >= 0 {
        upperIndex.append(Int32(truncatingIfNeeded: other))
        upperValue.append(amount)
      } else {
        lowerIndex.append(Int32(truncatingIfNeeded: other))
        lowerValue.append(amount / value)
      }
    }
    upperEnd[row] = Int32(truncatingIfNeeded: upperIndex.count)
    lowerEnd[row] = Int32(truncatingIfNeeded: lowerIndex.count)
    take(position, row: row, value: value)
    extendLower(row, of: &factors)
    return true
  }

  /// Lets the next column of the nucleus see the lower factor's newest column.
  private func extendLower(_ row: Int, of factors: inout BasisFactors) {
    let first = Int(lowerStart[row])
    let last = Int(lowerEnd[row])
    if last > factors.lower.index.count {
      factors.lower.index = factors.lower.index.grown(to: 2 * last, filling: 0)
      factors.lower.value = factors.lower.value.grown(to: 2 * last, filling: 0)
    }
    for entry in first..<last {
      factors.lower.index[entry] = lowerIndex[entry]
      factors.lower.value[entry] = lowerValue[entry]
    }
    factors.lower.start[row] = Int32(truncatingIfNeeded: first)
    factors.lower.end[row] = Int32(truncatingIfNeeded: last)
    if last > first { factors.lowerNodes.append(Int32(truncatingIfNeeded: row)) }
  }

  /// Rows without a pivot get their logical columns.
  private mutating func fillWithLogicals() {
    for row in 0..<size where columnAt[row] < 0 {
      columnAt[row] = Int32(truncatingIfNeeded: row)
      pivot[row] = 1
      order[pivots] = Int32(truncatingIfNeeded: row)
      pivots += 1
    }
  }

  /// Hands the factors over.
  mutating func finish(into factors: inout BasisFactors) {
    for row in 0..<size {
      factors.upper.start[row] = upperStart[row]
      factors.upper.end[row] = upperEnd[row]
      factors.pivot[row] = pivot[row]
      factors.order[row] = order[row]
    }
    factors.upper.index = Slab(upperIndex)
    factors.upper.value = Slab(upperValue)
    factors.lowerByRow = factors.lower.transposed(entries: lowerIndex.count)
    factors.upperByRow = factors.upper.transposed(entries: upperIndex.count)
    factors.lowerByRowNodes.removeAll(keepingCapacity: true)
    for position in 0..<size {
      let row = Int(order[position])
      if factors.lowerByRow.end[row] > factors.lowerByRow.start[row] { factors.lowerByRowNodes.append(order[position]) }
    }
  }
}
