// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@Suite("Invalid scenarios", .timeLimit(.minutes(5)))
struct InvalidScenarioTests {
  /// A sound scenario in which one piece of text is replaced.
  static let sound = """
    {
      "format": "muster/scenario@1",
      "calendar": {"start": "2027-01-04", "end": "2027-01-31"},
      "staff": [
        {"id": "ana", "skills": {"Linux": 3}, "costPerHour": 60}
      ],
      "projects": [
        {"id": "web", "demands": [
          {"id": "web-1", "hours": 100, "skills": {"Linux": 2}, "only": ["ana"]}
        ]}
      ]
    }
    """

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var from: String
    var to: String
    /// A word that the message has to have.
    var word: String
    var testDescription: String { name }

    init(_ name: String, _ from: String, _ to: String, _ word: String) {
      self.name = name
      self.from = from
      self.to = to
      self.word = word
    }
  }

  static let cases = [
    Case("wrong type", "\"hours\": 100", "\"hours\": \"many\"", "hours"),
    Case("unknown person", "[\"ana\"]", "[\"anna\"]", "anna"),
    Case("unknown key", "\"hours\"", "\"huors\"", "huors"),
    Case("contradictory dates", "\"end\": \"2027-01-31\"", "\"end\": \"2026-01-31\"", "2026-01-31"),
    Case("impossible date", "2027-01-31", "2027-02-31", "2027-02-31"),
    Case("negative hours", "\"hours\": 100", "\"hours\": -1", "-1"),
    Case("level out of range", "{\"Linux\": 3}", "{\"Linux\": 9}", "9"),
    Case("huge number", "\"hours\": 100", "\"hours\": 1e999", "1e999"),
    Case("not a number", "\"hours\": 100", "\"hours\": NaN", "error"),
    Case("missing key", "\"id\": \"ana\", ", "", "id"),
    Case("duplicate key", "\"costPerHour\": 60", "\"costPerHour\": 60, \"costPerHour\": 61", "costPerHour"),
    Case("another format", "muster/scenario@1", "muster/scenario@9", "format"),
    Case("no project at a time", "\"costPerHour\": 60", "\"maxProjects\": 0", "maxProjects"),
    Case("a comma too many", "\"costPerHour\": 60", "\"costPerHour\": 60,", "error"),
  ]

  @Test("One clear message with its place, nothing on standard output, 65", arguments: cases)
  func invalid(_ example: Case) throws {
    let text = Self.sound.replacingOccurrences(of: example.from, with: example.to)
    try #require(text != Self.sound)
    let folder = try TemporaryFolder()
    let file = try folder.write("scenario.json", text)
    let outcome = try MusterProcess.run(["check", file.path])
    #expect(outcome.status == 65)
    #expect(outcome.output.isEmpty)
    #expect(outcome.error.contains(#/scenario\.json:[0-9]+:[0-9]+: error: /#), "\(outcome.error)")
    #expect(outcome.error.contains(example.word), "\(outcome.error)")
    let asJSON = try MusterProcess.run(["check", file.path, "--errors", "json"])
    #expect(asJSON.status == 65)
    #expect((try? JSONSerialization.jsonObject(with: Data(asJSON.error.utf8))) != nil, "\(asJSON.error)")
  }

  @Test("The sound one passes, from a file and from standard input")
  func soundOne() throws {
    let outcome = try MusterProcess.run(["check", "-", "--format", "table"], input: Array(Self.sound.utf8))
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.text.contains("1 staff demand for 100.0 h"))
  }

  @Test("A misspelt id is answered with the one that was meant")
  func didYouMean() throws {
    let text = Self.sound.replacingOccurrences(of: "[\"ana\"]", with: "[\"anna\"]")
    let outcome = try MusterProcess.run(["check", "-"], input: Array(text.utf8))
    #expect(outcome.status == 65)
    #expect(outcome.error.contains("<stdin>:9:"))
    #expect(outcome.error.contains("'ana'") || outcome.error.contains("\"ana\""), "\(outcome.error)")
  }

  @Test("What is no JSON text at all ends with 65 and a place")
  func notText() throws {
    let samples: [(name: String, bytes: [UInt8])] = [
      ("empty", []), ("blank", Array(" \n\n".utf8)), ("binary", (0..<512).map { UInt8(truncatingIfNeeded: $0 * 37) }),
      ("truncated", Array(Self.sound.utf8.prefix(200))),
      ("UTF-16", Self.sound.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
      ("UTF-16 with mark", [0xFF, 0xFE] + Self.sound.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
      ("deep", Array(String(repeating: "[", count: 100_000).utf8)), ("a list", Array("[]".utf8)),
    ]
    for sample in samples {
      let outcome = try MusterProcess.run(["solve", "-"], input: sample.bytes)
      #expect(outcome.status == 65, "\(sample.name)")
      #expect(outcome.output.isEmpty, "\(sample.name)")
      #expect(outcome.error.contains(#/<stdin>:[0-9]+:[0-9]+: error: /#), "\(sample.name): \(outcome.error)")
      #expect(!outcome.error.utf8.contains { ($0 < 0x20 && $0 != 0x0A) || $0 == 0x7F }, "\(sample.name)")
    }
  }
}
