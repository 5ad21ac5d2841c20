// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

/// A plan by somebody else, with what it says; nil is where it says nothing.
public struct PlanDraft: Sendable, Hashable {
  public struct Assignment: Sendable, Hashable {
    public var staff: String
    public var demand: String
    public var project: String?
    /// The number of the period; nil where only the first day is given.
    public var period: Int?
    public var start: Day?
    public var end: Day?
    public var hours: Millionths
    public var cost: Millionths?

    public init(
      staff: String, demand: String, project: String? = nil, period: Int? = nil, start: Day? = nil, end: Day? = nil,
      hours: Millionths, cost: Millionths? = nil
    ) {
      self.staff = staff
      self.demand = demand
      self.project = project
      self.period = period
      self.start = start
      self.end = end
      self.hours = hours
      self.cost = cost
    }
  }

  public struct Overtime: Sendable, Hashable {
    public var staff: String
    public var period: Int
    public var hours: Millionths
    public var cost: Millionths?

    public init(staff: String, period: Int, hours: Millionths, cost: Millionths? = nil) {
      self.staff = staff
      self.period = period
      self.hours = hours
      self.cost = cost
    }
  }

  public struct AssetUse: Sendable, Hashable {
    public var asset: String
    public var demand: String
    public var project: String?
    public var period: Int
    public var unitDays: Millionths
    public var cost: Millionths?

    public init(
      asset: String, demand: String, project: String? = nil, period: Int, unitDays: Millionths, cost: Millionths? = nil
    ) {
      self.asset = asset
      self.demand = demand
      self.project = project
      self.period = period
      self.unitDays = unitDays
      self.cost = cost
    }
  }

  public struct Operating: Sendable, Hashable {
    public var staff: String
    public var asset: String
    public var period: Int
    public var hours: Millionths
    public var cost: Millionths?

    public init(staff: String, asset: String, period: Int, hours: Millionths, cost: Millionths? = nil) {
      self.staff = staff
      self.asset = asset
      self.period = period
      self.hours = hours
      self.cost = cost
    }
  }

  public struct Unmet: Sendable, Hashable {
    public var demand: String
    public var project: String?
    public var period: Int?
    public var amount: Millionths
    public var isUnitDays: Bool
    public var cost: Millionths?
    public var reasons: [Plan.UnmetReason]
    public var remedies: [Plan.Remedy]

    public init(
      demand: String, project: String? = nil, period: Int? = nil, amount: Millionths, isUnitDays: Bool,
      cost: Millionths? = nil, reasons: [Plan.UnmetReason] = [], remedies: [Plan.Remedy] = []
    ) {
      self.demand = demand
      self.project = project
      self.period = period
      self.amount = amount
      self.isUnitDays = isUnitDays
      self.cost = cost
      self.reasons = reasons
      self.remedies = remedies
    }
  }

  public struct BrokenCommitment: Sendable, Hashable {
    public var staff: String
    public var demand: String
    public var period: Int
    public var hours: Millionths
    public var cost: Millionths?

    public init(staff: String, demand: String, period: Int, hours: Millionths, cost: Millionths? = nil) {
      self.staff = staff
      self.demand = demand
      self.period = period
      self.hours = hours
      self.cost = cost
    }
  }

  public var scenario: Plan.ScenarioReference?
  public var objective: Plan.Objective?
  public var assignments: [Assignment] = []
  public var overtime: [Overtime]?
  public var assetUse: [AssetUse]?
  public var operating: [Operating]?
  public var unmet: [Unmet]?
  public var brokenCommitments: [BrokenCommitment]?

  public init() {}
}
