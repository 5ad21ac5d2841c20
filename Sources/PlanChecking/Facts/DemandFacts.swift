// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// What is derived about one demand. A reference, so that looking at one figure copies none of the others.
final class DemandFacts: Sendable {
  let id: String
  /// What is asked of people; nil for a demand of assets.
  let staff: StaffNeeds?
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
    _ scenario: borrowing Scenario, _ place: Scenario.DemandPlace, standardDays: DayCounts, periods: [DayRange],
    penalties: Penalties
  ) {
    id = scenario.projects[place.project].demands[place.position].id
    let window = scenario.window(of: place)
    self.window = window
    project = place.project
    priority = scenario.priority(of: place)
    let given = scenario.projects[place.project].demands[place.position].unmetCost.map { Rational($0) }
    switch scenario.projects[place.project].demands[place.position].kind {
    case .staff(let staff):
      self.staff = StaffNeeds(staff)
      asset = nil
      isFlexible = staff.pace == .flexible
      unmetRate = Rate(given ?? Rational(priority) * penalties.unmetPerHour)
      let workdays =
        isFlexible && staff.maxHoursPerWeek == nil
        ? [] : periods.map { standardDays.count(in: $0.intersection(window)) }
      total = Rational(scenario.hours(of: place))
      if isFlexible {
        wanted = [total]
      } else {
        let all = workdays.reduce(0, +)
        let perDay = all == 0 ? .zero : total / Rational(all)
        wanted = workdays.map { all == 0 ? .zero : perDay * Rational($0) }
      }
      if let limit = staff.maxHoursPerWeek {
        let perDay = Rational(limit) / Rational(max(1, scenario.calendar.standard.workdays.count))
        pace = workdays.map { perDay * Rational($0) }
      } else {
        pace = []
      }
    case .asset(let asset):
      staff = nil
      self.asset = asset
      isFlexible = false
      unmetRate = Rate(given ?? Rational(priority) * penalties.unmetPerUnitDay)
      let units = Rational(asset.units)
      total = units * Rational(window.count)
      wanted = periods.map { units * Rational($0.intersection(window).count) }
      pace = []
    }
  }

  /// How many assets the people on it use.
  var useCount: Int { staff?.uses.count ?? 0 }

  /// The place of a period in ``wanted``.
  func slot(_ period: Int) -> Int { isFlexible ? 0 : period }
}

/// What a staff demand asks of people. A reference for the same reason.
final class StaffNeeds: Sendable {
  private let demand: StaffDemand

  init(_ demand: consuming StaffDemand) { self.demand = demand }

  var skills: [SkillRequirement] { demand.requirements.skills }
  var certifications: [String] { demand.requirements.certifications }
  var clearance: Int { demand.requirements.clearance }
  var locations: [String]? { demand.requirements.locations }
  var departments: [String]? { demand.requirements.departments }
  var only: [String]? { demand.requirements.only }
  var exclude: [String] { demand.requirements.exclude }
  var uses: [EquipmentUse] { demand.uses }
}
