// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
internal import Issues
import Numbers

/// The lists of a plan that say what is decided about the scenario as a whole.
enum DecisionLists {
  static let names = ["starts", "trainings", "engaged"]
}

extension Scenario {
  /// Whether the scenario has the keys that each list is for.
  var hasStarts: Bool { projects.contains { $0.shift != nil } }
  var hasTrainings: Bool { staff.contains { !$0.training.isEmpty } }
  var hasEngagements: Bool { staff.contains { $0.external != nil } }
}

extension PlanEntries {
  /// Lists decisions as a plan does, without costs; nil where the scenario has no such key.
  mutating func setDecisions(_ decisions: Decisions?, of facts: ScenarioFacts) {
    let scenario = facts.scenario
    guard scenario.hasOpenScenario else { return }
    let decisions = decisions ?? Decisions(for: scenario)
    let index = facts.index
    if scenario.hasStarts {
      starts = index.projects.order.filter { decisions.weeks[$0] != 0 }.map {
        Plan.Start(project: index.projects.ids[$0], weeks: decisions.weeks[$0], cost: .zero)
      }
    }
    if scenario.hasTrainings {
      trainings = index.staff.order.flatMap { person in
        decisions.trainings[person].map { scenario.staff[person].training[$0].skill }
          .sorted { $0.precedes($1) }
          .map { Plan.BoughtTraining(staff: index.staff.ids[person], skill: $0, cost: .zero) }
      }
    }
    if scenario.hasEngagements {
      engaged = index.staff.order.filter { decisions.heads[$0] != 0 }.map {
        Plan.Engagement(staff: index.staff.ids[$0], heads: decisions.heads[$0], cost: .zero)
      }
    }
  }
}

extension ScenarioFacts {
  /// The lists of a draft; empty where it has none and the scenario has the key.
  func decisionLists(of draft: PlanDraft) -> PlanEntries {
    var entries = PlanEntries()
    entries.setDecisions(nil, of: self)
    if let starts = draft.starts {
      entries.starts = starts.map { .init(project: $0.project, weeks: $0.weeks, cost: .zero) }
    }
    if let trainings = draft.trainings {
      entries.trainings = trainings.map { .init(staff: $0.staff, skill: $0.skill, cost: .zero) }
    }
    if let engaged = draft.engaged {
      entries.engaged = engaged.map { .init(staff: $0.staff, heads: $0.heads, cost: .zero) }
    }
    return entries
  }
}

extension Verifier {
  /// What the lists decide: that there is such a thing to decide, and that it may be decided so.
  ///
  /// - Parameter possibleWeeks: by project, by how many weeks it can start later.
  mutating func checkDecisionLists(_ possibleWeeks: [[Int]]) {
    let scenario = facts.scenario
    for (name, isThere, isNeeded) in [
      ("starts", entries.starts != nil, scenario.hasStarts),
      ("trainings", entries.trainings != nil, scenario.hasTrainings),
      ("engaged", entries.engaged != nil, scenario.hasEngagements),
    ] where isNeeded && !isThere {
      report(.wrongDecision, "the plan does not say what is decided: the list \(name) is missing", [])
    }
    checkOrder(entries.starts ?? [], "starts")
    checkOrder(entries.trainings ?? [], "trainings")
    checkOrder(entries.engaged ?? [], "engaged")
    checkStarts(possibleWeeks)
    checkTrainings()
    checkEngaged()
  }

  private mutating func checkStarts(_ possibleWeeks: [[Int]]) {
    for (index, entry) in (entries.starts ?? []).enumerated() {
      let place = Place(list: "starts", index: index)
      guard let project = facts.index.projects[entry.project] else {
        report(.unknownProject, "there is no project \(entry.project)", place.key("project"))
        continue
      }
      if facts.scenario.projects[project].shift == nil {
        report(.wrongDecision, "the project \(entry.project) cannot start later", place.key("project"))
      } else if entry.weeks <= 0 || !possibleWeeks[project].contains(entry.weeks) {
        let possible = possibleWeeks[project].dropFirst().map(String.init).joined(separator: ", ")
        report(
          .wrongDecision,
          "the project \(entry.project) cannot start \(entry.weeks) weeks later"
            + (possible.isEmpty ? "" : "; it can by \(possible)"), place.key("weeks"))
      }
    }
  }

  private mutating func checkTrainings() {
    for (index, entry) in (entries.trainings ?? []).enumerated() {
      let place = Place(list: "trainings", index: index)
      guard let person = facts.index.staff[entry.staff] else {
        report(.unknownStaff, "there is no person \(entry.staff)", place.key("staff"))
        continue
      }
      if !facts.scenario.staff[person].training.contains(where: { $0.skill == entry.skill }) {
        report(
          .unknownSkill, "\(name(ofStaff: person)) cannot be trained in \(entry.skill)", place.key("skill"))
      }
    }
  }

  private mutating func checkEngaged() {
    for (index, entry) in (entries.engaged ?? []).enumerated() {
      let place = Place(list: "engaged", index: index)
      guard let person = facts.index.staff[entry.staff] else {
        report(.unknownStaff, "there is no person \(entry.staff)", place.key("staff"))
        continue
      }
      guard let external = facts.scenario.staff[person].external else {
        report(.wrongDecision, "\(name(ofStaff: person)) is not external", place.key("staff"))
        continue
      }
      if !(1...max(1, external.heads)).contains(entry.heads) || external.heads == 0 {
        report(
          .wrongDecision,
          "\(entry.heads) people of \(name(ofStaff: person)) cannot be engaged, but up to \(external.heads)",
          place.key("heads"))
      }
    }
  }
}
