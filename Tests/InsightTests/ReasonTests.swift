// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Insight
import Numbers
import Planning
import Testing

@Suite("Reasons")
struct ReasonTests {
  /// The reasons for the only unmet entry of the best plan.
  private func reasons(_ scenario: Scenario, _ id: String) async throws -> [Plan.UnmetReason] {
    let plan = try await explained(scenario)
    let entry = try #require(plan.unmet.first { $0.demand == id })
    #expect(entry.reasons.reduce(Millionths.zero) { $0 + $1.share } == Millionths(1))
    return entry.reasons
  }

  @Test("Nobody has the level; the highest there is is named")
  func nobody() async throws {
    let scenario = Scenario(
      calendar: weeks(2), staff: [StaffMember(id: "bo", name: "Bo", skills: [.init("Kubernetes", level: 2)])],
      projects: [project("p", demand("d", StaffDemand(hours: 10, skills: kubernetes)))])
    let found = try await reasons(scenario, "d")
    #expect(found.map(\.kind) == [.nobody])
    #expect(found.first?.detail == "There is nobody with Kubernetes 4; the highest level is 2: Bo")
  }

  @Test("Too few people, and one is away: 100 wanted, 80 contracted, 40 there")
  func away() async throws {
    let scenario = Scenario(
      calendar: weeks(2), staff: [expert("ana", absences: [.init(week(0))])],
      projects: [project("p", demand("d", StaffDemand(hours: 100, skills: kubernetes)))])
    let found = try await reasons(scenario, "d")
    #expect(found.map(\.kind) == [.nobody, .away])
    // Of 60 unmet hours 20 are beyond all contracted time, and 40 are absence.
    #expect(found.map(\.share.count) == [333_333, 666_667])
    #expect(found.last?.detail.contains("Ana is absent for 40 h") == true, "\(found)")
  }

  @Test("Somebody who has left is not employed")
  func notEmployed() async throws {
    let scenario = Scenario(
      calendar: weeks(2), staff: [expert("ana", employedTo: week(0).last)],
      projects: [project("p", demand("d", StaffDemand(hours: 80, skills: kubernetes)))])
    let found = try await reasons(scenario, "d")
    #expect(found.map(\.kind) == [.away])
    #expect(found.first?.detail.contains("Ana is not employed for 40 h") == true, "\(found)")
  }

  @Test("A certificate that ends is not leave: each has its own hours")
  func certificateAndLeave() async throws {
    // 80 hours; the certificate ends with the first week, in which one day is leave, as are two of the second.
    var ana = expert("ana", absences: [.init(DayRange(week(0).first, week(0).first))])
    ana.absences.append(.init(DayRange(week(1).first, week(1).first.advanced(by: 1))))
    ana.certifications = [.init("LA", until: week(0).last)]
    let scenario = Scenario(
      calendar: weeks(2), staff: [ana],
      projects: [project("p", demand("d", StaffDemand(hours: 80, certifications: ["LA"])))])
    let found = try await reasons(scenario, "d")
    #expect(found.map(\.kind) == [.away])
    #expect(
      found.first?.detail.hasSuffix(
        "32 h are left: Ana is absent for 8 h and has the certificate LA only until 2026-01-11 (40 h, 16 h of them absent "
          + "anyway)") == true, "\(found)")
  }

  @Test("An outage has its own days and number of units")
  func outage() async throws {
    let racks = Asset(
      id: "rack", name: "Rack", quantity: 3,
      outages: [.init(DayRange(week(1).first, week(1).first.advanced(by: 1)), quantity: 1)])
    let scenario = Scenario(
      calendar: weeks(2), assets: [racks],
      projects: [project("p", Demand(id: "d", kind: .asset(AssetDemand(units: 3, choice: .asset("rack")))))])
    let found = try await reasons(scenario, "d")
    #expect(found.map(\.detail) == ["Out of service: 1 of 3 Rack from 2026-01-12 to 01-13"])
  }

  @Test("Work of a lower priority that wins says why it pays more")
  func lowerPriority() async throws {
    var ana = expert("ana")
    ana.skills.append(.init("Java", level: 4, productivity: 2))
    func scenario(_ other: Demand) -> Scenario {
      Scenario(
        currency: "EUR", calendar: weeks(1), staff: [ana],
        projects: [
          project("p", priority: 5, demand("d", StaffDemand(hours: 30, skills: kubernetes))),
          project("low", priority: 3, other),
        ])
    }
    // An hour makes two at priority 3, and one at priority 5.
    let faster = demand("e", StaffDemand(hours: 80, skills: [.init("Java", level: 4)]))
    let found = try await reasons(scenario(faster), "d")
    #expect(found.map(\.kind) == [.taken])
    #expect(
      found.first?.detail.hasSuffix(
        "Ana works on Project low, priority 3 of 10, lower, but it pays more: an hour of Ana counts 2 h there and 1 h "
          + "here") == true, "\(found)")
    var dear = demand("e", StaffDemand(hours: 40, skills: kubernetes))
    dear.unmetCost = 5_000
    let other = try await reasons(scenario(dear), "d")
    #expect(
      other.first?.detail.hasSuffix("lower, but it pays more: an unmet hour of e costs 5,000 EUR") == true, "\(other)")
  }

  @Test("Who works on what at which priority")
  func taken() async throws {
    let scenario = Scenario(
      calendar: weeks(2), staff: [expert("ana"), expert("jo")],
      projects: [
        project("erp", priority: 8, demand("e", StaffDemand(hours: 160, skills: kubernetes))),
        project("p", priority: 3, demand("d", StaffDemand(hours: 30, skills: kubernetes))),
      ])
    let found = try await reasons(scenario, "d")
    #expect(found.map(\.kind) == [.taken])
    #expect(
      found.first?.detail
        == "Nobody with Kubernetes 4 is free from 2026-01-05 to 01-18: Ana and Jo work on Project erp, priority 8 of 10"
    )
  }

  @Test("Promised work holds it back")
  func commitment() async throws {
    let scenario = Scenario(
      calendar: weeks(1), staff: [expert("ana")],
      projects: [
        project("erp", priority: 1, demand("e", StaffDemand(hours: 40))),
        project("p", priority: 9, demand("d", StaffDemand(hours: 30, skills: kubernetes))),
      ], commitments: [.init(staff: "ana", demand: "e", days: week(0), hoursPerWeek: 40)])
    let found = try await reasons(scenario, "d")
    #expect(found.map(\.kind) == [.commitment])
    #expect(found.first?.detail.contains("Ana is promised to e") == true, "\(found)")
  }

  @Test("A budget that pays for 20 of 40 hours")
  func budget() async throws {
    let scenario = Scenario(
      currency: "EUR", calendar: weeks(1), staff: [expert("ana")],
      projects: [project("p", budget: 1000, demand("d", StaffDemand(hours: 40)))])
    let found = try await reasons(scenario, "d")
    #expect(found.map(\.kind) == [.budget])
    #expect(found.first?.detail == "The budget of Project p, 1,000 EUR, is used up")
  }

  @Test("A limit of 10 hours a week")
  func limit() async throws {
    let scenario = Scenario(
      calendar: weeks(2), staff: [expert("ana")],
      projects: [project("p", demand("d", StaffDemand(hours: 40, maxHoursPerWeek: 10)))])
    let found = try await reasons(scenario, "d")
    #expect(found.map(\.kind) == [.limit])
    #expect(found.first?.detail.hasPrefix("At most 10 h a week") == true)
  }

  @Test("Equipment that others use")
  func equipment() async throws {
    // One rig on five days allows 40 hours of work, on two more days nobody is there; there are 80 hours of people.
    let work = StaffDemand(hours: 80, uses: [.init(asset: "rig", unitsPerPerson: 1)])
    let scenario = Scenario(
      calendar: weeks(1), staff: [expert("ana"), expert("jo")], assets: [Asset(id: "rig", name: "Rig")],
      projects: [project("p", demand("d", work))])
    let found = try await reasons(scenario, "d")
    #expect(found.map(\.kind) == [.asset])
    #expect(found.first?.detail.contains("Rig") == true)
  }

  @Test("Equipment that a lower priority keeps, and why")
  func equipmentOfLower() async throws {
    func uses(_ id: String, _ hours: ExactDecimal, _ person: String, _ skills: [SkillRequirement] = []) -> Demand {
      demand(
        id,
        StaffDemand(hours: hours, skills: skills, only: [person], uses: [.init(asset: "van", unitsPerPerson: 1)]))
    }
    var slow = expert("tom", cost: 60)
    slow.skills = [.init("run", level: 3, productivity: decimal("0.5"))]
    var scenario = Scenario(
      calendar: weeks(1), staff: [slow, expert("eva")], assets: [Asset(id: "van", name: "Van")],
      projects: [
        project("hi", priority: 7, uses("run", 20, "tom", [.init("run", level: 1)])),
        project("lo", priority: 5, uses("drive", 40, "eva")),
      ])
    let text =
      "There is not enough of Van, which the work needs; it is used by Project lo, priority 5 of 10, lower, but "
    #expect(
      try await reasons(scenario, "run").map(\.detail) == [text + "an hour of it makes 1 h there and 0.5 h here"])
    scenario.staff[0].skills = [.init("run", level: 3)]
    scenario.projects[1].demands[0].unmetCost = 5000
    #expect(try await reasons(scenario, "run").map(\.detail) == [text + "an unmet hour of it costs 5,000"])
  }

  @Test("An asset demand: too few units, out of service, used by others, no such asset")
  func units() async throws {
    func wanted(_ id: String, _ units: ExactDecimal, _ asset: String) -> Demand {
      Demand(id: id, kind: .asset(AssetDemand(units: units, choice: .asset(asset))))
    }
    let scenario = Scenario(
      calendar: weeks(1),
      assets: [
        Asset(id: "rig", name: "Rig"), Asset(id: "van", name: "Van", outages: [.init(week(0))]),
        Asset(id: "lab", name: "Lab"),
      ],
      projects: [
        project(
          "p", priority: 2, wanted("many", 3, "rig"), wanted("broken", 1, "van"), wanted("low", 1, "lab"),
          Demand(id: "none", kind: .asset(AssetDemand(units: 1, choice: .tags(["crane"]))))),
        project("q", priority: 9, wanted("high", 1, "lab")),
      ])
    let plan = try await explained(scenario)
    func detail(_ id: String) -> String? {
      let reasons = plan.unmet.first { $0.demand == id }?.reasons ?? []
      #expect(reasons.map(\.kind) == [.asset])
      return reasons.first?.detail
    }
    #expect(detail("many") == "Of Rig there are 7 unit-days from 2026-01-05 to 01-11, against 21 wanted")
    #expect(detail("broken") == "Out of service: Van from 2026-01-05 to 01-11")
    #expect(detail("low") == "All of Lab is in use from 2026-01-05 to 01-11, by Project q, priority 9 of 10")
    #expect(detail("none") == "There is no asset tagged crane")
  }

  @Test("A demand that keeps the units of an asset is named, and why it does")
  func unitsOfLower() async throws {
    func wanted(_ id: String, _ units: ExactDecimal) -> Demand {
      Demand(id: id, kind: .asset(AssetDemand(units: units, choice: .asset("lab"))))
    }
    var low = project("q", priority: 6, wanted("low", 1), demand("rest", StaffDemand(hours: 40)))
    low.allOrNothing = true
    let scenario = Scenario(
      calendar: weeks(1), staff: [expert("ana")], assets: [Asset(id: "lab", name: "Lab")],
      projects: [project("p", priority: 7, wanted("high", 1)), low])
    #expect(
      try await reasons(scenario, "high").map(\.detail) == [
        "All of Lab is in use from 2026-01-05 to 01-11, by Project q, priority 6 of 10, lower, but low keeps them, because "
          + "Project q is done in full or not at all"
      ])
  }

  @Test("Whole units alone: what is wanted in part, and what is left in part")
  func wholeUnits() async throws {
    func scenario(_ quantity: ExactDecimal, _ units: ExactDecimal) -> Scenario {
      Scenario(
        calendar: weeks(1), assets: [Asset(id: "rig", name: "Rig", quantity: quantity, indivisible: true)],
        projects: [project("p", Demand(id: "d", kind: .asset(AssetDemand(units: units, choice: .asset("rig")))))])
    }
    #expect(
      try await reasons(scenario(2, decimal("1.5")), "d").map(\.detail) == [
        "Rig is used in whole units, never in part: of 1.5 wanted on a day it can get 1, and all of it only if it asks for 2"
      ])
    #expect(
      try await reasons(scenario(2, decimal("0.5")), "d").map(\.detail) == [
        "Rig is used in whole units, never in part: of 0.5 wanted on a day it can get nothing, and all of it only if it asks "
          + "for 1"
      ])
    let left = try await reasons(scenario(decimal("1.5"), 2), "d")
    #expect(
      left.map(\.detail) == [
        "Of Rig there are 10.5 unit-days from 2026-01-05 to 01-11, against 14 wanted",
        "Rig is used in whole units, never in part: what is left of it, 3.5 unit-days from 2026-01-05 to 01-11, makes no "
          + "whole one on any day",
      ])
    #expect(left.map(\.kind) == [.asset, .asset])
  }

  @Test("In a week of holidays nobody works, and there are not too few people")
  func holidays() async throws {
    var calendar = weeks(2)
    calendar.standard.holidays = (0..<5).map { week(1).first.advanced(by: $0) }
    let scenario = Scenario(
      calendar: calendar, staff: [expert("ana")],
      projects: [
        project("p", demand("d", StaffDemand(hours: 20, skills: kubernetes), from: week(1).first, to: week(1).last))
      ])
    let found = try await reasons(scenario, "d")
    #expect(found.map(\.detail) == ["Nobody works from 2026-01-12 to 01-18: by the calendar Ana has no workday then"])
  }

  @Test("A project that is left undone says what it would need")
  func undone() async throws {
    var whole = project(
      "p", demand("d", StaffDemand(hours: 100, skills: kubernetes)),
      Demand(id: "e", kind: .asset(AssetDemand(units: 2, choice: .asset("lab")))))
    whole.allOrNothing = true
    let scenario = Scenario(
      calendar: weeks(1), staff: [expert("ana")], assets: [Asset(id: "lab", name: "Lab", quantity: 2)],
      projects: [whole])
    #expect(
      try await reasons(scenario, "d").map(\.detail) == [
        "Project p is done in full or not at all: it would need all of its 100 h and 14 unit-days, and no plan was found in "
          + "which doing that costs less than leaving it"
      ])
  }

  @Test(
    "Reasons that were changed are named, also of money, of hours that others hold, and of plans that are not proved")
  func changedReasons() async throws {
    let scenario = Scenario(
      calendar: weeks(1), staff: [expert("ana")],
      projects: [
        project("p", priority: 2, demand("d", StaffDemand(hours: 30, skills: kubernetes))),
        project("q", priority: 8, budget: 1000, demand("e", StaffDemand(hours: 30, skills: kubernetes))),
      ])
    var plan = try await explained(scenario)
    #expect(Reasons(scenario, plan: plan).falseClaims(of: plan).isEmpty)
    plan.status = .feasible
    #expect(Reasons(scenario, plan: plan).falseClaims(of: plan).isEmpty)
    #expect(Set(plan.unmet.flatMap { $0.reasons.map(\.kind) }).isSuperset(of: [.budget]))
    for entry in plan.unmet.indices {
      for reason in plan.unmet[entry].reasons.indices {
        var changed = plan
        changed.unmet[entry].reasons[reason].detail += ", they say"
        #expect(Reasons(scenario, plan: changed).falseClaims(of: changed).map(\.kind) == [.wrongReason])
      }
    }
  }

  @Test("Nobody is left to run an asset")
  func operators() async throws {
    // Two rigs on five days take 80 hours; there are 40.
    let crew = Asset.Operators(skills: kubernetes, hoursPerUnitDay: 8)
    let scenario = Scenario(
      calendar: weeks(1), staff: [expert("ana")],
      assets: [Asset(id: "rig", name: "Rig", quantity: 2, operators: crew)],
      projects: [project("p", Demand(id: "d", kind: .asset(AssetDemand(units: 2, choice: .asset("rig")))))])
    let found = try await reasons(scenario, "d")
    #expect(found.map(\.kind) == [.operators])
    #expect(found.first?.detail.contains("Ana has no time left") == true, "\(found)")
  }

  @Test("Not worth its money")
  func notWorthIt() async throws {
    let scenario = Scenario(
      currency: "EUR", calendar: weeks(1), policy: .init(unmetCostPerHour: 2), staff: [expert("ana")],
      projects: [project("p", priority: 5, demand("d", StaffDemand(hours: 30)))])
    let found = try await reasons(scenario, "d")
    #expect(found.map(\.kind) == [.notWorthIt])
    #expect(found.first?.detail == "An hour of it would cost 50 EUR (Ana), leaving it costs 10 EUR")
  }

  @Test("Shares add up to 1, every entry has a reason, and the plan is otherwise the same", arguments: Sample.all)
  func generated(_ sample: Sample) async throws {
    let scenario = sample.scenario
    let result = try await Planner(options: PlanningOptions()).plan(scenario, sha256: "")
    let reasons = Reasons(scenario, plan: result.plan, prices: result.prices)
    var plan = reasons.explainedPlan()
    // A plan that is not optimal has prices, but no bottlenecks to say the same.
    if result.plan.status == .optimal {
      #expect(plan == Reasons(scenario, plan: result.plan).explainedPlan(), "bottlenecks say what prices say")
    }
    for entry in plan.unmet where entry.amount.count > 0 {
      #expect(!entry.reasons.isEmpty)
      #expect(entry.reasons == reasons.reasons(for: entry))
      #expect(entry.reasons.allSatisfy { $0.share.count > 0 && !$0.detail.isEmpty })
      #expect(entry.reasons.reduce(Millionths.zero) { $0 + $1.share } == Millionths(1))
    }
    for index in plan.unmet.indices { plan.unmet[index].reasons = [] }
    #expect(plan == result.plan)
  }

  @Test("An entry that the scenario does not know has no reason")
  func unknown() async throws {
    let scenario = Scenario(calendar: weeks(1), projects: [project("p", demand("d", StaffDemand(hours: 5)))])
    let plan = try await explained(scenario)
    var entry = try #require(plan.unmet.first)
    entry.demand = "other"
    #expect(Reasons(scenario, plan: plan).reasons(for: entry).isEmpty)
  }
}
