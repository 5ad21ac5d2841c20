// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// Decimals as whole numbers of 10^-12, for arithmetic in 128 bits.
///
/// A figure with more than twelve decimals is rounded in the direction that its user names, always the one in which
/// the plan stays within the scenario's limits; the checker recomputes with the exact figure.
enum FixedPoint {
  /// The number of decimals.
  static let scale = 12
  /// 10^12, the representation of 1.
  static let one: Int128 = 1_000_000_000_000

  /// What stands for an amount without a limit, in millionths; sums of some of them do not overflow.
  static let unlimited = Int64.max / 4

  /// A number as an amount between 0 and ``unlimited``.
  @inline(__always)
  static func clamped(_ value: Int128) -> Int64 { Int64(min(max(value, 0), Int128(unlimited))) }

  /// The largest representable number that is not above.
  static func floor(_ value: ExactDecimal) -> Int128 {
    let shift = scale - value.scale
    if shift >= 0 { return Int128(value.significand) * power(shift) }
    return floorDivision(Int128(value.significand), power(-shift))
  }

  /// The smallest representable number that is not below.
  static func ceil(_ value: ExactDecimal) -> Int128 {
    let shift = scale - value.scale
    if shift >= 0 { return Int128(value.significand) * power(shift) }
    return ceilDivision(Int128(value.significand), power(-shift))
  }

  /// `numerator / denominator`, rounded down; the denominator is above 0.
  static func floorDivision(_ numerator: Int128, _ denominator: Int128) -> Int128 {
    let quotient = numerator / denominator
    return numerator % denominator < 0 ? quotient - 1 : quotient
  }

  /// `numerator / denominator`, rounded up; the denominator is above 0.
  static func ceilDivision(_ numerator: Int128, _ denominator: Int128) -> Int128 {
    let quotient = numerator / denominator
    return numerator % denominator > 0 ? quotient + 1 : quotient
  }

  /// 10 to the power of 0 to 18; decimals have at most 30 digits after the point.
  private static func power(_ exponent: Int) -> Int128 { powers[exponent] }

  private static let powers: [Int128] = (0...ExactDecimal.maximumScale - scale).map { exponent in
    (0..<exponent).reduce(1) { result, _ in result * 10 }
  }
}
