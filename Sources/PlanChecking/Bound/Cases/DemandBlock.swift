// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// What the rows and columns of one demand contribute to a bound, its project where it was decided to be.
///
/// Prices of rows that people and assets share are given. The price of an effective hour is chosen anew for each question,
/// because none is shared: the best one for a flexible demand, and for each period of an even one.
struct DemandBlock {
  /// Rows and columns but those of effort, people and what is unmet. Nil where all of it is in ``fixed``.
  struct Open {
    var columns: WorkColumns
    /// The right-hand sides of rows 3 or 4, each with the periods that it is about.
    var rows: [(wanted: Double, periods: Range<Int>)]
    /// The most people on a team, and the fewest.
    var team: (most: Int, least: Int)?
    /// How many people an entry of the staff is.
    var heads: [Int: Int]
    /// Prices of effort as they were given.
    var given: [Double]
    /// People whose hours are counted elsewhere; the prices of effort are then those that were given.
    var without: Set<Int> = []
    /// Whether trainings can add to it, so that what cannot be met without them may be met with them.
    var canGrow = false
    /// What rounding may leave unmet of each row where it counts as met.
    var rounding: Double
  }

  /// All that does not depend on a choice of people, periods or prices of effort.
  var fixed: LowerSum
  /// The same of crews and demands of assets where all of them has to be met; nil where that cannot be.
  var fixedRun: LowerSum?
  var open: Open?
  /// What an effective hour that is unmet costs.
  var penalty: Double
  /// Where nothing is done: all is unmet, promises are broken, hours of the baseline are moved away.
  var nothing: Double

  /// What may be done of a demand.
  struct Choice {
    /// In which periods people may work on it.
    var periods: Range<Int>
    /// How much of it has to be met, 0 to 1.
    var share = 0.0
    /// Whether nothing at all may be done.
    var mayBeNothing = true
  }

  /// The least that the demand contributes; infinity where it cannot be done so.
  ///
  /// - Parameter prices: of each row of effort; those that were used are added.
  func least(_ choice: Choice, prices: inout [[Double]]) -> Double {
    guard let open else { return choice.share >= 1 ? fixedRun?.lowerBound ?? .infinity : fixed.lowerBound }
    let none = choice.mayBeNothing && choice.share <= 0 ? nothing : .infinity
    if let team = open.team, !open.canGrow {
      let heads = open.columns.people.reduce(0) { $0 + (open.heads[$1.person] ?? 1) }
      // Without a choice of people, all that can be there is too few.
      if heads < team.least { return none }
    }
    var sum = fixed
    sum.add(open.columns.unchanged)
    let isWhole = open.rows.count == 1
    for (slot, row) in open.rows.enumerated() where row.wanted > 0 {
      let periods = row.periods.common(choice.periods)
      // A share of an even demand is one of all its periods together.
      let share = isWhole || choice.share >= 1 ? choice.share : 0
      let most = (1 - min(1, share)) * row.wanted + (share > 0 ? open.rounding : 0)
      guard let price = bestPrice(open, slot, periods, mostUnmet: most) else { return none }
      prices[slot].append(price)
      sum.add(open.contribution(slot, periods, price, penalty: penalty, mostUnmet: most))
    }
    // Of an even demand the best team of each period is looked for, which is no more than the best of all periods.
    return min(none, sum.lowerBound)
  }

  /// The price of effort with which a row contributes most; nil where it cannot be kept.
  private func bestPrice(_ open: Open, _ slot: Int, _ periods: Range<Int>, mostUnmet: Double) -> Double? {
    let wanted = open.rows[slot].wanted
    let possible = open.possibleEffort(periods)
    guard open.canGrow || possible + mostUnmet * LowerSum.roundedUp + open.rounding >= wanted else { return nil }
    var points = open.columns.breakpoints(in: periods)
    // Above the penalty nothing more pays, unless it has to be met.
    if mostUnmet >= wanted * (1 - 1e-9) { points.removeAll { $0 > penalty } }
    points.append(penalty)
    points.append(open.given[slot])
    if !open.without.isEmpty { points = [open.given[slot]] }
    points.sort()
    // Prices that are nearly the same would look like the top, because of rounding.
    points = points.reduce(into: []) { kept, point in
      if let last = kept.last, point - last <= 1e-9 * max(1, abs(point)) { return }
      kept.append(point)
    }
    func value(_ place: Int) -> Double {
      open.contribution(slot, periods, points[place], penalty: penalty, mostUnmet: mostUnmet).lowerBound
    }
    var (low, high) = (0, points.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if value(middle) <= value(middle + 1) { low = middle + 1 } else { high = middle }
    }
    return points[low]
  }
}

extension DemandBlock.Open {
  /// The most effective hours in some periods, rounded up.
  fileprivate func possibleEffort(_ periods: Range<Int>) -> Double {
    columns.people.reduce(0) { $0 + columns.effort(of: $1, in: periods) } * LowerSum.roundedUp
  }

  /// A row of effort with the columns in it, for a price.
  fileprivate func contribution(
    _ slot: Int, _ periods: Range<Int>, _ price: Double, penalty: Double, mostUnmet: Double
  ) -> LowerSum {
    var sum = LowerSum()
    sum.addRow(price, rows[slot].wanted)
    var unmet = ReducedCost()
    unmet.add(penalty)
    unmet.subtract(price)
    sum.addColumn(unmet, upper: mostUnmet)
    let most = rows[slot].wanted
    guard let team else {
      for person in columns.people where !without.contains(person.person) {
        let gain = columns.gain(of: person, in: periods, price: price, most: most)
        sum.add(gain.value, magnitude: gain.magnitude)
      }
      return sum
    }
    // One of a pool contributes what its part of the time does; more of them no more than so many times that.
    var gains: [(value: Double, magnitude: Double)] = []
    for person in columns.people {
      let heads = heads[person.person] ?? 1
      let gain = columns.gain(of: person, in: periods, price: price, most: most, share: 1 / Double(heads))
      gains += Array(repeating: gain, count: min(heads, team.most))
    }
    gains.sort { $0.value < $1.value }
    for gain in gains.prefix(team.most) { sum.add(gain.value, magnitude: gain.magnitude) }
    return sum
  }

  /// What a person contributes, at most 0, for the worst of some prices of each row.
  func gain(of person: Int, prices: [[Double]]) -> Double {
    guard let mine = columns.people.first(where: { $0.person == person }) else { return 0 }
    var sum = LowerSum()
    for (slot, row) in rows.enumerated() where row.wanted > 0 {
      let gains = Set(prices[slot]).sorted().map {
        columns.gain(of: mine, in: row.periods, price: $0, most: row.wanted)
      }
      if let worst = gains.min(by: { $0.value < $1.value }) { sum.add(worst.value, magnitude: worst.magnitude) }
    }
    return min(0, sum.lowerBound)
  }
}
