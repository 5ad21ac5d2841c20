// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// What `model.md` derives from a scenario, worked out once: indices of ids, periods, available days, eligibility,
/// right-hand sides. Days are counted by prefix sums over the horizon. A reference, because everybody who checks, prices
/// or completes plans of the scenario looks at the same.
final class ScenarioFacts: Sendable {
  let scenario: Scenario
  let index: ScenarioIndex
  let periods: [DayRange]
  let staff: [StaffFacts]
  let demands: [DemandFacts]
  let penalties: Penalties
  /// Row 6's right-hand side of asset a in period t, at `a * T + t`.
  let assetDays: [Rational]
  /// `costPerUnitDay` of each asset.
  let unitDayRates: [Rate]
  /// Money per promised hour that is not kept.
  let commitmentRate: Rate
  /// A(i,t): the days on which person i is available in period t, at `i * T + t`.
  let availableDays: [Rational]
  let skills: SkillNumbers
  let frame: SummaryFrame
  let promises: Promises

  var periodCount: Int { periods.count }

  init(_ scenario: Scenario, _ index: ScenarioIndex) {
    self.scenario = scenario
    self.index = index
    let horizon = scenario.calendar.horizon
    let periods = scenario.calendar.periods
    self.periods = periods
    let standard = DayCounts(horizon, scenario.calendar.standard)

    var named: [String: (calendar: WorkCalendar, days: DayCounts)] = [:]
    for entry in scenario.calendar.named where named[entry.id] == nil {
      named[entry.id] = (entry.calendar, DayCounts(horizon, entry.calendar))
    }
    var staff: [StaffFacts] = []
    staff.reserveCapacity(scenario.staff.count)
    for index in scenario.staff.indices {
      let found = scenario.staff[index].calendar.flatMap { named[$0] } ?? (scenario.calendar.standard, standard)
      staff.append(
        StaffFacts(scenario.staff[index], calendar: found.calendar, workedDays: found.days, horizon: horizon))
    }
    self.staff = staff
    let penalties = Penalties(scenario)
    self.penalties = penalties
    var demands: [DemandFacts] = []
    demands.reserveCapacity(index.demandPlaces.count)
    for place in index.demandPlaces {
      demands.append(DemandFacts(scenario, place, standardDays: standard, periods: periods, penalties: penalties))
    }
    self.demands = demands
    promises = Promises(scenario, index, periods: periods, staff: staff)
    unitDayRates = scenario.assets.map { Rate(Rational($0.costPerUnitDay)) }
    commitmentRate = Rate(penalties.commitmentPerHour)
    assetDays = scenario.assets.flatMap { Self.assetDays($0, horizon: horizon, periods: periods) }
    var availableDays: [Rational] = []
    availableDays.reserveCapacity(staff.count * periods.count)
    for person in staff {
      for period in periods { availableDays.append(person.available(in: period)) }
    }
    self.availableDays = availableDays
    skills = SkillNumbers(scenario, demands)
    frame = SummaryFrame(
      scenario, index, staff: staff, demands: demands, skills: skills, assetDays: assetDays,
      periodCount: periods.count)
  }

  /// A(i,days): the days of a range inside a period on which a person is available.
  func availableDays(_ person: Int, in days: DayRange, of period: Int) -> Rational {
    days == periods[period] ? availableDays[person * periodCount + period] : staff[person].available(in: days)
  }

  /// The sum over the days of each period of max(0, quantity - outages).
  private static func assetDays(_ asset: Asset, horizon: DayRange, periods: [DayRange]) -> [Rational] {
    let quantity = Rational(asset.quantity)
    guard !asset.outages.isEmpty else { return periods.map { quantity * Rational($0.count) } }
    var left = [Rational](repeating: quantity, count: horizon.count)
    for outage in asset.outages {
      let days = outage.days.intersection(horizon)
      guard !days.isEmpty else { continue }
      for day in days.first.number...days.last.number {
        left[day - horizon.first.number] += -(outage.quantity.map { Rational($0) } ?? quantity)
      }
    }
    return periods.map { period in
      var sum = Rational.zero
      for day in period.first.number...period.last.number {
        let units = left[day - horizon.first.number]
        if units.sign > 0 { sum += units }
      }
      return sum
    }
  }
}

/// How many worked days of a calendar the horizon has up to each day.
struct DayCounts: Sendable {
  let horizon: DayRange
  /// `upTo[k]` counts the worked days among the first k of the horizon.
  private let upTo: [Int]

  init(_ horizon: DayRange, _ calendar: WorkCalendar) {
    self.horizon = horizon
    var sums = [0]
    sums.reserveCapacity(horizon.count + 1)
    var sum = 0
    for isWorked in calendar.worked(in: horizon) {
      if isWorked { sum += 1 }
      sums.append(sum)
    }
    upTo = sums
  }

  /// The worked days that are in a range.
  func count(in range: DayRange) -> Int {
    let days = range.intersection(horizon)
    guard !days.isEmpty else { return 0 }
    let first = days.first.number - horizon.first.number
    return upTo[first + days.count] - upTo[first]
  }
}
