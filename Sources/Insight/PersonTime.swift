// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation

/// The time of one person (or pool), with and without absences, in millionths of an hour.
struct PersonTime: Sendable {
  /// Sums of the days of the person's calendar from the start of the horizon, in billionths of a day: as contracted,
  /// and as available after absences and outside of which the person is not employed.
  private let contracted: [Int64]
  private let available: [Int64]
  private let employed: DayRange
  private let origin: Int
  /// Hours of a day in units of 10^-12, for all heads, without support duties.
  private let regularPerDay: Int128
  private let overtimePerDay: Int128
  /// The most overtime over the horizon in millionths of an hour; without a limit ``WholeAmounts/most``.
  let overtimeTotal: Int128
  let hasOvertime: Bool

  private static let day: Int64 = 1_000_000_000

  init(_ person: StaffMember, calendar: WorkCalendar, horizon: DayRange) {
    self.init(person, calendar: calendar, worked: calendar.worked(in: horizon), horizon: horizon)
  }

  /// - Parameter worked: which days of the horizon the calendar works; the same for all who have the calendar.
  init(_ person: StaffMember, calendar: WorkCalendar, worked: [Bool], horizon: DayRange) {
    origin = horizon.first.number
    employed = DayRange(person.employedFrom ?? horizon.first, person.employedTo ?? horizon.last)
    var lost = [Int64](repeating: 0, count: person.absences.isEmpty ? 0 : horizon.count)
    for absence in person.absences {
      let days = absence.days.intersection(horizon)
      guard !days.isEmpty else { continue }
      let share = Int64(clamping: (WholeAmounts.fixed(absence.share) + 999) / 1_000)
      for number in days.first.number...days.last.number {
        lost[number - origin] = min(Self.day, lost[number - origin] + share)
      }
    }
    let first = max(0, employed.first.number - origin)
    let last = min(horizon.count - 1, employed.last.number - origin)
    contracted = Self.sums(count: worked.count) { worked[$0] ? Self.day : 0 }
    available = Self.sums(count: worked.count) { offset in
      guard worked[offset], offset >= first, offset <= last else { return 0 }
      return lost.isEmpty ? Self.day : Self.day - lost[offset]
    }
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

  /// The sums of the first figures, from none to all.
  @inline(__always)
  private static func sums(count: Int, _ figure: (Int) -> Int64) -> [Int64] {
    [Int64](unsafeUninitializedCapacity: count + 1) { memory, size in
      var sum: Int64 = 0
      memory.initializeElement(at: 0, to: 0)
      for offset in 0..<count {
        sum += figure(offset)
        memory.initializeElement(at: offset + 1, to: sum)
      }
      size = count + 1
    }
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
