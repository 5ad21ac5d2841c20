// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import NativeSolver

/// Where an optimum was found, to find that of a scenario like it from there.
///
/// It knows rows and columns by what they are about (the people, demands, assets and projects by their ids), so that the
/// other scenario may have more or fewer of them, other figures, or another order.
package struct WarmStart: Sendable {
  let formulation: Formulation
  let basis: Basis
  let dual: [Double]
  /// What the plan may come to at most in the steps of an order before the value.
  let held: [Double]
  /// The weights of the basis, once it was prepared.
  private(set) var weights: EdgeWeights?

  /// - Parameters:
  ///   - formulation: the program that was solved.
  ///   - basis: its optimal basis.
  ///   - dual: the prices of its rows.
  ///   - held: what steps of an order were held at.
  init(_ formulation: Formulation, basis: Basis, dual: [Double], held: [Double] = []) {
    self.held = held
    self.formulation = formulation
    self.basis = basis
    self.dual = dual
  }

  /// The same start, prepared for many scenarios: each is solved faster from it, but preparing it takes about as long as a
  /// solve of one that differs little.
  package func prepared() -> WarmStart {
    guard weights == nil else { return self }
    var result = self
    let program = formulation.programWithoutImpliedBounds
    result.weights = SimplexSession(program, basis: basis, prices: dual).edgeWeights()
    return result
  }

  /// Another program with this basis and these prices, as far as they are about the same.
  ///
  /// What is basic here and is not there any more would leave a hole in the basis, and with it all prices that hang
  /// together through it would change at once. So it stays, as columns and rows that must be 0: then the prices are as good
  /// as before, and it is for the dual method to let those columns go one by one. What is new is not basic, its rows are.
  ///
  /// - Returns: nil where the periods are others.
  /// - Complexity: O(columns + rows)
  func transferred(to other: Formulation) -> Extended? {
    guard other.frame.periods == formulation.frame.periods else { return nil }
    let model = formulation.model
    var result = Extended(other, hasWeights: weights != nil)
    var isGone = [Bool](repeating: true, count: model.columnCount)
    var rowOf = [OptionalIndex](repeating: nil, count: model.rowCount)
    other.match(formulation) { new, old in
      result.basis.columns[new] = basis.columns[old]
      if let weights { result.weights?.columns[new] = weights.columns[old] }
      isGone[old] = false
    } rows: { new, old in
      result.basis.rows[new] = basis.rows[old]
      result.prices[new] = dual[old]
      if let weights { result.weights?.rows[new] = weights.rows[old] }
      rowOf[old] = OptionalIndex(new)
    } inherited: { new, old in
      result.prices[new] = dual[old]
    }
    for row in rowOf.indices where rowOf[row] == nil && basis.rows[row] != .basic {
      rowOf[row] = OptionalIndex(result.addEmptyRow(price: dual[row]))
    }
    for column in isGone.indices where isGone[column] && basis.columns[column] == .basic {
      result.addEmptyColumn(cost: model.cost[column], weight: weights?.columns[column] ?? 0)
      for entry in model.columnStart[column]..<model.columnStart[column + 1] {
        guard let row = rowOf[Int(model.entryRow[entry])].value else { continue }
        result.model.addEntry(row: row, value: model.entryValue[entry])
      }
    }
    return result
  }

  /// A program with the columns and rows that a basis needs besides, at its end.
  struct Extended {
    fileprivate(set) var model: LinearModel
    fileprivate(set) var basis: Basis
    fileprivate(set) var prices: [Double]
    fileprivate(set) var weights: EdgeWeights?
    /// How many columns stand behind those of the program.
    var addedColumns: Int { model.columnCount - columnCount }
    /// What an engine can begin with.
    var sessionStart: SessionStart { SessionStart(basis: basis, weights: weights, prices: prices) }
    private let columnCount: Int
    private let rowCount: Int

    /// The program with no weight known, where there are weights at all.
    fileprivate init(_ formulation: Formulation, hasWeights: Bool) {
      model = formulation.programWithoutImpliedBounds
      columnCount = model.columnCount
      rowCount = model.rowCount
      basis = Basis(
        columns: Array(repeating: .atLower, count: columnCount), rows: Array(repeating: .basic, count: rowCount))
      prices = Array(repeating: 0, count: rowCount)
      guard hasWeights else { return }
      weights = EdgeWeights(
        columns: Array(repeating: 0, count: columnCount), rows: Array(repeating: 0, count: rowCount))
    }

    fileprivate mutating func addEmptyRow(price: Double) -> Int {
      basis.rows.append(.fixed)
      weights?.rows.append(0)
      prices.append(price)
      return model.addRow(lower: 0, upper: 0)
    }

    fileprivate mutating func addEmptyColumn(cost: Double, weight: Double) {
      basis.columns.append(.basic)
      weights?.columns.append(weight)
      model.addColumn(cost: cost, upper: 0)
    }

    /// A result for the program, as one for the part of it that was not added.
    func trimmed(_ result: LinearResult) -> LinearResult {
      var result = result
      result.primal = result.primal.map { Array($0.prefix(columnCount)) }
      result.dual = result.dual.map { Array($0.prefix(rowCount)) }
      result.basis = result.basis.map {
        Basis(columns: Array($0.columns.prefix(columnCount)), rows: Array($0.rows.prefix(rowCount)))
      }
      return result
    }
  }
}
