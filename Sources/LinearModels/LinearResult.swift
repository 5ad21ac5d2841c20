// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a solver stopped.
///
/// What it found is a separate question, answered by ``LinearResult/primal`` and ``LinearResult/dual``.
public enum Termination: Sendable, Hashable {
  /// The primal solution is optimal within the solver's tolerances.
  case optimal
  /// No solution satisfies the rows and bounds.
  case infeasible
  /// The objective can fall without end.
  case unbounded
  /// One of the two above; which one is not known.
  case infeasibleOrUnbounded
  /// A limit that was asked for.
  case limit(Limit)
  /// The numbers got out of hand; a primal solution, where there is one, is to be checked.
  case numericalTrouble
}

/// A limit on a solver's work.
public enum Limit: String, Sendable, Hashable {
  case time, work, memory, interrupted
}

/// A place for a column or a row in a basis.
public enum BasisStatus: Int8, Sendable, Hashable, BitwiseCopyable {
  case basic, atLower, atUpper, free, fixed
}

/// A basis: which columns and row activities are basic, and at which bound the others stand.
public struct Basis: Sendable, Hashable {
  public var columns: [BasisStatus]
  public var rows: [BasisStatus]

  public init(columns: [BasisStatus], rows: [BasisStatus]) {
    self.columns = columns
    self.rows = rows
  }
}

/// What a solver answers.
public struct LinearResult: Sendable {
  public var termination: Termination
  /// The columns' values where the solver has a primal solution, feasible within tolerances for `.optimal`.
  public var primal: [Double]?
  /// The rows' dual values: multipliers y such that the reduced cost of column j is `cost_j - sum_i a_ij y_i`; nil for
  /// integer programs.
  public var dual: [Double]?
  /// The objective of `primal`, offset included.
  public var objective: Double?
  /// A value that no solution is below, as the solver claims it; recompute it with ``LinearModel/dualBound(_:)``.
  public var bound: Double?
  /// The final basis, where the method has one.
  public var basis: Basis?
  /// Work done, in the method's own count (simplex: pivots).
  public var iterations: Int

  public init(
    termination: Termination, primal: [Double]? = nil, dual: [Double]? = nil, objective: Double? = nil,
    bound: Double? = nil, basis: Basis? = nil, iterations: Int = 0
  ) {
    self.termination = termination
    self.primal = primal
    self.dual = dual
    self.objective = objective
    self.bound = bound
    self.basis = basis
    self.iterations = iterations
  }
}

/// How long and how hard a solver may work.
public struct SolveLimits: Sendable {
  /// Wall time in seconds; nil is without limit.
  public var seconds: Double?
  /// Work in the method's own count; nil is without limit.
  public var iterations: Int?
  /// What may end the work from outside; nil is nothing.
  public var interruption: Interruption?

  public init(seconds: Double? = nil, iterations: Int? = nil, interruption: Interruption? = nil) {
    self.seconds = seconds
    self.iterations = iterations
    self.interruption = interruption
  }
}

/// For how much a right-hand side or cost can change before the optimal basis does.
public struct SensitivityRange: Sendable, Hashable {
  /// The lowest and highest value for which the present basis stays optimal.
  public var lower: Double
  public var upper: Double

  public init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }
}

/// Anything that solves a ``LinearModel`` in one go.
public protocol LinearSolver: Sendable {
  /// A short name such as `glpk`.
  var name: String { get }
  /// The version of the engine.
  var version: String { get }
  /// What the solver can do; anything else is refused.
  var capabilities: SolverCapabilities { get }

  /// Solves a model.
  ///
  /// - Parameters:
  ///   - model: a sound model, see ``LinearModel/problems()``.
  ///   - limits: at a limit the answer is what was found until then.
  ///   - start: a basis to start from, or nil.
  /// - Throws: ``SolverFailure`` where the solver could not run at all.
  func solve(_ model: LinearModel, limits: SolveLimits, start: Basis?) throws(SolverFailure) -> LinearResult
}

/// What a solver can do.
public struct SolverCapabilities: OptionSet, Sendable, Hashable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }

  public static let integers = SolverCapabilities(rawValue: 1 << 0)
  /// It answers with dual values at the optimum.
  public static let exactDuals = SolverCapabilities(rawValue: 1 << 1)
  public static let basis = SolverCapabilities(rawValue: 1 << 2)
  /// Infeasible and unbounded models are told apart from solvable ones.
  public static let certificates = SolverCapabilities(rawValue: 1 << 3)
}

/// A session on one model: it takes changes and solves again from where it stands.
public protocol LinearSession: Sendable {
  /// Changes the bounds of a column.
  func setColumnBounds(_ column: Int, lower: Double, upper: Double) async throws(SolverFailure)
  /// Changes the cost of a column.
  func setCost(_ column: Int, _ cost: Double) async throws(SolverFailure)
  /// Changes the bounds of a row.
  func setRowBounds(_ row: Int, lower: Double, upper: Double) async throws(SolverFailure)
  /// Adds rows; their entries are given by column index.
  func addRows(_ rows: [SparseRow]) async throws(SolverFailure)
  /// Adds columns; their entries are given by row index.
  func addColumns(_ columns: [SparseColumn]) async throws(SolverFailure)
  /// Solves from the present basis.
  func solve(limits: SolveLimits) async throws(SolverFailure) -> LinearResult
}

/// A row with its entries.
public struct SparseRow: Sendable, Hashable {
  public var lower: Double
  public var upper: Double
  public var columns: [Int]
  public var values: [Double]

  public init(lower: Double, upper: Double, columns: [Int] = [], values: [Double] = []) {
    self.lower = lower
    self.upper = upper
    self.columns = columns
    self.values = values
  }
}

/// A column with its entries.
public struct SparseColumn: Sendable, Hashable {
  public var cost: Double
  public var lower: Double
  public var upper: Double
  public var rows: [Int]
  public var values: [Double]

  public init(cost: Double, lower: Double, upper: Double, rows: [Int] = [], values: [Double] = []) {
    self.cost = cost
    self.lower = lower
    self.upper = upper
    self.rows = rows
    self.values = values
  }
}

/// Why a solver could not run at all.
public struct SolverFailure: Error, Sendable, Hashable {
  /// The kind of failure; more may be added.
  public struct Kind: Sendable, Hashable, RawRepresentable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The solver's library is not there.
    public static let libraryMissing = Kind(rawValue: "library-missing")
    /// The library is of a version that is not known.
    public static let libraryUnsupported = Kind(rawValue: "library-unsupported")
    /// The model is unsound.
    public static let invalidModel = Kind(rawValue: "invalid-model")
    /// The solver does not do what was asked.
    public static let unsupported = Kind(rawValue: "unsupported")
    /// The solver gave up with a fatal error of its own.
    public static let fault = Kind(rawValue: "fault")
    /// The memory limit was passed.
    public static let memory = Kind(rawValue: "memory")
    /// The process that solved died, hung or answered nonsense.
    public static let crash = Kind(rawValue: "crash")
  }

  public var kind: Kind
  /// What happened, for people.
  public var detail: String
  /// What to do about it, or nil.
  public var hint: String?

  public init(_ kind: Kind, _ detail: String, hint: String? = nil) {
    self.kind = kind
    self.detail = detail
    self.hint = hint
  }
}
