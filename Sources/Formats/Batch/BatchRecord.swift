// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import JSON
package import Numbers

/// What became of a scenario of a batch, as the journal keeps it.
package struct BatchRecord: Sendable {
  /// The name of the scenario.
  package var name: String
  /// SHA-256 of its bytes; nil where it could not be read.
  package var sha256: String?
  /// The other files that it is made of.
  package var inputs: [Input] = []
  /// What it was solved with: a hash of the options and of the versions.
  package var settings = ""
  package var outcome: Outcome {
    get { if let plan, let planHash { .plan(plan, sha256: planHash) } else { .failure(error ?? Self.noOutcome) } }
    set {
      switch newValue {
      case .plan(let figures, let hash): (plan, planHash, error) = (figures, hash, nil)
      case .failure(let problem): (plan, planHash, error) = (nil, nil, problem)
      }
    }
  }
  /// How long it took; nil where nobody knows.
  package var seconds: Millionths?

  package fileprivate(set) var plan: PlanFigures?
  /// SHA-256 of the file of the plan.
  package fileprivate(set) var planHash: String?
  package fileprivate(set) var error: Problem?

  package enum Outcome: Sendable {
    /// The figures of its plan, and the hash of the plan's file.
    case plan(PlanFigures, sha256: String)
    case failure(Problem)
  }

  /// Another file that a scenario is made of.
  package struct Input: Sendable, Hashable {
    /// As the scenario names it.
    package var path: String
    package var sha256: String

    package init(path: String, sha256: String) {
      self.path = path
      self.sha256 = sha256
    }
  }

  private static let noOutcome = Problem("internal", title: "Nothing is known", detail: "nothing is known of it")

  package init(name: String, outcome: Outcome? = nil) {
    self.name = name
    if let outcome { self.outcome = outcome }
  }

  package var isFailure: Bool { plan == nil }

  /// Whether the plan is not what another try might give: the process that solved it was lost.
  package var isStopgap: Bool { plan?.stop == .crash }

  /// Whether the search for the plan was cut short.
  package var isInterrupted: Bool { plan?.stop == .interrupted }
}

extension BatchRecord {
  /// One line, with its end.
  package var line: [UInt8] {
    var writer = JSONWriter(pretty: false)
    Self.description.write(self, to: &writer)
    return writer.line()
  }

  /// Reads a line without its end; nil where it is torn or not a record.
  package init?(line: [UInt8]) {
    do throws(DocumentError) {
      self = try decoded(line, PositionResolver(bytes: line)) { (decoder) throws(JSONFailure) in
        let record = try Self.description.read(&decoder)
        try decoder.reader.finish()
        return record
      }
    } catch {
      return nil
    }
  }

  private static let description = ObjectDescription(
    initial: BatchRecord(name: ""),
    fields: [
      Field("scenario", \.name, .text),
      Field("sha256", \.sha256, .orNull(.digest)),
      Field("inputs", \.inputs, .list(of: .object(input)), default: []),
      Field("settings", \.settings, .text),
      Field("result", \.planHash, .digest),
      Field("plan", \.plan, .object(PlanFigures.description)),
      Field("error", \.error, .object(ProblemFormat.problem)),
      Field("seconds", \.seconds, .figure),
    ], rules: [.exactlyOne(of: "a record", ["plan", "error"]), .exactlyOne(of: "a record", ["result", "error"])])

  private static let input = ObjectDescription(
    initial: Input(path: "", sha256: ""),
    fields: [Field("path", \.path, .text), Field("sha256", \.sha256, .digest)])
}
