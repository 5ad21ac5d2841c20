// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// Taking back what exceeds a limit, the dearest first.
extension PlanAssembler {
  /// Takes back amounts until nothing exceeds a limit. Taking back never makes another limit worse, except that of
  /// operators, who come last.
  mutating func reduce() {
    reduceEffort()
    reducePace()
    reduceAssets()
    reduceBudgets()
    reduceCapacity()
    reduceOvertimeTotals()
    staffCrews()
  }

  /// Entries with hours in the order in which they are given up: the highest reduced cost first, then the highest index.
  private func worstFirst(_ entries: some Sequence<Int>) -> [Int] {
    sorted(entries.filter { amounts.hours[$0] > 0 }, dearestFirst: true) { reducedCost(entry: $0) }
  }

  /// Takes back so much of an entry that `rate` times it reaches `excess`.
  ///
  /// - Returns: what is left of the excess.
  @discardableResult
  private mutating func takeBack(_ entry: Int, excess: Int128, rate: Int128 = 1) -> Int128 {
    guard rate > 0, excess > 0 else { return excess }
    let needed = FixedPoint.ceilDivision(excess, rate)
    let amount = Int64(min(needed, Int128(amounts.removable(entry: entry))))
    amounts.addHours(-amount, entry: entry)
    return excess - rate * Int128(amount)
  }

  private mutating func takeBackUnits(_ use: Int, excess: Int128) {
    amounts.addUnits(-Int64(min(excess, Int128(amounts.removable(use: use)))), use: use)
  }

  private mutating func takeBackOperating(_ column: Int, excess: Int64) {
    guard excess > 0 else { return }
    amounts.addOperating(-min(excess, amounts.removable(operating: column)), column: column)
  }

  private mutating func reduceEffort() {
    let (frame, work, use) = (formulation.frame, formulation.work, formulation.use)
    for demand in frame.demands.indices {
      for period in 0..<amounts.effort.slots[demand].count where amounts.effort.left(demand, period) < 0 {
        if frame.demands[demand].isForStaff {
          let isFlexible = frame.isFlexible[demand]
          let entries = work.entries(of: demand).lazy.filter { isFlexible || work.entries[$0].period == period }
          var left = -amounts.effort.left(demand, period)
          for entry in worstFirst(entries) where left > 0 {
            left = takeBack(entry, excess: left, rate: work.pair(of: entry).exactProductivity)
          }
        } else {
          for index in use.places.indices.reversed()
          where use.places[index].demand == demand && use.places[index].period == period {
            let excess = FixedPoint.ceilDivision(-amounts.effort.left(demand, period), FixedPoint.one)
            guard excess > 0 else { break }
            takeBackUnits(index, excess: excess)
          }
        }
      }
    }
  }

  private mutating func reducePace() {
    let work = formulation.work
    for demand in amounts.pace.limited {
      for period in formulation.frame.periods.indices where amounts.pace.excess(demand, period) > 0 {
        for entry in worstFirst(work.entries(of: demand).lazy.filter { work.entries[$0].period == period }) {
          takeBack(entry, excess: Int128(amounts.pace.excess(demand, period)))
        }
      }
    }
  }

  private mutating func reduceAssets() {
    for asset in formulation.scenario.assets.indices {
      for period in formulation.frame.periods.indices where amounts.equipment.assets.excess(asset, period) > 0 {
        releaseUnits(asset, period) { Int128($0.equipment.assets.excess(asset, period)) }
      }
    }
  }

  private struct Candidate {
    let cost: Double
    let isUse: Bool
    let index: Int
  }

  /// Entries and uses with amounts, the dearest first.
  private func dearestFirst(uses: [Int], entries: [Int]) -> [Candidate] {
    var found = uses.map {
      Candidate(cost: reducedCosts[formulation.use.first + $0], isUse: true, index: $0)
    }
    found += entries.map { Candidate(cost: reducedCost(entry: $0), isUse: false, index: $0) }
    return found.sorted { a, b in
      a.cost == b.cost ? (a.isUse == b.isUse ? a.index > b.index : a.isUse) : a.cost > b.cost
    }
  }

  /// Takes back uses of an asset in a period, those of asset demands and those of people, until the excess is gone.
  mutating func releaseUnits(_ asset: Int, _ period: Int, excess: (ExactAmounts) -> Int128) {
    let (work, use) = (formulation.work, formulation.use)
    let uses = use.places.indices.filter {
      use.places[$0].asset == asset && use.places[$0].period == period && amounts.units[$0] > 0
    }
    let workers = amounts.hours.indices.filter {
      amounts.hours[$0] > 0 && work.entries[$0].period == period
        && amounts.unitDaysPerHour(demand: work.pair(of: $0).demand, asset: asset) > 0
    }
    for candidate in dearestFirst(uses: uses, entries: workers) {
      let left = excess(amounts)
      guard left > 0 else { return }
      if candidate.isUse {
        takeBackUnits(candidate.index, excess: left)
      } else {
        let rate = amounts.unitDaysPerHour(demand: work.pair(of: candidate.index).demand, asset: asset)
        // Rounding up to the grid can hide the effect of the last millionth, so that one more is taken.
        takeBack(candidate.index, excess: FixedPoint.ceilDivision(left * FixedPoint.one, rate) + 1)
      }
    }
  }

  private mutating func reduceBudgets() {
    let (frame, work, use) = (formulation.frame, formulation.work, formulation.use)
    for project in formulation.scenario.projects.indices where amounts.budgets.excess(project) > 0 {
      let workers = amounts.hours.indices.filter {
        amounts.hours[$0] > 0 && frame.project(work.pair(of: $0).demand) == project && amounts.budgetRate(entry: $0) > 0
      }
      let uses = use.places.indices.filter {
        amounts.units[$0] > 0 && amounts.budgets.perUnitDay[use.places[$0].asset] > 0
          && frame.project(use.places[$0].demand) == project
      }
      for candidate in dearestFirst(uses: uses, entries: workers) {
        var excess = amounts.budgets.excess(project)
        guard excess > 0 else { break }
        if candidate.isUse {
          let price = amounts.budgets.perUnitDay[use.places[candidate.index].asset]
          takeBackUnits(candidate.index, excess: FixedPoint.ceilDivision(excess, price))
          continue
        }
        // Equipment is rounded up to the grid, so that an hour taken back may free less than its rate at first.
        var factor: Int128 = 1
        while excess > 0, amounts.removable(entry: candidate.index) > 0 {
          takeBack(candidate.index, excess: excess * factor, rate: amounts.budgetRate(entry: candidate.index))
          excess = amounts.budgets.excess(project)
          factor *= 2
        }
      }
    }
  }

  private mutating func reduceCapacity() {
    let (work, operating) = (formulation.work, formulation.operating)
    let exceeded = formulation.scenario.staff.indices.flatMap { staff in
      formulation.frame.periods.indices.filter { amounts.capacity.excess(staff, $0) > 0 }.map { (staff, $0) }
    }
    guard !exceeded.isEmpty else { return }
    var entries = Grid(
      rows: formulation.scenario.staff.count, periods: formulation.frame.periods.count, filledWith: [Int]())
    for entry in amounts.hours.indices where amounts.hours[entry] > 0 {
      entries[work.pair(of: entry).staff, work.entries[entry].period].append(entry)
    }
    for (staff, period) in exceeded {
      for entry in worstFirst(entries[staff, period]) {
        takeBack(entry, excess: Int128(amounts.capacity.excess(staff, period)))
      }
      for index in operating.places.indices.reversed()
      where operating.places[index].staff == staff && operating.places[index].period == period {
        takeBackOperating(index, excess: amounts.capacity.excess(staff, period))
      }
    }
  }

  private mutating func reduceOvertimeTotals() {
    let (work, operating) = (formulation.work, formulation.operating)
    for staff in formulation.scenario.staff.indices where amounts.overtimeTotal.excess(staff) > 0 {
      func excess(_ period: Int) -> Int64 {
        min(amounts.overtimeTotal.excess(staff), amounts.capacity.overtime(staff, period))
      }
      for entry in worstFirst(amounts.hours.indices.lazy.filter { work.pair(of: $0).staff == staff }) {
        takeBack(entry, excess: Int128(excess(work.entries[entry].period)))
      }
      for index in operating.places.indices.reversed() where operating.places[index].staff == staff {
        takeBackOperating(index, excess: excess(operating.places[index].period))
      }
    }
  }
}
