// SPDX-License-Identifier: GPL-3.0-or-later

internal import Exchange
package import JSON
package import Processes

/// What became of all scenarios of a batch: for programs, for spreadsheets, for people.
///
/// Nothing in the files depends on when, where and in which order they were solved.
package struct BatchSummary: Sendable {
  /// A scenario, and what became of it.
  package typealias Entry = (item: BatchItem, record: BatchRecord?)

  /// The scenarios by the names of their plans; without a record they were not solved.
  package var entries: [Entry]
  /// The conditions of `--fail-on` that hold, by the names of the scenarios; nil where none were asked for.
  package var findings: [String: [String]]?

  package init(entries: [Entry], findings: [String: [String]]? = nil) {
    self.entries = entries
    self.findings = findings
  }

  /// The conditions that hold for a scenario.
  package func findings(on item: BatchItem) -> [String] { findings?[item.name] ?? [] }
  package var fired: Int { entries.count { !findings(on: $0.item).isEmpty } }

  package var plans: Int { entries.count { $0.record.map { !$0.isFailure } ?? false } }
  package var failures: Int { entries.count { $0.record?.isFailure ?? false } }
  package var notRun: Int { entries.count { $0.record == nil } }

  /// `muster/summary@1`.
  var json: [UInt8] {
    var writer = JSONWriter(pretty: true)
    writer.beginObject()
    writer.member("format", "muster/summary@1")
    writer.key("counts")
    writer.beginObject()
    writer.member("scenarios", entries.count)
    writer.member("plans", plans)
    writer.member("failed", failures)
    writer.member("notRun", notRun)
    if findings != nil { writer.member("failOn", fired) }
    writer.endObject()
    writer.key("scenarios")
    writer.beginArray()
    for (item, record) in entries {
      writer.beginObject()
      writer.member("scenario", item.name)
      if let sha256 = record?.sha256 { writer.member("sha256", sha256) }
      switch record?.outcome {
      case nil: writer.member("outcome", "notRun")
      case .plan(let figures, let hash):
        writer.member("outcome", "plan")
        writer.member("file", item.output)
        writer.member("fileSHA256", hash)
        writer.key("plan")
        figures.write(to: &writer)
        if findings != nil {
          writer.key("failOn")
          writer.beginArray()
          for finding in findings(on: item) { writer.value(finding) }
          writer.endArray()
        }
      case .failure(let problem):
        writer.member("outcome", "failed")
        writer.key("error")
        problem.write(to: &writer)
      }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.finish()
  }

  var csv: [UInt8] {
    var writer = CSVWriter(header: [
      "scenario", "outcome", "status", "stop", "engine", "currency", "value", "bound", "gap", "cost", "hoursWanted",
      "hoursUnmet", "unitDaysWanted", "unitDaysUnmet", "overtimeHours", "error", "detail", "failOn",
    ])
    for (item, record) in entries {
      var fields: [CSVWriter.Field] = [.text(item.name)]
      switch record?.outcome {
      case nil: fields += [.text("notRun")] + Array(repeating: .figure(""), count: 15)
      case .plan(let figures, _):
        fields.append(.text("plan"))
        fields += ["status", "stop", "engine", "currency"].map { .text(figures[$0].text) }
        fields += ["value", "bound", "gap", "cost"].map { .figure(figures[$0].text) }
        for kind in ["hours", "unitDays"] {
          fields += ["wanted", "unmet"].map { .figure(figures[kind]?[$0].text ?? "") }
        }
        fields += [.figure(figures["overtimeHours"].text), .figure(""), .figure("")]
      case .failure(let problem):
        fields += [.text("failed")] + Array(repeating: .figure(""), count: 13)
        fields += [.text(problem["type"].text), .text(problem["detail"].text)]
      }
      fields.append(.text(findings(on: item).joined(separator: "; ")))
      writer.append(fields)
    }
    return writer.bytes
  }

  package static let jsonName = "summary.json"
  package static let csvName = "summary.csv"

  /// Writes both files.
  package func write(to folder: String) throws(FileFailure) {
    try OutputFile(folder + "/" + Self.jsonName).write(json)
    try OutputFile(folder + "/" + Self.csvName).write(csv)
  }
}

extension JSONValue? {
  /// The text of a text or number, else nothing.
  package var text: String {
    switch self {
    case .string(let text), .number(let text): text
    default: ""
    }
  }
}

extension JSONValue {
  package var text: String { Optional(self).text }
}
