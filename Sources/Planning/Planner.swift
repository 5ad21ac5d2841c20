// SPDX-License-Identifier: GPL-3.0-or-later

public import Allocation
internal import GLPKSolver
internal import LinearModels

/// Turns a scenario into a checked plan.
///
/// The native engine gives prices and a first plan; the simplex method goes on from there to the proven optimum; GLPK does
/// that where it is asked for, and where the simplex method fails. The checker, which knows none of them, has the last word
/// on every plan, its value and its bound.
public struct Planner: Sendable {
  public var options: PlanningOptions
  /// Told now and then how far a solve has come; called from the thread that solves.
  public var onProgress: (@Sendable (PlanningProgress) -> Void)?

  /// GLPK as it was loaded for many plans; nil loads it for each.
  private var loaded: LoadedLibrary?

  public init(options: PlanningOptions = PlanningOptions()) { self.options = options }

  /// Loads GLPK now and keeps it loaded, which makes many small plans cheaper.
  public mutating func loadLibrary() {
    loaded = LoadedLibrary(path: options.glpkLibrary)
  }

  /// Solves a scenario.
  ///
  /// - Parameters:
  ///   - scenario: a scenario that passed validation.
  ///   - sha256: the hash of its bytes, for the plan's reference.
  ///   - start: where the optimum of a scenario like it was found; the native engine goes on from there. The value is
  ///     the same as without; the plan may be another one of that value.
  /// - Throws: ``PlanningFailure``
  public func plan(
    _ scenario: Scenario, sha256: String, from start: WarmStart? = nil
  ) async throws(PlanningFailure) -> PlanningResult {
    var run = PlanningRun(
      scenario: scenario, sha256: sha256, options: options, loaded: loaded, start: start,
      onProgress: onProgress)
    return try await run.execute()
  }
}

/// GLPK, or why there is none.
struct LoadedLibrary: Sendable {
  let path: String?
  let library: Result<GLPKLibrary, SolverFailure>

  init(path: String?) {
    self.path = path
    do throws(SolverFailure) {
      library = .success(try GLPKLibrary.load(path: path))
    } catch {
      library = .failure(error)
    }
  }
}
