// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Insight
import Numbers
import Planning
import Formats
import JSON
import Testing

@Suite("Remedies", .timeLimit(.minutes(10)))
struct RemedyTests {
  private func remedies(
    _ scenario: Scenario, most: Int = 3
  ) async throws -> (plan: Plan, remedies: [Plan.Remedy]) {
    let result = try await Planner(options: PlanningOptions()).plan(scenario, sha256: "")
    let plan = Reasons(scenario, plan: result.plan, prices: result.prices).explainedPlan()
    let explainer = Explainer(scenario, base: result, options: PlanningOptions())
    let explained = await explainer.withRemedies(plan, most: most)
    return (explained, explained.unmet.flatMap(\.remedies))
  }

  /// Applies the patch to the document, reads it anew, solves it and compares.
  private func verify(_ remedy: Plan.Remedy, _ document: [UInt8], _ before: Millionths) async throws {
    let patched = try applied(remedy.patch, to: JSONValue(parsing: document))
    let read = try ScenarioReader.read(patched.serialized()).scenario
    let value = try await Planner(options: PlanningOptions()).plan(read, sha256: "").plan.objective.value
    let saves = try #require(remedy.saves)
    #expect(remedy.confirmed && remedy.costBefore == before && saves > .zero)
    #expect(saves == before - (remedy.costAfter ?? .zero))
    let difference = (before - value - saves).doubleValue
    #expect(abs(difference) <= 1e-6 * max(1, before.doubleValue), "\(remedy.title)")
  }

  @Test("What it says it saves, the patched document saves", arguments: Sample.all.filter { $0.seed == 1 })
  func patches(_ sample: Sample) async throws {
    let scenario = sample.scenario
    let document = ScenarioWriter.write(scenario)
    let (plan, remedies) = try await remedies(scenario, most: 1)
    for remedy in remedies { try await verify(remedy, document, plan.objective.value) }
  }

  private var squeezed: Scenario {
    Scenario(
      calendar: weeks(4),
      staff: [
        expert("ana"),
        StaffMember(id: "bo", name: "Bo", skills: [.init("a/b~c", level: 1)], costPerHour: 20),
        StaffMember(id: "cy", name: "Cy", costPerHour: 20),
      ],
      projects: [
        project("erp", priority: 2, demand("e", StaffDemand(hours: 80, only: ["ana"]))),
        project(
          "p", priority: 8,
          demand("d", StaffDemand(hours: 120, skills: kubernetes), from: week(0).first, to: week(1).last),
          demand("odd", StaffDemand(hours: 100, skills: [.init("a/b~c", level: 2)]))),
      ],
      commitments: [
        .init(staff: "ana", demand: "e", days: DayRange(week(0).first, week(1).last), hoursPerWeek: 20)
      ])
  }

  @Test("Overtime, one more, training, a later end and a release, each with its patch")
  func kinds() async throws {
    let scenario = squeezed
    let (plan, remedies) = try await remedies(scenario)
    let kinds = Set(remedies.map(\.kind))
    #expect(kinds.isSuperset(of: [.overtime, .external, .skill, .slip, .release]), "\(kinds)")
    for remedy in remedies { try await verify(remedy, ScenarioWriter.write(scenario), plan.objective.value) }
    let entry = try #require(plan.unmet.first { $0.demand == "d" })
    let saves = entry.remedies.compactMap(\.saves)
    #expect(saves == saves.sorted(by: >))
    // New overtime raises the derived penalties; the patch keeps them at 3 x 50.
    let overtime = try #require(remedies.first { $0.kind == .overtime })
    #expect(overtime.patch.contains("\"unmetCostPerHour\":150,"), "\(overtime.patch)")
    let trained = try #require(remedies.first { $0.kind == .skill && $0.title.contains("Bo in a/b~c") })
    #expect(trained.patch.contains("/staff/1/skills/a~1b~0c"), "\(trained.patch)")
  }

  @Test("A later end of work of full-time people wants the same hours as before")
  func laterEndOfFullTime() async throws {
    // Two people for two weeks are 160 hours; over four weeks they would be 320.
    let wanted = StaffDemand(.fte(2), requirements: Requirements(skills: kubernetes))
    let scenario = Scenario(
      calendar: weeks(6), staff: [expert("ana")],
      projects: [project("p", demand("d", wanted, from: week(0).first, to: week(1).last))])
    let (plan, remedies) = try await remedies(scenario)
    let slip = try #require(remedies.first { $0.kind == .slip }, "\(remedies.map(\.title))")
    #expect(slip.title.hasSuffix("with 160 h as now"))
    try await verify(slip, ScenarioWriter.write(scenario), plan.objective.value)
    let patched = try applied(slip.patch, to: JSONValue(parsing: ScenarioWriter.write(scenario)))
    let changed = try ScenarioReader.read(patched.serialized()).scenario
    #expect(changed.hours(of: changed.demandPlaces[0]) == 160)
    #expect(slip.hours == Millionths(80))
  }

  @Test("Besides one more person as many as cover everything, and as much overtime where that is a little more")
  func asManyAsNeeded() async throws {
    let scenario = Scenario(
      calendar: weeks(2), policy: .init(unmetCostPerHour: 500), staff: [expert("ana")],
      projects: [project("p", demand("d", StaffDemand(hours: 96, skills: kubernetes)))])
    func titles(_ scenario: Scenario) async throws -> [String] {
      let (plan, remedies) = try await remedies(scenario)
      for remedy in remedies { try await verify(remedy, ScenarioWriter.write(scenario), plan.objective.value) }
      return remedies.map(\.title)
    }
    // 16 hours in two weeks.
    let little = try await titles(scenario)
    #expect(little.contains("Allow 8 h of overtime a week for Ana"), "\(little)")
    #expect(!little.contains { $0.contains("more people") })
    var more = scenario
    more.projects[0].demands[0].kind = .staff(StaffDemand(hours: 300, skills: kubernetes))
    let many = try await titles(more)
    #expect(many.contains("3 more people like Ana, at 50 an hour"), "\(many)")
    #expect(many.contains("One more person like Ana, at 50 an hour"))
    #expect(!many.contains { $0.contains("110 h of overtime") })
  }

  @Test("A budget, with its confirmed price")
  func budget() async throws {
    let scenario = Scenario(
      calendar: weeks(1), staff: [expert("ana")],
      projects: [project("p", budget: 1000, demand("d", StaffDemand(hours: 40)))])
    let (plan, remedies) = try await remedies(scenario)
    #expect(remedies.map(\.kind) == [.budget])
    for remedy in remedies { try await verify(remedy, ScenarioWriter.write(scenario), plan.objective.value) }
    let result = try await Planner(options: PlanningOptions()).plan(scenario, sha256: "")
    let bottlenecks = await Explainer(scenario, base: result, options: PlanningOptions()).confirmedBottlenecks(most: 5)
    // An hour costs 50, and leaving it 5 x 150: one more unit of money saves 750 / 50 - 1.
    let price = try #require(bottlenecks.first { $0.bottleneck.kind == .budget })
    #expect(price.confirmed)
    #expect(price.bottleneck.pricePerUnit == Millionths(14))
  }

  @Test("An asset, and hours to run it")
  func assets() async throws {
    let crew = Asset.Operators(skills: kubernetes, hoursPerUnitDay: 8)
    let scenario = Scenario(
      calendar: weeks(1), staff: [expert("ana")],
      assets: [Asset(id: "rig", name: "Rig", quantity: 2, operators: crew), Asset(id: "van", name: "Van")],
      projects: [
        project(
          "p", Demand(id: "d", kind: .asset(AssetDemand(units: 2, choice: .asset("rig")))),
          Demand(id: "e", kind: .asset(AssetDemand(units: 2, choice: .asset("van")))))
      ])
    let (plan, remedies) = try await remedies(scenario)
    #expect(Set(remedies.map(\.kind)).isSuperset(of: [.asset, .external, .overtime]))
    for remedy in remedies { try await verify(remedy, ScenarioWriter.write(scenario), plan.objective.value) }
  }

  @Test("A figure of the policy that has no end is pinned to 15 digits")
  func endless() async throws {
    // 50 / 0.7 is no decimal, and overtime raises the derived penalty.
    var scenario = squeezed
    scenario.staff[0].skills[0].productivity = decimal("0.7")
    let (plan, remedies) = try await remedies(scenario)
    let overtime = try #require(remedies.first { $0.kind == .overtime && $0.title.contains("Ana") })
    #expect(overtime.patch.contains(#""unmetCostPerHour":214.285714285714"#), "\(overtime.patch)")
    #expect(remedies.contains { $0.kind == .release })
    for remedy in remedies { try await verify(remedy, ScenarioWriter.write(scenario), plan.objective.value) }
  }

  @Test("Nothing is offered for what nothing helps, and none where none are asked for")
  func none() async throws {
    let useless = Scenario(
      calendar: weeks(1), policy: .init(unmetCostPerHour: 2), staff: [expert("ana")],
      projects: [project("p", priority: 5, demand("d", StaffDemand(hours: 30)))])
    #expect(try await remedies(useless).remedies.isEmpty)
    #expect(try await remedies(squeezed, most: 0).remedies.isEmpty)
  }
}

struct PatchFailure: Error {}

/// RFC 6902 on a value, for `add` and `remove`.
func applied(_ patch: String, to document: JSONValue) throws -> JSONValue {
  guard case .array(let operations) = try JSONValue(parsing: Array(patch.utf8)) else { throw PatchFailure() }
  return try operations.reduce(document) { document, operation in
    guard case .string(let kind)? = operation["op"], case .string(let path)? = operation["path"],
      kind == "remove" || (kind == "add" && operation["value"] != nil)
    else { throw PatchFailure() }
    let steps = path.split(separator: "/").map { step in
      String(step).replacing("~1", with: "/").replacing("~0", with: "~")
    }
    return try changed(document, steps[...], kind == "remove" ? nil : operation["value"])
  }
}

private func changed(_ value: JSONValue, _ steps: ArraySlice<String>, _ new: JSONValue?) throws -> JSONValue {
  guard let step = steps.first else { throw PatchFailure() }
  let isLast = steps.count == 1
  switch value {
  case .array(var elements):
    if step == "-", isLast, let new { return .array(elements + [new]) }
    guard let index = Int(step), elements.indices.contains(index) else { throw PatchFailure() }
    if !isLast {
      elements[index] = try changed(elements[index], steps.dropFirst(), new)
    } else if let new {
      elements.insert(new, at: index)
    } else {
      elements.remove(at: index)
    }
    return .array(elements)
  case .object(var members):
    let index = members.firstIndex { $0.key == step }
    if !isLast {
      guard let index else { throw PatchFailure() }
      members[index].value = try changed(members[index].value, steps.dropFirst(), new)
    } else if let new {
      if let index { members[index].value = new } else { members.append(.init(step, new)) }
    } else {
      guard let index else { throw PatchFailure() }
      members.remove(at: index)
    }
    return .object(members)
  default: throw PatchFailure()
  }
}
