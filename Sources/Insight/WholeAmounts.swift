// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation

/// Arithmetic in whole numbers for figures that have to be the same on every machine.
enum WholeAmounts {
  /// What stands for "as much as you like"; sums of a thousand million of these still fit.
  static let most: Int128 = 1_000_000_000_000_000_000_000_000_000

  /// `value * factor / divisor`, rounded down and cut to ``most``; none of the three is negative. A divisor of 0 is no
  /// limit.
  static func product(_ value: Int128, _ factor: Int128, over divisor: Int128) -> Int128 {
    guard divisor > 0 else { return most }
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
    var shares: [Int128] = []
    var remainders: [(position: Int, value: UInt128)] = []
    for (position, part) in parts.enumerated() {
      let product = part.magnitude.multipliedFullWidth(by: 1_000_000)
      let (quotient, remainder) = total.magnitude.dividingFullWidth(product)
      shares.append(Int128(quotient))
      remainders.append((position, remainder))
    }
    remainders.sort { $0.value != $1.value ? $0.value > $1.value : $0.position < $1.position }
    let left = 1_000_000 - shares.reduce(0, +)
    for entry in remainders.prefix(Int(clamping: left)) { shares[entry.position] += 1 }
    return shares.map { Millionths(count: $0) }
  }
}
