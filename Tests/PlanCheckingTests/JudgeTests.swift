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
    tolerance: Double = 1e-3, stop: Plan.Stop = .time, withDays: Bool = false, withLoad: Bool = false
  ) -> Plan {
    let checker = PlanChecker(scenario)
    return checker.judge(
      checker.appraise(amounts), for: Self.reference, engine: Self.engine,
      certificate: Certificate(bound: bound, prices: prices, stop: stop, gapTolerance: tolerance),
      withDays: withDays, withLoad: withLoad)
  }

  @Test func amountsBecomeTheWholePlan() {
    let plan = judge(Workshop.daily, of: Workshop.scenario)
    #expect(PlanEntries(plan) == PlanEntries(Workshop.plan))
    #expect(plan.summary == Workshop.plan.summary)
    #expect(plan.objective == Workshop.plan.objective)
    #expect(plan.verification.feasible)
    #expect(plan.verification.value == plan.objective.value)
    #expect(plan.scenario == Self.reference)
  }

  @Test func statusAndStopFollowFromTheGap() {
    let amounts = Workshop.daily
    func standing(_ bound: String?, _ tolerance: Double) -> (Plan.Status, Plan.Stop, Millionths?) {
      let plan = judge(amounts, of: Workshop.scenario, bound: bound.map(amount), tolerance: tolerance)
      return (plan.status, plan.stop, plan.objective.bound)
    }
    // The value is 19035, worked out in PricingTests: 0.01 less is a gap of 5e-7, 10 less one of 5e-4, 2035 less one
    // of 0.1.
    #expect(standing(nil, 1) == (.feasible, .time, nil))
    #expect(standing("19035", 0) == (.optimal, .proved, amount("19035")))
    #expect(standing("19135", 0) == (.optimal, .proved, amount("19035")))
    #expect(standing("19034.99", 1e-3) == (.optimal, .proved, amount("19034.99")))
    #expect(standing("19025", 1e-3) == (.optimal, .gap, amount("19025")))
    #expect(standing("17000", 1e-3) == (.feasible, .time, amount("17000")))
  }

  /// 13 entries, and a promised hour, which is the dearest, costs 100200 (see CorruptionTests): 1.3026.
  @Test func whatTheGridMayCostIsNoGap() {
    func standing(_ bound: String) -> (Plan.Status, Plan.Stop) {
      let plan = judge(Workshop.daily, of: Workshop.scenario, bound: amount(bound), tolerance: 0)
      #expect(plan.objective.rounding == amount("1.3026"))
      return (plan.status, plan.stop)
    }
    #expect(standing("19033.6974") == (.optimal, .proved))
    #expect(standing("19033.697399") == (.feasible, .time))
  }

  @Test func moneyIsWhatIsSpentAndWhatOnlyCounts() {
    let plan = judge(Workshop.daily, of: Workshop.scenario)
    #expect(plan.money == Plan.Money(spent: amount("6410"), penalties: amount("12625")))
  }

  @Test func loadIsUtilisationByPeriod() {
    #expect(judge(Workshop.daily, of: Workshop.scenario).load == nil)
    let plan = judge(Workshop.daily, of: Workshop.scenario, withLoad: true)
    #expect(PlanChecker(Workshop.scenario).verify(plan, prices: nil).violations == [])
    #expect(plan.load == Workshop.plan.load)
    let load = plan.load ?? PlanLoad()
    #expect(load.people.map(\.id) == ["ana", "ana", "ben", "ben", "cy", "cy"])
    #expect(load.people.map(\.available) == ["40", "40", "40", "40", "0", "40"].map(amount))
    #expect(load.people.map(\.used) == ["45", "45", "27", "24.5", "0", "0"].map(amount))
    #expect(load.people.map(\.overtime) == ["5", "5", "0", "0", "0", "0"].map(amount))
    #expect(load.departments.map(\.used) == ["45", "45"].map(amount))
    // Operating is no work on a demand.
    #expect(load.skills.map(\.id) == ["java", "java", "ops", "ops"])
    #expect(load.skills.map(\.used) == ["65", "65", "0", "0"].map(amount))
    #expect(load.skills.map(\.available) == ["80", "80", "40", "40"].map(amount))
    #expect(load.assets.map(\.used) == ["0", "0", "7", "4.5"].map(amount))
    #expect(load.assets.map(\.available) == ["7", "7", "14", "14"].map(amount))
    #expect(load.assets.map(\.days) == (0..<4).map { Workshop.days($0 % 2) })
    for (entries, whole) in [(load.people, plan.summary.people), (load.skills, plan.summary.skills)] {
      for line in whole {
        #expect(entries.filter { $0.id == line.id }.reduce(.zero) { $0 + $1.used } == line.used)
      }
    }
  }

  @Test func onlyAnOptimumSaysWhatScarceThingsAreWorth() {
    var prices = RowPrices(for: Workshop.scenario)
    prices.budget[0] = -2
    let amounts = Workshop.daily
    let optimum = judge(amounts, of: Workshop.scenario, bound: amount("19035"), prices: prices)
    #expect(optimum.bottlenecks.map(\.id) == ["p"])
    #expect(optimum.bottlenecks.map(\.pricePerUnit) == [amount("2")])
    #expect(judge(amounts, of: Workshop.scenario, bound: .zero, prices: prices).bottlenecks.isEmpty)
  }

  @Test func aPlanIsHeldAgainstAnotherCertificate() {
    let checker = PlanChecker(Workshop.scenario)
    var plan = judge(Workshop.daily, of: Workshop.scenario, bound: amount("19035"))
    plan = checker.judge(
      plan, certificate: Certificate(bound: amount("17000"), prices: nil, stop: .work, gapTolerance: 1e-3))
    #expect((plan.status, plan.stop) == (.feasible, .work))
    #expect(plan.objective.bound == amount("17000"))
    #expect(plan.verification.feasible)
  }

  @Test func unmetAmountsAndBrokenPromisesAreWorkedOut() {
    let plan = judge(PlanAmounts(), of: Workshop.scenario)
    #expect(plan.unmet.map(\.demand) == ["build", "care", "care", "show"])
    #expect(plan.unmet.map(\.amount) == ["100", "10", "10", "2.5"].map(amount))
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
    amounts.assignments = [.init(staff: 1, demand: 0, day: 0, hours: 500_000)]
    let plan = judge(amounts, of: scenario)
    #expect(plan.unmet.map(\.amount) == [amount("0.000001")])
    #expect(plan.verification.violations == [])
  }

  @Test(arguments: 0..<40) func theJudgeAgreesWithTheChecker(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    var amounts = PlanAmounts()
    // Most of these break some rule.
    for staff in 0..<3 {
      for day in 0..<14 {
        amounts.assignments.append(
          .init(
            staff: staff, demand: Int(random.next() % 2), day: day, hours: 1 + Int64(random.next() % 10_000_000),
            overtime: random.next() % 3 == 0 ? 1 : 0))
      }
    }
    amounts.assetUse = [
      .init(asset: 1, demand: 2, day: 0, unitDays: 1_000_000), .init(asset: 1, demand: 0, day: 7, unitDays: 500),
    ]
    amounts.operating = [.init(staff: 1, asset: 1, demand: 2, day: 0, hours: 3_000_000)]
    let bound = random.next() % 2 == 0 ? nil : Millionths(count: Int128(random.next() % 10_000_000_000))
    let plan = judge(amounts, of: Workshop.scenario, bound: bound, withDays: true)
    let verdict = PlanChecker(Workshop.scenario).verify(plan, bound: bound)
    func details(_ verification: Plan.Verification) -> [String] { verification.violations.map(\.detail).sorted() }
    #expect(details(verdict) == details(plan.verification))
    #expect(verdict.value == plan.verification.value)
    #expect(verdict.bound == plan.verification.bound)
    #expect(try PlanPricing(Workshop.scenario).price(plan) == plan)
    #expect(plan.verification.violations.allSatisfy { ![.commitment, .unsorted, .excessUnmet].contains($0.kind) })
  }

  @Test func daysAddUpToThePlan() throws {
    let plan = judge(Workshop.daily, of: Workshop.scenario, withDays: true)
    let checker = PlanChecker(Workshop.scenario)
    #expect(plan.days?.count == 20 + 15 + 15)
    #expect(checker.verify(plan, prices: nil).violations == [])
    var other = plan
    other.days?[0].amount.count -= 1
    #expect(checker.verify(other, prices: nil).violations.map(\.kind).contains(.wrongSum))
    other = plan
    other.days?[0].date = day("2026-01-04")
    #expect(checker.verify(other, prices: nil).violations.map(\.kind).contains(.period))
    other = plan
    other.days?.swapAt(0, 1)
    #expect(checker.verify(other, prices: nil).violations.map(\.kind) == [.unsorted])
    other = plan
    other.days?.removeLast()
    #expect(checker.verify(other, prices: nil).violations.map(\.kind).contains(.wrongSum))
    other = plan
    // Monday's work on Tuesday: the sums hold.
    other.days?[0].amount.count -= 4_000_000
    other.days?[1].amount.count += 4_000_000
    #expect(checker.verify(other, prices: nil).violations.map(\.kind) == [.capacity, .equipment])
  }
}
