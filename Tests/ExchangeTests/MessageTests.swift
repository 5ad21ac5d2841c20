// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import JSON
import Numbers
import Testing

@testable import Exchange

@Suite("What is said about tables")
struct TableMessageTests {
  static let settings = "key,value\nstart,2027-01-04\nend,2027-03-28\n"
  static let projects = "id,name,priority\np1,Portal,7\n"
  static let staff = "id,name,skills,costPerHour\nana,Ana Alić,java:4; sql:2,80\nben,Ben,,70\n"
  static let demands = "project,id,hours,skills\np1,d1,100,java:3\n"

  static func read(
    _ files: [String: String], _ change: (inout TableReadingOptions) -> Void = { _ in }
  ) throws -> (ScenarioDocument, TableAccount) {
    var options = TableReadingOptions()
    change(&options)
    let all = [
      "Settings": settings, "Projects": projects, "Staff": staff, "Demands": demands,
    ].merging(files) { $1 }
    let tables = try CSVFolder.tables(
      all.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map {
        .init(name: $0.key + ".csv", bytes: Array($0.value.utf8))
      },
      in: "team")
    let document = try ScenarioTableReader(tables, options: options).read()
    return (try document.scenario(), document.account)
  }

  /// The messages for what is wrong.
  static func messages(
    _ files: [String: String], _ change: (inout TableReadingOptions) -> Void = { _ in }
  ) -> [String] {
    do {
      let notices = try read(files, change).1.notices
      return ["accepted"] + notices
    } catch let error as DocumentError {
      return error.issues.map { $0.rendered(fileName: "team") }
    } catch {
      return ["\(error)"]
    }
  }

  @Test(
    "Each names the cell, and what to do",
    arguments: [
      ("Demands", "project,id,hours,skills\np1,d1,100,kubernets:3\n", ["team/Demands.csv:2:D: warning: "]),
      (
        "Demands", "project,id,hours\np1,d1,\"1,500\"\n",
        ["team/Demands.csv:2:C: error: \"1,500\" may be", "--decimal"]
      ),
      ("Demands", "project;id;hours\np1;d1;1.500\n", ["team/Demands.csv:2:C: error: \"1.500\" may be", "--decimal"]),
      ("Demands", "project,id,hours,from\np1,d1,10,01/02/2027\n", ["team/Demands.csv:2:D: error:", "--dates"]),
      ("Demands", "project,id,hours,from\np1,d1,10,soon\n", ["team/Demands.csv:2:D: error: \"soon\" is not a date"]),
      (
        "Demands", "project,id,hours\np2,d1,10\n",
        ["team/Demands.csv:2:A: error: there is no project \"p2\"", "did you mean \"p1\"?"]
      ),
      ("Demands", "project,id,hours\np1,,10\n", ["team/Demands.csv:2:B: error: id is empty"]),
      (
        "Demands", "id,hours\nd1,10\n",
        ["team/Demands.csv: error: no row of the first 20 names the columns \"project\""]
      ),
      (
        "Demands", "Vorhaben,Paket,Stunden\np1,d1,10\n",
        [
          "team/Demands.csv: error: no row of the first 20 names the columns \"project\"",
          "the first row has \"Vorhaben\", \"Paket\", \"Stunden\"; if \"Vorhaben\" is project, say so with --map "
            + "'Demands.project=Vorhaben'; or --header-row 'Demands=4' says which row names the columns",
        ]
      ),
      (
        "Demands", "project,id,hours,work\np1,d1,10,20\n",
        ["team/Demands.csv:1:D: error: both this column and team/Demands.csv:1:C are hours"]
      ),
      (
        "Demands", "project,id,hours,uses\np1,d1,10,lift\n",
        ["team/Demands.csv:2:D: error: there is no unitsPerPerson", "asset:unitsPerPerson"]
      ),
      ("Demands", "project,id,hours,only\np1,d1,10,\"\"\"ana\"\n", ["team/Demands.csv:2:D: error: a quotation mark"]),
      (
        "Demands", "project,id,hours,pace\np1,d1,10,evne\n",
        ["team/Demands.csv:2:D: error: expected one of", "did you mean \"even\"?"]
      ),
      (
        "Demands", "project,id,hours,only\np1,d1,10,anna\n",
        ["team/Demands.csv:2:D: error:", "anna", "did you mean \"ana\"?"]
      ),
      ("Demands", "project,id,hours,priority\np1,d1,10,12\n", ["team/Demands.csv:2:D: error: priority is 12"]),
      ("Demands", "project,id,hours,units\np1,d1,10,2\n", ["team/Demands.csv:2:", "hours", "units"]),
      ("Staff", "id,support\nana,30\n", ["team/Staff.csv:2:B: error: 30 is more than 1", "write 30 %"]),
      ("Staff", "id,headcount\nana,many\n", ["team/Staff.csv:2:B: error: \"many\" is not a number"]),
      ("Staff", "id\nana\nana\n", ["team/Staff.csv:3:A: error:", "ana"]),
      ("Staff", "id,name\nana,Ana,x\n", ["team/Staff.csv:2:C: error: the row has more values than there are headers"]),
      ("Absences", "staff,from,to\nana,2027-01-08,2027-01-04\n", ["team/Absences.csv:2:"]),
      (
        "Absences", "staff,from,to\nanna,2027-01-04,2027-01-08\n",
        ["team/Absences.csv:2:A: error: there is no staff \"anna\""]
      ),
      (
        "Settings", "key,value\nstart,2027-01-04\n",
        ["team/Settings.csv: error: \"end\" is missing in Settings", "--to"]
      ),
      (
        "Settings", "key,value\nstart,2027-01-04\nend,2027-03-28\nformat,muster/workbook@2\n",
        ["team/Settings.csv:4:B: error: the format is"]
      ),
      (
        "Skills", "staff,java,sql\nana,5,\n",
        ["team/Skills.csv:2:B: error: \"java\" has another value in team/Staff.csv:2:C"]
      ),
      (
        "Changes", "staff,key,value,from\nana,name,x,2027-02-01\n",
        ["team/Changes.csv:2:B: error: \"name\" is not a value that may change"]
      ),
      (
        "Changes", "staff,key,value,from\nana,support,0.2,2027-02-01\n",
        ["team/Changes.csv:2:B: error: support has no value in Staff"]
      ),
    ])
  func errors(_ table: String, _ text: String, _ wanted: [String]) {
    let found = Self.messages([table: text])
    if wanted[0].contains("warning") {
      // What nobody can do is a warning, with the cell, too.
      let warnings = (try? Self.read([table: text]).0.warnings.map { $0.rendered(fileName: "") }) ?? []
      #expect(warnings.contains { $0.hasPrefix(wanted[0]) }, "\(warnings)")
      return
    }
    #expect(
      found.contains { message in wanted.allSatisfy(message.contains) && message.hasPrefix(wanted[0].prefix(12)) },
      "\(found)")
  }

  @Test("What is not read is named; --strict refuses it")
  func unread() {
    let files = ["Demands": "project,id,hours,prioritty,remark\np1,d1,10,3,x\n", "Notizen": "a,b\n1,2\n"]
    #expect(
      Self.messages(files) == [
        "accepted",
        "team/Demands.csv:1:D: the column \"prioritty\" is not read; did you mean \"priority\"?",
        "team/Demands.csv:1:E: the column \"remark\" is not read",
        "team/Notizen.csv: the file is not read",
      ])
    let strict = Self.messages(files) { $0.isStrict = true }
    #expect(strict.count == 3)
    #expect(strict.allSatisfy { $0.contains("error: ") })
  }

  @Test("German headers, decimal commas, dates by option, title rows, names for ids")
  func german() throws {
    let (document, account) = try Self.read(
      [
        "Settings": "", "Projects": "", "Staff": "", "Demands": "",
        "Einstellungen": "Schlüssel;Wert\nstart;4.1.2027\nend;28.3.2027\n",
        "Projekte": "Unsere Projekte\n\nBezeichnung;Prio;Termin\nPortal;7;26.02.2027\n",
        "Mitarbeiter":
          "Mitarbeiter;Abteilung;Stundensatz [EUR/h];Fähigkeiten;Betreuung\nJürgen Weiß;IT;1.080,50;java:4;20 %\n",
        "Bedarf": "Projekt;Aufgabe;Aufwand;Fähigkeiten;Von;Bis\nPortal;Oberfläche;1.500,5;java:3;4.1.2027;\n",
        "Urlaub": "Wer;Von;Bis\nJürgen Weiß;1.2.2027;5.2.2027\n",
      ]
    ) {
      $0.dates = .dmy
      $0.decimal = .comma
    }
    let scenario = document.scenario
    #expect(scenario.staff.map(\.id) == ["juergen-weiss"])
    #expect(scenario.staff.first?.costPerHour.first == 1080.5)
    #expect(scenario.staff.first?.support.first == 0.2)
    #expect(scenario.staff.first?.absences.count == 1)
    #expect(scenario.projects.first?.demands.first?.id == "oberflaeche")
    #expect(scenario.projects.first?.demands.first?.staff?.amount == .hours(1500.5))
    #expect(account.notices.filter { $0.contains("ids were made from names") }.count == 3)
  }

  @Test("Columns, sheets and rows of headers by option; a horizon from the command line")
  func options() throws {
    let (document, account) = try Self.read(
      [
        "Settings": "", "Staff": "", "MA-Liste": "id,x\nfoo,1\nid,Euro\nana,81\n",
        "Demands": "project,id,hours\np1,d1,10\n",
      ]
    ) {
      $0.sheets = ["Staff": "MA-Liste"]
      $0.headerRows = ["Staff": 3]
      $0.columns = ["Staff.costPerHour": "Euro"]
      $0.settings = ["start": "2027-01-04", "end": "2027-01-31", "period": "month"]
    }
    #expect(document.scenario.staff.map(\.costPerHour.first) == [81])
    #expect(document.scenario.calendar.period == .month)
    #expect(account.tables.first { $0.table == "Staff" }?.columns.map(\.key) == ["id", "costPerHour"])
    #expect(String(decoding: account.json, as: UTF8.self).contains("\"fate\": \"carried\""))
  }

  @Test("A matrix of skills, UTF-16, Windows-1252, and Excel's sep=")
  func encodings() throws {
    let (document, _) = try Self.read(["Skills": "staff,java,go\nBen,3,\nana,4,2\n"])
    #expect(document.scenario.staff[1].skills.map(\.name) == ["java"])
    #expect(document.scenario.staff[0].skills.map(\.name) == ["go", "java", "sql"])
    let text = "sep=;\r\nid;name\r\n1;Jürgen\r\n"
    let utf16: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let latin = text.unicodeScalars.map { UInt8($0.value) }
    let marked: [UInt8] = [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    for (bytes, encoding) in [
      (utf16, TextEncoding?.none), (latin, .windows1252), (Array(text.utf8), nil), (marked, .windows1252),
    ] {
      let table = try CSVFolder.tables([.init(name: "a.csv", bytes: bytes)], in: "f", encoding: encoding)[0]
      #expect(table.rows.last?.cells == [.text("1"), .text("Jürgen")])
    }
    #expect(throws: DocumentError.self) { try CSVFolder.tables([.init(name: "a.csv", bytes: latin)], in: "f") }
  }

  @Test("Problems for programs have file and cell")
  func problems() throws {
    do {
      _ = try Self.read(["Demands": "project,id,hours\np1,d1,x\n"])
      Issue.record("accepted")
    } catch let error as DocumentError {
      let problem = try JSONValue(parsing: error.json)["errors"]
      guard case .array(let problems) = problem else { return }
      #expect(problems[0]["file"] == .string("team/Demands.csv"))
      #expect(problems[0]["cell"] == .string("C2"))
      #expect(problems[0]["line"] == .number("2"))
      #expect(problems[0]["column"] == .number("3"))
    }
  }
}
