// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// A fraction with a numerator of at least 0 and a denominator above 0, in lowest terms.
struct Ratio: Hashable, Sendable {
  let numerator: Int128
  let denominator: Int128

  /// - Returns: nil where it is not of this kind.
  init?(_ numerator: Int128, over denominator: Int128) {
    guard numerator >= 0, denominator > 0 else { return nil }
    var (a, b) = (numerator, denominator)
    while b != 0 { (a, b) = (b, a % b) }
    self.numerator = numerator / max(1, a)
    self.denominator = denominator / max(1, a)
  }

  init?(_ value: ExactDecimal) {
    self.init(Int128(value.significand), over: Self.powerOfTen(value.scale))
  }

  /// nil where it does not fit into 128 bits.
  func times(_ other: Ratio) -> Ratio? {
    guard let left = Ratio(numerator, over: other.denominator), let right = Ratio(other.numerator, over: denominator)
    else { return nil }
    let (top, topOverflow) = left.numerator.multipliedReportingOverflow(by: right.numerator)
    let (bottom, bottomOverflow) = left.denominator.multipliedReportingOverflow(by: right.denominator)
    return topOverflow || bottomOverflow ? nil : Ratio(top, over: bottom)
  }

  func plus(_ other: Ratio) -> Ratio? {
    let (a, first) = numerator.multipliedReportingOverflow(by: other.denominator)
    let (b, second) = other.numerator.multipliedReportingOverflow(by: denominator)
    let (c, third) = denominator.multipliedReportingOverflow(by: other.denominator)
    let (sum, fourth) = a.addingReportingOverflow(b)
    return first || second || third || fourth ? nil : Ratio(sum, over: c)
  }

  var inverse: Ratio? { Ratio(denominator, over: numerator) }

  /// nil where the comparison does not fit into 128 bits.
  func isLess(than other: Ratio) -> Bool? {
    let (a, first) = numerator.multipliedReportingOverflow(by: other.denominator)
    let (b, second) = other.numerator.multipliedReportingOverflow(by: denominator)
    return first || second ? nil : a < b
  }

  /// The same number as a decimal; nil where it has no such notation within the digits that are kept.
  var decimal: ExactDecimal? {
    for scale in 0...ExactDecimal.maximumDigits {
      let (product, overflow) = numerator.multipliedReportingOverflow(by: Self.powerOfTen(scale))
      if overflow { return nil }
      guard product % denominator == 0 else { continue }
      let significand = product / denominator
      guard significand < 1_000_000_000_000_000_000 else { return nil }
      return ExactDecimal(significand: Int64(significand), scale: scale)
    }
    return nil
  }

  private static func powerOfTen(_ exponent: Int) -> Int128 {
    (0..<exponent).reduce(Int128(1)) { power, _ in power * 10 }
  }
}

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
    guard var largest = Ratio(0, over: 1), let three = Ratio(3, over: 1) else { return nil }
    for person in scenario.staff {
      let slowest = min(1, person.skills.map(\.productivity).min() ?? 1)
      guard let cost = Ratio(person.costPerHour), let factor = Ratio(person.overtime?.costFactor ?? 1),
        let pace = Ratio(slowest)?.inverse, let product = cost.times(factor), let rate = product.times(pace),
        let isLess = largest.isLess(than: rate)
      else { return nil }
      if isLess { largest = rate }
    }
    return largest.numerator == 0 ? Ratio(1, over: 1) : largest.times(three)
  }

  private static func unmetUnitDay(_ scenario: Scenario) -> Ratio? {
    if let given = scenario.policy.unmetCostPerUnitDay { return Ratio(given) }
    let unit = scenario.assets.map(\.costPerUnitDay).max() ?? 0
    let hours = scenario.assets.compactMap { $0.operators?.hoursPerUnitDay }.max() ?? 0
    guard let three = Ratio(3, over: 1), let price = unit == 0 ? Ratio(1, over: 1) : Ratio(unit)?.times(three),
      let cost = Ratio(scenario.staff.map(\.costPerHour).max() ?? 0), let operating = Ratio(hours)?.times(cost),
      let more = operating.times(three)
    else { return nil }
    return price.plus(more)
  }

  private static func commitment(_ scenario: Scenario, _ hour: Ratio) -> Ratio? {
    if let given = scenario.policy.commitmentCostPerHour { return Ratio(given) }
    let priorities =
      scenario.projects.map(\.priority) + scenario.projects.flatMap { $0.demands.compactMap(\.priority) }
    guard let ten = Ratio(10, over: 1), let largest = Ratio(priorities.max() ?? 1) else { return nil }
    return ten.times(largest)?.times(hour)
  }

  /// The policy with all figures written out; nil where one is no decimal.
  func policy(changeCostPerHour: ExactDecimal) -> Scenario.Policy? {
    guard let hour = unmetHour.decimal, let unitDay = unmetUnitDay.decimal, let commitment = commitmentHour.decimal
    else { return nil }
    return Scenario.Policy(
      unmetCostPerHour: hour, unmetCostPerUnitDay: unitDay, commitmentCostPerHour: commitment,
      changeCostPerHour: changeCostPerHour)
  }
}
