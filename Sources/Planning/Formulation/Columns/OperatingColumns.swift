// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels
internal import Allocation
internal import Numbers

/// q: hours of a person who operates an asset for a demand in a slot; where overtime has columns of its own, two of them.
struct OperatingColumns: ColumnFamily {
  struct Place: Sendable {
    let pair: Int
    let slot: Int
    let isOvertime: Bool
    /// The days of the slot on which the person may do so.
    let days: DaySet
    let assetSlot: Int
    /// The most hours, in millionths.
    let most: Int64
    let cost: Double
  }

  struct Key: Hashable {
    let pair: Int
    let slot: Int
    let isOvertime: Bool
  }

  let first: Int
  private(set) var places: [Place] = []
  /// Those who operate for a pair in an asset slot, by their indices in ``places``.
  private(set) var crews: Grid<[Int]>

  init(_ builder: inout ProgramBuilder) {
    let frame = builder.frame
    first = builder.model.columnCount
    crews = Grid(rows: frame.operated.list.count, periods: frame.assetSlots.count, filledWith: [])
    for (pair, what) in frame.operated.list.enumerated() {
      for candidate in frame.operators[what.asset] {
        let limits = frame.limits?.operating(
          frame.index.staff.ids[Int(candidate.staff)], frame.index.assets.ids[what.asset],
          for: frame.index.demands.ids[what.demand])
        for period in candidate.periods(frame.days) {
          add(candidate, pair, what.demand, period, limits?[period], &builder)
        }
      }
    }
  }

  /// Adds the columns of a person in a period.
  private mutating func add(
    _ candidate: Eligibility.Candidate, _ pair: Int, _ demand: Int, _ period: Int, _ limit: ClosedRange<Millionths>?,
    _ builder: inout ProgramBuilder
  ) {
    let frame = builder.frame
    let staff = Int(candidate.staff)
    guard limit?.upperBound != .zero else { return }
    let (time, first) = (frame.time[staff], frame.days.first[period])
    var parts: [(slot: Int, days: DaySet, assetSlot: Int, isOvertime: Bool, most: Int64)] = []
    for slot in frame.slots[staff, period] {
      let days = frame.days(candidate, in: frame.slots[slot])
      guard !days.isEmpty, frame.usableDays[demand][frame.day(period, days.first)] else { continue }
      let assetSlot = frame.assetSlots.slot(period, of: days.first)
      parts.append((slot, days, assetSlot, false, time.regular(days, from: first)))
      guard time.hasOvertime else { continue }
      let overtime = time.overtime(days, from: first)
      if overtime > 0 { parts.append((slot, days, assetSlot, true, overtime)) }
    }
    parts.removeAll { $0.most == 0 }
    guard !parts.isEmpty else { return }
    var row: OptionalIndex = nil
    if let limit, parts.count > 1 {
      row = builder.rows.totals.addRow(
        TotalRows.Key(
          staff: staff, asset: frame.operated.list[pair].asset, demand: demand, period: period),
        lower: limit.lowerBound.doubleValue, upper: limit.upperBound.doubleValue, &builder.model)
    }
    for part in parts {
      let cost = time.costs[period] + (part.isOvertime ? time.premium(period) : 0)
      let hour = OperatingHour(
        slot: part.slot, pair: pair, demand: demand, week: frame.week(of: part.slot),
        day: frame.day(period, part.days.first), assetSlot: part.assetSlot,
        isOvertime: part.isOvertime, cost: cost, limit: row)
      builder.rows.addRows(for: hour, frame, &builder.model)
      let range = parts.count == 1 ? limit : nil
      let most = min(Double(part.most) / 1e6, range?.upperBound.doubleValue ?? .infinity)
      builder.addColumn(
        .operating(hour), cost: cost, lower: min(most, range?.lowerBound.doubleValue ?? 0), upper: most)
      crews[pair, part.assetSlot].append(places.count)
      places.append(
        Place(
          pair: pair, slot: part.slot, isOvertime: part.isOvertime, days: part.days, assetSlot: part.assetSlot,
          most: part.most, cost: cost))
    }
  }

  static func key(_ place: Place) -> Key { Key(pair: place.pair, slot: place.slot, isOvertime: place.isOvertime) }

  static func key(_ place: Place, in match: ProgramMatch) -> Key? {
    guard let pair = match.pairs[place.pair].value, let slot = match.slot(place.slot) else { return nil }
    return Key(pair: pair, slot: slot, isOvertime: place.isOvertime)
  }
}
