// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// The days of the horizon by number, from 0, with the periods and calendar weeks that they are in.
struct HorizonDays: Sendable {
  let horizon: DayRange
  let periods: [DayRange]
  let weeks: [DayRange]
  /// The period and the week of each day.
  let periodOf: [Int32]
  let weekOf: [Int32]
  /// The numbers of the days of each period and week.
  let ofPeriod: [Range<Int>]
  let ofWeek: [Range<Int>]
  /// Whether no calendar week has days of two periods and no period days of two weeks, unless it is a part of one.
  let periodsAreInWeeks: Bool

  var count: Int { periodOf.count }
  var indices: Range<Int> { 0..<count }

  init(_ calendar: PlanningCalendar) {
    horizon = calendar.horizon
    periods = calendar.periods
    weeks = calendar.spans(.week)
    (ofPeriod, periodOf) = Self.numbers(periods, from: calendar.horizon.first)
    (ofWeek, weekOf) = Self.numbers(weeks, from: calendar.horizon.first)
    let weekOf = weekOf
    periodsAreInWeeks = ofPeriod.allSatisfy { weekOf[$0.lowerBound] == weekOf[$0.upperBound - 1] }
  }

  private static func numbers(_ spans: [DayRange], from first: Day) -> (days: [Range<Int>], spanOf: [Int32]) {
    var days: [Range<Int>] = []
    var spanOf: [Int32] = []
    days.reserveCapacity(spans.count)
    for (number, span) in spans.enumerated() {
      days.append(spanOf.count..<(spanOf.count + span.count))
      for _ in 0..<span.count { spanOf.append(Int32(number)) }
    }
    return (days, spanOf)
  }

  /// The numbers of the days of a range that are in the horizon.
  func numbers(of range: DayRange) -> Range<Int> {
    let days = range.intersection(horizon)
    guard !days.isEmpty else { return 0..<0 }
    let first = days.first.number - horizon.first.number
    return first..<(first + days.count)
  }

  func date(_ day: Int) -> Day { horizon.first.advanced(by: day) }
  func period(of day: Int) -> Int { Int(periodOf[day]) }
  func week(of day: Int) -> Int { Int(weekOf[day]) }
  /// The periods that a range of days, which is not empty, meets.
  func periods(of days: Range<Int>) -> ClosedRange<Int> {
    Int(periodOf[days.lowerBound])...Int(periodOf[days.upperBound - 1])
  }
}

/// Hours, shares of days and units in 10^-18, the unit in which what is derived by day is kept: products of the
/// figures of a scenario with more decimals are cut there, far below the grid of a plan.
typealias Fine = Int128

extension Int128 {
  /// One hour or unit, as ``Fine``.
  static let fineOne: Int128 = 1_000_000_000_000_000_000
  /// A millionth, as ``Fine``.
  static let fineMillionth: Int128 = 1_000_000_000_000

  /// The amount on the grid of a plan that a fine amount, at least 0, is not below.
  var millionthsOfFine: Int64 { Int64(clamping: self / .fineMillionth) }
}

extension Rational {
  init(fine: Fine) { self.init(fine, over: .fineOne) }
  /// The largest fine amount that is not above.
  var fine: Fine { (self * Rational(1_000_000_000_000)).floorMillionths.count }
}

extension Range<Int> {
  /// The days in both; at the beginning of this one and empty where there are none.
  func common(_ other: Range<Int>) -> Range<Int> {
    let first = Swift.max(lowerBound, other.lowerBound)
    let end = Swift.min(upperBound, other.upperBound)
    return first < end ? first..<end : lowerBound..<lowerBound
  }
}

/// The working calendars of a scenario by number, the standard one first, and the hours that each has on each day.
struct CalendarTable: Sendable {
  /// The hours of one calendar.
  struct Hours: Sendable {
    /// The different numbers of hours of its days, and which of them each day has.
    let kinds: [ExactDecimal]
    let kindOf: [Int32]
    /// W: workdays a week.
    let week: Rational
    /// H(c,k)
    func hours(_ day: Int) -> ExactDecimal { kinds[Int(kindOf[day])] }
    func isWorked(_ day: Int) -> Bool { hours(day) > 0 }
  }

  let list: [Hours]
  /// Hd: the mean of the hours above 0 of the standard calendar.
  let standardDay: Rational
  private let numbers: [String: Int]

  var standard: Hours { list[0] }

  init(_ calendar: PlanningCalendar) {
    list = ([calendar.standard] + calendar.named.map(\.calendar)).map { Self.hours($0, calendar.horizon) }
    var numbers: [String: Int] = [:]
    for (index, entry) in calendar.named.enumerated() where numbers[entry.id] == nil { numbers[entry.id] = index + 1 }
    self.numbers = numbers
    let hours = calendar.standard.hoursOfWorkdays
    standardDay = hours.isEmpty ? .one : hours.reduce(Rational.zero) { $0 + Rational($1) } / Rational(hours.count)
  }

  /// The number of a calendar by its id; the standard one for nil.
  func number(_ id: String?) -> Int { id.flatMap { numbers[$0] } ?? 0 }

  private static func hours(_ calendar: WorkCalendar, _ horizon: DayRange) -> Hours {
    var kinds: [ExactDecimal] = []
    var kindOf: [Int32] = []
    let days = calendar.hours(in: horizon)
    kindOf.reserveCapacity(days.count)
    for hours in days {
      if let kind = kinds.firstIndex(of: hours) {
        kindOf.append(Int32(kind))
      } else {
        kindOf.append(Int32(kinds.count))
        kinds.append(hours)
      }
    }
    let (count, over) = calendar.workdaysPerWeek
    return Hours(kinds: kinds, kindOf: kindOf, week: Rational(Int128(max(1, count)), over: Int128(over)))
  }
}
