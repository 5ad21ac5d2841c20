// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import LinearModels
internal import Processes

/// Turns a scenario into a checked plan.
///
/// The native engine gives prices and a first plan; the simplex method goes on from there to the proven optimum; GLPK does
/// that where it is asked for, and where the simplex method fails. The checker, which knows none of them, has the last word
/// on every plan, its value and its bound.
package struct Planner: Sendable {
  package var options: PlanningOptions
  /// Told now and then how far a solve has come; called from the thread that solves.
  package var onProgress: (@Sendable (PlanningProgress) -> Void)?

  /// GLPK as it was loaded for many plans; nil loads it for each.
  private var loaded: LoadedLibrary?

  package init(options: PlanningOptions = PlanningOptions()) { self.options = options }

  /// Loads GLPK now and keeps it loaded, which makes many small plans cheaper.
  package mutating func loadLibrary() {
    loaded = LoadedLibrary(path: options.glpkLibrary)
  }

  /// Solves a scenario.
  ///
  /// The work is done on a thread of its own. Cancelling the task ends the search with the best checked plan so far, or
  /// with the one that is made fastest where there is none; its ``Plan/stop`` is then `interrupted`.
  ///
  /// - Parameters:
  ///   - scenario: a scenario that passed validation.
  ///   - sha256: the hash of its bytes, for the plan's reference.
  ///   - start: where the optimum of a scenario like it was found; the native engine goes on from there. The value is
  ///     the same as without; the plan may be another one of that value.
  /// - Throws: ``PlanningFailure``
  package func plan(
    _ scenario: Scenario, sha256: String, from start: WarmStart? = nil
  ) async throws(PlanningFailure) -> PlanningResult {
    let interruption = Interruption()
    let answer = await withTaskCancellationHandler {
      await onOwnThread(stackBytes: Self.stackBytes) { () -> Result<PlanningResult, PlanningFailure> in
        Result { () throws(PlanningFailure) in
          try planHere(scenario, sha256: sha256, from: start, interruption: interruption)
        }
      }
    } onCancel: {
      interruption.interrupt()
    }
    return try answer.get()
  }

  /// Solves a scenario on the calling thread, for a caller that has one to spare.
  ///
  /// - Parameters: those of ``plan(_:sha256:from:)``, and what may end the search early.
  /// - Throws: ``PlanningFailure``
  package func planHere(
    _ scenario: Scenario, sha256: String, from start: WarmStart? = nil, interruption: Interruption = Interruption()
  ) throws(PlanningFailure) -> PlanningResult {
    if scenario.hasDecisions || options.limits?.changes != nil {
      var run = DecisionRun(
        scenario: scenario, sha256: sha256, options: options,
        order: options.engines.isEmpty ? .named(options.engine.rawValue) : SearchOrder(asking: options.engines),
        loaded: loaded, interruption: interruption, onProgress: onProgress)
      return try run.execute()
    }
    var run = PlanningRun(
      scenario: scenario, sha256: sha256, options: options,
      order: options.engines.isEmpty ? .named(options.engine.rawValue) : SearchOrder(asking: options.engines),
      loaded: loaded,
      start: start, interruption: interruption, onProgress: onProgress)
    return try run.execute()
  }

  /// The stack of a thread that solves: enough for the native engine, and so little that the system keeps it for the next.
  private static let stackBytes = 16 << 20
}
