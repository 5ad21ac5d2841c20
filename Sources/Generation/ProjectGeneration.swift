// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

extension GeneratorWork {
  /// A demand before its hours are known: its share of all hours wanted.
  private struct Draft {
    var demand: Demand
    var weight: Int
  }

  /// Projects whose staff demands together want the family's load of all hours.
  mutating func makeProjects(
    staff: [StaffMember], assets: [Asset]
  ) -> (projects: [Project], commitments: [Scenario.Commitment]) {
    let capacity = staff.reduce(0) { $0 + self.capacity(of: $1) } / 100
    let wanted = max(8, capacity * random.number(in: profile.load) / 100)
    var projects: [Project] = []
    var weights: [[Int]] = []
    var commitments: [Scenario.Commitment] = []
    for index in 0..<options.projects {
      var project = makeProject(index)
      let count = random.number(in: 4...6)
      var projectWeights: [Int] = []
      for position in 0..<count {
        let id = project.id + "-" + String(position + 1)
        let draft = makeDemand(id, position, of: count, in: project, staff, assets, &commitments)
        project.demands.append(draft.demand)
        projectWeights.append(draft.weight)
      }
      projects.append(project)
      weights.append(projectWeights)
    }
    let huge = profile.hugeDemand > 0
    let hugeHours = huge ? wanted * profile.hugeDemand / 100 : 0
    if huge {
      let id = projects[0].demands[0].id
      commitments.removeAll { $0.demand == id }
      projects[0].demands[0] = Demand(
        id: id, from: calendar.horizon.first, to: calendar.horizon.last,
        kind: .staff(StaffDemand(hours: ExactDecimal(hugeHours))))
      weights[0][0] = 0
    }
    let total = max(1, weights.reduce(0) { $0 + $1.reduce(0, +) })
    for index in projects.indices {
      var hours = 0
      for position in projects[index].demands.indices {
        guard case .staff(var demand) = projects[index].demands[position].kind else { continue }
        let isHuge = huge && index == 0 && position == 0
        let own = isHuge ? hugeHours : max(4, (wanted - hugeHours) * weights[index][position] / total)
        demand.amount = .hours(ExactDecimal(own))
        let window = projects[index].demands[position]
        let days = (window.to?.number ?? 0) - (window.from?.number ?? 0) + 1
        if !isHuge, random.chance(profile.paceLimits) {
          // A tenth to a full half above an even pace.
          let pace = own * 7 * random.number(in: 110...150) / (days * 100)
          demand.maxHoursPerWeek = ExactDecimal(max(4, pace))
        }
        projects[index].demands[position].kind = .staff(demand)
        hours += own
      }
      if random.chance(profile.budgets) {
        // At the middle rate the budget pays for most of the work, or for a little more than all.
        projects[index].budget = ExactDecimal(max(1_000, hours * 72 * random.number(in: 75...115) / 100 / 100 * 100))
      }
    }
    if profile.hasAssets { addAssetDemands(to: &projects, assets) }
    return (projects, commitments)
  }

  private mutating func makeProject(_ index: Int) -> Project {
    let topic = Catalogue.projectTopics[index % Catalogue.projectTopics.count]
    let scope = Catalogue.projectScopes[(index / Catalogue.projectTopics.count) % Catalogue.projectScopes.count]
    var project = Project(
      id: numbered("P", index, of: options.projects), name: topic + ", " + scope,
      department: random.element(of: departments)?.name)
    let days = calendar.horizon.count
    if profile.isUniform {
      project.start = calendar.horizon.first
      project.deadline = calendar.horizon.last
      return project
    }
    project.priority =
      random.chance(10)
      ? hundredths(50 * random.number(in: 3...19)) : ExactDecimal(random.number(in: 1...10))
    // A part of the horizon, anywhere in it, from a Monday to a Sunday.
    let weeks = max(1, days / 7 * random.number(in: profile.windows) / 100)
    let first = random.number(in: 0...max(0, days / 7 - weeks))
    project.start = calendar.horizon.first.advanced(by: first * 7)
    project.deadline = min(
      calendar.horizon.last, calendar.horizon.first.advanced(by: (first + weeks) * 7 - 1))
    return project
  }

  private mutating func makeDemand(
    _ id: String, _ position: Int, of count: Int, in project: Project, _ staff: [StaffMember], _ assets: [Asset],
    _ commitments: inout [Scenario.Commitment]
  ) -> Draft {
    let first = project.start ?? calendar.horizon.first
    let last = project.deadline ?? calendar.horizon.last
    if profile.isUniform {
      let skill = skills.prefix(4)[position % min(4, skills.count)]
      return Draft(
        demand: Demand(
          id: id, from: first, to: last, kind: .staff(StaffDemand(hours: 0, skills: [.init(skill, level: 3)]))),
        weight: 1)
    }
    // Later demands of a project begin later.
    let weeks = (last.number - first.number + 1) / 7
    let length = max(1, weeks * random.number(in: 50...100) / 100)
    let slack = weeks - length
    let shift = slack * position / max(1, count - 1)
    var from = first.advanced(by: shift * 7)
    var to = min(last, from.advanced(by: length * 7 - 1))
    if options.windows == .any {
      // At least four days stay, of which at least one is worked.
      from = min(from.advanced(by: random.number(in: 0...6)), last.advanced(by: -3))
      to = max(to.advanced(by: -random.number(in: 0...6)), from.advanced(by: 3))
    }
    var demand = StaffDemand(hours: 0, pace: random.chance(20) ? .even : .flexible)
    let model = staff[random.number(in: 0...staff.count - 1)]
    let isOpenToModel = ask(for: &demand.requirements, after: model, staff)
    let equipment = assets.filter { $0.tags.contains("seat") }
    if random.chance(25), let asset = random.element(of: equipment) {
      demand.uses = [EquipmentUse(asset: asset.id, unitsPerPerson: 1)]
    }
    if isOpenToModel, random.chance(profile.commitments) {
      commitments.append(
        .init(
          staff: model.id, demand: id, days: DayRange(from, to), hoursPerWeek: ExactDecimal(random.number(in: 2...12))))
    }
    return Draft(
      demand: Demand(id: id, from: from, to: to, kind: .staff(demand)), weight: random.number(in: 2...12))
  }

  /// Makes the requirements of a demand after what a person can do; returns whether that person still meets the levels.
  private mutating func ask(
    for requirements: inout Requirements, after model: StaffMember, _ staff: [StaffMember]
  ) -> Bool {
    // The requirements of a demand are what somebody can do: so demand follows supply, and skills that few have are
    // asked for now and then.
    var isOpen = true
    let asked = random.elements(random.chance(profile.twoSkills) ? 2 : 1, of: model.skills)
    requirements.skills = asked.map { skill in
      let level = max(1, skill.level - (random.chance(65) ? 1 : 0))
      return SkillRequirement(skill.name, level: level)
    }.sorted { $0.name < $1.name }
    if random.chance(profile.rareLevels), let skill = requirements.skills.first, skill.level < 5 {
      requirements.skills[0] = SkillRequirement(skill.name, level: 5)
      isOpen = false
    }
    if random.chance(profile.specials) {
      switch random.number(in: 0...3) {
      case 0: requirements.certifications = model.certifications.first.map { [$0.name] } ?? []
      case 1: requirements.clearance = min(model.clearance, 1)
      case 2: requirements.departments = model.department.map { [$0] }
      default:
        let other = staff[random.number(in: 0...staff.count - 1)].id
        if other != model.id { requirements.exclude = [other] }
      }
    }
    // The larger the company, the less people travel.
    if locations.count > 1, random.chance(min(90, options.staff / 25)), let location = model.location {
      requirements.locations = random.chance(50) ? [location] : sites(with: location)
    }
    return isOpen
  }

  /// A location with another one, in the catalogue's order.
  private mutating func sites(with location: String) -> [String] {
    let other = random.element(of: locations.filter { $0 != location })
    return locations.filter { $0 == location || $0 == other }
  }
}
