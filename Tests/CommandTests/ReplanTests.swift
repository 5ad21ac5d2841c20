// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Formats
import JSON
import Testing

@Suite("Replanning from the command line", .timeLimit(.minutes(10)))
struct ReplanTests {
  private func plan(_ outcome: MusterProcess.Outcome) throws -> [String: Any] {
    try #require(outcome.status == 0, "\(outcome.error)")
    return try #require(JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
  }

  @Test("A plan says what it changed and what that saved, and can be checked")
  func keep() throws {
    // Ana costs more now than Jo: each hour moved to Jo saves 30.
    let folder = try CompareTests.folder(CompareTests.scenario(hours: 40), CompareTests.scenario(hours: 40, cost: 90))
    let (kept, scenario) = (folder.url("a.json").path, folder.url("B.json").path)
    let outcome = try MusterProcess.run(["solve", scenario, "--keep", kept, "--change-cost", "2", "--format", "json"])
    let document = try plan(outcome)
    let record = try #require(document["replanning"] as? [String: Any])
    #expect(record["changeCostPerHour"] as? Int == 2)
    #expect(try #require(record["changes"] as? Int) > 0)
    #expect(try #require(record["saves"] as? Double) > 0)
    #expect(record["keptPlan"] as? String == sha256Hex(Array(try Data(contentsOf: folder.url("a.json")))))
    #expect(outcome.error.contains("against the plan in force"))
    let new = try folder.write("new.json", outcome.output)
    #expect(try PlanWriter.write(PlanReader.read(outcome.output)) == outcome.output)
    let checked = try MusterProcess.run(["check", scenario, new.path, "--keep", kept, "--no-optimum"])
    #expect(checked.status == 0, "\(checked.text)")
    #expect(try MusterProcess.run(["check", scenario, new.path, "--no-optimum"]).status == 0)
    // A change that costs more than it saves is not made.
    let dear = try plan(MusterProcess.run(["solve", scenario, "--keep", kept, "--change-cost", "50"]))
    #expect((dear["replanning"] as? [String: Any])?["changes"] as? Int == 0)
    #expect((dear["replanning"] as? [String: Any])?["saves"] as? Double == 0)
  }

  @Test("Weeks before a day stay, also from CSV")
  func from() throws {
    let folder = try CompareTests.folder(CompareTests.scenario(hours: 40), CompareTests.scenario(hours: 40, cost: 90))
    let csv = folder.url("a.csv").path
    try #require(
      MusterProcess.run(["solve", folder.url("A.json").path, "--format", "csv", "-o", csv]).status == 0)
    let outcome = try MusterProcess.run([
      "solve", folder.url("B.json").path, "--keep", csv, "--from", "2027-03-10", "--format", "csv",
    ])
    #expect(outcome.status == 0)
    #expect(outcome.error.contains("2027-03-10 is within the period from 2027-03-08"), "\(outcome.error)")
    // Both weeks have begun: nothing changes.
    let hours = { (text: String) in
      text.split(separator: "\n").dropFirst().map { $0.split(separator: ",").prefix(7).joined(separator: ",") }
    }
    #expect(try hours(outcome.text) == hours(String(contentsOfFile: csv, encoding: .utf8)))
  }

  @Test("A plan in force is kept beside decisions in whole numbers")
  func decisions() throws {
    let folder = try CompareTests.folder(CompareTests.scenario(hours: 40), CompareTests.scenario(hours: 40, cost: 90))
    let text = CompareTests.scenario(hours: 40, cost: 90)
      .replacingOccurrences(of: "\"costPerHour\": 60", with: "\"costPerHour\": 60, \"maxProjects\": 2")
    let scenario = try folder.write("decided.json", text)
    let kept = folder.url("a.json").path
    for limit in [["--from", "2027-03-10"], ["--max-changes", "1"], ["--change-cost", "2"]] {
      let answer = try plan(MusterProcess.run(["solve", scenario.path, "--keep", kept, "--format", "json"] + limit))
      let record = try #require(answer["replanning"] as? [String: Any])
      let changes = try #require(record["changes"] as? Int)
      #expect(limit[0] == "--change-cost" || changes <= 1, "\(limit)")
      #expect((answer["verification"] as? [String: Any])?["feasible"] as? Bool == true)
    }
  }

  @Test("A limit on the number of changes, and gates on it")
  func limit() throws {
    let folder = try CompareTests.folder(CompareTests.scenario(hours: 40), CompareTests.scenario(hours: 40, cost: 90))
    let (kept, scenario) = (folder.url("a.json").path, folder.url("B.json").path)
    let document = try plan(MusterProcess.run(["solve", scenario, "--keep", kept, "--max-changes", "2"]))
    let record = try #require(document["replanning"] as? [String: Any])
    #expect(try #require(record["changes"] as? Int) <= 2)
    #expect(record["maxChanges"] as? Int == 2)
    let gated = try MusterProcess.run([
      "solve", scenario, "--keep", kept, "--change-cost", "0", "--fail-on", "changes>0", "--fail-on",
      "unmet-increase>0",
    ])
    #expect(gated.status == 1)
    #expect(gated.error.contains("failed on changes>0") && !gated.error.contains("unmet-increase"))
  }

  @Test("A past that is not possible any more ends with 65 and is named")
  func impossible() throws {
    let folder = try CompareTests.folder(CompareTests.scenario(), CompareTests.scenario(isAway: true))
    let outcome = try MusterProcess.run([
      "solve", folder.url("B.json").path, "--keep", folder.url("a.json").path, "--from", "2027-03-08",
    ])
    #expect(outcome.status == 65)
    #expect(
      outcome.error.contains("ana has") && outcome.error.contains("in the week 2027-03-01 to 03-07"), "\(outcome.error)"
    )
  }

  @Test(
    "Wrong usage",
    arguments: [
      (["--from", "2027-03-01"], "--keep"), (["--keep", "p.json", "--from", "March"], "--from"),
      (["--keep", "p.json", "--change-cost", "-1"], "--change-cost"),
      (["--keep", "p.json", "--max-changes", "-1"], "--max-changes"), (["--keep", "-"], "standard input"),
    ])
  func usage(_ arguments: [String], _ word: String) throws {
    let outcome = try MusterProcess.run(["solve"] + arguments)
    #expect(outcome.status == 64)
    #expect(outcome.error.contains(word), "\(outcome.error)")
  }

  @Test("The frontier")
  func frontier() throws {
    let folder = try CompareTests.folder(CompareTests.scenario(hours: 40), CompareTests.scenario(hours: 40, cost: 90))
    let outcome = try MusterProcess.run([
      "compare", folder.url("a.json").path, folder.url("b.json").path, "--scenario", folder.url("B.json").path,
      "--frontier",
    ])
    let document = try plan(outcome)
    let points = try #require(document["frontier"] as? [[String: Any]])
    #expect(points.first?["changes"] as? Int == 0)
    let values = points.compactMap { $0["value"] as? Double }
    #expect(values.count == points.count && values == values.sorted(by: >))
    for point in points {
      #expect(try #require(point["bound"] as? Double) <= #require(point["value"] as? Double))
    }
    let bare = try MusterProcess.run(["compare", folder.url("a.json").path, folder.url("b.json").path, "--frontier"])
    #expect(bare.status == 64 && bare.output.isEmpty && bare.error.contains("--frontier needs --scenario"))
  }
}

@Suite("Checking a sheet", .timeLimit(.minutes(10)))
struct CheckSheetTests {
  @Test("What solve writes as CSV is a valid plan of the same value", arguments: ["enterprise", "hardware", "office"])
  func roundTrip(_ family: String) throws {
    let folder = try TemporaryFolder()
    let scenario = folder.url("scenario.json").path
    let (csv, json) = (folder.url("plan.csv").path, folder.url("plan.json").path)
    let size = ["--staff", "12", "--projects", "4", "--weeks", "6", "--family", family]
    try #require(MusterProcess.run(["generate"] + size + ["-o", scenario]).status == 0)
    try #require(MusterProcess.run(["solve", scenario, "--format", "csv", "-o", csv]).status == 0)
    try #require(MusterProcess.run(["solve", scenario, "-o", json]).status == 0)
    let checked = try MusterProcess.run(["check", scenario, csv, "--no-optimum"])
    #expect(checked.status == 0, "\(checked.text)")
    let compared = try MusterProcess.run(["compare", json, csv, "--scenario", scenario])
    let document = try CompareTests.object(compared)
    let delta = try #require(((document["differences"] as? [[String: Any]])?.first)?["delta"] as? [String: Any])
    #expect(delta["changes"] as? Int == 0)
  }

  @Test("A sheet that breaks the rules: lines, costs, the valid part, and what would gain most")
  func broken() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("scenario.json", CompareTests.scenario())
    let sheet = try folder.write(
      "plan.csv", "Staff;Demand;Start;Hours\r\nana;web-1;2027-03-01;50\r\njo;web-1;2027-03-08;40\r\n")
    let outcome = try MusterProcess.run(["check", scenario.path, sheet.path, "--format", "json"])
    #expect(outcome.status == 1)
    let document = try CompareTests.object(outcome)
    let violations = try #require(document["violations"] as? [[String: Any]])
    let first = try #require(violations.first { $0["kind"] as? String == "availability" })
    #expect(first["line"] as? Int == 2)
    // Ten hours at 8 x 180 less 50 are lost when they are taken back.
    let cost = try #require(first["cost"] as? Double)
    #expect(abs(cost - 13_900) < 0.001)
    let valid = try #require(document["validPart"] as? [String: Any])
    let taken = try #require(valid["takenBack"] as? [[String: Any]])
    #expect(taken.map { $0["after"] as? Double } == [40])
    let best = try #require(document["bestChanges"] as? [String: Any])
    let changes = try #require(best["assignments"] as? [[String: Any]])
    #expect(!changes.isEmpty && changes.count <= 3)
    #expect(try #require(best["saves"] as? Double) > 0)
    let table = try MusterProcess.run(["check", scenario.path, sheet.path, "--format", "table"])
    #expect(table.text.contains("line 2") && table.text.contains("changes gain"), "\(table.text)")
  }

  @Test("Unknown people end with 65, with line, column and hint")
  func unknown() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("scenario.json", CompareTests.scenario())
    let sheet = try folder.write("plan.csv", "staff,demand,period,hours\nana,web-1,0,8\nana,wep-1,0,8\n")
    let outcome = try MusterProcess.run(["check", scenario.path, sheet.path])
    #expect(outcome.status == 65)
    #expect(outcome.error.contains("plan.csv:3:5: error:") && outcome.error.contains("did you mean \"web-1\"?"))
  }
}
