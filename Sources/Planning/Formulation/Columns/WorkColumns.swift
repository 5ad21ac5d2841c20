// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// x and w: hours of a person on a demand in a slot.
///
/// Such an entry is one column, or two where overtime has columns of its own: regular time, then overtime. They are the
/// first columns of a program, by demand, person and slot.
struct WorkColumns: Sendable {
  /// A person on a demand.
  struct Pair: Sendable {
    let staff: Int
    let demand: Int
    let productivity: Double
    /// The same in 10^-12, rounded up: an effort that is met by this figure is met by the exact one to within the grid.
    let exactProductivity: Int128
    fileprivate let firstEntry: Int
  }

  /// A pair in a slot.
  struct Entry: Sendable {
    fileprivate let pairIndex: Int32
    private let slotIndex: Int32
    private let columnIndex: Int32
    private let placeNumber: Int16
    /// Whether overtime has a column of its own, the second one.
    let hasOvertimeColumn: Bool
    /// The days of the slot on which the person may work on the demand.
    let days: DaySet

    fileprivate init(_ part: Part, pair: Int, column: Int, hasOvertimeColumn: Bool) {
      pairIndex = Int32(truncatingIfNeeded: pair)
      slotIndex = Int32(truncatingIfNeeded: part.slot)
      placeNumber = Int16(truncatingIfNeeded: part.place ?? 0)
      days = part.days
      columnIndex = Int32(truncatingIfNeeded: column)
      self.hasOvertimeColumn = hasOvertimeColumn
    }

    var pair: Int { Int(pairIndex) }
    var slot: Int { Int(slotIndex) }
    /// The place of a crew; 0 where there is none.
    var place: Int { Int(placeNumber) }
    /// The column of regular time, or of all hours.
    var column: Int { Int(columnIndex) }
  }

  /// Days of a slot on which a person may work on a demand, or take a place of its crew.
  fileprivate struct Part {
    let slot: Int
    let place: Int?
    let days: DaySet
  }

  /// What the hours of a pair in a period are asked of.
  struct Sum: Sendable {
    let entries: Range<Int>
    /// The hours of the baseline; nil where changes are not counted from it.
    let baseline: Double?
    /// The row that counts changes.
    let changeRow: Int?
    let key: TotalRows.Key
  }

  private(set) var pairs: [Pair] = []
  private(set) var entries: [Entry] = []
  /// By column the row that implies its upper bound: the person may work on the demand on all days of the slot. Without
  /// such bounds the dual value of scarce time is where people look for it.
  private(set) var impliedBy: [OptionalIndex] = []
  /// Those for which changes are counted.
  private(set) var changes: [Sum] = []
  /// The first entry of each demand, and one behind the last.
  private var firstOfDemand: [Int] = []

  init(_ builder: inout ProgramBuilder) {
    let frame = builder.frame
    var baseline = BaselineHours(frame)
    var parts: [Part] = []
    reserve(&builder)
    for demand in frame.demands.indices {
      firstOfDemand.append(entries.count)
      var rest = frame.candidates[demand][...]
      while let first = rest.first {
        // One for each place of a crew that the person may take.
        let seats = rest.prefix { $0.staff == first.staff }
        add(seats, to: demand, &baseline, &parts, &builder)
        rest = rest.dropFirst(seats.count)
      }
    }
    firstOfDemand.append(entries.count)
    if let baseline { builder.model.offset += frame.penalties.changeHour * baseline.left }
  }

  /// Makes room for a column for each candidate in each period, so that large programs are not copied as they grow.
  private mutating func reserve(_ builder: inout ProgramBuilder) {
    let frame = builder.frame
    let count = frame.candidates.joined().reduce(0) { sum, candidate in
      sum + 1 + frame.days.period(Int(candidate.lastDay)) - frame.days.period(Int(candidate.firstDay))
    }
    entries.reserveCapacity(count)
    impliedBy.reserveCapacity(count)
    // A column of work has entries for the time, the effort, and mostly a budget.
    builder.model.reserveCapacity(columns: count + frame.slots.count, entries: 3 * count + frame.slots.count)
  }

  /// Adds a pair with its columns.
  ///
  /// - Parameter parts: room for those of a period.
  private mutating func add(
    _ seats: ArraySlice<Eligibility.Candidate>, to demand: Int, _ baseline: inout BaselineHours?, _ parts: inout [Part],
    _ builder: inout ProgramBuilder
  ) {
    guard let candidate = seats.first else { return }
    let frame = builder.frame
    let staff = Int(candidate.staff)
    let isComplete = frame.isComplete[demand]
    let counts = frame.crews[demand]
    // A person who may take all places that there are heads for is counted by them.
    let isCounted =
      !counts.isEmpty
      && seats.reduce(0) { $0 + counts[Int($1.place ?? 0)] } > frame.scenario.staff[staff].headcount
    let pair = pairs.count
    pairs.append(
      Pair(
        staff: staff, demand: demand, productivity: candidate.productivity,
        exactProductivity: candidate.exactProductivity, firstEntry: entries.count))
    let limits = frame.limits?.hours(frame.index.staff.ids[staff], frame.index.demands.ids[demand])
    let first = seats.lazy.map(\.firstDay).min() ?? candidate.firstDay
    let last = seats.lazy.map(\.lastDay).max() ?? candidate.lastDay
    for period in frame.days.period(Int(first))...frame.days.period(Int(last)) {
      let limit = limits?[period]
      guard limit?.upperBound != .zero else { continue }
      parts.removeAll(keepingCapacity: true)
      for slot in frame.slots[staff, period] {
        for seat in seats {
          let days = frame.days(seat, in: frame.slots[slot])
          guard !days.isEmpty else { continue }
          guard isComplete.isEmpty || isComplete[frame.assetSlots.slot(period, of: days.first)] else { continue }
          parts.append(Part(slot: slot, place: seat.place.map(Int.init), days: days))
        }
      }
      guard !parts.isEmpty else { continue }
      add(parts, of: pair, period, limit, baseline?.take(staff, demand, period), isCounted: isCounted, &builder)
    }
  }

  /// Adds the entries of a pair in a period.
  private mutating func add(
    _ parts: [Part], of pair: Int, _ period: Int, _ limit: ClosedRange<Millionths>?, _ baseline: Double?,
    isCounted: Bool, _ builder: inout ProgramBuilder
  ) {
    let frame = builder.frame
    let (staff, demand) = (pairs[pair].staff, pairs[pair].demand)
    let time = frame.time[staff]
    let isSplit = frame.attributesOvertime[staff]
    let isSingle = parts.count == 1 && !(isSplit && frame.slots[parts[0].slot].overtime > 0)
    let key = TotalRows.Key(staff: staff, demand: demand, period: period)
    var limitRow: OptionalIndex = nil
    if let limit, !isSingle {
      limitRow = builder.rows.totals.addRow(
        key, lower: limit.lowerBound.doubleValue, upper: limit.upperBound.doubleValue, &builder.model)
    }
    var changeRow: OptionalIndex = nil
    if let baseline, baseline > 0 {
      var key = key
      key.isChange = true
      changeRow = builder.rows.totals.addRow(key, lower: baseline, upper: baseline, &builder.model)
    }
    // What the baseline does not have costs a change for each hour.
    let change = baseline == 0 ? frame.penalties.changeHour : 0
    let liking = frame.money.preference(staff, demand) * pairs[pair].productivity
    let start = entries.count
    let usesSlots = !frame.equipment[demand].isEmpty || !frame.crews[demand].isEmpty
    for part in parts {
      let (slot, days) = (part.slot, part.days)
      let (whole, first) = (frame.slots[slot], frame.days.first[period])
      let overtime = time.overtime(days, from: first)
      let hasColumn = isSplit && overtime > 0
      entries.append(
        Entry(part, pair: pair, column: impliedBy.count, hasOvertimeColumn: hasColumn))
      for isOvertime in hasColumn ? [false, true] : [false] {
        let cost = frame.money.cost(staff, demand, period) + (isOvertime ? time.premium(period) : 0)
        let hour = WorkHour(
          slot: slot, demand: demand, place: part.place, person: isCounted ? staff : nil, period: period,
          week: frame.week(of: slot), day: frame.day(period, days.first),
          assetSlot: usesSlots ? frame.assetSlots.slot(period, of: days.first) : 0,
          isOvertime: isOvertime, productivity: pairs[pair].productivity, cost: cost,
          dayShare: frame.equipment[demand].isEmpty ? 0 : frame.dayShare(whole, isOvertime: isOvertime),
          promise: builder.rows.commitments.promise(staff, demand, period), limit: limitRow, change: changeRow)
        var most = isOvertime ? overtime : time.regular(days, from: first)
        if !isOvertime, !isSplit { most += overtime }
        let bound = Double(most) / 1e6
        let range = isSingle ? limit : nil
        let upper = min(bound, range?.upperBound.doubleValue ?? bound)
        builder.addColumn(
          .work(hour), cost: cost + change + liking, lower: min(upper, range?.lowerBound.doubleValue ?? 0), upper: upper
        )
        let isImplied = limit == nil && days == whole.days
        let row = isOvertime ? builder.rows.overtime[slot: slot] : builder.rows.capacity[slot]
        impliedBy.append(isImplied ? OptionalIndex(row) : nil)
      }
    }
    if let row = changeRow.value {
      changes.append(Sum(entries: start..<entries.count, baseline: baseline, changeRow: row, key: key))
    }
  }
}

extension WorkColumns {
  var columns: Range<Int> { impliedBy.indices }

  /// The columns of an entry: regular time or all hours, then overtime where that has one of its own.
  @inline(__always)
  func columns(of entry: Int) -> Range<Int> {
    let first = entries[entry].column
    return first..<(first + (entries[entry].hasOvertimeColumn ? 2 : 1))
  }

  /// The pair of an entry.
  @inline(__always)
  func pair(of entry: Int) -> Pair { pairs[entries[entry].pair] }

  /// The entries of a demand.
  func entries(of demand: Int) -> Range<Int> { firstOfDemand[demand]..<firstOfDemand[demand + 1] }

  /// The entries of a pair, by slot, then by place.
  func entries(ofPair pair: Int) -> Range<Int> {
    pairs[pair].firstEntry..<(pair + 1 < pairs.count ? pairs[pair + 1].firstEntry : entries.count)
  }

  /// The entries of a person on a demand in a period, which follow one another.
  func entries(_ staff: Int, _ demand: Int, _ period: Int, _ slots: StaffSlots) -> Range<Int> {
    let all = entries(of: demand)
    guard let first = all.first(where: { pair(of: $0).staff == staff && slots[entries[$0].slot].period == period })
    else { return all.lowerBound..<all.lowerBound }
    let last = all[first...].prefix { pair(of: $0).staff == staff && slots[entries[$0].slot].period == period }
    return first..<(first + last.count)
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
        guard let slot = match.slot(entries[entry].slot) else { continue }
        let place = entries[entry].place
        func key(_ other: Int) -> (Int, Int) { (old.entries[other].slot, old.entries[other].place) }
        while let other = others.first, key(other) < (slot, place) { others.removeFirst() }
        guard let other = others.first, key(other) == (slot, place) else { continue }
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
    for entry in baseline.assignments {
      hours[
        Key(staff: frame.index.staff[entry.staff], demand: frame.index.demands[entry.demand], period: entry.period),
        default: 0] += entry.hours.doubleValue
    }
  }

  /// The hours of a person on a demand in a period, which have a column.
  mutating func take(_ staff: Int, _ demand: Int, _ period: Int) -> Double {
    hours.removeValue(forKey: Key(staff: staff, demand: demand, period: period)) ?? 0
  }

  /// The hours without a column: they are moved away whatever the plan. The order of addition does not vary.
  var left: Double { hours.values.sorted().reduce(0, +) }
}
