// SPDX-License-Identifier: GPL-3.0-or-later

package import Issues

extension ScenarioIssue.Kind {
  /// A patch that cannot be applied to its document.
  package static let patch = Self(rawValue: "patch")
}

/// Why a patch cannot be read or applied.
package struct JSONPatchError: Error, Sendable, Hashable {
  /// `patch` where the document does not fit the patch; `wrongType`, `missingKey`, `outOfRange` where the patch itself
  /// is wrong; `limit` where the result would be too large.
  package var kind: ScenarioIssue.Kind
  /// Where in the patch, such as `/2/path`.
  package var path: DocumentPath
  package var detail: String
  package var hint: String?

  package init(_ kind: ScenarioIssue.Kind, _ detail: String, at path: DocumentPath, hint: String? = nil) {
    self.kind = kind
    self.path = path
    self.detail = detail
    self.hint = hint
  }
}

/// Changes to a JSON document (RFC 6902), carried out one after the other, all or none.
package struct JSONPatch: Sendable, Hashable {
  package enum Operation: Sendable, Hashable {
    case add(JSONPointer, JSONValue)
    case remove(JSONPointer)
    case replace(JSONPointer, JSONValue)
    case move(from: JSONPointer, to: JSONPointer)
    case copy(from: JSONPointer, to: JSONPointer)
    case test(JSONPointer, JSONValue)
  }

  package var operations: [Operation]

  package init(_ operations: [Operation]) { self.operations = operations }

  /// Reads a patch: an array of operations. Members that RFC 6902 does not name are passed over, as it asks for.
  ///
  /// - Throws: ``JSONPatchError``
  package init(_ document: JSONValue) throws(JSONPatchError) {
    guard case .array(let elements) = document else {
      throw JSONPatchError(
        .wrongType, "a patch is a list of operations", at: [],
        hint: #"such as [{"op": "replace", "path": "/staff/0/costPerHour", "value": 80}]"#)
    }
    operations = []
    for (index, element) in elements.enumerated() {
      operations.append(try Self.operation(element, at: DocumentPath([.index(index)])))
    }
  }

  private static let names = ["add", "remove", "replace", "move", "copy", "test"]

  private static func operation(_ element: JSONValue, at path: DocumentPath) throws(JSONPatchError) -> Operation {
    guard case .object = element else {
      throw JSONPatchError(.wrongType, "an operation is an object", at: path)
    }
    func text(_ key: String) throws(JSONPatchError) -> String {
      switch element[key] {
      case .string(let text): return text
      case nil: throw JSONPatchError(.missingKey, "the operation has no \"\(key)\"", at: path)
      default: throw JSONPatchError(.wrongType, "\"\(key)\" must be a string", at: path.key(key))
      }
    }
    func pointer(_ key: String) throws(JSONPatchError) -> JSONPointer {
      let written = try text(key)
      if let pointer = JSONPointer(written) { return pointer }
      throw JSONPatchError(
        .outOfRange, "\(quoted(written)) is not a JSON Pointer", at: path.key(key),
        hint: "each key or position follows a /; inside a key, ~ is written ~0 and / is written ~1")
    }
    func value() throws(JSONPatchError) -> JSONValue {
      guard let value = element["value"] else {
        throw JSONPatchError(.missingKey, "the operation has no \"value\"", at: path)
      }
      return value
    }
    let name = try text("op")
    switch name {
    case "add": return .add(try pointer("path"), try value())
    case "remove": return .remove(try pointer("path"))
    case "replace": return .replace(try pointer("path"), try value())
    case "move": return .move(from: try pointer("from"), to: try pointer("path"))
    case "copy": return .copy(from: try pointer("from"), to: try pointer("path"))
    case "test": return .test(try pointer("path"), try value())
    default:
      throw JSONPatchError(
        .outOfRange, "expected one of \(names.joined(separator: ", ")), found \(quoted(name))", at: path.key("op"),
        hint: nearestName(to: name, among: names).map { "did you mean \(quoted($0))?" })
    }
  }

  /// How much all copies of a patch may add, in values; without a limit, a few lines could double a document for ever.
  package static let mostCopiedValues = 2_000_000

  /// What an operation did to a place of the document as it was then.
  package enum Step: Sendable, Hashable {
    /// A value was put there; `isInserted` where it moved the later elements of a list.
    case placed(JSONPointer, isInserted: Bool)
    /// A value was taken away; `isElement` where it moved the later elements of a list.
    case removed(JSONPointer, isElement: Bool)
  }

  /// The document with the changes.
  ///
  /// - Parameter note: is given the number of an operation and each thing it is about to do, in order.
  /// - Throws: ``JSONPatchError``
  package func applied(
    to document: JSONValue, noting note: ((Int, Step) -> Void)? = nil
  ) throws(JSONPatchError) -> JSONValue {
    var result = document
    var copied = 0
    for (index, operation) in operations.enumerated() {
      let place = DocumentPath([.index(index)])
      switch operation {
      case .add(let pointer, let value):
        try Self.measure(value, below: pointer, at: place)
        note?(index, result.step(adding: pointer))
        try result.add(value, at: pointer.tokens[...], of: pointer, in: place)
      case .remove(let pointer):
        note?(index, result.step(removing: pointer))
        _ = try result.remove(pointer.tokens[...], of: pointer, in: place.key("path"))
      case .replace(let pointer, let value):
        try Self.measure(value, below: pointer, at: place)
        note?(index, .placed(pointer, isInserted: false))
        try result.replace(value, at: pointer.tokens[...], of: pointer, in: place)
      case .move(let from, let to):
        if from.isProperPrefix(of: to) {
          throw JSONPatchError(.patch, "\(quoted(from.description)) cannot be moved into itself", at: place.key("path"))
        }
        guard let value = result[from] else { throw Self.missing(from, at: place.key("from")) }
        try Self.measure(value, below: to, at: place)
        // The root moved to itself is the one move that leaves nothing behind to put it into.
        if from.tokens.isEmpty { continue }
        note?(index, result.step(removing: from))
        _ = try result.remove(from.tokens[...], of: from, in: place.key("from"))
        note?(index, result.step(adding: to))
        try result.add(value, at: to.tokens[...], of: to, in: place)
      case .copy(let from, let to):
        guard let value = result[from] else { throw Self.missing(from, at: place.key("from")) }
        copied += try Self.measure(value, below: to, at: place, limit: Self.mostCopiedValues - copied)
        note?(index, result.step(adding: to))
        try result.add(value, at: to.tokens[...], of: to, in: place)
      case .test(let pointer, let value):
        guard let found = result[pointer] else { throw Self.missing(pointer, at: place.key("path")) }
        guard found.isEqual(to: value) else {
          throw JSONPatchError(
            .patch, "the value at \(quoted(pointer.description)) is not the one that the test asks for",
            at: place.key("value"), hint: "the document is another one than the patch was made for")
        }
      }
    }
    return result
  }

  fileprivate static func missing(_ pointer: JSONPointer, at path: DocumentPath) -> JSONPatchError {
    JSONPatchError(.patch, "there is nothing at \(quoted(pointer.description))", at: path)
  }

  /// Counts the values in a value and makes sure that it may be put where a pointer leads.
  @discardableResult
  private static func measure(
    _ value: JSONValue, below pointer: JSONPointer, at path: DocumentPath, limit: Int = .max
  ) throws(JSONPatchError) -> Int {
    var count = 0
    func walk(_ value: JSONValue, _ depth: Int) throws(JSONPatchError) {
      count += 1
      guard count <= limit else {
        throw JSONPatchError(
          .limit, "the copies of the patch have more than \(mostCopiedValues) values", at: path)
      }
      switch value {
      case .array(let elements):
        guard depth < JSONLimits.depth else { throw tooDeep }
        for element in elements { try walk(element, depth + 1) }
      case .object(let members):
        guard depth < JSONLimits.depth else { throw tooDeep }
        for member in members { try walk(member.value, depth + 1) }
      default: return
      }
    }
    var tooDeep: JSONPatchError {
      JSONPatchError(.limit, "values would be nested more than \(JSONLimits.depth) deep", at: path)
    }
    try walk(value, pointer.tokens.count)
    return count
  }
}

extension JSONValue {
  /// Whether the last token of a pointer is a place in a list, and how many elements that has.
  private func elements(around pointer: JSONPointer) -> Int? {
    guard !pointer.tokens.isEmpty, case .array(let elements)? = self[JSONPointer(tokens: pointer.tokens.dropLast())]
    else { return nil }
    return elements.count
  }

  fileprivate func step(adding pointer: JSONPointer) -> JSONPatch.Step {
    guard let count = elements(around: pointer) else { return .placed(pointer, isInserted: false) }
    var place = pointer
    if place.tokens.last == "-" { place.tokens[place.tokens.count - 1] = String(count) }
    return .placed(place, isInserted: true)
  }

  fileprivate func step(removing pointer: JSONPointer) -> JSONPatch.Step {
    .removed(pointer, isElement: elements(around: pointer) != nil)
  }

  fileprivate typealias Tokens = ArraySlice<String>

  /// Does something to the container that holds the last token's place.
  private mutating func descend<T>(
    _ tokens: Tokens, of pointer: JSONPointer, in path: DocumentPath,
    _ body: (inout JSONValue, String) throws(JSONPatchError) -> T
  ) throws(JSONPatchError) -> T {
    guard let token = tokens.first else { throw JSONPatch.missing(pointer, at: path) }
    if tokens.count == 1 { return try body(&self, token) }
    // The value lets go of its storage while a part of it is changed, so that nothing is copied.
    switch self {
    case .object(var members):
      guard let place = Self.place(of: token, in: members) else { throw JSONPatch.missing(pointer, at: path) }
      self = .null
      let result = try members[place].value.descend(tokens.dropFirst(), of: pointer, in: path, body)
      self = .object(members)
      return result
    case .array(var elements):
      guard let position = JSONPointer.position(token), elements.indices.contains(position) else {
        throw JSONPatch.missing(pointer, at: path)
      }
      self = .null
      let result = try elements[position].descend(tokens.dropFirst(), of: pointer, in: path, body)
      self = .array(elements)
      return result
    default: throw JSONPatch.missing(pointer, at: path)
    }
  }

  fileprivate mutating func add(
    _ value: JSONValue, at tokens: Tokens, of pointer: JSONPointer, in operation: DocumentPath
  ) throws(JSONPatchError) {
    if tokens.isEmpty {
      self = value
      return
    }
    let path = operation.key("path")
    try descend(tokens, of: pointer, in: path) { (container, token) throws(JSONPatchError) in
      switch container {
      case .object(var members):
        container = .null
        if let place = Self.place(of: token, in: members) {
          members[place].value = value
        } else {
          members.append(Member(token, value))
        }
        container = .object(members)
      case .array(var elements):
        let position = token == "-" ? elements.count : JSONPointer.position(token)
        guard let position, position <= elements.count else {
          throw JSONPatchError(
            .patch, "\(quoted(pointer.description)) is not a place in a list of \(elements.count)", at: path,
            hint: "positions count from 0; - is the place behind the last")
        }
        container = .null
        elements.insert(value, at: position)
        container = .array(elements)
      default:
        throw JSONPatchError(
          .patch, "\(quoted(pointer.description)) is in a value that is neither an object nor a list", at: path)
      }
    }
  }

  fileprivate mutating func replace(
    _ value: JSONValue, at tokens: Tokens, of pointer: JSONPointer, in operation: DocumentPath
  ) throws(JSONPatchError) {
    if tokens.isEmpty {
      self = value
      return
    }
    let path = operation.key("path")
    try descend(tokens, of: pointer, in: path) { (container, token) throws(JSONPatchError) in
      switch container {
      case .object(var members):
        guard let place = Self.place(of: token, in: members) else { throw JSONPatch.missing(pointer, at: path) }
        container = .null
        members[place].value = value
        container = .object(members)
      case .array(var elements):
        guard let position = JSONPointer.position(token), elements.indices.contains(position) else {
          throw JSONPatch.missing(pointer, at: path)
        }
        container = .null
        elements[position] = value
        container = .array(elements)
      default: throw JSONPatch.missing(pointer, at: path)
      }
    }
  }

  fileprivate mutating func remove(
    _ tokens: Tokens, of pointer: JSONPointer, in path: DocumentPath
  ) throws(JSONPatchError) -> JSONValue {
    if tokens.isEmpty {
      throw JSONPatchError(.patch, "the whole document cannot be removed", at: path)
    }
    return try descend(tokens, of: pointer, in: path) { (container, token) throws(JSONPatchError) -> JSONValue in
      switch container {
      case .object(var members):
        guard let place = Self.place(of: token, in: members) else { throw JSONPatch.missing(pointer, at: path) }
        container = .null
        let removed = members.remove(at: place).value
        container = .object(members)
        return removed
      case .array(var elements):
        guard let position = JSONPointer.position(token), elements.indices.contains(position) else {
          throw JSONPatch.missing(pointer, at: path)
        }
        container = .null
        let removed = elements.remove(at: position)
        container = .array(elements)
        return removed
      default: throw JSONPatch.missing(pointer, at: path)
      }
    }
  }
}
