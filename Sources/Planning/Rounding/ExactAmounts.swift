// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// The amounts of a plan in whole millionths, with what is left of every limit, all in integers.
///
/// It is where floating point ends: a solver's figures come in as wishes, and what leaves keeps every upper limit
/// exactly. Overtime, equipment and shortfalls are not free choices here but follow from hours and units.
struct ExactAmounts {
  let formulation: Formulation
  /// x by the entries of ``WorkColumns``, z and q by their columns.
  private(set) var hours: LimitedAmounts
  private(set) var units: LimitedAmounts
  private(set) var operating: LimitedAmounts
  /// What the amounts leave in the rows.
  private(set) var capacity: CapacityRows.Room
  private(set) var overtimeTotal: OvertimeRows.Room
  private(set) var effort: EffortRows.Room
  private(set) var pace: PaceRows.Room
  private(set) var equipment: EquipmentRows.Room
  private(set) var budgets: BudgetRows.Room
  /// The entry in which each promise can be kept; nil where there is none.
  let promiseEntry: [Int?]
  /// Whether amounts are taken back only down to their lower limits.
  var respectsLowerLimits = true

  /// Starts with nothing planned.
  init(_ formulation: Formulation) {
    self.formulation = formulation
    let frame = formulation.frame
    let work = formulation.work
    let (staff, assets) = (frame.scenario.staff, frame.scenario.assets)
    hours = LimitedAmounts(
      count: work.entries.count,
      limit: frame.limits.map { limits in
        { entry in
          let pair = work.pair(of: entry)
          return limits.hours(staff[pair.staff].id, frame.demands[pair.demand].id)[work.entries[entry].period]
        }
      })
    units = LimitedAmounts(
      count: formulation.use.places.count,
      limit: frame.limits.map { limits in
        { index in
          let place = formulation.use.places[index]
          return limits.assetUse(assets[place.asset].id, frame.demands[place.demand].id)[place.period]
        }
      })
    operating = LimitedAmounts(
      count: formulation.operating.places.count,
      limit: frame.limits.map { limits in
        { index in
          let place = formulation.operating.places[index]
          return limits.operating(staff[place.staff].id, assets[place.asset].id)[place.period]
        }
      })
    capacity = CapacityRows.Room(frame)
    overtimeTotal = OvertimeRows.Room(frame)
    effort = EffortRows.Room(frame)
    pace = PaceRows.Room(frame)
    equipment = EquipmentRows.Room(frame)
    budgets = BudgetRows.Room(frame)
    promiseEntry = formulation.rows.commitments.promises.map { work.entry($0.staff, $0.demand, $0.period) }
  }

  private var frame: ProgramFrame { formulation.frame }
}

// MARK: - Limits

extension ExactAmounts {
  /// The most hours of an entry: (h + o) A(i,d,t), or less where less is asked for.
  func most(entry: Int) -> Int64 {
    let pair = formulation.work.pair(of: entry)
    let available = frame.available(
      pair.staff, formulation.work.entries[entry].period, from: pair.firstDay, to: pair.lastDay)
    return min(FixedPoint.clamped(frame.time[pair.staff].totalLimit(available)), hours.most(entry))
  }

  /// The most operating hours of a column: (h + o) A on the days with the skills, or less.
  func most(operating index: Int) -> Int64 {
    let place = formulation.operating.places[index]
    return min(FixedPoint.clamped(frame.time[place.staff].totalLimit(place.available)), operating.most(index))
  }

  /// What can be taken back of an entry, a use or a column of operating hours.
  func removable(entry: Int) -> Int64 { removable(hours, entry) }
  func removable(use index: Int) -> Int64 { removable(units, index) }
  func removable(operating index: Int) -> Int64 { removable(operating, index) }

  private func removable(_ amounts: LimitedAmounts, _ index: Int) -> Int64 {
    max(0, amounts[index] - (respectsLowerLimits ? amounts.least(index) : 0))
  }

  /// Overtime that a person could still work in a period.
  func overtimeLeft(_ staff: Int, _ period: Int) -> Int64 {
    max(0, min(capacity.overtimeLeft(staff, period), overtimeTotal.left(staff)))
  }

  /// Hours that a person could still work in a period, with overtime.
  func timeLeft(_ staff: Int, _ period: Int) -> Int64 {
    capacity.regularLeft(staff, period) + overtimeLeft(staff, period)
  }

  /// The most hours by which an entry can grow within every limit, with overtime, as it stands; 0 where none.
  func room(entry: Int) -> Int64 {
    let pair = formulation.work.pair(of: entry)
    let period = formulation.work.entries[entry].period
    let wanted = effort.left(pair.demand, period)
    guard wanted > 0 else { return 0 }
    var room = FixedPoint.clamped(wanted / pair.exactProductivity)
    room = min(room, timeLeft(pair.staff, period), pace.left(pair.demand, period))
    guard room > 0 else { return 0 }
    room = min(room, most(entry: entry) - hours[entry])
    var price = budgets.perHour[pair.staff]
    var reserve: Int128 = 0
    let worked = pace[pair.demand, period]
    for use in frame.equipment[pair.demand] where use.units > 0 {
      let now = equipment.unitDays(use, hours: worked)
      let free = equipment.left(use.asset, period)
      room = min(room, equipment.hours(use, unitDays: now + free) - worked)
      price += equipment.perHour(use, perUnitDay: budgets.perUnitDay[use.asset])
      // Equipment is rounded up to the grid.
      reserve += budgets.perUnitDay[use.asset]
    }
    if price > 0 { room = min(room, budgets.affordable(frame.project(pair.demand), price: price, reserve: reserve)) }
    return max(0, room)
  }

  /// The unit-days by which z can grow within every limit.
  func room(use index: Int) -> Int64 {
    let place = formulation.use.places[index]
    var room = min(
      equipment.left(place.asset, place.period),
      FixedPoint.clamped(effort.left(place.demand, place.period) / FixedPoint.one))
    let price = budgets.perUnitDay[place.asset]
    if price > 0 { room = min(room, budgets.affordable(frame.project(place.demand), price: price)) }
    return max(0, min(room, units.most(index) - units[index]))
  }

  /// Money against the budget for an hour of an entry, in 10^-12.
  func budgetRate(entry: Int) -> Int128 {
    let pair = formulation.work.pair(of: entry)
    return frame.equipment[pair.demand].reduce(budgets.perHour[pair.staff]) { sum, use in
      sum + equipment.perHour(use, perUnitDay: budgets.perUnitDay[use.asset])
    }
  }

  /// Unit-days of an asset for an hour on a demand, in 10^-12; 0 where it is not used.
  func unitDaysPerHour(demand: Int, asset: Int) -> Int128 {
    frame.equipment[demand].first { $0.asset == asset }.map(equipment.unitDaysPerHour) ?? 0
  }
}

// MARK: - Changes

extension ExactAmounts {
  /// Adds hours to an entry, or takes them away.
  mutating func addHours(_ amount: Int64, entry: Int) {
    guard amount != 0 else { return }
    let pair = formulation.work.pair(of: entry)
    let period = formulation.work.entries[entry].period
    let project = frame.project(pair.demand)
    hours.add(amount, entry)
    addLoad(amount, pair.staff, period)
    effort.take(pair.exactProductivity * Int128(amount), pair.demand, period)
    budgets.spend(hours: amount, of: pair.staff, project)
    let worked = pace[pair.demand, period]
    for use in formulation.frame.equipment[pair.demand] {
      let more = equipment.unitDays(use, hours: worked + amount) - equipment.unitDays(use, hours: worked)
      equipment.addUnitDays(more, use.asset, period)
      budgets.spend(unitDays: more, of: use.asset, project)
    }
    pace.add(amount, pair.demand, period)
  }

  /// Adds unit-days to a use by an asset demand, or takes them away.
  mutating func addUnits(_ amount: Int64, use index: Int) {
    let place = formulation.use.places[index]
    units.add(amount, index)
    equipment.addUnitDays(amount, place.asset, place.period)
    effort.take(FixedPoint.one * Int128(amount), place.demand, place.period)
    budgets.spend(unitDays: amount, of: place.asset, frame.project(place.demand))
  }

  /// Adds operating hours to a column, or takes them away.
  mutating func addOperating(_ amount: Int64, column index: Int) {
    let place = formulation.operating.places[index]
    operating.add(amount, index)
    equipment.addOperating(amount, place.asset, place.period)
    addLoad(amount, place.staff, place.period)
  }

  private mutating func addLoad(_ hours: Int64, _ staff: Int, _ period: Int) {
    overtimeTotal.add(capacity.add(hours, staff, period), staff)
  }
}
