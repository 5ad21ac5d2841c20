// SPDX-License-Identifier: GPL-3.0-or-later

public import Issues

/// An issue with its place in a text.
public struct LocatedIssue: Error, Sendable, Hashable {
  /// What is wrong, and what to do about it.
  public var issue: ScenarioIssue
  /// From 1.
  public var line: Int
  /// From 1, counted in Unicode scalars.
  public var column: Int
  /// The line of the document, cut to what fits on a screen; nil where it cannot be shown.
  public var sourceLine: String?
  /// How many Unicode scalars of ``sourceLine`` stand before the place.
  public var sourceOffset: Int
  /// The cell that the issue is about, where the document was made from tables; nil elsewhere.
  public var cell: CellPlace?
  /// The file that the issue is about, where several were read into one document; nil elsewhere.
  public var file: String?
  /// The option of a command that set the value, such as `--set staff.ana.hoursPerDay`; nil elsewhere.
  public var option: String?

  package init(issue: ScenarioIssue, line: Int, column: Int, sourceLine: String? = nil, sourceOffset: Int = 0) {
    self.issue = issue
    self.line = line
    self.column = column
    self.sourceLine = sourceLine
    self.sourceOffset = sourceOffset
  }

  /// An issue of a table.
  package init(issue: ScenarioIssue, cell: CellPlace) {
    let column = (cell.column ?? "A").utf8.reduce(0) { $0 * 26 + Int($1) - 64 }
    self.init(issue: issue, line: cell.row ?? 1, column: column)
    self.cell = cell
  }

  /// An issue of one of several files.
  package init(issue: ScenarioIssue, file: String, line: Int, column: Int) {
    self.init(issue: issue, line: line, column: column)
    self.file = file
  }

  /// The issue for people: `scenario.json:41:17: error: ...`, the line, a caret, the hint. Nothing of the document
  /// reaches the text raw. There is no line break at its end.
  public func rendered(fileName: String) -> String {
    let place = cell?.text ?? option ?? "\(file ?? fileName):\(line):\(column)"
    var lines = [
      "\(escapedForTerminal(place)): \(issue.severity.rawValue): \(escapedForTerminal(issue.detail))"
    ]
    if let sourceLine {
      let before = String(String.UnicodeScalarView(sourceLine.unicodeScalars.prefix(sourceOffset)))
      lines.append("  " + escapedForTerminal(sourceLine))
      lines.append("  " + String(repeating: " ", count: escapedForTerminal(before).unicodeScalars.count) + "^")
    }
    if let hint = issue.hint { lines.append("  hint: \(escapedForTerminal(hint))") }
    return lines.joined(separator: "\n")
  }
}

/// Why a document was not accepted: the first issues in the order of the text, and how many more there are.
public struct DocumentError: Error, Sendable {
  /// The first issues, in the order of the text.
  public var issues: [LocatedIssue]
  /// How many more there are.
  public var omitted: Int

  package init(issues: [LocatedIssue], omitted: Int = 0) {
    self.issues = issues
    self.omitted = omitted
  }

  /// The issues for people, one after the other.
  public func rendered(fileName: String) -> String {
    var parts = issues.map { $0.rendered(fileName: fileName) }
    if omitted > 0 { parts.append("\(escapedForTerminal(fileName)): \(omitted) more not shown") }
    return parts.joined(separator: "\n")
  }
}

extension ScenarioIssue.Kind {
  /// The kind in words, the same for each issue of the kind.
  package var title: String {
    switch self {
    case .syntax: "The text is not JSON"
    case .limit: "A limit of the reader is passed"
    case .format: "The document is of another format"
    case .unknownKey: "A key is not known"
    case .duplicateKey: "A key is used twice"
    case .missingKey: "A key is missing"
    case .wrongType: "A value has the wrong type"
    case .outOfRange: "A value is not allowed"
    case .duplicateID: "An id is used twice"
    case .unknownReference: "A reference leads nowhere"
    case .contradiction: "Values contradict each other"
    case .lint: "Worth a second look"
    case .patch: "A patch cannot be applied"
    default: rawValue
    }
  }
}

/// Whether a terminal, a page or an editor may act on a character instead of showing it.
func isControlOrBidirectional(_ value: UInt32) -> Bool {
  switch value {
  case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: true
  default: false
  }
}

/// A text with control and bidirectional characters shown as `\u{..}`, so that it cannot steer a terminal.
package func escapedForTerminal(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: { isControlOrBidirectional($0.value) }) else { return text }
  var result = ""
  for scalar in text.unicodeScalars {
    if isControlOrBidirectional(scalar.value) {
      result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}

extension LocatedIssue: CustomStringConvertible {
  /// Line and column, what is wrong there, and what to do about it.
  public var description: String { rendered(fileName: "line") }
}

extension DocumentError: CustomStringConvertible {
  /// The issues, one after the other.
  public var description: String { rendered(fileName: "line") }
}
