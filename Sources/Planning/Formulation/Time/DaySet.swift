// SPDX-License-Identifier: GPL-3.0-or-later

/// Some days of one period, by their distance to its first day. A period has at most 31 days.
struct DaySet: Sendable, Hashable {
  private(set) var bits: UInt64

  init(bits: UInt64 = 0) { self.bits = bits }

  /// The days of a stretch; none where its last day is before its first.
  init(_ first: Int, _ last: Int) {
    bits = last < first ? 0 : (~0 >> UInt64(63 - (last - first))) << UInt64(first)
  }

  var isEmpty: Bool { bits == 0 }
  var count: Int { bits.nonzeroBitCount }
  /// The first and last day; meaningless in an empty set.
  var first: Int { bits.trailingZeroBitCount }
  var last: Int { 63 - bits.leadingZeroBitCount }
  /// Whether no day is missing between the first and the last.
  var isStretch: Bool { bits == 0 || self == DaySet(first, last) }

  func contains(_ day: Int) -> Bool { bits & 1 << UInt64(day) != 0 }
  func contains(_ other: DaySet) -> Bool { other.bits & ~bits == 0 }
  func intersection(_ other: DaySet) -> DaySet { DaySet(bits: bits & other.bits) }
  func subtracting(_ other: DaySet) -> DaySet { DaySet(bits: bits & ~other.bits) }
  func union(_ other: DaySet) -> DaySet { DaySet(bits: bits | other.bits) }
  mutating func insert(_ day: Int) { bits |= 1 << UInt64(day) }

  /// The days, in order.
  @inline(__always)
  func forEach(_ body: (Int) -> Void) {
    var left = bits
    while left != 0 {
      body(left.trailingZeroBitCount)
      left &= left - 1
    }
  }

  /// This set in parts, so that each of some other sets has all days of a part or none; in the order of their first days.
  func parts(by sets: some Sequence<DaySet>) -> [DaySet] {
    var parts = isEmpty ? [] : [self]
    for set in sets {
      var next: [DaySet] = []
      for part in parts {
        let (inside, outside) = (part.intersection(set), part.subtracting(set))
        if !inside.isEmpty { next.append(inside) }
        if !outside.isEmpty { next.append(outside) }
      }
      parts = next
    }
    return parts.count > 1 ? parts.sorted { $0.first < $1.first } : parts
  }

  /// Each day by itself.
  var singleDays: [DaySet] {
    var days: [DaySet] = []
    forEach { days.append(DaySet($0, $0)) }
    return days
  }
}
