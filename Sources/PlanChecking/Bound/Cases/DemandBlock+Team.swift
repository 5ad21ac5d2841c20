// SPDX-License-Identifier: GPL-3.0-or-later

import Numbers

/// Demands on which only so many people work: for prices of effort the best of them are chosen, for all periods together.
extension DemandBlock {
  /// What a head of somebody contributes to each row, at most 0.
  private typealias Gain = (value: Double, magnitude: Double)

  /// Somebody who can be on the team.
  private struct Member {
    let columns: WorkColumns.Person
    let heads: Int
  }

  /// How often the prices of an even demand are gone through: where all were good, none moves much.
  private static let sweeps = 2

  /// The best prices that are found for a team; nil where a row cannot be kept, or there is none.
  func bestTeam(_ open: Open, _ rows: [EffortChoice], _ periods: Range<Int>) -> Prices? {
    guard let team = open.team else { return nil }
    let members = candidates(open, periods)
    if !open.canGrow, !isEnough(open, members, team.least) { return nil }
    var prices: [Double] = []
    for row in rows {
      let possible = members.reduce(0) { $0 + open.columns.effort(of: $1.columns, in: row.periods) }
      let missing = open.rows[row.slot].wanted - possible - row.mostUnmet
      guard missing <= 0 || open.canGrow || open.isRounding(missing, row.slot) else { return nil }
      prices.append(possible > 0 ? open.given[row.slot] : penalty)
    }
    var gains = zip(rows, prices).map { contributions(open, members, $0, $1) }
    for _ in 0..<(rows.count == 1 ? 1 : Self.sweeps) {
      for place in rows.indices {
        let (price, mine) = best(open, members, rows[place], others: sums(gains, without: place, members.count))
        prices[place] = price
        gains[place] = mine
      }
    }
    var sum = LowerSum()
    for (row, price) in zip(rows, prices) { addRow(open, row, price, to: &sum) }
    addBest(open, members, sums(gains, without: nil, members.count), to: &sum)
    return Prices(ofEffort: prices, contribution: sum)
  }

  /// Whether all are as many as the fewest of a team, and an hour of so many is no more than is wanted.
  private func isEnough(_ open: Open, _ members: [Member], _ fewest: Int) -> Bool {
    var left = fewest
    var effort = 0.0
    for member in members.sorted(by: { $0.columns.eta < $1.columns.eta }) where left > 0 {
      let heads = min(left, member.heads)
      left -= heads
      effort += Double(heads) * member.columns.eta
    }
    let wanted = open.rows.reduce(0) { $0 + $1.wanted }
    return left == 0 && effort <= wanted * (1 + 1e-9) + open.rounding * Double(open.rows.count)
  }

  /// Everybody with the hour that a member has at least.
  private func candidates(_ open: Open, _ periods: Range<Int>) -> [Member] {
    open.columns.people.compactMap { person in
      let hours = person.entries.reduce(0) { periods.contains($1.period) ? $0 + $1.capacity : $0 }
      guard open.canGrow || hours >= 1 - 1e-3 else { return nil }
      return Member(columns: person, heads: open.heads[person.person] ?? 1)
    }
  }

  /// What all contribute to a row. One of a pool contributes what its part of the time does; more of them no more than so
  /// many times that.
  private func contributions(_ open: Open, _ members: [Member], _ row: EffortChoice, _ price: Double) -> [Gain] {
    members.map {
      open.columns.gain(
        of: $0.columns, in: row.periods, price: price, most: open.rows[row.slot].wanted, share: 1 / Double($0.heads))
    }
  }

  /// What all contribute to the rows but one.
  private func sums(_ gains: [[Gain]], without place: Int?, _ count: Int) -> [Gain] {
    var sums = [Gain](repeating: (0, 0), count: count)
    for row in gains.indices where row != place {
      for (member, gain) in gains[row].enumerated() {
        sums[member].value += gain.value
        // Long sums round more often than the general estimate allows for.
        sums[member].magnitude += 2 * gain.magnitude
      }
    }
    return sums
  }

  /// Adds the best team.
  private func addBest(_ open: Open, _ members: [Member], _ gains: [Gain], to sum: inout LowerSum) {
    var left = open.team?.most ?? .max
    func isBefore(_ one: Int, _ other: Int) -> Bool {
      let (first, second) = (
        open.chosen.contains(members[one].columns.person), open.chosen.contains(members[other].columns.person)
      )
      return first == second ? gains[one].value < gains[other].value : first
    }
    for place in gains.indices.sorted(by: isBefore) {
      let heads = min(left, members[place].heads)
      guard heads > 0 else { return }
      left -= heads
      sum.add(Double(heads) * gains[place].value, magnitude: Double(heads) * gains[place].magnitude)
    }
  }

  /// The price with which a row and the best team contribute most, and what all contribute for it.
  private func best(
    _ open: Open, _ members: [Member], _ row: EffortChoice, others: [Gain]
  ) -> (price: Double, gains: [Gain]) {
    var points = open.rows[row.slot].pieces.filter { row.periods.contains($0.period) }.map(\.price)
    // Above the penalty nothing more pays, unless it has to be met.
    if row.mostUnmet >= open.rows[row.slot].wanted * (1 - 1e-9) { points.removeAll { $0 > penalty } }
    points.append(penalty)
    points.append(open.given[row.slot])
    points.sort()
    // Prices that are nearly the same would look like the top, because of rounding.
    points = points.reduce(into: []) { kept, point in
      if let last = kept.last, point - last <= 1e-9 * max(1, abs(point)) { return }
      kept.append(point)
    }
    func value(_ price: Double) -> Double {
      var sum = LowerSum()
      addRow(open, row, price, to: &sum)
      let mine = contributions(open, members, row, price)
      addBest(
        open, members, zip(mine, others).map { ($0.value + $1.value, $0.magnitude + $1.magnitude) }, to: &sum)
      return sum.lowerBound
    }
    var (low, high) = (0, points.count - 1)
    while low < high {
      let middle = (low + high) / 2
      let (here, next) = (value(points[middle]), value(points[middle + 1]))
      // Of prices that are as good the highest: with it other rows find more to gain.
      if here <= next + 1e-11 * max(1, abs(next)) { low = middle + 1 } else { high = middle }
    }
    return (points[low], contributions(open, members, row, points[low]))
  }
}
