// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers
internal import Planning

/// Changes of rules and offers that are decided about in whole numbers, which may save something.
struct DecisionLevers {
  private let scenario: Scenario
  private let plan: Plan
  private let unmet: [String: Millionths]

  init(_ scenario: Scenario, _ plan: Plan) {
    self.scenario = scenario
    self.plan = plan
    unmet = plan.unmet.reduce(into: [:]) { $0[$1.demand, default: .zero] += $1.cost }
  }

  /// Those about what is unmet most first.
  func candidates() -> [CandidateChange] {
    var costs: [(project: Int, cost: Millionths)] = []
    for (number, project) in scenario.projects.enumerated() {
      let cost = project.demands.reduce(Millionths.zero) { $0 + (unmet[$1.id] ?? .zero) }
      if cost > .zero { costs.append((number, cost)) }
    }
    costs.sort { $0.cost == $1.cost ? $0.project < $1.project : $0.cost > $1.cost }
    var found: [CandidateChange] = []
    for (project, _) in costs {
      found += [wholeness(project), shift(project)].compactMap(\.self)
      found += demands(of: project)
    }
    for staff in scenario.staff.indices { found += [heads(staff), projectsAtATime(staff)].compactMap(\.self) }
    if let least = leastHours { found.append(least) }
    return found
  }

  private func wholeness(_ project: Int) -> CandidateChange? {
    let item = scenario.projects[project]
    guard item.allOrNothing else { return nil }
    return CandidateChange(
      kind: .rule, title: "Do \(item.name) in part if not in full", change: .wholeness(project: project, false))
  }

  /// A project may start later, or two weeks later than it may now where it starts as late as it may.
  private func shift(_ project: Int) -> CandidateChange? {
    let item = scenario.projects[project]
    guard var shift = item.shift else {
      guard !item.demands.isEmpty else { return nil }
      return moved(project, .init(latest: Self.moreWeeks))
    }
    let now = (plan.starts ?? []).first { $0.project == item.id }?.weeks ?? 0
    guard now == scenario.possibleWeeks(ofProject: project).last else { return nil }
    shift.latest = now + Self.moreWeeks
    return moved(project, shift)
  }

  private func moved(_ project: Int, _ shift: Project.Shift) -> CandidateChange? {
    var changed = scenario
    changed.projects[project].shift = shift
    let possible = changed.possibleWeeks(ofProject: project)
    guard let last = possible.last, last > scenario.possibleWeeks(ofProject: project).last ?? 0 else { return nil }
    var shift = shift
    shift.latest = last
    return CandidateChange(
      kind: .slip,
      title: "Let \(scenario.projects[project].name) start up to \(last) week\(last == 1 ? "" : "s") later",
      change: .shift(project: project, shift))
  }

  private static var moreWeeks: Int { 4 }

  private func demands(of project: Int) -> [CandidateChange] {
    scenario.demandPlaces.filter { $0.project == project }.flatMap { place -> [CandidateChange] in
      let demand = scenario.demand(at: place)
      guard let work = demand.staff, unmet[demand.id] ?? .zero > .zero else { return [] }
      var found: [CandidateChange] = []
      if !work.after.isEmpty {
        found.append(
          .init(kind: .rule, title: "Let \(demand.name) begin without waiting", change: .withoutOrder(place)))
      }
      if work.team != nil {
        found.append(
          .init(kind: .rule, title: "Let any number of people work on \(demand.name)", change: .withoutTeam(place)))
      }
      return found
    }
  }

  /// One more of a kind of whom all are engaged.
  private func heads(_ staff: Int) -> CandidateChange? {
    let person = scenario.staff[staff]
    guard let external = person.external,
      (plan.engaged ?? []).first(where: { $0.staff == person.id })?.heads ?? 0 == external.heads
    else { return nil }
    return CandidateChange(
      kind: .external, title: "One more person like \(person.name) to engage",
      change: .externalHeads(staff: staff, external.heads + 1))
  }

  private func projectsAtATime(_ staff: Int) -> CandidateChange? {
    let person = scenario.staff[staff]
    guard let most = person.maxProjects, !unmet.isEmpty else { return nil }
    return CandidateChange(
      kind: .rule, title: "Let \(person.name) work on \(most + 1) projects at a time",
      change: .projectsAtATime(staff: staff, most + 1))
  }

  private var leastHours: CandidateChange? {
    guard let least = scenario.policy.minimumHoursPerWeek, !unmet.isEmpty else { return nil }
    var policy = scenario.policy
    policy.minimumHoursPerWeek = nil
    return CandidateChange(kind: .rule, title: "Allow less than \(least) h a week on a demand", change: .policy(policy))
  }
}

extension Explainer {
  /// The changes that save most of a scenario with decisions, each carried out and solved: of rules and offers that are
  /// decided about, and of what is thought of for the demands that are unmet most. No prices say what a change saves at
  /// most: nobody knows of those that are not solved.
  func leversOfDecisions(_ count: Int, concurrent: Int) async -> Explanation.Levers {
    let facts = PlanFacts(scenario, base, prices)
    var candidates = DecisionLevers(scenario, base).candidates()
    var costs: [(demand: Int, entries: [Plan.UnmetEntry], cost: Millionths)] = []
    for entry in Reasons(scenario, plan: base, prices: prices).explainedPlan().unmet {
      guard let demand = facts.demandIndex[entry.demand] else { continue }
      if let known = costs.firstIndex(where: { $0.demand == demand }) {
        costs[known].entries.append(entry)
        costs[known].cost += entry.cost
      } else {
        costs.append((demand, [entry], entry.cost))
      }
    }
    costs.sort { $0.cost != $1.cost ? $0.cost > $1.cost : $0.demand < $1.demand }
    for item in costs { candidates += RemedyCandidates(facts, demand: item.demand, entries: item.entries).candidates() }
    var known: Set<String> = []
    let trials = candidates.compactMap { candidate in
      ScenarioPatch(candidate.change, of: scenario).map { (candidate, $0) }
    }.filter { known.insert($0.1.text).inserted }
    let most = count == 0 ? 0 : 2 * count + 10
    let found = await confirmed(Array(trials.prefix(most)), concurrent: concurrent)
    let order = trials.compactMap { found[$0.1.text]?.remedy }.enumerated().sorted { left, right in
      let (a, b) = (left.element.saves ?? .zero, right.element.saves ?? .zero)
      return a != b ? a > b : left.offset < right.offset
    }.map(\.element)
    let untried = max(0, trials.count - most)
    return Explanation.Levers(
      found: Array(order.prefix(count)), untried: untried,
      untriedSaveAtMost: untried > 0 ? max(.zero, base.objective.value) : nil)
  }
}
