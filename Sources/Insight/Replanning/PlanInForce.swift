// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import Numbers

/// The baseline of a scenario as something that plans are compared with.
package struct PlanInForce: Sendable {
  private struct Key: Hashable {
    var staff: String
    var demand: String
    var period: Int
  }

  private let hours: [Key: Millionths]

  /// - Returns: nil where the scenario has no baseline.
  package init?(_ scenario: Scenario) {
    guard let baseline = scenario.baseline else { return nil }
    var hours: [Key: Millionths] = [:]
    for entry in baseline.assignments {
      guard let amount = Millionths(entry.hours) else { continue }
      hours[Key(staff: entry.staff, demand: entry.demand, period: entry.period), default: .zero] += amount
    }
    self.hours = hours
  }

  /// Its figures, of which percentages are.
  package var basis: Gate.Basis {
    let worked = hours.filter { $0.value != .zero }
    return Gate.Basis(
      hours: worked.values.reduce(.zero, +), assignments: worked.count, people: Set(worked.keys.map(\.staff)).count)
  }

  /// What a plan does differently. A baseline has hours alone: the increases of value, cost and unmet hours are 0.
  package func delta(to plan: Plan) -> Comparison.Delta {
    var left = hours
    var planned: [Key: Millionths] = [:]
    for entry in plan.assignments {
      planned[Key(staff: entry.staff, demand: entry.demand, period: entry.period), default: .zero] += entry.hours
    }
    var delta = Comparison.Delta()
    var people: Set<String> = []
    func note(_ key: Key, _ difference: Millionths) {
      guard difference != .zero else { return }
      delta.changes += 1
      delta.hours += difference
      delta.hoursMoved += difference.magnitude
      people.insert(key.staff)
    }
    for (key, amount) in planned { note(key, amount - (left.removeValue(forKey: key) ?? .zero)) }
    for (key, amount) in left { note(key, -amount) }
    delta.people = people.count
    return delta
  }
}

extension Millionths {
  /// A decimal on the grid, rounded half away from zero; nil where it is too large.
  package init?(_ decimal: ExactDecimal) {
    var count = Int128(decimal.significand)
    if decimal.scale <= 6 {
      for _ in decimal.scale..<6 { count *= 10 }
    } else {
      let power = (6..<decimal.scale).reduce(Int128(1)) { product, _ in product * 10 }
      count = (count + (count < 0 ? -power : power) / 2) / power
    }
    self.init(count: count)
  }
}
