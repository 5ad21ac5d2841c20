// SPDX-License-Identifier: GPL-3.0-or-later

/// Whether some amounts, at least 0, keep equations and upper limits: the first phase of the simplex method (Dantzig,
/// "Linear Programming and Extensions", 1963) for some hundreds of rows.
///
/// Floating point decides. Every limit is therefore given some room, which the caller knows of, and the room of no two
/// rows is the same, so that the method does not turn in circles.
struct FeasibilityProgram {
  /// The rows: sum of coefficient times amount, equal to or at most a side that is not below 0.
  private var sides: [Double] = []
  private var isEquation: [Bool] = []
  private var columns: [[(row: Int, coefficient: Double)]] = []
  /// The columns whose amounts are whole.
  private(set) var whole: [Int] = []

  var rowCount: Int { sides.count }

  /// Adds an equation.
  ///
  /// - Returns: the number of the row.
  mutating func addEquation(_ side: Double) -> Int {
    sides.append(side)
    isEquation.append(true)
    return sides.count - 1
  }

  /// Adds an upper limit, with room above it.
  mutating func addLimit(_ side: Double, room: Double) -> Int {
    // Between one and two times the room, by the golden ratio.
    let share = (Double(sides.count) * 0.618_033_988_749_895).truncatingRemainder(dividingBy: 1)
    sides.append(side + room * (1 + share))
    isEquation.append(false)
    return sides.count - 1
  }

  mutating func addRoom(_ room: Double, to row: Int) { sides[row] += room }

  mutating func addColumn(_ entries: [(row: Int, coefficient: Double)], isWhole: Bool = false) {
    if isWhole { whole.append(columns.count) }
    columns.append(entries)
  }

  /// What is known of a program.
  enum Outcome {
    case feasible
    /// The limits that together leave too little.
    case infeasible(limits: [Int])
    /// There are amounts, but none that are whole where they have to be.
    case onlyInParts
    /// The method did not come to an end.
    case unknown
  }

  /// Looks for amounts.
  ///
  /// - Parameter tolerance: what equations may miss, all together.
  func solve(tolerance: Double) -> Outcome {
    let (outcome, amounts) = relaxation(tolerance: tolerance)
    guard let amounts, !whole.isEmpty else { return outcome }
    var search = WholeSearch(self, tolerance: tolerance)
    return search.run(from: amounts)
  }

  /// The same without asking for whole amounts, with the amounts that were found.
  func relaxation(tolerance: Double) -> (outcome: Outcome, amounts: [Double]?) {
    var tableau = Tableau(sides, isEquation, columns)
    let limit = 1000 + 6 * (sides.count + columns.count)
    for _ in 0..<limit {
      if tableau.infeasibility <= tolerance { return (.feasible, tableau.amounts(columns.count)) }
      guard let column = tableau.entering() else { return (.infeasible(limits: tableau.binding()), nil) }
      guard tableau.pivot(on: column) else { return (.unknown, nil) }
    }
    return (.unknown, nil)
  }

  /// Above every number of units.
  static let unlimited = 1e12

  /// The program in which some columns have at least and at most given amounts, and each counts what is above the least;
  /// nil where no amounts can be right because a row has less than nothing left.
  func restricted(to bounds: [Int: ClosedRange<Double>]) -> FeasibilityProgram? {
    var program = self
    for (column, range) in bounds {
      for entry in columns[column] { program.sides[entry.row] -= entry.coefficient * range.lowerBound }
    }
    // What is left has to be at least nothing; a limit below that asks for an amount.
    var turned = [Bool](repeating: false, count: sides.count)
    for row in sides.indices where program.sides[row] < 0 {
      if isEquation[row] {
        guard program.sides[row] > -1e-7 else { return nil }
        program.sides[row] = 0
      } else {
        turned[row] = true
        program.sides[row] = -program.sides[row]
        program.isEquation[row] = true
      }
    }
    for column in columns.indices {
      if let range = bounds[column], range.lowerBound == range.upperBound {
        program.columns[column] = []
        continue
      }
      for place in columns[column].indices where turned[columns[column][place].row] {
        program.columns[column][place].coefficient.negate()
      }
    }
    for row in sides.indices where turned[row] { program.columns.append([(row, -1)]) }
    for (column, range) in bounds.sorted(by: { $0.key < $1.key })
    where range.lowerBound < range.upperBound && range.upperBound < Self.unlimited {
      program.columns[column].append((program.addLimit(range.upperBound - range.lowerBound, room: 1e-7), 1))
    }
    return program
  }
}
