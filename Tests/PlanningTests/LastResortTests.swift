// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Generation
import LinearModels
import PlanChecking
@testable import Planning
import Testing

/// Doing nothing breaks no rule: where nothing else passed the checker, there is a plan all the same, and it says so.
struct LastResortTests {
  @Test(arguments: [ScenarioFamily.enterprise, .hardware, .office])
  func aSearchThatFindsNothingAnswersWithThePlanOfNothing(_ family: ScenarioFamily) throws {
    let scenario = ScenarioGenerator(family: family, size: .small, seed: 5).scenario()
    var run = PlanningRun(
      scenario: scenario, sha256: "", options: PlanningOptions(), order: SearchOrder(name: "none", steps: []),
      loaded: nil, start: nil, interruption: Interruption(), onProgress: nil)
    let plan = try run.execute().plan
    #expect(plan.verification.feasible)
    #expect(plan.assignments.isEmpty && plan.assetUse.isEmpty)
    #expect(!plan.unmet.isEmpty)
    #expect(plan.status == .feasible && plan.stop == .crash)
    #expect(plan.objective.bound == nil)
  }

  /// A search for decisions that an interrupt ends before it has begun.
  @Test func decisionsThatNobodyLookedForAreThoseOfNothing() throws {
    let scenario = ScenarioGenerator(staff: 12, projects: 3, weeks: 6, seed: 5, decisions: [.indivisible, .shift])
      .scenario()
    let interruption = Interruption()
    interruption.interrupt()
    var run = DecisionRun(
      scenario: scenario, sha256: "", options: PlanningOptions(), order: SearchOrder(name: "none", steps: []),
      loaded: nil, interruption: interruption, onProgress: nil)
    run.keepNothing()
    let appraisal = try #require(run.best?.appraisal)
    #expect(appraisal.violations.isEmpty)
  }
}
