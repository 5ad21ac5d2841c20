// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

/// Limits of several origins at once.
extension PlanLimits {
  /// What keeps these limits and others on amounts; where an amount cannot keep both, it keeps the others.
  ///
  /// - Parameter others: such as those of the past. What they say of decisions and of the number of changes is not looked at.
  package func joined(with others: PlanLimits) -> PlanLimits {
    var limits = self
    limits.hours = Self.joined(hours, others.hours) { place in
      (hours(place.owner, place.target), others.hours(place.owner, place.target))
    }
    limits.assetUse = Self.joined(assetUse, others.assetUse) { place in
      (assetUse(place.owner, place.target), others.assetUse(place.owner, place.target))
    }
    limits.operating = Self.joined(operating, others.operating) { place in
      let served = place.served ?? ""
      return (
        operating(place.owner, place.target, for: served), others.operating(place.owner, place.target, for: served)
      )
    }
    if closedPeriods.isEmpty { limits.closedPeriods = others.closedPeriods }
    limits.onlyNamedHours = onlyNamedHours || others.onlyNamedHours
    return limits
  }

  private static func joined(
    _ own: Ranges, _ others: Ranges, _ limits: (Place) -> (own: PairLimits, others: PairLimits)
  ) -> Ranges {
    var result = own
    for place in Set(own.keys).union(others.keys) {
      let (first, second) = limits(place)
      for period in Set((own[place] ?? [:]).keys).union((others[place] ?? [:]).keys) {
        guard let other = second[period] else { continue }
        let range = first[period].flatMap { $0.overlaps(other) ? $0.clamped(to: other) : nil } ?? other
        result[place, default: [:]][period] = range
      }
    }
    return result
  }
}

extension DecisionDomain {
  /// What of a scenario's decisions some limits leave open.
  package init(of scenario: Scenario, within limits: PlanLimits?) {
    self = limits?.domain ?? DecisionDomain(of: scenario)
  }

  /// Whether what a plan decides is in it: starts, engaged people, trainings, and what is done at all.
  package func contains(_ entries: PlanEntries, of scenario: Scenario) -> Bool {
    let decisions = Decisions(
      starts: entries.starts ?? [], trainings: entries.trainings ?? [], engaged: entries.engaged ?? [], for: scenario,
      ScenarioIndex(scenario))
    guard contains(decisions, in: scenario) else { return false }
    for (project, choice) in runs.enumerated() where scenario.projects[project].allOrNothing {
      guard let choice else { continue }
      let id = scenario.projects[project].id
      let isWanting = entries.unmet.contains { $0.project == id }
      let isTouched =
        entries.assignments.contains { $0.project == id } || entries.assetUse.contains { $0.project == id }
      // What is touched is done as a whole, if it is a plan at all; rounding may leave something of it unmet all the same.
      if choice ? isWanting && !isTouched : isTouched { return false }
    }
    return true
  }

  /// Whether decisions are in it. What follows from amounts is not looked at.
  package func contains(_ decisions: Decisions, in scenario: Scenario) -> Bool {
    for (project, weeks) in decisions.weeks.enumerated() {
      guard let position = scenario.possibleWeeks(ofProject: project).firstIndex(of: weeks),
        self.weeks[project].contains(position)
      else { return false }
    }
    for (staff, heads) in decisions.heads.enumerated() where !self.heads[staff].contains(heads) { return false }
    for (staff, places) in decisions.trainings.enumerated() {
      for (place, choice) in trainings[staff].enumerated() {
        if let choice, choice != places.contains(place) { return false }
      }
    }
    return true
  }
}

extension Decisions {
  /// The decisions of a domain that are nearest to these, one by one.
  package func nearest(in domain: DecisionDomain, of scenario: Scenario) -> Decisions {
    func nearest(_ number: Int, _ range: ClosedRange<Int>) -> Int {
      min(max(number, range.lowerBound), range.upperBound)
    }
    var result = self
    for project in weeks.indices {
      let possible = scenario.possibleWeeks(ofProject: project)
      let position = nearest(possible.firstIndex(of: weeks[project]) ?? 0, domain.weeks[project])
      result.weeks[project] = possible.indices.contains(position) ? possible[position] : 0
    }
    for staff in heads.indices {
      result.heads[staff] = nearest(heads[staff], domain.heads[staff])
      result.trainings[staff] = domain.trainings[staff].indices.filter { place in
        domain.trainings[staff][place] ?? trainings[staff].contains(place)
      }
    }
    return result
  }
}
