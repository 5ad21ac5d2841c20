// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Spreads amounts by slot over the days of each slot, so that a plan can be carried out.
///
/// What people do in one place is done one piece after another, that which must end first first: for stretches of days
/// this finds room wherever there is any (Jackson's rule). What occupies equipment, or operates it, is spread evenly,
/// because others use the same units; the people of a crew are there on the same days. What finds no room is left out, and named in ``refinement``.
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
  /// The hours of crews by day.
  private let crews: CrewDays

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
    crews = CrewDays(exact)
    for period in crews.misfits {
      if frame.refinement.crews.contains(period) {
        refinement.periods.insert(period)
      } else {
        refinement.crews.insert(period)
      }
    }
    for slot in frame.slots.slots.indices { spread(slot) }
    if !frame.scenario.assets.isEmpty || frame.crews.contains(where: { !$0.isEmpty }) { useAssets() }
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
    /// By day what was given out before, of a crew.
    var given: [Int64]?
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
            isEven: !frame.equipment[demand].isEmpty || !frame.crews[demand].isEmpty,
            given: frame.crews[demand].isEmpty
              ? nil : crews.hours[CrewDays.Part(entry: entry, isOvertime: isOvertime)] ?? []))
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
    for task in tasks {
      for (day, hours) in (task.given ?? []).enumerated() where hours > 0 {
        left[day] -= hours
        add(hours, task, slot, day, isOvertime)
      }
    }
    // Evenly first, as far as that goes.
    var rest: [(task: Task, hours: Int64)] = []
    for task in tasks where task.isEven && task.given == nil {
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
      .init(
        staff: pair.staff, demand: pair.demand, place: formulation.work.entries[entry].place, day: date, hours: hours,
        overtime: overtime))
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
      var occupied = SlotOccupation()
      frame.assetSlots[slot].days.forEach { number in
        day.begin(slot, number)
        for use in uses[slot] {
          day.addUse(use, among: frame.wantedDays(formulation.use.places[use].demand, frame.assetSlots[slot]))
        }
        for piece in pieces[slot] where coupled[piece].day == number {
          day.addPiece(
            piece, coupled[piece].entry, coupled[piece].operating, coupled[piece].regular, coupled[piece].overtime)
        }
        occupied.add(day.occupations)
        day.fit()
        if !day.fits { refinement.periods.insert(frame.assetSlots[slot].period) }
        let date = frame.day(frame.assetSlots[slot].period, number)
        amounts.assetUse += day.uses(on: date)
        for piece in day.pieces {
          coupled[piece.index].regular = piece.regular
          coupled[piece.index].overtime = piece.overtime
        }
      }
      if occupied.growsByDay { refinement.periods.insert(frame.assetSlots[slot].period) }
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
    amounts.assignments = Self.merged(amounts.assignments) {
      ($0.staff, $0.demand, $0.place, $0.day) == ($1.staff, $1.demand, $1.place, $1.day)
    } adding: {
      $0.hours += $1.hours
      $0.overtime += $1.overtime
    }
    amounts.operating.sort {
      ($0.staff, $0.asset, $0.demand, $0.day) < ($1.staff, $1.asset, $1.demand, $1.day)
    }
    amounts.operating = Self.merged(amounts.operating) {
      ($0.staff, $0.asset, $0.demand, $0.day) == ($1.staff, $1.asset, $1.demand, $1.day)
    } adding: {
      $0.hours += $1.hours
      $0.overtime += $1.overtime
    }
  }

  /// A sorted list in which each run of items about the same is one.
  private static func merged<Item>(
    _ list: [Item], isSame: (Item, Item) -> Bool, adding: (inout Item, Item) -> Void
  ) -> [Item] {
    var result: [Item] = []
    for item in list {
      if let last = result.last, isSame(last, item) {
        adding(&result[result.count - 1], item)
      } else {
        result.append(item)
      }
    }
    return result
  }
}

/// What people occupy of equipment in a slot: as a whole, the larger of regular time and overtime, and day by day, where
/// that may be one on one day and the other on the next.
private struct SlotOccupation {
  private var whole: [AssetDay.Place: (regular: Int128, overtime: Int128)] = [:]
  private var byDay: [AssetDay.Place: Int128] = [:]

  mutating func add(_ day: [AssetDay.Place: (regular: Int128, overtime: Int128)]) {
    for (place, part) in day {
      let sum = whole[place] ?? (0, 0)
      whole[place] = (sum.regular + part.regular, sum.overtime + part.overtime)
      byDay[place, default: 0] += max(part.regular, part.overtime)
    }
  }

  /// Whether the days take more than the slot as a whole, which is all that the program saw; single millionths are
  /// rounding.
  var growsByDay: Bool {
    whole.contains { place, sum in
      (byDay[place] ?? 0) - max(sum.regular, sum.overtime) > 64 * 1_000_000
    }
  }
}
