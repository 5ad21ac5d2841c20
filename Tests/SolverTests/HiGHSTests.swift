// SPDX-License-Identifier: GPL-3.0-or-later

import EngineCage
import Foundation
import HiGHSSolver
import LinearModels
import NativeSolver
import SolverConformance
import Testing

/// The library that the comparison with the independent model brings along, or that of the system.
private let highsFile: String? = {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let venv = root.appending(path: ".venv-oracle/lib")
  let pythons = (try? FileManager.default.contentsOfDirectory(atPath: venv.path)) ?? []
  let files = pythons.sorted().map { venv.appending(path: "\($0)/site-packages/highspy/libhighs.so.1").path }
  return files.first { (try? HiGHSLibrary.load(path: $0)) != nil }
}()

@Suite struct HiGHSTests {
  private func engine() throws -> CagedEngine {
    let file = try #require(highsFile)
    return CagedHiGHS.engine(library: try .load(path: file), path: file, worker: nil)
  }

  @Test(.enabled(if: highsFile != nil, "HiGHS is not installed"))
  func everyCaseHasItsKnownAnswer() throws {
    let wrong = ConformanceSuite().check(engine: try engine())
    #expect(wrong.isEmpty, "\(wrong)")
  }

  @Test(.enabled(if: highsFile != nil, "HiGHS is not installed"))
  func anOptimalBasisNeedsHardlyAPivot() throws {
    let model = coveringModel(rows: 60, columns: 200, seed: 4)
    let native = try SimplexEngine(version: "test").solve(model)
    let confirmed = try engine().solve(model, start: native.basis)
    #expect(confirmed.termination == .optimal)
    #expect(confirmed.iterations <= 2)
    let (own, other) = (try #require(native.objective), try #require(confirmed.objective))
    #expect(abs(own - other) <= 1e-7 * max(1, abs(own)))
  }

  @Test func whatIsNoLibraryIsNamed() {
    #expect(throws: SolverFailure.self) { try HiGHSLibrary.load(path: "/nowhere/libhighs.so.1") }
    let failure = #expect(throws: SolverFailure.self) { try HiGHSLibrary.load(path: "libc.so.6") }
    #expect(failure?.kind == .libraryUnsupported)
    #expect(failure?.detail.contains("not a HiGHS library") == true)
  }
}
