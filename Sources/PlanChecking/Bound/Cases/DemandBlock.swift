// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// What the rows and columns of one demand contribute to a bound, its project where it was decided to be.
///
/// Prices of rows that people and assets share are given. The price of an effective hour is chosen anew for each question,
/// because none is shared: the best one for a flexible demand, and for each period of an even one.
struct DemandBlock {
  /// Row 3, or row 4 of a period.
  struct EffortRow {
    /// The right-hand side.
    var wanted: Double
    /// The periods that it is about.
    var periods: Range<Int>
    /// The hours in it, those that pay first at the front.
    var pieces: [WorkPiece]
    /// Whether an hour of everybody counts as much.
    let isUniform: Bool

    init(wanted: Double, periods: Range<Int>, pieces: [WorkPiece]) {
      (self.wanted, self.periods, self.pieces) = (wanted, periods, pieces)
      isUniform = pieces.allSatisfy { $0.eta == pieces[0].eta }
    }
  }

  /// Rows and columns but those of effort, people and what is unmet. Nil where all of it is in ``fixed``.
  struct Open {
    var columns: WorkColumns
    var rows: [EffortRow]
    /// The most people on a team, and the fewest.
    var team: (most: Int, least: Int)?
    /// The people who are on the team whatever it is worth.
    var chosen: Set<Int> = []
    /// How many people an entry of the staff is.
    var heads: [Int: Int]
    /// Prices of effort as they were given.
    var given: [Double]
    /// The most hours that all people have together in each period; empty without a limit.
    var pace: [Double]
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
  /// Whether it is decided that nobody, or that somebody works on it.
  var isIdle = false
  var isRunning = false

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
  /// - Parameter highest: the highest price of each row of effort that was used.
  func least(_ choice: Choice, highest: inout [Double]) -> Double {
    guard let open else { return choice.share >= 1 ? fixedRun?.lowerBound ?? .infinity : fixed.lowerBound }
    let none = choice.mayBeNothing && choice.share <= 0 && !isRunning ? nothing : .infinity
    if isIdle { return open.rows.allSatisfy { $0.wanted <= 0 } ? nothing : none }
    let rows = open.rows.indices.filter { open.rows[$0].wanted > 0 }.map { slot in
      EffortChoice(
        slot: slot, periods: open.rows[slot].periods.common(choice.periods),
        mostUnmet: open.mostUnmet(slot, share: choice.share))
    }
    let most = open.mostUnmet(share: choice.share)
    // Where all has to be met each row says so by itself.
    guard let price = choice.share >= 1 ? penalty : unmetPrice(open, rows, most: most) else { return none }
    // The same demand where what is unmet costs that much, but for what may be.
    var priced = self
    priced.penalty = price
    guard
      let prices = open.team == nil ? priced.bestPrices(open, rows) : priced.bestTeam(open, rows, choice.periods)
    else { return none }
    var sum = fixed
    if price > penalty { sum.add((penalty - price) * most, magnitude: 2 * (price + penalty) * most) }
    sum.add(open.columns.unchanged)
    sum.add(prices.contribution)
    for (row, price) in zip(rows, prices.ofEffort) { highest[row.slot] = max(highest[row.slot], price) }
    let run = sum.lowerBound
    return run.isNaN ? -.infinity : min(none, run)
  }

  /// A row of effort, and what may be done about it.
  struct EffortChoice {
    let slot: Int
    let periods: Range<Int>
    let mostUnmet: Double
  }

  /// The prices of effort of some rows, and what these contribute for them.
  struct Prices {
    var ofEffort: [Double]
    var contribution: LowerSum
  }

  /// The prices with which rows contribute most, where everybody may work; nil where one cannot be kept.
  ///
  /// A row with what is in it is a knapsack: its price is that of the last hour that it takes, if those that pay first are
  /// taken first.
  private func bestPrices(_ open: Open, _ rows: [EffortChoice]) -> Prices? {
    var prices = Prices(ofEffort: [], contribution: LowerSum())
    for row in rows {
      guard let found = bestPrice(open, row) else { return nil }
      // Where hours count differently and the pace limits them, the last one taken may not have the best price.
      let given = open.given[row.slot]
      let price =
        open.pace.isEmpty || given == found || contribution(open, row, found) >= contribution(open, row, given)
        ? found : given
      prices.ofEffort.append(price)
      addRow(open, row, price, to: &prices.contribution)
      addPieces(open, row, price, to: &prices.contribution)
    }
    return prices
  }

  /// What a row and what is in it contribute for a price of effort.
  private func contribution(_ open: Open, _ row: EffortChoice, _ price: Double) -> Double {
    var sum = LowerSum()
    addRow(open, row, price, to: &sum)
    addPieces(open, row, price, to: &sum)
    return sum.lowerBound
  }

  /// Adds the hours that pay for a price of effort: in each period no more than its pace.
  private func addPieces(_ open: Open, _ row: EffortChoice, _ price: Double, to sum: inout LowerSum) {
    // Prices that are nearly the same: rounding does not tell which is the higher one.
    let end = price + 1e-9 * max(1, abs(price))
    var pace = open.pace
    var paying: [(slope: Double, piece: WorkPiece)] = []
    for piece in open.rows[row.slot].pieces {
      if piece.price > end { break }
      guard row.periods.contains(piece.period) else { continue }
      let effort = piece.eta * price
      let slope = piece.slope - effort - LowerSum.relativeError * (abs(piece.slope) + abs(effort))
      guard slope < 0 else { continue }
      if pace.isEmpty {
        sum.add(slope * piece.capacity, magnitude: -4 * slope * piece.capacity)
      } else {
        paying.append((slope, piece))
      }
    }
    guard !paying.isEmpty else { return }
    // Of those who count as much the ones that pay first pay most.
    if !open.rows[row.slot].isUniform { paying.sort { $0.slope < $1.slope } }
    for (slope, piece) in paying {
      let hours = min(piece.capacity, pace[piece.period])
      pace[piece.period] -= hours
      sum.add(slope * hours, magnitude: -4 * slope * hours)
    }
  }

  /// What an hour that is unmet of several rows together has to cost, so that no more is unmet than may be; nil where more is
  /// unmet whatever is done. Any number from the penalty on is good for a bound.
  private func unmetPrice(_ open: Open, _ rows: [EffortChoice], most: Double) -> Double? {
    let all = rows.reduce(0) { $0 + open.rows[$1.slot].wanted }
    guard rows.count > 1, most < all else { return penalty }
    var missing = rows.map { open.rows[$0.slot].wanted }
    var (unmet, pace) = (all, open.pace)
    var later: [(row: Int, piece: WorkPiece)] = []
    func take(_ row: Int, _ piece: WorkPiece) {
      let part = min(missing[row], piece.eta * Self.hours(of: piece, &pace))
      missing[row] -= part
      unmet -= part
    }
    for (place, row) in rows.enumerated() {
      for piece in open.rows[row.slot].pieces where row.periods.contains(piece.period) {
        if piece.price < penalty { take(place, piece) } else { later.append((place, piece)) }
      }
    }
    guard unmet > most else { return penalty }
    later.sort { ($0.piece.price, $0.row) < ($1.piece.price, $1.row) }
    for (row, piece) in later {
      take(row, piece)
      if unmet <= most { return piece.price }
    }
    let left = rows.reduce(0) { $0 + max(0, open.rows[$1.slot].wanted - open.possible(in: $1)) }
    guard open.canGrow || left - most <= open.rounding + 1e-9 * all else { return nil }
    return max(penalty, later.last?.piece.price ?? penalty)
  }

  /// The hours of a piece that the pace of its period leaves room for, which they are taken from.
  private static func hours(of piece: WorkPiece, _ pace: inout [Double]) -> Double {
    guard !pace.isEmpty else { return piece.capacity }
    let hours = min(piece.capacity, pace[piece.period])
    pace[piece.period] -= hours
    return hours
  }

  private func bestPrice(_ open: Open, _ row: EffortChoice) -> Double? {
    var missing = open.rows[row.slot].wanted
    var (last, pace) = (penalty, open.pace)
    var isUnmet = false
    for piece in open.rows[row.slot].pieces where row.periods.contains(piece.period) {
      if !isUnmet, piece.price >= penalty {
        isUnmet = true
        missing -= row.mostUnmet
        if missing <= 0 { return penalty }
      }
      missing -= piece.eta * Self.hours(of: piece, &pace)
      last = piece.price
      if missing <= 0 { return last }
    }
    if !isUnmet { missing -= row.mostUnmet }
    // What only trainings bring may be worth more than all that is there.
    if missing > 0, open.canGrow { return max(last, penalty, open.given[row.slot]) }
    // What the pace leaves depends on who is taken first: only what is missing without it is missing for sure.
    let isMissing = !open.isRounding(missing, row.slot) && !open.isRounding(open.missing(in: row), row.slot)
    return missing > 0 && isMissing ? nil : max(last, penalty)
  }

  /// A row of effort with what is unmet of it, for a price.
  func addRow(_ open: Open, _ row: EffortChoice, _ price: Double, to sum: inout LowerSum) {
    sum.addRow(price, open.rows[row.slot].wanted)
    var unmet = ReducedCost()
    unmet.add(penalty)
    unmet.subtract(price)
    sum.addColumn(unmet, upper: row.mostUnmet)
  }
}

extension DemandBlock.Open {
  /// The most that may be unmet of all rows together, where a share of the demand has to be met, and what rounding leaves.
  fileprivate func mostUnmet(share: Double) -> Double {
    let all = rows.reduce(0) { $0 + $1.wanted } * LowerSum.roundedUp
    return share <= 0 ? all : (1 - min(1, share)) * all + rounding * Double(rows.count)
  }

  /// The most that may be unmet of a row.
  fileprivate func mostUnmet(_ slot: Int, share: Double) -> Double {
    min(rows[slot].wanted, share >= 1 ? rounding : mostUnmet(share: share))
  }

  /// The most effective hours that there can be of a row, in all periods.
  func possible(in row: DemandBlock.EffortChoice) -> Double {
    var (sums, best) = ([Double](repeating: 0, count: pace.count), 0.0)
    var all = 0.0
    for piece in rows[row.slot].pieces where row.periods.contains(piece.period) {
      all += piece.effort
      guard !pace.isEmpty else { continue }
      sums[piece.period] += piece.effort
      best = max(best, piece.eta)
    }
    return pace.isEmpty ? all : zip(sums, pace).reduce(0) { $0 + min($1.0, $1.1 * best * LowerSum.roundedUp) }
  }

  /// What of a row is neither possible nor may be unmet.
  func missing(in row: DemandBlock.EffortChoice) -> Double {
    rows[row.slot].wanted - possible(in: row) - row.mostUnmet
  }

  /// Whether so much of a row that cannot be met is no more than rounding.
  func isRounding(_ missing: Double, _ slot: Int) -> Bool { missing <= rounding + 1e-9 * rows[slot].wanted }

  /// What a person contributes, at most 0, for a price of each row.
  func gain(of person: Int, prices: [Double]) -> Double {
    guard let mine = columns.people.first(where: { $0.person == person }) else { return 0 }
    var sum = LowerSum()
    for (slot, row) in rows.enumerated() where row.wanted > 0 && prices[slot] > -.infinity {
      let gain = columns.gain(of: mine, in: row.periods, price: prices[slot], most: row.wanted)
      sum.add(gain.value, magnitude: gain.magnitude)
    }
    return min(0, sum.lowerBound)
  }
}
