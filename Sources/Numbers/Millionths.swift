// SPDX-License-Identifier: GPL-3.0-or-later

/// An amount on the plan's grid: a whole number of millionths of an hour, of a unit-day or of the currency unit.
///
/// Every figure of a plan is one of these, so that sums and differences are exact.
public struct Millionths: Sendable, Hashable, Comparable, AdditiveArithmetic {
  /// The number of millionths.
  public var count: Int128

  /// Makes an amount from its number of millionths.
  public init(count: Int128) { self.count = count }

  /// Makes an amount from whole units.
  public init(_ units: Int) { count = Int128(units) * 1_000_000 }

  /// The amount 0.
  public static let zero = Millionths(count: 0)

  /// The amount nearest to a floating point number, or nil where that is not finite or not below 10^24.
  public init?(nearest value: Double) {
    let scaled = (value * 1e6).rounded(.toNearestOrAwayFromZero)
    guard scaled.isFinite, abs(scaled) < 1e30 else { return nil }
    count = Int128(scaled)
  }

  /// The nearest `Double`, in whole units.
  public var doubleValue: Double { Double(nearest: count) / 1e6 }

  public static func < (left: Millionths, right: Millionths) -> Bool { left.count < right.count }
  public static func + (left: Millionths, right: Millionths) -> Millionths {
    Millionths(count: left.count + right.count)
  }
  public static func - (left: Millionths, right: Millionths) -> Millionths {
    Millionths(count: left.count - right.count)
  }
  public static prefix func - (value: Millionths) -> Millionths { Millionths(count: -value.count) }

  /// The absolute value.
  public var magnitude: Millionths { Millionths(count: count < 0 ? -count : count) }
}

extension Millionths: CustomStringConvertible {
  /// Plain decimal notation without needless zeros, such as `12.5`.
  public var description: String { FigureText.text { FigureText.write(count, decimals: 6, to: $0) } }
}

extension Double {
  /// The number nearest to a whole one, that with the even last bit where two are as near.
  ///
  /// The standard library's conversion gives the same, in some thousand instructions.
  package init(nearest value: Int128) {
    if value >= Int128(Int64.min), value <= Int128(Int64.max) {
      self.init(Int64(truncatingIfNeeded: value))
      return
    }
    let size = value.magnitude
    // 64 bits are kept; the last of them says whether anything is cut off, far below what a Double keeps.
    let shift = max(0, 64 - size.leadingZeroBitCount)
    let kept = UInt64(truncatingIfNeeded: size >> UInt128(shift))
    let isCut = UInt128(kept) << UInt128(shift) != size
    let scale = Double(bitPattern: UInt64(1023 + shift) << 52)
    let nearest = Double(kept | (isCut ? 1 : 0)) * scale
    self = value < 0 ? -nearest : nearest
  }
}
