// SPDX-License-Identifier: GPL-3.0-or-later

import Issues
import Allocation
import Numbers

/// A small scenario with every key of the format, without warnings.
let richScenario = #"""
  {
    "format": "muster/scenario@1", "name": "Rich", "currency": "CHF", "x-note": [1, {"a": null}],
    "calendar": {"start": "2027-01-04", "end": "2027-01-31", "period": "day", "workdays": ["tue", "mon"],
      "hoursPerDay": 7.5, "holidays": ["2027-01-05"],
      "calendars": {"late": {"workdays": ["sat"]}, "x-own": {"hoursPerDay": 4, "holidays": []}}},
    "policy": {"unmetCostPerHour": 300.5, "unmetCostPerUnitDay": 0, "commitmentCostPerHour": 1e3, "changeCostPerHour": 2},
    "staff": [
      {"id": "ana", "name": "Ana \u00fc", "department": "D", "location": "L", "headcount": 3, "calendar": "late",
       "skills": {"sql": {"level": 4, "productivity": 1.25, "from": "2027-01-04", "until": "2027-01-30"}, "x-y": 2},
       "certifications": {"pmp": {"from": "2026-01-01"}, "z": {}}, "clearance": 2, "costPerHour": 80.05,
       "hoursPerDay": 8, "support": 0.1, "employed": {"from": "2027-01-01", "to": "2027-12-31"},
       "absences": [{"from": "2027-01-11", "to": "2027-01-12", "share": 0.5}],
       "overtime": {"hoursPerWeek": 5, "hoursTotal": 10, "costFactor": 1.25}},
      {"id": "ben", "annualSalary": 100000}],
    "assets": [{"id": "gpu", "name": "GPU", "tags": ["fast", "big"], "quantity": 2.5, "costPerUnitDay": 65,
      "outages": [{"from": "2027-01-06", "to": "2027-01-07", "quantity": 1}],
      "operators": {"skills": {"sql": 2}, "hoursPerUnitDay": 0.5}}],
    "projects": [{"id": "web", "name": "Web", "department": "D", "priority": 8.5, "start": "2027-01-04",
      "deadline": "2027-01-29", "budget": 12345.67, "demands": [
        {"id": "w1", "from": "2027-01-05", "to": "2027-01-20", "priority": 9, "hours": 120, "pace": "even",
         "skills": {"sql": 3}, "certifications": ["pmp"], "clearance": 1, "locations": ["L"], "departments": ["D"],
         "only": ["ana"], "exclude": ["ben"], "maxHoursPerWeek": 30, "uses": [{"asset": "gpu", "unitsPerPerson": 0.5}]},
        {"id": "w2", "units": 1, "tags": ["fast"]}, {"id": "w3", "units": 0.25, "asset": "gpu"}]}],
    "commitments": [{"staff": "ana", "demand": "w1", "from": "2027-01-05", "to": "2027-01-10", "hoursPerWeek": 4}],
    "baseline": {"assignments": [{"staff": "ana", "demand": "w1", "period": 3, "hours": 1.5},
      {"staff": "ana", "demand": "w1", "project": "web", "start": "2027-01-09", "end": "2027-01-09", "hours": 2, "cost": 9}]}
  }
  """#

/// A scenario with the keys that came with days, and with those that no plan is made with yet.
let laterScenario = #"""
  {
    "format": "muster/scenario@1", "calendar": {"start": "2027-01-04", "end": "2027-01-31"},
    "policy": {"priorities": "strict", "prefer": ["balanced", "early"], "minimumHoursPerWeek": 4.5},
    "staff": [
      {"id": "ana", "department": "D", "maxProjects": 2, "skills": {"sql": 3, "go": 2},
       "training": [{"skill": "java", "level": 2, "cost": 1800, "hours": 24, "from": "2027-01-11"},
         {"skill": "rust", "level": 1}]},
      {"id": "pool", "external": {"heads": 3, "engagementCost": 4000}}],
    "assets": [{"id": "gpu", "indivisible": true, "tags": ["fast"]}],
    "projects": [{"id": "web", "rates": {"ana": 95.5, "pool": 0}, "shift": {"latest": 4, "costPerWeek": 2000},
      "allOrNothing": true, "demands": [
        {"id": "w1", "name": "First", "unmetCost": 250, "fte": 1.5, "skills": {"sql": 1},
         "anyOf": [{"go": 2}, {"rust": 1, "sql": 2}], "team": {"min": 2, "max": 4}},
        {"id": "w2", "hours": 20, "crew": [{"count": 2, "skills": {"sql": 1}, "anyOf": [{"go": 1}], "clearance": 0,
           "certifications": [], "locations": [], "departments": ["D"], "only": ["ana"], "exclude": []}, {}],
         "after": [{"demand": "w1", "lag": 1, "share": 0.5}]},
        {"id": "w3", "units": 1, "tags": ["fast"], "days": "work"}]}],
    "commitments": [{"staff": "ana", "demand": "w1", "from": "2027-01-05", "to": "2027-01-10", "share": 0.4}],
    "limits": [{"id": "l1", "name": "Contract", "per": "quarter", "maxHours": 120, "staff": ["ana"],
       "departments": ["D"], "projects": ["web"], "demands": ["w3"], "each": "staff", "used": 35},
      {"id": "l2", "per": "day", "maxShare": 0.8}],
    "preferences": [{"staff": ["ana"], "projects": ["web"], "costPerHour": -15.5}, {"costPerHour": 2}]
  }
  """#

/// A plan made by hand, with something in every list.
let fullPlan: Plan = {
  func amount(_ count: Int) -> Millionths { Millionths(count: Int128(count)) }
  let smallest = amount(1)
  let large = amount(123_456_789_012_345_678)
  let days = DayRange(Day(number: 20_822), Day(number: 20_828))
  let coverage = PlanSummary.Coverage(wanted: amount(3_000_000), unmet: smallest)
  let used = [
    PlanSummary.Utilisation(id: "ana", available: amount(7), used: amount(5), overtime: smallest),
    PlanSummary.Utilisation(id: "idle"),
  ]
  return Plan(
    scenario: .init(name: "Rich", sha256: String(repeating: "ab", count: 32)), status: .feasible, stop: .time,
    engine: .init(name: "native", version: "1.0", fallback: "GLPK is not there"),
    objective: .init(
      value: large, bound: nil,
      terms: .init(
        labour: large, overtime: smallest, assets: amount(-1), unmet: amount(500_000), commitments: amount(10),
        preference: amount(-3), change: amount(7_000_000), engagement: large, delay: .zero, training: smallest),
      rounding: smallest),
    starts: [.init(project: "web", weeks: 2, cost: large)],
    trainings: [.init(staff: "ana", skill: "sql", cost: smallest)],
    engaged: [.init(staff: "ben", heads: 3, cost: .zero)],
    summary: PlanSummary(
      hours: coverage, unitDays: PlanSummary.Coverage(), cost: large,
      coverageByPriority: [
        .init(priority: ExactDecimal(significand: 85, scale: 1) ?? 0, hours: coverage), .init(priority: 1),
      ],
      projects: [.init(id: "web", hours: coverage, unitDays: coverage, cost: smallest)], people: used,
      departments: used, skills: used, assets: used),
    load: PlanLoad(
      people: [
        .init(id: "ana", period: 0, days: days, available: amount(7), used: amount(5), overtime: smallest),
        .init(id: "ana", period: 1, days: days),
      ], assets: [.init(id: "gpu", period: 0, days: days, used: large)]),
    assignments: [
      .init(staff: "ana", demand: "w1", project: "web", period: 0, days: days, hours: smallest, cost: large),
      .init(staff: "ben", demand: "w1", project: "web", period: 3, days: days, hours: large, cost: .zero),
    ],
    overtime: [
      .init(staff: "ana", demand: "w1", project: "web", period: 0, days: days, hours: smallest, cost: large),
      .init(
        staff: "ana", demand: "w2", project: "web", period: 1, days: days, asset: "gpu", hours: smallest, cost: large),
    ],
    assetUse: [
      .init(asset: "gpu", demand: "w2", project: "web", period: 1, days: days, unitDays: large, cost: smallest)
    ],
    operating: [
      .init(
        staff: "ana", asset: "gpu", demand: "w2", project: "web", period: 1, days: days, hours: smallest, cost: large)
    ],
    unmet: [
      .init(
        demand: "w1", project: "web", period: 2, days: days, amount: smallest, isUnitDays: false, cost: large,
        reasons: Plan.UnmetReason.Kind.allCases.map {
          .init(kind: $0, detail: "because \"of\" it", share: smallest, periods: $0 == .nobody ? [0, 3] : [])
        },
        remedies: [
          .init(
            kind: .external, title: "One more", patch: #"[{"op":"add","path":"/staff/-","value":{"id":"new"}}]"#,
            costBefore: large, costAfter: smallest, saves: large, confirmed: true),
          .init(
            kind: .budget, title: "", patch: "[]", costBefore: .zero, costAfter: nil, saves: nil, confirmed: false),
        ]),
      .init(demand: "w2", project: "web", period: nil, amount: large, isUnitDays: true, cost: .zero),
    ],
    brokenCommitments: [
      .init(staff: "ana", demand: "w1", period: 0, days: days, hours: smallest, cost: large)
    ],
    days: [
      .init(staff: "ana", demand: "w1", date: days.first, amount: large, overtime: smallest),
      .init(staff: "ana", asset: "gpu", demand: "w2", date: days.last, amount: smallest),
      .init(asset: "gpu", demand: "w2", date: days.last, amount: large),
    ],
    certificate: PlanCertificate(steps: [
      .init(
        rows: [
          .init(.capacity, staff: "ana", date: days.first, price: -0.1),
          .init(.limit, staff: "ana", limit: "l1", date: days.last, price: -1.5e-7),
          .init(.commitment, staff: "ana", demand: "w1", period: 0, days: days, price: 123_456.789_012_345_6),
        ]), .init(what: .priority(8), rows: [.init(.step, step: .commitments, price: 2)]),
      .init(
        cases: [
          .init(
            decisions: [
              .init(.weeks, project: "web", range: 1...3), .init(.heads, staff: "ben", range: 0...0),
              .init(.training, staff: "ana", skill: "sql", range: 1...1), .init(.run, project: "web", range: 0...0),
            ], rows: [.init(.effort, demand: "w1", shift: 1, price: 7.5)]), .init(),
        ]),
    ]),
    bottlenecks: [
      .init(kind: .staff, id: "ana", period: 1, days: days, pricePerUnit: large, validFor: smallest),
      .init(kind: .budget, id: "web", period: nil, pricePerUnit: smallest, validFor: nil),
    ],
    verification: .init(
      feasible: false,
      violations: [
        .init(kind: .capacity, detail: "too much", path: [.key("assignments"), .index(0), .key("a/b~c")])
      ], value: large, bound: nil, boundKind: .none))
}()
