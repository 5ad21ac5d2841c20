// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers
internal import PlanChecking

/// The first plan.
extension DecisionRun {
  /// A plan at once, where the program of decisions takes long.
  ///
  /// A point near the optimum of the relaxation says who is on a team, when what waits begins, which projects are done; a
  /// linear program with that is solved, and what keeps all rules of its amounts stays. Rules that are about small parts of
  /// many amounts are only looked at then.
  mutating func takeFirst() {
    // Where the relaxation is solved soon, it says more than further rounds.
    let rounds = program.model.columnCount <= Tuning.Decisions.rootColumns ? 1 : Tuning.Decisions.wholeRounds
    takeChoice(
      by: program.switches.contains { $0.rank < DecisionProgram.Switch.rankOfParts } ? makeGuide() : nil, rounds: rounds
    )
  }

  /// Makes a plan of the first choice that follows from decisions, and keeps it if it is the best so far.
  ///
  /// - Parameters:
  ///   - guide: what is decided; nil where no decision is about more than parts of amounts.
  ///   - rounds: how often what is not met is given up and the others planned again.
  mutating func takeChoice(by guide: Guide?, rounds: Int = Tuning.Decisions.wholeRounds) {
    var guide = guide
    var decisions = guide?.decisions ?? Decisions(for: scenario)
    if let domain = options.limits?.domain { decisions = decisions.nearest(in: domain, of: scenario) }
    var limits = guide?.limits ?? PlanLimits()
    // Where it is a bound, too, it is worth more time.
    let gap = guide == nil ? 0 : Tuning.Decisions.firstGap
    var without = outcome(without: limits, decisions, gap: gap)
    if guide == nil {
      // Nothing was made dearer, so that this may be a plan, and its prices a bound.
      keep(without)
      if let prices = without.prices {
        adoptBound(of: [BoundCase(domain: DecisionDomain(of: scenario, within: options.limits), prices: [prices])])
      }
    }
    guard var amounts = without.amounts else { return }
    var first = FirstChoice(without.frame, amounts, handovers: guide?.handovers)
    for round in 1...rounds {
      guard !isOver, guide?.give(up: first, &limits, isLast: round == rounds) ?? false else {
        break
      }
      without = outcome(without: limits, decisions, gap: gap)
      amounts = without.amounts ?? amounts
      first = FirstChoice(without.frame, amounts, handovers: guide?.handovers)
    }
    let point = timed("dive") { run in
      first.keepRules()
      return first.point(in: run.program, decisions)
    }
    complete(point)
  }

  /// What a point near the optimum of the relaxation decides. Where projects may be moved, it is that of a smaller program in
  /// which none is.
  private mutating func makeGuide() -> Guide? {
    timed("native") { run in
      guard run.scenario.projects.contains(where: { $0.shift != nil }) else {
        let near = run.search.approximated()
        run.near = near
        run.updateBound([DecisionTree.Proof(ranges: [:], dual: near.dual)])
        return Guide(run.program, near: near.point)
      }
      // Its projects are where they are written, which is not where limits may have them.
      guard run.options.limits == nil else { return nil }
      var fixed = run.scenario
      for project in fixed.projects.indices { fixed.projects[project].shift = nil }
      let smaller = DecisionProgram(OpenScenario(fixed), refinement: run.program.frame.refinement)
      let search = DecisionSearch(smaller, limits: run.limits, threads: run.options.threads)
      let near = search.approximated()
      // Its rows are those of the scenario as written.
      let prices = smaller.prices(from: near.dual)
      run.adoptBound(of: [BoundCase(domain: DecisionDomain(of: run.scenario), prices: prices)])
      return Guide(smaller, near: near.point)
    }
  }

  /// What a plan would come to with some decisions, without the rules of the others.
  ///
  /// The basis of one says little about another one: so many columns come and go that prices are found anew sooner.
  private mutating func outcome(
    without limits: PlanLimits, _ decisions: Decisions, gap: Double
  ) -> PlanningRun.Outcome {
    outcome(
      of: Choice(decisions: decisions, limits: limits),
      in: limits == PlanLimits() ? nil : program.urged(closed: limits.closed),
      order: order, gap: gap)
  }

  /// Plans that are known: what is found is at least as good as each of them.
  mutating func takeKnown() {
    for plan in options.known { complete(program.point(of: plan)) }
  }

  /// Nothing moved, bought or begun: that every scenario allows.
  mutating func takeNothing() {
    let point = program.nothing
    complete(point)
    if best == nil { take(DecisionSearch.Found(point: point, objective: .infinity)) }
  }
}
