// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// A scenario as rows and columns see it: people, demands, assets and projects by index, and their figures as numbers.
///
/// A reference, because it is handed to whoever builds a part of the program.
final class ProgramFrame: Sendable {
  /// Equipment that a person occupies who works on a demand.
  struct Equipment: Sendable {
    let asset: Int
    /// Unit-days for an hour of work.
    let unitDays: Double
    /// Units for a person, in 10^-12, rounded up.
    let units: Int128
  }

  let scenario: Scenario
  /// What limits amounts beside the scenario; bounds of columns follow it.
  let limits: PlanLimits?
  let periods: [DayRange]
  let places: [Scenario.DemandPlace]
  let demands: [Demand]
  /// The effective hours that each demand wants; 0 for demands of assets.
  let hours: [ExactDecimal]
  /// Whether each demand is flexible: to take it out of the list, just to ask it, copies it.
  let isFlexible: [Bool]
  /// The days of each demand.
  let windows: [DayRange]
  /// What the people on each demand occupy; none for demands of assets.
  let equipment: [[Equipment]]
  /// The time of each person.
  let time: [StaffTime]
  let penalties: Penalties
  let days: HorizonDays
  /// Unit-days of each asset in each period, in 10^-12.
  let unitDays: Grid<Int128>

  /// - Parameter scenario: a scenario that passed validation.
  /// - Complexity: O(staff x days)
  init(_ scenario: Scenario, limits: PlanLimits?) {
    self.scenario = scenario
    self.limits = limits
    let periods = scenario.calendar.periods
    self.periods = periods
    places = scenario.demandPlaces
    demands = places.map(scenario.demand(at:))
    hours = places.map(scenario.hours(of:))
    isFlexible = demands.map(\.isFlexible)
    windows = places.map(scenario.window(of:))
    let days = HorizonDays(scenario.calendar, periods: periods)
    self.days = days
    time = Self.time(scenario)
    penalties = Penalties(scenario)
    unitDays = Grid(rows: scenario.assets.count, periods: periods.count) {
      days.assetUnitDays(scenario.assets[$0], periods[$1])
    }
    let assets = Dictionary(scenario.assets.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { a, _ in a })
    let fullDay = scenario.calendar.standard.hoursPerDay.doubleValue
    equipment = demands.map { demand in
      guard !assets.isEmpty, let uses = demand.staff?.uses else { return [] }
      return uses.compactMap { use in
        assets[use.asset].map {
          Equipment(
            asset: $0, unitDays: use.unitsPerPerson.doubleValue / fullDay, units: FixedPoint.ceil(use.unitsPerPerson))
        }
      }
    }
  }

  private static func time(_ scenario: Scenario) -> [StaffTime] {
    let horizon = scenario.calendar.horizon
    let standard = scenario.calendar.standard
    let standardDays = standard.worked(in: horizon)
    let named = Dictionary(
      scenario.calendar.named.map { ($0.id, ($0.calendar, $0.calendar.worked(in: horizon))) },
      uniquingKeysWith: { a, _ in a })
    return scenario.staff.map { person in
      let (calendar, worked) = person.calendar.flatMap { named[$0] } ?? (standard, standardDays)
      return StaffTime(person, calendar: calendar, worked: worked, horizon: horizon)
    }
  }

  /// A(i,t): the available days of a person in a period, in billionths.
  func available(_ staff: Int, _ period: Int) -> Int64 {
    time[staff].available(days.first[period], days.last[period])
  }

  /// The part of them on which a person may do something.
  @inline(__always)
  func available(_ staff: Int, _ period: Int, from first: Int32, to last: Int32) -> Int64 {
    time[staff].available(max(Int(first), days.first[period]), min(Int(last), days.last[period]))
  }

  /// Money lost for each unit of a demand that is unmet.
  func unmetCost(_ demand: Int) -> Double {
    if let given = demands[demand].unmetCost { return given.doubleValue }
    let penalty = demands[demand].isForStaff ? penalties.unmetHour : penalties.unmetUnitDay
    return scenario.priority(of: places[demand]).doubleValue * penalty
  }

  /// The project of a demand.
  @inline(__always)
  func project(_ demand: Int) -> Int { places[demand].project }
}
