// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import PlanChecking
import Planning
import Testing

@testable import Insight

@Suite("Plans at one measure")
struct MeasureTests {
  /// Ana alone cannot do it; her hour is what penalties are derived from.
  private static var alone: Scenario {
    Scenario(
      calendar: weeks(1), staff: [StaffMember(id: "ana", name: "Ana", costPerHour: 80)],
      projects: [project("p", demand("d", StaffDemand(hours: 100)))])
  }

  private static var hired: Scenario {
    var scenario = alone
    scenario.staff.append(StaffMember(id: "freelancer", costPerHour: 140))
    return scenario
  }

  private func solved(_ scenario: Scenario) async throws -> PlanComparison.Candidate {
    let plan = try await Planner(options: PlanningOptions()).plan(scenario, sha256: "\(scenario.staff.count)").plan
    return .init(name: "\(scenario.staff.count)", plan: plan, scenario: scenario)
  }

  @Test("Hiring somebody dearer, who covers more, is no loss")
  func hiring() async throws {
    let (before, after) = (try await solved(Self.alone), try await solved(Self.hired))
    // 60 h unmet at priority 5 and 240, then 20 h at 420; and 40 h more at 140.
    #expect(before.plan.objective.terms.unmet == Millionths(72_000))
    #expect(after.plan.objective.terms.unmet == Millionths(42_000))
    let comparison = PlanComparison.compare([before, after])
    let difference = try #require(comparison.differences.first)
    #expect(difference.delta.terms.unmet == Millionths(-48_000))
    #expect(difference.delta.value == Millionths(5_600 - 48_000))
    #expect(difference.unmet.map(\.change.cost) == [Millionths(-48_000)])
    #expect(comparison.plans.map(\.ownValue) == [nil, after.plan.objective.value])
    #expect(comparison.plans[1].objective.bound == nil)
    let told = difference.scenario.filter { $0.what.hasPrefix("policy ") }
    #expect(told.map(\.what) == PenaltyFigure.Name.allCases.map { "policy " + $0.rawValue })
    #expect(told.first?.before == "240 (derived)" && told.first?.after == "420 (derived)")
    // The other way round all is counted at 420.
    let back = try #require(PlanComparison.compare([after, before]).differences.first)
    #expect(back.delta.terms.unmet == Millionths(84_000))
  }

  @Test("Figures that are given stay those of the reference; the same figures change nothing")
  func given() async throws {
    var (before, after) = (Self.alone, Self.hired)
    before.policy.unmetCostPerHour = 240
    after.policy.unmetCostPerHour = 100
    let comparison = PlanComparison.compare([try await solved(before), try await solved(after)])
    #expect(comparison.differences.first?.delta.terms.unmet == Millionths(-48_000))
    let told = comparison.differences[0].scenario.filter { $0.what == "policy unmetCostPerHour" }
    #expect(told.map(\.before) == ["240"] && told.map(\.after) == ["100"])
    after.policy = [PenaltyFigure](of: before).reduce(into: Scenario.Policy()) { $0[$1.name] = $1.value }
    let same = PlanComparison.compare([try await solved(before), try await solved(after)])
    #expect(same.plans.allSatisfy { $0.ownValue == nil })
  }

  @Test("What changes of a plan in force cost is kept as it is")
  func change() async throws {
    var scenario = Self.hired
    scenario.policy.changeCostPerHour = 7
    scenario.baseline = .init(assignments: [.init(staff: "ana", demand: "d", period: 0, hours: 30)])
    var after = try await solved(scenario)
    let change = after.plan.objective.terms.change
    #expect(change == Millionths(7 * 50))
    // As with solve --keep: the scenario does not have the baseline.
    after.scenario?.baseline = nil
    let comparison = PlanComparison.compare([try await solved(Self.alone), after])
    #expect(comparison.plans[1].objective.terms.change == change)
    #expect(comparison.plans[1].objective.terms.total == comparison.plans[1].objective.value)
  }

  @Test("Derived figures are those of the contract; what a scenario gives is told apart")
  func figures() {
    var scenario = Self.alone
    scenario.policy.commitmentCostPerHour = 9
    #expect([PenaltyFigure](of: scenario).map(\.value) == [240, 1_920, 9])
    #expect([PenaltyFigure](of: scenario).map(\.isDerived) == [true, true, false])
    scenario.staff[0].skills = [.init("x", level: 1, productivity: decimal("0.7"))]
    #expect([PenaltyFigure](of: scenario)[0].value == decimal("342.857142857143"))
    #expect(Measure(of: Self.alone).moved(in: scenario).map(\.there.name) == [.unmetCostPerHour, .unmetCostPerUnitDay])
    #expect(Measure(of: Self.alone).pinning(scenario).policy.unmetCostPerHour == 240)
    #expect(Measure(of: Self.alone).pinning(scenario).policy.commitmentCostPerHour == 9)
    #expect(Measure(of: Self.alone).applied(to: scenario).policy.commitmentCostPerHour == 12_000)
  }
}
