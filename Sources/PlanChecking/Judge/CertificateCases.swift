// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

extension PricedRows {
  /// The rows whose prices are not 0.
  func listed(_ prices: RowPrices) -> [PlanCertificate.Row] {
    var prices = prices
    var list: [PlanCertificate.Row] = []
    visit(&prices) { row, price in
      guard price != 0, price.isFinite else { return }
      var row = row
      row.price = price
      list.append(row)
    }
    return list
  }
}

extension PlanCertificate.Row.Kind {
  /// Whether rows of the kind are those of people, assets or limits, and not of a project or its demands.
  fileprivate var isShared: Bool {
    switch self {
    case .capacity, .overtimeDay, .overtimeWeek, .overtimeTotal, .limit, .asset, .share, .step: true
    case .effort, .pace, .equipment, .equipmentOvertime, .operators, .budget, .commitment, .crew, .crewPerson,
      .projects:
      false
    }
  }
}

extension Decisions {
  /// All external people engaged, nothing moved, nobody trained.
  static func everybodyEngaged(in scenario: Scenario) -> Decisions {
    var decisions = Decisions(for: scenario)
    for (person, member) in scenario.staff.enumerated() { decisions.heads[person] = member.external?.heads ?? 0 }
    return decisions
  }
}

extension PlanChecker {
  /// A case as a certificate lists it.
  func listed(_ one: BoundCase, _ rows: PricedRows) -> PlanCertificate.Case {
    var list: [PlanCertificate.Row] = []
    for (place, prices) in one.prices.enumerated() {
      for var row in rows.listed(prices) where place == 0 || !row.kind.isShared {
        row.shift = place == 0 ? nil : place
        list.append(row)
      }
    }
    return PlanCertificate.Case(decisions: choices(of: one.domain), rows: list.sorted { $0.isBefore($1) })
  }

  /// The decisions of which a domain leaves less open than the scenario.
  private func choices(of domain: DecisionDomain) -> [PlanCertificate.Choice] {
    let (whole, index) = (DecisionDomain(of: facts.scenario), facts.index)
    var choices: [PlanCertificate.Choice] = []
    for project in index.projects.order where domain.weeks[project] != whole.weeks[project] {
      let weeks = decided.possibleWeeks[project]
      choices.append(
        .init(
          .weeks, project: index.projects.ids[project],
          range: weeks[domain.weeks[project].lowerBound]...weeks[domain.weeks[project].upperBound]))
    }
    for person in index.staff.order where domain.heads[person] != whole.heads[person] {
      choices.append(.init(.heads, staff: index.staff.ids[person], range: domain.heads[person]))
    }
    for person in index.staff.order {
      let training = facts.scenario.staff[person].training
      for place in training.indices.sorted(by: { training[$0].skill.precedes(training[$1].skill) }) {
        guard let choice = domain.trainings[person][place].map({ $0 ? 1 : 0 }) else { continue }
        choices.append(
          .init(.training, staff: index.staff.ids[person], skill: training[place].skill, range: choice...choice))
      }
    }
    for project in index.projects.order where facts.scenario.projects[project].allOrNothing {
      guard let choice = domain.runs[project].map({ $0 ? 1 : 0 }) else { continue }
      choices.append(.init(.run, project: index.projects.ids[project], range: choice...choice))
    }
    for demand in index.demands.order where domain.begins[demand] != whole.begins[demand] {
      choices.append(.init(.begin, demand: index.demands.ids[demand], range: domain.begins[demand]))
    }
    for demand in index.demands.order where domain.met[demand] != whole.met[demand] {
      choices.append(.init(.met, demand: index.demands.ids[demand], range: domain.met[demand]))
    }
    return choices + workChoices(of: domain)
  }

  private func workChoices(of domain: DecisionDomain) -> [PlanCertificate.Choice] {
    let index = facts.index
    return domain.work.sorted { $0.key < $1.key }.map { decision, choice in
      let range = choice ? 1...1 : 0...0
      switch decision {
      case .team(let demand): return .init(.team, demand: index.demands.ids[demand], range: range)
      case .member(let demand, let staff):
        return .init(.member, staff: index.staff.ids[staff], demand: index.demands.ids[demand], range: range)
      case .project(let project, let staff, let period):
        return .init(
          .work, project: index.projects.ids[project], staff: index.staff.ids[staff], period: period, range: range)
      }
    }
  }

  /// The cases that a certificate lists; nil where they are not about the scenario's rows and decisions.
  func cases(_ list: [PlanCertificate.Case]) -> [BoundCase]? {
    var cases: [BoundCase] = []
    for one in list {
      guard let domain = domain(of: one.decisions) else { return nil }
      let places = one.rows.map { $0.shift ?? 0 }
      guard places.allSatisfy({ $0 >= 0 && $0 < 1_000 }) else { return nil }
      let last = places.max() ?? 0
      var prices: [RowPrices] = []
      for place in 0...last {
        var rows = one.rows.filter { ($0.shift ?? 0) == place }
        for index in rows.indices { rows[index].shift = nil }
        // People on crews are the same at every place.
        var mine = noPrices(for: one.rows)
        guard take(rows, into: &mine) else { return nil }
        prices.append(mine)
      }
      cases.append(BoundCase(domain: domain, prices: prices))
    }
    return cases
  }

  /// The domain of choices; nil where one is not of the scenario, or beyond what it leaves open.
  private func domain(of choices: [PlanCertificate.Choice]) -> DecisionDomain? {
    var domain = DecisionDomain(of: facts.scenario)
    for choice in choices {
      let project = choice.project.flatMap { facts.index.projects[$0] }
      let staff = choice.staff.flatMap { facts.index.staff[$0] }
      switch choice.kind {
      case .weeks:
        guard let project, let first = decided.possibleWeeks[project].firstIndex(of: choice.range.lowerBound),
          let last = decided.possibleWeeks[project].firstIndex(of: choice.range.upperBound)
        else { return nil }
        domain.weeks[project] = first...last
      case .heads:
        guard let staff, choice.range.lowerBound >= 0, choice.range.upperBound <= domain.heads[staff].upperBound else {
          return nil
        }
        domain.heads[staff] = choice.range
      case .training:
        guard let staff, choice.range == 0...0 || choice.range == 1...1,
          let place = facts.scenario.staff[staff].training.firstIndex(where: { $0.skill == choice.skill })
        else { return nil }
        domain.trainings[staff][place] = choice.range == 1...1
      case .run:
        guard let project, facts.scenario.projects[project].allOrNothing, choice.range == 0...0 || choice.range == 1...1
        else { return nil }
        domain.runs[project] = choice.range == 1...1
      case .begin, .met:
        let ranges = choice.kind == .begin ? \DecisionDomain.begins : \.met
        guard let demand = choice.demand.flatMap({ facts.index.demands[$0] }), choice.range.lowerBound >= 0,
          choice.range.upperBound <= domain[keyPath: ranges][demand].upperBound
        else { return nil }
        domain[keyPath: ranges][demand] = choice.range
      case .team, .member, .work:
        guard let decision = workDecision(choice), choice.range == 0...0 || choice.range == 1...1 else { return nil }
        domain.work[decision] = choice.range == 1...1
      }
    }
    return domain
  }

  /// What a choice says of who works on what; nil where that is no such decision of the scenario.
  private func workDecision(_ choice: PlanCertificate.Choice) -> WorkDecision? {
    let scenario = facts.scenario
    func isFixed(_ project: Int) -> Bool {
      scenario.projects[project].shift == nil && !scenario.projects[project].allOrNothing
    }
    let staff = choice.staff.flatMap { facts.index.staff[$0] }
    if choice.kind == .work {
      guard let staff, scenario.staff[staff].maxProjects != nil, let period = choice.period,
        (0..<facts.periodCount).contains(period), let project = choice.project.flatMap({ facts.index.projects[$0] }),
        isFixed(project)
      else { return nil }
      return .project(project, staff: staff, period: period)
    }
    guard let demand = choice.demand.flatMap({ facts.index.demands[$0] }),
      scenario.demand(at: facts.index.demandPlaces[demand]).staff?.team != nil, isFixed(facts.demands[demand].project)
    else { return nil }
    guard choice.kind == .member else { return .team(demand: demand) }
    guard let staff, scenario.staff[staff].external?.heads ?? scenario.staff[staff].headcount == 1 else { return nil }
    return .member(demand: demand, staff: staff)
  }
}
