// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels

/// The steps of an order, solved one after another: each from the basis of the one before, with what was reached held
/// (lexicographic linear programming; J. P. Ignizio, "Goal Programming and Extensions", 1976).
struct OrderSearch {
  private let formulation: Formulation
  private let engine: any Engine
  private let limits: SearchLimits

  /// What was found.
  struct Outcome {
    /// The point of the last step that has one.
    var primal: [Double]?
    /// The dual values of the value's step, or of the last one before it that was solved.
    var dual: [Double]?
    /// The prices of each step that was solved to its optimum, in order.
    var prices: [StepPrices] = []
    /// What steps before the value were held at.
    var held: [Double] = []
    /// The basis of the last of these.
    var basis: Basis?
    /// The limit that ended the search.
    var limit: Limit?
    var iterations = 0
  }

  init(_ formulation: Formulation, _ engine: any Engine, limits: SearchLimits) {
    self.formulation = formulation
    self.engine = engine
    self.limits = limits
  }

  /// Solves as many steps as the limits allow.
  ///
  /// - Parameters:
  ///   - start: where a program like this one was solved.
  ///   - done: iterations before.
  ///   - report: told now and then how far a step is.
  /// - Throws: ``SolverFailure`` where the engine could not run at all.
  func solve(
    from start: WarmStart?, after done: Int, report: ((SessionProgress) -> Void)?
  ) throws(SolverFailure) -> Outcome {
    let transferred = engine.capabilities.contains(.basis) ? start?.transferred(to: formulation) : nil
    var model = transferred?.model ?? formulation.programWithoutImpliedBounds
    var next = SessionStart(basis: transferred?.basis)
    if transferred == nil { next.point = GreedyPoint(formulation).values }
    let steps = formulation.rows.steps
    model.offset = 0
    var outcome = Outcome()
    for step in steps.steps.indices {
      for column in model.cost.indices {
        model.cost[column] = column < formulation.model.columnCount ? steps.costs[step][column] : 0
      }
      let solved = try engine.session(model, from: next).solve(
        limits: limits.remaining(after: done + outcome.iterations), target: nil, report: report)
      let result = transferred?.trimmed(solved) ?? solved
      outcome.iterations += result.iterations
      if result.primal != nil, result.isFeasible || outcome.primal == nil { outcome.primal = result.primal }
      guard result.termination == .optimal, let primal = result.primal, let dual = result.dual else {
        outcome.limit = result.limit
        break
      }
      outcome.prices.append(prices(of: step, dual))
      if !steps.steps[step].isPreference { outcome.dual = dual }
      outcome.basis = result.basis
      if let basis = solved.basis, engine.capabilities.contains(.basis) {
        next = SessionStart(basis: basis)
      } else {
        next = SessionStart(point: primal)
      }
      guard step < steps.rows.count else { break }
      let reached = zip(steps.costs[step], primal).reduce(0) { $0 + $1.0 * $1.1 }
      let most = reached + Self.room(steps.steps[step], reached + constant(of: step))
      model.rowUpper[steps.rows[step]] = most
      if steps.steps[step] != .value, !steps.steps[step].isPreference { outcome.held.append(most) }
    }
    return outcome
  }

  /// What plans of later steps may be above what a step has reached: preferences choose among plans of nearly the same
  /// value (`model.md`, section 2, Order); else only what floating point rounds.
  private static func room(_ step: OrderStep, _ reached: Double) -> Double {
    (step == .value ? 1e-7 : 1e-12) * max(1, abs(reached))
  }

  /// What a step counts that no column stands for.
  private func constant(of step: Int) -> Double {
    formulation.rows.steps.steps[step] == .value ? formulation.model.offset : 0
  }

  /// The dual values of a step's problem as prices of rows and of the steps before.
  private func prices(of step: Int, _ dual: [Double]) -> StepPrices {
    let (earlier, terms) = formulation.rows.steps.weights(of: step, dual)
    return StepPrices(rows: formulation.prices(from: dual, counting: terms), earlier: earlier)
  }
}
