// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import Foundation
import JSON
import Numbers
import PlanChecking
import Testing

@Suite("What check says of plans", .timeLimit(.minutes(5)))
struct CheckPlanTests {
  /// A plan that does nothing, with a bound as high as its own value.
  private static func idle(_ bytes: [UInt8]) throws -> Plan {
    let scenario = try ScenarioReader.read(bytes).scenario
    var plan = DraftCompletion(scenario).complete(PlanDraft(), sha256: sha256Hex(bytes)).plan
    plan.objective.bound = plan.objective.value
    plan.verification.bound = plan.objective.value
    plan.verification.boundKind = .lagrangian
    (plan.status, plan.stop) = (.optimal, .proved)
    return plan
  }

  @Test("A bound above the value of a better plan is false; without one it counts for nothing")
  func falseBound() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("s.json", InvalidScenarioTests.sound).path
    let plan = try Self.idle(Array(InvalidScenarioTests.sound.utf8))
    let path = try folder.write("p.json", String(decoding: PlanWriter.write(plan), as: UTF8.self)).path
    let checked = try MusterProcess.run(["check", scenario, path, "--format", "json", "--quiet"])
    #expect(checked.status == 1 && checked.text.contains("\"wrong-bound\""), "\(checked.text)")
    let alone = try MusterProcess.run(
      ["check", scenario, path, "--format", "json", "--quiet", "--no-optimum", "--fail-on", "gap>1%"])
    #expect(alone.status == 1 && alone.error.contains("there is no bound"), "\(alone.error)")
    guard case .array(let unchecked)? = try JSONValue(parsing: alone.output)["unchecked"] else {
      Issue.record("no list")
      return
    }
    #expect(unchecked.contains(.string("bound")))
  }

  @Test(
    "One figure that cannot be read does not make a draft of a plan",
    arguments: [("\"spent\": 0", "\"spent\": \"x\""), ("\"share\": 0", "\"share\": null")])
  func unreadable(_ right: String, _ wrong: String) throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("s.json", InvalidScenarioTests.sound).path
    let text = String(decoding: PlanWriter.write(try Self.idle(Array(InvalidScenarioTests.sound.utf8))), as: UTF8.self)
    #expect(text.contains(right))
    let path = try folder.write("p.json", text.replacingOccurrences(of: right, with: wrong)).path
    let outcome = try MusterProcess.run(["check", scenario, path, "--no-optimum"])
    #expect(outcome.status == 65 && outcome.text.isEmpty && outcome.error.contains("p.json:"), "\(outcome.error)")
  }

  @Test("Figures that follow from others may have more decimals: they are computed again", arguments: [true, false])
  func decimals(_ isRight: Bool) throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("s.json", InvalidScenarioTests.sound).path
    let text = String(decoding: PlanWriter.write(try Self.idle(Array(InvalidScenarioTests.sound.utf8))), as: UTF8.self)
      .replacingOccurrences(of: "\"share\": 0", with: "\"share\": \(isRight ? "0.0000000001" : "0.3333333333333333")")
    let path = try folder.write("p.json", text).path
    let outcome = try MusterProcess.run(["check", scenario, path, "--no-optimum", "--quiet"])
    #expect(outcome.status == (isRight ? 0 : 1), "\(outcome.text.prefix(300)) \(outcome.error)")
  }

  private static let shipped: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: GuidePage.root.appending(path: "Scenarios").path)) ?? [])
    .filter { $0.hasSuffix(".json") && $0 != "portfolio-300.json" }.sorted()

  @Test("The assignments of a plan are enough to make it whole by day, with what was decided", arguments: shipped)
  func assignmentsAlone(_ name: String) throws {
    let folder = try TemporaryFolder()
    let scenario = GuidePage.root.appending(path: "Scenarios/\(name)").path
    let solved = try MusterProcess.run(["solve", scenario, "--format", "csv", "--quiet"])
    let path = try folder.write("p.csv", solved.text).path
    let checked = try MusterProcess.run(["check", scenario, path, "--no-optimum", "--format", "table", "--quiet"])
    #expect(checked.status == 0 && checked.text.contains("The plan is valid."), "\(checked.text.prefix(600))")
  }

  @Test("Assets are not given out on days on which they are out of order")
  func outage() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write(
      "s.json",
      """
      {"format": "muster/scenario@1", "calendar": {"start": "2027-03-01", "end": "2027-03-07"},
       "staff": [{"id": "bo", "costPerHour": 50}],
       "assets": [{"id": "rack", "quantity": 2, "costPerUnitDay": 1,
                   "outages": [{"from": "2027-03-01", "to": "2027-03-02"}]}],
       "projects": [{"id": "p", "demands": [{"id": "w", "hours": 10}, {"id": "r", "units": 1, "asset": "rack"}]}]}
      """
    ).path
    let path = try folder.write("p.csv", "staff,demand,start,hours\nbo,w,2027-03-01,10\n").path
    let outcome = try MusterProcess.run(["check", scenario, path, "--no-optimum", "--format", "table"])
    #expect(outcome.status == 0 && outcome.text.contains("The plan is valid."), "\(outcome.text)")
  }
}
