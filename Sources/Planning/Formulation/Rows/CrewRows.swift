// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Row 12: who takes a place of a crew is there with all others, in each asset slot.
///
/// People may be there on different days of a slot. Where a plan takes them together on days on which they are not, the days
/// are told apart (``Refinement/crews``): then equal parts of a slot's sums fit each of them.
struct CrewRows: RowFamily {
  /// A person on a crew in an asset slot.
  private struct Person: Hashable {
    var demand: Int
    var staff: Int
    var slot: Int
  }

  /// The first place of each demand among those of all, and one behind the last.
  private let firstPlace: [Int]
  private let counts: [Int]
  private let headcounts: [Int]
  /// By place and asset slot.
  private var places: Grid<OptionalIndex>
  /// Of people who are not counted by the places that they may take, in the order in which they are met.
  private var people: [(key: Person, row: Int)] = []
  private var positions: [Person: Int] = [:]
  /// The positions of the people of each crew in each slot, by the first place of the crew.
  private var ofCrew: Grid<[Int]>

  init(_ frame: ProgramFrame) {
    var firstPlace = [0]
    for crew in frame.crews { firstPlace.append((firstPlace.last ?? 0) + crew.count) }
    self.firstPlace = firstPlace
    counts = frame.crews.flatMap { $0 }
    headcounts = counts.isEmpty ? [] : frame.scenario.staff.map(\.headcount)
    places = Grid(rows: counts.count, periods: frame.assetSlots.count, filledWith: nil)
    ofCrew = Grid(rows: counts.count, periods: counts.isEmpty ? 0 : frame.assetSlots.count, filledWith: [])
  }

  /// The places of a demand among those of all.
  @inline(__always)
  private func places(of demand: Int) -> Range<Int> { firstPlace[demand]..<firstPlace[demand + 1] }

  /// The row of a place in an asset slot.
  func row(_ demand: Int, place: Int, slot: Int) -> Int? { places[firstPlace[demand] + place, slot].value }

  /// Whether somebody may take each place of a crew in a slot.
  func isThere(_ demand: Int, slot: Int) -> Bool { places(of: demand).allSatisfy { places[$0, slot] != nil } }

  /// Calls a function for the row of each person.
  func forEachPerson(_ body: (_ demand: Int, _ staff: Int, _ slot: Int, _ row: Int) -> Void) {
    for (key, row) in people { body(key.demand, key.staff, key.slot, row) }
  }

  /// Adds the rows for an hour where they are missing.
  @inline(__always)
  mutating func addRows(for hour: WorkHour, _ model: inout LinearModel) {
    guard let place = hour.place else { return }
    let index = firstPlace[hour.demand] + place
    if places[index, hour.assetSlot] == nil {
      places[index, hour.assetSlot] = OptionalIndex(model.addRow(lower: 0, upper: 0))
    }
    guard let person = hour.person else { return }
    let key = Person(demand: hour.demand, staff: person, slot: hour.assetSlot)
    guard positions[key] == nil else { return }
    positions[key] = people.count
    ofCrew[firstPlace[hour.demand], hour.assetSlot].append(people.count)
    people.append((key, model.addRow(lower: -.infinity, upper: 0)))
  }

  @inline(__always)
  func addEntries(of activity: Activity, to model: inout LinearModel) {
    switch activity {
    case .work(let hour):
      guard let place = hour.place else { return }
      if let row = row(hour.demand, place: place, slot: hour.assetSlot) { model.addEntry(row: row, value: 1) }
      if let person = hour.person,
        let position = positions[Person(demand: hour.demand, staff: person, slot: hour.assetSlot)]
      {
        model.addEntry(row: people[position].row, value: 1)
      }
    case .meeting(let demand, let slot, _):
      for place in places(of: demand) {
        if let row = places[place, slot].value { model.addEntry(row: row, value: -Double(counts[place])) }
      }
      for position in ofCrew[firstPlace[demand], slot] {
        model.addEntry(row: people[position].row, value: -Double(headcounts[people[position].key.staff]))
      }
    case .overtime, .use, .operating, .unmet, .shortfall, .change: break
    }
  }

  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    guard !counts.isEmpty, !old.counts.isEmpty else { return }
    match.forEachAssetSlot { new, other in self.pairs(old, match, new, other, visit) }
  }

  func inherit(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    guard !counts.isEmpty, !old.counts.isEmpty else { return }
    match.forEachAssetPart { new, other in self.pairs(old, match, new, other, visit) }
  }

  /// Names the rows of one asset slot.
  private func pairs(
    _ old: Self, _ match: ProgramMatch, _ slot: Int, _ other: Int, _ visit: (_ new: Int, _ old: Int) -> Void
  ) {
    for (demand, owner) in match.demands.enumerated() where !places(of: demand).isEmpty {
      guard let owner = owner.value else { continue }
      for (place, before) in zip(places(of: demand), old.places(of: owner)) {
        if let new = places[place, slot].value, let old = old.places[before, other].value { visit(new, old) }
      }
      for position in ofCrew[firstPlace[demand], slot] {
        guard let staff = match.staff[people[position].key.staff].value,
          let before = old.positions[Person(demand: owner, staff: staff, slot: other)]
        else { continue }
        visit(people[position].row, old.people[before].row)
      }
    }
  }

  func read(_ dual: [Double], _ frame: ProgramFrame, counting terms: TermWeights, into prices: inout RowPrices) {
    guard !counts.isEmpty else { return }
    for demand in frame.demands.indices where !places(of: demand).isEmpty {
      let staff = Set(people.lazy.filter { $0.key.demand == demand }.map(\.key.staff)).sorted()
      var crew = RowPrices.CrewPrices(
        places: prices.crews[demand].places, staff: staff,
        people: Grid(rows: staff.count, periods: frame.days.count, filledWith: 0))
      let rank = Dictionary(staff.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
      for (index, slot) in frame.assetSlots.slots.enumerated() {
        for place in places(of: demand) {
          guard let row = places[place, index].value, dual[row] != 0 else { continue }
          slot.days.forEach { crew.places[place - firstPlace[demand], frame.day(slot.period, $0)] = dual[row] }
        }
        for position in ofCrew[firstPlace[demand], index] where dual[people[position].row] != 0 {
          guard let number = rank[people[position].key.staff] else { continue }
          slot.days.forEach { crew.people[number, frame.day(slot.period, $0)] = dual[people[position].row] }
        }
      }
      prices.crews[demand] = crew
    }
  }
}

extension CrewRows {
  /// The hours of the people on crews, in millionths, by place and asset slot.
  struct Room: Sendable {
    private let firstPlace: [Int]
    private let counts: [Int64]
    private var hours: Grid<Int64>

    init(_ rows: CrewRows, _ frame: ProgramFrame) {
      firstPlace = rows.firstPlace
      counts = rows.counts.map(Int64.init)
      hours = Grid(rows: counts.count, periods: frame.assetSlots.count, filledWith: 0)
    }

    mutating func add(_ amount: Int64, _ demand: Int, place: Int, slot: Int) {
      hours[firstPlace[demand] + place, slot] += amount
    }

    /// The hours for which all are there: the least of its places.
    func met(_ demand: Int, slot: Int) -> Int64 {
      (firstPlace[demand]..<firstPlace[demand + 1]).map { max(0, hours[$0, slot]) / counts[$0] }.min() ?? 0
    }

    /// Whether anybody is there.
    func isUsed(_ demand: Int, slot: Int) -> Bool {
      (firstPlace[demand]..<firstPlace[demand + 1]).contains { hours[$0, slot] != 0 }
    }
  }
}
