// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON

/// A document with edits, which knows where each of its places comes from.
struct EditedDocument {
  private(set) var value: JSONValue
  private let edits: [ScenarioEdit]
  /// What was done to the document, in order.
  private var steps: [Step] = []

  private struct Step {
    var edit: Int
    /// The number of the operation in its patch.
    var operation: Int
    /// How many objects an assignment made around its value.
    var wrappers: Int
    var change: JSONPatch.Step
  }

  /// Where a place of the edited document comes from.
  enum Origin {
    /// From this place of the document as it was.
    case document(DocumentPath)
    /// From a value of an edit: the operation of a patch, and the way inside the value.
    case edit(ScenarioEdit, operation: Int, inside: DocumentPath)
  }

  /// Carries edits out, one after the other.
  ///
  /// - Parameter value: a document that is well-formed.
  /// - Throws: `DocumentError` with what is wrong with the first edit that does not fit, and with all assignments.
  init(_ value: JSONValue, _ edits: [ScenarioEdit]) throws(DocumentError) {
    self.value = value
    self.edits = edits
    var issues: [LocatedIssue] = []
    for (number, edit) in edits.enumerated() {
      switch edit.content {
      case .assignment(let assignment):
        do throws(AssignmentFailure) {
          let (operation, wrappers) = try AssignmentWalk.operation(of: assignment, on: self.value)
          try apply(JSONPatch([operation]), of: number, wrappers: wrappers)
        } catch {
          issues.append(
            edit.located(ScenarioIssue(error.kind, error.detail, at: error.path, hint: error.hint), at: error.offset))
        }
      case .patch(let patch, let bytes):
        do throws(AssignmentFailure) {
          try apply(patch, of: number, wrappers: 0)
        } catch {
          var issue = PositionResolver(bytes: bytes).located([
            ScenarioIssue(error.kind, error.detail, at: error.path, hint: error.hint)
          ])
          for index in issue.indices { issue[index].file = edit.name }
          throw DocumentError(issues: issue)
        }
      }
    }
    guard issues.isEmpty else { throw DocumentError(issues: issues) }
  }

  private mutating func apply(_ patch: JSONPatch, of edit: Int, wrappers: Int) throws(AssignmentFailure) {
    var done: [Step] = []
    do throws(JSONPatchError) {
      value = try patch.applied(to: value) { operation, change in
        done.append(Step(edit: edit, operation: operation, wrappers: wrappers, change: change))
      }
    } catch {
      throw AssignmentFailure(kind: error.kind, detail: error.detail, hint: error.hint, offset: 0, path: error.path)
    }
    steps += done
  }

  /// Where a place comes from.
  func origin(of path: DocumentPath) -> Origin {
    var tokens = path.steps.map(\.token)
    for step in steps.reversed() {
      switch step.change {
      case .placed(let pointer, let isInserted):
        let place = pointer.tokens
        if tokens.starts(with: place) {
          let inside = path.steps.suffix(tokens.count - place.count).dropFirst(step.wrappers)
          return .edit(edits[step.edit], operation: step.operation, inside: DocumentPath(Array(inside)))
        }
        if isInserted { Self.shift(&tokens, around: place, by: -1) }
      case .removed(let pointer, let isElement):
        if isElement { Self.shift(&tokens, around: pointer.tokens, by: 1) }
      }
    }
    return .document(
      DocumentPath(
        zip(path.steps, tokens).map { step, token in
          if case .index = step, let index = Int(token) { .index(index) } else { step }
        }))
  }

  /// Moves a position behind a place of the same list.
  private static func shift(_ tokens: inout [String], around place: [String], by distance: Int) {
    guard let last = place.last, let position = Int(last), tokens.count >= place.count,
      tokens.starts(with: place.dropLast()), let own = Int(tokens[place.count - 1]),
      own > position || distance > 0 && own == position
    else { return }
    tokens[place.count - 1] = String(own + distance)
  }

  /// Issues of the edited document with their places: in the edits, or in the document as it was.
  ///
  /// - Parameter bytes: the document as it was.
  func located(_ issues: [LocatedIssue], in bytes: [UInt8]) -> [LocatedIssue] {
    let resolver = PositionResolver(bytes: bytes)
    return issues.map { found in
      switch origin(of: found.issue.path) {
      case .edit(let edit, let operation, let inside): return edit.located(found.issue, operation, inside)
      case .document(let path):
        var issue = found.issue
        issue.path = path
        return resolver.located([issue]).first ?? found
      }
    }
  }
}

extension ScenarioEdit {
  /// An issue about a place of an assignment.
  func located(_ issue: ScenarioIssue, at offset: Int) -> LocatedIssue {
    guard case .assignment(let assignment) = content else { return LocatedIssue(issue: issue, line: 1, column: 1) }
    var located = PositionResolver(bytes: Array(assignment.text.utf8)).located(issue, at: offset)
    located.option = name
    return located
  }

  /// An issue about a value that the edit put into the document.
  func located(_ issue: ScenarioIssue, _ operation: Int, _ inside: DocumentPath) -> LocatedIssue {
    switch content {
    case .assignment(let assignment):
      var issue = issue
      if issue.kind == .wrongType, inside.steps.isEmpty { issue.hint = assignment.hint ?? issue.hint }
      return located(issue, at: assignment.valueOffset)
    case .patch(_, let bytes):
      var place = issue
      place.path = DocumentPath([.index(operation), .key("value")] + inside.steps)
      var located =
        PositionResolver(bytes: bytes).located([place]).first ?? LocatedIssue(issue: issue, line: 1, column: 1)
      located.issue = issue
      located.file = name
      return located
    }
  }
}

extension ScenarioAssignment {
  /// What to do about a value of another kind; nil where the reader knows better.
  fileprivate var hint: String? {
    switch value {
    case .string? where isPlainText:
      text.utf8.dropFirst(valueOffset).first.map { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") } ?? false
        ? "the value is no JSON, and so was taken for a text" : "what is no JSON is taken for a text"
    case .number?, .boolean?: "a text that looks like a number goes in quotes of its own: '\(path)=\"...\"'"
    default: nil
    }
  }
}

extension PointerStep {
  fileprivate var token: String {
    switch self {
    case .key(let name): name
    case .index(let position): String(position)
    }
  }
}
