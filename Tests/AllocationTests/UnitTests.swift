// SPDX-License-Identifier: GPL-3.0-or-later

import Issues
import Allocation
import Numbers
import Testing

@Suite("Days")
struct DayTests {
  @Test("Every day from 1900 to 2100 has its number, text, weekday and next month")
  func walk() throws {
    // Walked day by day: 1970-01-01 is day 0, 1900-01-01 was a Monday.
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var number = -25_567
    var weekday = 0
    for year in 1900...2100 {
      let isLeap = year % 4 == 0 && year != 1900 && year != 2100
      for month in 1...12 {
        let length = month == 2 && isLeap ? 29 : lengths[month - 1]
        for date in 1...length {
          let day = try #require(Day(year: year, month: month, day: date))
          let text = "\(year)-\(month < 10 ? "0" : "")\(month)-\(date < 10 ? "0" : "")\(date)"
          if day.number != number || day.components != (year, month, date) || day.weekday.index != weekday
            || day.description != text || Day(iso: text) != day
            || day.startOfNextMonth.number != number + length - date + 1
          {
            Issue.record("\(text): \(day.number), \(day), \(day.weekday)")
            return
          }
          number += 1
          weekday = (weekday + 1) % 7
        }
        #expect(Day(year: year, month: month, day: length + 1) == nil)
      }
    }
    #expect(Day(iso: "1970-01-01")?.number == 0)
    #expect(Day(iso: "1970-01-01")?.weekday == .thursday)
    #expect(Day(iso: "0001-01-01")?.description == "0001-01-01")
    #expect(Day(iso: "9999-12-31")?.description == "9999-12-31")
  }

  @Test(
    "What is no date is none",
    arguments: [
      "", "2027", "2027-1-1", "2027-13-01", "2027-00-01", "2027-01-00", "2027-02-29", "1900-02-29", "2027-04-31",
      "0000-01-01", "2027/01/01", "2027-01-01 ", " 2027-01-01", "+027-01-01", "20270101", "2027-0a-01", "2027-01-010",
    ])
  func malformed(_ text: String) { #expect(Day(iso: text) == nil) }

  @Test("Ranges count, contain and meet")
  func ranges() {
    func day(_ number: Int) -> Day { Day(number: number) }
    let range = DayRange(day(3), day(7))
    #expect(range.count == 5)
    #expect(range.contains(day(3)) && range.contains(day(7)))
    #expect(!range.contains(day(2)) && !range.contains(day(8)))
    #expect(range.intersection(DayRange(day(6), day(9))) == DayRange(day(6), day(7)))
    #expect(range.intersection(DayRange(day(8), day(9))).isEmpty)
    #expect(DayRange(day(9), day(3)).count == 0)
  }
}

@Suite("Calendars")
struct CalendarTests {
  @Test(
    "The horizon is cut into days, calendar weeks and months, the first and the last cut short",
    arguments: [
      ("2027-01-04", "2027-01-06", PeriodLength.day, ["2027-01-04 1", "2027-01-05 1", "2027-01-06 1"]),
      ("2027-01-04", "2027-01-17", .week, ["2027-01-04 7", "2027-01-11 7"]),
      ("2027-01-06", "2027-01-22", .week, ["2027-01-06 5", "2027-01-11 7", "2027-01-18 5"]),
      ("2028-01-31", "2028-03-05", .month, ["2028-01-31 1", "2028-02-01 29", "2028-03-01 5"]),
      ("2027-12-15", "2028-01-31", .month, ["2027-12-15 17", "2028-01-01 31"]),
      ("2027-01-10", "2027-01-09", .day, []),
    ] as [(String, String, PeriodLength, [String])])
  func periods(_ start: String, _ end: String, _ period: PeriodLength, _ expected: [String]) throws {
    let calendar = PlanningCalendar(
      horizon: DayRange(try #require(Day(iso: start)), try #require(Day(iso: end))), period: period,
      standard: WorkCalendar(workdays: [.monday], hoursPerDay: 8, holidays: []))
    #expect(calendar.periods.map { "\($0.first) \($0.count)" } == expected)
  }

  @Test("A working calendar sorts what it is given and knows its days")
  func work() throws {
    let holidays = try ["2027-01-13", "2027-01-06", "2027-01-13"].map { try #require(Day(iso: $0)) }
    let calendar = WorkCalendar(workdays: [.friday, .monday, .wednesday, .sunday], hoursPerDay: 8, holidays: holidays)
    #expect(calendar.time == .workdays([.monday, .wednesday, .friday, .sunday], hoursPerDay: 8))
    #expect(calendar.workdaysPerWeek.days == 4 && calendar.workdaysPerWeek.over == 1)
    #expect(calendar.holidays.map(\.description) == ["2027-01-06", "2027-01-13"])
    // 2027-01-04 is a Monday.
    let start = try #require(Day(iso: "2027-01-04"))
    let worked = (0..<21).filter { calendar.isWorked(start.advanced(by: $0)) }
    #expect(worked == [0, 4, 6, 7, 11, 13, 14, 16, 18, 20])
  }

  @Test("A rota repeats in both directions; its week has as many workdays as seven days have on average")
  func rota() throws {
    let from = try #require(Day(iso: "2027-01-04"))
    let calendar = WorkCalendar(.pattern(from: from, days: [12, 12, 0, 0]), holidays: [from.advanced(by: 4)])
    let range = DayRange(from.advanced(by: -3), from.advanced(by: 5))
    #expect(calendar.hours(in: range) == [12, 0, 0, 12, 12, 0, 0, 0, 12])
    #expect(calendar.workdaysPerWeek.days == 14 && calendar.workdaysPerWeek.over == 4)
    #expect(calendar.hoursOfWorkdays == [12, 12])
  }

  @Test("A dated value holds from its day on")
  func dated() throws {
    let first = try #require(Day(iso: "2027-01-04"))
    let value = Dated(1, changes: [.init(2, from: first.advanced(by: 1)), .init(3, from: first.advanced(by: 3))])
    #expect(value.values(in: DayRange(first, first.advanced(by: 4))) == [1, 2, 2, 3, 3])
    #expect((0..<5).map { value.value(on: first.advanced(by: $0)) } == [1, 2, 2, 3, 3])
    #expect(value.largest == 3)
  }
}

@Suite("Exact decimals")
struct ExactDecimalTests {
  @Test("A literal is the decimal that is written, and numbers that are not kept end at the limits")
  func literals() throws {
    #expect((92.5 as ExactDecimal).description == "92.5")
    #expect((0.1 as ExactDecimal).adding(0.2) == 0.3)
    #expect((-1e-7 as ExactDecimal).description == "-0.0000001")
    #expect((1e-40 as ExactDecimal) == 0)
    #expect((-1e30 as ExactDecimal).description == "-999999999999999999")
  }

  @Test("Sums, differences and products are exact, or none")
  func arithmetic() throws {
    #expect((1.25 as ExactDecimal).subtracting(2) == -0.75)
    #expect((0.05 as ExactDecimal).multiplied(by: 40) == 2)
    #expect((-1.5 as ExactDecimal).multiplied(by: 0.5) == -0.75)
    let large = try Self.parse("999999999999999999")
    #expect(large.adding(1) == nil)
    #expect(large.adding(-1)?.description == "999999999999999998")
    #expect(large.adding(0.5) == nil)
    #expect(large.multiplied(by: large) == nil)
    #expect(try Self.parse("1e-30").adding(1) == nil)
    #expect(try Self.parse("1e-30").adding(Self.parse("1e-30"))?.description.hasSuffix("2") == true)
  }

  private static func parse(_ text: String) throws(ExactDecimal.ParsingFailure) -> ExactDecimal {
    try ExactDecimal(parsing: text.utf8)
  }

  @Test(
    "Numbers are kept as they are written",
    arguments: [
      ("0", "0"), ("-0", "0"), ("0.000", "0"), ("0e999999999", "0"), ("1.50", "1.5"), ("100", "100"), ("1E+2", "100"),
      ("12.5e-1", "1.25"), ("12500e-3", "12.5"), ("-0.05", "-0.05"), ("999999999999999999", "999999999999999999"),
      ("123456789012.345678", "123456789012.345678"), ("1.000000000000000000000000000000000000000", "1"),
      ("1000000000000000000e-1", "100000000000000000"), ("1e-30", "0.000000000000000000000000000001"),
    ])
  func kept(_ text: String, _ expected: String) throws { #expect(try Self.parse(text).description == expected) }

  @Test(
    "What cannot be kept is refused and not rounded",
    arguments: [
      ("1234567890123456789", ExactDecimal.ParsingFailure.tooManyDigits), ("1.000000000000000001", .tooManyDigits),
      ("1e-31", .tooManyDigits), ("1e-999999999999999999999", .tooManyDigits), ("1e18", .tooLarge),
      ("1000000000000000000", .tooLarge), ("-1e999999999999999999999", .tooLarge), ("", .malformed), ("-", .malformed),
      ("1.", .malformed), (".5", .malformed), ("1e", .malformed), ("1e+", .malformed), ("+1", .malformed),
      ("--1", .malformed), ("1.2.3", .malformed), ("1e2.5", .malformed), ("0x10", .malformed), (" 1", .malformed),
    ])
  func refused(_ text: String, _ expected: ExactDecimal.ParsingFailure) {
    #expect(throws: expected) { try Self.parse(text) }
  }

  @Test("Numbers of different scales are in their order, and equal numbers are equal values")
  func order() throws {
    let ascending = try [
      "-999999999999999999", "-10", "-1.000000000000000", "-0.999999999999999999", "-0.1", "-1e-19", "-1e-30", "0",
      "1e-30", "999999999999999999e-30", "1.00000000000000001e-12", "0.0999", "0.1", "0.999999999999999999",
      "1", "1.00000000000000001", "9.5", "10", "999999999999999999",
    ].map(Self.parse)
    for (i, left) in ascending.enumerated() {
      for (j, right) in ascending.enumerated() {
        #expect((left < right) == (i < j), "\(left) < \(right)")
        #expect((left == right) == (i == j), "\(left) == \(right)")
      }
    }
    #expect(try Self.parse("1.50") == Self.parse("15e-1"))
    #expect(ExactDecimal(significand: 1_500, scale: 3) == ExactDecimal(significand: 15, scale: 1))
    #expect(ExactDecimal(significand: 1, scale: 31) == nil)
  }

  @Test(
    "Quotients are rounded half away from zero",
    arguments: [
      ("104000", 2080, 2, "50"), ("100000", 2080, 2, "48.08"), ("1", 8, 2, "0.13"), ("-1", 8, 2, "-0.13"),
      ("2", 3, 0, "1"), ("0", 7, 2, "0"), ("10.4", 2080, 2, "0.01"), ("10.39", 2080, 2, "0"),
    ])
  func division(_ text: String, _ divisor: Int, _ decimals: Int, _ expected: String) throws {
    #expect(try Self.parse(text).divided(by: Int64(divisor), decimals: decimals)?.description == expected)
  }

  @Test("Quotients that do not fit give none; floating point values are the nearest")
  func ends() throws {
    #expect(try Self.parse("999999999999999999").divided(by: 1, decimals: 9) == nil)
    #expect(ExactDecimal(1).divided(by: 0, decimals: 2) == nil)
    for text in ["0.1", "-12.05", "1e-22", "123456789012345"] {
      #expect(try Self.parse(text).doubleValue == Double(text))
    }
    #expect(try Self.parse("12.0").wholeValue == 12)
    #expect(try Self.parse("12.5").wholeValue == nil)
  }
}

@Suite("Millionths and figures of a plan")
struct MillionthsTests {
  @Test(
    "Plain notation without needless zeros",
    arguments: [
      (0, "0"), (1, "0.000001"), (-1, "-0.000001"), (1_000_000, "1"), (12_500_000, "12.5"), (-12_050_000, "-12.05"),
      (123_456_789_012_345_678, "123456789012.345678"),
    ])
  func description(_ count: Int, _ expected: String) {
    #expect(Millionths(count: Int128(count)).description == expected)
  }

  @Test(
    "The nearest amount, halves away from zero",
    arguments: [(0.1, 100_000), (0.000_000_4, 0), (0.000_000_5, 1), (-0.000_000_5, -1), (2.5e-6, 3)] as [(Double, Int)])
  func rounding(_ value: Double, _ count: Int) { #expect(Millionths(nearest: value)?.count == Int128(count)) }

  @Test("What is no finite amount below 10^24 is none", arguments: [Double.nan, .infinity, -.infinity, 1e24, -1e300])
  func none(_ value: Double) { #expect(Millionths(nearest: value) == nil) }

  private static func gap(_ value: Int128, _ bound: Int128?) -> Int128? {
    Plan.Objective(value: Millionths(count: value), bound: bound.map(Millionths.init(count:)), terms: Plan.Terms()).gap
  }

  @Test("The gap is relative to the value, at least to 1, and rounded up")
  func gap() {
    #expect(Self.gap(5, nil) == nil)
    #expect(Self.gap(5_000_000, 6_000_000) == 0)
    #expect(Self.gap(3_000_000, 2_000_000) == 333_333_333_334)
    #expect(Self.gap(500_000, 0) == 500_000_000_000)
    #expect(Self.gap(-4_000_000, -5_000_000) == 250_000_000_000)
  }

  @Test("Gaps and shares of the largest amounts are computed without overflow")
  func large() {
    let largest: Int128 = 1_000_000_000_000_000_000_000_000_000_000
    #expect(Self.gap(largest, 0) == 1_000_000_000_000)
    #expect(Self.gap(largest, largest / 4) == 750_000_000_000)
    #expect((Self.gap(1, -largest) ?? 0) > 0)
    let huge = Millionths(count: largest * 1_000_000)
    #expect(PlanSummary.Coverage(wanted: huge, unmet: Millionths(count: largest * 250_000)).share.count == 750_000)
    #expect(PlanSummary.Utilisation(id: "a", available: huge, used: huge).share == Millionths(1))
  }

  @Test("Shares are rounded down; nothing wanted is all met, nothing available has no share")
  func shares() {
    #expect(PlanSummary.Coverage(wanted: Millionths(3), unmet: Millionths(1)).share.count == 666_666)
    #expect(PlanSummary.Coverage().share == Millionths(1))
    #expect(PlanSummary.Utilisation(id: "a").share == nil)
    #expect(PlanSummary.Utilisation(id: "a", available: Millionths(3), used: Millionths(4)).share?.count == 1_333_333)
  }
}

@Suite("Names and places")
struct NameTests {
  @Test(
    "The nearest name is found where one is near",
    arguments: [
      ("costPerHuor", "costPerHour"), ("COSTPERHOUR", "costPerHour"), ("hour", "hours"), ("demadns", "demands"),
      ("xyz", nil), ("completelyElse", nil), ("", nil),
    ] as [(String, String?)])
  func nearest(_ word: String, _ expected: String?) {
    #expect(nearestName(to: word, among: ["costPerHour", "hours", "demands", "skills", "uses"]) == expected)
  }

  @Test("Of equally near names the first in their order is taken, whatever the order of the list")
  func ties() {
    #expect(nearestName(to: "cat", among: ["cut", "car", "cot"]) == "car")
    #expect(nearestName(to: "cat", among: ["car", "cot", "cut"]) == "car")
  }

  @Test(
    "Pointers are escaped after RFC 6901",
    arguments: [
      ([], ""), ([.key("a"), .index(0)], "/a/0"), ([.key("a/b"), .key("m~n")], "/a~1b/m~0n"), ([.key("")], "/"),
      ([.key("/\u{301}"), .key("~\u{301}")], "/~1\u{301}/~0\u{301}"), ([.key("~1")], "/~01"),
    ] as [(DocumentPath, String)])
  func pointers(_ path: DocumentPath, _ expected: String) {
    #expect(path.pointer.unicodeScalars.elementsEqual(expected.unicodeScalars))
  }
}
