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
    let magnitude = value.magnitude
    guard magnitude <= UInt128(UInt64.max), decimals < powersOfTen.count else {
      return writeLarge(value, decimals: decimals, to: output)
    }
    let (whole, fraction) = UInt64(truncatingIfNeeded: magnitude).quotientAndRemainder(
      dividingBy: powersOfTen[decimals])
    var count = 0
    if value < 0 {
      output[0] = 0x2D
      count = 1
    }
    count += writeDigits(whole, to: output + count)
    guard fraction != 0 else { return count }
    output[count] = 0x2E
    var rest = fraction
    for place in stride(from: count + decimals, to: count, by: -1) {
      output[place] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    count += decimals
    while output[count] == 0x30 { count -= 1 }
    return count + 1
  }

  private static let powersOfTen: [UInt64] = (0...19).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  private static func writeDigits(_ value: UInt64, to output: UnsafeMutablePointer<UInt8>) -> Int {
    var count = 1
    var rest = value
    while rest >= 10 {
      rest /= 10
      count += 1
    }
    rest = value
    for place in stride(from: count - 1, through: 0, by: -1) {
      output[place] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    return count
  }

  /// The same for numbers of two words and for very many decimals: digit by digit from the last one.
  private static func writeLarge(_ value: Int128, decimals: Int, to output: UnsafeMutablePointer<UInt8>) -> Int {
    var rest = value.magnitude
    var decimals = decimals
    let end = output + room
    var start = end
    func put(_ byte: UInt8) {
      start -= 1
      start.pointee = byte
    }
    while decimals > 0 {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      rest = quotient
      decimals -= 1
      if start != end || digit != 0 { put(0x30 &+ UInt8(digit)) }
      if decimals == 0, start != end { put(0x2E) }
    }
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      rest = quotient
      put(0x30 &+ UInt8(digit))
    } while rest != 0
    if value < 0 { put(0x2D) }
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
