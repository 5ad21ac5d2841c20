// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// The hours of people on crews by day: on each day the same part of everybody's, as far as the grid allows, and as much as
/// whoever has least time can take; and only those of a whole crew.
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
    let shares = shares(of: days, parts)
    days.forEach { day in
      guard shares[day].parts > 0 else { return }
      let pieces = CrewFit(
        share(parts.map(\.part), rest, day, shares[day], counts), counts: counts
      ) { frame.scenario.staff[$0].headcount }.pieces
      for (index, piece) in pieces.enumerated() where piece.hours > 0 {
        rest[index] -= piece.hours
        take(parts[index].part, day, piece.hours)
      }
    }
    if rest.contains(where: { $0 > 64 }) { misfits.insert(frame.assetSlots[slot].period) }
  }

  /// How much of a whole: so many parts of so many.
  private struct Share {
    var parts: Int128 = 0
    var whole: Int128 = 1

    func down(_ hours: Int64) -> Int64 { Int64(Int128(hours) * parts / whole) }
    func up(_ hours: Int64) -> Int64 { Int64((Int128(hours) * parts + whole - 1) / whole) }
  }

  /// By day of the period, the share of what is left that it takes: in proportion to how much of the whole all can be there
  /// for. Equal ones where they never can: then others take turns.
  private func shares(of days: DaySet, _ parts: [(part: Part, hours: Int64)]) -> [Share] {
    var hours: [Part: Int64] = [:]
    for (part, amount) in parts { hours[key(part), default: 0] += amount }
    var weights = [Int128](repeating: 0, count: days.last + 1)
    days.forEach { day in
      weights[day] =
        parts.map { Int128(time($0.part, day)) * FixedPoint.one / Int128(max(1, hours[key($0.part)] ?? 1)) }.min() ?? 0
    }
    if weights.allSatisfy({ $0 == 0 }) { days.forEach { weights[$0] = 1 } }
    var left = weights.reduce(0, +)
    return weights.map { weight in
      guard weight > 0 else { return Share() }
      defer { left -= weight }
      return Share(parts: weight, whole: left)
    }
  }

  /// What each part has on a day that takes a share of what is left, as far as there is time: of the millionths that stand
  /// over just as many as the others have.
  private func share(
    _ parts: [Part], _ rest: [Int64], _ day: Int, _ share: Share, _ counts: [Int]
  ) -> [CrewFit.Piece] {
    let work = formulation.work
    var pieces = parts.map { part in
      CrewFit.Piece(place: work.entries[part.entry].place, staff: work.pair(of: part.entry).staff, hours: 0)
    }
    let wanted =
      counts.indices.map { place in
        pieces.indices.reduce(Int64(0)) { pieces[$1].place == place ? $0 + rest[$1] : $0 } / Int64(counts[place])
      }.min().map(share.up) ?? 0
    var need = counts.map { Int64($0) * wanted }
    var ofPerson: [Int: Int64] = [:]
    // A person may be in several places at the same time where there are several heads.
    var used: [Part: Int64] = [:]
    func give(_ index: Int, _ most: Int64) {
      let (place, staff) = (pieces[index].place, pieces[index].staff)
      let allowed = Int64(frame.scenario.staff[staff].headcount) * wanted - ofPerson[staff, default: 0]
      let amount = min(
        most, need[place], rest[index] - pieces[index].hours,
        time(parts[index], day) - used[key(parts[index]), default: 0], allowed)
      guard amount > 0 else { return }
      used[key(parts[index]), default: 0] += amount
      pieces[index].hours += amount
      need[place] -= amount
      ofPerson[staff, default: 0] += amount
    }
    for index in pieces.indices { give(index, share.down(rest[index])) }
    for index in pieces.indices where share.down(rest[index]) < share.up(rest[index]) { give(index, 1) }
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
