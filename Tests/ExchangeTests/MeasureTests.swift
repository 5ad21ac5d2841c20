// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import Issues
import JSON
import Numbers
import TestSupport
import Testing

@testable import Exchange

@Suite("Units in headers, in the formats of cells, and of working time")
struct MeasureTests {

  static func workbook(_ sheets: [(String, [[String]])], formats: [String] = []) -> [UInt8] {
    WorkbookTests.workbook(sheets.map { ($0.0, RawWorkbook.rows($0.1)) }) { workbook in
      let codes = formats.enumerated().map {
        "<numFmt numFmtId=\"\(200 + $0)\" formatCode=\"\($1.replacing("\"", with: "&quot;"))\"/>"
      }
      let styles = formats.indices.map { "<xf numFmtId=\"\(200 + $0)\"/>" }
      workbook.styles = workbook.styles.replacing("</numFmts>", with: codes.joined() + "</numFmts>")
        .replacing("</cellXfs>", with: styles.joined() + "</cellXfs>")
    }
  }

  /// The first message about a value, or the value of a key of the only person or demand.
  static func outcome(_ table: String, _ key: String, _ bytes: [UInt8]) throws -> String {
    let found = WorkbookTests.messages(bytes)
    guard found.first == "accepted" else { return found.first ?? "" }
    let scenario = try WorkbookTests.read(bytes).0
    let document = try JSONValue(parsing: ScenarioWriter.write(scenario))
    func first(_ value: JSONValue?) -> JSONValue? { if case .array(let list)? = value { list.first } else { nil } }
    let project = first(document["projects"])
    let object =
      table == "Staff" ? first(document["staff"]) : table == "Projects" ? project : first(project?["demands"])
    guard case .number(let text)? = object?[key] else { return "nothing" }
    return text
  }

  static let heads = ["Staff": ["id"], "Projects": ["id"], "Demands": ["project", "id"]]
  static let ids = ["Staff": ["ana"], "Projects": ["p1"], "Demands": ["p1", "d1"]]

  @Test(
    "A unit in a header counts",
    arguments: [
      ("Demands", "Aufwand [h]", "20", "hours", "20"), ("Demands", "Aufwand (in h)", "20", "hours", "20"),
      ("Demands", "Aufwand [PT]", "20", "hours", "\"20 PT\" has a unit that does not fit hours"),
      ("Demands", "Effort (person-days)", "20", "hours", "\"20 person-days\" has a unit"),
      ("Demands", "Aufwand in PT", "20", "hours", "\"20 PT\" has a unit"),
      ("Demands", "Aufwand\nTage", "20", "hours", "\"20 Tage\" has a unit"),
      ("Demands", "Aufwand (min)", "90", "hours", "\"90 min\" has a unit"),
      ("Demands", "Aufwand [%]", "20", "hours", "\"20 %\" is a percentage"),
      ("Demands", "Aufwand (geplant)", "20", "hours", "20"),
      ("Demands", "Units [days]", "20", "units", "20"),
      ("Staff", "Rate [EUR/h]", "85", "costPerHour", "85"), ("Staff", "Stundensatz\nEUR", "85", "costPerHour", "85"),
      ("Staff", "Rate [EUR/day]", "680", "costPerHour", "\"680 EUR/day\" has a unit that does not fit costPerHour"),
      ("Staff", "Rate (€ pro Tag)", "680", "costPerHour", "\"680 € pro Tag\" has a unit"),
      ("Staff", "Satz (pro Tag)", "680", "costPerHour", "\"680 pro Tag\" has a unit"),
      ("Staff", "Stundensatz (k€)", "0.08", "costPerHour", "\"0.08 k€\" has a unit"),
      ("Staff", "Hours per day [h/week]", "20", "hoursPerDay", "\"20 h/week\" has a unit"),
      ("Staff", "Jahresgehalt [T€]", "62.4", "annualSalary", "62400"),
      ("Staff", "Hours per day", "7.5", "hoursPerDay", "7.5"),
      ("Staff", "Stunden pro Tag", "7.5", "hoursPerDay", "7.5"),
      ("Staff", "Kosten je Stunde", "85", "costPerHour", "85"), ("Staff", "Cost per hour", "85", "costPerHour", "85"),
      ("Demands", "Max hours per week", "20", "maxHoursPerWeek", "20"),
      ("Staff", "Support (%)", "30", "support", "0.3"),
      ("Staff", "Support (%)", "1", "support", "1 below \"%\" may be"),
      ("Staff", "Support (%)", "30 %", "support", "0.3"),
      ("Projects", "Budget (T€)", "120", "budget", "120000"), ("Projects", "Budget [k€]", "1.5", "budget", "1500"),
      ("Projects", "Budget (Mio. EUR)", "2", "budget", "2000000"),
      ("Projects", "Budget", "120 TEUR", "budget", "120000"),
      ("Projects", "Budget (EUR)", "120", "budget", "120"),
      ("Projects", "Budget (T€)", "120 EUR", "budget", "the cell has the unit \"EUR\", and its header \"T€\""),
    ])
  func headers(_ table: String, _ header: String, _ value: String, _ key: String, _ wanted: String) throws {
    let cell = value.contains(" ") ? value : RawWorkbook.number(value)
    let rows = [(Self.heads[table] ?? []) + [header], (Self.ids[table] ?? []) + [cell]]
    let sheets =
      key == "units"
      ? [(table, [rows[0] + ["asset"], rows[1] + ["a"]]), ("Assets", [["id"], ["a"]])]
      : key == "maxHoursPerWeek"
        ? [(table, [rows[0] + ["hours"], rows[1] + [RawWorkbook.number("5")]])] : [(table, rows)]
    let found = try Self.outcome(table, key, Self.workbook(sheets))
    #expect(found.hasPrefix("a.xlsx!\(table)!") ? found.contains(": error: \(wanted)") : found == wanted, "\(found)")
  }

  @Test("A unit in a row below the headers counts as one in brackets")
  func belowHeaders() {
    let bytes = Self.workbook([
      ("Demands", [["project", "id", "Aufwand"], ["", "", "[PT]"], ["p1", "d1", RawWorkbook.number("20")]])
    ])
    #expect(WorkbookTests.messages(bytes).first?.hasPrefix("a.xlsx!Demands!C3: error: \"20 PT\" has a unit") == true)
  }

  @Test(
    "A unit in the format of a cell counts",
    arguments: [
      ("Demands", "hours", "20", "0.0 \"h\"", "20"), ("Demands", "hours", "20", "0.0 \"PT\"", "\"20 PT\" has a unit"),
      ("Demands", "hours", "0.5", "0%", "\"50 %\" is a percentage, and hours has to be an amount"),
      ("Demands", "hours", "20000", "0.0,\"k\"", "20000"), ("Demands", "hours", "3", "0 \"apples\"", "3"),
      ("Demands", "fte", "0.5", "0%", "0.5"), ("Staff", "support", "0.5", "0%", "0.5"),
      ("Staff", "costPerHour", "680", "#,##0 \"€/Tag\"", "\"680 €/Tag\" has a unit"),
      ("Staff", "costPerHour", "68", "[$$-409]#,##0.00", "68"),
      ("Staff", "costPerHour", "68", "[$USD-409]#,##0.00", "\"68 USD\" is USD, and the currency is EUR"),
      ("Staff", "costPerHour", "68", "#,##0.00\\ [$€-407];[Red]\\-#,##0.00\\ [$€-407]", "68"),
      ("Projects", "Budget (T€)", "120000", "#,##0,", "120000"),
    ])
  func formats(_ table: String, _ header: String, _ value: String, _ code: String, _ wanted: String) throws {
    let rows = [(Self.heads[table] ?? []) + [header], (Self.ids[table] ?? []) + [RawWorkbook.number(value, style: 5)]]
    let sheets = [("Settings", WorkbookTests.settings + [["currency", "EUR"]]), (table, rows)]
    let key = header.hasPrefix("Budget") ? "budget" : header
    let found = try Self.outcome(table, key, Self.workbook(sheets, formats: [code]))
    #expect(found.hasPrefix("a.xlsx!") ? found.contains(": error: \(wanted)") : found == wanted, "\(found)")
  }

  @Test("Zeros that a format shows are part of an id")
  func zeros() throws {
    let bytes = Self.workbook(
      [
        ("Staff", [["id", "name"], [RawWorkbook.number("123", style: 5), "Ana"]]),
        ("Demands", [["project", "id", "hours", "only"], ["p1", "d1", RawWorkbook.number("5"), "00123"]]),
      ], formats: ["00000"])
    #expect(try WorkbookTests.read(bytes).0.staff.map(\.id) == ["00123"])
  }

  @Test("Hours a week and full-time equivalents of people become hours a day, or are refused")
  func workingTime() throws {
    func staff(_ header: String, _ value: String, _ more: [String] = [], _ cells: [String] = []) -> [UInt8] {
      Self.workbook([("Staff", [["id", header] + more, ["ana", RawWorkbook.number(value)] + cells])])
    }
    #expect(try Self.outcome("Staff", "hoursPerDay", staff("Std./Woche", "38.5")) == "7.7")
    #expect(try Self.outcome("Staff", "hoursPerDay", staff("Hours/Week", "20")) == "4")
    #expect(try Self.outcome("Staff", "hoursPerDay", staff("FTE", "0.8")) == "6.4")
    #expect(try Self.outcome("Staff", "hoursPerDay", staff("FTE (%)", "50")) == "4")
    // A column of hours a day says it already.
    #expect(
      try Self.outcome("Staff", "hoursPerDay", staff("FTE", "0.8", ["hoursPerDay"], [RawWorkbook.number("5")])) == "5")
    for refused in [staff("FTE", "2"), staff("FTE", "0.5", ["headcount"], [RawWorkbook.number("3")])] {
      let found = WorkbookTests.messages(refused)
      #expect(found.first?.contains("Staff!B2: error: ") == true, "\(found)")
      #expect(found.first?.contains("full-time equivalents may be") == true, "\(found)")
    }
    let calendars = Self.workbook([
      ("Staff", [["id", "Std./Woche", "calendar"], ["ana", RawWorkbook.number("20"), "four"]]),
      ("Calendars", [["id", "workdays"], ["four", "mon; tue; wed; thu"]]),
    ])
    #expect(WorkbookTests.messages(calendars).first?.contains("20 hours a week may be on any days") == true)
  }

  @Test("Shares in a plan are no hours")
  func plans() throws {
    let (scenario, _) = try WorkbookTests.read(
      WorkbookTests.workbook([("Staff", RawWorkbook.rows([["id", "name"], ["ana", "Ana"]]))]))
    let bytes = Self.workbook([
      ("Plan", [["staff", "demand", "KW 1"], ["ana", "d1", RawWorkbook.number("0.5", style: 3)]])
    ])
    let tables = try WorkbookReader.tables(bytes, file: "plan.xlsx") { _ in false }
    let text = try #require(PlanSheet.csv(tables))
    do {
      _ = try PlanCSVReader(scenario).read(text.bytes)
      Issue.record("accepted")
    } catch {
      let messages = text.located(error).issues.map { $0.rendered(fileName: "") }
      #expect(
        messages.first?.hasPrefix("plan.xlsx!Plan!C2: error: \"50 %\" is a percentage") == true, "\(messages)")
    }
  }
}
