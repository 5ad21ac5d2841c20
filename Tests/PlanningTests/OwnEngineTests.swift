// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Generation
import LinearModels
import NativeSolver
import Numbers
@testable import Planning
import Testing

/// An engine of the caller's own: the native one under another name, or something that does not do its work.
private struct OwnEngine: Engine {
  enum Behaviour { case works, fails, answersNonsense, findsNothing }

  let behaviour: Behaviour
  let name = "own"
  let version = "1"
  let capabilities: EngineCapabilities = []

  func session(_ model: LinearModel, from start: SessionStart) throws(SolverFailure) -> any Session {
    try requireSupport(of: model, start)
    return OwnSession(model: model, behaviour: behaviour)
  }
}

private final class OwnSession: Session {
  private let model: LinearModel
  private let behaviour: OwnEngine.Behaviour

  init(model: LinearModel, behaviour: OwnEngine.Behaviour) {
    self.model = model
    self.behaviour = behaviour
  }

  func solve(
    limits: SolveLimits, target: Double?, report: ((SessionProgress) -> Void)?
  ) throws(SolverFailure) -> LinearResult {
    switch behaviour {
    case .works:
      var result = SimplexSession(model).solve(limits: limits)
      result.basis = nil
      return result
    case .fails: throw SolverFailure(.fault, "it is out of order")
    case .answersNonsense:
      return LinearResult(
        termination: .optimal, primal: model.cost.map { _ in 1e9 }, isFeasible: true,
        dual: model.rowLower.map { _ in 1 })
    case .findsNothing: return LinearResult(termination: .numericalTrouble)
    }
  }
}

@Suite struct OwnEngineTests {
  private static let scenario = ScenarioGenerator(family: .enterprise, size: .small, seed: 3).scenario()

  private func solve(_ behaviour: OwnEngine.Behaviour) async throws -> PlanningResult {
    try await Planner(options: PlanningOptions(engines: [OwnEngine(behaviour: behaviour)])).plan(
      Self.scenario, sha256: "")
  }

  @Test func itsPlanIsCheckedAndRecorded() async throws {
    let result = try await solve(.works)
    #expect(result.plan.engine == Plan.EngineRecord(name: "own", version: "1"))
    #expect(result.plan.stop == .proved && result.plan.verification.feasible)
    #expect(result.notices.isEmpty)
    #expect(result.timings.contains { $0.part == "own" })
    let native = try await plan(Self.scenario)
    #expect(isClose(result.plan.objective.value.doubleValue, native.objective.value.doubleValue))
  }

  @Test func whenItFailsTheNativeEngineAnswers() async throws {
    let result = try await solve(.fails)
    #expect(result.plan.engine.name == "native" && result.plan.stop == .proved)
    #expect(result.plan.engine.fallback == "own failed: it is out of order")
    #expect(result.notices == ["own failed: it is out of order. The native engine's plan is used."])
  }

  /// Whatever an engine says, the plan and its bound are those of the checker.
  @Test(arguments: [OwnEngine.Behaviour.answersNonsense, .findsNothing])
  private func nothingThatItSaysIsTrusted(_ behaviour: OwnEngine.Behaviour) async throws {
    let result = try await solve(behaviour)
    #expect(result.plan.stop == .proved && result.plan.verification.feasible)
    let native = try await plan(Self.scenario)
    #expect(isClose(result.plan.objective.value.doubleValue, native.objective.value.doubleValue))
  }

  @Test func everyOrderOfEnginesHasANameAndEnds() {
    #expect(PlanningOptions.Engine.allCases.map(\.rawValue) == ["auto", "native", "glpk", "highs"])
    #expect(PlanningOptions.Engine(rawValue: "none") == nil)
    for order in SearchOrder.all {
      guard case .ascend = order.steps.last else {
        Issue.record("\(order.name) does not end with what always gives a plan")
        continue
      }
    }
  }

  @Test func noMoreColumnsAreActiveThanThereAre() throws {
    let start = try #require(try Planner().planHere(Self.scenario, sha256: "").warmStart)
    var changed = Self.scenario
    changed.staff.removeFirst(2)
    var planner = Planner()
    planner.onProgress = { #expect($0.activeColumns <= $0.columns) }
    #expect(try planner.planHere(changed, sha256: "", from: start).plan.stop == .proved)
  }
}
