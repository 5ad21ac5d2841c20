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
  /// Prices of the rows of the program with the decisions of the best point made.
  private var prices: [Double]?
  /// About what it takes to make a plan of a point, in seconds.
  private var planSeconds = 0.0

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
      if hasSmallRoot { solveRoot(pivots: isSmall ? nil : Tuning.Decisions.rootPivots) }
      if incumbent == nil { takeNothing() }
      if !isDone { branchOnWhole() }
      if !isDone, search.root != nil { prove(cases: Tuning.Decisions.firstCases) }
      if !isDone { isSmall ? improve() : improveParts() }
      if !isDone, hasSmallRoot, search.root == nil { solveRoot(pivots: nil) }
      if !isDone, search.root != nil { prove(cases: Tuning.Decisions.mostCases) }
      if !isOver, search.root != nil { enumerate() }
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
    (incumbent, isComplete, tree, isProven, prices) = (nil, false, nil, false, nil)
    tried = []
  }

  // MARK: Finding decisions

  /// Whether the program is looked at as a whole.
  private var isSmall: Bool { program.model.columnCount <= Tuning.Decisions.smallColumns }

  /// Whether its relaxation is solved soon.
  private var hasSmallRoot: Bool {
    isSmall
      || program.model.columnCount <= Tuning.Decisions.rootColumns
        && Double(program.model.rowCount) <= Tuning.Decisions.rootRows * Double(program.formulation.model.rowCount)
  }

  /// Solves the relaxation, and dives from it.
  ///
  /// - Parameter pivots: after which it waits for later; nil is without end.
  private mutating func solveRoot(pivots: Int?) {
    timed("simplex") { $0.search.solveRoot(pivots: pivots) }
    guard search.root != nil else { return }
    updateBound()
    dive()
  }

  /// Nothing moved, bought or begun: that every scenario allows.
  private mutating func takeNothing() {
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
    complete(point)
    if best == nil { take(DecisionSearch.Found(point: point, objective: .infinity)) }
  }

  /// Takes the best point with the whole columns of another one.
  ///
  /// - Parameter dual: prices, where the other one is near the best.
  /// - Returns: whether there is one.
  @discardableResult
  private mutating func complete(_ point: [Double], near dual: [Double]? = nil) -> Bool {
    guard let (found, dual) = timed("complete", { $0.search.completed(point, near: dual) }) else { return false }
    prices = dual
    take(found)
    // Also where no plan follows from it: others near it may have one.
    if incumbent.map({ found.objective < $0.objective }) ?? true { incumbent = found }
    return true
  }

  /// A plan at once, where the program of decisions takes long.
  ///
  /// A point near the optimum of the relaxation says who is on a team, when what waits begins, which projects are done; a
  /// linear program with that is solved, and what keeps all rules of its amounts stays. Rules that are about small parts of
  /// many amounts are only looked at then.
  private mutating func takeFirst() {
    let isGuided = program.switches.contains { $0.rank < DecisionProgram.Switch.rankOfParts }
    var guide: Guide?
    if isGuided { guide = timed("native") { $0.guide() } }
    var limits = guide?.limits ?? PlanLimits()
    let decisions = guide?.decisions ?? Decisions(for: scenario)
    for (project, part) in guide?.parts ?? [:] where part < Tuning.Decisions.leastPart {
      limits.closed.formUnion(scenario.projects[project].demands.map(\.id))
    }
    var without = outcome(without: limits, decisions)
    if guide == nil, let prices = without.prices {
      let cases = [BoundCase(domain: DecisionDomain(of: scenario), prices: [prices])]
      (bound, self.cases) = (timed("check") { [cases] in $0.checker.bound(cases: cases) }, cases)
    }
    keep(without)
    guard var amounts = without.amounts else { return }
    var first = FirstChoice(without.frame, amounts, handovers: guide?.handovers)
    for round in 1...Tuning.Decisions.wholeRounds {
      // Of projects that are done as a whole a part that is furthest from it is left out, and in the end all of them. What
      // waits for something that is not met begins later, and in the end not at all.
      let parts = first.partsOfWholes.filter { part in
        scenario.projects[part.key].demands.contains { !limits.closed.contains($0.id) }
      }
      let waiting = first.waitingInVain.subtracting(limits.closed)
      guard !parts.isEmpty || !waiting.isEmpty, !isOver else { break }
      let order = parts.keys.sorted { one, other in
        let (left, right) = (guide?.parts[one] ?? 0, guide?.parts[other] ?? 0)
        return left == right ? one < other : left < right
      }
      let count = round == Tuning.Decisions.wholeRounds ? order.count : (order.count + 2) / 3
      for project in order.prefix(count) { limits.closed.formUnion(scenario.projects[project].demands.map(\.id)) }
      if round < Tuning.Decisions.wholeRounds {
        guide?.postpone(waiting, &limits)
      } else {
        limits.closed.formUnion(waiting)
      }
      without = outcome(without: limits, decisions)
      amounts = without.amounts ?? amounts
      first = FirstChoice(without.frame, amounts, handovers: guide?.handovers)
    }
    let point = timed("dive") { run in
      first.keepRules()
      return first.point(in: run.program, decisions)
    }
    complete(point)
    if bound == nil { adoptPlainBound() }
  }

  /// The bound that prices of a plan without any rules of decisions give.
  private mutating func adoptPlainBound() {
    guard let prices = outcome(without: PlanLimits(), Decisions(for: scenario)).prices else { return }
    let cases = [BoundCase(domain: DecisionDomain(of: scenario), prices: [prices])]
    (bound, self.cases) = (timed("check") { [cases] in $0.checker.bound(cases: cases) }, cases)
  }

  /// What a point near the optimum of the relaxation decides. Where projects may be moved, it is that of a smaller program in
  /// which none is.
  private mutating func guide() -> Guide {
    guard scenario.projects.contains(where: { $0.shift != nil }) else {
      let near = search.approximated()
      updateBound([DecisionTree.Proof(ranges: [:], dual: near.dual)])
      return Guide(program, near: near.point)
    }
    var fixed = scenario
    for project in fixed.projects.indices { fixed.projects[project].shift = nil }
    let smaller = DecisionProgram(OpenScenario(fixed), refinement: program.frame.refinement)
    let search = DecisionSearch(smaller, limits: limits, threads: options.threads)
    return Guide(smaller, near: search.approximated().point)
  }

  /// What a plan would come to with some decisions, without the rules of the others.
  ///
  /// The basis of one says little about another one: so many columns come and go that prices are found anew sooner.
  private mutating func outcome(without limits: PlanLimits, _ decisions: Decisions) -> PlanningRun.Outcome {
    outcome(
      of: Choice(decisions: decisions, limits: limits), in: limits == PlanLimits() ? nil : urging(limits.closed),
      order: order)
  }

  /// The scenario with what others wait for as dear as all that hangs on it, and what is done as a whole or not at all so
  /// dear that hardly anything of it is left out.
  ///
  /// - Parameter closed: demands of which nothing is done.
  private func urging(_ closed: Set<String>) -> Scenario {
    var waiting: [String: [String]] = [:]
    var costs: [String: Double] = [:]
    for (demand, item) in program.open.written.projects.flatMap(\.demands).enumerated() {
      for predecessor in item.staff?.after ?? [] where predecessor.share > 0 && !closed.contains(item.id) {
        waiting[predecessor.demand, default: []].append(item.id)
      }
      let copy = program.open.copiesOfDemand[demand][0]
      costs[item.id] = program.frame.unmetCost(copy) * program.wanted(copy).reduce(0, +)
    }
    guard !waiting.isEmpty || scenario.projects.contains(where: \.allOrNothing) else { return scenario }
    var sums: [String: Double] = [:]
    func sum(_ id: String) -> Double {
      if let known = sums[id] { return known }
      let result = (costs[id] ?? 0) + (waiting[id] ?? []).reduce(0) { $0 + sum($1) }
      sums[id] = result
      return result
    }
    var urged = scenario
    for project in urged.projects.indices {
      for place in urged.projects[project].demands.indices {
        let id = urged.projects[project].demands[place].id
        let isWhole = urged.projects[project].allOrNothing && !closed.contains(id)
        guard waiting[id] != nil || isWhole, let demand = program.open.index.demands[id] else { continue }
        let copy = program.open.copiesOfDemand[demand][0]
        let hours = program.wanted(copy).reduce(0, +)
        guard hours > 0 else { continue }
        urged.projects[project].demands[place].unmetCost = ExactDecimal(
          Int(min(1e12, (isWhole ? Tuning.Decisions.urgeOfWholes : 1) * sum(id) / hours)))
      }
    }
    return urged
  }

  /// Plans a scenario with decisions made.
  private mutating func outcome(
    of choice: Choice, in other: Scenario? = nil, order: SearchOrder, near point: [Double]? = nil
  ) -> PlanningRun.Outcome {
    let nearby = point.flatMap { point in
      prices.map { NearbyPoint(formulation: program.formulation, point: point, dual: $0) }
    }
    let outcome = timed("plan") { run in
      var planning = PlanningRun(
        choice, of: other ?? run.scenario, sha256: run.sha256, options: run.options, order: order, loaded: run.loaded,
        start: run.end, nearby: nearby, checker: run.checker, limits: run.limits,
        refinement: run.program.frame.refinement)
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
    let count = program.model.columnCount
    let start = incumbent?.point
    let answer = timed(engine.name) {
      $0.search.branch(
        engine, isFree: Array(repeating: true, count: count), at: start ?? Array(repeating: 0, count: count),
        isStart: start != nil, pivots: Tuning.Decisions.wholePivots)
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
    var isFree = [Bool](repeating: true, count: program.model.columnCount)
    for place in program.switches.indices where !neighbourhood.free.contains(place) {
      isFree[program.first + place] = false
    }
    return solve(isFree, around: here, pivots: Tuning.Decisions.partPivots)
  }

  /// Looks for a better point in a part of the program.
  private mutating func solve(
    _ isFree: [Bool], around here: DecisionSearch.Found, pivots: Int, reserve: Double = 0
  ) -> (found: DecisionSearch.Found?, isComplete: Bool) {
    guard let engine = branchingEngine() else {
      let cutoff = cutoff
      return (timed("dive") { $0.search.dive(isFree: isFree, at: here.point, cutoff: cutoff) }, true)
    }
    let answer = timed(engine.name) {
      $0.search.branch(engine, isFree: isFree, at: here.point, isStart: true, pivots: pivots, reserve: reserve)
    }
    note(answer.failure, of: engine)
    return (answer.found, answer.isComplete)
  }

  // MARK: Large programs

  /// Looks for better decisions part by part, where the program is large. A plan is made of the best point now and then, and
  /// in the end.
  private mutating func improveParts() {
    var parts = timed("build") { Parts($0.program) }
    var (quiet, gains) = (0, 0)
    var isPlanned = true
    let most = options.timeLimit == nil ? Tuning.Decisions.mostParts : .max
    for _ in 0..<most {
      guard !isDone, quiet < Tuning.Decisions.mostQuietParts, let here = incumbent, hasTimeToPlan else { break }
      let part = timed("parts") { [prices] in
        parts.next(around: here.point, dual: prices ?? Array(repeating: 0, count: $0.program.model.rowCount))
      }
      let (found, isComplete) = solve(
        part.isFree, around: here, pivots: Tuning.Decisions.partWork, reserve: planSeconds)
      let hasGained = found.map { isBetter($0) } ?? false
      if hasGained { (incumbent, isPlanned) = (found, false) }
      quiet = hasGained ? 0 : quiet + 1
      gains += hasGained ? 1 : 0
      parts.note(part, hasGained: hasGained, isComplete: isComplete)
      if gains >= Tuning.Decisions.gainsPerPlan, !isPlanned {
        (gains, isPlanned) = (0, true)
        planIncumbent()
      }
    }
    if !isPlanned { planIncumbent() }
  }

  /// Makes a plan of the best point, after all that is not whole has moved to its best place.
  private mutating func planIncumbent() {
    guard let here = incumbent else { return }
    if !take(here) { complete(here.point, near: prices) }
  }

  /// Whether a plan can still be made within the limit of time.
  private var hasTimeToPlan: Bool {
    limits.seconds.map { $0 - clock.seconds > planSeconds + Tuning.Decisions.fewestPartSeconds } ?? true
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
    let begin = clock.seconds
    var outcome = outcome(of: choice, order: .forChoices, near: found.point)
    if outcome.appraisal == nil, choice.raised != choice {
      outcome = self.outcome(of: choice.raised, order: .forChoices, near: found.point)
    }
    if let end = outcome.end { self.end = end }
    planSeconds = max(planSeconds / 2, 1.5 * (clock.seconds - begin))
    let promised = found.objective + 1e-6 * max(1, abs(found.objective))
    if outcome.appraisal.map({ $0.value.doubleValue > promised }) ?? true { misfits.formUnion(outcome.refinement) }
    if outcome.appraisal == nil, outcome.optimum == nil, isSmall, limits.passed == nil {
      // Not even sums: a plan's program tells some days apart from the first.
      misfits.formUnion(.complete(program.open.scenario))
    }
    if outcome.appraisal == nil { notices += outcome.notices }
    let isKept = keep(outcome)
    if isKept {
      incumbent = DecisionSearch.Found(
        point: found.point, objective: min(found.objective, program.model.objective(found.point)))
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
    var cases = proofs.map { BoundCase(domain: program.domain(of: $0.ranges), prices: program.prices(from: $0.dual)) }
    if cases.count > 1, let dual = search.root?.dual {
      cases = checker.cases(cases, orWith: program.prices(from: dual))
    }
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
