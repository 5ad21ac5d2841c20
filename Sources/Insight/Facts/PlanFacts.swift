// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers
internal import Planning

/// What a scenario and a plan say about who has time, what is used and what money is left, by index. Amounts are in
/// millionths. A reference, because every reason looks at the same.
final class PlanFacts: Sendable {
  /// Work that a person does in a period.
  struct Holding: Sendable {
    enum Work: Sendable, Hashable {
      case demand(Int)
      /// Operating an asset, for a demand.
      case asset(Int, for: Int)
    }
    let work: Work
    let hours: Int128
    /// The part of the hours that was promised.
    let promised: Int128
    /// The place of a crew; nil where there is none.
    var place: Int?
  }

  /// A demand with a resource and a period.
  struct Key: Hashable, Sendable {
    let resource: Int
    let demand: Int
    let period: Int
  }

  let scenario: Scenario
  let plan: Plan
  let periods: [DayRange]
  let places: [Scenario.DemandPlace]
  /// Windows and priorities of the demands.
  let windows: [DayRange]
  let priorities: [ExactDecimal]
  let staffIndex: [String: Int]
  let demandIndex: [String: Int]
  let assetIndex: [String: Int]
  let time: [PersonTime]
  /// For each skill the people who hold it at any level, by index; nil where they are so few that each is looked at.
  let holders: [String: [Int]]?
  /// By person and period, at `i * T + t`: hours of all kinds, and overtime.
  let used: [Int128]
  let overtime: [Int128]
  /// What people work on, by person and period, and where the entries of each begin.
  let allHoldings: [Holding]
  let firstHolding: [Int32]
  let overtimeUsed: [Int128]
  /// The units of each asset that are not out of service, by day of the horizon.
  let units: [AssetUnits]
  /// By asset and period, at `a * T + t`: unit-days used, and hours of its operators.
  let assetUsed: [Int128]
  let operated: [Int128]
  /// Unit-days by asset, demand and period.
  let use: [Key: Int128]
  /// Which demands use an asset in a period, at `a * T + t`.
  let users: [[(demand: Int, unitDays: Int128)]]
  /// Money spent by project, and its budget.
  let spent: [Int128]
  let budget: [Int128?]
  /// The projects whose budget one more unit of money would be worth something.
  let bindingBudgets: Set<Int>

  /// What limits leave; nil where the scenario has none.
  let limits: LimitRoom?

  let calendars: CalendarSums
  /// Hd: the mean hours of the top calendar's workdays, in 10^-12, rounded down.
  let fullDay: Int128
  /// On which days of the horizon a demand can make use of assets: those of its window that count, or on which somebody can
  /// work on it. Nothing for demands that use none.
  let usableDays: [[Bool]]

  var periodCount: Int { periods.count }

  /// Whether the scenario has decisions in whole numbers; then it is here as the plan decides it.
  let hasDecisions: Bool

  init(_ written: Scenario, _ plan: Plan, _ prices: RowPrices?) {
    hasDecisions = written.hasDecisions
    let scenario = written.decided(by: plan)
    self.scenario = scenario
    self.plan = plan
    let periods = scenario.calendar.periods
    let places = scenario.demandPlaces
    self.periods = periods
    self.places = places
    let windows = places.map(scenario.window)
    self.windows = windows
    priorities = places.map(scenario.priority)
    let staffIndex = Self.index(scenario.staff.count) { scenario.staff[$0].id }
    let demandIndex = Self.index(places.count) {
      scenario.projects[places[$0].project].demands[places[$0].position].id
    }
    self.staffIndex = staffIndex
    self.demandIndex = demandIndex
    let assetIndex = Self.index(scenario.assets.count) { scenario.assets[$0].id }
    self.assetIndex = assetIndex
    let calendars = CalendarSums(scenario.calendar)
    self.calendars = calendars
    let workdays = scenario.calendar.standard.hoursOfWorkdays
    fullDay = workdays.reduce(Int128(0)) { $0 + WholeAmounts.fixed($1) } / Int128(max(1, workdays.count))
    let time = PersonTime.all(scenario, calendars)
    self.time = time
    let holders = Self.holders(scenario)
    self.holders = holders
    limits = scenario.limits.isEmpty ? nil : LimitRoom(scenario, plan, time, periods, windows)
    units = scenario.assets.map { AssetUnits($0, in: scenario.calendar.horizon) }
    budget = scenario.projects.map { $0.budget.map { WholeAmounts.fixed($0) / 1_000_000 } }
    bindingBudgets = Self.bindingBudgets(scenario, plan, prices)
    let sums = PlanSums(
      plan, promised: Self.promised(written, scenario, periods, calendars, time, staffIndex, demandIndex),
      PlanSums.Places(
        staff: staffIndex, demands: demandIndex, assets: assetIndex, places: places,
        projects: scenario.projects.count, periods: periods.count))
    used = sums.used
    overtime = sums.overtime
    (allHoldings, firstHolding) = sums.sortedHoldings()
    overtimeUsed = sums.overtimeUsed
    assetUsed = sums.assetUsed
    operated = sums.operated
    use = sums.use
    users = sums.users
    spent = sums.spent
    usableDays =
      scenario.assets.isEmpty ? places.map { _ in [] } : Self.usableDays(scenario, places, windows, holders, time)
  }

  /// Who holds each skill; nil for so few people that each of them is looked at.
  private static func holders(_ scenario: Scenario) -> [String: [Int]]? {
    guard scenario.staff.count > 64 else { return nil }
    var holders: [String: [Int]] = [:]
    for (index, person) in scenario.staff.enumerated() {
      for skill in person.skills { holders[skill.name, default: []].append(index) }
    }
    return holders
  }

  private static func bindingBudgets(_ scenario: Scenario, _ plan: Plan, _ prices: RowPrices?) -> Set<Int> {
    if let prices, prices.budget.count == scenario.projects.count {
      // Prices up to this are what is left of 0 after floating point, as for the plan's bottlenecks.
      return Set(prices.budget.indices.filter { prices.budget[$0] < -1e-5 })
    }
    let projects = index(scenario.projects.count) { scenario.projects[$0].id }
    return Set(plan.bottlenecks.filter { $0.kind == .budget }.compactMap { projects[$0.id] })
  }

  /// The positions of ids; the first of equal ones counts.
  private static func index(_ count: Int, _ id: (Int) -> String) -> [String: Int] {
    var result: [String: Int] = [:]
    result.reserveCapacity(count)
    for position in (0..<count).reversed() { result[id(position)] = position }
    return result
  }

  private static func usableDays(
    _ scenario: Scenario, _ places: [Scenario.DemandPlace], _ windows: [DayRange], _ holders: [String: [Int]]?,
    _ time: [PersonTime]
  ) -> [[Bool]] {
    let horizon = scenario.calendar.horizon
    let worked = scenario.calendar.standard.hours(in: horizon).map { $0 > 0 }
    return places.indices.map { index in
      var days = [Bool](repeating: false, count: horizon.count)
      let window = windows[index].intersection(horizon)
      guard !window.isEmpty else { return days }
      switch scenario.demand(at: places[index]).kind {
      case .asset(let wanted):
        let onlyWorkdays = wanted.countsWorkdaysOnly(in: scenario)
        for number in window.first.number...window.last.number {
          let offset = number - horizon.first.number
          days[offset] = !onlyWorkdays || worked[offset]
        }
      case .staff(let staff):
        guard !staff.uses.isEmpty else { return [] }
        for candidate in staff.seats.flatMap({ candidates(for: $0.requirements, window: window, scenario, holders) })
        where !candidate.days.isEmpty {
          for number in candidate.days.first.number...candidate.days.last.number
          where !days[number - horizon.first.number] && time[candidate.staff].isThere(on: Day(number: number)) {
            days[number - horizon.first.number] = true
          }
        }
      }
      return days
    }
  }

  /// What is promised, lowered where it is more than a demand wants. By how much does not depend on what is decided: all
  /// external people count, and everybody as trained.
  private static func promised(
    _ written: Scenario, _ decided: Scenario, _ periods: [DayRange], _ calendars: CalendarSums, _ time: [PersonTime],
    _ staff: [String: Int], _ demands: [String: Int]
  ) -> [Key: Int128] {
    guard !written.commitments.isEmpty else { return [:] }
    let windows = written.demandPlaces.map(written.writtenWindow)
    var promised = Promised(decided, periods, time, staff, demands) { windows[$0] }
    guard written.hasOpenScenario else {
      promised.lower(by: promised.excesses(in: decided, calendars, time))
      return promised.hours
    }
    let best = written.withEverybody
    let everybody = PersonTime.all(best, calendars)
    promised.lower(
      by: Promised(best, periods, everybody, staff, demands) { windows[$0] }.excesses(in: best, calendars, everybody))
    return promised.hours
  }
}

/// The units of an asset that are not out of service, by day, in millionths.
struct AssetUnits: Sendable {
  /// All there are.
  let nominal: Int128
  /// By day of the horizon; nil where none is ever out of service.
  private let byDay: [Int128]?

  init(_ asset: borrowing Asset, in horizon: DayRange) {
    let quantity = WholeAmounts.fixed(asset.quantity) / 1_000_000
    nominal = quantity
    guard !asset.outages.isEmpty else {
      byDay = nil
      return
    }
    var units = [Int128](repeating: quantity, count: horizon.count)
    for outage in asset.outages {
      let days = outage.days.intersection(horizon)
      guard !days.isEmpty else { continue }
      let out = outage.quantity.map { (WholeAmounts.fixed($0) + 999_999) / 1_000_000 } ?? quantity
      for offset in (days.first.number - horizon.first.number)...(days.last.number - horizon.first.number) {
        units[offset] = max(0, units[offset] - out)
      }
    }
    byDay = units
  }

  /// Those of a day, by its distance to the first one of the horizon.
  subscript(day: Int) -> Int128 { byDay?[day] ?? nominal }
}

extension AssetDemand {
  /// Whether only days on which the top calendar has hours count: where that is said, or all assets that will do have
  /// operators.
  func countsWorkdaysOnly(in scenario: Scenario) -> Bool {
    if let days { return days == .work }
    let fitting = scenario.assets.filter(matches)
    return !fitting.isEmpty && fitting.allSatisfy { $0.operators != nil }
  }
}
