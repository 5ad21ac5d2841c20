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
  /// Places of projects and assets by index, of skills that somebody holds by their numbers, of priorities by the demand's index.
  let project: [Int]
  let asset: [Int]
  let skill: [Int]
  let priority: [Int]

  init(
    _ scenario: Scenario, _ index: ScenarioIndex, _ days: HorizonDays, staff: [StaffFacts], demands: [DemandFacts],
    skills: SkillNumbers, assets facts: [AssetFacts]
  ) {
    var summary = PlanSummary()
    var people: [PlanSummary.Utilisation] = []
    people.reserveCapacity(staff.count)
    var departments = Departments()
    departments.ofPerson.reserveCapacity(staff.count)
    var availableOfSkill = [Fine](repeating: 0, count: skills.names.count)
    for (number, person) in staff.enumerated() {
      let hours = person.regular(in: days.indices)
      let available = Millionths(count: hours / .fineMillionth)
      people.append(PlanSummary.Utilisation(id: person.person.id, available: available))
      departments.add(person.person.department, available)
      guard person.person.trained.isEmpty else {
        for skill in skills.held[number] {
          availableOfSkill[skill] += person.regular(holding: skills.names[skill], in: days.indices)
        }
        continue
      }
      for (place, skill) in zip(person.person.skills.indices, skills.held[number]) {
        let from = person.person.skills[place].from
        let until = person.person.skills[place].until
        availableOfSkill[skill] +=
          from == nil && until == nil
          ? hours
          : person.regular(in: days.numbers(of: DayRange(from ?? days.horizon.first, until ?? days.horizon.last)))
      }
    }
    summary.people = index.staff.order.map { people[$0] }
    person = index.staff.ranks
    let ranked = Self.sorted(departments.list)
    summary.departments = ranked.list
    department = departments.ofPerson.map { $0 < 0 ? -1 : ranked.place[$0] }

    var named: [PlanSummary.Utilisation] = []
    named.reserveCapacity(skills.heldCount)
    for (number, name) in skills.names.prefix(skills.heldCount).enumerated() {
      named.append(
        PlanSummary.Utilisation(
          id: name, available: Millionths(count: availableOfSkill[number] / .fineMillionth)))
    }
    (summary.skills, skill) = Self.sorted(named)

    let assets = scenario.assets.indices.map { index in
      PlanSummary.Utilisation(
        id: scenario.assets[index].id,
        available: Millionths(count: facts[index].units(in: days.indices) / .fineMillionth))
    }
    summary.assets = index.assets.order.map { assets[$0] }
    asset = index.assets.ranks
    let project = index.projects.ranks
    self.project = project
    summary.projects = index.projects.order.map { PlanSummary.ProjectFigures(id: index.projects.ids[$0]) }

    priority = Self.addWanted(of: demands, places: project, to: &summary)
    self.summary = summary
  }

  /// Adds what demands want to the figures, in which the projects stand at certain places; returns the places of the
  /// demands' priorities.
  private static func addWanted(
    of demands: [DemandFacts], places project: [Int], to summary: inout PlanSummary
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
      let wanted = Millionths(count: demand.total.nearestMillionths.count * Int128(demand.heads))
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

  /// The departments in the order in which people name them.
  private struct Departments {
    var list: [PlanSummary.Utilisation] = []
    /// The place in the list by the person's index; -1 for none.
    var ofPerson: [Int] = []
    private var numbers: [String: Int] = [:]

    /// Adds the next person's regular hours to those of their department, if they have one.
    mutating func add(_ name: String?, _ available: Millionths) {
      var place = -1
      if let name {
        // Colleagues mostly stand together.
        place = ofPerson.last ?? -1
        if place < 0 || list[place].id != name {
          place = numbers[name] ?? list.count
          if place == list.count {
            numbers[name] = place
            list.append(PlanSummary.Utilisation(id: name))
          }
        }
        list[place].available += available
      }
      ofPerson.append(place)
    }
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
