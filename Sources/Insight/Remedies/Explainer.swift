// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers
package import Planning

/// Finds what would help: changes of a scenario that are carried out and solved before they are offered.
package struct Explainer: Sendable {
  let scenario: Scenario
  let options: PlanningOptions
  /// The best plan of the scenario as it is, against which savings are counted.
  let base: Plan
  let prices: RowPrices?
  /// Where its optimum was found; changed scenarios are solved from there.
  package let start: WarmStart?

  /// - Parameters:
  ///   - scenario: a scenario that passed validation.
  ///   - base: its best plan, with the prices behind its bound.
  ///   - options: how changed scenarios are solved.
  package init(_ scenario: Scenario, base: PlanningResult, options: PlanningOptions) {
    self.scenario = scenario
    self.base = base.plan
    prices = base.prices
    // Preparing knows no limit, and where there is one few scenarios may be all that are solved.
    start = options.timeLimit == nil ? base.warmStart?.prepared() : base.warmStart
    self.options = options
  }

  /// The plan with remedies for the demands whose unmet amounts cost most.
  ///
  /// A remedy is offered only where the patched scenario was solved, and its plan costs less than the bound of the
  /// scenario as it is, so that it helps for certain. `saves` is the difference of the two values. The remedies of a
  /// demand stand at its most expensive entry, the ones that save most first.
  ///
  /// - Parameters:
  ///   - plan: a plan of the scenario whose unmet entries have reasons.
  ///   - most: for so many demands.
  ///   - concurrent: how many are solved at a time.
  package func withRemedies(_ plan: Plan, most: Int, concurrent: Int = 2) async -> Plan {
    var plan = plan
    for position in plan.unmet.indices { plan.unmet[position].remedies = [] }
    let facts = PlanFacts(scenario, base, prices)
    var positions: [Int: [Int]] = [:]
    for (position, entry) in plan.unmet.enumerated() where entry.amount.count > 0 {
      if let demand = facts.demandIndex[entry.demand] { positions[demand, default: []].append(position) }
    }
    let demands = positions.map { demand, entries in
      (demand: demand, entries: entries, cost: entries.reduce(Millionths.zero) { $0 + plan.unmet[$1].cost })
    }.sorted { $0.cost != $1.cost ? $0.cost > $1.cost : $0.demand < $1.demand }
    let wanted = demands.prefix(max(0, most)).map { entry in
      RemedyCandidates(facts, demand: entry.demand, entries: entry.entries.map { plan.unmet[$0] }).candidates()
        .compactMap { candidate in ScenarioPatch(candidate.change, of: scenario).map { (candidate, $0) } }
    }
    // What is offered for several demands is solved once.
    var known: Set<String> = []
    let trials = wanted.joined().filter { known.insert($0.1.text).inserted }
    let solved = await confirmed(trials, concurrent: concurrent)
    for (entry, candidates) in zip(demands, wanted) {
      var remedies: [Plan.Remedy] = []
      let isLimited = entry.entries.allSatisfy { plan.unmet[$0].reasons.allSatisfy { $0.kind == .limit } }
      for (candidate, patch) in candidates {
        guard let trial = solved[patch.text], !remedies.contains(trial.remedy) else { continue }
        // Where a limit holds it back, raising another one or more people may serve others alone.
        guard candidate.kind != .limit && !isLimited || trial.serves.contains(facts.demandID(entry.demand)) else {
          continue
        }
        remedies.append(trial.remedy)
      }
      remedies.sort { ($0.saves ?? .zero, $1.title) > ($1.saves ?? .zero, $0.title) }
      let dearest = entry.entries.min {
        let (left, right) = (plan.unmet[$0].cost, plan.unmet[$1].cost)
        return left != right ? left > right : $0 < $1
      }
      if let dearest { plan.unmet[dearest].remedies = remedies }
    }
    return plan
  }

  /// What is unmet with what would help, numbered, and what scarce things are worth.
  ///
  /// - Parameters:
  ///   - plan: a plan of the scenario whose unmet entries have reasons.
  ///   - best: so many changes of the whole scenario; nil for none.
  ///   - remedies: remedies for so many demands; nil for 3, or for none beside changes of the whole scenario.
  ///   - prices: so many prices are confirmed; nil where no prices are wanted.
  ///   - decisions: so many other choices are solved where something is decided in whole numbers; nil for none.
  package func explanation(
    of plan: Plan, best: Int?, remedies: Int?, prices: Int?, decisions: Int? = nil
  ) async -> Explanation {
    var explanation = Explanation(
      scenario: plan.scenario, value: plan.objective.value, money: plan.money, unmet: [], bottlenecks: [])
    if let best { explanation.levers = await levers(best) }
    if let decisions { explanation.decisions = await self.decisions(most: decisions) }
    explanation.unmet = await withRemedies(plan, most: remedies ?? (best == nil ? 3 : 0)).unmet.byDemand()
    if let prices { explanation.bottlenecks = await confirmedBottlenecks(most: prices) }
    explanation.numberRemedies()
    return explanation
  }

  /// The best plan of a changed scenario; nil where there is none within the limits, or the search was cut short: then
  /// nobody knows what the change costs.
  func solve(_ scenario: Scenario) async -> Plan? {
    var options = options
    // A search for decisions begins with what is known.
    if self.scenario.hasDecisions { options.known = [base] }
    do throws(PlanningFailure) {
      let plan = try await Planner(options: options).plan(scenario, sha256: "", from: start).plan
      return plan.stop == .interrupted ? nil : plan
    } catch {
      // A change that cannot be solved within the limits is not offered.
      return nil
    }
  }

  /// The dual values at the optimum, with what is needed to solve again with a little more of something.
  ///
  /// - Returns: nil where the optimum is not known, or was not found again within the limits.
  func sensitivity() async -> Sensitivity? {
    if let start { return Sensitivity(start, seconds: options.timeLimit) }
    guard base.status == .optimal else { return nil }
    // Another engine has proved the optimum, and kept no basis.
    var options = options
    options.engine = .native
    let result = try? await Planner(options: options).plan(scenario, sha256: "")
    return result?.warmStart.flatMap { Sensitivity($0, seconds: options.timeLimit) }
  }

  /// Solves changes; those that help, by the text of their patch.
  func confirmed(
    _ trials: [(CandidateChange, ScenarioPatch)], concurrent: Int
  ) async -> [String: Trial] {
    // Those that take longest begin first, so that none of them is waited for alone at the end.
    let trials = trials.enumerated().sorted { left, right in
      let (a, b) = (left.element.0.effort, right.element.0.effort)
      return a != b ? a > b : left.offset < right.offset
    }.map(\.element)
    return await withTaskGroup(of: (String, Trial?).self) { group in
      var found: [String: Trial] = [:]
      var next = 0
      func start() {
        guard next < trials.count, !Task.isCancelled else { return }
        let (candidate, patch) = trials[next]
        next += 1
        group.addTask { (patch.text, await self.confirmed(candidate, patch)) }
      }
      for _ in 0..<max(1, concurrent) { start() }
      while let (text, trial) = await group.next() {
        if let trial { found[text] = trial }
        start()
      }
      return found
    }
  }

  /// A change that was solved and helps.
  struct Trial: Sendable {
    let remedy: Plan.Remedy
    /// The demands of which less is unmet with it.
    let serves: Set<String>
  }

  /// Carries a change out and solves it; nil where it does not help for certain. Where decisions in whole numbers are not
  /// proved, nothing is certain: there it has to be better than the best plan that was found.
  func confirmed(_ candidate: CandidateChange, _ patch: ScenarioPatch) async -> Trial? {
    guard let plan = await solve(patch.scenario) else { return nil }
    let before = base.objective.value
    let after = plan.objective.value
    guard after < before, scenario.hasDecisions || after < base.objective.bound ?? before else { return nil }
    // A cent is what rounding may move.
    guard !scenario.hasDecisions || (before - after).count > 10_000 else { return nil }
    let remedy = Plan.Remedy(
      kind: candidate.kind, title: candidate.title, patch: patch.text, costBefore: before, costAfter: after,
      saves: before - after, spent: plan.money.spent - base.money.spent,
      hours: plan.summary.hours.met - base.summary.hours.met,
      unitDays: plan.summary.unitDays.met - base.summary.unitDays.met, confirmed: true)
    var less: [String: Int128] = [:]
    for entry in base.unmet { less[entry.demand, default: 0] += entry.amount.count }
    for entry in plan.unmet { less[entry.demand, default: 0] -= entry.amount.count }
    return Trial(remedy: remedy, serves: Set(less.filter { $0.value >= 10_000 }.keys))
  }
}
