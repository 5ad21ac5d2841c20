// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

/// Finds the periods that the headers of a grid name: a day, or a week of ISO 8601 as `2027-W07`, `W7`, `KW 7`, `week 7`; also
/// days in another form, and ranges of them, where only one order of day and month makes them follow each other.
struct WeekHeaders {
  private let horizon: DayRange?

  /// What stands before the number of a week.
  private static let marks = ["kw", "cw", "week", "woche", "w"]

  /// - Parameter horizon: the days that are planned; nil where they are not known, and a week needs its year.
  init(_ horizon: DayRange?) { self.horizon = horizon }

  /// A day of the period that a header names; nil where it names none, or one that may be in several years.
  func day(of header: String) -> Day? {
    if let day = Day(iso: header) { return day }
    if let days = DayInWords.month(header) {
      // The month may have begun before what is planned.
      return horizon.map { max(days.first, min($0.first, days.last)) } ?? days.first
    }
    let text = header.lowercased()
    if let mark = text.firstIndex(of: "w"), let year = Int(text[..<mark].filter { $0 != "-" && $0 != " " }), year > 999
    {
      return Self.number(in: text[text.index(after: mark)...]).flatMap { monday(ofWeek: $0, in: year) }.map(inside)
    }
    // KW 7/2027
    let parts = text.split { !$0.isNumber }.compactMap { Int($0) }
    if parts.count == 2, parts[1] > 999, Self.marks.contains(where: { text.hasPrefix($0) }) {
      return (1...53).contains(parts[0]) ? monday(ofWeek: parts[0], in: parts[1]).map(inside) : nil
    }
    guard let horizon, let prefix = Self.marks.first(where: { text.hasPrefix($0) }),
      let week = Self.number(in: text.dropFirst(prefix.count))
    else { return nil }
    let years = Set([horizon.first.advanced(by: -3), horizon.last.advanced(by: 3)].map { $0.components.year }).sorted()
    let found = (years.first.map { $0 - 1...(years.last ?? $0) + 1 } ?? 0...0).compactMap { year in
      monday(ofWeek: week, in: year)
    }.filter { !horizon.intersection(DayRange($0, $0.advanced(by: 6))).isEmpty }
    return found.count == 1 ? inside(found[0]) : nil
  }

  /// Whether the columns of a grid are months; the first may begin where the horizon does.
  static func areMonths(_ days: [Day]) -> Bool {
    let sorted = Set(days).sorted().suffix(13)
    return sorted.count > 1 && sorted.dropFirst().allSatisfy { $0.components.day == 1 }
      && zip(sorted.dropFirst(), sorted.dropFirst(2)).allSatisfy { $1.number - $0.number >= 28 }
  }

  /// Whether a text means a week and not a day: a number of one, or a range of days.
  static func isWeek(_ text: String) -> Bool {
    guard Day(iso: text) == nil else { return false }
    if let numbers = numbers(text) { return numbers.count > 3 }
    let words = text.lowercased()
    return words.contains { $0.isNumber }
      && (marks.contains { words.hasPrefix($0) }
        || words.first?.isNumber == true && words.contains("w"))
  }

  /// A day of the period of each header; nil for those that name none.
  func days(of headers: [String]) -> [Day?] {
    var result = headers.map { day(of: $0) }
    let numbers = headers.map(Self.numbers)
    let open = headers.indices.filter { result[$0] == nil && numbers[$0] != nil }
    guard horizon != nil, !open.isEmpty else { return result }
    let readings = TableReadingOptions.DateOrder.allCases.compactMap { order -> [Day]? in
      // The month does not come first before a point.
      if order == .mdy, open.contains(where: { headers[$0].contains(".") }) { return nil }
      let days = open.compactMap { day(numbers[$0] ?? [], order) }
      let isRising = zip(days, days.dropFirst()).allSatisfy { $0 < $1 }
      return days.count == open.count && isRising ? days : nil
    }
    let different = Set(readings)
    guard different.count == 1, let days = different.first else { return result }
    for (index, day) in zip(open, days) { result[index] = inside(day) }
    return result
  }

  /// The numbers of a date or a range of dates; nil where there is anything else.
  private static func numbers(_ header: String) -> [Int]? {
    var text = header.lowercased()
    for word in ["to", "bis", "from", "ab", "von"] { text = text.replacing(word, with: " ") }
    guard text.allSatisfy({ $0.isASCII && $0.isNumber || " .-/\u{2013}\u{2014}\u{A0}".contains($0) }) else {
      return nil
    }
    let parts = text.split { !$0.isNumber }
    let numbers = parts.compactMap { $0.count <= 4 ? Int($0) : nil }
    return numbers.count == parts.count && (2...6).contains(parts.count) ? numbers : nil
  }

  /// The first day that numbers mean in an order, if it is in the horizon: a date, one without its year, or a range.
  private func day(_ numbers: [Int], _ order: TableReadingOptions.DateOrder) -> Day? {
    guard let horizon else { return nil }
    var parts = Array(numbers.prefix(numbers.count == 3 || numbers.count == 6 ? 3 : 2))
    var years: [Int?] = [nil]
    switch (numbers.count, order) {
    case (3, _), (6, _): break
    // 4.1.-10.1.2027, and without a year, which the horizon says.
    case (5, .dmy), (5, .mdy): parts.append(numbers[4])
    case (2, .dmy), (2, .mdy), (4, .dmy), (4, .mdy):
      years = Array(horizon.first.advanced(by: -6).components.year...horizon.last.components.year)
    default: return nil
    }
    let found = years.compactMap { year -> Day? in
      let all = parts + (year.map { [$0] } ?? [])
      guard all.count == 3 else { return nil }
      let (given, month, day) = order.components(of: all)
      let date = Day(year: order != .ymd && given < 100 ? given + 2000 : given, month: month, day: day)
      return date.flatMap { horizon.intersection(DayRange($0, $0.advanced(by: 6))).isEmpty ? nil : $0 }
    }
    return found.count == 1 ? found[0] : nil
  }

  private static func number(in text: Substring) -> Int? {
    Int(text.filter { $0 != " " && $0 != "-" && $0 != "." }).flatMap { (1...53).contains($0) ? $0 : nil }
  }

  /// The Monday of a week, which is in the year where its Thursday is.
  private func monday(ofWeek week: Int, in year: Int) -> Day? {
    guard let fourth = Day(year: year, month: 1, day: 4) else { return nil }
    let first = fourth.advanced(by: -(Weekday.allCases.firstIndex(of: fourth.weekday) ?? 0))
    let monday = first.advanced(by: 7 * (week - 1))
    return monday.advanced(by: 3).components.year == year ? monday : nil
  }

  /// The first day of a week that is in the horizon.
  private func inside(_ monday: Day) -> Day {
    guard let horizon else { return monday }
    return max(monday, min(horizon.first, monday.advanced(by: 6)))
  }
}
