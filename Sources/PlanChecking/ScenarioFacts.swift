// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation

/// What `model.md` derives from a scenario, worked out once: indices of ids, periods, available days, eligibility,
/// right-hand sides. Days are counted by prefix sums over the horizon.
struct ScenarioFacts: Sendable {
  let scenario: Scenario
  let periods: [DayRange]
  let staff: [StaffFacts]
  let demands: [DemandFacts]
  let penalties: Penalties
  let staffIndex: [String: Int]
  let demandIndex: [String: Int]
  let assetIndex: [String: Int]
  let projectIndex: [String: Int]
  /// Row 6's right-hand side of asset a in period t, at `a * T + t`.
  let assetDays: [Rational]
  let promises: Promises
  /// Worked days of the top calendar.
  let standardDays: DayCounts

  var periodCount: Int { periods.count }
  /// len(workdays) of the top calendar.
  var standardWeek: Rational { Rational(max(1, scenario.calendar.standard.workdays.count)) }

  init(_ scenario: Scenario) {
    self.scenario = scenario
    let horizon = scenario.calendar.horizon
    let periods = scenario.calendar.periods
    self.periods = periods
    let standard = DayCounts(horizon) { scenario.calendar.standard.isWorked($0) }
    standardDays = standard

    var named: [String: (calendar: WorkCalendar, days: DayCounts)] = [:]
    for entry in scenario.calendar.named where named[entry.id] == nil {
      named[entry.id] = (entry.calendar, DayCounts(horizon) { entry.calendar.isWorked($0) })
    }
    staff = scenario.staff.map { person in
      let found = person.calendar.flatMap { named[$0] } ?? (scenario.calendar.standard, standard)
      return StaffFacts(person, calendar: found.calendar, workedDays: found.days, horizon: horizon, periods: periods)
    }
    demands = scenario.demandPlaces.map { place in
      DemandFacts(scenario, place, standardDays: standard, periods: periods)
    }
    penalties = Penalties(scenario)
    staffIndex = Self.index(scenario.staff.map(\.id))
    demandIndex = Self.index(demands.map(\.demand.id))
    assetIndex = Self.index(scenario.assets.map(\.id))
    projectIndex = Self.index(scenario.projects.map(\.id))
    promises = Promises(
      scenario, periods: periods, staff: staff, staffIndex: staffIndex, demandIndex: demandIndex)
    assetDays = scenario.assets.flatMap { Self.assetDays($0, horizon: horizon, periods: periods) }
  }

  private static func index(_ ids: [String]) -> [String: Int] {
    var result: [String: Int] = [:]
    for (position, id) in ids.enumerated() where result[id] == nil { result[id] = position }
    return result
  }

  /// The sum over the days of each period of max(0, quantity - outages).
  private static func assetDays(_ asset: Asset, horizon: DayRange, periods: [DayRange]) -> [Rational] {
    let quantity = Rational(asset.quantity)
    guard !asset.outages.isEmpty else { return periods.map { quantity * Rational($0.count) } }
    var left = [Rational](repeating: quantity, count: horizon.count)
    for outage in asset.outages {
      let days = outage.days.intersection(horizon)
      guard !days.isEmpty else { continue }
      for day in days.first.number...days.last.number {
        left[day - horizon.first.number] += -(outage.quantity.map { Rational($0) } ?? quantity)
      }
    }
    return periods.map { period in
      var sum = Rational.zero
      for day in period.first.number...period.last.number {
        let units = left[day - horizon.first.number]
        if units.sign > 0 { sum += units }
      }
      return sum
    }
  }
}

/// How many days of a kind the horizon has up to each day.
struct DayCounts: Sendable {
  let horizon: DayRange
  /// `upTo[k]` counts the days of the kind among the first k of the horizon.
  private let upTo: [Int]

  init(_ horizon: DayRange, where isCounted: (Day) -> Bool) {
    self.horizon = horizon
    var sums = [0]
    sums.reserveCapacity(horizon.count + 1)
    var sum = 0
    for offset in 0..<horizon.count {
      if isCounted(horizon.first.advanced(by: offset)) { sum += 1 }
      sums.append(sum)
    }
    upTo = sums
  }

  /// The days of the kind that are in a range.
  func count(in range: DayRange) -> Int {
    let days = range.intersection(horizon)
    guard !days.isEmpty else { return 0 }
    let first = days.first.number - horizon.first.number
    return upTo[first + days.count] - upTo[first]
  }
}

/// What is derived about one person (or pool).
struct StaffFacts: Sendable {
  let person: StaffMember
  /// h(i): hours of an available day.
  let hoursPerDay: Rational
  /// o(i): overtime hours of an available day; 0 without overtime.
  let overtimePerDay: Rational
  let costPerHour: Rational
  /// len(workdays) of the person's calendar.
  let week: Rational
  /// Worked days of the person's calendar, whether available or not.
  let workedDays: DayCounts
  /// A(i,t)
  let availableDays: [Rational]

  private let horizon: DayRange
  /// Sums of avail(i, day) from the start of the horizon, in units of `1 / scale`.
  private let sums: [Int128]
  private let scale: Int128

  init(
    _ person: StaffMember, calendar: WorkCalendar, workedDays: DayCounts, horizon: DayRange, periods: [DayRange]
  ) {
    self.person = person
    self.workedDays = workedDays
    self.horizon = horizon
    let week = Rational(max(1, calendar.workdays.count))
    self.week = week
    let heads = Rational(person.headcount)
    hoursPerDay =
      Rational(person.hoursPerDay ?? calendar.hoursPerDay) * (.one - Rational(person.support)) * heads
    overtimePerDay = person.overtime.map { Rational($0.hoursPerWeek) / week * heads } ?? .zero
    costPerHour = Rational(person.costPerHour)

    // Shares have at most 30 decimals and days are clamped to 1, so that 10^30 per day is far from 128 bits.
    let decimals = person.absences.map(\.share.scale).max() ?? 0
    let one = Rational.powerOfTen(decimals)
    var lost = [Int128](repeating: 0, count: person.absences.isEmpty ? 0 : horizon.count)
    for absence in person.absences {
      let days = absence.days.intersection(horizon)
      guard !days.isEmpty else { continue }
      let share = Int128(absence.share.significand) * Rational.powerOfTen(decimals - absence.share.scale)
      let first = days.first.number - horizon.first.number
      for offset in first..<first + days.count { lost[offset] = min(one, lost[offset] + share) }
    }
    let employed = DayRange(person.employedFrom ?? horizon.first, person.employedTo ?? horizon.last)
    var running: [Int128] = [0]
    running.reserveCapacity(horizon.count + 1)
    var sum: Int128 = 0
    for offset in 0..<horizon.count {
      let day = horizon.first.advanced(by: offset)
      if employed.contains(day), workedDays.count(in: DayRange(day, day)) == 1 {
        sum += one - (lost.isEmpty ? 0 : lost[offset])
      }
      running.append(sum)
    }
    sums = running
    scale = one
    availableDays = periods.map { period in
      let first = period.first.number - horizon.first.number
      return Rational(running[first + period.count] - running[first], over: one)
    }
  }

  /// The sum of avail(i, day) over the days of a range.
  func available(in range: DayRange) -> Rational {
    let days = range.intersection(horizon)
    guard !days.isEmpty else { return .zero }
    let first = days.first.number - horizon.first.number
    return Rational(sums[first + days.count] - sums[first], over: scale)
  }

  /// The days on which the person holds skills at their levels; nil where one is missing at any time.
  func days(holding skills: [SkillRequirement]) -> DayRange? {
    var days = horizon
    for wanted in skills {
      guard let held = person.skill(wanted.name), held.level >= wanted.level else { return nil }
      days = days.intersection(DayRange(held.from ?? horizon.first, held.until ?? horizon.last))
    }
    return days
  }

  /// The days of the demand's window on which the person may work on it, available or not; nil where never.
  ///
  /// All conditions in time are ranges of days, so that their intersection is one.
  func eligibleDays(for facts: DemandFacts) -> DayRange? {
    guard let demand = facts.staff, person.clearance >= demand.clearance, !demand.exclude.contains(person.id)
    else { return nil }
    if let only = demand.only, !only.contains(person.id) { return nil }
    if let locations = demand.locations {
      guard let location = person.location, locations.contains(location) else { return nil }
    }
    if let departments = demand.departments {
      guard let department = person.department, departments.contains(department) else { return nil }
    }
    guard var days = days(holding: demand.skills) else { return nil }
    days = days.intersection(facts.window)
    for name in demand.certifications {
      guard let held = person.certifications.first(where: { $0.name == name }) else { return nil }
      days = days.intersection(DayRange(held.from ?? horizon.first, held.until ?? horizon.last))
    }
    return days.isEmpty ? nil : days
  }

  /// eta(i,d): effective hours in one worked hour.
  func productivity(on demand: StaffDemand) -> ExactDecimal {
    demand.skills.compactMap { person.skill($0.name)?.productivity }.min() ?? 1
  }
}

/// What is derived about one demand.
struct DemandFacts: Sendable {
  let demand: Demand
  let staff: StaffDemand?
  let asset: AssetDemand?
  let project: Int
  let window: DayRange
  let priority: ExactDecimal
  /// The right-hand sides of rows 3 (one), 4 or 11 (one for each period).
  let wanted: [Rational]
  /// What is wanted over the whole window.
  let total: Rational
  /// The right-hand sides of row 5; none without a limit.
  let pace: [Rational]

  /// Whether effort is counted for the whole window (row 3) and not for each period (rows 4 and 11).
  var isFlexible: Bool { staff?.pace == .flexible }

  init(_ scenario: Scenario, _ place: Scenario.DemandPlace, standardDays: DayCounts, periods: [DayRange]) {
    demand = scenario.demand(at: place)
    let window = scenario.window(of: place)
    self.window = window
    project = place.project
    priority = scenario.priority(of: place)
    staff = demand.staff
    asset = demand.asset
    switch demand.kind {
    case .staff(let staff):
      let workdays = periods.map { standardDays.count(in: $0.intersection(window)) }
      let hours = Rational(staff.hours)
      let all = workdays.reduce(0, +)
      total = hours
      wanted =
        staff.pace == .flexible
        ? [hours] : workdays.map { all == 0 ? .zero : hours * Rational($0) / Rational(all) }
      let week = Rational(max(1, scenario.calendar.standard.workdays.count))
      pace = staff.maxHoursPerWeek.map { limit in workdays.map { Rational(limit) / week * Rational($0) } } ?? []
    case .asset(let asset):
      total = Rational(asset.units) * Rational(window.count)
      wanted = periods.map { Rational(asset.units) * Rational($0.intersection(window).count) }
      pace = []
    }
  }

  /// The place of a period in ``wanted``.
  func slot(_ period: Int) -> Int { isFlexible ? 0 : period }
}
