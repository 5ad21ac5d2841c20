// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import Insight
import JSON
import Numbers
import Planning
import Testing

@Suite("Limits", .timeLimit(.minutes(10)))
struct LimitTests {
  /// 60 of 120 hours of one person, who has 160; an unmet hour counts 10 times 50 above what it costs.
  private func scenario(_ limit: Scenario.Limit) -> Scenario {
    var scenario = Scenario(
      calendar: weeks(4), policy: .init(unmetCostPerHour: 500), staff: [expert("ana")],
      projects: [project("p", priority: 1, demand("d", StaffDemand(hours: 120, skills: kubernetes)))])
    scenario.limits = [limit]
    return scenario
  }

  private func result(_ scenario: Scenario) async throws -> PlanningResult {
    try await Planner(options: PlanningOptions()).plan(scenario, sha256: "")
  }

  @Test("A limit that is used up is the reason, has a price, and raising it is a remedy")
  func limitExplains() async throws {
    let scenario = scenario(.init(id: "core", name: "Core hours", per: .horizon, .hours(60)))
    let result = try await result(scenario)
    let plan = Reasons(scenario, plan: result.plan, prices: result.prices).explainedPlan()
    #expect(plan.unmet.map(\.amount) == [Millionths(60)])
    #expect(plan.unmet[0].reasons.map(\.kind) == [.limit])
    #expect(plan.unmet[0].reasons[0].detail.contains("Core hours (at most 60 h in all)"))
    let price = try #require(plan.bottlenecks.first { $0.kind == .limit })
    #expect(price.id == "core" && price.period == nil)
    let explainer = Explainer(scenario, base: result, options: PlanningOptions())
    let remedies = await explainer.withRemedies(plan, most: 3).unmet[0].remedies
    let remedy = try #require(remedies.first { $0.kind == .limit })
    #expect(remedy.title == "Raise the limit Core hours by 60 h to 120 h")
    let patched = try applied(remedy.patch, to: JSONValue(parsing: ScenarioWriter.write(scenario)))
    let solved = try await self.result(ScenarioReader.read(patched.serialized()).scenario)
    #expect(solved.plan.unmet.isEmpty)
    #expect(remedy.saves == result.plan.objective.value - solved.plan.objective.value)
    let bottlenecks = await explainer.confirmedBottlenecks(most: 12)
    let confirmed = try #require(bottlenecks.first { $0.bottleneck.kind == .limit })
    #expect(confirmed.confirmed)
    let range = try #require(confirmed.bottleneck.validFor)
    #expect(range >= Millionths(1) && range <= Millionths(60))
  }

  @Test("A week's pace is raised as a limit is")
  func paceIsRaised() async throws {
    var scenario = scenario(.init(id: "core", per: .horizon, .hours(1000)))
    scenario.projects[0].demands[0].kind = .staff(
      StaffDemand(hours: 120, skills: kubernetes, maxHoursPerWeek: 10))
    let result = try await result(scenario)
    let plan = Reasons(scenario, plan: result.plan, prices: result.prices).explainedPlan()
    let explainer = Explainer(scenario, base: result, options: PlanningOptions())
    let remedies = await explainer.withRemedies(plan, most: 3).unmet[0].remedies
    let remedy = try #require(remedies.first { $0.kind == .limit })
    #expect(remedy.title == "Allow 30 h a week on d, 20 h more")
    #expect(remedy.confirmed)
  }

  @Test(
    "Spans of a limit hold by themselves, what was used before counts in the first, and a share is of regular hours",
    arguments: [
      (Scenario.Limit(id: "l", per: .week, .hours(10)), 40),
      (Scenario.Limit(id: "l", per: .week, .hours(10), used: 4), 36),
      (Scenario.Limit(id: "l", per: .day, .hours(1)), 20),
      (Scenario.Limit(id: "l", per: .horizon, .share(0.25)), 40),
      (Scenario.Limit(id: "l", per: .horizon, .hours(10), used: 20), 0),
      (Scenario.Limit(id: "l", per: .horizon, .hours(10), .init(staff: [])), 120),
      (Scenario.Limit(id: "l", per: .horizon, .hours(10), .init(demands: ["d"]), each: .demand), 10),
      (Scenario.Limit(id: "l", per: .horizon, .hours(10), .init(projects: ["p"]), each: .project), 10),
    ])
  func spans(limit: Scenario.Limit, hours: Int) async throws {
    let plan = try await result(scenario(limit)).plan
    #expect(plan.summary.hours.met == Millionths(hours))
    #expect(plan.status == .optimal)
  }
}
