// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation

extension PlanAmounts {
  /// The amounts that are above 0, as they are handed to the checker.
  init(_ exact: ExactAmounts) {
    self.init()
    let formulation = exact.formulation
    let periods = formulation.periods.indices
    for entry in exact.hours.indices where exact.hours[entry] > 0 {
      let pair = formulation.pairs[Int(exact.entryPair[entry])]
      assignments.append(
        Work(
          staff: Int(pair.staff), demand: Int(pair.demand), period: Int(exact.entryPeriod[entry]),
          hours: exact.hours[entry]))
    }
    for staff in formulation.scenario.staff.indices {
      for period in periods {
        let hours = exact.overtime(staff: staff, period: period)
        if hours > 0 { overtime.append(Overtime(staff: staff, period: period, hours: hours)) }
      }
    }
    for (index, place) in formulation.use.enumerated() where exact.units[index] > 0 {
      assetUse.append(
        Use(
          asset: Int(place.owner), demand: Int(place.target), period: Int(place.period), unitDays: exact.units[index]))
    }
    for (demand, item) in formulation.demands.enumerated() {
      guard let work = item.staff, !work.uses.isEmpty else { continue }
      for period in periods {
        for use in exact.equipment(demand: demand, period: period) where use.unitDays > 0 {
          assetUse.append(Use(asset: use.asset, demand: demand, period: period, unitDays: use.unitDays))
        }
      }
    }
    for (index, place) in formulation.operating.enumerated() where exact.operating[index] > 0 {
      operating.append(
        Operation(
          staff: Int(place.owner), asset: Int(place.target), period: Int(place.period), hours: exact.operating[index]))
    }
  }
}
