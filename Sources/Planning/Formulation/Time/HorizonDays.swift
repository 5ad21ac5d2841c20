// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// The days of the horizon by their distance to its first day: which period and week they are in, and what the top
/// calendar says of them.
struct HorizonDays: Sendable {
  /// The days of the horizon.
  let count: Int
  /// The first and last day of each period.
  let first: [Int]
  let last: [Int]
  /// The calendar weeks, as first and last day.
  let weeks: [ClosedRange<Int>]
  private let periodOfDay: [Int32]
  private let weekOfDay: [Int32]
  private let start: Int
  /// The hours of the top calendar up to each day, in 10^-12.
  private let hoursBefore: [Int128]
  /// Hd: the mean hours of the top calendar's workdays, in 10^-12, rounded down; and as a number.
  let fullDay: Int128
  let fullDayHours: Double

  init(_ calendar: PlanningCalendar, periods: [DayRange]) {
    let origin = calendar.horizon.first.number
    start = origin
    count = calendar.horizon.count
    first = periods.map { $0.first.number - origin }
    last = periods.map { $0.last.number - origin }
    periodOfDay = Self.numbers(periods)
    let weeks = calendar.spans(.week)
    weekOfDay = Self.numbers(weeks)
    self.weeks = weeks.map { ($0.first.number - origin)...($0.last.number - origin) }
    var sums: [Int128] = [0]
    sums.reserveCapacity(calendar.horizon.count + 1)
    var sum: Int128 = 0
    for hours in calendar.standard.hours(in: calendar.horizon) {
      sum += FixedPoint.floor(hours)
      sums.append(sum)
    }
    hoursBefore = sums
    let worked = calendar.standard.hoursOfWorkdays
    fullDay = worked.reduce(Int128(0)) { $0 + FixedPoint.floor($1) } / Int128(max(1, worked.count))
    fullDayHours = worked.reduce(0) { $0 + $1.doubleValue } / Double(max(1, worked.count))
  }

  /// The number of the span that each day is in.
  private static func numbers(_ spans: [DayRange]) -> [Int32] {
    spans.enumerated().flatMap { index, span in [Int32](repeating: Int32(index), count: span.count) }
  }

  /// The period and the week of a day.
  @inline(__always)
  func period(_ day: Int) -> Int { Int(periodOfDay[day]) }
  func week(_ day: Int) -> Int { Int(weekOfDay[day]) }

  /// All days of a period.
  func all(_ period: Int) -> DaySet { DaySet(0, last[period] - first[period]) }

  /// The part of a stretch, given by distances, that is in a period.
  @inline(__always)
  func part(_ first: Int, _ last: Int, in period: Int) -> DaySet {
    DaySet(max(first, self.first[period]) - self.first[period], min(last, self.last[period]) - self.first[period])
  }

  /// The part of a range of days that is in a period.
  func part(_ range: DayRange, in period: Int) -> DaySet {
    part(range.first.number - start, range.last.number - start, in: period)
  }

  /// g: the hours of the top calendar in a stretch inside the horizon, in 10^-12.
  func hours(_ stretch: DayRange) -> Int128 {
    stretch.isEmpty
      ? 0 : hoursBefore[stretch.last.number - start + 1] - hoursBefore[stretch.first.number - start]
  }

  /// Whether the top calendar has hours on a day.
  func isWorked(_ day: Int) -> Bool { hoursBefore[day + 1] > hoursBefore[day] }
}
