// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues

extension ScenarioValidation {
  /// Refuses by name what the format has and no plan is made with yet; the line of a key goes when it gets a meaning.
  mutating func checkUnplanned() {
    let policy: DocumentPath = [.key("policy")]
    refuse(scenario.policy.priorities == .strict, "strict priorities", policy.key("priorities"), "write \"weighted\"")
    refuse(!scenario.policy.prefer.isEmpty, "prefer", policy.key("prefer"))
    refuse(scenario.policy.minimumHoursPerWeek != nil, "minimumHoursPerWeek", policy.key("minimumHoursPerWeek"))
    refuse(!scenario.limits.isEmpty, "limits", [.key("limits")], "\"maxHoursPerWeek\" of a demand limits its hours")
    refuse(!scenario.preferences.isEmpty, "preferences", [.key("preferences")])
    for (index, commitment) in scenario.commitments.enumerated() {
      if case .share = commitment.amount {
        refuse(true, "share", [.key("commitments"), .index(index), .key("share")], "write \"hoursPerWeek\"")
      }
    }
    for (index, member) in scenario.staff.enumerated() {
      let path: DocumentPath = [.key("staff"), .index(index)]
      refuse(
        member.external != nil, "external", path.key("external"), "\"headcount\" is the number of people there are")
      refuse(member.maxProjects != nil, "maxProjects", path.key("maxProjects"))
      refuse(
        !member.training.isEmpty, "training", path.key("training"), "a skill may have a day \"from\" which it is held")
    }
    for (index, asset) in scenario.assets.enumerated() {
      refuse(asset.indivisible, "indivisible", [.key("assets"), .index(index), .key("indivisible")])
    }
    for (index, project) in scenario.projects.enumerated() {
      let path: DocumentPath = [.key("projects"), .index(index)]
      refuse(!project.rates.isEmpty, "rates", path.key("rates"))
      refuse(project.shift != nil, "shift", path.key("shift"))
      refuse(project.allOrNothing, "allOrNothing", path.key("allOrNothing"))
      for (position, demand) in project.demands.enumerated() {
        let place = path.key("demands").index(position)
        switch demand.kind {
        case .staff(let work): checkUnplanned(work, place)
        case .asset(let wanted): refuse(wanted.days == .work, "days", place.key("days"))
        }
      }
    }
  }

  private mutating func checkUnplanned(_ work: StaffDemand, _ path: DocumentPath) {
    refuse(!work.requirements.anyOf.isEmpty, "anyOf", path.key("anyOf"))
    refuse(!work.crew.isEmpty, "crew", path.key("crew"))
    refuse(!work.after.isEmpty, "after", path.key("after"), "give the demand a day \"from\" which it can be done")
    refuse(work.team != nil, "team", path.key("team"))
  }

  /// Notes a key that is there and means nothing yet.
  private mutating func refuse(_ isThere: Bool, _ name: String, _ path: DocumentPath, _ hint: String = "remove the key")
  {
    guard isThere else { return }
    issues.append(
      ScenarioIssue(.unsupported, "\(name) is not planned yet", at: path, hint: hint, isAboutKey: true))
  }
}
