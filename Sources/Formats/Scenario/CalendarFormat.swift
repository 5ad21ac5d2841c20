// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Issues
internal import JSON
internal import Numbers

/// The `calendar` of a scenario.
package enum CalendarFormat {
  /// Working time as it is written: one of three kinds, or nothing.
  package struct Time: Sendable, Equatable {
    var workdays: [Weekday]?
    var hoursPerDay: ExactDecimal?
    var hours: WeekHours?
    var pattern: Pattern?

    init() {}

    init(_ time: WorkingTime) {
      switch time {
      case .workdays(let days, let hours): (workdays, hoursPerDay) = (days, hours)
      case .week(let hours): self.hours = WeekHours(hours)
      case .pattern(let from, let days): pattern = Pattern(from: from, days: days)
      }
    }

    /// The working time that it means.
    ///
    /// - Parameter other: what holds for what is left out.
    func resolved(_ other: WorkingTime) -> WorkingTime {
      if let hours { return .week(hours.list) }
      if let pattern { return .pattern(from: pattern.from, days: pattern.days) }
      guard workdays != nil || hoursPerDay != nil else { return other }
      // One of the two alone takes the other from the top level if that is written so.
      var base = WorkingTime.standard
      if case .workdays = other { base = other }
      guard case .workdays(let days, let hours) = base else { return other }
      return .workdays(workdays ?? days, hoursPerDay: hoursPerDay ?? hours)
    }
  }

  /// Hours by day of the week.
  package struct WeekHours: Sendable, Equatable {
    var list: [ExactDecimal] = Array(repeating: 0, count: 7)

    init() {}
    init(_ list: [ExactDecimal]) { self.list = list }

    subscript(day: Weekday) -> ExactDecimal {
      get { list[day.index] }
      set { list[day.index] = newValue }
    }
  }

  /// A rota.
  package struct Pattern: Sendable, Equatable {
    var from = DayRange.placeholder.first
    var days: [ExactDecimal] = []
  }

  /// A calendar of `calendars` before its gaps are filled.
  package struct Named: Sendable, Equatable {
    var id = ""
    var time = Time()
    var holidays: [Day]?
  }

  /// A calendar before the gaps of the named ones are filled.
  package struct Parts: Sendable {
    var horizon = DayRange.placeholder
    var period = PeriodLength.week
    var weekStart = Weekday.monday
    var time = Time()
    var holidays: [Day] = []
    var named: [Named] = []

    init() {}

    init(_ calendar: PlanningCalendar) {
      let standard = calendar.standard
      horizon = calendar.horizon
      period = calendar.period
      weekStart = calendar.weekStart
      time = standard.time == .standard ? Time() : Time(standard.time)
      holidays = standard.holidays
      named = calendar.named.map { id, own in
        Named(
          id: id, time: own.time == standard.time ? Time() : Time(own.time),
          holidays: own.holidays == standard.holidays ? nil : own.holidays)
      }
    }

    /// The calendar with what the named ones leave out.
    var resolved: PlanningCalendar {
      let standard = WorkCalendar(time.resolved(.standard), holidays: holidays)
      return PlanningCalendar(
        horizon: horizon, period: period, weekStart: weekStart, standard: standard,
        named: named.map { own in
          (own.id, WorkCalendar(own.time.resolved(standard.time), holidays: own.holidays ?? standard.holidays))
        })
    }
  }

  package static let calendar = ObjectDescription(
    "calendar", initial: Parts(),
    fields: [
      Field("start", \.horizon.first, .day, "first day planned", example: #""2027-01-04""#),
      Field("end", \.horizon.last, .day, "last day planned", example: #""2027-12-31""#),
      Field(
        "period", \.period, .choice, default: .week,
        "`day`, `week` or `month`: calendar weeks and months; `start` and `end` cut the first and the last one short",
        example: #""month""#),
      Field(
        "weekStart", \.weekStart, .choice, default: .monday,
        "the day on which weeks begin, for `period` and for everything that is per week", example: #""sun""#),
    ]
      + time(
        \.time.workdays, \.time.hoursPerDay, \.time.hours, \.time.pattern, days: "Monday to Friday", fullDay: "8") + [
        Field(
          "holidays", \.holidays, .daySet, default: [], "days not worked",
          example: #"["2027-03-26"]"#),
        Field(
          "calendars", \.named, .map(\.id, of: .object(named), isSorted: false), default: [],
          "more calendars by id, with working time and `holidays`; what one leaves out is taken from the top level",
          example: #"{"AT": {"holidays": ["2027-01-06"]}}"#),
      ], rules: timeRules)

  package static let named = ObjectDescription(
    "namedCalendar", initial: Named(),
    fields: time(
      \.time.workdays, \.time.hoursPerDay, \.time.hours, \.time.pattern, days: "the top ones", fullDay: "the top one")
      + [
        Field(
          "holidays", \.holidays, .daySet, otherwise: "the top ones", "days not worked", example: #"["2027-01-06"]"#)
      ], rules: timeRules)

  /// The keys of working time.
  private static func time<Owner: Sendable>(
    _ workdays: any WritableKeyPath<Owner, [Weekday]?> & Sendable,
    _ hoursPerDay: any WritableKeyPath<Owner, ExactDecimal?> & Sendable,
    _ hours: any WritableKeyPath<Owner, WeekHours?> & Sendable,
    _ rota: any WritableKeyPath<Owner, Pattern?> & Sendable, days: String, fullDay: String
  ) -> [Field<Owner>] {
    [
      Field(
        "workdays", workdays, .workdays, otherwise: days,
        "days of the week that are worked, not empty", example: #"["mon", "tue", "wed", "thu"]"#),
      Field(
        "hoursPerDay", hoursPerDay, .number(.above(0, to: 24)), otherwise: fullDay,
        "one person's full day", example: "7.7"),
      Field(
        "hours", hours, .object(weekHours), otherwise: "the two keys above",
        "instead of both: hours by day of the week; a day left out is free", example: #"{"mon": 8.5, "fri": 6}"#),
      Field(
        "pattern", rota, .object(pattern), otherwise: "no rota",
        "instead of them: a rota, whose day k has `days[(k - from) mod length]` hours",
        example: #"{"from": "2027-01-04", "days": [8, 8, 0, 0]}"#),
    ]
  }

  private static let timeRules: [KeyRule] = [
    .notBeside("hours", ["workdays", "hoursPerDay"]), .notBeside("pattern", ["workdays", "hoursPerDay", "hours"]),
  ]

  package static let weekHours = ObjectDescription(
    "weekHours", initial: WeekHours(),
    fields: [
      weekday("mon", .monday, "8.5"), weekday("tue", .tuesday, "8.5"), weekday("wed", .wednesday, "8.5"),
      weekday("thu", .thursday, "8.5"), weekday("fri", .friday, "6"), weekday("sat", .saturday, "4"),
      weekday("sun", .sunday, "4"),
    ])

  private static func weekday(_ key: StaticString, _ day: Weekday, _ example: String) -> Field<WeekHours> {
    Field(key, \.[day], .number(.from(0, to: 24)), default: 0, "hours; free where left out", example: example)
  }

  package static let pattern = ObjectDescription(
    "pattern", initial: Pattern(),
    fields: [
      Field("from", \.from, .day, "a first day of the rota", example: #""2027-01-04""#),
      Field(
        "days", \.days, .list(of: .number(.from(0, to: 24)), atLeast: 1), "the hours of each of its days",
        example: "[8, 8, 8, 8, 8, 8, 0, 0, 0, 0]"),
    ])
}

extension Kind where Value == [Weekday] {
  /// Days of the week, each once, from Monday.
  fileprivate static var workdays: Self {
    let day = Kind<Weekday>.choice
    return Self(.list(day.shape, atLeast: 1, isUnique: true)) { (decoder) throws(JSONFailure) in
      guard try decoder.beginArray() else { return nil }
      var result: [Weekday] = []
      while try decoder.nextElement() {
        guard let day = try day.read(&decoder) else { continue }
        if result.contains(day) {
          decoder.report(.duplicateID, "the workday \"\(day.rawValue)\" is listed twice")
        } else {
          result.append(day)
        }
      }
      return result.sorted { $0.index < $1.index }
    } write: { days, writer in
      writer.beginArray()
      for value in days { day.write(value, &writer) }
      writer.endArray()
    }
  }
}

extension Kind where Value == [Day] {
  /// Dates, sorted and each once.
  fileprivate static var daySet: Self {
    list(of: .day).mapped({ days, _ in Set(days).sorted() }, { $0 })
  }
}
