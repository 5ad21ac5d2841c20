// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import PlanChecking
import Testing

/// Scenarios with all kinds of decisions at once, in random plans that keep every rule: no bound is above the value of one,
/// however its prices are improved.
@Suite struct CaseFuzzTests {
  /// Ana, Ben who can learn Java, and two from outside who know it; three projects in three weeks.
  private static func scenario(_ random: inout SplitMix) -> Scenario {
    func maybe() -> Bool { random.next() % 2 == 0 }
    func number(_ range: ClosedRange<Int>) -> ExactDecimal { ExactDecimal(Int.random(in: range, using: &random)) }
    func work(_ hours: Int, java: Bool = false, after: String? = nil) -> StaffDemand {
      var work = StaffDemand(hours: ExactDecimal(hours), skills: java ? [.init("java", level: 1)] : [])
      if let after { work.after = [.init(after, lag: maybe() ? 1 : 0, share: maybe() ? 0 : nil)] }
      return work
    }
    func demand(_ id: String, _ work: StaffDemand, _ weeks: ClosedRange<Int>) -> Demand {
      var demand = Studio.demand(id, work, weeks: weeks)
      demand.unmetCost = number(60...250)
      return demand
    }
    var first = work(30)
    if maybe() { first.team = .init(min: 1, max: maybe() ? 1 : 2) }
    var even = work(40)
    even.pace = .even
    var slow = work(25, after: maybe() ? "q1" : nil)
    slow.maxHoursPerWeek = 15
    var last = work(15, after: maybe() ? "q2" : nil)
    if maybe() { last.after.append(.init("q1", share: 0)) }
    if maybe() { (even.team, last.team) = (.init(min: 1, max: 1), .init(max: 1)) }
    return Studio.scenario(
      [
        StaffMember(
          id: "ana", costPerHour: 50, overtime: maybe() ? .init(hoursPerWeek: 4) : nil,
          maxProjects: maybe() ? 1 : nil),
        StaffMember(
          id: "ben", costPerHour: 40,
          training: [.init("java", level: 1, cost: 200, hours: 6, from: maybe() ? day("2026-01-12") : nil)]),
        StaffMember(
          id: "x", skills: [.init("java", level: 1)], costPerHour: 55,
          external: .init(heads: 2, engagementCost: number(100...900))),
      ],
      [
        Project(
          id: "p", shift: .init(latest: 1, costPerWeek: number(0...300)), allOrNothing: maybe(),
          demands: [
            demand("p1", first, 0...(maybe() ? 0 : 1)),
            demand("p2", work(20, java: true, after: maybe() ? "p1" : nil), 0...1),
          ]),
        Project(id: "q", demands: [demand("q1", even, 0...1), demand("q2", slow, 0...2), demand("q3", last, 1...2)]),
        Project(
          id: "r", shift: maybe() ? .init(latest: 2, costPerWeek: 50) : nil, allOrNothing: maybe(),
          demands: [demand("r1", work(20, java: true), 0...0)]),
      ], policy: .init(minimumHoursPerWeek: maybe() ? 4 : nil))
  }

  private static func decisions(_ scenario: Scenario, _ random: inout SplitMix) -> Decisions {
    var decisions = Decisions(for: scenario)
    for project in scenario.projects.indices {
      decisions.weeks[project] = scenario.possibleWeeks(ofProject: project).randomElement(using: &random) ?? 0
    }
    decisions.heads[2] = Int.random(in: 0...2, using: &random)
    decisions.trainings[1] = random.next() % 2 == 0 ? [0] : []
    return decisions
  }

  /// Work that fills some demands, one after another.
  private static func amounts(_ scenario: Scenario, _ decisions: Decisions, _ random: inout SplitMix) -> PlanAmounts {
    let decided = scenario.decided(decisions)
    var left = [Int64](repeating: 8_000_000, count: 3 * 21)
    for day in 0..<21 { left[2 * 21 + day] *= Int64(decisions.heads[2]) }
    // What the training takes.
    if !decisions.trainings[1].isEmpty, scenario.staff[1].training[0].from != nil { left[21] = 2_000_000 }
    var work: [PlanAmounts.Work] = []
    for (index, place) in scenario.demandPlaces.enumerated().shuffled(using: &random)
    where random.next() % 5 != 0 {
      let demand = scenario.demand(at: place)
      let java = demand.staff?.requirements.skills.isEmpty == false
      var wanted = Int64(scenario.hours(of: place).doubleValue) * 1_000_000
      let window = decided.window(of: place)
      let days = (0..<21).filter { $0 % 7 < 5 && window.contains(day("2026-01-05").advanced(by: $0)) }
      if demand.staff?.pace == .even { wanted = 20_000_000 }
      for person in [0, 1, 2].shuffled(using: &random) where random.next() % 3 != 0 {
        for day in days where wanted > 0 {
          if java, person == 0 || person == 1 && (decisions.trainings[1].isEmpty || day < 7) { continue }
          if demand.staff?.pace == .even, day >= 7 { continue }
          let most: Int64 = demand.staff?.maxHoursPerWeek == nil ? 8_000_000 : 3_000_000
          let hours = min(wanted, min(left[person * 21 + day], most))
          guard hours > 0 else { continue }
          work.append(.init(staff: person, demand: index, day: day, hours: hours))
          left[person * 21 + day] -= hours
          wanted -= hours
        }
      }
    }
    return Studio.amounts(work, decisions)
  }

  private static func value(of scenario: Scenario, _ random: inout SplitMix) -> Millionths {
    let checker = PlanChecker(scenario)
    var best = checker.appraise(Studio.amounts([])).value
    for _ in 0..<60 {
      let decisions = decisions(scenario, &random)
      let appraisal = checker.appraise(amounts(scenario, decisions, &random))
      if appraisal.violations.isEmpty { best = min(best, appraisal.value) }
    }
    return best
  }

  private static func domains(_ whole: DecisionDomain, _ random: inout SplitMix) -> [DecisionDomain] {
    var (low, high) = (whole, whole)
    switch random.next() % 8 {
    case 0:
      (low.weeks[0], high.weeks[0]) = (0...0, 1...1)
      guard whole.weeks[0].count > 1 else { return [whole] }
    case 1: (low.heads[2], high.heads[2]) = (0...0, 1...2)
    case 2: (low.trainings[1][0], high.trainings[1][0]) = (false, true)
    case 3:
      guard whole.runs[0] == nil else { return [whole] }
      (low.runs[0], high.runs[0]) = (false, true)
    case 4...6:
      // The demands of q, which cannot be moved: its teams, who is on them, and Ana's project of a week.
      let decision: WorkDecision =
        switch random.next() % 3 {
        case 0: .team(demand: 2)
        case 1: .member(demand: 2, staff: Int.random(in: 0...1, using: &random))
        default: .project(1, staff: 0, period: Int.random(in: 0...2, using: &random))
        }
      (low.work[decision], high.work[decision]) = (false, true)
    default: return [whole]
    }
    return [low, high]
  }

  @Test(arguments: 0..<60) func noBoundIsAboveAPlan(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let scenario = Self.scenario(&random)
    let checker = PlanChecker(scenario)
    let best = Self.value(of: scenario, &random)
    let domains = Self.domains(DecisionDomain(of: scenario), &random)
    var prices = RowPrices(for: scenario)
    for index in prices.effort.indices {
      for slot in prices.effort[index].indices { prices.effort[index][slot] = 60 }
    }
    func bound(_ prices: RowPrices) -> Millionths {
      checker.bound(cases: domains.map { BoundCase(domain: $0, prices: [prices]) })
    }
    var highest = bound(prices)
    #expect(highest <= best)
    // Uphill, week by week and person by person.
    for _ in 0..<40 {
      var other = prices
      let (person, week) = (Int.random(in: 0..<3, using: &random), Int.random(in: 0..<3, using: &random))
      let change = Double.random(in: -40...40, using: &random)
      for day in 7 * week..<7 * week + 7 { other.capacity[person, day] = min(0, other.capacity[person, day] + change) }
      let demand = Int.random(in: 0..<other.effort.count, using: &random)
      for slot in other.effort[demand].indices {
        other.effort[demand][slot] += Double.random(in: -30...30, using: &random)
      }
      let cell = RowPrices.CellPrice(
        staff: 0, demand: demand, period: week, price: Double.random(in: -90...10, using: &random))
      other.projects.removeAll { ($0.demand, $0.period) == (demand, week) }
      other.projects.append(cell)
      let found = bound(other)
      #expect(found <= best)
      if found > highest { (highest, prices) = (found, other) }
    }
  }
}
