// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import PlanChecking
import Planning
import Testing

/// Strict priorities beside decisions in whole numbers.
@Suite("Strict priorities with decisions") struct DecisionOrderTests {
  private func demand(_ id: String, _ hours: ExactDecimal) -> Demand {
    Demand(id: id, kind: .staff(StaffDemand(hours: hours)))
  }

  private func scenario(_ staff: [StaffMember], _ projects: [Project], weeks count: Int = 1) -> Scenario {
    var scenario = Scenario(
      calendar: weeks(count), policy: .init(unmetCostPerHour: 10), staff: staff, projects: projects)
    scenario.policy.priorities = .strict
    return scenario
  }

  private func solved(_ scenario: Scenario, _ engine: PlanningOptions.Engine) async throws -> Plan {
    let found = try await plan(scenario, engine: engine)
    #expect(PlanChecker(scenario).verify(found, prices: nil).violations.isEmpty)
    for step in found.order ?? [] { #expect(try #require(step.bound) <= step.value) }
    return found
  }

  static let engines: [PlanningOptions.Engine] = [.auto, .native]

  @Test("Little of a high priority is done whole before much of a lower one", arguments: engines)
  func wholes(engine: PlanningOptions.Engine) async throws {
    // In 40 h either 10 h of priority 10, or 40 h of priority 9: the value is for the latter.
    var high = Project(id: "high", priority: 10, demands: [demand("a", 10)])
    var low = Project(id: "low", priority: 9, demands: [demand("b", 40)])
    (high.allOrNothing, low.allOrNothing) = (true, true)
    var scenario = scenario([StaffMember(id: "ana")], [high, low])
    let strict = try await solved(scenario, engine)
    #expect(strict.unmet.map(\.demand) == ["b"])
    #expect(strict.order?.first?.value == .zero && strict.order?.first?.bound == .zero)
    #expect(strict.objective.value == Millionths(40 * 9 * 10))
    scenario.policy.priorities = .weighted
    #expect(try await solved(scenario, engine).unmet.map(\.demand) == ["a"])
  }

  @Test("A dear start and a dear team are taken where a higher priority gains an hour", arguments: engines)
  func starts(engine: PlanningOptions.Engine) async throws {
    // Ana has one week of both: the project of priority 8 can wait at 5,000, which saves 1 h of priority 9 alone.
    let calendar = weeks(2)
    var first = demand("a", 41)
    first.to = calendar.horizon.last
    var second = demand("b", 40)
    second.to = calendar.horizon.first.advanced(by: 6)
    var waiting = Project(id: "wait", priority: 8, demands: [second])
    waiting.shift = .init(latest: 1, costPerWeek: 5_000)
    (waiting.allOrNothing) = true
    let scenario = scenario(
      [StaffMember(id: "ana", absences: [.init(DayRange(calendar.horizon.first, calendar.horizon.first))])],
      [Project(id: "now", priority: 9, demands: [first]), waiting], weeks: 2)
    let found = try await solved(scenario, engine)
    // 72 h in all: 41 of them are for the first, and 40 do not fit beside them in either week's window.
    #expect(found.order?.map(\.value).first == .zero)
    #expect(found.unmet.map(\.demand) == ["b"])
  }

  @Test("One after another: commitments, then each priority, with earlier ones held", arguments: engines)
  func steps(engine: PlanningOptions.Engine) async throws {
    // Two people, one project at a time. Priority 3 wants both; 2 wants one; 1 would pay most by its hours.
    var people = [StaffMember(id: "ana"), StaffMember(id: "jo")]
    for place in people.indices { people[place].maxProjects = 1 }
    var team = StaffDemand(hours: 4)
    team.team = .init(min: 2)
    let scenario = scenario(
      people,
      [
        Project(id: "p3", priority: 3, demands: [Demand(id: "three", kind: .staff(team))]),
        Project(id: "p2", priority: 2, demands: [demand("two", 40)]),
        Project(id: "p1", priority: 1, demands: [demand("one", 80)]),
      ])
    let found = try await solved(scenario, engine)
    #expect(found.order?.map(\.what.name) == ["priority 3", "priority 2", "priority 1", "value"])
    // Whoever is on the team works on nothing else in the week.
    #expect(found.order?.map(\.value) == [0, 800, 800, 1_600].map { Millionths($0) })
  }
}
