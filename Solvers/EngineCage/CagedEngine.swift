// SPDX-License-Identifier: GPL-3.0-or-later

package import LinearModels
internal import Processes

/// An engine of somebody else's, where nothing that it does costs more than its answer.
///
/// In a process of its own it can crash without harm, and is killed when it is late or not wanted any more; on a thread of
/// this process it is left behind then. What it answers is read as from a stranger.
package struct CagedEngine: Engine {
  /// How an engine solves a model in one go.
  package typealias Solve =
    @Sendable (LinearModel, SessionStart, SolveLimits) throws(SolverFailure) -> LinearResult

  /// A short name for records and options, and for the process that solves.
  package let name: String
  /// The name for people.
  package let title: String
  /// The version of the library, such as `5.0`.
  package let version: String
  /// What the engine does beyond solving from nothing.
  package let capabilities: EngineCapabilities
  private let library: String?
  private let worker: [String]?
  private let workerColumns: Int
  private let solve: Solve

  /// - Parameters:
  ///   - name: also tells the worker which engine to use.
  ///   - title: the name for people.
  ///   - version: that of the library.
  ///   - capabilities: what the engine does.
  ///   - library: its file, as the worker is to load it; nil looks in the usual places.
  ///   - worker: the command (program and arguments) of a process that solves, see ``EngineWorker``; nil solves in this
  ///     process, on a thread of its own.
  ///   - workerColumns: models with fewer columns are solved in this process all the same, because starting another takes
  ///     longer than solving them.
  ///   - solve: solves in this process.
  package init(
    name: String, title: String, version: String, capabilities: EngineCapabilities, library: String?, worker: [String]?,
    workerColumns: Int, solve: @escaping Solve
  ) {
    self.name = name
    self.title = title
    self.version = version
    self.capabilities = capabilities
    self.library = library
    self.worker = worker
    self.workerColumns = workerColumns
    self.solve = solve
  }

  /// Begins a session in the cage.
  ///
  /// - Throws: `SolverFailure` where the start asks for what the engine does not support; it names the option.
  package func session(_ model: LinearModel, from start: SessionStart) throws(SolverFailure) -> any Session {
    try requireSupport(of: model, start)
    return CagedSession(engine: self, model: model, start: start)
  }

  fileprivate func solve(
    _ model: LinearModel, _ start: SessionStart, _ limits: SolveLimits
  ) throws(SolverFailure) -> LinearResult {
    let deadline = limits.seconds.map { $0 + Self.grace }
    if let worker, model.columnCount >= workerColumns {
      let question = EngineWorker.Question(engine: name, model: model, start: start, limits: limits, library: library)
      return try EngineWorker.ask(worker, question, title: title, seconds: deadline)
    }
    let interruption = limits.interruption
    let answer = withDeadline(seconds: deadline, isCancelled: { interruption?.isInterrupted ?? false }) { [solve] in
      Result { () throws(SolverFailure) in try solve(model, start, limits) }
    }
    if let answer { return try answer.get() }
    if interruption?.isInterrupted ?? false { return LinearResult(termination: .limit(.interrupted)) }
    throw .late(title)
  }

  /// Seconds that an engine may be late: between two looks at its limit it may factorise a large basis. (Not measured again;
  /// the pool of workers counts on it.)
  private static let grace = 0.75
}

extension SolverFailure {
  static func late(_ title: String) -> SolverFailure { SolverFailure(.late, "\(title) did not keep its time limit") }
}

/// A model that is handed over whole with each solve.
private final class CagedSession: Session {
  private let engine: CagedEngine
  private let model: LinearModel
  private let start: SessionStart

  init(engine: CagedEngine, model: LinearModel, start: SessionStart) {
    self.engine = engine
    self.model = model
    self.start = start
  }

  func solve(
    limits: SolveLimits, target: Double?, report: ((SessionProgress) -> Void)?
  ) throws(SolverFailure) -> LinearResult {
    if target != nil { throw SolverFailure(.unsupported, "\(engine.title) does not support a target value") }
    return try engine.solve(model, start, limits)
  }
}
