// SPDX-License-Identifier: GPL-3.0-or-later

public import Issues
public import Numbers

/// A plan, `muster/plan@1`: who works on what when, what it is worth, what is left, and what was verified.
///
/// Lists are sorted by their ids (by Unicode scalar values) and periods. Every figure is on the grid of
/// ``Millionths``. Costs of entries are rounded so that they add up exactly to the terms, and the terms to the value
/// (the ledger of `PlanPricing` in the checker).
public struct Plan: Sendable, Hashable {
  public package(set) var scenario: ScenarioReference
  public package(set) var status: Status
  public package(set) var stop: Stop
  public package(set) var engine: EngineRecord
  public package(set) var objective: Objective
  public package(set) var summary: PlanSummary
  public package(set) var assignments: [Assignment]
  public package(set) var overtime: [OvertimeEntry]
  public package(set) var assetUse: [AssetUse]
  public package(set) var operating: [Operating]
  public package(set) var unmet: [UnmetEntry]
  /// Promised hours that are not kept, one entry for each person, demand and period.
  public package(set) var brokenCommitments: [BrokenCommitment]
  public package(set) var bottlenecks: [Bottleneck]
  public package(set) var verification: Verification
  /// What was kept of a plan in force; nil where there was none to keep.
  public package(set) var replanning: Replanning?

  package init(
    scenario: ScenarioReference, status: Status, stop: Stop, engine: EngineRecord, objective: Objective,
    summary: PlanSummary, assignments: [Assignment], overtime: [OvertimeEntry], assetUse: [AssetUse],
    operating: [Operating], unmet: [UnmetEntry], brokenCommitments: [BrokenCommitment], bottlenecks: [Bottleneck],
    verification: Verification, replanning: Replanning? = nil
  ) {
    self.replanning = replanning
    self.scenario = scenario
    self.status = status
    self.stop = stop
    self.engine = engine
    self.objective = objective
    self.summary = summary
    self.assignments = assignments
    self.overtime = overtime
    self.assetUse = assetUse
    self.operating = operating
    self.unmet = unmet
    self.brokenCommitments = brokenCommitments
    self.bottlenecks = bottlenecks
    self.verification = verification
  }

  /// Which scenario the plan is for.
  public struct ScenarioReference: Sendable, Hashable {
    public var name: String?
    /// SHA-256 of the scenario's bytes, in lower-case hexadecimal digits.
    public var sha256: String

    public init(name: String?, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  /// How good the plan is known to be.
  public enum Status: String, Sendable, Hashable, CaseIterable {
    /// The gap is at most the tolerance asked for.
    case optimal
    case feasible
  }

  /// Why the solver stopped.
  public enum Stop: String, Sendable, Hashable, CaseIterable {
    case proved, gap, time, work, memory, interrupted, crash
  }

  /// What computed the plan.
  public struct EngineRecord: Sendable, Hashable {
    /// `glpk` or `native`.
    public var name: String
    public var version: String
    /// Why it was not the engine that was asked for; nil where it was.
    public var fallback: String?

    public init(name: String, version: String, fallback: String? = nil) {
      self.name = name
      self.version = version
      self.fallback = fallback
    }
  }

  /// The plan's worth, in money; smaller is better.
  public struct Objective: Sendable, Hashable {
    /// The sum of the terms.
    public var value: Millionths
    /// No plan of the scenario costs less; rounded down. Nil where none is known.
    public var bound: Millionths?
    public var terms: Terms

    public init(value: Millionths, bound: Millionths?, terms: Terms) {
      self.value = value
      self.bound = bound
      self.terms = terms
    }

    /// `(value - bound) / max(1, abs(value))`, in units of 10^-12, rounded up; nil without a bound.
    public var gap: Int128? {
      bound.map { Gap(value: value, bound: $0).count }
    }
  }

  /// The named parts of the objective, in money.
  public struct Terms: Sendable, Hashable {
    public var labour: Millionths
    public var overtime: Millionths
    public var assets: Millionths
    public var unmet: Millionths
    public var commitments: Millionths
    public var change: Millionths

    public init(
      labour: Millionths = .zero, overtime: Millionths = .zero, assets: Millionths = .zero, unmet: Millionths = .zero,
      commitments: Millionths = .zero, change: Millionths = .zero
    ) {
      self.labour = labour
      self.overtime = overtime
      self.assets = assets
      self.unmet = unmet
      self.commitments = commitments
      self.change = change
    }

    /// The terms with their names, in the order of `model.md`.
    public var named: [(name: String, amount: Millionths)] {
      [
        ("labour", labour), ("overtime", overtime), ("assets", assets), ("unmet", unmet),
        ("commitments", commitments), ("change", change),
      ]
    }

    /// The sum of the terms.
    public var total: Millionths { named.reduce(.zero) { $0 + $1.amount } }
  }

  /// Worked hours of a person on a demand in a period.
  public struct Assignment: Sendable, Hashable {
    public var staff: String
    public var demand: String
    public var project: String
    public var period: Int
    /// The first and last day of the period.
    public var days: DayRange
    public var hours: Millionths
    public var cost: Millionths

    public init(
      staff: String, demand: String, project: String, period: Int, days: DayRange, hours: Millionths, cost: Millionths
    ) {
      self.staff = staff
      self.demand = demand
      self.project = project
      self.period = period
      self.days = days
      self.hours = hours
      self.cost = cost
    }
  }

  /// Overtime of a person in a period; the cost is the premium alone.
  public struct OvertimeEntry: Sendable, Hashable {
    public var staff: String
    public var period: Int
    public var hours: Millionths
    public var cost: Millionths

    public init(staff: String, period: Int, hours: Millionths, cost: Millionths) {
      self.staff = staff
      self.period = period
      self.hours = hours
      self.cost = cost
    }
  }

  /// Unit-days of an asset used by a demand, of staff or of assets, in a period.
  public struct AssetUse: Sendable, Hashable {
    public var asset: String
    public var demand: String
    public var project: String
    public var period: Int
    public var unitDays: Millionths
    public var cost: Millionths

    public init(
      asset: String, demand: String, project: String, period: Int, unitDays: Millionths, cost: Millionths
    ) {
      self.asset = asset
      self.demand = demand
      self.project = project
      self.period = period
      self.unitDays = unitDays
      self.cost = cost
    }
  }

  /// Operating hours of a person on an asset in a period.
  public struct Operating: Sendable, Hashable {
    public var staff: String
    public var asset: String
    public var period: Int
    public var hours: Millionths
    public var cost: Millionths

    public init(staff: String, asset: String, period: Int, hours: Millionths, cost: Millionths) {
      self.staff = staff
      self.asset = asset
      self.period = period
      self.hours = hours
      self.cost = cost
    }
  }

  /// What is left of a demand.
  public struct UnmetEntry: Sendable, Hashable {
    public var demand: String
    public var project: String
    /// Nil for a flexible demand.
    public var period: Int?
    /// Effective hours of a staff demand or unit-days of an asset demand.
    public var amount: Millionths
    /// Whether the amount is in unit-days.
    public var isUnitDays: Bool
    public var cost: Millionths
    public var reasons: [UnmetReason]
    public var remedies: [Remedy]

    public init(
      demand: String, project: String, period: Int?, amount: Millionths, isUnitDays: Bool, cost: Millionths,
      reasons: [UnmetReason] = [], remedies: [Remedy] = []
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

  /// Why a part of a demand is unmet.
  public struct UnmetReason: Sendable, Hashable {
    public var kind: Kind
    /// A sentence for people.
    public var detail: String
    /// The part of the unmet amount that it accounts for, in millionths of 1; the shares of an entry add up to 1.
    public var share: Millionths

    public enum Kind: String, Sendable, Hashable, CaseIterable {
      case nobody, away, taken, budget, pace, asset, operators, commitment, notWorthIt
    }

    public init(kind: Kind, detail: String, share: Millionths) {
      self.kind = kind
      self.detail = detail
      self.share = share
    }
  }

  /// A change of the scenario that covers more.
  public struct Remedy: Sendable, Hashable {
    public var kind: String
    public var title: String
    /// An RFC 6902 patch of the scenario, as JSON text.
    public var patch: String
    public var costBefore: Millionths
    public var costAfter: Millionths?
    public var saves: Millionths?
    public var confirmed: Bool

    public init(
      kind: String, title: String, patch: String, costBefore: Millionths, costAfter: Millionths?, saves: Millionths?,
      confirmed: Bool
    ) {
      self.kind = kind
      self.title = title
      self.patch = patch
      self.costBefore = costBefore
      self.costAfter = costAfter
      self.saves = saves
      self.confirmed = confirmed
    }
  }

  /// Promised hours not kept.
  public struct BrokenCommitment: Sendable, Hashable {
    public var staff: String
    public var demand: String
    public var period: Int
    public var hours: Millionths
    public var cost: Millionths

    public init(staff: String, demand: String, period: Int, hours: Millionths, cost: Millionths) {
      self.staff = staff
      self.demand = demand
      self.period = period
      self.hours = hours
      self.cost = cost
    }
  }

  /// What one more unit of something scarce is worth.
  public struct Bottleneck: Sendable, Hashable {
    public var kind: Kind
    /// The id of the person, asset, project or demand.
    public var id: String
    public var period: Int?
    /// Money saved by one more hour, unit-day or unit of money.
    public var pricePerUnit: Millionths
    /// For how many more units the price holds; nil where that is not known.
    public var validFor: Millionths?

    public enum Kind: String, Sendable, Hashable, CaseIterable {
      case staff, skill, asset, budget, pace, overtime
    }

    public init(kind: Kind, id: String, period: Int?, pricePerUnit: Millionths, validFor: Millionths?) {
      self.kind = kind
      self.id = id
      self.period = period
      self.pricePerUnit = pricePerUnit
      self.validFor = validFor
    }
  }

  /// What the independent checker found.
  public struct Verification: Sendable, Hashable {
    public var feasible: Bool
    public var violations: [Violation]
    /// The value recomputed.
    public var value: Millionths
    /// The bound recomputed from dual values; nil where there were none.
    public var bound: Millionths?
    public var boundKind: BoundKind

    /// Where the bound comes from.
    public enum BoundKind: String, Sendable, Hashable, CaseIterable {
      /// Lagrangian, from the dual values of the rows.
      case lagrangian
      case none
    }

    public init(
      feasible: Bool, violations: [Violation], value: Millionths, bound: Millionths?, boundKind: BoundKind
    ) {
      self.feasible = feasible
      self.violations = violations
      self.value = value
      self.bound = bound
      self.boundKind = boundKind
    }
  }

  /// How a plan came out of one that was in force.
  public struct Replanning: Sendable, Hashable {
    /// SHA-256 of the bytes of the plan in force, in lower-case hexadecimal digits.
    public var keptPlan: String
    /// Periods that begin before this day stayed as they were.
    public var from: Day?
    /// The number of these periods.
    public var frozenPeriods: Int
    /// Money for each hour moved, in the term `change`.
    public var changeCostPerHour: ExactDecimal
    /// At most so many assignments were allowed to change.
    public var maxChanges: Int?
    /// So many did, of so many people, by so many hours.
    public var changes: Int
    public var people: Int
    public var hoursMoved: Millionths
    /// The value of the best plan in which no assignment changes; nil where there is none.
    public var unchangedValue: Millionths?

    public init(
      keptPlan: String, from: Day?, frozenPeriods: Int, changeCostPerHour: ExactDecimal, maxChanges: Int?, changes: Int,
      people: Int, hoursMoved: Millionths, unchangedValue: Millionths?
    ) {
      self.keptPlan = keptPlan
      self.from = from
      self.frozenPeriods = frozenPeriods
      self.changeCostPerHour = changeCostPerHour
      self.maxChanges = maxChanges
      self.changes = changes
      self.people = people
      self.hoursMoved = hoursMoved
      self.unchangedValue = unchangedValue
    }
  }

  /// Something that is wrong with a plan.
  public struct Violation: Sendable, Hashable {
    /// A stable identifier in kebab case, such as `capacity`, `window`, `unknown-staff`, `wrong-cost`.
    public var kind: String
    /// A sentence with the names and figures.
    public var detail: String
    /// The place in the plan's document.
    public var path: DocumentPath
    /// What is too much, where it is an amount; not part of the document.
    public var excess: Excess?

    public init(kind: String, detail: String, path: DocumentPath, excess: Excess? = nil) {
      self.kind = kind
      self.detail = detail
      self.path = path
      self.excess = excess
    }

    /// An amount by which a limit is passed, and whose amounts add up to it.
    public struct Excess: Sendable, Hashable {
      /// Hours, unit-days where there is an asset, or money where there is a project; rounded up.
      public var amount: Millionths
      public var staff: String?
      public var demand: String?
      public var asset: String?
      public var project: String?
      public var period: Int?

      public init(
        _ amount: Millionths, staff: String? = nil, demand: String? = nil, asset: String? = nil, project: String? = nil,
        period: Int? = nil
      ) {
        self.amount = amount
        self.staff = staff
        self.demand = demand
        self.asset = asset
        self.project = project
        self.period = period
      }
    }
  }
}

/// The plan in a few figures.
public struct PlanSummary: Sendable, Hashable {
  /// Effective hours of the staff demands.
  public var hours: Coverage
  /// Unit-days of the asset demands.
  public var unitDays: Coverage
  /// Money really spent: labour, overtime and assets, without penalties.
  public var cost: Millionths
  /// By priority, highest first.
  public var coverageByPriority: [PriorityCoverage]
  public var projects: [ProjectFigures]
  public var people: [Utilisation]
  public var departments: [Utilisation]
  public var skills: [Utilisation]
  public var assets: [Utilisation]

  public init(
    hours: Coverage = Coverage(), unitDays: Coverage = Coverage(), cost: Millionths = .zero,
    coverageByPriority: [PriorityCoverage] = [], projects: [ProjectFigures] = [], people: [Utilisation] = [],
    departments: [Utilisation] = [], skills: [Utilisation] = [], assets: [Utilisation] = []
  ) {
    self.hours = hours
    self.unitDays = unitDays
    self.cost = cost
    self.coverageByPriority = coverageByPriority
    self.projects = projects
    self.people = people
    self.departments = departments
    self.skills = skills
    self.assets = assets
  }

  /// What was wanted and what became of it; `met` is `wanted - unmet`.
  public struct Coverage: Sendable, Hashable {
    public var wanted: Millionths
    public var unmet: Millionths
    public var met: Millionths { wanted - unmet }

    public init(wanted: Millionths = .zero, unmet: Millionths = .zero) {
      self.wanted = wanted
      self.unmet = unmet
    }

    /// `met / wanted` in millionths, rounded down; 1 where nothing is wanted.
    public var share: Millionths {
      wanted.count == 0
        ? Millionths(1) : Millionths(count: scaled(met.count, by: 1_000_000, over: wanted.count, rounding: .towardZero))
    }
  }

  /// Coverage of the demands of one priority.
  public struct PriorityCoverage: Sendable, Hashable {
    public var priority: ExactDecimal
    public var hours: Coverage
    public var unitDays: Coverage

    public init(priority: ExactDecimal, hours: Coverage = Coverage(), unitDays: Coverage = Coverage()) {
      self.priority = priority
      self.hours = hours
      self.unitDays = unitDays
    }
  }

  /// Coverage and cost of one project.
  public struct ProjectFigures: Sendable, Hashable {
    public var id: String
    public var hours: Coverage
    public var unitDays: Coverage
    /// Money for its staff and assets, as it counts against a budget.
    public var cost: Millionths

    public init(
      id: String, hours: Coverage = Coverage(), unitDays: Coverage = Coverage(), cost: Millionths = .zero
    ) {
      self.id = id
      self.hours = hours
      self.unitDays = unitDays
      self.cost = cost
    }
  }

  /// How much of something is used: hours of people, unit-days of assets.
  public struct Utilisation: Sendable, Hashable {
    /// The id of the person or asset, or the name of the department or skill.
    public var id: String
    /// Regular hours (row 1 without overtime) or unit-days (row 6) over the horizon, rounded down.
    public var available: Millionths
    /// Hours on demands and operating hours, or unit-days used.
    public var used: Millionths
    /// The part of `used` that is overtime; 0 for assets.
    public var overtime: Millionths

    public init(
      id: String, available: Millionths = .zero, used: Millionths = .zero, overtime: Millionths = .zero
    ) {
      self.id = id
      self.available = available
      self.used = used
      self.overtime = overtime
    }

    /// `used / available` in millionths, rounded down; nil where nothing is available.
    public var share: Millionths? {
      available.count == 0
        ? nil : Millionths(count: scaled(used.count, by: 1_000_000, over: available.count, rounding: .towardZero))
    }
  }
}
