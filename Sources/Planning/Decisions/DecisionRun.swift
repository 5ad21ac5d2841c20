// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import NativeSolver
internal import Numbers
internal import PlanChecking
internal import Processes

/// One solve of a scenario with decisions in whole numbers.
///
/// A search over the whole columns finds decisions; what a plan with them is worth is found by planning the scenario in
/// which they are made. The best plan that passes the checker is the answer.
struct DecisionRun {
  private let scenario: Scenario
  private let sha256: String
  private let options: PlanningOptions
  private let order: SearchOrder
  private let loaded: LoadedLibrary?
  private let onProgress: (@Sendable (PlanningProgress) -> Void)?
  private let clock: Stopwatch
  private let limits: SearchLimits
  private let laps = Laps()
  private let checker: PlanChecker
  private var program: DecisionProgram
  private var search: DecisionSearch
  /// The best plan so far.
  private var best: Best?
  /// The best point of the program so far, which the best plan follows from.
  private var incumbent: DecisionSearch.Found?
  /// Where plans were worse than their points because sums did not fit their days.
  private var misfits = Refinement()
  /// The decisions that a plan was made with.
  private var tried: Set<Choice> = []
  /// Where the last plan's optimum was found.
  private var end: WarmStart?
  /// The cases so far, and whether they leave no room for a better point.
  private var tree: DecisionTree?
  private var isProven = false
  /// Whether an engine claims that there is no better point.
  private var isComplete = false
  private var isWithoutEngine = false
  private var bound: Millionths?
  /// The cases that ``bound`` follows from.
  private var cases: [BoundCase] = []
  private var notices: [String] = []
  private var fallback: String?
  /// Pivots of plans, and of searches before this one.
  private var iterations = 0

  /// A plan with what it follows from.
  private struct Best {
    var appraisal: Appraisal
    var prices: RowPrices?
    var steps: [StepPrices]
    var engine: Plan.EngineRecord
  }

  init(
    scenario: Scenario, sha256: String, options: PlanningOptions, order: SearchOrder, loaded: LoadedLibrary?,
    interruption: Interruption, onProgress: (@Sendable (PlanningProgress) -> Void)?
  ) {
    clock = Stopwatch()
    limits = SearchLimits(
      clock: clock, seconds: options.timeLimit, work: options.workLimit, interruption: interruption)
    self.scenario = scenario
    self.sha256 = sha256
    self.options = options
    self.order = order
    self.loaded = loaded
    self.onProgress = onProgress
    let begin = clock.seconds
    checker = PlanChecker(scenario)
    program = DecisionProgram(OpenScenario(scenario))
    search = DecisionSearch(program, limits: limits, threads: options.threads)
    laps.add("build", clock.seconds - begin)
  }

  /// Does all the work on the calling thread.
  mutating func execute() throws(PlanningFailure) -> PlanningResult {
    if program.model.columnCount > Tuning.smallProgram { takeFirst() }
    for _ in 0..<Tuning.Decisions.mostRefinements {
      if isOver, best != nil { break }
      timed("simplex") { $0.search.solveRoot() }
      updateBound()
      if search.root != nil { dive() }
      if best == nil { take(nothing()) }
      if !isDone { branchOnWhole() }
      if !isDone { prove(cases: Tuning.Decisions.firstCases) }
      if !isDone { improve() }
      if !isDone { prove(cases: Tuning.Decisions.mostCases) }
      if !isOver { enumerate() }
      guard !isOver, !misfits.isContained(in: program.frame.refinement) else { break }
      refine()
    }
    return try finish()
  }

  /// Tells days apart where plans did not fit them, and begins again: what was found so far is to be beaten.
  private mutating func refine() {
    iterations += search.iterations
    timed("build") { run in
      var refinement = run.program.frame.refinement
      refinement.formUnion(run.misfits)
      run.program = DecisionProgram(run.program.open, refinement: refinement)
      run.search = DecisionSearch(run.program, limits: run.limits, threads: run.options.threads)
    }
    (incumbent, isComplete, tree, isProven) = (nil, false, nil, false)
    tried = []
  }

  // MARK: Finding decisions

  /// Nothing moved, bought or begun: that every scenario allows.
  private mutating func nothing() -> DecisionSearch.Found {
    var point = [Double](repeating: 0, count: program.model.columnCount)
    for (place, what) in program.switches.enumerated() {
      switch what {
      case .copy(let copy):
        let item = program.open.copies[copy]
        if item.position == 0, !scenario.projects[item.project].allOrNothing { point[program.first + place] = 1 }
      case .undone: point[program.first + place] = 1
      default: break
      }
    }
    return search.completed(point) ?? DecisionSearch.Found(point: point, objective: .infinity)
  }

  /// A plan at once, where the program of decisions takes long: what a plan without their rules leaves of itself.
  private mutating func takeFirst() {
    let without = outcome(of: Choice(decisions: Decisions(for: scenario), limits: PlanLimits()), order: order)
    if let prices = without.prices {
      let cases = [BoundCase(domain: DecisionDomain(of: scenario), prices: [prices])]
      (bound, self.cases) = (timed("check") { [cases] in $0.checker.bound(cases: cases) }, cases)
    }
    keep(without)
    guard let amounts = without.amounts, without.appraisal == nil else { return }
    let choice = timed("dive") { _ in FirstChoice(without.frame, amounts).choice }
    keep(outcome(of: choice, order: order))
  }

  /// Plans a scenario with decisions made.
  private mutating func outcome(of choice: Choice, order: SearchOrder) -> PlanningRun.Outcome {
    let outcome = timed("plan") { run in
      var planning = PlanningRun(
        choice, of: run.scenario, sha256: run.sha256, options: run.options, order: order, loaded: run.loaded,
        start: run.end, checker: run.checker, limits: run.limits, refinement: run.program.frame.refinement)
      return planning.outcome()
    }
    iterations += outcome.iterations
    return outcome
  }

  /// Keeps what a run has found if it is the best so far.
  ///
  /// - Returns: whether it is.
  @discardableResult
  private mutating func keep(_ outcome: PlanningRun.Outcome) -> Bool {
    guard let appraisal = outcome.appraisal, best.map({ appraisal.isBetter(than: $0.appraisal) }) ?? true else {
      return false
    }
    best = Best(appraisal: appraisal, prices: outcome.prices, steps: outcome.steps, engine: outcome.engine)
    report()
    return true
  }

  private mutating func dive() {
    let cutoff = cutoff
    let found = timed("dive") { $0.search.dive(cutoff: cutoff) }
    if let found { take(found) }
  }

  /// Hands the whole program to an engine for branch and cut, where it is small.
  private mutating func branchOnWhole() {
    guard program.model.columnCount <= Tuning.Decisions.wholeProgramColumns,
      program.switches.count <= Tuning.Decisions.wholeProgramSwitches, let engine = branchingEngine()
    else { return }
    let start = incumbent?.point
    let answer = timed(engine.name) {
      $0.search.branch(engine, fixed: [:], start: start, pivots: Tuning.Decisions.wholePivots)
    }
    note(answer.failure, of: engine)
    if let found = answer.found, isBetter(found) { take(found) }
    isComplete = answer.isComplete
  }

  /// Splits cases until none leaves room for a better point, or there are too many; points on the way are taken.
  private mutating func prove(cases most: Int) {
    guard var tree = tree ?? DecisionTree(program, root: search.root) else { return }
    var best = cutoff
    var points: [DecisionSearch.Found] = []
    timed("cases") { run in
      tree.grow(&run.search, most: most, cutoff: { best }) { found in
        points.append(found)
        best = min(best, Self.cutoff(below: found.objective))
      }
    }
    for point in points.reversed() where isBetter(point) { take(point) }
    self.tree = tree
    isProven = tree.open.first.map { $0.bound >= cutoff } ?? true
    updateBound()
  }

  /// Where there are few scenarios, makes each a case of its own: their bounds are those that a checker follows best.
  private mutating func enumerate() {
    guard misfits.isContained(in: program.frame.refinement),
      scenario.hasOpenScenario || scenario.projects.contains(where: \.allOrNothing),
      DecisionTree.scenarios(program, most: Tuning.Decisions.mostScenarios) != nil,
      var tree = DecisionTree(program, root: search.root, aim: .scenarios)
    else { return }
    let cutoff = cutoff
    timed("cases") { tree.grow(&$0.search, most: 4 * Tuning.Decisions.mostScenarios, cutoff: { cutoff }) }
    updateBound(tree.proofs)
  }

  /// Looks for better decisions near the best ones.
  private mutating func improve() {
    var neighbourhoods = Neighbourhoods(program, root: search.root?.primal)
    var quiet = 0
    for _ in 0..<Tuning.Decisions.mostRounds {
      guard !isDone, !isComplete, quiet < Tuning.Decisions.mostQuietRounds, let here = incumbent else { return }
      let neighbourhood = neighbourhoods.next(around: here.point)
      guard !neighbourhood.free.isEmpty else {
        quiet += 1
        continue
      }
      let (found, isComplete) = solve(neighbourhood, around: here)
      let hasGained = found.map { isBetter($0) && take($0) } ?? false
      quiet = hasGained ? 0 : quiet + 1
      neighbourhoods.note(neighbourhood, hasGained: hasGained, isComplete: isComplete)
    }
  }

  private mutating func solve(
    _ neighbourhood: Neighbourhoods.Neighbourhood, around here: DecisionSearch.Found
  ) -> (found: DecisionSearch.Found?, isComplete: Bool) {
    var fixed: [Int: Double] = [:]
    for place in program.switches.indices where !neighbourhood.free.contains(place) {
      fixed[place] = here.point[program.first + place]
    }
    guard let engine = branchingEngine() else {
      let cutoff = cutoff
      return (timed("dive") { [fixed] in $0.search.dive(cutoff: cutoff, fixed: fixed) }, true)
    }
    let answer = timed(engine.name) { [fixed] in
      $0.search.branch(engine, fixed: fixed, start: here.point, pivots: Tuning.Decisions.partPivots)
    }
    note(answer.failure, of: engine)
    return (answer.found, answer.isComplete)
  }

  /// The first engine of the order that branches, if it can be had.
  private mutating func branchingEngine() -> (any Engine)? {
    guard !isWithoutEngine else { return nil }
    for case .solve(let source) in order.steps where !source.isNative {
      do throws(SolverFailure) {
        let engine = try source.make(options, loaded)
        if engine.capabilities.contains(.integers) { return engine }
      } catch {
        note(error, of: source.title)
      }
    }
    isWithoutEngine = true
    return nil
  }

  private mutating func note(_ failure: SolverFailure?, of engine: any Engine) {
    if let failure { note(failure, of: engine.title) }
  }

  private mutating func note(_ failure: SolverFailure, of title: String) {
    fallback = "\(title) failed: \(failure.detail)"
    notices.append("\(title) failed: \(failure.detail). The native engine goes on alone.")
    isWithoutEngine = true
  }

  /// The objective that a point has to be below to be worth anything.
  private var cutoff: Double {
    guard let value = incumbent?.objective ?? best?.appraisal.value.doubleValue, value.isFinite else {
      return .infinity
    }
    return Self.cutoff(below: value)
  }

  private static func cutoff(below value: Double) -> Double { value - 1e-7 * max(1, abs(value)) }

  private func isBetter(_ found: DecisionSearch.Found) -> Bool { found.objective < cutoff }

  // MARK: Plans

  /// Makes a plan with decisions, and keeps it if it is the best so far.
  ///
  /// - Returns: whether it is.
  @discardableResult
  private mutating func take(_ found: DecisionSearch.Found) -> Bool {
    let choice = program.choice(found.point)
    guard tried.insert(choice).inserted else { return false }
    var outcome = outcome(of: choice, order: .forChoices)
    if outcome.appraisal == nil, choice.raised != choice {
      outcome = self.outcome(of: choice.raised, order: .forChoices)
    }
    if let end = outcome.end { self.end = end }
    let promised = found.objective + 1e-6 * max(1, abs(found.objective))
    if outcome.appraisal.map({ $0.value.doubleValue > promised }) ?? true { misfits.formUnion(outcome.refinement) }
    if outcome.appraisal == nil { notices += outcome.notices }
    guard keep(outcome) else { return false }
    incumbent = DecisionSearch.Found(
      point: found.point, objective: min(found.objective, program.model.objective(found.point)))
    return true
  }

  private func report() {
    onProgress?(
      PlanningProgress(
        stage: .pivots, seconds: clock.seconds, bound: bound?.doubleValue, incumbent: best?.appraisal.value.doubleValue,
        rows: program.model.rowCount, columns: program.model.columnCount, activeColumns: program.model.columnCount,
        iterations: iterations + search.iterations))
  }

  private mutating func updateBound() {
    updateBound(tree?.proofs ?? search.root?.dual.map { [DecisionTree.Proof(ranges: [:], dual: $0)] } ?? [])
  }

  /// Has the checker work out what no plan is below, and keeps it if that is more than was known.
  private mutating func updateBound(_ proofs: [DecisionTree.Proof]) {
    guard !proofs.isEmpty else { return }
    let cases = proofs.map { BoundCase(domain: program.domain(of: $0.ranges), prices: program.prices(from: $0.dual)) }
    let found = timed("check") { [cases] in $0.checker.bound(cases: cases) }
    if bound.map({ found > $0 }) ?? true { (bound, self.cases) = (found, cases) }
  }

  /// Whether nothing more is to be looked for in this program.
  private var isDone: Bool { isProven || isOver }

  /// Whether the best plan is known to be good enough, or a limit has passed.
  private var isOver: Bool {
    if limits.passed != nil { return true }
    if let work = limits.work, iterations + search.iterations >= work { return true }
    guard let best, let bound else { return false }
    return Gap(value: best.appraisal.value, bound: bound).doubleValue <= options.gapTolerance
  }

  private mutating func timed<Value>(_ part: String, _ work: (inout Self) -> Value) -> Value {
    let begin = clock.seconds
    let value = work(&self)
    laps.add(part, clock.seconds - begin)
    return value
  }

  private mutating func finish() throws(PlanningFailure) -> PlanningResult {
    guard let best else {
      throw PlanningFailure(
        .noVerifiedPlan, "no plan passed the checker" + (notices.last.map { ": \($0)" } ?? ""),
        hint: "This is a fault of Muster: please report it with the scenario.")
    }
    let stop: Plan.Stop = limits.passed.map { $0 == .interrupted ? .interrupted : .time } ?? .work
    var engine = best.engine
    engine.fallback = engine.name == "native" ? fallback : nil
    let plan = checker.judge(
      best.appraisal, for: Plan.ScenarioReference(name: scenario.name, sha256: sha256), engine: engine,
      certificate: Certificate(
        bound: bound, prices: best.prices, steps: best.steps, cases: cases, stop: stop,
        gapTolerance: options.gapTolerance),
      withDays: options.withDays, withLoad: options.withLoad, withCertificate: options.withCertificate)
    return PlanningResult(
      plan: plan, breaches: [], prices: best.prices, warmStart: nil, notices: notices, timings: laps.parts,
      size: (program.model.rowCount, program.model.columnCount, program.model.entryCount),
      iterations: iterations + search.iterations)
  }
}
