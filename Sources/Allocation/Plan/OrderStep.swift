// SPDX-License-Identifier: GPL-3.0-or-later

package import Numbers

/// What a plan is to be best in: one after another, each among the plans that are as good in all before.
package enum OrderStep: Sendable, Hashable {
  /// Promised hours that are not kept.
  case commitments
  /// What is unmet of the demands of a priority, in money.
  case priority(ExactDecimal)
  /// The value: the sum of all terms.
  case value
  /// Worked hours times the number of their period.
  case early
  /// Worked hours times the number of periods after theirs.
  case late
  /// The greatest share of the regular hours of any person that is used.
  case balanced

  /// As it stands in a plan.
  package var name: String {
    switch self {
    case .commitments: "commitments"
    case .priority(let priority): "priority \(priority)"
    case .value: "value"
    case .early: "early"
    case .late: "late"
    case .balanced: "balanced"
    }
  }
}

extension Scenario {
  /// The steps in which a plan is looked for: the value alone, unless priorities are strict or something is preferred among
  /// plans of the same value.
  ///
  /// - Parameter hasPromises: whether anything is promised.
  package func order(hasPromises: Bool) -> [OrderStep] {
    var steps: [OrderStep] = []
    if policy.priorities == .strict {
      if hasPromises { steps.append(.commitments) }
      var priorities: Set<ExactDecimal> = []
      for project in projects {
        for demand in project.demands { priorities.insert(demand.priority ?? project.priority) }
      }
      steps += priorities.sorted(by: >).map(OrderStep.priority)
    }
    steps.append(.value)
    for preference in policy.prefer {
      switch preference {
      case .early: steps.append(.early)
      case .late: steps.append(.late)
      case .balanced: steps.append(.balanced)
      }
    }
    return steps
  }
}
