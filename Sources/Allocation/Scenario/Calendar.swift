// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

/// Which days are worked, and how long: the top level of `calendar`, or an entry of `calendar.calendars` with what it
/// leaves out filled in.
public struct WorkCalendar: Sendable, Hashable {
  /// The days of the week that are worked; not empty, without duplicates, from Monday.
  public var workdays: [Weekday]
  /// One person's full day, in hours; above 0, at most 24.
  public var hoursPerDay: ExactDecimal
  /// Days that are not worked, sorted, without duplicates.
  public var holidays: [Day]

  /// Makes a calendar; `hoursPerDay` is one person's full day.
  public init(workdays: [Weekday], hoursPerDay: ExactDecimal, holidays: [Day]) {
    self.workdays = workdays.sorted { $0.index < $1.index }
    self.hoursPerDay = hoursPerDay
    self.holidays = Set(holidays).sorted()
  }

  /// Whether a day is worked: a workday that is no holiday.
  public func isWorked(_ day: Day) -> Bool {
    guard workdays.contains(day.weekday) else { return false }
    var low = 0
    var high = holidays.count
    while low < high {
      let middle = (low + high) / 2
      if holidays[middle] < day { low = middle + 1 } else { high = middle }
    }
    return low == holidays.count || holidays[low] != day
  }

  /// Whether each day of a range is worked, from its first day; the same as asking day by day, in one pass.
  public func worked(in range: DayRange) -> [Bool] {
    guard !range.isEmpty else { return [] }
    let week = Weekday.allCases.map(workdays.contains)
    var weekday = range.first.weekday.index
    var result: [Bool] = []
    result.reserveCapacity(range.count)
    for _ in 0..<range.count {
      result.append(week[weekday])
      weekday = weekday == 6 ? 0 : weekday + 1
    }
    for holiday in holidays where range.contains(holiday) { result[holiday.number - range.first.number] = false }
    return result
  }
}

/// How the horizon is cut into periods.
public enum PeriodLength: String, Sendable, Hashable, CaseIterable {
  case day, week, month
}

/// The `calendar` of a scenario: the horizon, its periods, and the working calendars.
public struct PlanningCalendar: Sendable, Hashable {
  /// The first and last day planned.
  public var horizon: DayRange
  /// How the horizon is cut into periods.
  public var period: PeriodLength
  /// The calendar at the top level.
  public var standard: WorkCalendar
  /// The named calendars, resolved, by id, in the order of the scenario.
  public var named: [(id: String, calendar: WorkCalendar)]

  /// Makes a calendar of whole periods inside the horizon; the first and last one may be cut short.
  public init(
    horizon: DayRange, period: PeriodLength, standard: WorkCalendar, named: [(id: String, calendar: WorkCalendar)] = []
  ) {
    self.horizon = horizon
    self.period = period
    self.standard = standard
    self.named = named
  }

  /// The periods from 0: days, 7-day blocks counted from the start, or calendar months; the last is cut at the end.
  public var periods: [DayRange] {
    var result: [DayRange] = []
    let shortest =
      switch period {
      case .day: 1
      case .week: 7
      case .month: 28
      }
    result.reserveCapacity(horizon.count / shortest + 1)
    var first = horizon.first
    while first <= horizon.last {
      let next =
        switch period {
        case .day: first.advanced(by: 1)
        case .week: first.advanced(by: 7)
        case .month: first.startOfNextMonth
        }
      result.append(DayRange(first, min(next.advanced(by: -1), horizon.last)))
      first = next
    }
    return result
  }

  /// The calendar with an id; the standard one for nil.
  ///
  /// - Returns: nil where there is no such calendar.
  public func calendar(_ id: String?) -> WorkCalendar? {
    guard let id else { return standard }
    return named.first { $0.id == id }?.calendar
  }

  public static func == (left: PlanningCalendar, right: PlanningCalendar) -> Bool {
    left.horizon == right.horizon && left.period == right.period && left.standard == right.standard
      && left.named.elementsEqual(right.named) { $0.id == $1.id && $0.calendar == $1.calendar }
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(horizon)
    hasher.combine(period)
    hasher.combine(standard)
    for entry in named {
      hasher.combine(entry.id)
      hasher.combine(entry.calendar)
    }
  }
}
