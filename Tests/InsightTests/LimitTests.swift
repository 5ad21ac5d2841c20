// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import Insight
import JSON
import Numbers
import PlanChecking
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

  @Test("Weeks that the window cuts take less of what is unmet, so that the others take more")
  func cutWeeks() async throws {
    // 8 hours are there in the first and the last week, and 40 in the two between them: 20 + 20 + 8 + 8 of 76 are met, and 10
    // more in each whole week cover the rest; a quarter of it in each week would not.
    var scenario = scenario(.init(id: "core", per: .week, .hours(20), .init(projects: ["p"])))
    scenario.projects[0].demands[0] = demand(
      "d", StaffDemand(hours: 76, skills: kubernetes), from: week(0).first.advanced(by: 4),
      to: week(3).first)
    let result = try await result(scenario)
    let plan = Reasons(scenario, plan: result.plan, prices: result.prices).explainedPlan()
    #expect(plan.unmet.map(\.amount) == [Millionths(20)])
    let explainer = Explainer(scenario, base: result, options: PlanningOptions())
    let remedies = await explainer.withRemedies(plan, most: 3).unmet[0].remedies
    let remedy = try #require(remedies.first { $0.kind == .limit })
    #expect(remedy.title == "Raise the limit core by 10 h to 30 h")
    #expect(remedy.hours == Millionths(20))
  }

  @Test("A price of a limit has the days of its span, which goes on behind the week in which it begins")
  func spanOfPrice() async throws {
    let scenario = overMonths(
      [.init(id: "month", per: .month, .hours(30), .init(demands: ["d"]))],
      project("p", priority: 8, demand("d", StaffDemand(hours: 200))))
    let result = try await result(scenario)
    let prices = result.plan.bottlenecks.filter { $0.kind == .limit }
    let (horizon, periods) = (scenario.calendar.horizon, scenario.calendar.periods)
    let spans = scenario.calendar.spans(.month)
    #expect(spans.count == 2 && prices.map(\.days) == spans.map { $0 } && prices.map(\.period) == [0, 2])
    #expect(spans[0].first == horizon.first && spans[1].last == horizon.last && periods[2].last < spans[1].last)
    let checker = PlanChecker(scenario)
    #expect(checker.verify(result.plan, prices: nil).violations.isEmpty)
    var wrong = result.plan
    let place = try #require(wrong.bottlenecks.firstIndex { $0.kind == .limit && $0.period == 2 })
    wrong.bottlenecks[place].days = periods[2]
    #expect(checker.verify(wrong, prices: nil).violations.map(\.kind) == [.wrongDays])
    let explainer = Explainer(scenario, base: result, options: PlanningOptions())
    let confirmed = await explainer.confirmedBottlenecks(most: 12)
    #expect(confirmed.filter { $0.bottleneck.kind == .limit }.map(\.bottleneck.days) == spans.map { $0 })
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

  /// Two people from 2026-03-16 to 04-19: April begins in the middle of a week.
  private func overMonths(_ limits: [Scenario.Limit], _ projects: Project...) -> Scenario {
    var calendar = weeks(5)
    let first = calendar.horizon.first.advanced(by: 70)
    calendar.horizon = DayRange(first, first.advanced(by: 34))
    var scenario = Scenario(
      calendar: calendar, staff: [expert("ana", cost: 60), expert("bo")], projects: projects)
    scenario.limits = limits
    return scenario
  }

  private func explained(_ scenario: Scenario) async throws -> (plan: Plan, result: PlanningResult) {
    let result = try await result(scenario)
    return (Reasons(scenario, plan: result.plan, prices: result.prices).explainedPlan(), result)
  }

  @Test("Of two limits that are used up the one that holds whoever does the work is named, and only it is raised")
  func namesTheRightOne() async throws {
    let scenario = overMonths(
      [
        .init(id: "quarter", per: .quarter, .hours(40), .init(staff: ["bo"]), used: 10),
        .init(id: "month", per: .month, .hours(30), .init(demands: ["d"])),
      ],
      project("p", priority: 8, demand("d", StaffDemand(hours: 80))),
      project("q", priority: 3, demand("rest", StaffDemand(hours: 400))))
    let (plan, result) = try await explained(scenario)
    let entry = try #require(plan.unmet.first { $0.demand == "d" })
    #expect(entry.reasons.map(\.kind) == [.limit])
    #expect(
      entry.reasons.first?.detail == "The limit month (at most 30 h a month) leaves no more hours for it",
      "\(entry.reasons)")
    let rest = try #require(plan.unmet.first { $0.demand == "rest" })
    #expect(
      rest.reasons.contains {
        $0.kind == .limit && $0.detail.contains("quarter (at most 40 h a quarter, 10 h of them used")
      },
      "\(rest.reasons)")
    #expect(!rest.reasons.contains { $0.detail.contains("month") })
    let explainer = Explainer(scenario, base: result, options: PlanningOptions())
    let unmet = await explainer.withRemedies(plan, most: 3).unmet
    let titles = unmet.filter { $0.demand == "d" }.flatMap(\.remedies).filter { $0.kind == .limit }.map(\.title)
    #expect(titles == ["Raise the limit month by 10 h to 40 h"], "\(titles)")
  }

  @Test("A limit that nobody's hours pass is the reason where all are busy, too")
  func whoeverIsFree() async throws {
    let scenario = overMonths(
      [.init(id: "cap", per: .horizon, .hours(10), .init(demands: ["d"]))],
      project("p", priority: 8, demand("d", StaffDemand(hours: 30))),
      project("q", priority: 3, demand("rest", StaffDemand(hours: 500))))
    let entry = try #require(try await explained(scenario).plan.unmet.first { $0.demand == "d" })
    #expect(entry.reasons.map(\.kind) == [.limit], "\(entry.reasons)")
  }

  @Test("A limit a day leaves what all days of a week leave, and those on which nobody works leave nothing")
  func daysOfAWeek() async throws {
    func reasons(_ most: ExactDecimal, _ ofBo: ExactDecimal) async throws -> [Plan.UnmetReason] {
      let scenario = overMonths(
        [
          .init(id: "bo's", per: .horizon, .hours(ofBo), .init(staff: ["bo"])),
          .init(id: "day", per: .day, .hours(most), each: .demand),
        ], project("p", demand("d", StaffDemand(hours: 400))))
      return try await explained(scenario).plan.unmet.flatMap(\.reasons)
    }
    let free = try await reasons(12, 0)
    #expect(free.map(\.kind) == [.limit, .limit])
    // 60 h a week are allowed, and 40 h worked: 100 of 200 are due to the day, the others to Bo's limit.
    #expect(free.map { $0.detail.contains("day (at most 12 h a day") } == [true, false], "\(free)")
    #expect(free.map(\.share) == [Millionths(count: 500_000), Millionths(count: 500_000)])
    let loose = try await reasons(16, 0)
    #expect(loose.map { $0.detail.contains("bo's") } == [true], "\(loose)")
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
