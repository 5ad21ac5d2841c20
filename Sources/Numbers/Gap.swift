// SPDX-License-Identifier: GPL-3.0-or-later

/// How far a value can be above the least one that is possible: `(value - bound) / max(1, abs(value))`, and 0 where the
/// bound is above the value.
public struct Gap: Sendable, Hashable, Comparable {
  /// The gap in units of 10^-12, rounded up.
  public let count: Int128

  /// The gap between a value and a bound below which no value is.
  public init(value: Millionths, bound: Millionths) {
    let difference = max(0, value.count - bound.count)
    count = scaled(difference, by: 1_000_000_000_000, over: max(1_000_000, value.magnitude.count), rounding: .up)
  }

  /// The gap as a floating-point number.
  public var doubleValue: Double { Double(count) / 1e12 }

  public static func < (left: Gap, right: Gap) -> Bool { left.count < right.count }
}
