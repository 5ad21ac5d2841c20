// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

extension ScenarioFacts {
  /// The entries of a plan for amounts: their sums over each period, sorted as a plan's are, without costs; and whom they
  /// name.
  func entries(of amounts: PlanAmounts) -> (entries: PlanEntries, references: PlanReferences) {
    let (staff, demand, asset) = (index.staff.ranks, index.demands.ranks, index.assets.ranks)
    let (demands, assets) = (demand.count, asset.count)
    // The places of a crew are told apart in each period.
    let seats = 1 + (self.demands.map(\.places.count).max() ?? 0)
    let assignments = sums(amounts.assignments) { work in
      (staff[work.staff] * demands + demand[work.demand], period(work.day) * seats + work.place, work.hours)
    }
    let assetUse = sums(amounts.assetUse) { use in
      (asset[use.asset] * demands + demand[use.demand], period(use.day), use.unitDays)
    }
    let operating = sums(amounts.operating) { work in
      ((staff[work.staff] * assets + asset[work.asset]) * demands + demand[work.demand], period(work.day), work.hours)
    }
    // Overtime of work comes before that of operating in the same period.
    let overtime = sums(overtime(of: amounts)) { extra in
      let number = extra.asset.map { asset[$0] + 1 } ?? 0
      return (
        staff[extra.staff] * demands + demand[extra.demand], period(extra.day) * (assets + 1) + number, extra.hours
      )
    }
    var entries = PlanEntries()
    entries.setDecisions(amounts.decisions, of: self)
    entries.assignments = assignments.map { work, hours in
      let period = period(work.day)
      return Plan.Assignment(
        staff: index.staff.ids[work.staff], demand: index.demands.ids[work.demand], place: seat(of: work),
        project: project(of: work.demand), period: period, days: periods[period], hours: hours, cost: .zero)
    }
    entries.overtime = overtime.map { extra, hours in
      let period = period(extra.day)
      return Plan.OvertimeEntry(
        staff: index.staff.ids[extra.staff], demand: index.demands.ids[extra.demand],
        project: project(of: extra.demand), period: period, days: periods[period],
        asset: extra.asset.map { index.assets.ids[$0] }, hours: hours, cost: .zero)
    }
    entries.assetUse = assetUse.map { use, units in
      let period = period(use.day)
      return Plan.AssetUse(
        asset: index.assets.ids[use.asset], demand: index.demands.ids[use.demand], project: project(of: use.demand),
        period: period, days: periods[period], unitDays: units, cost: .zero)
    }
    entries.operating = operating.map { work, hours in
      let period = period(work.day)
      return Plan.Operating(
        staff: index.staff.ids[work.staff], asset: index.assets.ids[work.asset],
        demand: index.demands.ids[work.demand], project: project(of: work.demand), period: period,
        days: periods[period], hours: hours, cost: .zero)
    }
    let references = PlanReferences(
      self, entries, assignments: assignments.map { ($0.first.staff, $0.first.demand) },
      overtime: overtime.map { ($0.first.staff, $0.first.demand, $0.first.asset) },
      assetUse: assetUse.map { ($0.first.asset, $0.first.demand) },
      operating: operating.map { ($0.first.staff, $0.first.asset, $0.first.demand) })
    return (entries, references)
  }

  /// Overtime of each day: first that of work, then that of operating.
  private func overtime(of amounts: PlanAmounts) -> [Overtime] {
    amounts.assignments.compactMap {
      $0.overtime == 0 ? nil : Overtime(staff: $0.staff, demand: $0.demand, asset: nil, day: $0.day, $0.overtime)
    }
      + amounts.operating.compactMap {
        $0.overtime == 0 ? nil : Overtime(staff: $0.staff, demand: $0.demand, asset: $0.asset, day: $0.day, $0.overtime)
      }
  }

  /// The daily amounts as a plan lists them.
  func dayEntries(of amounts: PlanAmounts) -> [Plan.DayEntry] {
    func id(_ table: IDTable, _ place: Int) -> String { table.ids[place] }
    var work = amounts.assignments.map {
      Plan.DayEntry(
        staff: id(index.staff, $0.staff), demand: id(index.demands, $0.demand), place: seat(of: $0),
        date: days.date($0.day), amount: Millionths(count: Int128($0.hours)),
        overtime: Millionths(count: Int128($0.overtime)))
    }
    var operation = amounts.operating.map {
      Plan.DayEntry(
        staff: id(index.staff, $0.staff), asset: id(index.assets, $0.asset), demand: id(index.demands, $0.demand),
        date: days.date($0.day), amount: Millionths(count: Int128($0.hours)),
        overtime: Millionths(count: Int128($0.overtime)))
    }
    var use = amounts.assetUse.map {
      Plan.DayEntry(
        asset: id(index.assets, $0.asset), demand: id(index.demands, $0.demand), date: days.date($0.day),
        amount: Millionths(count: Int128($0.unitDays)))
    }
    work.sort { $0.key < $1.key }
    operation.sort { $0.key < $1.key }
    use.sort { $0.key < $1.key }
    return work + operation + use
  }

  /// The place of a crew; nil where the demand has none.
  private func seat(of work: PlanAmounts.Work) -> Int? { demands[work.demand].isCrew ? work.place : nil }

  /// The id of a demand's project.
  func project(of demand: Int) -> String { index.projects.ids[demands[demand].project] }

  private func period(_ day: Int) -> Int { days.period(of: day) }

  /// Overtime of a day.
  private struct Overtime {
    let staff: Int
    let demand: Int
    let asset: Int?
    let day: Int
    let hours: Int64

    init(staff: Int, demand: Int, asset: Int?, day: Int, _ hours: Int64) {
      (self.staff, self.demand, self.asset, self.day, self.hours) = (staff, demand, asset, day, hours)
    }
  }

  /// Amounts with the same key added up, in the order of their keys: a place, then a period (or what tells more apart).
  private func sums<Element>(
    _ list: [Element], by key: (Element) -> (place: Int, period: Int, amount: Int64)
  ) -> [(first: Element, amount: Millionths)] {
    var keys: [(place: Int, period: Int, position: Int, amount: Int64)] = []
    keys.reserveCapacity(list.count)
    for (position, element) in list.enumerated() {
      let key = key(element)
      keys.append((key.place, key.period, position, key.amount))
    }
    func isInOrder(
      _ left: (place: Int, period: Int, position: Int, amount: Int64),
      _ right: (place: Int, period: Int, position: Int, amount: Int64)
    ) -> Bool {
      left.place != right.place ? left.place < right.place : left.period < right.period
    }
    if !zip(keys, keys.dropFirst()).allSatisfy({ !isInOrder($1, $0) }) { keys.sort(by: isInOrder) }
    var sums: [(first: Element, amount: Millionths)] = []
    var last: (place: Int, period: Int) = (-1, -1)
    for key in keys {
      if (key.place, key.period) == last {
        sums[sums.count - 1].amount.count += Int128(key.amount)
      } else {
        sums.append((list[key.position], Millionths(count: Int128(key.amount))))
        last = (key.place, key.period)
      }
    }
    return sums
  }
}
