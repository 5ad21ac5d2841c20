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
      for asset in facts.scenario.assets.indices {
        for period in 0..<periodCount { _ = crew(asset: asset, period: period, more: 0, &sums) }
      }
      if !operating.isEmpty { derived.append("operating") }
    }
    if draft.overtime == nil { deriveOvertime(sums) }
    if draft.unmet == nil { deriveUnmet(sums) }
    if draft.brokenCommitments == nil { deriveBroken() }
  }

  /// v: what the people on a demand occupy of its equipment.
  private mutating func deriveEquipment(_ sums: inout DraftSums) {
    let day = Rational(facts.scenario.calendar.standard.hoursPerDay)
    for (index, demand) in facts.demands.enumerated() {
      for use in demand.staff?.uses ?? [] {
        guard let asset = facts.index.assets[use.asset] else { continue }
        for period in 0..<periodCount {
          let hours = sums.hours[index * periodCount + period]
          guard hours > 0 else { continue }
          let needed = (Rational(use.unitsPerPerson) / day * Rational(hours, over: 1_000_000)).ceilingMillionths
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
        var missing = facts.demands[index].wanted[period].floorMillionths.count
        for asset in assets where missing > 0 {
          let cell = asset * periodCount + period
          var room = min(missing, facts.assetDays[cell].floorMillionths.count - sums.used[cell])
          let rate = Rational(facts.scenario.assets[asset].costPerUnitDay)
          let project = facts.demands[index].project
          if let budget = facts.scenario.projects[project].budget, rate.sign > 0 {
            let left = Rational(budget) - sums.spent[project]
            room = min(room, left.sign > 0 ? (left / rate).floorMillionths.count : 0)
          }
          room = crew(asset: asset, period: period, more: max(0, room), &sums)
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
    sums.spent[facts.demands[demand].project] +=
      Rational(facts.scenario.assets[asset].costPerUnitDay) * Rational(unitDays)
    if facts.demands[demand].asset != nil {
      sums.effort[demand * periodCount + period] += Rational(unitDays)
    }
    assetUse.append(
      (
        Plan.AssetUse(
          asset: facts.scenario.assets[asset].id, demand: facts.demands[demand].id,
          project: facts.scenario.projects[facts.demands[demand].project].id, period: period, unitDays: unitDays,
          cost: .zero), 0
      ))
  }

  /// Sees to operators for what is used of an asset and so many millionths of unit-days more: people with the skills
  /// who have regular hours left, the cheapest first.
  ///
  /// - Returns: how many of the unit-days more can be run.
  private mutating func crew(asset: Int, period: Int, more: Int128, _ sums: inout DraftSums) -> Int128 {
    guard let operators = facts.scenario.assets[asset].operators, operators.hoursPerUnitDay > 0 else { return more }
    let rate = Rational(operators.hoursPerUnitDay)
    let cell = asset * periodCount + period
    var missing = (rate * Rational(sums.used[cell] + more, over: 1_000_000)).ceilingMillionths.count - sums.crew[cell]
    if missing > 0, draft.operating == nil {
      for person in facts.staff.indices.sorted(by: { left, right in
        let costs = (facts.staff[left].costPerHour, facts.staff[right].costPerHour)
        return costs.0 == costs.1 ? left < right : costs.0 < costs.1
      }) where missing > 0 {
        guard let days = facts.staff[person].days(holding: operators.skills) else { continue }
        let slot = person * periodCount + period
        let limit =
          (facts.staff[person].hoursPerDay
          * facts.staff[person].available(in: days.intersection(facts.periods[period]))).floorMillionths.count
        let hours = min(missing, min(limit, sums.regular(person, period, facts) - sums.worked[slot]))
        guard hours > 0 else { continue }
        sums.worked[slot] += hours
        sums.crew[cell] += hours
        missing -= hours
        addOperating(person: person, asset: asset, period: period, Millionths(count: hours))
      }
    }
    guard missing > 0 else { return more }
    let runs = (Rational(sums.crew[cell], over: 1_000_000) / rate).floorMillionths.count - sums.used[cell]
    return max(0, min(more, runs))
  }

  private mutating func addOperating(person: Int, asset: Int, period: Int, _ hours: Millionths) {
    let staff = facts.staff[person].person.id
    let asset = facts.scenario.assets[asset].id
    if let known = operating.firstIndex(where: {
      $0.entry.staff == staff && $0.entry.asset == asset && $0.entry.period == period
    }) {
      operating[known].entry.hours += hours
    } else {
      operating.append((Plan.Operating(staff: staff, asset: asset, period: period, hours: hours, cost: .zero), 0))
    }
  }

  /// y: hours above the regular ones, as far as the person may work them, the earliest first.
  private mutating func deriveOvertime(_ sums: DraftSums) {
    for (index, person) in facts.staff.enumerated() {
      guard let allowed = person.person.overtime else { continue }
      var left = allowed.hoursTotal.map {
        (Rational($0) * Rational(person.person.headcount)).floorMillionths.count
      }
      for period in 0..<periodCount {
        let extra = sums.worked[index * periodCount + period] - sums.regular(index, period, facts)
        let most = (person.overtimePerDay * person.available(in: facts.periods[period])).floorMillionths.count
        let hours = min(extra, min(most, left ?? most))
        guard hours > 0 else { continue }
        left = left.map { $0 - hours }
        overtime.append(
          (
            Plan.OvertimeEntry(
              staff: person.person.id, period: period, hours: Millionths(count: hours), cost: .zero), 0
          ))
      }
    }
    if !overtime.isEmpty { derived.append("overtime") }
  }

  /// u: the effort that is missing.
  private mutating func deriveUnmet(_ sums: DraftSums) {
    for (index, demand) in facts.demands.enumerated() {
      for (slot, wanted) in demand.wanted.enumerated() {
        let row = index * periodCount + slot
        let missing = (wanted - sums.effort[row]).nearestMillionths
        // What the checker takes for rounding is not unmet.
        let rounding: Int128 = wanted.isOnGrid || sums.effortCount[row] == 0 ? 0 : sums.effortCount[row] + 1
        guard missing.count > rounding else { continue }
        unmet.append(
          (
            Plan.UnmetEntry(
              demand: demand.id, project: facts.scenario.projects[demand.project].id,
              period: demand.isFlexible ? nil : slot, amount: missing, isUnitDays: demand.asset != nil, cost: .zero), 0
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
            period: promise.cell.period, hours: missing, cost: .zero), 0
        ))
    }
    if !broken.isEmpty { derived.append("brokenCommitments") }
  }
}

/// Sums over the entries of a draft, in millionths, at `index * T + period`.
private struct DraftSums {
  /// x and q by person.
  var worked: [Int128]
  /// x by demand.
  var hours: [Int128]
  /// The left-hand sides of rows 3, 4 and 11 without what is unmet.
  var effort: [Rational]
  /// How many entries add up to them.
  var effortCount: [Int128]
  /// z, v by asset, and q.
  var used: [Int128]
  var crew: [Int128]
  /// Money against the budgets, by project.
  var spent: [Rational]

  init(_ work: DraftWork) {
    let facts = work.facts
    let count = facts.periodCount
    worked = Array(repeating: 0, count: facts.staff.count * count)
    hours = Array(repeating: 0, count: facts.demands.count * count)
    effort = Array(repeating: .zero, count: hours.count)
    effortCount = hours
    used = Array(repeating: 0, count: facts.scenario.assets.count * count)
    crew = used
    spent = Array(repeating: .zero, count: facts.scenario.projects.count)
    for (entry, _) in work.assignments where entry.hours.isUsable && entry.hours.count > 0 {
      guard let staff = facts.index.staff[entry.staff], let demand = facts.index.demands[entry.demand],
        let wanted = facts.demands[demand].staff
      else { continue }
      worked[staff * count + entry.period] += entry.hours.count
      hours[demand * count + entry.period] += entry.hours.count
      let row = demand * count + facts.demands[demand].slot(entry.period)
      effortCount[row] += 1
      effort[row] +=
        Rational(facts.staff[staff].productivity(on: wanted)) * Rational(entry.hours)
      spent[facts.demands[demand].project] += facts.staff[staff].costPerHour * Rational(entry.hours)
    }
    for (entry, _) in work.assetUse where entry.unitDays.isUsable && entry.unitDays.count > 0 {
      guard let asset = facts.index.assets[entry.asset], let demand = facts.index.demands[entry.demand],
        facts.periods.indices.contains(entry.period)
      else { continue }
      used[asset * count + entry.period] += entry.unitDays.count
      if facts.demands[demand].asset != nil { effort[demand * count + entry.period] += Rational(entry.unitDays) }
    }
    for (entry, _) in work.operating where entry.hours.isUsable && entry.hours.count > 0 {
      guard let asset = facts.index.assets[entry.asset], let staff = facts.index.staff[entry.staff],
        facts.periods.indices.contains(entry.period)
      else { continue }
      worked[staff * count + entry.period] += entry.hours.count
      crew[asset * count + entry.period] += entry.hours.count
    }
  }

  /// h A, rounded down to the grid.
  func regular(_ person: Int, _ period: Int, _ facts: ScenarioFacts) -> Int128 {
    (facts.staff[person].hoursPerDay * facts.staff[person].available(in: facts.periods[period])).floorMillionths.count
  }
}
