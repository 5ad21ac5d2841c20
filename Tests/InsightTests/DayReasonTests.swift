// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import Planning
import Testing

@testable import Insight

/// Reasons are those of the days on which work can be done, not of the weeks around them.
@Suite("Reasons by day")
struct DayReasonTests {
  private func day(_ number: Int) -> Day { weeks(1).horizon.first.advanced(by: number) }

  private func reasons(_ scenario: Scenario, _ id: String) async throws -> [Plan.UnmetReason] {
    let plan = try await explained(scenario)
    return try #require(plan.unmet.first { $0.demand == id }).reasons
  }

  @Test("Somebody who is full on the days of the window alone has no time, though half the week is free")
  func fullOnTheDaysOfTheWindow() async throws {
    let two = (from: day(0), to: day(1))
    let scenario = Scenario(
      calendar: weeks(1), staff: [expert("ana")],
      projects: [
        project("dear", priority: 9, demand("urgent", StaffDemand(hours: 16), from: two.from, to: two.to)),
        project("p", demand("d", StaffDemand(hours: 10), from: two.from, to: two.to)),
      ])
    let found = try await reasons(scenario, "d")
    #expect(found.map(\.kind) == [.taken])
    #expect(found.first?.detail.contains("Ana works on Project dear") == true)
  }

  @Test("Work that can be done on other days takes nothing from the days of the window")
  func otherWorkMoves() async throws {
    // 24 hours elsewhere fit into three other days; what is left of ten hours is not worth its cost.
    var scenario = Scenario(
      calendar: weeks(1), staff: [expert("ana", cost: 50)],
      projects: [
        project("dear", priority: 9, demand("any", StaffDemand(hours: 24))),
        project("p", priority: 1, demand("d", StaffDemand(hours: 10), from: day(0), to: day(1))),
      ])
    scenario.policy.unmetCostPerHour = 20
    let found = try await reasons(scenario, "d")
    #expect(found.map(\.kind) == [.notWorthIt])
  }

  @Test("A certificate that ends on Tuesday gives two days")
  func certificateEndsInTheWeek() async throws {
    var ana = expert("ana")
    ana.certifications = [.init("Pilot", until: day(1))]
    let scenario = Scenario(
      calendar: weeks(1), staff: [ana],
      projects: [project("p", demand("d", StaffDemand(hours: 40, certifications: ["Pilot"])))])
    let plan = try await explained(scenario)
    let entry = try #require(plan.unmet.first)
    #expect(entry.amount == Millionths(24))
    #expect(entry.reasons.map(\.kind) == [.away])
    #expect(entry.reasons.first?.detail.contains("Ana has the certificate Pilot only until 2026-01-06 (24 h)") == true)
  }

  @Test("Units that are free at the weekend alone are no room for people who are there on workdays")
  func freeAtTheWeekend() async throws {
    let work = StaffDemand(hours: 40, uses: [.init(asset: "rig", unitsPerPerson: 1)])
    let scenario = Scenario(
      calendar: weeks(1), staff: [expert("ana"), expert("jo")], assets: [Asset(id: "rig", name: "Rig")],
      projects: [
        project("dear", priority: 9, demand("first", work)), project("p", demand("d", work)),
      ])
    let found = try await reasons(scenario, "d")
    #expect(found.map(\.kind) == [.asset])
    #expect(found.first?.detail.contains("used by Project dear") == true)
  }

  @Test("Pay that rises is counted by its days")
  func dearerLater() async throws {
    var ana = expert("ana")
    ana.costPerHour = Dated(50, changes: [.init(80, from: day(7))])
    var scenario = Scenario(
      calendar: weeks(2), staff: [ana],
      projects: [project("p", priority: 1, demand("d", StaffDemand(hours: 10), from: day(7), to: day(13)))])
    scenario.policy.unmetCostPerHour = 60
    let found = try await reasons(scenario, "d")
    #expect(found.map(\.kind) == [.notWorthIt])
    #expect(found.first?.detail == "An hour of it would cost 80 (Ana), leaving it costs 60")
  }

  @Test("Overtime is bounded by day, by week and in total")
  func overtime() {
    let terms = StaffMember.Overtime(hoursPerWeek: 10, hoursTotal: 30, used: 12)
    let calendar = weeks(2)
    let time = PersonTime(expert("ana", headcount: 2, overtime: terms), calendar, CalendarSums(calendar))
    #expect(time.overtime(DayRange(day(0), day(0))) == 8_000_000)
    #expect(time.overtime(week(0)) == 20_000_000)
    #expect(time.overtime(calendar.horizon) == 40_000_000)
    #expect(time.overtime(DayRange(day(5), day(6))) == 0, "no overtime on days without hours")
    #expect(time.overtimeTotal == 36_000_000)
    #expect(time.regular(week(0)) == 80_000_000)
  }

  @Test("Hours that change, support that changes and half a day of absence")
  func changingHours() {
    var ana = expert("ana", absences: [.init(DayRange(day(2), day(2)), share: decimal("0.5"))])
    ana.hoursPerDay = Dated(6, changes: [.init(8, from: day(3))])
    ana.support = Dated(0, changes: [.init(decimal("0.25"), from: day(4))])
    let calendar = weeks(1)
    let time = PersonTime(ana, calendar, CalendarSums(calendar))
    #expect(time.regular(week(0), .contracted) == 32_000_000)
    #expect(time.regular(week(0)) == 29_000_000)
    #expect(time.promised(5_000_000_000_000, week(0)) == 4_500_000)
  }
}

@Suite("Flow over days")
struct DayFlowTests {
  private func job(_ amount: Int128, _ days: [Int], mostPerDay: Int128 = WholeAmounts.most) -> DayFlow.Job {
    DayFlow.Job(amount: amount, days: (0..<4).map(days.contains), mostPerDay: mostPerDay)
  }

  @Test("What has no other days is in the way, what has is moved")
  func more() {
    let room: [Int128] = [8, 8, 8, 8]
    let first = [true, true, false, false]
    #expect(DayFlow.more(on: first, beside: [], room: room) == 16)
    #expect(DayFlow.more(on: first, beside: [job(16, [0, 1])], room: room) == 0)
    #expect(DayFlow.more(on: first, beside: [job(16, [0, 1, 2, 3])], room: room) == 16)
    #expect(DayFlow.more(on: first, beside: [job(20, [0, 1, 2, 3])], room: room) == 12)
    // One is moved for another: the second has only days 1 and 2, so that the first has to go to day 3.
    #expect(DayFlow.more(on: first, beside: [job(10, [1, 2, 3]), job(8, [1, 2])], room: room) == 14)
    #expect(DayFlow.more(on: first, beside: [job(20, [0, 1])], room: room) == -4, "by so much they do not fit")
  }

  @Test("No more on a day than is wanted on one")
  func mostPerDay() {
    #expect(DayFlow.most([job(8, [0, 1, 2, 3], mostPerDay: 1)], room: [8, 8, 8, 8]) == 4)
    #expect(DayFlow.most([job(4, [0, 1], mostPerDay: 2), job(9, [0, 1])], room: [5, 5]) == 10)
  }
}
