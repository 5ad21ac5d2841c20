// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

/// Reads the texts of MS Project documents.
enum MSPDIValue {
  /// The hours of a duration such as `PT80H0M0S`, `-PT1.5H` or `P1DT0H`; nil where it is none.
  ///
  /// Durations of work are in working hours. Years and months have no certain length, and are refused unless 0.
  static func hours(_ text: String) -> Millionths? {
    var rest = Substring(text)[...]
    let isNegative = rest.hasPrefix("-")
    if isNegative { rest = rest.dropFirst() }
    guard rest.hasPrefix("P") else { return nil }
    rest = rest.dropFirst()
    var isTime = false
    var found = false
    var microseconds: Int128 = 0
    while !rest.isEmpty {
      if rest.hasPrefix("T"), !isTime {
        isTime = true
        rest = rest.dropFirst()
        continue
      }
      let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      guard let value = micros(number), let unit = rest.dropFirst(number.count).first else { return nil }
      rest = rest.dropFirst(number.count + 1)
      let seconds: Int128
      switch (unit, isTime) {
      case ("D", false): seconds = 86_400
      case ("H", true): seconds = 3600
      case ("M", true): seconds = 60
      case ("S", true): seconds = 1
      case ("Y", false), ("M", false):
        guard value == 0 else { return nil }
        seconds = 0
      default: return nil
      }
      microseconds += value * seconds
      found = true
    }
    guard found else { return nil }
    let hours = (microseconds + 1800) / 3600
    return Millionths(count: isNegative ? -hours : hours)
  }

  /// A number times a million, of at most 12 digits before the point; digits behind the sixth decimal are cut.
  private static func micros(_ text: Substring) -> Int128? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count <= 2, !whole.isEmpty, whole.utf8.count <= 12,
      let value = Int128(whole)
    else { return nil }
    guard parts.count == 2 else { return value * 1_000_000 }
    let decimals = parts[1].prefix(6)
    guard decimals.isEmpty || Int128(decimals) != nil else { return nil }
    var fraction = Int128(decimals) ?? 0
    for _ in decimals.utf8.count..<6 { fraction *= 10 }
    return value * 1_000_000 + fraction
  }

  /// The day of a date with or without a time, which has no zone: the first ten characters.
  static func day(_ text: String) -> Day? { Day(iso: String(text.prefix(10))) }

  /// The seconds since midnight of a time such as `08:30:00`, also behind a date.
  static func seconds(_ text: String) -> Int? {
    let time = text.split(separator: "T").last ?? ""
    // "2:00 PM" is no time of 24 hours.
    guard time.allSatisfy({ $0.isASCII && ($0.isNumber || ":.+-Z".contains($0)) }) else { return nil }
    let parts = time.split(separator: ":").map { Int($0.prefix(2)) }
    guard parts.count >= 2, let hours = parts[0], let minutes = parts[1], (0...24).contains(hours),
      (0...59).contains(minutes)
    else { return nil }
    let seconds = hours * 3600 + minutes * 60 + (parts.count > 2 ? parts[2] ?? 0 : 0)
    return seconds <= 86_400 ? seconds : nil
  }

  /// A decimal number; nil where it is none.
  static func number(_ text: String) -> ExactDecimal? {
    if let value = try? ExactDecimal(parsing: text.utf8) { return value }
    guard let value = Double(text), let rounded = Millionths(nearest: value) else { return nil }
    return try? ExactDecimal(parsing: rounded.description.utf8)
  }

  /// Whether a text means yes.
  static func flag(_ text: String?) -> Bool { text == "1" || text == "true" }
}

extension MSPDINode {
  /// Whether the first element of a name says yes; it is used.
  func flag(_ name: String) -> Bool { MSPDIValue.flag(used(name)) }
}
