// SPDX-License-Identifier: GPL-3.0-or-later

import MusterKit
import Testing

/// The primal-dual method of Chambolle and Pock (J. Math. Imaging Vis. 40, 2011), without what makes it fast.
struct FirstOrderEngine: Engine {
  let name = "first-order"
  let version = "1"
  let capabilities: EngineCapabilities = []

  func session(_ model: LinearModel, from start: SessionStart) throws(SolverFailure) -> any Session {
    try requireSupport(of: model, start)
    return FirstOrderSession(model, start)
  }
}

final class FirstOrderSession: Session {
  private let model: LinearModel
  private var point: [Double]
  private var prices: [Double]

  init(_ model: LinearModel, _ start: SessionStart) {
    self.model = model
    point = start.point ?? zip(model.columnLower, model.columnUpper).map { max($0, min(0, $1)) }
    prices = start.prices ?? [Double](repeating: 0, count: model.rowCount)
  }

  func solve(
    limits: SolveLimits, target: Double?, report: ((SessionProgress) -> Void)?
  ) throws(SolverFailure) -> LinearResult {
    if target != nil { throw SolverFailure(.unsupported, "the engine stops at no target") }
    let start = ContinuousClock.now
    for iteration in 1...max(1, limits.iterations ?? 1_000_000) {
      move()
      guard iteration.isMultiple(of: 100) else { continue }
      if isGoodEnough { return result(.optimal, iteration) }
      if limits.interruption?.isInterrupted == true { return result(.limit(.interrupted), iteration) }
      if let seconds = limits.seconds, start.duration(to: .now) > .seconds(seconds) {
        return result(.limit(.time), iteration)
      }
      report?(SessionProgress(iterations: iteration, activeColumns: model.columnCount, feasibleObjective: nil))
    }
    return result(.limit(.work), limits.iterations ?? 1_000_000)
  }

  /// A step of the point against its reduced costs, and one of the prices against what rows lack.
  private func move() {
    let before = point
    for (column, reducedCost) in model.reducedCosts(prices).enumerated() {
      let moved = point[column] - step * reducedCost
      point[column] = max(model.columnLower[column], min(model.columnUpper[column], moved))
    }
    let ahead = model.activities(zip(point, before).map { 2 * $0 - $1 })
    for row in prices.indices {
      let wanted = ahead[row] - prices[row] / step
      prices[row] -= step * (ahead[row] - max(model.rowLower[row], min(model.rowUpper[row], wanted)))
    }
  }

  /// Below the reciprocal of the matrix's norm.
  private lazy var step: Double = {
    var rows = [Double](repeating: 0, count: model.rowCount)
    var mostOfColumns = 1.0
    for column in 0..<model.columnCount {
      var sum = 0.0
      for entry in model.columnStart[column]..<model.columnStart[column + 1] {
        sum += abs(model.entryValue[entry])
        rows[Int(model.entryRow[entry])] += abs(model.entryValue[entry])
      }
      mostOfColumns = max(mostOfColumns, sum)
    }
    return 0.9 / (mostOfColumns * max(1, rows.max() ?? 1)).squareRoot()
  }()

  private var isGoodEnough: Bool {
    let objective = model.objective(point)
    return model.infeasibility(point) <= 1e-7
      && abs(objective - model.dualBound(prices)) <= 1e-8 * max(1, abs(objective))
  }

  private func result(_ termination: Termination, _ iterations: Int) -> LinearResult {
    LinearResult(
      termination: termination, primal: point, isFeasible: model.infeasibility(point) <= 1e-7, dual: prices,
      objective: model.objective(point), bound: model.dualBound(prices), iterations: iterations)
  }
}

@Suite("An engine of one's own") struct OwnEngineTests {
  @Test("Its plan is checked, and as good as that of the native engine")
  func plans() async throws {
    let scenario = try MusterKitTests.scenario()
    let answer = try await scenario.plan(PlanningOptions(engines: [FirstOrderEngine()]))
    #expect(answer.plan.engine.name == "first-order" && answer.notices.isEmpty)
    #expect(answer.isOptimal && answer.value == Millionths(92 * 240 + 120 + 160 * 60 * 5))
  }
}
