// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import Allocation
internal import Formats
internal import JSON

/// Changes of what is decided in whole numbers.
extension ScenarioChange {
  /// Carries such a change out; others are none.
  func applyDecision(to scenario: inout Scenario) {
    func change(_ place: Scenario.DemandPlace, _ body: (inout StaffDemand) -> Void) {
      guard var work = scenario.demand(at: place).staff else { return }
      body(&work)
      scenario.projects[place.project].demands[place.position].kind = .staff(work)
    }
    switch self {
    case .shift(let project, let shift): scenario.projects[project].shift = shift
    case .wholeness(let project, let isWhole): scenario.projects[project].allOrNothing = isWhole
    case .withoutOrder(let place): change(place) { $0.after = [] }
    case .withoutTeam(let place): change(place) { $0.team = nil }
    case .externalHeads(let staff, let heads): scenario.staff[staff].external?.heads = heads
    case .projectsAtATime(let staff, let most): scenario.staff[staff].maxProjects = most
    default: break
    }
  }

  /// Writes the members of such a change's operation; others are none.
  func writeDecision(to writer: inout JSONWriter) {
    func begin(_ operation: String, _ path: DocumentPath) {
      writer.member("op", operation)
      writer.member("path", path.pointer)
      if operation != "remove" { writer.key("value") }
    }
    func path(_ place: Scenario.DemandPlace, _ key: String) -> DocumentPath {
      [.key("projects"), .index(place.project), .key("demands"), .index(place.position), .key(key)]
    }
    switch self {
    case .shift(let project, let shift):
      begin("add", [.key("projects"), .index(project), .key("shift")])
      ProjectFormat.shift.write(shift, to: &writer, keepsFigures: true)
    case .wholeness(let project, let isWhole):
      begin("add", [.key("projects"), .index(project), .key("allOrNothing")])
      writer.value(isWhole)
    case .withoutOrder(let place): begin("remove", path(place, "after"))
    case .withoutTeam(let place): begin("remove", path(place, "team"))
    case .externalHeads(let staff, let heads):
      begin("add", [.key("staff"), .index(staff), .key("external"), .key("heads")])
      writer.value(heads)
    case .projectsAtATime(let staff, let most):
      begin("add", [.key("staff"), .index(staff), .key("maxProjects")])
      writer.value(most)
    default: break
    }
  }
}
