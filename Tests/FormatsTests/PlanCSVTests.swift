// SPDX-License-Identifier: GPL-3.0-or-later

import Issues
import Exchange
import Allocation
import Numbers
import Testing

@testable import JSON

@Suite("Plans as CSV")
struct PlanCSVTests {
  static let scenario: Scenario = {
    let start = Day(number: 20_458)
    return Scenario(
      calendar: PlanningCalendar(
        horizon: DayRange(start, start.advanced(by: 13)), period: .week,
        standard: WorkCalendar(workdays: [.monday, .tuesday], hoursPerDay: 8, holidays: [])),
      staff: [
        StaffMember(id: "ana", name: "Ana Silva"), StaffMember(id: "jo, \"the\" one"), StaffMember(id: "=SUM(A1)"),
        StaffMember(id: "\u{202E}evil"),
      ],
      projects: [
        Project(
          id: "web",
          demands: [
            Demand(id: "web-1", kind: .staff(StaffDemand(hours: 40))),
            Demand(id: "web-2", kind: .staff(StaffDemand(hours: 8))),
          ])
      ])
  }()

  static func read(_ text: String) throws(DocumentError) -> PlanCSVReader.Document {
    try PlanCSVReader(scenario).read(Array(text.utf8))
  }

  static let expected = [
    PlanDraft.Assignment(staff: "ana", demand: "web-1", period: 0, hours: Millionths(count: 7_500_000)),
    PlanDraft.Assignment(staff: "jo, \"the\" one", demand: "web-2", period: 1, hours: Millionths(8)),
  ]

  @Test(
    "What spreadsheets do to a document",
    arguments: [
      "staff,demand,period,hours\nana,web-1,0,7.5\n\"jo, \"\"the\"\" one\",web-2,1,8\n",
      "\u{FEFF}staff,demand,period,hours\r\nana,web-1,0,7.5\r\n\"jo, \"\"the\"\" one\",web-2,1,8\r\n",
      "Hours;Period;Demand;STAFF\n7,5;0;web-1;ana\n8;1;web-2;\"jo, \"\"the\"\" one\"",
      "staff\tdemand\tperiod\thours\rana\tweb-1\t0\t7.50\r\"jo, \"\"the\"\" one\"\tweb-2\t1\t8\r",
      "\n\n\"staff\" , \"demand\",period,hours\n ana , web-1 ,0, 7.5\n,,,\n\"jo, \"\"the\"\" one\",web-2,1,8e0\n\n",
    ])
  func dialects(_ text: String) throws {
    #expect(try Self.read(text).draft.assignments == Self.expected)
  }

  @Test(
    "What planners call the columns, names in place of ids, and grids with a column a period",
    arguments: [
      "Mitarbeiter;Aufgabe;Von;Stunden\nAna Silva;web-1;2026-01-05;7,5\n\"jo, \"\"the\"\" one\";web-2;2026-01-12;8\n",
      "Person\tTask\tWeek\tEffort\nana\tweb-1\tKW 2\t7,5\n\"jo, \"\"the\"\" one\"\tweb-2\t2026-W03\t8\n",
      "staff,demand,2026-01-05,2026-01-12\nana,web-1,7.5,\n\"jo, \"\"the\"\" one\",web-2,0,8\n",
      "staff;demand;KW 2;KW 3;hours\nana;web-1;7,5;0;7,5\n\"jo, \"\"the\"\" one\";web-2;;8;8\n",
    ])
  func grids(_ text: String) throws {
    let weeks = [Day(number: 20_458), Day(number: 20_465)]
    let expected = zip(Self.expected, weeks).map { entry, day in
      var entry = entry
      (entry.period, entry.start) = (nil, day)
      return entry
    }
    #expect(try Self.read(text).draft.assignments == expected)
  }

  @Test("The place of a crew")
  func places() throws {
    let read = try Self.read("staff,demand,place,period,hours\nana,web-1,1,0,7.5\nana,web-2,,1,8\n").draft.assignments
    #expect(read.map(\.place) == [1, nil])
    #expect(throws: DocumentError.self) {
      _ = try Self.read("staff,demand,place,period,hours\nana,web-1,first,0,7.5\n")
    }
  }

  @Test(
    "A week is not taken for its Monday where the scenario is planned by day",
    arguments: [
      "staff,demand,KW 2\nana,web-1,7.5\n", "staff,demand,2026-W02\nana,web-1,7.5\n",
      "staff,demand,05.01.-11.01.\nana,web-1,7.5\n", "staff,demand,week,hours\nana,web-1,KW 2,7.5\n",
      "staff,demand,Week,hours\nana,web-1,2026-01-05,7.5\n",
    ])
  func weeksByDay(_ text: String) throws {
    var daily = Self.scenario
    daily.calendar = PlanningCalendar(
      horizon: daily.calendar.horizon, period: .day, standard: daily.calendar.standard)
    #expect(try Self.read(text).draft.assignments.count == 1)
    let error = #expect(throws: DocumentError.self) { _ = try PlanCSVReader(daily).read(Array(text.utf8)) }
    #expect(error?.issues.first?.issue.detail.contains("planned by day") == true)
    #expect(try PlanCSVReader(daily).read(Array("staff,demand,2026-01-05\nana,web-1,7.5\n".utf8)).lines == [2])
  }

  @Test(
    "Where the scenario is planned by day, dates that are all on one day of the week are days, and that is told",
    arguments: [
      ("staff,demand,date,hours\nana,web-1,2026-01-05,4\nana,web-1,2026-01-12,4\n", Weekday.monday),
      ("staff,demand,2026-01-06,2026-01-13\nana,web-1,4,4\n", .tuesday),
      ("staff,demand,day,hours\nana,web-1,2026-01-05,4\nana,web-1,2026-01-06,4\n", nil),
      ("staff,demand,day,hours\nana,web-1,2026-01-05,4\n", nil),
    ])
  func oneWeekday(_ text: String, _ weekday: Weekday?) throws {
    var daily = Self.scenario
    daily.calendar = PlanningCalendar(
      horizon: daily.calendar.horizon, period: .day, standard: daily.calendar.standard)
    #expect(try PlanCSVReader(daily).read(Array(text.utf8)).onlyWeekday == weekday)
    #expect(try Self.read(text).onlyWeekday == nil)
  }

  @Test("Headers of somebody's own are named beside those that are wanted")
  func ownHeaders() {
    let error = #expect(throws: DocumentError.self) { _ = try Self.read("Wer,Std je Tag,Plan\nana,1,8\n") }
    let hints = error?.issues.compactMap(\.issue.hint) ?? []
    #expect(
      hints.contains {
        $0
          == "the first line has \"Wer\", \"Std je Tag\", \"Plan\"; call its columns staff, demand, hours, and period or "
          + "start, or give it a day or week for each period"
      }, "\(hints)")
  }

  @Test("Rows of sums are passed over, and named")
  func sums() throws {
    let document = try Self.read("staff,demand,2026-01-05\nana,web-1,7.5\nTotal,,7.5\n,Summe,7.5\n")
    #expect(document.draft.assignments.count == 1 && document.sumLines == [3, 4])
    #expect(throws: DocumentError.self) { _ = try Self.read("staff,demand,2026-01-05\nTotal,web-1,7.5\n") }
  }

  @Test("Dates, project and cost; the lines; columns that are not read")
  func columns() throws {
    let document = try Self.read(
      "Comment,start,end,staff,demand,hours,project,cost\n\"two\nlines\",2026-01-05,2026-01-11,ana,web-1,4,web,12.5\n,2026-01-05,,ana,web-2,1,,\n"
    )
    #expect(document.lines == [2, 4])
    #expect(document.unreadColumns == ["Comment"])
    let first = try #require(document.draft.assignments.first)
    #expect(first.start == Day(iso: "2026-01-05") && first.end == Day(iso: "2026-01-11") && first.period == nil)
    #expect(first.project == "web" && first.cost == Millionths(count: 12_500_000))
  }

  @Test("Texts that were made safe come back")
  func escaped() throws {
    let document = try Self.read(
      "staff,demand,period,hours\n'=SUM(A1),web-1,0,1\n=SUM(A1),web-1,1,1\n\\u{202E}evil,web-1,0,1\n")
    #expect(document.draft.assignments.map(\.staff) == ["=SUM(A1)", "=SUM(A1)", "\u{202E}evil"])
  }

  @Test(
    "Mistakes have their place and a hint",
    arguments: [
      ("staff,demand,period,hours\nanna,web-1,0,1\n", 2, 1, "\"anna\"", "did you mean \"ana\"?"),
      ("staff,demand,period,hours\nana,web-9,0,1\n", 2, 5, "\"web-9\"", "did you mean"),
      ("staff\tdemand\tperiod\thours\nana\tweb-1\t0\t1,500\n", 2, 13, "is not a number", "thousands"),
      ("staff;demand;04.01.2026;03.01.2026\nana;web-1;8;8\n", 1, 1, "\"04.01.2026\" is not a day", "2026-01-04"),
      ("staff,demand,period,hours\n\nana,web-1,0,x\n", 3, 13, "is not a number", ""),
      ("staff,demand,period,hours\nana,web-1,0,\"1,234.5\"\n", 2, 13, "is not a number", "thousands"),
      ("staff,demand,period,hours\nana,web-1,0,0.1234567\n", 2, 13, "six decimals", "round"),
      ("staff,demand,period,hours\nana,web-1,-1,1\n", 2, 11, "period", "counted from 0"),
      ("staff,demand,start,hours\nana,web-1,5.1.2026,1\n", 2, 11, "is not a date", "2026-01-05"),
      ("staff,demand,period,hours\nana,web-1,,1\n", 2, 1, "neither period nor start", ""),
      ("staff,demand,period,hours\n,web-1,0,1\n", 2, 1, "staff is empty", ""),
      ("staff,demand,period,hours\nana,web-1,0,1,2\n", 2, 15, "more fields", "quotation"),
      ("staff,demand,period,hours\n\"ana,web-1,0,1\n", 2, 1, "not closed", ""),
      ("staff,demand,period,hours\n\"ana\"x,web-1,0,1\n", 2, 6, "closing quotation mark", ""),
      ("staff,demand,period,hour\nana,web-1,0,1\n", 1, 1, "no column \"hours\"", "is it \"hour\"?"),
      ("staff,demand,hours\nana,web-1,1\n", 1, 1, "\"period\" or \"start\"", ""),
      ("staff,demand,staff,period,hours\n", 1, 14, "twice", ""), ("", 1, 1, "no header", ""),
    ])
  func mistakes(_ text: String, _ line: Int, _ column: Int, _ detail: String, _ hint: String) {
    let error = #expect(throws: DocumentError.self) { try Self.read(text) }
    let issue = error?.issues.first
    #expect(issue?.line == line && issue?.column == column, "\(String(describing: issue))")
    #expect(issue?.issue.detail.contains(detail) == true, "\(String(describing: issue))")
    #expect(hint.isEmpty || issue?.issue.hint?.contains(hint) == true, "\(String(describing: issue))")
  }

  @Test("All mistakes are told, up to a limit; bytes that are no text")
  func many() {
    let rows = (0..<50).map { "nobody\($0),web-1,0,1\n" }.joined()
    let error = #expect(throws: DocumentError.self) { try Self.read("staff,demand,period,hours\n" + rows) }
    #expect((error?.issues.count ?? 0) + (error?.omitted ?? 0) == 50)
    #expect(error?.issues.count == JSONLimits.issues)
    let broken = #expect(throws: DocumentError.self) {
      try PlanCSVReader(Self.scenario).read(Array("staff,demand\n".utf8) + [0xFF, 0xFE])
    }
    #expect(broken?.issues.first?.line == 2)
  }

  @Test("What looks like CSV")
  func accepts() {
    #expect(PlanCSVReader.accepts(Array("staff,".utf8)))
    #expect(PlanCSVReader.accepts(Array("\u{FEFF}\"staff\"".utf8)))
    #expect(!PlanCSVReader.accepts(Array("\u{FEFF} {\"format\"".utf8)))
    #expect(!PlanCSVReader.accepts(Array("[]".utf8)))
    #expect(!PlanCSVReader.accepts([]))
  }
}
