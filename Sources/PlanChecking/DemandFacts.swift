// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation

/// What is derived about one demand. A reference, so that looking at one figure copies none of the others.
final class DemandFacts: Sendable {
  let demand: Demand
  let staff: StaffDemand?
  let asset: AssetDemand?
  let project: Int
  let window: DayRange
  let priority: ExactDecimal
  /// The right-hand sides of rows 3 (one), 4 or 11 (one for each period).
  let wanted: [Rational]
  /// What is wanted over the whole window.
  let total: Rational
  /// The right-hand sides of row 5; none without a limit.
  let pace: [Rational]
  /// Money lost for each unit that is unmet.
  let unmetRate: Rate
  /// Whether effort is counted for the whole window (row 3) and not for each period (rows 4 and 11).
  let isFlexible: Bool

  init(
    _ scenario: Scenario, _ place: Scenario.DemandPlace, standardDays: DayCounts, periods: [DayRange],
    penalties: Penalties
  ) {
    demand = scenario.demand(at: place)
    let window = scenario.window(of: place)
    self.window = window
    project = place.project
    priority = scenario.priority(of: place)
    staff = demand.staff
    asset = demand.asset
    switch demand.kind {
    case .staff(let staff):
      isFlexible = staff.pace == .flexible
      unmetRate = Rate(Rational(priority) * penalties.unmetPerHour)
      let workdays =
        isFlexible && staff.maxHoursPerWeek == nil
        ? [] : periods.map { standardDays.count(in: $0.intersection(window)) }
      let hours = Rational(staff.hours)
      let all = workdays.reduce(0, +)
      total = hours
      wanted =
        staff.pace == .flexible
        ? [hours] : workdays.map { all == 0 ? .zero : hours * Rational($0) / Rational(all) }
      let week = Rational(max(1, scenario.calendar.standard.workdays.count))
      pace = staff.maxHoursPerWeek.map { limit in workdays.map { Rational(limit) / week * Rational($0) } } ?? []
    case .asset(let asset):
      isFlexible = false
      unmetRate = Rate(Rational(priority) * penalties.unmetPerUnitDay)
      total = Rational(asset.units) * Rational(window.count)
      wanted = periods.map { Rational(asset.units) * Rational($0.intersection(window).count) }
      pace = []
    }
  }

  /// The place of a period in ``wanted``.
  func slot(_ period: Int) -> Int { isFlexible ? 0 : period }
}
