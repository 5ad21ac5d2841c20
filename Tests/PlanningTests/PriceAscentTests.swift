// SPDX-License-Identifier: GPL-3.0-or-later

import GLPKSolver
import Generation
import LinearModels
@testable import NativeSolver
@testable import Planning
import Testing

@Suite struct NativeSolverTests {
  @Test(.enabled(if: hasGLPK, "GLPK is not installed"), arguments: Sample.all)
  func boundIsBelowTheOptimumAndNear(_ sample: Sample) throws {
    let model = Formulation(sample.scenario).model
    let answer = try GLPKEngine(library: GLPKLibrary.load()).solve(model)
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

  @Test func severalThreadsFindTheSame() {
    let model = Formulation(
      ScenarioGenerator(family: .enterprise, staff: 80, projects: 20, weeks: 20, seed: 5).scenario()
    ).model
    #expect(model.entryCount > 10_000, "too small for a second thread to be asked for")
    var one = PriceAscent(model, threads: 1)
    var two = PriceAscent(model, threads: 2)
    for ascent in 0..<3 {
      one.ascend(steps: 5)
      two.ascend(steps: 5)
      if ascent == 1 {
        one.settle(steps: 10)
        two.settle(steps: 10)
      }
      #expect(one.dual == two.dual)
      #expect(one.primal == two.primal)
      #expect(one.bestBound == two.bestBound)
    }
  }

  @Test(arguments: Sample.all)
  func classesKeepTheOrderOfRowsThatShareColumns(_ sample: Sample) {
    let model = Formulation(sample.scenario).model
    let classes = RowClasses(model)
    #expect(classes.rows.map(Int.init).sorted() == Array(0..<model.rowCount))
    #expect(classes.start.last == model.rowCount)
    var classOf = [Int](repeating: -1, count: model.rowCount)
    for number in 0..<classes.count {
      for position in classes.start[number]..<classes.start[number + 1] {
        classOf[Int(classes.rows[position])] = number
      }
    }
    // The classes of the rows of each column rise with the rows, and none comes twice.
    for column in 0..<model.columnCount {
      let numbers = (model.columnStart[column]..<model.columnStart[column + 1])
        .map { Int(model.entryRow[$0]) }.sorted().map { classOf[$0] }
      #expect(zip(numbers, numbers.dropFirst()).allSatisfy(<))
    }
    #expect(classes.count <= 16)
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
