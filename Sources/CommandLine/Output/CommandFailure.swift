// SPDX-License-Identifier: GPL-3.0-or-later

import Issues
import Allocation
import Exchange
import Formats
import Planning
import JSON
import Processes
import Serving

/// Why a command ends without its result: the message for the user, and the exit code.
struct CommandFailure: Error, Sendable {
  var status: ExitStatus
  var message: Message

  enum Message: Sendable {
    /// Issues of a document, with their places.
    case document(DocumentError, fileName: String)
    /// A stable identifier in kebab case, a sentence, and what to do about it.
    case plain(kind: String, detail: String, hint: String?)
    /// Conditions of `--fail-on` that hold.
    case gates([String])
    /// Everything has been said already.
    case none
  }

  init(_ status: ExitStatus, _ kind: String, _ detail: String, hint: String? = nil) {
    self.status = status
    message = .plain(kind: kind, detail: detail, hint: hint)
  }

  init(_ error: DocumentError, fileName: String) {
    status = .invalidData
    message = .document(error, fileName: fileName)
  }

  /// What another part threw; nil where that is no failure that a user can meet.
  init?(_ error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let failure as FileFailure: self.init(file: failure)
    case let failure as PlanningFailure:
      switch failure.kind {
      case .noVerifiedPlan: self.init(.noVerifiedPlan, "no-verified-plan", failure.detail, hint: failure.hint)
      case .unsupported: self.init(.invalidData, "unsupported", failure.detail, hint: failure.hint)
      }
    case let missing as MissingLibrary:
      self.init(.unavailable, "missing-library", "A library is not there: \(missing.detail).", hint: missing.hint)
    case let failure as WorkbookFailure:
      self.init(
        failure.isTooLarge ? .invalidData : .inputOutput, failure.isTooLarge ? "limit" : "write-failed",
        "The workbook could not be written: \(failure.detail).", hint: failure.hint)
    case ServingFailure.file(let failure): self.init(file: failure)
    case ServingFailure.document(let error, let fileName): self.init(error, fileName: fileName)
    case ServingFailure.workers(let fault):
      self.init(.internalError, "worker-start", "A worker process \(fault.detail).")
    case ServingFailure.request(let detail, let hint): self.init(.usage, "usage", detail, hint: hint)
    case ServingFailure.collision(let detail, let hint): self.init(.usage, "collision", detail, hint: hint)
    default: return nil
    }
  }

  private init(file failure: FileFailure) {
    status = failure.exitStatus
    message =
      failure.kind == .brokenPipe
      ? .none : .plain(kind: failure.identifier, detail: failure.detail, hint: failure.hint)
  }

  /// Ends because of conditions that hold.
  init(gates findings: [String]) {
    status = .differs
    message = .gates(findings)
  }

  /// Ends with a code and without another word.
  init(_ status: ExitStatus) {
    self.status = status
    message = .none
  }

  /// For people.
  var text: String {
    switch message {
    case .document(let error, let fileName):
      let text = error.rendered(fileName: fileName)
      return text.hasSuffix("\n") || text.isEmpty ? text : text + "\n"
    case .plain(_, let detail, let hint):
      return "muster: error: " + escapedForTerminal(detail) + "\n"
        + (hint.map { "  hint: " + escapedForTerminal($0) + "\n" } ?? "")
    case .gates(let findings):
      return findings.map { "muster: failed on " + escapedForTerminal($0) + "\n" }.joined()
    case .none: return ""
    }
  }

  /// For programs: the shape of RFC 9457, `{"errors": [...]}` on one line.
  var json: String { String(decoding: jsonBytes, as: UTF8.self) }

  private var jsonBytes: [UInt8] {
    switch message {
    case .document(let error, _): error.json
    case .plain(let kind, let detail, let hint):
      ProblemFormat.errors([
        Problem(kind, title: kind.split(separator: "-").joined(separator: " "), detail: detail, hint: hint)
      ])
    case .gates(let findings):
      ProblemFormat.errors(
        findings.map { Problem("gate", title: "A condition of --fail-on holds", detail: $0) })
    case .none: []
    }
  }
}
