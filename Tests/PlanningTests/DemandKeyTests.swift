// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import Planning
import Testing

/// What single keys of demands are worth, by hand.
@Suite struct DemandKeyTests {
  private static func scenario(_ demand: Demand, _ staff: [StaffMember]) -> Scenario {
    Scenario(calendar: weeks(1), staff: staff, projects: [Project(id: "p", demands: [demand])])
  }

  /// 44 hours wanted of 40, at 50 an hour; what is unmet costs 12 an hour and not 3 x 50 x 5.
  @Test(arguments: [PlanningOptions.Engine.auto, .native])
  func unmetCostTakesThePlaceOfPriority(_ engine: PlanningOptions.Engine) async throws {
    let demand = Demand(id: "d", unmetCost: 112, kind: .staff(StaffDemand(hours: 44)))
    let plan = try await plan(Self.scenario(demand, [StaffMember(id: "ana", costPerHour: 50)]), engine: engine)
    #expect(plan.objective.value == Millionths(40 * 50 + 4 * 112))
    #expect(plan.objective.terms.unmet == Millionths(4 * 112))
  }

  /// Work that costs more than leaving it is left.
  @Test func unmetCostBelowTheWageIsNotWorthIt() async throws {
    let demand = Demand(id: "d", unmetCost: 12, kind: .staff(StaffDemand(hours: 44)))
    let plan = try await plan(Self.scenario(demand, [StaffMember(id: "ana", costPerHour: 50)]))
    #expect(plan.assignments.isEmpty)
    #expect(plan.objective.value == Millionths(44 * 12))
  }

  @Test func unmetCostOfUnitDays() async throws {
    let demand = Demand(id: "d", unmetCost: 7, kind: .asset(AssetDemand(units: 3, choice: .asset("gpu"))))
    var scenario = Self.scenario(demand, [])
    scenario.assets = [Asset(id: "gpu", quantity: 2)]
    let plan = try await plan(scenario)
    #expect(plan.objective.value == Millionths(7 * 7))
  }

  /// Of developers who give at most 80 %, 2.0, 0.5 and 1.5 people take five: 4.0 / 0.8.
  @Test func fullTimePeopleAreHoursOfTheTopCalendar() async throws {
    func scenario(_ people: Int, _ amounts: [StaffDemand.Amount]) -> Scenario {
      Scenario(
        calendar: weeks(4),
        staff: (1...people).map { StaffMember(id: "d\($0)", support: 0.2) },
        projects: [
          Project(
            id: "p",
            demands: amounts.enumerated().map {
              Demand(id: "w\($0)", kind: .staff(StaffDemand($1, pace: .even)))
            })
        ])
    }
    let five = try await plan(scenario(5, [.fte(2), .fte(0.5), .fte(1.5)]))
    #expect(five.summary.hours.wanted == Millionths(640))
    #expect(five.unmet.isEmpty)
    let four = try await plan(scenario(4, [.fte(2), .fte(0.5), .fte(1.5)]))
    #expect(four.summary.hours.unmet == Millionths(640 - 512))
    let hours = try await plan(scenario(4, [.hours(320), .hours(80), .hours(240)]))
    #expect(four.objective == hours.objective && four.assignments == hours.assignments)
  }
}
