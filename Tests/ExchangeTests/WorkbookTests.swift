// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import JSON
import Numbers
import TestSupport
import Testing

@testable import Exchange

@Suite("Workbooks as they are found")
struct WorkbookTests {
  static let settings = [["key", "value"], ["start", "2027-01-04"], ["end", "2027-03-28"]]
  static let projects = [["id", "name"], ["p1", "Portal"]]
  static let demands = [["project", "id", "hours"], ["p1", "d1", "<c><v>100</v></c>"]]

  /// A workbook with the sheets that have to be there, and others or changed ones.
  static func workbook(_ sheets: [(String, String)], _ change: (inout RawWorkbook) -> Void = { _ in }) -> [UInt8] {
    var workbook = RawWorkbook()
    for (name, rows) in [("Settings", settings), ("Projects", projects), ("Demands", demands)] {
      let own = sheets.first { $0.0 == name }?.1
      workbook.sheets.append((name, own ?? RawWorkbook.rows(rows), ""))
    }
    for (name, rows) in sheets where !workbook.sheets.contains(where: { $0.name == name }) {
      workbook.sheets.append((name, rows, ""))
    }
    change(&workbook)
    return workbook.bytes
  }

  static func read(_ bytes: [UInt8]) throws -> (Scenario, [String]) {
    let tables = try WorkbookReader.tables(bytes, file: "a.xlsx") { ScenarioTables.isSheet($0) }
    let document = try ScenarioTableReader(tables).read()
    return (try document.scenario().scenario, document.account.notices)
  }

  static func messages(_ bytes: [UInt8]) -> [String] {
    do {
      return ["accepted"] + (try read(bytes).1)
    } catch let error as DocumentError {
      return error.issues.map { $0.rendered(fileName: "a.xlsx") }
    } catch {
      return ["\(error)"]
    }
  }

  @Test("Numbers as Excel shows them, dates of both kinds, percentages, booleans, texts in runs without phonetics")
  func values() throws {
    let header = ["id", "costPerHour", "employedFrom", "employedTo", "support", "name"]
    let row = [
      "<c><v>7</v></c>", "<c><v>7.7000000000000002</v></c>", "<c s=\"1\"><v>46388.25</v></c>",
      "<c t=\"d\"><v>2027-03-26T00:00:00</v></c>", "<c s=\"3\"><v>0.3</v></c>",
      "<c t=\"inlineStr\"><is><r><t>An</t></r><r><t>a_x000D__x005F_x0041_</t></r><rPh><t>ignored</t></rPh></is></c>",
    ]
    let shared = [
      "<c><v>8</v></c>", "<c><f>2*40</f><v>80</v></c>", "<c s=\"2\"><v>46388</v></c>", "", "",
      "<c t=\"s\"><v>0</v></c>",
    ]
    let text = ["<c><v>9</v></c>", "", "", "", "", "<c t=\"str\"><f>\"B\"&amp;\"o\"</f><v>Bo</v></c>"]
    let bytes = Self.workbook([("Staff", RawWorkbook.rows([header, row, shared, text]))]) {
      $0.sharedStrings = "<si><t>Carla</t></si>"
    }
    let (scenario, notices) = try Self.read(bytes)
    #expect(scenario.staff.map(\.id) == ["7", "8", "9"])
    #expect(scenario.staff.map(\.name) == ["Ana\r_x0041_", "Carla", "Bo"])
    #expect(scenario.staff[0].costPerHour.first == 7.7)
    #expect(scenario.staff[1].costPerHour.first == 80)
    #expect(scenario.staff[0].employedFrom == Day(iso: "2027-01-01"))
    #expect(scenario.staff[1].employedFrom == Day(iso: "2027-01-01"))
    #expect(scenario.staff[0].employedTo == Day(iso: "2027-03-26"))
    #expect(scenario.staff[0].support.first == 0.3)
    #expect(notices == ["a.xlsx!Staff: times of day after dates are not read (1)"])
    var strict = TableReadingOptions()
    strict.isStrict = true
    let tables = try WorkbookReader.tables(bytes, file: "a.xlsx") { _ in true }
    #expect(throws: DocumentError.self) { try ScenarioTableReader(tables, options: strict).read() }
  }

  @Test(
    "Prefixed elements, cells and rows without references, the strict edition, dates from 1904, gaps, wrong dimensions")
  func editions() throws {
    let rows =
      "<x:dimension ref=\"A1:XFD1048576\"/><x:sheetData><x:row><x:c t=\"inlineStr\"><x:is><x:t>id</x:t></x:is></x:c>"
      + "<x:c r=\"C1\" t=\"inlineStr\"><x:is><x:t>start</x:t></x:is></x:c></x:row><x:row r=\"900000\"><x:c r=\"A900000\" t=\"inlineStr\"><x:is><x:t>p1</x:t></x:is></x:c>"
      + "<x:c r=\"C900000\" s=\"1\"><x:v>44926</x:v></x:c></x:row></x:sheetData>"
    var workbook = RawWorkbook()
    workbook.namespace = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    workbook.workbookProperties = "<workbookPr date1904=\"1\"/>"
    workbook.prefix = "x:"
    func prefixed(_ rows: [[String]]) -> String {
      RawWorkbook.rows(rows).replacing("</", with: "</x:").replacing("<", with: "<x:").replacing("<x:/x:", with: "</x:")
    }
    workbook.sheets = [
      ("Settings", prefixed(Self.settings), ""), ("Projects", rows, ""),
      ("Demands", prefixed(Self.demands), ""),
    ]
    let (scenario, _) = try Self.read(workbook.bytes)
    #expect(scenario.projects.first?.start == Day(iso: "2027-01-01"))
  }

  @Test("Title rows, blank formatted rows, hidden rows and sheets, merged cells")
  func shapes() throws {
    let rows =
      "<cols><col min=\"4\" max=\"4\" hidden=\"1\"/><col min=\"9\" max=\"16384\" hidden=\"1\"/></cols>"
      + "<sheetData><row><c t=\"inlineStr\"><is><t>All our demands</t></is></c></row><row/>"
      + "<row><c t=\"inlineStr\"><is><t>Projekt</t></is></c><c t=\"inlineStr\"><is><t>ID</t></is></c><c t=\"inlineStr\"><is><t>Aufwand [h]</t></is></c></row>"
      + "<row><c t=\"inlineStr\"><is><t>p1</t></is></c><c t=\"inlineStr\"><is><t>d1</t></is></c><c><v>1</v></c></row>"
      + "<row hidden=\"1\"><c s=\"1\"/><c t=\"inlineStr\"><is><t>d2</t></is></c><c><v>2</v></c></row><row><c s=\"1\"/><c/></row></sheetData>"
      + "<mergeCells><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"A4:A5\"/></mergeCells>"
    let bytes = Self.workbook([
      ("Demands", rows), ("Staff", RawWorkbook.rows([["id"], ["ana"]])), ("Draft", RawWorkbook.rows([["x"]])),
    ]) {
      $0.sheets[3].state = "hidden"
      $0.sheets[4].state = "veryHidden"
    }
    let (scenario, notices) = try Self.read(bytes)
    #expect(scenario.projects[0].demands.map(\.id) == ["d1", "d2"])
    #expect(
      notices == [
        "a.xlsx!Demands: hidden rows are read all the same (1)",
        "a.xlsx!Demands: hidden columns are read all the same (1)",
        "a.xlsx!Demands: values of merged cells count for all their rows (1)",
        "a.xlsx!Staff: the sheet is hidden, but read all the same",
      ])
  }

  @Test(
    "Each message names the cell",
    arguments: [
      ("<c><f>1+1</f></c>", "a.xlsx!Demands!C2: error: the formula was never calculated"),
      ("<c t=\"e\"><v>#REF!</v></c>", "a.xlsx!Demands!C2: error: the cell has the error #REF!"),
      ("<c s=\"1\"><v>5</v></c>", "a.xlsx!Demands!C2: error: the number 5 is not a date"),
      ("<c s=\"1\"><v>46388</v></c>", "a.xlsx!Demands!C2: error: expected a number, found a date"),
      ("<c t=\"s\"><v>7</v></c>", "a.xlsx!Demands!C2: error: the workbook lacks the text of this cell"),
      ("<c><v>-3</v></c>", "a.xlsx!Demands!C2: error: hours is -3"),
      ("<c t=\"inlineStr\"><is><t>1,500</t></is></c>", "a.xlsx!Demands!C2: error: \"1,500\" may be"),
    ])
  func cells(_ cell: String, _ wanted: String) {
    let rows = RawWorkbook.rows([["project", "id", "hours"], ["p1", "d1", cell]])
    let found = Self.messages(Self.workbook([("Demands", rows)]))
    #expect(found.first?.hasPrefix(wanted) == true, "\(found)")
  }

  @Test("A grid of people, demands and weeks is the plan in force where that is wanted")
  func grid() throws {
    let rows = [
      ["Plan as of today"], ["Resource", "Task", "<c s=\"1\"><v>46391</v></c>", "2027-01-11", "Sum"],
      ["7", "d1", "<c><v>16</v></c>", "<c><v>8.5</v></c>", "<c><v>24.5</v></c>"],
      ["7", "d2", "<c><v>0</v></c>", "", ""],
    ]
    let staff = RawWorkbook.rows([["id", "costPerHour"], ["7", "<c><v>50</v></c>"]])
    let bytes = Self.workbook([("Staff", staff), ("Allocation", RawWorkbook.rows(rows))])
    #expect(Self.messages(bytes).contains { $0.contains("Allocation") && $0.contains("--baseline") })
    var options = TableReadingOptions()
    options.hasBaseline = true
    func read(_ bytes: [UInt8]) throws -> Scenario {
      let tables = try WorkbookReader.tables(bytes, file: "a.xlsx") { ScenarioTables.isSheet($0) }
      return try ScenarioTableReader(tables, options: options).read().scenario().scenario
    }
    let entries = try #require(try read(bytes).baseline).assignments.map {
      "\($0.staff) \($0.demand) \($0.period) \($0.hours)"
    }
    #expect(entries == ["7 d1 0 16", "7 d1 1 8.5"])
    let nobody = rows.dropLast() + [["8", "", "", "<c><v>4</v></c>"]]
    let wrong = Self.workbook([("Staff", staff), ("Allocation", RawWorkbook.rows(Array(nobody)))])
    let error = #expect(throws: DocumentError.self) { _ = try read(wrong) }
    let told = error?.issues.map { $0.rendered(fileName: "a.xlsx") } ?? []
    #expect(told.contains { $0.contains("Allocation!B4") }, "\(told)")
  }

  @Test("Sums of a grid are passed over and named, and its weeks need no year where the settings say what is planned")
  func gridWithSums() throws {
    let eight = "<c><v>8</v></c>"
    let rows = [
      ["Resource", "Task", "KW 1", "KW 2", "Total"], ["7", "d1", eight, eight, "<c><v>16</v></c>"],
      ["Total", "", eight, eight, "<c><v>16</v></c>"],
    ]
    let staff = RawWorkbook.rows([["id", "costPerHour"], ["7", "<c><v>50</v></c>"]])
    let bytes = Self.workbook([("Staff", staff), ("Allocation", RawWorkbook.rows(rows))])
    var options = TableReadingOptions()
    options.hasBaseline = true
    let tables = try WorkbookReader.tables(bytes, file: "a.xlsx") { ScenarioTables.isSheet($0) }
    let document = try ScenarioTableReader(tables, options: options).read()
    let notices = document.account.notices
    #expect(
      notices.contains { $0.contains("Allocation") && $0.contains("the column \"Total\" is not read") }, "\(notices)")
    #expect(notices.contains { $0.contains("row 3, a row of sums, is not read") }, "\(notices)")
    let entries = try #require(try document.scenario().scenario.baseline).assignments
    #expect(entries.map { "\($0.staff) \($0.demand) \($0.period) \($0.hours)" } == ["7 d1 0 8", "7 d1 1 8"])
  }

  @Test("Cells merged across columns in data are an error; so are two sheets that may be the same table")
  func contradictions() {
    let rows = RawWorkbook.rows(Self.demands) + "<mergeCells><mergeCell ref=\"B2:C2\"/></mergeCells>"
    #expect(
      Self.messages(Self.workbook([("Demands", rows)]))[0].hasPrefix(
        "a.xlsx!Demands!B2: error: cells of several columns"))
    let twice = Self.workbook([("Staff", RawWorkbook.rows([["id"], ["ana"]]))]) { workbook in
      workbook.sheets.append(("staff ", RawWorkbook.rows([["id"], ["ben"]]), ""))
    }
    #expect(Self.messages(twice)[0].hasPrefix("a.xlsx!staff : error: both \"Staff\" and \"staff \" may be Staff"))
    let unclear = Self.workbook([
      ("People", RawWorkbook.rows([["id"], ["ana"]])), ("Personal", RawWorkbook.rows([["id"], ["ben"]])),
    ])
    #expect(Self.messages(unclear)[0].contains("both \"People\" and \"Personal\" may be Staff"))
  }

  @Test("What is no workbook is named")
  func kinds() {
    func text(_ kind: WorkbookReader.Kind?) -> String { kind.map { "\($0)" } ?? "nil" }
    #expect(text(WorkbookReader.kind([0xD0, 0xCF, 0x11, 0xE0, 0xA1])).contains("old workbook"))
    #expect(
      text(
        WorkbookReader.kind(
          RawWorkbook.zip([("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8))]))
      ).contains(".ods"))
    #expect(text(WorkbookReader.kind(Array("\u{FEFF} <Project/>".utf8))) == "xml")
    #expect(text(WorkbookReader.kind(Array("{}".utf8))) == "nil")
    #expect(Self.messages(RawWorkbook.zip([("a.txt", [])]))[0].contains("has no workbook"))
    #expect(Self.messages([0x50, 0x4B, 3, 4, 0, 0])[0].contains("not a ZIP archive"))
  }
}

@Suite("Hostile workbooks end quickly with a message")
struct HostileWorkbookTests {
  static func message(_ change: (inout RawWorkbook) -> Void) -> String {
    WorkbookTests.messages(WorkbookTests.workbook([], change)).first ?? ""
  }

  static func sheet(_ text: String) -> String {
    message { $0.parts.append(("xl/worksheets/sheet1.xml", Array(text.utf8))) }
  }

  @Test("Document types, so entities of any kind")
  func entities() {
    let laughs = "<!DOCTYPE w [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><worksheet>&b;</worksheet>"
    #expect(Self.sheet(laughs).contains("document type"))
    #expect(Self.sheet("<!DOCTYPE w SYSTEM \"file:///etc/passwd\"><worksheet/>").contains("document type"))
    #expect(Self.sheet("<worksheet>&x;</worksheet>").contains("not well formed"))
  }

  @Test("Depth, attributes, tags, texts, rows and columns")
  func sizes() {
    #expect(Self.sheet(String(repeating: "<a>", count: 200_000)).contains("inside each other"))
    #expect(Self.sheet("<a \((0..<300).map { "a\($0)=\"\" " }.joined())/>").contains("attributes"))
    #expect(Self.sheet("<a b=\"" + String(repeating: "x", count: 3 << 20) + "\"/>").contains("a tag has more than"))
    let start = "<worksheet xmlns=\"\(RawWorkbook.main)\"><sheetData>"
    let long = "<row><c t=\"inlineStr\"><is><t>" + String(repeating: "x", count: 2 << 20) + "</t></is></c></row>"
    #expect(Self.sheet(start + long + "</sheetData></worksheet>").contains("a text has more than"))
    #expect(Self.sheet(start + "<row r=\"99999999\"/></sheetData></worksheet>").contains("row 99999999"))
    #expect(
      Self.sheet(start + "<row r=\"2\"/><row r=\"1\"/></sheetData></worksheet>").contains("row 1 comes after row 2"))
    #expect(
      Self.sheet(start + "<row r=\"1\"><c r=\"ZZZZZ1\"><v>1</v></c></row></sheetData></worksheet>").contains("ZZZZZ1"))
    let wide = (1...400).map { "<row r=\"\($0)\"><c r=\"XFD\($0)\"><v>1</v></c></row>" }.joined()
    #expect(Self.sheet(start + wide + "</sheetData></worksheet>").contains("more than 5000000 cells"))
    #expect(Self.sheet("<worksheet").contains("not well formed"))
  }

  @Test("Bombs, whatever the directory says of them; damaged, unknown and doubled parts")
  func archives() throws {
    let size = 258 * 100_000 + 1
    let packed = RawWorkbook.packed(0x20, count: size)
    let bomb = RawWorkbook.zip([("a", packed)], method: 8, plainSize: size, crc: 0)
    let liar = RawWorkbook.zip([("a", packed)], method: 8, plainSize: 10, crc: 0)
    var limits = ZipArchive.Limits()
    limits.part = 4 << 20
    func unpacked(_ bytes: [UInt8], _ limits: ZipArchive.Limits) -> String {
      do {
        var count = 0
        try bytes.withUnsafeBufferPointer { try ZipArchive($0, limits: limits).unpack("a") { count += $0.count } }
        return "\(count)"
      } catch let failure as XMLFailure {
        return failure.detail
      } catch {
        return "\(error)"
      }
    }
    #expect(unpacked(bomb, limits).contains("MiB when it is unpacked"))
    limits = ZipArchive.Limits()
    limits.ratio = 100
    #expect(unpacked(bomb, limits).contains("times its size"))
    // What the directory admits is refused before a byte of it is unpacked.
    #expect(throws: XMLFailure.self) {
      try bomb.withUnsafeBufferPointer {
        try ZipArchive($0, limits: limits).unpack("a") { _ in Issue.record("a piece was unpacked") }
      }
    }
    #expect(unpacked(bomb, ZipArchive.Limits()).contains("checksum"))
    #expect(unpacked(liar, limits).contains("checksum"))
    let unknown = RawWorkbook.zip([("a", [1, 2, 3])], method: 99)
    #expect(unpacked(unknown, ZipArchive.Limits()).contains("packed in a way"))
    #expect(throws: XMLFailure.self) {
      try RawWorkbook.zip([("a", []), ("A", [])]).withUnsafeBufferPointer { _ = try ZipArchive($0) }
    }
    var few = ZipArchive.Limits()
    few.parts = 2
    #expect(throws: XMLFailure.self) {
      try RawWorkbook.zip((0..<3).map { ("p\($0)", []) }).withUnsafeBufferPointer {
        _ = try ZipArchive($0, limits: few)
      }
    }
    let whole = WorkbookTests.workbook([])
    for end in stride(from: 0, to: whole.count, by: 97) {
      let cut = WorkbookTests.messages(Array(whole[..<end]))
      #expect(cut.first?.contains("error: ") == true, "\(end): \(cut)")
    }
  }

  @Test("Parts that share their bytes; texts that are too much together; many sheets")
  func together() {
    var archive = RawWorkbook.zip([("a", Array(repeating: 1, count: 500)), ("b", Array(repeating: 1, count: 500))])
    // The directory says that the first part has the bytes of the second one, too.
    let mark: [UInt8] = [0x50, 0x4B, 1, 2]
    if let place = archive.firstRange(of: mark)?.lowerBound { archive[place + 21] = 3 }
    #expect(WorkbookTests.messages(archive)[0].contains("overlap"))
    let long = "<row><c t=\"inlineStr\"><is><t>" + String(repeating: "ab", count: 500_000) + "</t></is></c></row>"
    let start = "<worksheet xmlns=\"\(RawWorkbook.main)\"><sheetData>"
    #expect(
      Self.sheet(start + String(repeating: long, count: 70) + "</sheetData></worksheet>").contains("the long ones more")
    )
    let many = Self.message { workbook in
      for index in 0..<1_001 { workbook.sheets.append(("S\(index)", "", "")) }
    }
    #expect(many.contains("more than 1000 sheets"), "\(many)")
    #expect(
      CellTextBuffer.unescaped(Array("_x0041__x005F_x0042_ _xD83D__xDE00_ ä_x_ _x12G4_".utf8))
        == "A_x0042_ 😀 ä_x_ _x12G4_")
    #expect(CellTextBuffer.unescaped(Array("_xD83D_a_xDE00__xD83D_".utf8)) == "\u{FFFD}a\u{FFFD}\u{FFFD}")
  }

  @Test("One name for all, and references to nobody, take no longer than others")
  func muchWork() {
    let people = (0..<20_000).map { _ in ["Ana", "x"] }
    let bytes = WorkbookTests.workbook([("Staff", RawWorkbook.rows([["Name", "Satz"]] + people))])
    // The first twenty are told.
    #expect(WorkbookTests.messages(bytes)[0].contains("\"Ana\" stands in a.xlsx!Staff!A2, too"))
  }

  @Test("Sheets in one part, and lists without end")
  func lists() {
    let relation =
      "<Relationship Id=\"r\" Type=\"\(RawWorkbook.relations)/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
    func relations(_ text: String) -> String {
      Self.message { workbook in
        for index in workbook.sheets.indices { workbook.sheets[index].name = "S\(index)" }
        let list = "<Relationships>" + text + "</Relationships>"
        workbook.parts.append(("xl/_rels/workbook.xml.rels", Array(list.utf8)))
      }
    }
    let same = (1...3).map { relation.replacing("\"r\"", with: "\"rId\($0)\"") }.joined()
    #expect(relations(same).contains("two sheets are in the part xl/worksheets/sheet1.xml"))
    let many = (0...20_000).map { "<Relationship Id=\"r\($0)\"/>" }.joined()
    #expect(relations(many).contains("names more than 20000 others"))
    let styles = "<styleSheet><cellXfs>" + String(repeating: "<xf/>", count: 1 << 17 | 1) + "</cellXfs></styleSheet>"
    #expect(Self.message { $0.styles = styles }.contains("formats of cells"))
    let texts = String(repeating: "<si/>", count: 2_000_001)
    #expect(Self.message { $0.sharedStrings = texts }.contains("texts of the workbook"))
  }

  @Test("Bytes changed anywhere: an answer or a message, never a crash")
  func mutations() {
    let whole = WorkbookTests.workbook([("Staff", RawWorkbook.rows([["id", "skills"], ["ana", "java:4"]]))])
    var state: UInt64 = 7
    for _ in 0..<400 {
      var bytes = whole
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 24)
      }
      #expect(!WorkbookTests.messages(bytes).isEmpty)
    }
  }
}
