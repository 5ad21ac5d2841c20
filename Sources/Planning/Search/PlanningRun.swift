// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
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

/// A point of a program, with prices of its rows.
struct NearbyPoint: Sendable {
  let formulation: Formulation
  /// Values of the columns, and prices of the rows; there may be more than the program has.
  let point: [Double]
  let dual: [Double]
}

/// One solve, with what it gathers on the way.
struct PlanningRun {
  private let scenario: Scenario
  private let sha256: String
  let options: PlanningOptions
  let order: SearchOrder
  private let loaded: LoadedLibrary?
  let clock: Stopwatch
  let limits: SearchLimits
  private let laps = Laps()
  var formulation: Formulation
  /// Checks amounts: for a scenario with its decisions made that of the scenario as written.
  private let checker: PlanChecker
  /// Works out bounds: for the scenario that is solved.
  private let bounds: PlanChecker
  /// The decisions that were made; nil where there are none to make.
  private let decisions: Decisions?
  /// Whether this is a part of a search for decisions.
  private var isPart: Bool { decisions != nil }
  /// What limits the amounts beside the scenario.
  private let planLimits: PlanLimits?

  private var start: WarmStart?
  /// A point near the optimum, of a program like this one.
  var nearby: NearbyPoint?
  var search: NativeSearch
  let onProgress: (@Sendable (PlanningProgress) -> Void)?
  /// Where the simplex method has ended, if at an optimum, and the value of that.
  private var end: WarmStart?
  private var optimalValue: Double?
  private var optimum: NearbyPoint?
  /// Where the last amounts did not fit their days.
  private var misfits = Refinement()
  /// The last amounts that were made.
  private var lastAmounts: PlanAmounts?
  private var notices: [String] = []
  /// The best amounts that passed the checker.
  private var candidate: Appraisal?
  /// The prices of the steps of the order, where there is one.
  private var steps: [StepPrices] = []
  /// The prices with the best bound, and that bound, recomputed by the checker.
  private var prices: RowPrices?
  private var bound: Millionths?
  private var engine = Plan.EngineRecord(name: "native", version: MusterVersion.current)
  private var fallback: String?
  var stop = Plan.Stop.work
  var iterations = 0
  /// Whether a limit was reached, after which nothing more is tried.
  var isOver = false

  init(
    scenario: Scenario, sha256: String, options: PlanningOptions, order: SearchOrder, loaded: LoadedLibrary?,
    start: WarmStart?, interruption: Interruption, onProgress: (@Sendable (PlanningProgress) -> Void)?
  ) {
    let clock = Stopwatch()
    self.init(
      scenario, sha256: sha256, options: options, order: order, loaded: loaded, start: start,
      limits: SearchLimits(
        clock: clock, seconds: options.timeLimit, work: options.workLimit, interruption: interruption),
      amounts: options.limits, onProgress: onProgress)
  }

  /// A run for what is left once decisions are made, as a part of a search for decisions.
  ///
  /// - Parameters:
  ///   - written: the scenario with its decisions open.
  ///   - checker: that of the scenario with its decisions open.
  ///   - limits: those of the whole search.
  ///   - refinement: where days are known to have to be told apart.
  init(
    _ choice: Choice, of written: Scenario, sha256: String, options: PlanningOptions, order: SearchOrder,
    loaded: LoadedLibrary?, start: WarmStart?, nearby: NearbyPoint? = nil, checker: PlanChecker, limits: SearchLimits,
    refinement: Refinement
  ) {
    self.init(
      choice.scenario(written), sha256: sha256, options: options, order: order, loaded: loaded, start: start,
      limits: limits, amounts: choice.limits, refinement: refinement, decisions: choice.decisions, checker: checker)
    self.nearby = nearby
  }

  /// - Parameters:
  ///   - amounts: what limits amounts beside the scenario.
  ///   - decisions: those that were made for it; nil where there are none.
  ///   - checker: what checks amounts; nil is that of the scenario.
  private init(
    _ scenario: Scenario, sha256: String, options: PlanningOptions, order: SearchOrder, loaded: LoadedLibrary?,
    start: WarmStart?, limits: SearchLimits, amounts: PlanLimits?, refinement: Refinement = Refinement(),
    decisions: Decisions? = nil, checker: PlanChecker? = nil,
    onProgress: (@Sendable (PlanningProgress) -> Void)? = nil
  ) {
    clock = limits.clock
    self.onProgress = onProgress
    self.scenario = scenario
    self.start = start
    self.sha256 = sha256
    self.options = options
    self.order = order
    self.loaded = loaded
    self.decisions = decisions
    planLimits = amounts
    let begin = clock.seconds
    formulation = Formulation(scenario, limits: amounts, refinement: refinement)
    search = NativeSearch(formulation, threads: options.threads)
    bounds = PlanChecker(scenario)
    self.checker = checker ?? bounds
    // A search for decisions keeps back time for its plan itself.
    self.limits = decisions == nil ? limits.keepingBack(columns: formulation.model.columnCount) : limits
    laps.add("build", clock.seconds - begin)
  }

  /// What a part of a search has found.
  struct Outcome {
    /// The best amounts that passed the checker.
    var appraisal: Appraisal?
    /// Why amounts did not, where none did.
    var notices: [String]
    var end: WarmStart?
    /// The optimum of the linear program, if it was found.
    var optimum: NearbyPoint?
    var prices: RowPrices?
    var steps: [StepPrices]
    var engine: Plan.EngineRecord
    var iterations: Int
    /// Where days were told apart, or should have been.
    var refinement: Refinement
    /// The last amounts, whether they passed the checker or not, and for what program.
    var amounts: PlanAmounts?
    var frame: ProgramFrame
  }

  /// Does the work of a part of a search on the calling thread.
  mutating func outcome() -> Outcome {
    run()
    return found
  }

  /// The plan in which nothing is done, which breaks no rule, whatever else failed.
  mutating func nothing() -> Outcome {
    adopt(PlanAssembler(formulation), engine: Self.native, version: MusterVersion.current)
    return found
  }

  private var found: Outcome {
    var refinement = formulation.frame.refinement
    refinement.formUnion(misfits)
    return Outcome(
      appraisal: candidate, notices: notices, end: end, optimum: optimum, prices: prices, steps: steps, engine: engine,
      iterations: iterations, refinement: refinement, amounts: lastAmounts, frame: formulation.frame)
  }

  /// Does all the work on the calling thread.
  mutating func execute() throws(PlanningFailure) -> PlanningResult {
    run()
    confirm()
    return try finish()
  }

  private mutating func run() {
    if let limit = limits.passed, !isPart, formulation.model.columnCount > Tuning.longSweepColumns {
      giveOut(atEndOf: limit)
    }
    runSteps()
    while !isPart, !isGoodEnough, !isOver, !misfits.isContained(in: formulation.frame.refinement) { refine() }
    // Doing nothing breaks no rule: a valid scenario has a plan whatever went wrong.
    if candidate == nil, !isPart {
      adopt(PlanAssembler(formulation), engine: Self.native, version: MusterVersion.current)
      if candidate != nil { stop = .crash }
    }
  }

  /// Tells days apart where the best amounts did not fit them, and goes on from where the optimum without was.
  private mutating func refine() {
    let rowsBefore = formulation.model.rowCount
    timed("build") {
      var refinement = formulation.frame.refinement
      refinement.formUnion(misfits)
      formulation = Formulation(scenario, limits: planLimits, refinement: refinement)
      search = NativeSearch(formulation, threads: options.threads)
    }
    // Where many rows are new, the interior point method is faster than the basis before.
    let newRows = formulation.model.rowCount - rowsBefore
    let isOther = sharpens && newRows > rowsBefore / Tuning.rowsPerNewRow
    (nearby, start) = isOther ? (optimum, nil) : (nil, end)
    end = nil
    misfits = Refinement()
    runSteps()
  }

  /// Tries the engines in their order until the plan is good enough.
  private mutating func runSteps() {
    if !formulation.rows.steps.isEmpty {
      solveInOrder()
      if candidate != nil { return }
    }
    for step in order.steps {
      guard !isDone else {
        if case .solve(let source) = step, source.title == order.asked { _ = engine(source) }
        continue
      }
      switch step {
      case .resume(let source): resume(source)
      case .approach(let source): approach(source)
      case .prices(let sizes):
        if sizes == .all || formulation.model.columnCount > Tuning.smallProgram { findPrices() }
      case .sharpen: if sharpens { sharpen() }
      case .solve(let source): solve(source)
      case .ascend: ascend(until: options.gapTolerance, sweeps: Tuning.mostSweeps, handsOver: nil)
      }
    }
  }

  private var isGoodEnough: Bool {
    // Of an order the last step is as good as it gets, once its amounts fit their days.
    guard formulation.rows.steps.isEmpty else { return false }
    guard let candidate, let bound else { return false }
    return Gap(value: candidate.value, bound: bound).doubleValue <= options.gapTolerance
  }

  private var isDone: Bool {
    guard !isOver else { return candidate != nil }
    // A part of a search takes an optimum for what it is.
    if isPart, end != nil { return true }
    // An optimum of sums that do not fit their days: only telling days apart helps.
    if end != nil, !misfits.isContained(in: formulation.frame.refinement) { return true }
    return isGoodEnough
  }

  /// Gives out work by what an hour of it gains, where the program is large and no time is left to search. Without prices
  /// there is no bound.
  private mutating func giveOut(atEndOf limit: Limit) {
    (isOver, stop) = (true, Self.stop(for: limit))
    let plan = timed("round") { search.assembled(GreedyPoint(formulation).values, dual: search.bestDual) }
    adopt(plan, engine: Self.native, version: MusterVersion.current)
  }

  // MARK: Engines

  /// An engine, from where a scenario like this one was solved.
  private mutating func resume(_ source: EngineSource) {
    guard let start, let engine = engine(source) else { return }
    let begin = clock.seconds
    let transferred = start.transferred(to: formulation)
    laps.add(lap(of: engine), clock.seconds - begin)
    guard let transferred else { return }
    ask(engine, transferred.model, transferred.sessionStart, added: transferred.addedColumns, transferred.trimmed)
  }

  /// An engine, from a point of a program like this one, and its prices.
  private mutating func approach(_ source: EngineSource) {
    guard let nearby, let engine = engine(source) else { return }
    let (point, prices) = carriedOver(nearby)
    let start = SessionStart(
      prices: prices, point: point,
      essential: formulation.work.columns.upperBound..<formulation.model.columnCount)
    ask(engine, formulation.programWithoutImpliedBounds, start) { $0 }
  }

  /// An engine, from the prices where there are any.
  private mutating func solve(_ source: EngineSource) {
    // Once a limit has passed a first plan is all that is wanted, and the native engine makes that fastest.
    guard !isOver || source.isNative, let engine = engine(source) else { return }
    let start = SessionStart(
      prices: search.prices, point: search.primal ?? GreedyPoint(formulation).values,
      essential: formulation.work.columns.upperBound..<formulation.model.columnCount)
    ask(engine, formulation.programWithoutImpliedBounds, start) { $0 }
  }

  /// The steps of the order, by the first engine that can.
  private mutating func solveInOrder() {
    for case .solve(let source) in order.steps {
      guard let engine = engine(source) else { continue }
      let begin = clock.seconds
      let answer = Result { () throws(SolverFailure) in
        try OrderSearch(formulation, engine, limits: limits).solve(
          from: start, after: iterations, report: pivotReport(added: 0))
      }
      laps.add(lap(of: engine), clock.seconds - begin)
      switch answer {
      case .success(let outcome): if take(outcome, of: engine) { return }
      case .failure(let failure): note(failure, of: engine)
      }
      if isOver { return }
    }
  }

  /// - Returns: whether its amounts passed the checker.
  private mutating func take(_ outcome: OrderSearch.Outcome, of engine: any Engine) -> Bool {
    iterations += outcome.iterations
    stop = outcome.limit.map(Self.stop(for:)) ?? .work
    isOver = outcome.limit != nil
    guard let primal = outcome.primal else { return false }
    let dual = outcome.dual ?? search.bestDual
    if outcome.limit == nil, let basis = outcome.basis {
      end = WarmStart(formulation, basis: basis, dual: dual, held: outcome.held)
    }
    // Of an order no step may lose, whatever another one gains by using equipment to the last millionth.
    let plan = timed("round") { search.assembled(primal, dual: dual, keepsBack: true) }
    // What was found with days told apart is what counts.
    let before = candidate
    candidate = nil
    guard adopt(plan, engine: engine.name, version: engine.version) else {
      candidate = before
      return false
    }
    steps = outcome.prices
    let value = formulation.rows.steps.steps.firstIndex(of: .value)
    prices = value.flatMap { steps.indices.contains($0) ? steps[$0].rows : nil }
    return true
  }

  /// - Parameters:
  ///   - added: how many columns the model has beyond those of the program.
  ///   - trim: makes a result for the model one for the program.
  private mutating func ask(
    _ engine: any Engine, _ model: LinearModel, _ start: SessionStart, added: Int = 0,
    _ trim: (LinearResult) -> LinearResult
  ) {
    let begin = clock.seconds
    let answer: Result<LinearResult, SolverFailure> = Result { () throws(SolverFailure) in
      let session = try engine.session(model, from: start)
      return trim(
        try session.solve(
          limits: limits.remaining(after: iterations), target: engine.capabilities.contains(.target) ? target : nil,
          report: pivotReport(added: added)))
    }
    laps.add(lap(of: engine), clock.seconds - begin)
    switch answer {
    case .success(let result): take(result, of: engine)
    case .failure(let failure): note(failure, of: engine)
    }
  }

  private mutating func take(_ result: LinearResult, of engine: any Engine) {
    iterations += result.iterations
    stop = result.limit.map(Self.stop(for:)) ?? .work
    isOver = result.limit != nil
    adopt(dual: result.dual)
    if result.limit != nil { adopt(dual: search.prices) }
    if result.termination == .optimal, let basis = result.basis, let dual = result.dual {
      optimalValue = result.objective
      end = WarmStart(formulation, basis: basis, dual: dual)
      optimum = result.primal.map { NearbyPoint(formulation: formulation, point: $0, dual: dual) }
    }
    guard let primal = result.primal else { return }
    let dual = result.dual ?? search.bestDual
    let plan = timed("round") { search.assembled(primal, dual: dual) }
    var isAdopted = adopt(plan, engine: engine.name, version: engine.version)
    // What is taken back on days with too little equipment may be more than what could have been kept back.
    if !isOver, !isGoodEnough, formulation.use.places.contains(where: { $0.equipment != nil }) {
      let other = timed("round") { search.assembled(primal, dual: dual, keepsBack: true) }
      isAdopted = adopt(other, engine: engine.name, version: engine.version) || isAdopted
    }
    if !isAdopted, engine.name != Self.native {
      notices.append("\(engine.title)'s plan did not pass the checker; the native engine's plan is used.")
      fallback = "\(engine.title)'s plan did not pass the checker"
    }
  }

  /// Has a second engine agree with the optimum of the native one, where that is asked for. The plan stays as it is.
  private mutating func confirm() {
    guard options.confirms, let source = order.confirming, let end, let optimalValue, engine.name == Self.native,
      formulation.rows.steps.isEmpty, !isOver
    else { return }
    let begin = clock.seconds
    let confirmation = Confirmation(
      model: end.formulation.programWithoutImpliedBounds, basis: end.basis, value: optimalValue)
    do throws(Confirmation.Lack) {
      let second = try confirmation.ask(limits.remaining(after: iterations), source, options, loaded)
      engine = Plan.EngineRecord(name: second.name, version: second.version, start: engine.name)
    } catch {
      engine.unconfirmed = error.reason
    }
    laps.add("confirm", clock.seconds - begin)
  }

  private mutating func note(_ failure: SolverFailure, of engine: any Engine) {
    if failure.kind == .late {
      notices.append("\(failure.detail) and was left behind; the native engine's plan is used.")
      (stop, isOver) = (.time, true)
      fallback = failure.detail
    } else {
      notices.append("\(engine.title) failed: \(failure.detail). The native engine's plan is used.")
      stop = .crash
      fallback = "\(engine.title) failed: \(failure.detail)"
    }
  }

  /// An engine that is ready to be asked, or nil, with a notice.
  private mutating func engine(_ source: EngineSource) -> (any Engine)? {
    do throws(SolverFailure) {
      return try source.make(options, loaded)
    } catch {
      fallback = "\(source.title) could not be used: \(error.detail)"
      notices.append(
        "\(source.title) could not be used (\(error.detail)); the native engine answers."
          + (error.hint.map { " \($0)" } ?? ""))
      return nil
    }
  }

  /// The objective of a point that is good enough; nil where only the optimum is.
  private var target: Double? {
    guard options.gapTolerance > Tuning.provingGap, search.best != nil, let bound = bound?.doubleValue else {
      return nil
    }
    return bound + Tuning.targetShare * options.gapTolerance * max(1, abs(bound))
  }

  /// What tells the caller how far an engine is, if anybody wants to know.
  private func pivotReport(added: Int) -> ((SessionProgress) -> Void)? {
    onProgress.map { [formulation, clock, bound, iterations, best = search.best?.value] report in
      { session in
        report(
          PlanningProgress(
            stage: .pivots, seconds: clock.seconds, bound: bound?.doubleValue,
            incumbent: session.feasibleObjective.map { min($0, best ?? $0) } ?? best,
            rows: formulation.model.rowCount, columns: formulation.model.columnCount,
            activeColumns: session.activeColumns - added, iterations: iterations + session.iterations))
      }
    }
  }

  /// Under what the time of an engine is counted.
  private func lap(of engine: any Engine) -> String { engine.name == Self.native ? "simplex" : engine.name }

  static let native = "native"

  // MARK: Limits

  static func stop(for end: NativeSearch.End) -> Plan.Stop {
    switch end {
    case .gap: .gap
    case .limit(let limit): stop(for: limit)
    case .stalled: .work
    }
  }

  static func stop(for limit: Limit) -> Plan.Stop {
    switch limit {
    case .time: .time
    case .work: .work
    case .memory: .memory
    case .interrupted: .interrupted
    }
  }

  @inline(__always)
  func timed<Value>(_ part: String, _ work: () -> Value) -> Value {
    let begin = clock.seconds
    let value = work()
    laps.add(part, clock.seconds - begin)
    return value
  }

  // MARK: Plans

  /// Keeps prices if the bound that the checker computes from them is the best so far.
  mutating func adopt(dual: [Double]?) {
    guard let dual else { return }
    let exact = formulation.prices(from: dual)
    let exactBound = timed("check") { bounds.bound(exact, limits: planLimits) }
    if bound.map({ exactBound > $0 }) ?? true { (prices, bound) = (exact, exactBound) }
  }

  /// Has amounts checked, and keeps them if they are the best so far.
  ///
  /// - Returns: whether they passed the checker.
  @discardableResult
  mutating func adopt(_ plan: PlanAssembler, engine name: String, version: String) -> Bool {
    let spread = timed("round") { DaySpread(plan) }
    misfits = spread.refinement
    var amounts = spread.amounts
    amounts.decisions = decisions
    lastAmounts = amounts
    let appraisal = timed("check") { checker.appraise(amounts) }
    if let first = appraisal.violations.first {
      notices.append("A plan was rejected by the checker: \(first.detail)")
      return false
    }
    if candidate.map({ appraisal.value <= $0.value }) ?? true {
      candidate = appraisal
      engine = Plan.EngineRecord(name: name, version: version)
      gatherCrumbs(of: plan)
    }
    return true
  }

  /// Takes the same plan without crumbs where the checker finds it as good: within what they may cost, which is less than
  /// what the grid of millionths may.
  private mutating func gatherCrumbs(of plan: PlanAssembler) {
    guard let found = candidate, !isOver else { return }
    var tidy = plan
    guard timed("round", { tidy.gatherCrumbs() }) else { return }
    var amounts = timed("round") { DaySpread(tidy).amounts }
    amounts.decisions = decisions
    let appraisal = timed("check") { checker.appraise(amounts) }
    let most =
      isPart ? found.value : found.value + Millionths(count: found.value.magnitude.count / PlanAssembler.crumbsOfValue)
    guard appraisal.violations.isEmpty, appraisal.value <= most else { return }
    (candidate, lastAmounts) = (appraisal, amounts)
  }

  private func finish() throws(PlanningFailure) -> PlanningResult {
    guard let candidate else {
      throw PlanningFailure(
        .noVerifiedPlan, "no plan passed the checker" + (notices.last.map { ": \($0)" } ?? ""),
        hint: "This is a fault of Muster: please report it with the scenario.")
    }
    var engine = engine
    if engine.name == "native" { engine.fallback = fallback }
    let plan = timed("check") {
      checker.judge(
        candidate, for: Plan.ScenarioReference(name: scenario.name, sha256: sha256), engine: engine,
        certificate: Certificate(
          bound: bound, prices: prices, steps: steps, limits: options.limits, stop: stop,
          gapTolerance: options.gapTolerance),
        withDays: options.withDays, withLoad: options.withLoad, withCertificate: options.withCertificate)
    }
    let breaches = options.limits?.breaches(in: plan) ?? []
    let notice = breaches.first.map { first in
      "The limits cannot be kept: \(first.sentence(scenario.calendar.periods))"
        + (breaches.count > 1 ? "; and \(breaches.count - 1) more." : ".")
    }
    return PlanningResult(
      plan: plan, breaches: breaches, prices: prices, warmStart: end, notices: notices + (notice.map { [$0] } ?? []),
      timings: laps.parts,
      size: (formulation.model.rowCount, formulation.model.columnCount, formulation.model.entryCount),
      iterations: iterations)
  }
}
