// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Rows 1 and 2 of overtime: a person's on the days of a slot, in a calendar week, and over the horizon.
struct OvertimeRows: RowFamily {
  /// What limits overtime, worked out once.
  struct Limits: Sendable {
    /// The most in each slot, in millionths; where the slot has all overtime of its week, that of the week is in it.
    let most: [Int64]
    /// Whether what limits a slot is its week.
    let isOfWeek: [Bool]
    /// The number of the week's limit that each slot counts for; nil where the slots' own are enough.
    let weekOfSlot: [OptionalIndex]
    /// The weeks that have a limit of their own, with the most in each, in millionths.
    let weeks: [(staff: Int, week: Int, most: Int64)]

    init(_ frame: ProgramFrame) {
      var most = frame.slots.slots.map(\.overtime)
      var isOfWeek = [Bool](repeating: false, count: most.count)
      var weekOfSlot = [OptionalIndex](repeating: nil, count: most.count)
      var weeks: [(staff: Int, week: Int, most: Int64)] = []
      for (staff, time) in frame.time.enumerated() where time.hasOvertime {
        let slots = frame.slots.slots(of: staff)
        var start = slots.lowerBound
        while start < slots.upperBound {
          let week = frame.week(of: start)
          var end = start
          var sum: Int64 = 0
          while end < slots.upperBound, frame.week(of: end) == week {
            sum += most[end]
            end += 1
          }
          if sum > time.overtimePerWeek {
            if end == start + 1 {
              most[start] = time.overtimePerWeek
              isOfWeek[start] = true
            } else {
              for slot in start..<end { weekOfSlot[slot] = OptionalIndex(weeks.count) }
              weeks.append((staff, week, time.overtimePerWeek))
            }
          }
          start = end
        }
      }
      self.most = most
      self.isOfWeek = isOfWeek
      self.weekOfSlot = weekOfSlot
      self.weeks = weeks
    }
  }

  let limits: Limits
  private var slots: [OptionalIndex]
  private var weeks: [OptionalIndex]
  private var totals: [OptionalIndex]
  private let staffOfSlot: [Int32]

  init(_ frame: ProgramFrame) {
    limits = Limits(frame)
    slots = Array(repeating: nil, count: frame.slots.count)
    weeks = Array(repeating: nil, count: limits.weeks.count)
    totals = Array(repeating: nil, count: frame.scenario.staff.count)
    staffOfSlot = frame.slots.slots.map { Int32($0.staff) }
  }

  /// The row of a slot.
  subscript(slot slot: Int) -> Int? { slots[slot].value }

  /// The row of a person's total.
  subscript(total staff: Int) -> Int? { totals[staff].value }

  /// What a row is about.
  enum Kind {
    case slot(Int)
    case week(Int)
    case total
  }

  /// Calls a function for each row, with the person.
  func forEachRow(_ body: (_ staff: Int, _ kind: Kind, _ row: Int) -> Void) {
    for (slot, row) in slots.enumerated() { if let row = row.value { body(Int(staffOfSlot[slot]), .slot(slot), row) } }
    for (week, row) in zip(limits.weeks, weeks) {
      if let row = row.value { body(week.staff, .week(week.week), row) }
    }
    for (staff, row) in totals.enumerated() { if let row = row.value { body(staff, .total, row) } }
  }

  /// Adds the rows of a slot where they are missing.
  ///
  /// - Parameter hasSlotRow: whether several columns share the slot's limit, so that it is not a bound.
  mutating func addRows(_ slot: Int, hasSlotRow: Bool, _ frame: ProgramFrame, _ model: inout LinearModel) {
    let staff = Int(staffOfSlot[slot])
    if hasSlotRow, slots[slot] == nil {
      slots[slot] = OptionalIndex(model.addRow(lower: -.infinity, upper: Double(limits.most[slot]) / 1e6))
    }
    if let week = limits.weekOfSlot[slot].value, weeks[week] == nil {
      weeks[week] = OptionalIndex(model.addRow(lower: -.infinity, upper: Double(limits.weeks[week].most) / 1e6))
    }
    if let total = frame.time[staff].overtimeTotal, totals[staff] == nil {
      totals[staff] = OptionalIndex(model.addRow(lower: -.infinity, upper: Double(total) / 1e6))
    }
  }

  @inline(__always)
  func addEntries(of activity: Activity, to model: inout LinearModel) {
    let slot: Int? =
      switch activity {
      case .work(let hour): hour.isOvertime ? hour.slot : nil
      case .operating(let hour): hour.isOvertime ? hour.slot : nil
      case .overtime(let slot): slot
      case .use, .unmet, .shortfall, .change, .meeting: nil
      }
    guard let slot else { return }
    if let row = slots[slot].value { model.addEntry(row: row, value: 1) }
    if let week = limits.weekOfSlot[slot].value, let row = weeks[week].value { model.addEntry(row: row, value: 1) }
    if let row = totals[Int(staffOfSlot[slot])].value { model.addEntry(row: row, value: 1) }
  }

  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    match.forEachSlot { new, other in
      if let new = slots[new].value, let old = old.slots[other].value { visit(new, old) }
    }
    struct Key: Hashable {
      let staff: Int
      let week: Int
    }
    var known: [Key: Int] = [:]
    for (number, week) in old.limits.weeks.enumerated() {
      known[Key(staff: week.staff, week: week.week)] = old.weeks[number].value
    }
    for (number, week) in limits.weeks.enumerated() {
      if let new = weeks[number].value, let staff = match.staff[week.staff].value,
        let old = known[Key(staff: staff, week: week.week)]
      {
        visit(new, old)
      }
    }
    totals.match(old.totals, match.staff, visit)
  }

  func inherit(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    match.forEachPart { new, other in
      if let new = slots[new].value, let old = old.slots[other].value { visit(new, old) }
    }
  }

  /// Reads prices; those of row 1 have been read before.
  func read(_ dual: [Double], _ frame: ProgramFrame, counting terms: TermWeights, into prices: inout RowPrices) {
    for (week, row) in zip(limits.weeks, weeks) {
      if let row = row.value { prices.overtimeWeek[week.staff, week.week] = dual[row] }
    }
    prices.overtimeTotal = totals.prices(dual)
    for (index, slot) in frame.slots.slots.enumerated() where frame.time[slot.staff].hasOvertime {
      let week = frame.week(of: index)
      let price: Double
      if let row = slots[index].value {
        price = dual[row]
      } else if frame.attributesOvertime[slot.staff] || slot.overtime == 0 {
        // Nobody may work overtime on its days. A week that allows none still has a price for them.
        continue
      } else {
        // What an hour more of the bound on y saves.
        price = min(
          0,
          terms.value * frame.time[slot.staff].premium(slot.period)
            + prices.capacity[slot.staff, frame.day(slot.period, slot.days.first)]
            - prices.overtimeTotal[slot.staff] - prices.overtimeWeek[slot.staff, week])
      }
      guard price != 0 else { continue }
      if limits.isOfWeek[index] {
        prices.overtimeWeek[slot.staff, week] += price
      } else {
        slot.days.forEach { prices.overtimeDay[slot.staff, frame.day(slot.period, $0)] = price }
      }
    }
  }
}

extension OvertimeRows {
  /// Overtime of people, in millionths of an hour.
  struct Room: Sendable {
    private let limits: Limits
    private let staffOfSlot: [Int32]
    private(set) var used: [Int64]
    private var weeks: [Int64]
    private var totals: [Int64]

    init(_ frame: ProgramFrame, _ limits: Limits) {
      self.limits = limits
      staffOfSlot = frame.slots.slots.map { Int32($0.staff) }
      used = Array(repeating: 0, count: frame.slots.count)
      weeks = limits.weeks.map(\.most)
      totals = frame.time.map { $0.overtimeTotal ?? FixedPoint.unlimited }
    }

    /// What may still be worked in a slot; below 0 where there is too much.
    func left(_ slot: Int) -> Int64 {
      var left = min(limits.most[slot] - used[slot], totals[Int(staffOfSlot[slot])])
      if let week = limits.weekOfSlot[slot].value { left = min(left, weeks[week]) }
      return left
    }

    mutating func add(_ hours: Int64, _ slot: Int) {
      used[slot] += hours
      if let week = limits.weekOfSlot[slot].value { weeks[week] -= hours }
      totals[Int(staffOfSlot[slot])] -= hours
    }
  }
}
