// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

extension GeneratorWork {
  mutating func makeStaff() -> [StaffMember] {
    (0..<options.staff).map { makePerson($0) }
  }

  private mutating func makePerson(_ index: Int) -> StaffMember {
    // Departments take turns, so that none is empty.
    let department = departments[index % departments.count]
    let first = random.element(of: Catalogue.firstNames) ?? "Anna"
    let last = random.element(of: Catalogue.lastNames) ?? "Bauer"
    var person = StaffMember(
      id: numbered("E", index, of: options.staff), name: first + " " + last, department: department.name,
      location: locations[random.number(in: 0...locations.count - 1)])
    if profile.isUniform {
      // Two of four skills, the same for every fourth person: all else is equal.
      person.location = locations[0]
      let pool = Array(skills.prefix(4))
      person.skills = [0, 1].map { StaffMember.Skill(pool[(index + $0) % pool.count], level: 3) }
        .sorted { $0.name < $1.name }
      person.costPerHour = 60
      return person
    }
    person.skills = makeSkills(department)
    let best = person.skills.map(\.level).max() ?? 1
    person.costPerHour = Dated(hundredths(3_400 + best * 1_050 + random.number(in: 0...40) * 50))
    person.clearance = random.chance(20) ? random.number(in: 1...3) : 0
    if random.chance(60) { person.support = Dated(hundredths(5 * random.number(in: 1...6))) }
    if random.chance(profile.partTime) {
      if random.chance(50) {
        person.calendar = Dated(Self.partTimeCalendar)
      } else {
        person.hoursPerDay = Dated(ExactDecimal(random.number(in: 4...6)))
      }
    }
    // A pool of contractors here and there, which counts as one entry.
    if options.staff >= 40, random.chance(2) {
      person.headcount = random.number(in: 2...4)
      person.name = "\(department.name) contractors"
      person.costPerHour = Dated(hundredths(9_500 + random.number(in: 0...50) * 50))
      person.support = 0
    }
    let horizon = calendar.horizon
    if random.chance(6) {
      let day = horizon.first.advanced(by: random.number(in: 0...horizon.count - 1))
      if random.chance(50) { person.employedFrom = day } else { person.employedTo = day }
    }
    if profile.absences { person.absences = makeAbsences() }
    if random.chance(profile.overtime) {
      person.overtime = StaffMember.Overtime(
        hoursPerWeek: ExactDecimal(2 * random.number(in: 2...5)),
        hoursTotal: random.chance(80) ? ExactDecimal(options.weeks * random.number(in: 1...3)) : nil,
        costFactor: random.chance(30) ? hundredths(125) : nil)
    }
    person.certifications = makeCertifications(person.skills)
    return person
  }

  /// Two to five skills, most of them the department's.
  private mutating func makeSkills(_ department: Catalogue.Department) -> [StaffMember.Skill] {
    if case .one = profile.skills { return skills.map { makeSkill($0) } }
    let count = random.number(in: 2...5)
    let own = random.elements(max(2, count - 1), of: department.skills)
    let foreign = random.elements(max(0, count - own.count), of: skills.filter { !department.skills.contains($0) })
    return (own + foreign).map { makeSkill($0) }.sorted { $0.name < $1.name }
  }

  private mutating func makeSkill(_ name: String) -> StaffMember.Skill {
    // 1 to 5 with most at 2 to 4.
    let level = (random.number(in: 1...5) + random.number(in: 1...5) + 1) / 2
    let productivity = random.chance(20) ? hundredths(5 * random.number(in: 14...26)) : 1
    var skill = StaffMember.Skill(name, level: level, productivity: productivity)
    // A course that ends inside the horizon.
    if random.chance(2) {
      skill.from = calendar.horizon.first.advanced(by: random.number(in: 0...calendar.horizon.count / 2))
    }
    return skill
  }

  private mutating func makeAbsences() -> [StaffMember.Absence] {
    let horizon = calendar.horizon
    var absences: [StaffMember.Absence] = []
    for _ in 0..<(1 + options.weeks / 16) where random.chance(75) {
      let first = horizon.first.advanced(by: random.number(in: 0...horizon.count - 1))
      let last = first.advanced(by: random.number(in: 2...13))
      let range = DayRange(first, last).intersection(horizon)
      absences.append(.init(range, share: random.chance(12) ? hundredths(50) : 1))
    }
    return absences.sorted { ($0.days.first, $0.days.last) < ($1.days.first, $1.days.last) }
  }

  private mutating func makeCertifications(_ skills: [StaffMember.Skill]) -> [StaffMember.Certification] {
    var result: [StaffMember.Certification] = []
    for certificate in Catalogue.certificates where skills.contains(where: { $0.name == certificate.skill }) {
      guard random.chance(35) else { continue }
      let runsOut = random.chance(20)
      let day = calendar.horizon.first.advanced(by: random.number(in: 0...calendar.horizon.count - 1))
      result.append(.init(certificate.name, until: runsOut ? day : nil))
    }
    return result.sorted { $0.name < $1.name }
  }

  /// Hours that a person can work on projects, without overtime, in hundredths.
  func capacity(of person: StaffMember) -> Int {
    let calendar = calendar.calendar(person.calendar?.first) ?? self.calendar.standard
    var hundredthsOfDays = 0
    var day = self.calendar.horizon.first
    while day <= self.calendar.horizon.last {
      if calendar.isWorked(day), person.employedFrom.map({ $0 <= day }) ?? true,
        person.employedTo.map({ day <= $0 }) ?? true
      {
        let lost = person.absences.reduce(0) { lost, absence in
          absence.days.contains(day) ? lost + percent(absence.share) : lost
        }
        hundredthsOfDays += 100 - min(100, lost)
      }
      day = day.advanced(by: 1)
    }
    let hours = (person.hoursPerDay?.first ?? calendar.hoursOfWorkdays.first)?.wholeValue ?? 8
    let free = 100 - percent(person.support.first)
    return hundredthsOfDays * hours * free / 100 * person.headcount
  }

  /// A share with at most two decimals, in percent.
  private func percent(_ share: ExactDecimal) -> Int {
    switch share.scale {
    case 0: Int(share.significand) * 100
    case 1: Int(share.significand) * 10
    default: Int(share.significand)
    }
  }
}
