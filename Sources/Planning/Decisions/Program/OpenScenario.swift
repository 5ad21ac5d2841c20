// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// A scenario in which everything is there that a decision may bring: a project that may start in several weeks stands once
/// for each of them, external people are all engaged, and everybody is trained.
///
/// The copies of a project have nothing to do with one another; a switch for each says which of them is meant. What is
/// promised to a demand, or in force, is so for each of its copies.
struct OpenScenario: Sendable {
  /// A copy of a project.
  struct Copy: Sendable {
    /// The project's place in the scenario as written.
    let project: Int
    /// The number of its start among ``Scenario/possibleWeeks(ofProject:)``, and the weeks.
    let position: Int
    let weeks: Int
  }

  /// As written.
  let written: Scenario
  /// With all copies.
  let scenario: Scenario
  /// By project of ``scenario``.
  let copies: [Copy]
  /// By demand of ``scenario``, its place as written.
  let origin: [Int]
  /// By demand as written, the places of its copies, by position.
  let copiesOfDemand: [[Int]]
  /// By project as written, its possible weeks.
  let weeks: [[Int]]
  /// The index of the scenario as written.
  let index: ScenarioIndex

  init(_ written: Scenario) {
    self.written = written
    let index = ScenarioIndex(written)
    self.index = index
    let weeks = written.projects.indices.map(written.possibleWeeks(ofProject:))
    self.weeks = weeks
    var open = written.withEverybody
    open.projects = []
    var copies: [Copy] = []
    var origin: [Int] = []
    var copiesOfDemand = [[Int]](repeating: [], count: index.demandPlaces.count)
    var projectIDs: [String: [String]] = [:]
    var demandIDs: [String: [String]] = [:]
    var first = 0
    for (number, project) in written.projects.enumerated() {
      for (position, later) in weeks[number].enumerated() {
        var copy = project
        copy.weeksLater = later
        if position > 0 {
          // Nothing that is written can contain it.
          copy.id += "\u{1}\(later)"
          for place in copy.demands.indices { copy.demands[place].id += "\u{1}\(later)" }
        }
        projectIDs[project.id, default: []].append(copy.id)
        for place in copy.demands.indices {
          demandIDs[project.demands[place].id, default: []].append(copy.demands[place].id)
          copiesOfDemand[first + place].append(origin.count)
          origin.append(first + place)
        }
        open.projects.append(copy)
        copies.append(Copy(project: number, position: position, weeks: later))
      }
      first += project.demands.count
    }
    Self.nameCopies(in: &open, projects: projectIDs, demands: demandIDs)
    // What trainings take is the switches' affair.
    for person in open.staff.indices {
      for training in open.staff[person].training.indices { open.staff[person].training[training].hours = 0 }
    }
    scenario = open
    self.copies = copies
    self.origin = origin
    self.copiesOfDemand = copiesOfDemand
  }

  /// What names projects and demands names all their copies.
  private static func nameCopies(
    in open: inout Scenario, projects: [String: [String]], demands: [String: [String]]
  ) {
    func all(_ ids: [String]?, _ copies: [String: [String]]) -> [String]? {
      ids.map { $0.flatMap { copies[$0] ?? [] } }
    }
    for limit in open.limits.indices {
      open.limits[limit].selection.projects = all(open.limits[limit].selection.projects, projects)
      open.limits[limit].selection.demands = all(open.limits[limit].selection.demands, demands)
    }
    for place in open.preferences.indices {
      open.preferences[place].selection.projects = all(open.preferences[place].selection.projects, projects)
      open.preferences[place].selection.demands = all(open.preferences[place].selection.demands, demands)
    }
    open.commitments = open.commitments.flatMap { commitment in
      (demands[commitment.demand] ?? []).map { id in
        var copy = commitment
        copy.demand = id
        return copy
      }
    }
    open.baseline = open.baseline.map { baseline in
      Scenario.Baseline(
        assignments: baseline.assignments.flatMap { entry in
          (demands[entry.demand] ?? [entry.demand]).map { id in
            var copy = entry
            copy.demand = id
            return copy
          }
        })
    }
  }

  /// Whether a project as written has a switch for each of its copies: it may be moved, or left out.
  func isSwitched(_ project: Int) -> Bool { weeks[project].count > 1 || written.projects[project].allOrNothing }

  /// How many starts the project with the most has.
  var positions: Int { weeks.map(\.count).max() ?? 1 }
}
