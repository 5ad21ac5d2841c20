// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Foundation
import ScenarioJSON
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

  @Test("A plan that is there is explained; --best 0 offers nothing")
  func givenPlan() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("scenario.json", Self.scenario)
    let plan = folder.url("plan.json")
    let solved = try MusterProcess.run(["solve", scenario.path, "-o", plan.path])
    try #require(solved.status == 0, "\(solved.error)")
    let written = try PlanReader.read(Array(Data(contentsOf: plan)))
    #expect(written.unmet.map { $0.reasons.map(\.kind) } == [[.nobody]])
    let document = try object(MusterProcess.run(["explain", scenario.path, plan.path, "--best", "0"]))
    let unmet = try #require((document["unmet"] as? [[String: Any]])?.first)
    #expect((unmet["remedies"] as? [Any])?.isEmpty == true)
    #expect((unmet["reasons"] as? [Any])?.count == 1)
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
    #expect(table.text.contains("mehta may work on move-cluster."), "\(table.error)")
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
}
