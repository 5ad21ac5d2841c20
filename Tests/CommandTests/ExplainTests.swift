// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Foundation
import Formats
import JSON
import TestSupport
import Testing

@Suite("Explaining", .timeLimit(.minutes(10)))
struct ExplainTests {
  /// The example of the format's description: 160 of 200 hours, because one of two people may do it.
  static let scenario = """
    {"format": "muster/scenario@1", "currency": "EUR",
     "calendar": {"start": "2027-03-01", "end": "2027-03-28"},
     "staff": [
       {"id": "mehta", "name": "Mehta", "costPerHour": 79, "skills": {"kubernetes": 4}},
       {"id": "bosch", "name": "Bosch", "costPerHour": 72, "skills": {"kubernetes": 2}}],
     "projects": [{"id": "move", "priority": 7, "demands": [
       {"id": "move-cluster", "hours": 200, "skills": {"kubernetes": 3}}]}]}
    """

  private func object(_ outcome: MusterProcess.Outcome) throws -> [String: Any] {
    try #require(outcome.status == 0, "\(outcome.error)")
    return try #require(JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
  }

  @Test("JSON has reasons and remedies, the same bytes every time")
  func json() async throws {
    let outcome = try MusterProcess.run(["explain", "-"], input: Array(Self.scenario.utf8))
    let document = try object(outcome)
    #expect(document["format"] as? String == "muster/explanation@1")
    let unmet = try #require((document["unmet"] as? [[String: Any]])?.first)
    let reasons = try #require(unmet["reasons"] as? [[String: Any]])
    #expect(reasons.map { $0["kind"] as? String } == ["nobody"])
    let remedies = try #require(unmet["remedies"] as? [[String: Any]])
    #expect(Set(remedies.compactMap { $0["kind"] as? String }) == ["overtime", "external", "skill"])
    #expect(remedies.allSatisfy { $0["confirmed"] as? Bool == true && $0["patch"] is [[String: Any]] })
    let training = try #require(remedies.first { $0["kind"] as? String == "skill" })
    // 40 hours at 7 x 237 instead of 72; the whole 200 hours at the lower rate.
    let before = 40 * 7 * 237 + 160 * 79
    let after = 160 * 72 + 40 * 79
    #expect(training["saves"] as? Double == Double(before - after))
    #expect(try MusterProcess.run(["explain", "-"], input: Array(Self.scenario.utf8)).output == outcome.output)
  }

  @Test("A plan from a sheet is explained, to a file; a name is told its id")
  func sheets() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("s.json", Self.scenario).path
    let sheet = try folder.write("p.csv", "Mitarbeiter;Bedarf;Von;Stunden\nMehta;move-cluster;2027-03-01;32\n").path
    let target = folder.url("why.md")
    let outcome = try MusterProcess.run(["explain", scenario, sheet, "--format", "markdown", "-o", target.path])
    #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.error)")
    let text = String(decoding: try Data(contentsOf: target), as: UTF8.self)
    #expect(text.contains("| move-cluster") && text.contains("168.0 h"), "\(text)")
    let named = try MusterProcess.run(["explain", scenario, "--why", "Mehta", "move-cluster"])
    #expect(named.status == 64 && named.error.contains("the id is 'mehta'"), "\(named.error)")
    let checked = try MusterProcess.run([
      "check", scenario, sheet, "--no-optimum", "--format", "markdown", "-o", target.path,
    ])
    #expect(checked.status == 0 && checked.output.isEmpty, "\(checked.error)")
    #expect(String(decoding: try Data(contentsOf: target), as: UTF8.self).hasPrefix("# Check of a plan"))
  }

  @Test("Each format", arguments: [("table", "What would help"), ("markdown", "Train Bosch in kubernetes")])
  func format(_ format: String, _ word: String) throws {
    let outcome = try MusterProcess.run(["explain", "-", "--format", format], input: Array(Self.scenario.utf8))
    try #require(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.text.contains(word), "\(outcome.text)")
    #expect(!outcome.text.contains("\u{1B}"))
  }

  @Test("An absence costs what solving with it costs, and hits the projects that have more unmet")
  func absence() throws {
    let outcome = try MusterProcess.run(["explain", "-", "--absence"], input: Array(Self.scenario.utf8))
    let absences = try #require(try object(outcome)["absence"] as? [[String: Any]])
    // Without Mehta nobody may do it: 160 hours more at 7 x 237, and none at 79. Bosch does nothing as it is.
    #expect(absences.map { $0["staff"] as? String } == ["mehta", "bosch"])
    #expect(absences.map { $0["costs"] as? Double } == [Double(160 * 7 * 237 - 160 * 79), 0])
    #expect(absences.map { $0["unmetHours"] as? Double } == [200, 40])
    let hit = try #require(absences.first?["projects"] as? [[String: Any]])
    #expect(hit.map { $0["project"] as? String } == ["move"])
    #expect(hit.map { $0["unmetHours"] as? Double } == [160])
    let weeks = try MusterProcess.run(
      ["explain", "-", "--absence", "--weeks", "1"], input: Array(Self.scenario.utf8))
    let week = try #require((try object(weeks)["absence"] as? [[String: Any]])?.first)
    #expect(week["costs"] as? Double == Double(40 * 7 * 237 - 40 * 79))
    let table = try MusterProcess.run(
      ["explain", "-", "--absence", "--format", "table"], input: Array(Self.scenario.utf8))
    #expect(table.text.contains("others take over"), "\(table.text)")
    #expect(try MusterProcess.run(["explain", "-", "--weeks", "2"], input: Array(Self.scenario.utf8)).status == 64)
  }

  @Test("A plan that is there is explained; --remedies 0 offers nothing")
  func givenPlan() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("scenario.json", Self.scenario)
    let plan = folder.url("plan.json")
    let solved = try MusterProcess.run(["solve", scenario.path, "-o", plan.path])
    try #require(solved.status == 0, "\(solved.error)")
    let written = try PlanReader.read(Array(Data(contentsOf: plan)))
    #expect(written.unmet.map { $0.reasons.map(\.kind) } == [[.nobody]])
    let document = try object(MusterProcess.run(["explain", scenario.path, plan.path, "--remedies", "0"]))
    let unmet = try #require((document["unmet"] as? [[String: Any]])?.first)
    #expect((unmet["remedies"] as? [Any])?.isEmpty == true)
    #expect((unmet["reasons"] as? [Any])?.count == 1)
  }

  /// A little of everything: a budget, an asset with operators, overtime in total, a pace, a promise.
  static let mixed = """
    {"format": "muster/scenario@1", "name": "Mixed", "currency": "EUR",
     "calendar": {"start": "2027-03-01", "end": "2027-03-28"},
     "staff": [
       {"id": "mehta", "name": "Mehta", "costPerHour": 79, "skills": {"kubernetes": 4},
        "overtime": {"hoursPerWeek": 5, "hoursTotal": 8}},
       {"id": "bosch", "name": "Bosch", "costPerHour": 72, "skills": {"kubernetes": 2, "driving": 3}}],
     "assets": [{"id": "crane", "costPerUnitDay": 90,
       "operators": {"skills": {"driving": 2}, "hoursPerUnitDay": 2}}],
     "projects": [
       {"id": "move", "name": "The move", "priority": 7, "demands": [
         {"id": "move-cluster", "hours": 200, "skills": {"kubernetes": 3}, "to": "2027-03-21"}]},
       {"id": "site", "priority": 5, "budget": 3000, "demands": [
         {"id": "lift", "units": 2, "asset": "crane", "to": "2027-03-07"},
         {"id": "watch", "hours": 60, "maxHoursPerWeek": 10}]}],
     "commitments": [{"staff": "mehta", "demand": "watch", "from": "2027-03-01", "to": "2027-03-14",
       "hoursPerWeek": 4}]}
    """

  @Test(
    "What is written fits the schema",
    arguments: [
      ["--best", "3"], [], ["--remedies", "9", "--prices", "40"], ["--absence"], ["--why", "mehta", "watch"],
      ["--why", "bosch", "move-cluster"], ["--engine", "glpk"], ["--prices", "0", "--remedies", "0"],
    ])
  func schema(_ options: [String]) throws {
    let schema = try JSONValue(parsing: MusterProcess.run(["schema", "explanation"]).output)
    for scenario in [Self.scenario, Self.mixed] {
      let arguments = ["explain", "-"] + options
      let isAbout = !options.contains("watch") || scenario == Self.mixed
      let outcome = try MusterProcess.run(arguments, input: Array(scenario.utf8))
      guard isAbout else { continue }
      try #require(outcome.status == 0, "\(outcome.error)")
      let findings = SchemaValidator(schema).findings(try JSONValue(parsing: outcome.output))
      #expect(findings.isEmpty, "\(findings)")
    }
  }

  @Test("What is decided, and why a project is moved, as JSON that fits the schema, tables and Markdown")
  func decisions() throws {
    let decided = Self.scenario.replacingOccurrences(
      of: "\"priority\": 7,", with: "\"priority\": 7, \"deadline\": \"2027-03-14\", \"shift\": {\"latest\": 2},")
    let schema = try JSONValue(parsing: MusterProcess.run(["schema", "explanation"]).output)
    for options in [[], ["--decisions", "1"], ["--why", "move"], ["--best", "3"]] {
      let outcome = try MusterProcess.run(["explain", "-"] + options, input: Array(decided.utf8))
      let object = try object(outcome)
      #expect(SchemaValidator(schema).findings(try JSONValue(parsing: outcome.output)).isEmpty)
      let decisions = object["decisions"] as? [[String: Any]]
      #expect((decisions == nil) == options.contains("--best"))
      for decision in decisions ?? [] {
        #expect(decision["kind"] as? String == "start" && decision["chosen"] as? String == "on time")
        #expect(try #require(decision["costs"] as? Double) >= 0)
      }
      #expect(object["project"] as? String == (options.contains("--why") ? "move" : nil))
    }
    for (format, words) in [("table", "move starts on time."), ("markdown", "week")] {
      let outcome = try MusterProcess.run(
        ["explain", "-", "--why", "move", "--format", format], input: Array(decided.utf8))
      #expect(outcome.status == 0 && outcome.text.contains(words), "\(outcome.text)\(outcome.error)")
    }
    // Of a scenario that decides nothing there is nothing to tell.
    let plain = try object(MusterProcess.run(["explain", "-", "--why", "move"], input: Array(Self.scenario.utf8)))
    #expect((plain["decisions"] as? [Any])?.isEmpty == true)
  }

  @Test("The validator of the tests finds what is wrong")
  func validator() throws {
    let schema = SchemaValidator(try JSONValue(parsing: MusterProcess.run(["schema", "explanation"]).output))
    for text in [
      #"{"format": "muster/explanation@2"}"#, "[]",
      #"{"format": "muster/explanation@1", "scenario": {"sha256": ""}, "value": "1", "unmet": [], "bottlenecks": []}"#,
      #"{"format": "muster/explanation@1", "scenario": {"sha256": ""}, "value": 1, "unmet": [], "bottlenecks": [], "y": 1}"#,
    ] { #expect(!schema.findings(try JSONValue(parsing: Array(text.utf8))).isEmpty, "\(text)") }
  }

  @Test("Levers of the whole scenario: what each patch saves, solving says too")
  func levers() throws {
    let document = try object(MusterProcess.run(["explain", "-", "--best", "4"], input: Array(Self.mixed.utf8)))
    let levers = try #require(document["levers"] as? [[String: Any]])
    #expect(levers.count == 4)
    let saves = levers.compactMap { $0["saves"] as? Double }
    #expect(saves == saves.sorted(by: >) && saves.allSatisfy { $0 > 0 })
    let before = try #require(document["value"] as? Double)
    for lever in levers {
      let operations = try #require(lever["patch"] as? [[String: Any]])
      let patch = try JSONSerialization.data(withJSONObject: operations)
      let request =
        #"{"register": "m", "scenario": \#(Self.mixed.replacing("\n", with: " "))}"# + "\n"
        + #"{"id": 1, "base": "m", "patch": \#(String(decoding: patch, as: UTF8.self))}"# + "\n"
      let answers = try MusterProcess.run(["stream"], input: Array(request.utf8)).text.split(separator: "\n")
      let last = try #require(answers.last)
      let answer = try #require(JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
      let objective = try #require((answer["plan"] as? [String: Any])?["objective"] as? [String: Any])
      let after = try #require(objective["value"] as? Double)
      let saved = try #require(lever["saves"] as? Double)
      #expect(abs(before - after - saved) <= 1e-6 * before, "\(lever)")
    }
    let table = try MusterProcess.run(
      ["explain", "-", "--best", "2", "--format", "table"], input: Array(Self.mixed.utf8))
    #expect(table.text.contains("What helps most") && table.text.contains("other changes were not solved"))
  }

  @Test("An hour that is forced: what it costs and what gives way")
  func forced() throws {
    let outcome = try MusterProcess.run(["explain", "-", "--why", "mehta", "watch"], input: Array(Self.mixed.utf8))
    let why = try #require(try object(outcome)["why"] as? [String: Any])
    let forced = try #require(why["forced"] as? [String: Any])
    let costs = try #require(forced["costs"] as? Double)
    let marginal = try #require((why["reducedCost"] as? [String: Any])?["perHour"] as? Double)
    #expect(costs >= marginal - 1e-6 && costs > 0)
    #expect((forced["moved"] as? [Any])?.isEmpty == false)
    let table = try MusterProcess.run(
      ["explain", "-", "--format", "table", "--why", "mehta", "watch"], input: Array(Self.mixed.utf8))
    #expect(table.text.contains("the best plan counts, with penalties,"), "\(table.text)")
  }

  @Test(
    "Questions that do not go together",
    arguments: [["--best", "-1"], ["--best", "2", "--absence"], ["--prices", "x"]])
  func together(_ options: [String]) throws {
    #expect(try MusterProcess.run(["explain", "-"] + options, input: Array(Self.scenario.utf8)).status == 64)
  }

  @Test("Why somebody may or may not")
  func why() throws {
    let input = Array(Self.scenario.utf8)
    let refused = try object(MusterProcess.run(["explain", "-", "--why", "bosch", "move-cluster"], input: input))
    let why = try #require(refused["why"] as? [String: Any])
    #expect(why["eligible"] as? Bool == false)
    #expect(why["reasons"] as? [String] == ["Bosch has kubernetes 2, and move-cluster asks for level 3"])
    let table = try MusterProcess.run(
      ["explain", "-", "--format", "table", "--why", "mehta", "move-cluster"], input: input)
    #expect(table.text.contains("Mehta (mehta) may work on move-cluster."), "\(table.error)")
  }

  @Test("What is asked for wrongly", arguments: [["bosh", "move-cluster"], ["bosch", "move"], ["bosch"]])
  func usage(_ why: [String]) throws {
    let outcome = try MusterProcess.run(["explain", "-", "--why"] + why, input: Array(Self.scenario.utf8))
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.error.contains("error") || outcome.error.contains("Error"))
  }

  @Test("A scenario that is broken, and one that is missing")
  func input() throws {
    #expect(try MusterProcess.run(["explain", "-"], input: Array("{".utf8)).status == 65)
    #expect(try MusterProcess.run(["explain", "missing.json"]).status == 66)
  }

  @Test("Changes have numbers, and solve carries one of them out")
  func apply() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("s.json", Self.scenario)
    let explained = try object(MusterProcess.run(["explain", scenario.path, "--best", "4", "--remedies", "1"]))
    let levers = try #require(explained["levers"] as? [[String: Any]])
    let remedies = try #require(((explained["unmet"] as? [[String: Any]])?.first)?["remedies"] as? [[String: Any]])
    #expect(levers.map { $0["number"] as? Int } == Array(1...levers.count))
    let saves = remedies.compactMap { $0["saves"] as? Double }
    #expect(saves.count > 1 && saves == saves.sorted(by: >))
    // A lever that is a remedy, too, has one number.
    let training = try #require(remedies.first { $0["kind"] as? String == "skill" })
    #expect(levers.first { $0["kind"] as? String == "skill" }?["number"] as? Int == training["number"] as? Int)

    let plain = try object(MusterProcess.run(["explain", scenario.path]))
    let offered = try #require(((plain["unmet"] as? [[String: Any]])?.first)?["remedies"] as? [[String: Any]])
    #expect(offered.map { $0["number"] as? Int } == Array(1...offered.count))
    for remedy in offered {
      let number = try #require(remedy["number"] as? Int)
      let outcome = try MusterProcess.run(["solve", scenario.path, "--apply", "\(number)"])
      #expect(outcome.error.hasPrefix("muster: applying \(number): \(remedy["title"] as? String ?? "?"); it covers "))
      let value = (try object(outcome)["objective"] as? [String: Any])?["value"] as? Double
      #expect(value == remedy["costAfter"] as? Double)
      let patch = try JSONSerialization.data(withJSONObject: try #require(remedy["patch"]))
      let patched = try MusterProcess.run([
        "solve", scenario.path, "--patch", folder.write("p.json", Array(patch)).path,
      ])
      #expect(patched.output == outcome.output)
    }
  }

  @Test("An explanation that was written is as good; what does not fit is refused")
  func applyExplanation() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("s.json", Self.scenario)
    let explanation = try folder.write(
      "e.json", try MusterProcess.run(["explain", scenario.path, "--best", "2", "--prices", "0"]).output
    ).path
    let worked = try MusterProcess.run(["solve", scenario.path, "--apply", "2", "--best", "2"])
    let read = try MusterProcess.run(["solve", scenario.path, "--apply", "2", "--explanation", explanation])
    #expect(worked.status == 0 && worked.output == read.output && worked.error == read.error, "\(read.error)")
    for (arguments, status, words) in [
      (["--apply", "99"], 64, "There is no change 99; there are 1 to "), (["--apply", "0"], 64, "at least 1"),
      (["--best", "2"], 64, "belong to --apply"),
      (["--apply", "1", "--explanation", explanation, "--set", "staff.bosch.costPerHour=70"], 65, "another version"),
    ] {
      let outcome = try MusterProcess.run(["solve", scenario.path] + arguments)
      #expect(outcome.status == status && outcome.output.isEmpty && outcome.error.contains(words), "\(outcome.error)")
    }
  }
}
