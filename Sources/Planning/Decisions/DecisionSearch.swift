// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels
internal import NativeSolver

/// Looks for points of a ``DecisionProgram`` in which every whole column is whole: by diving from the relaxation, by branch
/// and cut, and by both in neighbourhoods of the best point (E. Danna, E. Rothberg, C. Le Pape, "Exploring relaxation
/// induced neighborhoods to improve MIP solutions", 2005).
struct DecisionSearch {
  let program: DecisionProgram
  /// The program with whole columns relaxed and without upper bounds that rows imply.
  private let relaxation: LinearModel
  /// Made when it is needed first: its start takes time.
  private lazy var session = Self.session(relaxation, program, limits: limits, threads: threads)
  private let limits: SearchLimits
  private let threads: Int
  /// The optimum of the relaxation, with its prices and basis.
  private(set) var root: LinearResult?
  /// Pivots so far.
  private(set) var iterations = 0

  /// A point in which whole columns are whole.
  struct Found {
    var point: [Double]
    var objective: Double
  }

  init(_ program: DecisionProgram, limits: SearchLimits, threads: Int = 1) {
    self.program = program
    self.limits = limits
    var relaxation = program.model
    relaxation.integerColumns = []
    for (column, row) in program.formulation.work.impliedBy.enumerated()
    where row != nil && program.model.columnUpper[column] == program.formulation.model.columnUpper[column] {
      relaxation.columnUpper[column] = .infinity
    }
    self.relaxation = relaxation
    self.threads = threads
  }

  /// Whether a limit has passed.
  var isOver: Bool { limits.passed != nil || limits.work.map { $0 <= iterations } ?? false }

  /// The simplex method from a point and prices that the ascent comes to, where the program is large enough for one.
  private static func session(
    _ relaxation: LinearModel, _ program: DecisionProgram, limits: SearchLimits, threads: Int
  ) -> SimplexSession {
    let columns = relaxation.columnCount
    guard columns > Tuning.smallProgram else { return SimplexSession(relaxation, near: nil, prices: nil) }
    var bounded = program.model
    bounded.integerColumns = []
    var ascent = PriceAscent(bounded, impliedBy: program.formulation.work.impliedBy, threads: threads)
    func inRounds(of round: Int, _ steps: Int, _ work: (Int) -> Void) {
      var left = steps
      while left > 0, limits.passed == nil {
        work(min(left, round))
        left -= round
      }
    }
    let sweeps = Tuning.sweepsPerStep
    inRounds(of: Tuning.stepsPerRound, Tuning.handOverSweeps(columns: columns, gap: 0) / sweeps) {
      ascent.ascend(steps: $0, sweepsPerStep: sweeps, interruption: limits.interruption)
    }
    inRounds(of: Tuning.longSettlingRound, Tuning.settlingSteps(rows: relaxation.rowCount)) {
      ascent.settle(steps: $0, sweepsPerStep: sweeps, interruption: limits.interruption)
    }
    return SimplexSession(relaxation, near: ascent.primal, prices: ascent.bestDual)
  }

  /// Solves the relaxation.
  mutating func solveRoot() {
    let result = solve()
    if result.termination == .optimal { root = result }
  }

  private mutating func solve() -> LinearResult {
    let result = session.solve(limits: limits.remaining(after: iterations))
    iterations += result.iterations
    return result
  }

  // MARK: Diving

  /// Fixes whole columns kind by kind, the most decisive first, and solves again after each step, until all are whole.
  ///
  /// - Parameters:
  ///   - cutoff: the objective that is to be beaten.
  ///   - fixed: values of some whole columns, by their places among the switches.
  /// - Returns: nil where there is no such point this way.
  mutating func dive(cutoff: Double, fixed: [Int: Double] = [:]) -> Found? {
    var trail: [Int] = []
    defer { restore(trail) }
    for (place, value) in fixed.sorted(by: { $0.key < $1.key }) {
      bound(place, value, value)
      trail.append(place)
    }
    var result = fixed.isEmpty ? root : nil
    if result == nil { result = solve() }
    for _ in 0..<Tuning.Decisions.mostDiveSteps {
      guard let here = result, here.termination == .optimal, let point = here.primal,
        (here.objective ?? .infinity) < cutoff, limits.passed == nil
      else { return nil }
      let step = nextStep(point)
      guard !step.isEmpty else { return Found(point: program.rounded(point), objective: here.objective ?? .infinity) }
      for change in step {
        bound(change.place, change.value, change.value)
        trail.append(change.place)
      }
      var next = solve()
      if next.termination != .optimal || (next.objective ?? .infinity) >= cutoff {
        // The other way round, one by one from the surest.
        for change in step {
          let other = change.value > point[program.first + change.place] ? change.value - 1 : change.value + 1
          let (lower, upper) = range(change.place)
          bound(change.place, max(lower, min(upper, other)), max(lower, min(upper, other)))
        }
        next = solve()
      }
      result = next
    }
    return nil
  }

  /// What is fixed next: all that are 1 or more already, and of the most decisive kind that has fractions the largest.
  private func nextStep(_ point: [Double]) -> [(place: Int, value: Double)] {
    var fractions: [(rank: Int, place: Int, value: Double)] = []
    for (place, what) in program.switches.enumerated() {
      let value = point[program.first + place]
      if abs(value - value.rounded()) > Tuning.Decisions.wholeness { fractions.append((what.rank, place, value)) }
    }
    guard let rank = fractions.map(\.rank).min() else { return [] }
    let kind = fractions.filter { $0.rank == rank }.sorted {
      $0.value.fraction == $1.value.fraction ? $0.place < $1.place : $0.value.fraction > $1.value.fraction
    }
    let most = rank == 0 ? 1 : max(1, kind.count / Tuning.Decisions.diveShare)
    return kind.prefix(most).map { part in
      // Least hours are worth having only where most of them is there.
      let isDown = program.switches[part.place].isThreshold && part.value.fraction < 0.5
      return (part.place, isDown ? part.value.rounded(.down) : part.value.rounded(.up))
    }
  }

  // MARK: Bounds

  private func range(_ place: Int) -> (lower: Double, upper: Double) {
    (relaxation.columnLower[program.first + place], relaxation.columnUpper[program.first + place])
  }

  private mutating func bound(_ place: Int, _ lower: Double, _ upper: Double) {
    session.setColumnBounds(program.first + place, lower: lower, upper: upper)
  }

  private mutating func restore(_ trail: [Int]) {
    for place in trail {
      let (lower, upper) = range(place)
      bound(place, lower, upper)
    }
  }

  // MARK: Cases

  /// The best point with the whole columns of a point; nil where there is none.
  mutating func completed(_ point: [Double]) -> Found? {
    var ranges: [Int: ClosedRange<Double>] = [:]
    for place in program.switches.indices {
      ranges[place] = point[program.first + place]...point[program.first + place]
    }
    let result = solve(within: ranges)
    guard result.termination == .optimal, let primal = result.primal, let objective = result.objective else {
      return nil
    }
    return Found(point: program.rounded(primal), objective: objective)
  }

  /// Solves the relaxation with some whole columns in narrower ranges.
  ///
  /// - Returns: the optimum, or why there is none.
  mutating func solve(within ranges: [Int: ClosedRange<Double>]) -> LinearResult {
    let places = ranges.keys.sorted()
    for place in places {
      let range = ranges[place] ?? 0...0
      bound(place, range.lowerBound, range.upperBound)
    }
    defer { restore(places) }
    return solve()
  }

  /// Prices that show that a case has nothing below a cutoff, made of any prices and multipliers that show that it has no
  /// point.
  func prices(
    from dual: [Double], ray: [Double], within ranges: [Int: ClosedRange<Double>], reaching cutoff: Double
  ) -> [Double] {
    var model = program.model
    for (place, range) in ranges {
      model.columnLower[program.first + place] = range.lowerBound
      model.columnUpper[program.first + place] = range.upperBound
    }
    var best = (dual: dual, bound: model.dualBound(dual))
    var factor = 1.0
    while best.bound < cutoff, factor < 1e9 {
      let raised = zip(dual, ray).map { $0 + factor * $1 }
      let bound = model.dualBound(raised)
      if bound > best.bound { best = (raised, bound) }
      factor *= 8
    }
    return best.dual
  }

  // MARK: Branch and cut

  /// Asks an engine for the best point with some whole columns fixed.
  ///
  /// - Parameters:
  ///   - fixed: values of whole columns, by their places among the switches.
  ///   - start: a point that keeps them, which is to be beaten.
  ///   - pivots: the most work. An engine that needs more time for it than is sane is stopped, and what it found then is
  ///     not used: it would be something else the next time.
  /// - Returns: the point, whether it is claimed to be the best there is, and why the engine did not answer, if so.
  func branch(
    _ engine: any Engine, fixed: [Int: Double], start: [Double]?, pivots: Int
  ) -> (found: Found?, isComplete: Bool, failure: SolverFailure?) {
    let reduced = ReducedModel(program.model, fixing: fixed.map { (program.first + $0.key, $0.value) })
    guard reduced.isFeasible else { return (nil, true, nil) }
    let start = start.flatMap { program.model.infeasibility($0) < 1e-5 ? $0 : nil }
    let answer = Result { () throws(SolverFailure) in
      let session = try engine.session(
        reduced.model, from: SessionStart(point: start.map { reduced.part(of: $0) }))
      let left = limits.remaining(after: 0).seconds
      return try session.solve(
        limits: SolveLimits(
          seconds: min(left ?? .infinity, Tuning.Decisions.saneSeconds), iterations: pivots,
          interruption: limits.interruption),
        target: nil, report: nil)
    }
    switch answer {
    case .failure(let failure): return (nil, false, failure)
    case .success(let result):
      let isComplete = result.termination == .optimal || result.termination == .infeasible
      if result.limit == .time, limits.seconds == nil { return (nil, false, nil) }
      guard let primal = result.primal, result.isFeasible else { return (nil, isComplete, nil) }
      let point = program.rounded(reduced.whole(primal))
      return (Found(point: point, objective: program.model.objective(point)), isComplete, nil)
    }
  }
}

extension Double {
  /// What is above the next lower whole number.
  fileprivate var fraction: Double { self - rounded(.down) }
}
