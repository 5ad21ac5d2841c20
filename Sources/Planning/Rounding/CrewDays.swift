// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation

/// The hours of people on crews by day: as equal parts of a slot as the grid allows, and on each day those of a whole crew.
struct CrewDays {
  /// The hours of a part of an entry on the days of a period.
  struct Part: Hashable {
    let entry: Int
    let isOvertime: Bool
  }

  private(set) var hours: [Part: [Int64]] = [:]
  /// The periods in which more than rounding was left over.
  private(set) var misfits: Set<Int> = []
  private let frame: ProgramFrame
  private let formulation: Formulation
  /// What is left of a day, by slot of a person, in regular time and in overtime.
  private var left: [Part: [Int64]] = [:]

  init(_ exact: ExactAmounts) {
    formulation = exact.formulation
    frame = exact.frame
    for demand in frame.demands.indices where !frame.crews[demand].isEmpty {
      var parts: [[Part]] = Array(repeating: [], count: frame.assetSlots.count)
      for entry in formulation.work.entries(of: demand) {
        for isOvertime in [false, true] where (isOvertime ? exact.overtime[entry] : exact.regular[entry]) > 0 {
          parts[exact.assetSlot(of: entry)].append(Part(entry: entry, isOvertime: isOvertime))
        }
      }
      for slot in parts.indices where !parts[slot].isEmpty {
        spread(
          demand, slot, parts[slot].map { ($0, $0.isOvertime ? exact.overtime[$0.entry] : exact.regular[$0.entry]) })
      }
    }
  }

  /// Spreads the hours of a crew in a slot over its days.
  private mutating func spread(_ demand: Int, _ slot: Int, _ parts: [(part: Part, hours: Int64)]) {
    let days = frame.assetSlots[slot].days
    let counts = frame.crews[demand]
    var rest = parts.map(\.hours)
    var open = days.count
    days.forEach { day in
      let pieces = CrewFit(
        share(parts.map(\.part), rest, day, days: Int64(open), counts), counts: counts
      ) { frame.scenario.staff[$0].headcount }.pieces
      for (index, piece) in pieces.enumerated() where piece.hours > 0 {
        rest[index] -= piece.hours
        take(parts[index].part, day, piece.hours)
      }
      open -= 1
    }
    if rest.contains(where: { $0 > 64 }) { misfits.insert(frame.assetSlots[slot].period) }
  }

  /// What each part has on a day where so many days are left, as far as there is time: equal parts, and of the millionths
  /// that stand over just as many as the others have.
  private func share(
    _ parts: [Part], _ rest: [Int64], _ day: Int, days: Int64, _ counts: [Int]
  ) -> [CrewFit.Piece] {
    let work = formulation.work
    var pieces = parts.map { part in
      CrewFit.Piece(place: work.entries[part.entry].place, staff: work.pair(of: part.entry).staff, hours: 0)
    }
    let wanted =
      counts.indices.map { place in
        pieces.indices.reduce(Int64(0)) { pieces[$1].place == place ? $0 + rest[$1] : $0 } / Int64(counts[place])
      }.min().map { ($0 + days - 1) / days } ?? 0
    var need = counts.map { Int64($0) * wanted }
    var ofPerson: [Int: Int64] = [:]
    func give(_ index: Int, _ most: Int64) {
      let (place, staff) = (pieces[index].place, pieces[index].staff)
      let allowed = Int64(frame.scenario.staff[staff].headcount) * wanted - ofPerson[staff, default: 0]
      let amount = min(
        most, need[place], rest[index] - pieces[index].hours, time(parts[index], day) - pieces[index].hours, allowed)
      guard amount > 0 else { return }
      pieces[index].hours += amount
      need[place] -= amount
      ofPerson[staff, default: 0] += amount
    }
    for index in pieces.indices { give(index, rest[index] / days) }
    for index in pieces.indices where rest[index] % days > 0 { give(index, 1) }
    for index in pieces.indices { give(index, .max) }
    return pieces
  }

  private func key(_ part: Part) -> Part {
    Part(entry: formulation.work.entries[part.entry].slot, isOvertime: part.isOvertime)
  }

  /// What is left of the time of a part on a day.
  private func time(_ part: Part, _ day: Int) -> Int64 {
    let slot = frame.slots[formulation.work.entries[part.entry].slot]
    guard formulation.work.entries[part.entry].days.contains(day) else { return 0 }
    if let known = left[key(part)] { return known[day] }
    let (time, date) = (frame.time[slot.staff], frame.day(slot.period, day))
    return part.isOvertime ? time.overtime[date] : time.regular[date]
  }

  private mutating func take(_ part: Part, _ day: Int, _ amount: Int64) {
    let slot = frame.slots[formulation.work.entries[part.entry].slot]
    let (time, first) = (frame.time[slot.staff], frame.days.first[slot.period])
    let size = slot.days.last + 1
    if left[key(part)] == nil {
      left[key(part)] = (0..<size).map { part.isOvertime ? time.overtime[first + $0] : time.regular[first + $0] }
    }
    left[key(part)]?[day] -= amount
    hours[part, default: Array(repeating: 0, count: size)][day] += amount
  }
}
