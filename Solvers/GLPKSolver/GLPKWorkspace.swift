// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGLPK
package import LinearModels

/// A model inside GLPK, for a caller that stays on one thread.
///
/// It takes changes and solves again from its basis. It belongs to the thread that made it: a call from another thread
/// throws `unsupported`, and memory released there leaks. After a fault of GLPK every workspace of the thread is lost,
/// and says so with `fault`; a new one can be made at once.
///
/// Every call throws ``SolverFailure`` of kind `invalidModel` for numbers or indices that are unsound, before GLPK sees
/// them, and leaves the model as it was.
package final class GLPKWorkspace: Session {
  private let library: GLPKLibrary
  private let session: OpaquePointer
  private let options: GLPKOptions
  /// Values of the columns of a point that keeps all rows, whole where that is asked: branch and cut looks for better
  /// ones only. Nil where none is known.
  package var start: [Double]?
  /// The size of the model as it stands.
  package private(set) var columnCount: Int
  package private(set) var rowCount: Int

  /// Builds a model.
  ///
  /// - Parameters:
  ///   - library: the library to solve with.
  ///   - model: minimised; the bounds of integer columns are rounded inwards.
  ///   - options: how to solve it; the memory limit counts from here.
  package init(
    library: GLPKLibrary, model: LinearModel, options: GLPKOptions = GLPKOptions()
  ) throws(SolverFailure) {
    guard model.columnLower.count == model.columnCount, model.columnUpper.count == model.columnCount,
      model.rowUpper.count == model.rowCount, model.columnStart.count == model.columnCount + 1,
      model.columnStart.last == model.entryCount, model.entryValue.count == model.entryCount
    else { throw SolverFailure(.invalidModel, "the arrays of the model do not fit together") }
    self.library = library
    self.options = options
    columnCount = model.columnCount
    rowCount = model.rowCount
    var error = cglpk_error()
    var pointer: OpaquePointer?
    let status = model.withCModel { cModel in
      cglpk_create(library.pointer, &cModel, Int32(clamping: options.memoryLimitMB ?? 0), &pointer, &error)
    }
    guard status == CGLPK_OK, let pointer else { throw SolverFailure(status, error) }
    session = pointer
  }

  deinit { cglpk_destroy(session) }

  private func run(_ call: (inout cglpk_error) -> cglpk_status) throws(SolverFailure) {
    var error = cglpk_error()
    let status = call(&error)
    if status != CGLPK_OK { throw SolverFailure(status, error) }
  }

  private static func require(_ condition: Bool, _ what: String) throws(SolverFailure) {
    if !condition { throw SolverFailure(.invalidModel, what) }
  }

  // MARK: Changes

  package func setColumnBounds(_ column: Int, lower: Double, upper: Double) throws(SolverFailure) {
    try run { cglpk_set_column_bounds(session, 1, [column], [lower], [upper], &$0) }
  }

  package func setRowBounds(_ row: Int, lower: Double, upper: Double) throws(SolverFailure) {
    try run { cglpk_set_row_bounds(session, 1, [row], [lower], [upper], &$0) }
  }

  package func setCost(_ column: Int, _ cost: Double) throws(SolverFailure) {
    try run { cglpk_set_costs(session, 1, [column], [cost], &$0) }
  }

  /// Adds columns, non-basic at the bound nearer to 0.
  ///
  /// - Parameters:
  ///   - starts: `starts[k] ..< starts[k + 1]` are the entries of the k-th new column; one longer than `costs`.
  ///   - rows: the row of each entry.
  ///   - values: the coefficient of each entry.
  package func addColumns(
    costs: [Double], lowers: [Double], uppers: [Double], starts: [Int], rows: [Int32], values: [Double]
  ) throws(SolverFailure) {
    let count = costs.count
    try Self.require(
      lowers.count == count && uppers.count == count && starts.count == count + 1 && starts.last == rows.count
        && values.count == rows.count, "the arrays of the new columns do not fit together")
    try run { cglpk_add_columns(session, count, costs, lowers, uppers, starts, rows, values, &$0) }
    columnCount += count
  }

  // MARK: Bases

  /// Sets the basis that the next solve starts from.
  ///
  /// As many members must be basic as there are rows. One that turns out singular is replaced by one that is not.
  package func setBasis(_ basis: Basis) throws(SolverFailure) {
    try Self.require(
      basis.columns.count == columnCount && basis.rows.count == rowCount, "the basis is of another model's size")
    try run { cglpk_set_basis(session, basis.columns.map(\.rawValue), basis.rows.map(\.rawValue), &$0) }
  }

  /// The present basis.
  package func basis() throws(SolverFailure) -> Basis {
    var columns = [Int8](repeating: 0, count: columnCount)
    var rows = [Int8](repeating: 0, count: rowCount)
    try run { cglpk_get_basis(session, &columns, &rows, &$0) }
    return Basis(
      columns: columns.map { BasisStatus(rawValue: $0) ?? .free }, rows: rows.map { BasisStatus(rawValue: $0) ?? .free }
    )
  }

  // MARK: Solving

  /// Solves from the present basis.
  ///
  /// Where the simplex method gets into numerical trouble it is asked again without scaling, from other bases and by
  /// plainer rules, within the same limits. At a limit the primal is there where it is feasible, and the dual values
  /// where there is a basis: any of them give a valid ``LinearModel/dualBound(_:)``.
  ///
  /// - Throws: ``SolverFailure``, of kind `unsupported` for a target, which GLPK has none of.
  package func solve(
    limits: SolveLimits = SolveLimits(), target: Double? = nil, report: ((SessionProgress) -> Void)? = nil
  ) throws(SolverFailure) -> LinearResult {
    if target != nil { throw .noTarget }
    if let interruption = limits.interruption, interruption.isInterrupted {
      return LinearResult(termination: .limit(.interrupted))
    }
    var cOptions = options.cOptions
    cOptions.seconds = limits.seconds.map { $0.isNaN ? 0 : max(0, $0) } ?? -1
    cOptions.iterations = limits.iterations.map { max(0, $0) } ?? -1
    var answer = cglpk_result()
    if let start, start.count == columnCount {
      try run { error in
        start.withUnsafeBufferPointer {
          cOptions.start = $0.baseAddress
          return cglpk_solve(session, &cOptions, &answer, &error)
        }
      }
    } else {
      try run { cglpk_solve(session, &cOptions, &answer, &$0) }
    }
    var result = LinearResult(termination: Termination(answer.termination), iterations: answer.iterations)
    if answer.has_primal != 0 || answer.has_dual != 0 {
      var primal = [Double](repeating: 0, count: columnCount)
      var dual = [Double](repeating: 0, count: rowCount)
      try run { cglpk_get_solution(session, &primal, &dual, nil, &$0) }
      if answer.has_primal != 0, primal.allSatisfy(\.isFinite) {
        result.primal = primal
        result.isFeasible = true
        result.objective = answer.objective
      }
      if answer.has_dual != 0, dual.allSatisfy(\.isFinite) { result.dual = dual }
    }
    if answer.has_bound != 0, answer.bound.isFinite { result.bound = answer.bound }
    if answer.has_basis != 0 { result.basis = try basis() }
    return result
  }

  /// For tests: makes GLPK abort for real.
  func provokeFault() throws(SolverFailure) {
    try run { cglpk_provoke_fault(session, &$0) }
  }
}
