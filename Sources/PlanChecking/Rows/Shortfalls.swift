// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// What follows from the sums over what is done.
extension Verifier {
  /// u: what is missing of what a demand wants, by row 3, 4 or 11, in the order of a plan's list.
  ///
  /// Where the row can be met exactly (every figure in it is on the grid), what is missing is unmet to the last millionth.
  /// Elsewhere it is rounded to a millionth, and a millionth for each entry that adds up to it is not missed. What rounding
  /// takes or gives is carried on to the demand's next period, so that nothing done leaves unmet what was wanted, and no more.
  func missing() -> (entries: [Plan.UnmetEntry], demands: [Int]) {
    var entries: [Plan.UnmetEntry] = []
    var demands: [Int] = []
    for index in facts.index.demands.order {
      let demand = facts.demands[index]
      var carried = Rational.zero
      for (slot, wanted) in demand.wanted.enumerated() where wanted.sign > 0 {
        let row = index * periodCount + slot
        if effort.isEqual(to: wanted, with: 0, at: row) { continue }
        let missing = wanted - effort[row]
        let isExact = effortIsWhole[row] && wanted.isOnGrid
        let amount = isExact ? missing.nearestMillionths : (missing + carried).nearestMillionths
        if amount.count <= 0 || !isExact && !(Rational(Int128(effortCount[row]), over: 1_000_000) < missing) {
          continue
        }
        if !isExact { carried = carried + missing - Rational(amount) }
        entries.append(
          Plan.UnmetEntry(
            demand: demand.id, project: facts.index.projects.ids[demand.project],
            period: demand.isFlexible ? nil : slot,
            days: demand.isFlexible ? nil : facts.periods[slot], amount: amount, isUnitDays: demand.asset != nil,
            cost: .zero))
        demands.append(index)
      }
    }
    return (entries, demands)
  }

  /// s: promised hours that are missing, by row 10, rounded up, in the order of a plan's list.
  func unkept() -> (entries: [Plan.BrokenCommitment], places: [(staff: Int, demand: Int)]) {
    var entries: [Plan.BrokenCommitment] = []
    var places: [(staff: Int, demand: Int)] = []
    let ranks = (facts.index.staff.ranks, facts.index.demands.ranks)
    func rank(_ cell: Cell) -> Cell {
      Cell(staff: ranks.0[cell.staff], demand: ranks.1[cell.demand], period: cell.period)
    }
    let promises = facts.promises.list
    for index in promises.indices.sorted(by: { rank(promises[$0].cell) < rank(promises[$1].cell) }) {
      let cell = promises[index].cell
      let missing = (promises[index].hours - Rational(kept[index], over: 1_000_000)).ceilingMillionths
      guard missing.count > 0 else { continue }
      entries.append(
        Plan.BrokenCommitment(
          staff: facts.index.staff.ids[cell.staff], demand: facts.index.demands.ids[cell.demand], period: cell.period,
          days: facts.periods[cell.period], hours: missing, cost: .zero))
      places.append((cell.staff, cell.demand))
    }
    return (entries, places)
  }
}
