// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import PlanChecking
import Testing

/// Figures that hold in a release build with room to spare; a debug build checks the same scenario without a limit.
@Suite(.serialized) struct SpeedTests {
  /// 200 people x 100 demands x 52 weeks: 1,040,000 columns.
  static let large: Scenario = {
    let names = (0..<10).map { "skill \($0)" }
    return Scenario(
      calendar: PlanningCalendar(
        horizon: DayRange(day("2026-01-05"), day("2027-01-03")), period: .week,
        standard: WorkCalendar(workdays: weekdays, hoursPerDay: 8, holidays: [])),
      staff: (0..<200).map { person in
        StaffMember(
          id: "s\(person)", skills: names.map { .init($0, level: 5) },
          costPerHour: Dated(ExactDecimal(30 + person % 50)),
          absences: [.init(DayRange(day("2026-07-06"), day("2026-07-17")), share: decimal("0.5"))])
      },
      projects: [
        Project(
          id: "p",
          demands: (0..<100).map { demand in
            Demand(
              id: "d\(demand)",
              kind: .staff(
                StaffDemand(
                  hours: 2000, skills: [.init(names[demand % 10], level: 1), .init(names[(demand + 3) % 10], level: 2)])
              ))
          })
      ])
  }()

  @Test func boundOverAMillionColumns() {
    let checker = PlanChecker(Self.large)
    var prices = RowPrices(for: Self.large)
    prices.capacity = prices.capacity.map { _ in -10 }
    for index in prices.effort.indices { prices.effort[index][0] = 40 }
    var bound = Millionths.zero
    let time = ContinuousClock().measure { bound = checker.bound(prices) }
    // 200,000 h x 40, less 10 for each of 200 people x 255 days x 8 h.
    #expect(bound <= Millionths(3_920_000))
    #expect(bound > amount("3919999.9999"))
    #if !DEBUG
      #expect(time < .seconds(1), "\(time)")
    #endif
  }

  @Test func planOfTenThousandAssignments() throws {
    let checker = PlanChecker(Self.large)
    let periods = Self.large.calendar.periods
    var plan = Plan.empty()
    for person in 0..<200 {
      for period in 0..<50 {
        plan.assignments.append(
          .init(
            staff: "s\(person)", demand: "d\(person / 2)", project: "p", period: period, days: periods[period],
            hours: amount("20"), cost: .zero))
      }
    }
    let priced = try PlanPricing(Self.large).price(plan)
    var verdict = Plan.Verification(feasible: false, violations: [], value: .zero, bound: nil, boundKind: .none)
    let time = ContinuousClock().measure { verdict = checker.verify(priced, prices: nil) }
    #expect(verdict.violations == [])
    #if !DEBUG
      #expect(time < .milliseconds(500), "\(time)")
    #endif
  }
}
