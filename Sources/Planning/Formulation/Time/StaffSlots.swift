// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation

/// Days of one period in which the time of a person is one: row 1 has one row for them.
///
/// Where each piece of a person's work can be done on all days of a slot or on none, the sums over the slot are all that
/// matters: hours that fit together can be spread over its days in proportion to the time of each.
struct StaffSlot: Sendable {
  let staff: Int
  let period: Int
  /// Days on which the person has time.
  let days: DaySet
  /// Regular hours and overtime on these days, in millionths.
  let regular: Int64
  let overtime: Int64
}

/// The time of people in slots, by person and period.
struct StaffSlots: Sendable {
  private(set) var slots: [StaffSlot] = []
  private var firstOfPeriod: [Int32] = [0]
  private let periods: Int

  /// - Parameter parts: the parts into which a person's days of a period are cut.
  init(_ time: [StaffTime], _ days: HorizonDays, parts: (_ staff: Int, _ period: Int, _ worked: DaySet) -> [DaySet]) {
    periods = days.first.count
    firstOfPeriod.reserveCapacity(time.count * periods + 1)
    for (staff, person) in time.enumerated() {
      for period in 0..<periods {
        let first = days.first[period]
        let worked = person.worked(days.all(period), from: first)
        if !worked.isEmpty {
          for part in parts(staff, period, worked) {
            slots.append(
              StaffSlot(
                staff: staff, period: period, days: part, regular: person.regular(part, from: first),
                overtime: person.overtime(part, from: first)))
          }
        }
        firstOfPeriod.append(Int32(truncatingIfNeeded: slots.count))
      }
    }
  }

  var count: Int { slots.count }

  @inline(__always)
  subscript(slot: Int) -> StaffSlot { slots[slot] }

  /// The slots of a person in a period.
  @inline(__always)
  subscript(staff: Int, period: Int) -> Range<Int> {
    let place = staff * periods + period
    return Int(firstOfPeriod[place])..<Int(firstOfPeriod[place + 1])
  }

  /// The slots of a person.
  func slots(of staff: Int) -> Range<Int> {
    Int(firstOfPeriod[staff * periods])..<Int(firstOfPeriod[(staff + 1) * periods])
  }
}

/// Days of one period on which assets, and who uses them, are alike, and those who may be on a crew: rows 6 to 8, 11 and 12
/// have one row for them.
struct AssetSlot: Sendable {
  let period: Int
  let days: DaySet
}

/// The asset slots of all periods, the same for all assets.
struct AssetSlots: Sendable {
  private(set) var slots: [AssetSlot] = []
  private var firstOfPeriod = [0]

  /// - Parameter parts: the parts into which a period is cut; together all its days.
  init(_ days: HorizonDays, parts: (_ period: Int) -> [DaySet]) {
    for period in days.first.indices {
      slots += parts(period).map { AssetSlot(period: period, days: $0) }
      firstOfPeriod.append(slots.count)
    }
  }

  var count: Int { slots.count }
  subscript(slot: Int) -> AssetSlot { slots[slot] }
  /// The slots of a period.
  subscript(period period: Int) -> Range<Int> { firstOfPeriod[period]..<firstOfPeriod[period + 1] }
  /// The days of the slots of a period.
  func days(_ period: Int) -> [DaySet] { self[period: period].map { slots[$0].days } }
  /// The slot of a period that has a day.
  func slot(_ period: Int, of day: Int) -> Int {
    self[period: period].first { slots[$0].days.contains(day) } ?? firstOfPeriod[period]
  }
}

/// Where sums over a period turned out to be too little to say, and days have to be told apart.
struct Refinement: Sendable, Hashable {
  /// A person in a period.
  struct Place: Sendable, Hashable {
    let staff: Int
    let period: Int
  }

  /// Whose work is to be told apart by the days on which it can be done.
  var staff: Set<Place> = []
  /// The periods in which days are told apart on which not the same people are there who may be on a crew.
  var crews: Set<Int> = []
  /// The periods in which assets, crews and all who have to do with them are counted day by day.
  var periods: Set<Int> = []

  /// All days told apart that may have to be.
  static func complete(_ scenario: Scenario) -> Refinement {
    let periods = scenario.calendar.periods.indices
    var result = Refinement()
    for person in scenario.staff.indices {
      for period in periods { result.staff.insert(Place(staff: person, period: period)) }
    }
    let hasCrews = scenario.projects.contains { $0.demands.contains { !($0.staff?.crew.isEmpty ?? true) } }
    if !scenario.assets.isEmpty || hasCrews { result.periods = Set(periods) }
    return result
  }

  var isEmpty: Bool { staff.isEmpty && crews.isEmpty && periods.isEmpty }

  mutating func formUnion(_ other: Refinement) {
    staff.formUnion(other.staff)
    crews.formUnion(other.crews)
    periods.formUnion(other.periods)
  }

  /// Whether this says nothing that another one does not say.
  func isContained(in other: Refinement) -> Bool {
    staff.isSubset(of: other.staff) && crews.isSubset(of: other.crews) && periods.isSubset(of: other.periods)
  }
}
