// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers

extension Gate {
  /// What the numbers of a metric count, and so what a percentage of it is.
  enum Unit {
    /// A share of a whole. What is above the limit was meant as a percentage.
    case share(above: ExactDecimal)
    /// By how much something is another one than in the reference, of which a percentage is.
    case difference
    /// Hours, money or a number. A percentage of it is of nothing that is known; what to write instead.
    case absolute(hint: String)
  }

  /// The figures of what plans are compared with, of which percentages are.
  package struct Basis: Sendable {
    var value = Millionths.zero
    var cost = Millionths.zero
    var unmetHours = Millionths.zero
    var hours: Millionths
    /// Assignments with hours, and people who have some.
    var assignments: Int
    var people: Int

    init(hours: Millionths, assignments: Int, people: Int) {
      self.hours = hours
      self.assignments = assignments
      self.people = people
    }

    /// The figures of a plan.
    package init(_ plan: Plan) {
      self.init(
        hours: plan.assignments.reduce(.zero) { $0 + $1.hours },
        assignments: plan.assignments.count { $0.hours != .zero },
        people: Set(plan.assignments.filter { $0.hours != .zero }.map(\.staff)).count)
      value = plan.objective.value
      cost = plan.money.spent
      unmetHours = plan.summary.hours.unmet
    }
  }

  /// What fires where the threshold is a share of a figure of the reference.
  func finding(_ metrics: PlanMetrics, _ delta: Comparison.Delta, shareOf basis: Basis) -> String? {
    let amounts: (difference: Int128, whole: Int128)? =
      switch metric {
      case .changes: (Int128(delta.changes), Int128(basis.assignments))
      case .peopleChanged: (Int128(delta.people), Int128(basis.people))
      case .hoursMoved: (delta.hoursMoved.count, basis.hours.count)
      case .valueIncrease: (delta.value.count, basis.value.count)
      case .costIncrease: (delta.cost.count, basis.cost.count)
      case .unmetIncrease: (delta.unmetHours.count, basis.unmetHours.count)
      default: nil
      }
    guard let amounts else { return nil }
    let whole = Int128(clamping: amounts.whole.magnitude)
    // Of nothing every share is nothing: then the difference itself is compared with 0.
    guard let share = Ratio(amounts.difference, over: whole) else {
      return Ratio(amounts.difference, over: 1)?.holds(comparison, 0) ?? false
        ? "\(text): the reference has none, and here is some" : nil
    }
    guard share.holds(comparison, threshold) else { return nil }
    return "\(text): \(metric.rawValue) is \(share.percentage) of the reference's"
  }
}

extension Gate.Metric {
  /// What its numbers are, in words.
  var measure: String {
    switch self {
    case .unmet, .overtime, .brokenCommitments, .hoursMoved, .unmetIncrease: "in hours"
    case .unmetUnitDays: "in unit-days"
    case .cost, .value, .valueIncrease, .costIncrease: "in the money of the scenario"
    case .coverage, .gap, .utilisation, .averageUtilisation: "a share, such as 90%"
    case .violations, .changes, .peopleChanged: "a number"
    }
  }

  /// What its numbers count.
  var unit: Gate.Unit {
    switch self {
    case .coverage, .gap: .share(above: 1)
    // With overtime people may be used beyond all of their regular hours.
    case .utilisation, .averageUtilisation: .share(above: 2)
    case .changes, .peopleChanged, .hoursMoved, .valueIncrease, .costIncrease, .unmetIncrease: .difference
    case .unmet, .unmetUnitDays:
      .absolute(hint: "write coverage<95% for a share of what is wanted, or unmet-increase>5% for one of a reference")
    case .cost: .absolute(hint: "write cost-increase>5% for a share of the reference's cost")
    case .value: .absolute(hint: "write value-increase>5% for a share of the reference's value")
    case .overtime, .brokenCommitments: .absolute(hint: "write a number of hours")
    case .violations: .absolute(hint: "write a number")
    }
  }
}

extension Ratio {
  /// As a percentage.
  var percentage: String {
    Ratio(100).times(self).map { $0.description + "%" } ?? "very much"
  }
}
