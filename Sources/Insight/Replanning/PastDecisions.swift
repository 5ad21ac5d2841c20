// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// What was decided before a day and stays so: projects that have begun keep their start, people from outside who were
/// there keep their number, trainings that took time, or are held already, stay bought or not.
struct PastDecisions {
  /// What is left open.
  private(set) var domain: DecisionDomain
  /// What is decided.
  private(set) var starts: [PlanDraft.Start] = []
  private(set) var trainings: [PlanDraft.BoughtTraining] = []
  private(set) var engaged: [PlanDraft.Engagement] = []

  /// - Parameters:
  ///   - scenario: as it is now.
  ///   - plan: the plan in force, with the period numbers of the scenario.
  ///   - frozen: how many periods are past.
  init(_ scenario: Scenario, _ plan: Plan, frozen: Int) {
    domain = DecisionDomain(of: scenario)
    let periods = scenario.calendar.periods
    let open = frozen < periods.count ? periods[frozen].first : scenario.calendar.horizon.last.advanced(by: 1)
    let weeks = Dictionary((plan.starts ?? []).map { ($0.project, $0.weeks) }, uniquingKeysWith: { first, _ in first })
    let begun = Set(
      plan.assignments.lazy.filter { $0.period < frozen && $0.hours > .zero }.map(\.project)
    ).union(plan.assetUse.lazy.filter { $0.period < frozen && $0.unitDays > .zero }.map(\.project))
    for project in scenario.projects.indices {
      let id = scenario.projects[project].id
      decide(project, scenario, hasBegun: begun.contains(id), weeks[id] ?? 0, from: open)
    }
    for (number, person) in scenario.staff.enumerated() {
      if let external = person.external, person.employedFrom ?? scenario.calendar.horizon.first < open {
        let heads = (plan.engaged ?? []).first { $0.staff == person.id }?.heads ?? 0
        let there = min(heads, external.heads)
        domain.heads[number] = there...there
        if heads > 0 { engaged.append(.init(staff: person.id, heads: heads)) }
      }
      for (place, training) in person.training.enumerated() {
        let isBought = (plan.trainings ?? []).contains { $0.staff == person.id && $0.skill == training.skill }
        // What it takes, it takes of the first days of all.
        guard training.hours > 0 || training.from ?? scenario.calendar.horizon.first < open else { continue }
        domain.trainings[number][place] = isBought
        if isBought { trainings.append(.init(staff: person.id, skill: training.skill)) }
      }
    }
    starts.sort { precedes($0.project, $1.project) }
    trainings.sort { $0.staff == $1.staff ? precedes($0.skill, $1.skill) : precedes($0.staff, $1.staff) }
    engaged.sort { precedes($0.staff, $1.staff) }
  }

  /// The start of a project: where it has begun as it was, else none before the day that is earlier than planned.
  private mutating func decide(_ project: Int, _ scenario: Scenario, hasBegun: Bool, _ weeks: Int, from open: Day) {
    if hasBegun, scenario.projects[project].allOrNothing { domain.runs[project] = true }
    guard scenario.projects[project].shift != nil else { return }
    let possible = scenario.possibleWeeks(ofProject: project)
    if hasBegun {
      if weeks > 0 { starts.append(.init(project: scenario.projects[project].id, weeks: weeks)) }
      if let position = possible.firstIndex(of: weeks) { domain.weeks[project] = position...position }
      return
    }
    let first = scenario.demandPlaces.filter { $0.project == project }.map { scenario.writtenWindow(of: $0).first }
      .min()
    let isLeft = possible.map { later in
      later >= weeks || first.map { $0.advanced(by: 7 * later) >= open } ?? true
    }
    if let position = isLeft.firstIndex(of: true) { domain.weeks[project] = position...(possible.count - 1) }
  }

  /// A scenario without the rules that only a whole plan can keep: what was done before a day is a part of one.
  static func withoutWholeRules(_ scenario: Scenario) -> Scenario {
    var scenario = scenario
    for project in scenario.projects.indices {
      scenario.projects[project].allOrNothing = false
      for place in scenario.projects[project].demands.indices {
        guard case .staff(var work) = scenario.projects[project].demands[place].kind else { continue }
        (work.team, work.after) = (nil, [])
        scenario.projects[project].demands[place].kind = .staff(work)
      }
    }
    return scenario
  }
}
