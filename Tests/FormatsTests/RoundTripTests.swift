// SPDX-License-Identifier: GPL-3.0-or-later

import Issues
import Allocation
import Foundation
import Generation
import Numbers
import JSON
import Testing

@testable import Formats

/// Whether a text holds a character that could steer what shows it.
func isDangerous(_ text: String) -> Bool {
  text.unicodeScalars.contains { scalar in
    (scalar.properties.generalCategory == .control && scalar != "\n") || scalar.properties.isBidiControl
  }
}

/// A plan with one assignment that has certain members.
func draftText(_ members: String, rest: String = "") -> String {
  let period = members.contains("start") || members.contains("period") ? "" : ", \"period\": 0"
  return
    "{\"format\": \"muster/plan@1\",\n\"assignments\": [{\"staff\": \"ana\", \"demand\": \"w1\"\(period), \(members)}]"
    + (rest.isEmpty ? "" : ",\n\(rest)") + "}"
}

@Suite("What is written is read again")
struct RoundTripTests {
  private static func check(_ scenario: Scenario, _ name: String) throws {
    for pretty in [false, true] {
      let bytes = ScenarioWriter.write(scenario, pretty: pretty)
      let again = try ScenarioReader.read(bytes).scenario
      #expect(again == scenario, "\(name)")
      #expect(ScenarioWriter.write(again, pretty: pretty) == bytes, "\(name)")
    }
  }

  @Test("Scenarios of every family", arguments: ScenarioFamily.allCases)
  func generated(_ family: ScenarioFamily) throws {
    for seed in 1...2 as ClosedRange<UInt64> {
      let scenario = ScenarioGenerator(family: family, staff: 12, projects: 4, weeks: 6, seed: seed).scenario()
      #expect(!scenario.issues().contains { $0.severity == .error })
      try Self.check(scenario, "\(family), \(seed)")
    }
  }

  @Test("The scenarios that come with the program")
  func samples() throws {
    let folder = packageRoot.appending(path: "Scenarios")
    let samples = try files(folder)
    #expect(samples.count >= 10)
    for file in samples {
      do throws(DocumentError) {
        let document = try ScenarioReader.read((try? contents(file)) ?? []) { (name) throws(BaselineLoadFailure) in
          guard let bytes = try? contents(folder.appending(path: name)) else { throw BaselineLoadFailure("no file") }
          return bytes
        }
        try? Self.check(document.scenario, file.lastPathComponent)
      } catch {
        Issue.record("\(error.rendered(fileName: file.lastPathComponent))")
      }
    }
  }

  @Test("A scenario with every key")
  func everything() throws {
    let document = try ScenarioReader.read(Array(richScenario.utf8))
    #expect(document.warnings.isEmpty, "\(document.warnings)")
    try Self.check(document.scenario, "rich")
    let scenario = document.scenario
    #expect(scenario.staff.first?.skills.first?.productivity.description == "1.25")
    #expect(scenario.baseline?.assignments.count == 2)
    #expect(scenario.calendar.named.first?.calendar.holidays == scenario.calendar.standard.holidays)
  }

  @Test("Decisions in whole numbers are written as they were read")
  func later() throws {
    func read(_ bytes: [UInt8]) throws -> Scenario {
      try decoded(bytes, PositionResolver(bytes: bytes)) { (decoder) throws(JSONFailure) in
        try ScenarioFormat.document.read(&decoder)
      }.scenario
    }
    let scenario = try read(Array(laterScenario.utf8))
    let bytes = ScenarioWriter.write(scenario)
    #expect(try read(bytes) == scenario)
    let written = try JSONValue(parsing: bytes)
    #expect(!scenario.issues().contains { $0.severity == .error })
    #expect(scenario.hasDecisions)
    #expect(written["preferences"] == (try JSONValue(parsing: Array(laterScenario.utf8)))["preferences"])
  }

  @Test("A plan with something in every list, exactly")
  func plan() throws {
    for pretty in [false, true] {
      let bytes = PlanWriter.write(fullPlan, pretty: pretty)
      let again = try PlanReader.read(bytes)
      #expect(again == fullPlan)
      #expect(PlanWriter.write(again, pretty: pretty) == bytes)
    }
    let text = String(decoding: PlanWriter.write(fullPlan, pretty: false), as: UTF8.self)
    for figure in [
      "\"hours\":0.000001", "\"cost\":123456789012.345678", "\"bound\":null", "\"gap\":null", "\"validFor\":null",
    ] {
      #expect(text.contains(figure), "\(figure)")
    }
    // The patch is a list in the document, and no text.
    #expect(text.contains(#""patch":[{"op":"add","path":"/staff/-","value":{"id":"new"}}]"#))
    var plan = fullPlan
    plan.objective.bound = Millionths(count: 123_456_789_012_345_677)
    plan.engine.fallback = nil
    plan.scenario.name = nil
    #expect(try PlanReader.read(PlanWriter.write(plan)) == plan)
  }

  @Test(
    "Figures that do not follow from others are read, and named",
    arguments: [
      ("/objective/gap", "0.00000002", "gap"), ("/summary/hours/met", "2", "met"),
      ("/summary/hours/share", "0.9", "share"),
      ("/summary/utilisation/people/0/share", "0.6", "share"), ("/summary/utilisation/people/1/share", "0", "share"),
      ("/summary/projects/0/hours/met", "0", "met"),
    ])
  func falseClaims(_ pointer: String, _ value: String, _ name: String) throws {
    var plan = fullPlan
    plan.objective.bound = plan.objective.value
    let whole = PlanWriter.write(plan)
    #expect(try PlanReader.document(whole).falseClaims.isEmpty)
    let patch = #"[{"op": "replace", "path": "\#(pointer)", "value": \#(value)}]"#
    let changed = try JSONPatch(JSONValue(parsing: Array(patch.utf8))).applied(to: JSONValue(parsing: whole))
    let document = try PlanReader.document(changed.serialized())
    #expect(document.plan == plan)
    #expect(document.falseClaims.map(\.path.pointer) == [pointer])
    #expect(document.falseClaims.allSatisfy { $0.kind == .wrongFigure && $0.detail.hasPrefix(name + " is ") })
  }

  @Test("Figures of other programs may be rounded otherwise")
  func roundedClaims() throws {
    var plan = fullPlan
    plan.objective.bound = plan.objective.value - Millionths(1)
    let patch = #"""
      [{"op": "replace", "path": "/objective/gap", "value": 8.1000000664e-12},
       {"op": "replace", "path": "/summary/utilisation/people/0/share", "value": 0.714286}]
      """#
    let changed = try JSONPatch(JSONValue(parsing: Array(patch.utf8)))
      .applied(to: JSONValue(parsing: PlanWriter.write(plan)))
    #expect(try PlanReader.document(changed.serialized()).falseClaims.isEmpty)
  }

  @Test("A draft needs no more than its format and assignments")
  func draft() throws {
    let text = """
      {"format": "muster/plan@1", "assignments": [
        {"staff": "ana", "demand": "w1", "period": 1, "hours": 1e-6},
        {"staff": "ana", "demand": "w1", "start": "2027-01-04", "hours": 12.50}]}
      """
    let draft = try PlanReader.readDraft(Array(text.utf8))
    #expect(draft.assignments.map(\.hours.count) == [1, 12_500_000])
    #expect(draft.assignments.map(\.period) == [1, nil])
    #expect(draft.assignments.last?.start?.description == "2027-01-04")
    #expect(draft.overtime == nil && draft.objective == nil && draft.scenario == nil)
    let full = try PlanReader.readDraft(PlanWriter.write(fullPlan))
    #expect(full.assignments.count == fullPlan.assignments.count)
    #expect(full.unmet?.map(\.amount) == fullPlan.unmet.map(\.amount))
    #expect(full.brokenCommitments?.count == 1 && full.operating?.count == 1 && full.assetUse?.count == 1)
    #expect(full.objective == fullPlan.objective)
    // It is no whole plan.
    let error = failure { () throws(DocumentError) in try PlanReader.read(Array(text.utf8)) }
    #expect(error?.issues.contains { $0.issue.kind == .missingKey } == true)
  }

  @Test(
    "Each mistake in a plan is told at its place",
    arguments: [
      (ScenarioIssue.Kind.format, "", "§{\"assignments\": []}"),
      (.format, "/format", "{\"format\": §\"muster/scenario@1\", \"assignments\": []}"),
      (.missingKey, "", "§{\"format\": \"muster/plan@1\"}"),
      (.wrongType, "", "§\"plan\""),
      (.wrongType, "/assignments", "{\"format\": \"muster/plan@1\", \"assignments\": §{}}"),
      (.unknownKey, "/asignments", "{\"format\": \"muster/plan@1\", \"assignments\": [], §\"asignments\": 1}"),
      (.unknownKey, "/assignments/0/hour", draftText("\"hours\": 1, §\"hour\": 1")),
      (.outOfRange, "/assignments/0/hours", draftText("\"hours\": §0.0000001")),
      (.outOfRange, "/assignments/0/hours", draftText("\"hours\": §1e24")),
      (.outOfRange, "/assignments/0/hours", draftText("\"hours\": §10000000000000000000000000")),
      (.outOfRange, "/assignments/0/hours", draftText("\"hours\": §1" + String(repeating: "0", count: 500))),
      (.wrongType, "/assignments/0/hours", draftText("\"hours\": §\"1\"")),
      (.outOfRange, "/assignments/0/start", draftText("\"hours\": 1, \"start\": §\"2027-02-30\"")),
      (.outOfRange, "/assignments/0/period", draftText("\"hours\": 1, \"period\": §-1")),
      (.outOfRange, "/status", draftText("\"hours\": 1", rest: "\"status\": §\"perfect\"")),
      (
        .outOfRange, "/verification/violations/0/pointer",
        draftText(
          "\"hours\": 1",
          rest:
            "\"verification\": {\"feasible\": true, \"value\": 1, \"bound\": null, \"boundKind\": \"none\", \"violations\": [{\"kind\": \"capacity\", \"detail\": \"b\", \"pointer\": §\"a~2\"}]}"
        )
      ),
      (
        .contradiction, "/unmet/0",
        draftText("\"hours\": 1", rest: "\"unmet\": [§{\"demand\": \"w1\", \"hours\": 1, \"unitDays\": 1}]")
      ),
    ] as [(ScenarioIssue.Kind, String, String)])
  func planMistakes(_ kind: ScenarioIssue.Kind, _ pointer: String, _ marked: String) throws {
    let text = MarkedText(marked)
    let error = try #require(failure { () throws(DocumentError) in try PlanReader.readDraft(text.bytes) })
    let shown = error.rendered(fileName: "p.json")
    #expect(error.issues.count == 1, "\(shown)")
    #expect(error.issues.first?.issue.kind == kind, "\(shown)")
    #expect(error.issues.first?.issue.path.pointer == pointer, "\(shown)")
    #expect(error.issues.first?.line == text.line && error.issues.first?.column == text.column, "\(shown)")
  }

  @Test("Every key of a whole plan has to be there, but for what is asked for")
  func wholePlan() throws {
    guard case .object(let members) = try JSONValue(parsing: PlanWriter.write(fullPlan)) else {
      Issue.record("the plan is no object")
      return
    }
    var optional: [String] = []
    for index in members.indices {
      var fewer = members
      fewer.remove(at: index)
      let document = JSONValue.object(fewer).serialized()
      guard let error = failure({ () throws(DocumentError) in try PlanReader.read(document) }) else {
        optional.append(members[index].key)
        continue
      }
      #expect(error.issues.count == 1, "\(members[index].key)")
      #expect(error.issues.first?.issue.detail.contains(members[index].key) == true)
    }
    #expect(optional == ["starts", "trainings", "engaged", "load", "days", "certificate"])
    var plan = fullPlan
    plan.days = nil
    plan.load = nil
    plan.certificate = nil
    (plan.starts, plan.trainings, plan.engaged) = (nil, nil, nil)
    let text = String(decoding: PlanWriter.write(plan), as: UTF8.self)
    #expect(
      !["days", "load", "certificate", "starts", "trainings", "engaged"].contains { text.contains("\"\($0)\"") })
    let bytes = Array(text.utf8)
    #expect(try PlanReader.read(bytes) == plan)
  }

  /// What an entry may do without is what some entries only have: the `place` of a crew, the `asset` that is operated,
  /// the period of what is not flexible, with its days, and the keys by which the three kinds of days differ. The
  /// checker, which knows the demand, says whether an entry has those that it should.
  @Test(
    "Every key of an entry has to be there, but for those that not every entry has",
    arguments: [
      ("assignments", 0, ["place"]), ("overtime", 1, ["asset"]), ("assetUse", 0, []), ("operating", 0, []),
      ("unmet", 0, ["period", "start", "end"]), ("brokenCommitments", 0, []), ("days", 0, ["staff", "overtime"]),
      ("days", 1, ["staff", "asset", "overtime"]), ("days", 2, ["asset"]),
      ("bottlenecks", 0, ["period", "start", "end"]),
    ] as [(String, Int, [String])])
  func wholeEntries(_ list: String, _ index: Int, _ optional: [String]) throws {
    var plan = fullPlan
    plan.assignments[0].place = 0
    let whole = try JSONValue(parsing: PlanWriter.write(plan))
    guard case .array(let entries) = whole[list], case .object(let members) = entries[index] else {
      Issue.record("there is no such entry")
      return
    }
    var left: [String] = []
    for member in members {
      let patch = #"[{"op": "remove", "path": "/\#(list)/\#(index)/\#(member.key)"}]"#
      let document = try JSONPatch(JSONValue(parsing: Array(patch.utf8))).applied(to: whole).serialized()
      guard let error = failure({ () throws(DocumentError) in try PlanReader.read(document) }) else {
        left.append(member.key)
        continue
      }
      #expect(error.issues.contains { $0.issue.detail.contains(member.key) }, "\(error.rendered(fileName: "p.json"))")
    }
    #expect(left == optional)
  }

  @Test(
    "Naughty strings as names and ids pass through both formats and never steer what shows them",
    .enabled(if: hasData("blns/blns.json"), "no data"))
  func naughtyStrings() throws {
    guard case .array(let list) = try JSONValue(parsing: contents(dataRoot.appending(path: "blns/blns.json"))) else {
      Issue.record("blns.json is no list")
      return
    }
    let strings =
      list.compactMap { if case .string(let text) = $0 { text } else { nil } } + [
        "\u{202E}evil\u{2066}", "a\u{1B}[31mb", "\u{9B}2J", "\u{2028}\u{2029}\u{FEFF}\u{200F}\u{061C}", "\u{7F}\u{0}",
      ]
    #expect(strings.count > 400)
    let ids = Set(strings).sorted().filter { text in
      !text.isEmpty && text.unicodeScalars.count <= 200
        && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
    #expect(ids.count > 300)
    try checkScenario(strings, ids)
    try checkPlan(strings, ids)
    for text in strings {
      let shown = escapedForTerminal(text)
      #expect(!isDangerous(shown) && !shown.contains("\n"), "\(text.debugDescription)")
      // As an unknown key it is told without steering the terminal.
      let bad = JSONValue.object([.init(text, .array([.string(text)])), .init("format", .string(text))]).serialized()
      let error = failure { () throws(DocumentError) in try ScenarioReader.read(bad) }
      #expect(error.map { !isDangerous($0.rendered(fileName: text)) } == true, "\(text.debugDescription)")
      #expect(error.map { !isDangerous(String(decoding: $0.json, as: UTF8.self)) } == true)
    }
  }

  private func checkScenario(_ strings: [String], _ ids: [String]) throws {
    var scenario = try ScenarioReader.read(Array(richScenario.utf8)).scenario
    scenario.name = strings.joined(separator: " ")
    for (index, text) in strings.enumerated() {
      scenario.staff.append(StaffMember(id: "s\(index)", name: text, department: text, location: text, costPerHour: 1))
      scenario.projects.append(Project(id: "p\(index)", name: text, department: text))
    }
    for text in ids {
      scenario.staff.append(
        StaffMember(id: text, skills: [.init(text, level: 2)], certifications: [.init(text)], costPerHour: 1))
      scenario.assets.append(Asset(id: text, tags: [text]))
      let work = StaffDemand(
        hours: 1, skills: [.init(text, level: 1)], certifications: [text], locations: [text], only: [text])
      scenario.projects.append(Project(id: text, demands: [Demand(id: text, kind: .staff(work))]))
    }
    let bytes = ScenarioWriter.write(scenario)
    #expect(!isDangerous(String(decoding: bytes, as: UTF8.self)))
    let again = try ScenarioReader.read(bytes).scenario
    #expect(again.staff == scenario.staff)
    #expect(again.projects == scenario.projects)
    #expect(again == scenario)
    // Equality of texts is canonical; the bytes show that nothing was composed anew.
    #expect(ScenarioWriter.write(again) == bytes)
  }

  private func checkPlan(_ strings: [String], _ ids: [String]) throws {
    var plan = fullPlan
    for text in strings {
      var entry = plan.unmet[0]
      entry.reasons = [.init(kind: .away, detail: text, share: .zero)]
      entry.remedies[0].title = text
      entry.remedies[0].patch = String(decoding: Self.patch(text).serialized(), as: UTF8.self)
      plan.unmet.append(entry)
      plan.verification.violations.append(
        .init(kind: .pace, detail: text, path: [.key("staff"), .key("/~" + text + "~1")]))
    }
    for text in ids {
      var entry = plan.assignments[0]
      entry.staff = text
      entry.demand = text
      plan.assignments.append(entry)
    }
    let bytes = PlanWriter.write(plan)
    #expect(!isDangerous(String(decoding: bytes, as: UTF8.self)))
    let again = try PlanReader.read(bytes)
    #expect(again.unmet == plan.unmet)
    #expect(again.verification == plan.verification)
    #expect(again == plan)
    #expect(PlanWriter.write(again) == bytes)
  }

  private static func patch(_ path: String) -> JSONValue {
    .array([.object([.init("op", .string("remove")), .init("path", .string(path))])])
  }

  @Test("A patch with characters that steer is escaped, and means the same")
  func steeringPatch() throws {
    var plan = fullPlan
    plan.unmet[0].remedies[0].patch = #"[{"op":"remove","path":"/\#u{202E}x\#u{7F}é"}]"#
    let bytes = PlanWriter.write(plan)
    #expect(!isDangerous(String(decoding: bytes, as: UTF8.self)))
    let patch = try PlanReader.read(bytes).unmet[0].remedies[0].patch
    #expect(try JSONValue(parsing: Array(patch.utf8)) == Self.patch("/\u{202E}x\u{7F}é"))
    // What is no JSON is kept as a text.
    plan.unmet[0].remedies[0].patch = "[no"
    #expect(try PlanReader.read(PlanWriter.write(plan)) == plan)
  }
}
