// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
package import Allocation
package import Numbers

/// What the check of a plan found, for people and for programs.
package struct CheckReport: Sendable {
  package var scenario: Scenario
  /// What counts against leaving work undone.
  package var penalties: [PenaltyFigure] = []
  /// What the checker says about the plan as given.
  package var verification: Plan.Verification
  /// The plan with its costs worked out anew; nil where it names what the scenario does not have.
  package var priced: Plan?
  /// The best plan; nil where none was asked for.
  package var optimum: Plan?
  /// The lists that were filled in because the plan left them out; nil where it was complete.
  package var filledIn: [String]?
  /// The parts of the plan with claims that nothing in it can show: its engine, the prices of bottlenecks, remedies, and
  /// reasons where it gives none.
  package var unchecked: [String] = []
  /// The line of each assignment, where the plan came as CSV.
  package var lines: [Int]?
  /// What each violation costs, see `ViolationCosts`; empty where that is not known.
  package var violationCosts: [Millionths?] = []
  /// The best plan that gives nobody more than this one, and what it takes away, where the plan is invalid.
  package var validPart: ValidPart?
  /// The few changes that gain most; nil where none were looked for or none help.
  package var improvement: Improvement?

  /// The best plan that gives nobody more, and what it takes away.
  package struct ValidPart: Sendable {
    package var plan: Plan
    package var cuts: [Comparison.Entry]

    package init(plan: Plan, cuts: [Comparison.Entry]) {
      self.plan = plan
      self.cuts = cuts
    }
  }

  /// Something that is wrong, with what it costs where that is known.
  package struct PricedViolation: Sendable {
    package var violation: Plan.Violation
    /// The line in the sheet, where the plan came as CSV.
    package var line: Int?
    package var cost: Millionths?
  }

  /// A few changes with what they gain.
  package struct Improvement: Sendable {
    package var changes: [Comparison.Entry]
    package var value: Millionths
    /// What they save against the valid part of the plan.
    package var saves: Millionths
    /// So many were allowed.
    package var allowed: Int

    package init(changes: [Comparison.Entry], value: Millionths, saves: Millionths, allowed: Int) {
      self.changes = changes
      self.value = value
      self.saves = saves
      self.allowed = allowed
    }
  }

  package init(
    scenario: Scenario, verification: Plan.Verification, priced: Plan?, optimum: Plan?, filledIn: [String]? = nil,
    lines: [Int]? = nil
  ) {
    self.lines = lines
    self.scenario = scenario
    self.verification = verification
    self.priced = priced
    self.optimum = optimum
    self.filledIn = filledIn
  }

  /// The value of the plan; nil where it could not be priced.
  package var value: Millionths? { priced?.objective.value }

  /// How much more the plan costs than the best one that was found; nil where either is unknown.
  package var distance: Millionths? {
    guard let value, let optimum else { return nil }
    return value - optimum.objective.value
  }

  /// What is wrong with the plan.
  package var violations: [PricedViolation] {
    verification.violations.enumerated().map { index, violation in
      PricedViolation(
        violation: violation, line: line(of: violation),
        cost: violationCosts.indices.contains(index) ? violationCosts[index] : nil)
    }
  }

  private func line(of violation: Plan.Violation) -> Int? {
    guard let lines, violation.path.steps.first == .key("assignments"), violation.path.steps.count > 1,
      case .index(let index) = violation.path.steps[1], lines.indices.contains(index)
    else { return nil }
    return lines[index]
  }
}
