// SPDX-License-Identifier: GPL-3.0-or-later

package import LinearModels

/// Prices for the rows of a linear program, and a primal point near its optimum, without any library.
///
/// The proximal point method on the primal, with each subproblem solved approximately by exact dual block-coordinate
/// ascent: with `minimise c'x + sum (x_j - k_j)^2 / (2 tau_j)` the minimiser for given prices is
/// `x_j = clip(k_j - tau_j r_j, lower, upper)`, r the reduced costs, so that one row's best price is the root of a
/// monotone piecewise linear function of one variable. Rows are swept forwards and backwards; after a few sweeps the
/// point becomes the new centre. (R. T. Rockafellar, "Monotone Operators and the Proximal Point Algorithm", 1976,
/// https://doi.org/10.1137/0314056; P. Tseng, "Dual coordinate ascent methods for non-strictly convex minimization",
/// 1993, https://doi.org/10.1007/BF01582154.)
///
/// Columns that stand at 0 and are far from being worth more are left out of the sweeps, which makes these several times
/// faster; all columns are priced again now and then.
///
/// Any prices give a lower bound (``LinearModel/dualBound(_:)``); ``bestDual`` are those with the highest so far.
package struct PriceAscent: Sendable {
  /// The program.
  package let model: LinearModel
  /// The latest prices, by row.
  package private(set) var dual: [Double]
  /// The latest point, by column: within its bounds, and near to satisfying the rows.
  package private(set) var primal: [Double]
  /// The prices with the highest bound so far.
  package private(set) var bestDual: [Double]
  /// The highest bound so far.
  package private(set) var bestBound: Double
  /// Sweeps over all rows done.
  package private(set) var sweeps = 0

  /// Units of x for a unit of reduced cost, by column, before ``stepFactor``.
  private let stepSize: [Double]
  /// Rows that can be solved at the same time.
  private let classes: RowClasses
  private let threads: Int
  /// The steps that one thread is to do alone, because another one had no processor.
  private var stepsAlone = 0
  /// The row that implies a column's upper bound.
  private let impliedBy: [OptionalIndex]
  /// The upper bounds that no row implies.
  private let upper: [Double]
  /// What a typical column costs.
  private let typicalCost: Double
  private var stepFactor = 0.25
  private var isSettling = false
  /// Whether the steps were made much shorter before.
  private var hasSettled = false
  private var reducedCost: [Double]
  private var part = AscentPart()

  /// The columns that are swept.
  package var activeColumns: Int { part.columnCount }

  /// Prepares the ascent from prices of 0, or from given ones.
  ///
  /// - Parameters:
  ///   - model: a sound model in which every column that is worth raising without end has a finite upper bound.
  ///   - impliedBy: for the first columns the row, with a coefficient of 1 there, that implies the upper bound.
  ///     Such a bound is left to the row's price.
  ///   - start: prices to start from, by row, or nil.
  ///   - threads: how many threads may work at the same time; the result is the same for any number.
  /// - Complexity: O(entries) time and memory.
  package init(_ model: LinearModel, impliedBy: [OptionalIndex] = [], start: [Double]? = nil, threads: Int = 1) {
    self.model = model
    self.threads = threads
    classes = RowClasses(model)
    self.impliedBy = impliedBy
    upper = model.columnUpper.enumerated().map { column, bound in
      column < impliedBy.count && impliedBy[column] != nil ? .infinity : bound
    }
    dual = start ?? Array(repeating: 0, count: model.rowCount)
    bestDual = dual
    primal = zip(model.columnLower, model.columnUpper).map { lower, upper in
      lower.isFinite ? lower : (upper.isFinite ? upper : 0)
    }
    var sum = 0.0
    var count = 0
    for column in 0..<model.columnCount where model.cost[column] > 0 {
      sum += model.cost[column]
      count += 1
    }
    let typical = count > 0 ? max(sum / Double(count), 1e-6) : 1
    typicalCost = typical
    // A price that moves by a typical cost can move a column through its whole range.
    stepSize = (0..<model.columnCount).map { column in
      let range = model.columnUpper[column] - model.columnLower[column]
      return (range.isFinite ? range : 1000) * 0.4 / typical
    }
    reducedCost = model.reducedCosts(dual)
    bestBound = model.dualBound(dual)
    choosePart()
  }

  /// Does some proximal steps.
  ///
  /// - Parameters:
  ///   - steps: how many times the centre moves.
  ///   - sweepsPerStep: sweeps over all rows for each.
  ///   - isOver: asked before each step whether that is the last one.
  /// - Complexity: O(steps x sweeps x entries)
  package mutating func ascend(steps: Int, sweepsPerStep: Int = 4, isOver: () -> Bool = { false }) {
    guard model.rowCount > 0, model.columnCount > 0 else {
      primal = (0..<model.columnCount).map {
        model.cost[$0] < 0 ? model.columnUpper[$0] : model.columnLower[$0]
      }
      return
    }
    var steps = steps
    let stepsPerPricing = Tuning.Ascent.stepsPerPricing(isSettling: isSettling)
    var step = 0
    while step < steps {
      sweeps += sweepsPerStep
      if isOver() { steps = step + 1 }
      let (moved, waited) = part.step(
        sweeps: sweepsPerStep, relaxation: isSettling ? Tuning.Ascent.settlingRelaxation : 1, classes: classes,
        threads: stepsAlone > 0 ? 1 : threads, dual: &dual)
      stepsAlone = waited > Tuning.Ascent.mostWaiting ? Tuning.Ascent.stepsAlone : max(0, stepsAlone - 1)
      if step % Tuning.Ascent.stepsPerCheck == Tuning.Ascent.stepsPerCheck - 1 || step == steps - 1 {
        adaptSteps(moved: moved)
      }
      if step % stepsPerPricing == stepsPerPricing - 1 || step == steps - 1 { priceAll() }
      step += 1
    }
  }

  /// Does short proximal steps, which get shorter still until the sweeps keep up with them: long steps find good prices,
  /// short ones a point that nearly satisfies the rows. Settling can be gone on with.
  ///
  /// They go beyond the minimisers, which saves steps. (J. Eckstein, D. P. Bertsekas, "On the Douglas-Rachford splitting
  /// method and the proximal point algorithm for maximal monotone operators", 1992,
  /// https://doi.org/10.1007/BF01581204.) The longer, less exact steps before are not relaxed: there it helps some
  /// programs and makes others much worse.
  ///
  /// - Parameters: those of ``ascend(steps:sweepsPerStep:isOver:)``.
  package mutating func settle(steps: Int, sweepsPerStep: Int = 4, isOver: () -> Bool = { false }) {
    if !hasSettled { stepFactor *= 0.1 }
    hasSettled = true
    isSettling = true
    choosePart()
    ascend(steps: steps, sweepsPerStep: sweepsPerStep, isOver: isOver)
    isSettling = false
  }

  /// Computes anew what was kept incrementally, and keeps the prices if they are the best so far.
  private mutating func priceAll() {
    part.store(into: &primal)
    reducedCost = model.reducedCosts(dual)
    keepIfBest()
    choosePart()
  }

  /// Chooses the columns that are swept: those above their lower bounds, and those that may soon be.
  private mutating func choosePart() {
    let margin =
      model.columnCount <= Tuning.Ascent.smallProgram ? Double.infinity : Tuning.Ascent.nearness * typicalCost
    part = AscentPart(
      model: model, classes: classes, primal: primal, reducedCost: reducedCost, upper: upper, stepSize: stepSize,
      stepFactor: stepFactor, margin: margin)
  }

  /// Lets the steps grow while the sweeps keep up with the moving centre, and shrink where they do not.
  private mutating func adaptSteps(moved: Double) {
    let missed = part.infeasibility(model)
    let ratio = missed / max(moved, 1e-9)
    let factor = isSettling ? (ratio > 0.3 ? 0.7 : 1) : ratio < 1 ? 1.25 : ratio > 3 ? 0.8 : 1
    let next = stepFactor * factor
    if factor != 1, next >= 1e-3, next <= 1e3 {
      stepFactor = next
      part.scaleSteps(by: factor)
    }
  }

  /// Keeps the prices if their bound is the highest so far, after the rows that imply upper bounds have taken over what
  /// the bounds would have cost.
  private mutating func keepIfBest() {
    var folded = dual
    for column in impliedBy.indices where reducedCost[column] < 0 {
      guard let row = impliedBy[column].value else { continue }
      folded[row] = min(folded[row], dual[row] + reducedCost[column])
    }
    let bound = model.dualBound(folded)
    if bound > bestBound {
      bestBound = bound
      bestDual = folded
    }
  }
}
