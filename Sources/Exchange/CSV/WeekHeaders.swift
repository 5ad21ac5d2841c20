// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

/// Finds the periods that the headers of a grid name: a day, or a week of ISO 8601 as `2027-W07`, `W7`, `KW 7`, `week 7`.
struct WeekHeaders {
  private let horizon: DayRange?

  /// - Parameter horizon: the days that are planned; nil where they are not known, and a week needs its year.
  init(_ horizon: DayRange?) { self.horizon = horizon }

  /// A day of the period that a header names; nil where it names none, or one that may be in several years.
  func day(of header: String) -> Day? {
    if let day = Day(iso: header) { return day }
    let text = header.lowercased()
    if let mark = text.firstIndex(of: "w"), let year = Int(text[..<mark].filter { $0 != "-" && $0 != " " }), year > 999
    {
      return Self.number(in: text[text.index(after: mark)...]).flatMap { monday(ofWeek: $0, in: year) }.map(inside)
    }
    guard let horizon, let prefix = ["kw", "cw", "week", "woche", "w"].first(where: { text.hasPrefix($0) }),
      let week = Self.number(in: text.dropFirst(prefix.count))
    else { return nil }
    let years = Set([horizon.first.advanced(by: -3), horizon.last.advanced(by: 3)].map { $0.components.year }).sorted()
    let found = (years.first.map { $0 - 1...(years.last ?? $0) + 1 } ?? 0...0).compactMap { year in
      monday(ofWeek: week, in: year)
    }.filter { !horizon.intersection(DayRange($0, $0.advanced(by: 6))).isEmpty }
    return found.count == 1 ? inside(found[0]) : nil
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
