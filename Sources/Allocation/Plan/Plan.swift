// SPDX-License-Identifier: GPL-3.0-or-later

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
  /// What of the value is really spent, and what is not.
  public package(set) var money: Money
  /// What the plan was to be best in, one after another; nil where that is the value alone.
  public package(set) var order: [Step]?
  /// The projects that start later, by id; nil where the scenario lets none.
  public package(set) var starts: [Start]?
  /// The trainings that are bought, by person and skill; nil where the scenario offers none.
  public package(set) var trainings: [BoughtTraining]?
  /// The external people who are engaged, by id; nil where the scenario has none.
  public package(set) var engaged: [Engagement]?
  public package(set) var summary: PlanSummary
  /// Who is used how much in each period; nil where it was not asked for.
  public package(set) var load: PlanLoad?
  public package(set) var assignments: [Assignment]
  public package(set) var overtime: [OvertimeEntry]
  public package(set) var assetUse: [AssetUse]
  public package(set) var operating: [Operating]
  public package(set) var unmet: [UnmetEntry]
  /// Promised hours that are not kept, one entry for each person, demand and period.
  public package(set) var brokenCommitments: [BrokenCommitment]
  /// Who does what on each day, and which units are used; nil where it was not asked for.
  public package(set) var days: [DayEntry]?
  /// The prices that the bounds follow from; nil where they were not asked for, or where there are none.
  public package(set) var certificate: PlanCertificate?
  public package(set) var bottlenecks: [Bottleneck]
  public package(set) var verification: Verification
  /// What was kept of a plan in force; nil where there was none to keep.
  public package(set) var replanning: Replanning?

  package init(
    scenario: ScenarioReference, status: Status, stop: Stop, engine: EngineRecord, objective: Objective,
    money: Money? = nil, order: [Step]? = nil, starts: [Start]? = nil, trainings: [BoughtTraining]? = nil,
    engaged: [Engagement]? = nil, summary: PlanSummary, load: PlanLoad? = nil, assignments: [Assignment],
    overtime: [OvertimeEntry],
    assetUse: [AssetUse], operating: [Operating], unmet: [UnmetEntry], brokenCommitments: [BrokenCommitment],
    days: [DayEntry]? = nil, certificate: PlanCertificate? = nil, bottlenecks: [Bottleneck], verification: Verification,
    replanning: Replanning? = nil
  ) {
    self.money = money ?? Money(of: objective.terms)
    self.order = order
    (self.starts, self.trainings, self.engaged) = (starts, trainings, engaged)
    self.replanning = replanning
    self.scenario = scenario
    self.status = status
    self.stop = stop
    self.engine = engine
    self.objective = objective
    self.summary = summary
    self.load = load
    self.assignments = assignments
    self.overtime = overtime
    self.assetUse = assetUse
    self.operating = operating
    self.unmet = unmet
    self.brokenCommitments = brokenCommitments
    self.days = days
    self.certificate = certificate
    self.bottlenecks = bottlenecks
    self.verification = verification
  }

  /// Which scenario the plan is for.
  public struct ScenarioReference: Sendable, Hashable {
    /// The name that the scenario gives itself.
    public var name: String?
    /// SHA-256 of the scenario's bytes, in lower-case hexadecimal digits.
    public var sha256: String

    package init(name: String?, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  /// How good the plan is known to be.
  public enum Status: String, Sendable, Hashable, CaseIterable {
    /// The gap is at most the tolerance asked for, or the value is above the bound by no more than rounding may cost.
    case optimal
    case feasible
  }

  /// Why the solver stopped.
  public enum Stop: String, Sendable, Hashable, CaseIterable {
    case proved, gap, time, work, memory, interrupted, crash
  }

  /// What computed the plan.
  public struct EngineRecord: Sendable, Hashable {
    /// `native`, `glpk` or `highs`.
    public var name: String
    /// The version of the engine, such as `5.0`.
    public var version: String
    /// The engine whose optimum this one confirmed: the plan is that one's, and both agree on its value. Nil where the
    /// engine made the plan alone.
    public var start: String?
    /// Why it was not the engine that was asked for; nil where it was.
    public var fallback: String?
    /// Why no second engine confirmed the optimum; nil where one did, or none was asked to.
    public var unconfirmed: String?
    /// What an engine claims beyond the bound that the checker vouches for, where something is decided in whole numbers; nil
    /// where none claims more.
    public var claimed: EngineClaim?

    package init(name: String, version: String, start: String? = nil, fallback: String? = nil) {
      self.name = name
      self.version = version
      self.start = start
      self.fallback = fallback
    }
  }

  /// A bound that an engine states and nobody has checked.
  public struct EngineClaim: Sendable, Hashable {
    /// The engine, as in ``EngineRecord/name``.
    public var engine: String
    /// No plan costs less, if it is right.
    public var bound: Millionths

    package init(engine: String, bound: Millionths) {
      self.engine = engine
      self.bound = bound
    }
  }

  /// The plan's worth, in money; smaller is better.
  public struct Objective: Sendable, Hashable {
    /// The sum of the terms.
    public var value: Millionths
    /// No plan of the scenario costs less; rounded down. Nil where none is known.
    public var bound: Millionths?
    /// What the value is made of.
    public var terms: Terms
    /// What the grid of millionths may cost, in money: a millionth for each entry of the plan's lists, at the dearest of
    /// the prices of an unmet unit of its demand, of a promised hour and of a changed hour.
    public var rounding: Millionths

    package init(value: Millionths, bound: Millionths?, terms: Terms, rounding: Millionths = .zero) {
      self.value = value
      self.bound = bound
      self.terms = terms
      self.rounding = rounding
    }

    /// Whether the value is no further above the bound than rounding may have put it; false without a bound.
    public var isWithinRounding: Bool {
      bound.map { value - $0 <= rounding } ?? false
    }

    /// `(value - bound) / max(1, abs(value))`, in units of 10^-12, rounded up; nil without a bound.
    public var gap: Int128? {
      bound.map { Gap(value: value, bound: $0).count }
    }
  }

  /// The named parts of the objective, in money.
  public struct Terms: Sendable, Hashable {
    /// Worked and operating hours at their regular cost.
    public var labour: Millionths
    /// The premium for overtime, above the regular cost.
    public var overtime: Millionths
    /// Unit-days in use.
    public var assets: Millionths
    /// The penalty for what is unmet.
    public var unmet: Millionths
    /// The penalty for promised hours not kept.
    public var commitments: Millionths
    /// What work counts as by the preferences; below 0 where it is liked.
    public var preference: Millionths
    /// The price of hours that differ from the baseline.
    public var change: Millionths
    /// What external people cost besides their hours; nil where the scenario has none.
    public var engagement: Millionths?
    /// What it costs that projects start later; nil where the scenario lets none.
    public var delay: Millionths?
    /// What trainings cost; nil where the scenario offers none.
    public var training: Millionths?

    package init(
      labour: Millionths = .zero, overtime: Millionths = .zero, assets: Millionths = .zero, unmet: Millionths = .zero,
      commitments: Millionths = .zero, preference: Millionths = .zero, change: Millionths = .zero,
      engagement: Millionths? = nil, delay: Millionths? = nil, training: Millionths? = nil
    ) {
      self.engagement = engagement
      self.delay = delay
      self.training = training
      self.labour = labour
      self.overtime = overtime
      self.assets = assets
      self.unmet = unmet
      self.commitments = commitments
      self.preference = preference
      self.change = change
    }

    /// The terms with their names, in the order of `model.md`; without those that the scenario does not have.
    public var named: [(name: String, amount: Millionths)] {
      let decided = [("engagement", engagement), ("delay", delay), ("training", training)]
      return [
        ("labour", labour), ("overtime", overtime), ("assets", assets), ("unmet", unmet),
        ("commitments", commitments), ("preference", preference), ("change", change),
      ] + decided.compactMap { term in term.1.map { (term.0, $0) } }
    }

    /// The sum of the terms.
    public var total: Millionths { named.reduce(.zero) { $0 + $1.amount } }
  }

  /// The value in two parts, in money: what somebody pays, and what only counts.
  public struct Money: Sendable, Hashable {
    /// The terms that are really spent: labour, overtime, assets, engagement, delay and training.
    public var spent: Millionths
    /// The other terms: unmet, commitments, preference and change. They say what is worth more; nobody pays them.
    public var penalties: Millionths

    package init(spent: Millionths = .zero, penalties: Millionths = .zero) {
      self.spent = spent
      self.penalties = penalties
    }

    /// The two parts of an objective's terms.
    package init(of terms: Terms) {
      spent =
        terms.labour + terms.overtime + terms.assets + (terms.engagement ?? .zero) + (terms.delay ?? .zero)
        + (terms.training ?? .zero)
      penalties = terms.total - spent
    }
  }
}
