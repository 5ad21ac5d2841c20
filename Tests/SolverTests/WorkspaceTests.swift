// SPDX-License-Identifier: GPL-3.0-or-later

import GLPKSolver
import LinearModels
import Testing

@Suite(.enabled(if: glpkIsInstalled, "GLPK is not installed"))
struct WorkspaceTests {
  @Test func addingColumnsInBulkGivesTheOptimumOfTheWhole() throws {
    let whole = coveringModel(rows: 20, columns: 400, seed: 11)
    let library = try GLPKLibrary.load()
    let expected = try #require(try GLPKEngine(library: library).solve(whole).objective)
    var part = LinearModel()
    for row in 0..<whole.rowCount { part.addRow(lower: whole.rowLower[row], upper: whole.rowUpper[row]) }
    for column in 0..<100 {
      part.addColumn(cost: whole.cost[column], upper: whole.columnUpper[column])
      for entry in whole.columnStart[column]..<whole.columnStart[column + 1] {
        part.addEntry(row: Int(whole.entryRow[entry]), value: whole.entryValue[entry])
      }
    }
    let workspace = try GLPKWorkspace(library: library, model: part, options: GLPKOptions(method: .primal))
    let first = try workspace.solve()
    #expect(first.termination == .optimal)
    let begin = whole.columnStart[100]
    try workspace.addColumns(
      costs: Array(whole.cost[100...]), lowers: Array(whole.columnLower[100...]),
      uppers: Array(whole.columnUpper[100...]), starts: whole.columnStart[100...].map { $0 - begin },
      rows: Array(whole.entryRow[begin...]), values: Array(whole.entryValue[begin...]))
    #expect(workspace.columnCount == 400)
    let second = try workspace.solve()
    #expect(second.termination == .optimal)
    #expect(abs((second.objective ?? 0) - expected) < 1e-9 * expected)
    let again = try workspace.solve()
    #expect(again.iterations == 0)
  }

  @Test func aBasisCarriesOverToAnotherWorkspace() throws {
    let model = coveringModel(rows: 30, columns: 100, seed: 5)
    let library = try GLPKLibrary.load()
    let first = try GLPKEngine(library: library).solve(model)
    #expect(first.iterations > 0)
    let second = try GLPKEngine(library: library).solve(model, start: first.basis)
    #expect(second.iterations == 0)
    #expect(second.objective.map { abs($0 - (first.objective ?? 0)) < 1e-9 } == true)
  }

  @Test func aSingularBasisIsOvercome() throws {
    var model = LinearModel()
    model.addRow(lower: 2, upper: .infinity)
    model.addRow(lower: 4, upper: .infinity)
    for cost in [1.0, 3.0] {
      model.addColumn(cost: cost, upper: .infinity)
      model.addEntry(row: 0, value: 1)
      model.addEntry(row: 1, value: 2)
    }
    let start = Basis(columns: [.basic, .basic], rows: [.atLower, .atLower])
    let result = try GLPKEngine(library: .load()).solve(model, start: start)
    #expect(result.termination == .optimal && result.objective == 2)
  }

  @Test func theTimeLimitHoldsOnAHardModel() throws {
    let model = coveringModel(rows: 350, columns: 1500, seed: 9)
    let clock = ContinuousClock()
    var result: LinearResult?
    let seconds = try clock.measure {
      result = try GLPKEngine(library: .load()).solve(model, limits: SolveLimits(seconds: 0.01))
    }
    #expect(result?.termination == .limit(.time))
    #expect(seconds < .seconds(2))
    let point = try #require(result)
    if let primal = point.primal { #expect(model.infeasibility(primal) < 1e-6) }
    if let dual = point.dual, let primal = point.primal {
      #expect(model.dualBound(dual) <= model.objective(primal) + 1e-6)
    }
  }

  @Test(arguments: [0, 1, 5])
  func theWorkLimitHolds(iterations: Int) throws {
    let model = coveringModel(rows: 30, columns: 100, seed: 5)
    let result = try GLPKEngine(library: .load()).solve(model, limits: SolveLimits(iterations: iterations))
    #expect(result.termination == .limit(.work))
    #expect(result.iterations <= iterations)
  }

  @Test func branchAndCutKeepsItsDeadlineAndItsBound() throws {
    // Market split: tiny, and hard for branch and bound.
    var model = LinearModel()
    var state: UInt64 = 77
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double((state >> 33) % 100)
    }
    let rows = 5
    let weights = (0..<rows).map { _ in (0..<40).map { _ in next() } }
    for row in weights {
      let half = (row.reduce(0, +) / 2).rounded(.down)
      model.addRow(lower: half, upper: half)
    }
    for column in 0..<40 {
      model.addColumn(cost: 0, upper: 1)
      for row in 0..<rows where weights[row][column] != 0 { model.addEntry(row: row, value: weights[row][column]) }
    }
    for row in 0..<rows {
      for sign in [1.0, -1.0] {
        model.addColumn(cost: 1, upper: .infinity)
        model.addEntry(row: row, value: sign)
      }
    }
    model.integerColumns = Array(0..<40)
    let clock = ContinuousClock()
    var answer: LinearResult?
    let seconds = try clock.measure {
      answer = try GLPKEngine(library: .load()).solve(model, limits: SolveLimits(seconds: 0.5))
    }
    let result = try #require(answer)
    #expect(result.termination == .limit(.time))
    #expect(seconds < .seconds(2.5))
    #expect(result.dual == nil)
    let bound = try #require(result.bound)
    if let objective = result.objective { #expect(bound <= objective) }
  }
}
