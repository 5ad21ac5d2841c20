// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

/// What a plan is to be best in: one after another, each among the plans that are as good in all before.
public enum OrderStep: Sendable, Hashable {
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

  /// As it stands in a plan, such as `priority 9`.
  public var name: String {
    switch self {
    case .commitments: "commitments"
    case .priority(let priority): "priority \(priority)"
    case .value: "value"
    case .early: "early"
    case .late: "late"
    case .balanced: "balanced"
    }
  }

  /// The step of a name; nil where there is none.
  package init?(_ name: String) {
    switch name {
    case "commitments": self = .commitments
    case "value": self = .value
    case "early": self = .early
    case "late": self = .late
    case "balanced": self = .balanced
    default:
      let prefix = "priority "
      guard name.hasPrefix(prefix), let priority = try? ExactDecimal(parsing: name.dropFirst(prefix.count).utf8) else {
        return nil
      }
      self = .priority(priority)
    }
  }

  /// Whether the plans it chooses from are those of the best value.
  package var isPreference: Bool {
    switch self {
    case .commitments, .priority, .value: false
    case .early, .late, .balanced: true
    }
  }
}

extension Plan {
  /// What a plan reaches in one step of its order.
  public struct Step: Sendable, Hashable {
    /// What the step is about.
    public var what: OrderStep
    /// What the plan comes to: promised hours that are not kept, money, hours times periods, or a share.
    public var value: Millionths
    /// No plan that is as good in all steps before comes to less; rounded down. Nil where none is known.
    public var bound: Millionths?

    package init(what: OrderStep, value: Millionths, bound: Millionths?) {
      self.what = what
      self.value = value
      self.bound = bound
    }
  }
}

/// Dual values of the problem of one step: the least of what it is about, among plans that are at most as much as some
/// plan in all steps before.
package struct StepPrices: Sendable, Hashable {
  /// Prices of the rows of `model.md`.
  package var rows: RowPrices
  /// What a unit more in each earlier step would save in this one, in the order of the steps; at least 0.
  package var earlier: [Double]

  package init(rows: RowPrices, earlier: [Double]) {
    self.rows = rows
    self.earlier = earlier
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
