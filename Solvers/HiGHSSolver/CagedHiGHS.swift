// SPDX-License-Identifier: GPL-3.0-or-later

internal import EngineCage
package import LinearModels

/// HiGHS for a cage, or the process of one. What it claims is never believed: the checker works out values and bounds.
package enum CagedHiGHS: LoadedEngine {
  /// `highs`
  package static let name = "highs"
  /// The name for people.
  package static let title = "HiGHS"

  /// Solves a model: from the basis where columns are not whole, and beside the point where they are.
  package static func solve(
    _ model: LinearModel, _ library: HiGHSLibrary, _ start: SessionStart, _ limits: SolveLimits
  ) throws(SolverFailure) -> LinearResult {
    if let interruption = limits.interruption, interruption.isInterrupted {
      return LinearResult(termination: .limit(.interrupted))
    }
    let run = try HiGHSRun(model, library)
    try run.setOptions(limits)
    if let basis = start.basis, model.integerColumns.isEmpty { try run.setBasis(basis) }
    if let point = start.point, !model.integerColumns.isEmpty { run.offer(point) }
    return try run.solve()
  }
}

extension HiGHSLibrary: EngineLibrary {}
