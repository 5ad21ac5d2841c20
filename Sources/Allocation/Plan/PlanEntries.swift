// SPDX-License-Identifier: GPL-3.0-or-later

/// The lists of a plan: who does what when and what is left, without what is said of them as a whole.
package struct PlanEntries: Sendable, Hashable {
  package var assignments: [Plan.Assignment] = []
  package var overtime: [Plan.OvertimeEntry] = []
  package var assetUse: [Plan.AssetUse] = []
  package var operating: [Plan.Operating] = []
  package var unmet: [Plan.UnmetEntry] = []
  package var brokenCommitments: [Plan.BrokenCommitment] = []

  /// What was decided about the scenario as a whole; nil where it has no such decisions.
  package var starts: [Plan.Start]?
  package var trainings: [Plan.BoughtTraining]?
  package var engaged: [Plan.Engagement]?

  /// The daily amounts; nil where they are not stated.
  package var days: [Plan.DayEntry]?

  package init() {}

  /// The lists of a plan.
  package init(_ plan: Plan) {
    assignments = plan.assignments
    overtime = plan.overtime
    assetUse = plan.assetUse
    operating = plan.operating
    unmet = plan.unmet
    brokenCommitments = plan.brokenCommitments
    (starts, trainings, engaged) = (plan.starts, plan.trainings, plan.engaged)
    days = plan.days
  }
}

extension Plan {
  /// Replaces the lists of the plan.
  package mutating func setEntries(_ entries: PlanEntries) {
    assignments = entries.assignments
    overtime = entries.overtime
    assetUse = entries.assetUse
    operating = entries.operating
    unmet = entries.unmet
    brokenCommitments = entries.brokenCommitments
    (starts, trainings, engaged) = (entries.starts, entries.trainings, entries.engaged)
    days = entries.days
  }
}
