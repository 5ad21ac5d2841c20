// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
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
    let days = HorizonDays(calendar, periods: calendar.periods)
    let start = calendar.horizon.first
    let person = StaffMember(
      id: "pool", headcount: 3, support: 0.25,
      absences: [
        StaffMember.Absence(DayRange(start, start), share: try #require(ExactDecimal(significand: 5, scale: 1))),
        StaffMember.Absence(
          DayRange(start, start.advanced(by: 1)), share: try #require(ExactDecimal(significand: 75, scale: 2))),
      ],
      overtime: StaffMember.Overtime(hoursPerWeek: 10, hoursTotal: 12))
    let time = StaffTime(person, calendar, days, hours: [nil: calendar.standard.hours(in: calendar.horizon)])
    let week = DaySet(0, 6)
    // Monday is lost wholly (0.5 + 0.75 counts as 1), a quarter of Tuesday is left, three whole days remain.
    #expect(
      time.presence == [0, 250_000_000, 1_000_000_000, 1_000_000_000, 1_000_000_000, 1_000_000_000, 1_000_000_000])
    // 3.25 days x 8 hours x 0.75 x 3 heads.
    #expect(time.regular(week, from: 0) == 58_500_000)
    #expect(time.regular(DaySet(1, 1), from: 0) == 4_500_000)
    // 4 hours a day x 3.25 days x 3 heads; 10 hours a week, 12 in all.
    #expect(time.overtime(week, from: 0) == 39_000_000)
    #expect(time.overtimePerWeek == 30_000_000)
    #expect(time.overtimeTotal == 36_000_000)
    #expect(time.worked(week, from: 0) == DaySet(1, 4))
  }

  @Test("What an hour costs is exact where it is the same on all days with hours of a period")
  func costsOfPeriods() throws {
    let calendar = weeks(2)
    let days = HorizonDays(calendar, periods: calendar.periods)
    let start = calendar.horizon.first
    let person = StaffMember(
      id: "ana", costPerHour: Dated(80, changes: [.init(0, from: start.advanced(by: 2))]),
      absences: [StaffMember.Absence(DayRange(start, start.advanced(by: 1)))])
    let time = StaffTime(person, calendar, days, hours: [nil: calendar.standard.hours(in: calendar.horizon)])
    #expect(time.costs == [0, 0] && time.exactCosts == [0, 0])
    var other = person
    other.absences = []
    let mean = StaffTime(other, calendar, days, hours: [nil: calendar.standard.hours(in: calendar.horizon)])
    // Two of five days at 80.
    #expect(mean.costs == [32, 0])
    #expect((32 * FixedPoint.one...32 * FixedPoint.one + 1_000_000).contains(mean.exactCosts[0]))
    #expect(mean.exactCosts[1] == 0)
  }

  @Test("Half a licence is used to the last millionth where nothing keeps from it", arguments: [0.5, 0.3])
  func shareOfALicence(_ quantity: Double) async throws {
    let text = """
      {"format": "muster/scenario@1", "calendar": {"start": "2027-03-01", "end": "2027-03-14"},
       "staff": [{"id": "a", "costPerHour": 50}], "assets": [{"id": "r", "quantity": \(quantity)}],
       "projects": [{"id": "p", "demands": [
         {"id": "d", "hours": \(quantity * 80), "uses": [{"asset": "r", "unitsPerPerson": 1}]}]}]}
      """
    let document = try ScenarioReader.read(Array(text.utf8))
    let plan = try await Planner().plan(document.scenario, sha256: document.sha256).plan
    #expect(plan.status == .optimal && plan.unmet.isEmpty)
  }

  @Test func roundingKeepsTheValue() throws {
    for sample in Sample.all {
      let formulation = Formulation(sample.scenario)
      var search = NativeSearch(formulation)
      search.run(until: 0, sweeps: 200, limits: SearchLimits())
      let best = try #require(search.best)
      // What is assembled keeps every limit, exactly.
      let amounts = best.plan.amounts
      for slot in formulation.frame.slots.slots.indices {
        #expect(amounts.capacity.left(slot) >= 0)
        #expect(amounts.extra.left(slot) >= 0)
      }
      for project in formulation.scenario.projects.indices { #expect(amounts.budgets.excess(project) <= 0) }
      for slot in formulation.frame.assetSlots.slots.indices {
        for asset in formulation.scenario.assets.indices { #expect(amounts.equipment.left(asset, slot) >= 0) }
        for pair in formulation.frame.operated.list.indices {
          #expect(amounts.equipment.shortage(pair, slot) <= 0)
        }
      }
    }
  }
}
