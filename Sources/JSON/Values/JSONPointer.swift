// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues

/// A JSON Pointer (RFC 6901): the way from the root of a document to a value in it.
package struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
  /// The keys and positions on the way, unescaped; none is the root.
  package var tokens: [String]

  package init(tokens: [String]) { self.tokens = tokens }

  /// Reads a pointer in its text form, such as `/staff/3/name`; nil where the text is none.
  package init?(_ text: String) {
    guard let tokens = DocumentPath.tokens(of: text) else { return nil }
    self.tokens = tokens
  }

  /// The text form.
  package var description: String { DocumentPath(tokens.map { .key($0) }).pointer }

  /// Whether a value at this place holds the place of another.
  func isProperPrefix(of other: JSONPointer) -> Bool {
    tokens.count < other.tokens.count
      && zip(tokens, other.tokens).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
  }

  /// The position that a token names in an array: digits without needless zeros.
  static func position(_ token: String) -> Int? {
    let digits = token.utf8
    guard !digits.isEmpty, digits.count <= 18, digits.allSatisfy({ (0x30...0x39).contains($0) }),
      digits.count == 1 || digits.first != 0x30
    else { return nil }
    return Int(token)
  }
}

extension JSONValue {
  /// The value that a pointer leads to; nil where there is none.
  package subscript(pointer: JSONPointer) -> JSONValue? {
    var value = self
    for token in pointer.tokens {
      switch value {
      case .object(let members):
        guard let place = Self.place(of: token, in: members) else { return nil }
        value = members[place].value
      case .array(let elements):
        guard let position = JSONPointer.position(token), elements.indices.contains(position) else { return nil }
        value = elements[position]
      default: return nil
      }
    }
    return value
  }

  /// Where a key stands; keys are compared by their bytes, not by canonical equivalence as Swift's texts are.
  static func place(of key: String, in members: [Member]) -> Int? {
    members.firstIndex { $0.key == key && $0.key.utf8.elementsEqual(key.utf8) }
  }

  /// Whether two values are equal as RFC 6902 (4.6) means it: numbers by value, texts by their characters, objects
  /// whatever the order of their members.
  package func isEqual(to other: JSONValue) -> Bool {
    switch (self, other) {
    case (.null, .null): return true
    case (.boolean(let left), .boolean(let right)): return left == right
    case (.number(let left), .number(let right)):
      return left == right || NumberValue(left).map { $0 == NumberValue(right) } ?? false
    case (.string(let left), .string(let right)): return left.utf8.elementsEqual(right.utf8)
    case (.array(let left), .array(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { $0.isEqual(to: $1) }
    case (.object(let left), .object(let right)):
      return left.count == right.count
        && left.allSatisfy { member in
          Self.place(of: member.key, in: right).map { member.value.isEqual(to: right[$0].value) } ?? false
        }
    default: return false
    }
  }

  /// The exact value of a number as it is written: digits without zeros at either end, times a power of ten.
  private struct NumberValue: Equatable {
    var isNegative: Bool
    var digits: [UInt8]
    var exponent: Int

    /// nil where the exponent is beyond all reason.
    init?(_ lexeme: String) {
      let parts = lexeme.utf8.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 | 0x20 == UInt8(ascii: "e") }
      exponent = 0
      if parts.count == 2 {
        guard parts[1].count <= 16, let written = Int(String(decoding: parts[1], as: UTF8.self)) else { return nil }
        exponent = written
      }
      isNegative = parts[0].first == UInt8(ascii: "-")
      digits = []
      var isAfterPoint = false
      for byte in parts[0] {
        if byte == UInt8(ascii: ".") { isAfterPoint = true }
        guard (0x30...0x39).contains(byte) else { continue }
        if !digits.isEmpty || byte != 0x30 { digits.append(byte) }
        if isAfterPoint { exponent -= 1 }
      }
      while digits.last == 0x30 {
        digits.removeLast()
        exponent += 1
      }
      if digits.isEmpty {
        isNegative = false
        exponent = 0
      }
    }
  }
}
