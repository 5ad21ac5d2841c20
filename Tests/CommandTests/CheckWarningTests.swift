// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import JSON
import Testing

@Suite("What check warns of", .timeLimit(.minutes(5)))
struct CheckWarningTests {
  private static let tight = InvalidScenarioTests.sound.replacingOccurrences(
    of: "\"hours\": 100", with: "\"hours\": 200")

  @Test("A warning has its place, line and hint, on standard error and in JSON; solve does not look for it")
  func place() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("s.json", Self.tight).path
    let table = try MusterProcess.run(["check", path, "--format", "table"])
    #expect(table.status == 0 && table.error.contains("\(path):9:7: warning: \"web-1\" wants 200 h"), "\(table.error)")
    #expect(table.error.contains("ana has at most 160 h for it then") && table.error.contains("hint: "))
    #expect(table.text.contains("OK, with 1 warning.") && table.text.contains("Linux 2"))
    let json = try JSONValue(parsing: MusterProcess.run(["check", path, "--format", "json", "--quiet"]).output)
    guard case .array(let warnings)? = json["warnings"], case .array(let skills)? = json["skills"] else {
      Issue.record("no lists")
      return
    }
    #expect(warnings.count == 1 && warnings[0]["pointer"] == .string("/projects/0/demands/0"))
    #expect(warnings[0]["line"] == .number("9") && warnings[0]["type"] == .string("muster:lint"))
    #expect(skills.count == 1 && skills[0]["skill"] == .string("Linux"))
    #expect(try MusterProcess.run(["solve", path, "-o", folder.url("p.json").path]).error.contains("wants") == false)
  }

  @Test("A warning about what an option set names the option")
  func option() throws {
    let outcome = try MusterProcess.run(
      ["check", "-", "--format", "table", "--set", "projects.web.demands.web-1.hours=300"],
      input: Array(InvalidScenarioTests.sound.utf8))
    #expect(outcome.status == 0 && outcome.error.contains("wants 300 h"), "\(outcome.error)")
  }

  @Test(
    "Scenarios of which all is covered draw no warning",
    arguments: [
      "small-office-covered", "resignation-before", "plan-in-force", "phases-that-slip", "hire-train-or-contract",
    ])
  func sound(_ name: String) throws {
    let path = GuidePage.root.appending(path: "Scenarios/\(name).json").path
    let outcome = try MusterProcess.run(["check", path, "--format", "table"])
    #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome.error)")
    #expect(outcome.text.contains("OK: the scenario is sound."))
  }
}
