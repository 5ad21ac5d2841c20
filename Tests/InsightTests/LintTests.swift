// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import Insight
import Issues
import Numbers
import Planning
import Testing

@Suite("What will surprise in a scenario")
struct LintTests {
  private static func scenario(
    _ staff: [StaffMember], _ projects: [Project], assets: [Asset] = [], commitments: [Scenario.Commitment] = [],
    limits: [Scenario.Limit] = [], weeks count: Int = 2
  ) -> Scenario {
    Scenario(
      currency: "EUR", calendar: weeks(count), staff: staff, assets: assets, projects: projects,
      commitments: commitments, limits: limits)
  }

  /// The one warning, with its place.
  private static func only(_ scenario: Scenario) throws -> ScenarioIssue {
    #expect(scenario.issues().isEmpty, "\(scenario.issues())")
    let found = ScenarioLint.warnings(of: scenario)
    #expect(found.count == 1, "\(found)")
    let issue = try #require(found.first)
    #expect(issue.severity == .warning && issue.hint != nil)
    return issue
  }

  private static func work(_ hours: ExactDecimal, _ skills: [SkillRequirement] = kubernetes) -> StaffDemand {
    StaffDemand(hours: hours, skills: skills)
  }

  @Test("A sound scenario draws no warning")
  func sound() {
    let scenario = Self.scenario([expert("ana")], [project("p", demand("d", Self.work(80)))])
    #expect(ScenarioLint.warnings(of: scenario).isEmpty)
  }

  @Test("Nobody has all that a demand asks for: what is missing, and to whom")
  func nobody() throws {
    let both = kubernetes + [SkillRequirement("sql", level: 2)]
    var bo = expert("bo")
    bo.skills = [.init("sql", level: 3)]
    let issue = try Self.only(Self.scenario([expert("ana"), bo], [project("p", demand("d", Self.work(10, both)))]))
    #expect(issue.path.pointer == "/projects/0/demands/0")
    #expect(
      issue.detail
        == "nobody can work on \"d\": nobody has all that it asks for; Ana lacks sql 2; Bo lacks Kubernetes 4")
  }

  @Test("What validation has said of a demand is not said again")
  func known() {
    let scenario = Self.scenario(
      [expert("ana")], [project("p", demand("d", Self.work(10, [SkillRequirement("cobol", level: 1)])))])
    let known = scenario.issues()
    #expect(known.count == 1)
    #expect(ScenarioLint.warnings(of: scenario, besides: known).isEmpty)
    #expect(ScenarioLint.warnings(of: scenario).count == 1)
  }

  @Test("Those who could are not there in the window, and why")
  func notInWindow() throws {
    var cert = expert("cem")
    cert.skills = [.init("Kubernetes", level: 4, until: week(0).last)]
    var gone = expert("dora")
    gone.employedTo = week(0).last
    let staff = [expert("ana", absences: [.init(week(1))]), cert, gone]
    let issue = try Self.only(
      Self.scenario(staff, [project("p", demand("d", Self.work(10), from: week(1).first, to: week(1).last))]))
    #expect(issue.detail.contains("nobody can work on \"d\" from \(week(1).first)"))
    #expect(
      issue.detail.contains("Ana is absent then, what Cem has for it is not valid then and Dora is not employed then"))
  }

  @Test("More hours wanted than those who can work on it have, overtime included")
  func tooManyHours() throws {
    let ana = expert("ana", overtime: .init(hoursPerWeek: 5))
    let scenario = { (hours: ExactDecimal) in Self.scenario([ana], [project("p", demand("d", Self.work(hours)))]) }
    #expect(ScenarioLint.warnings(of: scenario(90)).isEmpty)
    let issue = try Self.only(scenario(95))
    #expect(issue.detail.contains("wants 95 h") && issue.detail.contains("Ana has at most 90 h for it then"))
  }

  @Test("A week takes too little of it")
  func pace() throws {
    var work = Self.work(60)
    work.maxHoursPerWeek = 20
    let issue = try Self.only(Self.scenario([expert("ana")], [project("p", demand("d", work))]))
    #expect(issue.path.pointer == "/projects/0/demands/0/maxHoursPerWeek")
    #expect(issue.detail.contains("20 h a week in 2 weeks make 40 h"))
  }

  @Test("A limit below what is promised in one of its spans")
  func limitBelowPromises() throws {
    let promise = Scenario.Commitment(
      staff: "ana", demand: "d", days: DayRange(week(0).first, week(1).last), hoursPerWeek: 16)
    func scenario(_ hours: ExactDecimal) -> Scenario {
      Self.scenario(
        [expert("ana"), expert("bo")], [project("p", demand("d", Self.work(80)))], commitments: [promise],
        limits: [.init(id: "cap", per: .week, .hours(hours), .init(staff: ["ana"]))])
    }
    #expect(ScenarioLint.warnings(of: scenario(16)).isEmpty)
    let issue = try Self.only(scenario(10))
    #expect(issue.path.pointer == "/limits/0")
    #expect(
      issue.detail
        == "the limit cap (at most 10 h a week) allows 10 h from 2026-01-05 to 01-11, and 16 h that it counts are promised "
        + "then; this holds 2 times", "\(issue.detail)")
  }

  @Test("A limit that leaves somebody no hour of work on any day")
  func limitOfNothing() throws {
    let scenario = Self.scenario(
      [expert("ana"), expert("bo")], [project("p", demand("d", Self.work(40)))],
      limits: [.init(id: "none", per: .week, .hours(0), .init(staff: ["ana"]))])
    let issue = try Self.only(scenario)
    #expect(issue.path.pointer == "/limits/0")
    #expect(issue.detail.hasSuffix("leaves no hour of work, on any day, for Ana"), "\(issue.detail)")
  }

  @Test("A limit below what a demand wants in all spans of its window, whoever works on it")
  func limitBelowDemand() throws {
    func scenario(_ staff: [String]?, each: Scenario.Limit.Each? = nil) -> Scenario {
      Self.scenario(
        [expert("ana"), expert("bo")], [project("p", demand("d", Self.work(60)))],
        limits: [.init(id: "cap", per: .week, .hours(20), .init(staff: staff), each: each)])
    }
    let issue = try Self.only(scenario(nil))
    #expect(issue.path.pointer == "/limits/0")
    #expect(
      issue.detail
        == "the limit cap (at most 20 h a week) leaves at most 40 h for \"d\" from 2026-01-05 to 01-18, which wants 60 h",
      "\(issue.detail)")
    // 20 hours a week of each are 80, and 40 of Ana and 80 of Bo are 120.
    #expect(ScenarioLint.warnings(of: scenario(nil, each: .staff)).isEmpty)
    #expect(ScenarioLint.warnings(of: scenario(["ana"])).isEmpty)
  }

  @Test("A crew needs more people at a time than there are")
  func crew() throws {
    let crew = StaffDemand(.hours(4), crew: [CrewPlace(count: 3, Requirements(skills: kubernetes))])
    let issue = try Self.only(Self.scenario([expert("ana", headcount: 2)], [project("p", demand("d", crew))]))
    #expect(issue.path.pointer == "/projects/0/demands/0/crew/0")
    #expect(issue.detail.contains("needs 3 at the same time with Kubernetes 4, and there are 2"))
  }

  @Test("Demands of a skill together want more than all who have it can work")
  func skill() throws {
    let demands = [demand("d", Self.work(50)), demand("e", Self.work(60))]
    let scenario = Self.scenario([expert("ana")], [Project(id: "p", demands: demands)])
    let issue = try Self.only(scenario)
    #expect(issue.path.pointer == "/projects/0/demands/1/skills/Kubernetes")
    #expect(issue.detail.contains("Kubernetes 4 is wanted for 110 h") && issue.detail.contains("30 h stay unmet"))
    #expect(issue.detail.contains("in 2 demands"))
    // Two places of one crew are one demand.
    let seat = CrewPlace(count: 1, Requirements(skills: kubernetes))
    let meeting = demand("d", StaffDemand(.hours(90), crew: [seat, seat]))
    let met = try Self.only(Self.scenario([expert("ana"), expert("jo")], [project("p", meeting)]))
    #expect(met.detail.contains("in one demand,"), "\(met.detail)")
    let balance = ScenarioLint.balance(of: scenario)
    #expect(balance.map(\.skill) == ["Kubernetes"] && balance[0].level == 4)
    #expect(balance[0].months.reduce(.zero) { $0 + $1.wanted } == Millionths(110))
    #expect(balance[0].months.reduce(.zero) { $0 + $1.there } == Millionths(80))
    #expect(balance[0].months.contains { $0.isShort })
  }

  @Test("An asset is out of service, or there are too few")
  func assets() throws {
    let rack = Asset(id: "rack", quantity: 1, outages: [.init(DayRange(week(1).first, week(1).first))])
    func issue(_ units: ExactDecimal) throws -> ScenarioIssue {
      try Self.only(
        Self.scenario(
          [], [project("p", Demand(id: "r", kind: .asset(AssetDemand(units: units, choice: .asset("rack")))))],
          assets: [rack]))
    }
    #expect(try issue(1).detail.contains("on 1 of them (\(week(1).first)) an outage of rack leaves fewer"))
    #expect(try issue(2).detail.contains("wants 2 at a time, and of rack there are 1"))
  }

  @Test("A budget is below the cheapest way")
  func budget() throws {
    let staff = [expert("ana", cost: 50), expert("bo", cost: 90)]
    let scenario = { (budget: ExactDecimal) in
      Self.scenario(staff, [project("p", budget: budget, demand("d", Self.work(100)))])
    }
    // 80 h of Ana, 20 h of Bo.
    #expect(ScenarioLint.warnings(of: scenario(5_800)).isEmpty)
    let issue = try Self.only(scenario(5_700))
    #expect(issue.path.pointer == "/projects/0/budget")
    #expect(issue.detail.contains("5,700 EUR") && issue.detail.contains("5,800 EUR"))
  }

  @Test("Promises to work that somebody cannot do, on days without a certificate, when not employed, beyond all hours")
  func promises() throws {
    func issue(_ person: StaffMember, _ hours: ExactDecimal = 10) throws -> ScenarioIssue {
      try Self.only(
        Self.scenario(
          [person, expert("zoe")], [project("p", demand("d", Self.work(150)))],
          commitments: [.init(staff: person.id, demand: "d", days: week(1), hoursPerWeek: hours)]))
    }
    var ana = expert("ana")
    ana.skills = [.init("sql", level: 2)]
    // Without Ana 150 h are too many.
    let scenario = Self.scenario(
      [ana, expert("zoe")], [project("p", demand("d", Self.work(50)))],
      commitments: [.init(staff: "ana", demand: "d", days: week(1), hoursPerWeek: 10)])
    #expect(
      try Self.only(scenario).detail
        == "Ana is promised to \"d\", and cannot work on it, which wants somebody with Kubernetes 4")
    var bo = expert("bo")
    bo.skills = [.init("Kubernetes", level: 4, until: week(1).first)]
    let short = Self.scenario(
      [bo, expert("zoe")], [project("p", demand("d", Self.work(50)))],
      commitments: [.init(staff: "bo", demand: "d", days: week(1), hoursPerWeek: 10)])
    #expect(try Self.only(short).detail.contains("8 h of them are on days on which a skill or certificate"))
    var cem = expert("cem")
    cem.employedTo = week(0).last
    let gone = Self.scenario(
      [cem, expert("zoe")], [project("p", demand("d", Self.work(50)))],
      commitments: [.init(staff: "cem", demand: "d", days: week(1), hoursPerWeek: 10)])
    #expect(try Self.only(gone).detail.contains("and is not there then, so that nothing is promised"))
    let much = try issue(expert("dora"), 45)
    #expect(much.path.pointer == "/commitments/0")
    #expect(much.detail.contains("Dora is promised for 45 h") && much.detail.contains("has 40 h then"))
  }

  @Test("A limit binds nobody")
  func limit() throws {
    let scenario = { (hours: ExactDecimal) in
      Self.scenario(
        [expert("ana")], [project("p", demand("d", Self.work(10)))],
        limits: [.init(id: "l", per: .week, .hours(hours))])
    }
    #expect(ScenarioLint.warnings(of: scenario(39)).isEmpty)
    let issue = try Self.only(scenario(40))
    #expect(issue.path.pointer == "/limits/0" && issue.detail.contains("binds nobody"))
  }

  @Test(
    "Priority 1 on what is called urgent",
    arguments: [
      ("P1 incidents", "1", true), ("Emergency fix", "1.5", true), ("prio 1: outage", "1", true),
      ("Urgent", "2", false),
      ("Insurgents", "1", false), ("Step 1", "1", false),
    ] as [(String, String, Bool)])
  func priority(_ name: String, _ priority: String, _ warns: Bool) {
    var named = project("x", priority: decimal(priority), demand("d", Self.work(10)))
    named.name = name
    let found = ScenarioLint.warnings(of: Self.scenario([expert("ana")], [named]))
    #expect(found.map(\.path.pointer) == (warns ? ["/projects/0/priority"] : []), "\(found)")
  }

  @Test("A demand is urgent by its own name, at the priority of its project")
  func urgentDemand() throws {
    let issue = try Self.only(
      Self.scenario([expert("ana")], [project("x", priority: 1, demand("p1-incidents", Self.work(10)))]))
    #expect(issue.path.pointer == "/projects/0/priority")
    #expect(issue.detail == "\"p1-incidents\" has priority 1, that of its project, which is the lowest")
  }

  @Test(
    "Trainings that change nothing",
    arguments: [
      (StaffMember.Training("Kubernetes", level: 4), "level", "Ana has level 4 without it"),
      (.init("cobol", level: 2), "skill", "helps no demand: none asks for it"),
      (.init("Kubernetes", level: 5, from: week(9).first), "from", "after the last day that is planned"),
    ] as [(StaffMember.Training, String, String)])
  func trainings(_ training: StaffMember.Training, _ key: String, _ words: String) throws {
    var ana = expert("ana")
    ana.training = [training]
    let issue = try Self.only(Self.scenario([ana], [project("p", demand("d", Self.work(10)))]))
    #expect(issue.path.pointer == "/staff/0/training/0/" + key && issue.detail.contains(words), "\(issue)")
  }

  @Test("Even work has its share in each week, whoever is away then")
  func even() throws {
    var work = Self.work(40)
    work.pace = .even
    let ana = expert("ana", absences: [.init(week(1))])
    let issue = try Self.only(Self.scenario([ana], [project("p", demand("d", work))]))
    #expect(issue.path.pointer == "/projects/0/demands/0/pace")
    #expect(issue.detail.contains("wants 20 h from \(week(1).first)") && issue.detail.contains("have 0 h then"))
    #expect(issue.hint?.contains("flexible") == true)
    #expect(
      ScenarioLint.warnings(of: Self.scenario([ana, expert("bo")], [project("p", demand("d", work))])).isEmpty)
    work.pace = .flexible
    #expect(ScenarioLint.warnings(of: Self.scenario([ana], [project("p", demand("d", work))])).isEmpty)
  }

  @Test("A team of more people than can work on it")
  func team() throws {
    var work = Self.work(10)
    work.team = .init(min: 2, max: 3)
    let issue = try Self.only(Self.scenario([expert("ana")], [project("p", demand("d", work))]))
    #expect(issue.detail == "\"d\" asks for a team of at least 2, and 1 can work on it")
    var pool = expert("pool")
    pool.headcount = 2
    #expect(ScenarioLint.warnings(of: Self.scenario([pool], [project("p", demand("d", work))])).isEmpty)
  }

  @Test("Work that costs more than leaving it undone, where the scenario states what that costs")
  func worth() throws {
    let ana = expert("ana", cost: 80)
    var scenario = Self.scenario([ana], [project("p", priority: 5, demand("d", Self.work(10)))])
    #expect(ScenarioLint.warnings(of: scenario).isEmpty)
    scenario.policy.unmetCostPerHour = 1
    let issue = try Self.only(scenario)
    #expect(issue.path.pointer == "/policy/unmetCostPerHour")
    #expect(issue.detail.contains("left unmet costs 5 EUR, and the cheapest hour of work on it 80 EUR"))
    scenario.policy.unmetCostPerHour = 16
    #expect(ScenarioLint.warnings(of: scenario).isEmpty)
    scenario.projects[0].demands[0].unmetCost = 79
    #expect(try Self.only(scenario).path.pointer == "/projects/0/demands/0/unmetCost")
  }

  @Test("Nothing wanted")
  func nothingWanted() throws {
    let empty = Self.scenario([expert("ana")], [project("p", demand("d", Self.work(10))), Project(id: "q")])
    #expect(try Self.only(empty).path.pointer == "/projects/1")
    let none = Self.scenario(
      [expert("ana")], [project("p", demand("d", Self.work(10))), project("q", demand("e", Self.work(0)))])
    #expect(try Self.only(none).detail.contains("wants 0 h"))
  }

  @Test("What a plan may decide is taken for the best")
  func decisions() {
    var firm = expert("firm")
    firm.external = .init(heads: 2)
    #expect(
      ScenarioLint.warnings(of: Self.scenario([firm], [project("p", demand("d", Self.work(160)))])).isEmpty)
    var learner = expert("ana")
    learner.skills = []
    learner.training = [.init("Kubernetes", level: 4)]
    #expect(
      ScenarioLint.warnings(of: Self.scenario([learner], [project("p", demand("d", Self.work(40)))])).isEmpty)
    var movable = project("p", demand("d", Self.work(40), to: week(0).last))
    movable.shift = .init(latest: 1)
    let away = expert("ana", absences: [.init(week(0))])
    #expect(ScenarioLint.warnings(of: Self.scenario([away], [movable])).isEmpty)
  }

  @Test("Cut weeks are those of which a workday is left out")
  func cuts() {
    let friday = week(1).first.advanced(by: 4)
    let demands = [
      demand("whole", Self.work(8), from: week(0).first, to: friday),
      demand("cut", Self.work(8), from: week(0).first, to: friday.advanced(by: -1)),
    ]
    let scenario = Self.scenario(
      [expert("ana")], [Project(id: "p", demands: demands)],
      commitments: [.init(staff: "ana", demand: "cut", days: DayRange(week(0).first, friday), hoursPerWeek: 4)])
    let cuts = ScenarioLint.cuts(in: scenario)
    #expect(cuts.map(\.kind) == [.window, .promise] && cuts.map(\.id) == ["cut", "cut"])
    #expect(cuts.allSatisfy { $0.period == week(1) && $0.inside.last == friday.advanced(by: -1) })
  }

  @Test("No generated scenario draws a false warning: what is said to stay unmet does", arguments: Sample.all)
  func truth(_ sample: Sample) async throws {
    let scenario = sample.scenario
    let warnings = ScenarioLint.warnings(of: scenario, besides: scenario.issues())
    let plan = try await Planner(options: PlanningOptions()).plan(scenario, sha256: "").plan
    let unmet = Set(plan.unmet.filter { $0.amount.magnitude.count > 10_000 }.map(\.demand))
    for warning in warnings {
      let steps = warning.path.steps
      if case .index(let number) = steps[1], steps[0] == .key("commitments") {
        let staff = scenario.commitments[number].staff
        if warning.detail.contains("nothing is promised") || warning.detail.contains("lowered") { continue }
        #expect(plan.brokenCommitments.contains { $0.staff == staff }, "\(warning)")
        continue
      }
      guard steps[0] == .key("projects"), case .index(let project) = steps[1] else {
        Issue.record("\(warning)")
        continue
      }
      var ids = scenario.projects[project].demands.map(\.id)
      if steps.count > 3, case .index(let demand) = steps[3], !warning.detail.contains("stay unmet") {
        ids = [ids[demand]]
      } else if warning.detail.contains("stay unmet") {
        ids = scenario.projects.flatMap { $0.demands.map(\.id) }
      }
      #expect(ids.contains(where: unmet.contains), "\(warning)")
    }
  }
}
