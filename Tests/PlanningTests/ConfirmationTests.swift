// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import Generation
import LinearModels
@testable import Planning
import Processes
import Testing

/// A second engine is asked whether it agrees with an optimum, and whatever it does costs no answer.
struct ConfirmationTests {
  private static func scenario(_ family: ScenarioFamily, seed: UInt64) -> Scenario {
    ScenarioGenerator(family: family, size: .small, seed: seed).scenario()
  }

  private func plan(_ scenario: Scenario, _ change: (inout PlanningOptions) -> Void = { _ in }) async throws -> Plan {
    var options = PlanningOptions()
    options.confirms = true
    change(&options)
    return try await Planner(options: options).plan(scenario, sha256: "").plan
  }

  /// The plan as JSON without what made it.
  private func rest(of plan: Plan) -> [UInt8] {
    var plan = plan
    plan.engine = Plan.EngineRecord(name: "", version: "")
    return PlanWriter.write(plan)
  }

  @Test(.enabled(if: hasGLPK, "GLPK is not installed"), arguments: [ScenarioFamily.enterprise, .plenty, .hardware])
  func glpkAgreesAndThePlanStaysAsItIs(_ family: ScenarioFamily) async throws {
    for seed in UInt64(1)...4 {
      let scenario = Self.scenario(family, seed: seed)
      let confirmed = try await plan(scenario)
      let native = try await plan(scenario) { $0.engine = .native }
      #expect(confirmed.engine.name == "glpk")
      #expect(confirmed.engine.start == "native")
      #expect(confirmed.engine.unconfirmed == nil)
      #expect(native.engine.name == "native")
      #expect(native.engine.unconfirmed == nil)
      #expect(rest(of: confirmed) == rest(of: native))
    }
  }

  @Test(.enabled(if: hasGLPK, "GLPK is not installed"))
  func aProcessOfItsOwnThatFailsCostsNoAnswer() async throws {
    let scenario = Self.scenario(.enterprise, seed: 3)
    for (script, cause) in [("kill -SEGV $$", "signal 11"), ("cat >/dev/null; echo nonsense", "nonsense")] {
      let plan = try await plan(scenario) { $0.engineWorker = ["/bin/sh", "-c", script] }
      #expect(plan.status == .optimal)
      #expect(plan.engine.name == "native")
      #expect(plan.engine.fallback == nil)
      #expect(plan.engine.unconfirmed?.contains(cause) == true, "\(plan.engine.unconfirmed ?? "none")")
    }
    let late = try await plan(scenario) {
      $0.engineWorker = ["/bin/sh", "-c", "sleep 600"]
      $0.timeLimit = 3
    }
    #expect(late.engine.unconfirmed?.contains("time limit") == true, "\(late.engine.unconfirmed ?? "none")")
    #expect(late.stop == .proved)
  }

  @Test func withoutTheLibraryTheNativeAnswerStands() async throws {
    let plan = try await plan(Self.scenario(.enterprise, seed: 3)) { $0.glpkLibrary = "/nowhere/libglpk.so" }
    #expect(plan.status == .optimal)
    #expect(plan.engine.name == "native")
    #expect(plan.engine.unconfirmed?.contains("/nowhere/libglpk.so") == true)
  }

  /// An engine that claims what it is told to.
  private struct Claimant: Engine {
    let answer: LinearResult
    var name: String { "claimant" }
    var version: String { "1" }
    var capabilities: EngineCapabilities { .basis }

    func session(_ model: LinearModel, from start: SessionStart) throws(SolverFailure) -> any Session {
      Claims(answer)
    }

    final class Claims: Session {
      let answer: LinearResult
      init(_ answer: LinearResult) { self.answer = answer }

      func solve(
        limits: SolveLimits, target: Double?, report: ((SessionProgress) -> Void)?
      ) throws(SolverFailure) -> LinearResult { answer }
    }
  }

  @Test(arguments: [
    (LinearResult(termination: .optimal, objective: 1), "differs by"),
    (LinearResult(termination: .limit(.work), objective: 1), "within its limits"),
    (LinearResult(termination: .infeasible), "within its limits"),
  ])
  func anEngineThatDisagreesIsNamed(_ answer: LinearResult, _ words: String) throws {
    var options = PlanningOptions()
    options.confirms = true
    let order = SearchOrder(
      name: "test", steps: [.solve(.native)],
      confirming: EngineSource(title: "Claimant") { (_, _) throws(SolverFailure) in Claimant(answer: answer) })
    var run = PlanningRun(
      scenario: Self.scenario(.enterprise, seed: 3), sha256: "", options: options, order: order, loaded: nil,
      start: nil,
      interruption: Interruption(), onProgress: nil)
    let plan = try run.execute().plan
    #expect(plan.engine.name == "native")
    #expect(plan.engine.unconfirmed?.contains(words) == true, "\(plan.engine.unconfirmed ?? "none")")
    #expect(plan.status == .optimal)
  }
}
