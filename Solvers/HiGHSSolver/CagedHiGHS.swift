// SPDX-License-Identifier: GPL-3.0-or-later

package import EngineCage
package import LinearModels

/// HiGHS for a cage, or the process of one. What it claims is never believed: the checker works out values and bounds.
package enum CagedHiGHS {
  /// The name in plans and options, and for the process that solves.
  package static let name = "highs"

  /// HiGHS in the cage.
  ///
  /// - Parameters: see ``CagedEngine``; `library` is loaded already, `path` is its file.
  package static func engine(
    library: HiGHSLibrary, path: String?, worker: [String]?, workerColumns: Int = 0
  ) -> CagedEngine {
    CagedEngine(
      name: name, title: "HiGHS", version: library.version, capabilities: [.exactDuals, .integers, .basis],
      library: path,
      worker: worker, workerColumns: workerColumns
    ) { (model, start, limits) throws(SolverFailure) in
      try solve(model, library, start, limits)
    }
  }

  /// Answers the question of a worker.
  ///
  /// - Throws: ``SolverFailure`` where the library cannot be loaded or HiGHS gives up.
  package static func answer(_ question: EngineWorker.Question) throws(SolverFailure) -> LinearResult {
    try solve(question.model, HiGHSLibrary.load(path: question.library), question.start, question.limits)
  }

  private static func solve(
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
