// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import Foundation
import Generation
import JSON
import Numbers
import Testing

@testable import Exchange

@Suite("Scenarios as tables and back")
struct TableRoundTripTests {
  static let shippedPaths: [String] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Scenarios")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted().map { folder.appendingPathComponent($0).path }
  }()

  /// The scenario after a way through CSV files.
  static func throughCSV(
    _ scenario: Scenario, _ dialect: CSVFolder.Dialect = .plain, _ decimal: TableReadingOptions.DecimalMark = .point
  ) throws -> Scenario {
    let written = try ScenarioTableWriter(decimal: decimal).tables(of: scenario)
    let files = CSVFolder.files(written, CSVWriter.Style(dialect, decimal: decimal))
    let tables = try CSVFolder.tables(files, in: "folder")
    var options = TableReadingOptions()
    if decimal == .comma { options.decimal = .comma }
    let document = try ScenarioTableReader(tables, options: options).read()
    #expect(document.account.notices == [])
    return try document.scenario().scenario
  }

  /// The scenario after a way through a workbook.
  static func throughWorkbook(_ scenario: Scenario) throws -> Scenario {
    let bytes = try TableWorkbook.bytes(of: ScenarioTableWriter().tables(of: scenario))
    let tables = try WorkbookReader.tables(bytes, file: "a.xlsx") { _ in true }
    let document = try ScenarioTableReader(tables).read()
    #expect(document.account.notices == [])
    return try document.scenario().scenario
  }

  @Test("A shipped scenario has the same bytes afterwards", arguments: shippedPaths)
  func shipped(_ path: String) throws {
    let url = URL(fileURLWithPath: path)
    let scenario = try ScenarioReader.read(Array(Data(contentsOf: url))) { name throws(BaselineLoadFailure) in
      guard let data = try? Data(contentsOf: url.deletingLastPathComponent().appendingPathComponent(name)) else {
        throw BaselineLoadFailure("not there")
      }
      return Array(data)
    }.scenario
    let bytes = ScenarioWriter.write(scenario)
    #expect(ScenarioWriter.write(try Self.throughCSV(scenario)) == bytes)
    #expect(ScenarioWriter.write(try Self.throughCSV(scenario, .excel)) == bytes)
    #expect(ScenarioWriter.write(try Self.throughCSV(scenario, .excel, .comma)) == bytes)
    #expect(ScenarioWriter.write(try Self.throughWorkbook(scenario)) == bytes)
  }

  @Test("A salary stays a salary, also one that changes; a cost that was changed does not become one")
  func salaries() throws {
    let text = #"""
      {"format": "muster/scenario@1", "calendar": {"start": "2027-01-04", "end": "2027-03-28"}, "staff": [
        {"id": "ana", "annualSalary": 100000}, {"id": "ben", "costPerHour": 50}, {"id": "cy", "costPerHour": 0},
        {"id": "dan", "annualSalary": [{"value": 52000}, {"value": 62400.5, "from": "2027-02-01"}]}],
        "projects": [{"id": "p", "demands": []}]}
      """#
    var scenario = try ScenarioReader.read(Array(text.utf8)).scenario
    let bytes = ScenarioWriter.write(scenario)
    let written = String(decoding: bytes, as: UTF8.self)
    #expect(written.contains(#""annualSalary": 100000"#) && written.components(separatedBy: "annualSalary").count == 3)
    #expect(written.components(separatedBy: "costPerHour").count == 2)
    #expect(ScenarioWriter.write(try Self.throughCSV(scenario)) == bytes)
    #expect(ScenarioWriter.write(try Self.throughWorkbook(scenario)) == bytes)
    scenario.staff[0].costPerHour = 60
    let changed = String(decoding: ScenarioWriter.write(scenario), as: UTF8.self)
    #expect(!changed.contains("100000") && changed.contains(#""costPerHour": 60"#))
  }

  @Test("So has a generated one", arguments: ScenarioFamily.allCases)
  func generated(_ family: ScenarioFamily) throws {
    for seed in UInt64(1)...12 {
      let scenario = ScenarioGenerator(
        family: family, staff: 12, projects: 6, weeks: 16, seed: seed, windows: seed % 2 == 0 ? .any : .weeks
      ).scenario()
      #expect(ScenarioWriter.write(try Self.throughCSV(scenario)) == ScenarioWriter.write(scenario))
      #expect(ScenarioWriter.write(try Self.throughWorkbook(scenario)) == ScenarioWriter.write(scenario))
    }
  }

  @Test("Tables of large scenarios are written by stretches, and are the same ones", arguments: shippedPaths)
  func stretches(_ path: String) throws {
    let document = try ScenarioReader.read(Array(Data(contentsOf: URL(fileURLWithPath: path)))) {
      _ throws(BaselineLoadFailure) in throw BaselineLoadFailure("not needed")
    }
    let wanted = ScenarioTableWriter().tables(
      of: try JSONValue(parsing: ScenarioWriter.write(document.scenario)))
    for stretch in [1, 2, 7] {
      let tables = try ScenarioTableWriter(stretch: stretch).tables(of: document.scenario)
      #expect(tables.map(\.name) == wanted.map(\.name))
      for (table, other) in zip(tables, wanted) {
        #expect(table.rows == other.rows, "\(table.name)")
        #expect(table.columns.map(\.header) == other.columns.map(\.header))
      }
    }
  }

  @Test("What does not fit into a cell is refused, and not cut")
  func longTexts() throws {
    var scenario = ScenarioGenerator(family: .enterprise, staff: 4, projects: 2, weeks: 4, seed: 1).scenario()
    scenario.staff[0].department = String(repeating: "é", count: 32_767)
    #expect(ScenarioWriter.write(try Self.throughWorkbook(scenario)) == ScenarioWriter.write(scenario))
    scenario.staff[0].department?.append("!")
    #expect(throws: WorkbookFailure.self) { try Self.throughWorkbook(scenario) }
    #expect(ScenarioWriter.write(try Self.throughCSV(scenario)) == ScenarioWriter.write(scenario))
  }

  @Test("Texts that spreadsheets or lists would take for something else come back as they were")
  func awkwardTexts() throws {
    let names = [
      "=1+1", "'=1+1", "''", "\"", "\"\"", "\"\"\"", "a;b:c|d", "[]", "-", "+49", "@x", "line\nbreak", "cr\r\nlf",
      "tab\there", "a\u{0}b\u{FFFF}", "_x005F_", "_xZZZZ_",
      " spaces ", "😀", "_x0041_", "x,y", "1,5", "2027-01-04", "007", "1e3", "ja", "\u{7F}\u{1}", "a\u{301}", "'",
    ]
    for name in names {
      // Figures with more digits than a cell has are texts there, and exact.
      var scenario = ScenarioGenerator(family: .enterprise, staff: 4, projects: 2, weeks: 4, seed: 1).scenario()
      scenario.name = name
      scenario.staff[0].name = name
      scenario.staff[0].department = name
      scenario.projects[0].demands[0].name = name
      scenario.staff[1].department = ""
      scenario.staff[1].costPerHour = Dated(123_456_789.123_456_78)
      if !name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
        scenario.staff[1].skills.append(StaffMember.Skill(name, level: 2))
        scenario.staff[1].certifications = [StaffMember.Certification(name)]
        scenario.staff[2].location = name
      }
      scenario.staff[1].skills.sort { $0.name < $1.name }
      if case .staff(var work) = scenario.projects[0].demands[0].kind {
        work.requirements.departments = [name, "", "Backend"]
        work.requirements.locations = []
        scenario.projects[0].demands[0].kind = .staff(work)
      }
      #expect(ScenarioWriter.write(try Self.throughCSV(scenario)) == ScenarioWriter.write(scenario), "\(name)")
      #expect(ScenarioWriter.write(try Self.throughWorkbook(scenario)) == ScenarioWriter.write(scenario), "\(name)")
    }
  }
}

@Suite("Every key of the format has its place in the tables")
struct KeyCoverageTests {
  /// A value of a shape with what it has to have.
  static func sample(_ shape: Shape) -> JSONValue {
    switch shape {
    case .text, .identifier, .digest, .pointer: .string("x1")
    case .step: .string("value")
    case .boolean: .boolean(true)
    case .any, .null: .null
    case .date: .string("2027-01-04")
    case .number(let range): .number((range.high ?? 3) < 3 ? "0.5" : "3")
    case .whole(let range): .number(String(min(range.upperBound, max(range.lowerBound, 2))))
    case .constant(let text): .string(text)
    case .choice(let names): .string(names.last ?? "")
    case .list(let element, _, _): .array([sample(element)])
    case .map(let element): .object([.init("k1", sample(element))])
    case .object(let object): .object(object.fields.filter(\.isRequired).map { .init($0.key, sample($0.shape)) })
    case .either(let one, .list): sample(one)
    case .either(.text, let other): sample(other)
    case .either(_, let other): sample(other)
    case .named(_, let shape): sample(shape)
    }
  }

  /// Values of a shape in which each key occurs once.
  static func variants(_ shape: Shape) -> [JSONValue] {
    switch shape {
    case .list(let element, _, _): return variants(element).map { .array([$0]) }
    case .map(let element): return variants(element).map { .object([.init("k1", $0)]) }
    case .named(_, let shape): return variants(shape)
    case .either(let one, .list):
      let entry = JSONValue.object([.init("value", sample(one)), .init("from", .string("2027-02-01"))])
      return [sample(one), .array([.object([.init("value", sample(one))]), entry])]
    case .either(.text, let other): return [.string("plan.json")] + variants(other)
    case .either(let one, let other): return [sample(one)] + variants(other)
    case .object(let object):
      let base = object.fields.filter(\.isRequired).map { JSONValue.Member($0.key, sample($0.shape)) }
      // An object that says nothing is written as its first default: see the test of scenarios.
      return (base.isEmpty ? [] : [.object(base)])
        + object.fields.flatMap { field in
          variants(field.shape).map { value in
            .object(base.filter { $0.key != field.key } + [.init(field.key, value)])
          }
        }
    default: return [sample(shape)]
    }
  }

  /// The value with its keys sorted, and short forms where there are some.
  static func plain(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members) where members.map(\.key) == ["level"]: members[0].value
    case .object(let members):
      .object(members.map { .init($0.key, plain($0.value)) }.sorted { $0.key < $1.key })
    case .array(let elements): .array(elements.map(plain))
    default: value
    }
  }

  @Test("Each one alone comes back")
  func everyKey() throws {
    let all = Self.variants(.object(ScenarioFormat.document.shape))
    #expect(all.count > 150)
    for document in all {
      let tables = ScenarioTableWriter().tables(of: document)
      let files = CSVFolder.files(tables)
      let read = try ScenarioTableReader(CSVFolder.tables(files, in: "folder")).read()
      let found = try String(decoding: Self.plain(JSONValue(parsing: read.document.json)).serialized(), as: UTF8.self)
      let wanted = String(decoding: Self.plain(document).serialized(), as: UTF8.self)
      #expect(found == wanted)
    }
  }

  @Test("An object that is there and says nothing is written as its first default")
  func emptyObjects() throws {
    let demand = JSONValue.object([.init("id", .string("d")), .init("team", .object([]))])
    let project = JSONValue.object([.init("id", .string("p")), .init("demands", .array([demand]))])
    let tables = ScenarioTableWriter().tables(of: .object([.init("projects", .array([project]))]))
    let table = tables.first { $0.name == "Demands" }
    #expect(table?.columns.map(\.header) == ["project", "id", "teamMin"])
    #expect(table?.rows == [[.text("p"), .text("d"), .number(1)]])
  }

  @Test("No two columns of a table have one name, and none is called like its alias")
  func headersAreUnique() {
    for name in Set(ScenarioTables.all.map(\.name)) {
      let headers = ScenarioTables.columns(name).map { HeaderAliases.normalized($0.header) }
      #expect(Set(headers).count == headers.count, "\(name)")
    }
  }
}
