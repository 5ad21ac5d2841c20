// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers
internal import Planning

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
  func candidates(for demand: Requirements, window: DayRange) -> [Candidate] {
    Self.candidates(for: demand, window: window, scenario, holders)
  }

  static func candidates(
    for demand: Requirements, window: DayRange, _ scenario: Scenario, _ holders: [String: [Int]]?
  ) -> [Candidate] {
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
        let eligible = EligibleDays.find(for: index, of: scenario.staff, on: demand, window: window)
      else { continue }
      found.append(
        Candidate(staff: index, days: eligible.hull, productivity: WholeAmounts.fixed(eligible.productivity)))
    }
    return found
  }

  /// Where among ``allHoldings`` that stands which a person works on in a period.
  func holdings(of person: Int, in period: Int) -> Range<Int> {
    let slot = person * periodCount + period
    return Int(firstHolding[slot])..<Int(firstHolding[slot + 1])
  }

  /// Hours of a person on a demand in a period.
  ///
  /// - Parameter place: the place of a crew; nil is all of them.
  func hours(of person: Int, on demand: Int, in period: Int, place: Int? = nil) -> Int128 {
    var sum: Int128 = 0
    let slot = person * periodCount + period
    for index in firstHolding[slot]..<firstHolding[slot + 1] {
      let holding = allHoldings[Int(index)]
      if case .demand(demand) = holding.work, place == nil || holding.place == place { sum += holding.hours }
    }
    return sum
  }

  func demandID(_ demand: Int) -> String {
    scenario.projects[places[demand].project].demands[places[demand].position].id
  }

  func demandName(_ demand: Int) -> String {
    scenario.projects[places[demand].project].demands[places[demand].position].name
  }

  /// What is left of the budget of a project; nil is without limit.
  func budgetLeft(_ project: Int) -> Int128? { budget[project].map { max(0, $0 - spent[project]) } }
}

extension PlanFacts {
  /// What is to be said of a budget that holds work back; what is below a cent is as good as nothing.
  func budgetSentence(_ index: Int) -> String {
    let project = scenario.projects[index]
    let budget = (project.budget.map(Wording.number) ?? "0") + (scenario.currency.map { " " + $0 } ?? "")
    let left = budgetLeft(index) ?? 0
    return left < 10_000
      ? "The budget of \(project.name), \(budget), is used up"
      : "The budget of \(project.name), \(budget), has \(Wording.money(left, scenario.currency)) left"
  }

  /// What leaving a unit of a demand counts, after what doing it would cost. A derived penalty is no money.
  func worth(of demand: Int, _ penalty: Int128, isUnitDays: Bool) -> String {
    let policy = scenario.policy
    let isGiven =
      scenario.demand(at: places[demand]).unmetCost != nil
      || (isUnitDays ? policy.unmetCostPerUnitDay : policy.unmetCostPerHour) != nil
    return isGiven
      ? "leaving it costs " + Wording.money(penalty, scenario.currency)
      : "more than its priority \(scenario.priority(of: places[demand])) is worth"
  }
}
