// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// The equations `A D A' y = r` of an interior point method, for one program and many diagonals D.
///
/// A has the program's columns, scaled, and a logical column for each row, as in ``SimplexMatrix``.
struct NormalEquations: ~Copyable {
  let rowCount: Int
  let columnCount: Int
  let columnStart: [Int]
  let entryRow: Slab<Int32>
  let entryValue: Slab<Double>
  private let factor: SupernodalFactor
  /// Where the products of a column's entries are added, pair by pair; and where each row's diagonal entry is.
  private let pairPosition: Slab<Int32>
  private let diagonalPosition: Slab<Int32>
  /// For products with the matrix.
  private let product: Slab<Double>

  /// In which order the rows are to be eliminated.
  ///
  /// - Parameters:
  ///   - blocks: see ``EliminationOrder``.
  ///   - isOver: asked now and then whether it is to end.
  /// - Returns: nil where the factor would be too large, or it was over before.
  static func order(
    _ model: LinearModel, blocks: [OptionalIndex], isOver: () -> Bool
  ) -> EliminationOrder? {
    var pairs = 0
    for column in 0..<model.columnCount {
      let count = model.columnStart[column + 1] - model.columnStart[column]
      pairs += count * (count + 1) / 2
    }
    guard pairs <= Tuning.Interior.mostPairs else { return nil }
    guard
      let order = EliminationOrder(model, blocks: blocks, mostWork: Tuning.Interior.mostWork, isOver: isOver),
      order.work <= Tuning.Interior.mostWork, order.entryCount <= Int(Int32.max)
    else { return nil }
    return order
  }

  init(_ model: LinearModel, scaling: Scaling, order: EliminationOrder, threads: Int) {
    rowCount = model.rowCount
    columnCount = model.columnCount
    columnStart = model.columnStart
    entryRow = Slab(model.entryRow)
    entryValue = Slab(model.entryCount, repeating: 0)
    var pairs = 0
    for column in 0..<columnCount {
      for entry in columnStart[column]..<columnStart[column + 1] {
        entryValue[entry] = model.entryValue[entry] * scaling.row[Int(entryRow[entry])] * scaling.column[column]
      }
      let count = columnStart[column + 1] - columnStart[column]
      pairs += count * (count + 1) / 2
    }
    factor = SupernodalFactor(order, rowCount: rowCount, threads: threads)
    pairPosition = Slab(pairs, repeating: 0)
    diagonalPosition = Slab(rowCount, repeating: 0)
    product = Slab(rowCount + columnCount, repeating: 0)
    for row in 0..<rowCount { diagonalPosition[row] = Int32(truncatingIfNeeded: factor.symbolic.position(row, row)) }
    var next = 0
    for column in 0..<columnCount {
      for entry in columnStart[column]..<columnStart[column + 1] {
        for other in columnStart[column]...entry {
          pairPosition[next] = Int32(
            truncatingIfNeeded: factor.symbolic.position(Int(entryRow[entry]), Int(entryRow[other])))
          next += 1
        }
      }
    }
  }

  /// Factorises for a diagonal, with the rows' logical columns in front.
  ///
  /// - Parameter isOver: asked now and then whether it is to end.
  /// - Returns: whether it came to its end.
  func factorise(_ diagonal: borrowing Slab<Double>, isOver: () -> Bool) -> Bool {
    factor.clear()
    var next = 0
    for row in 0..<rowCount { factor.add(diagonal[row], at: Int(diagonalPosition[row])) }
    for column in 0..<columnCount {
      let weight = diagonal[rowCount + column]
      for entry in columnStart[column]..<columnStart[column + 1] {
        let value = entryValue[entry] * weight
        for other in columnStart[column]...entry {
          factor.add(value * entryValue[other], at: Int(pairPosition[next]))
          next += 1
        }
      }
    }
    return factor.factorise(isOver: isOver)
  }

  /// Solves for a right side by row, in place.
  func solve(_ vector: inout [Double]) { factor.solve(&vector) }

  /// Solves, and once more for what the solution misses.
  func solveRefined(_ right: [Double], _ diagonal: borrowing Slab<Double>) -> [Double] {
    var solution = right
    solve(&solution)
    solution.withUnsafeBufferPointer { y in
      guard let y = y.baseAddress else { return }
      for j in 0..<(rowCount + columnCount) { product[j] = diagonal[j] == 0 ? 0 : -diagonal[j] * dot(j, y) }
    }
    var missing = right
    multiply(product, into: &missing)
    solve(&missing)
    for row in 0..<rowCount { solution[row] += missing[row] }
    return solution
  }

  /// `result += A x`.
  func multiply(_ x: borrowing Slab<Double>, into result: inout [Double]) {
    for row in 0..<rowCount { result[row] += x[row] }
    result.withUnsafeMutableBufferPointer { result in
      for column in 0..<columnCount {
        let value = x[rowCount + column]
        guard value != 0 else { continue }
        for entry in columnStart[column]..<columnStart[column + 1] {
          result[Int(entryRow[entry])] += entryValue[entry] * value
        }
      }
    }
  }

  /// A column times a vector over the rows.
  @inline(__always)
  func dot(_ column: Int, _ vector: UnsafePointer<Double>) -> Double {
    if column < rowCount { return vector[column] }
    var sum = 0.0
    for entry in columnStart[column - rowCount]..<columnStart[column - rowCount + 1] {
      sum += entryValue[entry] * vector[Int(entryRow[entry])]
    }
    return sum
  }
}
