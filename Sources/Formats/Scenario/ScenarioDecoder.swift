// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON
internal import Allocation
internal import Numbers

/// The baseline as it stands in the scenario.
enum BaselineSource {
  case none
  case entries([BaselineEntry])
  case file(String)
}

/// An assignment of a baseline, whose period may have to be found from its first day.
struct BaselineEntry {
  var position: Int
  var staff: String
  var demand: String
  var period: Int?
  var start: Day?
  var hours: ExactDecimal
}

/// A calendar of `calendars` before its gaps are filled.
private struct PartialCalendar {
  var id: String
  var workdays: [Weekday]?
  var hoursPerDay: ExactDecimal?
  var holidays: [Day]?
}

extension DocumentDecoder {
  /// Reads a whole scenario, but for its baseline, which needs the calendar.
  ///
  /// - Returns: nil where something that has to be there is missing or broken; that is then among the issues.
  mutating func scenario() throws(JSONFailure) -> (scenario: Scenario, baseline: BaselineSource)? {
    var format: String?
    var hasFormat = false
    var hasProjects = false
    var hasCalendar = false
    var name: String?
    var currency: String?
    var calendar: PlanningCalendar?
    var policy = Scenario.Policy()
    var staff: [StaffMember] = []
    var assets: [Asset] = []
    var projects: [Project] = []
    var commitments: [Scenario.Commitment] = []
    var baseline = BaselineSource.none
    guard try beginObject() else {
      try reader.finish()
      return nil
    }
    while let key = try nextKey() {
      switch key {
      case "format":
        hasFormat = true
        format = try text()
        if let format, format != scenarioFormat { reportFormat(format, scenarioFormat) }
      case "name": name = try text()
      case "currency": currency = try text()
      case "calendar":
        hasCalendar = true
        calendar = try planningCalendar()
      case "policy": policy = try scenarioPolicy()
      case "staff":
        guard try beginArray() else { continue }
        while try nextElement() { if let member = try staffMember() { staff.append(member) } }
      case "assets":
        guard try beginArray() else { continue }
        while try nextElement() { if let member = try asset() { assets.append(member) } }
      case "projects":
        hasProjects = true
        guard try beginArray() else { continue }
        while try nextElement() { if let member = try project() { projects.append(member) } }
      case "commitments":
        guard try beginArray() else { continue }
        while try nextElement() { if let member = try commitment() { commitments.append(member) } }
      case "baseline": baseline = try baselineSource()
      default: try unknownKey(key, among: ScenarioKeys.document)
      }
    }
    try reader.finish()
    if !hasFormat {
      report(
        .format, "the key \"format\" is missing", hint: "a scenario has \"format\": \"\(scenarioFormat)\"")
    }
    if !hasCalendar { missing("calendar") }
    if !hasProjects { missing("projects") }
    guard let calendar, !hasErrors else { return nil }
    return (
      Scenario(
        name: name, currency: currency, calendar: calendar, policy: policy, staff: staff, assets: assets,
        projects: projects, commitments: commitments), baseline
    )
  }

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

  // MARK: Calendar and policy

  private mutating func weekdays() throws(JSONFailure) -> [Weekday]? {
    guard try beginArray() else { return nil }
    var result: [Weekday] = []
    while try nextElement() {
      guard let day = try choice(Weekday.self) else { continue }
      if result.contains(day) {
        report(.duplicateID, "the workday \"\(day.rawValue)\" stands twice")
      } else {
        result.append(day)
      }
    }
    return result
  }

  private mutating func days() throws(JSONFailure) -> [Day]? {
    guard try beginArray() else { return nil }
    var result: [Day] = []
    while try nextElement() { if let day = try day() { result.append(day) } }
    return result
  }

  private mutating func planningCalendar() throws(JSONFailure) -> PlanningCalendar? {
    guard try beginObject() else { return nil }
    var start: Day?
    var end: Day?
    var hasStart = false
    var hasEnd = false
    var period = PeriodLength.week
    var standard = WorkCalendar(
      workdays: [.monday, .tuesday, .wednesday, .thursday, .friday], hoursPerDay: 8, holidays: [])
    var partial: [PartialCalendar] = []
    while let key = try nextKey() {
      switch key {
      case "start":
        hasStart = true
        start = try day()
      case "end":
        hasEnd = true
        end = try day()
      case "period": period = try choice(PeriodLength.self) ?? period
      case "workdays":
        standard.workdays = try weekdays().map { $0.sorted { $0.index < $1.index } } ?? standard.workdays
      case "hoursPerDay": standard.hoursPerDay = try decimal() ?? standard.hoursPerDay
      case "holidays": standard.holidays = Set(try days() ?? []).sorted()
      case "calendars":
        guard try beginObject() else { continue }
        while let id = try nextName() { if let entry = try namedCalendar(id) { partial.append(entry) } }
      default: try unknownKey(key, among: ScenarioKeys.calendar)
      }
    }
    if !hasStart { missing("start") }
    if !hasEnd { missing("end") }
    guard let start, let end else { return nil }
    return PlanningCalendar(
      horizon: DayRange(start, end), period: period, standard: standard,
      named: partial.map { entry in
        (
          entry.id,
          WorkCalendar(
            workdays: entry.workdays ?? standard.workdays, hoursPerDay: entry.hoursPerDay ?? standard.hoursPerDay,
            holidays: entry.holidays ?? standard.holidays)
        )
      })
  }

  private mutating func namedCalendar(_ id: String) throws(JSONFailure) -> PartialCalendar? {
    guard try beginObject() else { return nil }
    var result = PartialCalendar(id: id)
    while let key = try nextKey() {
      switch key {
      case "workdays": result.workdays = try weekdays()
      case "hoursPerDay": result.hoursPerDay = try decimal()
      case "holidays": result.holidays = try days()
      default: try unknownKey(key, among: ScenarioKeys.namedCalendar)
      }
    }
    return result
  }

  private mutating func scenarioPolicy() throws(JSONFailure) -> Scenario.Policy {
    var policy = Scenario.Policy()
    guard try beginObject() else { return policy }
    while let key = try nextKey() {
      switch key {
      case "unmetCostPerHour": policy.unmetCostPerHour = try decimal()
      case "unmetCostPerUnitDay": policy.unmetCostPerUnitDay = try decimal()
      case "commitmentCostPerHour": policy.commitmentCostPerHour = try decimal()
      case "changeCostPerHour": policy.changeCostPerHour = try decimal() ?? 0
      case "minimumHoursPerWeek": try unsupportedKey(key)
      default: try unknownKey(key, among: ScenarioKeys.policy)
      }
    }
    return policy
  }

  // MARK: Commitments and baseline

  private mutating func commitment() throws(JSONFailure) -> Scenario.Commitment? {
    guard try beginObject() else { return nil }
    var staff: String?
    var demand: String?
    var from: Day?
    var to: Day?
    var hours: ExactDecimal?
    while let key = try nextKey() {
      switch key {
      case "staff": staff = try identifier()
      case "demand": demand = try identifier()
      case "from": from = try day()
      case "to": to = try day()
      case "hoursPerWeek": hours = try decimal()
      default: try unknownKey(key, among: ScenarioKeys.commitment)
      }
    }
    require(ScenarioKeys.commitment)
    guard let staff, let demand, let from, let to, let hours else { return nil }
    return Scenario.Commitment(staff: staff, demand: demand, days: DayRange(from, to), hoursPerWeek: hours)
  }

  private mutating func baselineSource() throws(JSONFailure) -> BaselineSource {
    switch try reader.peek() {
    case .string: return try text().map(BaselineSource.file) ?? .none
    case .object: return .entries(try baselineEntries(isPlan: false))
    case .array, .number, .boolean, .null:
      report(
        .wrongType, "the baseline is neither an object nor a text",
        hint: "write {\"assignments\": [...]} or the path of a plan file")
      try reader.skipValue(allowsDuplicateKeys: true)
      return .none
    }
  }

  /// Reads a baseline; in a plan file, keys besides `assignments` are the plan's and passed over.
  mutating func baselineEntries(isPlan: Bool) throws(JSONFailure) -> [BaselineEntry] {
    var entries: [BaselineEntry] = []
    guard try beginObject() else { return [] }
    var hasAssignments = false
    while let key = try nextKey() {
      switch key {
      case "assignments":
        hasAssignments = true
        guard try beginArray() else { continue }
        while try nextElement() { if let entry = try baselineEntry() { entries.append(entry) } }
      case "format" where isPlan:
        if let format = try text(), format != planFormat { reportFormat(format, planFormat) }
      default:
        // A whole plan may also be pasted into the scenario.
        if isPlan || PlanKeys.document.contains(reader.text(of: key)) {
          try reader.skipValue()
        } else {
          try unknownKey(key, among: ScenarioKeys.baseline)
        }
      }
    }
    if !hasAssignments { missing("assignments") }
    return entries
  }

  private mutating func baselineEntry() throws(JSONFailure) -> BaselineEntry? {
    let position = elementIndex
    guard try beginObject() else { return nil }
    var staff: String?
    var demand: String?
    var period: Int?
    var start: Day?
    var hours: ExactDecimal?
    while let key = try nextKey() {
      switch key {
      case "staff": staff = try identifier()
      case "demand": demand = try identifier()
      case "project": _ = try identifier()
      case "period": period = try whole(0...1_000_000)
      case "start": start = try day()
      case "end": _ = try day()
      case "hours": hours = try decimal()
      case "cost": _ = try decimal()
      default: try unknownKey(key, among: ScenarioKeys.baselineAssignment)
      }
    }
    require(["staff", "demand", "hours"])
    if !reader.closedObjectHas("period"), !reader.closedObjectHas("start") { missing("period") }
    guard let staff, let demand, let hours, period != nil || start != nil else { return nil }
    return BaselineEntry(position: position, staff: staff, demand: demand, period: period, start: start, hours: hours)
  }
}

/// The `format` of a scenario.
let scenarioFormat = "muster/scenario@1"
/// The `format` of a plan.
let planFormat = "muster/plan@1"
