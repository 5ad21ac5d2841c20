// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Generation
import Insight
import Numbers
import Planning
import Formats
import JSON
import Testing

@Suite("Prices", .timeLimit(.minutes(10)))
struct PriceTests {
  private func prices(
    _ scenario: Scenario, most: Int = 12
  ) async throws -> (result: PlanningResult, prices: [Explanation.ConfirmedBottleneck]) {
    let result = try await Planner(options: PlanningOptions()).plan(scenario, sha256: "")
    let explainer = Explainer(scenario, base: result, options: PlanningOptions())
    return (result, await explainer.confirmedBottlenecks(most: most))
  }

  private func value(_ patch: String, _ scenario: Scenario) async throws -> Millionths {
    let patched = try applied(patch, to: JSONValue(parsing: ScenarioWriter.write(scenario)))
    let read = try ScenarioReader.read(patched.serialized()).scenario
    return try await Planner(options: PlanningOptions()).plan(read, sha256: "").plan.objective.value
  }

  @Test("What was solved again saves what it says, by its patch too", arguments: Sample.all)
  func samples(_ sample: Sample) async throws {
    let scenario = sample.scenario
    let (result, prices) = try await prices(scenario)
    let before = result.plan.objective.value
    for entry in prices {
      let name: Comment = "\(entry.bottleneck.kind) \(entry.bottleneck.id) \(entry.bottleneck.period ?? -1)"
      #expect(entry.bottleneck.pricePerUnit > .zero)
      guard let tried = entry.tried else {
        #expect(!entry.confirmed && !entry.isOneSided && entry.patch == nil, name)
        continue
      }
      #expect(tried.units > .zero && tried.units <= Millionths(1), name)
      let price = entry.bottleneck.pricePerUnit.doubleValue * tried.units.doubleValue
      let difference = tried.saves.doubleValue - price
      // Duality: no unit saves more than its price.
      #expect(difference <= 1e-6 * max(1, price, before.doubleValue * 1e-3), name)
      if entry.confirmed { #expect(abs(difference) <= 2e-6 * max(1, price, before.doubleValue * 1e-3), name) }
      if entry.isOneSided { #expect(!entry.confirmed && entry.bottleneck.validFor == .zero, name) }
      if let patch = entry.patch {
        let saved = (before - (try await value(patch, scenario))).doubleValue
        #expect(abs(saved - tried.saves.doubleValue) <= 2e-6 * max(1, before.doubleValue), "\(name) \(patch)")
      }
    }
    let confirmed = prices.count(where: \.confirmed)
    #expect(confirmed >= min(6, prices.count / 2), "\(confirmed) of \(prices.count)")
  }

  @Test("The range in which a budget's price holds is exact")
  func budgetRange() async throws {
    // 40 hours at 50 are wanted, 1,000 is there: the price holds until all of it is covered.
    let scenario = Scenario(
      calendar: weeks(1), staff: [expert("ana")],
      projects: [project("p", budget: 1000, demand("d", StaffDemand(hours: 40)))])
    let entry = try #require(try await prices(scenario).prices.first { $0.bottleneck.kind == .budget })
    #expect(entry.confirmed && entry.bottleneck.pricePerUnit == Millionths(14))
    let range = try #require(entry.bottleneck.validFor)
    #expect(abs(range.doubleValue - 1000) < 1e-3)
    #expect(entry.tried == .init(units: Millionths(1), saves: Millionths(14)))
  }

  @Test("Where the baseline has more hours than there are, an hour more is worth less beyond it")
  func beyondBaseline() async throws {
    // 36 hours are there, the baseline has 40: four more each save 10 unmet and 1 of change, those beyond cost 1 of change.
    var person = expert("ana", cost: 0)
    person.support = Dated(decimal("0.1"))
    let scenario = Scenario(
      calendar: weeks(1), policy: .init(unmetCostPerHour: 10, changeCostPerHour: 1), staff: [person],
      projects: [project("p", priority: 1, demand("d", StaffDemand(hours: 100)))],
      baseline: .init(assignments: [.init(staff: "ana", demand: "d", period: 0, hours: 40)]))
    let entry = try #require(try await prices(scenario).prices.first { $0.bottleneck.kind == .staff })
    #expect(entry.confirmed && entry.bottleneck.pricePerUnit == Millionths(11))
    #expect(abs((entry.bottleneck.validFor?.doubleValue ?? 0) - 4) < 1e-3)
  }

  @Test("A person's hour, in part: the price holds for less than one, and that much is confirmed")
  func lessThanOne() async throws {
    let scenario = Scenario(
      calendar: weeks(1), policy: .init(unmetCostPerHour: 100), staff: [expert("ana")],
      projects: [project("p", priority: 1, demand("d", StaffDemand(hours: decimal("40.25"))))])
    let entry = try #require(try await prices(scenario).prices.first { $0.bottleneck.kind == .staff })
    #expect(entry.bottleneck.pricePerUnit == Millionths(50))
    #expect(entry.confirmed)
    #expect(abs((entry.tried?.units.doubleValue ?? 0) - 0.25) < 1e-4)
  }

  @Test("A price that holds for one unit less alone is said to be one-sided")
  func oneSided() async throws {
    // Exactly enough hours for what is wanted: one less costs 50, one more saves nothing.
    let scenario = Scenario(
      calendar: weeks(1), policy: .init(unmetCostPerHour: 100), staff: [expert("ana")],
      projects: [project("p", priority: 1, demand("d", StaffDemand(hours: 40)))])
    let (_, prices) = try await prices(scenario)
    for entry in prices where entry.bottleneck.kind == .staff {
      #expect(entry.isOneSided && !entry.confirmed)
      #expect(entry.bottleneck.validFor == .zero)
      #expect(abs(entry.tried?.saves.doubleValue ?? 1) < 1e-6)
    }
  }

  @Test("A skill: what an hour of somebody new is worth, with the one who has it")
  func skill() async throws {
    var other = expert("bo", cost: 70)
    other.skills = [.init("Kubernetes", level: 1)]
    let scenario = Scenario(
      calendar: weeks(2), policy: .init(unmetCostPerHour: 100), staff: [expert("ana"), other, expert("cy", cost: 90)],
      projects: [
        project("p", priority: 2, demand("d", StaffDemand(hours: 200, skills: kubernetes), from: week(1).first))
      ])
    let (result, prices) = try await prices(scenario)
    let skills = prices.filter { $0.bottleneck.kind == .skill }
    // The demand is open in the second week alone. The median of 50, 70 and 90 is 70: an hour saves 2 x 100 - 70.
    #expect(skills.map(\.bottleneck.period) == [1])
    let entry = try #require(skills.first)
    #expect(entry.bottleneck.pricePerUnit == Millionths(130))
    #expect(entry.confirmed)
    let patch = try #require(entry.patch)
    #expect(patch.contains("\"costPerHour\":70") && patch.contains("\"employed\":{\"from\":\"\(week(1).first)\""))
    #expect(result.plan.objective.value - (try await value(patch, scenario)) == Millionths(130))
  }

  @Test("Where anybody can do what is worth most, no skill is scarce")
  func unskilled() async throws {
    let scenario = Scenario(
      calendar: weeks(1), policy: .init(unmetCostPerHour: 100), staff: [expert("ana")],
      projects: [
        project("p", priority: 9, demand("any", StaffDemand(hours: 100))),
        project("q", priority: 2, demand("d", StaffDemand(hours: 100, skills: kubernetes))),
      ])
    #expect(!(try await prices(scenario).prices.contains { $0.bottleneck.kind == .skill }))
  }

  @Test("Without an optimum there are no ranges")
  func noOptimum() async throws {
    let scenario = Sample(family: .enterprise, seed: 1).scenario
    let result = try await Planner(options: PlanningOptions(workLimit: 10)).plan(scenario, sha256: "")
    try #require(result.plan.status != .optimal)
    let explainer = Explainer(scenario, base: result, options: PlanningOptions())
    #expect(await explainer.confirmedBottlenecks(most: 5).allSatisfy { $0.tried == nil && !$0.confirmed })
    #expect(await explainer.levers(3) == nil)
  }
}
