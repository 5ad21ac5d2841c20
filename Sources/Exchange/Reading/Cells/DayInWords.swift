// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

/// Days whose month is a word, in English or German, so that they can be one day only: `4-Jan-2027`, `4. Januar 2027`,
/// `January 4, 2027`; and longer stretches.
enum DayInWords {
  private static let months = [
    ["january", "januar", "j\u{E4}nner"], ["february", "februar"], ["march", "m\u{E4}rz", "mrz", "maerz"], ["april"],
    ["may", "mai"], ["june", "juni"], ["july", "juli"], ["august"], ["september"], ["october", "oktober"], ["november"],
    ["december", "dezember"],
  ]

  /// The day; nil where a text is none.
  static func day(_ text: String) -> Day? {
    let parts = text.lowercased().split { " .,-/\u{A0}".contains($0) }
    guard parts.count == 3, parts[2].count == 4, let year = Int(parts[2]) else { return nil }
    for (month, day) in [(parts[1], parts[0]), (parts[0], parts[1])] {
      guard let month = number(of: month), day.count <= 2, let day = Int(day) else { continue }
      return Day(year: year, month: month, day: day)
    }
    return nil
  }

  /// The days of a month, a quarter, or a week of a year: `Jan 2027`, `01/2027`, `2027-01`, `Q1 2027`, `KW 5/2027`; nil where a
  /// text is none.
  static func days(_ text: String) -> DayRange? {
    if let days = month(text) { return days }
    guard text.contains(where: \.isLetter), let monday = WeekHeaders(nil).day(of: text) else { return nil }
    return DayRange(monday, monday.advanced(by: 6))
  }

  /// The days of a month or a quarter.
  static func month(_ text: String) -> DayRange? {
    let parts = text.lowercased().split { " .,-/\u{A0}".contains($0) }
    guard parts.count == 2 else { return nil }
    for (first, second) in [(parts[0], parts[1]), (parts[1], parts[0])] {
      guard second.count == 4, second.allSatisfy(\.isNumber), let year = Int(second), year >= 1000 else { continue }
      if let month = number(of: first) ?? (first.count <= 2 ? Int(first) : nil) { return days(month, 1, year) }
      if first.count == 2, first.hasPrefix("q"), let quarter = Int(first.dropFirst()) {
        return days(3 * quarter - 2, 3, year)
      }
    }
    return nil
  }

  private static func days(_ month: Int, _ count: Int, _ year: Int) -> DayRange? {
    let next = month + count
    guard let first = Day(year: year, month: month, day: 1),
      let after = Day(year: next > 12 ? year + 1 : year, month: next > 12 ? next - 12 : next, day: 1)
    else { return nil }
    return DayRange(first, after.advanced(by: -1))
  }

  /// The number of a month, whose name may be cut to three letters or more.
  private static func number(of word: Substring) -> Int? {
    guard word.count >= 3, word.allSatisfy(\.isLetter) else { return nil }
    return months.firstIndex { names in names.contains { $0.hasPrefix(word) } }.map { $0 + 1 }
  }
}
