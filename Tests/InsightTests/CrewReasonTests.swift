// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import Insight
import JSON
import Numbers
import Planning
import Testing

@Suite("Reasons of crews", .timeLimit(.minutes(10)))
struct CrewReasonTests {
  private static let java = [SkillRequirement("java", level: 3)]

  private func scenario(_ staff: [StaffMember], _ crew: [CrewPlace], hours: ExactDecimal = 16) -> Scenario {
    Scenario(
      calendar: weeks(1), staff: staff,
      projects: [project("p", demand("d", StaffDemand(.hours(hours), crew: crew)))])
  }

  private func person(_ id: String, _ absences: [StaffMember.Absence] = [], java: Bool = false) -> StaffMember {
    StaffMember(
      id: id, name: id.prefix(1).uppercased() + id.dropFirst(), skills: java ? [.init("java", level: 3)] : [],
      costPerHour: 50, absences: absences)
  }

  private func away(_ first: Int, _ last: Int) -> [StaffMember.Absence] {
    [.init(DayRange(week(0).first.advanced(by: first), week(0).first.advanced(by: last)))]
  }

  private static func only(_ id: String) -> CrewPlace { CrewPlace(Requirements(only: [id])) }

  @Test("People who have time, but never at once, are together")
  func together() async throws {
    let scenario = scenario(
      [person("ana", away(0, 2)), person("ben", away(3, 4))], [Self.only("ana"), Self.only("ben")])
    let entry = try #require(try await explained(scenario).unmet.first)
    #expect(entry.amount == Millionths(16))
    #expect(entry.cost == Millionths(16 * 2 * 750))
    #expect(entry.reasons.map(\.kind) == [.together])
    #expect(
      entry.reasons.first?.detail
        == "The 2 people whom it needs have hours left from 2026-01-05 to 01-11, but not on the same days")
  }

  @Test("The scarcest place says why: who is away, nobody, fewer than take it at once")
  func scarcest() async throws {
    let places = [CrewPlace(Requirements(skills: Self.java)), CrewPlace(count: 2)]
    let away = try await explained(
      scenario([person("ana", away(1, 4), java: true), person("ben"), person("cy")], places))
    #expect(away.unmet.map(\.amount) == [Millionths(8)])
    #expect(away.unmet[0].reasons.map(\.kind) == [.away])
    #expect(away.unmet[0].reasons[0].detail.contains("with java 3") == true)
    let nobody = try await explained(scenario([person("ana"), person("ben"), person("cy")], places))
    #expect(nobody.unmet[0].reasons.map(\.kind) == [.nobody])
    #expect(nobody.unmet[0].reasons[0].detail == "There is nobody with java 3")
    let few = try await explained(scenario([person("ana", java: true)], [CrewPlace(count: 2)]))
    #expect(few.unmet[0].reasons[0].detail == "Too few people: Ana is 1, and 2 are needed at the same time")
    let both = try await explained(scenario([person("ana", java: true)], [CrewPlace(), CrewPlace()]))
    #expect(both.unmet[0].reasons.map(\.kind) == [.nobody])
    #expect(both.unmet[0].reasons[0].detail == "Too few people: Ana is 1, and 2 are needed at the same time")
  }

  @Test("What costs more than leaving it is not worth it")
  func notWorthIt() async throws {
    var scenario = scenario([person("ana"), person("ben")], [CrewPlace(), CrewPlace()])
    scenario.projects[0].demands[0].unmetCost = 99
    let plan = try await explained(scenario)
    #expect(plan.unmet.map(\.amount) == [Millionths(16)])
    #expect(plan.objective.value == Millionths(16 * 99))
    #expect(plan.unmet[0].reasons.map(\.kind) == [.notWorthIt])
    scenario.projects[0].demands[0].unmetCost = 101
    #expect(try await explained(scenario).unmet.isEmpty)
  }

  @Test("Training somebody for the scarcest place is a remedy")
  func remedies() async throws {
    let scenario = scenario(
      [person("ana", away(1, 4), java: true), person("ben"), person("cy")],
      [CrewPlace(), CrewPlace(Requirements(skills: Self.java))])
    let result = try await Planner(options: PlanningOptions()).plan(scenario, sha256: "")
    let plan = Reasons(scenario, plan: result.plan, prices: result.prices).explainedPlan()
    let explainer = Explainer(scenario, base: result, options: PlanningOptions())
    let remedies = await explainer.withRemedies(plan, most: 5).unmet[0].remedies
    let training = try #require(remedies.first { $0.kind == .skill })
    #expect(training.confirmed)
    let patched = try applied(training.patch, to: JSONValue(parsing: ScenarioWriter.write(scenario)))
    let solved = try await Planner(options: PlanningOptions()).plan(
      ScenarioReader.read(patched.serialized()).scenario, sha256: "")
    #expect(solved.plan.unmet.isEmpty)
    let levers = try #require(await explainer.levers(3))
    #expect(levers.found.contains { $0.kind == .skill })
  }

  @Test("Whether somebody may be on a crew, and as what")
  func why() async throws {
    let scenario = scenario(
      [person("ana"), person("ben", java: true)], [CrewPlace(Requirements(skills: Self.java)), Self.only("ana")])
    let plan = try await explained(scenario)
    let ana = try #require(Explanation.Why(staff: "ana", demand: "d", in: scenario, plan: plan))
    #expect(ana.eligible && ana.assigned == Millionths(16))
    var alone = scenario
    alone.staff.append(person("cy"))
    let cy = try #require(Explanation.Why(staff: "cy", demand: "d", in: alone, plan: plan))
    #expect(!cy.eligible)
    #expect(cy.reasons == ["Cy does not have java, and d asks for level 3"])
  }
}
