// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
package import Numbers

/// Writes JSON into bytes, in the order of the calls.
///
/// The caller keeps the order of a document: a key before each value in an object, an end for each beginning.
/// Control and bidirectional characters and U+2028 and U+2029 are escaped, so that no output can steer what shows it.
package struct JSONWriter: Sendable {
  /// The bytes written, and after them room for more.
  private var bytes: [UInt8]
  private var count = 0
  private let pretty: Bool
  /// How many containers are open.
  private var depth = 0
  /// Whether the innermost open container has had an entry.
  private var hasEntry = false
  private var isAfterKey = false

  /// - Parameter pretty: whether each entry gets a line of its own, indented by two blanks a level.
  package init(pretty: Bool) {
    self.pretty = pretty
    bytes = Array(repeating: 0, count: 1 << 15)
  }

  /// The bytes written, with a line break at the end where they are pretty.
  package consuming func finish() -> [UInt8] {
    if pretty { append(0x0A) }
    // Nothing is copied: documents may be large.
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// The bytes written, with a line break at the end.
  package mutating func line() -> [UInt8] {
    append(0x0A)
    return bytes.withUnsafeBufferPointer { Array(UnsafeBufferPointer(rebasing: $0[..<count])) }
  }

  package mutating func beginObject() { begin(UInt8(ascii: "{")) }
  package mutating func endObject() { end(UInt8(ascii: "}")) }
  package mutating func beginArray() { begin(UInt8(ascii: "[")) }
  package mutating func endArray() { end(UInt8(ascii: "]")) }

  /// The key of the next value, one of a format: a literal of ASCII letters, which needs no escapes.
  package mutating func key(_ key: StaticString) {
    var needsComma = false
    if pretty || isAfterKey || depth == 0 {
      entry()
    } else {
      // Most keys of a document come here: the comma is written with the key.
      needsComma = hasEntry
      hasEntry = true
    }
    let (pretty, length) = (pretty, key.utf8CodeUnitCount)
    write(atMost: length + 5) { memory in
      var output = memory
      if needsComma {
        output[0] = UInt8(ascii: ",")
        output += 1
      }
      output[0] = UInt8(ascii: "\"")
      (output + 1).update(from: key.utf8Start, count: length)
      output[length + 1] = UInt8(ascii: "\"")
      output[length + 2] = UInt8(ascii: ":")
      output[length + 3] = 0x20
      return output - memory + (pretty ? length + 4 : length + 3)
    }
    isAfterKey = true
  }

  /// The key of the next value, a name such as that of a skill.
  package mutating func key(named name: String) {
    entry()
    quote(name)
    append(UInt8(ascii: ":"))
    if pretty { append(0x20) }
    isAfterKey = true
  }

  package mutating func value(_ text: String) {
    entry()
    quote(text)
  }
  package mutating func value(_ number: Int) { value(Int128(number), decimals: 0) }
  package mutating func value(_ number: Millionths) { value(number.count, decimals: 6) }
  package mutating func value(_ number: ExactDecimal) { value(Int128(number.significand), decimals: number.scale) }
  package mutating func value(_ flag: Bool) { lexeme(flag ? "true" : "false") }
  package mutating func null() { lexeme("null") }

  /// The number `value / 10^decimals` in plain notation without needless zeros.
  ///
  /// - Parameter decimals: 0 to 30.
  package mutating func value(_ value: Int128, decimals: Int) {
    entry()
    write(atMost: FigureText.room) { FigureText.write(value, decimals: decimals, to: $0) }
  }

  /// A day as a text.
  package mutating func value(_ day: Day) {
    entry()
    write(atMost: FigureText.room) { output in
      output[0] = UInt8(ascii: "\"")
      let count = FigureText.write(day, to: output + 1)
      output[count + 1] = UInt8(ascii: "\"")
      return count + 2
    }
  }

  /// A value that is JSON text already.
  package mutating func lexeme(_ text: String) {
    entry()
    if appendPlain(text, isQuoted: false) { return }
    // Outside ASCII, and DEL, stand only in texts, where they may be escaped.
    for scalar in text.unicodeScalars {
      if scalar.value < 0x7F { append(UInt8(scalar.value)) } else { append(scalar) }
    }
  }

  /// A value that is JSON bytes already.
  package mutating func raw(_ json: some Sequence<UInt8>) {
    entry()
    for byte in json { append(byte) }
  }

  /// A value that is JSON bytes already, in one piece.
  package mutating func raw(_ json: ArraySlice<UInt8>) {
    entry()
    json.withUnsafeBufferPointer { source in
      write(atMost: source.count) { output in
        if let start = source.baseAddress { output.update(from: start, count: source.count) }
        return source.count
      }
    }
  }

  /// How many bytes are written.
  package var length: Int { count }

  package mutating func member(_ key: StaticString, _ text: String) {
    self.key(key)
    value(text)
  }
  package mutating func member(_ key: StaticString, _ number: Int) {
    self.key(key)
    value(number)
  }
  package mutating func member(_ key: StaticString, _ number: Millionths) {
    self.key(key)
    value(number)
  }
  package mutating func member(_ key: StaticString, _ number: ExactDecimal) {
    self.key(key)
    value(number)
  }
  package mutating func member(_ key: StaticString, _ day: Day) {
    self.key(key)
    value(day)
  }
  package mutating func member(_ key: StaticString, _ flag: Bool) {
    self.key(key)
    value(flag)
  }

  // MARK: Structure

  private mutating func begin(_ bracket: UInt8) {
    entry()
    append(bracket)
    depth += 1
    hasEntry = false
  }

  private mutating func end(_ bracket: UInt8) {
    depth = max(0, depth - 1)
    if pretty, hasEntry { newLine() }
    append(bracket)
    hasEntry = true
  }

  @inline(__always)
  private mutating func entry() {
    if isAfterKey {
      isAfterKey = false
      return
    }
    guard depth > 0 else { return }
    if hasEntry { append(UInt8(ascii: ",")) }
    hasEntry = true
    if pretty { newLine() }
  }

  @inline(never)
  private mutating func newLine() {
    append(0x0A)
    for _ in 0..<2 * depth { append(0x20) }
  }

  // MARK: Bytes

  /// Has bytes written to the end.
  ///
  /// - Parameters:
  ///   - room: the most bytes that there may be.
  ///   - body: writes them and says how many there are.
  @inline(__always)
  private mutating func write(atMost room: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Int) {
    if bytes.count - count < room { grow(by: room) }
    let start = count
    count += bytes.withUnsafeMutableBufferPointer { memory in
      guard let base = memory.baseAddress else { return 0 }
      return body(base + start)
    }
  }

  @inline(never)
  private mutating func grow(by room: Int) {
    let more = max(room, bytes.count < 1 << 22 ? bytes.count : bytes.count / 2)
    bytes.reserveCapacity(bytes.count + more)
    bytes.append(contentsOf: repeatElement(0, count: more))
  }

  @inline(__always)
  private mutating func append(_ byte: UInt8) {
    if count == bytes.count { grow(by: 1) }
    bytes[count] = byte
    count += 1
  }

  /// Writes the bytes of a text as they are where all of them are plain.
  ///
  /// - Parameter isQuoted: whether it gets quotes; then quotes, backslashes and control characters are not plain.
  @inline(__always)
  private mutating func appendPlain(_ text: String, isQuoted: Bool) -> Bool {
    let done: Bool? = text.utf8.withContiguousStorageIfAvailable { source in
      var isPlain = true
      write(atMost: source.count + 2) { output in
        var place = 0
        if isQuoted {
          output[0] = UInt8(ascii: "\"")
          place = 1
        }
        var index = 0
        if let base = source.baseAddress {
          while index + 8 <= source.count {
            let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
            UnsafeMutableRawPointer(output + place).storeBytes(of: word, as: UInt64.self)
            if Self.isSpecial(word, isQuoted: isQuoted) { isPlain = false }
            index += 8
            place += 8
          }
        }
        while index < source.count {
          let byte = source[index]
          output[place] = byte
          if byte >= 0x7F || isQuoted && (byte < 0x20 || byte == 0x22 || byte == 0x5C) { isPlain = false }
          index += 1
          place += 1
        }
        if isQuoted {
          output[place] = UInt8(ascii: "\"")
          place += 1
        }
        return isPlain ? place : 0
      }
      return isPlain
    }
    return done ?? false
  }

  /// Whether any of eight bytes is not plain, see ``appendPlain(_:isQuoted:)``.
  ///
  /// What is subtracted borrows from a byte only where that is below it, which leaves its highest bit set where it was not.
  @inline(__always)
  private static func isSpecial(_ word: UInt64, isQuoted: Bool) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    func hasByte(_ byte: UInt64) -> UInt64 {
      let other = word ^ (ones &* byte)
      return (other &- ones) & ~other
    }
    var found = word | hasByte(0x7F)
    if isQuoted { found |= (word &- ones &* 0x20) & ~word | hasByte(0x22) | hasByte(0x5C) }
    return found & (ones &* 0x80) != 0
  }

  private mutating func quote(_ text: String) {
    if appendPlain(text, isQuoted: true) { return }
    append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { source in
      // What needs no escape is copied in stretches.
      var start = 0
      var index = 0
      while index < source.count {
        let (scalar, length) = Self.scalar(in: source, at: index)
        let value = scalar.value
        if value == 0x22 || value == 0x5C || isControlOrBidirectional(value) {
          append(UnsafeBufferPointer(rebasing: source[start..<index]))
          append(scalar)
          start = index + length
        }
        index += length
      }
      append(UnsafeBufferPointer(rebasing: source[start...]))
    }
    append(UInt8(ascii: "\""))
  }

  /// The scalar at a place of valid UTF-8, and how many bytes it has.
  @inline(__always)
  private static func scalar(in source: UnsafeBufferPointer<UInt8>, at index: Int) -> (Unicode.Scalar, length: Int) {
    let first = UInt32(source[index])
    func next(_ distance: Int) -> UInt32 { UInt32(source[index + distance] & 0x3F) }
    let (value, length): (UInt32, Int) =
      switch first {
      case ..<0x80: (first, 1)
      case ..<0xE0: ((first & 0x1F) << 6 | next(1), 2)
      case ..<0xF0: ((first & 0x0F) << 12 | next(1) << 6 | next(2), 3)
      default: ((first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4)
      }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }

  private mutating func append(_ part: UnsafeBufferPointer<UInt8>) {
    guard let base = part.baseAddress, !part.isEmpty else { return }
    write(atMost: part.count) { output in
      output.update(from: base, count: part.count)
      return part.count
    }
  }

  private mutating func append(_ text: String) {
    for byte in text.utf8 { append(byte) }
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x22: append("\\\"")
    case 0x5C: append("\\\\")
    case 0x0A: append("\\n")
    case 0x0D: append("\\r")
    case 0x09: append("\\t")
    case let value where isControlOrBidirectional(value):
      let digits = String(value, radix: 16)
      append("\\u")
      for _ in digits.utf8.count..<4 { append(UInt8(ascii: "0")) }
      append(digits)
    default: for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { append(byte) }
    }
  }
}
