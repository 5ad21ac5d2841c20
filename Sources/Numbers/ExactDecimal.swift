// SPDX-License-Identifier: GPL-3.0-or-later

/// A decimal number kept exactly as it was written: `significand / 10^scale`.
///
/// Scenario figures (hours, rates, shares) are decimals. Binary floating point would round them silently; this type
/// keeps up to 18 significant digits and refuses more. It is normalised: `scale` is 0 or the significand does not end
/// in a zero, so equal numbers are equal values.
public struct ExactDecimal: Sendable, Hashable {
  /// All significant digits, as a whole number.
  public let significand: Int64
  /// The number of digits after the decimal point, from 0 to ``maximumScale``.
  public let scale: Int

  /// The most significant digits that are kept.
  public static let maximumDigits = 18
  /// The most digits after the decimal point that are kept.
  public static let maximumScale = 30

  /// The number 0.
  public static let zero = ExactDecimal(0)
  /// The number 1.
  public static let one = ExactDecimal(1)

  /// Makes a whole number.
  public init(_ value: Int) {
    significand = Int64(value)
    scale = 0
  }

  /// Makes `significand / 10^scale`.
  ///
  /// - Returns: nil where `scale` is outside 0 to ``maximumScale``.
  public init?(significand: Int64, scale: Int) {
    guard scale >= 0 else { return nil }
    var digits = significand
    var places = scale
    while places > 0, digits % 10 == 0 {
      digits /= 10
      places -= 1
    }
    guard places <= Self.maximumScale else { return nil }
    self.significand = digits
    self.scale = digits == 0 ? 0 : places
  }

  /// Why a text could not be kept as an exact decimal.
  public enum ParsingFailure: Error, Sendable, Equatable {
    /// The text is not a decimal number.
    case malformed
    /// The number has more than ``ExactDecimal/maximumDigits`` significant digits or more than
    /// ``ExactDecimal/maximumScale`` decimals.
    case tooManyDigits
    /// The absolute value is not below 10^18.
    case tooLarge
  }

  /// Reads a number in JSON's notation, such as `12`, `-0.5` or `1e3`, without rounding.
  ///
  /// - Parameter text: the UTF-8 bytes of the number.
  /// - Throws: ``ParsingFailure``
  /// - Complexity: O(n) in the number of bytes; no memory is taken.
  public init(parsing text: some Sequence<UInt8>) throws(ParsingFailure) {
    var digits = SignificantDigits()
    var decimals = 0
    var exponent = 0
    var isNegative = false
    var isExponentNegative = false
    var part = LexicalPart.start
    for byte in text {
      switch (part, byte) {
      case (.start, 0x2D) where !isNegative:
        isNegative = true
      case (.start, 0x30...0x39), (.integer, 0x30...0x39), (.fraction, 0x30...0x39), (.point, 0x30...0x39):
        if part == .start { part = .integer }
        if part == .point { part = .fraction }
        if part == .fraction { decimals += 1 }
        digits.append(Int64(byte &- 0x30))
      case (.integer, 0x2E):
        part = .point
      case (.integer, 0x65), (.integer, 0x45), (.fraction, 0x65), (.fraction, 0x45):
        part = .exponentStart
      case (.exponentStart, 0x2B):
        part = .exponentSign
      case (.exponentStart, 0x2D):
        part = .exponentSign
        isExponentNegative = true
      case (.exponentStart, 0x30...0x39), (.exponentSign, 0x30...0x39), (.exponent, 0x30...0x39):
        part = .exponent
        exponent = min(exponent * 10 + Int(byte &- 0x30), 1_000_000)
      default:
        throw .malformed
      }
    }
    guard part == .integer || part == .fraction || part == .exponent else { throw .malformed }
    if digits.overflow { throw .tooManyDigits }
    if digits.value == 0 {
      self = .zero
      return
    }
    let power = digits.pendingZeros - decimals + (isExponentNegative ? -exponent : exponent)
    if digits.count + power > Self.maximumDigits { throw .tooLarge }
    if power >= 0 {
      significand = (isNegative ? -digits.value : digits.value) * Self.powerOfTen(power)
      scale = 0
    } else {
      guard -power <= Self.maximumScale else { throw .tooManyDigits }
      significand = isNegative ? -digits.value : digits.value
      scale = -power
    }
  }

  /// The digits of a number that is read: zeros at its end are counted, in case other digits follow.
  private struct SignificantDigits {
    var value: Int64 = 0
    var count = 0
    var pendingZeros = 0
    /// Whether there were more than are kept.
    var overflow = false

    @inline(__always)
    mutating func append(_ digit: Int64) {
      guard digit != 0 else {
        if count > 0 { pendingZeros += 1 }
        return
      }
      let shift = pendingZeros + 1
      if count + shift > maximumDigits {
        overflow = true
      } else {
        value = value * powerOfTen(shift) + digit
        count += shift
      }
      pendingZeros = 0
    }
  }

  private enum LexicalPart { case start, integer, point, fraction, exponentStart, exponentSign, exponent }

  /// The nearest `Double`.
  public var doubleValue: Double {
    // Both operands are exact for up to 15 digits and 22 decimals, so that the quotient is correctly rounded there;
    // beyond, the error is at most two units in the last place, far below what a solver's tolerance can see.
    Double(significand) / Self.doublePowersOfTen[scale]
  }

  /// True for numbers below 0.
  public var isNegative: Bool { significand < 0 }

  /// True where the number has no decimals.
  public var isWhole: Bool { scale == 0 }

  /// The number as an `Int`, or nil where it has decimals.
  public var wholeValue: Int? { scale == 0 ? Int(significand) : nil }

  /// `self / divisor`, rounded half away from zero to so many decimals.
  ///
  /// - Returns: nil where the result does not fit.
  public func divided(by divisor: Int64, decimals: Int) -> ExactDecimal? {
    guard divisor > 0, (0...9).contains(decimals), scale <= 18 else { return nil }
    let numerator = Int128(significand) * Int128(Self.powerOfTen(decimals))
    let denominator = Int128(divisor) * Int128(Self.powerOfTen(scale))
    let magnitude = numerator < 0 ? -numerator : numerator
    let rounded = (2 * magnitude + denominator) / (2 * denominator)
    guard let fitting = Int64(exactly: numerator < 0 ? -rounded : rounded) else { return nil }
    return ExactDecimal(significand: fitting, scale: decimals)
  }

  /// 10 to the power of `exponent`, for 0 to 18.
  static func powerOfTen(_ exponent: Int) -> Int64 {
    var result: Int64 = 1
    for _ in 0..<exponent { result *= 10 }
    return result
  }

  private static let doublePowersOfTen: [Double] = {
    // Written out by parsing, because repeated multiplication drifts after 10^22.
    (0...maximumScale).map { Double("1e\($0)") ?? 1 }
  }()
}

extension ExactDecimal: Comparable {
  /// Compares the numbers, whatever the decimals they are written with.
  public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    if left.scale == right.scale { return left.significand < right.significand }
    if (left.significand < 0) != (right.significand < 0) || left.significand == 0 || right.significand == 0 {
      return left.significand < right.significand
    }
    // At most 18 digits and 30 decimals: 10^48 is beyond 128 bits, so a large difference in scale is decided by size.
    let (fine, coarse, fineIsLeft) = left.scale > right.scale ? (left, right, true) : (right, left, false)
    let difference = fine.scale - coarse.scale
    if difference > 19 {
      // The coarse number has an absolute value of at least 10^-coarse.scale, the fine one is below that.
      return fineIsLeft == (coarse.significand > 0)
    }
    let lifted = Int128(coarse.significand) * Numbers.powerOfTen(difference)
    return fineIsLeft ? Int128(fine.significand) < lifted : lifted < Int128(fine.significand)
  }
}

extension ExactDecimal: CustomStringConvertible {
  /// Plain notation without an exponent, such as `-12.05`.
  public var description: String {
    FigureText.text { FigureText.write(Int128(significand), decimals: scale, to: $0) }
  }
}

extension ExactDecimal: ExpressibleByIntegerLiteral {
  /// Takes a whole number.
  public init(integerLiteral value: Int) { self.init(value) }
}

extension ExactDecimal: ExpressibleByFloatLiteral {
  /// Takes the shortest decimal notation of the literal, so that `92.5` is 92.5 exactly. What is too small to be kept is
  /// 0, what is too large is the largest number that is kept.
  public init(floatLiteral value: Double) {
    do throws(ParsingFailure) {
      try self.init(parsing: value.description.utf8)
    } catch {
      let isSmall = value.magnitude < 1
      self.init(isSmall ? 0 : value < 0 ? 1 - Int(Self.powerOfTen(18)) : Int(Self.powerOfTen(18)) - 1)
    }
  }
}

// MARK: - Exact arithmetic

extension ExactDecimal {
  /// The exact sum; nil where it has more digits than are kept.
  public func adding(_ other: ExactDecimal) -> ExactDecimal? {
    let places = max(scale, other.scale)
    guard let left = lifted(to: places), let right = other.lifted(to: places) else { return nil }
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? nil : ExactDecimal(exactly: sum, decimals: places)
  }

  /// The exact difference; nil where it has more digits than are kept.
  public func subtracting(_ other: ExactDecimal) -> ExactDecimal? { adding(-other) }

  /// The exact product; nil where it has more digits than are kept.
  public func multiplied(by other: ExactDecimal) -> ExactDecimal? {
    ExactDecimal(exactly: Int128(significand) * Int128(other.significand), decimals: scale + other.scale)
  }

  /// The product, rounded half away from zero to so many decimals; nil where it has more digits than are kept.
  public func multiplied(by other: ExactDecimal, decimals: Int) -> ExactDecimal? {
    let product = Int128(significand) * Int128(other.significand)
    let surplus = scale + other.scale - decimals
    guard surplus > 0 else { return ExactDecimal(exactly: product, decimals: scale + other.scale) }
    // Two factors have at most 36 digits together.
    guard surplus <= 37 else { return .zero }
    let divisor = UInt128(Numbers.powerOfTen(surplus))
    let rounded = Int128((2 * product.magnitude + divisor) / (2 * divisor))
    return ExactDecimal(exactly: product < 0 ? -rounded : rounded, decimals: decimals)
  }

  /// The number with the other sign.
  public static prefix func - (value: ExactDecimal) -> ExactDecimal {
    ExactDecimal(significand: 0 &- value.significand, scale: value.scale) ?? .zero
  }

  /// `digits / 10^decimals`; nil where these are more digits than are kept.
  private init?(exactly digits: Int128, decimals: Int) {
    var (digits, places) = (digits, decimals)
    while places > 0, digits % 10 == 0 { (digits, places) = (digits / 10, places - 1) }
    guard digits.magnitude < UInt128(Self.powerOfTen(Self.maximumDigits)), let fitting = Int64(exactly: digits) else {
      return nil
    }
    self.init(significand: fitting, scale: places)
  }

  /// The significand at another number of decimals, no lower than ``scale``; nil where it does not fit into 128 bits.
  private func lifted(to places: Int) -> Int128? {
    var result = Int128(significand)
    for _ in scale..<max(scale, places) {
      let (product, overflow) = result.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      result = product
    }
    return result
  }
}
