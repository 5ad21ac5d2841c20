// SPDX-License-Identifier: GPL-3.0-or-later

/// Solves linear models, each in a session of its own.
///
/// This and ``Session`` are all that the planner knows of an engine. What an engine answers is never trusted: values,
/// bounds and plans are computed again by the checker.
public protocol Engine: Sendable {
  /// A short name for records and options, such as `glpk`.
  var name: String { get }
  /// The name for people; by default the short one.
  var title: String { get }
  /// The version of the engine.
  var version: String { get }
  /// What the engine can do; anything else is refused with an error that names it.
  var capabilities: EngineCapabilities { get }

  /// Begins with a model.
  ///
  /// - Parameters:
  ///   - model: a sound model, see ``LinearModel/problems()``.
  ///   - start: what is known about it. A basis or weights for an engine without the capability are refused; other help
  ///     may be ignored.
  /// - Throws: ``SolverFailure`` where the engine cannot run, or does not do what is asked.
  func session(_ model: LinearModel, from start: SessionStart) throws(SolverFailure) -> any Session
}

/// A model in the hands of an engine. It belongs to one thread.
public protocol Session: AnyObject {
  /// Solves from where the session is.
  ///
  /// - Parameters:
  ///   - limits: at a limit the answer is what was found until then.
  ///   - target: the objective of a feasible point that is good enough; nil asks for the optimum.
  ///   - report: called now and then from the same thread.
  /// - Throws: ``SolverFailure`` where the engine could not run at all, or has no targets and is given one.
  func solve(
    limits: SolveLimits, target: Double?, report: ((SessionProgress) -> Void)?
  ) throws(SolverFailure) -> LinearResult

  /// Changes the bounds of a column.
  func setColumnBounds(_ column: Int, lower: Double, upper: Double) throws(SolverFailure)
  /// Changes the bounds of a row.
  func setRowBounds(_ row: Int, lower: Double, upper: Double) throws(SolverFailure)
  /// Changes the cost of a column.
  func setCost(_ column: Int, _ cost: Double) throws(SolverFailure)
}

/// How far a session is.
public struct SessionProgress: Sendable, Hashable {
  /// Work done in this solve, in the method's own count.
  public var iterations: Int
  /// The columns that are looked at for the time being.
  public var activeColumns: Int
  /// The objective of the present point, where that satisfies all rows.
  public var feasibleObjective: Double?

  /// Makes a report.
  public init(iterations: Int, activeColumns: Int, feasibleObjective: Double?) {
    self.iterations = iterations
    self.activeColumns = activeColumns
    self.feasibleObjective = feasibleObjective
  }
}

/// What an engine can do.
public struct EngineCapabilities: OptionSet, Sendable, Hashable {
  /// The bits of the capabilities.
  public let rawValue: Int
  /// Makes capabilities from their bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// It solves models with integer columns.
  public static let integers = EngineCapabilities(rawValue: 1 << 0)
  /// It answers with dual values at the optimum.
  public static let exactDuals = EngineCapabilities(rawValue: 1 << 1)
  /// It starts from a basis and answers with one.
  public static let basis = EngineCapabilities(rawValue: 1 << 2)
  /// Infeasible and unbounded models are told apart from solvable ones.
  public static let certificates = EngineCapabilities(rawValue: 1 << 3)
  /// It uses weights that it has kept with a basis.
  public static let weights = EngineCapabilities(rawValue: 1 << 4)
  /// It stops at a feasible point that is good enough.
  public static let target = EngineCapabilities(rawValue: 1 << 5)
  /// Its sessions take changes of bounds and costs.
  public static let changes = EngineCapabilities(rawValue: 1 << 6)
}

extension Engine {
  /// The engine's ``name``, where it does not say otherwise.
  public var title: String { name }

  /// Refuses what the engine does not do. For engines to call first.
  ///
  /// - Throws: ``SolverFailure`` of kind `unsupported`, which names what is refused.
  public func requireSupport(of model: LinearModel, _ start: SessionStart) throws(SolverFailure) {
    if !model.integerColumns.isEmpty { try require(.integers, "integer columns") }
    if start.basis != nil { try require(.basis, "a basis to start from") }
    if start.weights != nil { try require(.weights, "weights of a basis") }
  }

  private func require(_ capability: EngineCapabilities, _ what: String) throws(SolverFailure) {
    if !capabilities.contains(capability) { throw SolverFailure(.unsupported, "\(title) does not support \(what)") }
  }

  /// Solves a model in one go.
  ///
  /// - Throws: ``SolverFailure`` where the model is unsound or the engine could not run at all.
  public func solve(
    _ model: LinearModel, limits: SolveLimits = SolveLimits(), start: Basis? = nil
  ) throws(SolverFailure) -> LinearResult {
    if let problem = model.problems().first {
      throw SolverFailure(.invalidModel, "the model is unsound: \(problem)")
    }
    return try session(model, from: SessionStart(basis: start)).solve(limits: limits, target: nil, report: nil)
  }
}

extension Session {
  /// Refuses the change, for sessions without the capability ``EngineCapabilities/changes``.
  ///
  /// - Throws: ``SolverFailure`` of kind `unsupported`.
  public func setColumnBounds(_ column: Int, lower: Double, upper: Double) throws(SolverFailure) { throw noChanges }
  /// Refuses the change, for sessions without the capability ``EngineCapabilities/changes``.
  ///
  /// - Throws: ``SolverFailure`` of kind `unsupported`.
  public func setRowBounds(_ row: Int, lower: Double, upper: Double) throws(SolverFailure) { throw noChanges }
  /// Refuses the change, for sessions without the capability ``EngineCapabilities/changes``.
  ///
  /// - Throws: ``SolverFailure`` of kind `unsupported`.
  public func setCost(_ column: Int, _ cost: Double) throws(SolverFailure) { throw noChanges }

  private var noChanges: SolverFailure {
    SolverFailure(.unsupported, "the engine does not support changes of a model that it has begun with")
  }
}
