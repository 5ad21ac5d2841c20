// SPDX-License-Identifier: GPL-3.0-or-later

import LinearModels
import NativeSolver
import Numbers
import Testing

@testable import Planning

/// Branch and bound in a part, against all points.
@Suite("Depth first search") struct DepthSearchTests {
  private static let count = 9

  /// Whole columns that compete for two rows, each with hours that follow from it, and one that only may have some.
  private static func model(_ seed: UInt64) -> LinearModel {
    var random = RandomSource(seed: seed)
    var model = LinearModel()
    let rows = (0..<2).map { _ in model.addRow(lower: -.infinity, upper: Double(random.number(in: 10...30))) }
    let sums = (0..<count).map { _ in model.addRow(lower: 0, upper: 0) }
    for place in 0..<count {
      model.addColumn(cost: -Double(random.number(in: 1...20)), upper: Double(random.number(in: 1...2)))
      model.integerColumns.append(place)
      model.addEntry(row: sums[place], value: -Double(random.number(in: 1...9)))
    }
    for place in 0..<count {
      model.addColumn(cost: Double(random.number(in: 0...100)) / 100, upper: place == 0 ? 3 : 40)
      model.addEntry(row: sums[place], value: 1)
      for row in rows where random.number(in: 0...3) > 0 { model.addEntry(row: row, value: 1) }
    }
    return model
  }

  /// The best objective of all points with whole columns, where the others follow.
  private static func best(_ model: LinearModel) -> Double {
    var best = Double.infinity
    var point = [Double](repeating: 0, count: model.columnCount)
    func look(_ place: Int) {
      guard place < count else {
        for number in 0..<count {
          let entry = model.columnStart[number]
          point[count + number] = -model.entryValue[entry] * point[number]
        }
        if model.infeasibility(point) < 1e-9 { best = min(best, model.objective(point)) }
        return
      }
      for value in 0...Int(model.columnUpper[place]) {
        point[place] = Double(value)
        look(place + 1)
      }
    }
    look(0)
    return best
  }

  @Test("It finds the best point, and says that there is none better", arguments: UInt64(1)...40)
  func best(seed: UInt64) throws {
    let model = Self.model(seed)
    let best = Self.best(model)
    let nothing = [Double](repeating: 0, count: model.columnCount)
    let reduced = ReducedModel(
      model, isFree: Array(repeating: true, count: model.columnCount), at: nothing, keepsRows: true)
    // What follows from a whole column is none of its own, but where its bounds are narrower.
    #expect(reduced.model.columnCount < model.columnCount)
    let ranks = reduced.model.integerColumns.map { _ in 0 }
    var search = DepthSearch(reduced.model, ranks: ranks, known: reduced.part(of: nothing), cutoff: 0)
    let outcome = search.run(pivots: 100_000, isOver: { false }) { $0.solve() }
    #expect(outcome.isComplete)
    let point = reduced.whole(try #require(outcome.found?.point))
    #expect(model.infeasibility(point) < 1e-6)
    #expect(abs(model.objective(point) - best) < 1e-5)
    // Nothing is below the best.
    var again = DepthSearch(reduced.model, ranks: ranks, known: reduced.part(of: point), cutoff: best - 1e-4)
    let none = again.run(pivots: 100_000, isOver: { false }) { $0.solve() }
    #expect(none.isComplete && none.found == nil)
  }

  @Test("It stops when its work is done")
  func limits() {
    let ends = (UInt64(1)...10).map { seed in
      let model = Self.model(seed)
      var search = DepthSearch(model, ranks: model.integerColumns.map { _ in 0 }, known: nil, cutoff: .infinity)
      return search.run(pivots: 1, isOver: { false }) { $0.solve() }.isComplete
    }
    #expect(ends.contains(false))
    let model = Self.model(3)
    var other = DepthSearch(
      model, ranks: model.integerColumns.map { _ in 0 }, known: nil, cutoff: .infinity)
    let stopped = other.run(pivots: 1_000, isOver: { true }) { $0.solve() }
    #expect(!stopped.isComplete && stopped.found == nil)
  }
}
