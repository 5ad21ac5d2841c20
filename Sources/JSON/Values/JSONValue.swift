// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues

/// A JSON value with the members of objects in the order of the text and numbers as they are written.
package indirect enum JSONValue: Sendable, Hashable {
  case null
  case boolean(Bool)
  /// The number as it is written.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// A member of an object.
  package struct Member: Sendable, Hashable {
    package var key: String
    package var value: JSONValue

    package init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// Reads one JSON document.
  ///
  /// - Parameter allowsDuplicateKeys: whether a key may be used twice, which the grammar allows and no format here does.
  /// - Throws: ``DocumentError`` with one issue.
  package init(parsing bytes: [UInt8], allowsDuplicateKeys: Bool = false) throws(DocumentError) {
    do throws(JSONFailure) {
      self = try bytes.withUnsafeBufferPointer { (buffer) throws(JSONFailure) in
        var reader = try JSONReader(buffer)
        let value = try Self.value(&reader, allowsDuplicateKeys)
        try reader.finish()
        return value
      }
    } catch {
      throw PositionResolver(bytes: bytes).error(error)
    }
  }

  /// Whether bytes are one JSON document.
  package static func isWellFormed(_ bytes: [UInt8]) -> Bool {
    do throws(JSONFailure) {
      try bytes.withUnsafeBufferPointer { (buffer) throws(JSONFailure) in
        var reader = try JSONReader(buffer)
        try reader.skipValue()
        try reader.finish()
      }
      return true
    } catch {
      return false
    }
  }

  /// Reads the value at hand.
  package static func value(_ reader: inout JSONReader, _ allowsDuplicateKeys: Bool) throws(JSONFailure) -> JSONValue {
    switch try reader.peek() {
    case .null:
      try reader.null()
      return .null
    case .boolean: return .boolean(try reader.boolean())
    case .number: return .number(String(decoding: reader.bytes[try reader.number()], as: UTF8.self))
    case .string: return .string(try reader.string())
    case .array:
      var elements: [JSONValue] = []
      try reader.beginArray()
      while try reader.nextElement() { elements.append(try value(&reader, allowsDuplicateKeys)) }
      return .array(elements)
    case .object:
      var members: [Member] = []
      try reader.beginObject()
      while true {
        guard let key = try reader.nextKey() else { return .object(members) }
        if reader.isDuplicateKey, !allowsDuplicateKeys {
          throw JSONFailure(
            kind: .duplicateKey, offset: reader.keyPosition,
            detail: "the key \(quoted(reader.text(of: key))) is used twice in its object")
        }
        members.append(Member(reader.text(of: key), try value(&reader, allowsDuplicateKeys)))
      }
    }
  }

  /// The first member of an object with a key; nil where there is none.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// Writes the value.
  package func write(to writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .boolean(let flag): writer.value(flag)
    case .number(let lexeme): writer.lexeme(lexeme)
    case .string(let text): writer.value(text)
    case .array(let elements):
      writer.beginArray()
      for element in elements { element.write(to: &writer) }
      writer.endArray()
    case .object(let members):
      writer.beginObject()
      for member in members {
        writer.key(named: member.key)
        member.value.write(to: &writer)
      }
      writer.endObject()
    }
  }

  /// The value as a document.
  package func serialized(pretty: Bool = false) -> [UInt8] {
    var writer = JSONWriter(pretty: pretty)
    write(to: &writer)
    return writer.finish()
  }
}

extension JSONValue {
  /// An object with a member set: in its place where it has one of this key, else at the end. Any other value becomes an
  /// object of this member alone.
  package func setting(_ key: String, _ value: JSONValue) -> JSONValue {
    guard case .object(var members) = self else { return .object([Member(key, value)]) }
    if let index = members.firstIndex(where: { $0.key == key }) {
      members[index] = Member(key, value)
    } else {
      members.append(Member(key, value))
    }
    return .object(members)
  }
}
