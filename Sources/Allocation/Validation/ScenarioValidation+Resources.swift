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
    if member.headcount < 1 || member.headcount > 1_000_000_000 {
      report(.outOfRange, "headcount is \(member.headcount); it is from 1 to 1000000000", path.key("headcount"))
    }
    if let calendar = member.calendar, !calendarIDs.contains(calendar) {
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
      range(skill.productivity, "productivity", place, aboveLow: true)
      order(skill.from, skill.until, "the skill is held", place.key("until"))
    }
    for certification in member.certifications {
      order(
        certification.from, certification.until, "the certificate is valid",
        path.key("certifications").key(certification.name).key("until"))
    }
    if member.clearance < 0 || member.clearance > 1_000_000_000 {
      report(.outOfRange, "clearance is \(member.clearance); it is from 0 to 1000000000", path.key("clearance"))
    }
    range(member.costPerHour, "costPerHour", path)
    range(member.hoursPerDay, "hoursPerDay", path, aboveLow: true, to: 24)
    range(member.support, "support", path, to: 1)
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
      range(overtime.hoursTotal, "hoursTotal", place)
      range(overtime.costFactor, "costFactor", place, from: 1)
    }
    if member.costPerHour == 0, let first = firstPaid {
      lint(
        "\"\(member.id)\" costs nothing, and \"\(first)\" does", path,
        hint: "who costs nothing is taken first; give costPerHour or annualSalary")
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
