// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

extension PrimalSimplex {
  enum Step {
    case pivot
    /// A column went from one bound to the other.
    case flip
    /// The best column of the list does not improve after all, or others look better.
    case skip
    /// No active column improves.
    case optimal
    case unbounded
    /// The factors have become too inaccurate to go on without computing them anew.
    case inaccurate
  }

  /// Takes the best column of the list and pivots.
  mutating func step() -> Step {
    var best = pricing.isDue ? (column: -1, runnerUp: 0.0) : bestListed()
    if best.column < 0 {
      if pricing.isBarren {
        pricing.forget()
        return .optimal
      }
      guard priceAll() else { return .optimal }
      best = bestListed()
    }
    let q = best.column
    guard q >= 0 else { return .optimal }
    solveColumn(q)
    // What it was chosen for: held against what the next is said to gain, so that it is passed over once at most.
    let said = improvement(q)
    let exact = exactReducedCost(q)
    let drift = abs(exact - reducedCost[q])
    reducedCost[q] = exact
    if drift > 1e-6 * (1 + abs(exact)), !isFresh { return .inaccurate }
    let gain = improvement(q)
    guard gain > Self.optimality else {
      pricing.strike(q)
      return .skip
    }
    pricing.noteWorth()
    let weight = 1 + column.squaredLength
    pricing.setWeight(of: q, weight)
    if said * said / weight < Tuning.Simplex.patience * best.runnerUp { return .skip }

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

  /// B^-1 times a column.
  mutating func solveColumn(_ q: Int) {
    column.clear()
    matrix.add(q, times: 1, to: &column)
    factors.solve(&column)
    column.drop(below: 1e-13)
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
    priceChange.clear()
    move(q, by: direction * range)
    status[q] = direction > 0 ? .atUpper : .atLower
    value[q] = direction > 0 ? upper[q] : lower[q]
    updatePrices()
  }

  /// Moves along the entering column, and lets it take the place of the leaving one.
  mutating func exchange(_ q: Int, _ choice: Leaving, direction: Double) {
    isFresh = false
    pivots += 1
    stalledPivots = choice.step <= 1e-12 ? stalledPivots + 1 : 0
    let r = choice.row
    let leaving = Int(basic[r])
    priceChange.clear()
    move(q, by: direction * choice.step, except: r)
    value[leaving] = choice.atUpper ? upper[leaving] : lower[leaving]
    status[leaving] = lower[leaving] == upper[leaving] ? .fixed : choice.atUpper ? .atUpper : .atLower
    // The edge of the column that left is that of the one that entered, run the other way.
    pricing.weight[leaving] = max(1, pricing.weight[q] / (column.value[r] * column.value[r]))
    status[q] = .basic
    basic[r] = Int32(truncatingIfNeeded: q)
    side[r] = sideOfBounds(q)
    // The prices change so that the entering column is worth its costs, and the others as much as before or what passing
    // a bound has made of it.
    var worth = reducedCost[q] + penalty * Double(side[r])
    for position in 0..<priceChange.count {
      let row = Int(priceChange.index[position])
      worth -= priceChange.value[row] * column.value[row]
    }
    if priceChange.count == 0, tracksPrices {
      pricing.notePivot(reducedCost: worth, weight: pricing.weight(of: q))
    }
    priceChange.add(worth / column.value[r], at: r)
    updatePrices()
    factors.replace(at: r, by: column)
  }

  /// Lets the prices follow a change of what basic columns cost at the margin.
  private mutating func updatePrices() {
    guard tracksPrices, priceChange.count > 0 else { return }
    factors.solveTransposed(&priceChange)
    for position in 0..<priceChange.count {
      let row = Int(priceChange.index[position])
      price[row] += priceChange.value[row]
    }
  }

  /// Moves the entering column and with it the basic ones, and notes what those that cross a bound cost then.
  private mutating func move(_ q: Int, by distance: Double, except leavingRow: Int = -1) {
    value[q] += distance
    for position in 0..<column.count {
      let row = Int(column.index[position])
      let j = Int(basic[row])
      value[j] -= distance * column.value[row]
      let now = sideOfBounds(j)
      if now != side[row] {
        if row != leavingRow { priceChange.add(penalty * Double(now - side[row]), at: row) }
        side[row] = now
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
    reducedCost[q] = exact
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
