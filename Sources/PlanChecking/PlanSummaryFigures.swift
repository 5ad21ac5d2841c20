// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation

extension PlanSummary {
  /// Works out the summary of a plan from its amounts and the terms of its ledger.
  ///
  /// What a demand wants is rounded to the grid demand by demand, so that coverage adds up. A skill is available on the
  /// days on which people hold it, at any level; it is used by the hours on demands that ask for it and by operating
  /// assets that do. Overtime is not attributed to skills.
  init(_ facts: ScenarioFacts, _ plan: Plan, _ references: PlanReferences, terms: Plan.Terms) {
    self.init(cost: terms.labour + terms.overtime + terms.assets)
    addDemands(facts, plan, references)
    addPeople(facts, plan, references)
    addSkills(facts, plan, references)
    addAssets(facts, plan, references)
  }

  private mutating func addDemands(_ facts: ScenarioFacts, _ plan: Plan, _ references: PlanReferences) {
    var unmet = [Millionths](repeating: .zero, count: facts.demands.count)
    for (index, demand) in references.unmet.enumerated() where demand >= 0 && plan.unmet[index].amount.isUsable {
      unmet[demand] += plan.unmet[index].amount
    }
    var byProject = facts.scenario.projects.map { ProjectFigures(id: $0.id) }
    for (index, cost) in facts.projectCosts(plan, references).enumerated() {
      byProject[index].cost = cost.nearestMillionths
    }
    var byPriority: [ExactDecimal: PriorityCoverage] = [:]
    for (index, demand) in facts.demands.enumerated() {
      let coverage = Coverage(wanted: demand.total.nearestMillionths, unmet: unmet[index])
      if demand.staff != nil {
        hours.add(coverage)
        byProject[demand.project].hours.add(coverage)
        byPriority[demand.priority, default: PriorityCoverage(priority: demand.priority)].hours.add(coverage)
      } else {
        unitDays.add(coverage)
        byProject[demand.project].unitDays.add(coverage)
        byPriority[demand.priority, default: PriorityCoverage(priority: demand.priority)].unitDays.add(coverage)
      }
    }
    coverageByPriority = byPriority.values.sorted { $0.priority > $1.priority }
    projects = byProject.sorted { $0.id.precedes($1.id) }
  }

  private mutating func addPeople(_ facts: ScenarioFacts, _ plan: Plan, _ references: PlanReferences) {
    var figures = facts.staff.map { person in
      let days = person.available(in: facts.scenario.calendar.horizon)
      return Utilisation(id: person.person.id, available: (person.hoursPerDay * days).floorMillionths)
    }
    for (index, reference) in references.assignments.enumerated()
    where reference.staff >= 0 && plan.assignments[index].hours.isUsable {
      figures[reference.staff].used += plan.assignments[index].hours
    }
    for (index, reference) in references.operating.enumerated()
    where reference.staff >= 0 && plan.operating[index].hours.isUsable {
      figures[reference.staff].used += plan.operating[index].hours
    }
    for (index, staff) in references.overtime.enumerated() where staff >= 0 && plan.overtime[index].hours.isUsable {
      figures[staff].overtime += plan.overtime[index].hours
    }
    var byDepartment: [String: Utilisation] = [:]
    for (index, person) in facts.staff.enumerated() {
      guard let department = person.person.department else { continue }
      byDepartment[department, default: Utilisation(id: department)].add(figures[index])
    }
    people = figures.sorted { $0.id.precedes($1.id) }
    departments = byDepartment.values.sorted { $0.id.precedes($1.id) }
  }

  private mutating func addSkills(_ facts: ScenarioFacts, _ plan: Plan, _ references: PlanReferences) {
    var onDemand = [Millionths](repeating: .zero, count: facts.demands.count)
    for (index, reference) in references.assignments.enumerated()
    where reference.demand >= 0 && plan.assignments[index].hours.isUsable {
      onDemand[reference.demand] += plan.assignments[index].hours
    }
    var onAsset = [Millionths](repeating: .zero, count: facts.scenario.assets.count)
    for (index, reference) in references.operating.enumerated()
    where reference.asset >= 0 && plan.operating[index].hours.isUsable {
      onAsset[reference.asset] += plan.operating[index].hours
    }
    var position: [String: Int] = [:]
    var figures: [(name: String, available: Rational, used: Millionths)] = []
    func place(_ name: String) -> Int {
      if let known = position[name] { return known }
      position[name] = figures.count
      figures.append((name, .zero, .zero))
      return figures.count - 1
    }
    let horizon = facts.scenario.calendar.horizon
    for person in facts.staff {
      for skill in person.person.skills {
        let days = person.available(in: DayRange(skill.from ?? horizon.first, skill.until ?? horizon.last))
        figures[place(skill.name)].available += person.hoursPerDay * days
      }
    }
    for (index, demand) in facts.demands.enumerated() {
      for skill in demand.staff?.skills ?? [] { figures[place(skill.name)].used += onDemand[index] }
    }
    for (index, asset) in facts.scenario.assets.enumerated() {
      for skill in asset.operators?.skills ?? [] { figures[place(skill.name)].used += onAsset[index] }
    }
    skills = figures.sorted { $0.name.precedes($1.name) }.map {
      Utilisation(id: $0.name, available: $0.available.floorMillionths, used: $0.used)
    }
  }

  private mutating func addAssets(_ facts: ScenarioFacts, _ plan: Plan, _ references: PlanReferences) {
    let periods = facts.periodCount
    var figures = facts.scenario.assets.enumerated().map { index, asset in
      let sum = facts.assetDays[index * periods..<(index + 1) * periods].reduce(Rational.zero, +)
      return Utilisation(id: asset.id, available: sum.floorMillionths)
    }
    for (index, reference) in references.assetUse.enumerated()
    where reference.asset >= 0 && plan.assetUse[index].unitDays.isUsable {
      figures[reference.asset].used += plan.assetUse[index].unitDays
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
  func projectCosts(_ plan: Plan, _ references: PlanReferences) -> [Rational] {
    var costs = [Rational](repeating: .zero, count: scenario.projects.count)
    for (index, reference) in references.assignments.enumerated()
    where reference.demand >= 0 && reference.staff >= 0 && plan.assignments[index].hours.isUsable {
      costs[demands[reference.demand].project] +=
        staff[reference.staff].costPerHour * Rational(plan.assignments[index].hours)
    }
    for (index, reference) in references.assetUse.enumerated()
    where reference.demand >= 0 && reference.asset >= 0 && plan.assetUse[index].unitDays.isUsable {
      costs[demands[reference.demand].project] +=
        unitDayCosts[reference.asset] * Rational(plan.assetUse[index].unitDays)
    }
    return costs
  }
}

extension String {
  /// Order by Unicode scalar values, which is that of the UTF-8 bytes.
  func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
