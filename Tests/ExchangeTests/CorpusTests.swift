// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import Numbers
import TestSupport
import Testing

@testable import Exchange

/// A workbook as other programs write it, and what is said of it.
struct CorpusCase: Sendable, CustomTestStringConvertible {
  var name: String
  var bytes: [UInt8]
  /// How the first message begins; `accepted` where the workbook is one of the example with nothing to be said.
  var wanted: String

  init(_ name: String, _ bytes: [UInt8], _ wanted: String = "accepted") {
    (self.name, self.bytes, self.wanted) = (name, bytes, wanted)
  }

  var testDescription: String { name }
}

@Suite("Workbooks as other programs write them")
struct CorpusTests {
  /// The example with another cell in C2 of its demands.
  static func hours(_ name: String, _ cell: String, _ wanted: String = "accepted") -> CorpusCase {
    demands(name, [["project", "id", "hours"], ["p1", "d1", cell]], wanted)
  }

  static func demands(_ name: String, _ rows: [[String]], _ wanted: String = "accepted") -> CorpusCase {
    CorpusCase(name, WorkbookTests.workbook([("Demands", RawWorkbook.rows(rows))]), wanted)
  }

  static func start(_ name: String, _ cell: String, _ wanted: String = "accepted") -> CorpusCase {
    let rows = RawWorkbook.rows([["id", "name", "start"], ["p1", "Portal", cell]])
    return CorpusCase(name, WorkbookTests.workbook([("Projects", rows)]), wanted)
  }

  static func staff(_ name: String, _ header: String, _ value: String, _ wanted: String = "accepted") -> CorpusCase {
    let rows = RawWorkbook.rows([["id", "name", header], ["ana", "Ana", value]])
    return CorpusCase(name, WorkbookTests.workbook([("Staff", rows)]), wanted)
  }

  static func value(_ value: String, _ more: String = "") -> String { "<c\(more)><v>\(value)</v></c>" }

  /// The example as an archive that was changed.
  static func archive(
    _ name: String, _ wanted: String = "accepted", _ change: (inout [(name: String, bytes: [UInt8])]) -> Void
  ) -> CorpusCase {
    var workbook = RawWorkbook()
    _ = WorkbookTests.workbook([]) { workbook = $0 }
    var parts = workbook.allParts
    change(&parts)
    return CorpusCase(name, RawWorkbook.zip(parts), wanted)
  }

  static func recode(_ part: inout (name: String, bytes: [UInt8]), _ head: String, _ code: (String) -> [UInt8]) {
    part.bytes = code(head + String(decoding: part.bytes, as: UTF8.self))
  }

  static let archives: [CorpusCase] = [
    archive("slashes of another system") { parts in
      for index in parts.indices { parts[index].name = parts[index].name.replacing("/", with: "\\") }
    },
    archive("names from the root") { parts in
      for index in parts.indices { parts[index].name = "/" + parts[index].name }
    },
    archive("names in other case") { parts in
      for index in parts.indices { parts[index].name = parts[index].name.uppercased() }
    },
    archive("folders as parts") { $0 += [("xl/", []), ("xl/worksheets/", []), ("docProps/", [])] },
    archive("a list of relationships is missing") { $0.removeAll { $0.name == "_rels/.rels" } },
    archive("nothing says where the sheets are", "a.xlsx: error: the file has no sheets that can be read") {
      $0.removeAll { $0.name == "xl/_rels/workbook.xml.rels" }
    },
    archive("a sheet is missing", "a.xlsx: error: the workbook lacks its part xl/worksheets/sheet3.xml") {
      $0.removeAll { $0.name == "xl/worksheets/sheet3.xml" }
    },
    archive("no styles, no shared texts") {
      $0.removeAll { ["xl/styles.xml", "xl/sharedStrings.xml"].contains($0.name) }
    },
    archive("a space in a name, as %20") { parts in
      for index in parts.indices where parts[index].name.hasSuffix("sheet3.xml") {
        parts[index].name = "xl/worksheets/sheet 3.xml"
      }
      for index in parts.indices where parts[index].name.hasSuffix("workbook.xml.rels") {
        recode(&parts[index], "") { Array($0.replacing("sheet3.xml", with: "sheet%203.xml").utf8) }
      }
    },
    archive("targets from the root") { parts in
      for index in parts.indices where parts[index].name.hasSuffix("workbook.xml.rels") {
        recode(&parts[index], "") { Array($0.replacing("\"worksheets/", with: "\"/xl/worksheets/").utf8) }
      }
    },
    archive("parts with byte order marks") { parts in
      for index in parts.indices { parts[index].bytes.insert(contentsOf: [0xEF, 0xBB, 0xBF], at: 0) }
    },
    archive("parts in UTF-16") { parts in
      for index in parts.indices {
        recode(&parts[index], "<?xml version=\"1.0\" encoding=\"UTF-16\"?>") { text in
          [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        }
      }
    },
    archive("an encoding that is not known", "a.xlsx: error: _rels/.rels, line 1: the XML is not well formed: unknown")
    {
      parts in
      for index in parts.indices {
        recode(&parts[index], "<?xml version=\"1.0\" encoding=\"x-strange\"?>") { Array($0.utf8) }
      }
    },
    archive("comments and instructions") { parts in
      for index in parts.indices {
        recode(&parts[index], "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><!-- by hand -->") {
          Array($0.utf8)
        }
      }
    },
    archive("a text document", "a.xlsx: error: the file has no sheets that can be read") {
      $0 = [
        ("_rels/.rels", $0[0].bytes.replacingText("xl/workbook.xml", with: "word/document.xml")),
        ("word/document.xml", Array("<w:document xmlns:w=\"urn:w\"/>".utf8)),
      ]
    },
  ]

  static let dates: [CorpusCase] = [
    start("a date of Excel", value("46391", " s=\"1\"")), start("a German date format", value("46391", " s=\"2\"")),
    start(
      "a number where a date should be", value("46391"),
      "a.xlsx!Projects!C2: error: expected a date, found the number 46391"),
    start("a time of day", value("0.5", " s=\"4\""), "a.xlsx!Projects!C2: error: the cell shows a time"),
    start("a German text", "04.01.2027", "a.xlsx!Projects!C2: error: \"04.01.2027\" may be more than one date"),
    start("two readings", "03/02/2027", "a.xlsx!Projects!C2: error: \"03/02/2027\" may be more than one date"),
    start("one reading", "31/01/2027"), start("the year first", "2027/1/31"),
    start("as pandas writes it", "2027-01-31 00:00:00"), start("as JavaScript writes it", "2027-01-31T00:00:00.000Z"),
    start("midday", "2027-01-31 12:00:00", "a.xlsx!Projects!C2: error: \"2027-01-31 12:00:00\" is not a date"),
    start("in words", "4 January 2027"), start("in German", "4. Mrz. 2027"), start("as Excel writes it", "4-Jan-2027"),
    start("in American", "Jan 4, 2027"),
    start("no month", "4 Janus 2027", "a.xlsx!Projects!C2: error: \"4 Janus 2027\" is not a date"),
    start("a week", "KW 2", "a.xlsx!Projects!C2: error: \"KW 2\" is not a date"),
  ]

  static let cells: [CorpusCase] = [
    hours("a number as text", " 100 "), hours("an exponent", value("1E2")), hours("space around", value("\n 100\n ")),
    hours("spaces between thousands", "1\u{A0}500"), hours("narrow spaces", "1\u{202F}234\u{202F}567.5"),
    hours("a French number", "1 500,5", "a.xlsx!Demands!C2: error: \"1500,5\" may be a fraction"),
    hours("a unit", "100 h"),
    hours("no number", value("NaN"), "a.xlsx!Demands!C2: error: NaN is not a number"),
    hours("a duration", value("4.1666666666666664", " s=\"4\""), "a.xlsx!Demands!C2: error: the cell shows a time"),
    hours("true", "<c t=\"b\"><v>1</v></c>", "a.xlsx!Demands!C2: error: expected a number, found true or false"),
    hours("a shared formula", "<c><f t=\"shared\" ref=\"C2:C9\" si=\"0\">1</f><v>100</v></c>"),
    hours("a dynamic array", "<c cm=\"1\" vm=\"1\"><f t=\"array\" ref=\"C2\">1</f><v>100</v></c>"),
    hours("a style that is not there", value("100", " s=\"999\"")), hours("small letters", value("100", " r=\"c2\"")),
    hours("a marked section", "<c t=\"inlineStr\"><is><t><![CDATA[100]]></t></is></c>"),
    hours(
      "an empty text of a formula", "<c t=\"str\"><f>\"\"</f><v></v></c>", "a.xlsx!Demands!A2: error: the demand has"),
    staff("a share as text", "support", "20 %"), staff("a share as number", "support", value("0.2", " s=\"3\"")),
    staff("a bare percentage", "support", value("20"), "a.xlsx!Staff!C2: error: 20 is more than 1"),
    staff("lines in a list", "skills", "java:4\nsql:2"), staff("blank items", "skills", " java : 4 ;; sql:1 ; "),
    staff("commas", "skills", "java, sql", "a.xlsx!Staff!C2: error: \"java, sql\" has no level"),
    staff("money with a sign", "rate", "$80"),
  ]

  static let heads = ["project", "id", "hours"]
  static let row = ["p1", "d1", "<c><v>100</v></c>"]

  static let shapes: [CorpusCase] = [
    demands("titles", [["Demands of Q1"], ["as of", "<c s=\"1\"><v>46391</v></c>"], [], heads, row]),
    demands("not at the left edge", [[], ["", ""] + heads, ["", ""] + row]),
    demands("blank rows", [heads, [], row, [], [" ", "\u{A0}"]]),
    demands("empty columns", [heads + ["", " "], row + ["", " "]]),
    demands("marks without width", [["project\u{A0}", "\u{200B}id", "Hours\n(h)"], row]),
    demands("stars and colons", [["Project *", "ID*", "hours:"], row]),
    demands("a remark beside the table", [heads, row + ["", "later?"]], "a.xlsx!Demands!E2: values without a header"),
    demands(
      "totals", [heads, row, ["Total", "", "<c><f>SUM(C2:C2)</f><v>100</v></c>"]],
      "a.xlsx!Demands!A3: a row of sums is not read"),
    demands(
      "a small letter in a name", [heads, ["portal", "d1", row[2]]]),
    demands(
      "no ids", [["project", "hours"], ["p1", row[2]]],
      "a.xlsx!Demands: error: no row of the first 20 names the columns \"project\", \"id\" (or \"name\")"),
    CorpusCase(
      "a title over several columns",
      WorkbookTests.workbook([
        (
          "Demands",
          RawWorkbook.rows([["Demands"], heads, row]) + "<mergeCells><mergeCell ref=\"A1:C1\"/></mergeCells>"
        )
      ])),
    CorpusCase(
      "elements of later editions",
      WorkbookTests.workbook([
        (
          "Demands",
          RawWorkbook.rows([heads, row])
            + "<extLst><ext xmlns:x=\"urn:x\" uri=\"u\"><x:c><x:v>5</x:v></x:c></ext></extLst>"
        )
      ])),
    CorpusCase(
      "one sheet of another kind", WorkbookTests.workbook([("Pivot", RawWorkbook.rows([["a"], ["1"]]))]),
      "a.xlsx!Pivot: the sheet is not read"),
  ]

  @Test("Each is read, or its message names what is wrong", arguments: archives + dates + cells + shapes)
  func corpus(_ each: CorpusCase) throws {
    let found = WorkbookTests.messages(each.bytes)
    if each.wanted == "accepted" {
      #expect(found == ["accepted"])
      let scenario = try WorkbookTests.read(each.bytes).0
      #expect(scenario.projects.map(\.id) == ["p1"])
      #expect(scenario.projects[0].demands.count == 1)
    } else {
      #expect(found.first { $0 != "accepted" }?.hasPrefix(each.wanted) == true, "\(found)")
    }
  }

  @Test("German headers and sheets, as planners have them")
  func german() throws {
    var workbook = RawWorkbook()
    let date = "<c s=\"1\"><v>46391</v></c>"
    // The year is no part of the name of a table.
    for (name, rows) in [
      (
        "Einstellungen",
        [["Einstellung", "Wert"], ["Startdatum", date], ["Enddatum", "2027-03-28"], ["Währung", "EUR"]]
      ),
      ("Projekte 2027", [["Nr.", "Projekt", "Prio"], ["p1", "Portal", Self.value("5")]]),
      (
        "Aufgaben",
        [
          ["Projekt", "Aufgabe", "Stunden", "Fähigkeiten", "Start"],
          ["Portal", "Entwurf", Self.value("100"), "java:3", date],
        ]
      ),
      (
        "Mitarbeitende",
        [["Name", "Bereich", "€/h", "Kompetenzen"], ["Jürgen Weiß", "IT", Self.value("80"), "java:4; sql:1"]]
      ),
      ("Urlaub", [["Name", "Von", "Bis"], ["Jürgen Weiß", date, "2027-01-08"]]),
    ] {
      workbook.sheets.append((name, RawWorkbook.rows(rows), ""))
    }
    let (scenario, _) = try WorkbookTests.read(workbook.bytes)
    #expect(scenario.staff.first?.id == "juergen-weiss")
    #expect(scenario.staff.first?.costPerHour.first == 80)
    #expect(scenario.staff.first?.absences.count == 1)
    #expect(scenario.projects.first?.name == "Portal")
    #expect(scenario.projects.first?.demands.first?.id == "entwurf")
  }

  @Test(
    "What a number means by how it is shown",
    arguments: [
      ("General", "number"), ("0.00", "number"), ("#,##0.00 [$€-407]", "measured(\"€\")"),
      ("0\" days\"", "measured(\"days\")"),
      ("[Red]0;[Blue]-0", "number"), ("#,##0\\ \\h", "measured(\"h\")"), ("yyyy-mm-dd", "date"),
      ("d/m/yyyy h:mm", "date"),
      ("[$-407]d. mmm yyyy", "date"), ("mmm", "date"), ("yyyy\"年\"m\"月\"", "date"), ("[h]:mm", "time"),
      ("hh:mm:ss AM/PM", "time"), ("mm:ss", "time"), ("@", "number"), ("_-* #,##0.00_-", "number"),
      ("0\" apples\"", "number"), ("0%", "measured(\"%\")"),
      ("#,##0.00 \"€/Tag\"", "measured(\"€/Tag\")"), ("[$$-409]#,##0.00", "measured(\"$\")"),
      ("0.0,\"k\"", "measured(\",\")"), ("00000", "measured(\"00000\")"), ("#,##0.00_);(#,##0.00)", "number"),
    ])
  func formats(_ code: String, _ meaning: String) {
    #expect("\(StylesPart.meaning(of: code))" == meaning)
  }

  @Test("Files of other programs are named")
  func others() {
    func text(_ bytes: [UInt8]) -> String { WorkbookReader.kind(bytes).map { "\($0)" } ?? "nil" }
    let ole: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0]
    #expect(text(ole + "xx MSProject.MPP14 xx".utf8).contains(".mpp"))
    #expect(text(ole + "MSProject".utf8.flatMap { [$0, 0] }).contains(".mpp"))
    #expect(text(Array("MPX,Microsoft Project,4.0".utf8)).contains(".mpx"))
    #expect(text(Array("ERMHDR\t8.0".utf8)).contains(".xer"))
  }
}

extension [UInt8] {
  fileprivate func replacingText(_ text: String, with other: String) -> [UInt8] {
    Array(String(decoding: self, as: UTF8.self).replacing(text, with: other).utf8)
  }
}
