// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
import Numbers

extension ScenarioValidation {
  // MARK: Policy

  mutating func checkPolicy() {
    let path: DocumentPath = [.key("policy")]
    let policy = scenario.policy
    range(policy.unmetCostPerHour, "unmetCostPerHour", path)
    range(policy.unmetCostPerUnitDay, "unmetCostPerUnitDay", path)
    range(policy.commitmentCostPerHour, "commitmentCostPerHour", path)
    range(policy.changeCostPerHour, "changeCostPerHour", path)
    range(policy.minimumHoursPerWeek, "minimumHoursPerWeek", path)
    for (index, wish) in policy.prefer.enumerated() where policy.prefer[..<index].contains(wish) {
      report(.duplicateID, "\"\(wish.rawValue)\" is listed twice", path.key("prefer").index(index))
    }
    if policy.prefer.contains(.early), policy.prefer.contains(.late) {
      lint(
        "early and late are both preferred; the one that is listed later has hardly any effect", path.key("prefer"))
    }
  }

  // MARK: Limits and preferences

  mutating func checkLimits() {
    var ids: Set<String> = []
    for (index, limit) in scenario.limits.enumerated() {
      let path: DocumentPath = [.key("limits"), .index(index)]
      identifier(limit.id, path)
      if !ids.insert(limit.id).inserted {
        report(.duplicateID, "the limit id \"\(limit.id)\" is used twice", path.key("id"))
      }
      switch limit.most {
      case .hours(let hours): range(hours, "maxHours", path)
      case .share(let share): range(share, "maxShare", path, to: 1)
      }
      range(limit.used, "used", path)
      check(limit.selection, path)
    }
  }

  mutating func checkPreferences() {
    for (index, preference) in scenario.preferences.enumerated() {
      let path: DocumentPath = [.key("preferences"), .index(index)]
      range(preference.costPerHour, "costPerHour", path, from: -Scenario.largestFigure)
      check(preference.selection, path)
    }
  }

  private mutating func check(_ selection: WorkSelection, _ path: DocumentPath) {
    people(selection.staff ?? [], path.key("staff"))
    for (index, name) in (selection.departments ?? []).enumerated() where !departments.contains(name) {
      lint("nobody is in the department \"\(name)\"", path.key("departments").index(index))
    }
    for (index, id) in (selection.projects ?? []).enumerated() where !projectIDs.contains(id) {
      unknown(id, "project", among: scenario.projects.lazy.map(\.id), path.key("projects").index(index))
    }
    for (index, id) in (selection.demands ?? []).enumerated() where !demandIDs.contains(id) {
      unknown(id, "demand", among: demandIDs.sorted(), path.key("demands").index(index))
    }
    let lists = [
      (selection.staff, selection.departments, "staff"), (selection.projects, selection.demands, "projects"),
    ]
    for (one, other, key) in lists where (one ?? other) != nil && (one ?? []).isEmpty && (other ?? []).isEmpty {
      lint(
        "the list is empty, so that nothing counts",
        path.key(one != nil ? key : key == "staff" ? "departments" : "demands"))
    }
  }

  // MARK: Commitments
  /// The ids of all staff demands, each once, in order.
  private var staffDemandIDs: [String] {
    var ids: Set<String> = []
    for project in scenario.projects {
      for demand in project.demands where demand.staff != nil { ids.insert(demand.id) }
    }
    return ids.sorted()
  }

  mutating func checkCommitments(checksWindows: Bool) {
    for (index, commitment) in scenario.commitments.enumerated() {
      let path: DocumentPath = [.key("commitments"), .index(index)]
      if !staffIDs.contains(commitment.staff) {
        unknown(commitment.staff, "staff", among: scenario.staff.lazy.map(\.id), path.key("staff"))
      }
      if commitment.days.isEmpty {
        report(
          .contradiction,
          "the commitment ends on \(commitment.days.last), before it starts on"
            + " \(commitment.days.first)", path.key("to"))
      }
      switch commitment.amount {
      case .hoursPerWeek(let hours): range(hours, "hoursPerWeek", path)
      case .share(let share): range(share, "share", path, aboveLow: true, to: 1)
      }
      guard let place = promised[commitment.demand] ?? nil, scenario.demand(at: place).staff != nil else {
        if demandIDs.contains(commitment.demand) {
          report(
            .unknownReference, "\"\(commitment.demand)\" is an asset demand; people are promised to staff demands",
            path.key("demand"))
        } else {
          unknown(
            commitment.demand, "staff demand", among: staffDemandIDs, path.key("demand"))
        }
        continue
      }
      guard checksWindows, !commitment.days.isEmpty else { continue }
      let window = scenario.window(of: place)
      if commitment.days.first < window.first || commitment.days.last > window.last {
        lint(
          "the commitment from \(commitment.days.first) to \(commitment.days.last) reaches outside the window of"
            + " \"\(commitment.demand)\", \(window.first) to \(window.last)", path,
          hint: "what is promised outside the window cannot be kept")
      }
    }
  }
}
