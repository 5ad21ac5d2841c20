// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation

/// Which person, demand and asset each entry of a plan names, by index: every pass over the entries after this one
/// takes no look at an id; and what several passes need of them. What the scenario does not have is ``unknown``.
struct PlanReferences {
  static let unknown = -1

  let assignments: [(staff: Int, demand: Int)]
  let overtime: [Int]
  let assetUse: [(asset: Int, demand: Int)]
  let operating: [(staff: Int, asset: Int)]
  let unmet: [Int]
  let brokenCommitments: [(staff: Int, demand: Int)]
  /// The left-hand sides of row 9: what each project's staff and assets cost.
  let projectCosts: ExactSums

  init(_ facts: ScenarioFacts, _ plan: Plan) {
    var assignments: [(staff: Int, demand: Int)] = []
    assignments.reserveCapacity(plan.assignments.count)
    // Entries are sorted, so that an id is mostly that of the entry before.
    for index in plan.assignments.indices {
      let isSamePerson = index > 0 && plan.assignments[index].staff == plan.assignments[index - 1].staff
      let isSameDemand = index > 0 && plan.assignments[index].demand == plan.assignments[index - 1].demand
      assignments.append(
        (
          isSamePerson
            ? assignments[index - 1].staff : facts.staffIndex[plan.assignments[index].staff] ?? Self.unknown,
          isSameDemand
            ? assignments[index - 1].demand : facts.demandIndex[plan.assignments[index].demand] ?? Self.unknown
        ))
    }
    self.assignments = assignments
    var unmet: [Int] = []
    unmet.reserveCapacity(plan.unmet.count)
    for index in plan.unmet.indices {
      let isSame = index > 0 && plan.unmet[index].demand == plan.unmet[index - 1].demand
      unmet.append(isSame ? unmet[index - 1] : facts.demandIndex[plan.unmet[index].demand] ?? Self.unknown)
    }
    self.unmet = unmet
    func staff(_ id: String) -> Int { facts.staffIndex[id] ?? Self.unknown }
    func demand(_ id: String) -> Int { facts.demandIndex[id] ?? Self.unknown }
    func asset(_ id: String) -> Int { facts.assetIndex[id] ?? Self.unknown }
    var overtime: [Int] = []
    overtime.reserveCapacity(plan.overtime.count)
    for index in plan.overtime.indices {
      let isSame = index > 0 && plan.overtime[index].staff == plan.overtime[index - 1].staff
      overtime.append(isSame ? overtime[index - 1] : staff(plan.overtime[index].staff))
    }
    self.overtime = overtime
    assetUse = plan.assetUse.map { (asset: asset($0.asset), demand: demand($0.demand)) }
    operating = plan.operating.map { (staff: staff($0.staff), asset: asset($0.asset)) }
    brokenCommitments = plan.brokenCommitments.map { (staff: staff($0.staff), demand: demand($0.demand)) }
    var costs = ExactSums(count: facts.scenario.projects.count)
    for (index, reference) in assignments.enumerated()
    where reference.demand >= 0 && reference.staff >= 0 && plan.assignments[index].hours.isUsable {
      costs.add(
        facts.staff[reference.staff].hourlyRate, plan.assignments[index].hours,
        at: facts.demands[reference.demand].project)
    }
    for (index, reference) in assetUse.enumerated()
    where reference.demand >= 0 && reference.asset >= 0 && plan.assetUse[index].unitDays.isUsable {
      costs.add(
        facts.unitDayRates[reference.asset], plan.assetUse[index].unitDays,
        at: facts.demands[reference.demand].project)
    }
    projectCosts = costs
  }
}
