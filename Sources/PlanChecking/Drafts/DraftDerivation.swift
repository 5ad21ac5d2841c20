// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// What follows from the entries of a draft.
extension DraftWork {
  /// Fills in every list that the draft leaves out.
  mutating func derive() {
    var sums = DraftSums(self)
    if draft.assetUse == nil {
      deriveEquipment(&sums)
      deriveAssetUse(&sums)
      if !assetUse.isEmpty { derived.append("assetUse") }
    }
    if draft.operating == nil {
      for pair in facts.pairs.list.indices {
        for period in 0..<periodCount { _ = crew(pair: pair, period: period, more: 0, &sums) }
      }
      if !operating.isEmpty { derived.append("operating") }
    }
    if draft.overtime == nil { deriveOvertime() }
    if draft.unmet == nil { deriveUnmet(sums) }
    if draft.brokenCommitments == nil { deriveBroken() }
  }

  /// v: what the people on a demand occupy of its equipment, as if all their hours were regular ones.
  private mutating func deriveEquipment(_ sums: inout DraftSums) {
    for (index, demand) in facts.demands.enumerated() {
      for use in demand.staff?.uses ?? [] {
        guard let asset = facts.index.assets[use.asset] else { continue }
        for period in 0..<periodCount {
          let days = sums.wholeDays[index * periodCount + period]
          guard days.sign > 0 else { continue }
          let needed = (Rational(use.unitsPerPerson) * days).ceilingMillionths
          add(asset: asset, demand: index, period: period, needed, &sums)
        }
      }
    }
  }

  /// z: what asset demands can have of what is left, the highest priority first, the cheapest asset first.
  private mutating func deriveAssetUse(_ sums: inout DraftSums) {
    let order = facts.demands.indices.filter { facts.demands[$0].asset != nil }.sorted { left, right in
      let priorities = (facts.demands[left].priority, facts.demands[right].priority)
      return priorities.0 != priorities.1 ? priorities.1 < priorities.0 : left < right
    }
    for index in order {
      guard let wanted = facts.demands[index].asset else { continue }
      let assets = facts.scenario.assets.indices.filter { wanted.matches(facts.scenario.assets[$0]) }
        .sorted { left, right in
          let costs = (facts.scenario.assets[left].costPerUnitDay, facts.scenario.assets[right].costPerUnitDay)
          return costs.0 != costs.1 ? costs.0 < costs.1 : left < right
        }
      for period in 0..<periodCount {
        var missing = facts.demands[index].mostServed(in: period, facts.days).floorMillionths.count
        for asset in assets where missing > 0 {
          let cell = asset * periodCount + period
          var room = min(
            missing, facts.assets[asset].units(in: facts.days.ofPeriod[period]) / .fineMillionth - sums.used[cell])
          let rate = facts.assets[asset].rate.exact
          let project = facts.demands[index].project
          if let budget = facts.scenario.projects[project].budget, rate.sign > 0 {
            let left = Rational(budget) - sums.spent[project]
            room = min(room, left.sign > 0 ? (left / rate).floorMillionths.count : 0)
          }
          if let pair = facts.pairs[asset, index] {
            room = crew(pair: pair, period: period, more: max(0, room), &sums)
          }
          if facts.scenario.assets[asset].indivisible { room -= room % 1_000_000 }
          guard room > 0 else { continue }
          add(asset: asset, demand: index, period: period, Millionths(count: room), &sums)
          missing -= room
        }
      }
    }
  }

  private mutating func add(
    asset: Int, demand: Int, period: Int, _ unitDays: Millionths, _ sums: inout DraftSums
  ) {
    let facts = facts
    sums.used[asset * periodCount + period] += unitDays.count
    if let pair = facts.pairs[asset, demand] { sums.operated[pair * periodCount + period] += unitDays.count }
    sums.spent[facts.demands[demand].project] += facts.assets[asset].rate.exact * Rational(unitDays)
    if facts.demands[demand].asset != nil {
      sums.effort[demand * periodCount + period] += Rational(unitDays)
    }
    assetUse.append(
      (
        Plan.AssetUse(
          asset: facts.scenario.assets[asset].id, demand: facts.demands[demand].id,
          project: facts.project(of: demand), period: period, days: facts.periods[period], unitDays: unitDays,
          cost: .zero), 0
      ))
  }

  /// Sees to operators for what is used of an asset for a demand and so many millionths of unit-days more: people with the
  /// skills who have regular hours left, the cheapest first.
  ///
  /// - Returns: how many of the unit-days more can be run.
  private mutating func crew(pair: Int, period: Int, more: Int128, _ sums: inout DraftSums) -> Int128 {
    let (asset, demand) = (facts.pairs.list[pair].asset, facts.pairs.list[pair].demand)
    guard let rate = facts.assets[asset].hoursPerUnitDay, rate.sign > 0 else { return more }
    let cell = pair * periodCount + period
    var missing =
      (rate * Rational(sums.operated[cell] + more, over: 1_000_000)).ceilingMillionths.count - sums.crew[cell]
    if missing > 0, draft.operating == nil {
      let people = facts.assets[asset].operators.sorted { left, right in
        let costs = (
          facts.staff[left.staff].rate(in: period).exact, facts.staff[right.staff].rate(in: period).exact
        )
        return costs.0 == costs.1 ? left.staff < right.staff : costs.0 < costs.1
      }
      for (person, _) in people where missing > 0 {
        let slot = person * periodCount + period
        let days = facts.operatingDays(of: person, asset, for: demand, in: period)
        let limit = days.reduce(Int128(0)) { $0 + Int128(facts.staff[person].capacity[$1]) }
        let hours = min(missing, min(limit, sums.regular(person, period, facts) - sums.worked[slot]))
        guard hours > 0 else { continue }
        sums.worked[slot] += hours
        sums.crew[cell] += hours
        missing -= hours
        addOperating(person: person, pair: pair, period: period, Millionths(count: hours))
      }
    }
    guard missing > 0 else { return more }
    let runs = (Rational(sums.crew[cell], over: 1_000_000) / rate).floorMillionths.count - sums.operated[cell]
    return max(0, min(more, runs))
  }

  private mutating func addOperating(person: Int, pair: Int, period: Int, _ hours: Millionths) {
    let staff = facts.staff[person].person.id
    let asset = facts.scenario.assets[facts.pairs.list[pair].asset].id
    let demand = facts.pairs.list[pair].demand
    if let known = operating.firstIndex(where: {
      $0.entry.staff == staff && $0.entry.asset == asset && $0.entry.demand == facts.demands[demand].id
        && $0.entry.period == period
    }) {
      operating[known].entry.hours += hours
    } else {
      operating.append(
        (
          Plan.Operating(
            staff: staff, asset: asset, demand: facts.demands[demand].id, project: facts.project(of: demand),
            period: period, days: facts.periods[period], hours: hours, cost: .zero), 0
        ))
    }
  }

  /// y: hours for which the regular ones leave no room, as far as the person may work them.
  private mutating func deriveOvertime() {
    var work: [Int: [(entry: Plan.OvertimeEntry, hours: Int128, days: [Int])]] = [:]
    func add(_ staff: Int, _ entry: Plan.OvertimeEntry, _ days: some Sequence<Int>) {
      guard entry.hours.isUsable, entry.hours.count > 0 else { return }
      work[staff, default: []].append((entry, entry.hours.count, Array(days)))
    }
    for (entry, _) in assignments.sorted(by: { $0.entry.key < $1.entry.key }) {
      guard let staff = facts.index.staff[entry.staff], facts.staff[staff].person.overtime != nil,
        let demand = facts.index.demands[entry.demand]
      else { continue }
      let places = facts.demands[demand].places
      guard places.indices.contains(entry.place ?? 0) else { continue }
      let days = facts.staff[staff].eligibleDays(for: places[entry.place ?? 0]) ?? 0..<0
      add(
        staff,
        Plan.OvertimeEntry(
          staff: entry.staff, demand: entry.demand, project: entry.project, period: entry.period, days: entry.days,
          hours: entry.hours, cost: .zero),
        facts.days.ofPeriod[entry.period].common(days).filter {
          facts.staff[staff].meets(places[entry.place ?? 0], on: $0)
        })
    }
    for (entry, _) in operating.sorted(by: { $0.entry.key < $1.entry.key }) {
      guard let staff = facts.index.staff[entry.staff], facts.staff[staff].person.overtime != nil,
        let asset = facts.index.assets[entry.asset], let demand = facts.index.demands[entry.demand],
        facts.periods.indices.contains(entry.period)
      else { continue }
      add(
        staff,
        Plan.OvertimeEntry(
          staff: entry.staff, demand: entry.demand, project: entry.project, period: entry.period, days: entry.days,
          asset: entry.asset, hours: entry.hours, cost: .zero),
        facts.operatingDays(of: staff, asset, for: demand, in: entry.period))
    }
    for (staff, list) in work.sorted(by: { $0.key < $1.key }) { deriveOvertime(of: facts.staff[staff], list) }
    if !overtime.isEmpty { derived.append("overtime") }
  }

  private mutating func deriveOvertime(
    of person: StaffFacts, _ list: [(entry: Plan.OvertimeEntry, hours: Int128, days: [Int])]
  ) {
    let regular = DayFit(list.map { ($0.hours, $0.days) }, person.capacity.map { Int128($0) }, from: 0)
    guard regular.cut != nil else { return }
    let extra = DayFit(
      list.indices.map { (list[$0].hours - regular.sent[$0], list[$0].days) }, person.overtime.map { Int128($0) },
      from: 0, groups: facts.days.ofWeek.map { ($0, person.overtimePerWeek.floorMillionths.count) })
    var left = person.overtimeTotal?.floorMillionths.count
    for (index, item) in list.enumerated() {
      let hours = min(extra.sent[index], left ?? extra.sent[index])
      guard hours > 0 else { continue }
      left = left.map { $0 - hours }
      var entry = item.entry
      entry.hours = Millionths(count: hours)
      // Overtime in several places of a crew is one amount.
      if let last = overtime.last, last.entry.key == entry.key {
        overtime[overtime.count - 1].entry.hours += entry.hours
      } else {
        overtime.append((entry, 0))
      }
    }
  }

  /// u: the effort that is missing.
  private mutating func deriveUnmet(_ sums: DraftSums) {
    for (index, demand) in facts.demands.enumerated() {
      for (slot, wanted) in demand.wanted.enumerated() {
        let row = index * periodCount + slot
        let missing = (wanted - sums.effort[row]).nearestMillionths
        // What the checker takes for rounding is not unmet.
        let isExact = wanted.isOnGrid && !demand.isCrew
        let rounding: Int128 = isExact || sums.effortCount[row] == 0 ? 0 : sums.effortCount[row] + 1
        guard missing.count > rounding else { continue }
        unmet.append(
          (
            Plan.UnmetEntry(
              demand: demand.id, project: facts.scenario.projects[demand.project].id,
              period: demand.isFlexible ? nil : slot,
              days: demand.isFlexible ? nil : facts.periods[slot], amount: missing, isUnitDays: demand.asset != nil,
              cost: .zero), 0
          ))
      }
    }
    if !unmet.isEmpty { derived.append("unmet") }
  }

  /// s: promised hours that are missing.
  private mutating func deriveBroken() {
    var kept = [Int128](repeating: 0, count: facts.promises.list.count)
    for (entry, _) in assignments where entry.hours.isUsable {
      guard let staff = facts.index.staff[entry.staff], let demand = facts.index.demands[entry.demand],
        let promise = facts.promises[Cell(staff: staff, demand: demand, period: entry.period)]
      else { continue }
      kept[promise] += max(0, entry.hours.count)
    }
    for (index, promise) in facts.promises.list.enumerated() {
      let missing = (promise.hours - Rational(kept[index], over: 1_000_000)).ceilingMillionths
      guard missing.count > 0 else { continue }
      broken.append(
        (
          Plan.BrokenCommitment(
            staff: facts.staff[promise.cell.staff].person.id, demand: facts.demands[promise.cell.demand].id,
            period: promise.cell.period, days: facts.periods[promise.cell.period], hours: missing, cost: .zero), 0
        ))
    }
    if !broken.isEmpty { derived.append("brokenCommitments") }
  }
}

/// Sums over the entries of a draft, in millionths, at `index * T + period`.
private struct DraftSums {
  /// x and q by person.
  var worked: [Int128]
  /// Whole days of people by demand, for its equipment.
  var wholeDays: [Rational]
  /// The left-hand sides of rows 3, 4 and 11 without what is unmet.
  var effort: [Rational]
  /// How many entries add up to them.
  var effortCount: [Int128]
  /// z and v by asset; z or v, and q, by pair.
  var used: [Int128]
  var operated: [Int128]
  var crew: [Int128]
  /// Money against the budgets, by project.
  var spent: [Rational]

  init(_ work: DraftWork) {
    let facts = work.facts
    let count = facts.periodCount
    worked = Array(repeating: 0, count: facts.staff.count * count)
    effort = Array(repeating: .zero, count: facts.demands.count * count)
    wholeDays = effort
    effortCount = Array(repeating: 0, count: effort.count)
    used = Array(repeating: 0, count: facts.assets.count * count)
    operated = Array(repeating: 0, count: facts.pairs.list.count * count)
    crew = operated
    spent = Array(repeating: .zero, count: facts.scenario.projects.count)
    var crews: [Cell: CrewSums] = [:]
    for (entry, _) in work.assignments where entry.hours.isUsable && entry.hours.count > 0 {
      guard let staff = facts.index.staff[entry.staff], let demand = facts.index.demands[entry.demand],
        facts.demands[demand].places.indices.contains(entry.place ?? 0)
      else { continue }
      let wanted = facts.demands[demand].places[entry.place ?? 0]
      let (person, hours) = (facts.staff[staff], Rational(entry.hours))
      worked[staff * count + entry.period] += entry.hours.count
      if !wanted.uses.isEmpty {
        let days = facts.days.ofPeriod[entry.period].filter { person.regular[$0] > 0 }
        let shortest = days.map { person.wholeDay(on: $0) }.min() ?? facts.calendars.standardDay
        wholeDays[demand * count + entry.period] += hours / shortest
      }
      let row = demand * count + facts.demands[demand].slot(entry.period)
      effortCount[row] += 1
      if wanted.isCrew {
        crews[Cell(staff: 0, demand: demand, period: entry.period), default: CrewSums(facts.demands[demand])]
          .add(entry.hours.count, staff, place: entry.place ?? 0)
      } else {
        effort[row] += Rational(person.productivity(on: wanted)) * hours
      }
      spent[facts.demands[demand].project] += facts.rate(of: staff, on: demand, in: entry.period).exact * hours
    }
    for (cell, sums) in crews {
      let complete = sums.complete(facts.demands[cell.demand])
      effort[cell.demand * count + facts.demands[cell.demand].slot(cell.period)] +=
        Rational(complete.hours, over: 1_000_000)
        / Rational(facts.demands[cell.demand].places[complete.place].count)
    }
    for (entry, _) in work.assetUse where entry.unitDays.isUsable && entry.unitDays.count > 0 {
      guard let asset = facts.index.assets[entry.asset], let demand = facts.index.demands[entry.demand],
        facts.periods.indices.contains(entry.period)
      else { continue }
      used[asset * count + entry.period] += entry.unitDays.count
      if let pair = facts.pairs[asset, demand] { operated[pair * count + entry.period] += entry.unitDays.count }
      if facts.demands[demand].asset != nil { effort[demand * count + entry.period] += Rational(entry.unitDays) }
    }
    for (entry, _) in work.operating where entry.hours.isUsable && entry.hours.count > 0 {
      guard let asset = facts.index.assets[entry.asset], let staff = facts.index.staff[entry.staff],
        facts.periods.indices.contains(entry.period)
      else { continue }
      worked[staff * count + entry.period] += entry.hours.count
      if let demand = facts.index.demands[entry.demand], let pair = facts.pairs[asset, demand] {
        crew[pair * count + entry.period] += entry.hours.count
      }
    }
  }

  /// Regular hours, on the grid.
  func regular(_ person: Int, _ period: Int, _ facts: ScenarioFacts) -> Int128 {
    facts.staff[person].capacity(in: facts.days.ofPeriod[period]) / .fineMillionth
  }
}
