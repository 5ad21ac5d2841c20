// SPDX-License-Identifier: GPL-3.0-or-later

import EngineCage
import GLPKSolver
import LinearModels
import NativeSolver
import SolverConformance
import Testing

/// Whether the library is there; without it the tests that solve are skipped.
let glpkIsInstalled = (try? GLPKLibrary.load(path: nil)) != nil

/// An engine that can do nothing.
private struct PlainEngine: Engine {
  var name: String { "plain" }
  var version: String { "1" }
  var capabilities: EngineCapabilities { [] }

  func session(_ model: LinearModel, from start: SessionStart) throws(SolverFailure) -> any Session {
    try requireSupport(of: model, start)
    throw SolverFailure(.unsupported, "plain does not solve")
  }
}

@Suite(.enabled(if: glpkIsInstalled, "GLPK is not installed"))
struct ConformanceTests {
  static let variants: [GLPKOptions] = GLPKOptions.Method.allCases.flatMap { method in
    [false, true].flatMap { presolve in
      GLPKOptions.Pricing.allCases.map { GLPKOptions(method: method, pricing: $0, presolve: presolve) }
    }
  }

  @Test(arguments: variants)
  func everyCaseHasItsKnownAnswer(options: GLPKOptions) throws {
    let engine = GLPKEngine(library: try .load(), options: options)
    #expect(ConformanceSuite().check(engine: engine) == [])
  }

  @Test func anExclusionWithoutACaseIsAFinding() throws {
    let engine = GLPKEngine(library: try .load())
    let exclusion = ConformanceExclusion(name: "no such case", reason: "none")
    #expect(ConformanceSuite(cases: []).check(engine: engine, excluding: [exclusion]).map(\.name) == ["no such case"])
  }

  @Test func aWrongAnswerIsFound() throws {
    let engine = GLPKEngine(library: try .load())
    var wrong = try #require(ConformanceCase.all.first)
    wrong.objective = 1
    #expect(!ConformanceSuite(cases: [wrong]).check(engine: engine).isEmpty)
  }

  /// In its cage it looks at a part of the columns, which says nothing of models without a solution.
  @Test func inItsCageItHasTheSameAnswers() throws {
    let engine = CagedGLPK.engine(library: try .load(), path: nil, worker: nil)
    let cases = ConformanceCase.all.filter { $0.terminations == [.optimal] }
    #expect(ConformanceSuite(cases: cases).check(engine: engine) == [])
  }

  @Test func whatAnEngineDoesNotDoIsNamed() throws {
    let model = smallModel()
    let basis = Basis(columns: [.atLower, .atLower], rows: [.basic, .basic])
    let weights = EdgeWeights(columns: [0, 0], rows: [1, 1])
    var whole = model
    whole.integerColumns = [0]
    let glpk = GLPKEngine(library: try .load())
    let caged = CagedGLPK.engine(library: try .load(), path: nil, worker: nil)
    let native = SimplexEngine(version: "test")
    let refusals: [(String, () throws(SolverFailure) -> Void)] = [
      ("integer columns", { () throws(SolverFailure) in _ = try native.solve(whole) }),
      ("a basis", { () throws(SolverFailure) in _ = try PlainEngine().solve(model, start: basis) }),
      (
        "weights",
        { () throws(SolverFailure) in _ = try glpk.session(model, from: SessionStart(basis: basis, weights: weights)) }
      ),
      (
        "a target",
        { () throws(SolverFailure) in
          _ = try glpk.session(model, from: SessionStart()).solve(limits: SolveLimits(), target: 1, report: nil)
        }
      ),
      (
        "changes",
        { () throws(SolverFailure) in try caged.session(model, from: SessionStart()).setCost(0, 1) }
      ),
    ]
    for (what, ask) in refusals {
      let failure = #expect(throws: SolverFailure.self) { try ask() }
      #expect(failure?.kind == .unsupported)
      #expect(failure?.detail.contains(what) == true, "\(failure?.detail ?? "")")
    }
  }
}
