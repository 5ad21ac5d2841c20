// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

/// What was decided about a scenario as a whole (`model.md`, section 3): when projects start, who is engaged and trained.
///
/// With these the scenario becomes another one, ``Scenario/decided(_:)``, in which they are not open any more. The other
/// decisions in whole numbers (teams, projects at a time, least hours, order, whole units, all or nothing) follow from the
/// amounts of a plan.
package struct Decisions: Sendable, Hashable {
  /// By project, how many weeks it starts later.
  package var weeks: [Int]
  /// By person, how many of an external kind are engaged; 0 for all others.
  package var heads: [Int]
  /// By person, the places in `training` of what is bought, ascending.
  package var trainings: [[Int]]

  /// Nothing moved, nobody engaged, nobody trained.
  package init(for scenario: Scenario) {
    weeks = Array(repeating: 0, count: scenario.projects.count)
    heads = Array(repeating: 0, count: scenario.staff.count)
    trainings = Array(repeating: [], count: scenario.staff.count)
  }

  /// The decisions that a plan lists. What is listed twice, or is not of the scenario, counts as often as it can; the
  /// checker says so.
  package init(
    starts: [Plan.Start], trainings: [Plan.BoughtTraining], engaged: [Plan.Engagement], for scenario: Scenario,
    _ index: ScenarioIndex
  ) {
    self.init(for: scenario)
    for start in starts {
      guard let project = index.projects[start.project], scenario.projects[project].shift != nil else { continue }
      weeks[project] = start.weeks
    }
    for engagement in engaged {
      guard let staff = index.staff[engagement.staff], let external = scenario.staff[staff].external else { continue }
      heads[staff] = min(max(0, engagement.heads), external.heads)
    }
    for training in trainings {
      guard let staff = index.staff[training.staff],
        let place = scenario.staff[staff].training.firstIndex(where: { $0.skill == training.skill }),
        !self.trainings[staff].contains(place)
      else { continue }
      self.trainings[staff].append(place)
      self.trainings[staff].sort()
    }
  }
}

extension Scenario {
  /// Whether anything is decided in whole numbers.
  package var hasDecisions: Bool {
    policy.minimumHoursPerWeek != nil || hasOpenScenario
      || staff.contains { $0.maxProjects != nil } || assets.contains { $0.indivisible }
      || projects.contains { project in
        project.allOrNothing
          || project.demands.contains { demand in
            demand.staff.map { !$0.after.isEmpty || $0.team != nil } ?? false
          }
      }
  }

  /// Whether anything of ``Decisions`` is open.
  package var hasOpenScenario: Bool {
    staff.contains { $0.external != nil || !$0.training.isEmpty } || projects.contains { $0.shift != nil }
  }

  /// The scenario with all external people there and everybody trained: nobody can do more, whatever is decided.
  package var withEverybody: Scenario {
    var scenario = self
    for person in scenario.staff.indices {
      if let external = scenario.staff[person].external { scenario.staff[person].headcount = external.heads }
      scenario.staff[person].trained = Array(scenario.staff[person].training.indices)
    }
    return scenario
  }

  /// The scenario with decisions made: windows moved, the number of external people as their headcount, people trained.
  ///
  /// Its keys for these decisions stay, so that what they cost can still be told.
  package func decided(_ decisions: Decisions) -> Scenario {
    var scenario = self
    for (project, weeks) in decisions.weeks.enumerated() where projects[project].shift != nil {
      scenario.projects[project].weeksLater = weeks
    }
    for (person, heads) in decisions.heads.enumerated() where staff[person].external != nil {
      scenario.staff[person].headcount = heads
    }
    for (person, places) in decisions.trainings.enumerated() where !staff[person].training.isEmpty {
      scenario.staff[person].trained = places
    }
    return scenario
  }

  /// The scenario with the decisions that a plan lists.
  package func decided(by plan: Plan) -> Scenario {
    guard hasOpenScenario else { return self }
    return decided(
      Decisions(
        starts: plan.starts ?? [], trainings: plan.trainings ?? [], engaged: plan.engaged ?? [], for: self,
        ScenarioIndex(self)))
  }

  /// By how many weeks a project can start later: of 0 to `latest` those with which all windows of its demands, moved, end
  /// inside the horizon, and even demands have working hours in them. 0 always can.
  package func possibleWeeks(ofProject project: Int) -> [Int] {
    guard let shift = projects[project].shift else { return [0] }
    let windows = projects[project].demands.indices.map { position in
      (
        window: writtenWindow(of: DemandPlace(project: project, position: position)),
        isEven: projects[project].demands[position].staff?.pace == .even
      )
    }
    let last = calendar.horizon.last
    var result: [Int] = []
    for weeks in 0...max(0, shift.latest) {
      let isPossible = windows.allSatisfy { demand in
        let moved = demand.window.advanced(by: 7 * weeks)
        return moved.last <= last && (!demand.isEven || calendar.standard.hours(in: moved).contains { $0 > 0 })
      }
      if isPossible || weeks == 0 { result.append(weeks) }
      // Later windows end later.
      if windows.contains(where: { $0.window.advanced(by: 7 * weeks).last > last }) { break }
    }
    return result
  }
}
