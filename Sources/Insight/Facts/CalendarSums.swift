// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// What the calendars of a scenario say of the days of its horizon, as sums from its first day: the same for all people
/// who have a calendar.
struct CalendarSums: Sendable {
  /// The sums of one calendar; each has one more element than the horizon has days, the first is 0.
  struct Sums: Sendable {
    /// Hours in billionths.
    let hours: [Int64]
    /// Days with hours, in billionths of a day.
    let days: [Int64]
  }

  /// One whole in the sums.
  static let one: Int64 = 1_000_000_000

  let horizon: DayRange
  let standard: Sums
  private let named: [String: Sums]
  /// The calendar weeks, and the number of that of each day.
  let weeks: [DayRange]
  private let weekOfDay: [Int32]

  init(_ calendar: PlanningCalendar) {
    horizon = calendar.horizon
    standard = Self.sums(calendar.standard, in: calendar.horizon)
    named = Dictionary(
      calendar.named.map { ($0.id, Self.sums($0.calendar, in: calendar.horizon)) }, uniquingKeysWith: { a, _ in a })
    let weeks = calendar.spans(.week)
    self.weeks = weeks
    weekOfDay = weeks.enumerated().flatMap { number, week in [Int32](repeating: Int32(number), count: week.count) }
  }

  private static func sums(_ calendar: WorkCalendar, in horizon: DayRange) -> Sums {
    var hours: [Int64] = [0]
    var days: [Int64] = [0]
    hours.reserveCapacity(horizon.count + 1)
    days.reserveCapacity(horizon.count + 1)
    var (hour, day) = (Int64(0), Int64(0))
    for figure in calendar.hours(in: horizon) {
      if figure > 0 {
        hour += Int64(WholeAmounts.fixed(figure) / 1_000)
        day += one
      }
      hours.append(hour)
      days.append(day)
    }
    return Sums(hours: hours, days: days)
  }

  /// The sums of a calendar; of the top one for nil.
  func sums(of calendar: String?) -> Sums { calendar.flatMap { named[$0] } ?? standard }

  /// The number of the week that a day of the horizon is in.
  func week(of day: Day) -> Int { Int(weekOfDay[day.number - horizon.first.number]) }

  /// The weeks that a range of days of the horizon meets.
  func weeks(of range: DayRange) -> ClosedRange<Int> { week(of: range.first)...week(of: range.last) }

  /// What sums count on the days of a range.
  func count(_ sums: [Int64], in range: DayRange) -> Int64 {
    let first = max(0, range.first.number - horizon.first.number)
    let last = min(sums.count - 2, range.last.number - horizon.first.number)
    return first <= last ? sums[last + 1] - sums[first] : 0
  }
}
