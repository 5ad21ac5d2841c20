// SPDX-License-Identifier: GPL-3.0-or-later

import Numbers

/// A reduced cost in the making: the sum of its parts and the sum of their absolute values.
struct ReducedCost {
  var value = 0.0
  var magnitude = 0.0

  @inline(__always)
  mutating func add(_ term: Double) {
    value += term
    magnitude += abs(term)
  }

  @inline(__always)
  mutating func subtract(_ term: Double) { add(-term) }

  @inline(__always)
  static func + (left: ReducedCost, right: ReducedCost) -> ReducedCost {
    ReducedCost(value: left.value + right.value, magnitude: left.magnitude + right.magnitude)
  }

  /// A number that the exact value is not above.
  @inline(__always)
  var lower: Double { value - LowerSum.relativeError * magnitude }
}

/// Columns that add up to one amount, such as the hours of a pair on the days of a period: each with a slope that its
/// reduced cost is not below, and its upper limit.
struct Slots {
  private(set) var list: [(slope: Double, capacity: Double)] = []

  mutating func removeAll() { list.removeAll(keepingCapacity: true) }

  @inline(__always)
  mutating func add(_ cost: ReducedCost, _ capacity: Double) {
    if capacity > 0 { list.append((cost.lower, capacity * LowerSum.roundedUp)) }
  }

  /// Limits on the amount that columns add up to.
  struct Total {
    /// At most that; infinity is without a limit.
    var most: Double
    /// Further limits; nil for none.
    var limits: ClosedRange<Millionths>?
    /// A price for each unit of distance from an amount, which is not in the slopes; nil where there is none.
    var change: (baseline: Double, cost: Double)?
  }

  /// The least that the columns contribute: they are filled in the order of their slopes, as long as that costs less
  /// than nothing or a lower limit is not reached. Where that one cannot be reached no plan keeps it, and every number is a
  /// bound.
  mutating func addLeast(_ total: Total, to sum: inout LowerSum) {
    var most = total.most * LowerSum.roundedUp
    var least = 0.0
    if let limits = total.limits {
      most = min(most, limits.upperBound.doubleValue * LowerSum.roundedUp)
      least = limits.lowerBound.doubleValue * (1 - LowerSum.relativeError)
    }
    let (baseline, change) = total.change ?? (0, 0)
    if list.count > 1 { list.sort { $0.slope < $1.slope } }
    var amount = 0.0
    var cost = 0.0
    var size = 0.0
    for slot in list {
      let capacity = min(slot.capacity, most - amount)
      guard capacity > 0 else { break }
      var filled = min(capacity, max(0, least - amount))
      if slot.slope + change < 0 {
        filled = capacity
      } else if slot.slope - change < 0 {
        filled = max(filled, min(capacity, baseline - amount))
      } else if filled <= 0 {
        break
      }
      cost += slot.slope * filled
      size += abs(slot.slope) * filled
      amount += filled
    }
    if size == 0, change == 0 { return }
    // Each part of it is made of these; the place of the kink may be off by the baseline's own rounding.
    sum.add(cost + change * abs(amount - baseline), magnitude: 4 * (size + change * (amount + baseline)))
  }
}

extension LowerSum {
  /// Adds the least of `cost * x` for x between 0 and `upper`.
  @inline(__always)
  mutating func addColumn(_ cost: ReducedCost, upper: Double) {
    let lower = cost.lower
    if lower < 0 {
      let term = lower * (upper * Self.roundedUp)
      add(term, magnitude: -term)
    }
  }

  /// Adds a price times a right-hand side.
  mutating func addRow(_ price: Double, _ side: Double) {
    let term = price * side
    add(term, magnitude: abs(term))
  }
}

extension Double {
  /// A fine amount in hours or units.
  @inline(__always)
  init(fine: Fine) { self = Double(nearest: fine) * 1e-18 }
}
