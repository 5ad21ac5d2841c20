// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
@testable import Planning
import Processes
import Testing

@Suite struct ExactAmountsTests {
  @Test func fixedPointRoundsTheWayItIsAsked() throws {
    let third = try ExactDecimal(parsing: "0.3333333333333333".utf8)
    #expect(FixedPoint.floor(third) == 333_333_333_333)
    #expect(FixedPoint.ceil(third) == 333_333_333_334)
    let negative = try ExactDecimal(parsing: "-0.3333333333333333".utf8)
    #expect(FixedPoint.floor(negative) == -333_333_333_334)
    #expect(FixedPoint.ceil(negative) == -333_333_333_333)
    #expect(FixedPoint.floor(8) == 8 * FixedPoint.one)
    #expect(FixedPoint.ceilDivision(7, 2) == 4)
    #expect(FixedPoint.floorDivision(-7, 2) == -4)
  }

  @Test func timeCountsAbsencesSupportAndHeads() throws {
    let calendar = weeks(1)
    let start = calendar.horizon.first
    let person = StaffMember(
      id: "pool", headcount: 3, support: try #require(ExactDecimal(significand: 25, scale: 2)),
      absences: [
        StaffMember.Absence(DayRange(start, start), share: try #require(ExactDecimal(significand: 5, scale: 1))),
        StaffMember.Absence(
          DayRange(start, start.advanced(by: 1)), share: try #require(ExactDecimal(significand: 75, scale: 2))),
      ],
      overtime: StaffMember.Overtime(hoursPerWeek: 10, hoursTotal: 12))
    let time = StaffTime(person, calendar: calendar.standard, horizon: calendar.horizon)
    // Monday is lost wholly (0.5 + 0.75 counts as 1), a quarter of Tuesday is left, three whole days remain.
    #expect(time.available(0, 6) == 3_250_000_000)
    // 3.25 days x 8 hours x 0.75 x 3 heads.
    #expect(time.regularLimit(3_250_000_000) == 58_500_000)
    // 10 hours / 5 workdays x 3.25 days x 3 heads.
    #expect(time.overtimeLimit(3_250_000_000) == 19_500_000)
    #expect(time.totalLimit(3_250_000_000) == 78_000_000)
    #expect(time.overtimeTotal == 36_000_000)
  }

  @Test func roundingKeepsTheValue() throws {
    for sample in Sample.all {
      let formulation = Formulation(sample.scenario)
      var search = NativeSearch(formulation)
      search.run(until: 0, sweeps: 200, handsOver: false, limits: SearchLimits())
      let best = try #require(search.best)
      // What is assembled keeps every limit, exactly.
      for staff in formulation.scenario.staff.indices {
        #expect(best.amounts.overtimeTotal.excess(staff) <= 0)
        for period in formulation.frame.periods.indices { #expect(best.amounts.capacity.excess(staff, period) <= 0) }
      }
      for project in formulation.scenario.projects.indices {
        #expect(best.amounts.budgets.excess(project) <= 0)
      }
      for asset in formulation.scenario.assets.indices {
        for period in formulation.frame.periods.indices {
          #expect(best.amounts.equipment.assets.excess(asset, period) <= 0)
          #expect(best.amounts.equipment.shortage(asset, period) <= 0)
        }
      }
    }
  }
}
