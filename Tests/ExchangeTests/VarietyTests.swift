// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import JSON
import Numbers
import TestSupport
import Testing

@testable import Exchange

@Suite("Sheets as planners keep them")
struct VarietyTests {

  static func read(_ sheets: [(String, [[String]])]) throws -> (Scenario, [String]) {
    try WorkbookTests.read(WorkbookTests.workbook(sheets.map { ($0.0, RawWorkbook.rows($0.1)) }))
  }

  static func messages(_ sheets: [(String, [[String]])]) -> [String] {
    WorkbookTests.messages(WorkbookTests.workbook(sheets.map { ($0.0, RawWorkbook.rows($0.1)) }))
  }

  @Test(
    "Numbers with their unit",
    arguments: [
      ("100 h", "100"), ("80 Std.", "80"), ("80Stunden", "80"), ("1 200 h", "1200"), ("1'200 h", "1200"),
      ("7.25 hrs", "7.25"), ("1.500 h", "error: \"1.500\" may be"), ("1.500", "error: \"1.500\" may be"),
      ("1,5 h", "error: \"1,5\" may be"), ("10 PT", "error: \"10 PT\" has a unit that does not fit hours"),
      ("10 d", "error: \"10 d\" has a unit"), ("85 EUR", "error: \"85 EUR\" has a unit"),
      ("5 h/day", "error: \"5 h/day\" has a unit"), ("tbd", "error: \"tbd\" is not a number"),
      ("12 apples", "error: \"12 apples\" is not a number"), ("h", "error: \"h\" is not a number"),
    ])
  func hours(_ text: String, _ wanted: String) throws {
    let sheet = [("Demands", [["project", "id", "hours"], ["p1", "d1", text]])]
    if let amount = try? ExactDecimal(parsing: wanted.utf8) {
      #expect(try Self.read(sheet).0.projects[0].demands[0].staff?.amount == .hours(amount))
    } else {
      let found = Self.messages(sheet)
      #expect(found.first?.hasPrefix("a.xlsx!Demands!C2: \(wanted)") == true, "\(found)")
    }
  }

  @Test(
    "Money and hours of a day with their unit",
    arguments: [
      ("costPerHour", "85 EUR", "85"), ("costPerHour", "EUR 85", "85"), ("costPerHour", "85.50 \u{20AC}/h", "85.5"),
      ("costPerHour", "85 EUR pro Stunde", "85"), ("costPerHour", "85 USD", "error: \"85 USD\" is USD, and"),
      ("costPerHour", "85 h", "error: \"85 h\" has a unit"), ("annualSalary", "60 000 EUR", "60000"),
      ("hoursPerDay", "8 h/day", "8"), ("hoursPerDay", "7.5 Std./Tag", "7.5"), ("hoursPerDay", "8 h", "8"),
      ("hoursPerDay", "40 h/week", "error: \"40 h/week\" has a unit"),
    ])
  func others(_ column: String, _ text: String, _ wanted: String) throws {
    let sheets = [
      ("Settings", WorkbookTests.settings + [["currency", "EUR"]]),
      ("Staff", [["id", "name", column], ["ana", "Ana", text]]),
    ]
    if let amount = try? ExactDecimal(parsing: wanted.utf8) {
      let person = try Self.read(sheets).0.staff[0]
      let found = column == "hoursPerDay" ? person.hoursPerDay?.first : person.costPerHour.first
      if column != "annualSalary" { #expect(found == amount) }
    } else {
      let found = Self.messages(sheets)
      #expect(found.first?.hasPrefix("a.xlsx!Staff!C2: \(wanted)") == true, "\(found)")
    }
  }

  @Test(
    "Months, quarters and weeks are days where the column says which",
    arguments: [
      ("Jan 2027", "2027-01-04 2027-01-31"), ("Februar 2027", "2027-02-01 2027-02-28"),
      ("02/2027", "2027-02-01 2027-02-28"), ("2027-02", "2027-02-01 2027-02-28"), ("2.2027", "2027-02-01 2027-02-28"),
      ("KW 6/2027", "2027-02-08 2027-02-14"), ("2027-W06", "2027-02-08 2027-02-14"),
    ])
  func months(_ text: String, _ days: String) throws {
    let found = try Self.read([
      ("Demands", [["project", "id", "hours", "from", "to"], ["p1", "d1", RawWorkbook.number("10"), text, text]])
    ]).0
    let window = found.window(of: found.demandPlaces[0])
    #expect("\(window.first) \(window.last)" == days)
  }

  @Test("A day that is written in one order only needs no option; a month is no holiday")
  func days() throws {
    let found = try Self.read([("Projects", [["id", "name", "deadline"], ["p1", "Portal", "31.01.2027"]])]).0
    #expect(found.projects[0].deadline?.description == "2027-01-31")
    let messages = Self.messages([
      ("Projects", [["id", "name", "deadline"], ["p1", "Portal", "31.1.27"]]),
      ("Holidays", [["date"], ["Jan 2027"]]),
    ])
    #expect(messages.contains { $0.contains("Projects!C2: error: the year in \"31.1.27\" has two digits") })
    #expect(messages.contains { $0.contains("Holidays!A2: error: \"Jan 2027\" is more than one day") }, "\(messages)")
  }

  @Test("Sums and subtotals are passed over and named; remarks are errors; who has an id is there, whatever it is")
  func sums() throws {
    let (scenario, notices) = try Self.read([
      (
        "Demands",
        [
          ["Projekt", "Aufgabe", "Aufwand"], ["Portal", "Entwurf", RawWorkbook.number("10")],
          ["Portal Ergebnis", "", RawWorkbook.number("10")], ["Gesamtergebnis", "", RawWorkbook.number("10")],
        ]
      ),
      (
        "Staff",
        [
          ["Name", "Abteilung", "Satz"], ["Ana", "IT", RawWorkbook.number("80")],
          ["Summe:", "", RawWorkbook.number("80")],
        ]
      ),
    ])
    #expect(scenario.projects[0].demands.count == 1 && scenario.staff.map(\.id) == ["ana"])
    #expect(notices.count { $0.contains("a row of sums is not read") } == 3, "\(notices)")
    let remark = Self.messages([
      (
        "Staff",
        [["Name", "Abteilung", "Satz"], ["Ana", "IT", RawWorkbook.number("80")], [], ["S\u{E4}tze ohne Steuer"]]
      )
    ])
    #expect(remark.first?.contains("Staff!A4: error: the row has only a text") == true, "\(remark)")
    let kept = try Self.read([
      (
        "Staff",
        [["id", "headcount"], ["Total", RawWorkbook.number("2")], ["*", ""], ["Summe", RawWorkbook.number("1")]]
      )
    ]).0
    #expect(kept.staff.map(\.id) == ["Total", "*", "Summe"])
  }

  @Test("A last row with a text alone is a person where it may be a name, and says so; else it is an error")
  func lastRows() throws {
    func staff(_ last: [String], id: Bool = false) -> [(String, [[String]])] {
      let number = RawWorkbook.number("80")
      let rows = [[id ? "id" : "Name", "Satz"], [id ? "ana" : "Ana", number], [id ? "ben" : "Ben", number], last]
      return [("Staff", rows)]
    }
    for name in ["Zoe", "zoe meyer", "Weiß, Zoe", "Ana de la Cruz Ortiz", "Jean-Luc O’Neil van den Berg"] {
      let (scenario, notices) = try Self.read(staff([name]))
      #expect(scenario.staff.last?.name == name)
      #expect(notices.contains { $0.contains("Staff!A4: the row has only a name") }, "\(notices)")
    }
    for remark in [
      "Alle Angaben ohne Gewähr", "Rates incl. overhead", "as agreed in May", "2 more to come", "Ends here.",
    ] {
      let messages = Self.messages(staff([remark]))
      #expect(messages.first?.contains("Staff!A4: error: the row has only a text") == true, "\(messages)")
    }
    // In place of an id, too, but not in what was exported.
    #expect(Self.messages(staff(["all without tax"], id: true)).first?.contains("Staff!A4: error: the row") == true)
    #expect(try Self.read(staff(["zoe meyer"], id: true)).0.staff.last?.id == "zoe meyer")
    let exported =
      staff(["all without tax"], id: true) + [("Settings", [["key", "value"], ["format", "muster/workbook@1"]])]
    #expect(!Self.messages(exported).contains { $0.contains("text alone") })
    // Where others have a name alone, too, nothing is said.
    let (scenario, notices) = try Self.read([
      ("Staff", [["Name", "Satz"], ["Ana", ""], ["Ben", ""], ["all of them"]])
    ])
    #expect(scenario.staff.count == 3 && !notices.contains { $0.contains("alone") })
  }

  @Test("Headers in two rows: units, and parts below what they belong to")
  func twoRows() throws {
    let (scenario, _) = try Self.read([
      (
        "Demands",
        [
          ["Projekt", "Aufgabe", "Aufwand", "Zeitraum", ""], ["", "", "[h]", "Von", "Bis"],
          ["Portal", "Entwurf", RawWorkbook.number("10"), "2027-01-11", "2027-01-22"],
        ]
      ),
      ("Absences", [["Mitarbeiter", "Zeitraum"], ["", "Von", "Bis"], ["Ana", "2027-01-11", "2027-01-12"]]),
      ("Staff", [["Name"], ["Ana"]]),
    ])
    let window = scenario.window(of: scenario.demandPlaces[0])
    #expect("\(window.first) \(window.last)" == "2027-01-11 2027-01-22")
    #expect(scenario.staff[0].absences.count == 1)
  }

  @Test(
    "People are known in other case and spaces, and with the last name first",
    arguments: ["J\u{FC}rgen Wei\u{DF}", " j\u{FC}rgen  WEI\u{DF} ", "Wei\u{DF}, J\u{FC}rgen"])
  func names(_ text: String) throws {
    for name in ["J\u{FC}rgen Wei\u{DF}", "Wei\u{DF}, J\u{FC}rgen"] {
      let sheets = [
        ("Staff", [["Name"], [name], ["Ana"]]),
        ("Absences", [["staff", "from", "to"], [text, "2027-01-11", "2027-01-12"]]),
      ]
      #expect(try Self.read(sheets).0.staff[0].absences.count == 1)
    }
    let twice = Self.messages([
      ("Staff", [["Name"], ["M\u{FC}ller"], ["M\u{FC}ller"]]),
      ("Absences", [["staff", "from", "to"], ["M\u{FC}ller", "2027-01-11", "2027-01-12"]]),
    ])
    #expect(twice.contains { $0.contains("several have this name: write the id") }, "\(twice)")
    let list = Self.messages([
      ("Staff", [["Name"], ["Bo"], ["Ana"]]),
      ("Demands", [["project", "id", "hours", "only"], ["p1", "d1", RawWorkbook.number("1"), "Ana, Bo"]]),
    ])
    #expect(list.first?.contains("separate by semicolons") == true, "\(list)")
  }

  @Test("0 and a dash in a matrix are no skill; marks and words are no levels")
  func matrix() throws {
    let staff = ("Staff", [["Name"], ["Ana"]])
    let (scenario, notices) = try Self.read([
      staff,
      (
        "Skillmatrix",
        [["Name", "java", "sql", "go"], ["Ana", RawWorkbook.number("4"), RawWorkbook.number("0"), "-"]]
      ),
    ])
    #expect(scenario.staff[0].skills.map(\.name) == ["java"])
    #expect(notices.contains { $0.contains("0 and - are read as no skill (2)") })
    let found = Self.messages([staff, ("Skillmatrix", [["Name", "java", "sql"], ["Ana", "x", "Experte"]])])
    #expect(found.count { $0.contains("is not a level") } == 2, "\(found)")
  }

  @Test("A workbook without projects is told so, and what its sheets may be")
  func nothing() {
    var workbook = RawWorkbook()
    workbook.sheets = [
      ("Tabelle1", RawWorkbook.rows([["Summe von Stunden"], ["Zeilenbeschriftungen", "Jan"], ["Ana", "10"]]), "")
    ]
    #expect(WorkbookTests.messages(workbook.bytes).first?.contains("there is no sheet with projects") == true)
    let (scenario, notices) =
      (try? Self.read([
        ("Staff", [["Name"], ["Ana"]]),
        ("Tabelle5", [["Mitarbeiter", "Von", "Bis"], ["Ana", "2027-01-11", "2027-01-12"]]),
      ])) ?? (nil, [])
    #expect(scenario?.staff.count == 1)
    #expect(notices.contains { $0.contains("--sheet 'Absences=Tabelle5'") }, "\(notices)")
  }

  @Test("Months in a grid are for scenarios by month")
  func grids() throws {
    #expect(WeekHeaders(nil).day(of: "Jan 2027")?.description == "2027-01-01")
    #expect(WeekHeaders(GridTests.horizon).day(of: "M\u{E4}rz 2027")?.description == "2027-03-01")
    let grid = [
      ["staff", "demand", "Jan 2027", "Feb 2027"], ["ana", "d1", RawWorkbook.number("8"), RawWorkbook.number("9 ")],
    ]
    let (scenario, text) = try GridTests.read(grid)
    do {
      _ = try PlanCSVReader(scenario).read(text.bytes)
      Issue.record("accepted")
    } catch {
      #expect(error.issues[0].rendered(fileName: "").contains("the columns are months"))
    }
  }
}
