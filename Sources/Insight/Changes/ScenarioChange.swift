// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import Allocation
internal import Numbers
internal import Formats
internal import JSON

/// One change of a scenario, which can be carried out on the domain and written as an RFC 6902 patch of the document.
///
/// Entries of lists stand in the document in the order of the domain, so that indices are the same.
enum ScenarioChange: Hashable, Sendable {
  /// Overtime of a person, whether there was some or not.
  case overtime(staff: Int, StaffMember.Overtime)
  case headcount(staff: Int, Int)
  case skill(staff: Int, StaffMember.Skill)
  /// The last day of a demand, and the hours that it then wants instead of full-time people, where it does.
  case demandEnd(Scenario.DemandPlace, Day, hours: ExactDecimal?)
  case budget(project: Int, ExactDecimal)
  case quantity(asset: Int, ExactDecimal)
  /// The hours of a limit.
  case limit(Int, ExactDecimal)
  /// The hours a week that a demand may have.
  case pace(Scenario.DemandPlace, ExactDecimal)
  /// A commitment is taken away.
  case release(commitment: Int)
  /// Somebody new, with one skill and few hours, who is employed on one day.
  case newcomer(StaffMember)
  /// All figures of the policy are written out.
  case policy(Scenario.Policy)
  /// By how much a project may start later.
  case shift(project: Int, Project.Shift)
  /// Whether a project is done in full or not at all.
  case wholeness(project: Int, Bool)
  /// A demand does not wait for others.
  case withoutOrder(Scenario.DemandPlace)
  /// A demand has no team.
  case withoutTeam(Scenario.DemandPlace)
  /// How many people of a kind can be engaged.
  case externalHeads(staff: Int, Int)
  case projectsAtATime(staff: Int, Int)

  /// Carries the change out.
  func apply(to scenario: inout Scenario) {
    switch self {
    case .overtime(let staff, let terms): scenario.staff[staff].overtime = terms
    case .headcount(let staff, let count): scenario.staff[staff].headcount = count
    case .skill(let staff, let skill):
      var skills = scenario.staff[staff].skills.filter { $0.name != skill.name }
      skills.append(skill)
      scenario.staff[staff].skills = skills.sorted { $0.name < $1.name }
    case .demandEnd(let place, let day, let hours):
      scenario.projects[place.project].demands[place.position].to = day
      guard let hours, var work = scenario.demand(at: place).staff else { return }
      work.amount = .hours(hours)
      scenario.projects[place.project].demands[place.position].kind = .staff(work)
    case .budget(let project, let amount): scenario.projects[project].budget = amount
    case .quantity(let asset, let quantity): scenario.assets[asset].quantity = quantity
    case .limit(let limit, let hours): scenario.limits[limit].most = .hours(hours)
    case .pace(let place, let hours):
      guard var work = scenario.demand(at: place).staff else { return }
      work.maxHoursPerWeek = hours
      scenario.projects[place.project].demands[place.position].kind = .staff(work)
    case .release(let commitment): scenario.commitments.remove(at: commitment)
    case .newcomer(let person): scenario.staff.append(person)
    case .policy(let policy): scenario.policy = policy
    default: applyDecision(to: &scenario)
    }
  }

  /// Writes the operations that carry the change out on the document of a scenario; nearly always one.
  ///
  /// `add` of a member that is there replaces it (RFC 6902, section 4.1), so that it does not matter whether the document
  /// has the member.
  func write(for scenario: Scenario, to writer: inout JSONWriter) {
    if case .demandEnd(let place, _, let hours?) = self { writeHours(hours, at: place, to: &writer) }
    writer.beginObject()
    defer { writer.endObject() }
    func begin(_ operation: String, _ path: DocumentPath) {
      writer.member("op", operation)
      writer.member("path", path.pointer)
      if operation != "remove" { writer.key("value") }
    }
    switch self {
    case .overtime(let staff, let terms):
      begin("add", [.key("staff"), .index(staff), .key("overtime")])
      ResourceFormat.overtime.write(terms, to: &writer, keepsFigures: true)
    case .headcount(let staff, let count):
      begin("add", [.key("staff"), .index(staff), .key("headcount")])
      writer.value(count)
    case .skill(let staff, let skill):
      let hasSkills = !scenario.staff[staff].skills.isEmpty
      let skills: DocumentPath = [.key("staff"), .index(staff), .key("skills")]
      begin("add", hasSkills ? skills.key(skill.name) : skills)
      if !hasSkills {
        writer.beginObject()
        writer.key(named: skill.name)
      }
      ResourceFormat.heldSkill.write(skill, &writer)
      if !hasSkills { writer.endObject() }
    case .demandEnd(let place, let day, _):
      begin("add", Self.path(of: place).key("to"))
      writer.value(day.description)
    case .budget(let project, let amount):
      begin("add", [.key("projects"), .index(project), .key("budget")])
      writer.value(amount)
    case .quantity(let asset, let quantity):
      begin("add", [.key("assets"), .index(asset), .key("quantity")])
      writer.value(quantity)
    case .limit(let limit, let hours):
      begin("add", [.key("limits"), .index(limit), .key("maxHours")])
      writer.value(hours)
    case .pace(let place, let hours):
      begin("add", Self.path(of: place).key("maxHoursPerWeek"))
      writer.value(hours)
    case .release(let commitment): begin("remove", [.key("commitments"), .index(commitment)])
    case .newcomer(let person):
      let isFirst = scenario.staff.isEmpty
      begin("add", isFirst ? [.key("staff")] : [.key("staff"), .key("-")])
      if isFirst { writer.beginArray() }
      ResourceFormat.staffMember.write(person, to: &writer)
      if isFirst { writer.endArray() }
    case .policy(let policy):
      begin("add", [.key("policy")])
      RuleFormat.policy.write(policy, to: &writer, keepsFigures: true)
    default: writeDecision(to: &writer)
    }
  }

  /// Writes the operations that state the work of a demand in hours instead of full-time people.
  private func writeHours(_ hours: ExactDecimal, at place: Scenario.DemandPlace, to writer: inout JSONWriter) {
    for (operation, key) in [("remove", "fte"), ("add", "hours")] {
      writer.beginObject()
      writer.member("op", operation)
      writer.member("path", Self.path(of: place).key(key).pointer)
      if operation == "add" { writer.member("value", hours) }
      writer.endObject()
    }
  }

  private static func path(of place: Scenario.DemandPlace) -> DocumentPath {
    [.key("projects"), .index(place.project), .key("demands"), .index(place.position)]
  }
}

/// Changes that together keep the policy's figures, with the scenario that they lead to.
struct ScenarioPatch: Sendable {
  /// The scenario as it is read from the patched document.
  let scenario: Scenario
  /// The patch as JSON text on one line.
  let text: String

  /// Puts a change into a patch. Where it would change a derived figure of the policy, the patch pins the figures to what
  /// they are now, so that costs before and after can be compared.
  ///
  /// - Returns: nil where the patched scenario would be invalid.
  init?(_ change: ScenarioChange, of scenario: Scenario) {
    let before = Measure(of: scenario)
    var changed = scenario
    change.apply(to: &changed)
    var changes = [change]
    if !before.differences(from: changed).isEmpty {
      let policy = scenario.policy.pinned(to: before.figures)
      changes.append(.policy(policy))
      ScenarioChange.policy(policy).apply(to: &changed)
    }
    guard !changed.issues().contains(where: { $0.severity == .error }) else { return nil }
    var writer = JSONWriter(pretty: false)
    writer.beginArray()
    for change in changes { change.write(for: scenario, to: &writer) }
    writer.endArray()
    self.scenario = changed
    text = String(decoding: writer.finish(), as: UTF8.self)
  }
}
