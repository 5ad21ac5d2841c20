// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON
public import Allocation
internal import Numbers

/// Writes `muster/scenario@1`, leaving out what is the default.
public enum ScenarioWriter {
  /// The scenario as a JSON document; reading it gives an equal scenario.
  ///
  /// - Parameter pretty: whether each entry gets a line of its own.
  public static func write(_ scenario: Scenario, pretty: Bool = true) -> [UInt8] {
    var writer = JSONWriter(pretty: pretty)
    writer.beginObject()
    writer.member("format", scenarioFormat)
    writer.given("name", scenario.name)
    writer.given("currency", scenario.currency)
    write(scenario.calendar, to: &writer)
    let policy = scenario.policy
    if policy != Scenario.Policy() {
      writer.key("policy")
      writer.beginObject()
      writer.given("unmetCostPerHour", policy.unmetCostPerHour)
      writer.given("unmetCostPerUnitDay", policy.unmetCostPerUnitDay)
      writer.given("commitmentCostPerHour", policy.commitmentCostPerHour)
      writer.given("changeCostPerHour", policy.changeCostPerHour, unless: 0)
      writer.endObject()
    }
    if !scenario.staff.isEmpty { writer.list("staff", scenario.staff, write) }
    if !scenario.assets.isEmpty { writer.list("assets", scenario.assets, write) }
    writer.list("projects", scenario.projects, write)
    if !scenario.commitments.isEmpty {
      writer.list("commitments", scenario.commitments) { entry, writer in
        writer.member("staff", entry.staff)
        writer.member("demand", entry.demand)
        writer.member("from", entry.days.first.description)
        writer.member("to", entry.days.last.description)
        writer.member("hoursPerWeek", entry.hoursPerWeek)
      }
    }
    if let baseline = scenario.baseline {
      writer.key("baseline")
      writer.beginObject()
      writer.list("assignments", baseline.assignments) { entry, writer in
        writer.member("staff", entry.staff)
        writer.member("demand", entry.demand)
        writer.member("period", entry.period)
        writer.member("hours", entry.hours)
      }
      writer.endObject()
    }
    writer.endObject()
    return writer.finish()
  }

  private static func write(_ calendar: PlanningCalendar, to writer: inout JSONWriter) {
    let standard = calendar.standard
    writer.key("calendar")
    writer.beginObject()
    writer.member("start", calendar.horizon.first.description)
    writer.member("end", calendar.horizon.last.description)
    if calendar.period != .week { writer.member("period", calendar.period.rawValue) }
    if standard.workdays != [.monday, .tuesday, .wednesday, .thursday, .friday] {
      writer.texts("workdays", standard.workdays.map(\.rawValue))
    }
    writer.given("hoursPerDay", standard.hoursPerDay, unless: 8)
    if !standard.holidays.isEmpty { writer.texts("holidays", standard.holidays.map(\.description)) }
    if !calendar.named.isEmpty {
      writer.key("calendars")
      writer.beginObject()
      for (id, named) in calendar.named {
        writer.key(named: id)
        writer.beginObject()
        if named.workdays != standard.workdays { writer.texts("workdays", named.workdays.map(\.rawValue)) }
        writer.given("hoursPerDay", named.hoursPerDay, unless: standard.hoursPerDay)
        if named.holidays != standard.holidays { writer.texts("holidays", named.holidays.map(\.description)) }
        writer.endObject()
      }
      writer.endObject()
    }
    writer.endObject()
  }

  private static func write(_ member: StaffMember, to writer: inout JSONWriter) {
    writer.member("id", member.id)
    if member.name != member.id { writer.member("name", member.name) }
    writer.given("department", member.department)
    writer.given("location", member.location)
    if member.headcount != 1 { writer.member("headcount", member.headcount) }
    writer.given("calendar", member.calendar)
    if !member.skills.isEmpty {
      writer.key("skills")
      writer.beginObject()
      for skill in member.skills {
        writer.key(named: skill.name)
        if skill.productivity == 1, skill.from == nil, skill.until == nil {
          writer.value(skill.level)
          continue
        }
        writer.beginObject()
        writer.member("level", skill.level)
        writer.given("productivity", skill.productivity, unless: 1)
        writer.given("from", skill.from?.description)
        writer.given("until", skill.until?.description)
        writer.endObject()
      }
      writer.endObject()
    }
    if !member.certifications.isEmpty {
      writer.key("certifications")
      writer.beginObject()
      for certification in member.certifications {
        writer.key(named: certification.name)
        writer.beginObject()
        writer.given("from", certification.from?.description)
        writer.given("until", certification.until?.description)
        writer.endObject()
      }
      writer.endObject()
    }
    if member.clearance != 0 { writer.member("clearance", member.clearance) }
    writer.given("costPerHour", member.costPerHour, unless: 0)
    writer.given("hoursPerDay", member.hoursPerDay)
    writer.given("support", member.support, unless: 0)
    if member.employedFrom != nil || member.employedTo != nil {
      writer.key("employed")
      writer.beginObject()
      writer.given("from", member.employedFrom?.description)
      writer.given("to", member.employedTo?.description)
      writer.endObject()
    }
    if !member.absences.isEmpty {
      writer.list("absences", member.absences) { absence, writer in
        writer.member("from", absence.days.first.description)
        writer.member("to", absence.days.last.description)
        writer.given("share", absence.share, unless: 1)
      }
    }
    if let overtime = member.overtime {
      writer.key("overtime")
      writer.beginObject()
      writer.member("hoursPerWeek", overtime.hoursPerWeek)
      writer.given("hoursTotal", overtime.hoursTotal)
      writer.given("costFactor", overtime.costFactor, unless: StaffMember.Overtime.defaultCostFactor)
      writer.endObject()
    }
  }

  private static func write(_ asset: Asset, to writer: inout JSONWriter) {
    writer.member("id", asset.id)
    if asset.name != asset.id { writer.member("name", asset.name) }
    if !asset.tags.isEmpty { writer.texts("tags", asset.tags) }
    writer.given("quantity", asset.quantity, unless: 1)
    writer.given("costPerUnitDay", asset.costPerUnitDay, unless: 0)
    if !asset.outages.isEmpty {
      writer.list("outages", asset.outages) { outage, writer in
        writer.member("from", outage.days.first.description)
        writer.member("to", outage.days.last.description)
        writer.given("quantity", outage.quantity)
      }
    }
    if let operators = asset.operators {
      writer.key("operators")
      writer.beginObject()
      write(operators.skills, to: &writer)
      writer.member("hoursPerUnitDay", operators.hoursPerUnitDay)
      writer.endObject()
    }
  }

  private static func write(_ skills: [SkillRequirement], to writer: inout JSONWriter) {
    guard !skills.isEmpty else { return }
    writer.key("skills")
    writer.beginObject()
    for skill in skills {
      writer.key(named: skill.name)
      writer.value(skill.level)
    }
    writer.endObject()
  }

  private static func write(_ project: Project, to writer: inout JSONWriter) {
    writer.member("id", project.id)
    if project.name != project.id { writer.member("name", project.name) }
    writer.given("department", project.department)
    writer.given("priority", project.priority, unless: 5)
    writer.given("start", project.start?.description)
    writer.given("deadline", project.deadline?.description)
    writer.given("budget", project.budget)
    if !project.demands.isEmpty { writer.list("demands", project.demands, write) }
  }

  private static func write(_ demand: Demand, to writer: inout JSONWriter) {
    writer.member("id", demand.id)
    writer.given("from", demand.from?.description)
    writer.given("to", demand.to?.description)
    writer.given("priority", demand.priority)
    switch demand.kind {
    case .asset(let wanted):
      writer.member("units", wanted.units)
      switch wanted.choice {
      case .asset(let id): writer.member("asset", id)
      case .tags(let tags): writer.texts("tags", tags)
      }
    case .staff(let work):
      writer.member("hours", work.hours)
      if work.pace != .flexible { writer.member("pace", work.pace.rawValue) }
      write(work.skills, to: &writer)
      if !work.certifications.isEmpty { writer.texts("certifications", work.certifications) }
      if work.clearance != 0 { writer.member("clearance", work.clearance) }
      if let locations = work.locations { writer.texts("locations", locations) }
      if let departments = work.departments { writer.texts("departments", departments) }
      if let only = work.only { writer.texts("only", only) }
      if !work.exclude.isEmpty { writer.texts("exclude", work.exclude) }
      writer.given("maxHoursPerWeek", work.maxHoursPerWeek)
      if !work.uses.isEmpty {
        writer.list("uses", work.uses) { use, writer in
          writer.member("asset", use.asset)
          writer.member("unitsPerPerson", use.unitsPerPerson)
        }
      }
    }
  }
}

extension JSONWriter {
  /// A member where there is a text.
  mutating func given(_ key: StaticString, _ text: String?) { if let text { member(key, text) } }
  /// A member where there is a number other than the default.
  mutating func given(_ key: StaticString, _ number: ExactDecimal?, unless standard: ExactDecimal? = nil) {
    if let number, number != standard { member(key, number) }
  }
  /// A member with a list of texts.
  mutating func texts(_ key: StaticString, _ texts: [String]) {
    self.key(key)
    beginArray()
    for text in texts { value(text) }
    endArray()
  }
}
