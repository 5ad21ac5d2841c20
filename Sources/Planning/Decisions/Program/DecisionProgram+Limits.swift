// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// What limits a plan beside its scenario: decisions that are made already, amounts of a plan in force, and how many of
/// these may change.
extension DecisionProgram {
  mutating func addLimits(_ limits: PlanLimits) {
    if let domain = limits.domain { restrict(to: domain) }
    limitHours(limits)
    limitUse(limits)
    limitOperating(limits)
    if let changes = limits.changes { limitChanges(changes) }
  }

  // MARK: Decisions

  private mutating func restrict(to domain: DecisionDomain) {
    for (number, copy) in open.copies.enumerated() {
      if let column = column(.copy(number)), !domain.weeks[copy.project].contains(copy.position) { fix(column, at: 0) }
    }
    for (project, choice) in domain.runs.enumerated() {
      if let choice, let column = column(.undone(project: project)) { fix(column, at: choice ? 0 : 1) }
    }
    for (staff, range) in domain.heads.enumerated() {
      if let column = column(.heads(staff: staff)) {
        setRange(column, Double(range.lowerBound)...Double(range.upperBound))
      }
    }
    for (staff, choices) in domain.trainings.enumerated() {
      for (place, choice) in choices.enumerated() {
        if let choice, let column = column(.training(staff: staff, place: place)) { fix(column, at: choice ? 1 : 0) }
      }
    }
  }

  // MARK: Amounts

  /// Hours of people on demands. What is in force of a demand that has several copies is so for the one that is meant.
  private mutating func limitHours(_ limits: PlanLimits) {
    var known: [PlanLimits.Place: [Int: Set<Int>]] = [:]
    for pair in formulation.work.pairs.indices {
      let item = formulation.work.pairs[pair]
      let place = PlanLimits.Place(open.index.staff.ids[item.staff], open.index.demands.ids[open.origin[item.demand]])
      let named = limits.hours(place.owner, place.target)
      for sum in pairPeriods[ofPair[pair]] {
        guard let range = named[sum.period] else { continue }
        if range.lowerBound > .zero {
          known[place, default: [:]][sum.period, default: []].insert(frame.project(item.demand))
        }
        limit(sum.columns, to: range, copy: frame.project(item.demand))
      }
    }
    require(limits.hours, demand: \.target, isPossible: known)
  }

  private mutating func limitUse(_ limits: PlanLimits) {
    guard !limits.assetUse.isEmpty || !limits.closedPeriods.isEmpty else { return }
    var sums: [PlanLimits.Place: [Int: [Int: [Int]]]] = [:]
    for (position, place) in formulation.use.places.enumerated() where place.equipment == nil {
      let key = PlanLimits.Place(
        open.index.assets.ids[place.asset], open.index.demands.ids[open.origin[place.demand]])
      sums[key, default: [:]][frame.assetSlots[place.slot].period, default: [:]][
        frame.project(place.demand), default: []
      ].append(formulation.use.first + position)
    }
    limit(sums, limits.assetUse) { limits.assetUse($0.owner, $0.target) }
    require(limits.assetUse, demand: \.target, isPossible: sums.mapValues { $0.mapValues { Set($0.keys) } })
  }

  private mutating func limitOperating(_ limits: PlanLimits) {
    guard !limits.operating.isEmpty || !limits.closedPeriods.isEmpty else { return }
    var sums: [PlanLimits.Place: [Int: [Int: [Int]]]] = [:]
    for (position, place) in formulation.operating.places.enumerated() {
      let (slot, served) = (frame.slots[place.slot], frame.operated.list[place.pair])
      let key = PlanLimits.Place(
        open.index.staff.ids[slot.staff], open.index.assets.ids[served.asset],
        for: open.index.demands.ids[open.origin[served.demand]])
      sums[key, default: [:]][slot.period, default: [:]][frame.project(served.demand), default: []].append(
        formulation.operating.first + position)
    }
    limit(sums, limits.operating) { limits.operating($0.owner, $0.target, for: $0.served ?? "") }
    require(
      limits.operating, demand: { $0.served ?? "" }, isPossible: sums.mapValues { $0.mapValues { Set($0.keys) } })
  }

  /// Limits sums of columns, by place, period and copy.
  private mutating func limit(
    _ sums: [PlanLimits.Place: [Int: [Int: [Int]]]], _ ranges: PlanLimits.Ranges,
    _ limits: (PlanLimits.Place) -> PlanLimits.PairLimits
  ) {
    for (place, periods) in sums.sorted(by: { $0.key < $1.key }) {
      let named = limits(place)
      for (period, copies) in periods.sorted(by: { $0.key < $1.key }) {
        guard let range = named[period] else { continue }
        for (copy, columns) in copies.sorted(by: { $0.key < $1.key }) { limit(columns, to: range, copy: copy) }
      }
    }
  }

  private static var rounding: Double { 1e-6 }

  private mutating func limit(_ columns: [Int], to range: ClosedRange<Millionths>, copy: Int) {
    guard range.upperBound > .zero else {
      for column in columns { setUpper(column, 0) }
      return
    }
    let entries = columns.map { (column: $0, value: 1.0) }
    // What is in force is rounded: together with rows whose sides are not on the grid it is off by that.
    let least = range.lowerBound.doubleValue - Self.rounding
    let most = range.upperBound.doubleValue + Self.rounding
    guard least > 0, let meant = column(.copy(copy)) else {
      addRow(lower: least > 0 ? least : -.infinity, upper: most, entries)
      return
    }
    addRow(upper: most, entries)
    addRow(lower: 0, entries + [(meant, -least)])
  }

  /// Amounts that have to be there are of projects that are done, in copies in which they are possible.
  private mutating func require(
    _ ranges: PlanLimits.Ranges, demand: (PlanLimits.Place) -> String,
    isPossible: [PlanLimits.Place: [Int: Set<Int>]]
  ) {
    for (place, periods) in ranges.sorted(by: { $0.key < $1.key }) {
      guard let written = open.index.demands[demand(place)] else { continue }
      for (period, range) in periods.sorted(by: { $0.key < $1.key }) where range.lowerBound > .zero {
        if let undone = column(.undone(project: open.index.demandPlaces[written].project)) { fix(undone, at: 0) }
        for demand in open.copiesOfDemand[written] {
          let copy = frame.project(demand)
          guard !(isPossible[place]?[period]?.contains(copy) ?? false) else { continue }
          if let column = column(.copy(copy)) { fix(column, at: 0) } else { isContradictory = true }
        }
      }
    }
  }

  // MARK: Changes

  /// A switch for each sum of hours that may be another one than in force; at most so many are.
  ///
  /// Of the copies of a demand one is meant, so that their hours are one sum.
  private mutating func limitChanges(_ limit: ChangeLimit) {
    struct Key: Hashable {
      let staff, demand, period: Int
    }
    var columns: [Key: [Int]] = [:]
    var most: [Key: Double] = [:]
    var order: [Key] = []
    for sum in pairPeriods {
      let pair = formulation.work.pairs[sum.pair]
      let key = Key(staff: pair.staff, demand: open.origin[pair.demand], period: sum.period)
      if columns[key] == nil { order.append(key) }
      columns[key, default: []] += sum.columns
      // Somebody may take several places of a crew.
      let useful = frame.crews[pair.demand].isEmpty ? sum.most : sum.capacity
      most[key] = max(most[key] ?? 0, useful)
    }
    var all: [(column: Int, value: Double)] = []
    var known: Set<Key> = []
    for key in order {
      guard let columns = columns[key], let most = most[key] else { continue }
      known.insert(key)
      let before = limit[open.index.staff.ids[key.staff], open.index.demands.ids[key.demand], key.period].doubleValue
      guard most > 0 || before > 0 else { continue }
      let changed = addSwitch(.changed(staff: key.staff, demand: key.demand, period: key.period))
      all.append((changed, 1))
      let hours = columns.map { (column: $0, value: 1.0) }
      if before > most + 1e-9 { fix(changed, at: 1) }
      addRow(upper: before > 0 ? before + Self.rounding : 0, hours + [(changed, -max(0, most - before))])
      if before > 0 { addRow(lower: before - Self.rounding, hours + [(changed, before)]) }
    }
    // Hours that nobody can have any more are changes whatever is done.
    var forced = 0
    for (place, periods) in limit.hours {
      for (period, hours) in periods where hours > .zero {
        guard let staff = open.index.staff[place.owner], let demand = open.index.demands[place.target] else {
          forced += 1
          continue
        }
        if !known.contains(Key(staff: staff, demand: demand, period: period)) { forced += 1 }
      }
    }
    if forced > limit.most { isContradictory = true }
    addRow(upper: Double(max(0, limit.most - forced)), all)
  }
}
