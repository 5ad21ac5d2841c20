// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import Issues
import JSON
import Numbers
import TestSupport
import Testing

@testable import Exchange

@Suite("Headers below titles, rows and sheets that may be meant twice, and the plan in force")
struct HeaderRowTests {

  static func read(
    _ sheets: [(String, [[String]])], _ change: (inout TableReadingOptions) -> Void = { _ in }
  ) throws -> (scenario: Scenario, notices: [String]) {
    let bytes = WorkbookTests.workbook(sheets.map { ($0.0, RawWorkbook.rows($0.1)) })
    let tables = try WorkbookReader.tables(bytes, file: "a.xlsx") { ScenarioTables.isSheet($0) }
    var options = TableReadingOptions()
    change(&options)
    let document = try ScenarioTableReader(tables, options: options).read()
    return (try document.scenario().scenario, document.account.notices)
  }

  static func messages(
    _ sheets: [(String, [[String]])], _ change: (inout TableReadingOptions) -> Void = { _ in }
  ) -> [String] {
    do {
      return ["accepted"] + (try read(sheets, change).notices)
    } catch let error as DocumentError {
      return error.issues.map { $0.rendered(fileName: "a.xlsx") }
    } catch {
      return ["\(error)"]
    }
  }

  @Test(
    "Titles above headers, also beside columns that mean nothing, and such as are called like a column",
    arguments: [
      [["Ressourcenliste 2027"], ["Name", "Abteilung", "Satz", "Bemerkung"]],
      [["Mitarbeiter"], ["Name", "Abteilung", "Satz", "Bemerkung"]], [["Name"], [], ["Name", "Abteilung", "Satz"]],
      [["Stammdaten", "", "Kosten"], ["Name", "Abteilung", "Satz", "Umsatz"]],
      [["Titel"], [], [], ["Name", "Team", "Satz"]],
    ])
  func titles(_ head: [[String]]) throws {
    let (scenario, notices) = try Self.read([
      ("Staff", head + [["Ana", "Dev", RawWorkbook.number("90")], ["Hans", "Test", RawWorkbook.number("80")]])
    ])
    #expect(scenario.staff.map(\.id) == ["ana", "hans"])
    #expect(scenario.staff.map(\.department) == ["Dev", "Test"])
    #expect(scenario.staff.map(\.costPerHour.first) == [90, 80])
    #expect(!notices.contains { $0.contains("without a header") }, "\(notices)")
  }

  @Test("Titles above the sheets of projects, work and holidays")
  func otherTitles() throws {
    let (scenario, _) = try Self.read([
      (
        "Projekte",
        [["Projektportfolio"], ["Projektnummer", "Projektname", "Projektleiter"], ["p1", "Portal", "Ana"]]
      ),
      ("Projects", [["Projekt"], ["Name", "Start", "Ende"], ["Portal", "2027-01-04", "2027-03-01"]]),
    ]) { $0.sheets = ["Projects": "Projekte"] }
    #expect(scenario.projects.map(\.name) == ["Portal"])
    let demands = try Self.read([
      (
        "Demands",
        [
          ["Aufwandsliste"], ["Projekt", "Vorgang", "Aufwand", "Status"], ["p1", "Dev", RawWorkbook.number("10"), "x"],
        ]
      )
    ]).scenario.projects[0].demands
    #expect(demands.map(\.id) == ["dev"])
  }

  @Test("The message names the row that came nearest, and asks for the column that is missing")
  func nearest() {
    let found = Self.messages([("Demands", [["Liste"], ["Project", "Thema", "Aufwand"], ["p1", "Dev", "5"]])])
    #expect(found.first?.contains("row 2 lacks \"id\" (or \"name\")") == true, "\(found)")
    #expect(found.first?.contains("--map 'Demands.name=Thema'") == true, "\(found)")
  }

  @Test("Names of work, ends and rates")
  func aliases() throws {
    for header in ["Arbeitspaket", "Work package", "Activity", "T\u{E4}tigkeit", "Taetigkeit"] {
      let demands = try Self.read([
        ("Demands", [["Projekt", header, "Aufwand", "Frist"], ["p1", "Dev", RawWorkbook.number("10"), "2027-02-01"]])
      ]).scenario.projects[0].demands
      #expect(demands.map(\.id) == ["dev"] && demands[0].to == Day(iso: "2027-02-01"))
    }
    // What people do is no name of theirs, and an end stays the end beside a deadline.
    let (scenario, notices) = try Self.read([
      ("Staff", [["Name", "T\u{E4}tigkeit", "Satz/h"], ["Ana", "Tester", RawWorkbook.number("80")]]),
      (
        "Demands",
        [
          ["Projekt", "Vorgang", "Aufwand", "Bis", "Deadline"],
          ["p1", "Dev", RawWorkbook.number("10"), "2027-02-01", "2027-03-01"],
        ]
      ),
    ])
    #expect(scenario.staff[0].name == "Ana" && scenario.staff[0].costPerHour.first == 80)
    #expect(scenario.projects[0].demands[0].to == Day(iso: "2027-02-01"))
    #expect(notices.contains { $0.contains("\"Deadline\" is not read") }, "\(notices)")
  }

  @Test("Rows that are called as sums are passed over, also behind a project")
  func sums() throws {
    let (scenario, notices) = try Self.read([
      (
        "Demands",
        [
          ["Project", "Name", "Hours"], ["p1", "Dev", RawWorkbook.number("10")],
          ["p1", "Summe", RawWorkbook.number("10")],
          ["p1", "Gesamtkonzept", RawWorkbook.number("3")],
        ]
      ),
      (
        "Staff",
        [
          ["Name", "Rate"], ["Ana", RawWorkbook.number("90")], ["\u{D8}", RawWorkbook.number("90")],
          ["Durchschnitt", RawWorkbook.number("90")],
          ["Anzahl", RawWorkbook.number("1")],
        ]
      ),
    ])
    #expect(scenario.projects[0].demands.map(\.id) == ["dev", "gesamtkonzept"])
    #expect(scenario.staff.map(\.id) == ["ana"])
    #expect(notices.count { $0.contains("a row of sums is not read") } == 4, "\(notices)")
  }

  @Test("One name in two rows without ids, and two sheets for one table, are errors")
  func twice() {
    let people = Self.messages([("Staff", [["Name", "Skills"], ["Ana", "java:4"], ["Ben", ""], ["Ana", "sql:3"]])])
    #expect(
      people.first?.hasPrefix("a.xlsx!Staff!A4: error: \"Ana\" stands in a.xlsx!Staff!A2, too") == true, "\(people)")
    let ids = Self.messages([("Staff", [["id", "Name"], ["1", "Ana"], ["2", "Ana"]])])
    #expect(ids.first == "accepted", "\(ids)")
    let rows = [["Name", "Rate"], ["Ana", RawWorkbook.number("90")]]
    for names in [["Staff", "Mitarbeiter"], ["Team A", "Team B"]] {
      let found = Self.messages(names.map { ($0, rows) })
      #expect(
        found.first?.hasPrefix("a.xlsx!\(names[1]): error: both \"\(names[0])\" and \"\(names[1])\" may be Staff")
          == true,
        "\(found)")
      #expect(Self.messages(names.map { ($0, rows) }) { $0.sheets = ["Staff": names[0]] }.first == "accepted")
    }
    let copies = Self.messages([("Staff", rows), ("Staff (2)", rows)])
    #expect(copies.first == "accepted" && copies.contains { $0.contains("Staff (2): the sheet is not read") })
    // Another sheet that is no such table is none.
    #expect(Self.messages([("Staff", rows), ("Team", [["Ansprechpartner"], ["Ana"]])]).first == "accepted")
  }

  @Test("A year that stands first is the year, whatever the option says")
  func yearFirst() throws {
    let (scenario, _) = try Self.read([
      ("Projects", [["id", "start", "deadline"], ["p1", "2027/02/01", "2027.03.04"]])
    ]) { $0.dates = .dmy }
    #expect(scenario.projects[0].start == Day(iso: "2027-02-01"))
    #expect(scenario.projects[0].deadline == Day(iso: "2027-03-04"))
  }

  static func baseline(
    _ heads: [String], _ cells: [String], start: String = "2027-01-04", period: String = "week"
  ) -> [(String, [[String]])] {
    [
      ("Settings", [["key", "value"], ["start", start], ["end", "2027-03-28"], ["period", period]]),
      ("Staff", [["id"], ["ana"]]),
      ("Plan", [["Staff", "Demand"] + heads, ["ana", "d1"] + cells.map { RawWorkbook.number($0) }]),
    ]
  }

  @Test(
    "The first column of a grid is the first period, where that has begun before",
    arguments: [
      (["2027-01-01", "2027-02-01"], "2027-01-04", "month"), (["Jan 2027", "Feb 2027"], "2027-01-04", "month"),
      (["2027-01-04", "2027-01-11"], "2027-01-06", "week"), (["2027-W01", "2027-W02"], "2027-01-06", "week"),
      (["KW 1", "KW 2"], "2027-01-04", "week"), (["04.01.2027", "11.01.2027"], "2027-01-04", "week"),
    ])
  func firstPeriod(_ heads: [String], _ start: String, _ period: String) throws {
    let (scenario, notices) = try Self.read(Self.baseline(heads, ["20", "10"], start: start, period: period)) {
      $0.hasBaseline = true
    }
    let found = try #require(scenario.baseline).assignments.map { "\($0.period) \($0.hours)" }
    #expect(found == ["0 20", "1 10"], "\(notices)")
  }

  @Test("Columns outside of what is planned are named, and a grid that is not understood is an error")
  func outside() throws {
    let (scenario, notices) = try Self.read(
      Self.baseline(["2026-12-28", "2027-01-04", "2027-07-05"], ["20", "30", "5"])
    ) { $0.hasBaseline = true }
    #expect(scenario.baseline?.assignments.map { "\($0.period) \($0.hours)" } == ["0 30"])
    #expect(notices.count { $0.contains("is outside of what is planned") } == 2, "\(notices)")
    let nothing = Self.messages(Self.baseline(["Woche eins", "Woche zwei"], ["20", "30"])) { $0.hasBaseline = true }
    #expect(nothing.first?.contains("error: --baseline finds no plan in force") == true, "\(nothing)")
    let shares = Self.messages(
      Self.baseline(["2027-01-04"], []).map { name, rows in
        (name, name == "Plan" ? [rows[0], ["ana", "d1", "<c s=\"3\"><v>0.5</v></c>"]] : rows)
      }
    ) { $0.hasBaseline = true }
    #expect(shares.first?.hasPrefix("a.xlsx!Plan!C2: error: \"50 %\" is a percentage") == true, "\(shares)")
  }

  @Test(
    "Names that look like lists, units or nothing come back",
    arguments: ["[]", "[h]", "\u{A0}", "\u{A0}\"\"", "\u{2003}\"", " ", "\"\"", "(x)"])
  func oddNames(_ name: String) throws {
    let text = String(decoding: ScenarioWriter.write(try Self.read([]).scenario), as: UTF8.self)
    let written = text.replacing("\"p1\"", with: "\"" + name.replacing("\"", with: "\\\"") + "\"")
    let scenario = try ScenarioReader.read(Array(written.utf8)).scenario
    #expect(scenario.projects.map(\.id) == [name])
    let wanted = ScenarioWriter.write(scenario)
    #expect(ScenarioWriter.write(try TableRoundTripTests.throughCSV(scenario)) == wanted)
    #expect(ScenarioWriter.write(try TableRoundTripTests.throughWorkbook(scenario)) == wanted)
  }

  @Test("A scenario without projects comes back")
  func nothing() throws {
    let text = String(decoding: ScenarioWriter.write(try Self.read([]).scenario), as: UTF8.self)
    let start = try #require(text.firstRange(of: "\"projects\"")?.lowerBound)
    let scenario = try ScenarioReader.read(Array((text[..<start] + "\"projects\": []}").utf8)).scenario
    #expect(try TableRoundTripTests.throughCSV(scenario) == scenario)
    #expect(try TableRoundTripTests.throughWorkbook(scenario) == scenario)
  }

  @Test("Levels in brackets are named in the hint as they are to be written; a web page is named")
  func hints() {
    let found = Self.messages([("Staff", [["id", "skills"], ["ana", "Java (4), SQL (3)"]])])
    #expect(found.first?.contains("write \"Java:4; SQL:3\"") == true, "\(found)")
    let page = Array("\n<!DOCTYPE html>\n<html></html>".utf8)
    #expect(WorkbookReader.kind(page).map { "\($0)" }?.contains("web page") == true)
  }

  @Test("Days before March 1900 come back from a workbook", arguments: ["0001-01-01", "1900-02-28", "1900-03-01"])
  func oldDays(_ day: String) throws {
    let scenario = try Self.read([("Staff", [["id", "employedFrom"], ["ana", day]])]).scenario
    #expect(try TableRoundTripTests.throughWorkbook(scenario).staff.map(\.employedFrom) == [Day(iso: day)])
  }
}
