// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

private let infinity = Double.infinity

extension ConformanceCase {
  /// Small plans: people's hours, demands with unmet hours at a penalty, budgets.
  static var staffing: [ConformanceCase] {
    [
      // Ada (40 h at 50) can do both, Ben (40 h at 30) only the first demand of 60 h; the second wants 30 h.
      // Unmet hours cost 900 and 450. Ben gives 40 to the first; Ada 20 there and 20 to the second: 10 h unmet.
      ConformanceCase(
        "staffing",
        LinearModel(
          columns: [(50, 0, 40), (50, 0, 40), (30, 0, 40), (900, 0, 60), (450, 0, 30)],
          rows: [
            (-infinity, 40, [1, 1, 0, 0, 0]), (-infinity, 40, [0, 0, 1, 0, 0]), (60, 60, [1, 0, 1, 1, 0]),
            (30, 30, [0, 1, 0, 0, 1]),
          ]),
        objective: 40 * 30 + 40 * 50 + 10 * 450),
      // The same with a budget of 2,500 on the first project: Ben's 1,200, and 26 h of Ada where 20 are wanted, so it
      // does not bind; with 1,700 it leaves 10 h of Ada, who then covers the second demand in full.
      ConformanceCase(
        "staffing with a budget",
        LinearModel(
          columns: [(50, 0, 40), (50, 0, 40), (30, 0, 40), (900, 0, 60), (450, 0, 30)],
          rows: [
            (-infinity, 40, [1, 1, 0, 0, 0]), (-infinity, 40, [0, 0, 1, 0, 0]), (60, 60, [1, 0, 1, 1, 0]),
            (30, 30, [0, 1, 0, 0, 1]), (-infinity, 1700, [50, 0, 30, 0, 0]),
          ]),
        objective: 1700 + 30 * 50 + 10 * 900),
      assignment(12),
    ]
  }

  /// n people and n tasks, cost (i + 1) * (j + 1): the largest pairs with the smallest, by the rearrangement inequality.
  static func assignment(_ size: Int) -> ConformanceCase {
    var model = LinearModel()
    for _ in 0..<(2 * size) { model.addRow(lower: 1, upper: 1) }
    for person in 0..<size {
      for task in 0..<size {
        model.addColumn(cost: Double((person + 1) * (task + 1)), upper: infinity)
        model.addEntry(row: person, value: 1)
        model.addEntry(row: size + task, value: 1)
      }
    }
    let optimum = (1...size).reduce(0) { $0 + $1 * (size + 1 - $1) }
    return ConformanceCase("assignment", model, objective: Double(optimum))
  }

  static var integers: [ConformanceCase] {
    let weights: [Double] = [23, 31, 29, 44, 53, 38, 63, 85, 89, 82]
    let values: [Double] = [92, 57, 49, 68, 60, 43, 67, 84, 87, 72]
    return [
      // The classic of capacity 165: items 1, 2, 3, 4 and 6, worth 309.
      ConformanceCase(
        "knapsack",
        LinearModel(
          columns: values.map { (-$0, 0, 1) }, rows: [(-infinity, 165, weights)], integers: Array(values.indices)),
        objective: -309, needs: .integers),
      // min x + y with 2x + 3y >= 7.5 and whole x: x = 0 with y = 2.5.
      ConformanceCase(
        "mixed", LinearModel(columns: [(1, 0, 9), (1.2, 0, 9)], rows: [(7.5, infinity, [2, 3])], integers: [0]),
        objective: 3, needs: .integers),
      // Bounds that are not whole: x in [0.5, 2.5] is 1 or 2.
      ConformanceCase(
        "fractional bounds", LinearModel(columns: [(-1, 0.5, 2.5)], rows: [(-infinity, 10, [1])], integers: [0]),
        objective: -2, needs: .integers),
      ConformanceCase(
        "negative whole numbers",
        LinearModel(columns: [(1, -7, 7), (1, -7, 7)], rows: [(-9.5, infinity, [1, 1])], integers: [0, 1]),
        objective: -9, needs: .integers),
      // 2x + 2y = 3 has no whole answer.
      ConformanceCase(
        "infeasible in whole numbers",
        LinearModel(columns: [(1, 0, 5), (1, 0, 5)], rows: [(3, 3, [2, 2])], integers: [0, 1]),
        terminations: [.infeasible], needs: [.integers, .certificates]),
      ConformanceCase(
        "unbounded in whole numbers",
        LinearModel(columns: [(-1, 0, infinity), (0, 0, infinity)], rows: [(-infinity, 1, [1, -1])], integers: [0]),
        terminations: [.unbounded, .infeasibleOrUnbounded], needs: [.integers, .certificates]),
      // Open a depot for 10, serve three customers from two depots.
      ConformanceCase(
        "fixed charge",
        LinearModel(
          columns: [(10, 0, 1), (12, 0, 1), (1, 0, 1), (4, 0, 1), (5, 0, 1), (4, 0, 1), (2, 0, 1), (1, 0, 1)],
          rows: [
            (1, 1, [0, 0, 1, 0, 0, 1, 0, 0]), (1, 1, [0, 0, 0, 1, 0, 0, 1, 0]), (1, 1, [0, 0, 0, 0, 1, 0, 0, 1]),
            (-infinity, 0, [-3, 0, 1, 1, 1, 0, 0, 0]), (-infinity, 0, [0, -3, 0, 0, 0, 1, 1, 1]),
          ], integers: [0, 1]),
        objective: 19, needs: .integers),
    ]
  }
}
