// SPDX-License-Identifier: GPL-3.0-or-later

package import Issues

/// Why a text is not JSON that is accepted, with the offset of the byte where that shows.
package struct JSONFailure: Error, Sendable, Hashable {
  package var kind: ScenarioIssue.Kind
  package var offset: Int
  package var detail: String
  package var hint: String?
}

/// What a value begins with.
package enum JSONKind: String, Sendable, Hashable {
  case object = "an object"
  case array = "a list"
  case string = "a string"
  case number = "a number"
  case boolean = "true or false"
  case null = "null"
}

/// A strict RFC 8259 reader that hands out one value after the other and keeps none.
///
/// Texts are checked to be UTF-8, numbers are handed out as they are written. Nothing outside the grammar is accepted;
/// the limits are those of ``JSONLimits``. The bytes have to stay where they are for as long as the reader is in use;
/// no position is looked at without being compared with their number first.
package struct JSONReader {
  package let bytes: UnsafeBufferPointer<UInt8>
  /// The offset of the next byte.
  package private(set) var position = 0
  /// True after ``nextKey()`` where the object has had that key before.
  package private(set) var isDuplicateKey = false
  /// After ``nextKey()``, the offset of the key's opening quote.
  package private(set) var keyPosition = 0

  private var frames: [Frame] = []
  /// The keys of the open objects, so that duplicates are seen; after them those of the object closed last.
  private var keys: [JSONKey] = []
  /// How many of the keys belong to open objects.
  private var keyCount = 0
  /// The keys of the open objects that have too many to compare them one by one.
  private var large: [LargeObject] = []
  /// Texts that may come again.
  private var interned = InternTable()

  private struct Frame {
    var isFirst = true
    var firstKey: Int
  }

  private struct LargeObject {
    var depth: Int
    var keys: Set<[UInt8]>
  }

  /// - Throws: ``JSONFailure`` where the bytes cannot be JSON from the look of their beginning or their number.
  package init(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONFailure) {
    self.bytes = bytes
    frames.reserveCapacity(JSONLimits.depth)
    keys.reserveCapacity(256)
    if bytes.count > JSONLimits.bytes {
      throw JSONFailure(
        kind: .limit, offset: 0, detail: "the document has \(bytes.count) bytes; at most \(JSONLimits.bytes) are read")
    }
    let start = Array(bytes.prefix(4))
    // Editors and shells of Windows write a byte order mark, which RFC 8259 lets a reader pass over.
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF])
      || (start.count >= 2 && (start[0] == 0) != (start[1] == 0))
    {
      throw JSONFailure(
        kind: .syntax, offset: 0, detail: "the document is in UTF-16 or UTF-32, and JSON is read in UTF-8 only",
        hint: "save it as UTF-8 without BOM")
    }
    if start.starts(with: [0x1F, 0x8B]) || start.starts(with: [0x50, 0x4B, 3, 4]) {
      throw JSONFailure(
        kind: .syntax, offset: 0, detail: "the document is compressed", hint: "unpack it first")
    }
  }

  // MARK: Values

  /// The kind of the next value, with white space before it passed over.
  package mutating func peek() throws(JSONFailure) -> JSONKind {
    skipSpace()
    guard position < bytes.count else { throw endOfText("a value") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "-"), 0x30...0x39: return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
    case UInt8(ascii: "n"): return .null
    default: throw unexpected("a value")
    }
  }

  /// Enters an object; ``peek()`` has to have said that there is one.
  package mutating func beginObject() throws(JSONFailure) { try enter() }

  /// Enters an array; ``peek()`` has to have said that there is one.
  package mutating func beginArray() throws(JSONFailure) { try enter() }

  private mutating func enter() throws(JSONFailure) {
    guard frames.count < JSONLimits.depth else {
      throw JSONFailure(
        kind: .limit, offset: position, detail: "values are nested more than \(JSONLimits.depth) deep")
    }
    position += 1
    frames.append(Frame(firstKey: keyCount))
  }

  /// The next key of the innermost object, or nil at its end, which is then left.
  package mutating func nextKey() throws(JSONFailure) -> JSONKey? {
    guard try hasNext(closing: UInt8(ascii: "}"), "',' or '}'") else { return nil }
    guard position < bytes.count else { throw endOfText("a key") }
    guard bytes[position] == UInt8(ascii: "\"") else {
      throw unexpected("a key in double quotes")
    }
    keyPosition = position
    let token = try textToken()
    let key =
      token.hasEscapes
      ? JSONKey(unescaped(token.range), at: token.range, hasEscapes: true) : JSONKey(bytes, at: token.range)
    skipSpace()
    guard position < bytes.count else { throw endOfText("':'") }
    guard bytes[position] == UInt8(ascii: ":") else { throw unexpected("':' after the key") }
    position += 1
    try note(key)
    return key
  }

  /// The text of a key of this document.
  package func text(of key: JSONKey) -> String {
    key.hasEscapes
      ? String(decoding: unescaped(key.range), as: UTF8.self) : String(decoding: bytes[key.range], as: UTF8.self)
  }

  /// The text of a key that is a name and may come again.
  package mutating func name(of key: JSONKey) -> String {
    string(TextToken(range: key.range, hasEscapes: key.hasEscapes))
  }

  /// Whether the object that was left last, with nothing read since, has a key.
  package func closedObjectHas(_ literal: StaticString) -> Bool {
    var index = keyCount
    while index < keys.count {
      if literal ~= keys[index] { return true }
      index += 1
    }
    return false
  }

  /// Whether the object that was left last, with nothing read since, has a key.
  package func closedObjectHas(_ key: JSONKey) -> Bool {
    var index = keyCount
    while index < keys.count {
      if keys[index].matches(key) { return true }
      index += 1
    }
    return false
  }

  /// Whether the innermost array has a next element; at its end it is left.
  package mutating func nextElement() throws(JSONFailure) -> Bool {
    try hasNext(closing: UInt8(ascii: "]"), "',' or ']'")
  }

  private mutating func hasNext(closing: UInt8, _ wanted: String) throws(JSONFailure) -> Bool {
    skipSpace()
    guard position < bytes.count else { throw endOfText(wanted) }
    let last = frames.count - 1
    if bytes[position] == closing {
      position += 1
      if closing == UInt8(ascii: "}") {
        if keys.count > keyCount { keys.removeLast(keys.count - keyCount) }
        keyCount = frames[last].firstKey
        if let open = large.last, open.depth == frames.count { large.removeLast() }
      }
      frames.removeLast()
      return false
    }
    if frames[last].isFirst {
      frames[last].isFirst = false
      return true
    }
    guard bytes[position] == UInt8(ascii: ",") else { throw unexpected(wanted) }
    position += 1
    skipSpace()
    if position < bytes.count, bytes[position] == closing {
      throw JSONFailure(
        kind: .syntax, offset: position, detail: "there is a comma before the closing bracket", hint: "remove the comma"
      )
    }
    return true
  }

  private mutating func note(_ key: JSONKey) throws(JSONFailure) {
    if keys.count > keyCount { keys.removeLast(keys.count - keyCount) }
    let first = frames[frames.count - 1].firstKey
    isDuplicateKey = false
    if keyCount - first > 32 {
      guard keyCount - first < JSONLimits.keys else {
        throw JSONFailure(
          kind: .limit, offset: position, detail: "an object has more than \(JSONLimits.keys) keys")
      }
      if large.last?.depth != frames.count {
        large.append(LargeObject(depth: frames.count, keys: Set(keys[first...].map(keyBytes))))
      }
      isDuplicateKey = !large[large.count - 1].keys.insert(keyBytes(key)).inserted
    } else {
      var index = first
      while index < keyCount {
        if keys[index].matches(key), key.isInline || keyBytes(keys[index]) == keyBytes(key) { isDuplicateKey = true }
        index += 1
      }
    }
    keys.append(key)
    keyCount += 1
  }

  private func keyBytes(_ key: JSONKey) -> [UInt8] {
    key.hasEscapes ? unescaped(key.range) : Array(bytes[key.range])
  }

  /// A text; ``peek()`` has to have said that there is one.
  package mutating func string() throws(JSONFailure) -> String {
    string(try textToken())
  }

  /// The text of what ``textToken()`` has passed over.
  package mutating func string(_ token: TextToken) -> String {
    if token.hasEscapes { return String(decoding: unescaped(token.range), as: UTF8.self) }
    let text = UnsafeBufferPointer(rebasing: bytes[token.range])
    // Up to 15 bytes take no memory of their own.
    return token.range.count > 15 ? interned.string(text) : String(decoding: text, as: UTF8.self)
  }

  /// A text that was passed over: where it stands, without its quotes.
  package struct TextToken {
    package var range: Range<Int>
    package var hasEscapes: Bool
  }

  /// The bytes of a number as it is written; ``peek()`` has to have said that there is one.
  package mutating func number() throws(JSONFailure) -> Range<Int> {
    let start = position
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    guard position < bytes.count else { throw endOfText("a digit") }
    if bytes[position] == UInt8(ascii: "0") {
      position += 1
      if position < bytes.count, (0x30...0x39).contains(bytes[position]) {
        throw JSONFailure(
          kind: .syntax, offset: start, detail: "a number begins with a needless 0", hint: "remove the leading zeros")
      }
    } else {
      try digits()
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
        position += 1
      }
      try digits()
    }
    if position - start > JSONLimits.numberLength {
      throw JSONFailure(
        kind: .limit, offset: start,
        detail: "a number has \(position - start) characters; at most"
          + " \(JSONLimits.numberLength) are read")
    }
    return start..<position
  }

  private mutating func digits() throws(JSONFailure) {
    guard position < bytes.count else { throw endOfText("a digit") }
    guard (0x30...0x39).contains(bytes[position]) else { throw unexpected("a digit") }
    position += 1
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
  }

  /// `true` or `false`; ``peek()`` has to have said that there is one.
  package mutating func boolean() throws(JSONFailure) -> Bool {
    let isTrue = bytes[position] == UInt8(ascii: "t")
    try word(isTrue ? "true" : "false")
    return isTrue
  }

  /// `null`; ``peek()`` has to have said that there is one.
  package mutating func null() throws(JSONFailure) { try word("null") }

  private mutating func word(_ text: String) throws(JSONFailure) {
    for byte in text.utf8 {
      guard position < bytes.count else { throw endOfText("'\(text)'") }
      guard bytes[position] == byte else { throw unexpected("'\(text)'") }
      position += 1
    }
  }

  /// Passes over a value, which is checked all the same.
  package mutating func skipValue(allowsDuplicateKeys: Bool = false) throws(JSONFailure) {
    switch try peek() {
    case .object:
      try beginObject()
      while true {
        guard let key = try nextKey() else { return }
        if isDuplicateKey, !allowsDuplicateKeys {
          throw JSONFailure(
            kind: .duplicateKey, offset: keyPosition, detail: "the key \"\(text(of: key))\" is used twice in its object"
          )
        }
        try skipValue(allowsDuplicateKeys: allowsDuplicateKeys)
      }
    case .array:
      try beginArray()
      while try nextElement() { try skipValue(allowsDuplicateKeys: allowsDuplicateKeys) }
    case .string: _ = try textToken()
    case .number: _ = try number()
    case .boolean: _ = try boolean()
    case .null: try null()
    }
  }

  /// Makes sure that nothing follows the document.
  package mutating func finish() throws(JSONFailure) {
    skipSpace()
    guard position == bytes.count else { throw unexpected("the end of the document") }
  }

  // MARK: Bytes

  private mutating func skipSpace() {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      position += 1
    }
  }

  private func endOfText(_ wanted: String) -> JSONFailure {
    if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) {
      return JSONFailure(kind: .syntax, offset: bytes.count, detail: "the document is empty")
    }
    return JSONFailure(
      kind: .syntax, offset: bytes.count, detail: "the document ends where \(wanted) should follow",
      hint: "it may be cut off")
  }

  private func unexpected(_ wanted: String) -> JSONFailure {
    let byte = bytes[position]
    var hint: String?
    let found: String
    switch byte {
    case 0:
      found = "a NUL byte"
      hint = "this looks like a binary file"
    case UInt8(ascii: "'"):
      found = "'"
      hint = "texts and keys stand in double quotes"
    case UInt8(ascii: "/"), UInt8(ascii: "#"):
      found = "'\(Character(Unicode.Scalar(byte)))'"
      hint = "JSON has no comments"
    case UInt8(ascii: "N"), UInt8(ascii: "I"):
      found = "'\(Character(Unicode.Scalar(byte)))'"
      hint = "NaN and Infinity are no JSON numbers"
    case 0x21..<0x7F: found = "'\(Character(Unicode.Scalar(byte)))'"
    default:
      if let quote = typographicQuote {
        found = quote
        hint = "texts and keys stand in straight double quotes: \""
      } else {
        found = "the byte 0x" + String(byte, radix: 16, uppercase: true)
      }
    }
    if hint == nil, isBehindDecimalComma { hint = "decimals stand behind a point: 78.50, and not 78,50" }
    return JSONFailure(kind: .syntax, offset: position, detail: "found \(found) instead of \(wanted)", hint: hint)
  }

  /// The curly quotation mark at hand, as word processors write them; nil where there is none.
  private var typographicQuote: String? {
    guard bytes[position...].starts(with: [0xE2, 0x80]), position + 2 < bytes.count else { return nil }
    switch bytes[position + 2] {
    case 0x98, 0x99, 0x9C, 0x9D, 0x9E: return String(decoding: bytes[position..<position + 3], as: UTF8.self)
    default: return nil
    }
  }

  /// Whether a digit stands where a key should, right behind a comma and a digit.
  private var isBehindDecimalComma: Bool {
    func isDigit(_ index: Int) -> Bool { index >= 0 && (0x30...0x39).contains(bytes[index]) }
    return isDigit(position) && isDigit(position - 2) && bytes[position - 1] == UInt8(ascii: ",")
  }

  // MARK: Texts

  /// Passes over a text and checks it; ``peek()`` has to have said that there is one.
  package mutating func textToken() throws(JSONFailure) -> TextToken {
    let opening = position
    position += 1
    let start = position
    var hasEscapes = false
    while true {
      skipPlainText()
      guard position < bytes.count else { break }
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return TextToken(range: start..<position - 1, hasEscapes: hasEscapes)
      } else if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        try skipEscape()
      } else if byte < 0x20 {
        throw JSONFailure(
          kind: .syntax, offset: position, detail: "a string holds a raw control character",
          hint: byte == 0x0A || byte == 0x0D ? "the closing quote may be missing; a line break is written \\n" : nil)
      } else {
        try skipMultibyte()
      }
    }
    throw JSONFailure(
      kind: .syntax, offset: opening, detail: "a string that begins here does not end", hint: "the file may be cut off")
  }

  /// Passes over ASCII that is neither a quote, a backslash nor a control character, eight bytes at a time.
  @inline(__always)
  private mutating func skipPlainText() {
    guard let base = bytes.baseAddress else { return }
    let raw = UnsafeRawPointer(base)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    var at = position
    while at + 8 <= bytes.count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      let quote = word ^ (ones &* 0x22)
      let backslash = word ^ (ones &* 0x5C)
      // The lowest marked byte is the first that is not plain; a borrow can only mark bytes after it.
      let marked =
        ((word &- ones &* 0x20) & ~word | (quote &- ones) & ~quote | (backslash &- ones) & ~backslash | word) & highs
      if marked != 0 {
        position = at + marked.trailingZeroBitCount >> 3
        return
      }
      at += 8
    }
    while at < bytes.count {
      let byte = base[at]
      if byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5C { break }
      at += 1
    }
    position = at
  }

  private mutating func skipMultibyte() throws(JSONFailure) {
    func byte(_ offset: Int) -> UInt8 { position + offset < bytes.count ? bytes[position + offset] : 0 }
    let first = bytes[position]
    let second = byte(1)
    func follows(_ value: UInt8) -> Bool { value & 0xC0 == 0x80 }
    let length: Int
    switch first {
    case 0xC2...0xDF: length = follows(second) ? 2 : 0
    case 0xE0: length = (0xA0...0xBF).contains(second) && follows(byte(2)) ? 3 : 0
    case 0xED: length = (0x80...0x9F).contains(second) && follows(byte(2)) ? 3 : 0
    case 0xE1...0xEF: length = follows(second) && follows(byte(2)) ? 3 : 0
    case 0xF0: length = (0x90...0xBF).contains(second) && follows(byte(2)) && follows(byte(3)) ? 4 : 0
    case 0xF4: length = (0x80...0x8F).contains(second) && follows(byte(2)) && follows(byte(3)) ? 4 : 0
    case 0xF1...0xF3: length = follows(second) && follows(byte(2)) && follows(byte(3)) ? 4 : 0
    default: length = 0
    }
    guard length > 0 else {
      throw JSONFailure(
        kind: .syntax, offset: position, detail: "a string is not valid UTF-8", hint: "save the file as UTF-8")
    }
    position += length
  }

  private mutating func skipEscape() throws(JSONFailure) {
    let start = position
    guard position + 1 < bytes.count else { throw endOfText("an escaped character") }
    switch bytes[position + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
    case UInt8(ascii: "u"):
      guard let unit = hexadecimal(at: position + 2) else {
        throw JSONFailure(kind: .syntax, offset: start, detail: "\\u is not followed by four hexadecimal digits")
      }
      position += 6
      if 0xD800...0xDFFF ~= unit {
        guard unit < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
          bytes[position + 1] == UInt8(ascii: "u"), let low = hexadecimal(at: position + 2), 0xDC00...0xDFFF ~= low
        else {
          throw JSONFailure(kind: .syntax, offset: start, detail: "an escaped surrogate is without its other half")
        }
        position += 6
      }
    default:
      throw JSONFailure(
        kind: .syntax, offset: start, detail: "a backslash is followed by a character that JSON does not escape",
        hint: "a backslash itself is written \\\\")
    }
  }

  private func hexadecimal(at offset: Int) -> UInt32? {
    guard offset + 4 <= bytes.count else { return nil }
    var result: UInt32 = 0
    for byte in bytes[offset..<offset + 4] {
      switch byte {
      case 0x30...0x39: result = result << 4 | UInt32(byte - 0x30)
      case 0x41...0x46: result = result << 4 | UInt32(byte - 0x41 + 10)
      case 0x61...0x66: result = result << 4 | UInt32(byte - 0x61 + 10)
      default: return nil
      }
    }
    return result
  }

  /// The bytes of a range that ``textToken()`` has checked, without escapes.
  private func unescaped(_ range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      guard bytes[index] == UInt8(ascii: "\\") else {
        result.append(bytes[index])
        index += 1
        continue
      }
      let code = bytes[index + 1]
      index += 2
      switch code {
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"):
        var value = hexadecimal(at: index) ?? 0xFFFD
        index += 4
        if 0xD800..<0xDC00 ~= value, let low = hexadecimal(at: index + 2) {
          value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
          index += 6
        }
        result.append(contentsOf: String(Character(Unicode.Scalar(value) ?? "\u{FFFD}")).utf8)
      default: result.append(code)
      }
    }
    return result
  }
}
