// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers

/// Writes a plan, or the work that a scenario asks for, as an MS Project document (MSPDI).
package struct MSPDIWriter {
  private let scenario: Scenario
  private let plan: Plan?
  private let times: MSPDITimes
  private let bookings: MSPDIBookings
  private let work: [String: [MSPDIBooking]]
  private let windows: [String: DayRange]
  private let unmet: [String: (hours: Millionths, reasons: String)]

  /// - Parameters:
  ///   - plan: who does what; nil writes who is asked for.
  package init(_ scenario: Scenario, plan: Plan?) {
    self.scenario = scenario
    self.plan = plan
    times = MSPDITimes(scenario)
    bookings = MSPDIBookings(scenario)
    work = plan.map(bookings.bookings) ?? bookings.bookings()
    windows = bookings.windows()
    var unmet: [String: (hours: Millionths, reasons: String)] = [:]
    for entry in plan?.unmet ?? [] where !entry.isUnitDays {
      let reasons = entry.reasons.sorted { $0.share > $1.share }.map(\.detail)
      let known = unmet[entry.demand] ?? (.zero, "")
      let new = reasons.filter { !known.reasons.contains($0) }
      unmet[entry.demand] = (
        known.hours + entry.amount, ([known.reasons].filter { !$0.isEmpty } + new).joined(separator: "; ")
      )
    }
    self.unmet = unmet
  }

  /// What is not in the document, such as `3 assets`.
  package var omissions: [String] {
    func count(_ number: Int, _ one: String, _ many: String) -> String? {
      number == 0 ? nil : "\(number) \(number == 1 ? one : many)"
    }
    let assetDemands = scenario.projects.reduce(0) { $0 + $1.demands.count { $0.asset != nil } }
    return [
      count(scenario.assets.count, "asset", "assets"),
      count(assetDemands, "demand for assets", "demands for assets"),
      count(plan?.operating.count ?? 0, "entry of operating hours", "entries of operating hours"),
      count(
        plan?.overtime.count ?? 0, "entry of overtime (its hours are in the work)",
        "entries of overtime (their hours are in the work)"),
      count(plan?.bottlenecks.count ?? 0, "price", "prices"),
    ].compactMap { $0 }
  }

  /// The document.
  package func bytes() -> [UInt8] {
    var writer = XMLWriter()
    writer.declaration()
    writer.element("Project", attributes: #" xmlns="http://schemas.microsoft.com/project""#) { writer in
      writeHead(&writer)
      writeFields(&writer)
      writer.element("Calendars") { writeCalendars(&$0) }
      writer.element("Tasks") { writeTasks(&$0) }
      writer.element("Resources") { writer in
        for (index, person) in scenario.staff.enumerated() { write(person, index, &writer) }
      }
      writer.element("Assignments") { writeAssignments(&$0) }
    }
    return writer.bytes
  }

  private func writeHead(_ writer: inout XMLWriter) {
    let top = times.week(of: scenario.calendar.standard)
    let minutes = (top.max() ?? 28_800) / 60
    writer.element("SaveVersion", 14)
    writer.element("Name", (scenario.name ?? "Plan") + ".xml")
    writer.element("Title", scenario.name ?? "Plan")
    writer.element("ScheduleFromStart", 1)
    writer.element("StartDate", MSPDITimes.moment(times.horizon.first, 8 * 3600))
    writer.element("FinishDate", MSPDITimes.moment(times.horizon.last, 17 * 3600))
    if let currency = scenario.currency, currency.utf8.count == 3 { writer.element("CurrencyCode", currency) }
    writer.element("CalendarUID", 1)
    writer.element("DefaultStartTime", "08:00:00")
    writer.element("MinutesPerDay", minutes)
    writer.element("MinutesPerWeek", top.reduce(0, +) / 60)
    writer.element("DefaultTaskType", 1)
    writer.element("NewTasksEffortDriven", 0)
    writer.element("WeekStartDay", (scenario.calendar.weekStart.index + 1) % 7)
    writer.element("NewTasksAreManual", 1)
  }

  /// The custom fields: tasks and resources have ids; what is unmet, and why.
  private func writeFields(_ writer: inout XMLWriter) {
    writer.element("ExtendedAttributes") { writer in
      for (id, name, alias) in [
        (Field.id, "Text1", "Muster id"), (Field.reasons, "Text2", "Unmet because"),
        (Field.unmet, "Number1", "Unmet hours"), (Field.staffID, "Text1", "Muster id"),
      ] {
        writer.element("ExtendedAttribute") { writer in
          writer.element("FieldID", id)
          writer.element("FieldName", name)
          writer.element("Alias", alias)
        }
      }
    }
  }

  private enum Field {
    static let id = 188_743_731
    static let reasons = 188_743_734
    static let unmet = 188_743_767
    static let staffID = 205_520_904
  }

  // MARK: Calendars

  private func writeCalendars(_ writer: inout XMLWriter) {
    write(scenario.calendar.standard, uid: 1, name: "Standard", &writer)
    for (index, named) in scenario.calendar.named.enumerated() {
      write(named.calendar, uid: index + 2, name: named.id, &writer)
    }
    for (index, person) in scenario.staff.enumerated() {
      let base = base(of: person)
      let calendar = base < 2 ? scenario.calendar.standard : scenario.calendar.named[base - 2].calendar
      let (own, usual) = (times.week(of: person), times.week(of: calendar))
      let ofBase = exceptions(times.seconds(of: calendar), usual)
      // What holds where nothing else is said: the days of the base, then the week.
      var expected = days(own)
      for (day, seconds) in ofBase { expected[day] = seconds }
      let actual = bookings.available[index]
      let differing = actual.indices.filter { actual[$0] != expected[$0] }.map { ($0, actual[$0]) }
      writer.element("Calendar") { writer in
        writer.element("UID", calendarUID(ofPerson: index))
        writer.element("Name", Self.calendarName(person.name))
        writer.element("IsBaseCalendar", 0)
        writer.element("BaseCalendarUID", base)
        if own != usual { write(week: own, &writer) }
        write(exceptions: differing, &writer)
      }
    }
  }

  private func calendarUID(ofPerson index: Int) -> Int { scenario.calendar.named.count + 2 + index }

  private func base(of person: StaffMember) -> Int {
    guard let id = person.calendar?.first,
      let index = scenario.calendar.named.firstIndex(where: { $0.id == id })
    else { return 1 }
    return index + 2
  }

  private func write(_ calendar: WorkCalendar, uid: Int, name: String, _ writer: inout XMLWriter) {
    let week = times.week(of: calendar)
    writer.element("Calendar") { writer in
      writer.element("UID", uid)
      writer.element("Name", Self.calendarName(name))
      writer.element("IsBaseCalendar", 1)
      writer.element("BaseCalendarUID", -1)
      write(week: week, &writer)
      write(exceptions: exceptions(times.seconds(of: calendar), week), &writer)
    }
  }

  private func write(week: [Int], _ writer: inout XMLWriter) {
    writer.element("WeekDays") { writer in
      for type in 1...7 {
        writer.element("WeekDay") { writer in
          writer.element("DayType", type)
          writer.workingTimes(week[(type + 5) % 7])
        }
      }
    }
  }

  /// The days on which a calendar has other hours than its week says.
  private func exceptions(_ actual: [Int], _ week: [Int]) -> [(Int, Int)] {
    let usual = days(week)
    return actual.indices.filter { actual[$0] != usual[$0] }.map { ($0, actual[$0]) }
  }

  private func days(_ week: [Int]) -> [Int] {
    (0..<times.horizon.count).map { week[times.horizon.first.advanced(by: $0).weekday.index] }
  }

  /// Days in a row with the same hours are one exception.
  private func write(exceptions: [(Int, Int)], _ writer: inout XMLWriter) {
    var runs: [(first: Int, last: Int, seconds: Int)] = []
    for (day, seconds) in exceptions {
      if let last = runs.last, last.last + 1 == day, last.seconds == seconds {
        runs[runs.count - 1].last = day
      } else {
        runs.append((day, day, seconds))
      }
    }
    guard !runs.isEmpty else { return }
    writer.element("Exceptions") { writer in
      for run in runs {
        writer.element("Exception") { writer in
          writer.element("EnteredByOccurrences", 0)
          writer.element("TimePeriod") { writer in
            writer.element("FromDate", "\(times.horizon.first.advanced(by: run.first))T00:00:00")
            writer.element("ToDate", "\(times.horizon.first.advanced(by: run.last))T23:59:00")
          }
          writer.element("Occurrences", run.last - run.first + 1)
          writer.element("Name", "")
          writer.element("Type", 1)
          writer.workingTimes(run.seconds)
        }
      }
    }
  }

  // MARK: Tasks

  private func writeTasks(_ writer: inout XMLWriter) {
    var uid = 0
    summary(&writer, uid: 0, level: 0, number: "0", scenario.name ?? "Plan", id: nil, priority: nil, times.horizon)
    for (position, project) in scenario.projects.enumerated() {
      uid += 1
      let demands = project.demands.filter { $0.staff != nil }
      let ranges = demands.map(range)
      let first = ranges.map(\.first).min() ?? project.start ?? times.horizon.first
      let last = ranges.map(\.last).max() ?? project.deadline ?? times.horizon.last
      summary(
        &writer, uid: uid, level: 1, number: "\(position + 1)", project.name, id: project.id,
        priority: project.priority, DayRange(first, max(first, last)))
      for (index, demand) in demands.enumerated() {
        uid += 1
        write(demand, project, uid, "\(position + 1).\(index + 1)", &writer)
      }
    }
  }

  /// The days on which somebody works, else the window.
  private func range(_ demand: Demand) -> DayRange {
    let days = (work[demand.id] ?? []).flatMap(\.days).map(\.day)
    guard let first = days.min(), let last = days.max() else { return windows[demand.id] ?? times.horizon }
    return DayRange(times.horizon.first.advanced(by: first), times.horizon.first.advanced(by: last))
  }

  private func summary(
    _ writer: inout XMLWriter, uid: Int, level: Int, number: String, _ name: String, id: String?,
    priority: ExactDecimal?, _ days: DayRange
  ) {
    writer.element("Task") { writer in
      head(&writer, uid, name, number, level, Self.priority(priority), days, isManual: false, seconds: nil)
      writer.element("Summary", 1)
      if let id { attribute(Field.id, id, &writer) }
    }
  }

  private func write(
    _ demand: Demand, _ project: Project, _ uid: Int, _ number: String, _ writer: inout XMLWriter
  ) {
    let seconds = (work[demand.id] ?? []).reduce(0) { $0 + $1.seconds }
    writer.element("Task") { writer in
      head(
        &writer, uid, demand.name, number, 2, Self.priority(demand.priority ?? project.priority), range(demand),
        isManual: true, seconds: seconds)
      writer.element("Summary", 0)
      writer.element("RemainingWork", MSPDITimes.duration(seconds))
      writer.element("ConstraintType", 0)
      attribute(Field.id, demand.id, &writer)
      if let unmet = unmet[demand.id] {
        attribute(Field.reasons, unmet.reasons, &writer)
        attribute(Field.unmet, unmet.hours.description, &writer)
      }
    }
  }

  /// What all tasks begin with.
  private func head(
    _ writer: inout XMLWriter, _ uid: Int, _ name: String, _ number: String, _ level: Int, _ priority: Int,
    _ days: DayRange, isManual: Bool, seconds: Int?
  ) {
    let week = times.week(of: scenario.calendar.standard)
    func length(_ day: Day) -> Int { week[day.weekday.index] > 0 ? week[day.weekday.index] : 8 * 3600 }
    let start = MSPDITimes.moment(days.first, MSPDITimes.start(length(days.first)))
    let finish = MSPDITimes.moment(days.last, MSPDITimes.start(length(days.last)) + length(days.last))
    let worked = scenario.calendar.standard.hours(in: days).reduce(0) { $0 + Int(($1.doubleValue * 60).rounded()) * 60 }
    // Without a duration, MS Project shows 0 % or 0 days.
    let duration = MSPDITimes.duration(worked > 0 ? worked : 8 * 3600)
    writer.element("UID", uid)
    writer.element("ID", uid)
    writer.element("Name", name)
    writer.element("Active", 1)
    writer.element("Manual", isManual ? 1 : 0)
    writer.element("Type", 1)
    writer.element("IsNull", 0)
    writer.element("WBS", number)
    writer.element("OutlineNumber", number)
    writer.element("OutlineLevel", level)
    writer.element("Priority", priority)
    writer.element("Start", start)
    writer.element("Finish", finish)
    writer.element("Duration", duration)
    writer.element("ManualStart", start)
    writer.element("ManualFinish", finish)
    writer.element("ManualDuration", duration)
    writer.element("DurationFormat", 7)
    if let seconds { writer.element("Work", MSPDITimes.duration(seconds)) }
    writer.element("EffortDriven", 0)
    writer.element("Milestone", 0)
  }

  private func attribute(_ field: Int, _ value: String, _ writer: inout XMLWriter) {
    writer.element("ExtendedAttribute") { writer in
      writer.element("FieldID", field)
      writer.element("Value", value)
    }
  }

  private static func priority(_ priority: ExactDecimal?) -> Int {
    min(1000, max(0, Int(((priority?.doubleValue ?? 5) * 100).rounded())))
  }

  // MARK: Resources

  private func write(_ person: StaffMember, _ index: Int, _ writer: inout XMLWriter) {
    let heads = Double(person.external?.heads ?? person.headcount)
    let units = Millionths(nearest: heads * (1 - person.support.first.doubleValue)) ?? Millionths(1)
    writer.element("Resource") { writer in
      writer.element("UID", index + 1)
      writer.element("ID", index + 1)
      writer.element("Name", Self.resourceName(person.name))
      writer.element("Type", 1)
      writer.element("IsNull", 0)
      if let department = person.department { writer.element("Group", department) }
      writer.element("MaxUnits", units.description)
      writer.element("StandardRate", person.costPerHour.first.description)
      writer.element("StandardRateFormat", 2)
      writer.element("OvertimeRate", 0)
      writer.element("CostPerUse", 0)
      writer.element("CalendarUID", calendarUID(ofPerson: index))
      attribute(Field.staffID, person.id, &writer)
      if person.employedFrom != nil || person.employedTo != nil {
        writer.element("AvailabilityPeriods") { writer in
          writer.element("AvailabilityPeriod") { writer in
            writer.element("AvailableFrom", person.employedFrom.map { "\($0)T00:00:00" } ?? "1984-01-01T00:00:00")
            writer.element("AvailableTo", person.employedTo.map { "\($0)T23:59:00" } ?? "2049-12-31T23:59:00")
            writer.element("AvailableUnits", units.description)
          }
        }
      }
      if !person.costPerHour.isConstant { writeRates(person, &writer) }
    }
  }

  private func writeRates(_ person: StaffMember, _ writer: inout XMLWriter) {
    writer.element("Rates") { writer in
      let changes = person.costPerHour.changes
      let starts = ["1984-01-01T00:00:00"] + changes.map { "\($0.from)T00:00:00" }
      for (index, value) in person.costPerHour.values.enumerated() {
        writer.element("Rate") { writer in
          writer.element("RatesFrom", starts[index])
          writer.element("RatesTo", index + 1 < starts.count ? starts[index + 1] : "2049-12-31T23:59:00")
          writer.element("RateTable", 0)
          writer.element("StandardRate", value.description)
          writer.element("StandardRateFormat", 2)
          writer.element("OvertimeRate", 0)
          writer.element("OvertimeRateFormat", 2)
          writer.element("CostPerUse", 0)
        }
      }
    }
  }

  /// MS Project refuses names of resources with brackets and commas.
  private static func resourceName(_ name: String) -> String {
    String(name.map { $0 == "[" ? "(" : $0 == "]" ? ")" : $0 == "," ? ";" : $0 })
  }

  /// MS Project refuses names of calendars with more than 51 characters.
  private static func calendarName(_ name: String) -> String { String(resourceName(name).prefix(51)) }

  // MARK: Assignments

  private func writeAssignments(_ writer: inout XMLWriter) {
    var uid = 0
    var task = 0
    for project in scenario.projects {
      task += 1
      for demand in project.demands where demand.staff != nil {
        task += 1
        for booking in work[demand.id] ?? [] {
          uid += 1
          writer.element("Assignment") { writer in
            booking.write(
              to: &writer, uid: uid, task: task, resource: booking.person.map { $0 + 1 } ?? -65535, times.horizon,
              window: range(demand), available: booking.person.map { bookings.available[$0] })
          }
        }
      }
    }
  }
}
