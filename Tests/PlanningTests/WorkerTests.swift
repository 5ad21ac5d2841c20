// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Generation
@testable import Planning
import Processes
import Testing

/// Whatever the process that solves for GLPK does, there is a checked plan.
@Suite(.enabled(if: hasGLPK, "GLPK is not installed")) struct WorkerTests {
  private static let scenario = ScenarioGenerator(family: .enterprise, size: .small, seed: 3).scenario()

  private func solve(_ script: String, timeLimit: Double? = nil) async throws -> PlanningResult {
    var options = PlanningOptions(engine: .glpk, timeLimit: timeLimit)
    options.engineWorker = ["/bin/sh", "-c", script]
    return try await Planner(options: options).plan(Self.scenario, sha256: "")
  }

  @Test(arguments: [
    ("exit 3", "code 3"), ("kill -SEGV $$", "signal 11"), ("kill -ABRT $$", "signal 6"), ("kill -KILL $$", "signal 9"),
    ("cat >/dev/null; echo nonsense", "nonsense"), ("cat >/dev/null", "nonsense"), ("cat", "without end"),
    ("cat >/dev/null; yes", "without end"), ("exec /nonexistent", "code"),
  ])
  func faultyWorkerCostsNoAnswer(_ script: String, _ cause: String) async throws {
    let result = try await solve(script)
    #expect(result.plan.stop == .proved)
    #expect(result.plan.engine.name == "native")
    #expect(result.plan.engine.fallback?.contains(cause) == true, "\(result.plan.engine.fallback ?? "none")")
    #expect(result.plan.verification.feasible)
    #expect(result.notices.count == 1)
  }

  @Test(arguments: ["sleep 600", "cat >/dev/null; sleep 600", "while :; do :; done"])
  func hangingWorkerIsKilledAtTheLimit(_ script: String) async throws {
    let clock = Stopwatch()
    let result = try await solve(script, timeLimit: 1)
    #expect(result.plan.stop == .time)
    #expect(result.plan.engine.name == "native")
    #expect(result.plan.verification.feasible)
    #expect(clock.seconds < 300)
  }

  @Test func missingWorkerIsACrash() async throws {
    var options = PlanningOptions(engine: .glpk)
    options.engineWorker = ["/nonexistent/worker"]
    let result = try await Planner(options: options).plan(Self.scenario, sha256: "")
    #expect(result.plan.stop == .proved)
    #expect(result.plan.engine.fallback?.contains("could not be started") == true)
  }
}
