// SPDX-License-Identifier: GPL-3.0-or-later

/// A key of an object without memory of its own: its bytes where they are few, else its place in the document.
///
/// Literals are packed when the program is compiled, so that finding a key among those known takes a few comparisons.
struct JSONKey: ExpressibleByStringLiteral, Sendable {
  /// The first 24 bytes, padded with zeros.
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  /// The number of bytes, without escapes.
  let count: Int
  /// Where the key stands in the document, without its quotes.
  let range: Range<Int>
  let hasEscapes: Bool

  /// How many bytes are kept in the key itself.
  static let inlineCount = 24

  /// Whether the key is all here, and not only its beginning.
  @inline(__always)
  var isInline: Bool { count <= Self.inlineCount }

  @inline(__always)
  init(stringLiteral literal: StaticString) {
    let bytes = literal.utf8Start
    let count = literal.utf8CodeUnitCount
    precondition(count <= Self.inlineCount)
    // Without loops, so that a constant is left of it.
    @inline(__always)
    func byte(_ index: Int) -> UInt64 { index < count ? UInt64(bytes[index]) : 0 }
    let first =
      byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24 | byte(4) << 32 | byte(5) << 40 | byte(6) << 48
      | byte(7) << 56
    let second =
      byte(8) | byte(9) << 8 | byte(10) << 16 | byte(11) << 24 | byte(12) << 32 | byte(13) << 40 | byte(14) << 48
      | byte(15) << 56
    let third =
      byte(16) | byte(17) << 8 | byte(18) << 16 | byte(19) << 24 | byte(20) << 32 | byte(21) << 40 | byte(22) << 48
      | byte(23) << 56
    self.init(words: (first, second, third), count: count, range: 0..<0, hasEscapes: false)
  }

  /// Packs bytes.
  ///
  /// - Parameters:
  ///   - bytes: the key without escapes.
  ///   - range: where it stands in the document.
  init(_ bytes: some Collection<UInt8>, at range: Range<Int> = 0..<0, hasEscapes: Bool = false) {
    var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    var index: UInt64 = 0
    for byte in bytes.prefix(Self.inlineCount) {
      let shifted = UInt64(byte) << (8 * (index & 7))
      switch index >> 3 {
      case 0: words.0 |= shifted
      case 1: words.1 |= shifted
      default: words.2 |= shifted
      }
      index += 1
    }
    self.init(words: words, count: bytes.count, range: range, hasEscapes: hasEscapes)
  }

  /// Packs a key that stands in the document as it is.
  @inline(__always)
  init(_ document: UnsafeBufferPointer<UInt8>, at range: Range<Int>) {
    guard let base = document.baseAddress, range.lowerBound + Self.inlineCount <= document.count else {
      self.init(document[range], at: range)
      return
    }
    let start = UnsafeRawPointer(base + range.lowerBound)
    let count = range.count
    @inline(__always)
    func word(_ offset: Int) -> UInt64 {
      let left = count - offset
      guard left > 0 else { return 0 }
      let value = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      return left >= 8 ? value : value & (1 << UInt64(8 * left) - 1)
    }
    self.init(words: (word(0), word(8), word(16)), count: count, range: range, hasEscapes: false)
  }

  @inline(__always)
  private init(words: (UInt64, UInt64, UInt64), count: Int, range: Range<Int>, hasEscapes: Bool) {
    (first, second, third) = words
    self.count = count
    self.range = range
    self.hasEscapes = hasEscapes
  }

  /// Whether the first 24 bytes and the length are the same.
  @inline(__always)
  func matches(_ other: JSONKey) -> Bool {
    count == other.count && first == other.first && second == other.second && third == other.third
  }

  /// Whether the key begins with `x-`.
  @inline(__always)
  var isExtension: Bool { count >= 2 && first & 0xFFFF == 0x2D78 }

  @inline(__always)
  static func ~= (literal: JSONKey, key: JSONKey) -> Bool { literal.matches(key) }
}
