// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// A scenario and a plan made by hand, with something of everything; its texts try to break the output.
enum Sample {
  static let monday = Day(number: 20_822)

  static func day(_ offset: Int) -> Day { monday.advanced(by: offset) }

  static func amount(_ value: Double) -> Millionths { Millionths(nearest: value) ?? .zero }

  static let scenario = Scenario(
    name: "Spring *plan* | 2027", currency: "EUR",
    calendar: PlanningCalendar(
      horizon: DayRange(day(0), day(20)), period: .week,
      standard: WorkCalendar(
        workdays: [.monday, .tuesday, .wednesday, .thursday, .friday], hoursPerDay: 8, holidays: [])),
    staff: [
      StaffMember(id: "ana", name: "Ana Müller", department: "Cloud", costPerHour: 80),
      StaffMember(id: "=ben", name: "=HYPERLINK(\"x\")", department: "Cloud", costPerHour: 60),
      StaffMember(id: "chen", name: "陈伟", costPerHour: 70),
    ],
    assets: [Asset(id: "gpu", name: "GPU server", quantity: 2, costPerUnitDay: 65)],
    projects: [
      Project(
        id: "web", name: "Web \u{202E}shop", priority: 8, budget: 10_000,
        demands: [
          Demand(id: "web-1", kind: .staff(StaffDemand(hours: 200))),
          Demand(id: "web-2", kind: .asset(AssetDemand(units: 1, choice: .asset("gpu")))),
        ]),
      Project(
        id: "erp", name: "ERP", priority: 3,
        demands: [Demand(id: "erp-1", kind: .staff(StaffDemand(hours: 120, pace: .even)))]),
    ])

  static let plan = Plan(
    scenario: .init(name: scenario.name, sha256: String(repeating: "0", count: 64)), status: .optimal, stop: .proved,
    engine: .init(name: "glpk", version: "5.0"),
    objective: .init(
      value: amount(45_678.9), bound: amount(45_678.9),
      terms: .init(
        labour: amount(20_000.5), overtime: amount(320), assets: amount(1_365), unmet: amount(23_393.4),
        commitments: amount(600))),
    summary: PlanSummary(
      hours: .init(wanted: amount(320), unmet: amount(48.25)), unitDays: .init(wanted: amount(21)),
      cost: amount(21_685.5),
      coverageByPriority: [
        .init(priority: 8, hours: .init(wanted: amount(200)), unitDays: .init(wanted: amount(21))),
        .init(priority: 3, hours: .init(wanted: amount(120), unmet: amount(48.25))),
      ],
      projects: [
        .init(id: "erp", hours: .init(wanted: amount(120), unmet: amount(48.25)), cost: amount(5_000)),
        .init(
          id: "web", hours: .init(wanted: amount(200)), unitDays: .init(wanted: amount(21)), cost: amount(9_999.99)),
      ],
      people: [
        .init(id: "=ben", available: amount(120), used: amount(30)),
        .init(id: "ana", available: amount(120), used: amount(130), overtime: amount(10)),
        .init(id: "chen", available: .zero, used: .zero),
      ],
      assets: [.init(id: "gpu", available: amount(42), used: amount(21))]),
    assignments: [
      .init(
        staff: "=ben", demand: "web-1", project: "web", period: 0, days: DayRange(day(0), day(6)),
        hours: amount(12.5), cost: amount(750)),
      .init(
        staff: "ana, \"A\"", demand: "erp-1", project: "erp", period: 2, days: DayRange(day(14), day(20)),
        hours: amount(0.000001), cost: .zero),
    ],
    overtime: [
      .init(
        staff: "ana", demand: "web-1", project: "web", period: 0, days: DayRange(day(0), day(6)), hours: amount(10),
        cost: amount(320))
    ],
    assetUse: [
      .init(
        asset: "gpu", demand: "web-2", project: "web", period: 0, days: DayRange(day(0), day(6)), unitDays: amount(21),
        cost: amount(1_365))
    ],
    operating: [],
    unmet: [
      .init(
        demand: "erp-1", project: "erp", period: 1, amount: amount(40), isUnitDays: false, cost: amount(20_000),
        reasons: [.init(kind: .taken, detail: "Ana works on web at priority 8", share: Millionths(1))]),
      .init(
        demand: "erp-1", project: "erp", period: 2, amount: amount(8.25), isUnitDays: false, cost: amount(3_393.4),
        reasons: [.init(kind: .taken, detail: "Ana works on web at priority 8", share: Millionths(1))]),
    ],
    brokenCommitments: [
      .init(
        staff: "chen", demand: "erp-1", period: 1, days: DayRange(day(7), day(13)), hours: amount(8), cost: amount(600))
    ],
    bottlenecks: [
      .init(kind: .staff, id: "ana", period: 1, pricePerUnit: amount(412), validFor: amount(23)),
      .init(kind: .budget, id: "web", period: nil, pricePerUnit: amount(1.25), validFor: nil),
    ],
    verification: .init(
      feasible: true, violations: [], value: amount(45_678.9), bound: amount(45_678.9), boundKind: .lagrangian))
}
