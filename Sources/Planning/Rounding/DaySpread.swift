// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Spreads amounts by slot over the days of each slot, so that a plan can be carried out.
///
/// What people do in one place is done one piece after another, that which must end first first: for stretches of days
/// this finds room wherever there is any (Jackson's rule). What occupies equipment, or operates it, is spread evenly,
/// because others use the same units. What finds no room is left out, and named in ``refinement``.
struct DaySpread {
  private(set) var amounts = PlanAmounts()
  /// Where sums hold and days do not.
  private(set) var refinement = Refinement()
  private let exact: ExactAmounts
  private let formulation: Formulation
  private let context: PlanAssembler.Context
  private let frame: ProgramFrame
  /// Hours by day of the slots with equipment, and of operating, where rows by day have to be looked at.
  private var coupled: [Piece] = []

  /// Hours of an entry, or of a column of operating, on a day.
  private struct Piece {
    let entry: Int?
    let operating: Int?
    let slot: Int
    let assetSlot: Int
    /// The day by its distance to the first of the period.
    let day: Int
    var regular: Int64
    var overtime: Int64
  }

  init(_ assembler: PlanAssembler) {
    exact = assembler.amounts
    formulation = assembler.formulation
    context = assembler.context
    frame = assembler.frame
    refinement = assembler.misfits
    for slot in frame.slots.slots.indices { spread(slot) }
    if !frame.scenario.assets.isEmpty { useAssets() }
    combine()
  }

  // MARK: People

  /// Something that is to be spread over days of a slot.
  private struct Task {
    let entry: Int?
    let operating: Int?
    let days: DaySet
    let hours: Int64
    let isEven: Bool
  }

  private mutating func spread(_ slot: Int) {
    let entries = context.entriesOfSlot[slot]
    let columns = context.operatingOfSlot[slot]
    guard entries.contains(where: { exact.hours($0) > 0 }) || columns.contains(where: { exact.operating[$0] > 0 })
    else { return }
    for isOvertime in [false, true] {
      var tasks: [Task] = []
      for entry in entries {
        let hours = isOvertime ? exact.overtime[entry] : exact.regular[entry]
        guard hours > 0 else { continue }
        let demand = formulation.work.pair(of: entry).demand
        tasks.append(
          Task(
            entry: entry, operating: nil, days: formulation.work.entries[entry].days, hours: hours,
            isEven: !frame.equipment[demand].isEmpty))
      }
      for column in columns
      where exact.operating[column] > 0 && formulation.operating.places[column].isOvertime == isOvertime {
        tasks.append(
          Task(
            entry: nil, operating: column, days: formulation.operating.places[column].days,
            hours: exact.operating[column], isEven: true))
      }
      if !tasks.isEmpty { spread(tasks, slot, isOvertime: isOvertime) }
    }
  }

  private mutating func spread(_ tasks: [Task], _ slot: Int, isOvertime: Bool) {
    let place = frame.slots[slot]
    let (time, first) = (frame.time[place.staff], frame.days.first[place.period])
    var left = [Int64](repeating: 0, count: place.days.last + 1)
    place.days.forEach { left[$0] = isOvertime ? time.overtime[first + $0] : time.regular[first + $0] }
    let most = left
    // Evenly first, as far as that goes.
    var rest: [(task: Task, hours: Int64)] = []
    for task in tasks where task.isEven {
      var open = task.hours
      let whole = most.indices.reduce(Int64(0)) { $0 + (task.days.contains($1) ? most[$1] : 0) }
      guard whole > 0 else { continue }
      task.days.forEach { day in
        let share = Int64((Int128(task.hours) * Int128(most[day]) / Int128(whole)))
        let hours = min(share, left[day], open)
        left[day] -= hours
        open -= hours
        add(hours, task, slot, day, isOvertime)
      }
      if open > 0 { rest.append((task, open)) }
    }
    for task in tasks where !task.isEven { rest.append((task, task.hours)) }
    rest.sort {
      if $0.task.days.last != $1.task.days.last { return $0.task.days.last < $1.task.days.last }
      if $0.task.days.count != $1.task.days.count { return $0.task.days.count < $1.task.days.count }
      return ($0.task.entry ?? .max, $0.task.operating ?? -1) < ($1.task.entry ?? .max, $1.task.operating ?? -1)
    }
    place.days.forEach { day in
      for index in rest.indices where left[day] > 0 && rest[index].hours > 0 && rest[index].task.days.contains(day) {
        let hours = min(left[day], rest[index].hours)
        left[day] -= hours
        rest[index].hours -= hours
        add(hours, rest[index].task, slot, day, isOvertime)
      }
    }
    if rest.contains(where: { $0.hours > 0 }) {
      refinement.staff.insert(.init(staff: place.staff, period: place.period))
      if rest.contains(where: { $0.hours > 0 && $0.task.isEven }) { refinement.periods.insert(place.period) }
    }
  }

  /// Adds hours of a day; those that assets have to do with are looked at later.
  private mutating func add(_ hours: Int64, _ task: Task, _ slot: Int, _ day: Int, _ isOvertime: Bool) {
    guard hours > 0 else { return }
    if task.isEven {
      let period = frame.slots[slot].period
      coupled.append(
        Piece(
          entry: task.entry, operating: task.operating, slot: slot,
          assetSlot: frame.assetSlots.slot(period, of: day), day: day, regular: isOvertime ? 0 : hours,
          overtime: isOvertime ? hours : 0))
    } else if let entry = task.entry {
      work(entry, slot, day, hours: hours, overtime: isOvertime ? hours : 0)
    }
  }

  private mutating func work(_ entry: Int, _ slot: Int, _ day: Int, hours: Int64, overtime: Int64) {
    let pair = formulation.work.pair(of: entry)
    let date = frame.day(frame.slots[slot].period, day)
    amounts.assignments.append(
      .init(staff: pair.staff, demand: pair.demand, day: date, hours: hours, overtime: overtime))
  }

  // MARK: Assets

  /// Units by day: what asset demands use, what hours occupy, and who operates; whatever does not fit is left out.
  private mutating func useAssets() {
    var pieces = [[Int]](repeating: [], count: frame.assetSlots.count)
    for index in coupled.indices { pieces[coupled[index].assetSlot].append(index) }
    var uses = [[Int]](repeating: [], count: frame.assetSlots.count)
    for (index, place) in formulation.use.places.enumerated()
    where place.equipment == nil && exact.units[index] > 0 {
      uses[place.slot].append(index)
    }
    for slot in frame.assetSlots.slots.indices where !pieces[slot].isEmpty || !uses[slot].isEmpty {
      var day = AssetDay(frame, formulation, exact)
      frame.assetSlots[slot].days.forEach { number in
        day.begin(slot, number)
        for use in uses[slot] {
          day.addUse(use, among: frame.wantedDays(formulation.use.places[use].demand, frame.assetSlots[slot]))
        }
        for piece in pieces[slot] where coupled[piece].day == number {
          day.addPiece(
            piece, coupled[piece].entry, coupled[piece].operating, coupled[piece].regular, coupled[piece].overtime)
        }
        day.fit()
        if !day.fits { refinement.periods.insert(frame.assetSlots[slot].period) }
        let date = frame.day(frame.assetSlots[slot].period, number)
        amounts.assetUse += day.uses(on: date)
        for piece in day.pieces {
          coupled[piece.index].regular = piece.regular
          coupled[piece.index].overtime = piece.overtime
        }
      }
    }
    for piece in coupled where piece.regular + piece.overtime > 0 {
      let hours = piece.regular + piece.overtime
      if let entry = piece.entry {
        work(entry, piece.slot, piece.day, hours: hours, overtime: piece.overtime)
      } else if let column = piece.operating {
        let pair = frame.operated.list[formulation.operating.places[column].pair]
        let place = frame.slots[piece.slot]
        amounts.operating.append(
          .init(
            staff: place.staff, asset: pair.asset, demand: pair.demand, day: frame.day(place.period, piece.day),
            hours: hours, overtime: piece.overtime))
      }
    }
  }

  /// Makes one amount of those of one person for one thing on one day: regular time and overtime come one by one.
  private mutating func combine() {
    amounts.assignments.sort {
      ($0.staff, $0.demand, $0.place, $0.day) < ($1.staff, $1.demand, $1.place, $1.day)
    }
    amounts.assignments = amounts.assignments.reduce(into: []) { list, item in
      if let last = list.last,
        (last.staff, last.demand, last.place, last.day) == (item.staff, item.demand, item.place, item.day)
      {
        list[list.count - 1].hours += item.hours
        list[list.count - 1].overtime += item.overtime
      } else {
        list.append(item)
      }
    }
    amounts.operating.sort {
      ($0.staff, $0.asset, $0.demand, $0.day) < ($1.staff, $1.asset, $1.demand, $1.day)
    }
    amounts.operating = amounts.operating.reduce(into: []) { list, item in
      if let last = list.last,
        (last.staff, last.asset, last.demand, last.day) == (item.staff, item.asset, item.demand, item.day)
      {
        list[list.count - 1].hours += item.hours
        list[list.count - 1].overtime += item.overtime
      } else {
        list.append(item)
      }
    }
  }
}

/// The assets of one day: what is used of them, and by whom they are run.
private struct AssetDay {
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
    pieces = []
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

  /// The demands of the pieces, each once, in order.
  private var demands: [Int] {
    Set(pieces.compactMap { $0.entry.map { formulation.work.pair(of: $0).demand } }).sorted()
  }

  /// Takes back what does not fit into a day: of an asset that is too little, and what nobody operates.
  mutating func fit() {
    fitWanted()
    for asset in frame.scenario.assets.indices { fitAsset(asset) }
    for (pair, what) in frame.operated.list.enumerated() { fitOperators(pair, what.asset, what.demand) }
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
