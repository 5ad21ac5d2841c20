// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Insight
import Numbers
import Planning
import Testing

@Suite("Why a person may work on a demand, or not")
struct WhyTests {
  private var scenario: Scenario {
    var left = expert("lea", employedTo: week(0).last)
    left.skills[0].from = week(1).first
    var late = expert("kim")
    late.certifications = [.init("CKA", until: week(0).last)]
    late.clearance = 2
    late.location = "Wien"
    var able = expert("ana")
    able.certifications = [.init("CKA")]
    able.clearance = 2
    able.location = "Wien"
    able.department = "dev"
    let strict = StaffDemand(
      hours: 10, skills: kubernetes, certifications: ["CKA"], clearance: 2, locations: ["Wien"], departments: ["dev"],
      exclude: ["bo"])
    return Scenario(
      calendar: weeks(2),
      staff: [able, StaffMember(id: "bo", name: "Bo", skills: [.init("Kubernetes", level: 2)]), late, left],
      projects: [
        project("p", demand("d", strict, from: week(1).first), demand("only", StaffDemand(hours: 20, only: ["ana"]))),
        project("q", demand("skilled", StaffDemand(hours: 1, skills: kubernetes))),
      ])
  }

  private func why(_ staff: String, _ demand: String) async throws -> Explanation.Why {
    let plan = try await explained(scenario)
    return try #require(Explanation.Why(staff: staff, demand: demand, in: scenario, plan: plan))
  }

  @Test("Every obstacle is named")
  func obstacles() async throws {
    let bo = try await why("bo", "d")
    #expect(!bo.eligible)
    let text = bo.reasons.joined(separator: "\n")
    for part in [
      "Bo has Kubernetes 2, and d asks for level 4", "the certificate CKA", "clearance 0, and d asks for 2",
      "in no place, and d is for Wien", "no department, and d is for dev", "d excludes Bo",
    ] { #expect(text.contains(part), "\(part)") }
    #expect(try await why("bo", "only").reasons == ["only is only for ana"])
  }

  @Test("A certificate that has run out, and a person who has left before the skill is there")
  func dates() async throws {
    #expect(try await why("kim", "d").reasons.first?.contains("only until 2026-01-11") == true)
    let lea = try await why("lea", "skilled")
    #expect(!lea.eligible)
    #expect(lea.reasons.count == 1 && lea.available == .zero)
  }

  @Test("Who may is told what there is")
  func eligible() async throws {
    let ana = try await why("ana", "d")
    #expect(ana.eligible)
    #expect(ana.available == Millionths(40))
    #expect(ana.assigned == Millionths(10))
    #expect(ana.reasons.first?.contains("the plan gives 10 h to it") == true, "\(ana.reasons)")
  }

  @Test("An hour that is forced costs what solving with it costs, and takes it from what gives way")
  func forced() async throws {
    // 40 hours of Ana for demands of 40 and 50; q is worth more, so that an hour of p costs the difference.
    let scenario = Scenario(
      calendar: weeks(1), policy: .init(unmetCostPerHour: 100), staff: [expert("ana")],
      projects: [
        project("p", priority: 2, demand("d", StaffDemand(hours: 40))),
        project("q", priority: 5, demand("e", StaffDemand(hours: 50))),
      ])
    let result = try await Planner(options: PlanningOptions()).plan(scenario, sha256: "")
    let explainer = Explainer(scenario, base: result, options: PlanningOptions())
    let plain = try #require(Explanation.Why(staff: "ana", demand: "d", in: scenario, plan: result.plan))
    let why = await explainer.withForcedHour(plain)
    #expect(why.reducedCost == .init(period: 0, days: scenario.calendar.periods[0], perHour: Millionths(300)))
    let forced = try #require(why.forced)
    #expect(forced.hours == Millionths(1) && forced.costs == Millionths(300))
    #expect(forced.value == result.plan.objective.value + Millionths(300))
    #expect(forced.displaced.map(\.demand) == ["d", "e"])
    #expect(forced.displaced.map { $0.after - $0.before } == [Millionths(-1), Millionths(1)])
    #expect(forced.moved.map { $0.after - $0.before } == [Millionths(1), Millionths(-1)])
    // Who has no time left at all cannot be forced, and who may not is not asked.
    let full = try #require(Explanation.Why(staff: "ana", demand: "e", in: scenario, plan: result.plan))
    #expect(await explainer.withForcedHour(full).forced == nil)
    var refused = plain
    refused.eligible = false
    #expect(await explainer.withForcedHour(refused) == refused)
  }

  @Test("What the scenario does not have")
  func unknown() async throws {
    let plan = try await explained(scenario)
    #expect(Explanation.Why(staff: "nobody", demand: "d", in: scenario, plan: plan) == nil)
    #expect(Explanation.Why(staff: "ana", demand: "none", in: scenario, plan: plan) == nil)
  }
}
