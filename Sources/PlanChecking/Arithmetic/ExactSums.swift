// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// A factor of many products: money for an hour, effective hours in one, ready to be multiplied in whole numbers.
struct Rate: Sendable {
  let exact: Rational
  /// The same in millionths, as nearly all rates are written; nil where it is not a whole number of them.
  let millionths: Int64?

  static let zero = Rate(.zero)

  init(_ exact: Rational) {
    self.exact = exact
    millionths = exact.wholeMillionths
  }
}

/// Exact sums of rates times amounts, many of them side by side.
///
/// What is a whole number of millionths of millionths is added up as such, without looking at fractions; what is none,
/// or too large, is added up beside it.
struct ExactSums {
  /// In units of 10^-12.
  private var whole: [Int128]
  private var rest: [Int: Rational] = [:]

  init(count: Int) { whole = Array(repeating: 0, count: count) }

  @inline(__always)
  mutating func add(_ rate: Rate, _ amount: Millionths, at place: Int) {
    let count = Int64(truncatingIfNeeded: amount.count)
    if let millionths = rate.millionths, Int128(truncatingIfNeeded: count) == amount.count {
      // Two numbers of 64 bits have a product that fits.
      let product = Int128(truncatingIfNeeded: millionths) &* Int128(truncatingIfNeeded: count)
      let (sum, overflow) = whole[place].addingReportingOverflow(product)
      if !overflow {
        whole[place] = sum
        return
      }
    }
    addBeside(rate.exact * Rational(amount), at: place)
  }

  @inline(never)
  private mutating func addBeside(_ amount: Rational, at place: Int) { rest[place, default: .zero] += amount }

  mutating func add(_ amount: Millionths, at place: Int) {
    let (product, overflow) = amount.count.multipliedReportingOverflow(by: 1_000_000)
    let (sum, overflowOfSum) = whole[place].addingReportingOverflow(product)
    if overflow || overflowOfSum { addBeside(Rational(amount), at: place) } else { whole[place] = sum }
  }

  subscript(place: Int) -> Rational {
    let sum = Rational(whole[place], over: 1_000_000_000_000)
    guard !rest.isEmpty, let more = rest[place] else { return sum }
    return sum + more
  }

  /// Whether a sum and so many millionths more make a number.
  func isEqual(to number: Rational, with more: Int128, at place: Int) -> Bool {
    let (product, overflow) = more.multipliedReportingOverflow(by: 1_000_000)
    let (sum, overflowOfSum) = whole[place].addingReportingOverflow(product)
    guard rest.isEmpty, !overflow, !overflowOfSum else {
      return (self[place] + Rational(more, over: 1_000_000)).isEqual(number)
    }
    return Rational(sum, over: 1_000_000_000_000).isEqual(number)
  }

  /// A sum on the grid; a half goes away from zero.
  func nearestMillionths(_ place: Int) -> Millionths {
    let sum = whole[place]
    guard rest.isEmpty, sum >= 0, sum <= Int128(Int64.max) - 500_000 else { return self[place].nearestMillionths }
    return Millionths(count: Int128((Int64(truncatingIfNeeded: sum) + 500_000) / 1_000_000))
  }
}
