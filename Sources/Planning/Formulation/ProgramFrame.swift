// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// A scenario as rows and columns see it: people, demands, assets and projects by index, their figures as numbers, and
/// time in slots.
///
/// A reference, because it is handed to whoever builds a part of the program.
final class ProgramFrame: Sendable {
  /// Equipment that a person occupies who works on a demand.
  struct Equipment: Sendable {
    let asset: Int
    /// Units for a person, as a number, and in 10^-12, rounded up.
    let units: Double
    let exactUnits: Int128
  }

  let scenario: Scenario
  /// What limits amounts beside the scenario.
  let limits: PlanLimits?
  let index: ScenarioIndex
  let periods: [DayRange]
  var places: [Scenario.DemandPlace] { index.demandPlaces }
  let demands: [Demand]
  /// The effective hours that each demand wants; 0 for demands of assets.
  let hours: [ExactDecimal]
  /// The days of each demand, and those that it has as the scenario is written, against which promises are held.
  let windows: [DayRange]
  let writtenWindows: [DayRange]
  /// What the people on each demand occupy; none for demands of assets.
  let equipment: [[Equipment]]
  /// By demand how many people take each place of its crew at the same time; empty where it has none.
  let crews: [[Int]]
  /// By demand with a crew, whether somebody can take each of its places in each asset slot; empty for others.
  let isComplete: [[Bool]]
  /// The time of each person.
  let time: [StaffTime]
  let penalties: Penalties
  let money: WorkMoney
  let days: HorizonDays
  /// Who may work on each demand, and operate each asset; nobody where that is not asked.
  let candidates: [[Eligibility.Candidate]]
  let operators: [[Eligibility.Candidate]]
  /// The assets with operators and the demands that they serve.
  let operated: OperatedPairs
  /// The days on which each demand may use assets, by day of the horizon: those on which an asset demand wants units, or on
  /// which anybody may work on a staff demand that uses equipment; empty where it uses none.
  let usableDays: [[Bool]]
  /// By asset demand how many days that count its moved window has fewer than the one as written: they are unmet.
  let missingDays: [Int]
  /// The units that there are of each asset on each day, in 10^-12.
  let units: Grid<Int128>
  let limitIndex: LimitIndex
  let refinement: Refinement
  let slots: StaffSlots
  let assetSlots: AssetSlots
  /// Whether for what a person works overtime makes a difference: then there is a column for each.
  let attributesOvertime: [Bool]

  /// - Parameters:
  ///   - scenario: a scenario that passed validation.
  ///   - refinement: where days have to be told apart.
  /// - Complexity: O(staff x days + candidates)
  init(_ scenario: Scenario, limits: PlanLimits?, refinement: Refinement = Refinement()) {
    self.scenario = scenario
    self.limits = limits
    self.refinement = refinement
    let index = ScenarioIndex(scenario)
    self.index = index
    let periods = scenario.calendar.periods
    self.periods = periods
    let demands = index.demandPlaces.map(scenario.demand(at:))
    self.demands = demands
    hours = index.demandPlaces.map(scenario.hours(of:))
    let windows = index.demandPlaces.map(scenario.window(of:))
    self.windows = windows
    writtenWindows = index.demandPlaces.map(scenario.writtenWindow(of:))
    let days = HorizonDays(scenario.calendar, periods: periods)
    self.days = days
    let time = Self.time(scenario, days)
    self.time = time
    penalties = Penalties(scenario)
    money = WorkMoney(scenario, index, time)
    let equipment = demands.map { demand in
      (demand.staff?.uses ?? []).compactMap { use in
        index.assets[use.asset].map {
          Equipment(
            asset: $0, units: use.unitsPerPerson.doubleValue, exactUnits: FixedPoint.ceil(use.unitsPerPerson))
        }
      }
    }
    self.equipment = equipment
    crews = demands.map { $0.staff?.crew.map(\.count) ?? [] }
    let eligibility = Eligibility(scenario, time)
    candidates = demands.indices.map { demand in
      demands[demand].staff.map { eligibility.candidates(for: $0, window: windows[demand]) } ?? []
    }
    operators = scenario.assets.map { asset in asset.operators.map { eligibility.operators(of: $0.skills) } ?? [] }
    operated = OperatedPairs(scenario)
    let units = Grid<Int128>(rows: scenario.assets.count, periods: days.count, filledWith: 0)
    self.units = Self.filled(units, scenario)
    let limitIndex = LimitIndex(scenario, index)
    self.limitIndex = limitIndex
    let parts = TimeParts(
      scenario, limitIndex, demands: demands, windows: windows, written: writtenWindows, equipment: equipment,
      candidates: candidates,
      operators: operators, units: self.units, time: time, days: days, refinement: refinement)
    usableDays = parts.usableDays
    missingDays = parts.missingDays
    assetSlots = parts.assetSlots
    slots = parts.staffSlots
    isComplete = Self.complete(crews, candidates, time, days, parts.assetSlots)
    attributesOvertime = Self.attributesOvertime(
      scenario, index, equipment: equipment, candidates: candidates, operators: operators)
  }

  static func time(_ scenario: Scenario, _ days: HorizonDays) -> [StaffTime] {
    let calendar = scenario.calendar
    var hours: [String?: [ExactDecimal]] = [nil: calendar.standard.hours(in: calendar.horizon)]
    for (id, named) in calendar.named where hours[id] == nil { hours[id] = named.hours(in: calendar.horizon) }
    return scenario.staff.map { StaffTime($0, calendar, days, hours: hours) }
  }

  private static func complete(
    _ crews: [[Int]], _ candidates: [[Eligibility.Candidate]], _ time: [StaffTime], _ days: HorizonDays,
    _ slots: AssetSlots
  ) -> [[Bool]] {
    crews.indices.map { demand in
      guard !crews[demand].isEmpty else { return [] }
      var isTaken = Grid(rows: crews[demand].count, periods: slots.count, filledWith: false)
      for candidate in candidates[demand] {
        for period in candidate.periods(days) {
          let worked = time[Int(candidate.staff)].worked(candidate.days(in: period, days), from: days.first[period])
          for slot in slots[period: period] where !slots[slot].days.intersection(worked).isEmpty {
            isTaken[Int(candidate.place ?? 0), slot] = true
          }
        }
      }
      return (0..<slots.count).map { slot in crews[demand].indices.allSatisfy { isTaken[$0, slot] } }
    }
  }

  /// The units of each asset on each day, outages taken off.
  private static func filled(_ grid: Grid<Int128>, _ scenario: Scenario) -> Grid<Int128> {
    var grid = grid
    let horizon = scenario.calendar.horizon
    for (index, asset) in scenario.assets.enumerated() {
      let quantity = FixedPoint.floor(asset.quantity)
      for day in 0..<grid.periods { grid[index, day] = quantity }
      for outage in asset.outages {
        let days = outage.days.intersection(horizon)
        guard !days.isEmpty else { continue }
        let out = outage.quantity.map(FixedPoint.ceil) ?? quantity
        for day in days.first.number...days.last.number { grid[index, day - horizon.first.number] -= out }
      }
      for day in 0..<grid.periods { grid[index, day] = max(0, grid[index, day]) }
    }
    return grid
  }

  /// Overtime has a column for each piece of work where a budget has to pay for it, or it occupies equipment.
  private static func attributesOvertime(
    _ scenario: Scenario, _ index: ScenarioIndex, equipment: [[Equipment]], candidates: [[Eligibility.Candidate]],
    operators: [[Eligibility.Candidate]]
  ) -> [Bool] {
    var result = [Bool](repeating: false, count: scenario.staff.count)
    for (demand, list) in candidates.enumerated() {
      guard
        scenario.projects[index.demandPlaces[demand].project].budget != nil || !equipment[demand].isEmpty
      else { continue }
      for candidate in list { result[Int(candidate.staff)] = true }
    }
    for list in operators {
      for candidate in list { result[Int(candidate.staff)] = true }
    }
    return result.indices.map { result[$0] && scenario.staff[$0].overtime != nil }
  }

  /// The project of a demand.
  @inline(__always)
  func project(_ demand: Int) -> Int { places[demand].project }

  /// The days of a slot on which a candidate may do something.
  @inline(__always)
  func days(_ candidate: Eligibility.Candidate, in slot: StaffSlot) -> DaySet {
    candidate.days(in: slot.period, days).intersection(slot.days)
  }

  /// The distance of a day of a period to the first day of the horizon.
  @inline(__always)
  func day(_ period: Int, _ day: Int) -> Int { days.first[period] + day }

  /// The units of an asset in a slot, all days together, in 10^-12.
  func unitDays(_ asset: Int, _ slot: AssetSlot) -> Int128 {
    var sum: Int128 = 0
    slot.days.forEach { sum += units[asset, day(slot.period, $0)] }
    return sum
  }

  /// The days of a slot on which an asset demand wants units.
  func wantedDays(_ demand: Int, _ slot: AssetSlot) -> DaySet {
    var result = DaySet()
    slot.days.forEach { if usableDays[demand][day(slot.period, $0)] { result.insert($0) } }
    return result
  }

  /// The week of a person's slot.
  @inline(__always)
  func week(of slot: Int) -> Int { days.week(day(slots[slot].period, slots[slot].days.first)) }

  /// The part of a person's day that an hour of a slot is, in regular time or overtime.
  func dayShare(_ slot: StaffSlot, isOvertime: Bool) -> Double {
    1e12 / Double(nearest: max(1, isOvertime ? overtimeOfHead(slot) : fullDay(slot)))
  }

  /// Money lost for each unit of a demand that is unmet.
  func unmetCost(_ demand: Int) -> Double {
    if let cost = demands[demand].unmetCost { return cost.doubleValue }
    let penalty = demands[demand].isForStaff ? penalties.unmetHour : penalties.unmetUnitDay
    let heads = crews[demand].isEmpty ? 1 : crews[demand].reduce(0, +)
    return scenario.priority(of: places[demand]).doubleValue * penalty * Double(heads)
  }

  /// P of a person on the first day of a slot, and o1, in 10^-12: they are the same on all its days where equipment is used.
  func fullDay(_ slot: StaffSlot) -> Int128 {
    max(days.fullDay, time[slot.staff].dayHours[day(slot.period, slot.days.first)])
  }
  func overtimeOfHead(_ slot: StaffSlot) -> Int128 {
    time[slot.staff].overtimeOfHead[day(slot.period, slot.days.first)]
  }
}
