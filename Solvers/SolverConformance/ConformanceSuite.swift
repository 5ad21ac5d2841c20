// SPDX-License-Identifier: GPL-3.0-or-later

package import LinearModels

/// Cases with known answers that every ``Engine`` must pass.
///
/// Each case is also solved in variants that leave its answer the same or change it in a known way: rows and columns in
/// another order, rows, columns and costs scaled by powers of two, and every column negated.
package struct ConformanceSuite: Sendable {
  package var cases: [ConformanceCase]
  /// Relative, on objectives, rows and dual bounds.
  package var tolerance: Double

  package init(cases: [ConformanceCase] = ConformanceCase.all, tolerance: Double = 1e-7) {
    self.cases = cases
    self.tolerance = tolerance
  }

  /// Solves every case and its variants.
  ///
  /// A case that needs what the engine's capabilities do not name is left out. An exclusion that names no case is a
  /// finding too, so that none outlives its reason unnoticed.
  ///
  /// - Returns: what is wrong; empty for a engine that passes.
  package func check(
    engine: some Engine, excluding exclusions: [ConformanceExclusion] = []
  ) -> [ConformanceFinding] {
    var findings: [ConformanceFinding] = []
    for exclusion in exclusions where !cases.contains(where: { $0.name == exclusion.name }) {
      findings.append(ConformanceFinding(name: exclusion.name, detail: "is excluded, and there is no such case"))
    }
    for original in cases
    where original.needs.isSubset(of: engine.capabilities) && !exclusions.contains(where: { $0.name == original.name })
    {
      for variant in original.variants() {
        findings += check(variant, engine: engine).map { ConformanceFinding(name: variant.name, detail: $0) }
      }
    }
    return findings
  }

  private func check(_ one: ConformanceCase, engine: some Engine) -> [String] {
    let model = one.model
    let result: LinearResult
    do {
      result = try engine.solve(model, limits: SolveLimits(seconds: 60))
    } catch {
      return ["failed: \(error.kind.rawValue): \(error.detail)"]
    }
    guard one.terminations.contains(result.termination) else {
      return ["ended with \(result.termination), not \(one.terminations)"]
    }
    guard let expected = one.objective else { return [] }
    return checkOptimum(result, of: one, expected: expected, engine: engine)
      + checkLimits(of: one, expected: expected, engine: engine)
      + checkChanges(of: one, expected: expected, engine: engine)
  }

  /// Whatever ends the work early, what was found is a result, and says so.
  private func checkLimits(of one: ConformanceCase, expected: Double, engine: some Engine) -> [String] {
    let interruption = Interruption()
    interruption.interrupt()
    let stops: [(String, SolveLimits)] = [
      ("without time", SolveLimits(seconds: 0)), ("without work", SolveLimits(iterations: 0)),
      ("interrupted", SolveLimits(interruption: interruption)),
    ]
    return stops.compactMap { name, limits in
      guard let result = try? engine.solve(one.model, limits: limits) else { return "\(name) it has no result" }
      // What takes no work at all may be solved all the same.
      guard result.termination == .optimal || result.limit != nil else {
        return "\(name) it ends with \(result.termination)"
      }
      guard result.isFeasible, let primal = result.primal else { return nil }
      let miss = one.model.infeasibility(primal) / max(1, primal.lazy.map(abs).max() ?? 1)
      return miss > 1e-6 ? "\(name) its feasible point misses a row by \(miss)" : nil
    }
  }

  /// A session takes changes, and changes back.
  private func checkChanges(of one: ConformanceCase, expected: Double, engine: some Engine) -> [String] {
    let model = one.model
    guard engine.capabilities.contains(.changes), model.integerColumns.isEmpty, model.rowCount > 0,
      model.columnCount > 0,
      let session = try? engine.session(model, from: SessionStart())
    else { return [] }
    do throws(SolverFailure) {
      _ = try session.solve(limits: SolveLimits(seconds: 60), target: nil, report: nil)
      try session.setCost(0, model.cost[0] + 1)
      try session.setRowBounds(0, lower: -.infinity, upper: .infinity)
      try session.setColumnBounds(
        0, lower: model.columnLower[0], upper: model.columnLower[0].isFinite ? model.columnLower[0] : 0)
      _ = try session.solve(limits: SolveLimits(seconds: 60), target: nil, report: nil)
      try session.setCost(0, model.cost[0])
      try session.setRowBounds(0, lower: model.rowLower[0], upper: model.rowUpper[0])
      try session.setColumnBounds(0, lower: model.columnLower[0], upper: model.columnUpper[0])
      let back = try session.solve(limits: SolveLimits(seconds: 60), target: nil, report: nil)
      let isSame = back.objective.map { abs($0 - expected) <= tolerance * max(1, abs(expected)) } ?? false
      return isSame ? [] : ["after changes and back the objective is \(back.objective ?? .nan)"]
    } catch {
      return ["a change failed: \(error.detail)"]
    }
  }

  private func checkOptimum(
    _ result: LinearResult, of one: ConformanceCase, expected: Double, engine: some Engine
  ) -> [String] {
    let model = one.model
    guard let primal = result.primal, primal.count == model.columnCount, let objective = result.objective else {
      return ["is optimal without a solution of the model's size"]
    }
    var found: [String] = result.isFeasible ? [] : ["the optimum does not count as feasible"]
    let room = tolerance * max(1, abs(expected))
    if abs(objective - expected) > room { found.append("the objective is \(objective), not \(expected)") }
    let recomputed = model.objective(primal)
    if abs(recomputed - objective) > room { found.append("the objective is \(objective), recomputed \(recomputed)") }
    let scale = max(1, primal.lazy.map(abs).max() ?? 1)
    let miss = model.infeasibility(primal)
    if miss > tolerance * scale { found.append("the solution misses a row or bound by \(miss)") }
    for column in model.integerColumns where abs(primal[column] - primal[column].rounded()) > 1e-6 {
      found.append("integer column \(column) is \(primal[column])")
    }
    if let bound = result.bound, bound > expected + room { found.append("the bound \(bound) is above the optimum") }
    guard model.integerColumns.isEmpty else { return found }
    if engine.capabilities.contains(.exactDuals) {
      found += checkDuals(result.dual, of: model, expected: expected, room: room)
    }
    if engine.capabilities.contains(.basis) {
      found += checkBasis(result.basis, of: model, engine: engine, expected: expected)
    }
    return found
  }

  private func checkDuals(_ dual: [Double]?, of model: LinearModel, expected: Double, room: Double) -> [String] {
    guard let dual, dual.count == model.rowCount else { return ["there is no dual value for each row"] }
    // A reduced cost in the last places would call for an infinite bound; it is rounding, and counts as 0.
    var clean = model
    let reduced = model.reducedCosts(dual)
    for column in 0..<model.columnCount where abs(reduced[column]) <= 1e-9 * max(1, abs(model.cost[column])) {
      if clean.columnLower[column] == -.infinity { clean.columnLower[column] = min(0, clean.columnUpper[column]) }
      if clean.columnUpper[column] == .infinity { clean.columnUpper[column] = max(0, clean.columnLower[column]) }
    }
    let bound = clean.dualBound(dual)
    return abs(bound - expected) <= 10 * room ? [] : ["the bound of its dual values is \(bound), not \(expected)"]
  }

  private func checkBasis(
    _ basis: Basis?, of model: LinearModel, engine: some Engine, expected: Double
  ) -> [String] {
    guard let basis, basis.columns.count == model.columnCount, basis.rows.count == model.rowCount else {
      return ["there is no basis of the model's size"]
    }
    let basic = (basis.columns + basis.rows).count { $0 == .basic }
    if basic != model.rowCount { return ["\(basic) members of the basis are basic, of \(model.rowCount) rows"] }
    guard let again = try? engine.solve(model, limits: SolveLimits(seconds: 60), start: basis),
      again.termination == .optimal, let objective = again.objective
    else { return ["it does not solve again from its own basis"] }
    return abs(objective - expected) <= tolerance * max(1, abs(expected))
      ? [] : ["from its own basis the objective is \(objective)"]
  }
}
