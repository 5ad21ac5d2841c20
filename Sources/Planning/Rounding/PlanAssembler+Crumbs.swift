// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Moving amounts that are too small to mean anything to where somebody works on the same demand already, or leaving them
/// out where nobody sees it.
///
/// Rounding leaves single millionths in rows, and filling gives them to whoever has time. Nobody wants to read that
/// somebody works 0.000001 h on something.
extension PlanAssembler {
  /// Less is a crumb: 0.01 h.
  private static let crumb: Int64 = 10_000
  /// Beyond so many crumbs the amounts are no plan that anybody reads.
  private static let most = 5_000

  /// A plan without crumbs may be dearer by one part of its value in so many, a cent of half a million. The moves may cost
  /// half of that: the rest is for spreading what was moved over days.
  static let crumbsOfValue: Int128 = 50_000_000

  /// Moves crumbs where all exact rows hold, and the value gets no worse than a hair.
  ///
  /// - Returns: whether anything was moved.
  mutating func gatherCrumbs() -> Bool {
    // What is to stay, and what is compared with a baseline, counts by the millionth.
    guard frame.limits == nil, formulation.work.changes.isEmpty else { return false }
    let crumbs = crumbs.filter { isFree($0.entry) }
    guard crumbs.count <= Self.most else { return false }
    var allowance = abs(value()) / Double(Self.crumbsOfValue) / 2
    var isMoved = false
    for crumb in crumbs {
      if exchangeTime(crumb) || moveWithin(crumb, &allowance) || exchange(crumb, &allowance)
        || leave(crumb, &allowance) || displace(crumb, &allowance)
      {
        isMoved = true
      }
    }
    return coverRest(&allowance) || isMoved
  }

  /// The parts of entries that are crumbs, in order.
  private var crumbs: [Part] {
    var found: [Part] = []
    for entry in formulation.work.entries.indices {
      let (regular, overtime) = (amounts.regular[entry], amounts.overtime[entry])
      // What somebody also works on in overtime is no crumb of work.
      if regular > 0, regular < Self.crumb, overtime < Self.crumb {
        found.append(Part(entry: entry, isOvertime: false))
      }
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

  /// Does a crumb of overtime in regular time, where the same person does other work in both.
  private mutating func exchangeTime(_ crumb: Part) -> Bool {
    let amount = amount(crumb)
    guard crumb.isOvertime, frame.equipment[formulation.work.pair(of: crumb.entry).demand].isEmpty,
      amounts.regular[crumb.entry] >= Self.crumb,
      amounts.regular[crumb.entry] + amount <= amounts.most(entry: crumb.entry, isOvertime: false)
    else { return false }
    let other = otherWork(beside: crumb.entry, crumb).first {
      amounts.overtime[$0] >= Self.crumb
        && amounts.overtime[$0] + amount <= amounts.most(entry: $0, isOvertime: true)
    }
    guard let other else { return false }
    amounts.addHours(-amount, entry: crumb.entry, isOvertime: true)
    amounts.addHours(-amount, entry: other, isOvertime: false)
    amounts.addHours(amount, entry: crumb.entry, isOvertime: false)
    amounts.addHours(amount, entry: other, isOvertime: true)
    return true
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
    otherWork(beside: entry, crumb, leaving: amount(crumb))
  }

  private func otherWork(beside entry: Int, _ crumb: Part, leaving amount: Int64) -> [Int] {
    context.entriesOfSlot[formulation.work.entries[entry].slot].filter { isExchangeable($0, crumb, amount) }
  }

  /// Whether an entry is other work from which a crumb can be taken, or to which it can be added.
  private func isExchangeable(_ entry: Int, _ crumb: Part, _ amount: Int64) -> Bool {
    let demand = formulation.work.pair(of: entry).demand
    return demand != formulation.work.pair(of: crumb.entry).demand && isFree(entry) && frame.equipment[demand].isEmpty
      && amounts.regular[entry] >= Self.crumb + amount
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

  // MARK: What is left undone

  /// Money that an hour of a part is worth: the work it does, less what it costs.
  private func worth(_ part: Part) -> Double {
    let pair = formulation.work.pair(of: part.entry)
    return context.gain[pair.demand] * pair.productivity - cost(part)
  }

  /// What is left of the demand of an entry in its period, in 10^-18.
  private func wanted(_ entry: Int) -> Int128 {
    amounts.effort.left(formulation.work.pair(of: entry).demand, period: amounts.slot(of: entry).period, assetSlot: 0)
  }

  /// Whether so much of a demand is left undone that a crumb more does not show.
  private func isShort(_ entry: Int) -> Bool { wanted(entry) >= Int128(Self.crumb) * FixedPoint.one }

  /// Whether what is left undone of a demand is lost in the grid: a millionth for each entry is, where its figures are not
  /// on the grid.
  private func isLost(_ entry: Int) -> Bool {
    let rest = wanted(entry)
    guard rest % FixedPoint.one != 0 else { return false }
    let (demand, period) = (formulation.work.pair(of: entry).demand, amounts.slot(of: entry).period)
    let row = amounts.effort.slots.place(demand, period: period, assetSlot: 0)
    let count = formulation.work.entries(of: demand).count { other in
      amounts.hours(other) > 0
        && amounts.effort.slots.place(demand, period: amounts.slot(of: other).period, assetSlot: 0) == row
    }
    return rest < Int128(count) * FixedPoint.one
  }

  /// Whether less of a demand than is planned would not show: more is left undone anyway, or it is lost in the grid.
  private func doesNotShow(_ entry: Int) -> Bool { isShort(entry) || isLost(entry) }

  /// Leaves a crumb of work undone where that does not show, and gives the time to other work of the same person.
  private mutating func leave(_ crumb: Part, _ allowance: inout Double) -> Bool {
    let amount = amount(crumb)
    var more = worth(crumb) * Double(amount) / 1e6
    amounts.addHours(-amount, entry: crumb.entry, isOvertime: crumb.isOvertime)
    let other = otherWork(beside: crumb.entry, crumb).first {
      amounts.room(entry: $0, isOvertime: crumb.isOvertime) >= amount
        && worth(Part(entry: $0, isOvertime: crumb.isOvertime)) > 0
    }
    if let other { more -= worth(Part(entry: other, isOvertime: crumb.isOvertime)) * Double(amount) / 1e6 }
    guard doesNotShow(crumb.entry), more <= allowance else {
      amounts.addHours(amount, entry: crumb.entry, isOvertime: crumb.isOvertime)
      return false
    }
    if let other { amounts.addHours(amount, entry: other, isOvertime: crumb.isOvertime) }
    allowance -= max(0, more)
    return true
  }

  /// Gives a crumb to somebody who works on the same demand in place of other work.
  private mutating func displace(_ crumb: Part, _ allowance: inout Double) -> Bool {
    let amount = amount(crumb)
    amounts.addHours(-amount, entry: crumb.entry, isOvertime: crumb.isOvertime)
    for other in workers(like: crumb.entry) where other != crumb.entry {
      let saved = worth(crumb) - worth(Part(entry: other, isOvertime: false))
      if makeRoom(for: amount, other, saved, &allowance) { return true }
    }
    amounts.addHours(amount, entry: crumb.entry, isOvertime: crumb.isOvertime)
    return false
  }

  /// Adds hours to an entry in place of other work in the same slot, where less of that does not show.
  ///
  /// - Parameter more: money for an hour that this costs beside what is left undone.
  private mutating func makeRoom(
    for amount: Int64, _ entry: Int, _ more: Double, _ allowance: inout Double
  ) -> Bool {
    let part = Part(entry: entry, isOvertime: false)
    for theirs in otherWork(beside: entry, part, leaving: amount) {
      let cost = (more + worth(Part(entry: theirs, isOvertime: false))) * Double(amount) / 1e6
      guard cost <= allowance else { continue }
      amounts.addHours(-amount, entry: theirs, isOvertime: false)
      if doesNotShow(theirs), amounts.room(entry: entry, isOvertime: false) >= amount {
        amounts.addHours(amount, entry: entry, isOvertime: false)
        allowance -= max(0, cost)
        return true
      }
      amounts.addHours(amount, entry: theirs, isOvertime: false)
    }
    return false
  }

  /// Covers demands of which less than a crumb is left undone, in free time or in place of work of which less does not show.
  private mutating func coverRest(_ allowance: inout Double) -> Bool {
    var isMoved = false
    for demand in frame.demands.indices where frame.crews[demand].isEmpty {
      for entry in formulation.work.entries(of: demand) where amounts.hours(entry) >= Self.crumb && isFree(entry) {
        let rest = wanted(entry)
        guard rest > 0, rest < Int128(Self.crumb) * FixedPoint.one else { continue }
        let amount = FixedPoint.clamped(rest / formulation.work.pair(of: entry).exactProductivity)
        guard amount > 0 else { continue }
        let isOvertime = amounts.overtime[entry] > 0
        let part = Part(entry: entry, isOvertime: isOvertime)
        if amounts.room(entry: entry, isOvertime: isOvertime) >= amount, worth(part) > 0 {
          amounts.addHours(amount, entry: entry, isOvertime: isOvertime)
          isMoved = true
        } else if makeRoom(for: amount, entry, -worth(Part(entry: entry, isOvertime: false)), &allowance) {
          isMoved = true
        }
      }
    }
    return isMoved
  }
}
