// SPDX-License-Identifier: GPL-3.0-or-later

public import Allocation
internal import GLPKSolver
internal import LinearModels
internal import NativeSolver
internal import PlanChecking

/// Turns a scenario into a checked plan.
///
/// The native engine gives prices and a first plan; GLPK solves the active part to the proven optimum; the checker, which
/// knows neither, has the last word on every plan, its value and its bound.
public struct Planner: Sendable {
  public var options: PlanningOptions

  /// GLPK as it was loaded for many plans; nil loads it for each.
  private var loaded: LoadedLibrary?

  public init(options: PlanningOptions = PlanningOptions()) { self.options = options }

  /// Loads GLPK now and keeps it loaded, which makes many small plans cheaper.
  public mutating func loadLibrary() {
    loaded = LoadedLibrary(path: options.glpkLibrary)
  }

  /// Solves a scenario.
  ///
  /// - Parameters:
  ///   - scenario: a scenario that passed validation.
  ///   - sha256: the hash of its bytes, for the plan's reference.
  /// - Throws: ``PlanningFailure``
  public func plan(_ scenario: Scenario, sha256: String) async throws(PlanningFailure) -> PlanningResult {
    var run = PlanningRun(scenario: scenario, sha256: sha256, options: options, loaded: loaded)
    return try await run.execute()
  }
}

/// GLPK, or why there is none.
private struct LoadedLibrary: Sendable {
  let path: String?
  let library: Result<GLPKLibrary, SolverFailure>

  init(path: String?) {
    self.path = path
    do throws(SolverFailure) {
      library = .success(try GLPKLibrary.load(path: path))
    } catch {
      library = .failure(error)
    }
  }
}

/// Seconds by part of the work.
private final class Laps {
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
private struct PlanningRun {
  let scenario: Scenario
  let sha256: String
  let options: PlanningOptions
  let loaded: LoadedLibrary?
  let clock = Stopwatch()
  var notices: [String] = []
  let laps = Laps()

  /// A plan that passed the checker.
  struct Candidate {
    var plan: Plan
  }

  init(scenario: Scenario, sha256: String, options: PlanningOptions, loaded: LoadedLibrary?) {
    self.scenario = scenario
    self.sha256 = sha256
    self.options = options
    self.loaded = loaded
  }

  mutating func execute() async throws(PlanningFailure) -> PlanningResult {
    let formulation = timed("build") { Formulation(scenario, limits: options.limits) }
    let checker = PlanChecker(scenario)
    let pricing = PlanPricing(scenario)

    // What GLPK is to do, it does from good prices; alone, the native engine goes on until it stalls.
    let library = loadLibrary()
    var search = NativeSearch(formulation)
    let usesLibrary = library != nil
    timed("native") {
      search.run(
        until: usesLibrary ? handOverGap : options.gapTolerance,
        sweeps: usesLibrary ? handOverSweeps(columns: formulation.model.columnCount) : Self.mostSweeps,
        workLimit: options.workLimit,
        seconds: options.timeLimit, clock: clock)
    }
    var stop: Plan.Stop = Self.stop(for: search.end)
    // The checker recomputes a bound from prices once, however many plans are held against it.
    var prices: RowPrices? = formulation.prices(from: search.ascent.bestDual)
    var bound = prices.map { prices in timed("check") { checker.bound(prices, limits: options.limits) } }
    var engine = Plan.EngineRecord(name: "native", version: MusterVersion.current, fallback: fallback)
    var candidate = search.best.flatMap { best in
      verified(best.amounts, formulation: formulation, bound: bound, checker: checker, pricing: pricing)
    }
    var iterations = search.sweeps

    if let library, !isGood(candidate), search.end != .time, search.end != .work {
      let question = GLPKWorker.Question(
        model: formulation.model, dual: search.ascent.bestDual, primal: search.ascent.primal,
        always: formulation.overtimeColumns.lowerBound..<formulation.model.columnCount,
        impliedBy: formulation.impliedBy,
        limits: SolveLimits(
          seconds: options.timeLimit.map { max(0.01, $0 - clock.seconds) },
          iterations: options.workLimit.map { max(0, $0 - search.sweeps) }), library: options.glpkLibrary)
      let begin = clock.seconds
      let outcome = await solve(question, library: library)
      laps.add("glpk", clock.seconds - begin)
      switch outcome {
      case nil:
        notices.append("GLPK did not keep its time limit and was left behind; the native engine's plan is used.")
        stop = .time
        engine.fallback = "GLPK did not keep its time limit"
      case .failure(let failure):
        notices.append("GLPK failed: \(failure.detail). The native engine's plan is used.")
        stop = .crash
        engine.fallback = "GLPK failed: \(failure.detail)"
      case .success(let answer):
        iterations += answer.pivots
        stop = answer.limit.map(Self.stop(for:)) ?? .work
        if let dual = answer.dual {
          let exact = formulation.prices(from: dual)
          let exactBound = timed("check") { checker.bound(exact, limits: options.limits) }
          if bound.map({ exactBound > $0 }) ?? true { (prices, bound) = (exact, exactBound) }
        }
        if let primal = answer.primal {
          let dual = answer.dual ?? search.ascent.bestDual
          let amounts = timed("round") {
            search.assembled(primal, dual: dual).amounts
          }
          let other = verified(amounts, formulation: formulation, bound: bound, checker: checker, pricing: pricing)
          if let other, candidate.map({ other.plan.objective.value <= $0.plan.objective.value }) ?? true {
            candidate = other
            engine = Plan.EngineRecord(name: "glpk", version: library.version)
          } else if other == nil {
            notices.append("GLPK's plan did not pass the checker; the native engine's plan is used.")
            engine.fallback = "GLPK's plan did not pass the checker"
          }
        }
      }
      // The native plan may have been checked against weaker prices than there are now.
      if var kept = candidate, bound != nil, engine.name == "native" {
        kept = timed("check") { Self.checked(kept.plan, bound: bound, checker: checker) }
        candidate = kept
      }
    }

    guard var final = candidate else {
      throw PlanningFailure(
        .noVerifiedPlan, "no plan passed the checker",
        hint: "This is a fault of Muster: please report it with the scenario.")
    }
    let gap = final.plan.objective.gap.map { Double($0) / 1e12 } ?? .infinity
    final.plan.status = gap <= options.gapTolerance ? .optimal : .feasible
    if gap <= options.gapTolerance { stop = gap <= Self.provenGap ? .proved : .gap }
    final.plan.stop = stop == .proved && gap > Self.provenGap ? .gap : stop
    final.plan.engine = engine
    if let prices { final.plan.bottlenecks = bottlenecks(prices, isOptimal: final.plan.status == .optimal) }
    return PlanningResult(
      plan: final.plan, prices: prices, notices: notices, timings: laps.parts,
      size: (formulation.model.rowCount, formulation.model.columnCount, formulation.model.entryCount),
      iterations: iterations)
  }

  /// The gap at which the native engine hands over to GLPK.
  private var handOverGap: Double { isGapWide ? options.gapTolerance : Self.provingGap }

  /// The sweeps after which the native engine hands over anyway.
  ///
  /// GLPK alone solves a small program faster than good prices for it can be had.
  private func handOverSweeps(columns: Int) -> Int {
    if isGapWide { return 2_000 }
    return columns < 2_000 ? 40 : columns < 10_000 ? 160 : 480
  }

  /// Whether the native engine can be expected to reach the gap asked for by itself.
  private var isGapWide: Bool { options.gapTolerance >= 5e-4 }

  /// The gap from which GLPK proves the optimum faster than the native engine comes nearer to it.
  private static let provingGap = 2e-3
  /// The sweeps after which the native engine alone gives up.
  private static let mostSweeps = 20_000
  /// What counts as proven, whatever the tolerance asked for.
  private static let provenGap = 1e-6
  /// Seconds that GLPK may be late.
  private static let grace = 0.75

  private func timed<Value>(_ part: String, _ work: () -> Value) -> Value {
    let begin = clock.seconds
    let value = work()
    laps.add(part, clock.seconds - begin)
    return value
  }

  private var fallback: String?

  private mutating func loadLibrary() -> GLPKLibrary? {
    guard options.engine != .native else { return nil }
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

  /// Solves through GLPK, in a process of its own where there is one to ask.
  ///
  /// - Returns: nil where GLPK was late.
  private func solve(
    _ question: GLPKWorker.Question, library: GLPKLibrary
  ) async -> Result<ActiveSet.Outcome, SolverFailure>? {
    let deadline = question.limits.seconds.map { $0 + Self.grace }
    if let worker = options.glpkWorker, question.model.columnCount >= options.glpkWorkerColumns {
      let answer = await withDeadline(seconds: nil) { GLPKWorker.ask(worker, question, seconds: deadline) }
      return answer ?? nil
    }
    // A thread of its own, because GLPK does not always keep its time limit: one that is overdue is left behind.
    return await withDeadline(seconds: deadline) { () -> Result<ActiveSet.Outcome, SolverFailure> in
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

  private func isGood(_ candidate: Candidate?) -> Bool {
    guard let gap = candidate?.plan.objective.gap else { return false }
    return Double(gap) / 1e12 <= options.gapTolerance
  }

  private static func stop(for end: NativeSearch.End) -> Plan.Stop {
    switch end {
    case .gap: .gap
    case .time: .time
    case .work, .stalled: .work
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

  /// Makes a plan of amounts and has it checked; nil where the checker finds a violation.
  private mutating func verified(
    _ amounts: ExactAmounts, formulation: Formulation, bound: Millionths?, checker: PlanChecker, pricing: PlanPricing
  ) -> Candidate? {
    let lists = timed("round") { amounts.lists() }
    let sha256 = sha256
    let name = scenario.name
    let candidate: Candidate? = timed("check") {
      let draft = Plan(
        scenario: Plan.ScenarioReference(name: name, sha256: sha256), status: .feasible, stop: .work,
        engine: Plan.EngineRecord(name: "native", version: MusterVersion.current),
        objective: Plan.Objective(value: .zero, bound: nil, terms: Plan.Terms()), summary: PlanSummary(),
        assignments: lists.assignments, overtime: lists.overtime, assetUse: lists.assetUse,
        operating: lists.operating, unmet: lists.unmet, brokenCommitments: lists.broken, bottlenecks: [],
        verification: Plan.Verification(feasible: false, violations: [], value: .zero, bound: nil, boundKind: .none))
      guard let priced = try? pricing.price(draft) else { return nil }
      return Self.checked(priced, bound: bound, checker: checker)
    }
    guard let candidate else { return nil }
    guard candidate.plan.verification.feasible else {
      let first = candidate.plan.verification.violations.first
      notices.append("A plan was rejected by the checker: \(first?.detail ?? "no reason given")")
      return nil
    }
    return candidate
  }

  private static func checked(_ plan: Plan, bound: Millionths?, checker: PlanChecker) -> Candidate {
    var plan = plan
    plan.objective.bound = nil
    plan.verification = checker.verify(plan, bound: bound)
    plan.objective.bound = plan.verification.bound
    return Candidate(plan: plan)
  }

  /// The rows whose prices are not 0, as bottlenecks; none where the prices are not those of an optimum.
  private func bottlenecks(_ prices: RowPrices, isOptimal: Bool) -> [Plan.Bottleneck] {
    guard isOptimal else { return [] }
    let slots = scenario.calendar.periods.count
    var found: [Plan.Bottleneck] = []
    func add(_ kind: Plan.Bottleneck.Kind, _ id: String, _ period: Int?, _ price: Double) {
      guard let amount = Millionths(nearest: -price), amount > Self.smallestPrice else { return }
      found.append(Plan.Bottleneck(kind: kind, id: id, period: period, pricePerUnit: amount, validFor: nil))
    }
    for (index, person) in scenario.staff.enumerated() {
      add(.overtime, person.id, nil, prices.overtimeTotal[index])
      for period in 0..<slots { add(.staff, person.id, period, prices.capacity[index * slots + period]) }
    }
    for (index, asset) in scenario.assets.enumerated() {
      for period in 0..<slots { add(.asset, asset.id, period, prices.asset[index * slots + period]) }
    }
    for (index, place) in scenario.demandPlaces.enumerated() {
      for (period, price) in prices.pace[index].enumerated() {
        add(.pace, scenario.demand(at: place).id, period, price)
      }
    }
    for (index, project) in scenario.projects.enumerated() { add(.budget, project.id, nil, prices.budget[index]) }
    return found.sorted { left, right in
      if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
      if left.id != right.id { return left.id.utf8.lexicographicallyPrecedes(right.id.utf8) }
      return (left.period ?? -1) < (right.period ?? -1)
    }
  }

  /// Prices below this are what is left of 0 after floating point.
  private static let smallestPrice = Millionths(count: 10)
}
