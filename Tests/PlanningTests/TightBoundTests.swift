// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import Planning
import Testing

/// Plans that were the best and could not be proved to be, or that were a little worse than the program's optimum.
@Suite("Bounds that meet the value") struct TightBoundTests {
  private func project(_ demands: Demand...) -> Project { Project(id: "p", priority: 1, demands: demands) }

  @Test("Overtime by day that the week does not allow counts for nothing")
  func weekWithoutOvertime() async throws {
    let scenario = Scenario(
      calendar: weeks(2), policy: .init(unmetCostPerHour: 500),
      staff: [
        StaffMember(
          id: "ana", costPerHour: 50,
          overtime: .init(hoursPerWeek: 0, hoursPerDay: ExactDecimal(floatLiteral: 0.5)))
      ],
      projects: [project(Demand(id: "d", kind: .staff(StaffDemand(hours: 100))))])
    let plan = try await plan(scenario)
    #expect(plan.status == .optimal && plan.objective.value == Millionths(14_000))
  }

  @Test("Days between two alternatives count for nothing")
  func daysBetweenAlternatives() async throws {
    let start = weeks(1).horizon.first
    let scenario = Scenario(
      calendar: weeks(1), policy: .init(unmetCostPerHour: 500),
      staff: [
        StaffMember(
          id: "ana",
          skills: [
            StaffMember.Skill("java", level: 3, until: start),
            StaffMember.Skill("go", level: 3, from: start.advanced(by: 4)),
          ], costPerHour: 50)
      ],
      projects: [
        project(
          Demand(
            id: "d",
            kind: .staff(
              StaffDemand(hours: 40, anyOf: [[.init("java", level: 3)], [.init("go", level: 3)]]))))
      ])
    let plan = try await plan(scenario)
    #expect(plan.summary.hours.met == Millionths(16))
    #expect(plan.status == .optimal)
  }

  @Test("A unit is not paid for twice where regular time and overtime can use it on the same day")
  func unitsByDay() async throws {
    // Overtime is on any day; a unit that is used for work by day is there for overtime in the evening.
    let scenario = Scenario(
      calendar: weeks(1), policy: .init(unmetCostPerHour: 500),
      staff: [
        StaffMember(
          id: "ana", costPerHour: 50, overtime: .init(hoursPerWeek: 8, hoursPerDay: 2, days: .all))
      ],
      assets: [Asset(id: "rig", quantity: 1, costPerUnitDay: 15)],
      projects: [
        project(Demand(id: "d", kind: .staff(StaffDemand(hours: 48, uses: [.init(asset: "rig", unitsPerPerson: 1)]))))
      ])
    let plan = try await plan(scenario)
    #expect(plan.summary.hours.met == Millionths(48))
    #expect(plan.objective.terms.assets == Millionths(75))
    #expect(plan.status == .optimal)
  }
}
