// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// Hours of a plan by person, demand and period.
struct HoursBySlot: Sendable, Hashable {
  struct Slot: Sendable, Hashable, Comparable {
    var staff: String
    var demand: String
    var period: Int

    static func < (left: Slot, right: Slot) -> Bool {
      if left.staff != right.staff { return precedes(left.staff, right.staff) }
      if left.demand != right.demand { return precedes(left.demand, right.demand) }
      return left.period < right.period
    }
  }

  /// Without those that are 0.
  private(set) var hours: [Slot: Millionths] = [:]

  init(_ plan: Plan) {
    for entry in plan.assignments where entry.hours != .zero {
      hours[Slot(staff: entry.staff, demand: entry.demand, period: entry.period), default: .zero] += entry.hours
    }
  }

  init(_ baseline: Scenario.Baseline) {
    for entry in baseline.assignments {
      guard let amount = Millionths(entry.hours), amount != .zero else { continue }
      hours[Slot(staff: entry.staff, demand: entry.demand, period: entry.period), default: .zero] += amount
    }
  }

  /// The hours as a baseline, in order.
  var baseline: Scenario.Baseline {
    Scenario.Baseline(
      assignments: hours.sorted { $0.key < $1.key }.compactMap { slot, amount in
        guard let count = Int64(exactly: amount.count), let hours = ExactDecimal(significand: count, scale: 6) else {
          return nil
        }
        return Scenario.BaselineAssignment(
          staff: slot.staff, demand: slot.demand, period: slot.period, hours: hours)
      })
  }

  /// How many hours each slot moves that differs in a plan.
  func moved(by plan: Plan) -> [Slot: Millionths] {
    var result: [Slot: Millionths] = [:]
    let planned = HoursBySlot(plan).hours
    for (slot, amount) in planned {
      let difference = amount - (hours[slot] ?? .zero)
      if difference != .zero { result[slot] = difference.magnitude }
    }
    for (slot, amount) in hours where planned[slot] == nil { result[slot] = amount }
    return result
  }

  /// The slots that differ in a plan, in order.
  func changed(by plan: Plan) -> [Slot] { moved(by: plan).keys.sorted() }
}
