// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation

/// The summary of a plan that does nothing, and where in it the figures of people, demands and assets stand: what is
/// the same for all plans of a scenario.
struct SummaryFrame: Sendable {
  let summary: PlanSummary
  /// Places of people, and of their departments (-1: none), by the person's index.
  let person: [Int]
  let department: [Int]
  /// Places of projects by index, of priorities and skills by the demand's index.
  let project: [Int]
  let priority: [Int]
  let demandSkills: [[Int]]
  let asset: [Int]
  let assetSkills: [[Int]]

  init(
    _ scenario: Scenario, staff: [StaffFacts], demands: [DemandFacts], assetDays: [Rational], periodCount: Int
  ) {
    var summary = PlanSummary()
    let people = staff.map { person in
      let days = person.available(in: scenario.calendar.horizon)
      return PlanSummary.Utilisation(
        id: person.person.id, available: (person.hoursPerDay * days).floorMillionths)
    }
    (summary.people, person) = Self.sorted(people) { $0.id.precedes($1.id) }

    var departments = Named<PlanSummary.Utilisation>()
    let departmentOf = staff.indices.map { index in
      staff[index].person.department.map { name in
        let place = departments.place(of: name) { PlanSummary.Utilisation(id: name) }
        departments.list[place].available += people[index].available
        return place
      } ?? -1
    }
    let ranked = Self.sorted(departments.list) { $0.id.precedes($1.id) }
    summary.departments = ranked.list
    department = departmentOf.map { $0 < 0 ? -1 : ranked.place[$0] }

    var skills = Named<(name: String, available: Rational)>()
    let horizon = scenario.calendar.horizon
    for person in staff {
      for skill in person.person.skills {
        let days = person.available(in: DayRange(skill.from ?? horizon.first, skill.until ?? horizon.last))
        skills.list[skills.place(of: skill.name) { (skill.name, .zero) }].available += person.hoursPerDay * days
      }
    }
    func places(_ wanted: [SkillRequirement]) -> [Int] {
      wanted.map { skill in skills.place(of: skill.name) { (skill.name, .zero) } }
    }
    let onDemand = demands.map { places($0.staff?.skills ?? []) }
    let onAsset = scenario.assets.map { places($0.operators?.skills ?? []) }
    let named = Self.sorted(skills.list) { $0.name.precedes($1.name) }
    summary.skills = named.list.map { .init(id: $0.name, available: $0.available.floorMillionths) }
    demandSkills = onDemand.map { $0.map { named.place[$0] } }
    assetSkills = onAsset.map { $0.map { named.place[$0] } }

    let assets = scenario.assets.indices.map { index in
      let sum = assetDays[index * periodCount..<(index + 1) * periodCount].reduce(Rational.zero, +)
      return PlanSummary.Utilisation(id: scenario.assets[index].id, available: sum.floorMillionths)
    }
    (summary.assets, asset) = Self.sorted(assets) { $0.id.precedes($1.id) }

    (summary.projects, project) = Self.sorted(scenario.projects.map { .init(id: $0.id) }) { $0.id.precedes($1.id) }
    let priorities = Array(Set(demands.map(\.priority))).sorted { $0 > $1 }
    summary.coverageByPriority = priorities.map { .init(priority: $0) }
    let placeOfPriority = Dictionary(uniqueKeysWithValues: priorities.enumerated().map { ($1, $0) })
    priority = demands.map { placeOfPriority[$0.priority] ?? 0 }
    for (index, demand) in demands.enumerated() {
      let wanted = demand.total.nearestMillionths
      if demand.staff != nil {
        summary.hours.wanted += wanted
        summary.projects[project[demand.project]].hours.wanted += wanted
        summary.coverageByPriority[priority[index]].hours.wanted += wanted
      } else {
        summary.unitDays.wanted += wanted
        summary.projects[project[demand.project]].unitDays.wanted += wanted
        summary.coverageByPriority[priority[index]].unitDays.wanted += wanted
      }
    }
    self.summary = summary
  }

  /// A list in order, and the place of each element in it.
  private static func sorted<Element>(
    _ list: [Element], by precedes: (Element, Element) -> Bool
  ) -> (list: [Element], place: [Int]) {
    let order = list.indices.sorted { precedes(list[$0], list[$1]) }
    var place = [Int](repeating: 0, count: list.count)
    for (position, index) in order.enumerated() { place[index] = position }
    return (order.map { list[$0] }, place)
  }

  /// Elements by name, in the order in which they are met.
  private struct Named<Element> {
    var list: [Element] = []
    private var places: [String: Int] = [:]

    mutating func place(of name: String, _ make: () -> Element) -> Int {
      if let known = places[name] { return known }
      places[name] = list.count
      list.append(make())
      return list.count - 1
    }
  }
}
