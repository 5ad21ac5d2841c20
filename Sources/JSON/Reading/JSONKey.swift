// SPDX-License-Identifier: GPL-3.0-or-later

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A key of an object without memory of its own: its bytes where they are few, else its place in the document.
///
/// Comparing it with a literal takes a comparison of lengths and, where they are the same, one of a few bytes.
package struct JSONKey {
  /// The first 24 bytes, padded with zeros.
  @usableFromInline let first: UInt64
  @usableFromInline let second: UInt64
  @usableFromInline let third: UInt64
  /// The number of bytes, without escapes.
  package let count: Int
  /// Where the key stands in the document, without its quotes.
  package let range: Range<Int>
  package let hasEscapes: Bool
  /// The bytes in the document; nil where they do not stand there without escapes.
  private let bytes: UnsafePointer<UInt8>?

  /// How many bytes are kept in the key itself.
  package static let inlineCount = 24

  /// Whether the key is all here, and not only its beginning.
  @inline(__always)
  package var isInline: Bool { count <= Self.inlineCount }

  /// Packs bytes.
  ///
  /// - Parameters:
  ///   - bytes: the key without escapes.
  ///   - range: where it stands in the document.
  package init(_ bytes: some Collection<UInt8>, at range: Range<Int> = 0..<0, hasEscapes: Bool = false) {
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
    self.init(words: words, count: bytes.count, range: range, hasEscapes: hasEscapes, bytes: nil)
  }

  /// Packs a key that stands in the document as it is.
  @inline(__always)
  package init(_ document: UnsafeBufferPointer<UInt8>, at range: Range<Int>) {
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
    self.init(
      words: (word(0), word(8), word(16)), count: count, range: range, hasEscapes: false,
      bytes: base + range.lowerBound)
  }

  @inline(__always)
  private init(
    words: (UInt64, UInt64, UInt64), count: Int, range: Range<Int>, hasEscapes: Bool, bytes: UnsafePointer<UInt8>?
  ) {
    (first, second, third) = words
    self.count = count
    self.range = range
    self.hasEscapes = hasEscapes
    self.bytes = bytes
  }

  /// Whether the first 24 bytes and the length are the same.
  @inline(__always)
  package func matches(_ other: JSONKey) -> Bool {
    count == other.count && first == other.first && second == other.second && third == other.third
  }

  /// Whether the key is one that was packed before.
  @inlinable
  @inline(__always)
  package func matches(_ other: PackedKey) -> Bool {
    count == other.count && first == other.first && second == other.second && third == other.third
  }

  /// Whether the key begins with `x-`.
  @inline(__always)
  package var isExtension: Bool { count >= 2 && first & 0xFFFF == 0x2D78 }

  @inline(__always)
  package static func ~= (literal: StaticString, key: JSONKey) -> Bool {
    guard key.count == literal.utf8CodeUnitCount else { return false }
    guard let bytes = key.bytes else { return key.isSame(as: literal) }
    return memcmp(bytes, literal.utf8Start, literal.utf8CodeUnitCount) == 0
  }

  /// The comparison for keys that are written with escapes or stand at the very end of the document.
  @inline(never)
  private func isSame(as literal: StaticString) -> Bool {
    matches(JSONKey(UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount)))
  }
}

/// A key of a format, of at most ``JSONKey/inlineCount`` bytes, ready to be compared with those of a document.
package struct PackedKey: Sendable {
  @usableFromInline let first: UInt64
  @usableFromInline let second: UInt64
  @usableFromInline let third: UInt64
  @usableFromInline let count: Int

  package init(_ key: String.UTF8View) {
    let packed = JSONKey(key)
    (first, second, third, count) = (packed.first, packed.second, packed.third, packed.count)
  }
}
