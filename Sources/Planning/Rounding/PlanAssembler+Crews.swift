// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// People who are there together.
extension PlanAssembler {
  /// Takes back what people have on a crew while not all are there.
  mutating func completeCrews() {
    for demand in frame.demands.indices where !frame.crews[demand].isEmpty {
      for slot in frame.assetSlots.slots.indices where amounts.crews.isUsed(demand, slot: slot) {
        complete(demand, slot, most: .max)
      }
    }
  }

  /// Takes back hours of a crew, the last ones first, until an excess in 10^-18 hours is gone.
  mutating func shortenCrew(_ demand: Int, _ position: Int, by excess: Int128) {
    var left = Int64(clamping: FixedPoint.ceilDivision(excess, FixedPoint.one))
    let isFlexible = amounts.effort.slots.kind(demand) == .whole
    for slot in frame.assetSlots.slots.indices.reversed()
    where left > 0 && (isFlexible || frame.assetSlots[slot].period == position) {
      let met = amounts.crews.met(demand, slot: slot)
      complete(demand, slot, most: max(0, met - left))
      left -= met - amounts.crews.met(demand, slot: slot)
    }
  }

  /// Makes the hours of a crew in a slot those of people who are all there.
  private mutating func complete(_ demand: Int, _ slot: Int, most: Int64) {
    let work = formulation.work
    let parts = Array(
      worstFirst(work.entries(of: demand).lazy.filter { [amounts] in amounts.assetSlot(of: $0) == slot }).reversed())
    let pieces = parts.map { part in
      CrewFit.Piece(
        place: work.entries[part.entry].place, staff: work.pair(of: part.entry).staff,
        hours: part.isOvertime ? amounts.overtime[part.entry] : amounts.regular[part.entry])
    }
    let frame = frame
    let fit = CrewFit(pieces, counts: frame.crews[demand], most: most) { frame.scenario.staff[$0].headcount }
    for (index, part) in parts.enumerated() where fit.pieces[index].hours < pieces[index].hours {
      let amount = min(
        pieces[index].hours - fit.pieces[index].hours,
        amounts.removable(entry: part.entry, isOvertime: part.isOvertime))
      amounts.addHours(-amount, entry: part.entry, isOvertime: part.isOvertime)
    }
  }
}

/// People who operate assets: as many as their use asks for, and no more.
extension PlanAssembler {
  /// Gives every used asset its operators, or takes back the use.
  mutating func staffCrews() {
    for pair in frame.operated.list.indices {
      for slot in frame.assetSlots.slots.indices where amounts.equipment.shortage(pair, slot) > 0 {
        recruit(amounts.equipment.shortage(pair, slot), pair, slot)
        release(pair, slot)
      }
    }
  }

  /// Takes back the use that has no operators.
  mutating func release(_ pair: Int, _ slot: Int) {
    guard amounts.equipment.shortage(pair, slot) > 0 else { return }
    let (asset, demand) = (frame.operated.list[pair].asset, frame.operated.list[pair].demand)
    let columns = formulation.use.ofAsset[asset, slot].filter { formulation.use.places[$0].demand == demand }
    releaseUnits(columns) { $0.equipment.unitDays(pair, lacking: $0.equipment.shortage(pair, slot)) }
  }

  /// Adds operating hours where people have time, cheapest first.
  ///
  /// - Parameter worth: money that an hour may cost at most.
  mutating func recruit(_ hours: Int64, _ pair: Int, _ slot: Int, worth: Double = .infinity) {
    var left = hours
    let operating = formulation.operating
    for index in sorted(operating.crews[pair, slot], cost: { reducedCosts[operating.first + $0] }) where left > 0 {
      guard operating.places[index].cost < worth else { continue }
      let amount = min(left, amounts.room(operating: index))
      if amount > 0 { amounts.addOperating(amount, column: index) }
      left -= amount
    }
  }

  /// Finds operators for the equipment of an entry before it is asked whether there is room.
  ///
  /// - Parameter margin: money that an hour of the entry gains before operators are paid.
  mutating func crewUp(entry: Int, isOvertime: Bool, margin: Double) {
    for column in amounts.equipmentPlaces(entry: entry) {
      let place = formulation.use.places[column]
      guard let pair = place.pair else { continue }
      let perHour =
        Double(nearest: amounts.unitDaysPerHour(entry: entry, asset: place.asset, isOvertime: isOvertime)) / 1e12
        * formulation.rows.equipment.hoursPerUnitDay[pair]
      let free = amounts.equipment.left(place.asset, place.slot)
      guard perHour > 0, free > 0, amounts.equipment.runnable(pair, place.slot) <= 0 else { continue }
      let needed = min(
        Double(free) * formulation.rows.equipment.hoursPerUnitDay[pair],
        Double(amounts.timeLeft(formulation.work.entries[entry].slot, isOvertime: isOvertime)) * perHour)
      recruit(Int64(min(needed, 1e17)) + 32, pair, place.slot, worth: margin / perHour)
    }
  }

  /// Sends operators home that nothing needs any more.
  mutating func dismissCrews() {
    for pair in frame.operated.list.indices {
      for slot in frame.assetSlots.slots.indices { dismissCrew(pair, slot) }
    }
  }

  /// Sends home what a pair does not need: first those called in beyond the solver's figures, then the dearest.
  mutating func dismissCrew(_ pair: Int, _ slot: Int) {
    var surplus = -amounts.equipment.shortage(pair, slot)
    guard surplus > 0 else { return }
    let operating = formulation.operating
    let dearestFirst = sorted(operating.crews[pair, slot], dearestFirst: true) {
      reducedCosts[operating.first + $0]
    }
    for keepsPlanned in planned.isEmpty ? [false] : [true, false] {
      for index in dearestFirst where surplus > 0 {
        let kept = keepsPlanned ? planned[index] : 0
        let amount = min(surplus, max(0, amounts.operating[index] - kept), amounts.removable(operating: index))
        amounts.addOperating(-amount, column: index)
        surplus -= amount
      }
    }
  }
}
