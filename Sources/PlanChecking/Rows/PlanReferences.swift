// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation

/// Which person, demand and asset each entry of a plan names, by index: every pass over the entries after this one
/// takes no look at an id; and what several passes need of them. What the scenario does not have is ``unknown``.
struct PlanReferences {
  static let unknown = -1

  let assignments: [(staff: Int, demand: Int)]
  /// The asset is nil for overtime of work on the demand.
  let overtime: [(staff: Int, demand: Int, asset: Int?)]
  let assetUse: [(asset: Int, demand: Int)]
  let operating: [(staff: Int, asset: Int, demand: Int)]
  var unmet: [Int]
  var brokenCommitments: [(staff: Int, demand: Int)]
  /// The left-hand sides of row 9: all money of each project.
  private(set) var projectCosts: ExactSums

  init(_ facts: ScenarioFacts, _ entries: PlanEntries) {
    let index = facts.index
    // Entries are sorted, so that an id is mostly that of the entry before.
    var staff = LastFound(index.staff)
    var demand = LastFound(index.demands)
    var asset = LastFound(index.assets)
    var assignments: [(staff: Int, demand: Int)] = []
    assignments.reserveCapacity(entries.assignments.count)
    for place in entries.assignments.indices {
      assignments.append(
        (staff.find(entries.assignments[place].staff), demand.find(entries.assignments[place].demand)))
    }
    self.assignments = assignments
    overtime = entries.overtime.map { entry in
      (staff.find(entry.staff), demand.find(entry.demand), entry.asset.map { asset.find($0) })
    }
    assetUse = entries.assetUse.map { (asset.find($0.asset), demand.find($0.demand)) }
    operating = entries.operating.map { (staff.find($0.staff), asset.find($0.asset), demand.find($0.demand)) }
    unmet = entries.unmet.map { demand.find($0.demand) }
    brokenCommitments = entries.brokenCommitments.map { (staff.find($0.staff), demand.find($0.demand)) }
    projectCosts = ExactSums(count: 0)
    addCosts(facts, entries)
  }

  /// References that are known, without any to what is unmet or broken.
  init(
    _ facts: ScenarioFacts, _ entries: PlanEntries, assignments: [(staff: Int, demand: Int)],
    overtime: [(staff: Int, demand: Int, asset: Int?)], assetUse: [(asset: Int, demand: Int)],
    operating: [(staff: Int, asset: Int, demand: Int)]
  ) {
    self.assignments = assignments
    self.overtime = overtime
    self.assetUse = assetUse
    self.operating = operating
    (unmet, brokenCommitments) = ([], [])
    projectCosts = ExactSums(count: 0)
    addCosts(facts, entries)
  }

  /// Ids looked up, of which many in a row are the same.
  private struct LastFound {
    private let table: IDTable
    private var id: String?
    private var place = PlanReferences.unknown

    init(_ table: IDTable) { self.table = table }

    mutating func find(_ id: String) -> Int {
      if id != self.id {
        self.id = id
        place = table[id] ?? PlanReferences.unknown
      }
      return place
    }
  }

  private mutating func addCosts(_ facts: ScenarioFacts, _ entries: PlanEntries) {
    var costs = ExactSums(count: facts.scenario.projects.count)
    for (index, of) in assignments.enumerated()
    where of.demand >= 0 && of.staff >= 0 && entries.assignments[index].hours.isUsable {
      costs.add(
        facts.rate(of: of.staff, on: of.demand, in: entries.assignments[index].period),
        entries.assignments[index].hours,
        at: facts.demands[of.demand].project)
    }
    for (index, of) in operating.enumerated()
    where of.demand >= 0 && of.staff >= 0 && entries.operating[index].hours.isUsable {
      costs.add(
        facts.staff[of.staff].rate(in: entries.operating[index].period), entries.operating[index].hours,
        at: facts.demands[of.demand].project)
    }
    for (index, of) in overtime.enumerated()
    where of.demand >= 0 && of.staff >= 0 && entries.overtime[index].hours.isUsable {
      costs.add(
        facts.staff[of.staff].premium(in: entries.overtime[index].period), entries.overtime[index].hours,
        at: facts.demands[of.demand].project)
    }
    for (index, of) in assetUse.enumerated()
    where of.demand >= 0 && of.asset >= 0 && entries.assetUse[index].unitDays.isUsable {
      costs.add(facts.assets[of.asset].rate, entries.assetUse[index].unitDays, at: facts.demands[of.demand].project)
    }
    projectCosts = costs
  }
}
