// SPDX-License-Identifier: GPL-3.0-or-later

/// An explanation, `muster/explanation@1`: why demands of a plan are unmet, what would help, and what scarce things are
/// worth.
public struct Explanation: Sendable, Hashable {
  public var scenario: Plan.ScenarioReference
  /// The value of the plan that is explained.
  public var value: Millionths
  /// The plan's unmet entries with their reasons; the remedies of a demand stand at its most expensive entry.
  public var unmet: [Plan.UnmetEntry]
  /// What one more unit of something scarce is worth, in the order of the plan.
  public var bottlenecks: [ConfirmedBottleneck]
  /// Whether a person may work on a demand; nil where it was not asked for.
  public var why: Why?

  /// What it costs when one person is away; nil where it was not asked for.
  public var absences: [Absence]?

  public init(
    scenario: Plan.ScenarioReference, value: Millionths, unmet: [Plan.UnmetEntry],
    bottlenecks: [ConfirmedBottleneck], why: Why? = nil, absences: [Absence]? = nil
  ) {
    self.scenario = scenario
    self.value = value
    self.unmet = unmet
    self.bottlenecks = bottlenecks
    self.why = why
    self.absences = absences
  }

  /// What happens when one person is away.
  public struct Absence: Sendable, Hashable {
    /// The id of the person.
    public var staff: String
    /// The days away.
    public var days: DayRange
    /// The value of the best plan then.
    public var value: Millionths
    /// By how much that is above the value of the best plan with the person.
    public var costs: Millionths
    /// Unmet hours in all, then.
    public var unmetHours: Millionths
    /// The projects that have more unmet hours then, the most first.
    public var projects: [Hit]

    /// A project, and how many more of its hours are unmet.
    public struct Hit: Sendable, Hashable {
      public var project: String
      public var unmetHours: Millionths

      public init(project: String, unmetHours: Millionths) {
        self.project = project
        self.unmetHours = unmetHours
      }
    }

    public init(
      staff: String, days: DayRange, value: Millionths, costs: Millionths, unmetHours: Millionths, projects: [Hit]
    ) {
      self.staff = staff
      self.days = days
      self.value = value
      self.costs = costs
      self.unmetHours = unmetHours
      self.projects = projects
    }
  }

  /// A bottleneck, with whether solving with one unit more saved its price.
  public struct ConfirmedBottleneck: Sendable, Hashable {
    public var bottleneck: Plan.Bottleneck
    /// False where it was not tried, or where one whole unit saves less than the price says.
    public var confirmed: Bool

    public init(_ bottleneck: Plan.Bottleneck, confirmed: Bool) {
      self.bottleneck = bottleneck
      self.confirmed = confirmed
    }
  }

  /// Whether a person may work on a demand, and why.
  public struct Why: Sendable, Hashable {
    /// The id of the person.
    public var staff: String
    /// The id of the demand.
    public var demand: String
    public var eligible: Bool
    /// Sentences for people, at least one.
    public var reasons: [String]
    /// Hours that the person has in the demand's window on days of eligibility, without overtime.
    public var available: Millionths
    /// Hours that the plan gives the person on the demand.
    public var assigned: Millionths

    public init(
      staff: String, demand: String, eligible: Bool, reasons: [String], available: Millionths, assigned: Millionths
    ) {
      self.staff = staff
      self.demand = demand
      self.eligible = eligible
      self.reasons = reasons
      self.available = available
      self.assigned = assigned
    }
  }
}
