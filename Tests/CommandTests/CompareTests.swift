// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Formats
import JSON
import TestSupport
import Testing

@Suite("Comparing", .timeLimit(.minutes(10)))
struct CompareTests {
  /// Two people, two projects; the first person may be away in the first week.
  static func scenario(hours: Int = 100, isAway: Bool = false, cost: Int = 50) -> String {
    """
    {"format": "muster/scenario@1", "name": "Shop", "currency": "EUR",
     "calendar": {"start": "2027-03-01", "end": "2027-03-14"},
     "staff": [
       {"id": "ana", "costPerHour": \(cost)\(isAway ? #", "absences": [{"from": "2027-03-01", "to": "2027-03-07"}]"# : "")},
       {"id": "jo", "costPerHour": 60}],
     "projects": [
       {"id": "web", "priority": 8, "demands": [{"id": "web-1", "hours": \(hours)}]},
       {"id": "app", "priority": 3, "demands": [{"id": "app-1", "hours": 60}]}]}
    """
  }

  /// A folder with `a.json` and `b.json` solved from `A.json` and `B.json`.
  static func folder(_ first: String = scenario(), _ second: String = scenario(isAway: true)) throws -> TemporaryFolder
  {
    let folder = try TemporaryFolder()
    for (name, text) in [("A", first), ("B", second)] {
      let scenario = try folder.write(name + ".json", text)
      let plan = folder.url(name.lowercased() + ".json").path
      let outcome = try MusterProcess.run(["solve", scenario.path, "-o", plan])
      try #require(outcome.status == 0, "\(outcome.error)")
    }
    return folder
  }

  static func object(_ outcome: MusterProcess.Outcome) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any], "\(outcome.error)")
  }

  @Test("JSON, the same bytes every time")
  func json() throws {
    let folder = try Self.folder()
    let arguments = ["compare", folder.url("a.json").path, folder.url("b.json").path]
    let outcome = try MusterProcess.run(arguments)
    #expect(outcome.status == 0)
    let document = try Self.object(outcome)
    #expect(document["format"] as? String == "muster/comparison@1")
    let difference = try #require((document["differences"] as? [[String: Any]])?.first)
    let delta = try #require(difference["delta"] as? [String: Any])
    // 40 of 160 hours are lost: all of app, which has the lower priority.
    #expect(delta["unmetHours"] as? Double == 40)
    // Ana's 40 hours at 50 are not worked; each lost hour costs 3 x 60 x 3.
    let unmet = try #require((delta["terms"] as? [String: Any])?["unmet"] as? Double)
    #expect(abs(unmet - 21_600) < 0.01)
    let value = try #require(delta["value"] as? Double)
    #expect(abs(value - (21_600 - 2_000)) < 0.01)
    let assignments = try #require(difference["assignments"] as? [[String: Any]])
    #expect(assignments.contains { $0["staff"] as? String == "ana" && $0["start"] as? String == "2027-03-01" })
    let scenario = try #require(difference["scenario"] as? [[String: Any]])
    #expect(scenario.map { $0["what"] as? String } == ["staff ana"])
    #expect(try MusterProcess.run(arguments).output == outcome.output)
  }

  @Test("Every key that is written is in the schema, where it belongs")
  func schema() throws {
    let folder = try Self.folder()
    let scenario = folder.url("B.json").path
    let written = try MusterProcess.run([
      "compare", folder.url("a.json").path, folder.url("b.json").path, "--scenario", scenario, "--frontier",
    ])
    let schema = try JSONValue(parsing: MusterProcess.run(["schema", "comparison"]).output)
    func check(_ value: JSONValue, _ schema: JSONValue, _ root: JSONValue, _ path: String) {
      var schema = schema
      if case .string(let reference)? = schema["$ref"], let name = reference.split(separator: "/").last {
        schema = root["$defs"]?[String(name)] ?? .null
      }
      switch value {
      case .object(let members):
        var required: Set<String> = []
        if case .array(let names)? = schema["required"] {
          required = Set(names.compactMap { if case .string(let name) = $0 { name } else { nil } })
        }
        for member in members {
          required.remove(member.key)
          guard let property = schema["properties"]?[member.key] else {
            Issue.record("\(path)/\(member.key) is not in the schema")
            continue
          }
          check(member.value, property, root, path + "/" + member.key)
        }
        #expect(required.isEmpty, "\(path) lacks \(required)")
      case .array(let elements):
        for element in elements { check(element, schema["items"] ?? .null, root, path + "/*") }
      default: break
      }
    }
    let document = try JSONValue(parsing: written.output)
    check(document, schema, schema, "")
    let findings = SchemaValidator(schema).findings(document)
    #expect(findings.isEmpty, "\(findings)")
  }

  @Test(
    "Each format", arguments: [("table", "Newly met and unmet"), ("markdown", "## Projects"), ("csv", ",removed,ana,")])
  func format(_ format: String, _ word: String) throws {
    let folder = try Self.folder()
    let outcome = try MusterProcess.run([
      "compare", folder.url("a.json").path, folder.url("b.json").path, "--format", format,
    ])
    try #require(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.text.contains(word), "\(outcome.text)")
    #expect(!outcome.text.contains("\u{1B}"))
  }

  @Test("Scenarios are solved, and compared as their plans are")
  func solvedScenarios() throws {
    let folder = try Self.folder(Self.scenario(), Self.scenario(hours: 80, isAway: true))
    func url(_ name: String) -> String { folder.url(name).path }
    let plans = try Self.object(
      MusterProcess.run([
        "compare", url("a.json"), url("b.json"), "--scenario", url("A.json"), "--scenario", url("B.json"),
      ]))
    let solved = try MusterProcess.run(["compare", url("A.json"), url("B.json")])
    #expect(solved.status == 0 && solved.error.isEmpty)
    let document = try Self.object(solved)
    func values(_ document: [String: Any]) -> [Double?] {
      ((document["plans"] as? [[String: Any]]) ?? []).map { $0["value"] as? Double }
    }
    #expect(values(document).count == 2 && values(document) == values(plans))
    let difference = try #require((document["differences"] as? [[String: Any]])?.first)
    let what = (difference["scenario"] as? [[String: Any]])?.compactMap { $0["what"] as? String } ?? []
    #expect(what == ["staff ana absences", "projects web demands web-1 hours"], "\(what)")
    // A plan beside scenarios finds its own among them; a sheet is of the only one there is.
    let mixed = try MusterProcess.run(["compare", url("a.json"), url("B.json"), url("A.json"), "--format", "table"])
    #expect(mixed.status == 0 && mixed.error.isEmpty && mixed.text.contains("A.json is the same plan as"))
    let csv = try folder.write("a.csv", MusterProcess.run(["solve", url("A.json"), "--format", "csv"]).output).path
    let bare = try MusterProcess.run(["compare", csv, "-", "--exit-code"], input: Array(Self.scenario().utf8))
    #expect(bare.status == 0, "\(bare.error)")
    let changed = try MusterProcess.run([
      "compare", url("a.json"), url("A.json"), "--set", "staff.ana.costPerHour=55", "--exit-code",
    ])
    #expect(changed.status == 1)
  }

  @Test("At derived penalties that differ, scenarios are solved at those of the first, and the bound holds")
  func pinnedScenarios() throws {
    let dear = Self.scenario(isAway: true).replacingOccurrences(
      of: #"{"id": "jo", "costPerHour": 60}"#,
      with: #"{"id": "jo", "costPerHour": 60}, {"id": "kim", "costPerHour": 300}"#)
    let folder = try TemporaryFolder()
    let (a, b) = (try folder.write("A.json", Self.scenario()).path, try folder.write("B.json", dear).path)
    let document = try Self.object(MusterProcess.run(["compare", a, b]))
    let plans = try #require(document["plans"] as? [[String: Any]])
    #expect(plans[1]["ownValue"] == nil && plans[1]["bound"] is Double)
    let pinned = try MusterProcess.run([
      "solve", b, "--set", "policy.unmetCostPerHour=180", "--set", "policy.unmetCostPerUnitDay=180",
    ])
    let value = (try Self.object(pinned)["objective"] as? [String: Any])?["value"] as? Double
    #expect(plans[1]["value"] as? Double == value)
  }

  @Test("The exit code says whether they differ, where it is asked")
  func exitCode() throws {
    let folder = try Self.folder()
    let (a, b) = (folder.url("a.json").path, folder.url("b.json").path)
    #expect(try MusterProcess.run(["compare", a, b]).status == 0)
    #expect(try MusterProcess.run(["compare", a, a, "--exit-code"]).status == 0)
    let outcome = try MusterProcess.run(["compare", a, b, "--exit-code"])
    #expect(outcome.status == 1)
    #expect(outcome.error.isEmpty && !outcome.output.isEmpty)
    #expect(try MusterProcess.run(["compare", a, a, b, "--exit-code"]).status == 1)
  }

  @Test("Plans are valued at the penalties of the reference; where these are not known, no plan is called better")
  func measure() throws {
    let folder = try Self.folder(Self.scenario(), Self.scenario(hours: 200, cost: 90))
    let (a, b) = (folder.url("a.json").path, folder.url("b.json").path)
    let unknown = try MusterProcess.run(["compare", a, b, "--format", "table"])
    #expect(unknown.text.contains("whose penalties may differ"), "\(unknown.text)")
    #expect(!unknown.text.contains(" is worse ") && !unknown.text.contains(" is better "), "\(unknown.text)")
    let scenarios = ["--scenario", folder.url("A.json").path, "--scenario", folder.url("B.json").path]
    let known = try MusterProcess.run(["compare", a, b, "--format", "table"] + scenarios)
    #expect(known.text.replacing("\n", with: " ").contains(" is worse than "), "\(known.text)")
    #expect(!known.text.contains("whose penalties may differ"))
    #expect(known.text.contains("policy unmetCostPerHour"), "\(known.text)")
    let document = try Self.object(try MusterProcess.run(["compare", a, b] + scenarios))
    let plans = try #require(document["plans"] as? [[String: Any]])
    // 100 h of web and 60 of app against 160 h; then 200 h of web alone are worked as far as they go.
    let unmet = try #require((plans[1]["terms"] as? [String: Any])?["unmet"] as? Double)
    #expect(abs(unmet - (40 * 8 * 180 + 60 * 3 * 180)) < 0.01)
    #expect(plans[0]["ownValue"] == nil && plans[1]["ownValue"] != nil && plans[1]["bound"] is NSNull)
  }

  @Test("Scenarios tell what else differs")
  func scenarios() throws {
    let folder = try Self.folder(Self.scenario(), Self.scenario(hours: 90, cost: 55))
    let outcome = try MusterProcess.run([
      "compare", folder.url("a.json").path, folder.url("b.json").path, "--scenario", folder.url("A.json").path,
      "--scenario", folder.url("B.json").path,
    ])
    #expect(outcome.error.isEmpty)
    let difference = try #require((try Self.object(outcome)["differences"] as? [[String: Any]])?.first)
    let found = try #require(difference["scenario"] as? [[String: String]])
    #expect(found.contains(["kind": "changed", "what": "staff ana costPerHour", "before": "50", "after": "55"]))
    #expect(
      found.contains(["kind": "changed", "what": "projects web demands web-1 hours", "before": "100", "after": "90"]))
  }

  @Test("Assignments alone need the scenario")
  func draft() throws {
    let folder = try Self.folder()
    let draft = try folder.write(
      "draft.json",
      #"{"format": "muster/plan@1", "assignments": [{"staff": "jo", "demand": "web-1", "period": 0, "hours": 40}]}"#)
    let plan = folder.url("a.json").path
    let refused = try MusterProcess.run(["compare", plan, draft.path])
    #expect(refused.status == 64)
    #expect(refused.error.contains("--scenario"))
    let outcome = try MusterProcess.run(["compare", plan, draft.path, "--scenario", folder.url("A.json").path])
    let difference = try #require((try Self.object(outcome)["differences"] as? [[String: Any]])?.first)
    #expect((difference["delta"] as? [String: Any])?["unmetHours"] as? Double == 120)
  }

  @Test(
    "Wrong usage",
    arguments: [
      (["a.json"], "two plans"), (["a.json", "-", "-"], "standard input"),
      (["a.json", "b.json", "c.json", "--scenario", "x", "--scenario", "y"], "3 times"),
      (["a.json", "b.json", "--fail-on", "people>3"], "there is no metric 'people'"),
      (["a.json", "b.json", "--format", "pdf"], "pdf"),
    ])
  func usage(_ arguments: [String], _ word: String) throws {
    let outcome = try MusterProcess.run(["compare"] + arguments)
    #expect(outcome.status == 64)
    #expect(outcome.error.contains(word), "\(outcome.error)")
  }

  @Test("A plan that is missing, and one that is broken")
  func input() throws {
    let folder = try Self.folder()
    let plan = folder.url("a.json").path
    #expect(try MusterProcess.run(["compare", plan, "missing.json"]).status == 66)
    let broken = try MusterProcess.run(["compare", plan, "-"], input: Array("{\"format\": 1}".utf8))
    #expect(broken.status == 65)
    #expect(broken.error.contains("<stdin>:1:"), "\(broken.error)")
  }
}

@Suite("Conditions", .timeLimit(.minutes(10)))
struct GateCommandTests {
  @Test("solve writes its plan, names what fires, and ends with 1")
  func solve() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("scenario.json", CompareTests.scenario(isAway: true))
    let plan = folder.url("plan.json")
    let outcome = try MusterProcess.run([
      "solve", scenario.path, "-o", plan.path, "--fail-on", "unmet>0", "--fail-on", "utilisation > 99%", "--fail-on",
      "gap>0.01",
    ])
    #expect(outcome.status == 1)
    #expect(
      outcome.error
        == "muster: failed on unmet>0: unmet is 40\nmuster: failed on utilisation > 99%: utilisation is 100% (ana)\n",
      "\(outcome.error)")
    #expect(throws: Never.self) { try PlanReader.read(Array(Data(contentsOf: plan))) }
    #expect(try MusterProcess.run(["solve", scenario.path, "--fail-on", "unmet>40"]).status == 0)
  }

  @Test("What needs a reference is refused before anything is solved")
  func reference() throws {
    let outcome = try MusterProcess.run(
      ["solve", "--fail-on", "people-changed>3"], input: Array(CompareTests.scenario().utf8))
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty && outcome.error.contains("people-changed"))
  }

  @Test("check and compare")
  func others() throws {
    let folder = try CompareTests.folder()
    let (a, b, scenario) = (folder.url("a.json").path, folder.url("b.json").path, folder.url("B.json").path)
    let checked = try MusterProcess.run(["check", scenario, b, "--no-optimum", "--fail-on", "cost>=1"])
    #expect(checked.status == 1)
    #expect(checked.error.contains("failed on cost>=1: cost is "))
    #expect(checked.text.contains("\"valid\": true"))
    let compared = try MusterProcess.run([
      "compare", a, b, "--fail-on", "people-changed>0", "--fail-on", "value-increase>0", "--errors", "json",
    ])
    #expect(compared.status == 1)
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(compared.error.utf8)) as? [String: [[String: Any]]])
    #expect(document["errors"]?.map { $0["type"] as? String } == ["muster:gate", "muster:gate"])
  }

  @Test("A percentage of a difference is of the reference; a number in the wrong unit is refused")
  func units() throws {
    let folder = try CompareTests.folder()
    let (a, b) = (folder.url("a.json").path, folder.url("b.json").path)
    // One of two people is away for a week: 40 of 160 hours go, and 40 others change hands.
    let compared = try MusterProcess.run([
      "compare", a, b, "--fail-on", "hours-moved>=75%", "--fail-on", "cost-increase>0%",
    ])
    #expect(compared.status == 1)
    #expect(compared.error == "muster: failed on hours-moved>=75%: hours-moved is 75% of the reference's\n")
    #expect(try MusterProcess.run(["compare", a, b, "--fail-on", "hours-moved>75%"]).status == 0)
    for (condition, hint) in [("utilisation>90", "did you mean 90%?"), ("cost>5%", "write cost-increase>5%")] {
      let refused = try MusterProcess.run(["compare", a, b, "--fail-on", condition])
      #expect(refused.status == 64 && refused.output.isEmpty && refused.error.contains(hint), "\(refused.error)")
    }
  }
}
