// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON

/// What was found while tables were read.
struct TableIssues {
  private(set) var issues: [LocatedIssue] = []
  private(set) var omitted = 0
  /// What people are told, each once.
  private(set) var notices: [String] = []
  /// How many more there are than are told one by one.
  private var untold = 0
  /// The most of what is passed over that people read one by one.
  private static let told = 100
  /// The same as issues of the warnings' kind, which `--strict` makes errors.
  private var strictIssues: [LocatedIssue] = []

  mutating func report(
    _ kind: ScenarioIssue.Kind, _ detail: String, at place: CellPlace, hint: String? = nil
  ) {
    guard issues.count < JSONLimits.issues else {
      omitted += 1
      return
    }
    issues.append(LocatedIssue(issue: ScenarioIssue(kind, detail, at: [], hint: hint), cell: place))
  }

  /// Whether anything was reported that is no mere notice.
  var hasErrors: Bool { !issues.isEmpty }

  mutating func report(_ failure: CellReading.Failure, at place: CellPlace) {
    report(failure.kind, failure.detail, at: place, hint: failure.hint)
  }

  /// Notes what is passed over.
  ///
  /// - Parameter hint: is made for what people read alone, as it may take long.
  mutating func passOver(_ detail: String, at place: CellPlace, hint: @autoclosure () -> String? = nil) {
    guard strictIssues.count < Self.told else {
      untold += 1
      return
    }
    let hint = hint()
    notices.append("\(place.text): \(detail)" + (hint.map { "; \($0)" } ?? ""))
    strictIssues.append(LocatedIssue(issue: ScenarioIssue(.unknownKey, detail, at: [], hint: hint), cell: place))
  }

  mutating func note(_ text: String) { notices.append(text) }

  /// All notices, with how many there are more.
  var allNotices: [String] {
    notices + (untold == 0 ? [] : ["\(untold) more notices of what is not read"])
  }

  /// What is wrong; nil where nothing is.
  func error(isStrict: Bool) -> DocumentError? {
    let all = issues + (isStrict ? strictIssues : [])
    guard !all.isEmpty else { return nil }
    return DocumentError(
      issues: Array(all.prefix(JSONLimits.issues)),
      omitted: omitted + max(0, all.count - JSONLimits.issues) + (isStrict ? untold : 0))
  }
}
