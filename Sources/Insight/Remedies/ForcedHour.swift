// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers
internal import Planning

extension Explainer {
  /// The answer with what an hour more of the person on the demand costs at the margin, and what it costs and displaces to
  /// have it all the same: the best plan with at least one hour more is solved.
  ///
  /// - Parameter why: an answer about the scenario; it comes back as it is where the person may not work on the demand,
  ///   where there is no room for more, or where the optimum is not known.
  package func withForcedHour(_ why: Explanation.Why) async -> Explanation.Why {
    guard why.eligible, let person = scenario.staff.firstIndex(where: { $0.id == why.staff }),
      let demand = scenario.demandPlaces.firstIndex(where: { scenario.demand(at: $0).id == why.demand }),
      let hours = await sensitivity()?.marginalHours(of: person, on: demand)
    else { return why }
    let candidates = hours.compactMap { hour -> (period: Int, least: Millionths, cost: Millionths)? in
      let has = Self.hours(why, hour.period, in: base)
      guard let most = Millionths(nearest: (hour.most * 1_000_000).rounded(.down) / 1_000_000),
        let cost = Millionths(nearest: max(0, hour.cost)), most - has >= Self.leastRoom
      else { return nil }
      return (hour.period, min(has + Millionths(1), most), cost)
    }
    let cheapest = candidates.sorted { $0.cost != $1.cost ? $0.cost < $1.cost : $0.period < $1.period }
    guard let best = cheapest.first else { return why }
    var why = why
    why.reducedCost = .init(
      period: best.period, days: scenario.calendar.periods[best.period], perHour: best.cost)
    for candidate in cheapest.prefix(Self.mostPeriods) {
      why.forced = await forced(why, candidate.period, candidate.least)
      if why.forced != nil { break }
    }
    return why
  }

  /// The best plan with so many hours in a period; nil where other rows leave no room after all.
  private func forced(
    _ why: Explanation.Why, _ period: Int, _ least: Millionths
  ) async -> Explanation.Why.Forced? {
    var options = options
    options.limits = PlanLimits(
      hours: [.init(why.staff, why.demand): [period: least...max(least, Self.anyHours)]])
    guard let plan = await solve(scenario, options), plan.status == .optimal, Self.hours(why, period, in: plan) >= least
    else { return nil }
    let forced = compare(plan, with: plan, period: period, hours: least)
    guard forced.moved.count > Self.fewMoves, let calmer = await calmer(plan, options),
      Self.hours(why, period, in: calmer) >= least
    else { return forced }
    return compare(calmer, with: plan, period: period, hours: least)
  }

  /// In so many periods an hour is tried, those with the least cost at the margin.
  private static var mostPeriods: Int { 3 }

  private static func hours(_ why: Explanation.Why, _ period: Int, in plan: Plan) -> Millionths {
    plan.assignments.reduce(.zero) { sum, entry in
      entry.staff == why.staff && entry.demand == why.demand && entry.period == period ? sum + entry.hours : sum
    }
  }

  private func solve(_ scenario: Scenario, _ options: PlanningOptions) async -> Plan? {
    try? await Planner(options: options).plan(scenario, sha256: "", from: start).plan
  }

  /// Among the plans that cost as good as the same, one that moves few hours: where people or weeks are alike, an optimum
  /// may move many for nothing.
  private func calmer(_ plan: Plan, _ options: PlanningOptions) async -> Plan? {
    guard scenario.baseline == nil || scenario.policy.changeCostPerHour == 0,
      let least = ExactDecimal(significand: 1, scale: 5)
    else { return nil }
    var changed = scenario
    changed.policy.changeCostPerHour = least
    changed.baseline = Scenario.Baseline(
      assignments: base.assignments.compactMap { entry in
        guard let hours = Int64(exactly: entry.hours.count).flatMap({ ExactDecimal(significand: $0, scale: 6) }) else {
          return nil
        }
        return Scenario.BaselineAssignment(
          staff: entry.staff, demand: entry.demand, period: entry.period, hours: hours)
      })
    guard let calmer = await solve(changed, options), calmer.status == .optimal else { return nil }
    let more = calmer.objective.value - calmer.objective.terms.change - plan.objective.value
    return more.doubleValue <= 0.01 + 1e-6 * abs(plan.objective.value.doubleValue) ? calmer : nil
  }

  /// So many assignments that move are no noise.
  private static var fewMoves: Int { 4 }

  /// Less room than this is what rounding leaves.
  private static var leastRoom: Millionths { Millionths(count: 1000) }
  private static var anyHours: Millionths { Millionths(1_000_000) }

  /// - Parameter valued: the plan whose value counts.
  private func compare(
    _ plan: Plan, with valued: Plan, period: Int, hours: Millionths
  ) -> Explanation.Why.Forced {
    struct Place: Hashable {
      let staff: String
      let demand: String
      let period: Int
    }
    var amounts: [Place: (before: Millionths, after: Millionths)] = [:]
    var unmet: [String: (isUnitDays: Bool, before: Millionths, after: Millionths)] = [:]
    for (plan, isAfter) in [(base, false), (plan, true)] {
      for entry in plan.assignments {
        let place = Place(staff: entry.staff, demand: entry.demand, period: entry.period)
        let part = isAfter ? (Millionths.zero, entry.hours) : (entry.hours, Millionths.zero)
        let known = amounts[place] ?? (.zero, .zero)
        amounts[place] = (known.before + part.0, known.after + part.1)
      }
      for entry in plan.unmet {
        let known = unmet[entry.demand] ?? (entry.isUnitDays, .zero, .zero)
        unmet[entry.demand] = (
          entry.isUnitDays, known.before + (isAfter ? .zero : entry.amount),
          known.after + (isAfter ? entry.amount : .zero)
        )
      }
    }
    func isOther(_ before: Millionths, _ after: Millionths) -> Bool { (before - after).magnitude >= Self.leastRoom }
    let periods = scenario.calendar.periods
    let moved = amounts.filter { isOther($0.value.before, $0.value.after) }.map { place, hours in
      Explanation.Why.Moved(
        staff: place.staff, demand: place.demand, period: place.period, days: periods[place.period],
        before: hours.before,
        after: hours.after)
    }.sorted { left, right in
      if left.staff != right.staff { return left.staff.utf8.lexicographicallyPrecedes(right.staff.utf8) }
      if left.demand != right.demand { return left.demand.utf8.lexicographicallyPrecedes(right.demand.utf8) }
      return left.period < right.period
    }
    let displaced = unmet.filter { isOther($0.value.before, $0.value.after) }.map { demand, amounts in
      Explanation.Why.Displaced(
        demand: demand, isUnitDays: amounts.isUnitDays, before: amounts.before, after: amounts.after)
    }.sorted { $0.demand.utf8.lexicographicallyPrecedes($1.demand.utf8) }
    return Explanation.Why.Forced(
      period: period, days: periods[period], hours: hours, value: valued.objective.value,
      costs: max(.zero, valued.objective.value - base.objective.value), displaced: displaced, moved: moved)
  }
}
