// SPDX-License-Identifier: GPL-3.0-or-later

import Formats
import JSON
import Processes

/// What became of a scenario, as the journal keeps it.
struct BatchRecord: Sendable {
  /// The name of the scenario.
  var name: String
  /// SHA-256 of its bytes; nil where it could not be read.
  var sha256: String?
  /// The other files it is made of, as it names them, with their hashes.
  var inputs: [(path: String, sha256: String)] = []
  /// What it was solved with: a hash of the options and of the versions.
  var settings = ""
  var outcome: Outcome
  /// How long it took; nil where nobody knows.
  var seconds: Double?

  enum Outcome: Sendable {
    /// The figures of its plan, and the hash of the plan's file.
    case plan(JSONValue, sha256: String)
    /// A problem in the shape of RFC 9457.
    case failure(JSONValue)
  }

  var isFailure: Bool { if case .failure = outcome { true } else { false } }

  /// Whether the plan is not what another try might give: the process that solved it was lost.
  var isStopgap: Bool {
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

/// What a batch has done, a line for each scenario, in the order in which they were done: the ground to go on from.
///
/// Each line is on the disk before the next scenario counts as done. While it is open, one batch alone works on a folder.
struct BatchJournal {
  private let log: LockedLog

  static func path(in folder: String) -> String { folder + "/journal.ndjson" }

  /// Opens the journal of a folder, which is made if it is not there.
  init(folder: String) throws(CommandFailure) {
    do throws(FileFailure) {
      log = try LockedLog(Self.path(in: folder))
    } catch {
      guard error.kind == .locked else { throw CommandFailure(error) }
      throw CommandFailure(
        .locked, "locked", "Another batch is at work in \(folder).",
        hint: "Wait for it, or name another folder with -o.")
    }
  }

  func close() { log.close() }

  /// Forgets everything.
  func clear() throws(FileFailure) { try log.clear() }

  /// Makes sure that the next record begins a line of its own, also after one that was cut short.
  func mend() throws(FileFailure) { try log.mend() }

  /// Adds a record; when this returns it is on the disk.
  func append(_ record: BatchRecord) throws(FileFailure) { try log.append(record.line) }

  /// The last record of each scenario, and how many whole lines make no sense.
  static func records(in folder: String) -> (records: [String: BatchRecord], senseless: Int) {
    guard let bytes = try? InputFile(path(in: folder)).read() else { return ([:], 0) }
    var records: [String: BatchRecord] = [:]
    var senseless = 0
    var lines = bytes.split(separator: 0x0A)
    // The last line may have been cut short when the process was killed.
    let torn = bytes.last == 0x0A ? nil : lines.popLast()
    for line in lines {
      if let record = BatchRecord(line: Array(line)) { records[record.name] = record } else { senseless += 1 }
    }
    if let torn, let record = BatchRecord(line: Array(torn)) { records[record.name] = record }
    return (records, senseless)
  }
}
