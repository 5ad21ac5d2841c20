// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import JSON
import Testing

@Suite("Usage", .timeLimit(.minutes(5)))
struct UsageTests {
  @Test(
    "Help goes to standard output and begins with examples",
    arguments: [
      ["--help"], ["help"], ["solve", "--help"], ["help", "check"], ["schema", "-h"], ["generate", "--help"],
      ["explain", "--help"], ["compare", "--help"], ["stream", "--help"], ["batch", "--help"],
      ["init", "--help"], ["import", "--help"], ["export", "--help"], [],
    ])
  func help(_ arguments: [String]) throws {
    let outcome = try MusterProcess.run(arguments)
    #expect(outcome.status == 0)
    #expect(outcome.error.isEmpty)
    let examples = try #require(outcome.text.range(of: "Examples:"))
    let usage = try #require(outcome.text.range(of: "USAGE:"))
    #expect(examples.lowerBound < usage.lowerBound)
    for line in outcome.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    // An example that is too long for a line would go on at its beginning.
    let end = outcome.text.range(of: "\n\n", range: examples.upperBound..<outcome.text.endIndex)?.lowerBound
    for line in outcome.text[examples.upperBound..<(end ?? outcome.text.endIndex)].split(separator: "\n") {
      #expect(line.hasPrefix("  muster"), "\(line)")
    }
  }

  @Test("The version names the engines")
  func version() throws {
    let outcome = try MusterProcess.run(["--version"])
    #expect(outcome.status == 0)
    #expect(outcome.text.hasPrefix("muster 0."))
    #expect(outcome.text.contains("native"))
  }

  @Test("The version says why GLPK is missing")
  func versionWithoutGLPK() throws {
    let outcome = try MusterProcess.run(["--version", "--glpk", "/nowhere/libglpk.so"])
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("GLPK: not available"))
    #expect(outcome.text.contains("/nowhere/libglpk.so"))
  }

  @Test(
    "The manual page and the tables of exit codes are those that the program gives: else run make manual",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"), "there is no Python"))
  func documents() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [
      root.appendingPathComponent("scripts/make-manual").path, "--check", MusterProcess.binary.path,
    ]
    let told = Pipe()
    process.standardError = told
    try process.run()
    let words = try told.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(String(decoding: words, as: UTF8.self))")
  }

  @Test("A wrong option is told as everything else; another kind of document in one sentence")
  func manners() throws {
    let usage = try MusterProcess.run(["solve", "--enginee", "native"])
    #expect(usage.status == 64 && usage.error.hasPrefix("muster: error: Unknown option"), "\(usage.error)")
    let plan = try MusterProcess.run(["solve"], input: Array(CompareTests.scenario().utf8))
    let outcome = try MusterProcess.run(["solve"], input: plan.output)
    #expect(outcome.status == 65)
    #expect(outcome.error.components(separatedBy: "error:").count == 2, "\(outcome.error)")
    #expect(outcome.error.contains(#"this is a plan ("muster/plan@1"); expected a scenario"#))
  }

  @Test("There is one row for each exit code, and the help names them all")
  func exitCodes() throws {
    let outcome = try MusterProcess.run(["--experimental-dump-exit-codes"])
    guard case .array(let rows) = try JSONValue(parsing: outcome.output) else {
      Issue.record("no table")
      return
    }
    #expect(
      rows.map { $0["code"] }
        == ["0", "1", "4", "5", "64", "65", "66", "69", "70", "73", "74", "75", "130", "141", "143"]
        .map { .number($0) })
    let help = try MusterProcess.run(["--help"]).text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    for row in rows {
      guard case .number(let code) = row["code"], case .string(let name) = row["name"] else { continue }
      #expect(help.contains(code + " " + name))
    }
  }

  @Test("The manual page has every command and option")
  func manual() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(contentsOf: root.appendingPathComponent("docs/muster.1"), encoding: .utf8)
    let outcome = try MusterProcess.run(["--experimental-dump-help"])
    #expect(outcome.status == 0)
    let names = outcome.text.matches(of: #/"name" : "([a-z-]{2,})"/#).map { String($0.1) }
    #expect(names.contains("time-limit"))
    for name in names where name != "help" {
      let escaped = ("--" + name).replacingOccurrences(of: "-", with: "\\-")
      #expect(page.contains(escaped), "\(name): run make manual")
    }
  }

  @Test(
    "Wrong usage ends with 64 and says what is wrong",
    arguments: [
      (["solve", "--colour"], "--colour"), (["frobnicate"], "frobnicate"),
      (["solv", "a.json"], "did you mean 'solve'?"),
      (["solve", "--time-limit", "0"], "--time-limit"), (["solve", "--time-limit", "1e300"], "at most 10^9"),
      (["solve", "--time-limit", "nan"], "--time-limit"), (["solve", "--gap", "-1"], "--gap"),
      (["solve", "--work-limit", "0"], "--work-limit"), (["solve", "--engine", "cplex"], "cplex"),
      (["solve", "--format", "pdf"], "pdf"), (["solve", "a.json", "b.json"], "b.json"), (["schema"], "format"),
      (["schema", "report"], "report"), (["generate", "--staff", "0"], "--staff"),
      (["generate", "--staff", "6000"], "5000"), (["generate", "--family", "none"], "none"), (["check"], "scenario"),
      (["check", "-", "-"], "standard input"), (["solve", "-o"], "-o"),
    ])
  func usage(_ arguments: [String], _ word: String) throws {
    let outcome = try MusterProcess.run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.error.contains(word), "\(outcome.error)")
  }

  @Test("Errors of usage are JSON where that is asked for", arguments: [["--errors", "json"], ["--format=json"]])
  func usageAsJSON(_ option: [String]) throws {
    let outcome = try MusterProcess.run(["solve", "--gap", "x"] + option)
    #expect(outcome.status == 64)
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.error.utf8)) as? [String: [[String: Any]]])
    #expect(document["errors"]?.first?["type"] as? String == "muster:usage")
  }

  @Test("Completions for every shell", arguments: ["bash", "zsh", "fish"])
  func completions(_ shell: String) throws {
    let outcome = try MusterProcess.run(["--generate-completion-script", shell])
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("generate") && outcome.text.contains("muster"))
  }

  @Test("Schemas are JSON", arguments: ["scenario", "plan", "comparison", "explanation", "check", "summary", "stream"])
  func schema(_ format: String) throws {
    let outcome = try MusterProcess.run(["schema", format])
    #expect(outcome.status == 0)
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
    #expect((document["$schema"] as? String)?.contains("2020-12") == true)
  }
}
