// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Planning

/// Changes of the whole scenario, each with what it saves at most.
///
/// The bounds are those of duality: the dual values of the optimum, with others for rows that change, give a bound on the
/// value of the changed scenario, and what that is below the optimum no change can pass. (Weak duality; D. Bertsimas and
/// J. N. Tsitsiklis, "Introduction to Linear Optimization", 1997, section 4.3.)
struct LeverCandidates {
  struct Lever {
    let candidate: CandidateChange
    let savesAtMost: Double
  }

  private let facts: PlanFacts
  private let sensitivity: Sensitivity
  private let slots: Int
  /// What an hour of work is worth before what a person costs: by demand and period, of effective hours and of the rest;
  /// nothing where the demand has no row for the period.
  private var rest: [[Double?]] = []

  init(_ facts: PlanFacts, _ sensitivity: Sensitivity) {
    self.facts = facts
    self.sensitivity = sensitivity
    slots = facts.periodCount
    for (index, place) in facts.places.enumerated() {
      let isStaff = facts.scenario.demand(at: place).staff != nil
      rest.append(
        (0..<slots).map { period in
          isStaff
            ? sensitivity.price(of: .newHour(demand: index, period: period, costPerHour: 0, productivity: 0)) : nil
        })
    }
  }

  private var scenario: Scenario { facts.scenario }
  private var prices: RowPrices { sensitivity.prices }

  /// All changes that may save something, the one that may save most first.
  func levers() -> [Lever] {
    var found = overtimeAndMore()
    found += training()
    found += facts.places.indices.compactMap(slip)
    found += scenario.projects.indices.compactMap(budget)
    found += scenario.assets.indices.compactMap(quantity)
    found += scenario.commitments.indices.compactMap(release)
    return found.enumerated().filter { $0.element.savesAtMost > Self.least }.sorted {
      $0.element.savesAtMost != $1.element.savesAtMost
        ? $0.element.savesAtMost > $1.element.savesAtMost : $0.offset < $1.offset
    }.map(\.element)
  }

  /// Savings below this are what is left of nothing after floating point.
  private static let least = 1e-4

  // MARK: - People

  private func cap(_ person: Int, _ period: Int) -> Double { -prices.capacity[person * slots + period] }

  private static func hours(_ amount: Int128) -> Double { Double(amount) / 1e6 }

  private func overtimeAndMore() -> [Lever] {
    let worth = sensitivity.worthOfTime
    return scenario.staff.indices.flatMap { index -> [Lever] in
      let person = scenario.staff[index]
      let heads = Double(person.headcount)
      var result = [
        Lever(candidate: .external(index, in: scenario), savesAtMost: worth[index].all / heads)
      ]
      guard let overtime = CandidateChange.overtime(index, in: scenario),
        case .overtime(_, let terms) = overtime.change
      else { return result }
      // Hours that the new terms allow, as if the person had them instead of the old ones.
      let more = Double(CandidateChange.moreOvertime)
      var changed = person
      changed.overtime = StaffMember.Overtime(hoursPerWeek: ExactDecimal(CandidateChange.moreOvertime))
      let time = PersonTime(changed, calendar: calendar(of: person), horizon: scenario.calendar.horizon)
      let account = person.overtime?.hoursTotal == nil ? 0 : -prices.overtimeTotal[index]
      let premium = person.costPerHour.doubleValue * (terms.costFactor.doubleValue - 1)
      var bound = account * Double(CandidateChange.moreOvertimeInTotal) * heads
      for (period, days) in facts.periods.enumerated() {
        bound += max(0, cap(index, period) - premium - account) * Self.hours(time.overtime(days))
      }
      let week = (person.hoursPerDay ?? calendar(of: person).hoursPerDay).doubleValue
      let regular = week * Double(calendar(of: person).workdays.count) * (1 - person.support.doubleValue)
      let before = regular + (person.overtime?.hoursPerWeek.doubleValue ?? 0)
      bound += before > 0 ? worth[index].bounds * more / before : 0
      result.append(Lever(candidate: overtime, savesAtMost: bound))
      return result
    }
  }

  private func calendar(of person: StaffMember) -> WorkCalendar {
    person.calendar.flatMap { id in scenario.calendar.named.first { $0.id == id }?.calendar }
      ?? scenario.calendar.standard
  }

  /// What an hour of somebody on a demand in a period gains, before the hour is taken from anything else.
  private func gain(_ demand: Int, _ period: Int, _ cost: Double, _ productivity: Double) -> Double? {
    guard let rest = rest[demand][period] else { return nil }
    let effort = prices.effort[demand].count == 1 ? prices.effort[demand][0] : prices.effort[demand][period]
    return productivity * effort + rest - cost * (1 - prices.budget[facts.places[demand].project])
  }

  private struct Training: Hashable {
    let staff: Int
    let skill: String
  }

  /// Everybody who lacks one skill, or its level, and nothing else, for some demand.
  private func training() -> [Lever] {
    var lacking: [Training: [Int: [Int]]] = [:]
    for (index, place) in facts.places.enumerated() {
      guard let demand = scenario.demand(at: place).staff, prices.effort[index].contains(where: { $0 > 0 }) else {
        continue
      }
      let window = scenario.window(of: place)
      for wanted in demand.skills {
        var other = demand
        other.skills.removeAll { $0 == wanted }
        for person in facts.candidates(for: other, window: window) where !person.days.isEmpty {
          if let skill = scenario.staff[person.staff].skill(wanted.name), skill.level >= wanted.level { continue }
          lacking[Training(staff: person.staff, skill: wanted.name), default: [:]][wanted.level, default: []]
            .append(index)
        }
      }
    }
    var found: [Lever] = []
    let order = lacking.sorted {
      $0.key.staff != $1.key.staff ? $0.key.staff < $1.key.staff : $0.key.skill < $1.key.skill
    }
    for (training, levels) in order {
      var demands: [Int] = []
      var before = 0.0
      for (level, added) in levels.sorted(by: { $0.key < $1.key }) {
        demands += added
        let wanted = SkillRequirement(training.skill, level: level)
        let bound = self.bound(training.staff, wanted, demands)
        // A higher level that cannot do more is not worth trying.
        guard bound > before else { continue }
        before = bound
        found.append(
          Lever(candidate: .training(training.staff, wanted, in: scenario), savesAtMost: bound))
      }
    }
    return found
  }

  /// What somebody may save with a skill on demands that ask for it: no more than all their hours on what gains most, and no
  /// more than all hours of these demands.
  private func bound(_ staff: Int, _ wanted: SkillRequirement, _ demands: [Int]) -> Double {
    var person = scenario.staff[staff]
    let skill = CandidateChange.trained(person, wanted)
    person.skills.removeAll { $0.name == wanted.name }
    person.skills.append(skill)
    let cost = person.costPerHour.doubleValue
    var best = [Double](repeating: 0, count: slots)
    var ofDemands = 0.0
    for index in demands {
      let place = facts.places[index]
      guard let demand = scenario.demand(at: place).staff,
        let (days, eta) = EligibleDays.find(for: person, on: demand, window: scenario.window(of: place))
      else { continue }
      let productivity = eta.doubleValue
      var most = 0.0
      var ofPeriods = 0.0
      for (period, stretch) in facts.periods.enumerated() {
        let part = stretch.intersection(days)
        guard !part.isEmpty, let gain = gain(index, period, cost, productivity) else { continue }
        let net = gain - cap(staff, period)
        guard net > 0 else { continue }
        let hours = Self.hours(facts.time[staff].regular(part) + facts.time[staff].overtime(part))
        best[period] = max(best[period], net * hours)
        ofPeriods += net * hours
        most = max(most, net / productivity)
      }
      ofDemands += min(ofPeriods, most * demand.hours.doubleValue)
    }
    return min(best.reduce(0, +), ofDemands)
  }

  // MARK: - Dates

  /// Two weeks more for a demand that is short.
  private func slip(_ index: Int) -> Lever? {
    let place = facts.places[index]
    guard isShort.contains(index), let demand = scenario.demand(at: place).staff,
      let candidate = CandidateChange.slip(place, in: scenario), case .demandEnd(_, let end) = candidate.change
    else { return nil }
    let window = scenario.window(of: place)
    let longer = DayRange(window.first, end)
    let added = DayRange(window.last.advanced(by: 1), end)
    var ofHours = 0.0
    var most = 0.0
    for person in facts.candidates(for: demand, window: longer) {
      let cost = scenario.staff[person.staff].costPerHour.doubleValue
      let productivity = Double(person.productivity) / 1e12
      for (period, stretch) in facts.periods.enumerated() {
        let part = stretch.intersection(person.days).intersection(added)
        guard !part.isEmpty else { continue }
        let time = facts.time[person.staff]
        let hours = Self.hours(time.regular(part) + time.overtime(part))
        let net = gainAfter(index, period, cost, productivity) - cap(person.staff, period)
        guard net > 0, hours > 0 else { continue }
        ofHours += net * hours
        most = max(most, net / productivity)
      }
    }
    let pace = prices.pace[index].reduce(0, -) * (demand.maxHoursPerWeek?.doubleValue ?? 0)
    var bound = min(ofHours, most * demand.hours.doubleValue)
    if demand.pace == .even {
      // Less of it falls on each period: no more is gained than what that part costs now.
      let total = Double(max(1, workdays(longer)))
      let share = 1 - Double(workdays(window)) / total
      for (period, stretch) in facts.periods.enumerated() {
        let part = stretch.intersection(window)
        guard !part.isEmpty else { continue }
        let wanted = demand.hours.doubleValue * Double(workdays(part)) / Double(max(1, workdays(window)))
        bound += max(0, prices.effort[index][period]) * wanted * share
      }
    }
    return Lever(candidate: candidate, savesAtMost: bound + pace)
  }

  /// What an hour gains in a period in which the demand may have no row yet.
  private func gainAfter(_ demand: Int, _ period: Int, _ cost: Double, _ productivity: Double) -> Double {
    if let known = gain(demand, period, cost, productivity) { return known }
    // An even demand has a row of its own there, whose price is free: nothing is gained that is not counted elsewhere.
    return -.infinity
  }

  private func workdays(_ range: DayRange) -> Int {
    range.isEmpty
      ? 0 : (range.first.number...range.last.number).count { scenario.calendar.standard.isWorked(Day(number: $0)) }
  }

  private var isShort: Set<Int> {
    Set(facts.plan.unmet.filter { $0.amount.count > 0 }.compactMap { facts.demandIndex[$0.demand] })
  }

  // MARK: - Money, assets, promises

  /// As much as the dearest people would take for all that is unmet in the project.
  private func budget(_ project: Int) -> Lever? {
    let price = -prices.budget[project]
    guard price > 1e-5 else { return nil }
    var amount: Int128 = 0
    for entry in facts.plan.unmet {
      guard let index = facts.demandIndex[entry.demand], facts.places[index].project == project else { continue }
      let place = facts.places[index]
      let rates: [Int128]
      switch scenario.demand(at: place).kind {
      case .staff(let demand):
        rates = facts.candidates(for: demand, window: scenario.window(of: place)).map { person in
          WholeAmounts.product(
            WholeAmounts.fixed(scenario.staff[person.staff].costPerHour) / 1_000_000, WholeAmounts.one,
            over: max(1, person.productivity))
        }
      case .asset(let demand):
        rates = scenario.assets.filter(demand.matches).map { WholeAmounts.fixed($0.costPerUnitDay) / 1_000_000 }
      }
      amount += WholeAmounts.product(entry.amount.count, rates.max() ?? 0, over: 1_000_000)
    }
    guard let candidate = CandidateChange.budget(project, by: amount, in: scenario) else { return nil }
    let more = ((Double(amount) / 1e8).rounded(.up)) * 100
    return Lever(candidate: candidate, savesAtMost: price * more)
  }

  private func quantity(_ asset: Int) -> Lever? {
    guard let candidate = CandidateChange.oneMore(of: asset, in: scenario) else { return nil }
    let bound = facts.periods.enumerated().reduce(0) { sum, entry in
      sum - prices.asset[asset * slots + entry.offset] * Double(entry.element.count)
    }
    return Lever(candidate: candidate, savesAtMost: bound)
  }

  private func release(_ position: Int) -> Lever? {
    var alone = scenario
    alone.commitments = [scenario.commitments[position]]
    let calendars = Dictionary(scenario.calendar.named.map { ($0.id, $0.calendar) }, uniquingKeysWith: { a, _ in a })
    let hours = PlanFacts.promises(alone, facts.periods, calendars, facts.staffIndex, facts.demandIndex)
    let bound = prices.commitments.reduce(0) { sum, price in
      let key = PlanFacts.Key(resource: price.staff, demand: price.demand, period: price.period)
      return sum + price.price * Self.hours(hours[key] ?? 0)
    }
    return Lever(candidate: .release(position, in: scenario), savesAtMost: bound)
  }
}
