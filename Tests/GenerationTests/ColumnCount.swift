// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// The number of columns x(i,d,t) of `model.md`, counted from the definition.
func countAssignmentColumns(_ scenario: Scenario) -> Int {
  let periods = scenario.calendar.periods
  var count = 0
  for place in scenario.demandPlaces {
    guard let demand = scenario.demand(at: place).staff else { continue }
    let window = scenario.window(of: place)
    for person in scenario.staff where meets(person, demand.requirements) {
      guard let calendar = scenario.calendar.calendar(person.calendar?.first) else { continue }
      for period in periods {
        let days = period.intersection(window)
        var day = days.first
        while day <= days.last {
          if calendar.isWorked(day), isAvailable(person, on: day), holds(person, demand.requirements, on: day) {
            count += 1
            break
          }
          day = day.advanced(by: 1)
        }
      }
    }
  }
  return count
}

private func meets(_ person: StaffMember, _ demand: Requirements) -> Bool {
  person.clearance >= demand.clearance
    && demand.locations.map { $0.contains(person.location ?? "") } ?? true
    && demand.departments.map { $0.contains(person.department ?? "") } ?? true
    && demand.only.map { $0.contains(person.id) } ?? true && !demand.exclude.contains(person.id)
    && demand.skills.allSatisfy { requirement in
      person.skill(requirement.name).map { $0.level >= requirement.level } ?? false
    }
    && demand.certifications.allSatisfy { name in person.certifications.contains { $0.name == name } }
}

private func isAvailable(_ person: StaffMember, on day: Day) -> Bool {
  guard person.employedFrom.map({ $0 <= day }) ?? true, person.employedTo.map({ day <= $0 }) ?? true else {
    return false
  }
  return person.absences.reduce(0.0) { $0 + ($1.days.contains(day) ? $1.share.doubleValue : 0) } < 1
}

private func holds(_ person: StaffMember, _ demand: Requirements, on day: Day) -> Bool {
  demand.skills.allSatisfy { requirement in
    guard let skill = person.skill(requirement.name) else { return false }
    return skill.from.map { $0 <= day } ?? true && skill.until.map { day <= $0 } ?? true
  }
    && demand.certifications.allSatisfy { name in
      person.certifications.contains {
        $0.name == name && $0.from.map { $0 <= day } ?? true && $0.until.map { day <= $0 } ?? true
      }
    }
}
