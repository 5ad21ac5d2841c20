// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Insight
import Numbers
import Planning
import Testing

/// Hours that other days, or other weeks, have used up are not free.
@Suite("What is used up elsewhere", .timeLimit(.minutes(10)))
struct UsedUpTests {
  private static func days(_ count: Int) -> PlanningCalendar {
    var calendar = weeks(1)
    calendar.period = .day
    calendar.horizon = DayRange(week(0).first, week(0).first.advanced(by: count - 1))
    return calendar
  }

  private static func reasons(_ plan: Plan, _ demand: String) -> [Plan.UnmetReason] {
    plan.unmet.filter { $0.demand == demand }.flatMap(\.reasons)
  }

  private static func remedies(_ scenario: Scenario) async throws -> [Plan.Remedy] {
    let result = try await Planner(options: PlanningOptions()).plan(scenario, sha256: "")
    let plan = Reasons(scenario, plan: result.plan, prices: result.prices).explainedPlan()
    return await Explainer(scenario, base: result, options: PlanningOptions()).withRemedies(plan, most: 3).unmet
      .flatMap(\.remedies)
  }

  // MARK: Overtime

  @Test("Overtime of a week that earlier days have used up")
  func overtimeOfWeek() async throws {
    // 10 hours a day, of which 2 are overtime on three days.
    let scenario = Scenario(
      calendar: Self.days(5), staff: [expert("tom", overtime: .init(hoursPerWeek: 6))],
      projects: [project("p", demand("b", StaffDemand(hours: 50, pace: .even)))])
    let found = try await Self.reasons(explained(scenario), "b")
    #expect(Set(found.map(\.kind)) == [.nobody])
    #expect(Set(found.map(\.detail)) == ["The overtime of Tom (at most 6 h a week) is used up"])
    #expect(try await Self.remedies(scenario).contains { $0.kind == .overtime })
  }

  @Test("Overtime in total that another week has used up, with what was used before")
  func overtimeInTotal() async throws {
    let scenario = Scenario(
      calendar: weeks(2), staff: [expert("tom", overtime: .init(hoursPerWeek: 6, hoursTotal: 11, used: 3))],
      projects: [project("p", demand("b", StaffDemand(hours: 92, pace: .even)))])
    let found = try await Self.reasons(explained(scenario), "b")
    #expect(Set(found.map(\.kind)) == [.nobody])
    #expect(
      found.map(\.detail).contains("The overtime of Tom (at most 11 h in all, 3 h of them used before) is used up"),
      "\(found)")
  }

  @Test("Where others have the regular hours, the part that overtime would cover is told from theirs")
  func overtimeBesideOthers() async throws {
    let scenario = Scenario(
      calendar: Self.days(5), staff: [expert("tom", overtime: .init(hoursPerWeek: 4))],
      projects: [
        project("hi", priority: 9, demand("a", StaffDemand(hours: 20, pace: .even))),
        project("lo", priority: 2, demand("b", StaffDemand(hours: 40, pace: .even))),
      ])
    let found = try await Self.reasons(explained(scenario), "b")
    #expect(Set(found.map(\.kind)) == [.nobody, .taken], "\(found)")
    #expect(!found.contains { $0.kind == .notWorthIt })
  }

  @Test("Free overtime of several days is no more than that of their week")
  func freeOvertime() async throws {
    // Nothing is worth its price: all 5 hours that may be worked are free, and no more.
    let scenario = Scenario(
      calendar: Self.days(5), policy: .init(unmetCostPerHour: 2),
      staff: [expert("tom", overtime: .init(hoursPerWeek: 5))],
      projects: [
        project("hi", priority: 10, demand("a", StaffDemand(hours: 40), to: nil)),
        project("p", priority: 10, demand("b", StaffDemand(hours: 10))),
      ])
    var dear = scenario
    dear.projects[0].demands[0].unmetCost = 500
    dear.projects[1].demands[0].unmetCost = 70
    let found = try await Self.reasons(explained(dear), "b")
    let free = try #require(found.first { $0.kind == .notWorthIt })
    #expect(free.share == Millionths(count: 500_000), "\(found)")
  }

  // MARK: Pace

  @Test("A pace that earlier days of the week have used up, with the remedy that raises it")
  func paceOfWeek() async throws {
    // 6 hours a day are wanted, and 4 days a week make 24.
    let scenario = Scenario(
      calendar: Self.days(12), staff: [expert("tom")],
      projects: [project("p", demand("b", StaffDemand(hours: 60, pace: .even, maxHoursPerWeek: 24)))])
    let found = try await Self.reasons(explained(scenario), "b")
    #expect(Set(found.map(\.kind)) == [.limit], "\(found)")
    #expect(try await Self.remedies(scenario).contains { $0.title == "Allow 30 h a week on b, 6 h more" })
  }

  @Test("A pace that binds in one week while people are busy in another", arguments: [PeriodLength.day, .week])
  func paceOfOneWeek(_ period: PeriodLength) async throws {
    var calendar = weeks(2)
    calendar.period = period
    let scenario = Scenario(
      calendar: calendar, staff: [expert("ana")],
      projects: [
        project("hi", priority: 9, demand("h", StaffDemand(hours: 40), to: week(0).last)),
        project("lo", priority: 4, demand("t", StaffDemand(hours: 20, maxHoursPerWeek: 10))),
      ])
    let found = try await Self.reasons(explained(scenario), "t")
    #expect(found.map(\.kind) == [.limit], "\(found)")
    let remedies = try await Self.remedies(scenario)
    #expect(remedies.contains { $0.title == "Allow 15 h a week on t, 5 h more" }, "\(remedies.map(\.title))")
    #expect(remedies.contains { $0.kind == .external })
  }
}
