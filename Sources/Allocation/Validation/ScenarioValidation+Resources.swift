// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import Numbers

extension ScenarioValidation {
  /// Checks an entry of `staff`.
  mutating func checkStaff(_ index: Int) {
    let member = scenario.staff[index]
    var path: DocumentPath { [.key("staff"), .index(index)] }
    identifier(member.id, path)
    if !staffIDs.insert(member.id).inserted {
      report(.duplicateID, "the staff id \"\(member.id)\" is used twice", path.key("id"))
    }
    count(member.headcount, "headcount", path, from: 1)
    for calendar in member.calendar?.values ?? [] where !calendarIDs.contains(calendar) {
      unknown(calendar, "calendar", among: scenario.calendar.named.map(\.id), path.key("calendar"))
    }
    var previous: String?
    for skill in member.skills {
      var place: DocumentPath { path.key("skills").key(skill.name) }
      if skill.name == previous { report(.duplicateID, "the skill \"\(skill.name)\" is listed twice", place) }
      previous = skill.name
      if !(1...5).contains(skill.level) {
        report(.outOfRange, "a level is from 1 to 5, and not \(skill.level)", place.key("level"))
      }
      range(
        skill.productivity, "productivity", place, from: Scenario.productivities.lowerBound,
        to: Scenario.productivities.upperBound)
      order(skill.from, skill.until, "the skill is held", place.key("until"))
    }
    for certification in member.certifications {
      order(
        certification.from, certification.until, "the certificate is valid",
        path.key("certifications").key(certification.name).key("until"))
    }
    count(member.clearance, "clearance", path, from: 0)
    for cost in member.costPerHour.values { range(cost, "costPerHour", path) }
    for hours in member.hoursPerDay?.values ?? [] { range(hours, "hoursPerDay", path, aboveLow: true, to: 24) }
    for share in member.support.values { range(share, "support", path, to: 1) }
    rising(member.costPerHour, "costPerHour", path)
    rising(member.hoursPerDay, "hoursPerDay", path)
    rising(member.support, "support", path)
    rising(member.calendar, "calendar", path)
    order(member.employedFrom, member.employedTo, "the employment lasts", path.key("employed").key("to"))
    for (position, absence) in member.absences.enumerated() {
      var place: DocumentPath { path.key("absences").index(position) }
      order(absence.days.first, absence.days.last, "the absence lasts", place.key("to"))
      range(absence.share, "share", place, to: 1)
      if !absence.days.isEmpty, absence.days.intersection(scenario.calendar.horizon).isEmpty {
        lint("the absence from \(absence.days.first) to \(absence.days.last) is outside the horizon", place)
      }
    }
    if let overtime = member.overtime {
      var place: DocumentPath { path.key("overtime") }
      range(overtime.hoursPerWeek, "hoursPerWeek", place, to: 168)
      range(overtime.hoursPerDay, "hoursPerDay", place, to: 24)
      range(overtime.hoursTotal, "hoursTotal", place)
      range(overtime.used, "used", place)
      checkDay(of: member, with: overtime, place)
      range(overtime.costFactor, "costFactor", place, from: 1)
    }
    checkDecisions(of: member, path)
    checkCost(of: member, path)
  }

  /// Notes who costs nothing where others do: neither by the hour, nor for being engaged, nor on any project.
  private mutating func checkCost(of member: StaffMember, _ path: @autoclosure () -> DocumentPath) {
    guard member.costPerHour.largest == 0, let first = firstPaid,
      member.external.map({ $0.engagementCost == 0 }) ?? true,
      !scenario.projects.contains(where: { $0.rates.contains { $0.staff == member.id } })
    else { return }
    lint(
      "\"\(member.id)\" costs nothing, and \"\(first)\" does", path(),
      hint: "who costs nothing is taken first; give costPerHour or annualSalary")
  }

  /// Notes days of dated values that do not rise.
  private mutating func rising<Value>(_ dated: Dated<Value>?, _ key: String, _ path: @autoclosure () -> DocumentPath) {
    guard let dated, dated.changes.count > 1 else { return }
    for (earlier, later) in zip(dated.changes, dated.changes.dropFirst()) where later.from <= earlier.from {
      report(
        .contradiction, "\(key) changes on \(later.from), which is not after \(earlier.from)", path().key(key))
    }
  }

  /// Notes a day of more than 24 hours with overtime; one that has more without it is noted where its hours are.
  private mutating func checkDay(
    of member: StaffMember, with overtime: StaffMember.Overtime, _ path: @autoclosure () -> DocumentPath
  ) {
    let calendars = member.calendar.map { $0.values.compactMap { scenario.calendar.calendar($0) } }
    let hours =
      member.hoursPerDay?.largest
      ?? (calendars ?? [scenario.calendar.standard]).flatMap(\.hoursOfWorkdays).max() ?? 0
    if hours <= 24, let whole = hours.adding(overtime.mostPerDay), whole > 24 {
      report(
        .contradiction, "\(hours) h and \(overtime.mostPerDay) h of overtime make a day of more than 24 hours",
        path().key(overtime.hoursPerDay == nil ? "hoursPerWeek" : "hoursPerDay"),
        hint: "set overtime.hoursPerDay to at most \((ExactDecimal(24).subtracting(hours)) ?? 0)")
    }
  }

  private mutating func checkDecisions(of member: StaffMember, _ path: @autoclosure () -> DocumentPath) {
    count(member.maxProjects, "maxProjects", path(), from: 1)
    if let external = member.external {
      count(external.heads, "heads", path().key("external"), from: 1)
      range(external.engagementCost, "engagementCost", path().key("external"))
      if member.headcount > 1 {
        report(
          .contradiction, "\"\(member.id)\" has a headcount, and is engaged from outside", path().key("headcount"),
          hint: "the number that is engaged takes its place")
      }
    }
    guard !member.training.isEmpty else { return }
    if member.headcount > 1 || member.external != nil {
      report(
        .contradiction, "\"\(member.id)\" is not one person, and a training is for one", path().key("training"))
    }
    var skills: Set<String> = []
    for (index, training) in member.training.enumerated() {
      let place = path().key("training").index(index)
      if !skills.insert(training.skill).inserted {
        report(.duplicateID, "a training in \"\(training.skill)\" is listed twice", place.key("skill"))
      }
      count(training.level, "level", place, from: 1, to: 5)
      range(training.cost, "cost", place)
      range(training.hours, "hours", place)
    }
  }

  /// Checks an entry of `assets`.
  mutating func checkAsset(_ index: Int) {
    let asset = scenario.assets[index]
    var path: DocumentPath { [.key("assets"), .index(index)] }
    identifier(asset.id, path)
    if !assetIDs.insert(asset.id).inserted {
      report(.duplicateID, "the asset id \"\(asset.id)\" is used twice", path.key("id"))
    }
    range(asset.quantity, "quantity", path)
    range(asset.costPerUnitDay, "costPerUnitDay", path)
    for (position, outage) in asset.outages.enumerated() {
      var place: DocumentPath { path.key("outages").index(position) }
      order(outage.days.first, outage.days.last, "the outage lasts", place.key("to"))
      range(outage.quantity, "quantity", place)
    }
    if let operators = asset.operators {
      var place: DocumentPath { path.key("operators") }
      range(operators.hoursPerUnitDay, "hoursPerUnitDay", place)
      requirements(operators.skills, place.key("skills"))
    }
  }

  /// Notes dates that contradict each other.
  mutating func order(_ first: Day?, _ last: Day?, _ what: String, _ path: @autoclosure () -> DocumentPath) {
    if let first, let last, last < first {
      report(.contradiction, "\(what) until \(last), which is before it begins on \(first)", path())
    }
  }

  /// Checks skills that are asked for.
  mutating func requirements(_ skills: [SkillRequirement], _ path: @autoclosure () -> DocumentPath) {
    for skill in skills {
      if !(1...5).contains(skill.level) {
        report(.outOfRange, "a level is from 1 to 5, and not \(skill.level)", path().key(skill.name))
      }
      let best = levels[skill.name] ?? 0
      if best < skill.level {
        let near = best == 0 && issues.count < 40 ? nearestName(to: skill.name, among: levels.keys.sorted()) : nil
        lint(
          best == 0
            ? "nobody has the skill \"\(skill.name)\""
            : "nobody has the skill \"\(skill.name)\" at level \(skill.level); the highest is \(best)",
          path().key(skill.name), hint: near.map { "did you mean \"\($0)\"?" })
      }
    }
  }
}
