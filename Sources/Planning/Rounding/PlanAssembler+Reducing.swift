// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// Taking back what exceeds a limit, the dearest first.
extension PlanAssembler {
  /// Takes back amounts until nothing exceeds a limit. Taking back never makes another limit worse, except that of
  /// operators, who come last.
  mutating func reduce() {
    completeCrews()
    reduceEffort()
    reducePace()
    reduceLimits()
    reduceAssets()
    reduceBudgets()
    reduceTime()
    staffCrews()
    reduceBudgets()
    completeCrews()
  }

  /// A part of an entry: its regular time or its overtime.
  struct Part {
    let entry: Int
    let isOvertime: Bool
  }

  /// The parts of entries with hours in the order in which they are given up: the highest reduced cost first, overtime
  /// before regular time, then the highest index.
  func worstFirst(_ entries: some Sequence<Int>) -> [Part] {
    var list: [(cost: Double, part: Part)] = []
    for entry in entries {
      if amounts.overtime[entry] > 0 {
        list.append((reducedCost(entry: entry, isOvertime: true), Part(entry: entry, isOvertime: true)))
      }
      if amounts.regular[entry] > 0 {
        list.append((reducedCost(entry: entry), Part(entry: entry, isOvertime: false)))
      }
    }
    list.sort { a, b in
      if a.cost != b.cost { return a.cost > b.cost }
      return a.part.entry == b.part.entry ? a.part.isOvertime : a.part.entry > b.part.entry
    }
    return list.map(\.part)
  }

  /// Takes back so much of a part that `rate` times it reaches `excess`.
  ///
  /// - Returns: what is left of the excess.
  @discardableResult
  private mutating func takeBack(_ part: Part, excess: Int128, rate: Int128 = 1) -> Int128 {
    guard rate > 0, excess > 0 else { return excess }
    let needed = FixedPoint.ceilDivision(excess, rate)
    let amount = Int64(
      min(needed, Int128(amounts.removable(entry: part.entry, isOvertime: part.isOvertime))))
    amounts.addHours(-amount, entry: part.entry, isOvertime: part.isOvertime)
    return excess - rate * Int128(amount)
  }

  private mutating func takeBackUnits(_ use: Int, excess: Int128) {
    amounts.addUnits(-Int64(min(max(0, excess), Int128(amounts.removable(use: use)))), use: use)
  }

  private mutating func reduceEffort() {
    let (work, slots) = (formulation.work, amounts.effort.slots)
    for demand in frame.demands.indices {
      for (position, place) in slots[demand].enumerated() where amounts.effort.left(place: place) < 0 {
        if !frame.crews[demand].isEmpty {
          shortenCrew(demand, position, by: -amounts.effort.left(place: place))
        } else if frame.demands[demand].isForStaff {
          let isFlexible = slots.kind(demand) == .whole
          let entries = work.entries(of: demand).lazy.filter { [frame] in
            isFlexible || frame.slots[work.entries[$0].slot].period == position
          }
          let parts = worstFirst(entries)
          var left = -amounts.effort.left(place: place)
          if left <= roundedUp(parts) { continue }
          for part in parts where left > 0 {
            left = takeBack(part, excess: left, rate: work.pair(of: part.entry).exactProductivity)
          }
        } else {
          for index in formulation.use.places(of: demand).reversed()
          where formulation.use.places[index].slot == position {
            takeBackUnits(index, excess: FixedPoint.ceilDivision(-amounts.effort.left(place: place), FixedPoint.one))
          }
        }
      }
    }
  }

  /// Effort that may not be there: productivities are rounded up. It is less than a row may miss where one of them is off
  /// the grid, and taking it back could leave less than the least hours of a person.
  private func roundedUp(_ parts: [Part]) -> Int128 {
    parts.reduce(0) { sum, part in
      let productivity = formulation.work.pair(of: part.entry).exactProductivity
      guard productivity % FixedPoint.one != 0 else { return sum }
      return sum + Int128(part.isOvertime ? amounts.overtime[part.entry] : amounts.regular[part.entry])
    }
  }

  private mutating func reducePace() {
    let work = formulation.work
    for demand in amounts.pace.limited {
      for week in frame.days.weeks.indices where amounts.pace.left(demand, week) < 0 {
        let entries = work.entries(of: demand).lazy.filter { [frame] in
          frame.week(of: work.entries[$0].slot) == week
        }
        for part in worstFirst(entries) { takeBack(part, excess: Int128(-amounts.pace.left(demand, week))) }
        for index in formulation.operating.places.indices.reversed() where amounts.pace.left(demand, week) < 0 {
          let place = formulation.operating.places[index]
          guard frame.operated.list[place.pair].demand == demand, frame.week(of: place.slot) == week else { continue }
          takeBackOperating(index, excess: -amounts.pace.left(demand, week))
        }
      }
    }
  }

  private mutating func reduceLimits() {
    guard !amounts.limits.exceeded.isEmpty else { return }
    let (work, operating) = (formulation.work, formulation.operating)
    for part in worstFirst(work.entries.indices) {
      let excess = amounts.limits.excess(
        slot: work.entries[part.entry].slot, demand: work.pair(of: part.entry).demand)
      takeBack(part, excess: Int128(excess))
    }
    for index in operating.places.indices.reversed() where amounts.operating[index] > 0 {
      let place = operating.places[index]
      takeBackOperating(
        index, excess: amounts.limits.excess(slot: place.slot, demand: frame.operated.list[place.pair].demand))
    }
  }

  private mutating func takeBackOperating(_ column: Int, excess: Int64) {
    guard excess > 0 else { return }
    amounts.addOperating(-min(excess, amounts.removable(operating: column)), column: column)
  }

  private mutating func reduceAssets() {
    for asset in frame.scenario.assets.indices {
      for slot in frame.assetSlots.slots.indices where amounts.equipment.left(asset, slot) < 0 {
        releaseUnits(formulation.use.ofAsset[asset, slot]) { -$0.equipment.left(asset, slot) }
      }
    }
  }

  /// Something whose taking back frees an asset or money.
  private struct Candidate {
    let cost: Double
    let use: Int?
    let part: Part?
    let index: Int
  }

  /// Uses by asset demands and parts of entries with amounts, the dearest first.
  private func dearestFirst(uses: [Int], entries: [Int]) -> [Candidate] {
    var found = uses.map {
      Candidate(cost: reducedCosts[formulation.use.first + $0], use: $0, part: nil, index: $0)
    }
    found += worstFirst(entries).map {
      Candidate(
        cost: reducedCost(entry: $0.entry, isOvertime: $0.isOvertime), use: nil, part: $0, index: $0.entry)
    }
    return found.enumerated().sorted { a, b in
      a.element.cost == b.element.cost ? a.offset < b.offset : a.element.cost > b.element.cost
    }.map(\.element)
  }

  /// The same, but what the prices say nothing against is given up in the order of what it saves for the money: to lose
  /// hours that hardly cost anything frees little.
  private func leastWorthFirst(uses: [Int], entries: [Int]) -> [Candidate] {
    let candidates = dearestFirst(uses: uses, entries: entries)
    let first = candidates.firstIndex { $0.cost <= 1e-6 } ?? candidates.endIndex
    let others = candidates[first...].map { candidate -> (worth: Double, candidate: Candidate) in
      if let part = candidate.part {
        let pair = formulation.work.pair(of: part.entry)
        let rate = max(
          amounts.budgetRate(entry: part.entry, isOvertime: false),
          amounts.budgetRate(entry: part.entry, isOvertime: true))
        let effect = Double(nearest: pair.exactProductivity) * context.gain[pair.demand]
        return (rate > 0 ? effect / Double(nearest: rate) : .infinity, candidate)
      }
      let place = formulation.use.places[candidate.index]
      let price = amounts.prices.perUnitDay[place.asset]
      return (price > 0 ? 1e12 * context.gain[place.demand] / Double(nearest: price) : .infinity, candidate)
    }
    let sorted = others.enumerated().sorted { a, b in
      a.element.worth == b.element.worth ? a.offset < b.offset : a.element.worth < b.element.worth
    }
    return candidates[..<first] + sorted.map(\.element.candidate)
  }

  /// Takes back uses of assets, those of asset demands and those of people, until the excess is gone.
  ///
  /// - Parameter columns: the columns of which something may be taken back, all in one asset slot and of one asset.
  mutating func releaseUnits(_ columns: [Int], excess: (ExactAmounts) -> Int64) {
    let use = formulation.use
    let uses = columns.filter { use.places[$0].equipment == nil && amounts.units[$0] > 0 }
    let equipment = columns.filter { use.places[$0].equipment != nil && amounts.units[$0] > 0 }
    let workers = equipment.flatMap { column in
      formulation.work.entries(of: use.places[column].demand).filter {
        amounts.hours($0) > 0 && amounts.assetSlot(of: $0) == use.places[column].slot
      }
    }
    guard let asset = columns.first.map({ use.places[$0].asset }) else { return }
    // Regular time and overtime take turns in deciding what is occupied.
    for candidate in Array(repeating: dearestFirst(uses: uses, entries: workers), count: 4).joined() {
      if let index = candidate.use {
        let left = excess(amounts)
        guard left > 0 else { return }
        takeBackUnits(index, excess: Int128(left))
      } else if let part = candidate.part {
        // What is occupied is rounded up, so that the first millionths may free nothing.
        var factor: Int128 = 1
        while excess(amounts) > 0, amounts.removable(entry: part.entry, isOvertime: part.isOvertime) > 0,
          equipment.contains(where: {
            use.places[$0].demand == formulation.work.pair(of: part.entry).demand
              && amounts.decides($0, isOvertime: part.isOvertime)
          })
        {
          let rate = amounts.unitDaysPerHour(entry: part.entry, asset: asset, isOvertime: part.isOvertime)
          takeBack(
            part, excess: FixedPoint.ceilDivision(Int128(excess(amounts)) * FixedPoint.one * factor, max(1, rate)) + 1)
          factor = min(factor * 2, 1 << 20)
        }
      }
    }
  }

  private mutating func reduceBudgets() {
    let (work, use, operating) = (formulation.work, formulation.use, formulation.operating)
    for project in frame.scenario.projects.indices where amounts.budgets.excess(project) > 0 {
      let workers = work.entries.indices.filter {
        amounts.hours($0) > 0 && frame.project(work.pair(of: $0).demand) == project
      }
      let uses = use.places.indices.filter {
        amounts.units[$0] > 0 && use.places[$0].equipment == nil && amounts.prices.perUnitDay[use.places[$0].asset] > 0
          && frame.project(use.places[$0].demand) == project
      }
      for candidate in leastWorthFirst(uses: uses, entries: workers) {
        let excess = amounts.budgets.excess(project)
        guard excess > 0 else { break }
        if let index = candidate.use {
          let price = amounts.prices.perUnitDay[use.places[index].asset]
          takeBackUnits(index, excess: FixedPoint.ceilDivision(excess, price))
          dismiss(use.places[index].pair, use.places[index].slot)
          continue
        }
        guard let part = candidate.part else { continue }
        takeBackForMoney(part, project)
      }
      // What is left is for operators who serve nothing.
      for index in operating.places.indices.reversed()
      where amounts.budgets.excess(project) > 0 && amounts.operating[index] > 0
        && frame.project(frame.operated.list[operating.places[index].pair].demand) == project
      {
        takeBackOperating(index, excess: amounts.operating[index])
        let place = operating.places[index]
        release(place.pair, place.assetSlot)
      }
    }
  }

  /// Takes back hours until a project's budget holds. Where they cost nothing but what they occupy, regular time and
  /// overtime of the entry take turns in deciding how much that is.
  private mutating func takeBackForMoney(_ part: Part, _ project: Int) {
    var isOvertime = part.isOvertime
    // Equipment is rounded up to the grid, so that an hour taken back may free less than its rate at first.
    var factor: Int128 = 1
    while amounts.budgets.excess(project) > 0 {
      func rate(_ isOvertime: Bool) -> Int128 {
        amounts.removable(entry: part.entry, isOvertime: isOvertime) > 0
          ? amounts.budgetRate(entry: part.entry, isOvertime: isOvertime) : 0
      }
      if rate(isOvertime) == 0 {
        guard !amounts.equipmentPlaces(entry: part.entry).isEmpty, rate(!isOvertime) > 0 else { return }
        isOvertime.toggle()
      }
      let excess = amounts.budgets.excess(project)
      // Money in 10^-18 may be near to what a number holds.
      let (more, isTooMuch) = excess.multipliedReportingOverflow(by: factor)
      takeBack(
        Part(entry: part.entry, isOvertime: isOvertime), excess: isTooMuch ? excess : more, rate: rate(isOvertime))
      for place in amounts.equipmentPlaces(entry: part.entry) {
        dismiss(formulation.use.places[place].pair, formulation.use.places[place].slot)
      }
      factor = min(factor * 2, 1 << 40)
    }
  }

  private mutating func dismiss(_ pair: Int?, _ slot: Int) { if let pair { dismissCrew(pair, slot) } }

  /// Regular time and overtime of people.
  private mutating func reduceTime() {
    let operating = formulation.operating
    for slot in frame.slots.slots.indices {
      for isOvertime in [false, true] {
        func excess(_ amounts: ExactAmounts) -> Int64 {
          isOvertime
            ? min(-amounts.extra.left(slot), amounts.extra.used[slot]) : -amounts.capacity.left(slot)
        }
        guard excess(amounts) > 0 else { continue }
        for part in worstFirst(context.entriesOfSlot[slot]) where part.isOvertime == isOvertime {
          takeBack(part, excess: Int128(excess(amounts)))
        }
        for index in context.operatingOfSlot[slot].reversed() where operating.places[index].isOvertime == isOvertime {
          takeBackOperating(index, excess: excess(amounts))
        }
      }
    }
  }
}
