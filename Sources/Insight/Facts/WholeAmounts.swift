// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// Arithmetic in whole numbers for figures that have to be the same on every machine.
enum WholeAmounts {
  /// What stands for "as much as you like"; sums of a thousand million of these still fit.
  static let most: Int128 = 1_000_000_000_000_000_000_000_000_000

  /// `value * factor / divisor`, rounded down and cut to ``most``; none of the three is negative. A divisor of 0 is no
  /// limit.
  static func product(_ value: Int128, _ factor: Int128, over divisor: Int128) -> Int128 {
    guard divisor > 0 else { return most }
    // What fits 64 bits, as nearly everything does, is multiplied and divided by one instruction each.
    let fits = UInt128(UInt64.max)
    if value.magnitude <= fits, factor.magnitude <= fits, divisor.magnitude <= fits, value >= 0, factor >= 0 {
      let small = UInt64(truncatingIfNeeded: divisor)
      let product = UInt64(truncatingIfNeeded: value).multipliedFullWidth(by: UInt64(truncatingIfNeeded: factor))
      if product.high < small { return Int128(small.dividingFullWidth(product).quotient) }
    }
    let (small, overflow) = value.multipliedReportingOverflow(by: factor)
    if !overflow, value >= 0, factor >= 0 { return min(most, small / divisor) }
    let product = value.magnitude.multipliedFullWidth(by: factor.magnitude)
    guard product.high < divisor.magnitude else { return most }
    return min(most, Int128(clamping: divisor.magnitude.dividingFullWidth(product).quotient))
  }

  /// A decimal that is not negative in units of 10^-12, rounded down.
  static func fixed(_ value: ExactDecimal) -> Int128 {
    let significand = Int128(value.significand)
    return value.scale <= 12
      ? significand * powersOfTen[12 - value.scale] : significand / powersOfTen[value.scale - 12]
  }

  private static let powersOfTen: [Int128] = (0...ExactDecimal.maximumDigits).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  /// 1 in units of 10^-12.
  static let one: Int128 = 1_000_000_000_000

  /// Splits 1 (in millionths) in proportion to parts that are not negative: each gets its share rounded down, and what
  /// is left goes, one millionth each, to the largest remainders, the first among equals. The result adds up to 1
  /// exactly where the parts do not add up to 0.
  static func shares(_ parts: [Int128]) -> [Millionths] {
    let total = parts.reduce(0, +)
    guard total > 0 else { return parts.map { _ in .zero } }
    var shares: [Millionths] = []
    var remainders: [Int128] = []
    shares.reserveCapacity(parts.count)
    remainders.reserveCapacity(parts.count)
    var left: Int128 = 1_000_000
    for part in parts {
      let (quotient, remainder) = quotientAndRemainder(part, 1_000_000, over: total)
      shares.append(Millionths(count: quotient))
      remainders.append(remainder)
      left -= quotient
    }
    // Fewer than there are parts.
    for _ in 0..<Int(clamping: left) {
      guard let place = remainders.indices.max(by: { remainders[$0] < remainders[$1] }) else { break }
      shares[place].count += 1
      remainders[place] = -1
    }
    return shares
  }

  /// `value * factor / divisor` of numbers that are not negative where the quotient fits, with what is left.
  private static func quotientAndRemainder(
    _ value: Int128, _ factor: Int128, over divisor: Int128
  ) -> (quotient: Int128, remainder: Int128) {
    let (product, overflow) = value.multipliedReportingOverflow(by: factor)
    if !overflow { return product.quotientAndRemainder(dividingBy: divisor) }
    let wide = value.magnitude.multipliedFullWidth(by: factor.magnitude)
    let (quotient, remainder) = divisor.magnitude.dividingFullWidth(wide)
    return (Int128(quotient), Int128(remainder))
  }
}
