// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// What one demand contributes where its project is at the view's place.
extension CaseView {
  /// - Parameter keepsLeast: the people whose least hours of a week are those of the scenario as it is decided.
  func block(of index: Int, keepsLeast: Set<Int>) -> DemandBlock {
    let demand = base.facts.demands[index]
    var block = DemandBlock(
      fixed: LowerSum(), fixedRun: nil, open: nil, penalty: base.penalty(of: index), nothing: nothing(of: index))
    addShared(of: index, to: &block.fixed)
    guard demand.staff != nil, !demand.isCrew else {
      high.addEffortRows(of: index, to: &block.fixed)
      if demand.isCrew { addCrew(index, to: &block.fixed) }
      var run = block.fixed
      high.addUnmet(of: index, to: &block.fixed)
      // Days that a moved window has fewer can never be met.
      if demand.asset.map({ $0.missingDays == 0 || $0.units.sign == 0 }) ?? true {
        let entries = base.facts.staff.count * base.facts.periodCount
        high.addUnmet(of: index, most: rounding(of: entries), to: &run)
        block.fixedRun = run
      }
      return block
    }
    for hours in tables.changes.hours(on: index).withoutColumn { block.fixed.addRow(tables.changeCost, hours) }
    block.open = open(index, base, tables, keepsLeast: keepsLeast)
    guard !work.isEmpty else { return block }
    let chosen = chosen(for: index)
    block.open?.chosen = chosen
    block.isIdle = work[.team(demand: index)] == false
    block.isRunning = work[.team(demand: index)] == true || !chosen.isEmpty
    return block
  }

  /// Those who are decided to be on the team of a demand.
  private func chosen(for index: Int) -> Set<Int> {
    var chosen: Set<Int> = []
    for case (.member(index, let staff), true) in work { chosen.insert(staff) }
    return chosen
  }

  /// Whether it is decided that a person does not work on a demand in a period.
  private func isExcluded(_ staff: Int, _ demand: Int, _ period: Int) -> Bool {
    if work[.member(demand: demand, staff: staff)] == false { return true }
    return work[.project(base.facts.demands[demand].project, staff: staff, period: period)] == false
  }

  /// The columns of people on days on which only another set of trainings lets them work on a demand.
  func further(_ number: Int, on index: Int, _ people: Set<Int>) -> WorkColumns {
    let (bound, tables) = (variants[number], variantTables[number])
    var columns = WorkColumns()
    var slots = Slots()
    bound.addWork(on: index, tables, shared(index, bound), &slots, besides: (base.facts, people), to: &columns)
    return columns
  }

  /// A millionth for each of some entries, and for what is unmet.
  private func rounding(of entries: Int) -> Double { 1e-6 * Double(entries + 2) }

  /// Rows 5 and 10, and columns v, z, q and s.
  private func addShared(of index: Int, to sum: inout LowerSum) {
    high.addPaceRows(of: index, to: &sum)
    for (number, promise) in high.facts.promises.list.enumerated()
    where promise.cell.demand == index && !unsteady.contains(index) {
      sum.addRow(high.prices.commitment[number], promise.hours.doubleValue)
      high.addBroken(promise: number, to: &sum)
    }
    var slots = Slots()
    for asset in high.facts.assets.indices { high.addUse(of: asset, by: index, &slots, to: &sum) }
    for (number, pair) in high.facts.pairs.list.enumerated() where pair.demand == index {
      high.addOperating(pair: number, &slots, to: &sum)
    }
  }

  private func addCrew(_ index: Int, to sum: inout LowerSum) {
    guard let tables = highTables else { return }
    var shared: [DualBound.Shared] = []
    high.share(index, high.facts.demands[index], &shared)
    high.addCrew(index, shared, tables.changes, changeCost: tables.changeCost, to: &sum)
    var slots = Slots()
    high.addMeetings(of: index, &slots, to: &sum)
    for hours in tables.changes.hours(on: index).withoutColumn { sum.addRow(tables.changeCost, hours) }
  }

  private func columns(
    of index: Int, _ bound: DualBound, _ tables: DualBound.WorkTables, keepsLeast: Set<Int>
  ) -> WorkColumns {
    var columns = WorkColumns()
    var slots = Slots()
    bound.addWork(on: index, tables, shared(index, bound), &slots, to: &columns)
    if !work.isEmpty { columns.remove { person, period, _ in isExcluded(person, index, period) } }
    if !keepsLeast.isEmpty {
      columns.remove { person, period, capacity in
        guard keepsLeast.contains(person) else { return false }
        let least = bound.facts.leastHours(in: Cell(staff: person, demand: index, period: period))
        return capacity * 1e6 < Double(nearest: least) - 1
      }
    }
    return columns
  }

  /// What columns of a demand share. The price of effort is chosen afterwards.
  private func shared(_ index: Int, _ bound: DualBound) -> [DualBound.Shared] {
    var shared: [DualBound.Shared] = []
    bound.share(index, bound.facts.demands[index], &shared)
    for period in shared.indices { shared[period].effort = 0 }
    return shared
  }

  private func open(
    _ index: Int, _ bound: DualBound, _ tables: DualBound.WorkTables, keepsLeast: Set<Int>
  ) -> DemandBlock.Open {
    let facts = bound.facts
    let demand = facts.demands[index]
    let columns = columns(of: index, bound, tables, keepsLeast: keepsLeast)
    let place = facts.index.demandPlaces[index]
    let team = facts.scenario.projects[place.project].demands[place.position].staff?.team
    let all = 0..<facts.periodCount
    let pieces = columns.pieces(rows: demand.wanted.count, row: demand.slot)
    let trainable = facts.scenario.staff.count { !$0.training.isEmpty } * all.count
    var heads: [Int: Int] = [:]
    for person in columns.people { heads[person.person] = max(1, facts.staff[person.person].person.headcount) }
    return DemandBlock.Open(
      columns: columns,
      rows: demand.wanted.enumerated().map { slot, wanted in
        DemandBlock.EffortRow(
          wanted: wanted.doubleValue, periods: demand.isFlexible ? all : slot..<slot + 1, pieces: pieces[slot])
      },
      team: team.map { (most: $0.max ?? .max, least: $0.min) }, heads: heads,
      given: demand.wanted.indices.map { bound.prices.effort(index, $0) },
      pace: demand.pace == nil ? [] : shared(index, bound).map { $0.most * LowerSum.roundedUp },
      canGrow: variants.indices.contains { !further($0, on: index, trainees).people.isEmpty },
      rounding: rounding(of: columns.people.reduce(trainable) { $0 + $1.entries.count }))
  }

  /// What it comes to where nothing is done for a demand.
  func nothing(of index: Int) -> Double {
    var sum = LowerSum()
    sum.addRow(base.penalty(of: index), base.facts.demands[index].total.doubleValue)
    for promise in base.facts.promises.list where promise.cell.demand == index && !unsteady.contains(index) {
      sum.addRow(base.penaltyOfPromises, promise.hours.doubleValue)
    }
    for hours in tables.changes.hours(on: index).all { sum.addRow(tables.changeCost, hours) }
    return sum.lowerBound
  }
}
