// SPDX-License-Identifier: GPL-3.0-or-later

public import Allocation
public import Planning

/// Finds what would help: changes of a scenario that are carried out and solved before they are offered.
public struct Explainer: Sendable {
  let scenario: Scenario
  private let options: PlanningOptions
  /// The best plan of the scenario as it is, against which savings are counted.
  let base: Plan
  private let prices: RowPrices?
  /// Where its optimum was found; changed scenarios are solved from there.
  private let start: WarmStart?

  /// - Parameters:
  ///   - scenario: a scenario that passed validation.
  ///   - base: its best plan, with the prices behind its bound.
  ///   - options: how changed scenarios are solved.
  public init(_ scenario: Scenario, base: PlanningResult, options: PlanningOptions) {
    self.scenario = scenario
    self.base = base.plan
    prices = base.prices
    start = base.warmStart
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
  public func withRemedies(_ plan: Plan, most: Int) async -> Plan {
    var plan = plan
    let facts = PlanFacts(scenario, base, prices)
    var positions: [Int: [Int]] = [:]
    for (position, entry) in plan.unmet.enumerated() where entry.amount.count > 0 {
      if let demand = facts.demandIndex[entry.demand] { positions[demand, default: []].append(position) }
    }
    let demands = positions.map { demand, entries in
      (demand: demand, entries: entries, cost: entries.reduce(Millionths.zero) { $0 + plan.unmet[$1].cost })
    }.sorted { $0.cost != $1.cost ? $0.cost > $1.cost : $0.demand < $1.demand }
    var solved: [String: Plan.Remedy?] = [:]
    for entry in demands.prefix(max(0, most)) {
      var remedies: [Plan.Remedy] = []
      let candidates = RemedyCandidates(
        facts, demand: entry.demand, entries: entry.entries.map { plan.unmet[$0] })
      for candidate in candidates.candidates() {
        guard !Task.isCancelled, let patch = ScenarioPatch(candidate.change, of: scenario) else { continue }
        if solved[patch.text] == nil { solved[patch.text] = .some(await confirmed(candidate, patch)) }
        if let remedy = solved[patch.text] ?? nil, !remedies.contains(remedy) { remedies.append(remedy) }
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

  /// The best plan of a changed scenario; nil where there is none within the limits.
  func solve(_ scenario: Scenario) async -> Plan? {
    do throws(PlanningFailure) {
      return try await Planner(options: options).plan(scenario, sha256: "", from: start).plan
    } catch {
      // A change that cannot be solved within the limits is not offered.
      return nil
    }
  }

  private func confirmed(_ candidate: RemedyCandidates.Candidate, _ patch: ScenarioPatch) async -> Plan.Remedy? {
    guard let plan = await solve(patch.scenario) else { return nil }
    let before = base.objective.value
    let after = plan.objective.value
    guard after < before, after < base.objective.bound ?? before else { return nil }
    return Plan.Remedy(
      kind: candidate.kind, title: candidate.title, patch: patch.text, costBefore: before, costAfter: after,
      saves: before - after, confirmed: true)
  }

  /// The bottlenecks of the base plan, the dearest ones confirmed by solving with one unit more.
  ///
  /// Only a unit that a scenario can express is tried: one more unit of money for a budget, and one more hour of overtime
  /// in total of one person. A price is confirmed where that saves it, up to a millionth of it and the gaps of both plans,
  /// where these are at most a hundredth of it; it is not where it holds for less than a whole unit, or on the other side
  /// alone.
  ///
  /// - Parameter most: so many are tried.
  public func confirmedBottlenecks(most: Int) async -> [Explanation.ConfirmedBottleneck] {
    let tried = base.bottlenecks.indices.compactMap { index in oneMore(base.bottlenecks[index]).map { (index, $0) } }
      .sorted {
        let (left, right) = (base.bottlenecks[$0.0].pricePerUnit, base.bottlenecks[$1.0].pricePerUnit)
        return left != right ? left > right : $0.0 < $1.0
      }.prefix(max(0, most))
    var result = base.bottlenecks.map { Explanation.ConfirmedBottleneck($0, confirmed: false) }
    for (index, change) in tried {
      guard !Task.isCancelled, let patch = ScenarioPatch(change, of: scenario), let plan = await solve(patch.scenario),
        let gapBefore = Self.gap(base), let gapAfter = Self.gap(plan)
      else { continue }
      let price = base.bottlenecks[index].pricePerUnit
      let saved = base.objective.value - plan.objective.value
      let gaps = gapBefore + gapAfter
      guard gaps.count * 100 <= price.count else { continue }
      let tolerance = Millionths(count: max(1, price.count / 1_000_000)) + gaps
      result[index].confirmed = (saved - price).magnitude <= tolerance
    }
    return result
  }

  private static func gap(_ plan: Plan) -> Millionths? { plan.objective.bound.map { plan.objective.value - $0 } }

  /// The change that adds one unit to what a bottleneck is about; nil where the format has no word for it.
  private func oneMore(_ bottleneck: Plan.Bottleneck) -> ScenarioChange? {
    switch bottleneck.kind {
    case .budget:
      guard let project = scenario.projects.firstIndex(where: { $0.id == bottleneck.id }),
        let budget = scenario.projects[project].budget, let one = Ratio(1, over: 1),
        let more = Ratio(budget)?.plus(one)?.decimal
      else { return nil }
      return .budget(project: project, more)
    case .overtime:
      guard let staff = scenario.staff.firstIndex(where: { $0.id == bottleneck.id }),
        scenario.staff[staff].headcount == 1, var terms = scenario.staff[staff].overtime, let total = terms.hoursTotal,
        let one = Ratio(1, over: 1), let more = Ratio(total)?.plus(one)?.decimal
      else { return nil }
      terms.hoursTotal = more
      return .overtime(staff: staff, terms)
    case .staff, .skill, .asset, .pace: return nil
    }
  }
}
