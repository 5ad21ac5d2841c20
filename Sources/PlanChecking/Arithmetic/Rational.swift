// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import BigInt
import Numbers

/// An exact fraction.
///
/// Numerator and denominator are 128-bit numbers as long as they fit and big ones beyond; which of the two is used does
/// not show. Sums keep the least common multiple of the denominators and are not reduced, because almost all
/// denominators here are powers of ten, of which one divides the other: a sum over a plan is then as quick as one of
/// whole numbers.
struct Rational: Sendable {
  /// Where ``large`` is nil, the fraction; the denominator is above 0.
  private var numerator: Int128
  private var denominator: Int128
  /// Numbers beyond 128 bits. They stand elsewhere, so that passing on a small fraction is copying three words.
  private var large: Large?

  private final class Large: Sendable {
    let numerator: BigInt
    let denominator: BigInt

    init(_ numerator: BigInt, _ denominator: BigInt) {
      self.numerator = numerator
      self.denominator = denominator
    }
  }

  private init(large numerator: BigInt, over denominator: BigInt) {
    self.init(0, over: 1)
    large = Large(numerator, denominator)
  }

  /// Numerator and denominator where they are small.
  @inline(__always)
  private var small: (Int128, Int128)? { large == nil ? (numerator, denominator) : nil }

  init(_ value: Int) { self.init(Int128(value), over: 1) }

  /// - Parameter denominator: above 0.
  init(_ numerator: Int128, over denominator: Int128) {
    self.numerator = numerator
    self.denominator = denominator
  }

  init(_ value: ExactDecimal) {
    // The maximum scale is 30, and 10^30 fits into 128 bits.
    self.init(Int128(value.significand), over: Self.powerOfTen(value.scale))
  }

  init(_ value: Millionths) { self.init(value.count, over: 1_000_000) }

  static let zero = Rational(0)
  static let one = Rational(1)

  /// 10 to the power of `exponent`, for 0 to 38.
  static func powerOfTen(_ exponent: Int) -> Int128 {
    var result: Int128 = 1
    for _ in 0..<exponent { result &*= 10 }
    return result
  }

  private var bigParts: (BigInt, BigInt) {
    if let large {
      (large.numerator, large.denominator)
    } else {
      (BigInt(exact: numerator), BigInt(exact: denominator))
    }
  }

  /// Reduced, and small again where it fits.
  private static func reduced(_ numerator: BigInt, _ denominator: BigInt) -> Rational {
    let divisor = numerator.greatestCommonDivisor(with: denominator)
    let top = numerator / divisor
    let bottom = denominator / divisor
    if top.bitWidth <= 126, bottom.bitWidth <= 126 {
      return Rational(Int128(exact: top), over: Int128(exact: bottom))
    }
    return Rational(large: top, over: bottom)
  }

  /// The greatest common divisor of two numbers above 0.
  private static func greatestCommonDivisor(_ a: Int128, _ b: Int128) -> Int128 {
    var (a, b) = (a, b)
    while a > Int128(UInt64.max) || b > Int128(UInt64.max) {
      if b == 0 { return a }
      (a, b) = (b, a % b)
    }
    // One instruction divides what fits 64 bits.
    var (c, d) = (UInt64(truncatingIfNeeded: a), UInt64(truncatingIfNeeded: b))
    while d != 0 { (c, d) = (d, c % d) }
    return Int128(c)
  }

  // MARK: Arithmetic

  /// The product of two numbers, which one instruction finds where both fit 64 bits, as nearly all do.
  @inline(__always)
  private static func product(_ a: Int128, _ b: Int128) -> (partialValue: Int128, overflow: Bool) {
    let (x, y) = (Int64(truncatingIfNeeded: a), Int64(truncatingIfNeeded: b))
    if Int128(truncatingIfNeeded: x) == a, Int128(truncatingIfNeeded: y) == b {
      return (Int128(truncatingIfNeeded: x) &* Int128(truncatingIfNeeded: y), false)
    }
    return a.multipliedReportingOverflow(by: b)
  }

  @inline(__always)
  static func + (left: Rational, right: Rational) -> Rational {
    if let (a, b) = left.small, let (c, d) = right.small, b == d {
      let (sum, overflow) = a.addingReportingOverflow(c)
      if !overflow { return Rational(sum, over: b) }
    }
    return sum(left, right)
  }

  @inline(never)
  private static func sum(_ left: Rational, _ right: Rational) -> Rational {
    if let (a, b) = left.small, let (c, d) = right.small,
      let sum = smallSum(a, b, c, d)
    {
      return sum
    }
    let (a, b) = left.bigParts
    let (c, d) = right.bigParts
    return reduced(a * d + c * b, b * d)
  }

  /// What two fractions are expanded by to have a common denominator.
  private static func factors(_ b: Int128, _ d: Int128) -> (Int128, Int128) {
    if b <= Int128(UInt64.max), d <= Int128(UInt64.max) {
      // Mostly both are powers of ten, and one instruction divides what fits 64 bits.
      let (small, large) = (UInt64(truncatingIfNeeded: min(b, d)), UInt64(truncatingIfNeeded: max(b, d)))
      let (quotient, remainder) = large.quotientAndRemainder(dividingBy: small)
      if remainder == 0 { return b < d ? (Int128(quotient), 1) : (1, Int128(quotient)) }
    }
    let divisor = greatestCommonDivisor(b, d)
    return (d / divisor, b / divisor)
  }

  private static func smallSum(_ a: Int128, _ b: Int128, _ c: Int128, _ d: Int128) -> Rational? {
    let (first, second) = factors(b, d)
    let left = product(a, first)
    let right = product(c, second)
    let sum = left.partialValue.addingReportingOverflow(right.partialValue)
    let bottom = product(b, first)
    guard !left.overflow, !right.overflow, !sum.overflow, !bottom.overflow else { return nil }
    return Rational(sum.partialValue, over: bottom.partialValue)
  }

  static prefix func - (value: Rational) -> Rational {
    if let (a, b) = value.small, a != .min { return Rational(-a, over: b) }
    let (a, b) = value.bigParts
    return Rational(large: -a, over: b)
  }

  static func - (left: Rational, right: Rational) -> Rational { left + -right }

  static func += (left: inout Rational, right: Rational) { left = left + right }

  @inline(__always)
  static func * (left: Rational, right: Rational) -> Rational {
    if let (a, b) = left.small, let (c, d) = right.small {
      let top = product(a, c)
      let bottom = product(b, d)
      if !top.overflow, !bottom.overflow { return Rational(top.partialValue, over: bottom.partialValue) }
    }
    return bigProduct(left, right)
  }

  @inline(never)
  private static func bigProduct(_ left: Rational, _ right: Rational) -> Rational {
    let (a, b) = left.bigParts
    let (c, d) = right.bigParts
    return reduced(a * c, b * d)
  }

  /// - Precondition: the divisor is not 0.
  static func / (left: Rational, right: Rational) -> Rational {
    let inverse: Rational
    if let (a, b) = right.small, a != .min {
      inverse = a > 0 ? Rational(b, over: a) : Rational(-b, over: -a)
    } else {
      let (a, b) = right.bigParts
      inverse = a.sign == .minus ? Rational(large: -b, over: -a) : Rational(large: b, over: a)
    }
    return left * inverse
  }

  // MARK: Comparison

  /// -1, 0 or 1.
  @inline(__always)
  var sign: Int {
    if let large { Int(large.numerator.signum()) } else { numerator < 0 ? -1 : numerator == 0 ? 0 : 1 }
  }

  var magnitude: Rational { sign < 0 ? -self : self }

  // MARK: Rounding

  /// The nearest amount on the grid; a half goes away from zero.
  var nearestMillionths: Millionths { rounded(.nearest) }
  /// The largest amount on the grid that is not above.
  var floorMillionths: Millionths { rounded(.down) }
  /// The smallest amount on the grid that is not below.
  var ceilingMillionths: Millionths { -(-self).floorMillionths }

  /// How many millionths it is; nil where it is no whole number of them, or beyond 64 bits.
  var wholeMillionths: Int64? {
    if let (a, b) = small {
      let (x, y) = (Int64(truncatingIfNeeded: a), Int64(truncatingIfNeeded: b))
      let (product, overflow) = x.multipliedReportingOverflow(by: 1_000_000)
      if Int128(truncatingIfNeeded: x) == a, Int128(truncatingIfNeeded: y) == b, !overflow {
        let (quotient, remainder) = product.quotientAndRemainder(dividingBy: y)
        return remainder == 0 ? quotient : nil
      }
    }
    return isOnGrid ? Int64(exactly: nearestMillionths.count) : nil
  }

  /// Whether it is a whole number of millionths.
  var isOnGrid: Bool {
    if let (a, b) = small {
      if 1_000_000 % b == 0 { return true }
      let top = a.multipliedReportingOverflow(by: 1_000_000)
      if !top.overflow { return top.partialValue % b == 0 }
    }
    return isEqual(Rational(nearestMillionths))
  }
  var isWhole: Bool {
    if let large { return (large.numerator % large.denominator).isZero }
    return denominator == 1 || numerator % denominator == 0
  }

  func isEqual(_ other: Rational) -> Bool {
    if let (a, b) = small, let (c, d) = other.small {
      if b == d { return a == c }
      let first = Self.product(a, d)
      let second = Self.product(c, b)
      if !first.overflow, !second.overflow { return first.partialValue == second.partialValue }
    }
    return (self - other).sign == 0
  }

  private enum Direction { case nearest, down }

  private func rounded(_ direction: Direction) -> Millionths {
    if let (a, b) = small, b <= Int128.max / 4 {
      // A denominator of whole millionths, as in all sums of money, leaves a quotient of small numbers.
      let (x, y) = (Int64(truncatingIfNeeded: a), Int64(truncatingIfNeeded: b))
      if Int128(truncatingIfNeeded: x) == a, Int128(truncatingIfNeeded: y) == b, y % 1_000_000 == 0 {
        let divisor = y / 1_000_000
        var (quotient, remainder) = x.quotientAndRemainder(dividingBy: divisor)
        switch direction {
        case .down: if remainder < 0 { quotient -= 1 }
        case .nearest: if remainder.magnitude >= divisor.magnitude - remainder.magnitude { quotient += x < 0 ? -1 : 1 }
        }
        return Millionths(count: Int128(quotient))
      }
      let top = a.multipliedReportingOverflow(by: 1_000_000)
      if !top.overflow {
        var (quotient, remainder) = top.partialValue.quotientAndRemainder(dividingBy: b)
        switch direction {
        case .down: if remainder < 0 { quotient -= 1 }
        case .nearest:
          if remainder < 0 {
            remainder = -remainder
            if 2 * remainder >= b { quotient -= 1 }
          } else if 2 * remainder >= b {
            quotient += 1
          }
        }
        return Millionths(count: quotient)
      }
    }
    let (a, b) = bigParts
    let top = a * 1_000_000
    var (quotient, remainder) = top.quotientAndRemainder(dividingBy: b)
    switch direction {
    case .down: if remainder.sign == .minus, !remainder.isZero { quotient -= 1 }
    case .nearest:
      let isNegative = remainder.sign == .minus
      if isNegative { remainder = -remainder }
      if 2 * remainder >= b { quotient += isNegative ? -1 : 1 }
    }
    return Millionths(
      count: quotient.bitWidth <= 126 ? Int128(exact: quotient) : quotient.sign == .minus ? .min : .max)
  }

  /// Near the value: the relative error is at most 8 units in the last place (see ``DualBound``).
  @inline(__always)
  var doubleValue: Double {
    // What fits 64 bits, as nearly everything does, is converted by one instruction, with the same result.
    let (a, b) = (Int64(truncatingIfNeeded: numerator), Int64(truncatingIfNeeded: denominator))
    if large == nil, Int128(truncatingIfNeeded: a) == numerator, Int128(truncatingIfNeeded: b) == denominator {
      return Double(a) / Double(b)
    }
    return largeDoubleValue
  }

  @inline(never)
  private var largeDoubleValue: Double {
    if let (a, b) = small { return Double(nearest: a) / Double(nearest: b) }
    // Equal shifts of both parts by what is beyond 512 bits keep the quotient and avoid infinities.
    let (a, b) = bigParts
    let shift = max(0, min(a.magnitude.bitWidth, b.magnitude.bitWidth) - 512)
    return Double(a >> shift) / Double(b >> shift)
  }
}

extension BigInt {
  /// By sign and magnitude, in both directions: with BigInt 6.0.1, direct conversion of negative numbers of more than
  /// one word between the two types came out wrong by 2^64.
  init(exact value: Int128) {
    self.init(sign: value < 0 ? .minus : .plus, magnitude: BigUInt(value.magnitude))
  }
}

extension Int128 {
  /// - Precondition: the value fits.
  fileprivate init(exact value: BigInt) {
    let size = Int128(truncatingIfNeeded: value.magnitude)
    self = value.sign == .minus ? -size : size
  }
}

extension Rational {
  @inline(never)
  private static func isLargeLess(_ left: Rational, _ right: Rational) -> Bool { (left - right).sign < 0 }
}

extension Rational: Comparable {
  static func == (left: Rational, right: Rational) -> Bool { left.isEqual(right) }

  @inline(__always)
  static func < (left: Rational, right: Rational) -> Bool {
    if let (a, b) = left.small, let (c, d) = right.small {
      if b == d { return a < c }
      let first = product(a, d)
      let second = product(c, b)
      if !first.overflow, !second.overflow { return first.partialValue < second.partialValue }
    }
    return isLargeLess(left, right)
  }
}

extension Rational: CustomStringConvertible {
  /// In decimals, rounded to the grid.
  var description: String { nearestMillionths.description }
}
