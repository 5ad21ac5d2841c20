// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation

/// Which person, demand and asset each entry of a plan names, by index: every pass over the entries after this one
/// takes no look at an id. What the scenario does not have is ``unknown``.
struct PlanReferences {
  static let unknown = -1

  let assignments: [(staff: Int, demand: Int)]
  let overtime: [Int]
  let assetUse: [(asset: Int, demand: Int)]
  let operating: [(staff: Int, asset: Int)]
  let unmet: [Int]
  let brokenCommitments: [(staff: Int, demand: Int)]

  init(_ facts: ScenarioFacts, _ plan: Plan) {
    var staff = Lookup(facts.staffIndex)
    var demand = Lookup(facts.demandIndex)
    var asset = Lookup(facts.assetIndex)
    assignments = plan.assignments.map { (staff: staff[$0.staff], demand: demand[$0.demand]) }
    overtime = plan.overtime.map { staff[$0.staff] }
    assetUse = plan.assetUse.map { (asset: asset[$0.asset], demand: demand[$0.demand]) }
    operating = plan.operating.map { (staff: staff[$0.staff], asset: asset[$0.asset]) }
    unmet = plan.unmet.map { demand[$0.demand] }
    brokenCommitments = plan.brokenCommitments.map { (staff: staff[$0.staff], demand: demand[$0.demand]) }
  }

  /// Entries are sorted, so that an id is mostly that of the entry before.
  private struct Lookup {
    private let index: [String: Int]
    private var last = (id: "", position: PlanReferences.unknown)

    init(_ index: [String: Int]) {
      self.index = index
      last.position = index[""] ?? PlanReferences.unknown
    }

    subscript(_ id: String) -> Int {
      mutating get {
        if id != last.id { last = (id, index[id] ?? PlanReferences.unknown) }
        return last.position
      }
    }
  }
}
