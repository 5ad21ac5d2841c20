// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// What a generated scenario leaves to be decided in whole numbers, by the key that says so.
package enum ScenarioDecision: String, Sendable, Hashable, CaseIterable {
  case maxProjects, minimumHoursPerWeek, team, indivisible, external, allOrNothing, shift, after, training
}

/// Puts decisions into a scenario that is made otherwise. Its random numbers are its own, so that all else is as without.
struct DecisionWork {
  private var scenario: Scenario
  private var random: RandomSource
  /// Hours of a person in a full week.
  private let week = 40

  init(_ scenario: Scenario, seed: UInt64) {
    self.scenario = scenario
    random = RandomSource(seed: seed ^ 0x6465_6369_6465)
  }

  /// The scenario with decisions, which are put in the same order whatever the order asked for.
  mutating func scenario(with decisions: Set<ScenarioDecision>) -> Scenario {
    for decision in ScenarioDecision.allCases where decisions.contains(decision) {
      switch decision {
      case .maxProjects: limitProjects()
      case .minimumHoursPerWeek: scenario.policy.minimumHoursPerWeek = random.chance(50) ? 4 : 8
      case .team: makeTeams()
      case .indivisible: for index in scenario.assets.indices { scenario.assets[index].indivisible = true }
      case .external: offerContractors()
      case .allOrNothing: bindProjects()
      case .shift: loosenStarts()
      case .after: orderWork()
      case .training: offerTrainings()
      }
    }
    return scenario
  }

  private mutating func limitProjects() {
    for index in scenario.staff.indices where random.chance(80) {
      scenario.staff[index].maxProjects = random.chance(60) ? 1 : 2
    }
  }

  /// Calls a function with the demands of hours, each with its project.
  private mutating func changeWork(
    _ change: (inout StaffDemand, _ demand: Demand, _ project: Project, inout RandomSource) -> Void
  ) {
    for project in scenario.projects.indices {
      for index in scenario.projects[project].demands.indices {
        let demand = scenario.projects[project].demands[index]
        guard case .staff(var work) = demand.kind else { continue }
        change(&work, demand, scenario.projects[project], &random)
        scenario.projects[project].demands[index].kind = .staff(work)
      }
    }
  }

  /// Teams somewhat smaller and larger than what the hours need.
  private mutating func makeTeams() {
    let week = week
    changeWork { work, demand, _, random in
      guard random.chance(70), let from = demand.from, let to = demand.to, let hours = work.wholeHours else { return }
      let people = max(1, hours / max(1, week * (to.number - from.number + 1) / 7))
      let most = people + random.number(in: 0...2)
      work.team = StaffDemand.Team(
        min: random.number(in: 1...max(1, min(3, most))), max: random.chance(85) ? most : nil)
    }
  }

  /// A tenth of the people, and two more at least, are contractors who may be engaged.
  private mutating func offerContractors() {
    for index in scenario.staff.indices where index < 2 || random.chance(10) {
      let heads = random.number(in: 1...3)
      scenario.staff[index].headcount = 1
      scenario.staff[index].external = StaffMember.External(
        heads: heads, engagementCost: ExactDecimal(250 * random.number(in: 0...20)))
    }
  }

  /// Projects that are done as a whole or not at all; most of them ask for less, so that they can be.
  private mutating func bindProjects() {
    for index in scenario.projects.indices where random.chance(50) { scenario.projects[index].allOrNothing = true }
    changeWork { work, _, project, random in
      guard project.allOrNothing, random.chance(80), let hours = work.wholeHours else { return }
      work.amount = .hours(ExactDecimal(max(2, hours * random.number(in: 20...60) / 100)))
    }
  }

  private mutating func loosenStarts() {
    let end = scenario.calendar.horizon.last
    for index in scenario.projects.indices where random.chance(50) {
      let last = scenario.projects[index].deadline ?? end
      let room = (end.number - last.number) / 7
      guard room > 0 else { continue }
      scenario.projects[index].shift = Project.Shift(
        latest: random.number(in: 1...min(8, room)), costPerWeek: ExactDecimal(250 * random.number(in: 0...8)))
    }
  }

  /// Work of a project that waits for the work before it. Its windows are the project's, or nobody could wait.
  private mutating func orderWork() {
    for index in scenario.projects.indices where random.chance(60) {
      let project = scenario.projects[index]
      var before: String?
      for place in project.demands.indices {
        guard case .staff(var work) = project.demands[place].kind else { continue }
        if let before, random.chance(60) {
          work.after = [
            StaffDemand.Predecessor(
              before, lag: random.number(in: 0...1),
              share: random.chance(40) ? ExactDecimal(significand: 5, scale: 1) : nil)
          ]
        }
        if let hours = work.wholeHours {
          work.amount = .hours(ExactDecimal(max(2, hours * random.number(in: 30...80) / 100)))
        }
        scenario.projects[index].demands[place].kind = .staff(work)
        scenario.projects[index].demands[place].from = project.start
        scenario.projects[index].demands[place].to = project.deadline
        before = project.demands[place].id
      }
    }
  }

  /// Skills that somebody asks for, taught to people who lack them.
  private mutating func offerTrainings() {
    var asked: Set<String> = []
    for case .staff(let work) in scenario.projects.flatMap(\.demands).map(\.kind) {
      asked.formUnion(work.requirements.skills.map(\.name))
    }
    let skills = asked.sorted()
    let horizon = scenario.calendar.horizon
    for index in scenario.staff.indices where random.chance(10) {
      let person = scenario.staff[index]
      let missing = skills.filter { skill in !person.skills.contains { $0.name == skill } }
      guard person.external == nil, person.headcount == 1, let skill = random.element(of: missing) else { continue }
      scenario.staff[index].training = [
        StaffMember.Training(
          skill, level: random.number(in: 3...5), cost: ExactDecimal(250 * random.number(in: 1...16)),
          hours: ExactDecimal(8 * random.number(in: 0...5)),
          from: horizon.first.advanced(by: 7 * random.number(in: 0...max(0, horizon.count / 14))))
      ]
    }
  }
}

extension StaffDemand {
  /// The hours that a generated demand asks for.
  fileprivate var wholeHours: Int? {
    guard case .hours(let hours) = amount else { return nil }
    return hours.wholeValue.map { Int($0) }
  }
}
