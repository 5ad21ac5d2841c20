// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// A model inside HiGHS, for one solve on the calling thread.
final class HiGHSRun {
  private let library: HiGHSLibrary
  private let handle: HiGHSLibrary.Handle
  private let model: LinearModel
  private var hasIntegers: Bool { !model.integerColumns.isEmpty }

  /// - Throws: ``SolverFailure`` where the model is too large for integers of 32 bits, or HiGHS does not take it.
  init(_ model: LinearModel, _ library: HiGHSLibrary) throws(SolverFailure) {
    guard let columns = Int32(exactly: model.columnCount), let rows = Int32(exactly: model.rowCount),
      let entries = Int32(exactly: model.entryCount)
    else { throw SolverFailure(.invalidModel, "the model has more than 2^31 entries") }
    guard let handle = library.create() else { throw SolverFailure(.memory, "HiGHS could not be started") }
    self.library = library
    self.handle = handle
    self.model = model
    _ = library.setTruth(handle, "output_flag", 0)
    let starts = model.columnStart.map { Int32(truncatingIfNeeded: $0) }
    let status: Int32
    if model.integerColumns.isEmpty {
      status = library.passLp(
        handle, columns, rows, entries, Self.byColumn, Self.minimise, model.offset, model.cost, model.columnLower,
        model.columnUpper, model.rowLower, model.rowUpper, starts, model.entryRow, model.entryValue)
    } else {
      var kinds = [Int32](repeating: Self.continuous, count: model.columnCount)
      var (lower, upper) = (model.columnLower, model.columnUpper)
      for column in model.integerColumns {
        kinds[column] = Self.integer
        // Whole columns with fractions for bounds made HiGHS 1.15.1 call a plan optimal that is not.
        lower[column] = (lower[column] - Self.wholeness).rounded(.up)
        upper[column] = (upper[column] + Self.wholeness).rounded(.down)
      }
      status = library.passMip(
        handle, columns, rows, entries, Self.byColumn, Self.minimise, model.offset, model.cost, lower, upper,
        model.rowLower, model.rowUpper, starts, model.entryRow, model.entryValue, kinds)
    }
    try check(status, "take the model")
  }

  deinit { library.destroy(handle) }

  /// Sets what makes its answers repeatable, and the limits.
  func setOptions(_ limits: SolveLimits) throws(SolverFailure) {
    try check(library.setInteger(handle, "threads", 1), "use one thread")
    try check(library.setInteger(handle, "random_seed", 0), "take a seed")
    if let seconds = limits.seconds, seconds.isFinite {
      try check(library.setDouble(handle, "time_limit", max(0, seconds)), "take a time limit")
    }
    if let iterations = limits.iterations {
      try check(
        library.setInteger(handle, "simplex_iteration_limit", Int32(clamping: max(0, iterations))), "take a work limit")
    }
    if hasIntegers { try check(library.setDouble(handle, "mip_rel_gap", Self.integerGap), "take a gap") }
  }

  /// Begins from a basis.
  func setBasis(_ basis: Basis) throws(SolverFailure) {
    guard basis.columns.count == model.columnCount, basis.rows.count == model.rowCount else {
      throw SolverFailure(.invalidModel, "the basis is of another model's size")
    }
    try check(
      library.setBasis(handle, basis.columns.map(Self.number(of:)), basis.rows.map(Self.number(of:))), "take the basis")
  }

  /// Tells of a point that may keep all rows; whatever HiGHS makes of it is fine.
  func offer(_ point: [Double]) {
    guard point.count == model.columnCount else { return }
    _ = library.setSolution(handle, point, nil, nil, nil)
  }

  /// Solves, and reads what was found. Where the point is no feasible one it is left out.
  func solve() throws(SolverFailure) -> LinearResult {
    let status = library.run(handle)
    guard status >= 0 else {
      throw SolverFailure(.fault, "HiGHS gave up (model status \(library.modelStatus(handle)))")
    }
    var result = LinearResult(
      termination: termination, iterations: max(0, Int(integer("simplex_iteration_count") ?? 0)))
    if library.modelStatus(handle) == Self.isEmpty, model.columnCount == 0 {
      (result.primal, result.isFeasible, result.objective) = ([], true, model.offset)
      if !hasIntegers {
        (result.dual, result.bound) = (Array(repeating: 0, count: model.rowCount), model.offset)
        result.basis = Basis(columns: [], rows: Array(repeating: .basic, count: model.rowCount))
      }
      return result
    }
    var primal = [Double](repeating: 0, count: model.columnCount)
    var reduced = primal
    var activity = [Double](repeating: 0, count: model.rowCount)
    var dual = activity
    guard library.solution(handle, &primal, &reduced, &activity, &dual) >= 0 else { return result }
    if integer("primal_solution_status") == Self.feasible, primal.allSatisfy(\.isFinite) {
      result.primal = zip(primal.indices, primal).map { column, value in
        max(model.columnLower[column], min(model.columnUpper[column], value))
      }
      result.isFeasible = true
      result.objective = double("objective_function_value")
    }
    if hasIntegers {
      result.bound = double("mip_dual_bound")
    } else if integer("dual_solution_status") ?? 0 != Self.none, dual.allSatisfy(\.isFinite) {
      result.dual = dual
      result.bound = model.dualBound(dual)
    }
    if !hasIntegers { result.basis = basis }
    return result
  }

  /// The basis that it ended with, if it has one.
  private var basis: Basis? {
    var columns = [Int32](repeating: 0, count: model.columnCount)
    var rows = [Int32](repeating: 0, count: model.rowCount)
    guard integer("basis_validity") == 1, library.basis(handle, &columns, &rows) >= 0 else { return nil }
    func statuses(_ numbers: [Int32], _ lower: [Double], _ upper: [Double]) -> [BasisStatus]? {
      var result: [BasisStatus] = []
      for (place, number) in numbers.enumerated() {
        switch number {
        case 1: result.append(.basic)
        case 0, 2, 3, 4:
          // It may call a bound what is none; what is not basic is where its bounds are.
          let isFixed = lower[place] == upper[place]
          result.append(
            isFixed
              ? .fixed
              : number == 2 && upper[place].isFinite
                ? .atUpper : lower[place].isFinite ? .atLower : upper[place].isFinite ? .atUpper : .free)
        default: return nil
        }
      }
      return result
    }
    guard let ofColumns = statuses(columns, model.columnLower, model.columnUpper),
      let ofRows = statuses(rows, model.rowLower, model.rowUpper)
    else { return nil }
    return Basis(columns: ofColumns, rows: ofRows)
  }

  /// Why it stopped. (`HighsModelStatus` of the C interface.)
  private var termination: Termination {
    switch library.modelStatus(handle) {
    // Without columns it has nothing to look for, once no row is broken.
    case Self.isEmpty, 7: .optimal
    case 8: .infeasible
    case 9: .infeasibleOrUnbounded
    case 10: .unbounded
    case 13: .limit(.time)
    case 14, 16: .limit(.work)
    case 17: .limit(.interrupted)
    default: .numericalTrouble
    }
  }

  private func integer(_ name: String) -> Int32? {
    var value: Int32 = 0
    return library.integerInfo(handle, name, &value) >= 0 ? value : nil
  }

  private func double(_ name: String) -> Double? {
    var value = 0.0
    return library.doubleInfo(handle, name, &value) >= 0 && value.isFinite ? value : nil
  }

  /// A status below 0 is an error; 1 is a warning.
  private func check(_ status: Int32, _ what: String) throws(SolverFailure) {
    if status < 0 { throw SolverFailure(.fault, "HiGHS did not \(what)") }
  }

  private static func number(of status: BasisStatus) -> Int32 {
    switch status {
    case .atLower, .fixed: 0
    case .basic: 1
    case .atUpper: 2
    case .free: 3
    }
  }

  private static let byColumn: Int32 = 1
  private static let minimise: Int32 = 1
  private static let continuous: Int32 = 0
  private static let integer: Int32 = 1
  private static let none: Int32 = 0
  private static let isEmpty: Int32 = 6
  private static let feasible: Int32 = 2
  /// How near a whole number a bound is to count as one.
  private static let wholeness = 1e-6
  /// The relative gap at which branch and cut ends: narrower than what a plan is proven by.
  private static let integerGap = 1e-7
}
