// SPDX-License-Identifier: GPL-3.0-or-later

/// Numbers and days as ASCII, written into memory that the caller has: a plan has thousands of them.
package enum FigureText {
  /// The bytes that any of the functions here may write.
  package static let room = 96

  /// Writes `value / 10^decimals` in plain notation without needless zeros, such as `-12.5`.
  ///
  /// - Parameters:
  ///   - decimals: 0 to 30.
  ///   - output: where to, with ``room`` for it.
  /// - Returns: the number of bytes.
  package static func write(_ value: Int128, decimals: Int, to output: UnsafeMutablePointer<UInt8>) -> Int {
    var magnitude = value.magnitude
    var decimals = decimals
    let end = output + room
    var start = end
    func put(_ digit: UInt8) {
      start -= 1
      start.pointee = 0x30 &+ digit
    }
    // Two words are divided down to one, which hardly any figure needs.
    while magnitude > UInt128(UInt64.max) {
      let (quotient, remainder) = magnitude.quotientAndRemainder(dividingBy: 10)
      magnitude = quotient
      if decimals > 0 {
        decimals -= 1
        if start != end || remainder != 0 { put(UInt8(remainder)) }
        if decimals == 0, start != end {
          start -= 1
          start.pointee = 0x2E
        }
      } else {
        put(UInt8(remainder))
      }
    }
    var rest = UInt64(truncatingIfNeeded: magnitude)
    while decimals > 0 {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
      rest = quotient
      decimals -= 1
      if start != end || remainder != 0 { put(UInt8(truncatingIfNeeded: remainder)) }
      if decimals == 0, start != end {
        start -= 1
        start.pointee = 0x2E
      }
    }
    repeat {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
      rest = quotient
      put(UInt8(truncatingIfNeeded: remainder))
    } while rest != 0
    if value < 0 {
      start -= 1
      start.pointee = 0x2D
    }
    let count = end - start
    output.update(from: start, count: count)
    return count
  }

  /// Writes a day as `YYYY-MM-DD`; years outside 0 to 9999 are cut to their last four digits.
  ///
  /// - Returns: the number of bytes, 10.
  package static func write(_ day: Day, to output: UnsafeMutablePointer<UInt8>) -> Int {
    let (year, month, dayOfMonth) = day.components
    func put(_ value: Int, _ place: Int) { output[place] = 0x30 &+ UInt8(truncatingIfNeeded: value % 10) }
    let positive = year.magnitude
    put(Int(positive / 1_000 % 10), 0)
    put(Int(positive / 100 % 10), 1)
    put(Int(positive / 10 % 10), 2)
    put(Int(positive % 10), 3)
    output[4] = 0x2D
    put(month / 10, 5)
    put(month, 6)
    output[7] = 0x2D
    put(dayOfMonth / 10, 8)
    put(dayOfMonth, 9)
    return 10
  }

  /// What one of the functions above writes, as a text.
  package static func text(_ write: (UnsafeMutablePointer<UInt8>) -> Int) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { memory in
      guard let base = memory.baseAddress else { return "" }
      return String(decoding: UnsafeBufferPointer(start: base, count: write(base)), as: UTF8.self)
    }
  }
}
