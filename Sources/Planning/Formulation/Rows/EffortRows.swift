// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Rows 3, 4 and 11: what is done for a demand and what is unmet are together what is wanted, in all where the demand is
/// flexible, in each period where it is even, in each asset slot where it is for an asset.
struct EffortRows: RowFamily {
  let slots: EffortSlots
  private var rows: [OptionalIndex] = []

  init(_ frame: ProgramFrame) { slots = EffortSlots(frame) }

  /// The row of a demand at one of its places.
  @inline(__always)
  subscript(demand: Int, position: Int) -> Int? { rows[slots.first(demand) + position].value }

  /// The row that an hour or unit-day of a demand counts for.
  @inline(__always)
  func row(_ demand: Int, period: Int, assetSlot: Int) -> Int? {
    rows[slots.place(demand, period: period, assetSlot: assetSlot)].value
  }

  /// Adds the rows of a demand; demands come one after another.
  mutating func addRows(of demand: Int, _ frame: ProgramFrame, _ model: inout LinearModel) {
    for wanted in slots.wanted(demand, frame) {
      let side = Double(nearest: wanted ?? 0) / 1e18
      rows.append(wanted == nil ? nil : OptionalIndex(model.addRow(lower: side, upper: side)))
    }
  }

  @inline(__always)
  func addEntries(of activity: Activity, to model: inout LinearModel) {
    switch activity {
    case .work(let hour):
      if hour.place == nil, let row = row(hour.demand, period: hour.period, assetSlot: 0) {
        model.addEntry(row: row, value: hour.productivity)
      }
    case .use(let use):
      if use.equipment == nil, let row = self[use.demand, use.slot] { model.addEntry(row: row, value: 1) }
    case .meeting(let demand, _, let period):
      if let row = row(demand, period: period, assetSlot: 0) { model.addEntry(row: row, value: 1) }
    case .unmet(let demand, let position):
      if let row = self[demand, position] { model.addEntry(row: row, value: 1) }
    case .overtime, .operating, .shortfall, .change: break
    }
  }

  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    for (demand, owner) in match.demands.enumerated() {
      guard let owner = owner.value, slots.kind(demand) == old.slots.kind(owner) else { continue }
      if slots.kind(demand) == .byAssetSlot {
        match.forEachAssetSlot { new, other in
          if let new = self[demand, new], let old = old[owner, other] { visit(new, old) }
        }
      } else {
        for (new, old) in zip(rows[slots[demand]], old.rows[old.slots[owner]]) {
          if let new = new.value, let old = old.value { visit(new, old) }
        }
      }
    }
  }

  func inherit(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    for (demand, owner) in match.demands.enumerated() {
      guard let owner = owner.value, slots.kind(demand) == .byAssetSlot, old.slots.kind(owner) == .byAssetSlot else {
        continue
      }
      match.forEachAssetPart { new, other in
        if let new = self[demand, new], let old = old[owner, other] { visit(new, old) }
      }
    }
  }

  func read(_ dual: [Double], _ frame: ProgramFrame, counting terms: TermWeights, into prices: inout RowPrices) {
    for demand in prices.effort.indices {
      for (position, place) in slots[demand].enumerated() {
        guard let row = rows[place].value else { continue }
        if slots.kind(demand) == .byAssetSlot {
          let slot = frame.assetSlots[position]
          slot.days.forEach { prices.effort[demand][frame.day(slot.period, $0)] = dual[row] }
        } else {
          prices.effort[demand][position] = dual[row]
        }
      }
    }
  }
}

/// The places of demands in a list with one value for a flexible demand, one for each period for an even one, and one for
/// each asset slot for one of assets.
struct EffortSlots: Sendable {
  /// By what a demand is counted.
  enum Kind: Sendable {
    case whole, byPeriod, byAssetSlot
  }

  /// The first place of each demand, and one behind the last.
  private var firstPlaces = [0]
  private var kinds: [Kind] = []

  init(_ frame: ProgramFrame) {
    for demand in frame.demands {
      let kind: Kind = demand.isFlexible ? .whole : demand.isForStaff ? .byPeriod : .byAssetSlot
      kinds.append(kind)
      let count =
        switch kind {
        case .whole: 1
        case .byPeriod: frame.periods.count
        case .byAssetSlot: frame.assetSlots.count
        }
      firstPlaces.append((firstPlaces.last ?? 0) + count)
    }
  }

  /// The length of such a list.
  var count: Int { firstPlaces[firstPlaces.count - 1] }
  func kind(_ demand: Int) -> Kind { kinds[demand] }
  @inline(__always)
  func first(_ demand: Int) -> Int { firstPlaces[demand] }

  /// The places of a demand.
  subscript(demand: Int) -> Range<Int> { firstPlaces[demand]..<firstPlaces[demand + 1] }

  /// The place that an amount of a demand counts for.
  @inline(__always)
  func place(_ demand: Int, period: Int, assetSlot: Int) -> Int {
    switch kinds[demand] {
    case .whole: firstPlaces[demand]
    case .byPeriod: firstPlaces[demand] + period
    case .byAssetSlot: firstPlaces[demand] + assetSlot
    }
  }

  /// What is wanted at each place of a demand, in 10^-18 hours or unit-days; nil where its window has no day.
  ///
  /// - Parameter window: of an even demand; nil is where it is done.
  func wanted(_ demand: Int, _ frame: ProgramFrame, window: DayRange? = nil) -> [Int128?] {
    let window = window ?? frame.windows[demand]
    switch frame.demands[demand].kind {
    case .staff(let staff):
      let effort = FixedPoint.floor(frame.hours[demand]) * 1_000_000
      guard staff.pace == .even else { return [effort] }
      let total = max(1, frame.days.hours(window))
      return frame.periods.map { period in
        let part = window.intersection(period)
        guard !part.isEmpty else { return nil }
        // 10^-18 hours times 10^-12 hours may not fit: the share first, in 10^-18.
        return scaled(frame.days.hours(part), effort, over: total)
      }
    case .asset(let asset):
      return frame.assetSlots.slots.map { slot in
        let days = frame.wantedDays(demand, slot).count
        return days == 0 ? nil : FixedPoint.floor(asset.units) * 1_000_000 * Int128(days)
      }
    }
  }

  /// What is wanted of a staff demand, in hours: in all, or by period.
  func hours(_ demand: Int, _ frame: ProgramFrame) -> [Double] {
    wanted(demand, frame).map { Double(nearest: $0 ?? 0) / 1e18 }
  }

  /// Of such hours those of a period: all of them where the demand is flexible.
  static func part(of hours: [Double], in period: Int) -> Double {
    hours.isEmpty ? 0 : hours[hours.count == 1 ? 0 : period]
  }

  /// `part * whole / total` for a part of the total, rounded down.
  private func scaled(_ part: Int128, _ whole: Int128, over total: Int128) -> Int128 {
    let (quotient, rest) = whole.quotientAndRemainder(dividingBy: total)
    // The rest is below the total, and both are hours of at most 20,000 days in 10^-12: below 5 * 10^17.
    return quotient * part + rest * part / total
  }
}

extension EffortRows {
  /// What is still wanted, in 10^-18 hours or unit-days.
  struct Room: Sendable {
    let slots: EffortSlots
    private var wanted: [Int128] = []

    init(_ frame: ProgramFrame) {
      slots = EffortSlots(frame)
      wanted.reserveCapacity(slots.count)
      for demand in frame.demands.indices { wanted += slots.wanted(demand, frame).map { $0 ?? 0 } }
    }

    /// What is wanted at a place; below 0 where there is too much.
    @inline(__always)
    func left(place: Int) -> Int128 { wanted[place] }
    @inline(__always)
    func left(_ demand: Int, period: Int, assetSlot: Int) -> Int128 {
      wanted[slots.place(demand, period: period, assetSlot: assetSlot)]
    }
    mutating func take(_ effort: Int128, _ demand: Int, period: Int, assetSlot: Int) {
      wanted[slots.place(demand, period: period, assetSlot: assetSlot)] -= effort
    }
  }
}
