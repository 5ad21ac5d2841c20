// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import PlanChecking
import Planning
import Testing

@testable import Insight

/// A plan in force beside decisions in whole numbers.
@Suite("Plans in force beside decisions", .timeLimit(.minutes(10)))
struct KeptDecisionTests {
  private func solved(_ scenario: Scenario, _ limits: PlanLimits? = nil) async throws -> Plan {
    var options = PlanningOptions()
    options.limits = limits
    return try await Planner(options: options).plan(scenario, sha256: "").plan
  }

  private func replanned(
    _ scenario: Scenario, keeping kept: Plan, from: Day? = nil, changes: Int? = nil
  ) async throws -> Plan {
    let request = Replanner.Request(kept: kept, keptHash: "", changeCost: 0, maxChanges: changes, from: from)
    let replanner = Replanner(scenario, sha256: "", request: request, options: PlanningOptions())
    let plan = try await replanner.plan().plan
    #expect(PlanChecker(replanner.scenario).verify(plan, prices: nil).violations.isEmpty)
    #expect(try #require(plan.objective.bound) <= plan.objective.value)
    return plan
  }

  private func hours(_ plan: Plan, _ demand: String, _ period: Int) -> Millionths {
    plan.assignments.reduce(.zero) { $1.demand == demand && $1.period == period ? $0 + $1.hours : $0 }
  }

  /// Ana works on one of two projects at a time, each of which may begin two weeks later.
  private func shifting(_ priority: ExactDecimal) -> Scenario {
    var scenario = Scenario(
      calendar: weeks(4), staff: [expert("ana")],
      projects: [
        project("web", priority: 5, demand("first", StaffDemand(hours: 40), to: week(0).last)),
        project("app", priority: priority, demand("second", StaffDemand(hours: 40), to: week(0).last)),
      ])
    scenario.policy.unmetCostPerHour = 100
    for place in scenario.projects.indices {
      scenario.projects[place].shift = .init(latest: 3, costPerWeek: place == 0 ? 10 : 20)
    }
    return scenario
  }

  @Test("What has begun keeps its start; what has not may begin later, and not before the day")
  func starts() async throws {
    let before = try await solved(shifting(9))
    // App first, web a week later.
    #expect(before.starts == [.init(project: "web", weeks: 1, cost: Millionths(10))])
    var now = shifting(9)
    now.staff[0].absences = [.init(week(1), share: 1)]
    let plan = try await replanned(now, keeping: before, from: week(1).first)
    #expect(plan.starts == [.init(project: "web", weeks: 2, cost: Millionths(20))])
    #expect(hours(plan, "second", 0) == Millionths(40) && plan.unmet.isEmpty)
    // Web is worth more now; but app has begun, and keeps its week.
    var other = shifting(1)
    other.projects[0].shift = .init(latest: 3, costPerWeek: 1000)
    let kept = try await replanned(other, keeping: before, from: week(1).first)
    #expect(kept.starts == [.init(project: "web", weeks: 1, cost: Millionths(1000))])
    #expect(hours(kept, "second", 0) == Millionths(40) && kept.replanning?.changes == 0)
    let free = try await solved(other)
    #expect(free.starts == [.init(project: "app", weeks: 1, cost: Millionths(20))])
  }

  @Test("A comparison says what is decided otherwise, and its money is money spent")
  func comparison() async throws {
    var other = shifting(9)
    other.projects[0].shift = .init(latest: 3, costPerWeek: 1000)
    let plans = try await [solved(shifting(9)), solved(other)]
    let candidates = [
      PlanComparison.Candidate(name: "a", plan: plans[0], scenario: shifting(9)),
      PlanComparison.Candidate(name: "b", plan: plans[1], scenario: other),
    ]
    let difference = try #require(PlanComparison.compare(candidates).differences.first)
    #expect(
      difference.decisions == [
        .init(.start, "app", before: "on time", after: "1 week later", cost: Millionths(20)),
        .init(.start, "web", before: "1 week later", after: "on time", cost: Millionths(-10)),
      ])
    // Ana works as long in both.
    #expect(difference.delta.cost == Millionths(10) && difference.delta.terms.delay == Millionths(10))
    #expect(difference.delta.terms.total == difference.delta.value)
    let same = try #require(PlanComparison.compare([candidates[0], candidates[0]]).differences.first)
    #expect(!same.differs && same.decisions.isEmpty)
    // Conditions count it, too.
    #expect(try Gate(parsing: "cost-increase>9").finding(on: plans[1], delta: difference.delta) != nil)
  }

  @Test("Who was engaged stays, who comes later may be engaged; a training that took time stays")
  func people() async throws {
    func scenario(_ wanted: ExactDecimal) -> Scenario {
      var late = expert("late", cost: 20)
      (late.external, late.employedFrom) = (.init(heads: 2, engagementCost: 100), week(2).first)
      var now = expert("now", cost: 20)
      now.external = .init(heads: 2, engagementCost: 100)
      var jo = StaffMember(id: "jo", costPerHour: 10)
      jo.training = [.init("Kubernetes", level: 4, cost: 50, hours: 8)]
      var scenario = Scenario(
        calendar: weeks(3), staff: [now, late, jo],
        projects: [project("web", demand("first", StaffDemand(hours: wanted, skills: kubernetes)))])
      scenario.policy.unmetCostPerHour = 100
      return scenario
    }
    // Jo is trained and does 112 h, one more head the rest.
    let before = try await solved(scenario(200))
    #expect(before.engaged == [.init(staff: "now", heads: 1, cost: Millionths(100))])
    #expect(before.trainings?.map(\.staff) == ["jo"])
    // 38 h more are wanted than they can do. From outside only those can come who come later.
    let plan = try await replanned(scenario(270), keeping: before, from: week(1).first)
    #expect(plan.engaged?.map(\.staff) == ["late", "now"] && plan.engaged?.map(\.heads) == [1, 1])
    #expect(plan.trainings?.map(\.staff) == ["jo"] && plan.unmet.isEmpty)
    // Nearly nothing is wanted: who is there stays.
    let less = try await replanned(scenario(112), keeping: before, from: week(1).first)
    #expect(less.engaged?.map(\.staff) == ["now"] && less.trainings?.map(\.staff) == ["jo"])
    let free = try await solved(scenario(112))
    #expect(free.engaged?.isEmpty ?? true)
  }

  @Test("A past that no plan can go on from is said to be impossible")
  func impossible() async throws {
    var scenario = Scenario(
      calendar: weeks(2), staff: [expert("ana")],
      projects: [project("web", demand("first", StaffDemand(hours: 80)))])
    scenario.projects[0].allOrNothing = true
    scenario.policy.unmetCostPerHour = 100
    let before = try await solved(scenario)
    #expect(before.unmet.isEmpty)
    // It has begun as a whole, and cannot be done any more.
    scenario.staff[0].absences = [.init(week(1), share: 1)]
    await #expect(throws: Replanner.Failure.self) {
      try await replanned(scenario, keeping: before, from: week(1).first)
    }
  }

  /// All ways to choose some of a list.
  private func choices<Element>(_ list: [Element], _ count: Int) -> [[Element]] {
    guard count > 0 else { return [[]] }
    guard list.count >= count, let first = list.first else { return [] }
    let rest = Array(list.dropFirst())
    return choices(rest, count - 1).map { [first] + $0 } + choices(rest, count)
  }

  @Test("Few changes beside decisions are those of trying all", arguments: [0, 1, 2])
  func exhaustive(_ rule: Int) async throws {
    var scenario = Scenario(
      calendar: weeks(2), staff: [expert("ana", cost: 50), expert("jo", cost: 60)],
      projects: [
        project("web", priority: 6, demand("first", StaffDemand(hours: 50))),
        project("app", demand("second", StaffDemand(hours: 60))),
      ])
    scenario.policy.unmetCostPerHour = 100
    switch rule {
    case 0: for person in scenario.staff.indices { scenario.staff[person].maxProjects = 1 }
    case 1: scenario.projects[1].allOrNothing = true
    default: scenario.policy.minimumHoursPerWeek = 24
    }
    let before = try await solved(scenario)
    scenario.staff[0].absences = [.init(week(0), share: 1)]
    scenario.staff[1].costPerHour = 30
    let reference = HoursBySlot(before)
    let slots = ["ana", "jo"].flatMap { person in
      ["first", "second"].flatMap { demand in
        (0...1).map { HoursBySlot.Slot(staff: person, demand: demand, period: $0) }
      }
    }
    var search = FewChanges(scenario, sha256: "", reference: reference.baseline, options: PlanningOptions())
    let steps = try await search.steps([0, 1, 2, 3, 4, 5])
    for step in steps {
      var best: Millionths?
      for free in choices(slots, step.changes) {
        var limits = PlanLimits()
        for slot in slots where !free.contains(slot) {
          let amount = reference.hours[slot] ?? .zero
          limits.hours[.init(slot.staff, slot.demand), default: [:]][slot.period] = amount...amount
        }
        guard let value = try? await solved(scenario, limits).objective.value else { continue }
        best = min(best ?? value, value)
      }
      let found = step.plan?.objective.value
      #expect((found == nil) == (best == nil), "\(step.changes) changes: \(String(describing: found))")
      if let found, let best { #expect((found - best).magnitude.count < 20_000, "\(step.changes): \(found), \(best)") }
      if let plan = step.plan { #expect(reference.changed(by: plan).count == step.used) }
    }
  }

  @Test("What is valid of a plan, and the few changes that gain most, keep the rules on decisions")
  func improvement() async throws {
    var scenario = Scenario(
      calendar: weeks(2), staff: [expert("ana"), expert("jo", cost: 60)],
      projects: [
        project("web", priority: 6, demand("first", StaffDemand(hours: 20))),
        project("app", demand("second", StaffDemand(hours: 30), to: week(0).last)),
      ])
    scenario.policy.unmetCostPerHour = 100
    var draft = scenario
    draft.staff.removeLast()
    draft.projects[0].demands[0].to = week(0).last
    let both = try await solved(draft)
    #expect(both.assignments.count == 2)
    for person in scenario.staff.indices { scenario.staff[person].maxProjects = 1 }
    // Ana cannot work on both in a week: app gives way, whose hours count 500 and not 600. Jo can do all of it.
    let improvement = PlanImprovement(scenario, sha256: "", options: PlanningOptions())
    let valid = try await improvement.validPart(of: both)
    #expect(valid.assignments.count == 1)
    #expect(PlanChecker(scenario).verify(valid, prices: nil).violations.isEmpty)
    let better = try #require(try await improvement.improved(valid, changes: 1))
    #expect(HoursBySlot(valid).changed(by: better).count == 1 && better.unmet.isEmpty)
  }

  @Test("No step is worse than a plan that is given")
  func given() async throws {
    let scenario = shifting(9)
    let before = try await solved(scenario)
    var now = scenario
    now.staff[0].absences = [.init(week(1), share: 1)]
    let other = try await solved(now)
    let frontier = try await Comparison.Frontier.of(
      before, in: now, sha256: "", given: [other], options: PlanningOptions())
    let changes = HoursBySlot(before).changed(by: other).count
    let point = try #require(frontier.points.last { $0.changes <= changes })
    #expect(try #require(point.value) <= other.objective.value)
    for (one, next) in zip(frontier.points, frontier.points.dropFirst()) {
      if let value = one.value { #expect(try #require(next.value) <= value) }
    }
  }
}
