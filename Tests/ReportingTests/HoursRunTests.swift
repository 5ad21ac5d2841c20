// SPDX-License-Identifier: GPL-3.0-or-later

import Numbers
import Testing

@testable import Reporting

@Suite("Hours that change in weeks that follow each other")
struct HoursRunTests {
  private static func change(
    _ staff: String, _ demand: String, _ period: Int, _ before: Int, _ after: Int
  ) -> HoursChange {
    let first = Sample.day(7 * period)
    return HoursChange(
      staff: staff, demand: demand, period: period, days: DayRange(first, first.advanced(by: 6)),
      before: Millionths(before), after: Millionths(after), cost: Millionths(10 * (after - before)))
  }

  private static func texts(_ changes: [HoursChange]) -> [[String]] {
    let runs = HoursRun.all(of: changes) { $0 < $1 }
    return runs.map { run in
      [run.mark, run.staff, run.demand] + run.cells(among: runs).map(\.text) + [run.cost.description]
    }
  }

  @Test("The same in several weeks is said once, with the hours of each and of all")
  func run() {
    let changes = [2, 0, 1].map { Self.change("ana", "build", $0, 0, 8) }
    let days = Figures.days(DayRange(Sample.day(0), Sample.day(20)))
    #expect(Self.texts(changes) == [["+", "ana", "build", days, "3", "0.0", "8.0", "+24.0", "240"]])
    let runs = HoursRun.all(of: changes) { $0 < $1 }
    #expect(HoursRun.columns(runs, "week").map(\.title) == ["When", "Weeks", "Before h", "After h", "In all h"])
    #expect(HoursRun.remark(runs, "week").contains("hours of each week"))
  }

  @Test("Another amount, a gap and another person end a run; of a person what begins first stands first")
  func ends() {
    let changes = [
      Self.change("ana", "b", 0, 8, 0), Self.change("ana", "b", 1, 8, 4), Self.change("ana", "b", 3, 8, 4),
      Self.change("ana", "a", 1, 0, 4), Self.change("bo", "b", 2, 8, 0),
    ]
    let marks = HoursRun.all(of: changes) { $0 > $1 }.map { $0.mark + $0.staff + $0.demand }
    #expect(marks == ["-bob", "-anab", "+anaa", "~anab", "~anab"])
    #expect(HoursRun.columns(HoursRun.all(of: changes) { $0 < $1 }, "week").map(\.title).contains("Weeks") == false)
  }

  @Test("Periods are called by their length")
  func units() {
    #expect(HoursRun.unit(of: [Self.change("ana", "b", 0, 1, 2)]) == "week")
    var day = Self.change("ana", "b", 0, 1, 2)
    day.days = DayRange(Sample.day(0), Sample.day(0))
    #expect(HoursRun.unit(of: [day]) == "day")
    day.days = nil
    #expect(HoursRun.unit(of: [day]) == "period")
  }
}
