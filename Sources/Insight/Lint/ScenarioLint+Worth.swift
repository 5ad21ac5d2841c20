// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Issues
internal import Numbers

extension ScenarioLint {
  // MARK: Trainings

  /// Trainings that change nothing.
  mutating func checkTrainings() {
    for (index, person) in facts.scenario.staff.enumerated() {
      for (number, training) in person.training.enumerated() {
        check(training, of: person, [.key("staff"), .index(index), .key("training"), .index(number)])
      }
    }
  }

  private mutating func check(_ training: StaffMember.Training, of person: StaffMember, _ path: DocumentPath) {
    let name = "the training of \(person.name) in \(training.skill)"
    if let from = training.from, from > facts.scenario.calendar.horizon.last {
      return warn(
        "\(name) ends on \(from), after the last day that is planned", path.key("from"),
        hint: "nothing of it can be used in this plan; plan a longer time, or leave it out")
    }
    if let own = person.skill(training.skill), own.until == nil, own.level >= training.level {
      return warn(
        "\(name) is to level \(training.level), and \(person.name) has level \(own.level) without it",
        path.key("level"),
        hint: "raise the level, or leave it out")
    }
    guard !isWanted(training.skill) else { return }
    warn("\(name) helps no demand: none asks for it", path.key("skill"), hint: "leave it out, or ask for the skill")
  }

  private func isWanted(_ skill: String) -> Bool {
    facts.scenario.projects.contains { project in
      project.demands.contains { demand in
        demand.staff?.seats.contains { seat in
          let wanted = seat.requirements
          return wanted.skills.contains { $0.name == skill } || wanted.anyOf.joined().contains { $0.name == skill }
        } ?? false
      }
    } || facts.scenario.assets.contains { $0.operators != nil }
  }

  // MARK: Projects

  /// Projects that want nothing, and what is not worth its cost.
  mutating func checkProjects() {
    for (index, project) in facts.scenario.projects.enumerated() {
      let path: DocumentPath = [.key("projects"), .index(index)]
      if project.demands.isEmpty {
        warn("\"\(project.name)\" has no demands, so that nothing is planned for it", path, hint: "add its demands")
      }
    }
    checkWorth()
  }

  /// Work that costs more than leaving it undone, at the figures that the scenario states.
  private mutating func checkWorth() {
    let scenario = facts.scenario
    // A promise, a preference or an order of priorities may have work done that does not pay.
    guard scenario.policy.priorities == .weighted, scenario.preferences.isEmpty, scenario.baseline == nil else {
      return
    }
    let promised = Set(scenario.commitments.map(\.demand))
    var cheap: [(index: Int, path: DocumentPath, penalty: Int128, work: Int128)] = []
    for index in facts.places.indices {
      let demand = scenario.demand(at: facts.places[index])
      guard let work = demand.staff, !promised.contains(demand.id), facts.wanted(index) > 0,
        !scenario.projects[facts.places[index].project].allOrNothing,
        let (penalty, path) = statedPenalty(of: demand, index),
        let cheapest = facts.cheapestHour(of: work, index), penalty < cheapest
      else { continue }
      cheap.append((index, path, penalty, cheapest))
    }
    guard let first = cheap.first else { return }
    let currency = scenario.currency
    warn(
      "an hour of \(facts.name(first.index)) that is left unmet costs \(Wording.money(first.penalty, currency)), and the "
        + "cheapest hour of work on it \(Wording.money(first.work, currency)), so that it is left unmet"
        + (cheap.count > 1 ? "; this holds for \(cheap.count) demands" : ""), first.path,
      hint: "state what unmet work really costs, or leave the figure out: then it is derived")
  }

  /// What an undone hour costs, in millionths of money, where the scenario says so, and the place that says it.
  private func statedPenalty(of demand: Demand, _ index: Int) -> (penalty: Int128, path: DocumentPath)? {
    if let own = demand.unmetCost { return (WholeAmounts.fixed(own) / 1_000_000, facts.path(index).key("unmetCost")) }
    guard let cost = facts.scenario.policy.unmetCostPerHour else { return nil }
    let priority = WholeAmounts.fixed(facts.scenario.priority(of: facts.places[index]))
    return (
      WholeAmounts.product(WholeAmounts.fixed(cost) / 1_000_000, priority, over: WholeAmounts.one),
      [.key("policy"), .key("unmetCostPerHour")]
    )
  }
}
