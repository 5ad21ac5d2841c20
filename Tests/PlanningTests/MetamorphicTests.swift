// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Generation
import Numbers
import Planning
import Testing

/// Changes of a scenario whose effect on the value is known without solving it.
@Suite struct MetamorphicTests {
  @Test(arguments: Sample.all)
  func orderDoesNotMatter(_ sample: Sample) async throws {
    let scenario = sample.scenario
    var other = scenario
    other.staff.reverse()
    other.assets.reverse()
    other.projects.reverse()
    for index in other.projects.indices { other.projects[index].demands.reverse() }
    let before = try await plan(scenario)
    let after = try await plan(other)
    #expect(agree(before, after))
  }

  @Test(arguments: Sample.all)
  func moneyScales(_ sample: Sample) async throws {
    var scenario = sample.scenario
    fixPolicy(&scenario)
    var other = scenario
    for index in other.staff.indices { other.staff[index].costPerHour = other.staff[index].costPerHour.map(tripled) }
    for index in other.assets.indices {
      other.assets[index].costPerUnitDay = tripled(other.assets[index].costPerUnitDay)
    }
    for index in other.projects.indices { other.projects[index].budget = other.projects[index].budget.map(tripled) }
    other.policy.unmetCostPerHour = other.policy.unmetCostPerHour.map(tripled)
    other.policy.unmetCostPerUnitDay = other.policy.unmetCostPerUnitDay.map(tripled)
    other.policy.commitmentCostPerHour = other.policy.commitmentCostPerHour.map(tripled)
    other.policy.changeCostPerHour = tripled(other.policy.changeCostPerHour)
    let before = try await plan(scenario)
    let after = try await plan(other)
    #expect(agree(before, after, times: 3))
  }

  @Test(arguments: Sample.all)
  func moreCapacityIsNeverWorse(_ sample: Sample) async throws {
    var scenario = sample.scenario
    fixPolicy(&scenario)
    var other = scenario
    var helper = other.staff[0]
    helper.id = "zz-one-more"
    other.staff.append(helper)
    let before = try await plan(scenario)
    let after = try await plan(other)
    let bound = try #require(after.objective.bound)
    #expect(bound.doubleValue <= before.objective.value.doubleValue * (1 + 1e-6))
    #expect(after.objective.value.doubleValue <= before.objective.value.doubleValue * (1 + 1e-6 + gap(after)) + 1e-3)
  }

  @Test(arguments: Sample.all)
  func twoHalvesAreAsGoodAsOne(_ sample: Sample) async throws {
    var scenario = sample.scenario
    fixPolicy(&scenario)
    scenario.commitments = []
    scenario.baseline = nil
    var other = scenario
    var half = other.staff[0]
    half.headcount *= 2
    // Two people of half the hours: as many hours in all, and no demand can tell.
    half.hoursPerDay = 4
    scenario.staff[0].hoursPerDay = 8
    scenario.staff[0].overtime = nil
    half.overtime = nil
    other.staff[0] = half
    let before = try await plan(scenario)
    let after = try await plan(other)
    #expect(agree(before, after))
  }

  /// Whether two plans can have the same optimum but for a factor: each is as far above it as its gap says at most, which
  /// is next to nothing with GLPK.
  private func agree(_ before: Plan, _ after: Plan, times factor: Double = 1) -> Bool {
    isClose(
      factor * before.objective.value.doubleValue, after.objective.value.doubleValue,
      within: 1e-6 + max(gap(before), gap(after)))
  }

  private func gap(_ plan: Plan) -> Double { plan.objective.gap.map { Double($0) / 1e12 } ?? 1 }

  /// Derived penalties follow the staff; fixed ones stay when the staff changes.
  private func fixPolicy(_ scenario: inout Scenario) {
    scenario.policy.unmetCostPerHour = 400
    scenario.policy.unmetCostPerUnitDay = 500
    scenario.policy.commitmentCostPerHour = 20_000
  }

  private func tripled(_ value: ExactDecimal) -> ExactDecimal {
    ExactDecimal(significand: value.significand * 3, scale: value.scale) ?? value
  }
}
