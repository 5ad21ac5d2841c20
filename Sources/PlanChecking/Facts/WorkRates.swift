// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// What work costs beside what a person costs: rates of projects, and preferences.
struct WorkRates: Sendable {
  /// The rates of each project by person.
  private let rates: [[Int: Rate]]
  private let preferences: [(people: [Bool], work: [Bool], cost: Rational)]

  init(_ scenario: Scenario, _ index: ScenarioIndex) {
    rates = scenario.projects.map { project in
      var rates: [Int: Rate] = [:]
      for rate in project.rates {
        if let staff = index.staff[rate.staff] { rates[staff] = Rate(Rational(rate.costPerHour)) }
      }
      return rates
    }
    preferences = scenario.preferences.map {
      ($0.selection.people(scenario), $0.selection.work(scenario, index), Rational($0.costPerHour))
    }
  }

  /// Whether nothing is preferred.
  var hasNoPreferences: Bool { preferences.isEmpty }
  /// Whether something is liked, so that a plan may be worth less than nothing.
  var hasLiking: Bool { preferences.contains { $0.cost.sign < 0 } }

  /// The rate of a person on a project; nil where the person's own holds.
  @inline(__always)
  func rate(of staff: Int, on project: Int) -> Rate? {
    let rates = rates[project]
    return rates.isEmpty ? nil : rates[staff]
  }

  /// Money that an effective hour of a person on a demand counts as; several that fit add up.
  func preference(of staff: Int, on demand: Int) -> Rational {
    preferences.reduce(.zero) { $1.people[staff] && $1.work[demand] ? $0 + $1.cost : $0 }
  }
}

extension ScenarioFacts {
  /// c(i,d,t): what an hour of work costs.
  @inline(__always)
  func rate(of staff: Int, on demand: Int, in period: Int) -> Rate {
    rates.rate(of: staff, on: demands[demand].project) ?? self.staff[staff].rate(in: period)
  }
}
