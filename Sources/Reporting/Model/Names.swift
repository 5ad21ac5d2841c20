// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// What the things of a scenario are called: a name with its id, so that both can be searched for, or one alone where
/// they are the same. An id that the scenario does not have stays as it is.
struct Names: Sendable {
  private var people: [String: String]
  private var assets: [String: String]
  private var projects: [String: String]
  private var demands: [String: String]
  private var limits: [String: String]

  /// The names of several scenarios; the first one counts where an id has several.
  init(_ scenarios: [Scenario]) {
    func labels(_ names: [(id: String, name: String)]) -> [String: String] {
      Dictionary(
        names.map { ($0.id, $0.name == $0.id ? $0.id : "\($0.name) (\($0.id))") },
        uniquingKeysWith: { first, _ in first
        })
    }
    people = labels(scenarios.flatMap { $0.staff.map { ($0.id, $0.name) } })
    assets = labels(scenarios.flatMap { $0.assets.map { ($0.id, $0.name) } })
    projects = labels(scenarios.flatMap { $0.projects.map { ($0.id, $0.name) } })
    limits = labels(scenarios.flatMap { $0.limits.map { ($0.id, $0.name) } })
    demands = labels(scenarios.flatMap { $0.projects.flatMap { $0.demands.map { ($0.id, $0.name) } } })
  }

  func person(_ id: String) -> String { people[id] ?? id }
  func asset(_ id: String) -> String { assets[id] ?? id }
  func project(_ id: String) -> String { projects[id] ?? id }
  func demand(_ id: String) -> String { demands[id] ?? id }
  func limit(_ id: String) -> String { limits[id] ?? id }
}

extension Scenario {
  /// What one of its periods is called.
  var periodName: String {
    switch calendar.period {
    case .day: "day"
    case .week: "week"
    case .month: "month"
    }
  }

  /// The title of a column of money, with the currency.
  func titled(_ title: String) -> String { currency.map { title + " " + $0 } ?? title }

  /// When something is scarce from one period to another: the days of a span that goes on behind its period as they are.
  func when(_ bottleneck: Plan.Bottleneck, _ last: Int?, _ periods: [DayRange]) -> String {
    bottleneck.isLongerThanPeriod(periods)
      ? bottleneck.days.map(Figures.days) ?? "-" : when(bottleneck.period, last, periods)
  }

  /// The days from one period to another and their number; the whole horizon where they are none.
  func when(_ first: Int?, _ last: Int?, _ periods: [DayRange]) -> String {
    guard let first, let last, periods.indices.contains(first), periods.indices.contains(last) else {
      return "whole horizon"
    }
    let days = Figures.days(DayRange(periods[first].first, periods[last].last))
    return first == last ? days : days + ", " + Figures.count(last - first + 1, periodName)
  }
}

extension Plan.Bottleneck {
  /// Whether it is of a limit whose span goes on behind the period in which it begins.
  func isLongerThanPeriod(_ periods: [DayRange]) -> Bool {
    guard let period, let days, periods.indices.contains(period) else { return false }
    return days.last > periods[period].last
  }
}

/// The order of ids in plans: by Unicode scalar values.
func isBefore(_ left: String, _ right: String) -> Bool {
  left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
}
