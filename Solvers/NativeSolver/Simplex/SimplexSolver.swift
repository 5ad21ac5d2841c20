// SPDX-License-Identifier: GPL-3.0-or-later

public import LinearModels

/// The native simplex method as a solver of linear programs.
public struct SimplexSolver: LinearSolver {
  public let name = "native"
  public let version: String
  public let capabilities: SolverCapabilities = [.exactDuals, .basis, .certificates]

  /// - Parameter version: of the package that the engine is part of.
  public init(version: String) { self.version = version }

  public func solve(
    _ model: LinearModel, limits: SolveLimits, start: Basis?
  ) throws(SolverFailure) -> LinearResult {
    if let problem = model.problems().first {
      throw SolverFailure(.invalidModel, "the model is unsound: \(problem)")
    }
    guard model.integerColumns.isEmpty else {
      throw SolverFailure(.unsupported, "the simplex method does not solve programs with integer columns")
    }
    let session = start.map { SimplexSession(model, basis: $0) } ?? SimplexSession(model)
    return session.solve(limits: limits)
  }
}
