// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation

extension PlanSummary {
  /// Works out the summary of a plan from its amounts and the terms of its ledger.
  ///
  /// What a demand wants is rounded to the grid demand by demand, so that coverage adds up. A skill is available on the
  /// days on which people hold it, at any level; it is used by the hours on demands that ask for it and by operating
  /// assets that do. Overtime is not attributed to skills.
  init(_ facts: ScenarioFacts, _ plan: Plan, terms: Plan.Terms) {
    self.init(cost: terms.labour + terms.overtime + terms.assets)
    let scenario = facts.scenario
    var unmet = [Millionths](repeating: .zero, count: facts.demands.count)
    for entry in plan.unmet where entry.amount.isUsable {
      if let demand = facts.demandIndex[entry.demand] { unmet[demand] += entry.amount }
    }
    var byProject = scenario.projects.map { ProjectFigures(id: $0.id) }
    var byPriority: [ExactDecimal: PriorityCoverage] = [:]
    for (index, demand) in facts.demands.enumerated() {
      let coverage = Coverage(wanted: demand.total.nearestMillionths, unmet: unmet[index])
      let path: (hours: Bool, project: Int) = (demand.staff != nil, demand.project)
      var priority = byPriority[demand.priority] ?? PriorityCoverage(priority: demand.priority)
      if path.hours {
        hours.add(coverage)
        byProject[path.project].hours.add(coverage)
        priority.hours.add(coverage)
      } else {
        unitDays.add(coverage)
        byProject[path.project].unitDays.add(coverage)
        priority.unitDays.add(coverage)
      }
      byPriority[demand.priority] = priority
    }
    coverageByPriority = byPriority.values.sorted { $0.priority > $1.priority }
    for (index, cost) in facts.projectCosts(plan).enumerated() { byProject[index].cost = cost.nearestMillionths }
    projects = byProject.sorted { $0.id.precedes($1.id) }
    addPeople(facts, plan)
    addSkills(facts, plan)
    addAssets(facts, plan)
  }

  private mutating func addPeople(_ facts: ScenarioFacts, _ plan: Plan) {
    var figures = facts.staff.map { person in
      let days = person.availableDays.reduce(Rational.zero, +)
      return Utilisation(id: person.person.id, available: (person.hoursPerDay * days).floorMillionths)
    }
    for entry in plan.assignments where entry.hours.isUsable {
      if let index = facts.staffIndex[entry.staff] { figures[index].used += entry.hours }
    }
    for entry in plan.operating where entry.hours.isUsable {
      if let index = facts.staffIndex[entry.staff] { figures[index].used += entry.hours }
    }
    for entry in plan.overtime where entry.hours.isUsable {
      if let index = facts.staffIndex[entry.staff] { figures[index].overtime += entry.hours }
    }
    var byDepartment: [String: Utilisation] = [:]
    for (index, person) in facts.staff.enumerated() {
      guard let department = person.person.department else { continue }
      byDepartment[department, default: Utilisation(id: department)].add(figures[index])
    }
    people = figures.sorted { $0.id.precedes($1.id) }
    departments = byDepartment.values.sorted { $0.id.precedes($1.id) }
  }

  private mutating func addSkills(_ facts: ScenarioFacts, _ plan: Plan) {
    var available: [String: Rational] = [:]
    for person in facts.staff {
      for skill in person.person.skills {
        let days = person.available(
          in: DayRange(
            skill.from ?? facts.scenario.calendar.horizon.first, skill.until ?? facts.scenario.calendar.horizon.last))
        available[skill.name, default: .zero] += person.hoursPerDay * days
      }
    }
    var used: [String: Millionths] = [:]
    var onDemand = [Millionths](repeating: .zero, count: facts.demands.count)
    for entry in plan.assignments where entry.hours.isUsable {
      if let demand = facts.demandIndex[entry.demand] { onDemand[demand] += entry.hours }
    }
    for (index, demand) in facts.demands.enumerated() {
      for skill in demand.staff?.skills ?? [] { used[skill.name, default: .zero] += onDemand[index] }
    }
    var onAsset = [Millionths](repeating: .zero, count: facts.scenario.assets.count)
    for entry in plan.operating where entry.hours.isUsable {
      if let asset = facts.assetIndex[entry.asset] { onAsset[asset] += entry.hours }
    }
    for (index, asset) in facts.scenario.assets.enumerated() {
      for skill in asset.operators?.skills ?? [] { used[skill.name, default: .zero] += onAsset[index] }
    }
    skills = Set(available.keys).union(used.keys).sorted { $0.precedes($1) }.map { name in
      Utilisation(id: name, available: (available[name] ?? .zero).floorMillionths, used: used[name] ?? .zero)
    }
  }

  private mutating func addAssets(_ facts: ScenarioFacts, _ plan: Plan) {
    let periods = facts.periodCount
    var figures = facts.scenario.assets.enumerated().map { index, asset in
      let sum = facts.assetDays[index * periods..<(index + 1) * periods].reduce(Rational.zero, +)
      return Utilisation(id: asset.id, available: sum.floorMillionths)
    }
    for entry in plan.assetUse where entry.unitDays.isUsable {
      if let index = facts.assetIndex[entry.asset] { figures[index].used += entry.unitDays }
    }
    assets = figures.sorted { $0.id.precedes($1.id) }
  }
}

extension PlanSummary.Coverage {
  fileprivate mutating func add(_ other: Self) {
    wanted += other.wanted
    unmet += other.unmet
  }
}

extension PlanSummary.Utilisation {
  fileprivate mutating func add(_ other: Self) {
    available += other.available
    used += other.used
    overtime += other.overtime
  }
}

extension ScenarioFacts {
  /// The left-hand sides of row 9: what each project's staff and assets cost.
  func projectCosts(_ plan: Plan) -> [Rational] {
    var costs = [Rational](repeating: .zero, count: scenario.projects.count)
    for entry in plan.assignments where entry.hours.isUsable {
      guard let demand = demandIndex[entry.demand] else { continue }
      costs[demands[demand].project] += costPerHour(entry.staff) * Rational(entry.hours)
    }
    for entry in plan.assetUse where entry.unitDays.isUsable {
      guard let demand = demandIndex[entry.demand] else { continue }
      costs[demands[demand].project] += costPerUnitDay(entry.asset) * Rational(entry.unitDays)
    }
    return costs
  }
}

extension String {
  /// Order by Unicode scalar values, which is that of the UTF-8 bytes.
  func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
