// SPDX-License-Identifier: GPL-3.0-or-later

internal import Formats
internal import JSON
internal import Planning
internal import Processes

/// Why a scenario has no plan, in the shape of RFC 9457.
struct Problem {
  /// A stable identifier in kebab case.
  var identifier: String
  var title: String
  var detail: String
  var hint: String?
  /// The code with which `solve` would have ended.
  var exitStatus: ExitStatus

  /// Writes the members into the object at hand.
  ///
  /// - Parameter line: the line of a stream that it is about.
  func writeMembers(to writer: inout JSONWriter, line: Int? = nil) {
    writer.member("type", "muster:" + identifier)
    writer.member("title", title)
    writer.member("detail", detail)
    writer.member("severity", "error")
    if let line { writer.member("line", line) }
    if let hint { writer.member("hint", hint) }
    writer.member("exitCode", Int(exitStatus.rawValue))
  }

  /// The object with the members that are written.
  static func value(_ write: (inout JSONWriter) -> Void) -> JSONValue {
    var writer = JSONWriter(pretty: false)
    writer.beginObject()
    write(&writer)
    writer.endObject()
    return (try? JSONValue(parsing: writer.finish())) ?? .null
  }

  /// Writes what is wrong with a document: the first issue is the problem itself; where there are more, `errors` has all
  /// of them.
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

  /// What is wrong with a file, without its place: reports are the same wherever the files are.
  static func detail(_ failure: FileFailure, path: String, name: String) -> String {
    failure.detail.replacing(path, with: name)
  }
}

extension Problem {
  /// A scenario's file cannot be read.
  init(_ failure: FileFailure, item: BatchItem) {
    self.init(
      identifier: failure.identifier, title: "The file could not be read",
      detail: Self.detail(failure, path: item.path, name: item.name), exitStatus: failure.exitStatus)
  }

  /// A scenario cannot be planned.
  init(_ failure: PlanningFailure) {
    switch failure.kind {
    case .noVerifiedPlan:
      self.init(
        identifier: "no-verified-plan", title: "No plan was found and verified", detail: failure.detail,
        hint: failure.hint, exitStatus: .noVerifiedPlan)
    case .unsupported:
      self.init(
        identifier: "unsupported", title: "The scenario needs what is not supported", detail: failure.detail,
        hint: failure.hint, exitStatus: .invalidData)
    }
  }

  /// A scenario cost more than one process its life.
  init(_ fault: WorkerFault) {
    let (kind, title, hint, exitStatus): (String, String, String, ExitStatus) =
      switch fault.kind {
      case .start:
        ("start", "No process could be started for it", "Are there too many processes already?", .internalError)
      case .crash:
        ("crash", "The process that solved it crashed", "Please report it, with the scenario.", .internalError)
      case .memory:
        (
          "memory", "It takes more memory than it may", "Raise --memory, or solve fewer at once (--jobs).",
          .noVerifiedPlan
        )
      case .late:
        (
          "late", "It did not stop at its time limit", "Raise --time-limit; else please report it.", .noVerifiedPlan
        )
      case .silent:
        ("silent", "The process that solved it fell silent", "Please report it, with the scenario.", .noVerifiedPlan)
      case .nonsense:
        (
          "nonsense", "The process that solved it answered nonsense", "Please report it, with the scenario.",
          .internalError
        )
      }
    self.init(
      identifier: "worker-" + kind, title: title,
      detail: "the process that solved it \(fault.detail); another try ended no better", hint: hint,
      exitStatus: exitStatus)
  }
}
