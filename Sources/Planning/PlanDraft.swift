// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension ExactAmounts {
  /// The lists of a plan, sorted, without costs.
  struct Lists {
    var assignments: [Plan.Assignment] = []
    var overtime: [Plan.OvertimeEntry] = []
    var assetUse: [Plan.AssetUse] = []
    var operating: [Plan.Operating] = []
    var unmet: [Plan.UnmetEntry] = []
    var broken: [Plan.BrokenCommitment] = []
  }

  /// The amounts as lists of a plan.
  func lists() -> Lists {
    let scenario = formulation.scenario
    let ranks = Ranks(formulation)
    let count = formulation.periods.count
    var lists = Lists()

    func project(_ demand: Int) -> String { scenario.projects[formulation.places[demand].project].id }
    func amount(_ value: Int64) -> Millionths { Millionths(count: Int128(value)) }

    // Entries with their places in the list.
    var worked: [(place: Int, entry: Int)] = []
    for entry in hours.indices where hours[entry] > 0 {
      let pair = formulation.pairs[Int(entryPair[entry])]
      let place = ranks.staff[Int(pair.staff)] * ranks.demand.count + ranks.demand[Int(pair.demand)]
      worked.append((place * count + Int(entryPeriod[entry]), entry))
    }
    worked.sort { $0.place < $1.place }
    lists.assignments.reserveCapacity(worked.count)
    for (_, entry) in worked {
      let pair = formulation.pairs[Int(entryPair[entry])]
      let period = Int(entryPeriod[entry])
      lists.assignments.append(
        Plan.Assignment(
          staff: scenario.staff[Int(pair.staff)].id, demand: formulation.demands[Int(pair.demand)].id,
          project: project(Int(pair.demand)), period: period, days: formulation.periods[period],
          hours: amount(hours[entry]), cost: .zero))
    }
    for staff in ranks.staffOrder {
      for period in 0..<count where overtime(staff: staff, period: period) > 0 {
        lists.overtime.append(
          Plan.OvertimeEntry(
            staff: scenario.staff[staff].id, period: period, hours: amount(overtime(staff: staff, period: period)),
            cost: .zero))
      }
    }
    var uses: [(asset: Int, demand: Int, period: Int, amount: Int64)] = []
    for (index, place) in formulation.use.enumerated() where units[index] > 0 {
      uses.append((Int(place.owner), Int(place.target), Int(place.period), units[index]))
    }
    for (demand, item) in formulation.demands.enumerated() {
      guard let work = item.staff, !work.uses.isEmpty else { continue }
      for period in 0..<count {
        for use in equipment(demand: demand, period: period) where use.unitDays > 0 {
          uses.append((use.asset, demand, period, use.unitDays))
        }
      }
    }
    uses.sort {
      (ranks.asset[$0.asset], ranks.demand[$0.demand], $0.period)
        < (ranks.asset[$1.asset], ranks.demand[$1.demand], $1.period)
    }
    lists.assetUse = uses.map { use in
      Plan.AssetUse(
        asset: scenario.assets[use.asset].id, demand: formulation.demands[use.demand].id, project: project(use.demand),
        period: use.period, unitDays: amount(use.amount), cost: .zero)
    }
    var operated: [(place: Int, index: Int)] = []
    for index in operating.indices where operating[index] > 0 {
      let item = formulation.operating[index]
      let place = ranks.staff[Int(item.owner)] * ranks.asset.count + ranks.asset[Int(item.target)]
      operated.append((place * count + Int(item.period), index))
    }
    operated.sort { $0.place < $1.place }
    for (_, index) in operated {
      let place = formulation.operating[index]
      lists.operating.append(
        Plan.Operating(
          staff: scenario.staff[Int(place.owner)].id, asset: scenario.assets[Int(place.target)].id,
          period: Int(place.period), hours: amount(operating[index]), cost: .zero))
    }
    lists.unmet = unmetList(ranks)
    lists.broken = brokenList(ranks)
    return lists
  }

  private func unmetList(_ ranks: Ranks) -> [Plan.UnmetEntry] {
    // How many figures add up in each slot, and whether they can hit the right-hand side exactly.
    var entries = [Int](repeating: 0, count: wanted.count)
    var isFractional = [Bool](repeating: false, count: wanted.count)
    for entry in hours.indices where hours[entry] > 0 {
      let slot = effortSlot(entry: entry)
      entries[slot] += 1
      if productivity(entry: entry) != FixedPoint.one { isFractional[slot] = true }
    }
    for (index, place) in formulation.use.enumerated() where units[index] > 0 {
      entries[effortBase[Int(place.target)] + Int(place.period)] += 1
    }
    var result: [Plan.UnmetEntry] = []
    for demand in ranks.demandOrder {
      let isFlexible = formulation.demands[demand].isFlexible
      let count = isFlexible ? 1 : formulation.periods.count
      for position in 0..<count {
        let slot = effortBase[demand] + position
        guard wanted[slot] > 0 else { continue }
        let isOffGrid = isFractional[slot] || !isOnGrid(demand: demand, position: position)
        if isOffGrid, wanted[slot] <= FixedPoint.one * Int128(entries[slot]) { continue }
        let amount =
          isOffGrid
          ? (wanted[slot] + FixedPoint.one / 2) / FixedPoint.one : FixedPoint.ceilDivision(wanted[slot], FixedPoint.one)
        guard amount > 0 else { continue }
        result.append(
          Plan.UnmetEntry(
            demand: formulation.demands[demand].id,
            project: formulation.scenario.projects[formulation.places[demand].project].id,
            period: isFlexible ? nil : position, amount: Millionths(count: amount),
            isUnitDays: !formulation.demands[demand].isForStaff,
            cost: .zero))
      }
    }
    return result
  }

  /// Whether the right-hand side of an effort row is a whole number of millionths.
  private func isOnGrid(demand: Int, position: Int) -> Bool {
    let window = formulation.scenario.window(of: formulation.places[demand])
    switch formulation.demands[demand].kind {
    case .staff(let staff):
      let side = FixedPoint.floor(staff.hours) * 1_000_000
      guard staff.hours.scale <= FixedPoint.scale else { return false }
      guard staff.pace == .even else { return side % FixedPoint.one == 0 }
      let part = Int128(formulation.days.workdays(window.intersection(formulation.periods[position])))
      return side * part % (Int128(max(1, formulation.days.workdays(window))) * FixedPoint.one) == 0
    case .asset(let asset):
      let part = Int128(window.intersection(formulation.periods[position]).count)
      return asset.units.scale <= FixedPoint.scale
        && FixedPoint.floor(asset.units) * 1_000_000 * part % FixedPoint.one == 0
    }
  }

  private func brokenList(_ ranks: Ranks) -> [Plan.BrokenCommitment] {
    guard !formulation.promises.isEmpty else { return [] }
    return formulation.promises.indices.sorted { left, right in
      let (a, b) = (formulation.promises[left], formulation.promises[right])
      return (ranks.staff[Int(a.staff)], ranks.demand[Int(a.demand)], a.period)
        < (ranks.staff[Int(b.staff)], ranks.demand[Int(b.demand)], b.period)
    }.compactMap { index in
      let promise = formulation.promises[index]
      let promised = formulation.exactPromise(promise)
      let short = promised - Int128(promiseEntry[index].map { hours[$0] } ?? 0)
      guard short > 0 else { return nil }
      return Plan.BrokenCommitment(
        staff: formulation.scenario.staff[Int(promise.staff)].id, demand: formulation.demands[Int(promise.demand)].id,
        period: Int(promise.period), hours: Millionths(count: short), cost: .zero)
    }
  }
}

extension Formulation {
  /// The hours promised by a person to a demand in a period, in millionths, rounded up.
  func exactPromise(_ promise: Promise) -> Int128 {
    let calendar = scenario.calendar.calendar(scenario.staff[Int(promise.staff)].calendar) ?? scenario.calendar.standard
    var sum: Int128 = 0
    for commitment in scenario.commitments
    where commitment.staff == scenario.staff[Int(promise.staff)].id
      && commitment.demand == demands[Int(promise.demand)].id
    {
      let part = commitment.days.intersection(periods[Int(promise.period)])
      guard !part.isEmpty else { continue }
      let worked = (part.first.number...part.last.number).count { calendar.isWorked(Day(number: $0)) }
      sum += FixedPoint.ceil(commitment.hoursPerWeek) * Int128(worked)
    }
    return FixedPoint.ceilDivision(sum, Int128(calendar.workdays.count) * 1_000_000)
  }
}

/// The places of people, demands and assets in the order of a plan's lists: by id, compared by Unicode scalar values.
struct Ranks {
  let staff: [Int]
  let demand: [Int]
  let asset: [Int]
  let staffOrder: [Int]
  let demandOrder: [Int]

  init(_ formulation: Formulation) {
    (staff, staffOrder) = Self.rank(formulation.scenario.staff.map(\.id))
    (demand, demandOrder) = Self.rank(formulation.demands.map(\.id))
    (asset, _) = Self.rank(formulation.scenario.assets.map(\.id))
  }

  private static func rank(_ ids: [String]) -> (rank: [Int], order: [Int]) {
    // UTF-8 bytes sort as Unicode scalar values do; `String` itself compares by canonical equivalence.
    let order =
      zip(ids, ids.dropFirst()).allSatisfy { $0.precedes($1) }
      ? Array(ids.indices) : ids.indices.sorted { ids[$0].precedes(ids[$1]) }
    var rank = [Int](repeating: 0, count: ids.count)
    for (position, index) in order.enumerated() { rank[index] = position }
    return (rank, order)
  }
}
