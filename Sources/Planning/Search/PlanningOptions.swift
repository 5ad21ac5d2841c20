// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
public import LinearModels

/// What a solve is asked for.
public struct PlanningOptions: Sendable {
  /// Which engine answers: the name of an order in which engines are tried.
  public struct Engine: RawRepresentable, Sendable, Hashable, CaseIterable {
    /// The name, as `--engine` takes it.
    public let rawValue: String

    /// - Returns: nil for a name that is not known.
    public init?(rawValue: String) {
      guard SearchOrder.all.contains(where: { $0.name == rawValue }) else { return nil }
      self.rawValue = rawValue
    }

    private init(known name: String) { rawValue = name }

    /// The native engine, whose optimum GLPK confirms; GLPK where the native engine does not prove it.
    public static let auto = Engine(known: "auto")
    /// GLPK, from the native engine's prices; where GLPK fails the native engine goes on, and that is reported.
    public static let glpk = Engine(known: "glpk")
    /// HiGHS, where its library is there, as ``glpk``.
    public static let highs = Engine(known: "highs")
    /// The native engine alone.
    public static let native = Engine(known: "native")

    /// The engines by name, in the order in which help lists them.
    public static var allCases: [Engine] { SearchOrder.all.map { Engine(known: $0.name) } }

    /// Whether the native engine answers first.
    package var isNativeFirst: Bool { SearchOrder.named(rawValue).asked == nil }
  }

  /// Which engine answers; without effect where ``engines`` has any.
  public var engine: Engine
  /// Engines of the caller's own, which are asked in this order before the native one; empty for what `engine` says.
  public var engines: [any LinearModels.Engine]
  /// A plan with a gap of at most this is called optimal, and the search stops there.
  public var gapTolerance: Double
  /// Wall time in seconds; nil is without limit.
  public var timeLimit: Double?
  /// Work in pivots and sweeps; nil is without limit. The same limit gives the same plan on every machine.
  public var workLimit: Int?
  /// The file of the GLPK library; nil looks in the usual places.
  public var glpkLibrary: String?
  /// The file of the HiGHS library; nil looks in the usual places.
  public var highsLibrary: String?
  /// The command (program and arguments) of a process that solves for GLPK or HiGHS, that runs ``EngineWorkers/serve()``;
  /// nil solves in this process, on a thread of its own. In a process of its own an engine can crash without harm, and is
  /// killed when it is late.
  package var engineWorker: [String]?
  /// Programs with fewer columns are solved in this process all the same, because starting another takes longer than
  /// solving them.
  package var engineWorkerColumns = 0
  /// What limits the plan's amounts beside the scenario; the bound is then one for plans that keep them. Where the scenario
  /// leaves no room for that, the plan breaks them, and ``PlanningResult/breaches`` says where.
  package var limits: PlanLimits?
  /// Plans of the scenario that a search for decisions begins with: what it finds is at least as good as each of them that
  /// keeps the limits. Their periods are those of the scenario.
  package var known: [Plan] = []
  /// Whether the plan says who does what on each day.
  public var withDays = false
  /// Whether the plan says who is used how much in each period.
  public var withLoad = false
  /// Whether the plan says what its bounds follow from.
  public var withCertificate = false
  /// Whether GLPK, where it is there, is to confirm the optimum of a linear program that the native engine finds with
  /// ``Engine/auto``: it is handed the optimal basis, and prices it out. The plan is the same; what says whose it is differs.
  public var confirms = false
  /// How many threads may work on one plan at the same time; the plan is the same for any number.
  public var threads: Int

  /// Makes options; what each means is said at its property.
  public init(
    engine: Engine = .auto, engines: [any LinearModels.Engine] = [], gapTolerance: Double = 1e-6,
    timeLimit: Double? = nil, workLimit: Int? = nil, glpkLibrary: String? = nil, threads: Int = 1
  ) {
    self.threads = threads
    self.engine = engine
    self.engines = engines
    self.gapTolerance = gapTolerance
    self.timeLimit = timeLimit
    self.workLimit = workLimit
    self.glpkLibrary = glpkLibrary
  }
}

/// A plan with what is known about how it came about.
package struct PlanningResult: Sendable {
  /// The plan, checked.
  package var plan: Plan
  /// Amounts outside of ``PlanningOptions/limits``, which the scenario does not let the plan keep; empty where all are kept.
  package var breaches: [PlanLimits.Breach]
  /// The dual values that its bound was recomputed from; nil where it has no bound.
  package var prices: RowPrices?
  /// Where the optimum was found, to solve scenarios like this one from there; nil where it was not proven by the native
  /// simplex method.
  package var warmStart: WarmStart?
  /// What a user should be told beside the plan, such as a fallback; sentences.
  package var notices: [String]
  /// Seconds by part (`build`, `native`, `simplex`, `glpk`, `round`, `check`), in the order of work.
  package var timings: [(part: String, seconds: Double)]
  /// Rows, columns and entries of the linear program.
  package var size: (rows: Int, columns: Int, entries: Int)
  /// Work done, in pivots and sweeps.
  package var iterations: Int

  init(
    plan: Plan, breaches: [PlanLimits.Breach], prices: RowPrices?, warmStart: WarmStart?, notices: [String],
    timings: [(part: String, seconds: Double)],
    size: (rows: Int, columns: Int, entries: Int), iterations: Int
  ) {
    self.plan = plan
    self.breaches = breaches
    self.prices = prices
    self.warmStart = warmStart
    self.notices = notices
    self.timings = timings
    self.size = size
    self.iterations = iterations
  }
}

/// Why there is no plan.
public struct PlanningFailure: Error, Sendable, Hashable {
  /// What kind of failure it is; raw values stay the same from version to version.
  public enum Kind: String, Sendable, Hashable {
    /// No plan passed the checker within the limits.
    case noVerifiedPlan
    /// The scenario needs what this version does not do.
    case unsupported
  }

  /// What kind of failure it is.
  public var kind: Kind
  /// What happened, as a sentence for people.
  public var detail: String
  /// What to do about it, as a sentence, or nil.
  public var hint: String?

  package init(_ kind: Kind, _ detail: String, hint: String? = nil) {
    self.kind = kind
    self.detail = detail
    self.hint = hint
  }
}

extension PlanningFailure: CustomStringConvertible {
  /// What happened, and what to do about it.
  public var description: String { detail + (hint.map { " " + $0 } ?? "") }
}
