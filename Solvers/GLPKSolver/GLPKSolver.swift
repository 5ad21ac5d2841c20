// SPDX-License-Identifier: GPL-3.0-or-later

public import LinearModels

/// GLPK's simplex method and branch and cut as a ``LinearSolver``.
///
/// Each call builds the model inside GLPK, solves it and frees it on the calling thread. Calls on several threads at
/// once do not disturb each other and give the same bits as one after the other.
public struct GLPKSolver: LinearSolver {
  public var library: GLPKLibrary
  public var options: GLPKOptions

  public init(library: GLPKLibrary, options: GLPKOptions = GLPKOptions()) {
    self.library = library
    self.options = options
  }

  public var name: String { "glpk" }
  public var version: String { library.version }
  public var capabilities: SolverCapabilities { [.integers, .exactDuals, .basis, .certificates] }

  public func solve(
    _ model: LinearModel, limits: SolveLimits = SolveLimits(), start: Basis? = nil
  ) throws(SolverFailure) -> LinearResult {
    let workspace = try GLPKWorkspace(library: library, model: model, memoryLimitMB: options.memoryLimitMB)
    if let start { try workspace.setBasis(start) }
    return try workspace.solve(limits: limits, options: options)
  }
}
