// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import PlanChecking
import Testing

@Suite struct JudgeTests {
  private static let reference = Plan.ScenarioReference(name: nil, sha256: "0")
  private static let engine = Plan.EngineRecord(name: "native", version: "0")

  private func judge(
    _ amounts: PlanAmounts, of scenario: Scenario, bound: Millionths? = nil, prices: RowPrices? = nil,
    tolerance: Double = 1e-3, stop: Plan.Stop = .time
  ) -> Plan {
    let checker = PlanChecker(scenario)
    return checker.judge(
      checker.appraise(amounts), for: Self.reference, engine: Self.engine,
      certificate: Certificate(bound: bound, prices: prices, stop: stop, gapTolerance: tolerance))
  }

  /// The amounts of a plan, in another order than its lists.
  private func amounts(_ plan: Plan, in scenario: Scenario) -> PlanAmounts {
    let index = ScenarioIndex(scenario)
    func place(_ table: IDTable, _ id: String) -> Int { table[id] ?? -1 }
    var amounts = PlanAmounts()
    for entry in plan.assignments.reversed() {
      amounts.assignments.append(
        .init(
          staff: place(index.staff, entry.staff), demand: place(index.demands, entry.demand), period: entry.period,
          hours: Int64(entry.hours.count)))
    }
    for entry in plan.overtime.reversed() {
      amounts.overtime.append(
        .init(staff: place(index.staff, entry.staff), period: entry.period, hours: Int64(entry.hours.count)))
    }
    for entry in plan.assetUse.reversed() {
      amounts.assetUse.append(
        .init(
          asset: place(index.assets, entry.asset), demand: place(index.demands, entry.demand), period: entry.period,
          unitDays: Int64(entry.unitDays.count)))
    }
    for entry in plan.operating.reversed() {
      amounts.operating.append(
        .init(
          staff: place(index.staff, entry.staff), asset: place(index.assets, entry.asset), period: entry.period,
          hours: Int64(entry.hours.count)))
    }
    return amounts
  }

  @Test func amountsBecomeTheWholePlan() {
    let plan = judge(amounts(Workshop.plan, in: Workshop.scenario), of: Workshop.scenario)
    #expect(PlanEntries(plan) == PlanEntries(Workshop.plan))
    #expect(plan.summary == Workshop.plan.summary)
    #expect(plan.objective == Workshop.plan.objective)
    #expect(plan.verification.feasible)
    #expect(plan.verification.value == plan.objective.value)
    #expect(plan.scenario == Self.reference)
  }

  @Test func statusAndStopFollowFromTheGap() {
    let amounts = amounts(Workshop.plan, in: Workshop.scenario)
    func standing(_ bound: String?, _ tolerance: Double) -> (Plan.Status, Plan.Stop, Millionths?) {
      let plan = judge(amounts, of: Workshop.scenario, bound: bound.map(amount), tolerance: tolerance)
      return (plan.status, plan.stop, plan.objective.bound)
    }
    // The value is 17800.
    #expect(standing(nil, 1) == (.feasible, .time, nil))
    #expect(standing("17800", 0) == (.optimal, .proved, amount("17800")))
    #expect(standing("17900", 0) == (.optimal, .proved, amount("17800")))
    #expect(standing("17799.99", 1e-3) == (.optimal, .proved, amount("17799.99")))
    #expect(standing("17790", 1e-3) == (.optimal, .gap, amount("17790")))
    #expect(standing("17000", 1e-3) == (.feasible, .time, amount("17000")))
  }

  @Test func onlyAnOptimumSaysWhatScarceThingsAreWorth() {
    var prices = RowPrices(for: Workshop.scenario)
    prices.budget[0] = -2
    let amounts = amounts(Workshop.plan, in: Workshop.scenario)
    let optimum = judge(amounts, of: Workshop.scenario, bound: amount("17800"), prices: prices)
    #expect(optimum.bottlenecks.map(\.id) == ["p"])
    #expect(optimum.bottlenecks.map(\.pricePerUnit) == [amount("2")])
    #expect(judge(amounts, of: Workshop.scenario, bound: .zero, prices: prices).bottlenecks.isEmpty)
  }

  @Test func aPlanIsHeldAgainstAnotherCertificate() {
    let checker = PlanChecker(Workshop.scenario)
    var plan = judge(amounts(Workshop.plan, in: Workshop.scenario), of: Workshop.scenario, bound: amount("17800"))
    plan = checker.judge(
      plan, certificate: Certificate(bound: amount("17000"), prices: nil, stop: .work, gapTolerance: 1e-3))
    #expect((plan.status, plan.stop) == (.feasible, .work))
    #expect(plan.objective.bound == amount("17000"))
    #expect(plan.verification.feasible)
  }

  @Test func unmetAmountsAndBrokenPromisesAreWorkedOut() {
    let plan = judge(PlanAmounts(), of: Workshop.scenario)
    #expect(plan.unmet.map(\.demand) == ["build", "care", "care", "show"])
    #expect(plan.unmet.map(\.amount) == ["100", "10", "10", "3.5"].map(amount))
    #expect(plan.unmet.map(\.period) == [nil, 0, 1, 0])
    #expect(plan.unmet.map(\.isUnitDays) == [false, false, false, true])
    #expect(plan.brokenCommitments.map(\.hours) == [amount("40")])
    #expect(plan.verification.violations == [])
  }

  /// One who is twice as fast covers two millionths with one, so that every amount can be met or named.
  @Test func aMillionthThatIsMissingIsNamedWhereTheRowIsExact() {
    var scenario = Workshop.scenario
    scenario.commitments = []
    scenario.staff[1].skills[0].productivity = 2
    scenario.projects[0].demands = [
      Demand(
        id: "build", kind: .staff(StaffDemand(hours: decimal("1.000001"), skills: [.init("java", level: 1)])))
    ]
    var amounts = PlanAmounts()
    amounts.assignments = [.init(staff: 1, demand: 0, period: 0, hours: 500_000)]
    let plan = judge(amounts, of: scenario)
    #expect(plan.unmet.map(\.amount) == [amount("0.000001")])
    #expect(plan.verification.violations == [])
  }

  @Test(arguments: 0..<40) func theJudgeAgreesWithTheChecker(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    var amounts = PlanAmounts()
    // Most of these break some rule.
    for staff in 0..<3 {
      for period in 0..<2 {
        amounts.assignments.append(
          .init(
            staff: staff, demand: Int(random.next() % 2), period: period, hours: Int64(random.next() % 30_000_000)))
      }
    }
    amounts.assetUse = [
      .init(asset: 1, demand: 2, period: 0, unitDays: 1_000_000), .init(asset: 1, demand: 0, period: 1, unitDays: 500),
    ]
    amounts.operating = [.init(staff: 1, asset: 1, period: 0, hours: 3_000_000)]
    let bound = random.next() % 2 == 0 ? nil : Millionths(count: Int128(random.next() % 10_000_000_000))
    let plan = judge(amounts, of: Workshop.scenario, bound: bound)
    #expect(PlanChecker(Workshop.scenario).verify(plan, bound: bound) == plan.verification)
    #expect(try PlanPricing(Workshop.scenario).price(plan) == plan)
    #expect(plan.verification.violations.allSatisfy { ![.commitment, .unsorted, .excessUnmet].contains($0.kind) })
  }
}
