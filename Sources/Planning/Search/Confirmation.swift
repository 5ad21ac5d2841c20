// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// An optimum that a second engine is asked about.
///
/// An optimal basis is priced out in hardly a pivot: to ask costs building the program once more.
struct Confirmation {
  let model: LinearModel
  /// The optimal basis of the model, as the first engine has it.
  let basis: Basis
  /// The objective there.
  let value: Double

  /// Why no engine agreed.
  struct Lack: Error {
    /// The end of "Not confirmed by a second engine: ".
    let reason: String
  }

  /// The engine, where it agrees.
  ///
  /// - Parameters:
  ///   - limits: those of the search; its work is limited by ``Tuning/confirmingPivots``, whatever they say.
  ///   - source: where the engine comes from.
  ///   - loaded: its library, where it was loaded before.
  /// - Throws: ``Lack``; whatever the engine does costs no more than that.
  func ask(
    _ limits: SolveLimits, _ source: EngineSource, _ options: PlanningOptions, _ loaded: LoadedLibrary?
  ) throws(Lack) -> any Engine {
    guard model.columnCount <= Tuning.confirmedColumns else {
      throw Lack(reason: "\(model.columnCount) columns are too many to have a second engine agree in passing")
    }
    let second: any Engine
    do throws(SolverFailure) {
      second = try source.make(options, loaded)
    } catch {
      throw Lack(reason: "\(source.title) could not be used: \(error.detail)")
    }
    let result: LinearResult
    do throws(SolverFailure) {
      // An engine that hangs is left behind; a time limit of the caller may be sooner.
      let seconds = min(limits.seconds ?? .infinity, Tuning.confirmingSeconds)
      result = try second.session(model, from: SessionStart(basis: basis)).solve(
        limits: SolveLimits(
          seconds: seconds, iterations: Tuning.confirmingPivots, interruption: limits.interruption),
        target: nil, report: nil)
    } catch {
      throw Lack(reason: "\(source.title) failed: \(error.detail)")
    }
    guard result.termination == .optimal, let found = result.objective else {
      throw Lack(reason: "\(source.title) finds no optimum within its limits")
    }
    let difference = abs(found - value)
    guard difference <= Tuning.sameOptimum * max(1, abs(value)) else {
      throw Lack(reason: "\(source.title) finds an optimum that differs by \(difference)")
    }
    return second
  }
}
