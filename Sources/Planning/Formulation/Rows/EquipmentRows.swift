// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Rows 6 to 8: assets, the equipment that hours occupy, and those who operate assets, by asset slot.
struct EquipmentRows: RowFamily {
  private(set) var assets: Grid<OptionalIndex>
  /// By the number of the pair of asset and demand.
  private(set) var operators: Grid<OptionalIndex>
  /// By the number of a use among those of all demands.
  private var regular: Grid<OptionalIndex>
  private var overtime: Grid<OptionalIndex>
  /// The first use of each demand, and one behind the last.
  private let firstUse: [Int]
  private let units: [Double]
  /// Hours for a unit-day of each pair.
  let hoursPerUnitDay: [Double]

  init(_ frame: ProgramFrame, _ model: inout LinearModel) {
    let slots = frame.assetSlots.count
    assets = Grid(rows: frame.scenario.assets.count, periods: slots, filledWith: nil)
    operators = Grid(rows: frame.operated.list.count, periods: slots, filledWith: nil)
    var firstUse = [0]
    for list in frame.equipment { firstUse.append((firstUse.last ?? 0) + list.count) }
    self.firstUse = firstUse
    units = frame.equipment.flatMap { $0.map(\.units) }
    regular = Grid(rows: units.count, periods: slots, filledWith: nil)
    overtime = regular
    hoursPerUnitDay = frame.operated.list.map {
      frame.scenario.assets[$0.asset].operators?.hoursPerUnitDay.doubleValue ?? 0
    }
    for asset in frame.scenario.assets.indices {
      for slot in 0..<slots {
        let most = Double(nearest: frame.unitDays(asset, frame.assetSlots[slot])) / 1e12
        assets[asset, slot] = OptionalIndex(model.addRow(lower: -.infinity, upper: most))
      }
    }
  }

  /// Adds the rows of operators of a pair in a slot where they are missing.
  mutating func addOperatorRow(_ pair: Int, _ slot: Int, _ model: inout LinearModel) {
    guard operators[pair, slot] == nil else { return }
    operators[pair, slot] = OptionalIndex(model.addRow(lower: 0, upper: .infinity))
  }

  /// Adds the rows of equipment for an hour where they are missing.
  mutating func addRows(for hour: WorkHour, _ model: inout LinearModel) {
    for use in firstUse[hour.demand]..<firstUse[hour.demand + 1] where units[use] > 0 {
      if hour.isOvertime {
        if overtime[use, hour.assetSlot] == nil {
          overtime[use, hour.assetSlot] = OptionalIndex(model.addRow(lower: -.infinity, upper: 0))
        }
      } else if regular[use, hour.assetSlot] == nil {
        regular[use, hour.assetSlot] = OptionalIndex(model.addRow(lower: -.infinity, upper: 0))
      }
    }
  }

  /// The row of a demand's use in a slot, by the number of the use.
  func row(_ demand: Int, _ number: Int, _ slot: Int, isOvertime: Bool) -> Int? {
    let use = firstUse[demand] + number
    return isOvertime ? overtime[use, slot].value : regular[use, slot].value
  }

  /// Whether anybody's hours on a demand may occupy one of its uses in a slot.
  func isOccupied(_ demand: Int, _ number: Int, _ slot: Int) -> Bool {
    let use = firstUse[demand] + number
    return regular[use, slot] != nil || overtime[use, slot] != nil
  }

  @inline(__always)
  func addEntries(of activity: Activity, to model: inout LinearModel) {
    switch activity {
    case .work(let hour):
      for use in firstUse[hour.demand]..<firstUse[hour.demand + 1] where units[use] > 0 {
        let row = hour.isOvertime ? overtime[use, hour.assetSlot] : regular[use, hour.assetSlot]
        if let row = row.value { model.addEntry(row: row, value: units[use] * hour.dayShare) }
      }
    case .use(let use):
      if let row = assets[use.asset, use.slot].value { model.addEntry(row: row, value: 1) }
      if let number = use.equipment {
        let place = firstUse[use.demand] + number
        for row in [regular[place, use.slot], overtime[place, use.slot]] {
          if let row = row.value { model.addEntry(row: row, value: -1) }
        }
      }
      if let pair = use.pair, let row = operators[pair, use.slot].value {
        model.addEntry(row: row, value: -hoursPerUnitDay[pair])
      }
    case .operating(let hour):
      if let row = operators[hour.pair, hour.assetSlot].value { model.addEntry(row: row, value: 1) }
    case .overtime, .unmet, .shortfall, .change, .meeting: break
    }
  }

  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    match.forEachAssetSlot { new, other in self.pairs(old, match, new, other, visit) }
  }

  func inherit(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    match.forEachAssetPart { new, other in self.pairs(old, match, new, other, visit) }
  }

  /// Names the rows of one asset slot.
  private func pairs(
    _ old: Self, _ match: ProgramMatch, _ slot: Int, _ other: Int, _ visit: (_ new: Int, _ old: Int) -> Void
  ) {
    func visitBoth(_ new: OptionalIndex, _ old: OptionalIndex) {
      if let new = new.value, let old = old.value { visit(new, old) }
    }
    for (asset, owner) in match.assets.enumerated() {
      if let owner = owner.value { visitBoth(assets[asset, slot], old.assets[owner, other]) }
    }
    for (pair, owner) in match.pairs.enumerated() {
      if let owner = owner.value { visitBoth(operators[pair, slot], old.operators[owner, other]) }
    }
    for (demand, owner) in match.demands.enumerated() where firstUse[demand] < firstUse[demand + 1] {
      guard let owner = owner.value else { continue }
      for (new, before) in zip(
        firstUse[demand]..<firstUse[demand + 1], old.firstUse[owner]..<old.firstUse[owner + 1])
      {
        visitBoth(regular[new, slot], old.regular[before, other])
        visitBoth(overtime[new, slot], old.overtime[before, other])
      }
    }
  }

  func read(_ dual: [Double], _ frame: ProgramFrame, counting terms: TermWeights, into prices: inout RowPrices) {
    for (index, slot) in frame.assetSlots.slots.enumerated() {
      func spread(_ row: OptionalIndex, _ write: (Int, Double) -> Void) {
        guard let row = row.value, dual[row] != 0 else { return }
        slot.days.forEach { write(frame.day(slot.period, $0), dual[row]) }
      }
      for asset in 0..<assets.rows { spread(assets[asset, index]) { prices.asset[asset, $0] = $1 } }
      for pair in 0..<operators.rows { spread(operators[pair, index]) { prices.operators[pair, $0] = $1 } }
      for demand in frame.demands.indices {
        for use in firstUse[demand]..<firstUse[demand + 1] {
          let number = use - firstUse[demand]
          spread(regular[use, index]) { prices.equipment[demand][number, $0] = $1 }
          spread(overtime[use, index]) { prices.equipmentOvertime[demand][number, $0] = $1 }
        }
      }
    }
  }
}

extension EquipmentRows {
  /// The unit-days of assets and the hours of those who operate them, in millionths, by asset slot.
  struct Room: Sendable {
    private var used: Grid<Int64>
    private let most: Grid<Int64>
    private var hours: Grid<Int64>
    /// Unit-days that a pair uses.
    private var served: Grid<Int64>
    /// Hours for a unit-day of each pair, in 10^-12, rounded up.
    private let perUnitDay: [Int128]

    init(_ frame: ProgramFrame) {
      let slots = frame.assetSlots.count
      used = Grid(rows: frame.scenario.assets.count, periods: slots, filledWith: 0)
      most = Grid(rows: frame.scenario.assets.count, periods: slots) { asset, slot in
        // Day by day, because each day is rounded by itself.
        var sum: Int128 = 0
        let slot = frame.assetSlots[slot]
        slot.days.forEach { sum += frame.units[asset, frame.day(slot.period, $0)] / 1_000_000 }
        return FixedPoint.clamped(sum)
      }
      hours = Grid(rows: frame.operated.list.count, periods: slots, filledWith: 0)
      served = hours
      perUnitDay = frame.operated.list.map {
        frame.scenario.assets[$0.asset].operators.map { FixedPoint.ceil($0.hoursPerUnitDay) } ?? 0
      }
    }

    /// The unit-days of an asset that could still be used in a slot, whoever runs it.
    func left(_ asset: Int, _ slot: Int) -> Int64 { most[asset, slot] - used[asset, slot] }

    /// The unit-days of a pair that its operators could still run.
    func runnable(_ pair: Int, _ slot: Int) -> Int64 {
      guard perUnitDay[pair] > 0 else { return FixedPoint.unlimited }
      return FixedPoint.clamped(Int128(hours[pair, slot]) * FixedPoint.one / perUnitDay[pair]) - served[pair, slot]
    }

    /// Operating hours that a pair lacks for what is used; negative where there are too many.
    func shortage(_ pair: Int, _ slot: Int) -> Int64 {
      needed(pair, unitDays: served[pair, slot]) - hours[pair, slot]
    }

    /// The hours for so many unit-days of a pair, rounded up.
    func needed(_ pair: Int, unitDays: Int64) -> Int64 {
      FixedPoint.clamped(FixedPoint.ceilDivision(perUnitDay[pair] * Int128(unitDays), FixedPoint.one))
    }

    /// The unit-days of a pair for which so many hours are needed, rounded up.
    func unitDays(_ pair: Int, lacking hours: Int64) -> Int64 {
      hours > 0 && perUnitDay[pair] > 0
        ? FixedPoint.clamped(FixedPoint.ceilDivision(Int128(hours) * FixedPoint.one, perUnitDay[pair])) : 0
    }

    mutating func addUnitDays(_ amount: Int64, _ asset: Int, _ slot: Int, pair: Int?) {
      used[asset, slot] += amount
      if let pair { served[pair, slot] += amount }
    }
    mutating func addOperating(_ amount: Int64, _ pair: Int, _ slot: Int) { hours[pair, slot] += amount }
  }
}
