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
  private let holders: [String: [Int]]?
  /// By person and period, at `i * T + t`: hours of all kinds, and overtime.
  let used: [Int128]
  let overtime: [Int128]
  /// The same for the regular hours, and the hours of overtime, that people have left.
  let regularLeft: [Int128]
  private let overtimeRoom: [Int128]
  /// What people work on, by person and period, and where the entries of each begin.
  let allHoldings: [Holding]
  private let firstHolding: [Int32]
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
  private let standardDays: [Int64]

  var periodCount: Int { periods.count }

  init(_ scenario: Scenario, _ plan: Plan, _ prices: RowPrices?) {
    self.scenario = scenario
    self.plan = plan
    let horizon = scenario.calendar.horizon
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
    assetIndex = Self.index(scenario.assets.count) { scenario.assets[$0].id }
    let calendars = Dictionary(scenario.calendar.named.map { ($0.id, $0.calendar) }, uniquingKeysWith: { a, _ in a })
    let standardDays = PersonTime.contracted(scenario.calendar.standard, in: horizon)
    self.standardDays = standardDays
    let namedDays = calendars.mapValues { PersonTime.contracted($0, in: horizon) }
    var time: [PersonTime] = []
    time.reserveCapacity(scenario.staff.count)
    for index in scenario.staff.indices {
      if let id = scenario.staff[index].calendar, let calendar = calendars[id], let contracted = namedDays[id] {
        time.append(
          PersonTime(scenario.staff[index], calendar: calendar, contracted: contracted, horizon: horizon))
      } else {
        time.append(
          PersonTime(
            scenario.staff[index], calendar: scenario.calendar.standard, contracted: standardDays, horizon: horizon))
      }
    }
    self.time = time
    if scenario.staff.count > 64 {
      var holders: [String: [Int]] = [:]
      for (index, person) in scenario.staff.enumerated() {
        for skill in person.skills { holders[skill.name, default: []].append(index) }
      }
      self.holders = holders
    } else {
      holders = nil
    }

    assetNominal = scenario.assets.flatMap { asset in
      periods.map { Self.unitDays(asset, $0, withOutages: false) }
    }
    assetLimit = scenario.assets.flatMap { asset in periods.map { Self.unitDays(asset, $0, withOutages: true) } }
    budget = scenario.projects.map { $0.budget.map { WholeAmounts.fixed($0) / 1_000_000 } }
    var binding = Set<Int>()
    if let prices, prices.budget.count == scenario.projects.count {
      // Prices up to this are what is left of 0 after floating point, as for the plan's bottlenecks.
      for (project, price) in prices.budget.enumerated() where price < -1e-5 { binding.insert(project) }
    } else {
      let projectIndex = Self.index(scenario.projects.count) { scenario.projects[$0].id }
      for entry in plan.bottlenecks where entry.kind == .budget {
        if let project = projectIndex[entry.id] { binding.insert(project) }
      }
    }
    bindingBudgets = binding

    let promised = Self.promises(scenario, periods, time, staffIndex, demandIndex)
    var isPromised = [Bool](repeating: false, count: places.count)
    for key in promised.keys { isPromised[key.demand] = true }
    var sums = Sums(staff: scenario.staff.count, assets: scenario.assets.count, periods: periods.count)
    sums.spent = Array(repeating: 0, count: scenario.projects.count)
    sums.holdings.reserveCapacity(plan.assignments.count + plan.operating.count)
    // Entries are sorted, so that both are mostly those of the entry before. Field by field, because an entry is much to
    // be copied.
    var staff: Int?
    var work: Int?
    for index in plan.assignments.indices {
      if index == 0 || plan.assignments[index].staff != plan.assignments[index - 1].staff {
        staff = staffIndex[plan.assignments[index].staff]
      }
      if index == 0 || plan.assignments[index].demand != plan.assignments[index - 1].demand {
        work = demandIndex[plan.assignments[index].demand]
      }
      let period = plan.assignments[index].period
      guard let person = staff, let demand = work, periods.indices.contains(period) else { continue }
      let promise = isPromised[demand] ? promised[Key(resource: person, demand: demand, period: period)] : nil
      sums.add(plan.assignments[index].hours.count, person, demand, period, promised: promise ?? 0)
      sums.spent[places[demand].project] += plan.assignments[index].cost.count
    }
    for entry in plan.operating {
      guard let person = staffIndex[entry.staff], let asset = assetIndex[entry.asset],
        periods.indices.contains(entry.period)
      else { continue }
      sums.add(entry, person, asset)
    }
    for index in plan.overtime.indices {
      if index == 0 || plan.overtime[index].staff != plan.overtime[index - 1].staff {
        staff = staffIndex[plan.overtime[index].staff]
      }
      guard let person = staff, periods.indices.contains(plan.overtime[index].period) else { continue }
      sums.add(overtime: plan.overtime[index].hours.count, person, plan.overtime[index].period)
    }
    for entry in plan.assetUse {
      guard let asset = assetIndex[entry.asset], let demand = demandIndex[entry.demand],
        periods.indices.contains(entry.period)
      else { continue }
      sums.add(entry, asset, demand)
      sums.spent[places[demand].project] += entry.cost.count
    }
    var regularLeft: [Int128] = []
    var overtimeRoom: [Int128] = []
    regularLeft.reserveCapacity(sums.used.count)
    overtimeRoom.reserveCapacity(sums.used.count)
    for person in time.indices {
      for period in periods {
        let slot = regularLeft.count
        regularLeft.append(max(0, time[person].regular(period) + sums.overtime[slot] - sums.used[slot]))
        overtimeRoom.append(max(0, time[person].overtime(period) - sums.overtime[slot]))
      }
    }
    self.regularLeft = regularLeft
    self.overtimeRoom = overtimeRoom
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

  /// The sums over the entries of a plan in the making; the fields are those of the facts.
  private struct Sums {
    let periods: Int
    var used: [Int128]
    var overtime: [Int128]
    /// In the order of the plan, with their persons and periods.
    var holdings: [(slot: Int32, holding: Holding)] = []
    var overtimeUsed: [Int128]
    var assetUsed: [Int128]
    var operated: [Int128]
    var use: [Key: Int128] = [:]
    var users: [[(demand: Int, unitDays: Int128)]]
    var spent: [Int128] = []

    init(staff: Int, assets: Int, periods: Int) {
      self.periods = periods
      used = Array(repeating: 0, count: staff * periods)
      overtime = used
      overtimeUsed = Array(repeating: 0, count: staff)
      assetUsed = Array(repeating: 0, count: assets * periods)
      operated = assetUsed
      users = Array(repeating: [], count: assets * periods)
    }

    mutating func add(_ hours: Int128, _ person: Int, _ demand: Int, _ period: Int, promised: Int128) {
      let slot = person * periods + period
      used[slot] += hours
      holdings.append(
        (Int32(slot), Holding(work: .demand(demand), hours: hours, promised: min(hours, promised))))
    }

    mutating func add(_ entry: Plan.Operating, _ person: Int, _ asset: Int) {
      let slot = person * periods + entry.period
      used[slot] += entry.hours.count
      holdings.append((Int32(slot), Holding(work: .asset(asset), hours: entry.hours.count, promised: 0)))
      operated[asset * periods + entry.period] += entry.hours.count
    }

    /// The holdings by person and period, otherwise in the order of the plan, and where those of each begin.
    func sortedHoldings() -> (all: [Holding], first: [Int32]) {
      var first = [Int32](repeating: 0, count: used.count + 1)
      for entry in holdings { first[Int(entry.slot) + 1] += 1 }
      for slot in used.indices { first[slot + 1] += first[slot] }
      var next = first
      let all = [Holding](unsafeUninitializedCapacity: holdings.count) { memory, count in
        for entry in holdings {
          memory.initializeElement(at: Int(next[Int(entry.slot)]), to: entry.holding)
          next[Int(entry.slot)] += 1
        }
        count = holdings.count
      }
      return (all, first)
    }

    mutating func add(overtime hours: Int128, _ person: Int, _ period: Int) {
      overtime[person * periods + period] += hours
      overtimeUsed[person] += hours
    }

    mutating func add(_ entry: Plan.AssetUse, _ asset: Int, _ demand: Int) {
      let slot = asset * periods + entry.period
      assetUsed[slot] += entry.unitDays.count
      use[Key(resource: asset, demand: demand, period: entry.period), default: 0] += entry.unitDays.count
      users[slot].append((demand, entry.unitDays.count))
    }
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

// MARK: - Who can do what

extension PlanFacts {
  /// A person who meets what a demand asks for, at whatever time.
  struct Candidate: Sendable {
    let staff: Int
    /// The days of the window on which the person meets it all; empty where on none.
    let days: DayRange
    /// Effective hours in one worked hour, in units of 10^-12.
    let productivity: Int128
  }

  /// The people who meet what a demand asks for, by index; the days of skills and certificates only narrow
  /// ``Candidate/days``.
  func candidates(for demand: StaffDemand, window: DayRange) -> [Candidate] {
    var pool = Array(scenario.staff.indices)
    if let holders {
      for requirement in demand.skills {
        let some = holders[requirement.name] ?? []
        if some.count < pool.count { pool = some }
      }
    }
    let only = demand.only.map(Set.init)
    let excluded = demand.exclude.isEmpty ? [] : Set(demand.exclude)
    var found: [Candidate] = []
    found.reserveCapacity(min(pool.count, 16))
    for index in pool {
      guard only?.contains(scenario.staff[index].id) ?? true,
        excluded.isEmpty || !excluded.contains(scenario.staff[index].id),
        let (days, productivity) = EligibleDays.find(for: index, of: scenario.staff, on: demand, window: window)
      else { continue }
      found.append(Candidate(staff: index, days: days, productivity: WholeAmounts.fixed(productivity)))
    }
    return found
  }

  /// Hours that a person has left in a period on days of a stretch, regular and overtime; `overtimeLeft` is what is
  /// left of the person's overtime in total, and becomes less.
  func free(
    _ person: Int, _ period: Int, on stretch: DayRange, besides own: Int128, overtimeLeft: inout Int128
  ) -> Int128 {
    let days = stretch.intersection(periods[period])
    guard !days.isEmpty else { return 0 }
    let most = time[person].regular(days) + time[person].overtime(days)
    return free(person, period, upTo: most - own, overtimeLeft: &overtimeLeft)
  }

  /// The same where it is known how many hours they are at most.
  func free(_ person: Int, _ period: Int, upTo most: Int128, overtimeLeft: inout Int128) -> Int128 {
    let slot = person * periodCount + period
    let more = min(overtimeRoom[slot], max(0, overtimeLeft))
    let free = min(regularLeft[slot] + more, max(0, most))
    overtimeLeft -= max(0, free - regularLeft[slot])
    return free
  }

  /// Free hours of all who can operate an asset, in a period, with what its operators do beyond what is needed.
  func freeOperating(_ asset: Int, _ period: Int) -> Int128 {
    guard let crew = scenario.assets[asset].operators else { return WholeAmounts.most }
    let slot = asset * periodCount + period
    let needed = WholeAmounts.product(
      WholeAmounts.fixed(crew.hoursPerUnitDay), assetUsed[slot], over: WholeAmounts.one)
    var sum = max(0, operated[slot] - needed)
    for candidate in candidates(for: StaffDemand(hours: 0, skills: crew.skills), window: periods[period]) {
      var left = max(0, time[candidate.staff].overtimeTotal - overtimeUsed[candidate.staff])
      sum += free(candidate.staff, period, on: candidate.days, besides: 0, overtimeLeft: &left)
    }
    return sum
  }

  /// Where among ``allHoldings`` that stands which a person works on in a period.
  func holdings(of person: Int, in period: Int) -> Range<Int> {
    let slot = person * periodCount + period
    return Int(firstHolding[slot])..<Int(firstHolding[slot + 1])
  }

  /// Hours of a person on a demand in a period.
  func hours(of person: Int, on demand: Int, in period: Int) -> Int128 {
    var sum: Int128 = 0
    let slot = person * periodCount + period
    for index in firstHolding[slot]..<firstHolding[slot + 1] {
      if case .demand(demand) = allHoldings[Int(index)].work { sum += allHoldings[Int(index)].hours }
    }
    return sum
  }

  /// The days of a range that the calendar at the top level works.
  func workedDays(in range: DayRange) -> Int {
    PersonTime.count(in: range, standardDays, from: scenario.calendar.horizon.first)
  }

  func demandID(_ demand: Int) -> String {
    scenario.projects[places[demand].project].demands[places[demand].position].id
  }

  /// What is left of the budget of a project; nil is without limit.
  func budgetLeft(_ project: Int) -> Int128? { budget[project].map { max(0, $0 - spent[project]) } }
}

extension PlanFacts {
  /// What is to be said of a budget that holds work back; what is below a cent is as good as nothing.
  func budgetSentence(_ index: Int) -> String {
    let project = scenario.projects[index]
    let budget = (project.budget?.description ?? "0") + (scenario.currency.map { " " + $0 } ?? "")
    let left = budgetLeft(index) ?? 0
    return left < 10_000
      ? "The budget of \(project.name), \(budget), is used up"
      : "The budget of \(project.name), \(budget), has \(Wording.money(left, scenario.currency)) left"
  }
}
