// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers
internal import Allocation

/// What unmet work, broken promises and changes cost: the policy with what it leaves out derived, see `model.md`.
struct Penalties: Sendable {
  /// Money per unmet effective hour and point of priority.
  let unmetHour: Double
  /// Money per unmet unit-day and point of priority.
  let unmetUnitDay: Double
  /// Money per promised hour that is not kept.
  let commitmentHour: Double
  /// Money per hour of change; 0 without a plan in force.
  let changeHour: Double

  init(_ scenario: Scenario) {
    let policy = scenario.policy
    let worked = scenario.calendar.standard.hoursOfWorkdays
    let fullDay = worked.reduce(0) { $0 + $1.doubleValue } / Double(max(1, worked.count))
    let figures = Figures(scenario)
    let hour = policy.unmetCostPerHour?.doubleValue ?? figures.unmetHour(scenario, fullDay: fullDay)
    let unitDay = policy.unmetCostPerUnitDay?.doubleValue ?? figures.unmetUnitDay(scenario, fullDay * hour)
    unmetHour = hour
    unmetUnitDay = unitDay
    commitmentHour =
      policy.commitmentCostPerHour?.doubleValue ?? 10 * figures.dearestHour(scenario, hour: hour, unitDay: unitDay)
    changeHour = scenario.baseline == nil ? 0 : policy.changeCostPerHour.doubleValue
  }

  /// The largest figures of a scenario; where something changes, all values count.
  private struct Figures {
    /// The dearest hour, for an effective hour of the slowest.
    var labour = 0.0
    var cost = 0.0
    var costWithOvertime = 0.0
    var productivity = 1.0

    init(_ scenario: Scenario) {
      var rates: [String: Double] = [:]
      for rate in scenario.projects.flatMap(\.rates) {
        rates[rate.staff] = max(rates[rate.staff] ?? 0, rate.costPerHour.doubleValue)
      }
      for person in scenario.staff {
        let own = person.costPerHour.largest.doubleValue
        let factor = person.overtime?.costFactor.doubleValue ?? 1
        let speeds = person.skills.map(\.productivity.doubleValue)
        labour = max(labour, max(own, rates[person.id] ?? 0) * factor / min(1, speeds.min() ?? 1))
        cost = max(cost, own)
        costWithOvertime = max(costWithOvertime, own * factor)
        productivity = max(productivity, speeds.max() ?? 1)
      }
    }

    func unmetHour(_ scenario: Scenario, fullDay: Double) -> Double {
      var equipment = 0.0
      let assets = Dictionary(scenario.assets.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
      for demand in scenario.projects.flatMap(\.demands) {
        guard let uses = demand.staff?.uses, !uses.isEmpty else { continue }
        let sum = uses.reduce(0.0) { sum, use in
          guard let asset = assets[use.asset] else { return sum }
          let operating = (asset.operators?.hoursPerUnitDay.doubleValue ?? 0) * costWithOvertime
          return sum + use.unitsPerPerson.doubleValue * (asset.costPerUnitDay.doubleValue + operating) / fullDay
        }
        equipment = max(equipment, sum)
      }
      let whole = 3 * labour + 3 * equipment
      return whole > 0 ? whole : 1
    }

    func unmetUnitDay(_ scenario: Scenario, _ dayOfWork: Double) -> Double {
      let unitDay = scenario.assets.map(\.costPerUnitDay.doubleValue).max() ?? 0
      let hours = scenario.assets.compactMap { $0.operators?.hoursPerUnitDay.doubleValue }.max() ?? 0
      return max(dayOfWork, 3 * unitDay + 3 * hours * cost)
    }

    /// The largest price of what one worked hour can serve.
    func dearestHour(_ scenario: Scenario, hour: Double, unitDay: Double) -> Double {
      var dearest = 0.0
      for project in scenario.projects {
        for demand in project.demands {
          let priority = (demand.priority ?? project.priority).doubleValue
          switch demand.kind {
          case .staff(let staff):
            let heads = staff.crew.isEmpty ? 1 : staff.crew.reduce(0) { $0 + $1.count }
            dearest = max(
              dearest, (demand.unmetCost?.doubleValue ?? priority * hour) * productivity * Double(heads))
          case .asset(let wanted):
            let price = demand.unmetCost?.doubleValue ?? priority * unitDay
            for asset in scenario.assets where wanted.matches(asset) {
              guard let hours = asset.operators?.hoursPerUnitDay.doubleValue, hours > 0 else { continue }
              dearest = max(dearest, price / hours)
            }
          }
        }
      }
      return dearest
    }
  }
}
