// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels
internal import Processes

/// What the ascent and the interior point method do for a run.
extension PlanningRun {
  /// Prices by ascent, and plans from them.
  mutating func findPrices() {
    guard sharpens else {
      findPrices(for: .simplex)
      return
    }
    if let nearby {
      let (point, prices) = carriedOver(nearby)
      search.begin(at: point, prices: prices)
    } else {
      findPrices(for: formulation.model.columnCount < Tuning.slowInteriorColumns ? .interior : .simplex)
    }
  }

  private mutating func findPrices(for successor: NativeSearch.Successor) {
    ascend(
      until: options.gapTolerance >= Tuning.wideGap ? options.gapTolerance : Tuning.provingGap,
      sweeps: successor == .interior
        ? Tuning.sweepsBeforeInterior
        : Tuning.handOverSweeps(columns: formulation.model.columnCount, gap: options.gapTolerance),
      handsOver: successor)
  }

  /// Whether the interior point method is worth its time.
  var sharpens: Bool {
    order.sharpens && options.gapTolerance < Tuning.wideGap
      && formulation.model.columnCount >= Tuning.fewestInteriorColumns
  }

  /// Better prices, and a point nearer to the optimum, by the interior point method.
  mutating func sharpen() {
    let (steps, isSharp) = timed("interior") {
      search.sharpen(until: max(Tuning.interiorGap, Tuning.interiorShare * options.gapTolerance), limits: limits)
    }
    iterations += steps
    if let limit = limits.passed { (isOver, stop) = (true, Self.stop(for: limit)) }
    guard isSharp else {
      if !isOver, nearby == nil { findPrices(for: .simplex) }
      return
    }
    // Where the optimum is asked for, the simplex method goes on to a vertex: plans of it have the fewest entries.
    guard isOver || options.gapTolerance >= Tuning.interiorPlanGap, let point = search.primal else { return }
    adopt(dual: search.prices)
    let plan = timed("round") { search.assembled(point, dual: search.prices ?? search.bestDual) }
    adopt(plan, engine: Self.native, version: MusterVersion.current)
  }

  mutating func ascend(until gap: Double, sweeps: Int, handsOver: NativeSearch.Successor?) {
    timed("native") {
      search.run(
        until: gap, sweeps: sweeps, handsOver: handsOver, limits: limits,
        report: onProgress.map { [formulation, clock] report in
          { search in
            report(
              PlanningProgress(
                stage: .prices, seconds: clock.seconds, bound: search.bound, incumbent: search.best?.value,
                rows: formulation.model.rowCount, columns: formulation.model.columnCount,
                activeColumns: search.activeColumns, iterations: search.sweeps))
          }
        })
    }
    iterations = max(iterations, search.sweeps)
    if case .limit = search.end { isOver = true } else { isOver = false }
    stop = Self.stop(for: search.end)
    adopt(dual: search.bestDual)
    if let best = search.best { adopt(best.plan, engine: "native", version: MusterVersion.current) }
  }

  /// A point of another program and its prices, for this one.
  func carriedOver(_ nearby: NearbyPoint) -> (point: [Double], prices: [Double]) {
    var point = [Double](repeating: 0, count: formulation.model.columnCount)
    var prices = [Double](repeating: 0, count: formulation.model.rowCount)
    let upper = formulation.model.columnUpper
    formulation.match(nearby.formulation) { new, old in
      point[new] = max(0, min(upper[new], nearby.point[old]))
    } rows: { new, old in
      prices[new] = nearby.dual[old]
    } inherited: { new, old in
      prices[new] = nearby.dual[old]
    }
    return (point, prices)
  }
}
