// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import GLPKSolver
import Generation
import LinearModels
import Numbers
import PlanChecking
@testable import Planning
import Synchronization
import Testing

@Suite struct PlannerTests {
  @Test(.enabled(if: hasGLPK, "GLPK is not installed"), arguments: Sample.all)
  func activeSetFindsTheOptimumOfTheWholeProgram(_ sample: Sample) async throws {
    let scenario = sample.scenario
    let model = Formulation(scenario, refinement: .complete(scenario)).model
    let whole = try GLPKEngine(library: GLPKLibrary.load()).solve(model)
    let optimum = try #require(whole.objective)
    let plan = try await plan(scenario)
    #expect(plan.status == .optimal)
    #expect(plan.stop == .proved)
    #expect(plan.verification.feasible)
    #expect(isClose(plan.objective.value.doubleValue, optimum))
    let bound = try #require(plan.objective.bound)
    #expect(isClose(bound.doubleValue, optimum))
  }

  @Test(arguments: Sample.all)
  func nativeEngineIsWithinOnePercent(_ sample: Sample) async throws {
    let plan = try await plan(sample.scenario, engine: .native)
    #expect(plan.engine.name == "native")
    #expect(plan.verification.feasible)
    let gap = try #require(plan.objective.gap)
    #expect(Double(gap) / 1e12 <= 0.01)
  }

  @Test(arguments: [PlanningOptions.Engine.auto, .native])
  func theSameScenarioGivesTheSamePlan(_ engine: PlanningOptions.Engine) async throws {
    let scenario = Sample(family: .hardware, seed: 7).scenario
    let first = try await plan(scenario, engine: engine)
    let second = try await plan(scenario, engine: engine)
    #expect(first == second)
  }

  /// Operators recruited for a trifle once took the place of cheaper ones.
  @Test(.enabled(if: hasGLPK, "GLPK is not installed"), arguments: [ScenarioFamily.hardware, .daily, .office])
  func roundingLosesNextToNothing(_ family: ScenarioFamily) async throws {
    let scenario = ScenarioGenerator(family: family, size: .small, seed: 1).scenario()
    let plan = try await plan(scenario)
    #expect(plan.status == .optimal)
    #expect(plan.stop == .proved)
  }

  @Test func missingLibraryFallsBackAndSaysSo() async throws {
    let options = PlanningOptions(engine: .glpk, glpkLibrary: "/nonexistent/libglpk.so")
    let result = try await Planner(options: options).plan(Sample(family: .office, seed: 1).scenario, sha256: "")
    #expect(result.plan.engine.name == "native")
    #expect(result.plan.engine.fallback?.contains("GLPK") == true)
    #expect(result.notices.count == 1)
    #expect(result.plan.verification.feasible)
  }

  @Test func timeLimitGivesTheBestCheckedPlan() async throws {
    let scenario = ScenarioGenerator(family: .enterprise, size: .small, seed: 3).scenario()
    let result = try await Planner(options: PlanningOptions(timeLimit: 0.001)).plan(scenario, sha256: "")
    #expect(result.plan.status == .feasible)
    #expect(result.plan.stop == .time)
    #expect(result.plan.verification.feasible)
  }

  @Test func workLimitIsKeptAndRepeatable() async throws {
    let scenario = ScenarioGenerator(family: .enterprise, size: .small, seed: 3).scenario()
    let planner = Planner(options: PlanningOptions(workLimit: 60))
    let first = try await planner.plan(scenario, sha256: "")
    let second = try await planner.plan(scenario, sha256: "")
    #expect(first.plan.stop == .work)
    #expect(first.iterations <= 60)
    #expect(first.plan == second.plan)
  }

  @Test func gapStopsEarly() async throws {
    let scenario = ScenarioGenerator(family: .plenty, size: .small, seed: 3).scenario()
    let result = try await Planner(options: PlanningOptions(gapTolerance: 0.05)).plan(scenario, sha256: "")
    #expect(result.plan.status == .optimal)
    #expect(result.plan.stop == .gap)
    let gap = try #require(result.plan.objective.gap)
    #expect(Double(gap) / 1e12 <= 0.05)
  }

  @Test func emptyScenarioHasAnEmptyPlan() async throws {
    let plan = try await plan(Scenario(calendar: weeks(2)))
    #expect(plan.status == .optimal)
    #expect(plan.objective.value == .zero)
    #expect(plan.assignments.isEmpty)
  }

  /// One person, one week of 40 hours at 50; 60 hours wanted at priority 2; an unmet hour costs 3 x 50 x 2 = 300.
  @Test(arguments: [PlanningOptions.Engine.auto, .native])
  func smallScenarioByHand(_ engine: PlanningOptions.Engine) async throws {
    let scenario = Scenario(
      calendar: weeks(1), staff: [StaffMember(id: "ana", costPerHour: 50)],
      projects: [
        Project(id: "p", priority: 2, demands: [Demand(id: "d", kind: .staff(StaffDemand(hours: 60)))])
      ])
    let plan = try await plan(scenario, engine: engine)
    #expect(plan.objective.value == Millionths(40 * 50 + 20 * 300))
    #expect(plan.assignments.map(\.hours) == [Millionths(40)])
    #expect(plan.unmet.map(\.amount) == [Millionths(20)])
    #expect(plan.summary.hours.share == Millionths(count: 666_666))
  }

  /// The price of the person's time is what an unmet hour costs less the wage: 300 - 50.
  @Test(.enabled(if: hasGLPK, "GLPK is not installed"))
  func bottleneckHasItsPrice() async throws {
    let scenario = Scenario(
      calendar: weeks(1), staff: [StaffMember(id: "ana", costPerHour: 50)],
      projects: [
        Project(id: "p", priority: 2, demands: [Demand(id: "d", kind: .staff(StaffDemand(hours: 60)))])
      ])
    let plan = try await plan(scenario)
    #expect(plan.bottlenecks.map(\.pricePerUnit) == [Millionths(250)])
    #expect(plan.bottlenecks.first?.kind == .staff)
    #expect(plan.bottlenecks.first?.period == 0)
  }

  @Test func progressTellsBoundAndPlan() async throws {
    let scenario = ScenarioGenerator(family: .enterprise, staff: 60, projects: 12, weeks: 16, seed: 2).scenario()
    let told = Mutex<[PlanningProgress]>([])
    var planner = Planner(options: PlanningOptions(engine: .native))
    planner.onProgress = { progress in told.withLock { $0.append(progress) } }
    let plan = try await planner.plan(scenario, sha256: "").plan
    let all = told.withLock { $0 }
    #expect(all.contains { $0.stage == .prices })
    #expect(all.contains { $0.stage == .pivots })
    let value = plan.objective.value.doubleValue
    for (earlier, later) in zip(all, all.dropFirst()) {
      #expect(earlier.seconds <= later.seconds)
      #expect(earlier.iterations <= later.iterations)
    }
    for progress in all {
      #expect(progress.activeColumns <= progress.columns)
      if let bound = progress.bound { #expect(bound <= value * (1 + 1e-6)) }
      if let incumbent = progress.incumbent { #expect(incumbent >= value * (1 - 1e-6)) }
      if let gap = progress.gap { #expect(gap >= 0) }
    }
    let gaps = all.compactMap(\.gap)
    #expect(gaps.count > 2)
    #expect(try #require(gaps.last) <= gaps[0])
    planner.onProgress = nil
    #expect(try await planner.plan(scenario, sha256: "").plan == plan)
  }

  @Test func threadsChangeNothing() async throws {
    let scenario = ScenarioGenerator(family: .enterprise, staff: 60, projects: 12, weeks: 16, seed: 2).scenario()
    var plans: [Plan] = []
    for threads in [1, 2, 4] {
      let options = PlanningOptions(engine: .native, threads: threads)
      plans.append(try await Planner(options: options).plan(scenario, sha256: "").plan)
    }
    #expect(plans[0] == plans[1])
    #expect(plans[0] == plans[2])
  }

  /// What equipment costs is decided by the larger of regular time and overtime: taking back overtime alone frees nothing,
  /// and all of it was lost.
  @Test func aBudgetTakesBackNoMoreHoursThanItHasTo() async throws {
    func equipment(_ id: String, _ hours: ExactDecimal, _ pace: StaffDemand.Pace, _ units: ExactDecimal) -> Demand {
      Demand(
        id: id,
        kind: .staff(StaffDemand(hours: hours, pace: pace, uses: [.init(asset: "box", unitsPerPerson: units)])))
    }
    var calendar = weeks(1)
    calendar.period = .day
    let scenario = Scenario(
      calendar: calendar,
      staff: [StaffMember(id: "ana", overtime: .init(hoursPerWeek: 5, hoursTotal: 15))],
      assets: [Asset(id: "box", quantity: 2, costPerUnitDay: 10)],
      projects: [
        Project(
          id: "p", budget: 1,
          demands: [equipment("even", 20, .even, 0.01), equipment("any", 80, .flexible, 0.25)])
      ])
    let plan = try await plan(scenario, engine: .native)
    #expect(plan.status == .optimal)
    let bound = try #require(plan.objective.bound)
    #expect(plan.objective.value - bound < Millionths(count: 10_000))
  }

  /// 10 h over 26 weeks are no whole number of millionths each: rounded one by one they were three millionths more.
  @Test func whatNobodyDoesIsUnmetAndNoMore() async throws {
    let scenario = Scenario(
      calendar: weeks(26),
      projects: [
        Project(id: "p", demands: [Demand(id: "d", kind: .staff(StaffDemand(hours: 10, pace: .even)))])
      ])
    let plan = try await plan(scenario, engine: .native)
    #expect(plan.summary.hours == .init(wanted: Millionths(10), unmet: Millionths(10)))
    #expect(plan.unmet.reduce(.zero) { $0 + $1.amount } == Millionths(10))
    #expect(Set(plan.unmet.map(\.amount.count)) == [384_615, 384_616])
  }
}
