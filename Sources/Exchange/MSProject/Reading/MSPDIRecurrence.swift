// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

/// On which days an exception of a calendar holds.
struct MSPDIRecurrence {
  private enum Rule {
    /// Every so many days.
    case daily(Int)
    /// Every so many weeks on these weekdays, Monday is 0.
    case weekly(Int, Set<Int>)
    /// Every so many months, on a day of the month.
    case monthly(Int, day: Int)
    /// Every so many months, the first (0) to fourth or last (4) of a kind of day.
    case monthlyByPosition(Int, position: Int, item: Int)
  }

  /// The elements that say it.
  static let names = [
    "EnteredByOccurrences", "Occurrences", "Type", "Period", "DaysOfWeek", "MonthItem", "MonthPosition", "Month",
    "MonthDay", "DayWorking", "DayType",
  ]

  private let rule: Rule
  private let from: Day
  private let to: Day?
  /// How often it occurs; nil where the dates alone decide.
  private let occurrences: Int?
  /// 1 to 12, where it is once a year.
  private let month: Int?

  /// Whether the last day is before the first.
  var isReversed: Bool { to.map { $0 < from } ?? false }

  /// Reads an `Exception`, or a `WeekDay` with dates; nil where there are no dates.
  init?(_ node: MSPDINode) {
    guard let period = node["TimePeriod"], let from = period["FromDate"].flatMap({ MSPDIValue.day($0.text) }) else {
      return nil
    }
    func number(_ name: String) -> Int? { node[name].flatMap { Int($0.text) } }
    self.from = from
    to = period["ToDate"].flatMap { MSPDIValue.day($0.text) }
    let every = min(max(1, number("Period") ?? 1), 10_000)
    var rule = Rule.daily(1)
    var month: Int?
    switch number("Type") ?? 1 {
    case 2:
      month = (number("Month") ?? 0) + 1
      rule = .monthly(12, day: number("MonthDay") ?? 1)
    case 3:
      month = (number("Month") ?? 0) + 1
      rule = .monthlyByPosition(12, position: number("MonthPosition") ?? 0, item: number("MonthItem") ?? 0)
    case 4: rule = .monthly(every, day: number("MonthDay") ?? 1)
    case 5:
      rule = .monthlyByPosition(every, position: number("MonthPosition") ?? 0, item: number("MonthItem") ?? 0)
    case 6:
      let mask = number("DaysOfWeek") ?? 0
      rule = .weekly(every, Set((0..<7).filter { mask & (1 << $0) != 0 }.map { ($0 + 6) % 7 }))
    case 7: rule = .daily(every)
    default: break
    }
    self.rule = rule
    self.month = month
    let isCounted = MSPDIValue.flag(node["EnteredByOccurrences"]?.text)
    let count = number("Occurrences").flatMap { $0 > 0 ? $0 : nil }
    occurrences = isCounted || to == nil ? count ?? (to == nil ? 1 : nil) : nil
  }

  /// The days inside the horizon, in their order.
  ///
  /// - Parameter budget: how many days may still be looked at.
  func days(in horizon: DayRange, _ budget: inout Int) -> [Day] {
    let last = min(to ?? horizon.last, horizon.last)
    guard from <= last, budget > 0 else { return [] }
    var result: [Day] = []
    var count = 0
    func add(_ day: Day) -> Bool {
      guard day >= from else { return true }
      if let occurrences, count >= occurrences { return false }
      guard day <= last else { return false }
      count += 1
      if day >= horizon.first { result.append(day) }
      return true
    }
    switch rule {
    case .daily(let every):
      // Days before the horizon need not be gone through: they only count.
      let before = max(0, (horizon.first.number - from.number) / every)
      count = before
      var day = from.advanced(by: before * every)
      while add(day) {
        day = day.advanced(by: every)
        budget -= 1
      }
    case .weekly(let every, let weekdays):
      guard !weekdays.isEmpty else { return [] }
      var monday = from.advanced(by: -from.weekday.index)
      // What is not counted need not be gone through before the horizon.
      if occurrences == nil, monday < horizon.first {
        monday = monday.advanced(by: (horizon.first.number - monday.number) / (7 * every) * 7 * every)
      }
      weeks: while monday <= last, budget > 0 {
        for index in weekdays.sorted() where !add(monday.advanced(by: index)) { break weeks }
        monday = monday.advanced(by: 7 * every)
        budget -= 7
      }
    case .monthly(let every, let day):
      eachMonth(every, horizon, last, &budget) { year, month in
        Day(year: year, month: month, day: day).map(add) ?? true
      }
    case .monthlyByPosition(let every, let position, let item):
      eachMonth(every, horizon, last, &budget) { year, month in
        Self.day(position, item, year, month).map(add) ?? true
      }
    }
    return result
  }

  /// Goes through months from the first one on, as long as there are more.
  private func eachMonth(
    _ every: Int, _ horizon: DayRange, _ last: Day, _ budget: inout Int, _ visit: (Int, Int) -> Bool
  ) {
    var (year, month, _) = from.components
    if let first = self.month { month = min(max(first, 1), 12) }
    let (firstYear, _, _) = horizon.first.components
    if occurrences == nil, year < firstYear - 1 {
      // Whole rounds of months, so that the next one is what it would be.
      let rounds = (firstYear - 1 - year) * 12 / every
      month += rounds * every
      year += (month - 1) / 12
      month = (month - 1) % 12 + 1
    }
    while budget > 0, let start = Day(year: year, month: month, day: 1), start <= last, visit(year, month) {
      month += every
      year += (month - 1) / 12
      month = (month - 1) % 12 + 1
      budget -= 31
    }
  }

  /// The first (0) to fourth or last (4) day, weekday, day of the weekend, Sunday (3) to Saturday (9) of a month.
  private static func day(_ position: Int, _ item: Int, _ year: Int, _ month: Int) -> Day? {
    guard let first = Day(year: year, month: month, day: 1) else { return nil }
    let days = (0..<(first.startOfNextMonth.number - first.number)).map { first.advanced(by: $0) }
    let fitting = days.filter { day in
      switch item {
      case 0: true
      case 1: day.weekday.index < 5
      case 2: day.weekday.index >= 5
      default: day.weekday.index == (item + 3) % 7
      }
    }
    return position >= 4 ? fitting.last : fitting.indices.contains(position) ? fitting[position] : nil
  }
}
