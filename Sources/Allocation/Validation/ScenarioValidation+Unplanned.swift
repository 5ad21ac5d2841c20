// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues

extension ScenarioValidation {
  /// Refuses by name what the format has and no plan is made with yet; the line of a key goes when it gets a meaning.
  mutating func checkUnplanned() {
    let policy: DocumentPath = [.key("policy")]
    refuse(scenario.policy.minimumHoursPerWeek != nil, "minimumHoursPerWeek", policy.key("minimumHoursPerWeek"))
    for (index, member) in scenario.staff.enumerated() {
      func path(_ key: String) -> DocumentPath { [.key("staff"), .index(index), .key(key)] }
      refuse(
        member.external != nil, "external", path("external"), "\"headcount\" is the number of people there are")
      refuse(member.maxProjects != nil, "maxProjects", path("maxProjects"))
      refuse(
        !member.training.isEmpty, "training", path("training"), "a skill may have a day \"from\" which it is held")
    }
    for (index, asset) in scenario.assets.enumerated() {
      refuse(asset.indivisible, "indivisible", [.key("assets"), .index(index), .key("indivisible")])
    }
    for (index, project) in scenario.projects.enumerated() {
      func path(_ key: String) -> DocumentPath { [.key("projects"), .index(index), .key(key)] }
      refuse(project.shift != nil, "shift", path("shift"))
      refuse(project.allOrNothing, "allOrNothing", path("allOrNothing"))
      for (position, demand) in project.demands.enumerated() {
        func place(_ key: String) -> DocumentPath {
          DocumentPath(path("demands").steps + [.index(position), .key(key)])
        }
        if let work = demand.staff { checkUnplanned(work, place) }
      }
    }
  }

  private mutating func checkUnplanned(_ work: StaffDemand, _ path: (String) -> DocumentPath) {
    refuse(!work.after.isEmpty, "after", path("after"), "give the demand a day \"from\" which it can be done")
    refuse(work.team != nil, "team", path("team"))
  }

  /// Notes a key that is there and means nothing yet. Its place is made only then: places of thousands of keys that are not
  /// there took most of the time of the whole validation.
  private mutating func refuse(
    _ isThere: Bool, _ name: String, _ path: @autoclosure () -> DocumentPath, _ hint: String = "remove the key"
  ) {
    guard isThere else { return }
    issues.append(
      ScenarioIssue(.unsupported, "\(name) is not planned yet", at: path(), hint: hint, isAboutKey: true))
  }
}
