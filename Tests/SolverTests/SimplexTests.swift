// SPDX-License-Identifier: GPL-3.0-or-later

import LinearModels
@testable import NativeSolver
import SolverConformance
import Testing

@Suite("The native simplex method") struct SimplexTests {
  @Test("It passes the conformance suite")
  func conformance() {
    let findings = ConformanceSuite().check(engine: SimplexEngine(version: "test"))
    #expect(findings.isEmpty, "\(findings.map { "\($0.name): \($0.detail)" }.joined(separator: "\n"))")
  }

  /// Staffing in small: people's hours in weeks, demands with unmet hours, a budget; everything has an optimum.
  static func program(_ seed: UInt64) -> LinearModel {
    var random = Generator(state: seed)
    var model = LinearModel()
    let people = 2 + random.below(6)
    let weeks = 1 + random.below(6)
    let demands = 1 + random.below(6)
    let capacity = (0..<(people * weeks)).map { _ in
      model.addRow(lower: -.infinity, upper: Double(8 * (1 + random.below(5))))
    }
    let effort = (0..<demands).map { _ -> Int in
      let hours = Double(10 + random.below(200))
      return model.addRow(lower: hours, upper: hours)
    }
    let budget = model.addRow(lower: -.infinity, upper: Double(500 + random.below(20_000)))
    for person in 0..<people {
      let cost = Double(40 + random.below(60))
      for demand in 0..<demands where random.below(3) > 0 {
        for week in 0..<weeks where random.below(4) > 0 {
          model.addColumn(cost: cost, upper: 40)
          model.addEntry(row: capacity[person * weeks + week], value: 1)
          model.addEntry(row: effort[demand], value: 0.5 + Double(random.below(6)) / 8)
          if demand % 2 == 0 { model.addEntry(row: budget, value: cost) }
        }
      }
    }
    for demand in 0..<demands {
      model.addColumn(cost: Double(200 + random.below(900)), upper: model.rowUpper[effort[demand]])
      model.addEntry(row: effort[demand], value: 1)
    }
    return model
  }

  private func checkOptimal(_ result: LinearResult, _ model: LinearModel, _ comment: Comment) throws {
    #expect(result.termination == .optimal, comment)
    let primal = try #require(result.primal)
    let dual = try #require(result.dual)
    let value = model.objective(primal)
    #expect(model.infeasibility(primal) <= 1e-6, comment)
    // A bound that anybody can recompute, and that meets the value: nothing is taken on trust.
    #expect(abs(model.dualBound(dual) - value) <= 1e-7 * max(1, abs(value)), comment)
  }

  @Test("Every start ends at a proven optimum", arguments: 1...60)
  func starts(_ seed: UInt64) throws {
    let model = Self.program(seed)
    let cold = SimplexSession(model).solve()
    try checkOptimal(cold, model, "cold")
    var random = Generator(state: seed &+ 1000)
    let point = (0..<model.columnCount).map { model.columnUpper[$0] * Double(random.below(5)) / 4 }
    let near = SimplexSession(model, near: point, prices: cold.dual).solve()
    try checkOptimal(near, model, "near a point")
    let ascent = {
      var ascent = PriceAscent(model)
      ascent.ascend(steps: 20)
      return SimplexSession(model, near: ascent.primal, prices: ascent.bestDual).solve()
    }()
    try checkOptimal(ascent, model, "near an ascent")
    let basis = try #require(cold.basis)
    let again = SimplexSession(model, basis: basis).solve()
    try checkOptimal(again, model, "from its basis")
    #expect(again.iterations == 0)
  }

  @Test("A basis with too few or too many columns is as good a start as another", arguments: 1...40)
  func unfitBases(_ seed: UInt64) throws {
    let model = Self.program(seed)
    let cold = SimplexSession(model).solve()
    let basis = try #require(cold.basis)
    var (fewer, more) = (basis, basis)
    for column in 0..<model.columnCount where column % 3 == 0 {
      fewer.columns[column] = .atLower
      more.columns[column] = .basic
    }
    for start in [fewer, more] {
      for prices in [nil, cold.dual] {
        let session = SimplexSession(model, basis: start, prices: prices)
        try checkOptimal(session.solve(), model, "of \(start.columns.count { $0 == .basic })")
      }
    }
    let session = SimplexSession(model, basis: basis, prices: cold.dual)
    let weights = session.edgeWeights()
    #expect(zip(weights.columns, basis.columns).allSatisfy { ($0 > 0) == ($1 == .basic) })
    #expect(zip(weights.rows, basis.rows).allSatisfy { ($0 > 0) == ($1 == .basic) })
  }

  @Test func columnThatARowHoldsAtZeroIsFreeAfterwards() throws {
    var model = LinearModel()
    model.addRow(lower: -.infinity, upper: 0)
    model.addColumn(cost: 1, upper: .infinity)
    model.addEntry(row: 0, value: 2)
    let session = SimplexSession(
      model, basis: Basis(columns: [.atLower], rows: [.basic]), prices: [0])
    session.setCost(0, -1)
    #expect(session.solve().objective == 0)
    session.setRowBounds(0, lower: -.infinity, upper: 6)
    let result = session.solve()
    #expect(result.termination == .optimal)
    #expect(result.objective == -3)
  }

  /// The row would hold x at 3 if y were above 0 only.
  @Test func columnStaysAboveItsLowerBound() throws {
    var model = LinearModel()
    model.addRow(lower: -.infinity, upper: 3)
    model.addColumn(cost: 1, lower: 5, upper: .infinity)
    model.addEntry(row: 0, value: 1)
    model.addColumn(cost: 10, upper: 4)
    model.addEntry(row: 0, value: -1)
    let session = SimplexSession(model, basis: Basis(columns: [.atLower, .basic], rows: [.atUpper]), prices: [-10])
    #expect(session.solve().objective == 25)
    session.setCost(0, -20)
    let result = session.solve()
    #expect(result.termination == .optimal)
    // x = 7, y = 4.
    #expect(result.objective == -100)
  }

  @Test("After changes of bounds and costs the optimum is that of a new session", arguments: 1...40)
  func changes(_ seed: UInt64) throws {
    var model = Self.program(seed)
    let session = SimplexSession(model)
    _ = session.solve()
    var random = Generator(state: seed &+ 5000)
    for step in 0..<8 {
      switch random.below(3) {
      case 0:
        let row = random.below(model.rowCount)
        let side = Double(random.below(60))
        if model.rowLower[row] == model.rowUpper[row] {
          // The unmet column has to be able to take it up.
          model.rowLower[row] = min(side, model.rowLower[row])
          model.rowUpper[row] = model.rowLower[row]
        } else {
          model.rowUpper[row] = side
        }
        session.setRowBounds(row, lower: model.rowLower[row], upper: model.rowUpper[row])
      case 1:
        let column = random.below(max(1, model.columnCount - 6))
        model.columnUpper[column] = Double(random.below(30))
        session.setColumnBounds(column, lower: 0, upper: model.columnUpper[column])
      default:
        let column = random.below(model.columnCount)
        model.cost[column] = Double(random.below(500))
        session.setCost(column, model.cost[column])
      }
      #expect(session.model == model)
      let warm = session.solve()
      let cold = SimplexSession(model).solve()
      #expect(warm.termination == cold.termination, "step \(step)")
      guard cold.termination == .optimal else { continue }
      try checkOptimal(warm, model, "step \(step)")
      let value = try #require(cold.objective)
      #expect(abs((warm.objective ?? .nan) - value) <= 1e-8 * max(1, abs(value)), "step \(step)")
    }
  }

  @Test(
    "Within the range of a row its price holds",
    arguments: 1...40)
  func ranges(_ seed: UInt64) throws {
    let model = Self.program(seed)
    let session = SimplexSession(model)
    let base = session.solve()
    let value = try #require(base.objective)
    let dual = try #require(base.dual)
    for row in 0..<model.rowCount {
      let range = session.range(alongRows: [(row, 1)])
      #expect(range.down >= 0 && range.up >= 0)
      func cold(_ move: Double) -> Double? {
        var moved = model
        moved.rowLower[row] += move
        moved.rowUpper[row] += move
        let result = SimplexSession(moved).solve()
        return result.termination == .optimal ? result.objective : nil
      }
      for (sign, reach) in [(1.0, range.up), (-1.0, range.down)] {
        for share in [0.5, 1] where reach > 0 {
          let move = sign * share * min(reach, 1000)
          let found = try #require(cold(move), "row \(row)")
          #expect(abs(found - value - dual[row] * move) <= 1e-7 * max(1, abs(value)), "row \(row) by \(move)")
        }
        // Past the range the objective, which is convex, is at least what the price says.
        if reach > 0, reach < 1e6, let found = cold(sign * (reach + 5)) {
          #expect(found >= value + dual[row] * sign * (reach + 5) - 1e-7 * max(1, abs(value)), "row \(row)")
        }
      }
    }
  }

  @Test("A range along several rows, and along none that matters")
  func rangesOfSeveral() throws {
    // Ana has 40 hours, of which d takes 30: 10 more of d, or 30 less.
    var model = LinearModel()
    let capacity = model.addRow(lower: -.infinity, upper: 40)
    let effort = model.addRow(lower: 30, upper: 30)
    model.addColumn(cost: 50, upper: .infinity)
    model.addEntry(row: capacity, value: 1)
    model.addEntry(row: effort, value: 1)
    model.addColumn(cost: 500, upper: .infinity)
    model.addEntry(row: effort, value: 1)
    let session = SimplexSession(model)
    #expect(session.solve().termination == .optimal)
    let one = session.range(alongRows: [(effort, 1)])
    #expect(abs(one.up - 10) < 1e-6 && abs(one.down - 30) < 1e-6)
    let both = session.range(alongRows: [(effort, 2), (capacity, 1)])
    #expect(abs(both.up - 10) < 1e-6 && abs(both.down - 15) < 1e-6)
    let slack = session.range(alongRows: [(capacity, 1)])
    #expect(slack.up == .infinity && abs(slack.down - 10) < 1e-6)
  }

  @Test("A limit on pivots is kept, and the same limit ends at the same point")
  func pivotLimit() {
    let model = Self.program(7)
    let all = SimplexSession(model).solve().iterations
    #expect(all > 3)
    let one = SimplexSession(model).solve(limits: SolveLimits(iterations: 3))
    let two = SimplexSession(model).solve(limits: SolveLimits(iterations: 3))
    #expect(one.termination == .limit(.work))
    #expect(one.iterations == 3)
    #expect(one.primal == two.primal)
  }

  @Test("A list of which nothing turns out to improve is not made again without end")
  func barrenList() {
    var pricing = Pricing(size: 4)
    var isBarren = [pricing.isBarren]
    pricing.list([2, 3], threshold: 0)
    isBarren.append(pricing.isBarren)
    pricing.strike(2)
    pricing.strike(3)
    #expect(pricing.listed.isEmpty)
    pricing.noteWorth()
    isBarren.append(pricing.isBarren)
    pricing.list([1], threshold: 0)
    isBarren.append(pricing.isBarren)
    pricing.list([], threshold: 0)
    isBarren.append(pricing.isBarren)
    pricing.forget()
    isBarren.append(pricing.isBarren)
    #expect(isBarren == [false, true, false, true, false, false])
  }

  @Test("Integer columns are refused")
  func integers() {
    var model = Self.program(1)
    model.integerColumns = [0]
    #expect(throws: SolverFailure.self) {
      try SimplexEngine(version: "test").solve(model)
    }
  }
}

/// Numbers that are the same on every run.
struct Generator {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}
