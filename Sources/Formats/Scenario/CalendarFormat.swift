// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Issues
internal import JSON
internal import Numbers

/// The `calendar` of a scenario.
package enum CalendarFormat {
  /// A calendar of `calendars` before its gaps are filled.
  package struct Named: Sendable, Equatable {
    var id = ""
    var workdays: [Weekday]?
    var hoursPerDay: ExactDecimal?
    var holidays: [Day]?
  }

  /// A calendar before the gaps of the named ones are filled.
  package struct Parts: Sendable {
    var calendar = PlanningCalendar(
      horizon: .placeholder, period: .week,
      standard: WorkCalendar(
        workdays: [.monday, .tuesday, .wednesday, .thursday, .friday], hoursPerDay: 8, holidays: []))
    var named: [Named] = []

    init() {}

    init(_ calendar: PlanningCalendar) {
      self.calendar = calendar
      let standard = calendar.standard
      named = calendar.named.map { id, own in
        Named(
          id: id, workdays: own.workdays == standard.workdays ? nil : own.workdays,
          hoursPerDay: own.hoursPerDay == standard.hoursPerDay ? nil : own.hoursPerDay,
          holidays: own.holidays == standard.holidays ? nil : own.holidays)
      }
    }

    /// The calendar with what the named ones leave out.
    var resolved: PlanningCalendar {
      var result = calendar
      let standard = calendar.standard
      result.named = named.map { own in
        (
          own.id,
          WorkCalendar(
            workdays: own.workdays ?? standard.workdays, hoursPerDay: own.hoursPerDay ?? standard.hoursPerDay,
            holidays: own.holidays ?? standard.holidays)
        )
      }
      return result
    }
  }

  package static let calendar = ObjectDescription(
    "calendar", initial: Parts(),
    fields: [
      Field("start", \.calendar.horizon.first, .day, "first day planned", example: #""2027-01-04""#),
      Field("end", \.calendar.horizon.last, .day, "last day planned", example: #""2027-12-31""#),
      Field(
        "period", \.calendar.period, .choice, default: .week,
        "`week`: blocks of 7 days counted from `start`; `month`: calendar months, the first one from `start`. `end`"
          + " cuts the last one short", example: #""month""#),
      Field(
        "workdays", \.calendar.standard.workdays, .workdays,
        default: [.monday, .tuesday, .wednesday, .thursday, .friday], "not empty",
        example: #"["mon", "tue", "wed", "thu"]"#),
      Field(
        "hoursPerDay", \.calendar.standard.hoursPerDay, .number(.above(0, to: 24)), default: 8,
        "one person's full day", example: "7.7"),
      Field(
        "holidays", \.calendar.standard.holidays, .daySet, default: [], "days not worked",
        example: #"["2027-03-26"]"#),
      Field(
        "calendars", \.named, .map(\.id, of: .object(named), isSorted: false), default: [],
        "more calendars by id, with `workdays`, `hoursPerDay`, `holidays`; what one leaves out is taken from the top level",
        example: #"{"AT": {"holidays": ["2027-01-06"]}}"#),
    ])

  package static let named = ObjectDescription(
    "namedCalendar", initial: Named(),
    fields: [
      Field("workdays", \.workdays, .workdays, otherwise: "the top ones", "not empty", example: #"["sat", "sun"]"#),
      Field(
        "hoursPerDay", \.hoursPerDay, .number(.above(0, to: 24)), otherwise: "the top one", "one person's full day",
        example: "8"),
      Field(
        "holidays", \.holidays, .daySet, otherwise: "the top ones", "days not worked", example: #"["2027-01-06"]"#),
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
