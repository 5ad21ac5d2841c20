// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import Foundation
import Numbers
import Testing

@Suite("Exporting", .timeLimit(.minutes(5))) struct ExportTests {
  static let glpsol = ["/usr/bin/glpsol", "/usr/local/bin/glpsol"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test("Each format says what it is about", arguments: [("mps", "ENDATA\n"), ("lp", "End\n")])
  func formats(_ format: String, _ end: String) throws {
    let outcome = try MusterProcess.run(["export", "--format", format], input: SolveTests.scenario)
    try #require(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.text.contains("capacity.PERSON.PERIOD") && outcome.text.hasSuffix(end))
    #expect(outcome.error.isEmpty)
  }

  @Test(
    "The ending of the file says the format", arguments: [("a.mps", "ENDATA\n"), ("a.lp", "End\n"), ("a.LP", "End\n")])
  func endings(_ name: String, _ end: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.url(name)
    try #require(try MusterProcess.run(["export", "-o", path.path], input: SolveTests.scenario).status == 0)
    #expect(try String(contentsOf: path, encoding: .utf8).hasSuffix(end))
    // A plan as CSV is a file, a scenario a folder.
    let csv = folder.url("a.csv")
    #expect(try MusterProcess.run(["export", "-o", csv.path], input: SolveTests.scenario).status == 64)
    #expect(try MusterProcess.run(["solve", "-o", csv.path, "--quiet"], input: SolveTests.scenario).status == 0)
    #expect(try String(contentsOf: csv, encoding: .utf8).hasPrefix("staff,"))
  }

  @Test("Strict priorities are named, as the program does not know them")
  func strict() throws {
    let strict = ["export", "--to", "lp", "--set", "policy.priorities=strict"]
    let outcome = try MusterProcess.run(strict, input: SolveTests.scenario)
    #expect(outcome.status == 0 && outcome.text.contains("Priorities are strict"))
  }

  @Test("A wrong format is a usage error")
  func wrongFormat() throws {
    let outcome = try MusterProcess.run(["export", "--format", "xls"], input: SolveTests.scenario)
    #expect(outcome.status == 64 && outcome.output.isEmpty)
  }

  @Test(
    "Another program finds the value of the plan", .enabled(if: glpsol != nil, "glpsol is not installed"),
    arguments: ["mps", "lp"])
  func glpsolAgrees(_ format: String) throws {
    let folder = try TemporaryFolder()
    let scenario = folder.url("scenario.json").path
    try #require(try MusterProcess.run(["generate", "--size", "S", "-o", scenario]).status == 0)
    let program = folder.url("program").path
    try #require(try MusterProcess.run(["export", scenario, "--format", format, "-o", program]).status == 0)
    let solution = folder.url("solution")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.glpsol))
    process.arguments = [format == "mps" ? "--freemps" : "--lp", program, "--write", solution.path]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    // The line "s bas ROWS COLUMNS f f VALUE" is the state of the solution.
    let line = try String(contentsOf: solution, encoding: .utf8).split(separator: "\n").first { $0.hasPrefix("s bas") }
    let words = try #require(line).split(separator: " ")
    try #require(words.count == 7 && words[4] == "f" && words[5] == "f")
    let value = try #require(Double(words[6]))
    let plan = try PlanReader.read(try MusterProcess.run(["solve", scenario]).output)
    #expect(abs(value - plan.objective.value.doubleValue) <= 1e-6 * max(1, abs(value)))
  }
}
