// SPDX-License-Identifier: GPL-3.0-or-later

internal import EngineCage
package import LinearModels

/// GLPK as it suits staffing programs, for a cage or the process of one.
///
/// It looks at a part of the columns first (``SessionStart/essential`` and those that the prices speak for); from a basis it
/// goes on as it is, unscaled, which an optimal one needs hardly a pivot for.
package enum CagedGLPK: LoadedEngine {
  /// `glpk`
  package static let name = "glpk"
  /// The name for people.
  package static let title = "GLPK"

  /// Solves a model as suits it best: branch and cut where columns are whole; else from the basis where there is one, or
  /// by sifting.
  package static func solve(
    _ model: LinearModel, _ library: GLPKLibrary, _ start: SessionStart, _ limits: SolveLimits
  ) throws(SolverFailure) -> LinearResult {
    guard !model.integerColumns.isEmpty else {
      if let basis = start.basis {
        // Scaling would take longer than pricing out an optimal basis does.
        let workspace = try GLPKWorkspace(library: library, model: model, options: GLPKOptions(scaling: false))
        try workspace.setBasis(basis)
        return try workspace.solve(limits: limits)
      }
      var sifting = Sifting(model, library: library, from: start)
      return try sifting.solve(limits)
    }
    let workspace = try GLPKWorkspace(library: library, model: model, options: GLPKOptions(mipGap: integerGap))
    workspace.start = start.point
    return try workspace.solve(limits: limits)
  }

  /// The relative gap at which branch and cut ends: narrower than what a plan is proven by.
  private static let integerGap = 1e-7
}

extension GLPKLibrary: EngineLibrary {}
