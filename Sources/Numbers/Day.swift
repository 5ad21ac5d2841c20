// SPDX-License-Identifier: GPL-3.0-or-later

/// A calendar day of the proleptic Gregorian calendar, without time and zone.
///
/// The conversions follow Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"
/// (https://howardhinnant.github.io/date_algorithms.html).
public struct Day: Sendable, Hashable, Comparable {
  /// Days since 1970-01-01; negative before.
  public let number: Int

  /// Makes a day from its distance to 1970-01-01.
  public init(number: Int) { self.number = number }

  /// Makes a day from year (1 to 9999), month (1 to 12) and day of the month.
  ///
  /// - Returns: nil where there is no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.daysInMonth(year: year, month: month)
    else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = era * 146_097 + dayOfEra - 719_468
  }

  /// Reads `YYYY-MM-DD`; nothing else is accepted.
  public init?(iso text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
    func value(_ range: Range<Int>) -> Int? {
      var result = 0
      for index in range {
        guard (0x30...0x39).contains(bytes[index]) else { return nil }
        result = result * 10 + Int(bytes[index] - 0x30)
      }
      return result
    }
    guard let year = value(0..<4), let month = value(5..<7), let day = value(8..<10) else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Year, month and day of the month.
  public var components: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The day of the week.
  public var weekday: Weekday {
    // 1970-01-01 was a Thursday.
    Weekday(index: ((number + 3) % 7 + 7) % 7)
  }

  /// The first day of the next calendar month.
  public var startOfNextMonth: Day {
    let (year, month, day) = components
    return Day(number: number - day + 1 + Self.daysInMonth(year: year, month: month))
  }

  /// The day so many days later.
  public func advanced(by days: Int) -> Day { Day(number: number + days) }

  public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

  private static func daysInMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension Day: CustomStringConvertible {
  /// `YYYY-MM-DD`
  public var description: String { FigureText.text { FigureText.write(self, to: $0) } }
}
