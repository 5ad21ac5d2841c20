// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import Numbers

extension [PenaltyFigure] {
  /// The figures of a scenario's policy, with those derived that it leaves out, in the order of their names' cases.
  package init(of scenario: Scenario) {
    let penalties = Penalties(scenario)
    self = PenaltyFigure.Name.allCases.map { name in
      let given = scenario.policy[name]
      let derived =
        switch name {
        case .unmetCostPerHour: penalties.unmetPerHour
        case .unmetCostPerUnitDay: penalties.unmetPerUnitDay
        case .commitmentCostPerHour: penalties.commitmentPerHour
        }
      return PenaltyFigure(name, given ?? derived.nearestDecimal, isDerived: given == nil)
    }
  }

  /// The values alone: what plans are valued at.
  package var values: [ExactDecimal] { map(\.value) }
}

extension Rational {
  /// The nearest decimal of at most 15 digits, 12 of them behind the point.
  fileprivate var nearestDecimal: ExactDecimal {
    let most: Int128 = 1_000_000_000_000_000
    for scale in stride(from: 12, through: 0, by: -1) {
      let count = (self * Rational(Self.powerOfTen(scale), over: 1_000_000)).nearestMillionths.count
      if count.magnitude < most.magnitude, let decimal = ExactDecimal(significand: Int64(count), scale: scale) {
        return decimal
      }
    }
    return ExactDecimal(Int(most) - 1)
  }
}
