// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

/// When a calendar is worked: how long each day is, holidays aside.
public enum WorkingTime: Sendable, Hashable {
  /// The same hours (above 0, at most 24) on some days of the week, which are not empty, without duplicates, from Monday.
  case workdays([Weekday], hoursPerDay: ExactDecimal)
  /// Hours for each day of the week, from Monday; 0 is free.
  case week([ExactDecimal])
  /// A rota: day k has `days[(k - from) mod days.count]` hours, before `from` too.
  case pattern(from: Day, days: [ExactDecimal])

  /// Monday to Friday, 8 hours.
  public static let standard = WorkingTime.workdays(
    [.monday, .tuesday, .wednesday, .thursday, .friday], hoursPerDay: 8)

  /// The hours of each day of the cycle: of a week from Monday, or of a pattern from its first day.
  public var cycle: [ExactDecimal] {
    switch self {
    case .workdays(let workdays, let hours): Weekday.allCases.map { workdays.contains($0) ? hours : 0 }
    case .week(let hours): hours
    case .pattern(_, let days): days
    }
  }

  /// The place of a day in the cycle.
  func place(of day: Day) -> Int {
    switch self {
    case .workdays, .week: day.weekday.index
    case .pattern(let from, let days):
      days.isEmpty ? 0 : ((day.number - from.number) % days.count + days.count) % days.count
    }
  }
}

/// Which days are worked, and how long: the top level of `calendar`, or an entry of `calendar.calendars` with what it
/// leaves out filled in.
public struct WorkCalendar: Sendable, Hashable {
  /// The hours of each day, holidays apart.
  public var time: WorkingTime
  /// Days that are not worked, sorted, without duplicates.
  public var holidays: [Day]

  /// Makes a calendar; days of the week and holidays may come in any order.
  public init(_ time: WorkingTime, holidays: [Day] = []) {
    if case .workdays(let days, let hours) = time {
      self.time = .workdays(days.sorted { $0.index < $1.index }, hoursPerDay: hours)
    } else {
      self.time = time
    }
    self.holidays = Set(holidays).sorted()
  }

  /// The same hours on some days of the week.
  public init(workdays: [Weekday], hoursPerDay: ExactDecimal, holidays: [Day]) {
    self.init(.workdays(workdays, hoursPerDay: hoursPerDay), holidays: holidays)
  }

  /// H: the hours of a day; 0 where it is free or a holiday.
  public func hours(on day: Day) -> ExactDecimal {
    let cycle = time.cycle
    guard !cycle.isEmpty else { return 0 }
    var low = 0
    var high = holidays.count
    while low < high {
      let middle = (low + high) / 2
      if holidays[middle] < day { low = middle + 1 } else { high = middle }
    }
    return low < holidays.count && holidays[low] == day ? 0 : cycle[time.place(of: day)]
  }

  /// Whether a day is worked.
  public func isWorked(_ day: Day) -> Bool { hours(on: day) > 0 }

  /// The hours of each day of a range, from its first day; the same as asking day by day, in one pass.
  public func hours(in range: DayRange) -> [ExactDecimal] {
    let cycle = time.cycle
    guard !range.isEmpty, !cycle.isEmpty else { return Array(repeating: 0, count: range.count) }
    var place = time.place(of: range.first)
    var result: [ExactDecimal] = []
    result.reserveCapacity(range.count)
    for _ in 0..<range.count {
      result.append(cycle[place])
      place = place + 1 == cycle.count ? 0 : place + 1
    }
    for holiday in holidays where range.contains(holiday) { result[holiday.number - range.first.number] = 0 }
    return result
  }

  /// The hours above 0 of the cycle, whatever the horizon and the holidays: their mean is Hd.
  public var hoursOfWorkdays: [ExactDecimal] { time.cycle.filter { $0 > 0 } }

  /// W: the workdays of a week, as a fraction; of a pattern its share of days above 0, times 7.
  public var workdaysPerWeek: (days: Int, over: Int) {
    let count = hoursOfWorkdays.count
    if case .pattern(_, let days) = time { return (7 * count, max(1, days.count)) }
    return (count, 1)
  }
}

/// How the horizon is cut into periods.
public enum PeriodLength: String, Sendable, Hashable, CaseIterable {
  case day, week, month
}

/// A calendar span: what limits are counted by.
public enum SpanLength: String, Sendable, Hashable, CaseIterable {
  case day, week, month, quarter, year, horizon
}

/// The `calendar` of a scenario: the horizon, its periods, and the working calendars.
public struct PlanningCalendar: Sendable, Hashable {
  /// The first and last day planned.
  public var horizon: DayRange
  /// How the horizon is cut into periods.
  public var period: PeriodLength
  /// The day on which weeks begin.
  public var weekStart: Weekday
  /// The calendar at the top level.
  public var standard: WorkCalendar
  /// The named calendars, resolved, by id, in the order of the scenario.
  public var named: [(id: String, calendar: WorkCalendar)]

  /// Makes a calendar of whole periods inside the horizon; the first and last one may be cut short.
  public init(
    horizon: DayRange, period: PeriodLength, weekStart: Weekday = .monday, standard: WorkCalendar,
    named: [(id: String, calendar: WorkCalendar)] = []
  ) {
    self.horizon = horizon
    self.period = period
    self.weekStart = weekStart
    self.standard = standard
    self.named = named
  }

  /// The periods from 0: days, weeks or calendar months; the horizon cuts the first and the last one short.
  public var periods: [DayRange] {
    switch period {
    case .day: spans(.day)
    case .week: spans(.week)
    case .month: spans(.month)
    }
  }

  /// The calendar spans of a length that the horizon meets, cut at its ends, in order.
  public func spans(_ length: SpanLength) -> [DayRange] {
    var result: [DayRange] = []
    guard !horizon.isEmpty else { return result }
    let shortest =
      switch length {
      case .day: 1
      case .week: 7
      case .month, .quarter, .year: 28
      case .horizon: horizon.count
      }
    result.reserveCapacity(horizon.count / shortest + 2)
    var first = horizon.first
    while first <= horizon.last {
      let next = length == .horizon ? horizon.last.advanced(by: 1) : startOfNext(length, after: first)
      result.append(DayRange(first, min(next.advanced(by: -1), horizon.last)))
      first = next
    }
    return result
  }

  /// The first day of the next span after the one that a day is in.
  private func startOfNext(_ length: SpanLength, after day: Day) -> Day {
    switch length {
    case .day, .horizon: return day.advanced(by: 1)
    case .week: return day.advanced(by: 7 - (day.weekday.index - weekStart.index + 7) % 7)
    case .month: return day.startOfNextMonth
    case .quarter:
      var next = day.startOfNextMonth
      while next.components.month % 3 != 1 { next = next.startOfNextMonth }
      return next
    case .year: return Day(year: day.components.year + 1, month: 1, day: 1) ?? horizon.last.advanced(by: 1)
    }
  }

  /// The calendar with an id; the standard one for nil.
  ///
  /// - Returns: nil where there is no such calendar.
  public func calendar(_ id: String?) -> WorkCalendar? {
    guard let id else { return standard }
    return named.first { $0.id == id }?.calendar
  }

  /// Calendars are equal where all they say is, the names of the named ones too.
  public static func == (left: PlanningCalendar, right: PlanningCalendar) -> Bool {
    left.horizon == right.horizon && left.period == right.period && left.weekStart == right.weekStart
      && left.standard == right.standard
      && left.named.elementsEqual(right.named) { $0.id == $1.id && $0.calendar == $1.calendar }
  }

  /// Hashes all that equality compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(horizon)
    hasher.combine(period)
    hasher.combine(weekStart)
    hasher.combine(standard)
    for entry in named {
      hasher.combine(entry.id)
      hasher.combine(entry.calendar)
    }
  }
}
