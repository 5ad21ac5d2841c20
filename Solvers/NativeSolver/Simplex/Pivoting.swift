// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

extension PrimalSimplex {
  enum Step {
    case pivot
    /// A column went from one bound to the other, or turned out not to improve.
    case flip
    /// No active column improves.
    case optimal
    case unbounded
    /// The factors have become too inaccurate to go on without computing them anew.
    case inaccurate
  }

  /// Chooses a column and pivots.
  mutating func step() -> Step {
    let q = entering()
    guard q >= 0 else { return .optimal }
    solveColumn(q)
    // The reduced cost from the column itself tells how accurate the updated one is.
    let exact = exactReducedCost(q)
    let drift = abs(exact - reducedCost[q])
    reducedCost[q] = exact
    if drift > 1e-6 * (1 + abs(exact)), !isFresh { return .inaccurate }
    guard improvement(q) > Self.optimality else { return isFresh ? .flip : .inaccurate }

    let direction: Double = exact < 0 ? 1 : -1
    let range = direction > 0 ? upper[q] - value[q] : value[q] - lower[q]
    let choice = chooseLeaving(direction: direction, slope: abs(exact))
    guard choice.row >= 0, choice.step < range else {
      guard range < .infinity else { return .unbounded }
      flip(q, direction: direction, range: range)
      applyPriceChange()
      return .flip
    }
    let pivot = column.value[choice.row]
    if abs(pivot) < 1e-5, factors.changes > 0 { return .inaccurate }
    return replace(q, choice, pivot: pivot, direction: direction)
  }

  /// B^-1 times a column.
  private mutating func solveColumn(_ q: Int) {
    column.clear()
    matrix.add(q, times: 1, to: &column)
    factors.solve(&column)
    column.drop(below: 1e-13)
  }

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
    move(q, by: direction * range, leaving: -1)
    status[q] = direction > 0 ? .atUpper : .atLower
    value[q] = direction > 0 ? upper[q] : lower[q]
  }

  private mutating func replace(_ q: Int, _ choice: Leaving, pivot: Double, direction: Double) -> Step {
    let r = choice.row
    inverseRow.clear()
    inverseRow.add(1, at: r)
    factors.solveTransposed(&inverseRow)
    let check = matrix.dot(q, inverseRow.value)
    if abs(check - pivot) > 1e-7 * (1 + abs(pivot)), !isFresh { return .inaccurate }
    let oldSide = Double(side[r])
    let leaving = exchange(q, choice, direction: direction)

    let ratio = reducedCost[q] / pivot
    let reference = pricing.weight[q]
    for position in 0..<inverseRow.count {
      let row = Int(inverseRow.index[position])
      price[row] += ratio * inverseRow.value[row]
    }
    for position in 0..<pricing.count {
      let j = Int(pricing.listed[position])
      let alpha = matrix.dot(j, inverseRow.value)
      guard alpha != 0 else { continue }
      reducedCost[j] -= ratio * alpha
      let share = alpha / pivot
      let bound = share * share * reference
      if bound > pricing.weight[j] { pricing.weight[j] = bound }
    }
    reducedCost[q] = 0
    reducedCost[leaving] = -ratio - penalty * oldSide
    let weight = max(reference / (pivot * pivot), 1)
    pricing.weight[leaving] = weight
    if weight > Pricing.largestWeight || reference > Pricing.largestWeight { pricing.weight.fill(1) }
    if improvement(leaving) > Self.optimality { pricing.list(leaving) }
    pricing.age += 1
    applyPriceChange()
    return .pivot
  }

  /// Moves along the entering column, and lets it take the place of the leaving one.
  ///
  /// - Returns: the column that left.
  private mutating func exchange(_ q: Int, _ choice: Leaving, direction: Double) -> Int {
    isFresh = false
    pivots += 1
    if choice.step <= 1e-12 {
      degeneratePivots += 1
      stalledPivots += 1
    } else {
      stalledPivots = 0
    }
    let r = choice.row
    let leaving = Int(basic[r])
    move(q, by: direction * choice.step, leaving: r)
    value[leaving] = choice.atUpper ? upper[leaving] : lower[leaving]
    status[leaving] = lower[leaving] == upper[leaving] ? .fixed : choice.atUpper ? .atUpper : .atLower
    status[q] = .basic
    basic[r] = Int32(truncatingIfNeeded: q)
    side[r] = 0
    factors.replace(at: r, by: column)
    return leaving
  }

  /// Moves the entering column and with it the basic ones, and notes whose cost changes because it crosses a bound.
  private mutating func move(_ q: Int, by distance: Double, leaving: Int) {
    value[q] += distance
    priceChange.clear()
    for position in 0..<column.count {
      let row = Int(column.index[position])
      let j = Int(basic[row])
      value[j] -= distance * column.value[row]
      guard row != leaving else { continue }
      let now = sideOfBounds(j)
      if now != side[row] {
        priceChange.add(penalty * Double(now - side[row]), at: row)
        side[row] = now
      }
    }
  }

  /// Brings the prices up to date where the costs of basic columns have changed.
  private mutating func applyPriceChange() {
    guard priceChange.count > 0 else { return }
    factors.solveTransposed(&priceChange)
    for position in 0..<priceChange.count {
      let row = Int(priceChange.index[position])
      price[row] += priceChange.value[row]
    }
    for position in 0..<pricing.count {
      let j = Int(pricing.listed[position])
      reducedCost[j] -= matrix.dot(j, priceChange.value)
    }
  }
}

// MARK: - Pushing

extension PrimalSimplex {
  /// Moves a column that is neither basic nor at a bound until it reaches a bound or takes a basic column's place.
  ///
  /// The direction is the one in which the objective does not rise. No prices are needed for that, and none are kept up
  /// to date. (The first half of a crossover: N. Megiddo, "On finding primal- and dual-optimal bases", 1991,
  /// https://doi.org/10.1287/ijoc.3.1.63.)
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
    _ = exchange(q, choice, direction: direction)
    return true
  }
}
