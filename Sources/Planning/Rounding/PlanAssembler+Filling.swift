// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels
internal import Allocation
internal import Numbers

/// Giving out what is still wanted, the cheapest first.
extension PlanAssembler {
  /// Gives work to whoever has time where that costs less than leaving it, in the order of the reduced costs.
  mutating func fill() {
    fillUnits()
    let work = formulation.work
    let candidates = work.entries.indices.filter { entry in
      let (pair, period) = (work.pair(of: entry), work.entries[entry].period)
      return amounts.effort.left(pair.demand, period) > 0 && amounts.timeLeft(pair.staff, period) > 0
    }
    for entry in sorted(candidates, cost: { reducedCost(entry: $0) }) { grow(entry) }
  }

  /// Lets an entry grow as far as it pays and is allowed, first in regular time, then in overtime.
  private mutating func grow(_ entry: Int) {
    let (pair, period) = (formulation.work.pair(of: entry), formulation.work.entries[entry].period)
    guard amounts.effort.left(pair.demand, period) > 0 else { return }
    let gain = work[pair.demand].gain * pair.productivity
    let step = step(of: entry)
    var cost = step.cost
    let start = amounts.hours[entry]
    for isOvertime in [false, true] {
      if isOvertime {
        guard let premium = rates[pair.staff].premium else { return }
        cost += premium
      }
      var bonus = 0.0
      var most = Int64.max
      if !promised.isEmpty, let hours = promised[entry], amounts.hours[entry] < hours {
        bonus = formulation.frame.penalties.commitmentHour
        if cost >= gain { most = hours - amounts.hours[entry] }
      }
      guard cost < gain + bonus else { return }
      crewUp(demand: pair.demand, period: period, margin: gain + bonus - cost)
      let time =
        isOvertime ? amounts.timeLeft(pair.staff, period) : amounts.capacity.regularLeft(pair.staff, period)
      let amount = min(amounts.room(entry: entry), time, most, step.end - amounts.hours[entry])
      if amount > 0 { amounts.addHours(amount, entry: entry) }
      for asset in work[pair.demand].crewed { dismissCrew(asset, period) }
    }
    if amounts.hours[entry] > start, amounts.hours[entry] == step.end { grow(entry) }
  }

  /// Money for another hour of an entry in regular time, and the hours up to which that holds: where change is priced,
  /// cost rises at the baseline's hours.
  private func step(of entry: Int) -> (cost: Double, end: Int64) {
    let columns = formulation.work.columns(of: entry)
    for column in columns.dropLast() {
      let end = Int64((min(formulation.model.columnUpper[column], 1e9) * 1e6).rounded(.down))
      if amounts.hours[entry] < end { return (formulation.model.cost[column], end) }
    }
    return (formulation.model.cost[columns.upperBound - 1], .max)
  }

  private mutating func fillUnits() {
    let use = formulation.use
    let hoursPerUnitDay = formulation.rows.equipment.operators.hoursPerUnitDay
    for index in sorted(use.places.indices, cost: { reducedCosts[use.first + $0] }) {
      let (place, cost) = (use.places[index], formulation.model.cost[use.first + index])
      let wanted = amounts.effort.left(place.demand, place.period)
      let gain = work[place.demand].gain - cost
      guard wanted > 0, gain > 0 else { continue }
      let crew = hoursPerUnitDay[place.asset]
      if crew > 0 {
        recruit(
          Int64(min(Double(nearest: wanted) / 1e12 * crew, 1e17)), place.asset, place.period, worth: gain / crew)
      }
      let amount = amounts.room(use: index)
      if amount > 0 { amounts.addUnits(amount, use: index) }
      if formulation.scenario.assets[place.asset].operators != nil { dismissCrew(place.asset, place.period) }
    }
  }
}

extension PlanAssembler {
  /// The objective of the amounts as they stand, in floating point: good enough to choose between plans.
  func value() -> Double {
    let (model, frame) = (formulation.model, formulation.frame)
    var sum = 0.0
    for entry in amounts.hours.indices {
      // Change is piecewise linear over the columns of an entry.
      var left = Double(amounts.hours[entry]) / 1e6
      let columns = formulation.work.columns(of: entry)
      for column in columns.dropLast() {
        let part = min(left, model.columnUpper[column])
        sum += model.cost[column] * part
        left -= part
      }
      sum += model.cost[columns.upperBound - 1] * left
    }
    for (staff, rate) in rates.enumerated() {
      guard let overtime = formulation.scenario.staff[staff].overtime else { continue }
      for period in frame.periods.indices {
        sum +=
          Double(amounts.capacity.overtime(staff, period)) / 1e6 * rate.hour * (overtime.costFactor.doubleValue - 1)
      }
    }
    for (position, amount) in amounts.units.values.enumerated() {
      sum += Double(amount) / 1e6 * model.cost[formulation.use.first + position]
    }
    for (position, amount) in amounts.operating.values.enumerated() {
      sum += Double(amount) / 1e6 * model.cost[formulation.operating.first + position]
    }
    for (position, place) in formulation.unmet.places.enumerated() {
      sum +=
        Double(nearest: max(0, amounts.effort.left(place.demand, place.period ?? 0))) / 1e18
        * model.cost[formulation.unmet.first + position]
    }
    for (promise, entry) in zip(formulation.rows.commitments.promises, amounts.promiseEntry) where promise.row != nil {
      let kept = entry.map { Double(amounts.hours[$0]) / 1e6 } ?? 0
      sum += frame.penalties.commitmentHour * max(0, promise.hours - kept)
    }
    return sum + model.offset
  }
}
