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
      case asset(Int)
    }
    let work: Work
    let hours: Int128
    /// The part of the hours that was promised.
    let promised: Int128
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
  /// The same for the regular hours, and the hours of overtime, that people have left.
  let regularLeft: [Int128]
  let overtimeRoom: [Int128]
  /// What people work on, by person and period, and where the entries of each begin.
  let allHoldings: [Holding]
  let firstHolding: [Int32]
  let overtimeUsed: [Int128]
  /// By asset and period, at `a * T + t`: what there is, what is used, and hours of its operators.
  let assetLimit: [Int128]
  let assetNominal: [Int128]
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

  /// The sums of the days that the calendar at the top level works, see ``PersonTime/contracted(_:in:)``.
  let standardDays: [Int64]

  var periodCount: Int { periods.count }

  init(_ scenario: Scenario, _ plan: Plan, _ prices: RowPrices?) {
    self.scenario = scenario
    self.plan = plan
    let periods = scenario.calendar.periods
    let places = scenario.demandPlaces
    self.periods = periods
    self.places = places
    windows = places.map(scenario.window)
    priorities = places.map(scenario.priority)
    let staffIndex = Self.index(scenario.staff.count) { scenario.staff[$0].id }
    let demandIndex = Self.index(places.count) {
      scenario.projects[places[$0].project].demands[places[$0].position].id
    }
    self.staffIndex = staffIndex
    self.demandIndex = demandIndex
    let assetIndex = Self.index(scenario.assets.count) { scenario.assets[$0].id }
    self.assetIndex = assetIndex
    let standardDays = PersonTime.contracted(scenario.calendar.standard, in: scenario.calendar.horizon)
    self.standardDays = standardDays
    time = Self.time(scenario, standardDays)
    holders = Self.holders(scenario)
    assetNominal = scenario.assets.flatMap { asset in
      periods.map { Self.unitDays(asset, $0, withOutages: false) }
    }
    assetLimit = scenario.assets.flatMap { asset in periods.map { Self.unitDays(asset, $0, withOutages: true) } }
    budget = scenario.projects.map { $0.budget.map { WholeAmounts.fixed($0) / 1_000_000 } }
    bindingBudgets = Self.bindingBudgets(scenario, plan, prices)
    let sums = PlanSums(
      plan, promised: Self.promises(scenario, periods, time, staffIndex, demandIndex),
      PlanSums.Places(
        staff: staffIndex, demands: demandIndex, assets: assetIndex, places: places,
        projects: scenario.projects.count, periods: periods.count))
    (regularLeft, overtimeRoom) = Self.room(time, periods, sums)
    used = sums.used
    overtime = sums.overtime
    (allHoldings, firstHolding) = sums.sortedHoldings()
    overtimeUsed = sums.overtimeUsed
    assetUsed = sums.assetUsed
    operated = sums.operated
    use = sums.use
    users = sums.users
    spent = sums.spent
  }

  private static func time(_ scenario: Scenario, _ standardDays: [Int64]) -> [PersonTime] {
    let horizon = scenario.calendar.horizon
    let calendars = Dictionary(scenario.calendar.named.map { ($0.id, $0.calendar) }, uniquingKeysWith: { a, _ in a })
    let namedDays = calendars.mapValues { PersonTime.contracted($0, in: horizon) }
    return scenario.staff.indices.map { index in
      if let id = scenario.staff[index].calendar, let calendar = calendars[id], let contracted = namedDays[id] {
        return PersonTime(scenario.staff[index], calendar: calendar, contracted: contracted, horizon: horizon)
      }
      return PersonTime(
        scenario.staff[index], calendar: scenario.calendar.standard, contracted: standardDays, horizon: horizon)
    }
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

  /// The regular hours and the hours of overtime that people have left, by person and period.
  private static func room(
    _ time: [PersonTime], _ periods: [DayRange], _ sums: PlanSums
  ) -> (regular: [Int128], overtime: [Int128]) {
    var regular: [Int128] = []
    var overtime: [Int128] = []
    regular.reserveCapacity(sums.used.count)
    overtime.reserveCapacity(sums.used.count)
    for person in time.indices {
      for period in periods {
        let slot = regular.count
        regular.append(max(0, time[person].regular(period) + sums.overtime[slot] - sums.used[slot]))
        overtime.append(max(0, time[person].overtime(period) - sums.overtime[slot]))
      }
    }
    return (regular, overtime)
  }

  /// The positions of ids; the first of equal ones counts.
  private static func index(_ count: Int, _ id: (Int) -> String) -> [String: Int] {
    var result: [String: Int] = [:]
    result.reserveCapacity(count)
    for position in (0..<count).reversed() { result[id(position)] = position }
    return result
  }

  /// The unit-days of an asset in a period, rounded down.
  private static func unitDays(_ asset: Asset, _ period: DayRange, withOutages: Bool) -> Int128 {
    let quantity = WholeAmounts.fixed(asset.quantity)
    guard withOutages, !asset.outages.isEmpty else { return quantity * Int128(period.count) / 1_000_000 }
    var sum: Int128 = 0
    for number in period.first.number...period.last.number {
      let out = asset.outages.reduce(Int128(0)) { out, outage in
        outage.days.contains(Day(number: number)) ? out + (outage.quantity.map(WholeAmounts.fixed) ?? quantity) : out
      }
      sum += max(0, quantity - out)
    }
    return sum / 1_000_000
  }

  static func promises(
    _ scenario: Scenario, _ periods: [DayRange], _ time: [PersonTime], _ staff: [String: Int],
    _ demands: [String: Int]
  ) -> [Key: Int128] {
    var result: [Key: Int128] = [:]
    result.reserveCapacity(4 * scenario.commitments.count)
    for commitment in scenario.commitments {
      guard let person = staff[commitment.staff], let demand = demands[commitment.demand] else { continue }
      let week = Int128(max(1, time[person].workdays)) * 1_000_000
      let hours = WholeAmounts.fixed(commitment.hoursPerWeek)
      for (index, period) in periods.enumerated() {
        let part = period.intersection(commitment.days)
        guard !part.isEmpty else { continue }
        result[Key(resource: person, demand: demand, period: index), default: 0] +=
          WholeAmounts.product(hours, Int128(time[person].workedDays(in: part)), over: week)
      }
    }
    return result
  }
}
