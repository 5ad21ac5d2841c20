// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Generation
import Numbers
import PlanChecking
import Planning
import Testing

/// Plans with decisions in whole numbers: what is decided, and what it is worth, by hand.
@Suite("Decisions in whole numbers") struct DecisionTests {
  private static func demand(_ id: String, _ hours: ExactDecimal, skill: String? = nil) -> Demand {
    Demand(
      id: id, kind: .staff(StaffDemand(hours: hours, skills: skill.map { [.init($0, level: 3)] } ?? [])))
  }

  private static func scenario(
    _ staff: [StaffMember], _ projects: [Project], weeks count: Int = 1, assets: [Asset] = [],
    policy: Scenario.Policy = .init(unmetCostPerHour: 10)
  ) -> Scenario {
    Scenario(calendar: weeks(count), policy: policy, staff: staff, assets: assets, projects: projects)
  }

  /// A plan that passed the checker, with its bound.
  private func solved(_ scenario: Scenario, _ engine: PlanningOptions.Engine) async throws -> Plan {
    let found = try await plan(scenario, engine: engine)
    #expect(found.verification.feasible)
    #expect(PlanChecker(scenario).verify(found, prices: nil).violations.isEmpty)
    let bound = try #require(found.objective.bound)
    #expect(bound <= found.objective.value)
    return found
  }

  private func hours(_ plan: Plan, _ demand: String) -> Millionths {
    plan.assignments.reduce(.zero) { $1.demand == demand ? $0 + $1.hours : $0 }
  }

  static let engines: [PlanningOptions.Engine] = [.auto, .native]

  @Test("External people are engaged where they are worth it", arguments: engines)
  func external(engine: PlanningOptions.Engine) async throws {
    // 50 an unmet hour, 20 for an hour of theirs: 40 h save 1,200 of which the first engagement takes 1,000. The second
    // would save 600 for the 20 h that are left.
    let kind = StaffMember(id: "kind", costPerHour: 20, external: .init(heads: 3, engagementCost: 1000))
    let scenario = Self.scenario([kind], [Project(id: "p", priority: 5, demands: [Self.demand("d", 60)])])
    let found = try await solved(scenario, engine)
    #expect(found.engaged == [.init(staff: "kind", heads: 1, cost: Millionths(1000))])
    #expect(found.objective.value == Millionths(1000 + 40 * 20 + 20 * 50))
    #expect(found.objective.terms.engagement == Millionths(1000) && found.status == .optimal)
    #expect(found.money.spent == Millionths(1800) && found.summary.cost == Millionths(800))
  }

  @Test("So many are engaged as a window of some days needs, and as a share of their time does", arguments: engines)
  func externalByDay(engine: PlanningOptions.Engine) async throws {
    let kind = StaffMember(id: "kind", external: .init(heads: 2))
    let start = weeks(1).horizon.first
    let monday = Demand(id: "d", from: start, to: start, kind: .staff(StaffDemand(hours: 18)))
    let found = try await solved(Self.scenario([kind], [Project(id: "p", priority: 5, demands: [monday])]), engine)
    #expect(found.engaged?.first?.heads == 2 && hours(found, "d") == Millionths(16))
    // A quarter of 40 h of one person; of 80 h with somebody from outside.
    var shared = Self.scenario(
      [StaffMember(id: "ana"), StaffMember(id: "kind", external: .init(heads: 1))],
      [Project(id: "p", priority: 5, demands: [Self.demand("d", 20)])])
    shared.limits = [.init(id: "l", per: .horizon, .share(ExactDecimal(floatLiteral: 0.25)))]
    let more = try await solved(shared, engine)
    #expect(more.engaged?.first?.heads == 1 && more.unmet.isEmpty)
  }

  @Test("Of two trainings only the one that work needs is bought", arguments: engines)
  func oneOfTwoTrainings(engine: PlanningOptions.Engine) async throws {
    // The work asks for both skills; she has one of them well enough.
    let ana = StaffMember(
      id: "ana", skills: [.init("design", level: 3)],
      training: [.init("design", level: 4, cost: 400), .init("testing", level: 3, cost: 100)])
    let work = StaffDemand(hours: 40, skills: [.init("design", level: 3), .init("testing", level: 3)])
    let found = try await solved(
      Self.scenario([ana], [Project(id: "p", priority: 5, demands: [Demand(id: "d", kind: .staff(work))])]), engine)
    #expect(found.trainings?.map(\.skill) == ["testing"])
    #expect(found.objective.value == Millionths(100) && found.status == .optimal)
  }

  @Test("Where one of two skills is enough the cheaper training is bought", arguments: engines)
  func eitherTraining(engine: PlanningOptions.Engine) async throws {
    let ana = StaffMember(
      id: "ana", training: [.init("design", level: 3, cost: 400), .init("testing", level: 3, cost: 100)])
    var work = StaffDemand(hours: 40)
    work.requirements.anyOf = [[.init("design", level: 3)], [.init("testing", level: 3)]]
    let found = try await solved(
      Self.scenario([ana], [Project(id: "p", priority: 5, demands: [Demand(id: "d", kind: .staff(work))])]), engine)
    #expect(found.trainings?.map(\.skill) == ["testing"])
    #expect(found.objective.value == Millionths(100) && found.status == .optimal)
  }

  @Test("Each of a pool who counts for a team has an hour", arguments: engines)
  func poolOnATeam(engine: PlanningOptions.Engine) async throws {
    // One hour in each of two weeks makes two people of the pool, though one could do both.
    let pool = StaffMember(id: "pool", headcount: 2, costPerHour: 100)
    var work = StaffDemand(hours: 40)
    work.team = .init(min: 3, max: 3)
    let scenario = Self.scenario(
      [pool, StaffMember(id: "ana", costPerHour: 1)],
      [Project(id: "p", priority: 10, demands: [Demand(id: "d", kind: .staff(work))])], weeks: 2)
    let found = try await solved(scenario, engine)
    #expect(hours(found, "d") == Millionths(40))
    #expect(found.assignments.reduce(.zero) { $1.staff == "pool" ? $0 + $1.hours : $0 } == Millionths(2))
  }

  @Test("Units beside whole ones are unmet, and the bound knows it", arguments: engines)
  func partsOfUnits(engine: PlanningOptions.Engine) async throws {
    var bench = Asset(id: "bench", quantity: ExactDecimal(floatLiteral: 2.5))
    bench.indivisible = true
    func wanted(_ id: String, _ units: Double) -> Demand {
      Demand(id: id, kind: .asset(AssetDemand(units: ExactDecimal(floatLiteral: units), choice: .asset("bench"))))
    }
    let found = try await solved(
      Self.scenario(
        [],
        [
          Project(id: "p", priority: 5, demands: [wanted("a", 1.5)]),
          Project(id: "q", priority: 4, demands: [wanted("b", 1.5)]),
        ], assets: [bench]), engine)
    #expect(found.status == .optimal)
    #expect(found.unmet.reduce(.zero) { $0 + $1.amount } == Millionths(7))
  }

  @Test("Whole units are left where a day has too few who run them", arguments: engines)
  func wholeUnitsOfADay(engine: PlanningOptions.Engine) async throws {
    // 9 h a day for three units; the week has them, but on Wednesday there are 8.
    let wednesday = weeks(1).horizon.first.advanced(by: 2)
    let ben = StaffMember(id: "ben", absences: [.init(DayRange(wednesday, wednesday))])
    let rig = Asset(
      id: "rig", quantity: 3, operators: .init(skills: [], hoursPerUnitDay: 3), indivisible: true)
    var demand = AssetDemand(units: 3, choice: .asset("rig"))
    demand.days = .work
    let scenario = Self.scenario(
      [StaffMember(id: "ana"), ben], [Project(id: "p", priority: 5, demands: [Demand(id: "d", kind: .asset(demand))])],
      assets: [rig])
    let result = try await Planner(options: PlanningOptions(engine: engine)).plan(scenario, sha256: "")
    #expect(result.notices.isEmpty)
    #expect(result.plan.verification.feasible)
    #expect(result.plan.unmet.map(\.amount) == [Millionths(1)])
  }

  @Test("What others wait for is met, though something dearer could be done in its time", arguments: engines)
  func waitingNeedsWhatIsMet(engine: PlanningOptions.Engine) async throws {
    // In the first week either b, after which d can follow in the second one, or c, which is dearer than b.
    var scenario = Self.scenario(
      [StaffMember(id: "ana")],
      [
        Project(id: "p", priority: 1, demands: [Self.demand("b", 40)]),
        Project(id: "q", priority: 10, demands: [Self.demand("d", 40)]),
        Project(id: "r", priority: 5, demands: [Self.demand("c", 40)]),
      ], weeks: 2)
    scenario.projects[2].demands[0].to = weeks(1).horizon.last
    guard case .staff(var work) = scenario.projects[1].demands[0].kind else { return }
    work.after = [.init("b", share: 1)]
    scenario.projects[1].demands[0].kind = .staff(work)
    let found = try await solved(scenario, engine)
    #expect(hours(found, "b") == Millionths(40) && hours(found, "d") == Millionths(40))
    #expect(found.objective.value == Millionths(40 * 50))
  }

  @Test("Least hours that fit a week and not its days are looked for by day", arguments: engines)
  func leastHoursByDay(engine: PlanningOptions.Engine) async throws {
    // d and e begin on Wednesday, c on Thursday; by sums alone d and e fit into the week, by day only one of the three does.
    let calendar = weeks(1)
    let (first, last) = (calendar.horizon.first, calendar.horizon.last)
    var scenario = Self.scenario(
      [StaffMember(id: "ana")],
      [
        Project(id: "p", priority: 5, demands: [Self.demand("c", 26)]),
        Project(id: "q", priority: 5, demands: [Self.demand("d", 13.7), Self.demand("e", 14.4)]),
      ], policy: .init(unmetCostPerHour: 10, minimumHoursPerWeek: 30))
    scenario.projects[0].demands[0].from = first.advanced(by: 3)
    for place in 0..<2 { scenario.projects[1].demands[place].from = first.advanced(by: 2) }
    let found = try await solved(scenario, engine)
    #expect(last.number - first.number == 6)
    // 16 h of c: those after Wednesday; d or e leave too little for the 12 h that c would have to have.
    #expect(hours(found, "c") == Millionths(16) && hours(found, "d") == .zero && hours(found, "e") == .zero)
  }

  @Test("Work that is done as a whole or not at all is done by those whose hours are off the grid", arguments: engines)
  func wholeWork(engine: PlanningOptions.Engine) async throws {
    // A job is an hour of work that takes each of both a whole number of hours, one over their productivity.
    let costs: [[ExactDecimal]] = [[10, 12, 9], [11, 8, 14]]
    let takes = [[7, 9, 6], [6, 7, 13]]
    let staff = try (0..<2).map { person in
      StaffMember(
        id: "a\(person)",
        skills: try (0..<3).map { job in
          let productivity = try ExactDecimal(parsing: "\(1 / Double(takes[person][job]))".utf8)
          return .init("j\(job)", level: 1, productivity: productivity)
        }, hoursPerDay: [4, 3][person])
    }
    let projects = try (0..<3).map { job in
      let rates = try (0..<2).map { person in
        let rate = try ExactDecimal(
          parsing: "\(costs[person][job].doubleValue / Double(takes[person][job]))".utf8)
        return Project.Rate(staff: "a\(person)", costPerHour: rate)
      }
      return Project(
        id: "p\(job)", rates: rates,
        demands: [
          Demand(id: "d\(job)", kind: .staff(StaffDemand(hours: 1, skills: [.init("j\(job)", level: 1)])))
        ])
    }
    let found = try await solved(
      Self.scenario(staff, projects, policy: .init(unmetCostPerHour: 30, minimumHoursPerWeek: 168)), engine)
    #expect(abs(found.objective.value.doubleValue - 27) < 0.001)
    #expect(found.status == .optimal)
  }

  @Test("A project that cannot be done in full is not begun", arguments: engines)
  func allOrNothing(engine: PlanningOptions.Engine) async throws {
    let ana = StaffMember(id: "ana")
    var whole = Project(id: "p", priority: 10, demands: [Self.demand("a", 50)])
    whole.allOrNothing = true
    let other = Project(id: "q", priority: 1, demands: [Self.demand("b", 30)])
    let found = try await solved(Self.scenario([ana], [whole, other]), engine)
    #expect(hours(found, "a") == .zero && hours(found, "b") == Millionths(30))
    whole.demands = [Self.demand("a", 40)]
    let possible = try await solved(Self.scenario([ana], [whole, other]), engine)
    #expect(hours(possible, "a") == Millionths(40) && possible.objective.value == Millionths(300))
    #expect(found.status == .optimal && possible.status == .optimal)
  }

  @Test("A project waits as long as that is worth its price", arguments: engines)
  func shift(engine: PlanningOptions.Engine) async throws {
    let start = weeks(1).horizon.first
    let first = Project(
      id: "p", priority: 5, start: start, deadline: start.advanced(by: 6), demands: [Self.demand("a", 40)])
    var second = first
    (second.id, second.demands) = ("q", [Self.demand("b", 40)])
    second.shift = .init(latest: 5, costPerWeek: 300)
    let found = try await solved(Self.scenario([StaffMember(id: "ana")], [first, second], weeks: 3), engine)
    // Two weeks would cost 600 and save no more than one.
    #expect(found.starts == [.init(project: "q", weeks: 1, cost: Millionths(300))])
    #expect(found.objective.value == Millionths(300) && found.objective.terms.delay == Millionths(300))
    #expect(found.assignments.map(\.period) == [0, 1] && found.status == .optimal)
    second.shift = .init(latest: 5, costPerWeek: 3000)
    let dear = try await solved(Self.scenario([StaffMember(id: "ana")], [first, second], weeks: 3), engine)
    #expect(dear.starts == [] && dear.objective.value == Millionths(2000))
  }

  @Test("What comes after waits for the end of what comes before, and for the lag", arguments: engines)
  func after(engine: PlanningOptions.Engine) async throws {
    var late = StaffDemand(hours: 20)
    late.after = [.init("a", lag: 1)]
    let projects = [
      Project(id: "p", priority: 5, demands: [Self.demand("a", 60), Demand(id: "b", kind: .staff(late))])
    ]
    let found = try await solved(Self.scenario([StaffMember(id: "ana")], projects, weeks: 4), engine)
    #expect(found.objective.value == .zero && found.unmet.isEmpty)
    #expect(found.assignments.filter { $0.demand == "b" }.allSatisfy { $0.period == 3 })
    // In three weeks there is no room for both.
    let short = try await solved(Self.scenario([StaffMember(id: "ana")], projects, weeks: 3), engine)
    #expect(hours(short, "a") == Millionths(60) && hours(short, "b") == .zero)
  }

  @Test("A team has so many members, or nobody works", arguments: engines)
  func team(engine: PlanningOptions.Engine) async throws {
    var work = StaffDemand(hours: 50)
    work.team = .init(min: 2, max: 2)
    let staff = ["ana", "ben", "cy"].map { StaffMember(id: $0, hoursPerDay: 4) }
    let project = Project(id: "p", priority: 5, demands: [Demand(id: "d", kind: .staff(work))])
    let found = try await solved(Self.scenario(staff, [project]), engine)
    #expect(hours(found, "d") == Millionths(40) && Set(found.assignments.map(\.staff)).count == 2)
    let alone = try await solved(Self.scenario([staff[0]], [project]), engine)
    #expect(alone.assignments.isEmpty && alone.status == .optimal)
  }

  @Test("Somebody works on no more projects at a time than allowed, and no crumbs", arguments: engines)
  func projectsAndCrumbs(engine: PlanningOptions.Engine) async throws {
    let projects = (0..<3).map {
      Project(id: "p\($0)", priority: ExactDecimal($0 + 5), demands: [Self.demand("d\($0)", 10)])
    }
    let two = StaffMember(id: "ana", maxProjects: 2)
    let found = try await solved(Self.scenario([two], projects), engine)
    #expect(hours(found, "d0") == .zero && hours(found, "d1") == Millionths(10))
    var policy = Scenario.Policy(unmetCostPerHour: 10)
    policy.minimumHoursPerWeek = 20
    // 40 h: 30 for the first, and 10 would be left for the second, of which 20 is the least.
    let wanted = [
      Project(id: "p", priority: 9, demands: [Self.demand("a", 30)]),
      Project(id: "q", priority: 1, demands: [Self.demand("b", 30)]),
    ]
    let whole = try await solved(Self.scenario([StaffMember(id: "ana")], wanted, policy: policy), engine)
    #expect(hours(whole, "a") == Millionths(30) && hours(whole, "b") == .zero)
  }

  @Test("What is all that is wanted is no crumb, also by a productivity that rounds")
  func allThatIsWanted() async throws {
    var policy = Scenario.Policy(unmetCostPerHour: 10)
    policy.minimumHoursPerWeek = 20
    let fast = StaffMember(
      id: "ana", skills: [.init("sql", level: 3, productivity: ExactDecimal(floatLiteral: 1.25))])
    let work = StaffDemand(
      hours: ExactDecimal(floatLiteral: 16.65), pace: .even, skills: [.init("sql", level: 3)])
    let projects = [Project(id: "p", priority: 5, demands: [Demand(id: "d", kind: .staff(work))])]
    let found = try await solved(Self.scenario([fast], projects, weeks: 3, policy: policy), .auto)
    #expect(hours(found, "d") == Millionths(nearest: 13.32))
  }

  @Test("Units of an indivisible asset are whole", arguments: engines)
  func indivisible(engine: PlanningOptions.Engine) async throws {
    let rig = Asset(id: "rig", quantity: 3, indivisible: true)
    func wanted(_ id: String, _ priority: ExactDecimal) -> Demand {
      Demand(id: id, priority: priority, kind: .asset(AssetDemand(units: 2, choice: .asset("rig"))))
    }
    var policy = Scenario.Policy(unmetCostPerHour: 10)
    policy.unmetCostPerUnitDay = 10
    let found = try await solved(
      Self.scenario([], [Project(id: "p", demands: [wanted("a", 2), wanted("b", 1)])], assets: [rig], policy: policy),
      engine)
    #expect(found.assetUse.map(\.unitDays) == [Millionths(14), Millionths(7)])
    let half = Asset(id: "rig", quantity: ExactDecimal(floatLiteral: 2.5), indivisible: true)
    let less = try await solved(
      Self.scenario([], [Project(id: "p", demands: [wanted("a", 2), wanted("b", 1)])], assets: [half], policy: policy),
      engine)
    #expect(less.assetUse.map(\.unitDays) == [Millionths(14)])
  }

  @Test("A training is bought where it pays, and takes its time before", arguments: engines)
  func training(engine: PlanningOptions.Engine) async throws {
    let start = weeks(1).horizon.first
    let ana = StaffMember(
      id: "ana", skills: [.init("go", level: 3)],
      training: [.init("java", level: 3, cost: 500, hours: 10, from: start.advanced(by: 7))])
    let projects = [
      Project(
        id: "p", priority: 5,
        demands: [
          Self.demand("java", 30, skill: "java"),
          Demand(
            id: "go", from: start, to: start.advanced(by: 6),
            kind: .staff(StaffDemand(hours: 40, skills: [.init("go", level: 3)]))),
        ])
    ]
    let found = try await solved(Self.scenario([ana], projects, weeks: 2), engine)
    // 30 h are covered for 500 and 10 h of the first week.
    #expect(found.trainings == [.init(staff: "ana", skill: "java", cost: Millionths(500))])
    #expect(found.objective.value == Millionths(500 + 10 * 50) && found.status == .optimal)
    #expect(found.summary.people.first?.available == Millionths(80))
  }

  @Test("The same bytes each time, and no plan worse without GLPK than the empty one")
  func sameEachTime() async throws {
    var scenario = Sample(family: .enterprise, seed: 2).scenario
    for person in scenario.staff.indices { scenario.staff[person].maxProjects = 1 }
    for project in scenario.projects.indices where project % 2 == 0 {
      scenario.projects[project].shift = .init(latest: 1, costPerWeek: 50)
    }
    let first = try await solved(scenario, .auto)
    let second = try await solved(scenario, .auto)
    #expect(first == second)
    let native = try await solved(scenario, .native)
    #expect(native.objective.value.doubleValue <= first.objective.value.doubleValue * 1.05)
    #expect((first.objective.bound ?? .zero) <= native.objective.value)
  }

  @Test("A limit of no time still gives a plan that was checked")
  func noTime() async throws {
    var scenario = ScenarioGenerator(family: .enterprise, staff: 60, projects: 12, weeks: 12, seed: 1).scenario()
    for person in scenario.staff.indices { scenario.staff[person].maxProjects = 1 }
    let result = try await Planner(options: PlanningOptions(timeLimit: 0)).plan(scenario, sha256: "")
    #expect(result.plan.verification.feasible && result.plan.stop == .time)
  }
}
