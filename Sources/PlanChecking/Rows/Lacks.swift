// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension Verifier {
  /// What a person lacks to work on a demand, as the end of a sentence about the person, such as `has java 3, and it asks
  /// for 4`: the first thing that is missing on all of some days.
  func lack(of person: Int, on demand: Int, during days: DayRange) -> String {
    let otherwise = "does not meet what it asks for"
    let facts = facts.demands[demand]
    guard let needs = facts.places.first, facts.places.count == 1 else { return otherwise }
    let own = self.facts.staff[person].person
    // What a training adds begins on a day that this sentence does not know.
    guard own.trained.isEmpty else { return otherwise }
    return skillLack(own, needs.skills, days) ?? certificateLack(own, needs.certifications, days)
      ?? placeLack(own, needs) ?? otherwise
  }

  private func skillLack(_ own: StaffMember, _ skills: [SkillRequirement], _ days: DayRange) -> String? {
    for wanted in skills {
      guard let skill = own.skill(wanted.name) else { return "does not have \(wanted.name)" }
      if skill.level < wanted.level { return "has \(wanted.name) \(skill.level), and it asks for \(wanted.level)" }
      if let part = part(skill.from, skill.until, of: days) { return "has \(wanted.name) only \(part)" }
    }
    return nil
  }

  private func certificateLack(_ own: StaffMember, _ names: [String], _ days: DayRange) -> String? {
    for name in names {
      guard let held = own.certifications.first(where: { $0.name == name }) else {
        return "does not have the certificate \(name)"
      }
      if let part = part(held.from, held.until, of: days) { return "has the certificate \(name) only \(part)" }
    }
    return nil
  }

  private func placeLack(_ own: StaffMember, _ needs: StaffNeeds) -> String? {
    if own.clearance < needs.clearance { return "has clearance \(own.clearance), and it asks for \(needs.clearance)" }
    if let locations = needs.locations, !(own.location.map(locations.contains) ?? false) {
      return (own.location.map { "is in \($0)" } ?? "is in no place") + ", and it is for "
        + locations.joined(separator: " or ")
    }
    if let departments = needs.departments, !(own.department.map(departments.contains) ?? false) {
      return (own.department.map { "is of \($0)" } ?? "is of no department") + ", and it is for "
        + departments.joined(separator: " or ")
    }
    if let only = needs.only, !only.contains(own.id) { return "is not among those it names" }
    return needs.exclude.contains(own.id) ? "is excluded from it" : nil
  }

  /// When something is held that is not held on any of some days.
  private func part(_ from: Day?, _ until: Day?, of days: DayRange) -> String? {
    guard days.intersection(DayRange(from ?? days.first, until ?? days.last)).isEmpty else { return nil }
    return [from.map { "from \($0)" }, until.map { "until \($0)" }].compactMap { $0 }.joined(separator: " ")
  }
}
