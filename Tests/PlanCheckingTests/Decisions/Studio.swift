// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import PlanChecking

/// Three weeks from a Monday on, for rules of whole decisions one by one.
enum Studio {
  static func calendar(holidays: [String] = []) -> PlanningCalendar {
    PlanningCalendar(
      horizon: DayRange(day("2026-01-05"), day("2026-01-25")), period: .week,
      standard: WorkCalendar(workdays: weekdays, hoursPerDay: 8, holidays: holidays.map(day)))
  }

  static func scenario(
    _ staff: [StaffMember], _ projects: [Project], assets: [Asset] = [], policy: Scenario.Policy = .init(),
    commitments: [Scenario.Commitment] = [], holidays: [String] = []
  ) -> Scenario {
    Scenario(
      calendar: calendar(holidays: holidays), policy: policy, staff: staff, assets: assets, projects: projects,
      commitments: commitments)
  }

  /// A demand in the first week, or another one.
  static func demand(_ id: String, _ work: StaffDemand, weeks: ClosedRange<Int> = 0...0) -> Demand {
    Demand(
      id: id, from: day("2026-01-05").advanced(by: 7 * weeks.lowerBound),
      to: day("2026-01-11").advanced(by: 7 * weeks.upperBound), kind: .staff(work))
  }

  /// Hours of a person on a demand, the same on some days.
  static func work(_ staff: Int, _ demand: Int, _ days: some Sequence<Int>, _ hours: String) -> [PlanAmounts.Work] {
    days.map { .init(staff: staff, demand: demand, day: $0, hours: Int64(amount(hours).count)) }
  }

  static func amounts(
    _ work: [PlanAmounts.Work], units: [PlanAmounts.Use] = [], _ decisions: Decisions? = nil
  ) -> PlanAmounts {
    var amounts = PlanAmounts()
    (amounts.assignments, amounts.assetUse, amounts.decisions) = (work, units, decisions)
    return amounts
  }

  /// The plan of amounts with their days.
  static func plan(_ scenario: Scenario, _ amounts: PlanAmounts) -> Plan {
    let checker = PlanChecker(scenario)
    return checker.judge(
      checker.appraise(amounts), for: .init(name: nil, sha256: "0"), engine: .init(name: "native", version: "0"),
      certificate: Certificate(bound: nil, prices: nil, stop: .time, gapTolerance: 0), withDays: true)
  }

  /// What is wrong with amounts: as the judge sees it, and of their sums alone.
  static func faults(_ scenario: Scenario, _ amounts: PlanAmounts) -> (days: Set<Kind>, sums: Set<Kind>) {
    var plan = plan(scenario, amounts)
    let days = Set(plan.verification.violations.map(\.kind))
    plan.days = nil
    return (days, Set(PlanChecker(scenario).verify(plan, prices: nil).violations.map(\.kind)))
  }

  /// What is wrong with a plan.
  static func faults(_ scenario: Scenario, _ plan: Plan) -> Set<Kind> {
    Set(PlanChecker(scenario).verify(plan, prices: nil).violations.map(\.kind))
  }

  typealias Kind = Plan.Violation.Kind
}
