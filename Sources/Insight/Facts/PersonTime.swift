// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// The time of one person (or pool), with and without absences, in millionths of an hour.
struct PersonTime: Sendable {
  /// Sums of the days of the person's calendar from the start of the horizon, in billionths of a day: as contracted,
  /// and as available after absences and outside of which the person is not employed.
  private let contracted: [Int64]
  private let available: [Int64]
  private let employed: DayRange
  private let origin: Int
  /// How many days of a week the calendar works.
  let workdays: Int
  /// Hours of a day in units of 10^-12, for all heads, without support duties.
  private let regularPerDay: Int128
  private let overtimePerDay: Int128
  /// The most overtime over the horizon in millionths of an hour; without a limit ``WholeAmounts/most``.
  let overtimeTotal: Int128
  let hasOvertime: Bool

  private static let day: Int64 = 1_000_000_000

  init(_ person: StaffMember, calendar: WorkCalendar, horizon: DayRange) {
    self.init(person, calendar: calendar, contracted: Self.contracted(calendar, in: horizon), horizon: horizon)
  }

  /// - Parameter contracted: what ``contracted(_:in:)`` gives; the same for all who have the calendar.
  init(_ person: borrowing StaffMember, calendar: WorkCalendar, contracted: [Int64], horizon: DayRange) {
    origin = horizon.first.number
    workdays = calendar.workdays.count
    employed = DayRange(person.employedFrom ?? horizon.first, person.employedTo ?? horizon.last)
    self.contracted = contracted
    available =
      person.absences.isEmpty && employed.intersection(horizon) == horizon
      ? contracted : Self.available(contracted, employed: employed, absences: person.absences, horizon: horizon)
    let heads = Int128(person.headcount)
    regularPerDay =
      WholeAmounts.product(
        WholeAmounts.fixed(person.hoursPerDay ?? calendar.hoursPerDay),
        WholeAmounts.one - WholeAmounts.fixed(person.support), over: WholeAmounts.one) * heads
    hasOvertime = person.overtime != nil
    overtimePerDay =
      person.overtime.map { WholeAmounts.fixed($0.hoursPerWeek) * heads / Int128(max(1, calendar.workdays.count)) }
      ?? 0
    overtimeTotal =
      person.overtime.flatMap(\.hoursTotal).map {
        min(WholeAmounts.most, WholeAmounts.fixed($0) * heads / 1_000_000)
      } ?? WholeAmounts.most
  }

  /// The sums of the days that a calendar works, from none to all of a horizon, in billionths of a day.
  static func contracted(_ calendar: WorkCalendar, in horizon: DayRange) -> [Int64] {
    var sums: [Int64] = []
    sums.reserveCapacity(horizon.count + 1)
    var sum: Int64 = 0
    sums.append(sum)
    for isWorked in calendar.worked(in: horizon) {
      if isWorked { sum += day }
      sums.append(sum)
    }
    return sums
  }

  /// The same without what absences take, and only while a person is employed.
  private static func available(
    _ contracted: [Int64], employed: DayRange, absences: [StaffMember.Absence], horizon: DayRange
  ) -> [Int64] {
    // First what is lost of each day, then the sums of what is left.
    var figures = [Int64](repeating: 0, count: contracted.count)
    for absence in absences {
      let days = absence.days.intersection(horizon)
      guard !days.isEmpty else { continue }
      let share = Int64(clamping: (WholeAmounts.fixed(absence.share) + 999) / 1_000)
      for offset in (days.first.number - horizon.first.number)...(days.last.number - horizon.first.number) {
        figures[offset + 1] = min(day, figures[offset + 1] + share)
      }
    }
    let first = max(0, employed.first.number - horizon.first.number)
    let last = min(horizon.count - 1, employed.last.number - horizon.first.number)
    var sum: Int64 = 0
    for offset in 0..<horizon.count {
      if contracted[offset + 1] > contracted[offset], offset >= first, offset <= last {
        sum += day - figures[offset + 1]
      }
      figures[offset + 1] = sum
    }
    return figures
  }

  /// How many whole days sums count on the days of a range.
  static func count(in range: DayRange, _ sums: [Int64], from origin: Day) -> Int {
    let first = max(0, range.first.number - origin.number)
    let last = min(sums.count - 2, range.last.number - origin.number)
    return first <= last ? Int((sums[last + 1] - sums[first]) / day) : 0
  }

  /// Which days are counted.
  enum Counting {
    /// All that the calendar has, as if nobody were ever absent.
    case contracted
    /// Those on which the person is there.
    case available
  }

  private func days(_ range: DayRange, _ counting: Counting) -> Int128 {
    let first = max(0, range.first.number - origin)
    let last = min(available.count - 2, range.last.number - origin)
    guard first <= last else { return 0 }
    return Int128(
      counting == .contracted ? contracted[last + 1] - contracted[first] : available[last + 1] - available[first])
  }

  /// The days of a range that the person's calendar works, whether the person is there or not.
  func workedDays(in range: DayRange) -> Int { Self.count(in: range, contracted, from: Day(number: origin)) }

  /// Regular hours on the days of a range.
  func regular(_ range: DayRange, _ counting: Counting = .available) -> Int128 {
    WholeAmounts.product(regularPerDay, days(range, counting), over: 1_000_000_000_000_000)
  }

  /// Overtime hours that the days of a range allow.
  func overtime(_ range: DayRange, _ counting: Counting = .available) -> Int128 {
    hasOvertime ? WholeAmounts.product(overtimePerDay, days(range, counting), over: 1_000_000_000_000_000) : 0
  }

  /// Regular hours lost because the person is not employed on days of a range.
  func notEmployed(_ range: DayRange) -> Int128 {
    regular(range, .contracted) - regular(range.intersection(employed), .contracted)
  }
}
