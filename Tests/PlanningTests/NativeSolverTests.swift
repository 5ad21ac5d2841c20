// SPDX-License-Identifier: GPL-3.0-or-later

import GLPKSolver
import Generation
import LinearModels
import NativeSolver
@testable import Planning
import Testing

@Suite struct NativeSolverTests {
  @Test(.enabled(if: hasGLPK, "GLPK is not installed"), arguments: Sample.all)
  func boundIsBelowTheOptimumAndNear(_ sample: Sample) throws {
    let model = Formulation(sample.scenario).model
    let answer = try GLPKSolver(library: GLPKLibrary.load()).solve(model, limits: SolveLimits(), start: nil)
    let optimum = try #require(answer.objective)
    var ascent = PriceAscent(model)
    ascent.ascend(steps: 200)
    #expect(ascent.bestBound <= optimum + 1e-9 * abs(optimum))
    #expect(ascent.bestBound >= optimum - 0.01 * abs(optimum))
  }

  @Test func boundNeverFalls() {
    var ascent = PriceAscent(Formulation(Sample(family: .enterprise, seed: 1).scenario).model)
    var last = ascent.bestBound
    for _ in 0..<20 {
      ascent.ascend(steps: 2)
      #expect(ascent.bestBound >= last)
      #expect(ascent.model.dualBound(ascent.bestDual) == ascent.bestBound)
      last = ascent.bestBound
    }
  }

  @Test func pointStaysWithinItsBounds() {
    var ascent = PriceAscent(Formulation(Sample(family: .hardware, seed: 2).scenario).model)
    ascent.ascend(steps: 30)
    for column in 0..<ascent.model.columnCount {
      #expect(ascent.primal[column] >= ascent.model.columnLower[column])
      #expect(ascent.primal[column] <= ascent.model.columnUpper[column])
    }
  }

  /// minimise -x with x <= 3 and a row x <= 2: the price of the row is -1.
  @Test func oneRowByHand() {
    var model = LinearModel()
    model.addRow(lower: -.infinity, upper: 2)
    model.addColumn(cost: -1, upper: 3)
    model.addEntry(row: 0, value: 1)
    var ascent = PriceAscent(model)
    ascent.ascend(steps: 50)
    #expect(abs(ascent.bestBound + 2) < 1e-6)
    #expect(abs(ascent.primal[0] - 2) < 1e-6)
  }

  @Test func modelWithoutRowsGoesToItsBounds() {
    var model = LinearModel()
    model.addColumn(cost: -1, upper: 3)
    model.addColumn(cost: 1, upper: 3)
    var ascent = PriceAscent(model)
    ascent.ascend(steps: 1)
    #expect(ascent.primal == [3, 0])
    #expect(ascent.bestBound == -3)
  }
}
