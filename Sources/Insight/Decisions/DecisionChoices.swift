// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// A decision of a plan with another choice that may be made.
struct DecisionChoice: Sendable {
  /// How the other choice is made.
  enum Way: Sendable {
    /// The decisions about the scenario are limited to this.
    case domain(DecisionDomain)
    /// A rule is taken away.
    case change(ScenarioChange)
  }

  /// The decision, with nothing known of the other choice yet.
  let decision: Explanation.Decision
  let way: Way
}

/// What else a plan might decide.
struct DecisionChoices {
  private let scenario: Scenario
  private let plan: Plan
  private let open: DecisionDomain

  /// - Parameter plan: the best plan of the scenario.
  init(_ scenario: Scenario, _ plan: Plan) {
    self.scenario = scenario
    self.plan = plan
    open = DecisionDomain(of: scenario)
  }

  /// One other choice, or the next ones on both sides, of every decision.
  func all() -> [DecisionChoice] {
    scenario.projects.indices.flatMap { done($0) + starts($0, isWhole: false) }
      + scenario.staff.indices.flatMap { engagements($0) + trainings($0) } + rules(scenario.demandPlaces)
  }

  /// Every other choice about a project.
  func all(ofProject project: Int) -> [DecisionChoice] {
    done(project) + starts(project, isWhole: true) + rules(scenario.demandPlaces.filter { $0.project == project })
  }

  // MARK: Projects

  private func isUndone(_ project: Int) -> Bool { plan.leavesUndone(scenario.projects[project]) }

  private func done(_ project: Int) -> [DecisionChoice] {
    let item = scenario.projects[project]
    guard item.allOrNothing, !item.demands.isEmpty else { return [] }
    let isUndone = isUndone(project)
    var domain = open
    domain.runs[project] = isUndone
    return [
      choice(
        .project, item.id, Wording.done(!isUndone), Wording.done(isUndone),
        .domain(domain))
    ]
  }

  /// Other starts: on time, and a step later than planned; or all.
  private func starts(_ project: Int, isWhole: Bool) -> [DecisionChoice] {
    let item = scenario.projects[project]
    let possible = scenario.possibleWeeks(ofProject: project)
    guard item.shift != nil, possible.count > 1, !isUndone(project) else { return [] }
    let now = (plan.starts ?? []).first { $0.project == item.id }?.weeks ?? 0
    guard let here = possible.firstIndex(of: now) else { return [] }
    let others = possible.indices.filter { $0 != here && (isWhole || $0 == 0 || $0 == here + 1) }
    return others.prefix(Self.mostStarts).map { position in
      var domain = open
      domain.weeks[project] = position...position
      if item.allOrNothing { domain.runs[project] = true }
      return choice(.start, item.id, Wording.later(now), Wording.later(possible[position]), .domain(domain))
    }
  }

  private static var mostStarts: Int { 12 }

  // MARK: People

  private func engagements(_ staff: Int) -> [DecisionChoice] {
    let person = scenario.staff[staff]
    guard let external = person.external else { return [] }
    let heads = (plan.engaged ?? []).first { $0.staff == person.id }?.heads ?? 0
    return [heads - 1, heads + 1].filter { (0...external.heads).contains($0) }.map { other in
      var domain = open
      domain.heads[staff] = other...other
      return choice(.engagement, person.id, Wording.engaged(heads), Wording.engaged(other), .domain(domain))
    }
  }

  private func trainings(_ staff: Int) -> [DecisionChoice] {
    let person = scenario.staff[staff]
    return person.training.indices.map { place in
      let skill = person.training[place].skill
      let isBought = (plan.trainings ?? []).contains { $0.staff == person.id && $0.skill == skill }
      var domain = open
      domain.trainings[staff][place] = !isBought
      return choice(
        .training, person.id, skill: skill, Wording.bought(isBought), Wording.bought(!isBought),
        .domain(domain))
    }
  }

  // MARK: Rules

  /// Demands without what they wait for, and without their teams, where something is unmet of them or they do wait.
  private func rules(_ places: [Scenario.DemandPlace]) -> [DecisionChoice] {
    places.flatMap { place -> [DecisionChoice] in
      let demand = scenario.demand(at: place)
      guard let work = demand.staff else { return [] }
      var choices: [DecisionChoice] = []
      if !work.after.isEmpty {
        let names = work.after.map { predecessor in
          scenario.demandPlaces.lazy.map { scenario.demand(at: $0) }.first { $0.id == predecessor.demand }?.name
            ?? predecessor.demand
        }
        choices.append(
          choice(
            .after, demand.id, "waits for \(Wording.list(names))", "does not wait", .change(.withoutOrder(place))))
      }
      if let team = work.team {
        let size = team.max.map { team.min == $0 ? "\($0)" : "\(team.min) to \($0)" } ?? "at least \(team.min)"
        choices.append(
          choice(.team, demand.id, "a team of \(size)", "with any number of people", .change(.withoutTeam(place))))
      }
      return choices
    }
  }

  private func choice(
    _ kind: Explanation.Decision.Kind, _ id: String, skill: String? = nil, _ chosen: String, _ other: String,
    _ way: DecisionChoice.Way
  ) -> DecisionChoice {
    DecisionChoice(decision: .init(kind: kind, id: id, skill: skill, chosen: chosen, other: other), way: way)
  }
}
