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
  var unmet: [Int]
  var brokenCommitments: [(staff: Int, demand: Int)]
  /// The left-hand sides of row 9: what each project's staff and assets cost.
  let projectCosts: ExactSums

  init(_ facts: ScenarioFacts, _ entries: PlanEntries) {
    var assignments: [(staff: Int, demand: Int)] = []
    assignments.reserveCapacity(entries.assignments.count)
    // Entries are sorted, so that an id is mostly that of the entry before.
    for index in entries.assignments.indices {
      let isSamePerson = index > 0 && entries.assignments[index].staff == entries.assignments[index - 1].staff
      let isSameDemand = index > 0 && entries.assignments[index].demand == entries.assignments[index - 1].demand
      assignments.append(
        (
          isSamePerson
            ? assignments[index - 1].staff : facts.index.staff[entries.assignments[index].staff] ?? Self.unknown,
          isSameDemand
            ? assignments[index - 1].demand : facts.index.demands[entries.assignments[index].demand] ?? Self.unknown
        ))
    }
    self.assignments = assignments
    var unmet: [Int] = []
    unmet.reserveCapacity(entries.unmet.count)
    for index in entries.unmet.indices {
      let isSame = index > 0 && entries.unmet[index].demand == entries.unmet[index - 1].demand
      unmet.append(isSame ? unmet[index - 1] : facts.index.demands[entries.unmet[index].demand] ?? Self.unknown)
    }
    self.unmet = unmet
    func staff(_ id: String) -> Int { facts.index.staff[id] ?? Self.unknown }
    func demand(_ id: String) -> Int { facts.index.demands[id] ?? Self.unknown }
    func asset(_ id: String) -> Int { facts.index.assets[id] ?? Self.unknown }
    var overtime: [Int] = []
    overtime.reserveCapacity(entries.overtime.count)
    for index in entries.overtime.indices {
      let isSame = index > 0 && entries.overtime[index].staff == entries.overtime[index - 1].staff
      overtime.append(isSame ? overtime[index - 1] : staff(entries.overtime[index].staff))
    }
    self.overtime = overtime
    assetUse = entries.assetUse.map { (asset: asset($0.asset), demand: demand($0.demand)) }
    operating = entries.operating.map { (staff: staff($0.staff), asset: asset($0.asset)) }
    brokenCommitments = entries.brokenCommitments.map { (staff: staff($0.staff), demand: demand($0.demand)) }
    projectCosts = Self.projectCosts(facts, entries, assignments: assignments, assetUse: assetUse)
  }

  /// References that are known, without any to what is unmet or broken.
  init(
    _ facts: ScenarioFacts, _ entries: PlanEntries, assignments: [(staff: Int, demand: Int)], overtime: [Int],
    assetUse: [(asset: Int, demand: Int)], operating: [(staff: Int, asset: Int)]
  ) {
    self.assignments = assignments
    self.overtime = overtime
    self.assetUse = assetUse
    self.operating = operating
    (unmet, brokenCommitments) = ([], [])
    projectCosts = Self.projectCosts(facts, entries, assignments: assignments, assetUse: assetUse)
  }

  private static func projectCosts(
    _ facts: ScenarioFacts, _ entries: PlanEntries, assignments: [(staff: Int, demand: Int)],
    assetUse: [(asset: Int, demand: Int)]
  ) -> ExactSums {
    var costs = ExactSums(count: facts.scenario.projects.count)
    for (index, reference) in assignments.enumerated()
    where reference.demand >= 0 && reference.staff >= 0 && entries.assignments[index].hours.isUsable {
      costs.add(
        facts.staff[reference.staff].hourlyRate, entries.assignments[index].hours,
        at: facts.demands[reference.demand].project)
    }
    for (index, reference) in assetUse.enumerated()
    where reference.demand >= 0 && reference.asset >= 0 && entries.assetUse[index].unitDays.isUsable {
      costs.add(
        facts.unitDayRates[reference.asset], entries.assetUse[index].unitDays,
        at: facts.demands[reference.demand].project)
    }
    return costs
  }
}
