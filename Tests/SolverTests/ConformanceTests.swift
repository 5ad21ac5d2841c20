// SPDX-License-Identifier: GPL-3.0-or-later

import GLPKSolver
import LinearModels
import SolverConformance
import Testing

/// Whether the library is there; without it the tests that solve are skipped.
let glpkIsInstalled = (try? GLPKLibrary.load(path: nil)) != nil

@Suite(.enabled(if: glpkIsInstalled, "GLPK is not installed"))
struct ConformanceTests {
  static let variants: [GLPKOptions] = GLPKOptions.Method.allCases.flatMap { method in
    [false, true].flatMap { presolve in
      GLPKOptions.Pricing.allCases.map { GLPKOptions(method: method, pricing: $0, presolve: presolve) }
    }
  }

  @Test(arguments: variants)
  func everyCaseHasItsKnownAnswer(options: GLPKOptions) throws {
    let solver = GLPKSolver(library: try .load(), options: options)
    #expect(ConformanceSuite().check(solver: solver) == [])
  }

  @Test func anExclusionWithoutACaseIsAFinding() throws {
    let solver = GLPKSolver(library: try .load())
    let exclusion = ConformanceExclusion(name: "no such case", reason: "none")
    #expect(ConformanceSuite(cases: []).check(solver: solver, excluding: [exclusion]).map(\.name) == ["no such case"])
  }

  @Test func aWrongAnswerIsFound() throws {
    let solver = GLPKSolver(library: try .load())
    var wrong = try #require(ConformanceCase.all.first)
    wrong.objective = 1
    #expect(!ConformanceSuite(cases: [wrong]).check(solver: solver).isEmpty)
  }
}
