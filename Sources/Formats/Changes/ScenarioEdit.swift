// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
package import JSON

/// A change of a scenario's document, made before it is read.
package struct ScenarioEdit: Sendable, Hashable {
  /// What is changed.
  package enum Content: Sendable, Hashable {
    case assignment(ScenarioAssignment)
    /// A patch (RFC 6902), with the bytes that it was read from.
    case patch(JSONPatch, bytes: [UInt8])
  }

  package let content: Content
  /// What messages call it: an option with the path, or the name of the patch's file.
  package let name: String

  /// A value for a place.
  ///
  /// - Parameter option: what the assignment was given with.
  package init(_ assignment: ScenarioAssignment, option: String = "--set") {
    content = .assignment(assignment)
    name = "\(option) \(assignment.path)"
  }

  /// Reads a patch.
  ///
  /// - Parameters:
  ///   - bytes: JSON in UTF-8.
  ///   - name: what messages call it.
  /// - Throws: ``DocumentError`` with places in the patch.
  package init(patch bytes: [UInt8], name: String) throws(DocumentError) {
    let value = try JSONValue(parsing: bytes)
    do throws(JSONPatchError) {
      content = .patch(try JSONPatch(value), bytes: bytes)
    } catch {
      throw DocumentError(
        issues: PositionResolver(bytes: bytes).located([
          ScenarioIssue(error.kind, error.detail, at: error.path, hint: error.hint)
        ]))
    }
    self.name = name
  }
}

extension ScenarioEdit {
  /// The edit for another process.
  package var json: JSONValue {
    switch content {
    case .assignment(let assignment):
      return .object([.init("set", .string(assignment.text)), .init("name", .string(name))])
    case .patch(_, let bytes):
      return .object([.init("patch", .string(String(decoding: bytes, as: UTF8.self))), .init("name", .string(name))])
    }
  }

  /// Reads what ``json`` wrote; nil where it is something else.
  package init?(json: JSONValue) {
    guard case .string(let name)? = json["name"] else { return nil }
    switch (json["set"], json["patch"]) {
    case (.string(let text)?, _):
      guard let assignment = try? ScenarioAssignment(parsing: text) else { return nil }
      content = .assignment(assignment)
      self.name = name
    case (_, .string(let text)?):
      guard let edit = try? ScenarioEdit(patch: Array(text.utf8), name: name) else { return nil }
      self = edit
    default: return nil
    }
  }
}
