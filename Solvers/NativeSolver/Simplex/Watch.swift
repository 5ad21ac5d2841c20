// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// Counts the steps of the simplex method and says when to end.
///
/// Every step counts, whatever it does: one that skips a column, computes the factors anew or raises the penalty moves
/// nothing, and figures too far apart for floating point can make such steps follow each other for ever.
struct Watch {
  private let limits: SolveLimits
  private let deadline: ContinuousClock.Instant?
  private let clock = ContinuousClock()
  /// The pivots before this solve.
  private let first: Int
  /// The columns and rows of the program.
  private let size: Int
  private var steps = 0
  /// Steps in a row that were no pivots.
  private var idleSteps = 0
  private var perturbations = 0
  /// Steps since the last pivot or flip that were inaccurate.
  private(set) var inaccuracies = 0

  init(_ limits: SolveLimits, first: Int, size: Int) {
    self.limits = limits
    self.first = first
    self.size = size
    // A duration has no more than some 10^20 seconds.
    deadline = limits.seconds.map { [clock] in clock.now + .seconds($0 < 1e9 ? $0 : 1e9) }
  }

  /// The limit that ends the work, other than pivots.
  func passed() -> Limit? {
    if let interruption = limits.interruption, interruption.isInterrupted { return .interrupted }
    if let deadline, clock.now >= deadline { return .time }
    return nil
  }

  /// Notes a step.
  ///
  /// - Parameters:
  ///   - pivots: all pivots there have been.
  ///   - stalled: pivots in a row that moved nothing.
  /// - Returns: what ends the work; nil where it is to go on.
  mutating func end(after step: PrimalSimplex.Step, pivots: Int, stalled: Int) -> Termination? {
    steps += 1
    switch step {
    case .pivot: (idleSteps, inaccuracies) = (0, 0)
    case .flip: (idleSteps, inaccuracies) = (idleSteps + 1, 0)
    case .inaccurate: (idleSteps, inaccuracies) = (idleSteps + 1, inaccuracies + 1)
    case .skip, .optimal, .unbounded: idleSteps += 1
    }
    if steps % Tuning.Simplex.pivotsPerLook == 0, let limit = passed() { return .limit(limit) }
    if let most = limits.iterations, pivots - first >= most { return .limit(.work) }
    let most = Tuning.Simplex.leastIdleSteps + size
    guard idleSteps <= most, stalled <= most * Tuning.Simplex.stallsPerIdleStep,
      steps <= most * Tuning.Simplex.stepsPerIdleStep
    else { return .numericalTrouble }
    return nil
  }

  /// Whether bounds are to be widened, because so many pivots moved nothing.
  mutating func wantsPerturbation(stalled: Int) -> Bool {
    guard stalled > Tuning.Simplex.mostStalledPivots, perturbations < Tuning.Simplex.mostPerturbations else {
      return false
    }
    perturbations += 1
    return true
  }
}
