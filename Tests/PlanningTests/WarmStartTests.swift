// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Generation
import Numbers
import Planning
import Testing

/// A solve that goes on from the optimum of a scenario like it ends at the value of a cold one.
@Suite("Warm starts") struct WarmStartTests {
  private func check(_ before: Scenario, _ after: Scenario, _ comment: Comment) async throws {
    let planner = Planner(options: PlanningOptions(engine: .native))
    let start = try #require(try await planner.plan(before, sha256: "").warmStart, comment)
    let warm = try await planner.plan(after, sha256: "", from: start)
    let cold = try await planner.plan(after, sha256: "")
    #expect(warm.plan.verification.feasible, comment)
    #expect(warm.plan.status == .optimal, comment)
    #expect(warm.plan.stop == .proved, comment)
    let (left, right) = (warm.plan.objective.value.doubleValue, cold.plan.objective.value.doubleValue)
    #expect(abs(left - right) <= 1e-6 * max(1, abs(right)), "\(comment)")
    let again = try await planner.plan(after, sha256: "", from: start)
    #expect(again.plan == warm.plan, comment)
    let prepared = try await planner.plan(after, sha256: "", from: start.prepared())
    #expect(prepared.plan.status == .optimal, comment)
    #expect(abs(prepared.plan.objective.value.doubleValue - right) <= 1e-6 * max(1, abs(right)), "\(comment)")
  }

  @Test(arguments: Sample.all)
  func absence(_ sample: Sample) async throws {
    let scenario = sample.scenario
    for person in [0, scenario.staff.count / 2] {
      var other = scenario
      other.staff[person].absences.append(StaffMember.Absence(scenario.calendar.horizon))
      try await check(scenario, other, "absent \(person)")
      try await check(other, scenario, "back \(person)")
    }
  }

  /// The columns and rows of someone who is away for good are not in the program any more; the basis keeps its prices
  /// all the same, so that few pivots are needed.
  @Test func absenceTakesFewPivots() async throws {
    let scenario = ScenarioGenerator(family: .enterprise, size: .small, seed: 1).scenario()
    let planner = Planner(options: PlanningOptions(engine: .native))
    let cold = try await planner.plan(scenario, sha256: "")
    let people = [0, 11, 24, 37]
    var pivots = 0
    for person in people {
      var other = scenario
      other.staff[person].absences.append(StaffMember.Absence(scenario.calendar.horizon))
      pivots += try await planner.plan(other, sha256: "", from: cold.warmStart).iterations
    }
    #expect(pivots * 4 < cold.iterations * people.count)
  }

  @Test(arguments: Sample.all)
  func figures(_ sample: Sample) async throws {
    let scenario = sample.scenario
    var other = scenario
    for index in other.staff.indices where index % 3 == 0 {
      other.staff[index].costPerHour = Dated(try ExactDecimal(parsing: "\(40 + index).5".utf8))
    }
    for index in other.projects.indices where other.projects[index].budget != nil {
      other.projects[index].budget = try ExactDecimal(parsing: "\(10_000 + 900 * index)".utf8)
    }
    try await check(scenario, other, "figures")
  }

  @Test(arguments: Sample.all)
  func otherLists(_ sample: Sample) async throws {
    let scenario = sample.scenario
    var fewer = scenario
    fewer.staff.remove(at: scenario.staff.count / 2)
    fewer.projects[0].demands.removeLast()
    try await check(scenario, fewer, "fewer")
    try await check(fewer, scenario, "more")
    var moved = scenario
    moved.staff.reverse()
    moved.projects.reverse()
    try await check(scenario, moved, "moved")
  }

  @Test func otherPeriodsAreStartedFromNothing() async throws {
    let sample = Sample(family: .enterprise, seed: 1).scenario
    var other = sample
    other.calendar.period = .month
    try await check(sample, other, "months")
  }
}
