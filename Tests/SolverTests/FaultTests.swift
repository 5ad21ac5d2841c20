// SPDX-License-Identifier: GPL-3.0-or-later

import EngineCage
@testable import GLPKSolver
import Glibc
import LinearModels
import Processes
import Testing

/// max x + y with x + 2y <= 4, 3x + y <= 6: x = 1.6, y = 1.2.
func smallModel() -> LinearModel {
  var model = LinearModel()
  model.addRow(lower: -.infinity, upper: 4)
  model.addRow(lower: -.infinity, upper: 6)
  model.addColumn(cost: -1, upper: .infinity)
  model.addEntry(row: 0, value: 1)
  model.addEntry(row: 1, value: 3)
  model.addColumn(cost: -1, upper: .infinity)
  model.addEntry(row: 0, value: 2)
  model.addEntry(row: 1, value: 1)
  return model
}

/// A dense random LP, seeded: minimise positive costs under covering rows.
func coveringModel(rows: Int, columns: Int, seed: UInt64) -> LinearModel {
  var state = seed
  func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 33) / Double(UInt32.max >> 1)
  }
  var model = LinearModel()
  for _ in 0..<rows { model.addRow(lower: 10 + 10 * next(), upper: .infinity) }
  for _ in 0..<columns {
    model.addColumn(cost: 1 + next(), upper: 1 + next())
    for row in 0..<rows { model.addEntry(row: row, value: 0.5 + next()) }
  }
  return model
}

/// Models that would make GLPK abort, or answer nonsense, if it saw them.
struct UnsoundModel: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var spoil: @Sendable (inout LinearModel) -> Void

  static let all: [UnsoundModel] = [
    UnsoundModel(testDescription: "NaN coefficient") { $0.entryValue[1] = .nan },
    UnsoundModel(testDescription: "infinite coefficient") { $0.entryValue[2] = .infinity },
    UnsoundModel(testDescription: "duplicate entry") { $0.entryRow[1] = 0 },
    UnsoundModel(testDescription: "row too large") { $0.entryRow[1] = 2 },
    UnsoundModel(testDescription: "negative row") { $0.entryRow[1] = -1 },
    UnsoundModel(testDescription: "NaN cost") { $0.cost[0] = .nan },
    UnsoundModel(testDescription: "NaN bound") { $0.columnLower[0] = .nan },
    UnsoundModel(testDescription: "NaN row bound") { $0.rowUpper[0] = .nan },
    UnsoundModel(testDescription: "contradictory bounds") { $0.columnUpper[0] = -1 },
    UnsoundModel(testDescription: "infinite offset") { $0.offset = .infinity },
    UnsoundModel(testDescription: "columns out of step") { $0.columnStart[1] = 9 },
    UnsoundModel(testDescription: "too few starts") { $0.columnStart.removeLast() },
    UnsoundModel(testDescription: "integer column out of range") { $0.integerColumns = [2] },
    UnsoundModel(testDescription: "no whole number between the bounds") {
      $0.columnLower[0] = 0.25
      $0.columnUpper[0] = 0.75
      $0.integerColumns = [0]
    },
  ]
}

@Suite(.enabled(if: glpkIsInstalled, "GLPK is not installed"))
struct FaultTests {
  @Test(arguments: UnsoundModel.all)
  func anUnsoundModelIsRefused(unsound: UnsoundModel) throws {
    var model = smallModel()
    unsound.spoil(&model)
    let library = try GLPKLibrary.load()
    let failure = #expect(throws: SolverFailure.self) { try GLPKWorkspace(library: library, model: model) }
    #expect(failure?.kind == .invalidModel)
  }

  @Test func unsoundChangesAreRefusedAndLeaveTheModelAlone() throws {
    let workspace = try GLPKWorkspace(library: .load(), model: smallModel())
    let before = try workspace.solve()
    let infinity = Double.infinity
    let changes: [() throws -> Void] = [
      { try workspace.setCost(0, .nan) }, { try workspace.setCost(2, 1) },
      { try workspace.setColumnBounds(0, lower: 2, upper: 1) },
      { try workspace.setRowBounds(5, lower: 0, upper: 1) },
      { try workspace.setRowBounds(0, lower: .nan, upper: 1) },
      {
        try workspace.addColumns(costs: [1], lowers: [0], uppers: [1], starts: [0, 2], rows: [0, 0], values: [1, 1])
      },
      { try workspace.addColumns(costs: [1], lowers: [0], uppers: [1], starts: [0, 1], rows: [.max], values: [1]) },
      {
        try workspace.addColumns(costs: [1], lowers: [0], uppers: [1], starts: [0, 1], rows: [0], values: [infinity])
      },
      { try workspace.addColumns(costs: [1], lowers: [0], uppers: [1], starts: [0, 1], rows: [0], values: []) },
      { try workspace.setBasis(Basis(columns: [.basic, .basic], rows: [.basic, .atLower])) },
    ]
    for change in changes {
      let failure = #expect(throws: SolverFailure.self) { try change() }
      #expect(failure?.kind == .invalidModel)
    }
    let after = try workspace.solve()
    #expect(after.primal == before.primal && after.dual == before.dual && after.iterations == 0)
  }

  @Test func anAbortOfGLPKComesBackAndTheNextSolveWorks() throws {
    let library = try GLPKLibrary.load()
    for _ in 0..<50 {
      let first = try GLPKWorkspace(library: library, model: smallModel())
      let second = try GLPKWorkspace(library: library, model: smallModel())
      let failure = #expect(throws: SolverFailure.self) { try first.provokeFault() }
      #expect(failure?.kind == .fault)
      #expect(failure?.detail.contains("out of range") == true)
      // Every workspace of the thread is lost, and says so.
      for workspace in [first, second] {
        let lost = #expect(throws: SolverFailure.self) { try workspace.solve() }
        #expect(lost?.kind == .fault)
      }
      let next = try GLPKEngine(library: library).solve(smallModel())
      #expect(next.termination == .optimal)
      #expect(abs((next.objective ?? 0) + 2.8) < 1e-12)
    }
  }

  @Test func theMemoryLimitIsAFailureOfItsOwn() throws {
    let solver = GLPKEngine(library: try .load(), options: GLPKOptions(memoryLimitMB: 1))
    let failure = #expect(throws: SolverFailure.self) {
      try solver.solve(coveringModel(rows: 100, columns: 400, seed: 3))
    }
    #expect(failure?.kind == .memory)
    #expect(try solver.solve(smallModel()).termination == .optimal)
  }

  @Test func aMissingLibraryIsNamedWithARemedy() {
    let failure = #expect(throws: SolverFailure.self) { try GLPKLibrary.load(path: "/no/such/libglpk.so") }
    #expect(failure?.kind == .libraryMissing)
    #expect(failure?.detail.contains("/no/such/libglpk.so") == true)
    #expect(failure?.hint?.contains("libglpk40") == true)
  }

  @Test func anotherLibraryIsNotTakenForGLPK() {
    let failure = #expect(throws: SolverFailure.self) { try GLPKLibrary.load(path: "libm.so.6") }
    #expect(failure?.kind == .libraryUnsupported)
  }
}

@Suite(.enabled(if: glpkIsInstalled, "GLPK is not installed"))
struct ThreadTests {
  @Test func manyThreadsGiveTheSameBitsAsOne() async throws {
    let solver = GLPKEngine(library: try .load())
    let models = (0..<60).map { coveringModel(rows: 8, columns: 30, seed: UInt64($0)) }
    let alone = try models.map { try solver.solve($0) }
    let together = try await withThrowingTaskGroup(of: (Int, LinearResult).self) { group in
      for (index, model) in models.enumerated() { group.addTask { (index, try solver.solve(model)) } }
      var results = alone
      for try await (index, result) in group { results[index] = result }
      return results
    }
    for (one, other) in zip(alone, together) {
      #expect(one.termination == .optimal)
      #expect(one.primal == other.primal && one.dual == other.dual && one.iterations == other.iterations)
    }
  }

  @Test func aWorkspaceBelongsToItsThread() async throws {
    nonisolated(unsafe) let workspace = try GLPKWorkspace(library: .load(), model: smallModel())
    let answer = withDeadline(seconds: 60, isCancelled: { false }) {
      Result { () throws(SolverFailure) in try workspace.solve() }
    }
    let failure = #expect(throws: SolverFailure.self) { try answer?.get() }
    #expect(failure?.kind == .unsupported)
    #expect(try workspace.solve().termination == .optimal)
  }

  @Test func whatIsWantedNoMoreIsLeftBehind() throws {
    let interruption = Interruption()
    interruption.interrupt()
    let engine = CagedGLPK.engine(library: try .load(), path: nil, worker: nil)
    let result = try engine.solve(
      coveringModel(rows: 60, columns: 200, seed: 4), limits: .init(interruption: interruption))
    #expect(result.termination == .limit(.interrupted))
    #expect(result.primal == nil && !result.isFeasible)
  }
}
