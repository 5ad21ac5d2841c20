// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

private let infinity = Double.infinity

extension LinearModel {
  /// Makes a model from rows of coefficients, for cases small enough to be read.
  ///
  /// - Parameters:
  ///   - columns: cost and bounds of each column.
  ///   - rows: bounds and all coefficients of each row; zeros are left out.
  init(
    offset: Double = 0, columns: [(cost: Double, lower: Double, upper: Double)],
    rows: [(lower: Double, upper: Double, coefficients: [Double])] = [], integers: [Int] = []
  ) {
    self.init()
    self.offset = offset
    for row in rows { addRow(lower: row.lower, upper: row.upper) }
    for (index, column) in columns.enumerated() {
      addColumn(cost: column.cost, lower: column.lower, upper: column.upper)
      for (row, content) in rows.enumerated() where content.coefficients[index] != 0 {
        addEntry(row: row, value: content.coefficients[index])
      }
    }
    integerColumns = integers
  }
}

extension ConformanceCase {
  /// Every case, in a fixed order.
  package static var all: [ConformanceCase] { plain + shapes + withoutOptimum + staffing + integers }

  /// Optima found by hand.
  static var plain: [ConformanceCase] {
    [
      // max 3x + 5y with x <= 4, 2y <= 12, 3x + 2y <= 18: x = 2, y = 6.
      ConformanceCase(
        "optimal",
        LinearModel(
          columns: [(-3, 0, infinity), (-5, 0, infinity)],
          rows: [(-infinity, 4, [1, 0]), (-infinity, 12, [0, 2]), (-infinity, 18, [3, 2])]),
        objective: -36),
      ConformanceCase(
        "offset",
        LinearModel(offset: 100, columns: [(1, 0, infinity), (2, 0, infinity)], rows: [(3, infinity, [1, 1])]),
        objective: 103),
      // Beale's cycling example.
      ConformanceCase(
        "degenerate",
        LinearModel(
          columns: [(-0.75, 0, infinity), (150, 0, infinity), (-0.02, 0, infinity), (6, 0, infinity)],
          rows: [
            (-infinity, 0, [0.25, -60, -0.04, 9]), (-infinity, 0, [0.5, -90, -0.02, 3]), (-infinity, 1, [0, 0, 1, 0]),
          ]),
        objective: -0.05),
      // Three rows through one vertex.
      ConformanceCase(
        "overdetermined vertex",
        LinearModel(
          columns: [(-1, 0, infinity), (-1, 0, infinity)],
          rows: [(-infinity, 2, [1, 1]), (-infinity, 1, [1, 0]), (-infinity, 1, [0, 1]), (-infinity, 3, [1, 2])]),
        objective: -2),
      ConformanceCase(
        "equality",
        LinearModel(
          columns: [(1, 0, infinity), (3, 0, infinity), (0, 0, infinity)],
          rows: [(10, 10, [1, 1, 1]), (4, 4, [1, -1, 0])]),
        objective: 4),
      // Free x and y: x + y = 1, x - y >= 3; min 2x + y at x = 2, y = -1.
      ConformanceCase(
        "free columns",
        LinearModel(
          columns: [(2, -infinity, infinity), (1, -infinity, infinity)],
          rows: [(1, 1, [1, 1]), (3, infinity, [1, -1])]),
        objective: 3),
      ConformanceCase(
        "fixed columns",
        LinearModel(
          columns: [(5, 2, 2), (1, 0, 10), (-1, -3, -3)], rows: [(4, infinity, [1, 1, 0]), (-infinity, 0, [0, 1, 1])]),
        objective: 15),
      ConformanceCase(
        "all columns fixed", LinearModel(columns: [(5, 2, 2), (1, 7, 7)], rows: [(9, 9, [1, 1])]), objective: 17),
      ConformanceCase(
        "negative bounds",
        LinearModel(columns: [(1, -5, -2), (-1, -4, -1)], rows: [(-7, -4, [1, 1])]),
        objective: -4),
      ConformanceCase(
        "only an upper bound", LinearModel(columns: [(-1, -infinity, 5), (0, 0, 1)], rows: [(-infinity, 3, [1, 1])]),
        objective: -3),
      // The lower side of the range binds, then the upper.
      ConformanceCase(
        "ranged row, lower side", LinearModel(columns: [(1, 0, 8), (2, 0, 8)], rows: [(2, 6, [1, 1])]), objective: 2),
      ConformanceCase(
        "ranged row, upper side", LinearModel(columns: [(-1, 0, 8), (-2, 0, 8)], rows: [(2, 6, [1, 1])]),
        objective: -12),
      // Many optima: any of them will do.
      ConformanceCase(
        "ties",
        LinearModel(
          columns: [(1, 0, 4), (1, 0, 4), (1, 0, 4)], rows: [(5, infinity, [1, 1, 1]), (-infinity, 9, [1, 1, 1])]),
        objective: 5),
      ConformanceCase(
        "no objective", LinearModel(columns: [(0, 0, 4), (0, 0, 4)], rows: [(3, 3, [1, 2])]), objective: 0),
      // Transport: supplies 20, 30; demands 10, 25, 15; costs 8 6 10 / 9 12 13.
      // Row 1 to demand 2 (20); row 2: 10 to demand 1, 5 to demand 2, 15 to demand 3.
      ConformanceCase(
        "transport",
        LinearModel(
          columns: [8, 6, 10, 9, 12, 13].map { ($0, 0, infinity) },
          rows: [
            (-infinity, 20, [1, 1, 1, 0, 0, 0]), (-infinity, 30, [0, 0, 0, 1, 1, 1]),
            (10, infinity, [1, 0, 0, 1, 0, 0]),
            (25, infinity, [0, 1, 0, 0, 1, 0]), (15, infinity, [0, 0, 1, 0, 0, 1]),
          ]),
        objective: 465),
      kleeMinty(8),
    ]
  }

  /// Max x_n in the Klee-Minty cube in the form 2 sum_{j<i} 10^(i-j) x_j + x_i <= 100^(i-1): the optimum is
  /// 100^(n-1), and Dantzig's rule visits every vertex.
  static func kleeMinty(_ size: Int) -> ConformanceCase {
    func power(_ base: Double, _ exponent: Int) -> Double { (0..<exponent).reduce(1) { value, _ in value * base } }
    let rows = (0..<size).map { row in
      (
        -infinity, power(100, row),
        (0..<size).map { $0 < row ? 2 * power(10, row - $0) : $0 == row ? 1.0 : 0.0 }
      )
    }
    return ConformanceCase(
      "klee-minty", LinearModel(columns: (0..<size).map { (-power(10, size - 1 - $0), 0, infinity) }, rows: rows),
      objective: -power(100, size - 1))
  }

  /// Models with something missing or too much.
  static var shapes: [ConformanceCase] {
    [
      ConformanceCase("nothing at all", LinearModel(offset: 7, columns: []), objective: 7),
      ConformanceCase("no rows", LinearModel(columns: [(2, 1, 5), (-1, 0, 3), (0, -1, 1)]), objective: -1),
      ConformanceCase("no columns", LinearModel(columns: [], rows: [(-1, 1, []), (0, 0, [])]), objective: 0),
      ConformanceCase(
        "empty row", LinearModel(columns: [(1, 0, infinity)], rows: [(-1, infinity, [0]), (2, infinity, [1])]),
        objective: 2),
      ConformanceCase(
        "empty column", LinearModel(columns: [(1, 0, infinity), (-3, 0, 2)], rows: [(2, infinity, [1, 0])]),
        objective: -4),
      ConformanceCase(
        "free row",
        LinearModel(
          columns: [(1, 0, infinity), (1, 0, 9)], rows: [(-infinity, infinity, [5, 1]), (2, infinity, [1, 2])]),
        objective: 1),
      ConformanceCase(
        "redundant rows",
        LinearModel(
          columns: [(1, 0, infinity), (1, 0, infinity)],
          rows: [(4, 4, [1, 2]), (8, 8, [2, 4]), (2, infinity, [0.5, 1]), (-infinity, 100, [1, 1])]),
        objective: 2),
      ConformanceCase(
        "more rows than columns",
        LinearModel(columns: [(-1, 0, infinity)], rows: (1...12).map { (-infinity, Double($0 + 4), [Double($0)]) }),
        objective: -16.0 / 12),
      ConformanceCase(
        "empty row, infeasible", LinearModel(columns: [(1, 0, 1)], rows: [(1, 2, [0])]), terminations: [.infeasible]),
    ]
  }

  static var withoutOptimum: [ConformanceCase] {
    let either: [Termination] = [.infeasible, .infeasibleOrUnbounded]
    return [
      ConformanceCase(
        "infeasible", LinearModel(columns: [(1, 0, 1), (1, 0, 1)], rows: [(3, infinity, [1, 1])]),
        terminations: [.infeasible], needs: .certificates),
      ConformanceCase(
        "infeasible equalities",
        LinearModel(columns: [(0, 0, infinity), (0, 0, infinity)], rows: [(1, 1, [1, 1]), (2, 2, [1, 1])]),
        terminations: [.infeasible], needs: .certificates),
      ConformanceCase(
        "unbounded", LinearModel(columns: [(-1, 0, infinity), (0, 0, infinity)], rows: [(-infinity, 1, [1, -1])]),
        terminations: [.unbounded], needs: .certificates),
      ConformanceCase(
        "unbounded free column",
        LinearModel(columns: [(1, -infinity, infinity), (0, 0, 1)], rows: [(-infinity, 4, [1, 1])]),
        terminations: [.unbounded], needs: .certificates),
      ConformanceCase(
        "unbounded without rows", LinearModel(columns: [(-1, 0, infinity)]), terminations: [.unbounded],
        needs: .certificates),
      // Neither primal nor dual feasible.
      ConformanceCase(
        "infeasible and dual infeasible",
        LinearModel(
          columns: [(-1, 0, infinity), (-1, 0, infinity)], rows: [(1, infinity, [1, -1]), (1, infinity, [-1, 1])]),
        terminations: either, needs: .certificates),
    ]
  }
}
