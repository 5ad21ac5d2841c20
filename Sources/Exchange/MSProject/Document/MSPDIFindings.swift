// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON
internal import Numbers

/// What was found in MS Project documents: what is wrong, and what did not come along.
struct MSPDIFindings {
  /// Something that did not come along, or not as it was, each kind with its first place.
  private struct Note {
    var kind: Kind
    var one: String
    var many: String
    var count: Int
    var hours: Millionths
    /// What stands before the hours.
    var amount: String
    var place: MSPDIPlace
    var name: String?
  }

  enum Kind { case dropped, approximated, told }

  private(set) var issues: [LocatedIssue] = []
  private(set) var omitted = 0
  private var notes: [Note] = []
  private var positions: [String: Int] = [:]
  /// The names of the files.
  let files: [String]

  init(files: [String]) { self.files = files }

  mutating func report(
    _ kind: ScenarioIssue.Kind, _ detail: String, at node: MSPDINode, _ file: Int, hint: String? = nil
  ) {
    guard issues.count < JSONLimits.issues else {
      omitted += 1
      return
    }
    issues.append(
      LocatedIssue(
        issue: ScenarioIssue(kind, detail, at: [], hint: hint), file: files[file], line: node.line, column: node.column)
    )
  }

  /// Reads the value of an element.
  ///
  /// - Parameters:
  ///   - owner: what it belongs to, such as `task "Design"`.
  ///   - what: what it has to be, such as `a date`.
  ///   - hint: how such a value is written.
  /// - Returns: nil where the text is empty, or no such value, which is reported.
  mutating func value<Value>(
    of node: MSPDINode?, _ owner: String, _ what: String, hint: String, _ file: Int, _ read: (String) -> Value?
  ) -> Value? {
    guard let node, !node.text.isEmpty else { return nil }
    if let value = read(node.text) { return value }
    report(
      .wrongType, "\(owner): \(node.name) is \(quoted(node.text)), not \(what)", at: node, file, hint: hint)
    return nil
  }

  /// Notes one of a kind.
  ///
  /// - Parameters:
  ///   - one: what it is called, such as `link`.
  ///   - many: what several are called.
  ///   - name: the task, resource or calendar that the first is an example of.
  mutating func note(
    _ kind: Kind, _ one: String, _ many: String, at node: MSPDINode, _ file: Int, name: String? = nil,
    hours: Millionths = .zero, amount: String = "with", count: Int = 1
  ) {
    if let position = positions[one] {
      notes[position].count += count
      notes[position].hours = notes[position].hours + hours
      return
    }
    positions[one] = notes.count
    notes.append(
      Note(
        kind: kind, one: one, many: many, count: count, hours: hours, amount: amount,
        place: MSPDIPlace(file: file, line: node.line, column: node.column), name: name))
  }

  /// What people are told of a kind, such as `14 tasks with a duration but no work (line 812, "Design"), 6 links`.
  func sentence(_ kind: Kind) -> String? {
    let parts = notes.filter { $0.kind == kind }.map { note in
      let hours = note.hours == .zero ? "" : " \(note.amount) \(note.hours) h"
      let file = files.count > 1 ? files[note.place.file] + " " : ""
      let name = note.name.map { ", \"\($0)\"" } ?? ""
      return "\(note.count) \(note.count == 1 ? note.one : note.many)\(hours) (\(file)line \(note.place.line)\(name))"
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// What is wrong; nil where nothing is.
  func error(isStrict: Bool) -> DocumentError? {
    var all = issues
    if isStrict {
      all += notes.filter { $0.kind != .told }.map { note in
        let what = "\(note.count) \(note.count == 1 ? note.one : note.many)"
        return LocatedIssue(
          issue: ScenarioIssue(
            .unknownKey, "\(note.kind == .dropped ? "not carried" : "approximated"): \(what)", at: []),
          file: files[note.place.file], line: note.place.line, column: note.place.column)
      }
    }
    guard !all.isEmpty else { return nil }
    return DocumentError(
      issues: Array(all.prefix(JSONLimits.issues)), omitted: omitted + max(0, all.count - JSONLimits.issues))
  }
}

/// A place in one of several files.
struct MSPDIPlace: Hashable {
  var file: Int
  var line: Int
  var column: Int
}
