// SPDX-License-Identifier: GPL-3.0-or-later

/// A fraction in lowest terms with a denominator above 0, exact as long as both fit into 128 bits.
package struct Ratio: Hashable, Sendable {
  package let numerator: Int128
  package let denominator: Int128

  /// - Returns: nil where the denominator is not above 0.
  package init?(_ numerator: Int128, over denominator: Int128) {
    guard denominator > 0 else { return nil }
    self.init(reducing: numerator, denominator)
  }

  /// A whole number.
  package init(_ value: Int) { self.init(reducing: Int128(value), 1) }

  package init(_ value: ExactDecimal) {
    self.init(reducing: Int128(value.significand), powerOfTen(value.scale))
  }

  private init(reducing numerator: Int128, _ denominator: Int128) {
    var (a, b) = (numerator.magnitude, denominator.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    let divisor = Int128(clamping: max(1, a))
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
  }

  /// The product; nil where it does not fit into 128 bits.
  package func times(_ other: Ratio) -> Ratio? {
    let left = Ratio(reducing: numerator, other.denominator)
    let right = Ratio(reducing: other.numerator, denominator)
    let (top, topOverflow) = left.numerator.multipliedReportingOverflow(by: right.numerator)
    let (bottom, bottomOverflow) = left.denominator.multipliedReportingOverflow(by: right.denominator)
    return topOverflow || bottomOverflow ? nil : Ratio(top, over: bottom)
  }

  /// The sum; nil where it does not fit into 128 bits.
  package func plus(_ other: Ratio) -> Ratio? {
    let (a, first) = numerator.multipliedReportingOverflow(by: other.denominator)
    let (b, second) = other.numerator.multipliedReportingOverflow(by: denominator)
    let (c, third) = denominator.multipliedReportingOverflow(by: other.denominator)
    let (sum, fourth) = a.addingReportingOverflow(b)
    return first || second || third || fourth ? nil : Ratio(sum, over: c)
  }

  /// 1 divided by it; nil where it is not above 0.
  package var inverse: Ratio? { Ratio(denominator, over: numerator) }

  /// The same number as a decimal; nil where it has no such notation within the digits that are kept.
  package var decimal: ExactDecimal? {
    for scale in 0...ExactDecimal.maximumDigits {
      let (product, overflow) = numerator.multipliedReportingOverflow(by: powerOfTen(scale))
      if overflow { return nil }
      guard product % denominator == 0 else { continue }
      let significand = product / denominator
      guard significand.magnitude < powerOfTen(ExactDecimal.maximumDigits).magnitude else { return nil }
      return ExactDecimal(significand: Int64(significand), scale: scale)
    }
    return nil
  }
}

extension Ratio: Comparable {
  /// Exact for all numbers: the products have up to 256 bits.
  package static func < (left: Ratio, right: Ratio) -> Bool {
    let signs = (left.numerator.signum(), right.numerator.signum())
    if signs.0 != signs.1 { return signs.0 < signs.1 }
    let first = left.numerator.magnitude.multipliedFullWidth(by: right.denominator.magnitude)
    let second = right.numerator.magnitude.multipliedFullWidth(by: left.denominator.magnitude)
    let (small, large) = signs.0 >= 0 ? (first, second) : (second, first)
    return (small.high, small.low) < (large.high, large.low)
  }
}

extension Ratio: CustomStringConvertible {
  /// To six decimals, with `about` where that is not all of it.
  package var description: String {
    let product = numerator.magnitude.multipliedFullWidth(by: 1_000_000)
    guard product.high < denominator.magnitude else { return "very large" }
    let (quotient, remainder) = denominator.magnitude.dividingFullWidth(product)
    let rounded = Millionths(count: (numerator < 0 ? -1 : 1) * Int128(clamping: quotient))
    return (remainder == 0 ? "" : "about ") + rounded.description
  }
}

/// 10 to the power of a number from 0 to 38.
package func powerOfTen(_ exponent: Int) -> Int128 {
  (0..<exponent).reduce(1) { power, _ in power * 10 }
}
