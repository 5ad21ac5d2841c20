// SPDX-License-Identifier: GPL-3.0-or-later

public import Allocation

/// Writes JSON into bytes, in the order of the calls.
///
/// The caller keeps the order of a document: a key before each value in an object, an end for each beginning.
/// Control and bidirectional characters and U+2028 and U+2029 are escaped, so that no output can steer what shows it.
public struct JSONWriter: Sendable {
  private var bytes: [UInt8] = []
  private let pretty: Bool
  /// For each open container, whether it has had an entry.
  private var hasEntries: [Bool] = []
  private var isAfterKey = false

  /// - Parameter pretty: whether each entry gets a line of its own, indented by two blanks a level.
  public init(pretty: Bool) { self.pretty = pretty }

  /// The bytes written, with a line break at the end where they are pretty.
  public consuming func finish() -> [UInt8] {
    if pretty { bytes.append(0x0A) }
    return bytes
  }

  public mutating func beginObject() { begin(UInt8(ascii: "{")) }
  public mutating func endObject() { end(UInt8(ascii: "}")) }
  public mutating func beginArray() { begin(UInt8(ascii: "[")) }
  public mutating func endArray() { end(UInt8(ascii: "]")) }

  /// The key of the next value.
  public mutating func key(_ key: String) {
    entry()
    quote(key)
    bytes.append(UInt8(ascii: ":"))
    if pretty { bytes.append(0x20) }
    isAfterKey = true
  }

  public mutating func value(_ text: String) {
    entry()
    quote(text)
  }
  public mutating func value(_ number: Int) { lexeme(number.description) }
  public mutating func value(_ number: Millionths) { lexeme(number.description) }
  public mutating func value(_ number: ExactDecimal) { lexeme(number.description) }
  public mutating func value(_ flag: Bool) { lexeme(flag ? "true" : "false") }
  public mutating func null() { lexeme("null") }

  /// A value that is JSON text already.
  public mutating func lexeme(_ text: String) {
    entry()
    if text.utf8.allSatisfy({ $0 < 0x7F }) {
      bytes.append(contentsOf: text.utf8)
    } else {
      // Outside ASCII, and DEL, stand only in texts, where they may be escaped.
      for scalar in text.unicodeScalars {
        if scalar.value < 0x7F { bytes.append(UInt8(scalar.value)) } else { append(scalar) }
      }
    }
  }

  /// A value that is JSON bytes already.
  public mutating func raw(_ json: some Sequence<UInt8>) {
    entry()
    bytes.append(contentsOf: json)
  }

  public mutating func member(_ key: String, _ text: String) {
    self.key(key)
    value(text)
  }
  public mutating func member(_ key: String, _ number: Int) {
    self.key(key)
    value(number)
  }
  public mutating func member(_ key: String, _ number: Millionths) {
    self.key(key)
    value(number)
  }
  public mutating func member(_ key: String, _ number: ExactDecimal) {
    self.key(key)
    value(number)
  }
  public mutating func member(_ key: String, _ flag: Bool) {
    self.key(key)
    value(flag)
  }

  private mutating func begin(_ bracket: UInt8) {
    entry()
    bytes.append(bracket)
    hasEntries.append(false)
  }

  private mutating func end(_ bracket: UInt8) {
    let hadEntries = hasEntries.popLast() ?? false
    if hadEntries { newLine() }
    bytes.append(bracket)
  }

  private mutating func entry() {
    if isAfterKey {
      isAfterKey = false
      return
    }
    guard let hadEntries = hasEntries.last else { return }
    if hadEntries { bytes.append(UInt8(ascii: ",")) }
    hasEntries[hasEntries.count - 1] = true
    newLine()
  }

  private mutating func newLine() {
    guard pretty else { return }
    bytes.append(0x0A)
    for _ in 0..<2 * hasEntries.count { bytes.append(0x20) }
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) {
      bytes.append(contentsOf: text.utf8)
    } else {
      for scalar in text.unicodeScalars { append(scalar) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x22: bytes.append(contentsOf: "\\\"".utf8)
    case 0x5C: bytes.append(contentsOf: "\\\\".utf8)
    case 0x0A: bytes.append(contentsOf: "\\n".utf8)
    case 0x0D: bytes.append(contentsOf: "\\r".utf8)
    case 0x09: bytes.append(contentsOf: "\\t".utf8)
    case let value where isControlOrBidirectional(value):
      let digits = String(value, radix: 16)
      bytes.append(contentsOf: "\\u".utf8)
      for _ in digits.utf8.count..<4 { bytes.append(UInt8(ascii: "0")) }
      bytes.append(contentsOf: digits.utf8)
    default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }
}
