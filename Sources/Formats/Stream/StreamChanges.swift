// SPDX-License-Identifier: GPL-3.0-or-later

package import Issues
package import JSON

/// Changes of a registered scenario: a patch, and then values at places that are named with ids.
package struct StreamChanges: Sendable {
  var patch: Patch?
  var set: Settings?

  /// A patch (RFC 6902).
  package struct Patch: Sendable {
    var patch: JSONPatch
    /// Where it stands in the line.
    var offset: Int
  }

  /// Values by their paths, as `--set` takes them.
  package struct Settings: Sendable {
    var members: [JSONValue.Member]
    /// Where they stand in the line.
    var offset: Int
  }

  /// nil where there are none.
  init?(_ patch: Patch?, _ set: Settings?) {
    if patch == nil, set == nil { return nil }
    self.patch = patch
    self.set = set
  }

  /// Why the changes do not fit a scenario, with a place in the request.
  package struct Failure: Error {
    package var issue: ScenarioIssue
  }

  /// A changed scenario.
  package struct Result {
    package var document: JSONValue
    /// The places that were set.
    fileprivate var places: [JSONPointer] = []
    fileprivate let changes: StreamChanges

    /// Where in the line the change stands that a place of the document comes from.
    package func offset(of path: DocumentPath) -> Int {
      let tokens = JSONPointer(path.pointer)?.tokens ?? []
      if let set = changes.set, changes.patch == nil || places.contains(where: { tokens.starts(with: $0.tokens) }) {
        return set.offset
      }
      return changes.patch?.offset ?? 0
    }
  }

  /// Carries the changes out.
  ///
  /// - Throws: ``Failure``
  package func applied(to document: JSONValue) throws(Failure) -> Result {
    var result = Result(document: document, changes: self)
    if let patch { try result.apply(patch.patch, at: DocumentPath([.key("patch")])) }
    for member in set?.members ?? [] {
      let place = DocumentPath([.key("set"), .key(member.key)])
      let value = String(decoding: member.value.serialized(), as: UTF8.self)
      let assignment: ScenarioAssignment
      do throws(ScenarioAssignment.ParsingFailure) {
        assignment = try ScenarioAssignment(parsing: member.key + "=" + value)
      } catch {
        throw Failure(
          issue: ScenarioIssue(
            .outOfRange, "\(quoted(member.key)) is not a path", at: place,
            hint: "write keys and ids with dots between them, such as staff.ana.employed.to", isAboutKey: true))
      }
      do throws(AssignmentFailure) {
        let (operation, _) = try AssignmentWalk.operation(of: assignment, on: result.document)
        try result.set(operation)
      } catch {
        throw Failure(issue: ScenarioIssue(error.kind, error.detail, at: place, hint: error.hint, isAboutKey: true))
      }
    }
    return result
  }
}

extension StreamChanges.Result {
  fileprivate mutating func apply(_ patch: JSONPatch, at place: DocumentPath) throws(StreamChanges.Failure) {
    do throws(JSONPatchError) {
      document = try patch.applied(to: document)
    } catch {
      throw StreamChanges.Failure(
        issue: ScenarioIssue(
          error.kind, error.detail, at: DocumentPath(place.steps + error.path.steps), hint: error.hint))
    }
  }

  /// Carries out what sets a value, and notes where it is.
  fileprivate mutating func set(_ operation: JSONPatch.Operation) throws(AssignmentFailure) {
    var placed: [JSONPointer] = []
    do throws(JSONPatchError) {
      document = try JSONPatch([operation]).applied(to: document) { _, change in
        if case .placed(let pointer, _) = change { placed.append(pointer) }
      }
    } catch {
      throw AssignmentFailure(kind: error.kind, detail: error.detail, hint: error.hint, offset: 0, path: error.path)
    }
    places += placed
  }
}
