// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// The assets and crews of one day: what is used of them, by whom they are run, and who is there together.
struct AssetDay {
  struct Piece {
    let index: Int
    let entry: Int?
    let operating: Int?
    var regular: Int64
    var overtime: Int64
  }

  private let frame: ProgramFrame
  private let formulation: Formulation
  private let exact: ExactAmounts
  private var slot = 0
  private var number = 0
  private var date = 0
  /// z by column.
  private var units: [(column: Int, units: Int64)] = []
  private(set) var pieces: [Piece] = []
  /// The demands of the pieces that use equipment or want a crew, each once, in order.
  private var demands: [Int] = []
  /// Whether everything could stay.
  private(set) var fits = true

  init(_ frame: ProgramFrame, _ formulation: Formulation, _ exact: ExactAmounts) {
    self.frame = frame
    self.formulation = formulation
    self.exact = exact
  }

  mutating func begin(_ slot: Int, _ number: Int) {
    self.slot = slot
    self.number = number
    date = frame.day(frame.assetSlots[slot].period, number)
    units = []
    (pieces, demands) = ([], [])
    fits = true
  }

  /// An equal part of what an asset demand uses of an asset in the slot; the first days have the millionths over.
  mutating func addUse(_ column: Int, among days: DaySet) {
    guard days.contains(number), days.count > 0 else { return }
    let whole = exact.units[column]
    let (part, rest) = whole.quotientAndRemainder(dividingBy: Int64(days.count))
    var position: Int64 = 0
    days.forEach { if $0 < number { position += 1 } }
    units.append((column, part + (position < rest ? 1 : 0)))
  }

  mutating func addPiece(_ index: Int, _ entry: Int?, _ operating: Int?, _ regular: Int64, _ overtime: Int64) {
    pieces.append(Piece(index: index, entry: entry, operating: operating, regular: regular, overtime: overtime))
    guard let demand = entry.map({ formulation.work.pair(of: $0).demand }),
      !frame.equipment[demand].isEmpty || !frame.crews[demand].isEmpty, !demands.contains(demand)
    else { return }
    demands.insert(demand, at: demands.firstIndex { $0 > demand } ?? demands.count)
  }

  /// v of the people on a demand, by the number of the use, rounded up.
  private func occupied(_ demand: Int, _ use: ProgramFrame.Equipment) -> Int64 {
    let sums = occupations(demand, use)
    return FixedPoint.clamped(FixedPoint.ceilDivision(max(sums.regular, sums.overtime), 1_000_000))
  }

  /// What hours occupy in regular time and in overtime, in 10^-12 units.
  private func occupations(
    _ demand: Int, _ use: ProgramFrame.Equipment
  ) -> (regular: Int128, overtime: Int128) {
    var sums: (regular: Int128, overtime: Int128) = (0, 0)
    for piece in pieces {
      guard let entry = piece.entry, formulation.work.pair(of: entry).demand == demand else { continue }
      let place = exact.slot(of: entry)
      if piece.regular > 0 {
        sums.regular += FixedPoint.ceilDivision(
          Int128(piece.regular) * use.exactUnits * 1_000_000, max(1, frame.fullDay(place)))
      }
      if piece.overtime > 0 {
        sums.overtime += FixedPoint.ceilDivision(
          Int128(piece.overtime) * use.exactUnits * 1_000_000, max(1, frame.overtimeOfHead(place)))
      }
    }
    return sums
  }

  /// What the pieces occupy in regular time and in overtime, by demand and the number of the use, in 10^-12 unit-days.
  var occupations: [Place: (regular: Int128, overtime: Int128)] {
    var result: [Place: (regular: Int128, overtime: Int128)] = [:]
    for demand in demands {
      for (number, use) in frame.equipment[demand].enumerated() {
        result[Place(demand: demand, use: number)] = occupations(demand, use)
      }
    }
    return result
  }

  struct Place: Hashable {
    let demand: Int
    let use: Int
  }

  /// Takes back what does not fit into a day: of an asset that is too little, and what nobody operates.
  mutating func fit() {
    fitWanted()
    for asset in frame.scenario.assets.indices { fitAsset(asset) }
    for (pair, what) in frame.operated.list.enumerated() { fitOperators(pair, what.asset, what.demand) }
    keepWholeUnits()
    for demand in demands where !frame.crews[demand].isEmpty { fitCrew(demand) }
  }

  /// Of an indivisible asset whole units are left, where some did not fit.
  private mutating func keepWholeUnits() {
    for index in units.indices {
      let place = formulation.use.places[units[index].column]
      let part = units[index].units % 1_000_000
      guard part > 0, place.equipment == nil, frame.scenario.assets[place.asset].indivisible else { continue }
      units[index].units -= part
      fits = false
    }
  }

  /// Nobody is there while a crew is not complete.
  private mutating func fitCrew(_ demand: Int) {
    let work = formulation.work
    var parts: [(index: Int, isOvertime: Bool)] = []
    var hours: [CrewFit.Piece] = []
    for (index, piece) in pieces.enumerated() {
      guard let entry = piece.entry, work.pair(of: entry).demand == demand else { continue }
      for (isOvertime, amount) in [(false, piece.regular), (true, piece.overtime)] where amount > 0 {
        parts.append((index, isOvertime))
        hours.append(.init(place: work.entries[entry].place, staff: work.pair(of: entry).staff, hours: amount))
      }
    }
    let frame = frame
    let fit = CrewFit(hours, counts: frame.crews[demand]) { frame.scenario.staff[$0].headcount }
    for (position, part) in parts.enumerated() {
      let kept = fit.pieces[position].hours
      if hours[position].hours - kept > 64 { fits = false }
      if part.isOvertime { pieces[part.index].overtime = kept } else { pieces[part.index].regular = kept }
    }
  }

  /// No more of an asset demand than is wanted on a day.
  private mutating func fitWanted() {
    var sums: [Int: Int64] = [:]
    for index in units.indices {
      let demand = formulation.use.places[units[index].column].demand
      guard let wanted = frame.demands[demand].asset else { continue }
      let most = FixedPoint.clamped(FixedPoint.floor(wanted.units) / 1_000_000)
      let free = max(0, most - (sums[demand] ?? 0))
      if units[index].units > free { units[index].units = free }
      sums[demand, default: 0] += units[index].units
    }
  }

  private func used(_ asset: Int) -> Int64 {
    var sum: Int64 = 0
    for use in units where formulation.use.places[use.column].asset == asset { sum += use.units }
    for demand in demands {
      for use in frame.equipment[demand] where use.asset == asset { sum += occupied(demand, use) }
    }
    return sum
  }

  private mutating func fitAsset(_ asset: Int) {
    let most = FixedPoint.clamped(frame.units[asset, date] / 1_000_000)
    var excess = used(asset) - most
    guard excess > 0 else { return }
    // Single millionths are rounding; more is more than a day can hold.
    if excess > 64 { fits = false }
    let turns = Array(repeating: Array(pieces.indices.reversed()), count: 3).joined()
    for index in turns where excess > 0 && pieces[index].entry != nil {
      shrink(index, asset: asset) { $0.used(asset) - most }
      excess = used(asset) - most
    }
    for index in units.indices.reversed()
    where excess > 0 && formulation.use.places[units[index].column].asset == asset {
      let amount = min(excess, units[index].units)
      units[index].units -= amount
      excess -= amount
    }
  }

  /// Takes back hours of a piece that occupies an asset until the excess is gone, or the hours are.
  private mutating func shrink(_ index: Int, asset: Int, _ excess: (AssetDay) -> Int64) {
    guard let entry = pieces[index].entry,
      let use = frame.equipment[formulation.work.pair(of: entry).demand].first(where: { $0.asset == asset }),
      use.exactUnits > 0
    else { return }
    let place = exact.slot(of: entry)
    var factor: Int128 = 1
    while pieces[index].regular + pieces[index].overtime > 0 {
      let left = excess(self)
      guard left > 0 else { return }
      // Only the larger of regular time and overtime occupies units.
      let sums = occupations(formulation.work.pair(of: entry).demand, use)
      let isRegular = sums.regular >= sums.overtime
      guard isRegular ? pieces[index].regular > 0 : pieces[index].overtime > 0 else { return }
      let full = isRegular ? frame.fullDay(place) : frame.overtimeOfHead(place)
      let hours = FixedPoint.clamped(Int128(left) * full * factor / use.exactUnits + 1)
      if isRegular {
        pieces[index].regular -= min(pieces[index].regular, hours)
      } else {
        pieces[index].overtime -= min(pieces[index].overtime, hours)
      }
      factor *= 2
    }
  }

  private func served(_ asset: Int, _ demand: Int) -> Int64 {
    var sum: Int64 = 0
    for use in units {
      let place = formulation.use.places[use.column]
      if place.asset == asset, place.demand == demand { sum += use.units }
    }
    for use in frame.equipment[demand] where use.asset == asset { sum += occupied(demand, use) }
    return sum
  }

  private mutating func fitOperators(_ pair: Int, _ asset: Int, _ demand: Int) {
    var hours: Int64 = 0
    for piece in pieces {
      if let column = piece.operating, formulation.operating.places[column].pair == pair {
        hours += piece.regular + piece.overtime
      }
    }
    let perUnitDay = frame.scenario.assets[asset].operators.map { FixedPoint.ceil($0.hoursPerUnitDay) } ?? 0
    guard perUnitDay > 0 else { return }
    let most = FixedPoint.clamped(Int128(hours) * FixedPoint.one / perUnitDay)
    var excess = served(asset, demand) - most
    guard excess > 0 else { return }
    if excess > 64 { fits = false }
    let turns = Array(repeating: Array(pieces.indices.reversed()), count: 3).joined()
    for index in turns where excess > 0 {
      guard let entry = pieces[index].entry, formulation.work.pair(of: entry).demand == demand else { continue }
      shrink(index, asset: asset) { $0.served(asset, demand) - most }
      excess = served(asset, demand) - most
    }
    for index in units.indices.reversed() where excess > 0 {
      let place = formulation.use.places[units[index].column]
      guard place.asset == asset, place.demand == demand else { continue }
      let amount = min(excess, units[index].units)
      units[index].units -= amount
      excess -= amount
    }
  }

  /// The units of the day, as they are handed to the checker.
  func uses(on date: Int) -> [PlanAmounts.Use] {
    var result: [PlanAmounts.Use] = []
    for use in units where use.units > 0 {
      let place = formulation.use.places[use.column]
      result.append(.init(asset: place.asset, demand: place.demand, day: date, unitDays: use.units))
    }
    for demand in demands {
      for use in frame.equipment[demand] {
        let amount = occupied(demand, use)
        if amount > 0 { result.append(.init(asset: use.asset, demand: demand, day: date, unitDays: amount)) }
      }
    }
    return result
  }
}
