// SPDX-License-Identifier: GPL-3.0-or-later

/// The best price of one row, everything else held.
struct RowKernel {
  /// A column of the row: where it would stand at the present price without its bounds, and how that moves with the price.
  struct Term: Sendable {
    var wish = 0.0
    var speed = 0.0
    var lower = 0.0
    var upper = 0.0
    var coefficient = 0.0
  }

  let columns: UnsafeMutableBufferPointer<AscentPart.Column>
  /// Memory for the terms of the longest row.
  let terms: UnsafeMutablePointer<Term>
  let rowColumn: UnsafeBufferPointer<Int32>
  let rowValue: UnsafeBufferPointer<Double>

  /// Reads the row's columns once.
  @inline(__always)
  private func gather(_ first: Int, _ last: Int) {
    for entry in first..<last {
      let column = columns[Int(rowColumn[entry])]
      let coefficient = rowValue[entry]
      terms[entry - first] = Term(
        wish: column.centre - column.step * column.reducedCost, speed: column.step * coefficient, lower: column.lower,
        upper: column.upper, coefficient: coefficient)
    }
  }

  /// The row's activity, and its slope, where the price is `change` above the present one.
  @inline(__always)
  private func activity(_ count: Int, _ change: Double) -> (value: Double, slope: Double) {
    var value = 0.0
    var slope = 0.0
    for position in 0..<count {
      let term = terms[position]
      let wish = term.wish + term.speed * change
      if wish <= term.lower {
        value += term.coefficient * term.lower
      } else if wish >= term.upper {
        value += term.coefficient * term.upper
      } else {
        value += term.coefficient * wish
        slope += term.coefficient * term.speed
      }
    }
    return (value, slope)
  }

  /// The smallest change of the price, in the direction of `sign`, at which the activity begins to move.
  private func nextBreak(_ count: Int, _ change: Double, sign: Double) -> Double? {
    var nearest = Double.infinity
    for position in 0..<count {
      let term = terms[position]
      let slope = term.speed * sign
      let wish = term.wish + term.speed * change
      if slope > 0, wish < term.upper {
        nearest = min(nearest, max(0, term.lower - wish) / slope)
      } else if slope < 0, wish > term.lower {
        nearest = min(nearest, max(0, wish - term.upper) / -slope)
      }
    }
    return nearest.isFinite ? change + sign * nearest : nil
  }
  /// Moves the row's price to where the row is satisfied, or to 0 where it is anyway.
  func solve(from first: Int, to last: Int, lower: Double, upper: Double, price: inout Double) {
    guard first < last else { return }
    let count = last - first
    gather(first, last)
    var change = 0.0
    var below = -Double.infinity
    var above = Double.infinity
    for _ in 0..<24 {
      let now = activity(count, change)
      let target: Double
      let current = price + change
      if now.value < lower {
        target = lower
      } else if now.value > upper {
        target = upper
      } else if current > 0 {
        // Above its lower limit with a price that calls for more: the price falls.
        target = lower
      } else if current < 0 {
        target = upper
      } else {
        break
      }
      let miss = target - now.value
      if abs(miss) <= 1e-11 * (1 + abs(target)) { break }
      if miss > 0 { below = change } else { above = change }
      var next: Double
      if now.slope > 0 {
        next = change + miss / now.slope
      } else if let jump = nextBreak(count, change, sign: miss > 0 ? 1 : -1) {
        // On a flat piece: to just behind its end.
        next = jump + (miss > 0 ? 1e-9 : -1e-9) * max(1, abs(jump))
      } else if current != 0, lower <= now.value, now.value <= upper {
        next = -price
      } else {
        break
      }
      if next <= below || next >= above { next = (below + above) / 2 }
      // An inequality's price does not change its sign: at 0 the row is free.
      if current > 0, now.value >= lower, price + next < 0 { next = -price }
      if current < 0, now.value <= upper, price + next > 0 { next = -price }
      if lower == -.infinity, price + next > 0 { next = -price }
      if upper == .infinity, price + next < 0 { next = -price }
      if next == change || !next.isFinite { break }
      change = next
    }
    guard change != 0 else { return }
    price += change
    for entry in first..<last { columns[Int(rowColumn[entry])].reducedCost -= rowValue[entry] * change }
  }
}
