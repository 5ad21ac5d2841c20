// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Rows 3, 4 and 11: what is done for a demand and what is unmet are together what is wanted, in all where the demand is
/// flexible, in each period where it is even or for an asset.
struct EffortRows: RowFamily {
  let slots: EffortSlots
  private var rows: [OptionalIndex] = []

  init(_ frame: ProgramFrame) { slots = EffortSlots(frame) }

  @inline(__always)
  subscript(demand: Int, period: Int) -> Int? { rows[slots[demand, period]].value }

  /// Adds the rows of a demand; demands come one after another.
  mutating func addRows(of demand: Int, _ frame: ProgramFrame, _ model: inout LinearModel) {
    func add(_ side: Double) -> OptionalIndex { OptionalIndex(model.addRow(lower: side, upper: side)) }
    let window = frame.windows[demand]
    switch frame.demands[demand].kind {
    case .staff(let staff) where staff.pace == .even:
      let total = Double(max(1, frame.days.workdays(window)))
      for period in frame.periods {
        let part = window.intersection(period)
        rows.append(
          part.isEmpty ? nil : add(frame.hours[demand].doubleValue * Double(frame.days.workdays(part)) / total))
      }
    case .staff:
      rows.append(add(frame.hours[demand].doubleValue))
    case .asset(let asset):
      for period in frame.periods {
        let part = window.intersection(period)
        rows.append(part.isEmpty ? nil : add(asset.units.doubleValue * Double(part.count)))
      }
    }
  }

  @inline(__always)
  func addEntries(of activity: Activity, to model: inout LinearModel) {
    let (demand, period, effort): (Int?, Int, Double) =
      switch activity {
      case .work(let hour): (hour.demand, hour.period, hour.productivity)
      case .use(_, let demand, let period, _): (demand, period, 1)
      case .unmet(let demand, let period): (demand, period, 1)
      case .overtime, .operating, .shortfall: (nil, 0, 0)
      }
    if let demand, let row = self[demand, period] { model.addEntry(row: row, value: effort) }
  }

  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    for (demand, owner) in match.demands.enumerated() {
      // A demand that has changed its pace has other rows.
      guard let owner = owner.value, slots[demand].count == old.slots[owner].count else { continue }
      for (new, old) in zip(rows[slots[demand]], old.rows[old.slots[owner]]) {
        if let new = new.value, let old = old.value { visit(new, old) }
      }
    }
  }

  func read(_ dual: [Double], into prices: inout RowPrices) {
    for demand in prices.effort.indices {
      for (position, slot) in slots[demand].enumerated() {
        if let row = rows[slot].value { prices.effort[demand][position] = dual[row] }
      }
    }
  }
}

/// The places of demands in a list with one value for a flexible demand and one for each period for all others.
struct EffortSlots: Sendable {
  /// The first place of each demand, and one behind the last.
  private var first = [0]
  private var isByPeriod: [Bool] = []

  init(_ frame: ProgramFrame) {
    for demand in frame.demands.indices {
      isByPeriod.append(!frame.isFlexible[demand])
      first.append(first[demand] + (isByPeriod[demand] ? frame.periods.count : 1))
    }
  }

  /// The length of such a list.
  var count: Int { first[first.count - 1] }

  /// The places of a demand.
  subscript(demand: Int) -> Range<Int> { first[demand]..<first[demand + 1] }

  /// The place of a demand in a period.
  @inline(__always)
  subscript(demand: Int, period: Int) -> Int { first[demand] + (isByPeriod[demand] ? period : 0) }
}

extension EffortRows {
  /// What is still wanted, in 10^-18 hours or unit-days.
  struct Room: Sendable {
    let slots: EffortSlots
    private var wanted: [Int128] = []

    init(_ frame: ProgramFrame) {
      slots = EffortSlots(frame)
      wanted.reserveCapacity(slots.count)
      for (index, window) in frame.windows.enumerated() {
        switch frame.demands[index].kind {
        case .staff(let staff):
          let effort = FixedPoint.floor(frame.hours[index]) * 1_000_000
          guard staff.pace == .even else {
            wanted.append(effort)
            continue
          }
          let total = Int128(max(1, frame.days.workdays(window)))
          for period in frame.periods {
            wanted.append(effort * Int128(frame.days.workdays(window.intersection(period))) / total)
          }
        case .asset(let asset):
          for period in frame.periods {
            wanted.append(FixedPoint.floor(asset.units) * 1_000_000 * Int128(window.intersection(period).count))
          }
        }
      }
    }

    /// What is wanted of a demand in a period, or in all of a flexible one; below 0 where there is too much.
    @inline(__always)
    func left(_ demand: Int, _ period: Int) -> Int128 { wanted[slots[demand, period]] }
    mutating func take(_ effort: Int128, _ demand: Int, _ period: Int) { wanted[slots[demand, period]] -= effort }
  }
}
