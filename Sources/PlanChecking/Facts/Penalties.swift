// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// The figures of `policy`, with those that are left out derived as `model.md` says. They are fractions: a derived
/// one is divided by a productivity.
struct Penalties: Sendable {
  let unmetPerHour: Rational
  let unmetPerUnitDay: Rational
  let commitmentPerHour: Rational
  let changePerHour: Rational

  init(_ scenario: Scenario) {
    let policy = scenario.policy
    let hours = scenario.calendar.standard.hoursOfWorkdays
    let wholeDay = hours.reduce(Rational.zero) { $0 + Rational($1) } / Rational(max(1, hours.count))
    let perHour = policy.unmetCostPerHour.map { Rational($0) } ?? Self.derivedUnmetPerHour(scenario, wholeDay)
    unmetPerHour = perHour
    let perUnitDay =
      policy.unmetCostPerUnitDay.map { Rational($0) } ?? Self.derivedUnmetPerUnitDay(scenario, wholeDay * perHour)
    unmetPerUnitDay = perUnitDay
    // Without a plan in force there is nothing to change.
    changePerHour = scenario.baseline == nil ? .zero : Rational(policy.changeCostPerHour)
    commitmentPerHour =
      policy.commitmentCostPerHour.map { Rational($0) }
      ?? Rational(10) * Self.dearestHour(scenario, perHour: perHour, perUnitDay: perUnitDay)
  }

  /// 3 x the dearest effective hour that anybody may work, and 3 x the dearest equipment of one (1 if all is 0).
  private static func derivedUnmetPerHour(_ scenario: Scenario, _ wholeDay: Rational) -> Rational {
    var rates: [String: ExactDecimal] = [:]
    for project in scenario.projects {
      for rate in project.rates { rates[rate.staff] = max(rates[rate.staff] ?? 0, rate.costPerHour) }
    }
    let staff = scenario.staff
    var labour = Rational.zero
    var dearest = Rational.zero
    // By index, because a person is much to be copied.
    for index in staff.indices {
      let own = staff[index].costPerHour.largest
      let factor = Rational(staff[index].overtime?.costFactor ?? 1)
      let skills = staff[index].skills
      var slowest: ExactDecimal = 1
      for skill in skills.indices { slowest = min(slowest, skills[skill].productivity) }
      let cost = Rational(max(own, rates[staff[index].id] ?? 0)) * factor
      let figure = slowest > 0 ? cost / Rational(slowest) : cost
      if labour < figure { labour = figure }
      let withOvertime = Rational(own) * factor
      if dearest < withOvertime { dearest = withOvertime }
    }
    var equipment = Rational.zero
    for project in scenario.projects.indices {
      for position in scenario.projects[project].demands.indices {
        guard let uses = scenario.projects[project].demands[position].staff?.uses, !uses.isEmpty else { continue }
        var sum = Rational.zero
        for use in uses {
          guard let asset = scenario.assets.first(where: { $0.id == use.asset }) else { continue }
          let operating = Rational(asset.operators?.hoursPerUnitDay ?? 0) * dearest
          sum += Rational(use.unitsPerPerson) * (Rational(asset.costPerUnitDay) + operating) / wholeDay
        }
        if equipment < sum { equipment = sum }
      }
    }
    let all = Rational(3) * labour + Rational(3) * equipment
    return all.sign == 0 ? .one : all
  }

  /// The larger of a whole day's hours, and 3 x the largest `costPerUnitDay` plus 3 x the largest `hoursPerUnitDay` x the
  /// largest `costPerHour`.
  private static func derivedUnmetPerUnitDay(_ scenario: Scenario, _ dayOfHours: Rational) -> Rational {
    let unit = Rational(scenario.assets.map(\.costPerUnitDay).max() ?? 0)
    let hours = Rational(scenario.assets.compactMap { $0.operators?.hoursPerUnitDay }.max() ?? 0)
    let cost = Rational(scenario.staff.indices.map { scenario.staff[$0].costPerHour.largest }.max() ?? 0)
    let own = Rational(3) * unit + Rational(3) * hours * cost
    return own < dayOfHours ? dayOfHours : own
  }

  /// The largest price of what one worked hour can serve.
  private static func dearestHour(_ scenario: Scenario, perHour: Rational, perUnitDay: Rational) -> Rational {
    var fastest: ExactDecimal = 1
    for index in scenario.staff.indices {
      for skill in scenario.staff[index].skills { fastest = max(fastest, skill.productivity) }
    }
    var dearest = Rational.zero
    for project in scenario.projects.indices {
      for demand in scenario.projects[project].demands {
        let priority = Rational(demand.priority ?? scenario.projects[project].priority)
        let given = demand.unmetCost.map { Rational($0) }
        switch demand.kind {
        case .staff(let staff):
          let heads = staff.crew.isEmpty ? 1 : staff.crew.reduce(0) { $0 + $1.count }
          let price = (given ?? priority * perHour) * Rational(fastest) * Rational(heads)
          if dearest < price { dearest = price }
        case .asset(let wanted):
          let price = given ?? priority * perUnitDay
          for asset in scenario.assets where wanted.matches(asset) {
            guard let hours = asset.operators?.hoursPerUnitDay, hours > 0 else { continue }
            let figure = price / Rational(hours)
            if dearest < figure { dearest = figure }
          }
        }
      }
    }
    return dearest
  }
}
