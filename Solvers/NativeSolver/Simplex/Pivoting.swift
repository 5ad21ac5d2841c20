// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

extension PrimalSimplex {
  enum Step {
    case pivot
    /// A column went from one bound to the other.
    case flip
    /// The next column of the list does not improve any more, or others look better.
    case skip
    /// No active column improves.
    case optimal
    case unbounded
    /// The factors have become too inaccurate to go on without computing them anew.
    case inaccurate
  }

  /// Takes the next column and pivots.
  mutating func step() -> Step {
    var q = pricing.takeNext()
    if q < 0 {
      if pricing.isBarren {
        pricing.forget()
        return .optimal
      }
      guard priceAll() else { return .optimal }
      q = pricing.takeNext()
    }
    guard status[q] != .basic else { return .skip }
    solveColumn(q)
    let exact = exactReducedCost(q)
    let drift = abs(exact - reducedCost[q])
    reducedCost[q] = exact
    if isPriced, drift > 1e-6 * (1 + abs(exact)), !isFresh { return .inaccurate }
    let gain = improvement(q)
    guard gain > Self.optimality else { return .skip }
    pricing.noteWorth()
    let weight = 1 + squaredLength()
    pricing.setWeight(of: q, weight)
    if gain * gain / weight < Self.patience * pricing.nextScore { return .skip }

    let direction: Double = exact < 0 ? 1 : -1
    let range = direction > 0 ? upper[q] - value[q] : value[q] - lower[q]
    let choice = chooseLeaving(direction: direction, slope: abs(exact))
    guard choice.row >= 0, choice.step < range else {
      guard range < .infinity else { return .unbounded }
      flip(q, direction: direction, range: range)
      return .flip
    }
    if abs(column.value[choice.row]) < 1e-5, factors.changes > 0 { return .inaccurate }
    exchange(q, choice, direction: direction)
    return .pivot
  }

  /// A column is passed over where its score is below this share of what the next one's is said to be.
  private static var patience: Double { 0.25 }

  /// B^-1 times a column.
  mutating func solveColumn(_ q: Int) {
    column.clear()
    matrix.add(q, times: 1, to: &column)
    factors.solve(&column)
    column.drop(below: 1e-13)
  }

  /// The square of the length of ``column``.
  func squaredLength() -> Double {
    var sum = 0.0
    for position in 0..<column.count {
      let amount = column.value[Int(column.index[position])]
      sum += amount * amount
    }
    return sum
  }

  /// The reduced cost of a column at the present basis, from the column itself.
  private func exactReducedCost(_ q: Int) -> Double {
    var exact = ignoresCosts ? 0 : cost[q]
    for position in 0..<column.count {
      let row = Int(column.index[position])
      exact -= marginalCost(at: row) * column.value[row]
    }
    return exact
  }

  private mutating func flip(_ q: Int, direction: Double, range: Double) {
    isFresh = false
    move(q, by: direction * range)
    status[q] = direction > 0 ? .atUpper : .atLower
    value[q] = direction > 0 ? upper[q] : lower[q]
  }

  /// Moves along the entering column, and lets it take the place of the leaving one.
  mutating func exchange(_ q: Int, _ choice: Leaving, direction: Double) {
    isFresh = false
    isPriced = false
    pivots += 1
    stalledPivots = choice.step <= 1e-12 ? stalledPivots + 1 : 0
    let r = choice.row
    let leaving = Int(basic[r])
    move(q, by: direction * choice.step)
    value[leaving] = choice.atUpper ? upper[leaving] : lower[leaving]
    status[leaving] = lower[leaving] == upper[leaving] ? .fixed : choice.atUpper ? .atUpper : .atLower
    // The edge of the column that left is that of the one that entered, run the other way.
    pricing.weight[leaving] = max(1, pricing.weight[q] / (column.value[r] * column.value[r]))
    status[q] = .basic
    basic[r] = Int32(truncatingIfNeeded: q)
    side[r] = sideOfBounds(q)
    factors.replace(at: r, by: column)
  }

  /// Moves the entering column and with it the basic ones, and notes which cross a bound.
  private mutating func move(_ q: Int, by distance: Double) {
    value[q] += distance
    for position in 0..<column.count {
      let row = Int(column.index[position])
      let j = Int(basic[row])
      value[j] -= distance * column.value[row]
      let now = sideOfBounds(j)
      if now != side[row] {
        side[row] = now
        isPriced = false
      }
    }
  }
}

// MARK: - Pushing

extension PrimalSimplex {
  /// Moves a column that is neither basic nor at a bound until it reaches a bound or takes a basic column's place.
  ///
  /// The direction is the one in which the objective does not rise. (The first half of a crossover: N. Megiddo, "On
  /// finding primal- and dual-optimal bases", 1991, https://doi.org/10.1287/ijoc.3.1.63.)
  ///
  /// - Returns: whether it worked; otherwise the factors are too inaccurate.
  mutating func push(_ q: Int) -> Bool {
    solveColumn(q)
    let exact = exactReducedCost(q)
    let direction: Double
    if abs(exact) > Self.optimality {
      direction = exact < 0 ? 1 : -1
    } else {
      direction = value[q] - lower[q] < upper[q] - value[q] ? -1 : 1
    }
    let range = direction > 0 ? upper[q] - value[q] : value[q] - lower[q]
    let choice = chooseLeaving(direction: direction, slope: abs(exact))
    guard choice.row >= 0, choice.step < range else {
      guard range < .infinity else { return true }
      flip(q, direction: direction, range: range)
      return true
    }
    if abs(column.value[choice.row]) < 1e-5, factors.changes > 0 { return false }
    exchange(q, choice, direction: direction)
    return true
  }
}
