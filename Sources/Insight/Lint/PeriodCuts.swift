// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import Formats
internal import Numbers

extension ScenarioLint {
  /// The periods in which a window, a promise or an outage begins or ends, so that some of their days on which work is done
  /// do not count: for people those on which the top calendar has hours, for assets all.
  package static func cuts(in scenario: Scenario) -> [PeriodCut] {
    let horizon = scenario.calendar.horizon
    guard !horizon.isEmpty, scenario.calendar.period != .day else { return [] }
    let periods = scenario.calendar.periods
    func cuts(_ days: DayRange, onlyWorkdays: Bool) -> [(period: DayRange, inside: DayRange)] {
      // Only the first and the last period can be cut.
      let ends = [periods.firstIndex { $0.contains(days.first) }, periods.firstIndex { $0.contains(days.last) }]
      let indices = ends.compactMap { $0 }
      return (indices.first == indices.last ? Array(indices.prefix(1)) : indices).compactMap { index in
        let inside = periods[index].intersection(days)
        func count(_ range: DayRange) -> Int64 {
          onlyWorkdays
            ? scenario.calendar.standard.hours(in: range).reduce(0) { $0 + ($1 > 0 ? 1 : 0) } : Int64(range.count)
        }
        return count(inside) < count(periods[index]) ? (periods[index], inside) : nil
      }
    }
    var result: [PeriodCut] = []
    var windows: [String: DayRange] = [:]
    for place in scenario.demandPlaces {
      let window = scenario.writtenWindow(of: place)
      let demand = scenario.demand(at: place)
      windows[demand.id] = window
      guard !window.isEmpty else { continue }
      result += cuts(window, onlyWorkdays: demand.isForStaff).map {
        PeriodCut(.window, id: demand.id, period: $0.period, inside: $0.inside)
      }
    }
    for promise in scenario.commitments {
      guard let days = windows[promise.demand]?.intersection(promise.days), !days.isEmpty else { continue }
      result += cuts(days, onlyWorkdays: true).map {
        PeriodCut(.promise, id: promise.demand, staff: promise.staff, period: $0.period, inside: $0.inside)
      }
    }
    for asset in scenario.assets {
      for outage in asset.outages {
        let days = outage.days.intersection(horizon)
        guard !days.isEmpty else { continue }
        result += cuts(days, onlyWorkdays: false).map {
          PeriodCut(.outage, id: asset.id, period: $0.period, inside: $0.inside)
        }
      }
    }
    return result
  }
}
