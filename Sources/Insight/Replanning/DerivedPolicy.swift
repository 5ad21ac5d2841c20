// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// The figures of `policy` with those derived that are left out, exactly, see `model.md`.
struct DerivedPolicy: Hashable, Sendable {
  let unmetHour: Ratio
  let unmetUnitDay: Ratio
  let commitmentHour: Ratio

  /// - Returns: nil where a figure does not fit into 128 bits.
  init?(_ scenario: Scenario) {
    guard let hour = Self.unmetHour(scenario), let unitDay = Self.unmetUnitDay(scenario),
      let commitment = Self.commitment(scenario, hour)
    else { return nil }
    unmetHour = hour
    unmetUnitDay = unitDay
    commitmentHour = commitment
  }

  private static func unmetHour(_ scenario: Scenario) -> Ratio? {
    if let given = scenario.policy.unmetCostPerHour { return Ratio(given) }
    var largest = Ratio(0)
    for person in scenario.staff {
      let slowest = min(1, person.skills.map(\.productivity).min() ?? 1)
      guard let pace = Ratio(slowest).inverse,
        let rate = Ratio(person.costPerHour.largest).times(Ratio(person.overtime?.costFactor ?? 1))?.times(pace)
      else { return nil }
      largest = max(largest, rate)
    }
    return largest == Ratio(0) ? Ratio(1) : largest.times(Ratio(3))
  }

  private static func unmetUnitDay(_ scenario: Scenario) -> Ratio? {
    if let given = scenario.policy.unmetCostPerUnitDay { return Ratio(given) }
    let unit = scenario.assets.map(\.costPerUnitDay).max() ?? 0
    let hours = scenario.assets.compactMap { $0.operators?.hoursPerUnitDay }.max() ?? 0
    let rate = scenario.staff.map(\.costPerHour.largest).max() ?? 0
    guard let price = unit == 0 ? Ratio(1) : Ratio(unit).times(Ratio(3)),
      let operating = Ratio(hours).times(Ratio(rate))?.times(Ratio(3))
    else { return nil }
    return price.plus(operating)
  }

  private static func commitment(_ scenario: Scenario, _ hour: Ratio) -> Ratio? {
    if let given = scenario.policy.commitmentCostPerHour { return Ratio(given) }
    let priorities =
      scenario.projects.map(\.priority) + scenario.projects.flatMap { $0.demands.compactMap(\.priority) }
    return Ratio(10).times(Ratio(priorities.max() ?? 1))?.times(hour)
  }

  /// A policy with all figures written out; nil where one is no decimal.
  func policy(like given: Scenario.Policy) -> Scenario.Policy? {
    guard let hour = unmetHour.decimal, let unitDay = unmetUnitDay.decimal, let commitment = commitmentHour.decimal
    else { return nil }
    var policy = given
    policy.unmetCostPerHour = hour
    policy.unmetCostPerUnitDay = unitDay
    policy.commitmentCostPerHour = commitment
    return policy
  }
}
