// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels
internal import NativeSolver
internal import Processes

/// Looks for points of a ``DecisionProgram`` in which every whole column is whole: by diving from the relaxation, by branch
/// and cut, and by both in neighbourhoods of the best point (E. Danna, E. Rothberg, C. Le Pape, "Exploring relaxation
/// induced neighborhoods to improve MIP solutions", 2005).
struct DecisionSearch {
  let program: DecisionProgram
  /// The program with whole columns relaxed and without upper bounds that rows imply.
  private let relaxation: LinearModel
  /// Made when it is needed first: its start takes time.
  private lazy var session = session(
    for: relaxation, bounded: program.model, impliedBy: program.formulation.work.impliedBy)
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

  /// A point somewhere near the optimum of the relaxation, whole columns and all, and prices of its rows. It is not as near
  /// as one that the simplex method begins with.
  func approximated() -> (point: [Double], dual: [Double]) {
    Self.near(
      program.model, impliedBy: program.formulation.work.impliedBy,
      sweeps: Tuning.Decisions.guideSweeps(entries: program.model.entryCount),
      settling: Tuning.Decisions.guideSettling(entries: program.model.entryCount),
      limits: limits, threads: threads)
  }

  /// What the ascent comes to.
  ///
  /// - Parameters:
  ///   - impliedBy: for the first columns the row that implies the upper bound.
  ///   - sweeps, settling: how long it goes on; nil is what is best before the simplex method.
  private static func near(
    _ program: LinearModel, impliedBy: [OptionalIndex], sweeps most: Int? = nil, settling: Int? = nil,
    limits: SearchLimits, threads: Int
  ) -> (point: [Double], dual: [Double]) {
    var relaxation = program
    relaxation.integerColumns = []
    var ascent = PriceAscent(relaxation, impliedBy: impliedBy, threads: threads)
    func inRounds(of round: Int, _ steps: Int, _ work: (Int) -> Void) {
      var left = steps
      while left > 0, limits.passed == nil {
        work(min(left, round))
        left -= round
      }
    }
    let sweeps = Tuning.sweepsPerStep
    let all = most ?? Tuning.handOverSweeps(columns: relaxation.columnCount, gap: 0)
    inRounds(of: Tuning.stepsPerRound, all / sweeps) {
      ascent.ascend(steps: $0, sweepsPerStep: sweeps) { limits.passed != nil }
    }
    inRounds(of: Tuning.longSettlingRound, settling ?? Tuning.settlingSteps(rows: relaxation.rowCount)) {
      ascent.settle(steps: $0, sweepsPerStep: sweeps) { limits.passed != nil }
    }
    return (ascent.primal, ascent.bestDual)
  }

  /// The simplex method for a model without whole columns; where that is large, from what the ascent comes to.
  ///
  /// - Parameters:
  ///   - bounded: the same with all upper bounds; nil where it has them.
  ///   - impliedBy: for the first columns the row that implies the upper bound.
  private func session(
    for model: LinearModel, bounded: LinearModel? = nil, impliedBy: [OptionalIndex] = []
  ) -> SimplexSession {
    guard model.columnCount > Tuning.smallProgram else { return SimplexSession(model, near: nil, prices: nil) }
    let near = Self.near(bounded ?? model, impliedBy: impliedBy, limits: limits, threads: threads)
    return SimplexSession(model, near: near.point, prices: near.dual)
  }

  /// Solves the relaxation, from where it stands.
  mutating func solveRoot() {
    let result = solve()
    if result.termination == .optimal { root = result }
  }

  /// Solves the relaxation of a large program: rows of decisions are looked at where a point breaks them. It takes no more
  /// than a part of the time that is left.
  ///
  /// - Parameters:
  ///   - point, dual: values of columns, and prices of rows, near the optimum.
  ///   - isEnough: called now and then with prices of all rows, which are a bound: whether that is enough.
  mutating func solveLargeRoot(near point: [Double], dual: [Double], isEnough: ([Double]) -> Bool) {
    let limits = limits
    var pivots = iterations
    let end = limits.seconds.map { limits.clock.seconds + Tuning.Decisions.rootShare * ($0 - limits.clock.seconds) }
    var rows = RowsOnDemand(relaxation, from: program.formulation.model.rowCount, dual: dual)
    func solve(_ session: SimplexSession) -> LinearResult {
      var left = limits.remaining(after: pivots)
      if let end { left.seconds = max(0.01, end - limits.clock.seconds) }
      let result = session.solve(limits: left)
      pivots += result.iterations
      return result
    }
    root = rows.solve(near: point, dual: dual, solve: solve, isEnough: isEnough)
    iterations = pivots
  }

  private mutating func solve() -> LinearResult {
    let result = session.solve(limits: limits.remaining(after: iterations))
    iterations += result.iterations
    return result
  }

  // MARK: Diving

  /// Dives from the relaxation.
  ///
  /// - Parameter cutoff: the objective that is to be beaten.
  /// - Returns: nil where there is no such point this way.
  mutating func dive(cutoff: Double) -> Found? {
    let dive = Dive(
      whole: program.switches.enumerated().map { whole($1, program.first + $0) }, lower: relaxation.columnLower,
      upper: relaxation.columnUpper, cutoff: cutoff)
    return run(dive, in: session, from: root).map { Found(point: program.rounded($0.point), objective: $0.objective) }
  }

  private func whole(_ what: DecisionProgram.Switch, _ column: Int) -> Dive.Whole {
    Dive.Whole(column: column, rank: what.rank, isThreshold: what.isThreshold)
  }

  private mutating func run(
    _ dive: Dive, in session: SimplexSession, from first: LinearResult?
  ) -> (point: [Double], objective: Double)? {
    let limits = limits
    var pivots = iterations
    let found = dive.run(session, from: first, isOver: { limits.passed != nil }) {
      let result = session.solve(limits: limits.remaining(after: pivots))
      pivots += result.iterations
      return result
    }
    iterations = pivots
    return found
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

  /// The best point with the whole columns of a point, and prices of the rows that are left with those fixed; nil where
  /// there is none, or a limit has passed.
  mutating func completed(_ point: [Double]) -> (found: Found, dual: [Double])? {
    var isFree = [Bool](repeating: true, count: program.model.columnCount)
    for place in program.switches.indices { isFree[program.first + place] = false }
    var whole = program.model
    whole.integerColumns = []
    let reduced = ReducedModel(whole, isFree: isFree, at: point, keepsRows: false)
    guard reduced.isFeasible else { return nil }
    let result = session(for: reduced.model).solve(limits: limits.remaining(after: iterations))
    iterations += result.iterations
    guard result.termination == .optimal, let primal = result.primal, let dual = result.dual else { return nil }
    let all = program.rounded(reduced.whole(primal))
    return (Found(point: all, objective: program.model.objective(all)), reduced.wholeDual(dual))
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

  // MARK: Branch and bound

  /// Looks for a better point in a part of the program, natively.
  ///
  /// - Parameters:
  ///   - isFree: the columns that are not fixed.
  ///   - point: one that keeps the rows, with the values of the others.
  ///   - reserve: seconds before the limit that are needed for something else.
  /// - Returns: the point, and whether there is none better in the part.
  mutating func searchDeep(
    isFree: [Bool], at point: [Double], cutoff: Double, pivots: Int, reserve: Double = 0
  ) -> (found: Found?, isComplete: Bool) {
    let reduced = ReducedModel(program.model, isFree: isFree, at: point, keepsRows: true)
    guard reduced.isFeasible, !reduced.kept.isEmpty else { return (nil, true) }
    let ranks = reduced.model.integerColumns.map { program.switches[reduced.kept[$0] - program.first].rank }
    var deep = DepthSearch(reduced.model, ranks: ranks, known: reduced.part(of: point), cutoff: cutoff)
    let (limits, before) = (limits, iterations)
    let end = limits.seconds.map { $0 - reserve }
    var done = 0
    let outcome = deep.run(
      pivots: pivots, isOver: { limits.passed != nil || end.map { $0 <= limits.clock.seconds } ?? false }
    ) { session in
      var left = limits.remaining(after: before + done)
      if let end { left.seconds = max(0.01, end - limits.clock.seconds) }
      let result = session.solve(limits: left)
      done += result.iterations
      return result
    }
    iterations += outcome.pivots
    let found = outcome.found.map { found in
      let point = program.rounded(reduced.whole(found.point))
      return Found(point: point, objective: program.model.objective(point))
    }
    return (found, outcome.isComplete)
  }

  // MARK: Branch and cut

  /// Asks an engine for the best point of the whole program.
  ///
  /// - Parameters:
  ///   - known: a point that keeps all rows, and is to be beaten; nil where there is none.
  ///   - pivots: the most work. An engine that needs more time for it than is sane is stopped, and what it found then is
  ///     not used: it would be something else the next time.
  ///   - share: how much of the time that is left it may take.
  /// - Returns: the point, whether it is claimed to be the best there is, the objective that no point is claimed to be
  ///   below, and why the engine did not answer, if so.
  func branch(
    _ engine: any Engine, from known: [Double]?, pivots: Int, share: Double
  ) -> (found: Found?, isComplete: Bool, bound: Double?, failure: SolverFailure?) {
    let reduced = ReducedModel(
      program.model, isFree: Array(repeating: true, count: program.model.columnCount),
      at: known ?? Array(repeating: 0, count: program.model.columnCount), keepsRows: known != nil)
    guard reduced.isFeasible, !reduced.kept.isEmpty else { return (nil, true, nil, nil) }
    let start = known.map(reduced.part(of:))
    let answer = Result { () throws(SolverFailure) in
      let session = try engine.session(
        reduced.model,
        from: SessionStart(point: start.flatMap { reduced.model.infeasibility($0) < 1e-5 ? $0 : nil }))
      let left = limits.remaining(after: 0).seconds.map { left in
        max(0.01, min(left, max(Tuning.Decisions.fewestPartSeconds, share * left)))
      }
      return try session.solve(
        limits: SolveLimits(
          seconds: min(left ?? .infinity, Tuning.Decisions.saneSeconds), iterations: pivots,
          interruption: limits.interruption),
        target: nil, report: nil)
    }
    switch answer {
    case .failure(let failure): return (nil, false, nil, failure)
    case .success(let result):
      let isComplete = result.termination == .optimal || result.termination == .infeasible
      if result.limit == .time, limits.seconds == nil { return (nil, false, nil, nil) }
      guard let primal = result.primal, result.isFeasible else { return (nil, isComplete, result.bound, nil) }
      let point = program.rounded(reduced.whole(primal))
      return (Found(point: point, objective: program.model.objective(point)), isComplete, result.bound, nil)
    }
  }
}
