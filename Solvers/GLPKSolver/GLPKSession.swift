// SPDX-License-Identifier: GPL-3.0-or-later

public import LinearModels
internal import Processes

/// A ``GLPKWorkspace`` on a thread of its own, for callers that are not bound to one.
///
/// After a fault of GLPK every call throws `fault`; open a new session.
public actor GLPKSession: LinearSession {
  private let executor: ThreadExecutor
  private let options: GLPKOptions
  private var opened: GLPKWorkspace?

  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private init(executor: ThreadExecutor, options: GLPKOptions) {
    self.executor = executor
    self.options = options
  }

  /// Frees the model on the thread that made it.
  isolated deinit { opened = nil }

  /// Starts a thread and builds a model on it.
  ///
  /// - Throws: ``SolverFailure`` as ``GLPKWorkspace/init(library:model:memoryLimitMB:)`` does, or of kind `memory` where
  ///   there is no thread to be had.
  public static func open(
    library: GLPKLibrary, model: LinearModel, options: GLPKOptions = GLPKOptions()
  ) async throws(SolverFailure) -> GLPKSession {
    guard let executor = ThreadExecutor() else { throw SolverFailure(.memory, "the system has no thread left") }
    let session = GLPKSession(executor: executor, options: options)
    try await session.build(library: library, model: model)
    return session
  }

  private func build(library: GLPKLibrary, model: LinearModel) throws(SolverFailure) {
    opened = try GLPKWorkspace(library: library, model: model, memoryLimitMB: options.memoryLimitMB)
  }

  private func workspace() throws(SolverFailure) -> GLPKWorkspace {
    guard let opened else { throw SolverFailure(.unsupported, "the session was not opened") }
    return opened
  }

  public func setColumnBounds(_ column: Int, lower: Double, upper: Double) throws(SolverFailure) {
    try workspace().setColumnBounds(column, lower: lower, upper: upper)
  }

  public func setCost(_ column: Int, _ cost: Double) throws(SolverFailure) {
    try workspace().setCost(column, cost)
  }

  public func setRowBounds(_ row: Int, lower: Double, upper: Double) throws(SolverFailure) {
    try workspace().setRowBounds(row, lower: lower, upper: upper)
  }

  public func addRows(_ rows: [SparseRow]) throws(SolverFailure) { try workspace().addRows(rows) }

  public func addColumns(_ columns: [SparseColumn]) throws(SolverFailure) { try workspace().addColumns(columns) }

  /// Deletes rows by ascending index; the others move up.
  public func deleteRows(_ rows: [Int]) throws(SolverFailure) { try workspace().deleteRows(rows) }

  /// Deletes columns by ascending index; the others move up.
  public func deleteColumns(_ columns: [Int]) throws(SolverFailure) { try workspace().deleteColumns(columns) }

  public func solve(limits: SolveLimits = SolveLimits()) throws(SolverFailure) -> LinearResult {
    try workspace().solve(limits: limits, options: options)
  }

  /// The present basis.
  public func basis() throws(SolverFailure) -> Basis { try workspace().basis() }

  /// Sets the basis that the next solve starts from; see ``GLPKWorkspace/setBasis(_:)``.
  public func setBasis(_ basis: Basis) throws(SolverFailure) { try workspace().setBasis(basis) }

  /// See ``GLPKWorkspace/rowRanges(_:)``.
  public func rowRanges(_ rows: [Int]) throws(SolverFailure) -> [SensitivityRange?] {
    try workspace().rowRanges(rows)
  }

  /// See ``GLPKWorkspace/costRanges(_:)``.
  public func costRanges(_ columns: [Int]) throws(SolverFailure) -> [SensitivityRange] {
    try workspace().costRanges(columns)
  }

  /// For tests: makes GLPK abort for real.
  func provokeFault() throws(SolverFailure) { try workspace().provokeFault() }
}
