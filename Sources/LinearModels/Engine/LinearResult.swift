// SPDX-License-Identifier: GPL-3.0-or-later

/// Why an engine stopped.
///
/// What it found is a separate question, answered by ``LinearResult/primal``, ``LinearResult/isFeasible`` and
/// ``LinearResult/dual``; what it proved is another, answered by ``LinearResult/bound``.
public enum Termination: Sendable, Hashable {
  /// The primal solution is optimal within the engine's tolerances.
  case optimal
  /// A feasible point is as good as was asked for.
  case target
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

/// A limit on an engine's work.
public enum Limit: String, Sendable, Hashable {
  case time, work, memory, interrupted
}

/// What an engine answers: why it stopped, what it found, and what it proved.
///
/// Whatever was found by the time a limit was reached is a result; only an engine that could not run throws.
public struct LinearResult: Sendable {
  /// Why the engine stopped.
  public var termination: Termination
  /// The columns' values where the engine has any, within their bounds.
  public var primal: [Double]?
  /// Whether `primal` satisfies the rows too, within the engine's tolerances.
  public var isFeasible: Bool
  /// The rows' dual values: multipliers y such that the reduced cost of column j is `cost_j - sum_i a_ij y_i`; nil for
  /// integer programs.
  public var dual: [Double]?
  /// Where there is no solution, multipliers that show it, if the engine has any: added to any dual values often enough they
  /// make a bound of any height.
  public var ray: [Double]?
  /// The objective of `primal`, offset included.
  public var objective: Double?
  /// A value that no solution is below, as the engine claims it; recompute it with ``LinearModel/dualBound(_:)``.
  public var bound: Double?
  /// The final basis, where the method has one.
  public var basis: Basis?
  /// Work done, in the method's own count (simplex: pivots).
  public var iterations: Int

  /// Makes a result; what was not found is left out.
  public init(
    termination: Termination, primal: [Double]? = nil, isFeasible: Bool = false, dual: [Double]? = nil,
    ray: [Double]? = nil, objective: Double? = nil, bound: Double? = nil, basis: Basis? = nil, iterations: Int = 0
  ) {
    self.termination = termination
    self.primal = primal
    self.isFeasible = isFeasible
    self.dual = dual
    self.ray = ray
    self.objective = objective
    self.bound = bound
    self.basis = basis
    self.iterations = iterations
  }

  /// The limit that ended the work, where one did.
  public var limit: Limit? {
    if case .limit(let limit) = termination { limit } else { nil }
  }
}
