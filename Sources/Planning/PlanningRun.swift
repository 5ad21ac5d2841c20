// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import GLPKSolver
internal import LinearModels
internal import NativeSolver
internal import Numbers
internal import PlanChecking
internal import Processes

/// Seconds by part of the work.
final class Laps {
  private(set) var parts: [(part: String, seconds: Double)] = []

  func add(_ part: String, _ seconds: Double) {
    if let index = parts.firstIndex(where: { $0.part == part }) {
      parts[index].seconds += seconds
    } else {
      parts.append((part, seconds))
    }
  }
}

/// One solve, with what it gathers on the way.
struct PlanningRun {
  private let scenario: Scenario
  private let sha256: String
  private let options: PlanningOptions
  private let loaded: LoadedLibrary?
  private let clock: Stopwatch
  private let limits: SearchLimits
  private let laps = Laps()
  private let formulation: Formulation
  private let checker: PlanChecker

  private let start: WarmStart?
  private var search: NativeSearch
  private let onProgress: (@Sendable (PlanningProgress) -> Void)?
  /// Where the simplex method has ended, if at an optimum.
  private var end: WarmStart?
  private var notices: [String] = []
  /// The best amounts that passed the checker.
  private var candidate: Appraisal?
  /// The prices with the best bound, and that bound, recomputed by the checker.
  private var prices: RowPrices?
  private var bound: Millionths?
  private var engine = Plan.EngineRecord(name: "native", version: MusterVersion.current)
  private var fallback: String?
  private var stop = Plan.Stop.work
  private var iterations = 0
  /// Whether a limit was reached, after which nothing more is tried.
  private var isOver = false

  init(
    scenario: Scenario, sha256: String, options: PlanningOptions, loaded: LoadedLibrary?, start: WarmStart?,
    interruption: Interruption, onProgress: (@Sendable (PlanningProgress) -> Void)?
  ) {
    clock = Stopwatch()
    limits = SearchLimits(
      clock: clock, seconds: options.timeLimit, work: options.workLimit, interruption: interruption)
    self.onProgress = onProgress
    self.scenario = scenario
    self.start = start
    self.sha256 = sha256
    self.options = options
    self.loaded = loaded
    let begin = clock.seconds
    formulation = Formulation(scenario, limits: options.limits)
    search = NativeSearch(formulation, threads: options.threads)
    checker = PlanChecker(scenario)
    laps.add("build", clock.seconds - begin)
  }

  /// Does all the work on the calling thread.
  mutating func execute() throws(PlanningFailure) -> PlanningResult {
    let columns = formulation.model.columnCount
    if options.engine != .glpk { optimiseAgain() }
    if !isDone, columns > Self.smallProgram || options.engine == .glpk { findPrices() }
    if options.engine == .glpk { askLibrary() }
    if !isDone { optimise() }
    if !isDone, options.engine == .auto { askLibrary() }
    // Nothing proved it: the ascent comes as near as it can.
    if !isDone { ascend(until: options.gapTolerance, sweeps: Self.mostSweeps, handsOver: false) }
    return try finish()
  }

  private var isDone: Bool {
    guard !isOver else { return candidate != nil }
    guard let candidate, let bound else { return false }
    return Gap(value: candidate.value, bound: bound).doubleValue <= options.gapTolerance
  }

  // MARK: Engines

  /// Prices by ascent, and plans from them.
  private mutating func findPrices() {
    ascend(until: isGapWide ? options.gapTolerance : Self.provingGap, sweeps: handOverSweeps, handsOver: true)
  }

  private mutating func ascend(until gap: Double, sweeps: Int, handsOver: Bool) {
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
    if let best = search.best { adopt(best.amounts, engine: "native", version: MusterVersion.current) }
  }

  /// The simplex method, from where a scenario like this one was solved.
  private mutating func optimiseAgain() {
    guard let start else { return }
    let begin = clock.seconds
    let transferred = start.transferred(to: formulation)
    laps.add("simplex", clock.seconds - begin)
    guard let transferred else { return }
    optimise(finish: transferred.trimmed) {
      SimplexSession(
        transferred.model, basis: transferred.basis, prices: transferred.prices, weights: transferred.weights)
    }
  }

  /// The simplex method, from the prices where there are any.
  private mutating func optimise() {
    let (program, primal, prices) = (
      formulation.programWithoutImpliedBounds, search.primal ?? GreedyPoint(formulation).values, search.prices
    )
    optimise { SimplexSession(program, near: primal, prices: prices) }
  }

  private mutating func optimise(
    finish: (LinearResult) -> LinearResult = { $0 }, _ makeSession: () -> SimplexSession
  ) {
    let begin = clock.seconds
    let session = makeSession()
    let target =
      search.best == nil ? nil : bound.map { $0.doubleValue + 0.9 * options.gapTolerance * max(1, abs($0.doubleValue)) }
    let answer = session.solve(
      limits: limits.remaining(after: iterations), target: options.gapTolerance > Self.provingGap ? target : nil,
      report: onProgress.map { [formulation, clock, bound, iterations, search] report in
        { session in
          let value = session.feasibleObjective
          report(
            PlanningProgress(
              stage: .pivots, seconds: clock.seconds, bound: bound?.doubleValue,
              incumbent: value.map { min($0, search.best?.value ?? $0) } ?? search.best?.value,
              rows: formulation.model.rowCount, columns: formulation.model.columnCount,
              activeColumns: session.activeColumns, iterations: iterations + session.pivots))
        }
      })
    let result = finish(answer)
    laps.add("simplex", clock.seconds - begin)
    iterations += result.iterations
    if case .limit(let limit) = result.termination {
      stop = Self.stop(for: limit)
      isOver = limit != .work || options.workLimit.map { iterations >= $0 } ?? false
    }
    adopt(dual: result.dual)
    if result.termination == .optimal, let basis = result.basis, let dual = result.dual {
      end = WarmStart(formulation, basis: basis, dual: dual)
    }
    guard let primal = result.primal else { return }
    let amounts = timed("round") { search.assembled(primal, dual: result.dual ?? search.bestDual).amounts }
    adopt(amounts, engine: "native", version: MusterVersion.current)
  }

  /// GLPK, on the active part of the program.
  private mutating func askLibrary() {
    guard let library = loadLibrary(), !isDone, !isOver else { return }
    let question = GLPKWorker.Question(
      model: formulation.model, dual: search.bestDual, primal: search.startingPoint,
      always: formulation.work.columns.upperBound..<formulation.model.columnCount,
      impliedBy: formulation.work.impliedBy, limits: limits.remaining(after: iterations), library: options.glpkLibrary)
    let begin = clock.seconds
    let outcome = solve(question, library: library)
    laps.add("glpk", clock.seconds - begin)
    switch outcome {
    case nil where limits.interruption.isInterrupted:
      (stop, isOver) = (.interrupted, true)
    case nil:
      notices.append("GLPK did not keep its time limit and was left behind; the native engine's plan is used.")
      (stop, isOver) = (.time, true)
      fallback = "GLPK did not keep its time limit"
    case .failure(let failure):
      notices.append("GLPK failed: \(failure.detail). The native engine's plan is used.")
      stop = .crash
      fallback = "GLPK failed: \(failure.detail)"
    case .success(let answer):
      iterations += answer.pivots
      stop = answer.limit.map(Self.stop(for:)) ?? .work
      isOver = answer.limit != nil
      adopt(dual: answer.dual)
      guard let primal = answer.primal else { return }
      let amounts = timed("round") { search.assembled(primal, dual: answer.dual ?? search.bestDual).amounts }
      if !adopt(amounts, engine: "glpk", version: library.version) {
        notices.append("GLPK's plan did not pass the checker; the native engine's plan is used.")
        fallback = "GLPK's plan did not pass the checker"
      }
    }
  }

  /// Solves through GLPK, in a process of its own where there is one to ask.
  ///
  /// - Returns: nil where GLPK was late, or the solve was interrupted.
  private func solve(
    _ question: GLPKWorker.Question, library: GLPKLibrary
  ) -> Result<ActiveSet.Outcome, SolverFailure>? {
    let deadline = question.limits.seconds.map { $0 + Self.grace }
    if let worker = options.glpkWorker, question.model.columnCount >= options.glpkWorkerColumns {
      return GLPKWorker.ask(worker, question, seconds: deadline)
    }
    // A thread of its own, because GLPK does not always keep its time limit: one that is overdue is left behind.
    let interruption = limits.interruption
    return withDeadline(seconds: deadline, isCancelled: { interruption.isInterrupted }) {
      () -> Result<ActiveSet.Outcome, SolverFailure> in
      var active = ActiveSet(
        question.model, library: library, dual: question.dual, primal: question.primal, always: question.always,
        impliedBy: question.impliedBy)
      do throws(SolverFailure) {
        return .success(try active.solve(limits: question.limits, clock: Stopwatch(), primal: question.primal))
      } catch {
        return .failure(error)
      }
    }
  }

  private mutating func loadLibrary() -> GLPKLibrary? {
    let kept = loaded.flatMap { $0.path == options.glpkLibrary ? $0 : nil } ?? LoadedLibrary(path: options.glpkLibrary)
    switch kept.library {
    case .success(let library): return library
    case .failure(let error):
      fallback = "GLPK could not be used: \(error.detail)"
      notices.append(
        "GLPK could not be used (\(error.detail)); the native engine answers." + (error.hint.map { " \($0)" } ?? ""))
      return nil
    }
  }

  // MARK: Limits

  /// The sweeps after which the ascent hands over whatever its gap.
  private var handOverSweeps: Int {
    if isGapWide { return 2_000 }
    let columns = formulation.model.columnCount
    return columns < 2_000 ? 40 : columns < 10_000 ? 160 : 640
  }

  /// Whether the ascent can be expected to reach the gap asked for by itself.
  private var isGapWide: Bool { options.gapTolerance >= NativeSearch.wideGap }

  /// Programs up to this many columns are solved by the simplex method faster than good prices for them can be had.
  private static let smallProgram = 3_000
  /// The gap from which the simplex method proves the optimum faster than the ascent comes nearer to it.
  private static let provingGap = 2e-4
  /// The sweeps after which the ascent alone gives up.
  private static let mostSweeps = 20_000
  /// Seconds that GLPK may be late.
  private static let grace = 0.75

  private static func stop(for end: NativeSearch.End) -> Plan.Stop {
    switch end {
    case .gap: .gap
    case .limit(let limit): stop(for: limit)
    case .stalled: .work
    }
  }

  private static func stop(for limit: Limit) -> Plan.Stop {
    switch limit {
    case .time: .time
    case .work: .work
    case .memory: .memory
    case .interrupted: .interrupted
    }
  }

  @inline(__always)
  private func timed<Value>(_ part: String, _ work: () -> Value) -> Value {
    let begin = clock.seconds
    let value = work()
    laps.add(part, clock.seconds - begin)
    return value
  }

  // MARK: Plans

  /// Keeps prices if the bound that the checker computes from them is the best so far.
  private mutating func adopt(dual: [Double]?) {
    guard let dual else { return }
    let exact = formulation.prices(from: dual)
    let exactBound = timed("check") { checker.bound(exact, limits: options.limits) }
    if bound.map({ exactBound > $0 }) ?? true { (prices, bound) = (exact, exactBound) }
  }

  /// Has amounts checked, and keeps them if they are the best so far.
  ///
  /// - Returns: whether they passed the checker.
  @discardableResult
  private mutating func adopt(_ amounts: ExactAmounts, engine name: String, version: String) -> Bool {
    let planned = timed("round") { PlanAmounts(amounts) }
    let appraisal = timed("check") { checker.appraise(planned) }
    if let first = appraisal.violations.first {
      notices.append("A plan was rejected by the checker: \(first.detail)")
      return false
    }
    if candidate.map({ appraisal.value <= $0.value }) ?? true {
      candidate = appraisal
      engine = Plan.EngineRecord(name: name, version: version)
    }
    return true
  }

  private func finish() throws(PlanningFailure) -> PlanningResult {
    guard let candidate else {
      throw PlanningFailure(
        .noVerifiedPlan, "no plan passed the checker",
        hint: "This is a fault of Muster: please report it with the scenario.")
    }
    var engine = engine
    if engine.name == "native" { engine.fallback = fallback }
    let plan = timed("check") {
      checker.judge(
        candidate, for: Plan.ScenarioReference(name: scenario.name, sha256: sha256), engine: engine,
        certificate: Certificate(bound: bound, prices: prices, stop: stop, gapTolerance: options.gapTolerance))
    }
    return PlanningResult(
      plan: plan, prices: prices, warmStart: end, notices: notices, timings: laps.parts,
      size: (formulation.model.rowCount, formulation.model.columnCount, formulation.model.entryCount),
      iterations: iterations)
  }
}
