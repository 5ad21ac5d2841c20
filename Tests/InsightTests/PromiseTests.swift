// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Insight
import Issues
import Numbers
import Planning
import Testing

@Suite("Promises in reasons, remedies and warnings", .timeLimit(.minutes(10)))
struct PromiseTests {
  private static let days = DayRange(week(0).first, week(1).last)

  /// Ana has 80 hours, half of them promised to `e`, and `d` of a higher priority wants 60.
  private func held(_ amount: Scenario.Commitment.Amount) -> Scenario {
    Scenario(
      calendar: weeks(2), staff: [expert("ana")],
      projects: [
        project("erp", priority: 2, demand("e", StaffDemand(hours: 60))),
        project("p", priority: 9, demand("d", StaffDemand(hours: 60))),
      ], commitments: [.init(staff: "ana", demand: "e", days: Self.days, amount)])
  }

  @Test(
    "A share is a promise as hours are", arguments: [.share(0.5), .hoursPerWeek(20)] as [Scenario.Commitment.Amount])
  func share(_ amount: Scenario.Commitment.Amount) async throws {
    let scenario = held(amount)
    let result = try await Planner(options: PlanningOptions()).plan(scenario, sha256: "")
    let plan = Reasons(scenario, plan: result.plan, prices: result.prices).explainedPlan()
    let entry = try #require(plan.unmet.first { $0.demand == "d" })
    #expect(entry.reasons.map(\.kind) == [.commitment])
    #expect(entry.reasons.first?.detail.hasSuffix("Ana is promised to e") == true, "\(entry.reasons)")
    let explainer = Explainer(scenario, base: result, options: PlanningOptions())
    let remedies = await explainer.withRemedies(plan, most: 3).unmet.flatMap(\.remedies)
    let release = try #require(remedies.first { $0.kind == .release })
    let words = if case .share = amount { "50 % of the hours" } else { "20 h a week" }
    #expect(release.title == "Release Ana from \(words) promised to e from 2026-01-05 to 01-18")
    let levers = try #require(await explainer.levers(5))
    #expect(levers.found.contains { $0.title == release.title })
  }

  @Test("Of two promises the larger one is released first, whichever way it is written")
  func largest() async throws {
    var scenario = held(.share(0.5))
    scenario.projects[0].demands += [demand("f", StaffDemand(hours: 60)), demand("g", StaffDemand(hours: 60))]
    scenario.commitments += [
      .init(staff: "ana", demand: "f", days: Self.days, hoursPerWeek: 4),
      .init(staff: "ana", demand: "g", days: Self.days, hoursPerWeek: 6),
    ]
    let result = try await Planner(options: PlanningOptions()).plan(scenario, sha256: "")
    let plan = Reasons(scenario, plan: result.plan, prices: result.prices).explainedPlan()
    let explainer = Explainer(scenario, base: result, options: PlanningOptions())
    let entry = try #require(await explainer.withRemedies(plan, most: 3).unmet.first { $0.demand == "d" })
    let released = entry.remedies.filter { $0.kind == .release }.map(\.title)
    #expect(released.count == 2 && released.allSatisfy { $0.contains("to e") || $0.contains("to g") }, "\(released)")
  }

  @Test("Of a promise for more than is wanted only what is left of it holds hours back")
  func lowered() async throws {
    // Bo would do the 40 hours in 20, so that 20 of the 40 promised hours are left of the promise; but Bo is busy.
    var scenario = held(.hoursPerWeek(20))
    var fast = expert("bo")
    fast.skills = [.init("Kubernetes", level: 4, productivity: 2)]
    scenario.staff.append(fast)
    scenario.projects[0].priority = 10
    scenario.projects[0].demands[0].kind = .staff(StaffDemand(hours: 40, skills: kubernetes))
    scenario.projects[1].demands[0].kind = .staff(StaffDemand(hours: 60, only: ["ana"]))
    var busy = demand("z", StaffDemand(hours: 80, only: ["bo"]))
    busy.unmetCost = 100_000
    scenario.projects[0].demands.append(busy)
    let plan = try await explained(scenario)
    let entry = try #require(plan.unmet.first { $0.demand == "d" })
    #expect(Set(entry.reasons.map(\.kind)) == [.commitment, .taken], "\(entry.reasons)")
    #expect(entry.reasons.map(\.share) == [Millionths(count: 500_000), Millionths(count: 500_000)])
  }

  private static func promised(
    _ work: StaffDemand, _ amounts: [Scenario.Commitment.Amount], _ staff: [StaffMember]? = nil
  ) -> [String] {
    let people = staff ?? amounts.indices.map { expert("e\($0)") }
    let scenario = Scenario(
      calendar: weeks(2), staff: people, projects: [project("p", demand("d", work))],
      commitments: amounts.enumerated().map { .init(staff: people[$0].id, demand: "d", days: days, $1) })
    return ScenarioLint.warnings(of: scenario).filter { $0.path.pointer == "/commitments/0" }.map(\.detail)
  }

  @Test("Promises that add up to more than a demand wants")
  func excess() {
    let both: [Scenario.Commitment.Amount] = [.share(0.5), .hoursPerWeek(25)]
    #expect(
      Self.promised(StaffDemand(hours: 60), both) == [
        "90 h are promised to \"d\", which takes 60 h of work: the promises are lowered in proportion"
      ])
    #expect(Self.promised(StaffDemand(hours: 90), both).isEmpty)
    #expect(
      Self.promised(StaffDemand(hours: 30, pace: .even), [.hoursPerWeek(20)]) == [
        "20 h are promised to \"d\" from 2026-01-05 to 01-11, which takes 15 h of work then: the promises are lowered in "
          + "proportion; this holds for 2 periods"
      ])
  }

  @Test("Work wants fewer hours of whoever is fastest, on an hour of a crew all its people, and external people count")
  func fastest() {
    var fast = expert("bo")
    fast.skills = [.init("Kubernetes", level: 4, productivity: 2)]
    let work = StaffDemand(hours: 60, skills: kubernetes)
    #expect(Self.promised(work, [.hoursPerWeek(20)], [expert("ana")]).isEmpty)
    #expect(
      Self.promised(work, [.hoursPerWeek(20)], [expert("ana"), fast]) == [
        "40 h are promised to \"d\", which takes 30 h of work: the promises are lowered in proportion"
      ])
    var away = fast
    away.absences = [.init(Self.days)]
    #expect(Self.promised(work, [.hoursPerWeek(20)], [expert("ana"), away]).isEmpty)
    var external = expert("bo")
    external.external = .init(heads: 2)
    #expect(Self.promised(StaffDemand(hours: 60), [.share(0.5)], [external]).count == 1)
  }
}
