// SPDX-License-Identifier: GPL-3.0-or-later

/// The best price of one row, everything else held.
struct RowKernel {
  /// Two columns of the row, side by side, which halves the work and has no branches: where each would stand at the present
  /// price without its bounds, and how that moves with the price.
  struct Terms: Sendable {
    var wish = SIMD2<Double>.zero
    var speed = SIMD2<Double>.zero
    var lower = SIMD2<Double>.zero
    var upper = SIMD2<Double>.zero
    var coefficient = SIMD2<Double>.zero

    /// The part of the row's activity, and of its slope, where the price is `change` above the present one.
    @inline(__always)
    func activity(_ change: Double) -> (value: SIMD2<Double>, slope: SIMD2<Double>) {
      let wish = wish + speed * change
      let isLow = wish .<= lower
      let isHigh = wish .>= upper
      let amount = wish.replacing(with: upper, where: isHigh).replacing(with: lower, where: isLow)
      return (coefficient * amount, (coefficient * speed).replacing(with: 0, where: isLow .| isHigh))
    }
  }

  let columns: UnsafeMutableBufferPointer<AscentPart.Column>
  /// Memory for the terms of the longest row.
  let terms: UnsafeMutablePointer<Terms>
  let rowColumn: UnsafeBufferPointer<Int32>
  let rowValue: UnsafeBufferPointer<Double>

  /// How many terms a row has.
  static func termCount(of entries: Int) -> Int { (entries + 1) / 2 }

  /// Reads the row's columns once.
  @inline(__always)
  private func gather(_ first: Int, _ last: Int) {
    var position = 0
    var entry = first
    while entry < last - 1 {
      let (a, b) = (columns[Int(rowColumn[entry])], columns[Int(rowColumn[entry + 1])])
      let coefficient = SIMD2(rowValue[entry], rowValue[entry + 1])
      let step = SIMD2(a.step, b.step)
      terms[position] = Terms(
        wish: SIMD2(a.centre, b.centre) - step * SIMD2(a.reducedCost, b.reducedCost), speed: step * coefficient,
        lower: SIMD2(a.lower, b.lower), upper: SIMD2(a.upper, b.upper), coefficient: coefficient)
      position += 1
      entry += 2
    }
    guard entry < last else { return }
    // Beside the last one, a column that stays at 0.
    let (a, coefficient) = (columns[Int(rowColumn[entry])], rowValue[entry])
    terms[position] = Terms(
      wish: SIMD2(a.centre - a.step * a.reducedCost, 0), speed: SIMD2(a.step * coefficient, 0),
      lower: SIMD2(a.lower, 0), upper: SIMD2(a.upper, 0), coefficient: SIMD2(coefficient, 0))
  }

  /// The row's activity, and its slope, where the price is `change` above the present one.
  @inline(__always)
  private func activity(_ count: Int, _ change: Double) -> (value: Double, slope: Double) {
    var value = SIMD2<Double>.zero
    var slope = SIMD2<Double>.zero
    for position in 0..<count {
      let part = terms[position].activity(change)
      value += part.value
      slope += part.slope
    }
    return (value.x + value.y, slope.x + slope.y)
  }

  /// The smallest change of the price, in the direction of `sign`, at which the activity begins to move.
  private func nextBreak(_ count: Int, _ change: Double, sign: Double) -> Double? {
    var nearest = Double.infinity
    for position in 0..<count {
      let pair = terms[position]
      for lane in 0..<2 {
        let slope = pair.speed[lane] * sign
        let wish = pair.wish[lane] + pair.speed[lane] * change
        if slope > 0, wish < pair.upper[lane] {
          nearest = min(nearest, max(0, pair.lower[lane] - wish) / slope)
        } else if slope < 0, wish > pair.lower[lane] {
          nearest = min(nearest, max(0, wish - pair.upper[lane]) / -slope)
        }
      }
    }
    return nearest.isFinite ? change + sign * nearest : nil
  }

  /// Moves the row's price to where the row is satisfied, or to 0 where it is anyway.
  func solve(from first: Int, to last: Int, lower: Double, upper: Double, price: inout Double) {
    guard first < last else { return }
    let count = Self.termCount(of: last - first)
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
