// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Foundation
import Generation
import LinearModels
@testable import Planning
import Processes
import Synchronization
import Testing

/// A search that is ended from outside answers with a checked plan.
@Suite struct CancellationTests {
  /// Small enough for the simplex method alone.
  private static let small = ScenarioGenerator(family: .enterprise, size: .small, seed: 3).scenario()
  /// Large enough for the ascent.
  private static let large = ScenarioGenerator(family: .enterprise, staff: 40, projects: 12, weeks: 16, seed: 1)
    .scenario()

  private func expectInterrupted(_ result: PlanningResult, of scenario: Scenario) {
    let plan = result.plan
    #expect(plan.stop == .interrupted)
    #expect(plan.status == .feasible)
    #expect(plan.verification.feasible)
    #expect(plan.objective.bound.map { $0 < plan.objective.value } == true)
  }

  @Test(arguments: [small, large]) func cancelledBeforeTheFirstStep(_ scenario: Scenario) async throws {
    let task = Task {
      // Not before it was cancelled.
      while !Task.isCancelled { await Task.yield() }
      return try await Planner().plan(scenario, sha256: "")
    }
    task.cancel()
    expectInterrupted(try await task.value, of: scenario)
  }

  @Test(arguments: [small, large]) func cancelledOnTheWay(_ scenario: Scenario) async throws {
    let running = Mutex<Task<PlanningResult, any Error>?>(nil)
    let reports = Atomic(0)
    var planner = Planner()
    planner.onProgress = { _ in
      reports.add(1, ordering: .relaxed)
      while !(running.withLock { $0?.cancel() } != nil) { usleep(100) }
    }
    let task = Task { [planner] in try await planner.plan(scenario, sha256: "") }
    running.withLock { $0 = task }
    expectInterrupted(try await task.value, of: scenario)
    #expect(reports.load(ordering: .relaxed) >= 1)
  }

  @Test func interruptedAtAnyReportThereIsAPlan() throws {
    let warm = try #require(try Planner().planHere(Self.small, sha256: "").warmStart)
    var changed = Self.small
    changed.staff.removeFirst()
    for start in [nil, warm] {
      for last in 1...4 {
        let interruption = Interruption()
        let reports = Atomic(0)
        var planner = Planner()
        planner.onProgress = { _ in
          if reports.add(1, ordering: .relaxed).newValue == last { interruption.interrupt() }
        }
        let result = try planner.planHere(changed, sha256: "", from: start, interruption: interruption)
        #expect(result.plan.verification.feasible)
        #expect(result.plan.stop == .interrupted || result.plan.status == .optimal)
      }
    }
  }

  /// A process that hangs is killed, and a thread that hangs is left behind.
  @Test(.enabled(if: hasGLPK, "GLPK is not installed")) func aCancelledTaskWaitsForNoOtherProcess() async throws {
    var options = PlanningOptions(engine: .glpk)
    options.engineWorker = ["/bin/sh", "-c", "cat >/dev/null; exec sleep 600"]
    let clock = Stopwatch()
    let task = Task { [options] in try await Planner(options: options).plan(Self.small, sha256: "") }
    try await Task.sleep(for: .seconds(1))
    task.cancel()
    expectInterrupted(try await task.value, of: Self.small)
    #expect(clock.seconds < 300)
  }

  /// More solves at once than the cooperative pool has threads, each of which waits for a task of the pool.
  @Test func aSolveHoldsNoThreadOfThePool() async throws {
    let count = ProcessInfo.processInfo.activeProcessorCount + 2
    let waiting = Atomic(0)
    let isReleased = Atomic(false)
    var planner = Planner()
    planner.onProgress = { _ in
      waiting.add(1, ordering: .relaxed)
      while !isReleased.load(ordering: .relaxed) { usleep(1_000) }
    }
    try await withThrowingTaskGroup(of: Plan.self) { [planner] group in
      for _ in 0..<count { group.addTask { try await planner.plan(Self.small, sha256: "").plan } }
      while waiting.load(ordering: .relaxed) < count { try await Task.sleep(for: .milliseconds(1)) }
      isReleased.store(true, ordering: .relaxed)
      for try await plan in group { #expect(plan.status == .optimal) }
    }
  }
}
