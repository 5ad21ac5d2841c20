// SPDX-License-Identifier: GPL-3.0-or-later

/// Long texts that were read lately, so that a name that stands in a document many times is in memory once.
///
/// A text only has one place in the table; another one with the same place takes it. So the table never grows, and
/// looking costs one hash and one comparison.
struct InternTable {
  private var slots = [String](repeating: "", count: 1 << 9)

  /// The text of valid UTF-8.
  mutating func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    // Longer texts are descriptions, which hardly come twice.
    guard bytes.count <= 64 else { return String(decoding: bytes, as: UTF8.self) }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    let slot = Int(truncatingIfNeeded: (hash ^ hash >> 32) & UInt64(slots.count - 1))
    let known = slots[slot]
    if known.utf8.count == bytes.count,
      known.utf8.withContiguousStorageIfAvailable({ $0.elementsEqual(bytes) }) ?? known.utf8.elementsEqual(bytes)
    {
      return known
    }
    let text = String(decoding: bytes, as: UTF8.self)
    slots[slot] = text
    return text
  }
}
