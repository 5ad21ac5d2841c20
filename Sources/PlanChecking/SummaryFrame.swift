// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// The summary of a plan that does nothing, and where in it the figures of people, demands and assets stand: what is
/// the same for all plans of a scenario.
struct SummaryFrame: Sendable {
  let summary: PlanSummary
  /// Places of people, and of their departments (-1: none), by the person's index.
  let person: [Int]
  let department: [Int]
  /// Places of projects and assets by index, of skills by their numbers, of priorities by the demand's index.
  let project: [Int]
  let asset: [Int]
  let skill: [Int]
  let priority: [Int]

  init(
    _ scenario: Scenario, staff: [StaffFacts], demands: [DemandFacts], skills: SkillNumbers, assetDays: [Rational],
    periodCount: Int
  ) {
    var summary = PlanSummary()
    let horizon = scenario.calendar.horizon
    var people: [PlanSummary.Utilisation] = []
    people.reserveCapacity(staff.count)
    var departments: [PlanSummary.Utilisation] = []
    var departmentOf: [Int] = []
    departmentOf.reserveCapacity(staff.count)
    var departmentNumbers: [String: Int] = [:]
    var availableOfSkill = [Rational](repeating: .zero, count: skills.names.count)
    for (index, person) in staff.enumerated() {
      let hours = person.hoursPerDay * person.available(in: horizon)
      let available = hours.floorMillionths
      people.append(PlanSummary.Utilisation(id: person.person.id, available: available))
      var place = -1
      if let name = person.person.department {
        // Colleagues mostly stand together.
        place = departmentOf.last ?? -1
        if place < 0 || departments[place].id != name {
          place = departmentNumbers[name] ?? departments.count
          if place == departments.count {
            departmentNumbers[name] = place
            departments.append(PlanSummary.Utilisation(id: name))
          }
        }
        departments[place].available += available
      }
      departmentOf.append(place)
      for (place, number) in zip(person.person.skills.indices, skills.held[index]) {
        let from = person.person.skills[place].from
        let until = person.person.skills[place].until
        availableOfSkill[number] +=
          from == nil && until == nil
          ? hours : person.hoursPerDay * person.available(in: DayRange(from ?? horizon.first, until ?? horizon.last))
      }
    }
    (summary.people, person) = Self.sorted(people)
    let ranked = Self.sorted(departments)
    summary.departments = ranked.list
    department = departmentOf.map { $0 < 0 ? -1 : ranked.place[$0] }

    var named: [PlanSummary.Utilisation] = []
    named.reserveCapacity(skills.names.count)
    for (number, name) in skills.names.enumerated() {
      named.append(PlanSummary.Utilisation(id: name, available: availableOfSkill[number].floorMillionths))
    }
    (summary.skills, skill) = Self.sorted(named)

    let assets = scenario.assets.indices.map { index in
      let sum = assetDays[index * periodCount..<(index + 1) * periodCount].reduce(Rational.zero, +)
      return PlanSummary.Utilisation(id: scenario.assets[index].id, available: sum.floorMillionths)
    }
    (summary.assets, asset) = Self.sorted(assets)

    let order = Self.order(scenario.projects.count) { scenario.projects[$0].id }
    var project = order
    for (position, index) in order.enumerated() { project[index] = position }
    self.project = project
    summary.projects = order.map { PlanSummary.ProjectFigures(id: scenario.projects[$0].id) }

    var priorities = demands.map(\.priority)
    priorities.sort { $0 > $1 }
    for priority in priorities where summary.coverageByPriority.last?.priority != priority {
      summary.coverageByPriority.append(PlanSummary.PriorityCoverage(priority: priority))
    }
    var placeOfPriority: [Int] = []
    placeOfPriority.reserveCapacity(demands.count)
    for demand in demands {
      let priority = Self.place(of: demand.priority, in: summary.coverageByPriority)
      placeOfPriority.append(priority)
      let wanted = demand.total.nearestMillionths
      if demand.staff != nil {
        summary.hours.wanted += wanted
        summary.projects[project[demand.project]].hours.wanted += wanted
        summary.coverageByPriority[priority].hours.wanted += wanted
      } else {
        summary.unitDays.wanted += wanted
        summary.projects[project[demand.project]].unitDays.wanted += wanted
        summary.coverageByPriority[priority].unitDays.wanted += wanted
      }
    }
    priority = placeOfPriority
    self.summary = summary
  }

  /// The place of a priority in a list that has it, the highest first.
  private static func place(of priority: ExactDecimal, in list: [PlanSummary.PriorityCoverage]) -> Int {
    var low = 0
    var high = list.count - 1
    while low < high {
      let middle = (low + high) / 2
      if list[middle].priority > priority { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The indices of elements in the order of their ids.
  private static func order(_ count: Int, _ id: (Int) -> String) -> [Int] {
    var order = Array(0..<count)
    // Ids mostly stand in order.
    let isSorted = (1..<max(1, count)).allSatisfy { !id($0).precedes(id($0 - 1)) }
    if !isSorted { order.sort { id($0).precedes(id($1)) } }
    return order
  }

  /// A list in the order of the ids, and the place of each element in it.
  private static func sorted(
    _ list: [PlanSummary.Utilisation]
  ) -> (list: [PlanSummary.Utilisation], place: [Int]) {
    let order = order(list.count) { list[$0].id }
    var place = order
    for (position, index) in order.enumerated() { place[index] = position }
    return (order.map { list[$0] }, place)
  }
}
