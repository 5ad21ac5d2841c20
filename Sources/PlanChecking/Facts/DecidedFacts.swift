// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Synchronization

/// What is derived from a scenario for each way to decide what it leaves open: when projects start, who is engaged and
/// trained. A reference, which keeps the facts that were looked at last.
final class DecidedFacts: Sendable {
  /// With nothing decided: nothing moved, nobody engaged, nobody trained. The scenario's own where nothing is open.
  let undecided: ScenarioFacts
  private let nothing: Decisions
  /// By project, by how many weeks it can start later.
  let possibleWeeks: [[Int]]
  private let known = Mutex<[(decisions: Decisions, facts: ScenarioFacts)]>([])

  private static let mostKnown = 8

  init(_ scenario: Scenario, _ index: ScenarioIndex) {
    nothing = Decisions(for: scenario)
    undecided = ScenarioFacts(scenario.hasOpenScenario ? scenario.decided(nothing) : scenario, index)
    possibleWeeks = scenario.projects.indices.map { scenario.possibleWeeks(ofProject: $0) }
  }

  private var index: ScenarioIndex { undecided.index }

  /// The facts of decisions; those of nothing decided for nil. A start that is not possible counts as none.
  func facts(_ decisions: Decisions?) -> ScenarioFacts {
    guard var decisions, undecided.scenario.hasOpenScenario else { return undecided }
    for (project, weeks) in decisions.weeks.enumerated() where !possibleWeeks[project].contains(weeks) {
      decisions.weeks[project] = 0
    }
    guard decisions != nothing else { return undecided }
    if let facts = known.withLock({ list in list.first { $0.decisions == decisions }?.facts }) { return facts }
    let facts = ScenarioFacts(undecided.scenario.decided(decisions), index)
    known.withLock { list in
      if list.count == Self.mostKnown { list.removeFirst() }
      list.append((decisions, facts))
    }
    return facts
  }

  /// The facts of what a plan's lists say.
  func facts(of entries: PlanEntries) -> ScenarioFacts {
    guard undecided.scenario.hasOpenScenario else { return undecided }
    return facts(
      Decisions(
        starts: entries.starts ?? [], trainings: entries.trainings ?? [], engaged: entries.engaged ?? [],
        for: undecided.scenario, index))
  }
}
