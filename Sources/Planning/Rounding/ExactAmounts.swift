// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// The amounts of a plan by slot in whole millionths, with what is left of every limit, all in integers.
///
/// It is where floating point ends: a solver's figures come in as wishes, and what leaves keeps every upper limit
/// exactly. Equipment and shortfalls are not free choices here but follow from hours.
struct ExactAmounts {
  let formulation: Formulation
  /// Regular hours and overtime by the entries of ``WorkColumns``.
  private(set) var regular: [Int64]
  private(set) var overtime: [Int64]
  /// z by the columns of ``UseColumns``; of equipment, what its hours occupy.
  private(set) var units: [Int64]
  /// q by the columns of ``OperatingColumns``.
  private(set) var operating: [Int64]
  /// What the amounts leave in the rows.
  private(set) var capacity: CapacityRows.Room
  private(set) var extra: OvertimeRows.Room
  private(set) var effort: EffortRows.Room
  private(set) var pace: PaceRows.Room
  private(set) var equipment: EquipmentRows.Room
  private(set) var budgets: BudgetRows.Room
  private(set) var limits: LimitRows.Room
  private(set) var crews: CrewRows.Room
  /// Unit-days that hours occupy by the columns of equipment, in 10^-12: in regular time and in overtime.
  private var occupied: [(regular: Int128, overtime: Int128)]
  /// The columns of equipment of each demand by the number of the use and the asset slot.
  private let equipmentPlaces: [Grid<OptionalIndex>]
  /// Limits of sums over a period that are asked for beside the scenario.
  private(set) var sums: LimitedSums
  /// Money for an hour by person and period, in 10^-12, rounded up; and for a unit-day of each asset.
  let prices: AmountPrices
  /// Whether equipment keeps back what rounding up on each day may add. Without, what a day has too little for is taken back
  /// on that day, which is mostly nothing, and sometimes more than is kept back.
  var keepsBack = false
  /// Whether amounts are taken back only down to their lower limits.
  var respectsLowerLimits = true

  /// Starts with nothing planned.
  init(_ formulation: Formulation) {
    self.formulation = formulation
    let frame = formulation.frame
    regular = Array(repeating: 0, count: formulation.work.entries.count)
    overtime = regular
    units = Array(repeating: 0, count: formulation.use.places.count)
    operating = Array(repeating: 0, count: formulation.operating.places.count)
    capacity = CapacityRows.Room(frame)
    extra = OvertimeRows.Room(frame, formulation.rows.overtime.limits)
    effort = EffortRows.Room(frame)
    pace = PaceRows.Room(frame)
    equipment = EquipmentRows.Room(frame)
    budgets = BudgetRows.Room(frame)
    limits = LimitRows.Room(formulation.rows.limits)
    crews = CrewRows.Room(formulation.rows.crews, frame)
    occupied = Array(repeating: (0, 0), count: units.count)
    var places = frame.equipment.map {
      Grid<OptionalIndex>(rows: $0.count, periods: $0.isEmpty ? 0 : frame.assetSlots.count, filledWith: nil)
    }
    for (index, place) in formulation.use.places.enumerated() {
      if let number = place.equipment { places[place.demand][number, place.slot] = OptionalIndex(index) }
    }
    equipmentPlaces = places
    sums = LimitedSums(formulation)
    prices = AmountPrices(frame)
  }

  var frame: ProgramFrame { formulation.frame }

  /// All hours of an entry.
  @inline(__always)
  func hours(_ entry: Int) -> Int64 { regular[entry] + overtime[entry] }

  /// The slot of an entry.
  @inline(__always)
  func slot(of entry: Int) -> StaffSlot { frame.slots[formulation.work.entries[entry].slot] }

  /// Where the equipment and the crew of an entry are counted.
  func assetSlot(of entry: Int) -> Int {
    let slot = slot(of: entry)
    return frame.assetSlots.slot(slot.period, of: formulation.work.entries[entry].days.first)
  }
}

/// What an hour or unit-day costs, exactly.
struct AmountPrices: Sendable {
  let frame: ProgramFrame
  /// By asset, in 10^-12, rounded up.
  let perUnitDay: [Int128]

  init(_ frame: ProgramFrame) {
    self.frame = frame
    perUnitDay = frame.scenario.assets.map { FixedPoint.ceil($0.costPerUnitDay) }
  }

  /// Money for an hour of work, or of operating without a demand, in 10^-12, rounded up.
  func perHour(_ staff: Int, _ demand: Int?, _ period: Int, isOvertime: Bool) -> Int128 {
    let time = frame.time[staff]
    let cost = demand.map { frame.money.exactCost(staff, $0, period) } ?? time.exactCosts[period]
    return cost + (isOvertime ? time.exactPremium(period) : 0)
  }
}

// MARK: - Limits

extension ExactAmounts {
  /// The most hours of an entry in regular time or overtime.
  func most(entry: Int, isOvertime: Bool) -> Int64 {
    let slot = slot(of: entry)
    let days = formulation.work.entries[entry].days
    let (time, first) = (frame.time[slot.staff], frame.days.first[slot.period])
    return isOvertime ? time.overtime(days, from: first) : time.regular(days, from: first)
  }

  /// What can be taken back of an entry, a use or a column of operating hours.
  func removable(entry: Int, isOvertime: Bool) -> Int64 {
    let amount = isOvertime ? overtime[entry] : regular[entry]
    return respectsLowerLimits ? max(0, min(amount, sums.removable(entry: entry))) : amount
  }
  func removable(use index: Int) -> Int64 {
    respectsLowerLimits ? max(0, min(units[index], sums.removable(use: index))) : units[index]
  }
  func removable(operating index: Int) -> Int64 {
    respectsLowerLimits ? max(0, min(operating[index], sums.removable(operating: index))) : operating[index]
  }

  /// Hours that a person could still work in a slot.
  func timeLeft(_ slot: Int, isOvertime: Bool) -> Int64 {
    max(0, isOvertime ? extra.left(slot) : capacity.left(slot))
  }

  /// The most hours by which an entry can grow within every limit, as it stands.
  func room(entry: Int, isOvertime: Bool) -> Int64 {
    let work = formulation.work
    let (pair, number) = (work.pair(of: entry), work.entries[entry].slot)
    let slot = frame.slots[number]
    let wanted = effort.left(pair.demand, period: slot.period, assetSlot: 0)
    guard wanted > 0 else { return 0 }
    var room = FixedPoint.clamped(wanted / pair.exactProductivity)
    room = min(room, timeLeft(number, isOvertime: isOvertime), pace.left(pair.demand, frame.week(of: number)))
    room = min(room, most(entry: entry, isOvertime: isOvertime) - (isOvertime ? overtime[entry] : regular[entry]))
    room = min(room, sums.left(entry: entry), limits.left(slot: number, demand: pair.demand))
    guard room > 0 else { return 0 }
    var price = prices.perHour(pair.staff, pair.demand, slot.period, isOvertime: isOvertime)
    var reserve: Int128 = 0
    for (use, place) in usedPlaces(entry) {
      guard let place else { return 0 }
      let full = dayHours(slot, isOvertime: isOvertime)
      guard full > 0 else { return 0 }
      room = min(room, hoursFor(place, use, full, isOvertime: isOvertime))
      price += FixedPoint.ceilDivision(prices.perUnitDay[use.asset] * use.exactUnits, full)
      // Equipment is rounded up to the grid on every day.
      reserve += prices.perUnitDay[use.asset] * 32
    }
    if price > 0 { room = min(room, budgets.affordable(frame.project(pair.demand), price: price, reserve: reserve)) }
    return max(0, room)
  }

  /// The hours by which those that occupy a column of equipment can grow.
  private func hoursFor(
    _ place: Int, _ use: ProgramFrame.Equipment, _ full: Int128, isOvertime: Bool
  ) -> Int64 {
    let column = formulation.use.places[place]
    var free = equipment.left(column.asset, column.slot)
    if let pair = column.pair { free = min(free, equipment.runnable(pair, column.slot)) }
    let whole = units[place] > 0 ? units[place] - reserve(place) : -reserve(place)
    let end = Int128(max(0, free + whole)) * 1_000_000
    let now = isOvertime ? occupied[place].overtime : occupied[place].regular
    // Each entry rounds up by itself.
    return FixedPoint.clamped((end - now - 1) * full / (use.exactUnits * 1_000_000))
  }

  /// What rounding up on each day can add to the unit-days of a column of equipment.
  private func reserve(_ place: Int) -> Int64 {
    let (demand, asset) = (formulation.use.places[place].demand, formulation.use.places[place].asset)
    // Where it is about money it may not be exceeded; hours of a crew do not grow again.
    let isAboutMoney =
      prices.perUnitDay[asset] > 0 && frame.scenario.projects[frame.project(demand)].budget != nil
    guard isAboutMoney || keepsBack && frame.crews[demand].isEmpty else { return 0 }
    return Int64(frame.assetSlots[formulation.use.places[place].slot].days.count - 1)
  }

  /// P or o1 of the person of a slot, in 10^-12.
  private func dayHours(_ slot: StaffSlot, isOvertime: Bool) -> Int128 {
    isOvertime ? frame.overtimeOfHead(slot) : frame.fullDay(slot)
  }

  /// The equipment that an entry occupies, with its columns; nil where there is none.
  private func usedPlaces(_ entry: Int) -> [(use: ProgramFrame.Equipment, place: Int?)] {
    let demand = formulation.work.pair(of: entry).demand
    guard !frame.equipment[demand].isEmpty else { return [] }
    let slot = assetSlot(of: entry)
    return frame.equipment[demand].enumerated().compactMap { number, use in
      use.exactUnits > 0 ? (use, equipmentPlaces[demand][number, slot].value) : nil
    }
  }

  /// Whether hours of a column of equipment decide what it occupies: the larger of regular time and overtime does.
  func decides(_ place: Int, isOvertime: Bool) -> Bool {
    let (regular, overtime) = occupied[place]
    return isOvertime ? overtime > 0 && overtime >= regular : regular >= overtime
  }

  /// The columns of equipment that an entry occupies.
  func equipmentPlaces(entry: Int) -> [Int] { usedPlaces(entry).compactMap(\.place) }

  /// The unit-days by which z can grow within every limit.
  func room(use index: Int) -> Int64 {
    let place = formulation.use.places[index]
    let period = frame.assetSlots[place.slot].period
    var room = min(
      equipment.left(place.asset, place.slot),
      FixedPoint.clamped(effort.left(place.demand, period: period, assetSlot: place.slot) / FixedPoint.one))
    if let pair = place.pair { room = min(room, equipment.runnable(pair, place.slot)) }
    let price = prices.perUnitDay[place.asset]
    if price > 0 { room = min(room, budgets.affordable(frame.project(place.demand), price: price)) }
    return max(0, min(room, sums.left(use: index)))
  }

  /// The hours by which operating can grow.
  func room(operating index: Int) -> Int64 {
    let place = formulation.operating.places[index]
    let demand = frame.operated.list[place.pair].demand
    var room = min(
      timeLeft(place.slot, isOvertime: place.isOvertime), place.most - operating[index], sums.left(operating: index))
    room = min(room, pace.left(demand, frame.week(of: place.slot)), limits.left(slot: place.slot, demand: demand))
    let slot = frame.slots[place.slot]
    let price = prices.perHour(slot.staff, nil, slot.period, isOvertime: place.isOvertime)
    if price > 0 { room = min(room, budgets.affordable(frame.project(demand), price: price)) }
    return max(0, room)
  }

  /// Money that taking back an hour of an entry frees in the budget, in 10^-12: equipment only where these hours decide what
  /// is occupied.
  func budgetRate(entry: Int, isOvertime: Bool) -> Int128 {
    let slot = slot(of: entry)
    let full = max(1, dayHours(slot, isOvertime: isOvertime))
    return usedPlaces(entry).reduce(
      prices.perHour(slot.staff, formulation.work.pair(of: entry).demand, slot.period, isOvertime: isOvertime)
    ) { sum, used in
      guard let place = used.place, decides(place, isOvertime: isOvertime) else { return sum }
      return sum + prices.perUnitDay[used.use.asset] * used.use.exactUnits / full
    }
  }

  /// Unit-days of an asset for an hour of an entry, in 10^-12, rounded down; 0 where it is not used.
  func unitDaysPerHour(entry: Int, asset: Int, isOvertime: Bool) -> Int128 {
    let full = max(1, dayHours(slot(of: entry), isOvertime: isOvertime))
    return usedPlaces(entry).first { $0.use.asset == asset }.map { $0.use.exactUnits * FixedPoint.one / full } ?? 0
  }
}

// MARK: - Changes

extension ExactAmounts {
  /// Adds hours to an entry, or takes them away.
  mutating func addHours(_ amount: Int64, entry: Int, isOvertime: Bool) {
    guard amount != 0 else { return }
    let work = formulation.work
    let (pair, number) = (work.pair(of: entry), work.entries[entry].slot)
    let slot = frame.slots[number]
    let project = frame.project(pair.demand)
    let before = isOvertime ? overtime[entry] : regular[entry]
    if isOvertime {
      overtime[entry] += amount
      extra.add(amount, number)
    } else {
      regular[entry] += amount
      capacity.add(amount, number)
    }
    if frame.crews[pair.demand].isEmpty {
      effort.take(pair.exactProductivity * Int128(amount), pair.demand, period: slot.period, assetSlot: 0)
    } else {
      let assetSlot = assetSlot(of: entry)
      let met = crews.met(pair.demand, slot: assetSlot)
      crews.add(amount, pair.demand, place: work.entries[entry].place, slot: assetSlot)
      let more = crews.met(pair.demand, slot: assetSlot) - met
      effort.take(FixedPoint.one * Int128(more), pair.demand, period: slot.period, assetSlot: 0)
    }
    budgets.spend(
      amount, price: prices.perHour(slot.staff, pair.demand, slot.period, isOvertime: isOvertime), project)
    pace.add(amount, pair.demand, frame.week(of: number))
    limits.add(amount, slot: number, demand: pair.demand)
    sums.add(amount, entry: entry)
    guard !frame.equipment[pair.demand].isEmpty else { return }
    let full = max(1, dayHours(slot, isOvertime: isOvertime))
    for (use, place) in usedPlaces(entry) {
      guard let place else { continue }
      func contribution(_ hours: Int64) -> Int128 {
        FixedPoint.ceilDivision(Int128(hours) * use.exactUnits * 1_000_000, full)
      }
      let more = contribution(before + amount) - contribution(before)
      if isOvertime { occupied[place].overtime += more } else { occupied[place].regular += more }
      settle(place)
    }
  }

  /// Sets the unit-days of a column of equipment to what its hours occupy.
  private mutating func settle(_ index: Int) {
    let most = max(occupied[index].regular, occupied[index].overtime)
    let needed = most > 0 ? FixedPoint.clamped(FixedPoint.ceilDivision(most, 1_000_000)) + reserve(index) : 0
    addUnits(needed - units[index], use: index)
  }

  /// Adds unit-days to a use, or takes them away.
  mutating func addUnits(_ amount: Int64, use index: Int) {
    guard amount != 0 else { return }
    let place = formulation.use.places[index]
    units[index] += amount
    equipment.addUnitDays(amount, place.asset, place.slot, pair: place.pair)
    if place.equipment == nil {
      effort.take(
        FixedPoint.one * Int128(amount), place.demand, period: frame.assetSlots[place.slot].period,
        assetSlot: place.slot)
      sums.add(amount, use: index)
    }
    budgets.spend(amount, price: prices.perUnitDay[place.asset], frame.project(place.demand))
  }

  /// Adds operating hours to a column, or takes them away.
  mutating func addOperating(_ amount: Int64, column index: Int) {
    guard amount != 0 else { return }
    let place = formulation.operating.places[index]
    let demand = frame.operated.list[place.pair].demand
    let slot = frame.slots[place.slot]
    operating[index] += amount
    equipment.addOperating(amount, place.pair, place.assetSlot)
    if place.isOvertime { extra.add(amount, place.slot) } else { capacity.add(amount, place.slot) }
    pace.add(amount, demand, frame.week(of: place.slot))
    limits.add(amount, slot: place.slot, demand: demand)
    sums.add(amount, operating: index)
    budgets.spend(
      amount, price: prices.perHour(slot.staff, nil, slot.period, isOvertime: place.isOvertime), frame.project(demand))
  }
}
