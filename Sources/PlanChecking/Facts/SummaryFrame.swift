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
    _ scenario: Scenario, _ index: ScenarioIndex, staff: [StaffFacts], demands: [DemandFacts], skills: SkillNumbers,
    assetDays: [Rational],
    periodCount: Int
  ) {
    var summary = PlanSummary()
    let horizon = scenario.calendar.horizon
    var people: [PlanSummary.Utilisation] = []
    people.reserveCapacity(staff.count)
    var departments = Departments()
    var departmentOf: [Int] = []
    departmentOf.reserveCapacity(staff.count)
    var availableOfSkill = [Rational](repeating: .zero, count: skills.names.count)
    for (number, person) in staff.enumerated() {
      let hours = person.hoursPerDay * person.available(in: horizon)
      let available = hours.floorMillionths
      people.append(PlanSummary.Utilisation(id: person.person.id, available: available))
      let place = person.person.department.map { departments.place(of: $0, near: departmentOf.last) }
      if let place { departments.list[place].available += available }
      departmentOf.append(place ?? -1)
      for (place, skill) in zip(person.person.skills.indices, skills.held[number]) {
        let from = person.person.skills[place].from
        let until = person.person.skills[place].until
        availableOfSkill[skill] +=
          from == nil && until == nil
          ? hours : person.hoursPerDay * person.available(in: DayRange(from ?? horizon.first, until ?? horizon.last))
      }
    }
    summary.people = index.staff.order.map { people[$0] }
    person = index.staff.ranks
    let ranked = Self.sorted(departments.list)
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
    summary.assets = index.assets.order.map { assets[$0] }
    asset = index.assets.ranks
    let project = index.projects.ranks
    self.project = project
    summary.projects = index.projects.order.map { PlanSummary.ProjectFigures(id: index.projects.ids[$0]) }

    priority = Self.addWanted(demands, to: &summary, project: project)
    self.summary = summary
  }

  /// Adds what demands want to the figures of all, of priorities and of projects.
  ///
  /// - Returns: the place of each demand's priority.
  private static func addWanted(
    _ demands: [DemandFacts], to summary: inout PlanSummary, project: [Int]
  ) -> [Int] {
    var priorities = demands.map(\.priority)
    priorities.sort { $0 > $1 }
    for priority in priorities where summary.coverageByPriority.last?.priority != priority {
      summary.coverageByPriority.append(PlanSummary.PriorityCoverage(priority: priority))
    }
    var placeOfPriority: [Int] = []
    placeOfPriority.reserveCapacity(demands.count)
    for demand in demands {
      let priority = place(of: demand.priority, in: summary.coverageByPriority)
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
    return placeOfPriority
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

  /// A list in the order of the ids, and the place of each element in it.
  private static func sorted(
    _ list: [PlanSummary.Utilisation]
  ) -> (list: [PlanSummary.Utilisation], place: [Int]) {
    let table = IDTable(list.count) { list[$0].id }
    return (table.order.map { list[$0] }, table.ranks)
  }
}

/// Departments in the order in which people name them.
private struct Departments {
  var list: [PlanSummary.Utilisation] = []
  private var numbers: [String: Int] = [:]

  /// The place of a department, which is added where it is new.
  ///
  /// - Parameter last: the place to look at first: colleagues mostly stand together.
  mutating func place(of name: String, near last: Int?) -> Int {
    if let last, last >= 0, list[last].id == name { return last }
    if let place = numbers[name] { return place }
    numbers[name] = list.count
    list.append(PlanSummary.Utilisation(id: name))
    return list.count - 1
  }
}
