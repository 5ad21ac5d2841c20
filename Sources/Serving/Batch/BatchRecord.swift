// SPDX-License-Identifier: GPL-3.0-or-later

package import JSON
internal import Processes

/// What became of a scenario, as the journal keeps it.
package struct BatchRecord: Sendable {
  /// The name of the scenario.
  var name: String
  /// SHA-256 of its bytes; nil where it could not be read.
  var sha256: String?
  /// The other files it is made of, as it names them, with their hashes.
  var inputs: [(path: String, sha256: String)] = []
  /// What it was solved with: a hash of the options and of the versions.
  var settings = ""
  package var outcome: Outcome
  /// How long it took; nil where nobody knows.
  var seconds: Double?

  package enum Outcome: Sendable {
    /// The figures of its plan, and the hash of the plan's file.
    case plan(JSONValue, sha256: String)
    /// A problem in the shape of RFC 9457.
    case failure(JSONValue)
  }

  package var isFailure: Bool { if case .failure = outcome { true } else { false } }

  /// Whether the plan is not what another try might give: the process that solved it was lost.
  package var isStopgap: Bool {
    if case .plan(let figures, _) = outcome { figures["stop"] == .string("crash") } else { false }
  }

  /// One line, with its end.
  var line: [UInt8] {
    var writer = JSONWriter(pretty: false)
    writer.beginObject()
    writer.member("scenario", name)
    writer.key("sha256")
    if let sha256 { writer.value(sha256) } else { writer.null() }
    if !inputs.isEmpty {
      writer.key("inputs")
      writer.beginArray()
      for input in inputs {
        writer.beginObject()
        writer.member("path", input.path)
        writer.member("sha256", input.sha256)
        writer.endObject()
      }
      writer.endArray()
    }
    writer.member("settings", settings)
    switch outcome {
    case .plan(let figures, let hash):
      writer.member("result", hash)
      writer.key("plan")
      figures.write(to: &writer)
    case .failure(let problem):
      writer.key("error")
      problem.write(to: &writer)
    }
    if let seconds {
      writer.key("seconds")
      writer.lexeme(Self.milliseconds(seconds))
    }
    writer.endObject()
    return writer.finish() + [0x0A]
  }

  /// Reads a line without its end; nil where it is torn or not a record.
  init?(line: [UInt8]) {
    guard let value = try? JSONValue(parsing: line), case .string(let name) = value["scenario"],
      case .string(let settings) = value["settings"]
    else { return nil }
    self.name = name
    self.settings = settings
    if case .string(let sha256) = value["sha256"] { self.sha256 = sha256 }
    if case .array(let inputs) = value["inputs"] {
      for input in inputs {
        guard case .string(let path) = input["path"], case .string(let sha256) = input["sha256"] else { return nil }
        self.inputs.append((path, sha256))
      }
    }
    if let figures = value["plan"], case .string(let hash) = value["result"] {
      outcome = .plan(figures, sha256: hash)
    } else if let problem = value["error"] {
      outcome = .failure(problem)
    } else {
      return nil
    }
    if case .number(let text) = value["seconds"] { seconds = Double(text) }
  }

  init(name: String, outcome: Outcome) {
    self.name = name
    self.outcome = outcome
  }

  /// Whether it still holds: for the bytes that the scenario has now, and for the plan that is there.
  func holds(for item: BatchItem, settings: String, folder: String) -> Bool {
    guard self.settings == settings, let sha256, Self.hash(of: InputFile(item.path)) == sha256 else { return false }
    let file = InputFile(item.path)
    for input in inputs where Self.hash(of: file.sibling(input.path)) != input.sha256 { return false }
    if case .plan(_, let hash) = outcome { return Self.hash(of: InputFile(folder + "/" + item.output)) == hash }
    return true
  }

  private static func hash(of file: InputFile) -> String? { (try? file.read()).map { sha256Hex($0) } }

  private static func milliseconds(_ seconds: Double) -> String {
    let count = Int((max(0, min(seconds, 1e9)) * 1_000).rounded())
    let rest = String(count % 1_000)
    return "\(count / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }
}
