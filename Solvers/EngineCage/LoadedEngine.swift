// SPDX-License-Identifier: GPL-3.0-or-later

package import LinearModels

/// A library of somebody else's that is loaded at run time.
package protocol EngineLibrary: Sendable {
  /// Such as `5.0`.
  var version: String { get }

  /// Loads it.
  ///
  /// - Parameter path: its file; nil looks in the usual places.
  /// - Throws: ``SolverFailure`` of kind `libraryMissing` or `libraryUnsupported`.
  static func load(path: String?) throws(SolverFailure) -> Self
}

/// An engine that is loaded at run time, as it suits staffing programs: for a cage, or the process of one.
package protocol LoadedEngine: SendableMetatype {
  associatedtype Library: EngineLibrary

  /// The name in plans and options, and for the process that solves.
  static var name: String { get }
  /// The name for people.
  static var title: String { get }

  /// Solves a model in one go.
  ///
  /// - Throws: ``SolverFailure`` where the engine gives up.
  static func solve(
    _ model: LinearModel, _ library: Library, _ start: SessionStart, _ limits: SolveLimits
  ) throws(SolverFailure) -> LinearResult
}

extension LoadedEngine {
  /// The engine in the cage.
  ///
  /// - Parameters: see ``CagedEngine``; `library` is loaded already, `path` is its file.
  package static func engine(
    library: Library, path: String?, worker: [String]?, workerColumns: Int = 0
  ) -> CagedEngine {
    CagedEngine(
      name: name, title: title, version: library.version, capabilities: [.exactDuals, .integers, .basis],
      library: path, worker: worker, workerColumns: workerColumns
    ) { (model, start, limits) throws(SolverFailure) in
      try solve(model, library, start, limits)
    }
  }

  /// Answers the question of a worker.
  ///
  /// - Throws: ``SolverFailure`` where the library cannot be loaded or the engine gives up.
  package static func answer(_ question: EngineWorker.Question) throws(SolverFailure) -> LinearResult {
    try solve(question.model, Library.load(path: question.library), question.start, question.limits)
  }
}
