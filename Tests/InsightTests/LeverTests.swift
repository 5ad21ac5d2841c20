// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Insight
import Numbers
import Planning
import Formats
import JSON
import Testing

@Suite("Levers", .timeLimit(.minutes(10)))
struct LeverTests {
  private func explainer(_ scenario: Scenario) async throws -> (Explainer, Plan) {
    let result = try await Planner(options: PlanningOptions()).plan(scenario, sha256: "")
    return (Explainer(scenario, base: result, options: PlanningOptions()), result.plan)
  }

  @Test(
    "No lever saves more than the bound of those that were not solved, and each saves what it says",
    arguments: Sample.all.filter { $0.seed == 1 })
  func bounds(_ sample: Sample) async throws {
    let scenario = sample.scenario
    let (explainer, plan) = try await explainer(scenario)
    let few = try #require(await explainer.levers(2))
    let many = try #require(await explainer.levers(1000))
    let document = ScenarioWriter.write(scenario)
    for lever in few.found {
      let patched = try applied(lever.patch, to: JSONValue(parsing: document))
      let read = try ScenarioReader.read(patched.serialized()).scenario
      let value = try await Planner(options: PlanningOptions()).plan(read, sha256: "").plan.objective.value
      let saved = (plan.objective.value - value - (lever.saves ?? .zero)).doubleValue
      #expect(abs(saved) <= 2e-6 * max(1, plan.objective.value.doubleValue), "\(lever.title)")
    }
    // All of them were solved: the best of them are those that a few gave, unless these say that more was left.
    #expect(many.untried == 0)
    #expect(many.found.map { $0.saves ?? .zero } == many.found.map { $0.saves ?? .zero }.sorted(by: >))
    let known = Set(few.found.map(\.patch))
    let tolerance = Millionths(nearest: 1e-6 * plan.objective.value.doubleValue) ?? .zero
    for lever in many.found where !known.contains(lever.patch) {
      let least = few.found.last?.saves ?? .zero
      let saves = lever.saves ?? .zero
      let isTraining = lever.kind == .skill
      #expect(
        saves <= least + tolerance || saves <= (few.untriedSaveAtMost ?? .zero) + tolerance
          || isTraining && few.found.count { $0.kind == .skill } >= 2, "\(lever.title)")
    }
  }

  @Test("The kinds, the same every time, and none where none is wanted")
  func kinds() async throws {
    let scenario = Scenario(
      calendar: weeks(4), policy: .init(unmetCostPerHour: 200),
      staff: [expert("ana"), StaffMember(id: "bo", name: "Bo", costPerHour: 20)],
      assets: [Asset(id: "van", name: "Van")],
      projects: [
        project("erp", priority: 2, demand("e", StaffDemand(hours: 80, only: ["ana"]))),
        project(
          "p", priority: 8,
          demand("d", StaffDemand(hours: 120, skills: kubernetes), from: week(0).first, to: week(1).last)),
        project("q", budget: 100, demand("b", StaffDemand(hours: 40, only: ["bo"]))),
        project("r", Demand(id: "z", kind: .asset(AssetDemand(units: 2, choice: .asset("van"))))),
      ],
      commitments: [
        .init(staff: "ana", demand: "e", days: DayRange(week(0).first, week(1).last), hoursPerWeek: 20)
      ])
    let (explainer, _) = try await explainer(scenario)
    let levers = try #require(await explainer.levers(20))
    let kinds = Set(levers.found.map(\.kind))
    #expect(kinds == [.overtime, .external, .skill, .slip, .release, .budget, .asset], "\(kinds)")
    #expect(levers.found.allSatisfy { $0.confirmed && $0.saves ?? .zero > .zero })
    #expect(await explainer.levers(20) == levers)
    #expect(await explainer.levers(0)?.found.isEmpty == true)
  }
}
