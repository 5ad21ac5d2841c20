// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Insight
import Numbers
import Planning
import Testing

@Suite("Skills of which one will do", .timeLimit(.minutes(10)))
struct AlternativeTests {
  private static func person(_ id: String, _ skills: (String, Int)...) -> StaffMember {
    StaffMember(
      id: id, name: id.prefix(1).uppercased() + id.dropFirst(), skills: skills.map { .init($0.0, level: $0.1) },
      costPerHour: 50)
  }

  private static func work(
    _ hours: ExactDecimal, _ skills: [SkillRequirement] = [], anyOf: [[SkillRequirement]]
  ) -> StaffDemand {
    StaffDemand(hours: hours, skills: skills, anyOf: anyOf)
  }

  private static let sql = [SkillRequirement("sql", level: 2)]
  private static let javaOrKotlin = [[SkillRequirement("java", level: 2)], [SkillRequirement("kotlin", level: 3)]]

  /// Mi can do it, and Zo has sql alone.
  private static var short: Scenario {
    Scenario(
      calendar: weeks(1), staff: [person("mi", ("java", 3), ("sql", 2)), person("zo", ("sql", 4))],
      projects: [project("p", demand("d", work(60, sql, anyOf: javaOrKotlin)))])
  }

  @Test("Sentences name the alternatives")
  func sentences() async throws {
    let found = try await explained(Self.short).unmet.flatMap(\.reasons).map(\.detail)
    #expect(
      found.first?.hasPrefix("Too few people with sql 2 and either java 2 or kotlin 3: all hours of Mi") == true,
      "\(found)")
    var scenario = Self.short
    let wanted = [
      [SkillRequirement("java", level: 3), SkillRequirement("sql", level: 3)], [SkillRequirement("go", level: 1)],
    ]
    scenario.projects[0].demands[0] = demand("d", Self.work(10, anyOf: wanted))
    let nobody = try await explained(scenario).unmet.flatMap(\.reasons).map(\.detail)
    #expect(nobody == ["There is nobody with java 3 with sql 3 or go 1"])
  }

  @Test("A training in one of them is a remedy and a lever")
  func training() async throws {
    let scenario = Self.short
    let result = try await Planner(options: PlanningOptions()).plan(scenario, sha256: "")
    let plan = Reasons(scenario, plan: result.plan, prices: result.prices).explainedPlan()
    let explainer = Explainer(scenario, base: result, options: PlanningOptions())
    let wanted: Set = ["Train Zo in java to level 2", "Train Zo in kotlin to level 3"]
    let remedies = await explainer.withRemedies(plan, most: 3).unmet.flatMap(\.remedies)
    #expect(Set(remedies.filter { $0.kind == .skill }.map(\.title)) == wanted)
    let levers = try #require(await explainer.levers(9))
    #expect(Set(levers.found.filter { $0.kind == .skill }.map(\.title)) == wanted)
  }

  @Test("Who has none of them is told so")
  func why() async throws {
    let scenario = Self.short
    let plan = try await explained(scenario)
    let answer = try #require(Explanation.Why(staff: "zo", demand: "d", in: scenario, plan: plan))
    #expect(answer.reasons == ["Zo does not have java 2 or kotlin 3, and d asks for one of these"])
  }
}
