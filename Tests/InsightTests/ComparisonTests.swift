// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Generation
import Numbers
import Planning
import JSON
import Testing

@testable import Insight

@Suite("Comparison", .timeLimit(.minutes(10)))
struct ComparisonTests {
  static func solved(_ scenario: Scenario, gap: Double = 1e-6) async throws -> Plan {
    try await Planner(options: PlanningOptions(gapTolerance: gap)).plan(scenario, sha256: "\(scenario.hashValue)").plan
  }

  /// The scenario with some people gone, dearer or slower, and another priority.
  static func changed(_ scenario: Scenario) -> Scenario {
    var scenario = scenario
    for index in scenario.staff.indices {
      switch index % 4 {
      case 0: scenario.staff[index].costPerHour = Dated(decimal("61.37"))
      case 1: scenario.staff[index].absences.append(StaffMember.Absence(scenario.calendar.periods[1]))
      default: break
      }
    }
    if !scenario.projects.isEmpty { scenario.projects[0].priority = 9 }
    return scenario
  }

  static func sum(_ entries: [Comparison.Entry]) -> Millionths { entries.reduce(.zero) { $0 + $1.change.cost } }

  @Test("The deltas of the entries add up to those of the terms, exactly", arguments: Sample.all)
  func deltas(_ sample: Sample) async throws {
    let scenario = sample.scenario
    let before = try await Self.solved(scenario)
    let after = try await Self.solved(Self.changed(scenario), gap: 1e-3)
    let comparison = PlanComparison.compare([.init(name: "a", plan: before), .init(name: "b", plan: after)])
    let difference = try #require(comparison.differences.first)
    let terms = difference.delta.terms
    #expect(Self.sum(difference.assignments) + Self.sum(difference.operating) == terms.labour)
    #expect(Self.sum(difference.overtime) == terms.overtime)
    #expect(Self.sum(difference.assetUse) == terms.assets)
    #expect(Self.sum(difference.unmet) == terms.unmet)
    #expect(Self.sum(difference.brokenCommitments) == terms.commitments)
    #expect(terms.total == difference.delta.value)
    #expect(difference.delta.value == after.objective.value - before.objective.value)
    #expect(difference.assignments.reduce(.zero) { $0 + $1.change.delta } == difference.delta.hours)
    #expect(difference.people.reduce(.zero) { $0 + $1.hours.delta } == difference.delta.hours)
    #expect(difference.people.reduce(0) { $0 + $1.changes } == difference.delta.changes)
    let unmet = difference.unmet.filter { !$0.subject.isUnitDays }
    #expect(unmet.reduce(.zero) { $0 + $1.change.delta } == difference.delta.unmetHours)
    #expect(difference.differs && comparison.differs)
  }

  @Test("A plan and itself do not differ; there and back adds up to nothing", arguments: Sample.all.prefix(8))
  func symmetry(_ sample: Sample) async throws {
    let plan = try await Self.solved(sample.scenario)
    let other = try await Self.solved(Self.changed(sample.scenario))
    let same = PlanComparison.compare([.init(name: "a", plan: plan), .init(name: "a", plan: plan)])
    #expect(!same.differs)
    #expect(same.plans.map(\.name) == ["a", "a (2)"])
    #expect(same.dominated == [Comparison.Dominance(plan: "a (2)", by: "a")])
    let there = PlanComparison.difference(from: .init(name: "a", plan: plan), to: .init(name: "b", plan: other))
    let back = PlanComparison.difference(from: .init(name: "b", plan: other), to: .init(name: "a", plan: plan))
    #expect(there.delta.changes == back.delta.changes)
    #expect(there.delta.value == -back.delta.value)
    #expect(there.assignments.map(\.change.delta) == back.assignments.map { -$0.change.delta })
  }

  @Test("The order of a scenario's lists and new ids change nothing but names")
  func invariance() async throws {
    let sample = Sample(family: .enterprise, seed: 5)
    let before = try await Self.solved(sample.scenario)
    let after = try await Self.solved(Self.changed(sample.scenario))
    func permuted(_ plan: Plan) -> Plan {
      var plan = plan
      plan.assignments.reverse()
      plan.unmet.reverse()
      plan.overtime.reverse()
      return plan
    }
    let plain = PlanComparison.difference(from: .init(name: "a", plan: before), to: .init(name: "b", plan: after))
    #expect(
      PlanComparison.difference(
        from: .init(name: "a", plan: permuted(before)), to: .init(name: "b", plan: permuted(after))) == plain)
    func renamed(_ plan: Plan) -> Plan {
      var plan = plan
      for index in plan.assignments.indices { plan.assignments[index].staff = "p-" + plan.assignments[index].staff }
      for index in plan.overtime.indices { plan.overtime[index].staff = "p-" + plan.overtime[index].staff }
      return plan
    }
    let other = PlanComparison.difference(
      from: .init(name: "a", plan: renamed(before)), to: .init(name: "b", plan: renamed(after)))
    #expect(other.delta == plain.delta)
    #expect(other.assignments.map(\.change) == plain.assignments.map(\.change))
  }

  @Test("Plans of a horizon that was moved are aligned by date")
  func movedHorizon() async throws {
    let work = demand("build", StaffDemand(hours: 60, skills: kubernetes))
    let long = Scenario(calendar: weeks(4), staff: [expert("ana")], projects: [project("web", work)])
    let before = try await Self.solved(long)
    // The same work in the same weeks, numbered from another one.
    var after = before
    for index in after.assignments.indices { after.assignments[index].period += 3 }
    let difference = PlanComparison.difference(from: .init(name: "a", plan: before), to: .init(name: "b", plan: after))
    #expect(difference.assignments.isEmpty)
    #expect(difference.delta.changes == 0)
  }

  @Test("A plan that is worse in everything is dominated; a trade-off is not")
  func dominance() {
    func figures(_ name: String, value: Int, unmet: Int) -> Comparison.PlanFigures {
      let plan = Plan(
        scenario: .init(name: nil, sha256: ""), status: .feasible, stop: .work,
        engine: .init(name: "", version: ""),
        objective: .init(value: Millionths(value), bound: nil, terms: .init()),
        summary: PlanSummary(hours: .init(wanted: Millionths(100), unmet: Millionths(unmet))), assignments: [],
        overtime: [], assetUse: [], operating: [], unmet: [], brokenCommitments: [], bottlenecks: [],
        verification: .init(feasible: true, violations: [], value: .zero, bound: nil, boundKind: .none))
      return Comparison.PlanFigures(name: name, plan: plan)
    }
    let plans = [
      figures("reference", value: 100, unmet: 10), figures("worse", value: 90, unmet: 9),
      figures("better", value: 80, unmet: 8), figures("cheap", value: 70, unmet: 30),
    ]
    let dominated = PlanComparison.dominated(plans, changes: [0, 9, 5, 7])
    #expect(dominated == [Comparison.Dominance(plan: "worse", by: "better")])
  }

  @Test("Scenarios differ by ids and fields, whatever their order")
  func scenarios() {
    var before = Scenario(
      calendar: weeks(2), staff: [expert("ana"), expert("jo")],
      projects: [project("web", demand("build", StaffDemand(hours: 60)))])
    before.commitments = [.init(staff: "ana", demand: "build", days: week(0), hoursPerWeek: 8)]
    var after = before
    after.staff = [expert("jo", cost: 55), expert("kim")]
    after.projects[0].demands[0].kind = .staff(StaffDemand(hours: 80))
    after.commitments = []
    let found = ScenarioDifferences.between(before, after)
    #expect(found.contains(Comparison.ScenarioDifference(.removed, "staff ana", before: "Ana")))
    #expect(found.contains(Comparison.ScenarioDifference(.added, "staff kim", after: "Kim")))
    #expect(found.contains(Comparison.ScenarioDifference(.changed, "staff jo costPerHour", before: "50", after: "55")))
    #expect(
      found.contains(
        Comparison.ScenarioDifference(.changed, "projects web demands build hours", before: "60", after: "80")))
    #expect(found.contains { $0.kind == .removed && $0.what == "commitments" })
    var reordered = before
    reordered.staff.reverse()
    #expect(ScenarioDifferences.between(before, reordered).isEmpty)
  }
}
