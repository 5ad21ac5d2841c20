// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import JSON
import Numbers
import Planning
import Testing

@testable import Insight

/// What a decision costs: the other choice is made, and all else solved again.
@Suite("What decisions cost", .timeLimit(.minutes(10)))
struct DecisionCostTests {
  private func explainer(_ scenario: Scenario) async throws -> Explainer {
    let result = try await Planner(options: PlanningOptions()).plan(scenario, sha256: "")
    return Explainer(scenario, base: result, options: PlanningOptions())
  }

  private func decisions(_ scenario: Scenario) async throws -> [Explanation.Decision] {
    try #require(try await explainer(scenario).decisions(most: 20)).found
  }

  private func decision(
    _ list: [Explanation.Decision], _ kind: Explanation.Decision.Kind, _ id: String, _ other: String
  ) throws -> Explanation.Decision {
    try #require(list.first { $0.kind == kind && $0.id == id && $0.other == other }, "\(list.map(\.other))")
  }

  /// Ana has one week after another; two projects want the first one, at 300 and 200 an hour.
  private var shifting: Scenario {
    var scenario = Scenario(
      calendar: weeks(3), staff: [expert("ana")],
      projects: [
        project("app", priority: 3, demand("second", StaffDemand(hours: 40), to: week(0).last)),
        project("web", priority: 2, demand("first", StaffDemand(hours: 30), to: week(0).last)),
      ])
    scenario.policy.unmetCostPerHour = 100
    scenario.projects[1].shift = .init(latest: 2, costPerWeek: 10)
    return scenario
  }

  @Test("A project that waits covers more and costs the delay")
  func starts() async throws {
    let found = try await decisions(shifting)
    // Web on time would find Ana working on app, and nobody else: 30 h at 200 less the 50 an hour and the week saved.
    let onTime = try decision(found, .start, "web", "on time")
    #expect(onTime.chosen == "1 week later" && onTime.confirmed)
    #expect(onTime.hours == Millionths(-30) && onTime.spent == Millionths(-30 * 50 - 10))
    #expect(onTime.costs == Millionths(30 * 200 - 30 * 50 - 10))
    #expect(onTime.displaced == [.init(demand: "first", isUnitDays: false, before: .zero, after: Millionths(30))])
    let later = try decision(found, .start, "web", "2 weeks later")
    #expect(later.costs == Millionths(10) && later.hours == .zero && later.displaced.isEmpty)
  }

  @Test("A project that is left out, people to engage and trainings")
  func people() async throws {
    var kind = expert("kind", cost: 20)
    kind.external = .init(heads: 2, engagementCost: 1_000)
    var jo = StaffMember(id: "jo", costPerHour: 10)
    jo.training = [.init("Kubernetes", level: 4, cost: 300)]
    var scenario = Scenario(
      calendar: weeks(1), staff: [kind, jo],
      projects: [project("web", demand("first", StaffDemand(hours: 90, skills: kubernetes)))])
    scenario.projects[0].allOrNothing = true
    scenario.policy.unmetCostPerHour = 10
    // All of it: Jo 40 h and two heads 50 h, 300 + 400 + 2,000 + 1,000 = 3,700 against 4,500 unmet.
    let found = try await decisions(scenario)
    let leftOut = try decision(found, .project, "web", "left out")
    #expect(leftOut.chosen == "done in full" && leftOut.costs == Millionths(4_500 - 3_700) && leftOut.confirmed)
    #expect(leftOut.hours == Millionths(-90) && leftOut.spent == Millionths(-3_700))
    // With one fewer, or without the training, it cannot be done any more.
    let fewer = try decision(found, .engagement, "kind", "1 engaged")
    #expect(fewer.chosen == "2 engaged" && fewer.costs == Millionths(4_500 + 1_000 - 3_700))
    let untrained = try decision(found, .training, "jo", "not bought")
    #expect(untrained.skill == "Kubernetes" && untrained.costs == Millionths(4_500 - 3_700))
    // Dearer offers: it is left out, and would cost more if it had to be done.
    scenario.staff[0].external = .init(heads: 2, engagementCost: 2_000)
    let dear = try await decisions(scenario)
    let done = try decision(dear, .project, "web", "done in full")
    #expect(done.chosen == "left out" && done.costs == Millionths(5_700 - 4_500) && done.hours == Millionths(90))
    // What cannot be done has no plan.
    scenario.staff[0].external = .init(heads: 1, engagementCost: 0)
    let impossible = try decision(try await decisions(scenario), .project, "web", "done in full")
    #expect(impossible.value == nil && impossible.costs == nil && !impossible.confirmed)
  }

  @Test("What waiting and a team cost is what is gained without the rule")
  func rules() async throws {
    var scenario = Scenario(
      calendar: weeks(2), staff: [expert("ana"), expert("jo")],
      projects: [
        project(
          "web", demand("first", StaffDemand(hours: 40)), demand("second", StaffDemand(hours: 40), to: week(0).last))
      ])
    scenario.policy.unmetCostPerHour = 100
    func set(_ body: (inout StaffDemand) -> Void) throws {
      var work = try #require(scenario.projects[0].demands[1].staff)
      body(&work)
      scenario.projects[0].demands[1].kind = .staff(work)
    }
    try set { $0.after = [.init("first")] }
    let waiting = try decision(try await decisions(scenario), .after, "second", "does not wait")
    #expect(waiting.chosen == "waits for first" && waiting.costs == Millionths(-40 * 500 + 40 * 50))
    try set { ($0.after, $0.team) = ([], .init(min: 3)) }
    let team = try decision(try await decisions(scenario), .team, "second", "with any number of people")
    #expect(team.chosen == "a team of at least 3" && team.hours == Millionths(40))
    // The same as levers, with patches that carry them out.
    let explainer = try await explainer(scenario)
    let levers = try #require(await explainer.levers(3))
    let lever = try #require(levers.found.first { $0.kind == .rule }, "\(levers)")
    #expect(lever.title == "Let any number of people work on second" && lever.saves == Millionths(40 * 500 - 40 * 50))
    let document = try JSONValue(parsing: ScenarioWriter.write(scenario))
    let patched = try JSONPatch(JSONValue(parsing: Array(lever.patch.utf8))).applied(to: document)
    let read = try ScenarioReader.read(patched.serialized()).scenario
    #expect(read.projects[0].demands[1].staff?.team == nil)
  }

  @Test("Every other choice about one project, and prices for the decisions as made")
  func oneProject() async throws {
    let explainer = try await explainer(shifting)
    let found = await explainer.decisions(ofProject: "web")
    #expect(found.project == "web" && found.found.map(\.other) == ["on time", "2 weeks later"])
    #expect(await explainer.confirmedBottlenecks(most: 3).allSatisfy(\.isAsDecided))
    var plain = shifting
    for place in plain.projects.indices { plain.projects[place].shift = nil }
    #expect(try await self.explainer(plain).decisions(most: 5) == nil)
  }

  @Test("Levers allow what is decided about: a later start, one more to engage, a part of a whole")
  func levers() async throws {
    var scenario = shifting
    for place in scenario.projects.indices { scenario.projects[place].shift = nil }
    let shift = try #require(await explainer(scenario).levers(5)).found
    let later = try #require(
      shift.first { $0.title == "Let Project web start up to 2 weeks later" }, "\(shift.map(\.title))")
    #expect(later.saves == Millionths(30 * 200 - 30 * 50))
    scenario.projects[1].allOrNothing = true
    scenario.projects[1].demands[0].kind = .staff(StaffDemand(hours: 100))
    var kind = expert("kind", cost: 20)
    kind.external = .init(heads: 1)
    scenario.staff.append(kind)
    let others = try #require(await explainer(scenario).levers(8)).found
    #expect(others.contains { $0.title == "Do Project web in part if not in full" }, "\(others.map(\.title))")
    #expect(others.contains { $0.title == "One more person like Kind to engage" }, "\(others.map(\.title))")
  }
}
