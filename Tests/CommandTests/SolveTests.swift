// SPDX-License-Identifier: GPL-3.0-or-later

import Numbers
import Allocation
import Foundation
import Formats
import JSON
import Testing

@Suite("Solving", .timeLimit(.minutes(10)))
struct SolveTests {
  static let scenario = Array(InvalidScenarioTests.sound.utf8)

  @Test("A scenario becomes a verified plan: 100 of 100 hours at 60 EUR", arguments: ["auto", "glpk", "native"])
  func plan(_ engine: String) throws {
    let outcome = try MusterProcess.run(["solve", "--engine", engine], input: Self.scenario)
    try #require(outcome.status == 0, "\(outcome.error)")
    let plan = try PlanReader.read(outcome.output)
    #expect(plan.verification.feasible)
    #expect(plan.objective.value.description == "6000")
    #expect(plan.summary.hours.unmet == .zero)
    #expect(plan.scenario.sha256 == sha256Hex(Self.scenario))
    #expect(!outcome.text.contains("timings"))
    #expect(outcome.output == (try MusterProcess.run(["solve", "--engine", engine], input: Self.scenario)).output)
  }

  @Test("Each format", arguments: [("table", "Checked: feasible"), ("csv", "staff,demand,"), ("markdown", "# ")])
  func format(_ format: String, _ word: String) throws {
    let outcome = try MusterProcess.run(["solve", "--format", format], input: Self.scenario)
    try #require(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.text.contains(word))
    #expect(!outcome.text.contains("\u{1B}"))
  }

  @Test("Colours where they are asked for")
  func color() throws {
    let outcome = try MusterProcess.run(
      ["solve", "--format", "table", "--color", "always"], input: Self.scenario)
    #expect(outcome.text.contains("\u{1B}["))
  }

  @Test("Timings are in the plan only where they are asked for")
  func timings() throws {
    let outcome = try MusterProcess.run(["solve", "--timings", "--verbose"], input: Self.scenario)
    try #require(outcome.status == 0, "\(outcome.error)")
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
    let timings = try #require(document["timings"] as? [String: Double])
    #expect(timings["read"] != nil && timings["write"] != nil)
    #expect(outcome.error.contains("read "))
    // Other commands read it all the same.
    let folder = try TemporaryFolder()
    let scenario = try folder.write("scenario.json", Self.scenario)
    let plan = try folder.write("plan.json", outcome.output)
    let checked = try MusterProcess.run(["check", scenario.path, plan.path, "--format", "table"])
    #expect(checked.status == 0, "\(checked.error)")
    #expect(checked.text.contains("Not checked, as nothing in a plan can show it: which engine made it"))
  }

  @Test("A plan passes its own check, and a changed one does not")
  func check() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("scenario.json", Self.scenario)
    let plan = folder.url("plan.json")
    let solved = try MusterProcess.run(["solve", scenario.path, "-o", plan.path])
    try #require(solved.status == 0, "\(solved.error)")
    #expect(solved.output.isEmpty)
    let checked = try MusterProcess.run(["check", scenario.path, plan.path, "--format", "table"])
    #expect(checked.status == 0, "\(checked.error)")
    #expect(checked.text.contains("The plan is valid."))
    #expect(checked.text.contains("worth as much as the best one"))
    let text = String(decoding: try Data(contentsOf: plan), as: UTF8.self)
    let changed = text.replacingOccurrences(of: "\"staff\": \"ana\"", with: "\"staff\": \"bea\"")
    try #require(changed != text)
    try folder.write("changed.json", changed)
    let refused = try MusterProcess.run(["check", scenario.path, folder.url("changed.json").path, "--no-optimum"])
    #expect(refused.status == 1)
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(refused.output)) as? [String: Any])
    #expect(document["valid"] as? Bool == false)
  }

  @Test("Who is used when, where that is asked for")
  func load() throws {
    let plain = try MusterProcess.run(["solve", "--format", "json"], input: Self.scenario)
    #expect(try PlanReader.read(plain.output).load == nil)
    let outcome = try MusterProcess.run(["solve", "--load", "--format", "json"], input: Self.scenario)
    try #require(outcome.status == 0, "\(outcome.error)")
    let plan = try PlanReader.read(outcome.output)
    let load = try #require(plan.load)
    #expect(load.people.allSatisfy { $0.id == "ana" || $0.used == .zero })
    #expect(load.people.reduce(.zero) { $0 + $1.used } == Millionths(100))
    let table = try MusterProcess.run(["solve", "--format", "table"], input: Self.scenario)
    #expect(table.text.contains("When people are used, one block a week"))
    let figures = try MusterProcess.run(["solve", "--load", "--format", "table"], input: Self.scenario)
    #expect(figures.text.contains("Hours of people used, by week"))
    let sheet = try MusterProcess.run(["solve", "--load", "--format", "csv"], input: Self.scenario)
    #expect(sheet.text.hasPrefix("kind,id,period,start,end,available,used,overtime\npeople,ana,0,"))
    let both = try MusterProcess.run(["solve", "--load", "--by", "day", "--format", "csv"], input: Self.scenario)
    #expect(both.status == 64)
  }

  @Test(
    "Whatever a plan says falsely is named",
    arguments: [
      ("/scenario/sha256", "\"\(String(repeating: "0", count: 64))\"", "wrong-scenario"),
      ("/objective/gap", "0.1", "wrong-figure"), ("/objective/rounding", "9", "wrong-rounding"),
      ("/money/spent", "1", "wrong-money"), ("/summary/hours/met", "1", "wrong-figure"),
      ("/assignments/0/end", "\"2027-01-08\"", "wrong-days"), ("/load/people/0/used", "1", "wrong-load"),
      ("/certificate/steps/0/rows", "[]", "wrong-bound"), ("/scenario/name", "\"other\"", "wrong-scenario"),
      ("/status", "\"feasible\"", "wrong-status"), ("/stop", "\"time\"", "wrong-status"),
      ("/verification/value", "1", "wrong-verification"), ("/verification/bound", "null", "wrong-verification"),
      ("/verification/feasible", "false", "wrong-verification"),
      ("/verification/boundKind", "\"leaves\"", "wrong-verification"),
      ("/bottlenecks/0/id", "\"ghost\"", "wrong-bottleneck"), ("/bottlenecks/0/pricePerUnit", "-1", "wrong-bottleneck"),
      ("/unmet/0/reasons/0/share", "1.8", "wrong-reason"), ("/unmet/0/reasons/0/detail", "\"Mars\"", "wrong-reason"),
    ])
  func falseClaims(_ pointer: String, _ value: String, _ kind: String) throws {
    let folder = try TemporaryFolder()
    // More than there are hours for, so that the plan has reasons and prices to be false about.
    let text = InvalidScenarioTests.sound.replacingOccurrences(of: "\"hours\": 100", with: "\"hours\": 1000")
    let scenario = try folder.write("scenario.json", Array(text.utf8))
    let solved = try MusterProcess.run(
      ["solve", "--load", "--certificate", "--format", "json"], input: Array(text.utf8))
    let operation = pointer == "/scenario/name" ? "add" : "replace"
    let patch = #"[{"op": "\#(operation)", "path": "\#(pointer)", "value": \#(value)}]"#
    let changed = try JSONPatch(JSONValue(parsing: Array(patch.utf8))).applied(to: JSONValue(parsing: solved.output))
    let plan = try folder.write("plan.json", changed.serialized())
    let refused = try MusterProcess.run(["check", scenario.path, plan.path, "--no-optimum", "--format", "json"])
    #expect(refused.status == 1, "\(refused.error)")
    let document = try #require(JSONSerialization.jsonObject(with: Data(refused.output)) as? [String: Any])
    let violations = try #require(document["violations"] as? [[String: Any]])
    #expect(Set(violations.compactMap { $0["kind"] as? String }) == [kind])
  }

  @Test("A library named to solve is the one that is tried, and its failure is told")
  func missingLibrary() throws {
    let outcome = try MusterProcess.run(
      ["solve", "--engine", "glpk", "--glpk", "/nowhere/libglpk.so"], input: Self.scenario)
    try #require(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.error.contains("/nowhere/libglpk.so"))
    let plan = try PlanReader.read(outcome.output)
    #expect(plan.engine.name == "native")
    #expect(plan.engine.fallback?.contains("/nowhere/libglpk.so") == true)
  }

  @Test("A plan of assignments alone is completed, checked and priced")
  func draft() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("scenario.json", Self.scenario)
    func draft(_ hours: String) -> String {
      """
      {"format": "muster/plan@1", "assignments": [
        {"staff": "ana", "demand": "web-1", "start": "2027-01-12", "hours": \(hours)},
        {"staff": "ana", "demand": "web-1", "period": 0, "hours": 40}
      ]}
      """
    }
    let good = try folder.write("good.json", draft("30"))
    let checked = try MusterProcess.run(["check", scenario.path, good.path, "--format", "table"])
    #expect(checked.status == 0, "\(checked.error)\(checked.text)")
    #expect(checked.text.contains("The plan is valid."))
    #expect(checked.text.contains("It is a draft; worked out from its assignments: what is unmet."))
    // 70 h at 60, and 30 h unmet at priority 5 and 3 x 60 a point.
    #expect(checked.text.contains("Value 31,200.00 (money and penalties)"))
    #expect(
      checked.text.contains(
        "The plan is worse by 80.7 % of its value: it spends 1,800.00 less, leaves 30.0 h more unmet."))
    #expect(
      checked.text.contains(#""policy": {"unmetCostPerHour": 180} in the scenario"#), "\(checked.text)")
    let bad = try folder.write("bad.json", draft("50"))
    let refused = try MusterProcess.run(["check", scenario.path, bad.path, "--format", "table"])
    #expect(refused.status == 1)
    #expect(refused.text.contains("/assignments/0/hours"))
    let none = try folder.write("none.json", #"{"format": "muster/plan@1"}"#)
    let invalid = try MusterProcess.run(["check", scenario.path, none.path])
    #expect(invalid.status == 65)
    #expect(invalid.output.isEmpty)
    #expect(invalid.error.contains("assignments"))
  }

  @Test("A generated scenario is planned", arguments: ["enterprise", "hardware", "office", "daily", "ties"])
  func generated(_ family: String) throws {
    let scenario = try MusterProcess.run(
      ["generate", "--family", family, "--staff", "12", "--projects", "3", "--weeks", "4"])
    let outcome = try MusterProcess.run(["solve"], input: scenario.output)
    try #require(outcome.status == 0, "\(outcome.error)")
    let plan = try PlanReader.read(outcome.output)
    #expect(plan.verification.feasible)
    #expect(!plan.assignments.isEmpty)
  }

  @Test("A generated scenario with demands that begin and end on any day is planned")
  func anyWindows() throws {
    let size = ["generate", "--staff", "12", "--projects", "3", "--weeks", "4"]
    let scenario = try MusterProcess.run(size + ["--windows", "any"])
    #expect(try MusterProcess.run(size + ["--windows", "weeks"]).output == MusterProcess.run(size).output)
    #expect(try MusterProcess.run(size).output != scenario.output)
    let outcome = try MusterProcess.run(["solve"], input: scenario.output)
    try #require(outcome.status == 0, "\(outcome.error)")
    let plan = try PlanReader.read(outcome.output)
    #expect(plan.verification.feasible && plan.status == .optimal)
    #expect(try MusterProcess.run(size + ["--windows", "days"]).status == 64)
  }
}
