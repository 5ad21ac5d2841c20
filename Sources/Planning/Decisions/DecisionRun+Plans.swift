// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers
internal import PlanChecking
internal import Processes

/// Plans made of decisions.
extension DecisionRun {
  /// Plans a scenario with decisions made.
  ///
  /// - Parameter gap: how far from the best is good enough, if that is more than the options say.
  mutating func outcome(
    of choice: Choice, in other: Scenario? = nil, order: SearchOrder, near point: [Double]? = nil, gap: Double = 0
  ) -> PlanningRun.Outcome {
    var options = options
    options.gapTolerance = max(options.gapTolerance, gap)
    let nearby = point.flatMap { point in
      prices.map { NearbyPoint(formulation: program.formulation, point: point, dual: $0) }
    }
    var choice = choice
    if let limits = options.limits { choice.limits = choice.limits.joined(with: limits) }
    let outcome = timed("plan") { [choice, options] run in
      var planning = PlanningRun(
        choice, of: other ?? run.scenario, sha256: run.sha256, options: options, order: order, loaded: run.loaded,
        start: run.end, nearby: nearby, checker: run.checker, limits: run.limits,
        refinement: run.program.frame.refinement)
      return planning.outcome()
    }
    iterations += outcome.iterations
    return outcome
  }

  /// Keeps the plan in which nothing is done: a valid scenario has one whatever went wrong.
  mutating func keepNothing() {
    var planning = PlanningRun(
      program.choice(program.nothing), of: scenario, sha256: sha256, options: options, order: .forChoices,
      loaded: loaded, start: nil, checker: checker, limits: limits, refinement: program.frame.refinement)
    keep(planning.nothing())
  }

  /// Keeps what a run has found if it is the best so far.
  ///
  /// - Returns: whether it is.
  @discardableResult
  mutating func keep(_ outcome: PlanningRun.Outcome) -> Bool {
    guard let appraisal = outcome.appraisal, best.map({ appraisal.isBetter(than: $0.appraisal) }) ?? true else {
      return false
    }
    if let limits = options.limits, !appraisal.keeps(limits, in: scenario) { return false }
    best = Best(appraisal: appraisal, prices: outcome.prices, steps: outcome.steps, engine: outcome.engine)
    report()
    return true
  }

  /// Makes a plan with decisions, and keeps it if it is the best so far.
  ///
  /// - Returns: whether it is.
  @discardableResult
  mutating func take(_ found: DecisionSearch.Found) -> Bool {
    let choice = program.choice(found.point)
    guard tried.insert(choice).inserted else { return false }
    let begin = clock.seconds
    var outcome = outcome(of: choice, order: .forChoices, near: found.point)
    if outcome.appraisal == nil, choice.raised != choice {
      outcome = self.outcome(of: choice.raised, order: .forChoices, near: found.point)
    }
    if let end = outcome.end { self.end = end }
    planSeconds = max(planSeconds / 2, 1.5 * (clock.seconds - begin))
    let promised = found.objective + 1e-6 * max(1, abs(found.objective))
    if outcome.appraisal.map({ aim == nil && $0.value.doubleValue > promised }) ?? true {
      misfits.formUnion(outcome.refinement)
    }
    if outcome.appraisal == nil, outcome.optimum == nil, isSmall, limits.passed == nil {
      // Not even sums: a plan's program tells some days apart from the first.
      misfits.formUnion(.complete(program.open.scenario))
    }
    if outcome.appraisal == nil { notices += outcome.notices }
    let isKept = keep(outcome)
    // What a step promises and a plan does not come to may be due to days.
    if aim != nil, !isKept { misfits.formUnion(outcome.refinement) }
    // A point that does not keep the rows is none to go on from, though a plan with its decisions may be one.
    if isKept, found.objective.isFinite {
      // Nor is the rounding of a point a gain over the plan that follows from it.
      let value = aim == nil ? best?.appraisal.value.doubleValue : nil
      incumbent = DecisionSearch.Found(
        point: found.point,
        objective: min(found.objective, program.model.objective(found.point), value ?? .infinity))
    }
    if let optimum = outcome.optimum { move(found.point, to: optimum) }
    return isKept
  }

  /// Moves what is not whole of a point to the optimum of a plan with its decisions, and remembers the prices there.
  private mutating func move(_ point: [Double], to optimum: NearbyPoint) {
    guard !isSmall, incumbent != nil else { return }
    var point = point
    for column in 0..<program.first { point[column] = 0 }
    var dual = [Double](repeating: 0, count: program.model.rowCount)
    program.formulation.match(optimum.formulation) { new, old in
      point[new] = optimum.point[old]
    } rows: { new, old in
      dual[new] = optimum.dual[old]
    } inherited: { _, _ in
    }
    prices = dual
    fillShortfalls(&point)
    guard program.model.infeasibility(point) < 1e-5 else { return }
    let objective = program.model.objective(point)
    if incumbent.map({ objective < $0.objective }) ?? true {
      incumbent = DecisionSearch.Found(point: point, objective: objective)
    }
  }

  /// Sets what is unmet or broken where a plan's program had no column for it, because nothing could be done there.
  private func fillShortfalls(_ point: inout [Double]) {
    let model = program.model
    for column in 0..<program.first {
      point[column] = max(model.columnLower[column], min(model.columnUpper[column], point[column]))
    }
    var activity = model.activities(point)
    for column in Array(program.formulation.unmet.columns) + Array(program.formulation.shortfall.columns) {
      for entry in model.columnStart[column]..<model.columnStart[column + 1] {
        let row = Int(model.entryRow[entry])
        let missing = model.rowLower[row] - activity[row]
        guard row < program.formulation.model.rowCount, missing > 0, model.entryValue[entry] > 0 else { continue }
        let more = min(model.columnUpper[column] - point[column], missing / model.entryValue[entry])
        point[column] += more
        for other in model.columnStart[column]..<model.columnStart[column + 1] {
          activity[Int(model.entryRow[other])] += more * model.entryValue[other]
        }
      }
    }
  }

  /// Takes the best point with the whole columns of another one, where there is one.
  mutating func complete(_ point: [Double]) {
    guard let (found, dual) = timed("complete", { $0.search.completed(point) }) else { return }
    prices = dual
    take(found)
    // Also where no plan follows from it: others near it may have one.
    if incumbent.map({ found.objective < $0.objective }) ?? true { incumbent = found }
  }
}
