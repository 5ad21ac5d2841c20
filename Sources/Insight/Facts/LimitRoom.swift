// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// What the scenario's limits leave beside a plan, in millionths of an hour.
///
/// A plan states sums over periods. Where a span ends inside a period, the hours of the period count in the span of its
/// first day.
struct LimitRoom: Sendable {
  private let index: LimitIndex
  /// By limit and sum, as in ``LimitIndex``.
  private var left: [[Int128]]
  private let projects: [Int]
  private let origin: Int

  init(_ scenario: Scenario, _ plan: Plan, _ time: [PersonTime], _ periods: [DayRange]) {
    let ids = ScenarioIndex(scenario)
    index = LimitIndex(scenario, ids)
    projects = ids.demandPlaces.map(\.project)
    origin = scenario.calendar.horizon.first.number
    left = zip(scenario.limits, index.entries).map { limit, entry in
      (0..<entry.count).map { sum in
        let span = entry.span(ofSum: sum)
        let used = span == 0 ? WholeAmounts.fixed(limit.used) / 1_000_000 : 0
        let most: Int128 =
          switch limit.most {
          case .hours(let hours): WholeAmounts.fixed(hours) / 1_000_000
          case .share(let share):
            WholeAmounts.product(
              entry.staff(ofSum: sum).reduce(0) { $0 + time[$1].regular(entry.spans[span]) }, WholeAmounts.fixed(share),
              over: WholeAmounts.one)
          }
        return max(0, most - used)
      }
    }
    func take(_ hours: Millionths, _ staff: String, _ demand: String, _ period: Int) {
      guard let staff = ids.staff[staff], let demand = ids.demands[demand], periods.indices.contains(period) else {
        return
      }
      for (limit, sum) in sums(staff, demand, on: periods[period].first) { left[limit][sum] -= hours.count }
    }
    for entry in plan.assignments { take(entry.hours, entry.staff, entry.demand, entry.period) }
    for entry in plan.operating { take(entry.hours, entry.staff, entry.demand, entry.period) }
  }

  private func sums(_ staff: Int, _ demand: Int, on day: Day) -> [(limit: Int, sum: Int)] {
    index.ofStaff[staff].compactMap { limit in
      index.entries[limit].sum(staff: staff, demand: demand, project: projects[demand], day: day.number - origin)
        .map { (limit, $0) }
    }
  }

  /// Takes hours of a person on a demand on a day, as many as limits leave.
  ///
  /// - Returns: the hours taken, and the limit that leaves fewest where that is less than all.
  mutating func take(_ hours: Int128, of staff: Int, on demand: Int, _ day: Day) -> (hours: Int128, limit: Int?) {
    let counting = sums(staff, demand, on: day)
    var part = hours
    var tightest: Int?
    for (limit, sum) in counting where left[limit][sum] < part {
      part = max(0, left[limit][sum])
      tightest = limit
    }
    for (limit, sum) in counting { left[limit][sum] -= part }
    return (part, tightest)
  }
}
