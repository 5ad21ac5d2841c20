// SPDX-License-Identifier: GPL-3.0-or-later

import LinearModels
@testable import NativeSolver
import SolverConformance
import Testing

@Suite("The interior point method") struct InteriorPointTests {
  /// The weeks of the capacity rows of ``SimplexTests/program(_:)``, as it draws them.
  private static func blocks(_ model: LinearModel, _ seed: UInt64) -> [OptionalIndex] {
    var random = Generator(state: seed)
    let people = 2 + random.below(6)
    let weeks = 1 + random.below(6)
    return (0..<model.rowCount).map { $0 < people * weeks ? OptionalIndex($0 % weeks) : nil }
  }

  private static func interior(_ model: LinearModel, blocks: [OptionalIndex], threads: Int) throws -> InteriorPoint {
    InteriorPoint(model, order: try #require(NormalEquations.order(model, blocks: blocks) { false }), threads: threads)
  }

  /// Goes on until the gap is reached, or nothing helps any more.
  private static func solve(_ interior: inout InteriorPoint, until goal: Double) {
    while interior.error.isFinite, !interior.error.isWithin(goal), interior.steps < 200 {
      guard interior.step() else { return }
      interior.measure()
    }
  }

  @Test("Its prices and its point are those of an optimum", arguments: 1...60)
  func optima(_ seed: UInt64) throws {
    let model = SimplexTests.program(seed)
    let optimum = try #require(SimplexSession(model).solve().objective)
    for blocks in [[], Self.blocks(model, seed)] {
      var interior = try Self.interior(model, blocks: blocks, threads: 1)
      Self.solve(&interior, until: 1e-8)
      #expect(interior.error.isWithin(1e-8))
      // Prices are a little wrong, and a bound pays for that with each column's whole range.
      #expect(abs(model.dualBound(interior.prices) - optimum) <= 1e-5 * abs(optimum))
      #expect(abs(model.objective(interior.point) - optimum) <= 1e-6 * abs(optimum))
      #expect(model.infeasibility(interior.point) <= 1e-4)
    }
  }

  @Test("What is known of an optimum saves steps, however rough it is", arguments: 1...40)
  func nearStart(_ seed: UInt64) throws {
    let model = SimplexTests.program(seed)
    let optimum = try #require(SimplexSession(model).solve().objective)
    let order = try #require(NormalEquations.order(model, blocks: []) { false })
    var ascent = PriceAscent(model)
    ascent.ascend(steps: 10)
    let known = [
      (ascent.primal, ascent.bestDual),
      // What tells nothing, or the optimum itself, leads there too.
      (model.columnLower.map { max($0, 0) }, Array(repeating: 0, count: model.rowCount)),
      try optimumOf(model),
    ]
    for (point, prices) in known {
      var near = InteriorPoint(model, order: order, near: (point, prices), threads: 1)
      Self.solve(&near, until: 1e-8)
      #expect(near.error.isWithin(1e-8))
      #expect(abs(model.objective(near.point) - optimum) <= 1e-6 * abs(optimum))
    }
  }

  private func optimumOf(_ model: LinearModel) throws -> ([Double], [Double]) {
    let result = SimplexSession(model).solve()
    return (try #require(result.primal), try #require(result.dual))
  }

  @Test("Threads change nothing", arguments: [3, 17, 40])
  func threads(_ seed: UInt64) throws {
    let model = SimplexTests.program(seed)
    let blocks = Self.blocks(model, seed)
    var one = try Self.interior(model, blocks: blocks, threads: 1)
    var four = try Self.interior(model, blocks: blocks, threads: 4)
    for _ in 0..<8 {
      #expect(one.step() && four.step())
    }
    #expect(one.prices == four.prices)
    #expect(one.point == four.point)
  }

  @Test("Blocks that hang together are told apart from those that do not", arguments: 1...20)
  func wrongBlocks(_ seed: UInt64) throws {
    let model = SimplexTests.program(seed)
    let optimum = try #require(SimplexSession(model).solve().objective)
    let blocks = (0..<model.rowCount).map { OptionalIndex($0 % 3) }
    var interior = try Self.interior(model, blocks: blocks, threads: 2)
    Self.solve(&interior, until: 1e-8)
    #expect(abs(model.objective(interior.point) - optimum) <= 1e-6 * abs(optimum))
  }

  @Test("Its equations are solved", arguments: 1...20)
  func equations(_ seed: UInt64) throws {
    let model = SimplexTests.program(seed)
    let order = try #require(NormalEquations.order(model, blocks: Self.blocks(model, seed)) { false })
    #expect(order.groups.flatMap(\.pivots).sorted() == (0..<Int32(model.rowCount)).map { $0 })
    let equations = NormalEquations(model, scaling: Scaling(model), order: order, threads: 2)
    var random = Generator(state: seed)
    let total = model.rowCount + model.columnCount
    let diagonal = Slab<Double>(total, repeating: 0)
    for j in 0..<total { diagonal[j] = Double(1 + random.below(1000)) / 100 }
    let right = (0..<model.rowCount).map { _ in Double(random.below(200) - 100) }
    #expect(equations.factorise(diagonal) { false })
    let solution = Slab(right)
    equations.solve(solution)
    let product = Slab<Double>(total, repeating: 0)
    for j in 0..<total { product[j] = diagonal[j] * equations.matrix.dot(j, solution) }
    let activity = Slab<Double>(model.rowCount, repeating: 0)
    equations.add(product, to: activity)
    for row in 0..<model.rowCount { #expect(abs(activity[row] - right[row]) <= 1e-8) }
  }

  @Test("Columns that were left out come in where they are worth it", arguments: 1...40)
  func sifting(_ seed: UInt64) throws {
    let model = SimplexTests.program(seed)
    let optimum = try #require(SimplexSession(model).solve().objective)
    var ascent = PriceAscent(model)
    ascent.ascend(steps: 10)
    var sifting = InteriorSifting(
      model, near: ascent.primal, prices: ascent.bestDual, blocks: Self.blocks(model, seed), threads: 1)
    #expect(sifting.solve(from: .rough, until: 1e-8) { _ in false })
    #expect(sifting.steps > 0)
    let result = SimplexSession(model, near: sifting.point, prices: sifting.prices).solve()
    #expect(result.termination == .optimal)
    #expect(abs(try #require(result.objective) - optimum) <= 1e-7 * abs(optimum))
  }

  @Test("Where what is known leads nowhere, it begins anew", arguments: 1...20)
  func uselessStart(_ seed: UInt64) throws {
    let model = SimplexTests.program(seed)
    let optimum = try #require(SimplexSession(model).solve().objective)
    let point = model.columnLower.map { max($0, 0) }
    let prices = [Double](repeating: 1e200, count: model.rowCount)
    let order = try #require(NormalEquations.order(model, blocks: []) { false })
    var near = InteriorPoint(model, order: order, near: (point, prices), threads: 1)
    Self.solve(&near, until: 1e-8)
    try #require(!near.error.isWithin(1e-8))
    var sifting = InteriorSifting(model, near: point, prices: prices, blocks: [], threads: 1)
    #expect(sifting.solve(from: .rough, until: 1e-8) { _ in false })
    #expect(abs(model.objective(sifting.point) - optimum) <= 1e-6 * abs(optimum))
  }

  @Test("It ends where it is told to")
  func ending() throws {
    let model = SimplexTests.program(5)
    var sifting = InteriorSifting(
      model, near: Array(repeating: 0, count: model.columnCount), prices: Array(repeating: 0, count: model.rowCount),
      blocks: [], threads: 1)
    #expect(!sifting.solve(from: .rough, until: 1e-8) { $0 >= 2 })
    #expect(sifting.steps == 2)
    #expect(sifting.point.allSatisfy { $0 == 0 })
    // In the middle of a step, too: then the point stands where it stood.
    var interior = try Self.interior(model, blocks: [], threads: 1)
    let point = interior.point
    #expect(!interior.step { true })
    #expect(interior.point == point && interior.steps == 0)
  }

  @Test(
    "Of the netlib set nearly all come near their published optima",
    .enabled(if: !PublicModels.netlib.isEmpty, "the netlib set is not there"))
  func netlib() throws {
    var missed: [String] = []
    var count = 0
    for row in PublicModels.netlib where PublicModels.takesAll || PublicModelTests.isSmall(row) {
      let name = try #require(row["name"])
      let expected = try #require(row["reference_optimum"].flatMap { Double($0) })
      let model = try MPSReader(format: .fixed).read(PublicModels.bytes("netlib/mps/\(name).mps.gz")).model
      var interior = try Self.interior(model, blocks: [], threads: 1)
      Self.solve(&interior, until: 1e-6)
      count += 1
      let value = model.objective(interior.point)
      if !(abs(value - expected) <= 1e-4 * max(1, abs(expected))) {
        missed.append("\(name): \(value), not \(expected)")
      }
    }
    #expect(count >= 20)
    #expect(missed.count <= count / 10, "\(missed)")
    if PublicModels.takesAll { print("netlib interior \(count - missed.count) of \(count)", missed) }
  }
}
