// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// x: hours of a person on a demand in a period.
///
/// Such an entry is one column, or two that follow one another where change is priced: the hours up to the baseline's
/// with the change cost taken off, and those above with it added; the objective's constant makes up for the difference.
/// They are the first columns of a program, by demand, person and period.
struct WorkColumns: Sendable {
  /// A person on a demand, with the days on which that is possible.
  struct Pair: Sendable {
    let staff: Int
    let demand: Int
    let firstDay: Int32
    let lastDay: Int32
    let productivity: Double
    /// The same in 10^-12, rounded up: an effort that is met by this figure is met by the exact one to within the grid.
    let exactProductivity: Int128
    fileprivate let firstEntry: Int
  }

  /// A pair in a period.
  struct Entry: Sendable {
    fileprivate let pairIndex: Int32
    private let periodIndex: Int32
    fileprivate let column: Int32

    fileprivate init(pair: Int, period: Int, column: Int) {
      pairIndex = Int32(truncatingIfNeeded: pair)
      periodIndex = Int32(truncatingIfNeeded: period)
      self.column = Int32(truncatingIfNeeded: column)
    }

    var pair: Int { Int(pairIndex) }
    var period: Int { Int(periodIndex) }
    /// The first of its columns.
    var firstColumn: Int { Int(column) }
  }

  private(set) var pairs: [Pair] = []
  private(set) var entries: [Entry] = []
  /// By column the row 1 that implies its upper bound: the person may work on the demand on all days on which the person is
  /// there. Without such bounds the dual value of scarce time is where people look for it.
  private(set) var impliedBy: [OptionalIndex] = []
  /// The first entry of each demand, and one behind the last.
  private var firstOfDemand: [Int] = []

  init(_ builder: inout ProgramBuilder, _ eligibility: Eligibility) {
    let frame = builder.frame
    var baseline = BaselineHours(frame)
    for index in frame.demands.indices {
      firstOfDemand.append(entries.count)
      guard case .staff(let staff) = frame.demands[index].kind else { continue }
      let equipmentCost = frame.equipment[index].reduce(0) {
        $0 + $1.unitDays * frame.scenario.assets[$1.asset].costPerUnitDay.doubleValue
      }
      for candidate in eligibility.candidates(for: staff.requirements, window: frame.windows[index]) {
        add(candidate, to: index, equipmentCost: equipmentCost, &baseline, &builder)
      }
    }
    firstOfDemand.append(entries.count)
    if let baseline { builder.model.offset += frame.penalties.changeHour * baseline.left }
  }

  /// Adds a pair with its columns.
  private mutating func add(
    _ candidate: Eligibility.Candidate, to demand: Int, equipmentCost: Double, _ baseline: inout BaselineHours?,
    _ builder: inout ProgramBuilder
  ) {
    let frame = builder.frame
    let staff = Int(candidate.staff)
    let pair = pairs.count
    pairs.append(
      Pair(
        staff: staff, demand: demand, firstDay: candidate.firstDay, lastDay: candidate.lastDay,
        productivity: candidate.productivity, exactProductivity: candidate.exactProductivity,
        firstEntry: entries.count))
    let cost = frame.scenario.staff[staff].costPerHour.doubleValue + equipmentCost
    let limits = frame.limits?.hours(frame.scenario.staff[staff].id, frame.demands[demand].id)
    for period in frame.days.period(Int(candidate.firstDay))...frame.days.period(Int(candidate.lastDay)) {
      let available = frame.available(staff, period, from: candidate.firstDay, to: candidate.lastDay)
      let limit = limits?[period]
      guard available > 0, limit?.upperBound != .zero else { continue }
      var most = frame.time[staff].totalHours(available)
      most = min(most, limit?.upperBound.doubleValue ?? most)
      let least = min(most, limit?.lowerBound.doubleValue ?? 0)
      let isImplied = limit == nil && available == frame.available(staff, period)
      let hour = WorkHour(
        staff: staff, demand: demand, period: period, productivity: candidate.productivity, cost: cost,
        promise: builder.rows.commitments.promise(staff, demand, period))
      entries.append(Entry(pair: pair, period: period, column: impliedBy.count))
      guard let kept = baseline?.take(staff, demand, period) else {
        addColumn(hour, cost: cost, lower: least, upper: most, isImplied: isImplied, &builder)
        continue
      }
      // What row 1 alone holds back is not held back by either column: one hour more of the person must find both.
      let change = frame.penalties.changeHour
      builder.model.offset += change * kept
      if kept > 0 {
        addColumn(
          hour, cost: cost - change, lower: min(kept, least), upper: isImplied ? kept : min(kept, most),
          isImplied: false, &builder)
      }
      if most > kept || isImplied {
        addColumn(
          hour, cost: cost + change, lower: max(0, least - kept), upper: max(0, most - kept), isImplied: isImplied,
          &builder)
      }
    }
  }

  @inline(__always)
  private mutating func addColumn(
    _ hour: WorkHour, cost: Double, lower: Double, upper: Double, isImplied: Bool, _ builder: inout ProgramBuilder
  ) {
    builder.addColumn(.work(hour), cost: cost, lower: lower, upper: upper)
    impliedBy.append(isImplied ? OptionalIndex(hour.staff.flatMap { builder.rows.capacity[$0, hour.period] }) : nil)
  }
}

extension WorkColumns {
  var columns: Range<Int> { impliedBy.indices }

  /// The columns of an entry, one after another: amounts fill the first one first.
  @inline(__always)
  func columns(of entry: Int) -> Range<Int> {
    let next = entry + 1
    return entries[entry].firstColumn..<(next < entries.count ? entries[next].firstColumn : impliedBy.count)
  }

  /// The pair of an entry.
  @inline(__always)
  func pair(of entry: Int) -> Pair { pairs[entries[entry].pair] }

  /// The entries of a demand.
  func entries(of demand: Int) -> Range<Int> { firstOfDemand[demand]..<firstOfDemand[demand + 1] }

  /// The entry of a person on a demand in a period; nil where there is none.
  func entry(_ staff: Int, _ demand: Int, _ period: Int) -> Int? {
    entries(of: demand).first { entries[$0].period == period && pair(of: $0).staff == staff }
  }

  /// The entries of a pair, by period.
  private func entries(ofPair pair: Int) -> Range<Int> {
    pairs[pair].firstEntry..<(pair + 1 < pairs.count ? pairs[pair + 1].firstEntry : entries.count)
  }

  /// Names the pairs of columns of two programs that are about the same.
  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    struct Key: Hashable {
      let staff: Int32
      let demand: Int32
      init(_ staff: Int, _ demand: Int) {
        self.staff = Int32(truncatingIfNeeded: staff)
        self.demand = Int32(truncatingIfNeeded: demand)
      }
    }
    var index: [Key: Int] = [:]
    index.reserveCapacity(old.pairs.count)
    for (position, pair) in old.pairs.enumerated() { index[Key(pair.staff, pair.demand)] = position }
    for (position, pair) in pairs.enumerated() {
      guard let staff = match.staff[pair.staff].value, let demand = match.demands[pair.demand].value,
        let found = index[Key(staff, demand)]
      else { continue }
      var others = old.entries(ofPair: found)
      for entry in entries(ofPair: position) {
        let period = entries[entry].period
        while let other = others.first, old.entries[other].period < period { others.removeFirst() }
        guard let other = others.first, old.entries[other].period == period else { continue }
        for (new, old) in zip(columns(of: entry), old.columns(of: other)) { visit(new, old) }
      }
    }
  }
}

/// The hours of the baseline where change is priced.
private struct BaselineHours {
  private struct Key: Hashable {
    let staff: Int?
    let demand: Int?
    let period: Int
  }

  private var hours: [Key: Double] = [:]

  /// - Returns: nil where change costs nothing.
  init?(_ frame: ProgramFrame) {
    guard frame.penalties.changeHour > 0, let baseline = frame.scenario.baseline else { return nil }
    let staff = Dictionary(frame.scenario.staff.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { a, _ in a })
    let demands = Dictionary(frame.demands.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { a, _ in a })
    for entry in baseline.assignments {
      hours[Key(staff: staff[entry.staff], demand: demands[entry.demand], period: entry.period), default: 0] +=
        entry.hours.doubleValue
    }
  }

  /// The hours of a person on a demand in a period, which have a column.
  mutating func take(_ staff: Int, _ demand: Int, _ period: Int) -> Double {
    hours.removeValue(forKey: Key(staff: staff, demand: demand, period: period)) ?? 0
  }

  /// The hours without a column: they are moved away whatever the plan. The order of addition does not vary.
  var left: Double { hours.values.sorted().reduce(0, +) }
}
