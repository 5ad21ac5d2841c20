// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import PlanChecking
import Testing

@Suite struct DualBoundTests {
  /// One person, one week, 40 h; 60 h are wanted at priority 5: 40 h x 50 + 20 h x 5 x 150 = 17000.
  static let scarce = Scenario(
    calendar: PlanningCalendar(
      horizon: DayRange(day("2026-01-05"), day("2026-01-11")), period: .week,
      standard: WorkCalendar(workdays: weekdays, hoursPerDay: 8, holidays: [])),
    staff: [StaffMember(id: "ana", costPerHour: 50)],
    projects: [Project(id: "p", demands: [Demand(id: "d", kind: .staff(StaffDemand(hours: 60)))])])

  @Test func rightPricesGiveTheOptimum() {
    var prices = RowPrices(for: Self.scarce)
    prices.effort[0][0] = 750
    for day in 0..<7 { prices.capacity[0, day] = -700 }
    let bound = PlanChecker(Self.scarce).bound(prices)
    #expect(bound <= Millionths(17_000))
    #expect(bound >= amount("16999.999999"))
  }

  /// 10^9 h, 10^9 for each at priority 5: more than the checker once had a bound for.
  @Test func aLargeValueHasABound() {
    var scenario = Self.scarce
    scenario.policy.unmetCostPerHour = 1_000_000_000
    scenario.projects[0].demands[0].kind = .staff(StaffDemand(hours: 1_000_000_000))
    var prices = RowPrices(for: scenario)
    prices.effort[0][0] = 5e9
    for day in 0..<7 { prices.capacity[0, day] = 50 - 5e9 }
    let optimum = Int128(1_000_000_000 - 40) * 5_000_000_000 + 40 * 50
    let bound = PlanChecker(scenario).bound(prices).count / 1_000_000
    #expect(bound <= optimum)
    #expect(Double(bound) >= Double(optimum) * (1 - 1e-12))
  }

  @Test func wrongSignsAndNonsenseCountAsZero() {
    let checker = PlanChecker(Self.scarce)
    var prices = RowPrices(for: Self.scarce)
    for day in 0..<7 { prices.capacity[0, day] = 700 }
    #expect(checker.bound(prices) == .zero)
    for day in 0..<7 { prices.capacity[0, day] = .nan }
    prices.effort[0][0] = .infinity
    #expect(checker.bound(prices) == .zero)
    prices.effort[0][0] = 1e308
    #expect(checker.bound(prices) == .zero)
    // Effort priced at the labour cost alone: every hour costs at least 50.
    prices.effort[0][0] = 50
    #expect(checker.bound(prices) >= amount("2999.999999"))
    #expect(checker.bound(prices) <= amount("3000"))
    prices.capacity = Grid(rows: 0, periods: 1, filledWith: 0)
    #expect(checker.bound(prices) == .zero)
  }

  /// In a baseline of 30 h each hour moved away costs 1000, more than the 750 that an unmet one costs.
  @Test func changeIsMinimisedAtItsKink() {
    var scenario = Self.scarce
    scenario.policy = Scenario.Policy(changeCostPerHour: 1000)
    scenario.baseline = .init(assignments: [
      .init(staff: "ana", demand: "d", period: 0, hours: 30), .init(staff: "gone", demand: "d", period: 0, hours: 2),
    ])
    var prices = RowPrices(for: scenario)
    prices.effort[0][0] = 750
    // 30 h x 50 + 30 h x 750 + 2 h x 1000; the reduced cost of x is -700, the kink holds it at 30.
    let bound = PlanChecker(scenario).bound(prices)
    #expect(bound <= amount("26000"))
    #expect(bound >= amount("25999.999999"))
  }

  @Test(arguments: 0..<200) func noPricesGiveABoundAboveAPlan(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let scenario = Workshop.scenario
    var prices = RowPrices(for: scenario)
    func any(_ scale: Double) -> Double { Double.random(in: -scale...scale, using: &random) }
    prices.capacity = prices.capacity.map { _ in any(1500) }
    prices.overtimeDay = prices.overtimeDay.map { _ in any(300) }
    prices.overtimeWeek = prices.overtimeWeek.map { _ in any(300) }
    for index in prices.overtimeTotal.indices { prices.overtimeTotal[index] = any(500) }
    for index in prices.effort.indices {
      for slot in prices.effort[index].indices { prices.effort[index][slot] = 500 + any(1000) }
    }
    for index in prices.pace.indices {
      for slot in prices.pace[index].indices { prices.pace[index][slot] = any(500) }
    }
    prices.limits = prices.limits.map { $0.map { _ in any(500) } }
    prices.equipment = prices.equipment.map { $0.map { _ in any(100) } }
    prices.equipmentOvertime = prices.equipmentOvertime.map { $0.map { _ in any(100) } }
    prices.asset = prices.asset.map { _ in any(100) }
    prices.operators = prices.operators.map { _ in any(100) }
    for index in prices.budget.indices { prices.budget[index] = any(1) }
    prices.commitments = [.init(staff: 0, demand: 0, period: 0, price: any(2000))]
    #expect(PlanChecker(scenario).bound(prices) <= Workshop.plan.objective.value)
  }

  /// Ana and two of three others together, of whom one is a pool: 8 h of the 10 wanted; ana has one day.
  static let crew = Scenario(
    calendar: scarce.calendar,
    staff: [
      StaffMember(id: "ana", costPerHour: 50, employedTo: day("2026-01-05")),
      StaffMember(id: "ben", headcount: 2, costPerHour: 20), StaffMember(id: "cy", costPerHour: 30),
    ],
    projects: [
      Project(
        id: "p",
        demands: [
          Demand(
            id: "d",
            kind: .staff(
              StaffDemand(
                .hours(10),
                crew: [CrewPlace(Requirements(only: ["ana"])), CrewPlace(count: 2, Requirements(exclude: ["ana"]))])))
        ])
    ])

  @Test func pricesOfACrewGiveTheOptimum() {
    // An unmet hour counts 5 x 150 x 3, one that is met costs 50 + 2 x 20: ana's 8 h save the difference.
    let value = 8 * 90 + 2 * 2250
    let checker = PlanChecker(Self.crew)
    var prices = RowPrices(for: Self.crew)
    prices.effort[0][0] = 2250
    prices.crews[0].places[0, 0] = 2250 - 2 * 20
    prices.crews[0].places[1, 0] = 20
    prices.capacity[0, 0] = 50 - 2210
    #expect(checker.bound(prices) <= Millionths(value))
    #expect(checker.bound(prices) >= Millionths(value) - Millionths(count: 1))
    // People of whom nothing is known, or in another order, have no shape.
    prices.crews[0].staff = [3]
    prices.crews[0].people = Grid(rows: 1, periods: 7, filledWith: -1)
    #expect(checker.bound(prices) == .zero)
  }

  @Test(arguments: 0..<200) func noPricesOfACrewGiveABoundAboveAPlan(seed: UInt64) {
    var random = SplitMix(seed: seed)
    func any(_ scale: Double) -> Double { Double.random(in: -scale...scale, using: &random) }
    var prices = RowPrices(for: Self.crew)
    prices.effort[0][0] = 1500 + any(1500)
    prices.capacity = prices.capacity.map { _ in any(3000) }
    prices.crews[0].places = prices.crews[0].places.map { _ in any(3000) }
    prices.crews[0].staff = [0, 1, 2]
    prices.crews[0].people = Grid(rows: 3, periods: 7) { _, _ in any(1000) }
    #expect(PlanChecker(Self.crew).bound(prices) <= Millionths(8 * 90 + 2 * 2250))
  }

  @Test func verificationReportsTheBoundAndRefusesAHigherClaim() throws {
    var plan = Plan.empty()
    plan.assignments = [
      .init(
        staff: "ana", demand: "d", project: "p", period: 0, days: Self.scarce.calendar.periods[0], hours: amount("40"),
        cost: .zero)
    ]
    plan.unmet = [Workshop.unmet("d", nil, "20")]
    plan = try PlanPricing(Self.scarce).price(plan)
    var prices = RowPrices(for: Self.scarce)
    prices.effort[0][0] = 750
    for day in 0..<7 { prices.capacity[0, day] = -700 }
    let checker = PlanChecker(Self.scarce)
    let bound = checker.bound(prices)
    plan.objective.bound = bound
    let verdict = checker.verify(plan, prices: prices)
    #expect(
      verdict == .init(feasible: true, violations: [], value: amount("17000"), bound: bound, boundKind: .lagrangian))
    plan.objective.bound = bound + Millionths(count: 1)
    #expect(checker.verify(plan, prices: prices).violations.map(\.kind) == [.wrongBound])
  }
}
