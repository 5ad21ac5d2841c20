// SPDX-License-Identifier: GPL-3.0-or-later

package import Numbers

/// A plan by somebody else, with what it says; nil is where it says nothing.
package struct PlanDraft: Sendable, Hashable {
  package struct Assignment: Sendable, Hashable {
    package var staff: String
    package var demand: String
    /// The place of a crew.
    package var place: Int?
    package var project: String?
    /// The number of the period; nil where only the first day is given.
    package var period: Int?
    package var start: Day?
    package var end: Day?
    package var hours: Millionths
    package var cost: Millionths?

    package init(
      staff: String, demand: String, place: Int? = nil, project: String? = nil, period: Int? = nil, start: Day? = nil,
      end: Day? = nil, hours: Millionths, cost: Millionths? = nil
    ) {
      self.staff = staff
      self.demand = demand
      self.place = place
      self.project = project
      self.period = period
      self.start = start
      self.end = end
      self.hours = hours
      self.cost = cost
    }
  }

  package struct Overtime: Sendable, Hashable {
    package var staff: String
    /// What is worked on, or what the asset serves; nil where that is not said.
    package var demand: String?
    package var project: String?
    package var period: Int
    package var start: Day?
    package var end: Day?
    /// The asset that is operated; nil for work on the demand.
    package var asset: String?
    package var hours: Millionths
    package var cost: Millionths?

    package init(
      staff: String, demand: String? = nil, project: String? = nil, period: Int, start: Day? = nil, end: Day? = nil,
      asset: String? = nil, hours: Millionths, cost: Millionths? = nil
    ) {
      self.staff = staff
      self.demand = demand
      self.project = project
      self.period = period
      self.start = start
      self.end = end
      self.asset = asset
      self.hours = hours
      self.cost = cost
    }
  }

  package struct AssetUse: Sendable, Hashable {
    package var asset: String
    package var demand: String
    package var project: String?
    package var period: Int
    package var start: Day?
    package var end: Day?
    package var unitDays: Millionths
    package var cost: Millionths?

    package init(
      asset: String, demand: String, project: String? = nil, period: Int, start: Day? = nil, end: Day? = nil,
      unitDays: Millionths, cost: Millionths? = nil
    ) {
      self.asset = asset
      self.demand = demand
      self.project = project
      self.period = period
      self.start = start
      self.end = end
      self.unitDays = unitDays
      self.cost = cost
    }
  }

  package struct Operating: Sendable, Hashable {
    package var staff: String
    package var asset: String
    /// What the asset serves; nil where that is not said.
    package var demand: String?
    package var project: String?
    package var period: Int
    package var start: Day?
    package var end: Day?
    package var hours: Millionths
    package var cost: Millionths?

    package init(
      staff: String, asset: String, demand: String? = nil, project: String? = nil, period: Int, start: Day? = nil,
      end: Day? = nil, hours: Millionths, cost: Millionths? = nil
    ) {
      self.staff = staff
      self.asset = asset
      self.demand = demand
      self.project = project
      self.period = period
      self.start = start
      self.end = end
      self.hours = hours
      self.cost = cost
    }
  }

  package struct Unmet: Sendable, Hashable {
    package var demand: String
    package var project: String?
    package var period: Int?
    package var start: Day?
    package var end: Day?
    package var amount: Millionths
    package var isUnitDays: Bool
    package var cost: Millionths?
    package var reasons: [Plan.UnmetReason]
    package var remedies: [Plan.Remedy]

    package init(
      demand: String, project: String? = nil, period: Int? = nil, start: Day? = nil, end: Day? = nil,
      amount: Millionths, isUnitDays: Bool, cost: Millionths? = nil,
      reasons: [Plan.UnmetReason] = [], remedies: [Plan.Remedy] = []
    ) {
      self.demand = demand
      self.project = project
      self.period = period
      self.start = start
      self.end = end
      self.amount = amount
      self.isUnitDays = isUnitDays
      self.cost = cost
      self.reasons = reasons
      self.remedies = remedies
    }
  }

  package struct BrokenCommitment: Sendable, Hashable {
    package var staff: String
    package var demand: String
    package var period: Int
    package var start: Day?
    package var end: Day?
    package var hours: Millionths
    package var cost: Millionths?

    package init(
      staff: String, demand: String, period: Int, start: Day? = nil, end: Day? = nil, hours: Millionths,
      cost: Millionths? = nil
    ) {
      self.staff = staff
      self.demand = demand
      self.period = period
      self.start = start
      self.end = end
      self.hours = hours
      self.cost = cost
    }
  }

  package struct Start: Sendable, Hashable {
    package var project: String
    package var weeks: Int
    package var cost: Millionths?

    package init(project: String, weeks: Int, cost: Millionths? = nil) {
      self.project = project
      self.weeks = weeks
      self.cost = cost
    }
  }

  package struct BoughtTraining: Sendable, Hashable {
    package var staff: String
    package var skill: String
    package var cost: Millionths?

    package init(staff: String, skill: String, cost: Millionths? = nil) {
      self.staff = staff
      self.skill = skill
      self.cost = cost
    }
  }

  package struct Engagement: Sendable, Hashable {
    package var staff: String
    package var heads: Int
    package var cost: Millionths?

    package init(staff: String, heads: Int, cost: Millionths? = nil) {
      self.staff = staff
      self.heads = heads
      self.cost = cost
    }
  }

  package var scenario: Plan.ScenarioReference?
  package var objective: Plan.Objective?
  /// What is decided about the scenario as a whole.
  package var starts: [Start]?
  package var trainings: [BoughtTraining]?
  package var engaged: [Engagement]?
  package var assignments: [Assignment] = []
  package var overtime: [Overtime]?
  package var assetUse: [AssetUse]?
  package var operating: [Operating]?
  package var unmet: [Unmet]?
  package var brokenCommitments: [BrokenCommitment]?
  /// The daily amounts; nil where they are not stated.
  package var days: [Plan.DayEntry]?

  package init() {}
}
