// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import Generation
import Issues
import JSON
import Numbers
import TestSupport
import Testing

@testable import Exchange

@Suite("Plans as grids of people, demands and weeks")
struct GridTests {
  /// Twelve weeks from Monday 2027-01-04.
  static let horizon = DayRange(Day(number: 20_822), Day(number: 20_822 + 83))

  @Test(
    "Headers that name days or weeks in one way only",
    arguments: [
      (["2027-01-04", "2027-01-11"], "2027-01-04 2027-01-11"), (["KW 1", "KW 2"], "2027-01-04 2027-01-11"),
      (["KW 1/2027", "KW 2/2027"], "2027-01-04 2027-01-11"), (["2027-W01", "Week 2"], "2027-01-04 2027-01-11"),
      (["04.01.2027", "11.01.2027"], "2027-01-04 2027-01-11"), (["4.1.27", "1.2.27"], "2027-01-04 2027-02-01"),
      (["01/04/2027", "01/11/2027"], "2027-01-04 2027-01-11"), (["04.01.", "11.01."], "2027-01-04 2027-01-11"),
      (["04.01.-08.01.2027", "11.01.-15.01.2027"], "2027-01-04 2027-01-11"),
      (["2027-01-04 - 2027-01-08", "2027-01-11 bis 2027-01-15"], "2027-01-04 2027-01-11"),
      (["4.1.\u{2013}8.1.", "11.1.\u{2013}15.1."], "2027-01-04 2027-01-11"),
      // The second of January and the first of February are both there; so are days that do not follow each other.
      (["01/02/2027"], "nil"), (["01.02.2027"], "2027-02-01"), (["02/03/2027"], "nil"),
      (["11.01.2027", "04.01.2027"], "nil nil"),
      (["04.01.2026"], "nil"), (["Sum", "1.5", "2027-01-04"], "nil nil 2027-01-04"),
    ])
  func headers(_ headers: [String], _ days: String) {
    let found = WeekHeaders(Self.horizon).days(of: headers).map { $0?.description ?? "nil" }
    #expect(found.joined(separator: " ") == days)
  }

  static func read(_ rows: [[String]]) throws -> (Scenario, PlanSheet.Text) {
    let (scenario, _) = try WorkbookTests.read(
      WorkbookTests.workbook([("Staff", RawWorkbook.rows([["id", "name"], ["ana", "Ana Berger"]]))]))
    var workbook = RawWorkbook()
    workbook.sheets = [("Lists", RawWorkbook.rows([["a"]]), ""), ("Einsatz", RawWorkbook.rows(rows), "")]
    let tables = try WorkbookReader.tables(workbook.bytes, file: "plan.xlsx") { _ in false }
    return (scenario, try #require(PlanSheet.csv(tables)))
  }

  @Test("Titles, names, weeks and a column of sums")
  func grid() throws {
    let eight = "<c><v>8</v></c>"
    let (scenario, text) = try Self.read([
      ["Einsatzplan"], [], ["", "Mitarbeiter", "Aufgabe", "KW 1", "KW 2", "Summe"],
      ["", "Ana Berger", "d1", eight, "<c><v>4.5</v></c>", "<c><v>12.5</v></c>"], [" "],
    ])
    let found = try PlanCSVReader(scenario).read(text.bytes).draft.assignments
    #expect(
      found.map { "\($0.staff) \($0.demand) \($0.start?.description ?? "") \($0.hours)" } == [
        "ana d1 2027-01-04 8", "ana d1 2027-01-11 4.5",
      ])
  }

  @Test("A formula that was never calculated is named as in a scenario")
  func formulas() throws {
    let (_, text) = try Self.read([
      ["staff", "demand", "KW 1", "all"], ["ana", "d1", "<c><f>5*8</f></c>", "<c><f>C2</f></c>"],
      ["Summe", "", "<c><f>SUM(C2:C2)</f></c>"],
    ])
    let messages = text.unreadable(except: ["all"])?.issues.map { $0.rendered(fileName: "") } ?? []
    #expect(messages.count == 1)
    #expect(messages.first?.hasPrefix("plan.xlsx!Einsatz!C2: error: ") == true, "\(messages)")
    #expect(messages.first?.contains("was never calculated") == true, "\(messages)")
  }

  @Test("Messages name the cell")
  func messages() throws {
    let (scenario, text) = try Self.read([
      ["Plan"], ["", "Mitarbeiter", "Aufgabe", "KW 1"], ["", "Ana\nBergmann", "d1", "<c><v>8</v></c>"],
      ["", "ana", "d7", "much"],
    ])
    do {
      _ = try PlanCSVReader(scenario).read(text.bytes)
      Issue.record("accepted")
    } catch {
      let messages = text.located(error).issues.map { $0.rendered(fileName: "") }
      #expect(messages.contains { $0.hasPrefix("plan.xlsx!Einsatz!B3: error: there is no person") }, "\(messages)")
      #expect(messages.contains { $0.hasPrefix("plan.xlsx!Einsatz!C4: error: there is no demand") }, "\(messages)")
      #expect(
        messages.contains { $0.hasPrefix("plan.xlsx!Einsatz!D4: error: \"much\" is not a number") }, "\(messages)")
    }
  }
}
