// SPDX-License-Identifier: GPL-3.0-or-later

package import Numbers

/// How many sums of hours of a person on a demand in a period may be others than in a plan in force.
package struct ChangeLimit: Sendable, Hashable {
  /// At most so many.
  package var most: Int
  /// The hours in force, by person and demand, and by period; 0 where there is none.
  package var hours: [PlanLimits.Place: [Int: Millionths]]

  package init(most: Int, hours: [PlanLimits.Place: [Int: Millionths]]) {
    self.most = most
    self.hours = hours
  }

  package subscript(_ staff: String, _ demand: String, _ period: Int) -> Millionths {
    hours[PlanLimits.Place(staff, demand)]?[period] ?? .zero
  }

  /// How many sums of hours are others in some assignments; those of the places of a crew are one.
  package func changes(in assignments: [Plan.Assignment]) -> Int {
    var left = hours.mapValues { $0.filter { $0.value != .zero } }
    var planned: [PlanLimits.Place: [Int: Millionths]] = [:]
    for entry in assignments {
      planned[PlanLimits.Place(entry.staff, entry.demand), default: [:]][entry.period, default: .zero] += entry.hours
    }
    var count = 0
    for (place, periods) in planned {
      for (period, amount) in periods where amount != left[place]?.removeValue(forKey: period) ?? .zero { count += 1 }
    }
    return count + left.values.reduce(0) { $0 + $1.count }
  }
}
