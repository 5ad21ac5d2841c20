// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import Issues
import JSON
import Numbers
import Testing

@testable import Exchange

@Suite("MS Project documents that say less, more or something else than usual")
struct MSPDIDoubtTests {
  static func notices(_ text: String, _ change: (inout MSPDIReadingOptions) -> Void = { _ in }) throws -> String {
    try MSPDITests.read([text], change).document.notices.joined(separator: "\n")
  }

  static func week(_ days: ClosedRange<Int>, _ times: String, isWorking: Bool = true) -> String {
    let days = days.map {
      "<WeekDay><DayType>\($0)</DayType><DayWorking>\(isWorking ? 1 : 0)</DayWorking>\(times)</WeekDay>"
    }
    return
      "<Calendar><UID>9</UID><Name>Own</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>\(days.joined())</WeekDays></Calendar>"
  }

  /// A document in which Ann has a calendar of her own.
  static func document(calendar: String) -> String {
    MSPDITests.document(
      calendars: calendar, resources: MSPDITests.person(1, "Ann", calendar: 9) + MSPDITests.person(2, "Bob"))
  }

  @Test(
    "A time that is none is an error with its line", arguments: ["2:00 PM", "14.00 Uhr", "25:00:00", "24:30:00"])
  func times(_ text: String) {
    let times =
      "<WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>\(text)</ToTime></WorkingTime></WorkingTimes>"
    let found = MSPDITests.failure(Self.document(calendar: Self.week(2...6, times)))
    #expect(found.hasPrefix("a.xml:3:"), "\(found)")
    #expect(found.contains("calendar \"Own\": ToTime is \"\(text)\", not a time"), "\(found)")
  }

  @Test("Times that overlap count once, and are told")
  func overlaps() throws {
    let one = MSPDITests.times(["08:00", "14:00"])
    let times = one.replacing("</WorkingTimes>", with: MSPDITests.times(["12:00", "16:00"]).dropFirst(14))
    let (scenario, document) = try MSPDITests.read([Self.document(calendar: Self.week(2...6, times))])
    #expect(scenario.staff[0].calendar == nil)
    #expect(document.notices.contains { $0.contains("overlap") }, "\(document.notices)")
  }

  @Test("A calendar without working days, or with some that are not named, is told")
  func holes() throws {
    let free = try Self.notices(Self.document(calendar: Self.week(1...7, "", isWorking: false)))
    #expect(free.contains("1 calendar of a resource without working days, taken as Monday to Friday"), "\(free)")
    let half = try Self.notices(Self.document(calendar: Self.week(2...5, MSPDITests.times(["08:00", "16:00"]))))
    #expect(half.contains("1 weekday that a calendar does not name, taken as 8 h of work"), "\(half)")
    let project = MSPDITests.document(calendars: Self.week(1...7, "", isWorking: false))
      .replacing("<CalendarUID>1</CalendarUID>\n", with: "<CalendarUID>9</CalendarUID>\n")
    #expect(try Self.notices(project).contains("calendar of the project without working days"))
  }

  static func hours(_ scenario: Scenario) -> [String] {
    scenario.projects.flatMap(\.demands).map { "\($0.id) \($0.staff.map { "\($0.amount)" } ?? "")" }
  }

  @Test("Where only the whole work is there, what is complete is taken off")
  func percentages() throws {
    func work(_ more: String) -> String {
      MSPDITests.assignment(1, task: 1, resource: 1)
        .replacing("<RemainingWork>PT40H0M0S</RemainingWork>", with: "<Work>PT40H0M0S</Work>" + more)
    }
    for (assignment, task) in [
      ("<PercentWorkComplete>50</PercentWorkComplete>", ""), ("", "<PercentComplete>50</PercentComplete>"),
    ] {
      let (scenario, document) = try MSPDITests.read([
        MSPDITests.document(tasks: MSPDITests.task(1, "Design", more: task), assignments: work(assignment))
      ])
      #expect(scenario.projects[0].demands[0].staff?.amount == .hours(20))
      #expect(document.notices.contains { $0.contains("whose rest is that of its percentage") }, "\(document.notices)")
    }
  }

  @Test("What a task has beyond its assignments goes to those without hours, or is told")
  func rest() throws {
    let task = MSPDITests.task(
      1, "Design", more: "<Work>PT100H0M0S</Work><RemainingWork>PT100H0M0S</RemainingWork>")
    let one = MSPDITests.assignment(1, task: 1, resource: 1)
    func workless(_ uid: Int, _ resource: Int) -> String {
      MSPDITests.assignment(uid, task: 1, resource: resource)
        .replacing("<RemainingWork>PT40H0M0S</RemainingWork>", with: "")
    }
    let kept = try MSPDITests.read([MSPDITests.document(tasks: task, assignments: one + workless(2, 2))]).scenario
    let demands = kept.projects[0].demands
    #expect(demands.map { $0.staff?.amount } == [.hours(40), .hours(60)])
    #expect(demands.map { $0.staff?.requirements.only } == [["r1"], ["r2"]])
    let lost = try Self.notices(MSPDITests.document(tasks: task, assignments: one))
    #expect(lost.contains("1 task with more work than its assignments losing 60 h"), "\(lost)")
    // Nobody has hours: all who are assigned may do it.
    let all = try MSPDITests.read([
      MSPDITests.document(tasks: task, assignments: workless(1, 1) + workless(2, 2))
    ])
    #expect(all.scenario.projects[0].demands.map { $0.staff?.amount } == [.hours(100)])
    #expect(all.scenario.projects[0].demands[0].staff?.requirements.only == ["r1", "r2"])
    #expect(!all.document.notices.contains { $0.contains("unassigned") }, "\(all.document.notices)")
  }

  @Test("Material without a type, days as durations, odd priorities and reversed days are told")
  func odds() throws {
    let material = MSPDITests.person(3, "Storage").replacing(
      "<Type>1</Type>", with: "<MaterialLabel>TB</MaterialLabel>")
    let (scenario, document) = try MSPDITests.read([
      MSPDITests.document(resources: MSPDITests.person(1, "Ann") + MSPDITests.person(2, "Bob") + material)
    ])
    #expect(scenario.staff.map(\.name) == ["Ann", "Bob"])
    #expect(document.notices.contains { $0.contains("1 material") }, "\(document.notices)")
    let days = try Self.notices(
      MSPDITests.document(
        tasks: MSPDITests.task(1, "Design").replacing(">500<", with: ">2000<"),
        assignments: MSPDITests.assignment(1, task: 1, resource: 1, work: "P2DT0H0M0S")))
    #expect(days.contains("1 duration of work in days, taken as 24 h each"), "\(days)")
    #expect(days.contains("1 priority that is no number from 0 to 1000"), "\(days)")
    let reversed =
      "<Calendar><UID>9</UID><Name>Ann</Name><BaseCalendarUID>1</BaseCalendarUID><Exceptions><Exception><TimePeriod>"
      + "<FromDate>2027-01-20T00:00:00</FromDate><ToDate>2027-01-12T23:59:00</ToDate></TimePeriod><Type>1</Type>"
      + "<DayWorking>0</DayWorking></Exception></Exceptions></Calendar>"
    let notices = try Self.notices(Self.document(calendar: reversed))
    #expect(notices.contains("1 calendar exception that ends before it begins"), "\(notices)")
    let deadline = try Self.notices(
      MSPDITests.document(
        tasks: MSPDITests.task(1, "Design", more: "<Deadline>2027-01-02T17:00:00</Deadline>"),
        assignments: MSPDITests.assignment(1, task: 1, resource: 1))
    ) { $0.window = .deadline }
    #expect(deadline.contains("1 deadline before the start of its task"), "\(deadline)")
  }

  @Test(
    "Lags of any format become whole periods, the nearest; leads are told as such",
    arguments: [
      (4800, 7, nil), (24_000, 7, "1"), (36_000, 7, "2"), (100_800, 8, "1"), (50_400, 10, "1"), (100, 19, "1"),
      (-4800, 7, nil),
    ] as [(Int, Int, String?)])
  func lags(_ lag: Int, _ format: Int, _ wanted: String?) throws {
    let link =
      "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type><LinkLag>\(lag)</LinkLag><LagFormat>\(format)</LagFormat></PredecessorLink>"
    let tasks =
      MSPDITests.task(1, "Design", more: "<Duration>PT40H0M0S</Duration>") + MSPDITests.task(2, "Build", more: link)
    let (scenario, document) = try MSPDITests.read([MSPDITests.document(tasks: tasks)]) { $0.hasLinks = true }
    let json = MSPDITests.compact(scenario)
    #expect(json.contains("\"lag\":") == (wanted != nil), "\(json)")
    if let wanted { #expect(json.contains("\"lag\":\(wanted)"), "\(json)") }
    let told = lag < 0 ? "1 link whose lead (a lag below 0) is left out" : "1 lag of a link, rounded to whole periods"
    #expect(document.notices.contains { $0.contains(told) }, "\(document.notices)")
  }

  @Test("Two documents: other money is an error, what differs of a person is named, and two of one name are two")
  func two() throws {
    func text(_ currency: String, _ resources: String) -> String {
      MSPDITests.document(
        head: "<CurrencyCode>\(currency)</CurrencyCode>", resources: resources,
        assignments: MSPDITests.assignment(1, task: 1, resource: 1))
    }
    let ann = MSPDITests.person(1, "Ann")
    do {
      _ = try MSPDITests.read([text("EUR", ann), text("USD", ann)])
      Issue.record("accepted")
    } catch {
      let found = (error as? DocumentError)?.rendered(fileName: "") ?? "\(error)"
      #expect(found.hasPrefix("b.xml:1:") && found.contains("the currency is USD, and that of a.xml EUR"), "\(found)")
    }
    let dearer = MSPDITests.person(1, "Ann", more: "<MaxUnits>0.5</MaxUnits><StandardRate>70</StandardRate>")
    let notices = try MSPDITests.read([text("EUR", ann), text("EUR", dearer)]).document.notices
    #expect(
      notices.contains("b.xml: \"Ann\" is \"Ann\" of a.xml, by name; rates, units differ, and those of a.xml hold"),
      "\(notices)")
    let both = try MSPDITests.read([text("EUR", ann), text("EUR", ann + MSPDITests.person(2, "Ann"))])
    #expect(both.scenario.staff.map(\.id) == ["f1-r1", "f2-r2"])
    #expect(
      both.document.notices.contains { $0.contains("b.xml: there are several \"Ann\"") }, "\(both.document.notices)")
  }
}
