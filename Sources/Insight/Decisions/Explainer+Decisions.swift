// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers
internal import Planning

extension Explainer {
  /// What the best plan decides in whole numbers, and what it costs to decide otherwise: the other choice is made and
  /// everything else solved again.
  ///
  /// - Parameters:
  ///   - most: so many other choices are solved, in the order of the scenario.
  ///   - concurrent: how many are solved at a time.
  /// - Returns: nil where the scenario leaves nothing to decide.
  package func decisions(most: Int, concurrent: Int = 2) async -> Explanation.Decisions? {
    guard scenario.hasDecisions else { return nil }
    let choices = DecisionChoices(scenario, base).all()
    let found = await solved(Array(choices.prefix(most)), concurrent: concurrent)
    return Explanation.Decisions(found: found, untried: choices.count - found.count)
  }

  /// What the best plan decides about a project, with every other choice.
  ///
  /// - Parameter project: the id of a project of the scenario.
  package func decisions(ofProject project: String, concurrent: Int = 2) async -> Explanation.Decisions {
    guard let number = scenario.projects.firstIndex(where: { $0.id == project }) else {
      return Explanation.Decisions(project: project, found: [], untried: 0)
    }
    let choices = DecisionChoices(scenario, base).all(ofProject: number)
    let found = await solved(choices, concurrent: concurrent)
    return Explanation.Decisions(project: project, found: found, untried: choices.count - found.count)
  }

  /// Solves other choices, in their order; those that were not begun when the task was cancelled are left out.
  private func solved(_ choices: [DecisionChoice], concurrent: Int) async -> [Explanation.Decision] {
    await withTaskGroup(of: (Int, Explanation.Decision?).self) { group in
      var found: [Int: Explanation.Decision] = [:]
      var next = 0
      func start() {
        guard next < choices.count, !Task.isCancelled else { return }
        let number = next
        next += 1
        group.addTask { (number, await self.solved(choices[number])) }
      }
      for _ in 0..<max(1, concurrent) { start() }
      while let (number, decision) = await group.next() {
        if let decision { found[number] = decision }
        start()
      }
      return found.sorted { $0.key < $1.key }.map(\.value)
    }
  }

  /// - Returns: nil where the search was cut short: then nobody knows what the choice costs.
  private func solved(_ choice: DecisionChoice) async -> Explanation.Decision? {
    var options = options
    options.known = [base]
    var scenario = scenario
    switch choice.way {
    case .domain(let domain):
      var limits = PlanLimits()
      limits.domain = domain
      options.limits = limits
    case .change(let change):
      guard let patch = ScenarioPatch(change, of: scenario) else { return nil }
      scenario = patch.scenario
    }
    var decision = choice.decision
    let found: Plan
    do throws(PlanningFailure) {
      found = try await Planner(options: options).plan(scenario, sha256: "").plan
    } catch {
      return Task.isCancelled ? nil : decision
    }
    guard found.stop != .interrupted else { return nil }
    let value = found.objective.value
    decision.value = value
    decision.bound = found.objective.bound
    decision.costs = value - base.objective.value
    decision.spent = found.money.spent - base.money.spent
    decision.hours = found.summary.hours.met - base.summary.hours.met
    decision.unitDays = found.summary.unitDays.met - base.summary.unitDays.met
    decision.confirmed = base.status == .optimal && found.status == .optimal
    decision.displaced = Explanation.Why.Displaced.between(base, found)
    return decision
  }
}

extension Explanation.Why.Displaced {
  /// Demands of which something else is unmet in another plan, by id.
  static func between(_ plan: Plan, _ other: Plan) -> [Self] {
    var unmet: [String: Self] = [:]
    for (plan, path) in [(plan, \Self.before), (other, \Self.after)] {
      for entry in plan.unmet {
        unmet[
          entry.demand,
          default: Self(demand: entry.demand, isUnitDays: entry.isUnitDays, before: .zero, after: .zero)
        ][keyPath: path] += entry.amount
      }
    }
    return unmet.values.filter { ($0.before - $0.after).magnitude.count >= 10_000 }.sorted {
      $0.demand.utf8.lexicographicallyPrecedes($1.demand.utf8)
    }
  }
}
