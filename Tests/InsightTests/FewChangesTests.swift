// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Generation
import Numbers
import PlanChecking
import Planning
import Testing

@testable import Insight

@Suite("Few changes", .timeLimit(.minutes(15)))
struct FewChangesTests {
  static let samples: [Sample] = [.enterprise, .plenty, .ties, .hardware, .office].map { Sample(family: $0, seed: 2) }

  /// The plan that was in force, and the scenario as it is now.
  static func case_(_ sample: Sample) async throws -> (before: Plan, now: Scenario) {
    let scenario = sample.scenario
    return (try await ComparisonTests.solved(scenario), ComparisonTests.changed(scenario))
  }

  @Test("Values fall with the number of changes, none is below its bound, each plan is verified", arguments: samples)
  func frontier(_ sample: Sample) async throws {
    let (before, now) = try await Self.case_(sample)
    var search = FewChanges(
      now, sha256: "", reference: HoursBySlot(before).baseline, options: PlanningOptions())
    let steps = try await search.steps()
    #expect(steps.first?.changes == 0)
    let optimum = try await ComparisonTests.solved(now)
    let last = try #require(steps.last?.plan)
    #expect((last.objective.value - optimum.objective.value).magnitude.count <= 1_000_000)
    for (step, next) in zip(steps, steps.dropFirst()) {
      #expect(step.changes < next.changes)
      if let value = step.plan?.objective.value {
        #expect(try #require(next.plan).objective.value <= value)
      }
      #expect(try #require(step.bound) >= #require(next.bound))
    }
    for step in steps {
      guard let plan = step.plan else { continue }
      #expect(HoursBySlot(before).changed(by: plan).count == step.used)
      #expect(try #require(step.used) <= step.changes)
      #expect(plan.verification.feasible)
      #expect(PlanChecker(now).verify(plan, prices: nil).violations.filter { $0.kind != .wrongBound }.isEmpty)
      #expect(try #require(step.bound) <= plan.objective.value)
    }
  }

  @Test("On a small scenario the frontier is that of trying everything")
  func exhaustive() async throws {
    // Ana is dearer now; moving one of two weeks to Jo takes two changes, both take four.
    var scenario = Scenario(
      calendar: weeks(2), staff: [expert("ana", cost: 50), expert("jo", cost: 60)],
      projects: [
        project("web", demand("first", StaffDemand(hours: 40), to: week(0).last)),
        project("app", demand("second", StaffDemand(hours: 30), from: week(1).first)),
      ])
    scenario.policy.unmetCostPerHour = 300
    let before = try await ComparisonTests.solved(scenario)
    scenario.staff[0].costPerHour = 100
    var search = FewChanges(
      scenario, sha256: "", reference: HoursBySlot(before).baseline, options: PlanningOptions())
    let steps = try await search.steps()
    let values = Dictionary(uniqueKeysWithValues: steps.map { ($0.changes, $0.plan?.objective.value) })
    #expect(values[0] == Millionths(7_000))
    #expect(values[1] == Millionths(7_000))
    #expect(values[2] == Millionths(7_000 - 40 * 40))
    #expect(values[4] == Millionths(7_000 - 70 * 40))
    #expect(steps.map(\.changes) == [0, 1, 2, 4])
  }

  @Test("Limits are kept exactly, and the bound is one for plans that keep them", arguments: samples)
  func limits(_ sample: Sample) async throws {
    let scenario = sample.scenario
    let before = try await ComparisonTests.solved(scenario)
    // Every other assignment stays as it is.
    var limits = PlanLimits()
    for (index, entry) in before.assignments.enumerated() where index % 2 == 0 {
      limits.hours[.init(entry.staff, entry.demand), default: [:]][entry.period] = entry.hours...entry.hours
    }
    var options = PlanningOptions()
    options.limits = limits
    let plan = try await Planner(options: options).plan(scenario, sha256: "").plan
    #expect(limits.breaches(in: plan).isEmpty)
    // The plan itself keeps them, and it is an optimum, up to what rounding to the grid moves: where a side is off the
    // grid a row may be missed by a millionth for each entry, and each of these is worth its price.
    let bound = try #require(plan.objective.bound)
    #expect(bound.count <= before.objective.value.count + max(1_000, before.objective.value.count / 100_000_000))
    #expect(
      (plan.objective.value - before.objective.value).magnitude.count
        <= max(2_000_000, before.objective.value.count / 200_000))
    // Nothing at all is a plan too.
    options.limits = PlanLimits(onlyNamedHours: true)
    let none = try await Planner(options: options).plan(scenario, sha256: "").plan
    #expect(none.assignments.isEmpty)
    #expect(none.objective.gap.map { $0 <= 1_000_000 } == true)
  }

  @Test("Limits that leave no plan are named, and the plan comes as near as it can")
  func breaches() async throws {
    let scenario = Scenario(
      calendar: weeks(2), staff: [expert("ana")], projects: [project("web", demand("build", StaffDemand(hours: 100)))])
    let place = PlanLimits.Place("ana", "build")
    func solved(_ range: ClosedRange<Millionths>) async throws -> PlanningResult {
      var options = PlanningOptions()
      options.limits = PlanLimits(hours: [place: [1: range]])
      return try await Planner(options: options).plan(scenario, sha256: "")
    }
    let kept = try await solved(.zero...Millionths(10))
    #expect(kept.breaches.isEmpty && kept.notices.isEmpty)
    // A week of Ana has 40 hours.
    let result = try await solved(Millionths(50)...Millionths(60))
    let breach = try #require(result.breaches.first)
    #expect(result.breaches.count == 1)
    #expect(breach.place == place && breach.period == 1 && breach.planned == Millionths(40))
    #expect(
      result.notices == [
        "The limits cannot be kept: ana has 40 h on build from 2026-01-12 to 2026-01-18, expected 50 to 60."
      ])
  }

  @Test("What is valid of a plan gives nobody more, and an optimum is all valid")
  func validPart() async throws {
    let scenario = Sample(family: .enterprise, seed: 3).scenario
    let best = try await ComparisonTests.solved(scenario)
    let improvement = PlanImprovement(scenario, sha256: "", options: PlanningOptions())
    var broken = best
    for index in broken.assignments.indices where index % 5 == 0 { broken.assignments[index].hours += Millionths(30) }
    let valid = try await improvement.validPart(of: broken)
    #expect(valid.verification.feasible)
    let most = HoursBySlot(broken).hours
    for (slot, hours) in HoursBySlot(valid).hours { #expect(hours <= most[slot] ?? .zero) }
    #expect((valid.objective.value - best.objective.value).magnitude.count <= best.objective.value.count / 1_000)
    #expect(try await improvement.improved(best, changes: 3) == nil)
  }
}

/// What a task comes to that was cancelled before it began.
func cancelled<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
  let task = Task {
    while !Task.isCancelled { await Task.yield() }
    return try await work()
  }
  task.cancel()
  return try await task.value
}

@Suite("Few changes, cut short", .timeLimit(.minutes(15)))
struct InterruptedChangesTests {
  @Test("The steps that are there are sound", arguments: FewChangesTests.samples)
  func steps(_ sample: Sample) async throws {
    let (before, now) = try await FewChangesTests.case_(sample)
    let steps = try await cancelled {
      var search = FewChanges(
        now, sha256: "", reference: HoursBySlot(before).baseline, options: PlanningOptions())
      return try await search.steps([0, 2, 1_000_000])
    }
    #expect(steps.map(\.changes) == [0, 2, 1_000_000])
    for step in steps {
      guard let plan = step.plan else { continue }
      #expect(plan.verification.feasible)
      #expect(HoursBySlot(before).changed(by: plan).count == step.used)
      #expect(try #require(step.used) <= step.changes)
      #expect(step.bound.map { $0 <= plan.objective.value } ?? true)
    }
  }

  @Test("A plan that keeps the limit comes out, and says that the search was interrupted")
  func replanning() async throws {
    let scenario = Sample(family: .enterprise, seed: 2).scenario
    let kept = try await ComparisonTests.solved(scenario)
    let plan = try await cancelled {
      try await ReplannerTests.outcome(ReplannerTests.dearer(scenario), kept, maxChanges: 2).plan
    }
    #expect(plan.stop == .interrupted && plan.status == .feasible)
    #expect(plan.verification.feasible)
    let record = try #require(plan.replanning)
    #expect(record.changes <= 2)
    // Nobody has looked for long how good a plan without any change can be: what is said of it is proved.
    if let unchanged = record.unchangedValue {
      let whole = try await ReplannerTests.outcome(ReplannerTests.dearer(scenario), kept, maxChanges: 2).plan
      #expect(unchanged == whole.replanning?.unchangedValue)
    }
  }

  @Test("What was not solved to its end is not offered")
  func absences() async throws {
    let scenario = Sample(family: .enterprise, seed: 2).scenario
    let base = try await Planner().plan(scenario, sha256: "")
    let explainer = Explainer(scenario, base: base, options: PlanningOptions())
    let all = await explainer.absences()
    let found = try await cancelled { await explainer.absences(concurrent: 2) }
    // No more are begun; the first plan of those that were may be proved to be the best.
    #expect(found.count <= 2 && all.count > 2)
    for absence in found {
      let whole = try #require(all.first { $0.staff == absence.staff })
      #expect((absence.costs - whole.costs).magnitude <= Millionths(1))
    }
  }
}

@Suite("Replanning", .timeLimit(.minutes(15)))
struct ReplannerTests {
  /// Dearer people: every plan stays possible.
  static func dearer(_ scenario: Scenario) -> Scenario {
    var scenario = scenario
    for index in scenario.staff.indices where index % 3 == 0 {
      scenario.staff[index].costPerHour = Dated(decimal("71.11"))
    }
    return scenario
  }

  static func outcome(
    _ now: Scenario, _ kept: Plan, changeCost: ExactDecimal? = nil, maxChanges: Int? = nil, from: Day? = nil
  ) async throws(Replanner.Failure) -> (plan: Plan, scenario: Scenario) {
    let replanner = Replanner(
      now, sha256: "",
      request: .init(kept: kept, keptHash: "", changeCost: changeCost, maxChanges: maxChanges, from: from),
      options: PlanningOptions())
    return (try await replanner.plan().plan, replanner.scenario)
  }

  /// Dearer people, from week 2 on somebody is away: nothing of that makes the first two weeks impossible.
  static func later(_ scenario: Scenario) -> Scenario {
    var scenario = scenario
    for index in scenario.staff.indices where index % 3 == 0 {
      scenario.staff[index].absences.append(StaffMember.Absence(scenario.calendar.periods[3]))
      scenario.staff[index].costPerHour = Dated(decimal("71.11"))
    }
    return scenario
  }

  @Test("The past stays exactly as it was", arguments: FewChangesTests.samples)
  func past(_ sample: Sample) async throws {
    let scenario = sample.scenario
    let kept = try await ComparisonTests.solved(scenario)
    let periods = scenario.calendar.periods
    let (plan, effective) = try await Self.outcome(
      Self.later(scenario), kept, changeCost: 1, from: periods[2].first)
    func old<Entry: Hashable>(_ list: [Entry], _ period: (Entry) -> Int) -> Set<Entry> {
      Set(list.filter { period($0) < 2 })
    }
    struct Amount: Hashable {
      var ids: [String]
      var period: Int
      var amount: Millionths
    }
    func amounts(_ plan: Plan) -> [Amount] {
      plan.assignments.map { Amount(ids: [$0.staff, $0.demand], period: $0.period, amount: $0.hours) }
        + plan.assetUse.map { Amount(ids: ["asset", $0.asset, $0.demand], period: $0.period, amount: $0.unitDays) }
        + plan.operating.map { Amount(ids: ["op", $0.staff, $0.asset], period: $0.period, amount: $0.hours) }
        + overtime(plan)
    }
    // Which of a person's hours are overtime may change by what rounding leaves, how many may not.
    func overtime(_ plan: Plan) -> [Amount] {
      Dictionary(grouping: plan.overtime) { [$0.staff, "\($0.period)"] }.values.compactMap { entries in
        entries.first.map { first in
          Amount(
            ids: ["over", first.staff], period: first.period, amount: entries.reduce(.zero) { $0 + $1.hours })
        }
      }
    }
    #expect(old(amounts(plan), \.period) == old(amounts(kept), \.period))
    #expect(plan.verification.feasible)
    #expect(PlanChecker(effective).verify(plan, prices: nil).violations.isEmpty)
    let record = try #require(plan.replanning)
    #expect(record.frozenPeriods == 2 && record.changeCostPerHour == 1)
    let delta = PlanComparison.difference(from: .init(name: "", plan: kept), to: .init(name: "", plan: plan)).delta
    #expect(record.changes == delta.changes && record.people == delta.people && record.hoursMoved == delta.hoursMoved)
    #expect(plan.objective.terms.change == delta.hoursMoved)
  }

  @Test("A dear change changes less; a limit holds", arguments: FewChangesTests.samples)
  func fewer(_ sample: Sample) async throws {
    let scenario = sample.scenario
    let kept = try await ComparisonTests.solved(scenario)
    let now = Self.later(scenario)
    let free = try await Self.outcome(now, kept, changeCost: decimal("0.01")).plan
    let dear = try await Self.outcome(now, kept, changeCost: 100).plan
    let freeMoved = try #require(free.replanning?.hoursMoved)
    let dearMoved = try #require(dear.replanning?.hoursMoved)
    // Up to what the gaps allow.
    #expect(dearMoved.count <= freeMoved.count + 1_000_000)
    let changes = try #require(dear.replanning?.changes)
    let limited = try await Self.outcome(now, kept, maxChanges: changes + 2).plan
    #expect(try #require(limited.replanning?.changes) <= changes + 2)
    #expect(limited.verification.feasible)
    #expect(try #require(limited.objective.bound) <= limited.objective.value)
  }

  @Test("A past that is not possible any more is named")
  func impossible() async throws {
    let scenario = Scenario(
      calendar: weeks(3), staff: [expert("ana")], projects: [project("web", demand("build", StaffDemand(hours: 100)))])
    let kept = try await ComparisonTests.solved(scenario)
    var now = scenario
    now.staff[0].absences = [.init(week(0))]
    do throws(Replanner.Failure) {
      _ = try await Self.outcome(now, kept, from: week(1).first)
      Issue.record("it is not possible")
    } catch {
      guard case .pastImpossible(let violations) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(violations.contains { $0.detail.contains("Ana") && $0.detail.contains(" h on ") })
    }
  }

  @Test("A horizon that moved on is aligned by date")
  func moved() async throws {
    var scenario = Scenario(
      calendar: weeks(4), staff: [expert("ana")], projects: [project("web", demand("build", StaffDemand(hours: 150)))])
    let kept = try await ComparisonTests.solved(scenario)
    // The first week is over and gone; its hours are done.
    let done = kept.assignments.filter { $0.period == 0 }.reduce(Millionths.zero) { $0 + $1.hours }
    scenario.calendar.horizon = DayRange(week(1).first, week(3).last)
    let left = Millionths(150) - done
    scenario.projects[0].demands[0].kind = .staff(
      StaffDemand(hours: ExactDecimal(significand: Int64(left.count), scale: 6) ?? 0))
    let plan = try await Self.outcome(scenario, kept, changeCost: 1).plan
    #expect(plan.replanning?.changes == 0)
    #expect(plan.assignments.map(\.days) == kept.assignments.filter { $0.period > 0 }.map(\.days))
  }
}
