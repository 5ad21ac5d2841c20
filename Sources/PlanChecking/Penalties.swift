// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation

/// The figures of `policy`, with those that are left out derived as `model.md` says. They are fractions: a derived
/// one is divided by a productivity.
struct Penalties: Sendable {
  let unmetPerHour: Rational
  let unmetPerUnitDay: Rational
  let commitmentPerHour: Rational
  let changePerHour: Rational

  init(_ scenario: Scenario) {
    let policy = scenario.policy
    let perHour = policy.unmetCostPerHour.map { Rational($0) } ?? Self.derivedUnmetPerHour(scenario.staff)
    unmetPerHour = perHour
    unmetPerUnitDay = policy.unmetCostPerUnitDay.map { Rational($0) } ?? Self.derivedUnmetPerUnitDay(scenario)
    changePerHour = Rational(policy.changeCostPerHour)
    if let given = policy.commitmentCostPerHour {
      commitmentPerHour = Rational(given)
    } else {
      let priorities =
        scenario.projects.map(\.priority) + scenario.projects.flatMap { $0.demands.compactMap(\.priority) }
      commitmentPerHour = Rational(10) * Rational(priorities.max() ?? 0) * perHour
    }
  }

  private static func derivedUnmetPerHour(_ staff: [StaffMember]) -> Rational {
    var largest = Rational.zero
    for person in staff {
      let cost = Rational(person.costPerHour) * Rational(person.overtime?.costFactor ?? 1)
      let slowest = min(1, person.skills.map(\.productivity).min() ?? 1)
      let figure = slowest > 0 ? cost / Rational(slowest) : cost
      if largest < figure { largest = figure }
    }
    return largest.sign == 0 ? .one : Rational(3) * largest
  }

  /// One figure for the whole scenario: 3 x the largest `costPerUnitDay` (1 if that is 0), plus 3 x the largest
  /// `hoursPerUnitDay` of an asset with operators x the largest `costPerHour` of the staff.
  private static func derivedUnmetPerUnitDay(_ scenario: Scenario) -> Rational {
    let unit = Rational(scenario.assets.map(\.costPerUnitDay).max() ?? 0)
    let hours = Rational(scenario.assets.compactMap { $0.operators?.hoursPerUnitDay }.max() ?? 0)
    let cost = Rational(scenario.staff.map(\.costPerHour).max() ?? 0)
    return (unit.sign == 0 ? .one : Rational(3) * unit) + Rational(3) * hours * cost
  }
}
