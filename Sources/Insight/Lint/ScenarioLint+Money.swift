// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Issues
internal import Numbers

extension ScenarioLint {
  /// Budgets that are below the cheapest way to cover what can be covered at all.
  mutating func checkBudgets() {
    for (index, project) in facts.scenario.projects.enumerated() {
      guard let budget = project.budget else { continue }
      let limit = WholeAmounts.fixed(budget) / 1_000_000
      let cheapest = facts.places.indices.filter { facts.places[$0].project == index }
        .reduce(Int128(0)) { $0 + facts.leastCost(ofDemand: $1) }
      // A cent for each demand is rounding.
      guard cheapest > limit + Int128(project.demands.count) * 10_000 else { continue }
      let currency = facts.scenario.currency
      warn(
        "the budget of \"\(project.id)\" is \(Wording.money(limit, currency)), and the cheapest people and assets for all of "
          + "it cost \(Wording.money(cheapest, currency))", [.key("projects"), .index(index), .key("budget")],
        hint: "raise the budget, or something stays unmet")
    }
  }
}

extension LintFacts {
  /// What covering as much as possible of a demand costs at least, in millionths of money: each of its hours at the lowest
  /// rate that anybody has on any day, the cheapest people first.
  func leastCost(ofDemand index: Int) -> Int128 {
    let window = windows[index]
    guard !window.isEmpty else { return 0 }
    switch scenario.demand(at: places[index]).kind {
    case .asset(let wanted):
      let rates = scenario.assets.filter(wanted.matches).map { WholeAmounts.fixed($0.costPerUnitDay) / 1_000_000 }
      guard let rate = rates.min(), rate > 0 else { return 0 }
      // Where a project may start later, its days are as many as those of its own window, or fewer workdays.
      guard scenario.projects[places[index].project].shift == nil else { return 0 }
      let horizon = scenario.calendar.horizon
      let units = scenario.assets.filter(wanted.matches).map { AssetUnits($0, in: horizon) }
      let onlyWorkdays = wanted.countsWorkdaysOnly(in: scenario)
      let most = WholeAmounts.fixed(wanted.units) / 1_000_000
      var unitDays: Int128 = 0
      for number in window.first.number...window.last.number
      where !onlyWorkdays || scenario.calendar.standard.isWorked(Day(number: number)) {
        unitDays += min(most, units.reduce(0) { $0 + $1[number - horizon.first.number] })
      }
      return WholeAmounts.product(unitDays, rate, over: 1_000_000)
    case .staff(let work):
      return work.seats.reduce(0) { $0 + leastCost(of: $1, wanted(index), index) }
    }
  }

  /// What an hour of a demand costs at least, in millionths of money: that of everybody at the same time where it has a
  /// crew. Nil where nobody can work on it.
  func cheapestHour(of work: StaffDemand, _ index: Int) -> Int128? {
    var sum: Int128 = 0
    for seat in work.seats {
      guard let least = offers(for: seat, index).first?.price else { return nil }
      sum += least * Int128(seat.count)
    }
    return sum
  }

  /// The hours of those who can take a place, and what one costs at the lowest rate of any day; the cheapest first.
  private func offers(for seat: Seat, _ index: Int) -> [(hours: Int128, price: Int128)] {
    let rates = scenario.projects[places[index].project].rates
    return workers(for: seat, window: windows[index]).filter { $0.hours > 0 && $0.productivity > 0 }.map { worker in
      let person = scenario.staff[worker.staff]
      let own = rates.first { $0.staff == person.id }?.costPerHour
      let rate = own ?? person.costPerHour.values.min() ?? 0
      return (
        hours: WholeAmounts.product(worker.hours, worker.productivity, over: WholeAmounts.one),
        // Money for an effective hour, in millionths.
        price: WholeAmounts.product(WholeAmounts.fixed(rate) / 1_000_000, WholeAmounts.one, over: worker.productivity)
      )
    }.sorted { $0.price < $1.price }
  }

  private func leastCost(of seat: Seat, _ wanted: Int128, _ index: Int) -> Int128 {
    var left = wanted * Int128(seat.count)
    var cost: Int128 = 0
    for offer in offers(for: seat, index) where left > 0 {
      let part = min(left, offer.hours)
      cost += WholeAmounts.product(part, offer.price, over: 1_000_000)
      left -= part
    }
    return cost
  }
}
