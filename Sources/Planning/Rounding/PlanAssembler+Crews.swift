// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// People who operate assets: as many as their use asks for, and no more.
extension PlanAssembler {
  /// Gives every used asset its operators, or takes back the use.
  mutating func staffCrews() {
    for (asset, item) in formulation.scenario.assets.enumerated() where item.operators != nil {
      for period in formulation.frame.periods.indices where amounts.equipment.shortage(asset, period) > 0 {
        recruit(amounts.equipment.shortage(asset, period), asset, period)
        guard amounts.equipment.shortage(asset, period) > 0 else { continue }
        releaseUnits(asset, period) {
          $0.equipment.operators.unitDays(asset, lacking: $0.equipment.shortage(asset, period))
        }
      }
    }
  }

  /// Adds operating hours where people have time, cheapest first.
  ///
  /// - Parameter worth: money that an hour may cost at most.
  mutating func recruit(_ hours: Int64, _ asset: Int, _ period: Int, worth: Double = .infinity) {
    var left = hours
    let operating = formulation.operating
    for index in sorted(operating.crews[asset, period], cost: { reducedCosts[operating.first + $0] }) where left > 0 {
      let staff = operating.places[index].staff
      let hour = rates[staff].hour
      guard hour < worth else { continue }
      let isWorthOvertime = hour * (formulation.scenario.staff[staff].overtime?.costFactor.doubleValue ?? 1) < worth
      let time = isWorthOvertime ? amounts.timeLeft(staff, period) : amounts.capacity.regularLeft(staff, period)
      let amount = min(left, max(0, min(time, amounts.most(operating: index) - amounts.operating[index])))
      if amount > 0 { amounts.addOperating(amount, column: index) }
      left -= amount
    }
  }

  /// Finds operators for the equipment of a demand before it is asked whether there is room.
  ///
  /// - Parameter margin: money that an hour on the demand gains before operators are paid.
  mutating func crewUp(demand: Int, period: Int, margin: Double) {
    let run = work[demand].crewed
    guard !run.isEmpty else { return }
    let hoursPerUnitDay = formulation.rows.equipment.operators.hoursPerUnitDay
    let crewHours = run.reduce(0.0) { sum, asset in
      let unitDays = Double(nearest: amounts.unitDaysPerHour(demand: demand, asset: asset))
      return sum + hoursPerUnitDay[asset] * unitDays / 1e12
    }
    guard crewHours > 0 else { return }
    for asset in run {
      let limit = amounts.equipment.assets.left(asset, period)
      guard limit > 0, amounts.equipment.left(asset, period) == 0 else { continue }
      recruit(
        Int64(min(Double(limit) * hoursPerUnitDay[asset], 1e17)) + 1, asset, period, worth: margin / crewHours)
    }
  }

  /// Sends operators home that nothing needs any more.
  mutating func dismissCrews() {
    for asset in formulation.scenario.assets.indices where formulation.scenario.assets[asset].operators != nil {
      for period in formulation.frame.periods.indices { dismissCrew(asset, period) }
    }
  }

  /// Sends home what an asset does not need: first those called in beyond the solver's figures, then the dearest.
  mutating func dismissCrew(_ asset: Int, _ period: Int) {
    var surplus = -amounts.equipment.shortage(asset, period)
    guard surplus > 0 else { return }
    let operating = formulation.operating
    let dearestFirst = sorted(operating.crews[asset, period], dearestFirst: true) {
      reducedCosts[operating.first + $0]
    }
    for keepsPlanned in [true, false] {
      for index in dearestFirst where surplus > 0 {
        let kept = max(keepsPlanned ? planned[index] : 0, amounts.operating.least(index))
        let amount = min(surplus, max(0, amounts.operating[index] - kept))
        amounts.addOperating(-amount, column: index)
        surplus -= amount
      }
    }
  }
}
