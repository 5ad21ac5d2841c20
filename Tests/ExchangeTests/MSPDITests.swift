// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import Foundation
import Issues
import JSON
import Numbers
import Testing

@testable import Exchange

/// The folder of public data, named by `MUSTER_DATA` or beside the package.
private let mspdiFolder: URL = {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let data =
    ProcessInfo.processInfo.environment["MUSTER_DATA"].map { URL(filePath: $0) }
    ?? root.appending(path: "../shared/data")
  return data.appending(path: "ms-project/mspdi")
}()

private let mspdiFiles: [URL] =
  ((try? FileManager.default.contentsOfDirectory(at: mspdiFolder, includingPropertiesForKeys: nil)) ?? [])
  .filter { $0.pathExtension == "xml" }.sorted { $0.path < $1.path }

@Suite("MS Project documents become scenarios")
struct MSPDITests {
  /// A document with a full week in its calendar and two people.
  static func document(
    head: String = "", calendars: String = "", tasks: String? = nil, resources: String? = nil,
    assignments: String? = nil
  ) -> String {
    let days = (2...6).map {
      "<WeekDay><DayType>\($0)</DayType><DayWorking>1</DayWorking>\(times(["08:00", "16:00"]))</WeekDay>"
    }
    return """
      <Project xmlns="http://schemas.microsoft.com/project"><Name>plan.xml</Name><CalendarUID>1</CalendarUID>\(head)
      <Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar>
      <WeekDays>\(days.joined())</WeekDays></Calendar>\(calendars)</Calendars>
      <Tasks>\(tasks ?? task(1, "Design") + task(2, "Build"))</Tasks>
      <Resources>\(resources ?? person(1, "Ann") + person(2, "Bob"))</Resources>
      <Assignments>\(assignments ?? assignment(1, task: 1, resource: 1) + assignment(2, task: 2, resource: 2))</Assignments>
      </Project>
      """
  }

  static func times(_ bounds: [String]) -> String {
    "<WorkingTimes><WorkingTime><FromTime>\(bounds[0]):00</FromTime><ToTime>\(bounds[1]):00</ToTime></WorkingTime></WorkingTimes>"
  }

  static func task(_ uid: Int, _ name: String, level: Int = 1, more: String = "") -> String {
    "<Task><UID>\(uid)</UID><Name>\(name)</Name><OutlineLevel>\(level)</OutlineLevel><Priority>500</Priority>\(more)</Task>\n"
  }

  static func person(_ uid: Int, _ name: String, calendar: Int = 1, more: String = "<MaxUnits>1</MaxUnits>") -> String {
    "<Resource><UID>\(uid)</UID><Name>\(name)</Name><Type>1</Type><CalendarUID>\(calendar)</CalendarUID>\(more)</Resource>\n"
  }

  static func assignment(
    _ uid: Int, task: Int, resource: Int, work: String = "PT40H0M0S", from: String = "2027-01-04",
    to: String = "2027-01-29", more: String = ""
  ) -> String {
    """
    <Assignment><UID>\(uid)</UID><TaskUID>\(task)</TaskUID><ResourceUID>\(resource)</ResourceUID>
    <Finish>\(to)T17:00:00</Finish><RemainingWork>\(work)</RemainingWork><Start>\(from)T08:00:00</Start>\(more)</Assignment>

    """
  }

  static func read(
    _ texts: [String], _ change: (inout MSPDIReadingOptions) -> Void = { _ in }
  ) throws -> (scenario: Scenario, document: MSPDIDocument) {
    var options = MSPDIReadingOptions()
    change(&options)
    let files = texts.enumerated().map { (name: "\("abc".dropFirst($0).prefix(1)).xml", bytes: Array($1.utf8)) }
    let document = try MSPDIReader(files, options: options).read()
    return (try document.scenario().scenario, document)
  }

  static func failure(_ text: String, _ change: (inout MSPDIReadingOptions) -> Void = { _ in }) -> String {
    do {
      _ = try read([text], change)
      return "accepted"
    } catch {
      return (error as? DocumentError)?.rendered(fileName: "a.xml") ?? "\(error)"
    }
  }

  /// The scenario's JSON without white space.
  static func compact(_ scenario: Scenario) -> String {
    String(decoding: ScenarioWriter.write(scenario), as: UTF8.self).filter { !$0.isWhitespace }
  }

  /// The elements of a document, counted by Foundation's reader or by looking for tags.
  static func elementCount(_ bytes: [UInt8]) -> Int {
    var count = 0
    for index in bytes.indices.dropLast() where bytes[index] == UInt8(ascii: "<") {
      let next = bytes[index + 1]
      if next != UInt8(ascii: "/"), next != UInt8(ascii: "?"), next != UInt8(ascii: "!") { count += 1 }
    }
    return count
  }

  @Test("People, work, windows and the horizon")
  func basics() throws {
    let (scenario, document) = try Self.read([Self.document()])
    #expect(scenario.staff.map(\.id) == ["r1", "r2"])
    #expect(scenario.projects.map(\.id) == ["p0"])
    #expect(scenario.projects[0].demands.map(\.id) == ["p0-t1-a1", "p0-t2-a2"])
    #expect(scenario.calendar.horizon == DayRange(Day(iso: "2027-01-04")!, Day(iso: "2027-01-29")!))
    #expect(document.notices[0] == "a.xml: 2 people, 2 demands, 80 h carried")
  }

  @Test("Days of other lengths, vacations, half days, and days that come again each year")
  func calendars() throws {
    let friday = "<WeekDay><DayType>6</DayType><DayWorking>1</DayWorking>\(Self.times(["08:00", "14:00"]))</WeekDay>"
    func exception(_ from: String, _ to: String, _ rest: String) -> String {
      "<Exception><TimePeriod><FromDate>\(from)T00:00:00</FromDate><ToDate>\(to)T23:59:00</ToDate></TimePeriod>\(rest)</Exception>"
    }
    let yearly = exception(
      "2020-01-06", "2040-01-06", "<Type>2</Type><Month>0</Month><MonthDay>6</MonthDay><DayWorking>0</DayWorking>")
    let vacation = exception("2027-01-11", "2027-01-15", "<Type>1</Type><DayWorking>0</DayWorking>")
    let half = exception(
      "2027-01-20", "2027-01-20", "<Type>1</Type><DayWorking>1</DayWorking>\(Self.times(["08:00", "12:00"]))")
    let saturday = exception(
      "2027-01-23", "2027-01-23", "<Type>1</Type><DayWorking>1</DayWorking>\(Self.times(["08:00", "13:00"]))")
    let (scenario, document) = try Self.read([
      Self.document(
        calendars: """
          <Calendar><UID>3</UID><Name>Ann</Name><BaseCalendarUID>4</BaseCalendarUID>
          <Exceptions>\(vacation)\(half)\(saturday)</Exceptions></Calendar>
          <Calendar><UID>4</UID><Name>Short</Name><IsBaseCalendar>1</IsBaseCalendar><BaseCalendarUID>1</BaseCalendarUID>
          <WeekDays>\(friday)</WeekDays><Exceptions>\(yearly)</Exceptions></Calendar>
          """, resources: Self.person(1, "Ann", calendar: 3) + Self.person(2, "Bob"))
    ])
    let short = try #require(scenario.calendar.calendar("Short"))
    #expect(short.hours(on: Day(iso: "2027-01-08")!) == 6)
    #expect(short.hours(on: Day(iso: "2027-01-07")!) == 8)
    #expect(short.holidays == [Day(iso: "2027-01-06")!])
    #expect(scenario.calendar.standard.holidays.isEmpty)
    let text = Self.compact(scenario)
    #expect(text.contains(#""calendar":"Short""#))
    #expect(
      text.contains(#"{"from":"2027-01-11","to":"2027-01-15"},{"from":"2027-01-20","to":"2027-01-20","share":0.5}"#))
    #expect(
      document.notices.contains {
        $0.contains("1 calendar exception for extra work with 5 h (line") && $0.contains("Ann")
      })
  }

  @Test(
    "Days that come again",
    arguments: [
      ("<Type>1</Type>", "2027-01-05", "2027-01-07", "5 6 7"),
      ("<Type>7</Type><Period>3</Period>", "2027-01-01", "2027-01-12", "1 4 7 10"),
      (
        "<EnteredByOccurrences>1</EnteredByOccurrences><Occurrences>2</Occurrences><Type>7</Type><Period>2</Period>",
        "2027-01-05", "2027-01-31", "5 7"
      ),
      ("<Type>6</Type><Period>2</Period><DaysOfWeek>34</DaysOfWeek>", "2027-01-04", "2027-01-31", "4 8 18 22"),
      ("<Type>4</Type><Period>1</Period><MonthDay>15</MonthDay>", "2026-12-01", "2027-02-28", "15"),
      (
        "<Type>5</Type><Period>1</Period><MonthItem>4</MonthItem><MonthPosition>4</MonthPosition>", "2026-12-01",
        "2027-02-28", "25"
      ),
      (
        "<Type>3</Type><Month>0</Month><MonthItem>3</MonthItem><MonthPosition>1</MonthPosition>", "2020-01-01",
        "2040-01-01", "10"
      ),
      (
        "<Type>5</Type><Period>1</Period><MonthItem>1</MonthItem><MonthPosition>0</MonthPosition>", "2026-12-01",
        "2027-02-28", "1"
      ),
    ])
  func recurrence(_ rule: String, _ from: String, _ to: String, _ days: String) throws {
    let tree = try MSPDITree.read(
      Array(
        "<E><TimePeriod><FromDate>\(from)T00:00:00</FromDate><ToDate>\(to)T23:59:00</ToDate></TimePeriod>\(rule)</E>"
          .utf8))
    let root = try #require(tree.root)
    let recurrence = try #require(MSPDIRecurrence(root))
    var budget = 100_000
    let horizon = DayRange(Day(iso: "2027-01-01")!, Day(iso: "2027-01-31")!)
    let found = recurrence.days(in: horizon, &budget)
    #expect(found.map { "\($0.components.day)" }.joined(separator: " ") == days)
  }

  @Test("Units, availability and rates hold from their days on")
  func people() throws {
    func available(_ from: String, _ to: String, _ units: String) -> String {
      "<AvailabilityPeriod><AvailableFrom>\(from)T00:00:00</AvailableFrom><AvailableTo>\(to)T23:59:00</AvailableTo><AvailableUnits>\(units)</AvailableUnits></AvailabilityPeriod>"
    }
    func rate(_ from: String, _ table: Int, _ value: String) -> String {
      "<Rate><RatesFrom>\(from)T00:00:00</RatesFrom><RateTable>\(table)</RateTable><StandardRate>\(value)</StandardRate></Rate>"
    }
    let (scenario, document) = try Self.read([
      Self.document(
        resources: Self.person(
          1, "Ann",
          more:
            "<AvailabilityPeriods>\(available("2027-01-06", "2027-01-12", "1"))\(available("2027-01-13", "2027-01-20", "0.6"))</AvailabilityPeriods>"
            + "<Rates>\(rate("1984-01-01", 0, "50"))\(rate("2027-01-18", 0, "55.5"))\(rate("1984-01-01", 1, "99"))</Rates>"
        )
          + Self.person(
            2, "Team",
            more:
              "<Group>Ops</Group><MaxUnits>2.5</MaxUnits><StandardRate>6.25</StandardRate><StandardRateFormat>3</StandardRateFormat>"
          ))
    ])
    let text = Self.compact(scenario)
    #expect(text.contains(#""costPerHour":[{"value":50},{"value":55.5,"from":"2027-01-18"}]"#))
    #expect(text.contains(#""employed":{"from":"2027-01-06","to":"2027-01-20"}"#))
    #expect(text.contains(#""absences":[{"from":"2027-01-13","to":"2027-01-20","share":0.4}]"#))
    #expect(text.contains(#""department":"Ops","headcount":3"#))
    #expect(text.contains(#""costPerHour":6.25"#))
    #expect(text.contains(#""hoursPerDay":6.666667"#))
    #expect(document.notices.contains { $0.contains("1 rate of the tables B to E") })
  }

  @Test("Options decide who may do work, and when")
  func options() throws {
    let text = Self.document(
      head:
        "<ExtendedAttributes><ExtendedAttribute><FieldID>7</FieldID><FieldName>Text1</FieldName><Alias>Skills</Alias></ExtendedAttribute><ExtendedAttribute><FieldID>8</FieldID><FieldName>Text1</FieldName><Alias>Skills</Alias></ExtendedAttribute></ExtendedAttributes>",
      tasks: Self.task(
        1, "Design",
        more:
          "<Deadline>2027-02-26T17:00:00</Deadline><ExtendedAttribute><FieldID>7</FieldID><Value>java:4; sql</Value></ExtendedAttribute>"
      )
        + Self.task(
          2, "Build",
          more:
            "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type><LinkLag>48000</LinkLag></PredecessorLink>"
        ),
      resources: Self.person(
        1, "Ann",
        more: "<Group>Dev</Group><ExtendedAttribute><FieldID>8</FieldID><Value>java:5</Value></ExtendedAttribute>"),
      assignments: Self.assignment(1, task: 1, resource: 1) + Self.assignment(2, task: 2, resource: -65535))
    func compact(_ change: (inout MSPDIReadingOptions) -> Void) throws -> String {
      Self.compact(try Self.read([text], change).scenario)
    }
    #expect(try compact { _ in }.contains(#""hours":40,"only":["r1"]"#))
    #expect(try compact { _ in }.contains(#""skills":{"unassigned":1}"#))
    let told = "1 demand without a resource asks for the skill \"unassigned\""
    #expect(try Self.read([text]).document.notices.contains { $0.hasPrefix(told) })
    #expect(try !Self.read([text]) { $0.unassigned = .anybody }.document.notices.contains { $0.hasPrefix(told) })
    #expect(try compact { $0.unassigned = .anybody }.contains("unassigned") == false)
    #expect(try compact { $0.unassigned = .skip }.contains("t2") == false)
    #expect(try compact { $0.staffing = .group }.contains(#""departments":["Dev"]"#))
    let skilled = try compact { $0.staffing = .field("skills") }
    #expect(skilled.contains(#""skills":{"java":4,"sql":1}"#))
    #expect(skilled.contains(#""skills":{"java":5}"#))
    #expect(try compact { $0.window = .deadline }.contains(#""to":"2027-02-26""#))
    #expect(Self.failure(text) { $0.staffing = .field("Skill") }.contains("did you mean \"Skills\"?"))
    #expect(Self.failure(text) { $0.isStrict = true }.contains("a.xml:5:"))
    let linked = try MSPDIReader(
      [("a.xml", Array(text.utf8))],
      options: { () -> MSPDIReadingOptions in
        var options = MSPDIReadingOptions()
        options.hasLinks = true
        return options
      }()
    ).read()
    let after = try JSONValue(parsing: linked.document.json)[#require(JSONPointer("/projects/0/demands/1/after"))]
    #expect(after == .array([.object([.init("demand", .string("p0-t1-a1")), .init("lag", .number("2"))])]))
    #expect(linked.notices.contains { $0.contains("approximated: 1 lag of a link, rounded to whole periods") })
  }

  @Test("Daily work becomes the plan in force, by period")
  func baseline() throws {
    func record(_ from: String, _ to: String, _ hours: Int) -> String {
      "<TimephasedData><Type>1</Type><UID>1</UID><Start>\(from)</Start><Finish>\(to)</Finish><Unit>2</Unit><Value>PT\(hours)H0M0S</Value></TimephasedData>"
    }
    let records =
      record("2027-01-05T08:00:00", "2027-01-06T00:00:00", 8) + record("2027-01-07T08:00:00", "2027-01-13T17:00:00", 20)
      + record("2027-01-20T08:00:00", "2027-01-20T17:00:00", 12)
    let (scenario, _) = try Self.read([
      Self.document(
        assignments: Self.assignment(1, task: 1, resource: 1, more: records)
          + Self.assignment(2, task: 2, resource: 2, work: "PT20H0M0S", from: "2027-01-04", to: "2027-01-15"))
    ]) { $0.hasBaseline = true }
    let entries = try #require(scenario.baseline).assignments.map {
      "\($0.staff) \($0.demand) \($0.period) \($0.hours)"
    }
    #expect(
      entries == [
        "r1 p0-t1-a1 0 16", "r1 p0-t1-a1 1 12", "r1 p0-t1-a1 2 12", "r2 p0-t2-a2 0 10", "r2 p0-t2-a2 1 10",
      ])
  }

  @Test("The outline makes projects; several files make one each, and share people")
  func projects() throws {
    let first = Self.document(
      tasks: Self.task(1, "Portal") + Self.task(2, "Build", level: 2) + Self.task(3, "Alone"),
      assignments: Self.assignment(1, task: 2, resource: 1) + Self.assignment(2, task: 3, resource: 2))
    let alone = try Self.read([first]).scenario
    #expect(alone.projects.map(\.id) == ["p1", "p0"])
    #expect(alone.projects.map(\.name) == ["Portal", "plan"])
    let second = Self.document(resources: Self.person(1, "Bob") + Self.person(2, "Cy"))
    let (merged, document) = try Self.read([first, second])
    #expect(merged.projects.map(\.id) == ["f1-p0", "f2-p0"])
    #expect(merged.staff.map(\.name) == ["Ann", "Bob", "Cy"])
    #expect(document.notices.contains("b.xml: \"Bob\" is \"Bob\" of a.xml, by name"))
    #expect(Self.compact(merged).contains(#""only":["f1-r2"]"#))
    #expect(document.accounts.count == 2)
  }

  @Test("Encodings, namespaces and what is not there")
  func spellings() throws {
    let text = Self.document(resources: Self.person(1, "Jürgen") + Self.person(2, "Bob"))
    let header = #"<?xml version="1.0" encoding="windows-1252"?>"#
    let windows = header.utf8 + text.unicodeScalars.map { UInt8($0.value) }
    let wide = (#"<?xml version="1.0" encoding="utf-16"?>"# + text).utf16
    let utf16: [UInt8] = [0xFF, 0xFE] + wide.flatMap { unit -> [UInt8] in [UInt8(unit & 255), UInt8(unit >> 8)] }
    let none = Array(text.replacing(#" xmlns="http://schemas.microsoft.com/project""#, with: "").utf8)
    for bytes in [Array(windows), utf16, none] {
      let scenario = try MSPDIReader([("a.xml", bytes)]).read().scenario().scenario
      #expect(scenario.staff[0].name == "Jürgen")
      #expect(scenario.projects[0].demands.count == 2)
    }
  }

  @Test(
    "What is wrong is named with its place",
    arguments: [
      (
        document(assignments: assignment(1, task: 1, resource: 1, work: "40 hours")),
        "a.xml:11:37: error: task \"Design\": RemainingWork is \"40 hours\""
      ),
      (
        document(assignments: assignment(1, task: 1, resource: 1, from: "04.01.2027")),
        "Start is \"04.01.2027T08:00:00\", not a date"
      ),
      (document(resources: person(1, "Ann", more: "<StandardRate>much</StandardRate>")), "\"much\" is not a rate"),
      ("<Workbook/>", "it begins with <Workbook>"),
      ("<Project><Tasks>", "not well formed"),
    ])
  func messages(_ text: String, _ message: String) {
    #expect(Self.failure(text).contains(message), "\(Self.failure(text))")
  }

  @Test("Work that finishes before it starts is done on the day that it starts")
  func turned() throws {
    let (scenario, document) = try Self.read([
      Self.document(assignments: Self.assignment(1, task: 1, resource: 1, from: "2027-02-04"))
    ])
    #expect(scenario.projects[0].demands[0].to == Day(iso: "2027-02-04"))
    #expect(document.notices.contains { $0.hasPrefix("approximated: 1 assignment that finishes before it starts") })
  }

  @Test("What is left is what is not done where nothing says it; odd figures are told")
  func remaining() throws {
    let done = "<Work>PT40H0M0S</Work><ActualWork>PT15H0M0S</ActualWork>"
    let half = Self.assignment(1, task: 1, resource: 1, work: "", more: done)
    let less = Self.assignment(2, task: 2, resource: 2, work: "-PT8H0M0S")
    let crowd = Self.person(1, "Ann", more: "<MaxUnits>100</MaxUnits>") + Self.person(2, "Bob")
    let (scenario, document) = try Self.read([Self.document(resources: crowd, assignments: half + less)])
    #expect(scenario.projects.flatMap(\.demands).map { $0.staff?.amount } == [.hours(25)])
    #expect(document.notices.contains { $0.contains("1 stretch of work below 0 hours (line") })
    #expect(document.notices.contains { $0.contains("1 resource of 100 units, planned as so many people") })
  }

  @Test("A prefix, and a namespace of another edition")
  func namespaces() throws {
    let text = Self.document()
    let other = text.replacing("microsoft.com/project", with: "microsoft.com/office/project/2003")
    var prefixed = text.replacing(" xmlns=", with: " xmlns:p=")
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
      prefixed = prefixed.replacing("<\(letter)", with: "<p:\(letter)").replacing("</\(letter)", with: "</p:\(letter)")
    }
    for text in [other, prefixed] { #expect(try Self.read([text]).scenario.projects[0].demands.count == 2) }
  }

  @Test("An encoding that is not known is named, and what to do")
  func unknownEncoding() {
    let text = #"<?xml version="1.0" encoding="iso-8859-15"?>"# + Self.document()
    #expect(Self.failure(text).contains("unknown encoding \"iso-8859-15\""))
    #expect(Self.failure(text).contains("save it as UTF-8"))
    let wide = (#"<?xml version="1.0" encoding="utf-8"?>"# + Self.document()).utf16
    let bytes: [UInt8] = [0xFF, 0xFE] + wide.flatMap { unit in [UInt8(unit & 255), UInt8(unit >> 8)] }
    let error = #expect(throws: DocumentError.self) { try MSPDIReader([(name: "a.xml", bytes: bytes)]).read() }
    #expect(error?.rendered(fileName: "a.xml").contains("in another encoding than its first line says") == true)
  }

  @Test("Hostile documents are refused")
  func hostile() {
    let laughs = #"<!DOCTYPE Project [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><Project>&b;</Project>"#
    #expect(Self.failure(laughs).contains("document type"))
    let deep = String(repeating: "<Project>", count: 200_000)
    #expect(Self.failure(deep).contains("inside each other"))
    let kinds = "<Project>" + (0..<20_000).map { "<a\($0)/>" }.joined() + "</Project>"
    #expect(Self.failure(kinds).contains("kinds of elements"))
    let wide = "<Project>" + String(repeating: "<a/>", count: 1_000_001) + "</Project>"
    #expect(Self.failure(wide).contains("more than 1000000 elements inside"))
    let text = "<Project><Name>" + String(repeating: "x", count: 3 << 20) + "</Name></Project>"
    #expect(Self.failure(text).contains("a text has more than 1 MiB"))
    let long = Self.document(
      calendars:
        "<Calendar><UID>3</UID><BaseCalendarUID>4</BaseCalendarUID></Calendar><Calendar><UID>4</UID><BaseCalendarUID>3</BaseCalendarUID></Calendar>",
      resources: Self.person(1, "Ann", calendar: 3))
    #expect(Self.failure(long) == "accepted")
  }

  @Test("A calendar that is not there is named, and so is what costs otherwise than the scenario says")
  func missing() throws {
    func notices(_ text: String) throws -> [String] { try MSPDIReader([("a.xml", Array(text.utf8))]).read().notices }
    let text = Self.document(resources: Self.person(1, "Ann", calendar: 9) + Self.person(2, "Bob", calendar: -1))
    let own = try notices(text)
    #expect(own.contains { $0.contains("1 missing calendar of a resource") }, "\(own)")
    #expect(!own.contains { $0.contains("calendar of the project") })
    for other in ["", "<CalendarUID>7</CalendarUID>"] {
      let none = try notices(text.replacing("<Name>plan.xml</Name><CalendarUID>1</CalendarUID>", with: other))
      #expect(none.contains { $0.contains("1 missing calendar of the project, taken as Monday") }, "\(none)")
    }
    let costs = text.replacing(
      "<Assignment>", with: "<Assignment><CostRateTable>1</CostRateTable><OvertimeWork>PT2H0M0S</OvertimeWork>")
    let told = try notices(costs)
    #expect(told.contains { $0.contains("2 assignments at rates of the tables B to E") }, "\(told)")
    #expect(
      told.contains { $0.contains("2 assignments whose overtime is planned as regular work with 4 h") }, "\(told)")
  }

  @Test("Elements of other namespaces mean nothing, whatever they are called")
  func foreign() throws {
    let text = Self.document()
    let other = text.replacing("<Task>", with: #"<Task><o:UID xmlns:o="urn:o">77</o:UID>"#)
    let (plain, mixed) = try (
      MSPDIReader([("a.xml", Array(text.utf8))]).read(), MSPDIReader([("a.xml", Array(other.utf8))]).read()
    )
    #expect(plain.document.json == mixed.document.json)
    let entry = mixed.accounts[0].entries.first { $0.path == "/Project/Tasks/Task/{urn:o}UID" }
    #expect(entry?.count == 2 && entry?.fate == .dropped)
  }

  @Test(
    "Durations",
    arguments: [
      ("PT8H0M0S", "8"), ("PT7H30M0S", "7.5"), ("-PT1H0M0S", "-1"), ("P1DT2H", "26"), ("PT0H20M0S", "0.333333"),
      ("PT1.5H", "1.5"), ("P0Y0M0DT8H0M0S", "8"), ("PT57H8M24S", "57.14"), ("PT", nil), ("8h", nil), ("P1M", nil),
      ("PT1H1", nil), ("PT99999999999999999999H", nil), ("PT1..5H", nil), ("", nil),
    ])
  func durations(_ text: String, _ hours: String?) {
    #expect(MSPDIValue.hours(text)?.description == hours)
  }

  @Test("The account names all elements of all files", arguments: mspdiFiles)
  func account(_ url: URL) throws {
    let bytes = Array(try Data(contentsOf: url))
    let document = try MSPDIReader([("a.xml", bytes)]).read()
    let account = document.accounts[0]
    #expect(account.entries.reduce(0) { $0 + $1.count } == Self.elementCount(bytes))
    #expect(account.elements == Self.elementCount(bytes))
    _ = try document.scenario()
    #expect(try JSONValue(parsing: document.account)["format"] == .string("muster/account@1"))
  }
}
