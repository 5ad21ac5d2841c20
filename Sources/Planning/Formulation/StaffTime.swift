// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// How much time each person has, day by day: avail(i, day) of `model.md` as prefix sums, and the hours of a day.
struct StaffTime: Sendable {
  /// Decimals kept of a day's availability. A share of absence with more is rounded up, so that nobody gets too much.
  static let dayScale: Int64 = 1_000_000_000

  /// `prefix[k]` is the available time of the first k days of the horizon, in billionths of a day.
  let prefix: [Int64]
  /// h(i): hours of a full day of all heads without support duties, in 10^-12 hours, rounded down.
  let hoursPerDay: Int128
  /// `overtime.hoursPerWeek x headcount`, in 10^-12 hours, rounded down; 0 without overtime. Divide by ``workdays``.
  let overtimePerWeek: Int128
  /// W of the person's calendar.
  let workdays: Int
  /// `overtime.hoursTotal x headcount` in millionths of an hour, rounded down; nil without such a limit.
  let overtimeTotal: Int128?
  /// Whether overtime may be asked for.
  let hasOvertime: Bool
  /// The same figures as `Double`, unrounded, for the linear program.
  let hours: Double
  let overtimePerDay: Double
  let overtimeTotalHours: Double

  init(_ person: StaffMember, calendar: WorkCalendar, horizon: DayRange) {
    self.init(person, calendar: calendar, worked: calendar.worked(in: horizon), horizon: horizon)
  }

  /// - Parameter worked: which days of the horizon the calendar works; the same for all who have the calendar.
  init(_ person: StaffMember, calendar: WorkCalendar, worked: [Bool], horizon: DayRange) {
    let count = horizon.count
    var lost = [Int64](repeating: 0, count: person.absences.isEmpty ? 0 : count)
    for absence in person.absences {
      let days = absence.days.intersection(horizon)
      guard !days.isEmpty else { continue }
      // Shares are at most 1, so that billionths fit easily; a sum above 1 counts as 1.
      let share = Int64(FixedPoint.ceilDivision(FixedPoint.ceil(absence.share), 1_000))
      for day in days.first.number...days.last.number {
        let index = day - horizon.first.number
        lost[index] = min(Self.dayScale, lost[index] + share)
      }
    }
    let firstDay = (person.employedFrom ?? horizon.first).number - horizon.first.number
    let lastDay = (person.employedTo ?? horizon.last).number - horizon.first.number
    prefix = [Int64](unsafeUninitializedCapacity: count + 1) { sums, size in
      var sum: Int64 = 0
      sums.initializeElement(at: 0, to: 0)
      for index in 0..<count {
        if worked[index], index >= firstDay, index <= lastDay {
          sum += lost.isEmpty ? Self.dayScale : Self.dayScale - lost[index]
        }
        sums.initializeElement(at: index + 1, to: sum)
      }
      size = count + 1
    }
    let fullDay = person.hoursPerDay ?? calendar.hoursPerDay
    let heads = Int128(person.headcount)
    hoursPerDay =
      FixedPoint.floor(fullDay) * (FixedPoint.one - FixedPoint.ceil(person.support)) * heads / FixedPoint.one
    workdays = calendar.workdays.count
    hours = fullDay.doubleValue * (1 - person.support.doubleValue) * Double(person.headcount)
    hasOvertime = person.overtime != nil
    overtimePerWeek = person.overtime.map { FixedPoint.floor($0.hoursPerWeek) * heads } ?? 0
    overtimePerDay =
      (person.overtime?.hoursPerWeek.doubleValue ?? 0) / Double(calendar.workdays.count) * Double(person.headcount)
    overtimeTotal = person.overtime?.hoursTotal.map { FixedPoint.floor($0) * heads / 1_000_000 }
    overtimeTotalHours = (person.overtime?.hoursTotal?.doubleValue ?? 0) * Double(person.headcount)
  }

  /// A: the available days from one day of the horizon to another, given by their distances to its first day, in
  /// billionths.
  @inline(__always)
  func available(_ first: Int, _ last: Int) -> Int64 { last < first ? 0 : prefix[last + 1] - prefix[first] }

  /// The regular hours in so much available time, as a floating-point number.
  func regularHours(_ available: Int64) -> Double { hours * Double(available) / Double(Self.dayScale) }

  /// The overtime in so much available time, the same way.
  func overtimeHours(_ available: Int64) -> Double { overtimePerDay * Double(available) / Double(Self.dayScale) }

  /// The hours with overtime in so much available time, the same way.
  @inline(__always)
  func totalHours(_ available: Int64) -> Double {
    (hours + overtimePerDay) * Double(available) / Double(Self.dayScale)
  }

  /// The regular hours in so much available time, in millionths of an hour, rounded down.
  func regularLimit(_ available: Int64) -> Int128 {
    // 10^-12 hours a day times 10^-9 days: 10^15 of these units are one millionth of an hour.
    hoursPerDay * Int128(available) / 1_000_000_000_000_000
  }

  /// The overtime in so much available time, in millionths of an hour, rounded down.
  func overtimeLimit(_ available: Int64) -> Int128 {
    overtimePerWeek * Int128(available) / (Int128(workdays) * 1_000_000_000_000_000)
  }

  /// The hours with overtime in so much available time, in millionths of an hour, rounded down once.
  func totalLimit(_ available: Int64) -> Int128 {
    (hoursPerDay * Int128(workdays) + overtimePerWeek) * Int128(available)
      / (Int128(workdays) * 1_000_000_000_000_000)
  }
}
