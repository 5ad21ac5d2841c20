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
  let scenario: Scenario
  let sha256: String
  let options: PlanningOptions
  let order: SearchOrder
  let loaded: LoadedLibrary?
  private let onProgress: (@Sendable (PlanningProgress) -> Void)?
  let clock: Stopwatch
  let limits: SearchLimits
  private let laps = Laps()
  let checker: PlanChecker
  var program: DecisionProgram
  var search: DecisionSearch
  /// The best plan so far.
  var best: Best?
  /// The best point of the program so far, which the best plan follows from.
  var incumbent: DecisionSearch.Found?
  /// Where plans were worse than their points because sums did not fit their days.
  var misfits = Refinement()
  /// The decisions that a plan was made with.
  var tried: Set<Choice> = []
  /// Where the last plan's optimum was found.
  var end: WarmStart?
  /// The cases so far, and whether they leave no room for a better point.
  private var tree: DecisionTree?
  private var isProven = false
  /// The step of the order that is searched for; nil is for the value.
  private(set) var aim: Int?
  /// Prices of the relaxation of each step's problem.
  private var stepPrices: [Int: StepPrices] = [:]
  /// Whether an engine claims that there is no better point.
  var isComplete = false
  /// Which decisions are looked at again, and what was learnt of them; nil before the first of a program.
  var neighbourhoods: Neighbourhoods?
  /// What an engine says that no plan is below, beside what the checker finds.
  private var claim: (engine: String, bound: Double)?
  private var isWithoutEngine = false
  /// How often the engine that branches was too late, one time after the other.
  private var lateAnswers = 0
  /// A point near the optimum of the relaxation of a large program, and prices; nil where none was looked for.
  var near: (point: [Double], dual: [Double])?
  var bound: Millionths?
  /// The cases that ``bound`` follows from.
  var cases: [BoundCase] = []
  var notices: [String] = []
  private var fallback: String?
  /// Pivots of plans, and of searches before this one.
  var iterations = 0
  /// Prices of the rows of the program with the decisions of the best point made.
  var prices: [Double]?
  /// About what it takes to make a plan of a point, and the bound of a case, in seconds.
  var planSeconds = 0.0
  private var secondsPerCase = 0.0

  /// A plan with what it follows from.
  struct Best {
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
    program = DecisionProgram(OpenScenario(scenario), limits: options.limits)
    search = DecisionSearch(program, limits: limits, threads: options.threads)
    laps.add("build", clock.seconds - begin)
  }

  /// Does all the work on the calling thread.
  mutating func execute() throws(PlanningFailure) -> PlanningResult {
    takeKnown()
    if program.model.columnCount > Tuning.smallProgram { takeFirst() }
    for _ in 0..<Tuning.Decisions.mostRefinements {
      if isOver, best != nil { break }
      if isSmall { searchInOrder() }
      hasSmallRoot ? solveRoot() : solveLargeRoot()
      if incumbent == nil { takeNothing() }
      if !isDone { branchOnWhole() }
      if !isDone, isSmall { prove(cases: Tuning.Decisions.firstCases) }
      if !isDone { isSmall ? improve() : improveParts() }
      if !isDone, hasSmallRoot {
        prove(cases: options.timeLimit == nil ? Tuning.Decisions.mostCases : Tuning.Decisions.mostTimedCases)
      }
      if !isOver, hasSmallRoot { enumerate() }
      guard !isOver, !misfits.isContained(in: program.frame.refinement) else { break }
      refine()
    }
    if !isDone, isSmall, options.timeLimit != nil { improve(quietRounds: Tuning.Decisions.mostLateQuietRounds) }
    return try finish()
  }

  /// Where priorities are strict, looks for decisions that are best in one step after another, each with what was reached in
  /// those before held; the search for the value goes on from there.
  private mutating func searchInOrder() {
    guard !program.stepsBeforeValue.isEmpty else { return }
    for step in program.stepsBeforeValue {
      guard limits.passed == nil else { break }
      begin(step)
      timed("simplex") { $0.search.solveRoot() }
      noteStepPrices(step)
      if search.root != nil { dive() }
      if incumbent == nil { takeNothing() }
      branchOnWhole()
      if !isComplete, limits.passed == nil { improve() }
    }
    begin(nil)
  }

  private mutating func noteStepPrices(_ step: Int) {
    if let dual = search.root?.dual { stepPrices[step] = program.stepPrices(from: dual, of: step) }
  }

  /// Aims at another step, and begins again from the best point.
  private mutating func begin(_ step: Int?) {
    iterations += search.iterations
    aim = step
    program.aim(at: step, holding: incumbent?.point)
    search = DecisionSearch(program, limits: limits, threads: options.threads)
    if let point = incumbent?.point {
      incumbent = DecisionSearch.Found(point: point, objective: program.model.objective(point))
    }
    (isComplete, tree, isProven, prices, neighbourhoods) = (false, nil, false, nil, nil)
    // What was tried for one step may fit its days for another.
    tried = []
    // A plan that does not come to what the point promises shows that its sums do not fit their days.
    if step == nil, let incumbent { take(incumbent) }
  }

  /// Tells days apart where plans did not fit them, and begins again: what was found so far is to be beaten.
  private mutating func refine() {
    iterations += search.iterations
    timed("build") { run in
      var refinement = run.program.frame.refinement
      refinement.formUnion(run.misfits)
      run.program = DecisionProgram(run.program.open, limits: run.options.limits, refinement: refinement)
      run.search = DecisionSearch(run.program, limits: run.limits, threads: run.options.threads)
    }
    (incumbent, isComplete, tree, isProven, prices, near) = (nil, false, nil, false, nil, nil)
    neighbourhoods = nil
    tried = []
  }

  // MARK: Finding decisions

  /// Whether the program is looked at as a whole.
  var isSmall: Bool { program.model.columnCount <= Tuning.Decisions.smallColumns }

  /// Whether its relaxation is solved with all rows, again and again.
  private var hasSmallRoot: Bool { program.model.columnCount <= Tuning.Decisions.smallRootColumns }

  /// Solves the relaxation, and dives from it.
  private mutating func solveRoot() {
    timed("simplex") { $0.search.solveRoot() }
    guard search.root != nil else { return }
    if !program.stepsBeforeValue.isEmpty, isSmall { noteStepPrices(program.stepsBeforeValue.upperBound) }
    updateBound()
    dive()
  }

  /// Solves the relaxation of a large program, which says better than the ascent what to decide.
  private mutating func solveLargeRoot() {
    guard program.model.columnCount <= Tuning.Decisions.rootColumns, let near else { return }
    timed("simplex") { run in
      var search = run.search
      search.solveLargeRoot(near: near.point, dual: near.dual) { dual in
        run.updateBound([DecisionTree.Proof(ranges: [:], dual: dual)])
        return run.isOver
      }
      run.search = search
    }
    guard let point = search.root?.primal, !isOver else { return }
    takeChoice(by: Guide(program, near: point))
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
    let answer = timed(engine.name) {
      $0.search.branch(
        engine, from: $0.incumbent?.point, pivots: Tuning.Decisions.wholePivots, share: Tuning.Decisions.wholeShare)
    }
    note(answer.failure, of: engine)
    if let found = answer.found, isBetter(found) { take(found) }
    isComplete = answer.isComplete
    if aim == nil, let bound = answer.bound, bound.isFinite, bound > claim?.bound ?? -.infinity {
      claim = (engine.name, bound)
    }
  }

  /// Splits cases until none leaves room for a better point, or there are too many; points on the way are taken.
  private mutating func prove(cases most: Int) {
    guard var tree = tree ?? DecisionTree(program, root: search.root) else { return }
    var best = cutoff
    var points: [DecisionSearch.Found] = []
    let (limits, clock, secondsPerCase) = (limits, clock, secondsPerCase)
    timed("cases") { run in
      tree.grow(&run.search, most: most, cutoff: { best }) { count in
        // The checker needs time for them, too.
        limits.seconds.map { $0 - clock.seconds < secondsPerCase * Double(count) } ?? false
      } found: { found in
        points.append(found)
        best = min(best, Self.cutoff(below: found.objective))
      }
    }
    for point in points.reversed() where isBetter(point) { take(point) }
    self.tree = tree
    // A point that no plan follows from proves nothing.
    isProven = tree.open.first.map { $0.bound >= cutoff } ?? points.allSatisfy { !isBetter($0) }
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

  /// The first engine of the order that branches, if it can be had.
  mutating func branchingEngine() -> (any Engine)? {
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

  /// Notes how an engine that branches fared. One that is late a few times where there is little time is asked again, for
  /// less; what else fails is not.
  mutating func note(_ failure: SolverFailure?, of engine: any Engine) {
    guard let failure else { return lateAnswers = 0 }
    if failure.kind == .late, limits.seconds != nil {
      lateAnswers += 1
      if lateAnswers < Tuning.Decisions.mostLateAnswers { return }
    }
    note(failure, of: engine.title)
  }

  private mutating func note(_ failure: SolverFailure, of title: String) {
    fallback = "\(title) failed: \(failure.detail)"
    notices.append("\(title) failed: \(failure.detail). The native engine goes on alone.")
    isWithoutEngine = true
  }

  /// The objective that a point has to be below to be worth anything.
  var cutoff: Double {
    let known = aim == nil ? best?.appraisal.value.doubleValue : nil
    guard let value = incumbent?.objective ?? known, value.isFinite else { return .infinity }
    return Self.cutoff(below: value)
  }

  static func cutoff(below value: Double) -> Double { value - 1e-7 * max(1, abs(value)) }

  func isBetter(_ found: DecisionSearch.Found) -> Bool { found.objective < cutoff }

  func report() {
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
  mutating func updateBound(_ proofs: [DecisionTree.Proof]) {
    guard !proofs.isEmpty else { return }
    let cases = proofs.map { BoundCase(domain: program.domain(of: $0.ranges), prices: program.prices(from: $0.dual)) }
    guard cases.count > 1, let dual = search.root?.dual else { return adoptBound(of: cases) }
    let begin = clock.seconds
    let root = program.prices(from: dual)
    adopt(timed("check") { $0.checker.bound(cases: cases, orWith: root, limits: $0.options.limits) })
    secondsPerCase = (clock.seconds - begin) / Double(cases.count)
  }

  /// Keeps the bound that cases show if it is more than was known.
  mutating func adoptBound(of cases: [BoundCase]) {
    adopt((timed("check") { $0.checker.bound(cases: cases, limits: $0.options.limits) }, cases))
  }

  private mutating func adopt(_ found: (value: Millionths, cases: [BoundCase])) {
    if bound.map({ found.value > $0 }) ?? true { (bound, cases) = found }
  }

  /// Whether nothing more is to be looked for in this program.
  var isDone: Bool { isProven || isOver }

  /// Whether the best plan is known to be good enough, or a limit has passed.
  var isOver: Bool {
    if limits.passed != nil { return true }
    if let work = limits.work, iterations + search.iterations >= work { return true }
    // What is best in a step before the value is not known from the value.
    guard aim == nil, let best, let bound else { return false }
    return Gap(value: best.appraisal.value, bound: bound).doubleValue <= options.gapTolerance
  }

  mutating func timed<Value>(_ part: String, _ work: (inout Self) -> Value) -> Value {
    let begin = clock.seconds
    let value = work(&self)
    laps.add(part, clock.seconds - begin)
    return value
  }

  /// What an engine claims that is more than the checker's bound.
  private func claimed(of value: Millionths) -> Plan.EngineClaim? {
    guard let claim, let stated = Millionths(nearest: claim.bound) else { return nil }
    let bound = min(stated, value)
    return self.bound.map { $0 < bound } ?? true ? Plan.EngineClaim(engine: claim.engine, bound: bound) : nil
  }

  private mutating func finish() throws(PlanningFailure) -> PlanningResult {
    if best == nil, options.limits == nil { keepNothing() }
    guard let best else {
      if options.limits != nil {
        throw PlanningFailure(
          .noVerifiedPlan, "no plan was found that keeps what it is to keep" + (notices.last.map { ": \($0)" } ?? ""),
          hint: "Let more of the plan in force change.")
      }
      throw PlanningFailure(
        .noVerifiedPlan, "no plan passed the checker" + (notices.last.map { ": \($0)" } ?? ""),
        hint: "This is a fault of Muster: please report it with the scenario.")
    }
    let stop: Plan.Stop = limits.passed.map { $0 == .interrupted ? .interrupted : .time } ?? .work
    var engine = best.engine
    engine.fallback = engine.name == "native" ? fallback : nil
    engine.claimed = claimed(of: best.appraisal.value)
    let steps = checker.sharpest(best.steps, or: stepPrices, for: best.appraisal, limits: options.limits)
    let plan = checker.judge(
      best.appraisal, for: Plan.ScenarioReference(name: scenario.name, sha256: sha256), engine: engine,
      certificate: Certificate(
        bound: bound, prices: best.prices, steps: steps, cases: cases, limits: options.limits, stop: stop,
        gapTolerance: options.gapTolerance),
      withDays: options.withDays, withLoad: options.withLoad, withCertificate: options.withCertificate)
    return PlanningResult(
      plan: plan, breaches: [], prices: best.prices, warmStart: nil, notices: notices, timings: laps.parts,
      size: (program.model.rowCount, program.model.columnCount, program.model.entryCount),
      iterations: iterations + search.iterations)
  }
}
