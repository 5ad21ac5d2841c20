// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

/// A comparison of plans, `muster/comparison@1`. Every difference is exact: the costs of entries add up to the terms.
public struct Comparison: Sendable, Hashable {
  /// In the order given; the first is the reference.
  public var plans: [PlanFigures]
  /// What each other plan does differently, in the order of the plans.
  public var differences: [Difference]
  /// Plans that another one beats or equals in value, coverage and number of changes.
  public var dominated: [Dominance]
  /// What few changes can reach, where that was asked for.
  public var frontier: Frontier?

  package init(
    plans: [PlanFigures], differences: [Difference], dominated: [Dominance], frontier: Frontier? = nil
  ) {
    self.plans = plans
    self.differences = differences
    self.dominated = dominated
    self.frontier = frontier
  }

  /// Whether any plan does anything else than the reference, or costs something else.
  public var differs: Bool { differences.contains { $0.differs } }

  /// The figures of a plan.
  public struct PlanFigures: Sendable, Hashable {
    /// What the plan is called here; unique in the comparison.
    public var name: String
    /// The scenario that it was made for.
    public var scenario: Plan.ScenarioReference
    /// How good it is known to be.
    public var status: Plan.Status
    /// Its value at the penalties of the reference, with the terms that add up to it.
    public var objective: Plan.Objective
    /// Its value at its own penalties, where these are others; then no bound is known at those of the reference.
    public var ownValue: Millionths?
    /// What it covers, costs and uses.
    public var summary: PlanSummary
    /// The number of its assignments.
    public var assignments: Int

    package init(name: String, plan: Plan, ownValue: Millionths? = nil) {
      self.name = name
      self.ownValue = ownValue
      scenario = plan.scenario
      status = plan.status
      objective = plan.objective
      summary = plan.summary
      assignments = plan.assignments.count
    }

    /// Of a plan of which only the figures are known.
    package init(
      name: String, scenario: Plan.ScenarioReference, status: Plan.Status, objective: Plan.Objective,
      ownValue: Millionths?, summary: PlanSummary
    ) {
      self.name = name
      self.scenario = scenario
      self.status = status
      self.objective = objective
      self.ownValue = ownValue
      self.summary = summary
      assignments = 0
    }
  }

  /// An amount in the reference and in the other plan, and what the difference costs.
  public struct Change: Sendable, Hashable {
    /// Hours or unit-days in the reference.
    public var before: Millionths
    /// Hours or unit-days in the other plan.
    public var after: Millionths
    /// The cost in the other plan less that in the reference.
    public var cost: Millionths

    package init(before: Millionths = .zero, after: Millionths = .zero, cost: Millionths = .zero) {
      self.before = before
      self.after = after
      self.cost = cost
    }

    /// `after - before`, in hours or unit-days.
    public var delta: Millionths { after - before }
    /// Whether the amount is another one, whatever it costs.
    public var isMoved: Bool { before != after }
    /// Whether neither the amount nor the cost differs.
    public var isNothing: Bool { before == after && cost == .zero }
  }

  /// What an entry of a list is about; what does not apply is nil.
  public struct Subject: Sendable, Hashable {
    /// The id of a person.
    public var staff: String?
    /// The id of an asset.
    public var asset: String?
    /// The id of a demand.
    public var demand: String?
    /// The id of a project.
    public var project: String?
    /// By the numbers of the reference, where it has the period; else by those of the other plan.
    public var period: Int?
    /// The days of the period, where they are known.
    public var days: DayRange?
    /// Whether the amount is in unit-days.
    public var isUnitDays: Bool

    package init(
      staff: String? = nil, asset: String? = nil, demand: String? = nil, project: String? = nil, period: Int? = nil,
      days: DayRange? = nil, isUnitDays: Bool = false
    ) {
      self.staff = staff
      self.asset = asset
      self.demand = demand
      self.project = project
      self.period = period
      self.days = days
      self.isUnitDays = isUnitDays
    }
  }

  /// An entry that differs in its amount, or in its cost alone.
  public struct Entry: Sendable, Hashable {
    /// Who, what and when.
    public var subject: Subject
    /// The two amounts, and the difference of their costs.
    public var change: Change

    package init(_ subject: Subject, _ change: Change) {
      self.subject = subject
      self.change = change
    }
  }

  /// What one plan does differently from the reference.
  public struct Difference: Sendable, Hashable {
    /// The name of the plan.
    public var plan: String
    /// How the scenarios of the two plans differ, as far as that is known.
    public var scenario: [ScenarioDifference]
    /// The figures of the plan less those of the reference.
    public var delta: Delta
    /// The terms `labour` (with `operating`), `overtime`, `assets`, `unmet` and `commitments` (`brokenCommitments`).
    public var assignments: [Entry]
    /// Overtime by person and period, for the term `overtime`.
    public var overtime: [Entry]
    /// Assets in use, for the term `assets`.
    public var assetUse: [Entry]
    /// Hours of operating assets, a part of the term `labour`.
    public var operating: [Entry]
    /// By demand, all periods together.
    public var unmet: [Entry]
    /// Promised hours not kept, for the term `commitments`.
    public var brokenCommitments: [Entry]
    /// People whose hours differ.
    public var people: [PersonDifference]
    /// All projects of either plan.
    public var projects: [ProjectDifference]
    /// What is decided otherwise: later starts, projects that are left undone, engagements, trainings.
    public var decisions: [DecisionDifference]

    package init(
      plan: String, scenario: [ScenarioDifference] = [], delta: Delta, assignments: [Entry] = [],
      overtime: [Entry] = [],
      assetUse: [Entry] = [], operating: [Entry] = [], unmet: [Entry] = [], brokenCommitments: [Entry] = [],
      people: [PersonDifference] = [], projects: [ProjectDifference] = [], decisions: [DecisionDifference] = []
    ) {
      self.decisions = decisions
      self.plan = plan
      self.scenario = scenario
      self.delta = delta
      self.assignments = assignments
      self.overtime = overtime
      self.assetUse = assetUse
      self.operating = operating
      self.unmet = unmet
      self.brokenCommitments = brokenCommitments
      self.people = people
      self.projects = projects
    }

    /// Whether an amount or a cost is another one.
    public var differs: Bool {
      delta.value != .zero || delta.terms.named.contains { $0.amount != .zero } || !decisions.isEmpty
        || [assignments, overtime, assetUse, operating, unmet, brokenCommitments].contains { !$0.isEmpty }
    }
  }

  /// A decision in whole numbers that is another one.
  public struct DecisionDifference: Sendable, Hashable {
    /// What is decided.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      /// When a project starts.
      case start
      /// Whether a project that is done in full or not at all is done.
      case project
      /// How many people of a kind are engaged.
      case engagement
      /// Whether a training is bought.
      case training
    }

    /// What is decided.
    public var kind: Kind
    /// The id of the project or person.
    public var id: String
    /// What a training is in; nil for others.
    public var skill: String?
    /// What the reference decides, in words.
    public var before: String
    /// What the other plan decides, in words.
    public var after: String
    /// How much more that costs in the other plan, in money.
    public var cost: Millionths

    package init(
      _ kind: Kind, _ id: String, skill: String? = nil, before: String, after: String, cost: Millionths = .zero
    ) {
      self.kind = kind
      self.id = id
      self.skill = skill
      self.before = before
      self.after = after
      self.cost = cost
    }
  }

  /// The other plan's figures less those of the reference.
  public struct Delta: Sendable, Hashable {
    /// The difference of the values, in money; below 0 where the other plan is better.
    public var value: Millionths
    /// The difference of each term, in money.
    public var terms: Plan.Terms
    /// Money spent, that of decisions included.
    public var cost: Millionths
    /// Hours on demands.
    public var hours: Millionths
    /// The difference of the unmet effective hours.
    public var unmetHours: Millionths
    /// The difference of the unmet unit-days.
    public var unmetUnitDays: Millionths
    /// People with another amount of hours on some demand in some period.
    public var people: Int
    /// Assignments (person, demand, period) with another amount of hours.
    public var changes: Int
    /// Hours moved away from or added to the reference, all together.
    public var hoursMoved: Millionths

    package init(
      value: Millionths = .zero, terms: Plan.Terms = Plan.Terms(), cost: Millionths = .zero, hours: Millionths = .zero,
      unmetHours: Millionths = .zero, unmetUnitDays: Millionths = .zero, people: Int = 0, changes: Int = 0,
      hoursMoved: Millionths = .zero
    ) {
      self.value = value
      self.terms = terms
      self.cost = cost
      self.hours = hours
      self.unmetHours = unmetHours
      self.unmetUnitDays = unmetUnitDays
      self.people = people
      self.changes = changes
      self.hoursMoved = hoursMoved
    }
  }

  /// What a person does differently.
  public struct PersonDifference: Sendable, Hashable {
    /// The id of the person.
    public var staff: String
    /// Hours on demands.
    public var hours: Change
    /// Assignments of the person with another amount of hours.
    public var changes: Int
    /// Hours of the person moved away from or added to the reference, all together.
    public var hoursMoved: Millionths

    package init(staff: String, hours: Change, changes: Int, hoursMoved: Millionths) {
      self.staff = staff
      self.hours = hours
      self.changes = changes
      self.hoursMoved = hoursMoved
    }
  }

  /// A project in both plans; nil where a plan's scenario does not have it.
  public struct ProjectDifference: Sendable, Hashable {
    /// The id of the project.
    public var project: String
    /// Its coverage and cost in the reference.
    public var before: PlanSummary.ProjectFigures?
    /// Its coverage and cost in the other plan.
    public var after: PlanSummary.ProjectFigures?
    /// Worked hours.
    public var hoursBefore: Millionths
    /// Worked hours in the other plan.
    public var hoursAfter: Millionths

    package init(
      project: String, before: PlanSummary.ProjectFigures?, after: PlanSummary.ProjectFigures?, hoursBefore: Millionths,
      hoursAfter: Millionths
    ) {
      self.project = project
      self.before = before
      self.after = after
      self.hoursBefore = hoursBefore
      self.hoursAfter = hoursAfter
    }

    /// Whether anything differs.
    public var differs: Bool { before != after || hoursBefore != hoursAfter }
  }

  /// One thing that differs between two scenarios.
  public struct ScenarioDifference: Sendable, Hashable {
    /// What became of something in the second scenario.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      case added, removed, changed
    }

    /// Whether it was added, removed or changed.
    public var kind: Kind
    /// What it is, with ids instead of positions: `staff ana costPerHour`.
    public var what: String
    /// The values, as JSON text for simple values, in words for others; nil where there is none.
    public var before: String?
    /// The value in the second scenario.
    public var after: String?

    package init(_ kind: Kind, _ what: String, before: String? = nil, after: String? = nil) {
      self.kind = kind
      self.what = what
      self.before = before
      self.after = after
    }
  }

  /// A plan that another one makes pointless.
  public struct Dominance: Sendable, Hashable {
    /// The name of the plan.
    public var plan: String
    /// The plan that is at least as good in everything.
    public var by: String

    package init(plan: String, by: String) {
      self.plan = plan
      self.by = by
    }
  }

  /// What so many changed assignments can reach.
  public struct Frontier: Sendable, Hashable {
    /// By the number of changes, ascending.
    public var points: [Point]

    package init(points: [Point]) { self.points = points }

    /// The best value with a number of changes.
    public struct Point: Sendable, Hashable {
      /// At most so many assignments differ from the reference.
      public var changes: Int
      /// So many do, in the plan that was found.
      public var used: Int?
      /// The value of the best plan that was found, verified; nil where none was.
      public var value: Millionths?
      /// No plan with so few changes costs less.
      public var bound: Millionths?
      /// What it saves against the reference.
      public var saves: Millionths?

      package init(changes: Int, used: Int?, value: Millionths?, bound: Millionths?, saves: Millionths?) {
        self.changes = changes
        self.used = used
        self.value = value
        self.bound = bound
        self.saves = saves
      }
    }
  }
}
