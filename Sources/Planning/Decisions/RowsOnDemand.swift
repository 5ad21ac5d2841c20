// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels
internal import NativeSolver

/// A linear program of which some rows are left out until a point breaks them: of those that join hours to switches hardly any
/// has a price at the optimum (as in G. Dantzig, R. Fulkerson, S. Johnson, "Solution of a large-scale traveling-salesman
/// problem", 1954).
struct RowsOnDemand {
  private let model: LinearModel
  private var isKept: [Bool]

  /// - Parameters:
  ///   - first: the first row that may be left out; equations never are.
  ///   - dual: prices of all rows: those with one are in from the beginning.
  init(_ model: LinearModel, from first: Int, dual: [Double]) {
    self.model = model
    isKept = (0..<model.rowCount).map { row in
      row < first || dual[row] != 0 || model.rowLower[row] == model.rowUpper[row]
    }
  }

  /// Solves the program.
  ///
  /// - Parameters:
  ///   - point, dual: where it begins.
  ///   - solve: solves a part of the rows within what is left of the limits.
  ///   - isEnough: called after each round with the prices of all rows, which are a bound: whether that is enough.
  /// - Returns: the optimum; nil where it was not reached.
  mutating func solve(
    near point: [Double], dual: [Double], solve: (SimplexSession) -> LinearResult, isEnough: ([Double]) -> Bool
  ) -> LinearResult? {
    var prices = dual
    var basis: Basis?
    var rows: [Int] = []
    while true {
      let all = isKept.indices.filter { isKept[$0] }
      let part = model.keeping(isKept)
      let known = all.map { prices[$0] }
      let session = basis.map { SimplexSession(part, basis: $0.extended(from: rows, to: all), prices: known) }
      var result = solve(session ?? SimplexSession(part, near: point, prices: known))
      guard let dual = result.dual else { return nil }
      (rows, basis) = (all, result.basis)
      prices = [Double](repeating: 0, count: model.rowCount)
      for (row, price) in zip(all, dual) { prices[row] = price }
      guard !isEnough(prices), result.termination == .optimal, let primal = result.primal else { return nil }
      guard add(brokenBy: primal) else {
        (result.dual, result.basis) = (prices, nil)
        return result
      }
    }
  }

  /// - Returns: whether there are any.
  private mutating func add(brokenBy point: [Double]) -> Bool {
    let activities = model.activities(point)
    var hasAny = false
    for row in isKept.indices where !isKept[row] {
      let (below, above) = (model.rowLower[row] - activities[row], activities[row] - model.rowUpper[row])
      guard max(below, above) > 1e-7 * max(1, abs(activities[row])) else { continue }
      isKept[row] = true
      hasAny = true
    }
    return hasAny
  }
}

extension Basis {
  /// The basis with more rows, whose activities are basic.
  fileprivate func extended(from old: [Int], to new: [Int]) -> Basis {
    var statuses = [BasisStatus](repeating: .basic, count: new.count)
    var place = 0
    for (index, row) in new.enumerated() where place < old.count && old[place] == row {
      statuses[index] = rows[place]
      place += 1
    }
    return Basis(columns: columns, rows: statuses)
  }
}

extension LinearModel {
  /// The model with some of its rows.
  fileprivate func keeping(_ isKept: [Bool]) -> LinearModel {
    var part = LinearModel()
    (part.offset, part.cost, part.columnLower, part.columnUpper) = (offset, cost, columnLower, columnUpper)
    var places = [Int32](repeating: -1, count: rowCount)
    for row in 0..<rowCount where isKept[row] {
      places[row] = Int32(truncatingIfNeeded: part.addRow(lower: rowLower[row], upper: rowUpper[row]))
    }
    part.columnStart.reserveCapacity(columnCount + 1)
    for column in 0..<columnCount {
      for entry in columnStart[column]..<columnStart[column + 1] where isKept[Int(entryRow[entry])] {
        part.entryRow.append(places[Int(entryRow[entry])])
        part.entryValue.append(entryValue[entry])
      }
      part.columnStart.append(part.entryRow.count)
    }
    return part
  }
}
