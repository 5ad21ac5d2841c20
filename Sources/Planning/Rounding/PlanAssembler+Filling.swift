// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels
internal import Allocation
internal import Numbers

/// Giving out what is still wanted, the cheapest first.
extension PlanAssembler {
  /// Gives work to whoever has time where that costs less than leaving it, in the order of the reduced costs. A crew would
  /// have to grow in all its places.
  mutating func fill() {
    fillUnits()
    let work = formulation.work
    let candidates = work.entries.indices.filter { entry in
      let (demand, slot) = (work.pair(of: entry).demand, work.entries[entry].slot)
      return frame.crews[demand].isEmpty
        && amounts.effort.left(demand, period: frame.slots[slot].period, assetSlot: 0) > 0
        && (amounts.capacity.left(slot) > 0 || frame.slots[slot].overtime > 0 && amounts.extra.left(slot) > 0)
    }
    for entry in sorted(candidates, cost: { reducedCost(entry: $0) }) { grow(entry) }
  }

  /// Lets an entry grow as far as it pays and is allowed, first in regular time, then in overtime.
  private mutating func grow(_ entry: Int) {
    let work = formulation.work
    let pair = work.pair(of: entry)
    let slot = amounts.slot(of: entry)
    let time = frame.time[slot.staff]
    let gain = context.gain[pair.demand] * pair.productivity
    for isOvertime in time.hasOvertime ? [false, true] : [false] {
      // Promises and the baseline are steps, at which an hour becomes worth less.
      for _ in 0..<4 {
        guard amounts.effort.left(pair.demand, period: slot.period, assetSlot: 0) > 0 else { return }
        let step = step(entry)
        let cost =
          frame.money.cost(slot.staff, pair.demand, slot.period) + (isOvertime ? time.premium(slot.period) : 0)
          + frame.money.preference(slot.staff, pair.demand) * pair.productivity + equipmentCost(entry, isOvertime)
        let margin = gain + step.bonus - cost
        guard margin > 0 else { break }
        crewUp(entry: entry, isOvertime: isOvertime, margin: margin)
        let amount = min(amounts.room(entry: entry, isOvertime: isOvertime), step.hours)
        if amount > 0 { amounts.addHours(amount, entry: entry, isOvertime: isOvertime) }
        for place in amounts.equipmentPlaces(entry: entry) {
          if let pair = formulation.use.places[place].pair { dismissCrew(pair, formulation.use.places[place].slot) }
        }
        if amount < step.hours { break }
      }
    }
  }

  private func equipmentCost(_ entry: Int, _ isOvertime: Bool) -> Double {
    amounts.equipmentPlaces(entry: entry).reduce(0) { sum, column in
      let asset = formulation.use.places[column].asset
      return sum + Double(nearest: amounts.unitDaysPerHour(entry: entry, asset: asset, isOvertime: isOvertime)) / 1e12
        * frame.scenario.assets[asset].costPerUnitDay.doubleValue
    }
  }

  /// What another hour of an entry is worth beside the work itself, and for how many hours that holds.
  private func step(_ entry: Int) -> (bonus: Double, hours: Int64) {
    var bonus = 0.0
    var hours = Int64.max
    let work = formulation.work
    if !context.promiseOfEntry.isEmpty, let promise = context.promiseOfEntry[entry].value {
      let promised = formulation.rows.commitments.promises[promise]
      let kept = context.entriesOfPromise[promise].reduce(Int64(0)) { $0 + amounts.hours($1) }
      let open = Int64((promised.hours * 1e6).rounded(.up)) - kept
      if open > 0 {
        bonus += frame.penalties.commitmentHour
        hours = open
      }
    }
    guard frame.penalties.changeHour > 0, frame.scenario.baseline != nil else { return (bonus, hours) }
    if !context.changeOfEntry.isEmpty, let change = context.changeOfEntry[entry].value,
      let baseline = work.changes[change].baseline
    {
      let planned = work.changes[change].entries.reduce(Int64(0)) { $0 + amounts.hours($1) }
      let open = Int64((baseline * 1e6).rounded(.down)) - planned
      if open > 0 {
        bonus += frame.penalties.changeHour
        return (bonus, min(hours, open))
      }
    }
    return (bonus - frame.penalties.changeHour, hours)
  }

  private mutating func fillUnits() {
    let use = formulation.use
    let candidates = use.places.indices.filter { use.places[$0].equipment == nil }
    for index in sorted(candidates, cost: { reducedCosts[use.first + $0] }) {
      let (place, cost) = (use.places[index], formulation.model.cost[use.first + index])
      let wanted = amounts.effort.left(place.demand, period: 0, assetSlot: place.slot)
      let gain = context.gain[place.demand] - cost
      guard wanted > 0, gain > 0 else { continue }
      if let pair = place.pair {
        let crew = formulation.rows.equipment.hoursPerUnitDay[pair]
        if crew > 0 {
          recruit(
            Int64(min(Double(nearest: wanted) / 1e12 * crew, 1e17)), pair, place.slot, worth: gain / crew)
        }
      }
      let amount = amounts.room(use: index)
      if amount > 0 { amounts.addUnits(amount, use: index) }
      if let pair = place.pair { dismissCrew(pair, place.slot) }
    }
  }
}

extension PlanAssembler {
  /// The objective of the amounts as they stand, in floating point: good enough to choose between plans.
  func value() -> Double {
    let (model, work) = (formulation.model, formulation.work)
    var sum = 0.0
    for entry in work.entries.indices where amounts.hours(entry) > 0 {
      let slot = amounts.slot(of: entry)
      sum += model.cost[work.columns(of: entry).lowerBound] * Double(amounts.hours(entry)) / 1e6
      sum += frame.time[slot.staff].premium(slot.period) * Double(amounts.overtime[entry]) / 1e6
    }
    for change in work.changes {
      let planned = change.entries.reduce(Int64(0)) { $0 + amounts.hours($1) }
      sum += frame.penalties.changeHour * abs(Double(planned) / 1e6 - (change.baseline ?? 0))
    }
    for (position, amount) in amounts.units.enumerated() {
      sum += Double(amount) / 1e6 * model.cost[formulation.use.first + position]
    }
    for (position, amount) in amounts.operating.enumerated() {
      sum += Double(amount) / 1e6 * model.cost[formulation.operating.first + position]
    }
    for (position, place) in formulation.unmet.places.enumerated() {
      let left = amounts.effort.left(place: amounts.effort.slots.first(place.demand) + place.position)
      sum += Double(nearest: max(0, left)) / 1e18 * model.cost[formulation.unmet.first + position]
    }
    for (promise, entries) in zip(formulation.rows.commitments.promises, context.entriesOfPromise)
    where promise.row != nil {
      let kept = entries.reduce(Int64(0)) { $0 + amounts.hours($1) }
      sum += frame.penalties.commitmentHour * max(0, promise.hours - Double(kept) / 1e6)
    }
    return sum + model.offset
  }
}
