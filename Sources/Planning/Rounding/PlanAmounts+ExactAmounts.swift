// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension PlanAmounts {
  /// The amounts that are above 0, as they are handed to the checker.
  init(_ exact: ExactAmounts) {
    self.init()
    let (formulation, frame) = (exact.formulation, exact.formulation.frame)
    for entry in exact.hours.indices where exact.hours[entry] > 0 {
      let pair = formulation.work.pair(of: entry)
      assignments.append(
        Work(
          staff: pair.staff, demand: pair.demand, period: formulation.work.entries[entry].period,
          hours: exact.hours[entry]))
    }
    for staff in frame.scenario.staff.indices {
      for period in frame.periods.indices {
        let hours = exact.capacity.overtime(staff, period)
        if hours > 0 { overtime.append(Overtime(staff: staff, period: period, hours: hours)) }
      }
    }
    for (index, place) in formulation.use.places.enumerated() where exact.units[index] > 0 {
      assetUse.append(
        Use(asset: place.asset, demand: place.demand, period: place.period, unitDays: exact.units[index]))
    }
    for (demand, uses) in frame.equipment.enumerated() where !uses.isEmpty {
      for period in frame.periods.indices {
        for use in uses {
          let unitDays = exact.equipment.unitDays(use, hours: exact.pace[demand, period])
          if unitDays > 0 {
            assetUse.append(Use(asset: use.asset, demand: demand, period: period, unitDays: unitDays))
          }
        }
      }
    }
    for (index, place) in formulation.operating.places.enumerated() where exact.operating[index] > 0 {
      operating.append(
        Operation(staff: place.staff, asset: place.asset, period: place.period, hours: exact.operating[index]))
    }
  }
}
