// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

extension ScenarioFacts {
  /// The entries of a plan for amounts, sorted as a plan's are, without costs, and whom they name.
  func entries(of amounts: PlanAmounts) -> (entries: PlanEntries, references: PlanReferences) {
    let (staff, demand, asset) = (index.staff.ranks, index.demands.ranks, index.assets.ranks)
    let assignments = sorted(amounts.assignments) { (staff[$0.staff] * demand.count + demand[$0.demand], $0.period) }
    let overtime = sorted(amounts.overtime) { (staff[$0.staff], $0.period) }
    let assetUse = sorted(amounts.assetUse) { (asset[$0.asset] * demand.count + demand[$0.demand], $0.period) }
    let operating = sorted(amounts.operating) { (staff[$0.staff] * asset.count + asset[$0.asset], $0.period) }
    var entries = PlanEntries()
    entries.assignments = assignments.map { work in
      Plan.Assignment(
        staff: index.staff.ids[work.staff], demand: index.demands.ids[work.demand], project: project(of: work.demand),
        period: work.period, days: periods[work.period], hours: Millionths(count: Int128(work.hours)), cost: .zero)
    }
    entries.overtime = overtime.map { extra in
      Plan.OvertimeEntry(
        staff: index.staff.ids[extra.staff], period: extra.period, hours: Millionths(count: Int128(extra.hours)),
        cost: .zero)
    }
    entries.assetUse = assetUse.map { use in
      Plan.AssetUse(
        asset: index.assets.ids[use.asset], demand: index.demands.ids[use.demand], project: project(of: use.demand),
        period: use.period, unitDays: Millionths(count: Int128(use.unitDays)), cost: .zero)
    }
    entries.operating = operating.map { work in
      Plan.Operating(
        staff: index.staff.ids[work.staff], asset: index.assets.ids[work.asset], period: work.period,
        hours: Millionths(count: Int128(work.hours)), cost: .zero)
    }
    let references = PlanReferences(
      self, entries, assignments: assignments.map { ($0.staff, $0.demand) }, overtime: overtime.map(\.staff),
      assetUse: assetUse.map { ($0.asset, $0.demand) }, operating: operating.map { ($0.staff, $0.asset) })
    return (entries, references)
  }

  /// The id of a demand's project.
  func project(of demand: Int) -> String { index.projects.ids[demands[demand].project] }

  /// Elements in the order of their keys: the place of whom they name, and the period.
  private func sorted<Element>(_ list: [Element], by key: (Element) -> (place: Int, period: Int)) -> [Element] {
    var keys: [(key: Int, position: Int)] = []
    keys.reserveCapacity(list.count)
    for (position, element) in list.enumerated() {
      let key = key(element)
      keys.append((key.place * periodCount + key.period, position))
    }
    if zip(keys, keys.dropFirst()).allSatisfy({ $0.key <= $1.key }) { return list }
    keys.sort { $0.key < $1.key }
    return keys.map { list[$0.position] }
  }
}
