// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import JSON
import TestSupport
import Testing

/// What the program writes fits the schemas that it prints.
@Suite("Documents and their schemas", .timeLimit(.minutes(3)))
struct DocumentSchemaTests {
  private static func schema(_ format: String, _ definition: String? = nil) throws -> SchemaValidator {
    let document = try JSONValue(parsing: MusterProcess.run(["schema", format]).output)
    guard let definition else { return SchemaValidator(document) }
    return SchemaValidator(
      .object([.init("$ref", .string("#/$defs/" + definition)), .init("$defs", try #require(document["$defs"]))]))
  }

  /// A scenario with a warning about its baseline.
  private static func scenario() throws -> JSONValue {
    let patch = """
      [{"op": "add", "path": "/baseline", "value": {"assignments":
        [{"staff": "zoe", "demand": "web-1", "period": 0, "hours": 1}]}}]
      """
    return try JSONPatch(JSONValue(parsing: Array(patch.utf8)))
      .applied(to: JSONValue(parsing: Array(CompareTests.scenario().utf8)))
  }

  @Test("Checks of a scenario, a valid plan, and a sheet that breaks the rules")
  func check() throws {
    let schema = try Self.schema("check")
    let folder = try TemporaryFolder()
    let scenario = try folder.write("scenario.json", String(decoding: Self.scenario().serialized(), as: UTF8.self)).path
    let plan = folder.url("plan.json").path
    try #require(MusterProcess.run(["solve", scenario, "-o", plan]).status == 0)
    let sheet = "Staff;Demand;Start;Hours\r\nana;web-1;2027-03-01;50\r\njo;web-1;2027-03-08;40\r\n"
    let broken = try folder.write("broken.csv", sheet).path
    for arguments in [[scenario], [scenario, plan], [scenario, broken], [scenario, broken, "--no-optimum"]] {
      let outcome = try MusterProcess.run(["check"] + arguments)
      let document = try JSONValue(parsing: outcome.output)
      #expect(schema.findings(document).isEmpty, "\(arguments): \(schema.findings(document))")
      #expect(document["valid"] == .boolean(!arguments.contains(broken)))
      if arguments.count == 1 {
        guard case .array(let warnings) = document["warnings"] else { throw Missing() }
        #expect(warnings.first?["severity"] == .string("warning"))
        // The schema of a plan's check does not fit that of a scenario.
        #expect(!schema.findings(.object([.init("format", .string("muster/check@1"))])).isEmpty)
      }
    }
  }

  @Test("The summary of a batch with plans, failures and conditions", arguments: [[], ["--fail-on", "unmet>0"]])
  func summary(_ options: [String]) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder.url("in"), withIntermediateDirectories: true)
    try folder.write("in/good.json", String(decoding: Self.scenario().serialized(), as: UTF8.self))
    try folder.write("in/short.json", CompareTests.scenario(hours: 200))
    try folder.write("in/bad.json", #"{"format": "muster/scenario@1", "calender": {}}"#)
    let out = folder.url("out").path
    let outcome = try MusterProcess.run(["batch", folder.url("in").path, "-o", out, "--jobs", "1"] + options)
    #expect(outcome.status == 5, "\(outcome.error)")
    let document = try JSONValue(parsing: Array(Data(contentsOf: folder.url("out/summary.json"))))
    let findings = try Self.schema("summary").findings(document)
    #expect(findings.isEmpty, "\(findings)")
    #expect(document["counts"]?["plans"] == .number("2") && document["counts"]?["failed"] == .number("1"))
    #expect((document["counts"]?["failOn"] == .number("1")) == !options.isEmpty)
  }

  @Test("Requests and answers of a stream")
  func stream() throws {
    let requests = try Self.schema("stream", "request")
    let answers = try Self.schema("stream", "answer")
    let scenario = String(decoding: try Self.scenario().serialized(), as: UTF8.self)
    let good = [
      scenario, #"{"id": [1], "scenario": \#(scenario), "options": {"engine": "native", "gap": 0.01}}"#,
      #"{"register": "now", "scenario": \#(scenario)}"#,
      #"{"id": 2, "base": "now", "patch": [{"op": "remove", "path": "/baseline"}]}"#,
    ]
    let bad = [
      "{", #"{"id": 3}"#, #"{"scenario": 1, "base": "now"}"#,
      #"{"base": "now", "patch": [{"op": "jump", "path": ""}]}"#,
      #"{"base": "now", "options": {"engine": "abacus"}}"#, #"{"scenario": {"format": "muster/scenario@1", "a": 1}}"#,
    ]
    for line in good {
      let findings = requests.findings(try JSONValue(parsing: Array(line.utf8)))
      #expect(findings.isEmpty, "\(line): \(findings)")
    }
    for line in bad.dropFirst() {
      #expect(!requests.findings(try JSONValue(parsing: Array(line.utf8))).isEmpty, "\(line)")
    }
    let lines = good + bad
    let outcome = try MusterProcess.run(
      ["stream", "--jobs", "1"], input: Array((lines.joined(separator: "\n") + "\n").utf8))
    let written = outcome.output.split(separator: 0x0A)
    try #require(written.count == lines.count, "\(outcome.error)")
    for (index, bytes) in written.enumerated() {
      let answer = try JSONValue(parsing: Array(bytes))
      #expect(answers.findings(answer).isEmpty, "\(lines[index]): \(answers.findings(answer))")
      #expect((answer["error"] != nil) == (index >= good.count), "\(lines[index])")
    }
  }

  private struct Missing: Error {}
}
