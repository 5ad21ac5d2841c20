// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels
internal import Allocation
internal import Numbers

/// z and v: unit-days of an asset for an asset demand, or for the people on a staff demand, in an asset slot.
struct UseColumns: ColumnFamily {
  struct Place: Hashable, Sendable {
    let asset: Int
    let demand: Int
    /// The asset slot.
    let slot: Int
    /// The number of the use of a staff demand; nil for an asset demand.
    let equipment: Int?
    /// The pair of asset and demand where the asset has operators.
    let pair: Int?
  }

  struct Key: Hashable {
    let asset: Int
    let demand: Int
    let slot: Int
  }

  let first: Int
  private(set) var places: [Place] = []
  /// The columns of each asset in each slot, by their indices in ``places``.
  private(set) var ofAsset: Grid<[Int]>
  private var firstOfDemand: [Int] = [0]

  /// - Parameter builder: with the columns of work, so that it is known what equipment may be occupied.
  init(_ builder: inout ProgramBuilder) {
    let frame = builder.frame
    first = builder.model.columnCount
    ofAsset = Grid(rows: frame.scenario.assets.count, periods: frame.assetSlots.count, filledWith: [])
    for (demand, item) in frame.demands.enumerated() {
      if let wanted = item.asset {
        for (asset, candidate) in frame.scenario.assets.enumerated() where wanted.matches(candidate) {
          let limits = frame.limits?.assetUse(candidate.id, item.id)
          for period in frame.periods.indices {
            add(demand, asset, nil, period, units: wanted.units.doubleValue, limits?[period], &builder)
          }
        }
      } else {
        for (number, use) in frame.equipment[demand].enumerated() where use.units > 0 {
          for period in frame.periods.indices {
            add(demand, use.asset, number, period, units: .infinity, nil, &builder)
          }
        }
      }
      firstOfDemand.append(places.count)
    }
  }

  /// Adds the columns of an asset for a demand in a period.
  private mutating func add(
    _ demand: Int, _ asset: Int, _ equipment: Int?, _ period: Int, units: Double, _ limit: ClosedRange<Millionths>?,
    _ builder: inout ProgramBuilder
  ) {
    let frame = builder.frame
    let slots = frame.assetSlots[period: period].filter { slot in
      guard frame.unitDays(asset, frame.assetSlots[slot]) > 0 else { return false }
      return equipment.map { builder.rows.equipment.isOccupied(demand, $0, slot) }
        ?? !frame.wantedDays(demand, frame.assetSlots[slot]).isEmpty
    }
    guard !slots.isEmpty else { return }
    let isSingle = slots.count == 1
    var row: OptionalIndex = nil
    if let limit, !isSingle {
      row = builder.rows.totals.addRow(
        TotalRows.Key(asset: asset, demand: demand, period: period), lower: limit.lowerBound.doubleValue,
        upper: limit.upperBound.doubleValue, &builder.model)
    }
    let cost = frame.scenario.assets[asset].costPerUnitDay.doubleValue
    let pair = frame.operated[asset, demand]
    for slot in slots {
      let there = Double(nearest: frame.unitDays(asset, frame.assetSlots[slot])) / 1e12
      let days = Double(frame.wantedDays(demand, frame.assetSlots[slot]).count)
      let range = isSingle ? limit : nil
      var most = min(
        equipment == nil ? units * days : .infinity, there, range?.upperBound.doubleValue ?? .infinity)
      var least = min(most, range?.lowerBound.doubleValue ?? 0)
      if let fixed = whole(demand, asset, equipment, slot, frame) {
        most = min(most, fixed)
        least = most
      }
      if let pair { builder.rows.equipment.addOperatorRow(pair, slot, &builder.model) }
      builder.addColumn(
        .use(
          AssetUse(asset: asset, demand: demand, slot: slot, cost: cost, equipment: equipment, pair: pair, limit: row)),
        cost: cost, lower: least, upper: most)
      ofAsset[asset, slot].append(places.count)
      places.append(Place(asset: asset, demand: demand, slot: slot, equipment: equipment, pair: pair))
    }
  }

  /// The unit-days that limits ask for in a slot; nil where they ask for none by day.
  private func whole(_ demand: Int, _ asset: Int, _ equipment: Int?, _ slot: Int, _ frame: ProgramFrame) -> Double? {
    guard equipment == nil, let limits = frame.limits, !limits.units.isEmpty,
      let byDay = limits.units[PlanLimits.Place(frame.index.assets.ids[asset], frame.index.demands.ids[demand])]
    else { return nil }
    var sum = 0
    frame.wantedDays(demand, frame.assetSlots[slot]).forEach {
      sum += byDay[frame.day(frame.assetSlots[slot].period, $0)] ?? 0
    }
    return Double(sum)
  }

  /// The places of a demand.
  func places(of demand: Int) -> Range<Int> { firstOfDemand[demand]..<firstOfDemand[demand + 1] }

  static func key(_ place: Place) -> Key { Key(asset: place.asset, demand: place.demand, slot: place.slot) }

  static func key(_ place: Place, in match: ProgramMatch) -> Key? {
    guard let asset = match.assets[place.asset].value, let demand = match.demands[place.demand].value,
      let slot = match.assetSlot(place.slot)
    else { return nil }
    return Key(asset: asset, demand: demand, slot: slot)
  }
}
