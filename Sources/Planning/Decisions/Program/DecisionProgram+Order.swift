// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// What comes after what.
extension DecisionProgram {
  /// Switches for when a demand that waits may begin, with rows over everything before and after each handover: without
  /// those the relaxation does both at once.
  mutating func addOrder() {
    var beginnings = Beginnings()
    for (demand, place) in open.index.demandPlaces.enumerated() {
      guard let work = open.written.demand(at: place).staff, !work.after.isEmpty else { continue }
      let periods = periods(ofWritten: demand)
      guard let firstPeriod = periods.first, let lastPeriod = periods.last else { continue }
      for period in firstPeriod...lastPeriod { addSwitch(.begun(demand: demand, period: period)) }
      let begun = (firstPeriod...lastPeriod).compactMap { column(.begun(demand: demand, period: $0)) }
      for (now, next) in zip(begun, begun.dropFirst()) { addRow(upper: 0, [(now, 1), (next, -1)]) }
      addWork(after: demand, firstPeriod, begun)
      for predecessor in work.after {
        guard let before = open.index.demands[predecessor.demand] else { continue }
        waiting[before].append((demand, predecessor.lag, lastPeriod))
        addWork(before, until: demand, lag: predecessor.lag, firstPeriod, begun)
        addShare(before, predecessor, begun)
      }
      // Before what it waits for can be met, nothing of it is done.
      let earliest = earliest(demand, &beginnings)
      for (period, column) in zip(firstPeriod...lastPeriod, begun) where period < earliest {
        fix(column, at: 0)
        close(demand, in: period)
      }
    }
  }

  /// When demands can begin at the earliest, as far as that is known.
  private struct Beginnings {
    var periods: [Int: Int] = [:]
    /// The most effort in each period of those that others wait for.
    var most: [Int: [Double]] = [:]
  }

  /// The first period in which enough of all that a demand waits for can be met before; that after the last one for never.
  private func earliest(_ demand: Int, _ known: inout Beginnings) -> Int {
    if let period = known.periods[demand] { return period }
    var earliest = 0
    for predecessor in open.written.demand(at: open.index.demandPlaces[demand]).staff?.after ?? [] {
      guard predecessor.share > 0, let before = open.index.demands[predecessor.demand] else { continue }
      let most = known.most[before] ?? effort(ofWritten: before).most
      known.most[before] = most
      // Rounding may leave a millionth of each entry.
      let rounding = 1e-6 * Double(frame.scenario.staff.count * frame.periods.count + 2)
      let share = min(1, predecessor.share.doubleValue) * whole(ofWritten: before, isCrew: isCrew(before))
      var missing = share * (1 - 1e-9) - rounding
      // What wants nothing, such as a milestone, delays nobody.
      guard missing > 0 else { continue }
      var period = self.earliest(before, &known)
      while missing > 0, period < most.count {
        missing -= most[period]
        period += 1
      }
      earliest = max(earliest, missing > 0 ? most.count : period + predecessor.lag)
    }
    known.periods[demand] = min(earliest, frame.periods.count)
    return known.periods[demand] ?? 0
  }

  /// Takes out all work on a demand as written in a period.
  private mutating func close(_ demand: Int, in period: Int) {
    for copy in open.copiesOfDemand[demand] {
      for pair in pairs(of: copy) {
        for sum in pairPeriods[ofPair[pair]] where sum.period == period {
          for column in sum.columns { setUpper(column, 0) }
        }
      }
    }
  }

  /// The periods in which somebody may work on a demand as written, in any copy.
  private func periods(ofWritten demand: Int) -> [Int] {
    var found: Set<Int> = []
    for copy in open.copiesOfDemand[demand] {
      for pair in pairs(of: copy) { for place in ofPair[pair] { found.insert(pairPeriods[place].period) } }
    }
    return found.sorted()
  }

  /// Effort of all copies of a demand, by period: columns with what an hour counts, and the most there can be.
  private func effort(ofWritten demand: Int) -> (columns: [Int: [(column: Int, value: Double)]], most: [Double]) {
    var columns: [Int: [(column: Int, value: Double)]] = [:]
    var most = [Double](repeating: 0, count: frame.periods.count)
    for copy in open.copiesOfDemand[demand] {
      let part = mostEffort(of: copy)
      // Of several copies one is meant.
      for period in most.indices { most[period] = max(most[period], part.byPeriod[period]) }
      let isCrew = !frame.crews[copy].isEmpty
      for pair in pairs(of: copy) {
        let eta = isCrew ? 1 : formulation.work.pairs[pair].productivity
        for sum in pairPeriods[ofPair[pair]] {
          columns[sum.period, default: []] += sum.columns.map { ($0, eta) }
        }
      }
    }
    if open.copiesOfDemand[demand].contains(where: { !frame.crews[$0].isEmpty }) {
      // People of a crew together.
      for period in most.indices {
        most[period] = (columns[period] ?? []).reduce(0) { $0 + min(1e9, model.columnUpper[$1.column]) }
      }
    }
    return (columns, most)
  }

  /// What a demand wants in all.
  private func whole(ofWritten demand: Int, isCrew: Bool) -> Double {
    let hours = open.copiesOfDemand[demand].map { wanted($0).reduce(0, +) }.max() ?? 0
    guard isCrew, let copy = open.copiesOfDemand[demand].first else { return hours }
    return hours * Double(frame.crews[copy].reduce(0, +))
  }

  private func isCrew(_ demand: Int) -> Bool {
    open.copiesOfDemand[demand].contains { !frame.crews[$0].isEmpty }
  }

  /// A demand has hours only once it has begun; what it has until a period depends on when that was.
  private mutating func addWork(after demand: Int, _ firstPeriod: Int, _ begun: [Int]) {
    let (columns, most) = effort(ofWritten: demand)
    let whole = whole(ofWritten: demand, isCrew: isCrew(demand))
    for period in firstPeriod..<(firstPeriod + begun.count) where columns[period] != nil {
      addRow(upper: 0, (columns[period] ?? []) + [(begun[period - firstPeriod], -min(most[period], whole))])
    }
    // Prefixes: of each handover at most what fits between it and the period. Sum over c of (g(c) - g(c-1)) E(c...q).
    for period in (firstPeriod + 1)..<max(firstPeriod + 1, firstPeriod + begun.count) {
      var entries = (firstPeriod...period).flatMap { columns[$0] ?? [] }
      guard entries.count > 1 else { continue }
      func fits(_ first: Int) -> Double {
        first > period ? 0 : min(whole, (first...period).reduce(0) { $0 + most[$1] })
      }
      for start in firstPeriod...period {
        // g(start) has E(start...) as its own handover and loses E(start + 1...) to the next one.
        entries.append((begun[start - firstPeriod], -(fits(start) - fits(start + 1))))
      }
      addRow(upper: 0, merged(entries))
    }
  }

  /// A demand has no hours in periods from which another's beginning is no further than the lag.
  private mutating func addWork(_ before: Int, until demand: Int, lag: Int, _ firstPeriod: Int, _ begun: [Int]) {
    let (columns, most) = effort(ofWritten: before)
    let whole = whole(ofWritten: before, isCrew: isCrew(before))
    let end = firstPeriod + begun.count - 1
    let lastWork = columns.keys.max() ?? -1
    guard lastWork >= 0 else { return }
    for period in columns.keys.sorted() {
      let look = min(end, period + lag)
      guard look >= firstPeriod else { continue }
      let bound = min(most[period], whole)
      addRow(upper: bound, (columns[period] ?? []) + [(begun[look - firstPeriod], bound)])
    }
    // Suffixes: from a period on at most what fits before the handover.
    for period in columns.keys.sorted() where period < lastWork {
      var entries = (period...lastWork).flatMap { columns[$0] ?? [] }
      func fits(until handover: Int) -> Double {
        let last = min(lastWork, handover - lag - 1)
        return last < period ? 0 : min(whole, (period...last).reduce(0) { $0 + most[$1] })
      }
      let never = min(whole, (period...lastWork).reduce(0) { $0 + most[$1] })
      // never * (1 - g(last)) + sum of (g(c) - g(c-1)) fits(c)
      for start in firstPeriod...end {
        let next = start == end ? never : fits(until: start + 1)
        entries.append((begun[start - firstPeriod], -(fits(until: start) - next)))
      }
      addRow(upper: never, merged(entries))
    }
  }

  /// Nothing begins before a share of what it waits for is met.
  private mutating func addShare(_ before: Int, _ predecessor: StaffDemand.Predecessor, _ begun: [Int]) {
    let share = min(1, predecessor.share.doubleValue)
    guard share > 0, let last = begun.last else { return }
    let met = addSwitch(.met(demand: before, share: predecessor.share))
    addRow(upper: 0, [(last, 1), (met, -1)])
    var unmet: [(column: Int, value: Double)] = []
    for (position, place) in formulation.unmet.places.enumerated()
    where open.copiesOfDemand[before].contains(place.demand) {
      unmet.append((formulation.unmet.first + position, 1))
    }
    let whole = open.copiesOfDemand[before].map { wanted($0).reduce(0, +) }.max() ?? 0
    // A project that is left undone has nothing met.
    let project = open.index.demandPlaces[before].project
    if let undone = column(.undone(project: project)) { addRow(upper: 1, [(met, 1), (undone, 1)]) }
    addRow(upper: whole, unmet + [(met, whole * share)])
  }

  /// Entries of one row with each column once.
  private func merged(_ entries: [(column: Int, value: Double)]) -> [(column: Int, value: Double)] {
    var sums: [Int: Double] = [:]
    for entry in entries { sums[entry.column, default: 0] += entry.value }
    return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
