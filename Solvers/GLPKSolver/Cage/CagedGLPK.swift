// SPDX-License-Identifier: GPL-3.0-or-later

package import LinearModels
internal import Processes

/// GLPK for large staffing programs, where nothing that it does costs more than its answer.
///
/// It looks at a part of the columns first (``SessionStart/essential`` and those that the prices speak for); from a basis it
/// goes on as it is, unscaled, which an optimal one needs hardly a pivot for. In a process of its own it can crash without
/// harm, and is killed when it is late or not wanted any more; on a thread of this process it is left behind then.
package struct CagedGLPK: Engine {
  private let library: GLPKLibrary
  private let path: String?
  private let worker: [String]?
  private let workerColumns: Int

  /// The name in a plan: `glpk`.
  package var name: String { "glpk" }
  /// The name for people.
  package var title: String { "GLPK" }
  /// The version of the library, such as `5.0`.
  package var version: String { library.version }
  /// What GLPK does beyond solving from nothing.
  package var capabilities: EngineCapabilities { [.exactDuals, .integers, .basis] }

  /// - Parameters:
  ///   - library: the library, loaded.
  ///   - path: its file, as the worker is to load it; nil looks in the usual places.
  ///   - worker: the command (program and arguments) of a process that solves, see ``GLPKWorker``; nil solves in this
  ///     process, on a thread of its own.
  ///   - workerColumns: models with fewer columns are solved in this process all the same, because starting another takes
  ///     longer than solving them.
  package init(library: GLPKLibrary, path: String?, worker: [String]?, workerColumns: Int = 0) {
    self.library = library
    self.path = path
    self.worker = worker
    self.workerColumns = workerColumns
  }

  /// Begins a session in the cage.
  ///
  /// - Throws: `SolverFailure` where the start asks for what GLPK does not support; it names the option.
  package func session(_ model: LinearModel, from start: SessionStart) throws(SolverFailure) -> any Session {
    try requireSupport(of: model, start)
    return CagedSession(engine: self, model: model, start: start)
  }

  fileprivate func solve(
    _ model: LinearModel, _ start: SessionStart, _ limits: SolveLimits
  ) throws(SolverFailure) -> LinearResult {
    let deadline = limits.seconds.map { $0 + Self.grace }
    if let worker, model.columnCount >= workerColumns {
      let question = GLPKWorker.Question(model: model, start: start, limits: limits, library: path)
      return try GLPKWorker.ask(worker, question, seconds: deadline)
    }
    let interruption = limits.interruption
    let answer = withDeadline(seconds: deadline, isCancelled: { interruption?.isInterrupted ?? false }) { [library] in
      Result { () throws(SolverFailure) in
        try GLPKWorker.solve(model, library, start, limits)
      }
    }
    if let answer { return try answer.get() }
    if interruption?.isInterrupted ?? false { return LinearResult(termination: .limit(.interrupted)) }
    throw .late
  }

  /// Seconds that GLPK may be late: between two looks at its limit it may factorise a large basis. (Not measured again;
  /// the pool of workers counts on it.)
  private static let grace = 0.75
}

extension SolverFailure {
  static var late: SolverFailure { SolverFailure(.late, "GLPK did not keep its time limit") }
}

/// A model that is handed over whole with each solve.
private final class CagedSession: Session {
  private let engine: CagedGLPK
  private let model: LinearModel
  private let start: SessionStart

  init(engine: CagedGLPK, model: LinearModel, start: SessionStart) {
    self.engine = engine
    self.model = model
    self.start = start
  }

  func solve(
    limits: SolveLimits, target: Double?, report: ((SessionProgress) -> Void)?
  ) throws(SolverFailure) -> LinearResult {
    if target != nil { throw .noTarget }
    return try engine.solve(model, start, limits)
  }
}
