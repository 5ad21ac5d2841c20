// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import JSON
import TestSupport
import Testing

@Suite("What if", .timeLimit(.minutes(10)))
struct WhatIfTests {
  private static func member(_ value: JSONValue, _ pointer: String) -> JSONValue? {
    JSONPointer(pointer).flatMap { value[$0] }
  }

  private static func run(_ arguments: [String], scenario: String = CompareTests.scenario()) throws
    -> MusterProcess.Outcome
  {
    try MusterProcess.run(["whatif", "-"] + arguments, input: Array(scenario.utf8))
  }

  /// The value of a plan in a document that `solve` wrote.
  private static func value(_ arguments: [String]) throws -> JSONValue? {
    let outcome = try MusterProcess.run(["solve", "-"] + arguments, input: Array(CompareTests.scenario().utf8))
    return member(try JSONValue(parsing: outcome.output), "/objective/value")
  }

  static let leaves = "staff.ana.employed.to=2027-03-07"

  @Test("Each change is planned as solve --set does, and compared with the scenario as it is")
  func values() throws {
    let folder = try TemporaryFolder()
    let patch = try folder.write("p.json", #"[{"op": "replace", "path": "/projects/0/demands/0/hours", "value": 50}]"#)
    let arguments = [
      "--change", "Ana leaves: \(Self.leaves)", "--change", "less: @\(patch.path)", "--change",
      "both: \(Self.leaves); @\(patch.path); staff.jo.overtime={\"hoursPerWeek\": 5}",
    ]
    let outcome = try Self.run(arguments)
    try #require(outcome.status == 0 && outcome.error.isEmpty, "\(outcome.error)")
    let document = try JSONValue(parsing: outcome.output)
    let schema = SchemaValidator(try JSONValue(parsing: MusterProcess.run(["schema", "whatif"]).output))
    #expect(schema.findings(document).isEmpty, "\(schema.findings(document))")
    let names = (0..<4).map { Self.member(document, "/variants/\($0)/name") }
    #expect(names == [.string("now"), .string("Ana leaves"), .string("less"), .string("both")])
    let overtime = ["--set", "staff.jo.overtime={\"hoursPerWeek\": 5}"]
    for (index, change) in [
      [], ["--set", Self.leaves], ["--patch", patch.path], ["--patch", patch.path, "--set", Self.leaves] + overtime,
    ].enumerated() {
      #expect(Self.member(document, "/variants/\(index)/value") == (try Self.value(change)), "\(change)")
    }
    #expect(Self.member(document, "/variants/0/delta") == nil)
    #expect(Self.member(document, "/variants/1/changes/0/what") == .string("staff ana employed"))
    // Of 160 hours that two people have, one of them has 40 less.
    #expect(Self.member(document, "/variants/1/delta/unmetHours") == .number("40"))
    #expect(Self.member(document, "/variants/1/spent") == .number("6800"))
    #expect(Self.member(document, "/variants/2/projectsCovered") == .number("2"))
    #expect(Self.member(document, "/variants/1/projectsCovered") == .number("1"))
    #expect(Self.member(document, "/variants/3/overtimeHours") == .number("0"))
    #expect(try Self.run(arguments).output == outcome.output)
  }

  @Test("A file without changes is refused, with what to write")
  func noChanges() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("changes.json", "{}")
    let outcome = try Self.run(["--changes", file.path])
    #expect(outcome.status == 65 && outcome.output.isEmpty)
    #expect(outcome.error.contains("there is no change") && outcome.error.contains("hint: write {"))
  }

  @Test("What a change makes unsound in the rest of the file names the change")
  func unsound() throws {
    let outcome = try Self.run(["--change", "Ana goes: staff.ana=null"], scenario: InvalidScenarioTests.sound)
    #expect(outcome.status == 65 && outcome.error.contains("'Ana goes'"), "\(outcome.error)")
    let set = try MusterProcess.run(
      ["check", "-", "--set", "staff.ana=null"], input: Array(InvalidScenarioTests.sound.utf8))
    #expect(set.status == 65 && set.error.contains("--set staff.ana"), "\(set.error)")
  }

  @Test("What is decided otherwise stands in the figures, and on the page that is made of them")
  func decisions() throws {
    // Of 160 hours, 120 remain: those of the project that is done in full or not at all are too many.
    let scenario = CompareTests.scenario().replacingOccurrences(
      of: #""id": "app","#, with: #""id": "app", "allOrNothing": true,"#)
    let outcome = try Self.run(
      ["--change", "Ana leaves: \(Self.leaves)", "--change", "rate: staff.ana.costPerHour=51"], scenario: scenario)
    try #require(outcome.status == 0, "\(outcome.error)")
    let document = try JSONValue(parsing: outcome.output)
    let schema = SchemaValidator(try JSONValue(parsing: MusterProcess.run(["schema", "whatif"]).output))
    #expect(schema.findings(document).isEmpty, "\(schema.findings(document))")
    let words = ["kind", "id", "before", "after"].map { Self.member(document, "/variants/1/decisions/0/\($0)") }
    #expect(words == ["project", "app", "done in full", "left out"].map { .string($0) })
    #expect(Self.member(document, "/variants/1/decisions/1") == nil)
    for index in [0, 2] { #expect(Self.member(document, "/variants/\(index)/decisions") == .array([])) }
    let folder = try TemporaryFolder()
    let page = folder.url("whatif.html")
    let report = try MusterProcess.run([
      "report", folder.write("whatif.json", outcome.output).path, "-o", page.path,
    ])
    try #require(report.status == 0, "\(report.error)")
    #expect(try String(contentsOf: page, encoding: .utf8).contains("left out"))
  }

  @Test("A file of changes, with paths or patches, in its order")
  func file() throws {
    let folder = try TemporaryFolder()
    let changes = try folder.write(
      "c.json",
      """
      {"leaves": {"staff.ana.employed": {"to": "2027-03-07"}, "staff.jo.headcount": 2},
       "nobody": [{"op": "remove", "path": "/staff/0"}],
       "away": {"staff.ana.absences.+": {"from": "2027-03-03", "to": "2027-03-05"}}}
      """)
    let outcome = try Self.run(["--changes", changes.path, "--change", "first: staff.jo.costPerHour=70"])
    try #require(outcome.status == 0, "\(outcome.error)")
    let document = try JSONValue(parsing: outcome.output)
    #expect(
      (1..<5).map { Self.member(document, "/variants/\($0)/name") }
        == ["first", "leaves", "nobody", "away"].map { .string($0) })
    #expect(Self.member(document, "/variants/2/delta/unmetHours") == .number("0"))
    #expect(Self.member(document, "/variants/3/delta/unmetHours") == .number("80"))
    #expect(Self.member(document, "/variants/4/delta/unmetHours") == .number("24"))
  }

  @Test("Somebody dear is no loss: all plans are valued at the penalties of the scenario as it is")
  func measure() throws {
    let hire = #"hire: staff.+={"id": "kim", "costPerHour": 300}"#
    let document = try JSONValue(
      parsing: Self.run(["--change", hire], scenario: CompareTests.scenario(isAway: true)).output)
    guard case .number(let delta)? = Self.member(document, "/variants/1/delta/value") else {
      Issue.record("no difference of the values")
      return
    }
    // 40 hours at 3 x 60 x 3 less unmet, for 300 each.
    #expect(Double(delta).map { abs($0 - 40 * (300 - 540)) < 0.01 } == true, "\(delta)")
    #expect(Self.member(document, "/variants/1/ownValue") == nil)
    #expect(Self.member(document, "/variants/1/changes/0/what") == .string("staff kim"))
    #expect(Self.member(document, "/variants/1/changes/1") == nil)
  }

  @Test("Tables, Markdown and CSV; many changes have several tables")
  func formats() throws {
    let changes = (1...6).flatMap { ["--change", "rate \($0): staff.ana.costPerHour=\(50 + $0)"] }
    let table = try Self.run(changes + ["--format", "table"])
    #expect(table.status == 0 && table.text.contains("money spent EUR") && table.text.contains("projects covered"))
    #expect(table.text.components(separatedBy: "Side by side").count == 3)
    #expect(table.text.split(separator: "\n").allSatisfy { $0.unicodeScalars.count <= 100 }, "\(table.text)")
    let markdown = try Self.run(changes + ["--format", "markdown"])
    #expect(markdown.text.contains("| Figure | now | rate 1 | rate 2 | rate 3 | rate 4 |"), "\(markdown.text)")
    let csv = try Self.run(changes + ["--format", "csv"]).text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(csv.count == 8 && Set(csv.map(\.count)).count == 1)
    #expect(csv[0].starts(with: ["name", "status", "value"]) && csv[1][0] == "now" && csv[7][0] == "rate 6")
    let column = try #require(csv[0].firstIndex(of: "spentDifference"))
    #expect(csv[7][column] == "480" && csv[1][column] == "")
  }

  @Test("Conditions are of each change, beside the scenario as it is; the figures are written all the same")
  func conditions() throws {
    let changes = [
      "--change", "dearer: staff.ana.costPerHour=70", "--change", "leaves: \(Self.leaves)",
    ]
    let plain = try Self.run(changes)
    let base = try #require(Double(lexeme(plain, "/variants/0/spent")))
    let dearer = try #require(Double(lexeme(plain, "/variants/1/spent")))
    let share = (dearer / base - 1) * 100
    try #require(share > 1)
    let fired = try Self.run(
      changes + ["--fail-on", "cost-increase>\(share - 0.5)%", "--fail-on", "unmet>0", "--fail-on", "changes>1000"])
    #expect(fired.status == 1)
    #expect(fired.output == plain.output)
    #expect(fired.error.contains("dearer: cost-increase>"), "\(fired.error)")
    #expect(fired.error.contains("leaves: unmet>0: unmet is 40"), "\(fired.error)")
    #expect(!fired.error.contains("now:") && !fired.error.contains("leaves: cost-increase"), "\(fired.error)")
    let quiet = try Self.run(changes + ["--fail-on", "cost-increase>\(share + 0.5)%"])
    #expect(quiet.status == 0, "\(quiet.error)")
    // With one change alone it needs no name.
    let one = try Self.run(["--change", "leaves: \(Self.leaves)", "--fail-on", "unmet-increase>0"])
    #expect(one.status == 1 && one.error.contains("unmet-increase>0: unmet-increase is 40"), "\(one.error)")
    #expect(try Self.run(changes + ["--fail-on", "cost>5%"]).status == 64)
  }

  private func lexeme(_ outcome: MusterProcess.Outcome, _ pointer: String) throws -> String {
    guard case .number(let text)? = Self.member(try JSONValue(parsing: outcome.output), pointer) else { return "" }
    return text
  }

  @Test("A page beside the figures, which stay as they are; the same bytes every time")
  func page() throws {
    let folder = try TemporaryFolder()
    let changes = ["--change", "leaves: \(Self.leaves)", "--change", "<b>: staff.jo.costPerHour=70"]
    let plain = try Self.run(changes)
    for name in ["one.html", "two.html"] {
      let outcome = try Self.run(changes + ["--report", folder.url(name).path])
      try #require(outcome.status == 0, "\(outcome.error)")
      #expect(outcome.output == plain.output)
    }
    let page = String(decoding: try Data(contentsOf: folder.url("one.html")), as: UTF8.self)
    #expect(page == String(decoding: try Data(contentsOf: folder.url("two.html")), as: UTF8.self))
    for part in 1...5 { #expect(page.contains("<section id=part-\(part) ")) }
    #expect(page.contains("leaves: not covered") && page.contains("40.0 h more unmet"))
    #expect(page.contains("&lt;b&gt;") && !page.contains("<b>"))
    #expect(try Self.run(changes + ["-o", "x.html", "--report", "x.html"]).status == 64)
  }

  @Test("With a plan in force, what has begun stays in each of them")
  func keeping() throws {
    let folder = try TemporaryFolder()
    let plan = try MusterProcess.run(["solve", "-"], input: Array(CompareTests.scenario().utf8))
    let kept = try folder.write("plan.json", plan.output).path
    let outcome = try Self.run([
      "--keep", kept, "--from", "2027-03-08", "--change",
      "away: staff.ana.absences.+={\"from\": \"2027-03-08\", \"to\": \"2027-03-12\"}",
    ])
    try #require(outcome.status == 0, "\(outcome.error)")
    let document = try JSONValue(parsing: outcome.output)
    #expect(
      Self.member(document, "/variants/0/value") == Self.member(try JSONValue(parsing: plan.output), "/objective/value")
    )
    #expect(Self.member(document, "/variants/1/delta/unmetHours") == .number("40"))
    #expect(outcome.error.contains("'away':"))
    // What was worked before cannot be undone.
    let past = try Self.run([
      "--keep", kept, "--from", "2027-03-08", "--change",
      "sick: staff.ana.absences.+={\"from\": \"2027-03-01\", \"to\": \"2027-03-05\"}",
    ])
    #expect(past.status == 65 && past.output.isEmpty && past.error.contains("before --from"), "\(past.error)")
  }

  @Test(
    "What is wrong is named with the change, before anything is solved",
    arguments: [
      (["--change", "x: staff.anna.costPerHour=1"], 65, "'x': staff.anna.costPerHour: error: there is no \"anna\""),
      (["--change", "x: staff.ana.costPerHour=-1"], 65, "'x': staff.ana.costPerHour: error:"),
      (
        ["--change", "x: staff.ana.costPerHour=1", "--change", "x: staff.jo.costPerHour=1"], 64,
        "Two changes are called 'x'"
      ),
      (["--change", "now: staff.ana.costPerHour=1"], 64, "No change can be called"),
      (["--change", "staff.ana.costPerHour=1"], 64, "has no name"), (["--change", "x:"], 64, "changes nothing"),
      ([], 64, "--change or --changes"), (["--change", "x: @nowhere.json"], 66, "nowhere.json"),
    ])
  func wrong(_ arguments: [String], _ status: Int32, _ words: String) throws {
    let outcome = try Self.run(arguments)
    #expect(outcome.status == status && outcome.output.isEmpty && outcome.error.contains(words), "\(outcome.error)")
  }

  @Test(
    "A file of changes that is none", arguments: [("[]", "1:1"), (#"{"a": 1}"#, "1:7"), (#"{"a": {"..": 1}}"#, "1:8")])
  func wrongFile(_ text: String, _ place: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("c.json", text).path
    let outcome = try Self.run(["--changes", path])
    #expect(outcome.status == 65 && outcome.error.contains("\(path):\(place): error:"), "\(outcome.error)")
  }

  @Test("The walk-through runs as it is written")
  func walkThrough() throws {
    let page = try GuidePage("what-if.md")
    let commands = page.blocks.filter { $0.kind == "sh" }.map(\.text).joined()
    let folder = try TemporaryFolder()
    try folder.write("changes.json", try #require(page.blocks.first { $0.kind == "json" }?.text))
    let (status, _, error) = try GuidePage.run(
      commands.replacingOccurrences(of: "Scenarios/", with: GuidePage.root.path + "/Scenarios/"), in: folder)
    #expect(status == 0, "\(error)")
    // What the page says of the remedy and of the plans in force is what the program says.
    for line in error.split(separator: "\n")
    where line.contains("applying") || line.contains("against the plan in force") {
      #expect(page.text.contains(line), "\(line)")
    }
    #expect(error.contains("applying 1") && commands.contains("muster whatif"))
  }
}
