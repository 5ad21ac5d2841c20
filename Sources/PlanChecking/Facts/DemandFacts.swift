// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// What is derived about one demand. A reference, so that looking at one figure copies none of the others.
final class DemandFacts: Sendable {
  let id: String
  /// What is asked of people, that of the first place of a crew; nil for a demand of assets.
  var staff: StaffNeeds? { places.first }
  /// What is asked for each place of a crew, one place where there is none; empty for a demand of assets.
  let places: [StaffNeeds]
  let asset: AssetNeeds?
  let project: Int
  let window: DayRange
  /// The days of the window by number.
  let days: Range<Int>
  let priority: ExactDecimal
  /// The right-hand sides of rows 3 (one), 4 or 11 (one for each period; of row 11 the sum over its days).
  let wanted: [Rational]
  /// What is wanted over the whole window.
  let total: Rational
  /// Row 5: the most hours in a calendar week; nil without a limit.
  let pace: Rational?
  /// Money lost for each unit that is unmet.
  let unmetRate: Rate
  /// Whether effort is counted for the whole window (row 3) and not for each period (rows 4 and 11).
  let isFlexible: Bool

  init(
    _ scenario: borrowing Scenario, _ place: Scenario.DemandPlace, window: DayRange, _ days: HorizonDays,
    standardHoursUpTo: [Fine], penalties: Penalties
  ) {
    id = scenario.projects[place.project].demands[place.position].id
    self.window = window
    let inside = days.numbers(of: window)
    self.days = inside
    project = place.project
    priority = scenario.priority(of: place)
    let given = scenario.projects[place.project].demands[place.position].unmetCost.map { Rational($0) }
    switch scenario.projects[place.project].demands[place.position].kind {
    case .staff(let staff):
      places = StaffNeeds.places(of: staff, window: inside)
      asset = nil
      isFlexible = staff.pace == .flexible
      let heads = places.reduce(0) { $0 + $1.count }
      unmetRate = Rate(given ?? Rational(priority) * penalties.unmetPerHour * Rational(heads))
      total = Rational(scenario.hours(of: place))
      if isFlexible {
        wanted = [total]
      } else {
        // g(d,t) over g(d), in hours of the top calendar.
        let all = standardHoursUpTo[inside.upperBound] - standardHoursUpTo[inside.lowerBound]
        let perHour = all == 0 ? .zero : total / Rational(all, over: 1)
        wanted = days.ofPeriod.map { period in
          let part = period.common(inside)
          return perHour * Rational(standardHoursUpTo[part.upperBound] - standardHoursUpTo[part.lowerBound], over: 1)
        }
      }
      pace = staff.maxHoursPerWeek.map { Rational($0) }
    case .asset(let asset):
      places = []
      let counted = Self.countedDays(asset, scenario, inside, days.count, standardHoursUpTo)
      let needs = AssetNeeds(
        asset, isCounted: counted,
        wanted: scenario.projects[place.project].weeksLater == 0
          ? nil
          : Self.countedDays(
            asset, scenario, days.numbers(of: scenario.writtenWindow(of: place)), days.count, standardHoursUpTo
          ).count { $0 })
      self.asset = needs
      isFlexible = false
      unmetRate = Rate(given ?? Rational(priority) * penalties.unmetPerUnitDay)
      let units = needs.units
      let lastPeriod = inside.isEmpty ? nil : days.period(of: inside.upperBound - 1)
      wanted = days.ofPeriod.enumerated().map { number, period in
        let counted = period.common(inside).reduce(0) { needs.isCounted[$1] ? $0 + 1 : $0 }
        return units * Rational(counted + (number == lastPeriod ? needs.missingDays : 0))
      }
      total = wanted.reduce(.zero, +)
      pace = nil
    }
  }

  /// Window(e): the days that count. Unless it is said, where some asset fits and all that fit have operators, those on which the top
  /// calendar has hours; else all of the window.
  private static func countedDays(
    _ asset: AssetDemand, _ scenario: borrowing Scenario, _ window: Range<Int>, _ count: Int,
    _ standardHoursUpTo: [Fine]
  ) -> [Bool] {
    var fits = false
    var isRun = true
    for index in scenario.assets.indices where asset.matches(scenario.assets[index]) {
      fits = true
      if scenario.assets[index].operators == nil { isRun = false }
    }
    let onlyWorkdays = asset.days.map { $0 == .work } ?? (fits && isRun)
    return (0..<count).map {
      window.contains($0) && (!onlyWorkdays || standardHoursUpTo[$0 + 1] > standardHoursUpTo[$0])
    }
  }

  /// Whether people are there together.
  var isCrew: Bool { places.first?.isCrew ?? false }
  /// How many people are there at the same time; 1 without a crew.
  var heads: Int { isCrew ? places.reduce(0) { $0 + $1.count } : 1 }
  /// How many assets the people on it use.
  var useCount: Int { staff?.uses.count ?? 0 }

  /// What of an asset demand can be served in a period: without the days that a moved window has fewer.
  func mostServed(in period: Int, _ days: HorizonDays) -> Rational {
    guard let asset, asset.missingDays > 0 else { return wanted[period] }
    return asset.units * Rational(days.ofPeriod[period].count { asset.isCounted[$0] })
  }

  /// The place of a period in ``wanted``.
  func slot(_ period: Int) -> Int { isFlexible ? 0 : period }
}

/// What an asset demand asks for.
final class AssetNeeds: Sendable {
  private let demand: AssetDemand
  /// The units wanted on each day that counts, and the same rounded up to the grid.
  let units: Rational
  /// Whether a day counts.
  let isCounted: [Bool]
  /// How many days fewer a moved window has that count; they are unmet in its last period.
  let missingDays: Int

  /// - Parameters:
  ///   - isCounted: of the days of the window as it was decided.
  ///   - wanted: how many days of the unmoved window count, of a window that was moved. Of more in it only the first count.
  init(_ demand: consuming AssetDemand, isCounted: [Bool], wanted: Int?) {
    units = Rational(demand.units)
    self.demand = demand
    guard let wanted else {
      (self.isCounted, missingDays) = (isCounted, 0)
      return
    }
    var left = wanted
    self.isCounted = isCounted.map { isCounted in
      guard isCounted, left > 0 else { return false }
      left -= 1
      return true
    }
    missingDays = left
  }

  func matches(_ asset: Asset) -> Bool { demand.matches(asset) }
}

/// What a staff demand asks of people, or a place of its crew. A reference for the same reason.
final class StaffNeeds: Sendable {
  private let requirements: Requirements
  let uses: [EquipmentUse]
  /// The days of the window by number.
  let window: Range<Int>
  /// How many people take the place at the same time; 1 without a crew.
  let count: Int
  let isCrew: Bool

  private init(
    _ requirements: Requirements, uses: [EquipmentUse], window: Range<Int>, count: Int = 1, isCrew: Bool = false
  ) {
    self.requirements = requirements
    self.uses = uses
    self.window = window
    self.count = count
    self.isCrew = isCrew
  }

  /// The places of a demand's crew; the demand itself where it has none.
  static func places(of demand: StaffDemand, window: Range<Int>) -> [StaffNeeds] {
    guard !demand.crew.isEmpty else { return [StaffNeeds(demand.requirements, uses: demand.uses, window: window)] }
    return demand.crew.map {
      StaffNeeds($0.requirements, uses: demand.uses, window: window, count: $0.count, isCrew: true)
    }
  }

  var skills: [SkillRequirement] { requirements.skills }
  var anyOf: [[SkillRequirement]] { requirements.anyOf }
  var certifications: [String] { requirements.certifications }
  var clearance: Int { requirements.clearance }
  var locations: [String]? { requirements.locations }
  var departments: [String]? { requirements.departments }
  var only: [String]? { requirements.only }
  var exclude: [String] { requirements.exclude }
}
