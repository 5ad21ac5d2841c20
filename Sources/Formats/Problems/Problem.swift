// SPDX-License-Identifier: GPL-3.0-or-later

package import Issues
package import JSON

/// Something that is wrong, in the shape of RFC 9457: an issue of a document, or why there is no plan.
package struct Problem: Sendable, Hashable {
  /// `muster:` and a stable identifier in kebab case.
  package var type: String
  /// The type in words, the same for each problem of the type.
  package var title: String
  /// What is wrong in this case, naming the values.
  package var detail: String
  package var severity: ScenarioIssue.Severity
  /// Where in the document.
  package var pointer: DocumentPath?
  /// The line, from 1: of the document, or of a stream.
  package var line: Int?
  /// From 1, counted in Unicode scalars; of a cell, the number of its column.
  package var column: Int?
  /// The workbook, CSV file, XML document or patch, or the option that set the value.
  package var file: String?
  package var sheet: String?
  package var cell: String?
  /// What to do about it.
  package var hint: String?
  /// The code with which `solve` would have ended.
  package var exitCode: Int?
  /// All issues of a document that has several; it has the first one's members.
  package var errors: [Problem]?
  /// How many more issues there are.
  package var omitted: Int

  package init(
    _ identifier: String, title: String, detail: String, severity: ScenarioIssue.Severity = .error,
    pointer: DocumentPath? = nil, line: Int? = nil, column: Int? = nil, hint: String? = nil, exitCode: Int? = nil
  ) {
    type = "muster:" + identifier
    self.title = title
    self.detail = detail
    self.severity = severity
    self.pointer = pointer
    self.line = line
    self.column = column
    self.hint = hint
    self.exitCode = exitCode
    omitted = 0
  }

  /// An issue with its place.
  package init(_ located: LocatedIssue) {
    let issue = located.issue
    self.init(
      issue.kind.rawValue, title: issue.kind.title, detail: issue.detail, severity: issue.severity,
      pointer: issue.path, line: located.line, column: located.column, hint: issue.hint)
    file = located.cell?.file ?? located.option ?? located.file
    sheet = located.cell?.sheet
    cell = located.cell?.cell
  }

  /// What is wrong with a document.
  package init(_ error: DocumentError, exitCode: Int) {
    self = error.issues.first.map(Problem.init) ?? Problem("format", title: "", detail: "")
    self.exitCode = exitCode
    if error.issues.count > 1 { errors = error.issues.map(Problem.init) }
    omitted = error.omitted
  }
}

/// The problems in answers, summaries, checks and messages.
package enum ProblemFormat {
  /// Why there is no answer or no plan.
  package static let problem = ObjectDescription(
    "problem", initial: Problem("", title: "", detail: ""),
    fields: [
      type, title, detail, severity,
      Field(
        "pointer", \.pointer, .pointer, otherwise: "no document is wrong", "the place in the document, as in RFC 6901"),
      Field("line", \.line, .fromOne, otherwise: "not known", "its line; in a stream, that of the request"),
      Field("column", \.column, .fromOne, otherwise: "not known", "its column, in Unicode scalars"),
      file, sheet, cell, hint,
      .required("exitCode", \.exitCode, .whole(0...255), "the code with which `solve` would have ended", example: "65"),
      Field(
        "errors", \.errors, .list(of: .object(issue)), otherwise: "one issue",
        "all issues of a document with several; the problem itself is the first"),
      Field("omitted", \.omitted, .count, default: 0, "how many more there are", example: "3"),
    ])

  /// An issue of a document.
  package static let issue = ObjectDescription(
    "issue", initial: Problem("", title: "", detail: ""),
    fields: [
      type, title, detail, severity,
      .required(
        "pointer", \.pointer, .pointer, "the place in the document, as in RFC 6901", example: #""/staff/0/hours""#),
      .required("line", \.line, .fromOne, "its line", example: "12"),
      .required("column", \.column, .fromOne, "its column, in Unicode scalars", example: "17"),
      file, sheet, cell, hint,
    ])

  /// What a command without a result says to programs: the problems, and how many more there are.
  package static func errors(_ problems: [Problem], omitted: Int? = nil) -> [UInt8] {
    var writer = JSONWriter(pretty: false)
    writer.beginObject()
    writer.key("errors")
    Kind.list(of: .object(problem)).write(problems, &writer)
    if let omitted { writer.member("omitted", omitted) }
    writer.endObject()
    return writer.line()
  }

  private static let type = Field<Problem>(
    "type", \.type, .text, "`muster:` and a stable identifier", example: #""muster:unknown-reference""#)
  private static let title = Field<Problem>(
    "title", \.title, .text, "the type in words", example: #""A reference leads nowhere""#)
  private static let detail = Field<Problem>(
    "detail", \.detail, .text, "what is wrong in this case", example: #""there is no person \"mehto\"""#)
  private static let severity = Field<Problem>("severity", \.severity, .choice, "how bad it is", example: #""error""#)
  private static let file = Field<Problem>(
    "file", \.file, .text, otherwise: "a document in JSON",
    "the workbook, CSV file, XML document or patch, or the option that set the value",
    example: #""staffing.xlsx""#)
  private static let sheet = Field<Problem>(
    "sheet", \.sheet, .text, otherwise: "no workbook", "its sheet", example: #""Demands""#)
  private static let cell = Field<Problem>(
    "cell", \.cell, .text, otherwise: "a document in JSON, or a whole sheet", "the cell in it, where `line` is its row",
    example: #""F7""#)
  private static let hint = Field<Problem>(
    "hint", \.hint, .text, "what to do about it", example: #""did you mean \"mehta\"?""#)
}

extension Kind where Value == Int {
  /// A position that is counted from 1.
  static var fromOne: Self { .whole(1...1_000_000_000) }
}

extension Kind where Value == [LocatedIssue] {
  /// Issues with their places.
  static var issues: Self {
    let problems = Kind<[Problem]>.list(of: .object(ProblemFormat.issue))
    return written(problems.shape) { problems.write($0.map(Problem.init), &$1) }
  }
}

extension DocumentError {
  /// The issues for programs: `{"errors": [{type, title, detail, ...}], "omitted"}` in one line.
  package var json: [UInt8] { ProblemFormat.errors(issues.map(Problem.init), omitted: omitted) }
}
