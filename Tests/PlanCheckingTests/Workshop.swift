// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import PlanChecking

func decimal(_ text: String) -> ExactDecimal { (try? ExactDecimal(parsing: text.utf8)) ?? 0 }
func amount(_ text: String) -> Millionths {
  let value = decimal(text)
  var count = Int128(value.significand)
  for _ in value.scale..<6 { count *= 10 }
  return Millionths(count: count)
}
func day(_ text: String) -> Day { Day(iso: text) ?? Day(number: 0) }

let weekdays: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]

extension Plan {
  static func empty() -> Plan {
    Plan(
      scenario: ScenarioReference(name: nil, sha256: ""), status: .feasible, stop: .gap,
      engine: EngineRecord(name: "native", version: "0"),
      objective: Objective(value: .zero, bound: nil, terms: Terms()),
      summary: PlanSummary(), assignments: [], overtime: [], assetUse: [], operating: [], unmet: [],
      brokenCommitments: [], bottlenecks: [],
      verification: Verification(feasible: false, violations: [], value: .zero, bound: nil, boundKind: .none))
  }
}

/// Two weeks, two people, one kind of rig; small enough to be worked out by hand.
enum Workshop {
  static let calendar = PlanningCalendar(
    horizon: DayRange(day("2026-01-05"), day("2026-01-18")), period: .week,
    standard: WorkCalendar(workdays: weekdays, hoursPerDay: 8, holidays: []))

  static var scenario: Scenario {
    Scenario(
      calendar: calendar, policy: Scenario.Policy(changeCostPerHour: 1),
      staff: [
        StaffMember(
          id: "ana", name: "Ana", department: "dev", skills: [.init("java", level: 3)], costPerHour: 50,
          overtime: .init(hoursPerWeek: 5, hoursTotal: 10)),
        StaffMember(
          id: "ben", name: "Ben",
          skills: [.init("java", level: 2, productivity: decimal("0.5")), .init("ops", level: 1)],
          costPerHour: 30),
        StaffMember(id: "cy", name: "Cy", employedFrom: day("2026-01-12")),
      ],
      assets: [
        Asset(
          id: "crane", tags: ["heavy"], quantity: 1),
        Asset(
          id: "rig", quantity: 2, costPerUnitDay: 10,
          operators: .init(skills: [.init("ops", level: 1)], hoursPerUnitDay: 1)),
      ],
      projects: [
        Project(
          id: "p", priority: 5, budget: 6450,
          demands: [
            Demand(
              id: "build",
              kind: .staff(
                StaffDemand(
                  hours: 100, skills: [.init("java", level: 3)], maxHoursPerWeek: 50,
                  uses: [.init(asset: "rig", unitsPerPerson: decimal("0.8"))]))),
            Demand(id: "care", kind: .staff(StaffDemand(hours: 20, pace: .even, skills: [.init("java", level: 2)]))),
            Demand(
              id: "show", to: day("2026-01-11"),
              kind: .asset(AssetDemand(units: decimal("0.5"), choice: .asset("rig")))),
          ]),
        Project(id: "q"),
      ],
      commitments: [
        .init(
          staff: "ana", demand: "build", days: DayRange(day("2026-01-05"), day("2026-01-11")), hoursPerWeek: 40)
      ],
      limits: [
        .init(id: "core", per: .week, .hours(50), .init(projects: ["p"]), each: .staff),
        .init(id: "rest", per: .horizon, .share(1)),
      ],
      baseline: .init(assignments: [.init(staff: "ana", demand: "build", period: 0, hours: 30)]))
  }

  static func assignment(_ staff: String, _ demand: String, _ period: Int, _ hours: String) -> Plan.Assignment {
    Plan.Assignment(
      staff: staff, demand: demand, project: "p", period: period, days: calendar.periods[min(period, 1)],
      hours: amount(hours), cost: .zero)
  }
  static func days(_ period: Int) -> DayRange { calendar.periods[max(0, min(period, 1))] }
  static func use(_ asset: String, _ demand: String, _ period: Int, _ unitDays: String) -> Plan.AssetUse {
    Plan.AssetUse(
      asset: asset, demand: demand, project: "p", period: period, days: days(period), unitDays: amount(unitDays),
      cost: .zero)
  }
  static func operating(_ staff: String, _ asset: String, _ demand: String, _ period: Int, _ hours: String)
    -> Plan.Operating
  {
    Plan.Operating(
      staff: staff, asset: asset, demand: demand, project: "p", period: period, days: days(period),
      hours: amount(hours), cost: .zero)
  }
  static func overtime(_ staff: String, _ demand: String, _ period: Int, _ hours: String) -> Plan.OvertimeEntry {
    Plan.OvertimeEntry(
      staff: staff, demand: demand, project: "p", period: period, days: days(period), hours: amount(hours),
      cost: .zero)
  }
  static func unmet(_ demand: String, _ period: Int?, _ value: String, unitDays: Bool = false) -> Plan.UnmetEntry {
    Plan.UnmetEntry(
      demand: demand, project: "p", period: period, days: period.map { days($0) }, amount: amount(value),
      isUnitDays: unitDays, cost: .zero)
  }
  static func broken(_ staff: String, _ demand: String, _ period: Int, _ hours: String) -> Plan.BrokenCommitment {
    Plan.BrokenCommitment(
      staff: staff, demand: demand, period: period, days: days(period), hours: amount(hours), cost: .zero)
  }

  /// A plan that keeps every row, without money.
  static var amounts: Plan {
    var plan = Plan.empty()
    plan.assignments = [
      assignment("ana", "build", 0, "45"), assignment("ana", "build", 1, "45"), assignment("ben", "care", 0, "20"),
      assignment("ben", "care", 1, "20"),
    ]
    plan.overtime = [0, 1].map { overtime("ana", "build", $0, "5") }
    plan.assetUse = [use("rig", "build", 0, "4.5"), use("rig", "build", 1, "4.5"), use("rig", "show", 0, "2.5")]
    plan.operating = [
      operating("ben", "rig", "build", 0, "4.5"), operating("ben", "rig", "build", 1, "4.5"),
      operating("ben", "rig", "show", 0, "2.5"),
    ]
    plan.unmet = [unmet("build", nil, "10")]
    return plan
  }

  /// The same day by day, in another order than a plan's.
  static var daily: PlanAmounts {
    var amounts = PlanAmounts()
    for day in [11, 10, 9, 8, 7, 4, 3, 2, 1, 0] {
      let extra: Int64 = day % 7 == 0 ? 4_000_000 : day % 7 == 1 ? 1_000_000 : 0
      amounts.assignments.append(.init(staff: 1, demand: 1, day: day, hours: 4_000_000))
      amounts.assignments.append(.init(staff: 0, demand: 0, day: day, hours: 8_000_000 + extra, overtime: extra))
      amounts.assetUse.append(.init(asset: 1, demand: 0, day: day, unitDays: 900_000))
      amounts.operating.append(.init(staff: 1, asset: 1, demand: 0, day: day, hours: 900_000))
      guard day < 7 else { continue }
      amounts.assetUse.append(.init(asset: 1, demand: 2, day: day, unitDays: 500_000))
      amounts.operating.append(.init(staff: 1, asset: 1, demand: 2, day: day, hours: 500_000))
    }
    return amounts
  }

  static var plan: Plan {
    var unpriced = amounts
    // Where it has one, it is worked out.
    unpriced.load = PlanLoad()
    guard let plan = try? PlanPricing(scenario).price(unpriced) else { preconditionFailure("the workshop has a price") }
    return plan
  }
}
