// SPDX-License-Identifier: GPL-3.0-or-later

/// A sum of floating-point terms that ends as a rigorous lower estimate of the exact sum.
///
/// Every term comes with a magnitude: the sum of the absolute values of everything that was added up to make it. The
/// terms are added with Knuth's TwoSum, so that adding them costs no more than one rounding; what the terms themselves
/// may be off is `relativeError` times their magnitudes, which is subtracted at the end.
struct LowerSum {
  /// 2^-45, which is 256 units in the last place. The data (at most 8 units each, see `Rational.doubleValue`), the at
  /// most four factors of a product and the few additions of a term stay below 64; the rest is reserve for the rounding
  /// of the magnitudes themselves.
  static let relativeError = 0x1p-45
  /// Factor that makes a computed bound of a variable at least the exact one.
  static let roundedUp = 1 + relativeError

  private var high = 0.0
  private var low = 0.0
  private var magnitude = 0.0

  @inline(__always)
  mutating func add(_ term: Double, magnitude size: Double) {
    let sum = high + term
    let part = sum - high
    low += (high - (sum - part)) + (term - part)
    high = sum
    magnitude += size
  }

  mutating func add(_ other: LowerSum) {
    add(other.high, magnitude: 0)
    add(other.low, magnitude: other.magnitude)
  }

  /// A number that the exact sum is not below.
  var lowerBound: Double {
    // The last constant is for products too small to have full precision: far more of them than there can be.
    ((high + low) - 2 * Self.relativeError * magnitude - 1e-200).nextDown
  }
}
