// SPDX-License-Identifier: GPL-3.0-or-later

package import LinearModels

/// A linear program that is solved by the native simplex method, and again after each change, from the last basis.
///
/// Not safe to use from two threads at once.
package final class SimplexSession: Session {
  /// The program as it stands.
  package private(set) var model: LinearModel
  /// Whether the prices of the basis were those of an optimum before the changes since.
  private var isWarm = false
  /// The weights of the first basis, for the first solve.
  private var weights: [Double]?
  var simplex: PrimalSimplex
  let scaling: Scaling

  /// Prepares a program.
  ///
  /// - Parameters:
  ///   - model: a sound model, see ``LinearModel/problems()``.
  ///   - start: values of the columns, within their bounds, near an optimum; the first basis is made of those that have
  ///     the most room, and the others are moved to their bounds. Nil starts from the rows.
  ///   - prices: prices of the rows near an optimum. Columns that stand at their lower bounds and look bad at these
  ///     prices are left out of the pricing at first; nil leaves out none.
  package init(_ model: LinearModel, near start: [Double]? = nil, prices: [Double]? = nil) {
    self.model = model
    scaling = Scaling(model)
    let priced = prices.map { (prices: $0, reduced: model.reducedCosts($0)) }
    if let start {
      // The reduced cost of a logical column is the price of its row.
      let typical = model.typicalCost
      let worth = priced.map { ($0.prices + $0.reduced).map { abs($0) / typical } }
      simplex = PrimalSimplex(model, scaling: scaling, near: start, worth: worth)
    } else {
      simplex = PrimalSimplex(model, scaling: scaling, basis: Basis(singletonsOf: model))
    }
    activate(priced?.reduced)
  }

  /// Prepares a program from what is known about it: the basis, else the point.
  package convenience init(_ model: LinearModel, from start: SessionStart) {
    if let basis = start.basis {
      self.init(model, basis: basis, prices: start.prices, weights: start.weights)
    } else {
      self.init(model, near: start.point, prices: start.prices)
    }
  }

  /// Prepares a program from a basis, and from the prices and weights that belong to it, where they are known.
  ///
  /// - Precondition: weights are as many as columns and rows.
  package init(_ model: LinearModel, basis: Basis, prices: [Double]? = nil, weights: EdgeWeights? = nil) {
    self.model = model
    scaling = Scaling(model)
    simplex = PrimalSimplex(model, scaling: scaling, basis: basis)
    activate(prices.map(model.reducedCosts))
    isWarm = prices != nil
    if let weights {
      precondition(weights.columns.count == model.columnCount && weights.rows.count == model.rowCount)
    }
    // A logical column stands for its row.
    self.weights = weights.map { $0.rows + $0.columns }
  }

  /// Chooses the columns that are priced at first.
  private func activate(_ reduced: [Double]?) {
    let rows = model.rowCount
    guard let reduced else {
      simplex.matrix.activate((rows..<simplex.total).lazy.map { Int32(truncatingIfNeeded: $0) })
      return
    }
    let typical = model.typicalCost
    simplex.matrix.activate(
      (0..<model.columnCount).lazy
        .filter { [status = simplex.status.base] in
          status[rows + $0] != .atLower || reduced[$0] < Tuning.Simplex.activeShare * typical
        }
        .map { Int32(truncatingIfNeeded: rows + $0) })
  }

  /// The basis as it stands.
  package var basis: Basis {
    let rows = model.rowCount
    return Basis(
      columns: (0..<model.columnCount).map { simplex.status[rows + $0] },
      rows: (0..<rows).map { row in
        // The logical column holds the negative of the row's activity.
        switch simplex.status[row] {
        case .atLower: .atUpper
        case .atUpper: .atLower
        case let other: other
        }
      })
  }

  /// Computes the weights of the basis, for many programs that are solved from it.
  ///
  /// - Complexity: a solution with the basis for each row.
  package func edgeWeights() -> EdgeWeights {
    let weights = simplex.edgeWeights()
    return EdgeWeights(
      columns: Array(weights.dropFirst(model.rowCount)), rows: Array(weights.prefix(model.rowCount)))
  }

  // MARK: Changes

  /// Changes the bounds of a column; lower may not be above upper.
  package func setColumnBounds(_ column: Int, lower: Double, upper: Double) {
    model.columnLower[column] = lower
    model.columnUpper[column] = upper
    simplex.setBounds(
      model.rowCount + column, lower: lower / scaling.column[column], upper: upper / scaling.column[column])
  }

  /// Changes the bounds of a row; lower may not be above upper.
  package func setRowBounds(_ row: Int, lower: Double, upper: Double) {
    model.rowLower[row] = lower
    model.rowUpper[row] = upper
    simplex.setBounds(row, lower: -upper * scaling.row[row], upper: -lower * scaling.row[row])
  }

  /// Changes the cost of a column.
  package func setCost(_ column: Int, _ cost: Double) {
    model.cost[column] = cost
    simplex.cost[model.rowCount + column] = cost * scaling.column[column] * scaling.objective
  }

  // MARK: Solving

  /// Solves from the present basis.
  ///
  /// At a limit the answer is the point and the prices as they are, whether the point satisfies the rows or not.
  package func solve(
    limits: SolveLimits = SolveLimits(), target: Double? = nil, report: ((SessionProgress) -> Void)? = nil
  ) -> LinearResult {
    var watch = Watch(limits, first: simplex.pivots, size: simplex.total)
    let first = simplex.pivots
    var phase = Phase(penalty: startingPenalty())
    begin(phase)
    if isWarm {
      simplex.restoreFeasibility(most: limits.iterations ?? model.rowCount, weights: weights) { watch.passed() != nil }
    } else {
      simplex.refresh()
    }
    pushToBounds(last: limits.iterations.map { first + $0 } ?? Int.max) { watch.passed() != nil }
    isWarm = false
    weights = nil
    report?(progress(since: first))
    defer { simplex.restoreBounds() }
    while true {
      let step = simplex.step()
      // Whatever the step was: what moves nothing can go round in circles, too.
      if let end = watch.end(after: step, pivots: simplex.pivots, stalled: simplex.stalledPivots) {
        return result(end, since: first)
      }
      switch step {
      case .pivot, .flip:
        if simplex.factors.isWorn {
          simplex.refresh()
          report?(progress(since: first))
          if let target, isFeasible, objective <= target { return result(.target, since: first) }
        }
        if watch.wantsPerturbation(stalled: simplex.stalledPivots) {
          simplex.perturb()
          simplex.refresh()
        }
      case .skip: break
      case .inaccurate:
        guard watch.inaccuracies < Tuning.Simplex.mostInaccuracies, objective.isFinite else {
          return result(.numericalTrouble, since: first)
        }
        simplex.refresh()
      case .optimal:
        if !simplex.isFresh {
          simplex.refresh()
        } else if simplex.activateImproving(tolerance: PrimalSimplex.optimality) > 0 {
          continue
        } else if simplex.isPerturbed {
          simplex.restoreBounds()
          simplex.refresh()
        } else if !objective.isFinite {
          return result(.numericalTrouble, since: first)
        } else if let end = phase.end(isFeasible: isFeasible) {
          isWarm = end == .optimal
          return result(end, since: first)
        } else {
          begin(phase)
          simplex.computePrices()
        }
      case .unbounded:
        if isFeasible, !phase.ignoresCosts { return result(.unbounded, since: first) }
        guard let next = phase.afterUnbounded() else { return result(.infeasibleOrUnbounded, since: first) }
        phase = next
        begin(phase)
        simplex.computePrices()
      }
    }
  }

  private func begin(_ phase: Phase) {
    simplex.ignoresCosts = phase.ignoresCosts
    simplex.penalty = phase.penalty
  }

  /// What is minimised at the moment.
  private struct Phase {
    var penalty: Double
    var ignoresCosts = false
    private var raises = 0
    private var isFeasibleKnown = false

    init(penalty: Double) { self.penalty = penalty }

    /// What an optimum means; nil where it is to be gone on.
    mutating func end(isFeasible: Bool) -> Termination? {
      if ignoresCosts {
        guard isFeasible else { return .infeasible }
        isFeasibleKnown = true
        ignoresCosts = false
        penalty = 1e6
        return nil
      }
      if isFeasible { return .optimal }
      if isFeasibleKnown {
        penalty *= 1000
        return penalty > 1e16 ? .numericalTrouble : nil
      }
      // Was the penalty too small, or is there no feasible point? Without costs the answer is certain.
      raises += 1
      if raises <= 2 {
        penalty *= 100
      } else {
        ignoresCosts = true
        penalty = 1
      }
      return nil
    }

    /// What to do where a point outside the bounds gets better without end.
    func afterUnbounded() -> Phase? {
      guard !isFeasibleKnown, !ignoresCosts else { return nil }
      var next = self
      next.ignoresCosts = true
      next.penalty = 1
      return next
    }
  }

  /// Moves the columns that are neither basic nor at a bound.
  ///
  /// - Parameters:
  ///   - last: the number of pivots at which this ends.
  ///   - isOverdue: asked now and then.
  private func pushToBounds(last: Int, isOverdue: () -> Bool) {
    simplex.tracksPrices = false
    defer { simplex.tracksPrices = true }
    var count = 0
    for j in 0..<simplex.total
    where simplex.status[j] == .free && (simplex.lower[j] > -.infinity || simplex.upper[j] < .infinity) {
      if simplex.pivots >= last { break }
      count += 1
      if count % Tuning.Simplex.pivotsPerLook == 0, isOverdue() { break }
      if !simplex.push(j) || simplex.factors.isWorn {
        simplex.refresh()
        if isOverdue() { return }
        if simplex.status[j] == .free { _ = simplex.push(j) }
      }
    }
    if count > 0 { simplex.refresh() }
  }

  /// A penalty that is above what most rows are worth.
  private func startingPenalty() -> Double {
    var largest = 1.0
    for j in 0..<simplex.total { largest = max(largest, abs(simplex.cost[j])) }
    return largest
  }

  private var isFeasible: Bool { simplex.infeasibility() <= 1e-7 }
  private var objective: Double { simplex.objective() / scaling.objective + model.offset }

  private func progress(since first: Int) -> SessionProgress {
    SessionProgress(
      iterations: simplex.pivots - first, activeColumns: simplex.matrix.active.count,
      feasibleObjective: isFeasible ? objective : nil)
  }

  private func result(_ termination: Termination, since first: Int) -> LinearResult {
    let rows = model.rowCount
    let primal = (0..<model.columnCount).map { column in
      min(
        max(simplex.value[rows + column] * scaling.column[column], model.columnLower[column]),
        model.columnUpper[column])
    }
    let dual = (0..<rows).map { simplex.price[$0] * scaling.row[$0] / scaling.objective }
    let hasPoint = termination != .infeasible && termination != .infeasibleOrUnbounded
    return LinearResult(
      termination: termination, primal: hasPoint ? primal : nil, isFeasible: hasPoint && isFeasible,
      dual: hasPoint ? dual : nil, ray: termination == .infeasible ? dual : nil,
      objective: hasPoint ? model.objective(primal) : nil, bound: termination == .optimal ? model.dualBound(dual) : nil,
      basis: basis, iterations: simplex.pivots - first)
  }
}
