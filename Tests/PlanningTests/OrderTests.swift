// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import PlanChecking
import Planning
import Testing

/// Plans that are to be best in one thing after another.
@Suite("Orders") struct OrderTests {
  /// One person with 40 hours a week, who is slow at what matters most.
  private func scenario(
    _ priorities: Scenario.Policy.Priorities, _ prefer: [Scenario.Policy.TieBreak] = [], weeks count: Int = 1
  ) -> Scenario {
    let slow = StaffMember.Skill("java", level: 3, productivity: ExactDecimal(floatLiteral: 0.25))
    return Scenario(
      calendar: weeks(count), policy: .init(priorities: priorities, prefer: prefer),
      staff: [StaffMember(id: "ana", skills: [slow, .init("go", level: 3)], costPerHour: 50)],
      projects: [
        Project(
          id: "p", priority: 9,
          demands: [Demand(id: "a", kind: .staff(StaffDemand(hours: 10, skills: [.init("java", level: 3)])))]),
        Project(
          id: "q", priority: 5,
          demands: [Demand(id: "b", kind: .staff(StaffDemand(hours: 40, skills: [.init("go", level: 3)])))]),
      ])
  }

  private func hours(_ plan: Plan, _ demand: String) -> Millionths {
    plan.assignments.reduce(.zero) { $1.demand == demand ? $0 + $1.hours : $0 }
  }

  @Test(
    "A higher priority is served first, whatever it costs the lower ones", arguments: PlanningOptions.Engine.allCases)
  func strictPriorities(engine: PlanningOptions.Engine) async throws {
    let weighted = try await plan(scenario(.weighted), engine: engine)
    #expect(hours(weighted, "b") == Millionths(40) && weighted.order == nil)
    let strict = try await plan(scenario(.strict), engine: engine)
    #expect(hours(strict, "a") == Millionths(40) && hours(strict, "b") == .zero)
    #expect(strict.status == .optimal && strict.stop == .proved)
    let order = try #require(strict.order)
    #expect(order.map(\.what.name) == ["priority 9", "priority 5", "value"])
    #expect(order.map(\.value) == [.zero, strict.objective.terms.unmet, strict.objective.value])
    for step in order { #expect(step.bound.map { step.value - $0 <= Millionths(count: 1000) } == true) }
    let checker = PlanChecker(scenario(.strict))
    #expect(checker.verify(strict, prices: nil).violations.isEmpty)
  }

  @Test("Promises are kept before anything is looked at")
  func promisesFirst() async throws {
    var scenario = scenario(.strict)
    scenario.commitments = [
      .init(staff: "ana", demand: "b", days: scenario.calendar.horizon, hoursPerWeek: 30)
    ]
    let strict = try await plan(scenario)
    #expect(strict.order?.first?.what == .commitments && strict.order?.first?.value == .zero)
    #expect(hours(strict, "b") == Millionths(30) && hours(strict, "a") == Millionths(10))
    #expect(strict.status == .optimal)
  }

  @Test("A promise of no hours at all is no step")
  func promisesOfNothing() async throws {
    var scenario = scenario(.strict, weeks: 2)
    let first = scenario.calendar.periods[0]
    scenario.staff[0].absences = [.init(first)]
    scenario.commitments = [.init(staff: "ana", demand: "b", days: first, hoursPerWeek: 30)]
    let strict = try await plan(scenario)
    #expect(strict.order?.map(\.what.name) == ["priority 9", "priority 5", "value"])
    #expect(strict.status == .optimal)
  }

  @Test("Among plans of the same value the one that is preferred")
  func preferences() async throws {
    var scenario = scenario(.weighted, [.early], weeks: 4)
    scenario.projects.removeFirst()
    let early = try await plan(scenario)
    #expect(early.assignments.map(\.period) == [0] && early.status == .optimal)
    #expect(early.order?.map(\.what) == [.value, .early] && early.order?[1].value == .zero)
    scenario.policy.prefer = [.late]
    let late = try await plan(scenario)
    #expect(late.assignments.map(\.period) == [3] && late.order?[1].value == .zero)
    #expect(early.objective.value == late.objective.value)
    scenario.policy.prefer = [.balanced]
    scenario.staff.append(StaffMember(id: "bo", skills: [.init("go", level: 3)], costPerHour: 50))
    let balanced = try await plan(scenario)
    let used = balanced.summary.people.map(\.used)
    #expect(used.count == 2 && used.allSatisfy { ($0 - Millionths(20)).magnitude <= Millionths(count: 20) })
    #expect(balanced.order?[1].value == Millionths(count: 125_000))
    #expect(balanced.status == .optimal)
  }

  @Test("The bound of a step is held against the best plan")
  func boundsOfSteps() async throws {
    let scenario = scenario(.strict)
    let best = try await plan(scenario)
    let steps = try #require(best.order)
    let step = try #require(steps.indices.first { steps[$0].what != .value && steps[$0].value > Millionths(10) })
    func areShown(_ claims: [BoundClaim]) -> Bool { claims.allSatisfy { if case .shown = $0 { true } else { false } } }
    #expect(areShown(BoundClaim.ofSteps(of: best, besides: best)))
    // A plan that is worse in the step, and says that nothing is better.
    var worse = best
    let claimed = steps[step].value + Millionths(5)
    worse.order?[step].value = claimed
    worse.order?[step].bound = claimed
    let wrong = BoundClaim.ofSteps(of: worse, besides: best).compactMap { claim in
      if case .wrong(let violation) = claim { violation } else { nil }
    }
    #expect(wrong.map(\.kind) == [.wrongOrder])
    #expect(wrong.first?.detail.hasPrefix("the bound of \(steps[step].what.name) is ") == true)
    let alone = BoundClaim.ofSteps(of: worse, besides: nil)
    #expect(alone.contains { if case .unknown = $0 { true } else { false } })
  }

  @Test("A false claim about the order is named")
  func falseClaims() async throws {
    let scenario = scenario(.strict)
    let right = try await plan(scenario)
    let checker = PlanChecker(scenario)
    func kinds(_ corrupt: (inout Plan) -> Void) -> [Plan.Violation.Kind] {
      var plan = right
      corrupt(&plan)
      return checker.verify(plan, prices: nil).violations.map(\.kind)
    }
    #expect(kinds { $0.order = nil } == [.wrongOrder])
    #expect(kinds { _ = $0.order?.removeLast() } == [.wrongStatus, .wrongOrder])
    let raised = kinds { $0.order?[1].value.count += 1 }
    #expect(raised == [.wrongOrder])
    #expect(kinds { $0.order?[0].bound = Millionths(1) } == [.wrongOrder])
    #expect(kinds { $0.order?[1].bound = nil } == [.wrongStatus])
    let value = try #require(right.order?.indices.last)
    func claims(_ plan: Plan) -> [Plan.Violation.Kind] {
      checker.verify(plan, prices: nil, sha256: plan.scenario.sha256, falseClaims: []).violations.map(\.kind)
    }
    #expect(claims(right) == [])
    var lowered = right
    lowered.order?[value].bound?.count -= 5_000_000
    #expect(claims(lowered).contains(.wrongOrder))
    var weighted = try await plan(self.scenario(.weighted))
    weighted.order = [.init(what: .value, value: weighted.objective.value, bound: nil)]
    #expect(
      PlanChecker(self.scenario(.weighted)).verify(weighted, prices: nil).violations.map(\.kind).contains(.wrongOrder))
  }
}
