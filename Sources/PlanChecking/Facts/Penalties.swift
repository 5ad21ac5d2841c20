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
    let perHour = policy.unmetCostPerHour.map { Rational($0) } ?? Self.derivedUnmetPerHour(scenario.staff)
    unmetPerHour = perHour
    unmetPerUnitDay = policy.unmetCostPerUnitDay.map { Rational($0) } ?? Self.derivedUnmetPerUnitDay(scenario)
    changePerHour = Rational(policy.changeCostPerHour)
    if let given = policy.commitmentCostPerHour {
      commitmentPerHour = Rational(given)
    } else {
      var highest: ExactDecimal?
      for project in scenario.projects.indices {
        let own = scenario.projects[project].priority
        highest = max(highest ?? own, own)
        for demand in scenario.projects[project].demands.indices {
          if let other = scenario.projects[project].demands[demand].priority { highest = max(highest ?? other, other) }
        }
      }
      commitmentPerHour = Rational(10) * Rational(highest ?? 0) * perHour
    }
  }

  private static func derivedUnmetPerHour(_ staff: [StaffMember]) -> Rational {
    var largest = Rational.zero
    // By index, because a person is much to be copied.
    for index in staff.indices {
      let cost = Rational(staff[index].costPerHour) * Rational(staff[index].overtime?.costFactor ?? 1)
      let skills = staff[index].skills
      var slowest: ExactDecimal = 1
      for skill in skills.indices { slowest = min(slowest, skills[skill].productivity) }
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
    let cost = Rational(scenario.staff.indices.map { scenario.staff[$0].costPerHour }.max() ?? 0)
    return (unit.sign == 0 ? .one : Rational(3) * unit) + Rational(3) * hours * cost
  }
}
