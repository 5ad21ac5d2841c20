// SPDX-License-Identifier: GPL-3.0-or-later

/// The steps of an entering column at which a basic column meets a bound.
struct Breakpoints: ~Copyable {
  var count = 0
  /// The distance to the bound; below 0 by at most a tolerance.
  var distance: [Double] = []
  /// How fast the basic column moves, always above 0.
  var rate: [Double] = []
  var row: [Int32] = []
  var isUpper: [Bool] = []

  mutating func removeAll() { count = 0 }

  mutating func add(distance newDistance: Double, rate newRate: Double, row newRow: Int, isUpper newIsUpper: Bool) {
    if count == distance.count {
      distance.append(newDistance)
      rate.append(newRate)
      row.append(Int32(truncatingIfNeeded: newRow))
      isUpper.append(newIsUpper)
    } else {
      distance[count] = newDistance
      rate[count] = newRate
      row[count] = Int32(truncatingIfNeeded: newRow)
      isUpper[count] = newIsUpper
    }
    count += 1
  }

  mutating func swap(_ a: Int, _ b: Int) {
    guard a != b else { return }
    distance.swapAt(a, b)
    rate.swapAt(a, b)
    row.swapAt(a, b)
    isUpper.swapAt(a, b)
  }
}

/// The column that leaves the basis.
struct Leaving {
  /// The row at which it stands, or -1 where nothing stops the entering column.
  var row: Int
  /// How far the entering column moves.
  var step: Double
  /// The bound that the leaving column stands at afterwards.
  var atUpper: Bool
}

extension PrimalSimplex {
  /// Finds where the objective stops falling along the entering column.
  ///
  /// The objective is convex and piecewise linear: each bound that a basic column passes adds the penalty to the slope. Of
  /// the bounds that are met at about the same step, the one with the largest pivot is taken. (P. M. J. Harris, 1973.)
  ///
  /// - Parameters:
  ///   - direction: whether the entering column rises (1) or falls (-1).
  ///   - slope: how much the objective falls for a unit of movement at first.
  mutating func chooseLeaving(direction: Double, slope: Double) -> Leaving {
    collectBreakpoints(direction: direction)
    var slope = slope
    var front = 0
    var fallback = -1
    while front < breakpoints.count {
      var reach = Double.infinity
      for position in front..<breakpoints.count {
        reach = min(reach, (breakpoints.distance[position] + Self.slack) / breakpoints.rate[position])
      }
      var groupEnd = front
      var largest = -1
      var added = 0.0
      for position in front..<breakpoints.count
      where breakpoints.distance[position] / breakpoints.rate[position] <= reach {
        breakpoints.swap(position, groupEnd)
        added += penalty * breakpoints.rate[groupEnd]
        if largest < 0 || breakpoints.rate[groupEnd] > breakpoints.rate[largest] { largest = groupEnd }
        groupEnd += 1
      }
      // Only numbers that are none leave a group empty.
      guard largest >= 0 else { break }
      slope -= added
      if slope <= 0 {
        // A tiny pivot spoils the factors: better a shorter step with a good one.
        if breakpoints.rate[largest] < Self.smallPivot, fallback >= 0 { largest = fallback }
        return leaving(largest)
      }
      if fallback < 0 || breakpoints.rate[largest] > 0.1 * breakpoints.rate[fallback] { fallback = largest }
      front = groupEnd
    }
    return Leaving(row: -1, step: .infinity, atUpper: false)
  }

  private func leaving(_ position: Int) -> Leaving {
    Leaving(
      row: Int(breakpoints.row[position]),
      step: max(0, breakpoints.distance[position] / breakpoints.rate[position]),
      atUpper: breakpoints.isUpper[position])
  }

  private mutating func collectBreakpoints(direction: Double) {
    breakpoints.removeAll()
    for position in 0..<column.count {
      let row = Int(column.index[position])
      let speed = -direction * column.value[row]
      let rate = abs(speed)
      guard rate > Self.smallestPivot else { continue }
      let j = Int(basic[row])
      let x = value[j]
      let below = side[row] < 0
      let above = side[row] > 0
      if speed > 0 {
        if below { breakpoints.add(distance: lower[j] - x, rate: rate, row: row, isUpper: false) }
        if !above, upper[j] < .infinity {
          breakpoints.add(distance: upper[j] - x, rate: rate, row: row, isUpper: true)
        }
      } else {
        if above { breakpoints.add(distance: x - upper[j], rate: rate, row: row, isUpper: true) }
        if !below, lower[j] > -.infinity {
          breakpoints.add(distance: x - lower[j], rate: rate, row: row, isUpper: false)
        }
      }
    }
  }

  /// How far a bound may be passed to have a better pivot.
  private static var slack: Double { 5e-10 }
  private static var smallestPivot: Double { 1e-9 }
  private static var smallPivot: Double { 1e-5 }
}
