// SPDX-License-Identifier: GPL-3.0-or-later

/// `value * factor / divisor` in whole numbers; the product may have more than 128 bits. A quotient that has more is cut
/// to the largest number. `rounding` is `.up` (of what is not negative) or `.towardZero`.
package func scaled(
  _ value: Int128, by factor: Int128, over divisor: Int128, rounding: FloatingPointRoundingRule
) -> Int128 {
  let product = value.magnitude.multipliedFullWidth(by: factor.magnitude)
  guard product.high < divisor.magnitude else { return .max }
  let (quotient, remainder) = divisor.magnitude.dividingFullWidth(product)
  let rounded = Int128(clamping: rounding == .up && remainder > 0 ? quotient &+ 1 : quotient)
  return (value < 0) != (divisor < 0) ? -rounded : rounded
}
