// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import Testing

/// The same numbers in every run (Knuth's MMIX generator, with its upper half mixed into its lower one).
private struct Numbers: RandomNumberGenerator {
  private var state: UInt64 = 20_270_101

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 32
  }
}

@Suite("Figures as text")
struct FigureTextTests {
  /// The same text made the slow way: all digits padded with zeros, a point put in, zeros taken off.
  private static func slow(_ value: Int128, decimals: Int) -> String {
    let digits = String(value.magnitude)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    var fraction = padded.suffix(decimals)
    while fraction.last == "0" { fraction = fraction.dropLast() }
    return (value < 0 ? "-" : "") + padded.dropLast(decimals) + (fraction.isEmpty ? "" : "." + fraction)
  }

  private static func fast(_ value: Int128, decimals: Int) -> String {
    FigureText.text { FigureText.write(value, decimals: decimals, to: $0) }
  }

  @Test("Every size and number of decimals reads as made the slow way", arguments: 0...30)
  func agreesWithASlowReference(decimals: Int) {
    var random = Numbers()
    var values: [Int128] = [0, 1, -1, 10, 1_000_000, 999_999, -2_500_000, .max, .min, Int128(UInt64.max), 1 << 64]
    var power: Int128 = 1
    for _ in 0..<38 {
      values += [power, power - 1, power + 1, -power, power * 5]
      power *= 10
      values.append(Int128(bitPattern: UInt128.random(in: 0...UInt128.max, using: &random)) / power)
    }
    for value in values { #expect(Self.fast(value, decimals: decimals) == Self.slow(value, decimals: decimals)) }
  }

  @Test("Whole numbers become the floating-point number nearest to them")
  func nearest() {
    var random = Numbers()
    var values: [Int128] = [0, 1, -1, .max, .min, Int128(Int64.max), Int128(Int64.min), 1 << 64, 1 << 120]
    for shift in 0..<126 {
      // Halves between two floating-point numbers, and their neighbours.
      let half = ((1 << 53) + 1) as Int128
      if shift < 70 { values += [half << Int128(shift), (half << Int128(shift)) + 1, (half << Int128(shift)) - 1] }
      let any = Int128(bitPattern: UInt128.random(in: 0...UInt128.max, using: &random)) >> Int128(shift)
      values += [any, -(any + 1)]
    }
    for value in values { #expect(Double(nearest: value) == Double(value), "\(value)") }
  }
}

@Suite("Worked days")
struct WorkedDayTests {
  @Test("In one pass they are those that are found day by day", arguments: 0..<14)
  func inOnePass(offset: Int) {
    let first = Day(number: 20_000 + offset)
    let calendar = WorkCalendar(
      workdays: [.saturday, .monday, .thursday], hoursPerDay: 8,
      holidays: [first, first.advanced(by: 3), first.advanced(by: 9), first.advanced(by: -2), first.advanced(by: 99)])
    for length in 0..<30 {
      let range = DayRange(first, first.advanced(by: length - 1))
      let expected = (0..<length).map { calendar.hours(on: first.advanced(by: $0)) }
      #expect(calendar.hours(in: range) == expected)
    }
  }
}
