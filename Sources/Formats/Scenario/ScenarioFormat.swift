// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Issues
internal import JSON
internal import Numbers

/// `muster/scenario@1`.
package enum ScenarioFormat {
  /// A scenario whose baseline is still as it is written.
  package struct Parts: Sendable {
    var scenario: Scenario
    var baseline = BaselineSource.none
  }

  package static let document = ObjectDescription(
    initial: Parts(scenario: Scenario(calendar: CalendarFormat.Parts().calendar)),
    fields: [
      .format(scenarioFormat),
      Field("name", \.scenario.name, .text, "a title", example: #""Portfolio 2027""#),
      Field("currency", \.scenario.currency, .text, "what money is counted in; only shown", example: #""CHF""#),
      Field(
        "calendar", \.scenario.calendar,
        Kind<CalendarFormat.Parts>.object(CalendarFormat.calendar)
          .mapped({ parts, _ in parts.resolved }, { CalendarFormat.Parts($0) }), "days planned, workdays, holidays"),
      Field(
        "policy", \.scenario.policy, .object(policy), default: Scenario.Policy(), "what money stands against"),
      Field("staff", \.scenario.staff, .list(of: .object(ResourceFormat.staffMember)), default: [], "people and pools"),
      Field(
        "assets", \.scenario.assets, .list(of: .object(ResourceFormat.asset)), default: [],
        "hardware, licences, rooms, vehicles"),
      Field("projects", \.scenario.projects, .list(of: .object(ProjectFormat.project)), "what is to be done"),
      Field(
        "commitments", \.scenario.commitments, .list(of: .object(commitment)), default: [], "promised work"),
      .baseline,
    ])

  package static let policy = ObjectDescription(
    "policy", initial: Scenario.Policy(),
    fields: [
      Field(
        "unmetCostPerHour", \.unmetCostPerHour, .number(.amount), otherwise: "derived",
        "money lost for each unmet effective hour **and point of priority**", example: "400"),
      Field(
        "unmetCostPerUnitDay", \.unmetCostPerUnitDay, .number(.amount), otherwise: "derived",
        "the same for each unmet unit-day", example: "500"),
      Field(
        "commitmentCostPerHour", \.commitmentCostPerHour, .number(.amount), otherwise: "derived",
        "money for each promised hour that is not kept", example: "30000"),
      Field(
        "changeCostPerHour", \.changeCostPerHour, .number(.amount), default: 0,
        "money for each hour moved away from, or added to, the baseline", example: "25"),
    ], unsupported: ["minimumHoursPerWeek"])

  package static let commitment = ObjectDescription(
    "commitment",
    initial: Scenario.Commitment(staff: "", demand: "", days: .placeholder, hoursPerWeek: 0),
    fields: [
      Field("staff", \.staff, .identifier, "who", example: #""hoffmann""#),
      Field("demand", \.demand, .identifier, "on which staff demand", example: #""tram-sap""#),
      Field("from", \.days.first, .day, "first day", example: #""2027-02-01""#),
      Field("to", \.days.last, .day, "last day", example: #""2027-03-26""#),
      Field(
        "hoursPerWeek", \.hoursPerWeek, .number(.amount),
        "hours in a full week; in proportion where a week has fewer workdays", example: "8"),
    ])
}

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
          decoder.report(.duplicateID, "the workday \"\(day.rawValue)\" stands twice")
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

/// The `format` of a scenario.
let scenarioFormat = "muster/scenario@1"
/// The `format` of a plan.
let planFormat = "muster/plan@1"

extension DocumentDecoder {
  /// Notes that a document is of another format.
  mutating func reportFormat(_ found: String, _ wanted: String) {
    let base = wanted.prefix { $0 != "@" }
    let hint =
      found.hasPrefix("muster/") && !found.hasPrefix(base)
      ? "this is another kind of document: \(quoted(found))"
      : found.hasPrefix(base)
        ? "this version reads version 1 of the format" : "write \"\(wanted)\""
    report(.format, "the format is \(quoted(found)), and not \"\(wanted)\"", hint: hint)
  }

  /// Notes that a document does not say of which format it is.
  mutating func missingFormat(_ format: String) {
    let kind = format.drop { $0 != "/" }.dropFirst().prefix { $0 != "@" }
    report(.format, "the key \"format\" is missing", hint: "a \(kind) has \"format\": \"\(format)\"")
  }
}
