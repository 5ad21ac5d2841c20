// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// The equations `A D A' y = r` of an interior point method, for one program and many diagonals D.
///
/// A has a logical column for each row in front; see ``ScaledMatrix``.
struct NormalEquations: ~Copyable {
  let matrix: ScaledMatrix
  private let factor: SupernodalFactor
  /// Where the products of a column's entries are added, pair by pair; and where each row's diagonal entry is.
  private let pairPosition: Slab<Int32>
  private let diagonalPosition: Slab<Int32>
  /// For what a solution misses.
  private let product: Slab<Double>
  private let missing: Slab<Double>

  /// In which order the rows are to be eliminated.
  ///
  /// - Parameters:
  ///   - blocks: see ``EliminationOrder``.
  ///   - isOver: asked now and then whether it is to end.
  /// - Returns: nil where the factor would be too large, or it was over before.
  static func order(
    _ model: LinearModel, blocks: [OptionalIndex], isOver: () -> Bool
  ) -> EliminationOrder? {
    guard pairCount(model) <= Tuning.Interior.mostPairs else { return nil }
    guard
      let order = EliminationOrder(model, blocks: blocks, mostWork: Tuning.Interior.mostWork, isOver: isOver),
      order.work <= Tuning.Interior.mostWork, order.entryCount <= Int(Int32.max)
    else { return nil }
    return order
  }

  /// How many products of entries of one column there are.
  private static func pairCount(_ model: LinearModel) -> Int {
    (0..<model.columnCount).reduce(0) { sum, column in
      let count = model.columnStart[column + 1] - model.columnStart[column]
      return sum + count * (count + 1) / 2
    }
  }

  init(_ model: LinearModel, scaling: Scaling, order: EliminationOrder, threads: Int) {
    matrix = ScaledMatrix(model, scaling: scaling)
    factor = SupernodalFactor(order, rowCount: model.rowCount, threads: threads)
    pairPosition = Slab(Self.pairCount(model), repeating: 0)
    diagonalPosition = Slab(model.rowCount, repeating: 0)
    product = Slab(matrix.total, repeating: 0)
    missing = Slab(model.rowCount, repeating: 0)
    for row in 0..<model.rowCount {
      diagonalPosition[row] = Int32(truncatingIfNeeded: factor.symbolic.position(row, row))
    }
    var next = 0
    for column in 0..<model.columnCount {
      for entry in model.columnStart[column]..<model.columnStart[column + 1] {
        for other in model.columnStart[column]...entry {
          pairPosition[next] = Int32(
            truncatingIfNeeded: factor.symbolic.position(Int(model.entryRow[entry]), Int(model.entryRow[other])))
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
    let rows = matrix.rowCount
    factor.clear()
    var next = 0
    for row in 0..<rows { factor.add(diagonal[row], at: Int(diagonalPosition[row])) }
    for column in 0..<(matrix.total - rows) {
      let weight = diagonal[rows + column]
      for entry in matrix.columnStart[column]..<matrix.columnStart[column + 1] {
        let value = matrix.columnValue[entry] * weight
        for other in matrix.columnStart[column]...entry {
          factor.add(value * matrix.columnValue[other], at: Int(pairPosition[next]))
          next += 1
        }
      }
    }
    return factor.factorise(isOver: isOver)
  }

  /// Solves for a right side by row, in place.
  func solve(_ vector: borrowing Slab<Double>) { factor.solve(vector) }

  /// Solves for a right side by row, and once more for what the solution misses.
  func solve(_ right: borrowing Slab<Double>, _ diagonal: borrowing Slab<Double>, into solution: borrowing Slab<Double>)
  {
    solution.base.update(from: right.base, count: matrix.rowCount)
    solve(solution)
    for j in 0..<matrix.total { product[j] = diagonal[j] == 0 ? 0 : -diagonal[j] * matrix.dot(j, solution) }
    missing.base.update(from: right.base, count: matrix.rowCount)
    add(product, to: missing)
    solve(missing)
    for row in 0..<matrix.rowCount { solution[row] += missing[row] }
  }

  /// `result += A x`.
  func add(_ x: borrowing Slab<Double>, to result: borrowing Slab<Double>) {
    let rows = matrix.rowCount
    for row in 0..<rows { result[row] += x[row] }
    for column in 0..<(matrix.total - rows) where x[rows + column] != 0 {
      let value = x[rows + column]
      for entry in matrix.columnStart[column]..<matrix.columnStart[column + 1] {
        result[Int(matrix.columnRow[entry])] += matrix.columnValue[entry] * value
      }
    }
  }
}
