// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import PlanChecking
import Testing

/// Bounds of scenarios with whole decisions. The value of the best plan of each is worked out by hand.
@Suite struct CaseBoundTests {
  /// A scenario with its best value, and prices of its capacity and effort that are good ones.
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    var scenario: Scenario
    var best: Int
    /// The cases, as changes of the whole domain, each with prices.
    var cases: [@Sendable (inout BoundCase) -> Void]
    var testDescription: String { name }

    func bound() -> Millionths {
      PlanChecker(scenario).bound(
        cases: cases.map { change in
          var one = BoundCase(domain: DecisionDomain(of: scenario), prices: [RowPrices(for: scenario)])
          change(&one)
          return one
        })
    }
  }

  /// Prices of a person's time in the first week.
  private static func price(_ one: inout BoundCase, _ staff: Int, _ price: Double) {
    for day in 0..<7 { one.prices[0].capacity[staff, day] = price }
  }

  private static let ana = StaffMember(id: "ana", costPerHour: 50)

  static let examples: [Example] = [
    shift, wholeOrNot, impossible, external, team, order, projects, training, least, moved, evenTeam, shortTeam, chain,
    circle,
    evenShare, halfOfEven, noHours, chainOfProject, waitingWithFewProjects,
  ]

  /// Both in the first week would take 80 h of 40; a week later costs 100. An unmet hour costs 750.
  private static let shift = Example(
    name: "shift",
    scenario: Studio.scenario(
      [ana],
      [
        Project(
          id: "p", shift: .init(latest: 1, costPerWeek: 100), demands: [Studio.demand("d", StaffDemand(hours: 40))]),
        Project(id: "q", demands: [Studio.demand("e", StaffDemand(hours: 40))]),
      ]), best: 4100, cases: [{ price(&$0, 0, -2.5) }])

  /// With the first project 10 of the other's 30 h are met: 17000. Without it 12000 and 1500.
  private static let wholeOrNot = Example(
    name: "allOrNothing",
    scenario: Studio.scenario(
      [ana],
      [
        Project(
          id: "p", allOrNothing: true,
          demands: [demand("d", StaffDemand(hours: 30), unmetCost: 400)]),
        Project(id: "q", demands: [Studio.demand("e", StaffDemand(hours: 30))]),
      ]), best: 13_500,
    cases: [
      {
        $0.domain.runs[0] = true
        price(&$0, 0, -700)
        $0.prices[0].effort = [[750], [750]]
      },
      {
        $0.domain.runs[0] = false
        $0.prices[0].effort = [[50], [50]]
      },
    ])

  private static func demand(_ id: String, _ work: StaffDemand, unmetCost: ExactDecimal) -> Demand {
    var demand = Studio.demand(id, work)
    demand.unmetCost = unmetCost
    return demand
  }

  /// 100 h cannot be done in a week, so that nothing is.
  private static let impossible = Example(
    name: "impossible",
    scenario: Studio.scenario(
      [ana], [Project(id: "p", allOrNothing: true, demands: [Studio.demand("d", StaffDemand(hours: 100))])]),
    best: 75_000, cases: [{ _ in }])

  /// None: 60 x 900; one: 2400, 1000 and 20 x 900; two: 3600 and 2000.
  private static let external = Example(
    name: "external",
    scenario: Studio.scenario(
      [
        StaffMember(
          id: "x", costPerHour: 60, external: .init(heads: 2, engagementCost: 1000))
      ],
      [Project(id: "p", demands: [demand("d", StaffDemand(hours: 60), unmetCost: 900)])]), best: 5600,
    cases: [
      { $0.domain.heads[0] = 2...2 },
      {
        $0.domain.heads[0] = 0...1
        price(&$0, 0, -840)
      },
    ])

  /// One of two people: 40 of 60 h.
  private static let team: Example = {
    var work = StaffDemand(hours: 60)
    work.team = .init(max: 1)
    var pair = StaffDemand(hours: 10, only: ["ana"])
    pair.team = .init(min: 2)
    return Example(
      name: "team",
      scenario: Studio.scenario(
        [ana, StaffMember(id: "ben", costPerHour: 50)],
        [Project(id: "p", demands: [Studio.demand("d", work), Studio.demand("e", pair, weeks: 1...1)])]),
      best: 17_000 + 7500, cases: [{ _ in }])
  }()

  /// The second would have to be done before the first can be.
  private static let order: Example = {
    var work = StaffDemand(hours: 40)
    work.after = [.init("a")]
    return Example(
      name: "after",
      scenario: Studio.scenario(
        [ana],
        [
          Project(
            id: "p", demands: [Studio.demand("a", StaffDemand(hours: 40), weeks: 0...1), Studio.demand("b", work)])
        ]),
      best: 32_000, cases: [{ _ in }])
  }()

  /// One of two projects: 1000 and 20 x 750.
  private static let projects = Example(
    name: "maxProjects",
    scenario: Studio.scenario(
      [StaffMember(id: "ana", costPerHour: 50, maxProjects: 1)],
      ["p", "q"].map { Project(id: $0, demands: [Studio.demand($0 + "d", StaffDemand(hours: 20))]) }), best: 16_000,
    cases: [{ $0.prices[0].projects = [cell(0, 0, 0, -700), cell(0, 1, 0, -700)] }])

  private static func cell(_ staff: Int, _ demand: Int, _ period: Int, _ price: Double) -> RowPrices.CellPrice {
    .init(staff: staff, demand: demand, period: period, price: price)
  }

  /// Ana is away in the second week, Ben in the first: with one of them 20 of 60 h are unmet.
  private static let evenTeam: Example = {
    func away(_ week: Int) -> [StaffMember.Absence] {
      let first = day("2026-01-05").advanced(by: 7 * week)
      return [.init(DayRange(first, first.advanced(by: 6)))]
    }
    var work = StaffDemand(hours: 60)
    (work.pace, work.team) = (.even, .init(max: 1))
    return Example(
      name: "team of an even demand",
      scenario: Studio.scenario(
        [
          StaffMember(id: "ana", costPerHour: 50, absences: away(1)),
          StaffMember(id: "ben", costPerHour: 50, absences: away(0)),
        ], [Project(id: "p", demands: [Studio.demand("d", work, weeks: 0...2)])]),
      best: 17_000, cases: [{ _ in }])
  }()

  /// Three people with an hour each are more than is wanted.
  private static let shortTeam: Example = {
    var work = StaffDemand(hours: 2)
    work.team = .init(min: 3)
    return Example(
      name: "team for a short demand",
      scenario: Studio.scenario(
        ["ana", "ben", "cem"].map { StaffMember(id: $0, costPerHour: 50) },
        [Project(id: "p", demands: [Studio.demand("d", work)])]), best: 1500, cases: [{ _ in }])
  }()

  private static func work(_ hours: Int, after: [String] = []) -> StaffDemand {
    var work = StaffDemand(hours: ExactDecimal(hours))
    work.after = after.map { .init($0) }
    return work
  }

  /// Two weeks are one too few: 2000 twice, and 30000.
  private static let chain = Example(
    name: "chain of demands",
    scenario: Studio.scenario(
      [ana],
      [
        Project(id: "p", demands: [Studio.demand("a", work(40), weeks: 0...1)]),
        Project(
          id: "q",
          demands: [
            Studio.demand("b", work(40, after: ["a"]), weeks: 0...1),
            Studio.demand("c", work(40, after: ["b"]), weeks: 0...1),
          ]),
      ]), best: 34_000, cases: [{ _ in }])

  /// The last waits for two that wait for the first: one is done in its last week, so that it cannot be.
  private static let circle = Example(
    name: "circle of demands",
    scenario: Studio.scenario(
      [ana],
      [
        Project(
          id: "p",
          demands: [
            Studio.demand("a", work(10)), Studio.demand("b", work(10, after: ["a"]), weeks: 1...1),
            Studio.demand("c", work(10, after: ["a"]), weeks: 2...2),
            Studio.demand("d", work(10, after: ["b", "c"]), weeks: 1...2),
          ])
      ]), best: 3 * 500 + 7500, cases: [{ _ in }])

  /// The first is met in its second week only.
  private static let evenShare: Example = {
    var even = work(20)
    even.pace = .even
    return Example(
      name: "share of an even demand",
      scenario: Studio.scenario(
        [ana],
        [
          Project(
            id: "p",
            demands: [
              Studio.demand("a", even, weeks: 0...1), Studio.demand("b", work(30, after: ["a"]), weeks: 1...1),
            ])
        ]), best: 1000 + 22_500, cases: [{ _ in }])
  }()

  /// 30 of 40 h have to be met, which costs more than it saves, but less than what waits for them saves.
  private static let halfOfEven: Example = {
    var even = work(40)
    even.pace = .even
    var first = Studio.demand("a", even, weeks: 0...1)
    first.unmetCost = 10
    var last = work(10)
    last.after = [.init("a", share: 0.75)]
    return Example(
      name: "share of an even demand that does not pay",
      scenario: Studio.scenario(
        [ana], [Project(id: "p", demands: [first, Studio.demand("b", last, weeks: 2...2)])]),
      best: 30 * 50 + 10 * 10 + 500, cases: [{ _ in }])
  }()

  /// Nobody can do the first, and nothing of it has to be met: the second may begin at once, whatever the lag.
  private static let noHours: Example = {
    var first = work(10)
    first.requirements.only = []
    var second = StaffDemand(hours: 10)
    second.after = [.init("a", lag: 2, share: 0)]
    return Example(
      name: "after nothing",
      scenario: Studio.scenario(
        [ana], [Project(id: "p", demands: [Studio.demand("a", first), Studio.demand("b", second)])]),
      best: 7500 + 500, cases: [{ _ in }])
  }()

  /// A week later all are met, which costs 100: now the first would have to be left, and all with it.
  private static let chainOfProject = Example(
    name: "chain of a project that is moved",
    scenario: Studio.scenario(
      [StaffMember(id: "ana", costPerHour: 50, absences: [.init(DayRange(day("2026-01-05"), day("2026-01-11")))])],
      [
        Project(
          id: "p", shift: .init(latest: 1, costPerWeek: 100), allOrNothing: true,
          demands: [
            Studio.demand("a", work(10)), Studio.demand("b", work(10, after: ["a"]), weeks: 1...1),
          ])
      ]), best: 1100, cases: [{ _ in }])

  /// One project in a week: in the first week the demand that is waited for, or the one of the other project.
  private static let waitingWithFewProjects = Example(
    name: "order and maxProjects",
    scenario: Studio.scenario(
      [StaffMember(id: "ana", costPerHour: 50, maxProjects: 1)],
      [
        Project(
          id: "p", demands: [Studio.demand("a", work(10)), Studio.demand("b", work(10, after: ["a"]), weeks: 0...1)]),
        Project(id: "q", demands: [Studio.demand("c", work(10))]),
      ]), best: 1000 + 7500, cases: [{ $0.prices[0].projects = [cell(0, 0, 0, -700), cell(0, 2, 0, -700)] }])

  /// With the training 500, 2000, 30 x 50 and 10 x 750; without it 32000.
  private static let training = Example(
    name: "training",
    scenario: Studio.scenario(
      [
        StaffMember(
          id: "ana", costPerHour: 50,
          training: [.init("java", level: 1, cost: 500, hours: 10, from: day("2026-01-12"))])
      ],
      [
        Project(
          id: "p",
          demands: [
            Studio.demand("d", StaffDemand(hours: 40, skills: [.init("java", level: 1)]), weeks: 0...1),
            Studio.demand("e", StaffDemand(hours: 40)),
          ])
      ]), best: 11_500, cases: [{ price(&$0, 0, -700) }])

  /// 5 h a week are fewer than the least.
  private static let least = Example(
    name: "minimumHours",
    scenario: Studio.scenario(
      [ana], [Project(id: "p", demands: [Studio.demand("d", StaffDemand(hours: 60, maxHoursPerWeek: 5))])],
      policy: .init(minimumHoursPerWeek: 10)), best: 45_000, cases: [{ _ in }])

  /// A rig is out in the first week; in the second one day counts fewer: 100 for the week and a unit-day that is unmet.
  private static let moved = Example(
    name: "fewer days",
    scenario: Studio.scenario(
      [],
      [
        Project(
          id: "p", shift: .init(latest: 1, costPerWeek: 100),
          demands: [
            Demand(
              id: "d", from: day("2026-01-05"), to: day("2026-01-11"), unmetCost: 200,
              kind: .asset(AssetDemand(units: 1, choice: .asset("rig"), days: .work)))
          ])
      ],
      assets: [
        Asset(id: "rig", costPerUnitDay: 10, outages: [.init(DayRange(day("2026-01-05"), day("2026-01-11")))])
      ], holidays: ["2026-01-14"]), best: 100 + 4 * 10 + 200,
    cases: [
      { one in
        for day in 0..<21 { one.prices[0].effort[0][day] = 10 }
        var first = one.prices[0]
        for day in 0..<21 { first.effort[0][day] = 200 }
        for day in 0..<7 { first.asset[0, day] = -190 }
        one.prices = [first, one.prices[0]]
      }
    ])

  @Test(arguments: examples) func goodPricesGiveTheBestValue(_ example: Example) {
    #expect(Self.isNear(example.bound(), example.best))
  }

  /// Whether a bound is a value, but for what rounding takes.
  private static func isNear(_ bound: Millionths?, _ value: Int) -> Bool {
    guard let bound else { return false }
    return bound <= Millionths(value) && bound >= Millionths(value) - Millionths(count: 2000)
  }

  /// Random prices, and random cases: a bound that is above the best value would be no bound.
  @Test(arguments: examples, 0..<60) func noPricesGiveABoundAboveTheBestValue(_ example: Example, seed: UInt64) {
    var random = SplitMix(seed: seed)
    func any(_ scale: Double) -> Double { Double.random(in: -scale...scale, using: &random) }
    func prices() -> RowPrices {
      var prices = RowPrices(for: example.scenario)
      prices.capacity = prices.capacity.map { _ in any(900) }
      prices.asset = prices.asset.map { _ in any(300) }
      for index in prices.effort.indices {
        for slot in prices.effort[index].indices { prices.effort[index][slot] = 300 + any(700) }
      }
      for index in prices.pace.indices {
        for slot in prices.pace[index].indices { prices.pace[index][slot] = any(500) }
        for person in example.scenario.staff.indices {
          for week in 0..<3 { prices.projects.append(Self.cell(person, index, week, any(800))) }
        }
      }
      return prices
    }
    let whole = DecisionDomain(of: example.scenario)
    var domains = [whole]
    // Cut some ranges in two.
    for _ in 0..<3 {
      let (index, choice) = (Int(random.next() % UInt64(domains.count)), Int(random.next() % 6))
      var (low, high) = (domains[index], domains[index])
      switch choice {
      case 0:
        let range = low.weeks[0]
        guard range.count > 1 else { continue }
        (low.weeks[0], high.weeks[0]) = (range.lowerBound...range.lowerBound, range.lowerBound + 1...range.upperBound)
      case 1:
        guard let range = low.heads.first, range.count > 1 else { continue }
        (low.heads[0], high.heads[0]) = (range.lowerBound...range.upperBound - 1, range.upperBound...range.upperBound)
      case 2:
        guard let list = low.trainings.first, let place = list.firstIndex(of: nil) else { continue }
        (low.trainings[0][place], high.trainings[0][place]) = (false, true)
      case 3, 4:
        let path = choice == 3 ? \DecisionDomain.begins : \.met
        guard
          let demand = low[keyPath: path].indices.filter({ low[keyPath: path][$0].count > 1 }).randomElement(
            using: &random)
        else { continue }
        let range = low[keyPath: path][demand]
        let end = Int.random(in: range.lowerBound..<range.upperBound, using: &random)
        low[keyPath: path][demand] = range.lowerBound...end
        high[keyPath: path][demand] = end + 1...range.upperBound
      default:
        guard low.runs[0] == nil else { continue }
        (low.runs[0], high.runs[0]) = (false, true)
      }
      domains[index] = low
      domains.append(high)
    }
    let bound = PlanChecker(example.scenario).bound(
      cases: domains.map { BoundCase(domain: $0, prices: random.next() % 2 == 0 ? [prices()] : [prices(), prices()]) })
    #expect(bound <= Millionths(example.best))
  }

  // MARK: Cases

  @Test func casesHaveToLeaveNothingOut() {
    let scenario = Self.external.scenario
    let whole = DecisionDomain(of: scenario)
    func bound(_ ranges: [ClosedRange<Int>]) -> Millionths {
      PlanChecker(scenario).bound(
        cases: ranges.map { range in
          var domain = whole
          domain.heads[0] = range
          return BoundCase(domain: domain, prices: [RowPrices(for: scenario)])
        })
    }
    #expect(bound([2...2, 1...1, 0...0]) > amount("3500"))
    #expect(bound([0...1, 1...2]) > amount("3500"))
    #expect(bound([0...0, 2...2]) == .zero)
    #expect(bound([1...2]) == .zero)
    #expect(bound([]) == .zero)
    #expect(PlanChecker(scenario).bound(cases: [BoundCase(domain: whole, prices: [])]) == .zero)
    // Prices of everything open, as those of a scenario without decisions are given.
    #expect(Self.isNear(PlanChecker(scenario).bound(RowPrices(for: scenario)), 3600))
  }

  @Test func casesSayWhenDemandsBeginAndWhatIsMet() {
    let scenario = Self.halfOfEven.scenario
    let whole = DecisionDomain(of: scenario)
    #expect(whole.begins == [0...0, 0...3] && whole.met == [0...1, 0...0])
    func bound(_ domains: [DecisionDomain]) -> Millionths {
      PlanChecker(scenario).bound(cases: domains.map { BoundCase(domain: $0, prices: [RowPrices(for: scenario)]) })
    }
    func cases(_ path: WritableKeyPath<DecisionDomain, [ClosedRange<Int>]>, _ demand: Int, _ ranges: [ClosedRange<Int>])
      -> [DecisionDomain]
    {
      ranges.map { range in
        var domain = whole
        domain[keyPath: path][demand] = range
        return domain
      }
    }
    // It can begin in the last week alone; without it the first is left too.
    #expect(Self.isNear(bound(cases(\.begins, 1, [0...2, 3...3])), 2100))
    #expect(Self.isNear(bound(cases(\.met, 0, [0...0, 1...1])), 2100))
    #expect(bound(cases(\.begins, 1, [0...1, 3...3])) == .zero)
    #expect(bound(cases(\.met, 0, [1...1])) == .zero)
    let never = Studio.amounts([])
    let plan = PlanChecker(scenario).judge(
      PlanChecker(scenario).appraise(never), for: .init(name: nil, sha256: "0"),
      engine: .init(name: "native", version: "0"),
      certificate: Certificate(
        bound: bound(cases(\.begins, 1, [0...2, 3...3])), prices: nil,
        cases: (cases(\.begins, 1, [0...2])
          + cases(\.begins, 1, [3...3]).flatMap { one in
            [0...0, 1...1].map { range in
              var domain = one
              domain.met[0] = range
              return domain
            }
          }).map { BoundCase(domain: $0, prices: [RowPrices(for: scenario)]) }, stop: .time, gapTolerance: 1e-6),
      withCertificate: true)
    #expect(
      plan.certificate?.steps[0].cases.map { $0.decisions.map(\.kind) } == [[.begin], [.begin, .met], [.begin, .met]])
    let verdict = PlanChecker(scenario).verify(plan, prices: nil)
    #expect(verdict.violations == [] && verdict.boundKind == .leaves)
    var other = plan
    other.certificate?.steps[0].cases[1].decisions[1].range = 1...2
    #expect(PlanChecker(scenario).verify(other, prices: nil).violations.map(\.kind) == [.wrongBound])
  }

  @Test func aCaseWithoutAPlanIsNoLimit() {
    let scenario = Self.impossible.scenario
    var domain = DecisionDomain(of: scenario)
    domain.runs[0] = true
    var other = domain
    other.runs[0] = false
    let prices = [RowPrices(for: scenario)]
    let checker = PlanChecker(scenario)
    let bound = checker.bound(cases: [domain, other].map { BoundCase(domain: $0, prices: prices) })
    #expect(Self.isNear(bound, 75_000))
    #expect(checker.bound(cases: [BoundCase(domain: other, prices: prices)]) == .zero)
  }

  // MARK: Claims

  private static func plan(_ cases: [BoundCase], withCertificate: Bool = true) -> Plan {
    let checker = PlanChecker(external.scenario)
    var decisions = Decisions(for: external.scenario)
    decisions.heads[0] = 2
    let amounts = Studio.amounts(Studio.work(0, 0, 0..<5, "12"), decisions)
    return checker.judge(
      checker.appraise(amounts), for: .init(name: nil, sha256: "0"), engine: .init(name: "native", version: "0"),
      certificate: Certificate(
        bound: checker.bound(cases: cases), prices: nil, cases: cases, stop: .time, gapTolerance: 1e-6),
      withCertificate: withCertificate)
  }

  private static var cases: [BoundCase] {
    external.cases.map { change in
      var one = BoundCase(domain: DecisionDomain(of: external.scenario), prices: [RowPrices(for: external.scenario)])
      change(&one)
      return one
    }
  }

  @Test func aPlanSaysWhatItsBoundFollowsFrom() {
    let plan = Self.plan(Self.cases)
    #expect(plan.status == .optimal)
    #expect(plan.verification.boundKind == .leaves)
    #expect(plan.certificate?.steps.first?.cases.map(\.decisions.count) == [1, 1])
    let checker = PlanChecker(Self.external.scenario)
    let verdict = checker.verify(plan, prices: nil)
    #expect(verdict.violations == [])
    #expect(verdict.boundKind == .leaves)
    #expect(verdict.bound == plan.objective.bound)
    var other = plan
    other.certificate?.steps[0].cases.removeLast()
    #expect(checker.verify(other, prices: nil).violations.map(\.kind) == [.wrongBound])
    other = plan
    other.certificate?.steps[0].cases[0].decisions[0].range = 2...3
    #expect(checker.verify(other, prices: nil).violations.map(\.kind) == [.wrongBound])
    // One case is the linear program with everything left open: 1.5 people are enough for it.
    let root = Self.plan([
      BoundCase(domain: DecisionDomain(of: Self.external.scenario), prices: [RowPrices(for: Self.external.scenario)])
    ])
    #expect(root.verification.boundKind == .lp)
    #expect(Self.isNear(root.verification.bound, 3600))
    #expect(checker.verify(root, prices: nil).violations == [])
    #expect(root.status == .feasible)
  }

  @Test func pricesOfWeeksAreInACertificate() {
    let scenario = Self.moved.scenario
    let checker = PlanChecker(scenario)
    var one = BoundCase(domain: DecisionDomain(of: scenario), prices: [RowPrices(for: scenario)])
    Self.moved.cases[0](&one)
    var decisions = Decisions(for: scenario)
    decisions.weeks[0] = 1
    let units: [PlanAmounts.Use] = [7, 8, 10, 11].map { .init(asset: 0, demand: 0, day: $0, unitDays: 1_000_000) }
    let plan = checker.judge(
      checker.appraise(Studio.amounts([], units: units, decisions)), for: .init(name: nil, sha256: "0"),
      engine: .init(name: "native", version: "0"),
      certificate: Certificate(
        bound: checker.bound(cases: [one]), prices: nil, cases: [one], stop: .time, gapTolerance: 1e-6),
      withCertificate: true)
    #expect(plan.objective.value == amount("340"))
    #expect(plan.status == .optimal)
    #expect(checker.verify(plan, prices: nil).violations == [])
    #expect(checker.verify(plan, prices: nil).bound == plan.objective.bound)
  }

  @Test func pricesOfProjectsAreInACertificate() {
    let scenario = Self.projects.scenario
    let checker = PlanChecker(scenario)
    var one = BoundCase(domain: DecisionDomain(of: scenario), prices: [RowPrices(for: scenario)])
    Self.projects.cases[0](&one)
    var plan = checker.judge(
      checker.appraise(Studio.amounts(Studio.work(0, 0, 0..<5, "4"))), for: .init(name: nil, sha256: "0"),
      engine: .init(name: "native", version: "0"),
      certificate: Certificate(
        bound: checker.bound(cases: [one]), prices: nil, cases: [one], stop: .time, gapTolerance: 1e-6),
      withCertificate: true)
    #expect(plan.status == .optimal && plan.objective.value == amount("16000"))
    #expect(plan.certificate?.steps[0].cases[0].rows.map(\.kind) == [.projects, .projects])
    #expect(checker.verify(plan, prices: nil).violations == [])
    // Without one of them hours of both projects are free to be had.
    var other = plan
    other.certificate?.steps[0].cases[0].rows.removeLast()
    #expect(checker.verify(other, prices: nil).violations.map(\.kind) == [.wrongBound])
    // A row of nobody with such a limit is none.
    plan.certificate?.steps[0].cases[0].rows[0].staff = "nobody"
    #expect(checker.verify(plan, prices: nil).violations.map(\.kind) == [.wrongBound])
  }
}
