// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// What an hour of a person on a demand costs: the project's rate or the person's own, and what preferences count it as.
struct WorkMoney: Sendable {
  /// The rates of each project by person, as numbers and in 10^-12, rounded up.
  private let rates: [[Int: (number: Double, exact: Int128)]]
  private let projects: [Int]
  private let preferences: [(people: [Bool], work: [Bool], cost: Double, isOfEverybody: Bool)]
  private let time: [StaffTime]

  init(_ scenario: Scenario, _ index: ScenarioIndex, _ time: [StaffTime]) {
    rates = scenario.projects.map { project in
      var rates: [Int: (number: Double, exact: Int128)] = [:]
      for rate in project.rates {
        if let staff = index.staff[rate.staff] {
          rates[staff] = (rate.costPerHour.doubleValue, FixedPoint.ceil(rate.costPerHour))
        }
      }
      return rates
    }
    projects = index.demandPlaces.map(\.project)
    preferences = scenario.preferences.map {
      (
        $0.selection.people(scenario), $0.selection.work(scenario, index), $0.costPerHour.doubleValue,
        $0.selection.staff == nil && $0.selection.departments == nil
      )
    }
    self.time = time
  }

  /// c: money for an hour of work, without what overtime costs beyond that.
  @inline(__always)
  func cost(_ staff: Int, _ demand: Int, _ period: Int) -> Double {
    let rates = rates[projects[demand]]
    if !rates.isEmpty, let rate = rates[staff] { return rate.number }
    return time[staff].costs[period]
  }

  /// The same in 10^-12, rounded up.
  func exactCost(_ staff: Int, _ demand: Int, _ period: Int) -> Int128 {
    rates[projects[demand]][staff]?.exact ?? time[staff].exactCosts[period]
  }

  /// Money that an effective hour counts as beside what it costs.
  @inline(__always)
  func preference(_ staff: Int, _ demand: Int) -> Double {
    guard !preferences.isEmpty else { return 0 }
    return preferences.reduce(0) { $1.people[staff] && $1.work[demand] ? $0 + $1.cost : $0 }
  }

  /// The same for somebody new, who is in no department.
  func newcomerPreference(_ demand: Int) -> Double {
    preferences.reduce(0) { $1.isOfEverybody && $1.work[demand] ? $0 + $1.cost : $0 }
  }
}
