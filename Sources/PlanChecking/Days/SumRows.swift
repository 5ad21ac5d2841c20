// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
import Allocation
import Numbers

/// Rows 5 to 8 of a plan that states no daily amounts, summed over the days of a period: what any daily amounts have to
/// keep.
extension Verifier {
  mutating func checkWithoutDays() {
    var withoutWork: [Int] = []
    let items = PlannedItems(self, withoutWork: &withoutWork)
    for index in withoutWork {
      let entry = entries.overtime[index]
      report(
        .overtime,
        "\(name(ofStaff: references.overtime[index].staff)) has \(entry.hours) h of overtime on \(entry.demand) "
          + "\(time(ofPeriod: entry.period)), but not so many hours", [.key("overtime"), .index(index)])
    }
    let before = violations.count
    checkTime(items)
    checkPaceSums(items)
    checkLimitSums(items)
    checkAssetSums(items)
    checkEquipmentSums(items)
    checkOperatorSums(items)
    // Sums that are wrong by themselves need no days to be wrong.
    if violations.count == before { checkTogether(items) }
  }

  /// Row 5, where no period has days of two weeks.
  private mutating func checkPaceSums(_ items: PlannedItems) {
    guard facts.days.periodsAreInWeeks else { return }
    var sums: [Cell: Int128] = [:]
    for work in items.work where facts.demands[work.demand].pace != nil {
      let week = facts.days.week(of: facts.days.ofPeriod[work.period].lowerBound)
      sums[Cell(staff: 0, demand: work.demand, period: week), default: 0] += work.regular + work.overtime
    }
    for (cell, sum) in sums.sorted(by: { $0.key < $1.key }) { checkPace(of: cell.demand, week: cell.period, sum) }
  }

  /// Row 5 of limits whose spans no period is cut by.
  private mutating func checkLimitSums(_ items: PlannedItems) {
    guard !facts.limits.isEmpty else { return }
    var sums = facts.limits.map { Array(repeating: Int128(0), count: $0.sides.count) }
    for work in items.work {
      let day = facts.days.ofPeriod[work.period].lowerBound
      facts.forEachLimit(work.staff, work.demand, day: day) { limit, sum in
        if facts.limits[limit].periodsAreInSpans { sums[limit][sum] += work.regular + work.overtime }
      }
    }
    for limit in sums.indices { checkLimit(limit, sums[limit]) }
  }

  /// Row 6.
  private mutating func checkAssetSums(_ items: PlannedItems) {
    var used: [Cell: Int128] = [:]
    for use in items.uses { used[Cell(staff: use.asset, demand: 0, period: use.period), default: 0] += use.unitDays }
    for (cell, sum) in used.sorted(by: { $0.key < $1.key }) {
      let limit = Rational(fine: facts.assets[cell.staff].units(in: facts.days.ofPeriod[cell.period]))
      guard limit < exact(sum) else { continue }
      report(
        .assetCapacity,
        "\(name(ofAsset: cell.staff)) is used for \(text(sum)) unit-days \(time(ofPeriod: cell.period)), but there "
          + "are \(limit)", [.key("assetUse")],
        excess: .init(
          (exact(sum) - limit).ceilingMillionths, asset: facts.scenario.assets[cell.staff].id, period: cell.period))
    }
  }

  /// Row 7, with the longest whole day of each person in the period, as if all days were as long.
  private mutating func checkEquipmentSums(_ items: PlannedItems) {
    var needs: [Cell: (regular: Rational, overtime: Rational, count: Int)] = [:]
    for work in items.work where work.asset == nil && facts.demands[work.demand].useCount > 0 {
      let person = facts.staff[work.staff]
      var sums = needs[Cell(staff: 0, demand: work.demand, period: work.period)] ?? (.zero, .zero, 0)
      let longest = work.days.filter { person.regular[$0] > 0 }.map { person.wholeDay(on: $0) }.max()
      if work.regular > 0, let longest { sums.regular += exact(work.regular) / longest }
      if work.overtime > 0, person.overtimeOfOne.sign > 0 {
        sums.overtime += exact(work.overtime) / person.overtimeOfOne
      }
      sums.count += 1
      needs[Cell(staff: 0, demand: work.demand, period: work.period)] = sums
    }
    guard !needs.isEmpty else { return }
    var occupied: [Cell: Int128] = [:]
    for use in items.uses where facts.demands[use.demand].staff != nil {
      occupied[Cell(staff: use.asset, demand: use.demand, period: use.period), default: 0] += use.unitDays
    }
    for (cell, people) in needs.sorted(by: { $0.key < $1.key }) {
      for use in facts.demands[cell.demand].staff?.uses ?? [] {
        guard let asset = facts.index.assets[use.asset] else { continue }
        let has = occupied[Cell(staff: asset, demand: cell.demand, period: cell.period)] ?? 0
        for (sum, what) in [(people.regular, ""), (people.overtime, " in overtime")] {
          let needed = Rational(use.unitsPerPerson) * sum
          let days = facts.days.ofPeriod[cell.period].count
          let allowed: Int128 = needed.isOnGrid ? 0 : Int128((people.count + 1) * days)
          guard exact(has + allowed) < needed else { continue }
          report(
            .equipment,
            "the people on \(name(ofDemand: cell.demand)) need \(needed) unit-days of \(use.asset)\(what) "
              + "\(time(ofPeriod: cell.period)), but have \(text(has))", [.key("assetUse")])
        }
      }
    }
  }

  /// Row 8.
  private mutating func checkOperatorSums(_ items: PlannedItems) {
    var sums: [Cell: (units: Int128, hours: Int128, count: Int)] = [:]
    for use in items.uses {
      guard let pair = facts.pairs[use.asset, use.demand] else { continue }
      let cell = Cell(staff: pair, demand: 0, period: use.period)
      sums[cell, default: (0, 0, 0)].units += use.unitDays
      sums[cell]?.count += 1
    }
    for work in items.work {
      guard let asset = work.asset, let pair = facts.pairs[asset, work.demand] else { continue }
      let cell = Cell(staff: pair, demand: 0, period: work.period)
      sums[cell, default: (0, 0, 0)].hours += work.regular + work.overtime
      sums[cell]?.count += 1
    }
    for (cell, sum) in sums.sorted(by: { $0.key < $1.key }) {
      let pair = facts.pairs.list[cell.staff]
      guard let factor = facts.assets[pair.asset].hoursPerUnitDay else { continue }
      let needed = factor * exact(sum.units)
      let allowed: Int128 =
        needed.isOnGrid && factor.isWhole ? 0 : Int128(sum.count * facts.days.ofPeriod[cell.period].count)
      guard exact(sum.hours + allowed) < needed else { continue }
      report(
        .operators,
        "\(name(ofAsset: pair.asset)) needs \(needed) h of operating for \(name(ofDemand: pair.demand)) "
          + "\(time(ofPeriod: cell.period)), but has \(text(sum.hours)) h", [.key("operating")])
    }
  }
}
