// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels
internal import Processes

/// The optimum of the whole program from a small part of its columns: solve the part through GLPK, price all columns
/// left out, add those that would improve, go on from the basis, until none is left.
///
/// In a staffing program very few columns are above 0 in the optimum, and good prices tell which. (The method is known
/// as sifting: J. J. Forrest, "Mathematical programming with a library of optimization subroutines", 1989; R. E. Bixby et
/// al., "Very large-scale linear programming", 1992, https://doi.org/10.1287/opre.40.5.885.)
///
/// Everything happens on the calling thread, because a GLPK object must stay on one.
struct Sifting {
  private let model: LinearModel
  private let library: GLPKLibrary
  private let point: [Double]
  private var isActive: [Bool]
  private var active: [Int] = []

  /// Starts with the columns that the prices speak for.
  ///
  /// - Parameters:
  ///   - model: the whole program.
  ///   - start: its prices and its point are used; without them, prices and values of 0.
  init(_ model: LinearModel, library: GLPKLibrary, from start: SessionStart) {
    self.model = model
    self.library = library
    point = start.point ?? Array(repeating: 0, count: model.columnCount)
    isActive = Array(repeating: false, count: model.columnCount)
    let dual = start.prices ?? Array(repeating: 0, count: model.rowCount)
    let reduced = model.reducedCosts(dual)
    // A column is worth having where its reduced cost is small against what hours cost.
    let tolerance = 0.02 * model.typicalCost
    for column in 0..<model.columnCount
    where start.essential.contains(column) || point[column] > 1e-7 || reduced[column] < tolerance
      || model.columnLower[column] != 0
    {
      isActive[column] = true
      active.append(column)
    }
  }

  /// Solves to the proven optimum, or to a limit.
  mutating func solve(_ limits: SolveLimits) throws(SolverFailure) -> LinearResult {
    let clock = Stopwatch()
    let workspace = try GLPKWorkspace(
      library: library, model: model.keeping(columns: active), options: GLPKOptions(method: .primal))
    try workspace.setBasis(crashBasis(point))
    var outcome = LinearResult(termination: .numericalTrouble)
    while true {
      let left = SolveLimits(
        seconds: limits.seconds.map { max(0, $0 - clock.seconds) },
        iterations: limits.iterations.map { max(0, $0 - outcome.iterations) }, interruption: limits.interruption)
      let result = try workspace.solve(limits: left)
      outcome.iterations += result.iterations
      if let values = result.primal {
        var all = [Double](repeating: 0, count: model.columnCount)
        for (position, column) in active.enumerated() { all[column] = values[position] }
        outcome.primal = all
        outcome.objective = result.objective
        outcome.isFeasible = true
      }
      if let dual = result.dual { outcome.dual = dual }
      outcome.termination = result.termination
      guard result.limit == nil else { return outcome.with(result.basis.map(whole)) }
      let entering: [Int]
      if result.termination == .optimal, let dual = result.dual {
        entering = price(dual)
        if entering.isEmpty { outcome.bound = model.dualBound(dual) }
      } else {
        // That a part has no solution says nothing of the whole.
        entering = isActive.indices.filter { !isActive[$0] }
      }
      guard !entering.isEmpty else { return outcome.with(result.basis.map(whole)) }
      let added = model.keeping(columns: entering)
      try workspace.addColumns(
        costs: added.cost, lowers: added.columnLower, uppers: added.columnUpper, starts: added.columnStart,
        rows: added.entryRow, values: added.entryValue)
      for column in entering {
        isActive[column] = true
        active.append(column)
      }
    }
  }

  /// The basis of a part as one of the whole: what is left out is at a bound.
  private func whole(_ part: Basis) -> Basis {
    var columns: [BasisStatus] = (0..<model.columnCount).map { column in
      let (lower, upper) = (model.columnLower[column], model.columnUpper[column])
      if lower == upper { return .fixed }
      return lower.isFinite ? .atLower : upper.isFinite ? .atUpper : .free
    }
    for (position, column) in active.enumerated() { columns[column] = part.columns[position] }
    return Basis(columns: columns, rows: part.rows)
  }

  /// The columns left out that would improve, the best first where there are very many.
  private func price(_ dual: [Double]) -> [Int] {
    var found: [(column: Int, gain: Double)] = []
    for column in 0..<model.columnCount where !isActive[column] {
      var reduced = model.cost[column]
      for entry in model.columnStart[column]..<model.columnStart[column + 1] {
        reduced -= model.entryValue[entry] * dual[Int(model.entryRow[entry])]
      }
      if reduced < -1e-7 * (1 + abs(model.cost[column])) { found.append((column, reduced)) }
    }
    let most = max(2000, active.count)
    if found.count > most {
      found.sort { $0.gain == $1.gain ? $0.column < $1.column : $0.gain < $1.gain }
      found.removeLast(found.count - most)
    }
    return found.map(\.column).sorted()
  }

  /// A basis to start from: columns strictly inside their bounds, each for a row that no column chosen before it
  /// touches, so that the basis is triangular; the rows that stay are basic themselves.
  private func crashBasis(_ start: [Double]) -> Basis {
    var columns: [BasisStatus] = active.map { column in
      let upper = model.columnUpper[column]
      if upper == model.columnLower[column] { return .fixed }
      return upper.isFinite && start[column] > upper * (1 - 1e-6) ? .atUpper : .atLower
    }
    var rows = [BasisStatus](repeating: .basic, count: model.rowCount)
    // Rows and inner columns are a graph; walking it outwards from a row gives each next row a column of its own.
    var inner = [[Int32]](repeating: [], count: model.rowCount)
    for (position, column) in active.enumerated() {
      let value = start[column]
      let range = model.columnUpper[column] - model.columnLower[column]
      guard value > model.columnLower[column] + 1e-6 * min(1, range),
        value < model.columnUpper[column] - 1e-6 * min(1, range)
      else { continue }
      for entry in model.columnStart[column]..<model.columnStart[column + 1] {
        inner[Int(model.entryRow[entry])].append(Int32(position))
      }
    }
    var isTouched = [Bool](repeating: false, count: model.rowCount)
    for root in 0..<model.rowCount where !isTouched[root] && !inner[root].isEmpty {
      var queue = [root]
      isTouched[root] = true
      var next = 0
      while next < queue.count {
        let row = queue[next]
        next += 1
        for position in inner[row] where columns[Int(position)] != .basic {
          let column = active[Int(position)]
          var pivot: Int?
          var largest = 0.0
          for entry in model.columnStart[column]..<model.columnStart[column + 1] {
            let other = Int(model.entryRow[entry])
            if !isTouched[other], abs(model.entryValue[entry]) > largest {
              largest = abs(model.entryValue[entry])
              pivot = other
            }
          }
          guard let pivot, largest > 1e-3 else { continue }
          columns[Int(position)] = .basic
          rows[pivot] =
            model.rowLower[pivot] == model.rowUpper[pivot]
            ? .fixed
            : model.rowUpper[pivot].isFinite ? .atUpper : .atLower
          for entry in model.columnStart[column]..<model.columnStart[column + 1] {
            let other = Int(model.entryRow[entry])
            if !isTouched[other] {
              isTouched[other] = true
              queue.append(other)
            }
          }
        }
      }
    }
    return Basis(columns: columns, rows: rows)
  }
}

extension LinearResult {
  /// The same with the basis that it ended at.
  fileprivate func with(_ basis: Basis?) -> LinearResult {
    var result = self
    result.basis = basis
    return result
  }
}
