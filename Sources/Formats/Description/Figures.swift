// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON
internal import Numbers

extension Kind where Value == Millionths {
  /// A figure of an answer: hours, unit-days, money or a share, in whole millionths.
  static var figure: Self {
    Self(.number(.any)) { d throws(JSONFailure) in
      try d.amount()
    } write: {
      $1.value($0)
    }
  }
}

extension Kind where Value == Int128 {
  /// A ratio that follows from other figures, in units of 10^-12. What is read is a number, however many digits it has;
  /// it is kept as near as floating point does.
  static var ratio: Self {
    Self(.number(.any)) { (decoder) throws(JSONFailure) in
      guard try decoder.reader.peek() == .number else {
        _ = try decoder.decimal()
        return nil
      }
      let range = try decoder.reader.number()
      let number = Double(String(decoding: decoder.reader.bytes[range], as: UTF8.self)) ?? 0
      return Int128(max(-1e35, min(1e35, number * 1e12)))
    } write: {
      $1.value($0, decimals: 12)
    }
  }
}

extension DocumentDecoder {
  /// An amount on the grid of millionths.
  mutating func amount() throws(JSONFailure) -> Millionths? {
    // Sums of money can have more digits than a scenario's figures: they are read as they are written.
    guard try reader.peek() == .number else {
      _ = try decimal()
      return nil
    }
    let start = reader.position
    let range = try reader.number()
    var count: Int128 = 0
    var decimals = -1
    var isFine = true
    for byte in reader.bytes[range] {
      switch byte {
      case 0x30...0x39:
        let digit = Int128(byte - 0x30)
        if decimals >= 0 { decimals += 1 }
        if decimals > 6 {
          if digit != 0 { isFine = false }
        } else {
          count = count * 10 + digit
          if count > 1_000_000_000_000_000_000_000_000_000_000 { isFine = false }
        }
      case 0x2E: decimals = 0
      case 0x2D where reader.bytes[start] == 0x2D: break
      default: isFine = false
      }
      if !isFine { break }
    }
    guard isFine else {
      // Exponents and the like, exactly or not at all.
      let exact = try? ExactDecimal(parsing: reader.bytes[range])
      if let exact, exact.scale <= 6 {
        let power = (exact.scale..<6).reduce(Int128(1)) { power, _ in power * 10 }
        return Millionths(count: Int128(exact.significand) * power)
      }
      if roundsFigures, let rounded = rounded(exact, range) { return rounded }
      report(.outOfRange, "a figure of a plan is a whole number of millionths below 10^24", hint: "round it")
      return nil
    }
    for _ in min(6, max(0, decimals))..<6 { count *= 10 }
    guard count <= 1_000_000_000_000_000_000_000_000_000_000 else {
      report(.outOfRange, "a figure of a plan is a whole number of millionths below 10^24")
      return nil
    }
    return Millionths(count: reader.bytes[range.lowerBound] == 0x2D ? -count : count)
  }

  /// A figure to the nearest millionth: exactly where its digits allow that, else in floating point as far as that knows
  /// millionths.
  private func rounded(_ exact: ExactDecimal?, _ range: Range<Int>) -> Millionths? {
    if let exact {
      let unit = (6..<exact.scale).reduce(Int128(1)) { unit, _ in unit * 10 }
      let half = exact.significand < 0 ? -unit / 2 : unit / 2
      return Millionths(count: (Int128(exact.significand) + half) / unit)
    }
    let value = Double(String(decoding: reader.bytes[range], as: UTF8.self)) ?? .infinity
    return abs(value) < 1e9 ? Millionths(nearest: value) : nil
  }
}

extension Field {
  /// A figure that follows from others; one that is rounded may be a millionth off.
  static func claim(
    _ key: StaticString, _ meaning: String, example: String, isRounded: Bool = false,
    _ value: @escaping @Sendable (Owner) -> Millionths
  ) -> Self {
    .claim(
      key, .figure, meaning, example: example, isRight: { ($0 - $1).magnitude.count <= (isRounded ? 1 : 0) },
      text: { $0.description }, value)
  }

  /// A figure that follows from others, or null.
  static func claim(
    _ key: StaticString, _ meaning: String, example: String, isRounded: Bool = false,
    orNull value: @escaping @Sendable (Owner) -> Millionths?
  ) -> Self {
    .claim(
      key, .orNull(.figure), meaning, example: example,
      isRight: { said, right in
        guard let said, let right else { return said == right }
        return (said - right).magnitude.count <= (isRounded ? 1 : 0)
      }, text: { $0?.description ?? "null" }, value)
  }
}
