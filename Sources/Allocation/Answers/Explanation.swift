// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

/// An explanation, `muster/explanation@1`: why demands of a plan are unmet, what would help, and what scarce things are
/// worth.
public struct Explanation: Sendable, Hashable {
  /// The scenario of the plan that is explained.
  public var scenario: Plan.ScenarioReference
  /// The value of the plan that is explained.
  public var value: Millionths
  /// What of it is really spent, and what only counts.
  public var money: Plan.Money
  /// What is unmet of each demand, with its reasons and remedies; reasons of many periods that say the same are one.
  public var unmet: [Plan.UnmetEntry]
  /// What one more unit of something scarce is worth, in the order of a plan's; skills are among them.
  public var bottlenecks: [ConfirmedBottleneck]
  /// The changes of the scenario that save most; nil where they were not asked for.
  public var levers: Levers?
  /// What the plan decides in whole numbers, and what it costs to decide otherwise; nil where nothing is to be decided, or it
  /// was not asked for.
  public var decisions: Decisions?
  /// Whether a person may work on a demand; nil where it was not asked for.
  public var why: Why?

  /// What it costs when one person is away; nil where it was not asked for.
  public var absences: [Absence]?

  package init(
    scenario: Plan.ScenarioReference, value: Millionths, money: Plan.Money = Plan.Money(), unmet: [Plan.UnmetEntry],
    bottlenecks: [ConfirmedBottleneck], levers: Levers? = nil, decisions: Decisions? = nil, why: Why? = nil,
    absences: [Absence]? = nil
  ) {
    self.levers = levers
    self.decisions = decisions
    self.scenario = scenario
    self.value = value
    self.money = money
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
    /// How much more money is really spent then, below 0 where it is less.
    public var spent: Millionths
    /// How many more promised hours are not kept then.
    public var brokenHours: Millionths
    /// Unmet hours in all, then.
    public var unmetHours: Millionths
    /// The projects that have more unmet hours then, the most first.
    public var projects: [Hit]

    /// A project, and how many more of its hours are unmet.
    public struct Hit: Sendable, Hashable {
      /// The id of the project.
      public var project: String
      /// How many more of its effective hours are unmet.
      public var unmetHours: Millionths

      package init(project: String, unmetHours: Millionths) {
        self.project = project
        self.unmetHours = unmetHours
      }
    }

    package init(
      staff: String, days: DayRange, value: Millionths, costs: Millionths, spent: Millionths = .zero,
      brokenHours: Millionths = .zero, unmetHours: Millionths, projects: [Hit]
    ) {
      self.staff = staff
      self.days = days
      self.value = value
      self.costs = costs
      self.spent = spent
      self.brokenHours = brokenHours
      self.unmetHours = unmetHours
      self.projects = projects
    }
  }

  /// The changes of the scenario that save most.
  public struct Levers: Sendable, Hashable {
    /// The one that saves most first; each was carried out and solved.
    public var found: [Plan.Remedy]
    /// How many changes were thought of and not solved.
    public var untried: Int
    /// No change that was not solved saves more than this; nil where all were.
    public var untriedSaveAtMost: Millionths?

    package init(found: [Plan.Remedy], untried: Int, untriedSaveAtMost: Millionths?) {
      self.found = found
      self.untried = untried
      self.untriedSaveAtMost = untriedSaveAtMost
    }
  }

  /// A bottleneck, with what became of solving with one unit more.
  public struct ConfirmedBottleneck: Sendable, Hashable {
    /// What is scarce, with the price of one more unit.
    public var bottleneck: Plan.Bottleneck
    /// Whether a unit less costs the price, and a unit more was found to save less.
    public var isOneSided: Bool
    /// Whether the price holds for the decisions in whole numbers as they are made: one unit more may decide otherwise.
    public var isAsDecided: Bool
    /// What was solved; nil where nothing was.
    public var tried: Trial?
    /// A patch of the scenario that adds the units that were tried, as JSON text; nil where the format has no words for it.
    public var patch: String?
    /// Whether the units that were tried save the price, each.
    public var confirmed: Bool

    /// With so many units more, the best plan costs so much less.
    public struct Trial: Sendable, Hashable {
      /// How many units more were tried: hours, unit-days or money.
      public var units: Millionths
      /// By how much the best plan then costs less, in money, for all these units together.
      public var saves: Millionths

      package init(units: Millionths, saves: Millionths) {
        self.units = units
        self.saves = saves
      }
    }

    package init(
      _ bottleneck: Plan.Bottleneck, isOneSided: Bool = false, tried: Trial? = nil, patch: String? = nil,
      confirmed: Bool = false, isAsDecided: Bool = false
    ) {
      self.bottleneck = bottleneck
      self.isAsDecided = isAsDecided
      self.isOneSided = isOneSided
      self.tried = tried
      self.patch = patch
      self.confirmed = confirmed
    }
  }

  /// Whether a person may work on a demand, and why.
  public struct Why: Sendable, Hashable {
    /// The id of the person.
    public var staff: String
    /// The id of the demand.
    public var demand: String
    /// Whether the person may work on the demand on any day of its window.
    public var eligible: Bool
    /// Sentences for people, at least one.
    public var reasons: [String]
    /// Hours that the person has in the demand's window on days of eligibility, without overtime.
    public var available: Millionths
    /// Hours that the plan gives the person on the demand.
    public var assigned: Millionths
    /// What one more hour costs at the margin, in the period where that is least; nil for one who may not, and where the
    /// best plan is not known.
    public var reducedCost: ReducedCost?
    /// What it costs to have one more hour all the same; nil where that was not solved.
    public var forced: Forced?

    /// What an hour more costs, by the dual values.
    public struct ReducedCost: Sendable, Hashable {
      /// The number of the period.
      public var period: Int
      /// The first and last day of the period.
      public var days: DayRange
      /// At least 0.
      public var perHour: Millionths

      package init(period: Int, days: DayRange, perHour: Millionths) {
        self.period = period
        self.days = days
        self.perHour = perHour
      }
    }

    /// The best plan with one more hour of the person on the demand.
    public struct Forced: Sendable, Hashable {
      /// The number of the period.
      public var period: Int
      /// The first and last day of the period.
      public var days: DayRange
      /// The person works at least so much on the demand in the period.
      public var hours: Millionths
      /// What the best plan then costs, and by how much that is more than without.
      public var value: Millionths
      /// By how much `value` is above that of the best plan without the forced hour.
      public var costs: Millionths
      /// Demands that have more or less unmet then, by id.
      public var displaced: [Displaced]
      /// Assignments with other hours, by person, demand and period.
      public var moved: [Moved]

      package init(
        period: Int, days: DayRange, hours: Millionths, value: Millionths, costs: Millionths, displaced: [Displaced],
        moved: [Moved]
      ) {
        self.period = period
        self.days = days
        self.hours = hours
        self.value = value
        self.costs = costs
        self.displaced = displaced
        self.moved = moved
      }
    }

    /// What is unmet of a demand in all periods together.
    public struct Displaced: Sendable, Hashable {
      /// The id of the demand.
      public var demand: String
      /// Whether the amounts are in unit-days, and not in effective hours.
      public var isUnitDays: Bool
      /// What is unmet in the best plan.
      public var before: Millionths
      /// What is unmet with the forced hour.
      public var after: Millionths

      package init(demand: String, isUnitDays: Bool, before: Millionths, after: Millionths) {
        self.demand = demand
        self.isUnitDays = isUnitDays
        self.before = before
        self.after = after
      }
    }

    /// Hours of a person on a demand in a period.
    public struct Moved: Sendable, Hashable {
      /// The id of the person.
      public var staff: String
      /// The id of the demand.
      public var demand: String
      /// The number of the period.
      public var period: Int
      /// The first and last day of the period.
      public var days: DayRange
      /// Hours in the best plan.
      public var before: Millionths
      /// Hours with the forced hour.
      public var after: Millionths

      package init(
        staff: String, demand: String, period: Int, days: DayRange, before: Millionths, after: Millionths
      ) {
        self.staff = staff
        self.demand = demand
        self.period = period
        self.days = days
        self.before = before
        self.after = after
      }
    }

    package init(
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
