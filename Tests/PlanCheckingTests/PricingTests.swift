// SPDX-License-Identifier: GPL-3.0-or-later

import Issues
import Allocation
import Numbers
import PlanChecking
import Testing

@Suite struct PricingTests {
  @Test func termsAreThoseWorkedOutByHand() {
    let plan = Workshop.plan
    // 90 h x 50 + 40 h x 30 + 11.5 h x 30; 10 h x 50 x 0.5; 11.5 unit-days x 10; |45 - 30| + 45 + 20 + 20.
    // An unmet hour: 3 x the dearest of Ana's 50 x 1.5 = 75 and Ben's 30 / 0.5 = 60, which is 225, and 3 x the rigs of
    // "build", 0.8 x (10 + 1 h x 75) / 8 = 8.5, which is 25.5. So 10 h at priority 5 are 10 x 5 x 250.5.
    #expect(plan.objective.terms.labour == amount("6045"))
    #expect(plan.objective.terms.overtime == amount("250"))
    #expect(plan.objective.terms.assets == amount("115"))
    #expect(plan.objective.terms.unmet == amount("12525"))
    #expect(plan.objective.terms.commitments == .zero)
    #expect(plan.objective.terms.change == amount("100"))
    #expect(plan.objective.value == amount("19035"))
    #expect(plan.assignments.map(\.cost) == ["2250", "2250", "600", "600"].map(amount))
  }

  @Test func summaryIsThatWorkedOutByHand() {
    let summary = Workshop.plan.summary
    #expect(summary.hours == .init(wanted: amount("120"), unmet: amount("10")))
    #expect(summary.unitDays == .init(wanted: amount("2.5")))
    #expect(summary.cost == amount("6410"))
    #expect(summary.coverageByPriority.map(\.priority) == [5])
    #expect(summary.projects.map(\.id) == ["p", "q"])
    #expect(summary.projects[0].cost == amount("6410"))
    #expect(
      summary.people == [
        .init(id: "ana", available: amount("80"), used: amount("90"), overtime: amount("10")),
        .init(id: "ben", available: amount("80"), used: amount("51.5")),
        .init(id: "cy", available: amount("40")),
      ])
    #expect(
      summary.departments == [.init(id: "dev", available: amount("80"), used: amount("90"), overtime: amount("10"))])
    #expect(
      summary.skills == [
        .init(id: "java", available: amount("160"), used: amount("130"), overtime: amount("10")),
        .init(id: "ops", available: amount("80")),
      ])
    #expect(
      summary.assets == [
        .init(id: "crane", available: amount("14")), .init(id: "rig", available: amount("28"), used: amount("11.5")),
      ])
  }

  /// As in the program: what nothing is compared with has not changed.
  @Test func changeCostsNothingWithoutAPlanInForce() throws {
    var scenario = Workshop.scenario
    scenario.baseline = nil
    let plan = try PlanPricing(scenario).price(Workshop.amounts)
    #expect(plan.objective.terms.change == .zero)
    #expect(plan.objective.value == Workshop.plan.objective.value - amount("100"))
    scenario.baseline = .init(assignments: [])
    // 45 + 45 + 20 + 20 hours more than nothing.
    #expect(try PlanPricing(scenario).price(Workshop.amounts).objective.terms.change == amount("130"))
  }

  @Test func sortsItsLists() throws {
    var plan = Workshop.amounts
    plan.assignments.reverse()
    plan.assetUse.reverse()
    plan.load = PlanLoad()
    #expect(try PlanPricing(Workshop.scenario).price(plan) == Workshop.plan)
  }

  @Test func unknownReferenceIsAnErrorWithItsPlace() throws {
    var plan = Workshop.amounts
    plan.assignments[3].staff = "zoe"
    let error = #expect(throws: PlanPricing.UnknownReference.self) {
      try PlanPricing(Workshop.scenario).price(plan)
    }
    #expect(error?.id == "zoe")
    #expect(error?.path.pointer == "/assignments/3/staff")
  }

  /// Rates with a third in them: no entry's exact cost is on the grid.
  @Test(arguments: 0..<50) func entriesAddUpToTheTermsAndTheTermsToTheValue(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    var scenario = Workshop.scenario
    scenario.staff[0].costPerHour = Dated(decimal("33.3333337"))
    scenario.staff[1].costPerHour = Dated(decimal("7.00000049"))
    scenario.staff[1].skills[0].productivity = decimal("0.7")
    var plan = Workshop.amounts
    func any() -> Millionths { Millionths(count: Int128(random.next() % 50_000_000)) }
    for index in plan.assignments.indices { plan.assignments[index].hours = any() }
    for index in plan.operating.indices { plan.operating[index].hours = any() }
    for index in plan.overtime.indices { plan.overtime[index].hours = any() }
    for index in plan.assetUse.indices { plan.assetUse[index].unitDays = any() }
    plan.unmet = [
      Workshop.unmet("build", nil, "0"), Workshop.unmet("care", 0, "0"), Workshop.unmet("care", 1, "0"),
    ]
    for index in plan.unmet.indices { plan.unmet[index].amount = any() }
    plan = try PlanPricing(scenario).price(plan)
    func sum(_ costs: [Millionths]) -> Millionths { costs.reduce(.zero, +) }
    let terms = plan.objective.terms
    #expect(sum(plan.assignments.map(\.cost)) + sum(plan.operating.map(\.cost)) == terms.labour)
    #expect(sum(plan.overtime.map(\.cost)) == terms.overtime)
    #expect(sum(plan.assetUse.map(\.cost)) == terms.assets)
    #expect(sum(plan.unmet.map(\.cost)) == terms.unmet)
    #expect(terms.total == plan.objective.value)
    #expect(plan.summary.cost == terms.labour + terms.overtime + terms.assets)
    #expect(sum(plan.summary.projects.map(\.cost)) == plan.summary.cost)
    for entry in plan.assignments {
      let rate = entry.staff == "ana" ? 33.3333337 : 7.00000049
      #expect(abs(entry.cost.doubleValue - rate * entry.hours.doubleValue) < 1.001e-6)
    }
  }
}

struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed &+ 0x1234_5678 }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
