// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Generation
import Insight
import Numbers
import Planning
import Testing

func decimal(_ text: String) -> ExactDecimal { (try? ExactDecimal(parsing: text.utf8)) ?? 0 }

/// A calendar of whole weeks from a Monday.
func weeks(_ count: Int) -> PlanningCalendar {
  let start = Day(number: 20_458)
  return PlanningCalendar(
    horizon: DayRange(start, start.advanced(by: 7 * count - 1)), period: .week,
    standard: WorkCalendar(
      workdays: [.monday, .tuesday, .wednesday, .thursday, .friday], hoursPerDay: 8, holidays: []))
}

/// The days of a week of ``weeks(_:)``.
func week(_ number: Int) -> DayRange {
  let start = Day(number: 20_458 + 7 * number)
  return DayRange(start, start.advanced(by: 6))
}

/// A project with one demand.
func project(
  _ id: String, priority: ExactDecimal = 5, budget: ExactDecimal? = nil, _ demands: Demand...
) -> Project {
  Project(id: id, name: "Project " + id, priority: priority, budget: budget, demands: demands)
}

func demand(_ id: String, _ staff: StaffDemand, from: Day? = nil, to: Day? = nil) -> Demand {
  Demand(id: id, from: from, to: to, kind: .staff(staff))
}

let kubernetes = [SkillRequirement("Kubernetes", level: 4)]

func expert(
  _ id: String, cost: ExactDecimal = 50, headcount: Int = 1, absences: [StaffMember.Absence] = [],
  employedTo: Day? = nil, overtime: StaffMember.Overtime? = nil
) -> StaffMember {
  StaffMember(
    id: id, name: id.prefix(1).uppercased() + id.dropFirst(), headcount: headcount,
    skills: [.init("Kubernetes", level: 4)], costPerHour: Dated(cost), employedTo: employedTo, absences: absences,
    overtime: overtime)
}

/// The best plan with the reasons of what is unmet.
func explained(_ scenario: Scenario) async throws -> Plan {
  let result = try await Planner(options: PlanningOptions()).plan(scenario, sha256: "")
  return Reasons(scenario, plan: result.plan, prices: result.prices).explainedPlan()
}

/// Small scenarios of every family.
struct Sample: Sendable, CustomTestStringConvertible {
  var family: ScenarioFamily
  var seed: UInt64

  var scenario: Scenario {
    ScenarioGenerator(family: family, staff: 12, projects: 4, weeks: 6, seed: seed).scenario()
  }

  var testDescription: String { "\(family.rawValue), seed \(seed)" }

  static let all = ScenarioFamily.allCases.flatMap { family in (1...3).map { Sample(family: family, seed: $0) } }
}
