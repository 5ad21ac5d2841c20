// SPDX-License-Identifier: GPL-3.0-or-later

import Planning
import JSON
import Processes

/// Why a scenario has no plan, in the shape of RFC 9457.
enum Problem {
  /// The object with the members that are written.
  static func value(_ write: (inout JSONWriter) -> Void) -> JSONValue {
    var writer = JSONWriter(pretty: false)
    writer.beginObject()
    write(&writer)
    writer.endObject()
    return (try? JSONValue(parsing: writer.finish())) ?? .null
  }

  /// The first issue is the problem itself; where there are more, `errors` has all of them.
  static func writeMembers(of error: DocumentError, to writer: inout JSONWriter) {
    error.issues.first?.writeMembers(to: &writer)
    writer.member("exitCode", Int(ExitStatus.invalidData.rawValue))
    if error.issues.count > 1 {
      writer.key("errors")
      writer.beginArray()
      for issue in error.issues { issue.write(to: &writer) }
      writer.endArray()
    }
    if error.omitted > 0 { writer.member("omitted", error.omitted) }
  }

  static func writeMembers(of failure: FileFailure, item: BatchItem, to writer: inout JSONWriter) {
    writer.member("type", "muster:" + failure.identifier)
    writer.member("title", "The file could not be read")
    writer.member("detail", detail(failure, path: item.path, name: item.name))
    writer.member("severity", "error")
    writer.member("exitCode", Int(CommandFailure(failure).status.rawValue))
  }

  static func writeMembers(of failure: PlanningFailure, line: Int? = nil, to writer: inout JSONWriter) {
    let (kind, title, status) =
      switch failure.kind {
      case .noVerifiedPlan: ("no-verified-plan", "No plan was found and verified", ExitStatus.noVerifiedPlan)
      case .unsupported: ("unsupported", "The scenario needs what is not supported", ExitStatus.invalidData)
      }
    writer.member("type", "muster:" + kind)
    writer.member("title", title)
    writer.member("detail", failure.detail)
    writer.member("severity", "error")
    if let line { writer.member("line", line) }
    if let hint = failure.hint { writer.member("hint", hint) }
    writer.member("exitCode", Int(status.rawValue))
  }

  /// What is wrong, without the place of the files: reports are the same wherever these are.
  static func detail(_ failure: FileFailure, path: String, name: String) -> String {
    failure.detail.replacing(path, with: name)
  }
}

/// A scenario that cost more than one process its life, as a problem in the shape of RFC 9457.
struct WorkerProblem {
  var fault: WorkerFault

  var status: ExitStatus {
    switch fault.kind {
    case .memory, .late, .silent: .noVerifiedPlan
    case .start, .crash, .nonsense: .internalError
    }
  }

  /// Writes the members into the object at hand.
  func writeMembers(to writer: inout JSONWriter, line: Int? = nil) {
    let (kind, title, hint) =
      switch fault.kind {
      case .start: ("worker-start", "No process could be started for it", "Are there too many processes already?")
      case .crash:
        ("worker-crash", "The process that solved it crashed", "Please report it, with the scenario.")
      case .memory:
        ("worker-memory", "It takes more memory than it may", "Raise --memory, or solve fewer at once (--jobs).")
      case .late:
        ("worker-late", "It did not stop at its time limit", "Raise --time-limit; else please report it.")
      case .silent:
        ("worker-silent", "The process that solved it fell silent", "Please report it, with the scenario.")
      case .nonsense:
        ("worker-nonsense", "The process that solved it answered nonsense", "Please report it, with the scenario.")
      }
    writer.member("type", "muster:" + kind)
    writer.member("title", title)
    writer.member("detail", "the process that solved it \(fault.detail); another try ended no better")
    writer.member("severity", "error")
    if let line { writer.member("line", line) }
    writer.member("hint", hint)
    writer.member("exitCode", Int(status.rawValue))
  }
}
