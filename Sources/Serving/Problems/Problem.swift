// SPDX-License-Identifier: GPL-3.0-or-later

internal import Formats
internal import JSON
internal import Planning
internal import Processes

extension Problem {
  private init(
    _ identifier: String, _ title: String, detail: String, hint: String? = nil, line: Int? = nil, _ status: ExitStatus
  ) {
    self.init(identifier, title: title, detail: detail, line: line, hint: hint, exitCode: Int(status.rawValue))
  }

  /// A document is wrong.
  init(_ error: DocumentError) { self.init(error, exitCode: Int(ExitStatus.invalidData.rawValue)) }

  /// A scenario's file cannot be read. Its place is left out: reports are the same wherever the files are.
  init(_ failure: FileFailure, item: BatchItem) {
    self.init(
      failure.identifier, "The file could not be read", detail: failure.detail.replacing(item.path, with: item.name),
      hint: item.name.contains("\u{FFFD}") ? "Its name is not UTF-8: rename it." : nil, failure.exitStatus)
  }

  /// A scenario cannot be planned.
  ///
  /// - Parameter line: the line of a stream that asks for it.
  init(_ failure: PlanningFailure, line: Int? = nil) {
    switch failure.kind {
    case .noVerifiedPlan:
      self.init(
        "no-verified-plan", "No plan was found and verified", detail: failure.detail, hint: failure.hint, line: line,
        .noVerifiedPlan)
    case .unsupported:
      self.init(
        "unsupported", "The scenario needs what is not supported", detail: failure.detail, hint: failure.hint,
        line: line, .invalidData)
    }
  }

  /// A scenario cost more than one process its life.
  ///
  /// - Parameter line: the line of a stream that asks for it.
  init(_ fault: WorkerFault, line: Int? = nil) {
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
      "worker-" + kind, title, detail: "the process that solved it \(fault.detail); another try ended no better",
      hint: hint, line: line, exitStatus)
  }
}
