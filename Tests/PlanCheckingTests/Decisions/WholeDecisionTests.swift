// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import PlanChecking
import Testing

/// Rules of whole decisions that follow from the amounts: for each a right plan, and plans that break it.
@Suite struct WholeDecisionTests {
  private func expect(
    _ scenario: Scenario, _ amounts: PlanAmounts, _ kinds: Set<Studio.Kind>, _ sums: Set<Studio.Kind>? = nil,
    at place: SourceLocation = #_sourceLocation
  ) {
    let faults = Studio.faults(scenario, amounts)
    #expect(faults.days == kinds, sourceLocation: place)
    #expect(faults.sums == sums ?? kinds, sourceLocation: place)
  }

  @Test func onlySoManyProjectsInAPeriod() {
    var projects = ["p", "q", "r"].map { id in
      Project(id: id, demands: [Studio.demand(id + "1", StaffDemand(hours: 40), weeks: 0...2)])
    }
    projects[0].demands.append(Studio.demand("p2", StaffDemand(hours: 40), weeks: 0...2))
    let scenario = Studio.scenario([StaffMember(id: "ana", maxProjects: 2)], projects)
    // Both demands of p, and q; r a week later.
    let right =
      Studio.work(0, 0, [0], "8") + Studio.work(0, 1, [1], "8") + Studio.work(0, 2, [2], "8")
      + Studio.work(0, 3, [7], "8")
    expect(scenario, Studio.amounts(right), [])
    expect(scenario, Studio.amounts(right + Studio.work(0, 3, [3], "0.000001")), [.maxProjects])
  }

  @Test func noFewerHoursThanTheLeast() {
    let projects = [
      Project(
        id: "p",
        demands: [
          Studio.demand("d", StaffDemand(hours: 20), weeks: 0...2), Studio.demand("e", StaffDemand(hours: 3)),
          Studio.demand("f", StaffDemand(hours: 30, pace: .even), weeks: 0...2),
          Studio.demand("g", StaffDemand(hours: 40, skills: [.init("c", level: 1)]), weeks: 0...0),
        ])
    ]
    let scenario = Studio.scenario(
      [
        StaffMember(
          id: "ana", skills: [.init("c", level: 1, productivity: 2)],
          absences: [.init(DayRange(day("2026-01-12"), day("2026-01-13")))]),
        StaffMember(id: "ben", support: .init(decimal("0.9"))),
      ], projects, policy: .init(minimumHoursPerWeek: 10))
    expect(scenario, Studio.amounts(Studio.work(0, 0, [0, 1], "5")), [])
    expect(scenario, Studio.amounts(Studio.work(0, 0, [0], "8") + Studio.work(0, 0, [1], "1.999999")), [.minimumHours])
    // Three of five days: 6 h.
    expect(scenario, Studio.amounts(Studio.work(0, 0, [9], "6")), [])
    expect(scenario, Studio.amounts(Studio.work(0, 0, [9], "5.999999")), [.minimumHours])
    // No more than is wanted, or than there is: 3 h, and 4 h a week.
    expect(scenario, Studio.amounts(Studio.work(0, 1, [0], "3")), [])
    expect(scenario, Studio.amounts(Studio.work(0, 1, [0], "2")), [.minimumHours])
    expect(scenario, Studio.amounts(Studio.work(1, 0, 0..<5, "0.8")), [])
    expect(scenario, Studio.amounts(Studio.work(1, 0, 0..<4, "0.8")), [.minimumHours])
    // Even: 10 h a week are wanted; by two productive hours in one 20 of 40.
    expect(scenario, Studio.amounts(Studio.work(0, 2, [0, 1], "5")), [])
    expect(scenario, Studio.amounts(Studio.work(0, 2, [0, 1], "4")), [.minimumHours])
    expect(scenario, Studio.amounts(Studio.work(0, 3, [0, 1], "5")), [])
  }

  @Test func aTeamHasSoManyMembers() {
    var work = StaffDemand(hours: 200)
    work.team = .init(min: 2, max: 3)
    let scenario = Studio.scenario(
      [
        StaffMember(id: "ana"), StaffMember(id: "ben"), StaffMember(id: "pool", headcount: 3),
        StaffMember(id: "cy"),
      ], [Project(id: "p", demands: [Studio.demand("d", work, weeks: 0...2)])])
    let (ana, ben) = (Studio.work(0, 0, [0], "8"), Studio.work(1, 0, [0], "1"))
    expect(scenario, Studio.amounts([]), [])
    expect(scenario, Studio.amounts(ana), [.team])
    expect(scenario, Studio.amounts(ana + ben), [])
    // A member has an hour.
    expect(scenario, Studio.amounts(ana + Studio.work(1, 0, [0], "0.999999")), [.team])
    expect(scenario, Studio.amounts(ana + Studio.work(1, 0, [0, 7], "0.5")), [])
    // 40 h of a pool take one at least, 40.000001 two; as many as three may share them, but not one hour of two.
    expect(scenario, Studio.amounts(Studio.work(2, 0, 0..<5, "8")), [])
    expect(scenario, Studio.amounts(Studio.work(2, 0, [0], "1")), [.team])
    expect(scenario, Studio.amounts(ana + ben + Studio.work(2, 0, 0..<5, "8")), [])
    let two = Studio.work(2, 0, 0..<4, "8") + Studio.work(2, 0, [4], "8.000001")
    expect(scenario, Studio.amounts(two), [])
    expect(scenario, Studio.amounts(ana + ben + two), [.team])
    expect(scenario, Studio.amounts(ana + ben + Studio.work(2, 0, [0], "8") + Studio.work(3, 0, [0], "8")), [.team])
  }

  private static func units(_ asset: Int, _ demand: Int, _ days: [Int], _ units: String = "1") -> [PlanAmounts.Use] {
    days.map { .init(asset: asset, demand: demand, day: $0, unitDays: Int64(amount(units).count)) }
  }

  @Test func indivisibleUnitsAreWholeOnEveryDay() {
    let demands = ["d", "e"].map { id in
      Demand(
        id: id, from: day("2026-01-05"), to: day("2026-01-06"),
        kind: .asset(AssetDemand(units: decimal("1.5"), choice: .asset("rig"))))
    }
    let scenario = Studio.scenario(
      [], [Project(id: "p", demands: demands)], assets: [Asset(id: "rig", quantity: decimal("2.5"), indivisible: true)])
    expect(scenario, Studio.amounts([], units: Self.units(0, 0, [0, 1]) + Self.units(0, 1, [0, 1])), [])
    expect(scenario, Studio.amounts([], units: Self.units(0, 0, [0], "1.5")), [.indivisible])
    // A whole sum of parts: whole units would do as well.
    expect(scenario, Studio.amounts([], units: Self.units(0, 0, [0, 1], "0.5")), [.indivisible], [])
    // 3 in two days cannot be whole, since 1.5 are wanted on each.
    expect(scenario, Studio.amounts([], units: Self.units(0, 0, [0, 1], "1.5")), [.indivisible], [.days])
  }

  /// Three demands and three rigs, each rig for one on either day: whole units have to be found among many sums.
  @Test func wholeDaysAreFoundForSums() {
    let demands = (0..<3).map { index in
      Demand(
        id: "d\(index)", from: day("2026-01-05"), to: day("2026-01-07"),
        kind: .asset(AssetDemand(units: 1, choice: .tags(["rig"]))))
    }
    let scenario = Studio.scenario(
      [], [Project(id: "p", demands: demands)],
      assets: (0..<3).map { Asset(id: "rig\($0)", tags: ["rig"], quantity: 1, indivisible: true) })
    let square = (0..<3).flatMap { asset in (0..<3).flatMap { Self.units(asset, $0, [(asset + $0) % 3]) } }
    expect(scenario, Studio.amounts([], units: square), [])
    // Of two days each demand has one of either rig: twice the same day is too much.
    let twice = Self.units(0, 0, [0]) + Self.units(1, 0, [0])
    expect(scenario, Studio.amounts([], units: twice), [.effort], [])
  }

  /// 1.5 are wanted on each of two days: of the rig, which is indivisible, there can be one on each, beside the van.
  @Test func sumsThatOnlyPartsAddUpToAreFound() {
    let demand = Demand(
      id: "d", from: day("2026-01-05"), to: day("2026-01-06"),
      kind: .asset(AssetDemand(units: decimal("1.5"), choice: .tags(["any"]))))
    let scenario = Studio.scenario(
      [], [Project(id: "p", demands: [demand])],
      assets: [
        Asset(id: "rig", tags: ["any"], quantity: 2, indivisible: true), Asset(id: "van", tags: ["any"], quantity: 1),
      ])
    expect(scenario, Studio.amounts([], units: Self.units(0, 0, [0, 1]) + Self.units(1, 0, [0, 1], "0.5")), [])
    expect(scenario, Studio.amounts([], units: Self.units(0, 0, [0, 1], "1.5")), [.indivisible])
  }

  @Test func allOrNothing() {
    let projects = [
      Project(
        id: "p", allOrNothing: true,
        demands: [
          Studio.demand("d", StaffDemand(hours: 16)), Studio.demand("e", StaffDemand(hours: 8)),
          Demand(
            id: "f", from: day("2026-01-05"), to: day("2026-01-05"),
            kind: .asset(AssetDemand(units: 1, choice: .asset("rig")))),
        ]), Project(id: "q", demands: [Studio.demand("g", StaffDemand(hours: 100))]),
    ]
    let scenario = Studio.scenario(
      [StaffMember(id: "ana")], projects, assets: [Asset(id: "rig", quantity: 1)])
    let rig = Self.units(0, 2, [0])
    let all = Studio.work(0, 0, [0, 1], "8") + Studio.work(0, 1, [2], "8")
    expect(scenario, Studio.amounts([]), [])
    expect(scenario, Studio.amounts(Studio.work(0, 3, [0], "8")), [])
    expect(scenario, Studio.amounts(all, units: rig), [])
    expect(scenario, Studio.amounts(all), [.allOrNothing])
    expect(scenario, Studio.amounts([], units: rig), [.allOrNothing])
    let short = Studio.work(0, 0, [0, 1], "8") + Studio.work(0, 1, [2], "7.999999")
    expect(scenario, Studio.amounts(short, units: rig), [.allOrNothing])
  }

  /// One who is a third as fast cannot meet an hour to the last millionth.
  @Test func roundingIsNotLessThanAll() {
    let scenario = Studio.scenario(
      [StaffMember(id: "ana", skills: [.init("c", level: 1, productivity: decimal("0.3"))])],
      [
        Project(
          id: "p", allOrNothing: true,
          demands: [Studio.demand("d", StaffDemand(hours: 1, skills: [.init("c", level: 1)]))])
      ])
    let amounts = Studio.amounts(Studio.work(0, 0, [0], "3.333333"))
    let plan = Studio.plan(scenario, amounts)
    #expect(plan.unmet.isEmpty)
    expect(scenario, amounts, [])
  }

  @Test func oneAfterTheOther() {
    var second = StaffDemand(hours: 40)
    second.after = [.init("a", lag: 0)]
    var third = StaffDemand(hours: 40)
    third.after = [.init("a", lag: 1, share: decimal("0.5"))]
    var fourth = StaffDemand(hours: 8)
    fourth.after = [.init("a", share: 0)]
    let scenario = Studio.scenario(
      [StaffMember(id: "ana", headcount: 3)],
      [
        Project(
          id: "p",
          demands: [
            Studio.demand("a", StaffDemand(hours: 40), weeks: 0...2), Studio.demand("b", second, weeks: 0...2),
            Studio.demand("c", third, weeks: 0...2), Studio.demand("d", fourth, weeks: 0...2),
          ])
      ])
    let all = Studio.work(0, 0, 0..<5, "8")
    expect(scenario, Studio.amounts(all + Studio.work(0, 1, [7], "8")), [])
    expect(scenario, Studio.amounts(all + Studio.work(0, 1, [4], "8")), [.after])
    // A lag of a period.
    expect(scenario, Studio.amounts(all + Studio.work(0, 2, [14], "8")), [])
    expect(scenario, Studio.amounts(all + Studio.work(0, 2, [7], "8")), [.after])
    // Nothing as long as too little of the other is met: 39.96 h and 20 h.
    let most = Studio.work(0, 0, 0..<4, "8") + Studio.work(0, 0, [4], "7.959999")
    expect(scenario, Studio.amounts(most + Studio.work(0, 1, [7], "8")), [])
    let fewer = Studio.work(0, 0, 0..<4, "8") + Studio.work(0, 0, [4], "7.959998")
    expect(scenario, Studio.amounts(fewer + Studio.work(0, 1, [7], "8")), [.after])
    expect(scenario, Studio.amounts(Studio.work(0, 0, [0, 1], "8") + Studio.work(0, 2, [14], "8")), [.after])
    expect(scenario, Studio.amounts(Studio.work(0, 1, [7], "8")), [.after])
    // Whatever is met of it.
    expect(scenario, Studio.amounts(Studio.work(0, 3, [7], "8")), [])
    expect(scenario, Studio.amounts(Studio.work(0, 0, [7], "8") + Studio.work(0, 3, [7], "8")), [.after])
  }
}
