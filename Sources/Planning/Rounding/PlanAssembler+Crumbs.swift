// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Moving amounts that are too small to mean anything to where somebody works on the same demand already.
///
/// Rounding leaves single millionths in rows, and filling gives them to whoever has time. Nobody wants to read that
/// somebody works 0.000001 h on something.
extension PlanAssembler {
  /// Less is a crumb: 0.01 h.
  private static let crumb: Int64 = 10_000
  /// Beyond so many crumbs the amounts are no plan that anybody reads.
  private static let most = 5_000

  /// Moves crumbs where all exact rows hold, and the value gets no worse than a hair.
  ///
  /// - Returns: whether anything was moved.
  mutating func gatherCrumbs() -> Bool {
    // What is to stay, and what is compared with a baseline, counts by the millionth.
    guard frame.limits == nil, formulation.work.changes.isEmpty else { return false }
    let crumbs = crumbs
    guard !crumbs.isEmpty, crumbs.count <= Self.most else { return false }
    // Money that all moves together may cost: half of a billionth of the value.
    var allowance = abs(value()) * 5e-10
    var isMoved = false
    for crumb in crumbs where isFree(crumb.entry) {
      if moveWithin(crumb, &allowance) || exchange(crumb, &allowance) { isMoved = true }
    }
    return isMoved
  }

  /// The parts of entries that are crumbs, in order.
  private var crumbs: [Part] {
    var found: [Part] = []
    for entry in formulation.work.entries.indices {
      let (regular, overtime) = (amounts.regular[entry], amounts.overtime[entry])
      if regular > 0, regular < Self.crumb { found.append(Part(entry: entry, isOvertime: false)) }
      if overtime > 0, overtime < Self.crumb { found.append(Part(entry: entry, isOvertime: true)) }
    }
    return found
  }

  private func amount(_ part: Part) -> Int64 {
    part.isOvertime ? amounts.overtime[part.entry] : amounts.regular[part.entry]
  }

  /// Whether hours of an entry may move: those of a crew belong together, and promised ones to their period.
  private func isFree(_ entry: Int) -> Bool {
    frame.crews[formulation.work.pair(of: entry).demand].isEmpty
      && (context.promiseOfEntry.isEmpty || context.promiseOfEntry[entry].value == nil)
  }

  /// Money for an hour of a part.
  private func cost(_ part: Part) -> Double {
    let slot = amounts.slot(of: part.entry)
    return formulation.model.cost[formulation.work.columns(of: part.entry).lowerBound]
      + (part.isOvertime ? frame.time[slot.staff].premium(slot.period) : 0)
  }

  /// Those who work on a demand in regular time, and for more than a crumb, the same period first.
  private func workers(like entry: Int) -> [Int] {
    let work = formulation.work
    let pair = work.pair(of: entry)
    let period = amounts.slot(of: entry).period
    let others = work.entries(of: pair.demand).filter { other in
      amounts.regular[other] >= Self.crumb && isFree(other)
        && work.pair(of: other).exactProductivity == pair.exactProductivity
    }
    return others.filter { amounts.slot(of: $0).period == period }
      + others.filter { amounts.slot(of: $0).period != period }
  }

  /// Gives a crumb to somebody who works on the same demand and has time left.
  private mutating func moveWithin(_ crumb: Part, _ allowance: inout Double) -> Bool {
    let amount = amount(crumb)
    amounts.addHours(-amount, entry: crumb.entry, isOvertime: crumb.isOvertime)
    for other in workers(like: crumb.entry) {
      let more = (cost(Part(entry: other, isOvertime: false)) - cost(crumb)) * Double(amount) / 1e6
      guard more <= allowance, amounts.room(entry: other, isOvertime: false) >= amount else { continue }
      amounts.addHours(amount, entry: other, isOvertime: false)
      allowance -= max(0, more)
      return true
    }
    amounts.addHours(amount, entry: crumb.entry, isOvertime: crumb.isOvertime)
    return false
  }

  /// Gives a crumb to somebody who works on the same demand and has no time left, for as much of other work that both do.
  private mutating func exchange(_ crumb: Part, _ allowance: inout Double) -> Bool {
    guard !crumb.isOvertime, frame.equipment[formulation.work.pair(of: crumb.entry).demand].isEmpty else {
      return false
    }
    let own = otherWork(beside: crumb.entry, crumb)
    guard !own.isEmpty else { return false }
    for other in workers(like: crumb.entry) where other != crumb.entry {
      for theirs in otherWork(beside: other, crumb) {
        let demand = formulation.work.pair(of: theirs)
        for mine in own {
          let pair = formulation.work.pair(of: mine)
          guard pair.demand == demand.demand, pair.exactProductivity == demand.exactProductivity,
            swap(crumb, with: other, mine: mine, theirs: theirs, &allowance)
          else { continue }
          return true
        }
      }
    }
    return false
  }

  /// What the same person does besides in the same period, from which a crumb can be taken.
  private func otherWork(beside entry: Int, _ crumb: Part) -> [Int] {
    context.entriesOfSlot[formulation.work.entries[entry].slot].filter { isExchangeable($0, crumb) }
  }

  /// Whether an entry is other work from which a crumb can be taken, or to which it can be added.
  private func isExchangeable(_ entry: Int, _ crumb: Part) -> Bool {
    let demand = formulation.work.pair(of: entry).demand
    return demand != formulation.work.pair(of: crumb.entry).demand && isFree(entry) && frame.equipment[demand].isEmpty
      && amounts.regular[entry] >= Self.crumb + amount(crumb)
  }

  /// Moves a crumb to `other`, and as much from `theirs` to `mine`, where there is room for both.
  private mutating func swap(
    _ crumb: Part, with other: Int, mine: Int, theirs: Int, _ allowance: inout Double
  ) -> Bool {
    func price(_ entry: Int) -> Double { cost(Part(entry: entry, isOvertime: false)) }
    let amount = amount(crumb)
    let more = (price(other) - price(crumb.entry) + price(mine) - price(theirs)) * Double(amount) / 1e6
    guard more <= allowance else { return false }
    amounts.addHours(-amount, entry: crumb.entry, isOvertime: false)
    amounts.addHours(-amount, entry: theirs, isOvertime: false)
    if amounts.room(entry: other, isOvertime: false) >= amount {
      amounts.addHours(amount, entry: other, isOvertime: false)
      if amounts.room(entry: mine, isOvertime: false) >= amount {
        amounts.addHours(amount, entry: mine, isOvertime: false)
        allowance -= max(0, more)
        return true
      }
      amounts.addHours(-amount, entry: other, isOvertime: false)
    }
    amounts.addHours(amount, entry: theirs, isOvertime: false)
    amounts.addHours(amount, entry: crumb.entry, isOvertime: false)
    return false
  }
}
