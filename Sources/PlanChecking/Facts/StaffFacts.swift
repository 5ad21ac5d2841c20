// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// What is derived about one person (or pool). A reference, so that looking at one figure copies none of the others.
final class StaffFacts: Sendable {
  let person: StaffMember
  /// r(i,k) and o(i,k) of each day, rounded down to the grid of a plan. Overtime is empty where there is none.
  let regular: [Int64]
  let overtime: [Int64]
  /// Row 1's right-hand side on each day, rounded down to the grid of a plan: r without what trainings take.
  let capacity: [Int64]
  /// The days on which something may be worked.
  let hasTime: [Bool]
  /// Row 2: `overtime.hoursPerWeek` of all heads, and what is left of `overtime.hoursTotal`; nil without a limit.
  let overtimePerWeek: Rational
  let overtimeTotal: Rational?
  /// o1: the most overtime of a day of one who is there.
  let overtimeOfOne: Rational

  /// Sums of r and o over the days before each day.
  private let regularUpTo: [Fine]
  private let overtimeUpTo: [Fine]
  /// The same of what trainings take of r; empty where they take nothing.
  private let lostUpTo: [Fine]
  /// `costPerHour` in each period, or one for all of them, and what overtime costs above it.
  private let rates: [Rate]
  private let premiums: [Rate]

  let days: HorizonDays
  private let calendars: CalendarTable
  private let employed: Range<Int>
  /// Sorted, without common days.
  private let losses: [Loss]
  /// A whole day in the unit of the losses' shares.
  private let wholeDay: Int128

  /// Days of which the same share is lost.
  private struct Loss {
    var days: Range<Int>
    var share: Int128
  }

  init(_ person: StaffMember, _ days: HorizonDays, _ calendars: CalendarTable) {
    self.person = person
    self.days = days
    self.calendars = calendars
    employed = days.numbers(
      of: DayRange(person.employedFrom ?? days.horizon.first, person.employedTo ?? days.horizon.last))
    let decimals = person.absences.map(\.share.scale).max() ?? 0
    wholeDay = Rational.powerOfTen(decimals)
    losses = person.absences.isEmpty ? [] : Self.losses(person.absences, decimals: decimals, days)
    let heads = Rational(person.headcount)
    overtimePerWeek = person.overtime.map { Rational($0.hoursPerWeek) * heads } ?? .zero
    overtimeTotal = person.overtime.flatMap { overtime in
      overtime.hoursTotal.map { total in
        let left = Rational(total) - Rational(overtime.used)
        return left.sign > 0 ? left * heads : .zero
      }
    }
    overtimeOfOne = person.overtime.map { Rational($0.mostPerDay) } ?? .zero
    let time = WorkingTimeByDay(
      person, days, calendars, stretches: Self.stretches(days.count, employed, losses, wholeDay: wholeDay))
    (regular, overtime, hasTime) = (time.regular, time.overtime, time.hasTime)
    (regularUpTo, overtimeUpTo) = (time.regularUpTo, time.overtimeUpTo)
    let lost = Self.lostToTraining(person, days, time.regularUpTo)
    lostUpTo = lost
    capacity =
      lost.isEmpty
      ? time.regular
      : days.indices.map {
        (time.regularUpTo[$0 + 1] - time.regularUpTo[$0] - (lost[$0 + 1] - lost[$0])).millionthsOfFine
      }
    let rates = Self.rates(person.costPerHour, days, time.regularUpTo)
    self.rates = rates
    let factor = person.overtime.map { Rational($0.costFactor) - .one }
    premiums = factor.map { factor in rates.map { Rate($0.exact * factor) } } ?? [.zero]
  }

  /// Absences without common days: where some overlap, their shares are added up to at most a whole day.
  private static func losses(_ absences: [StaffMember.Absence], decimals: Int, _ horizon: HorizonDays) -> [Loss] {
    // Shares are at most 1 with at most 30 decimals, so that 10^8 of them fit 128 bits.
    var changes: [(day: Int, share: Int128)] = []
    changes.reserveCapacity(2 * absences.count)
    for absence in absences {
      let days = horizon.numbers(of: absence.days)
      guard !days.isEmpty else { continue }
      let share = Int128(absence.share.significand) * Rational.powerOfTen(decimals - absence.share.scale)
      changes.append((days.lowerBound, share))
      changes.append((days.upperBound, -share))
    }
    if changes.count > 2 { changes.sort { $0.day < $1.day } }
    let wholeDay = Rational.powerOfTen(decimals)
    var losses: [Loss] = []
    var lost: Int128 = 0
    for (change, next) in zip(changes, changes.dropFirst()) {
      lost += change.share
      guard next.day > change.day, lost > 0 else { continue }
      losses.append(Loss(days: change.day..<next.day, share: min(wholeDay, lost)))
    }
    return losses
  }

  /// The days in stretches of the same presence.
  private static func stretches(
    _ count: Int, _ employed: Range<Int>, _ losses: [Loss], wholeDay: Int128
  ) -> [(days: Range<Int>, presence: Rational)] {
    var result: [(days: Range<Int>, presence: Rational)] = []
    var next = employed.lowerBound
    for loss in losses {
      let days = employed.common(loss.days)
      guard !days.isEmpty else { continue }
      if next < days.lowerBound { result.append((next..<days.lowerBound, .one)) }
      if loss.share < wholeDay { result.append((days, Rational(wholeDay - loss.share, over: wholeDay))) }
      next = days.upperBound
    }
    if next < employed.upperBound { result.append((next..<employed.upperBound, .one)) }
    return result
  }

  /// What an hour costs in each period: where that changes inside one, the mean of the values of its days weighted by r,
  /// or of all of them where r is 0.
  private static func rates(_ cost: Dated<ExactDecimal>, _ days: HorizonDays, _ regularUpTo: [Fine]) -> [Rate] {
    if cost.isConstant { return [Rate(Rational(cost.first))] }
    let values = cost.values(in: days.horizon)
    return days.ofPeriod.map { period in
      let first = values[period.lowerBound]
      if values[period].allSatisfy({ $0 == first }) { return Rate(Rational(first)) }
      var sum = Rational.zero
      let weight = regularUpTo[period.upperBound] - regularUpTo[period.lowerBound]
      for day in period {
        sum +=
          Rational(values[day]) * Rational(weight == 0 ? .fineOne : regularUpTo[day + 1] - regularUpTo[day], over: 1)
      }
      return Rate(sum / Rational(weight == 0 ? .fineOne * Int128(period.count) : weight, over: 1))
    }
  }

  // MARK: Hours

  /// The sum of r over days.
  func regular(in days: Range<Int>) -> Fine { regularUpTo[days.upperBound] - regularUpTo[days.lowerBound] }

  /// The sum of row 1's right-hand sides over days.
  func capacity(in days: Range<Int>) -> Fine {
    regular(in: days) - (lostUpTo.isEmpty ? 0 : lostUpTo[days.upperBound] - lostUpTo[days.lowerBound])
  }

  /// The sum of o over days.
  func overtime(in days: Range<Int>) -> Fine {
    overtimeUpTo.isEmpty ? 0 : overtimeUpTo[days.upperBound] - overtimeUpTo[days.lowerBound]
  }

  /// The sum of r and o over days.
  func most(in days: Range<Int>) -> Fine { regular(in: days) + overtime(in: days) }

  /// The most overtime on days that follow one another, as row 2 has it.
  func mostOvertime(in range: Range<Int>) -> Fine {
    guard !overtimeUpTo.isEmpty, !range.isEmpty else { return 0 }
    let perWeek = overtimePerWeek.fine
    var most: Fine = 0
    for week in days.week(of: range.lowerBound)...days.week(of: range.upperBound - 1) {
      most += min(perWeek, overtime(in: days.ofWeek[week].common(range)))
    }
    return overtimeTotal.map { min(most, $0.fine) } ?? most
  }

  /// o of a day, rounded down to the grid of a plan.
  func overtime(on day: Int) -> Int64 { overtime.isEmpty ? 0 : overtime[day] }

  /// The sum of presence(i,k), over W of the calendar, over those of some days on which it has hours.
  func weeksPresent(in range: Range<Int>) -> Rational {
    weeksPresent(on: range.common(employed)) { self.calendars.list[$0].isWorked($1) }
  }

  /// The same over some days in order, whether the calendar has hours on them or not.
  func weeksPresent(on days: [Int]) -> Rational { weeksPresent(on: days.filter(employed.contains)) { _, _ in true } }

  private func weeksPresent(
    on days: some Sequence<Int>, where isCounted: (_ calendar: Int, _ day: Int) -> Bool
  ) -> Rational {
    var sum = Rational.zero
    var share: Int128 = 0
    var last = -1
    var loss = losses.startIndex
    for day in days {
      let number = calendarNumber(day)
      if number != last {
        if share > 0 { sum += Rational(share, over: wholeDay) / calendars.list[last].week }
        (share, last) = (0, number)
      }
      guard isCounted(number, day) else { continue }
      while loss < losses.endIndex, losses[loss].days.upperBound <= day { loss += 1 }
      share += wholeDay
      if loss < losses.endIndex, losses[loss].days.contains(day) { share -= losses[loss].share }
    }
    if share > 0 { sum += Rational(share, over: wholeDay) / calendars.list[last].week }
    return sum
  }

  private func calendarNumber(_ day: Int) -> Int {
    guard let calendar = person.calendar else { return 0 }
    return calendars.number(calendar.isConstant ? calendar.first : calendar.value(on: days.date(day)))
  }

  /// P(i,k): what counts as a whole day on equipment.
  func wholeDay(on day: Int) -> Rational {
    let hours = calendars.list[calendarNumber(day)].hours(day)
    let own = hours > 0 ? person.hoursPerDay?.value(on: days.date(day)) ?? hours : hours
    return max(calendars.standardDay, Rational(own))
  }

  // MARK: Money

  /// `costPerHour` in a period.
  @inline(__always)
  func rate(in period: Int) -> Rate { Self.value(rates, period) }

  /// Money above the regular cost for an hour of overtime; 0 without overtime.
  @inline(__always)
  func premium(in period: Int) -> Rate { Self.value(premiums, period) }

  /// The value of a period that a plan may only claim to exist.
  @inline(__always)
  private static func value(_ list: [Rate], _ period: Int) -> Rate {
    list.count == 1 ? list[0] : list.indices.contains(period) ? list[period] : .zero
  }

  /// Sums over days of what trainings take of r: of each the first hours of the horizon before it, one after the other;
  /// empty where they take nothing.
  private static func lostToTraining(
    _ person: StaffMember, _ days: HorizonDays, _ regularUpTo: [Fine]
  ) -> [Fine] {
    let trainings = person.trained.map { person.training[$0] }.filter { $0.hours > 0 }
    guard !trainings.isEmpty else { return [] }
    var left = days.indices.map { regularUpTo[$0 + 1] - regularUpTo[$0] }
    var lost = [Fine](repeating: 0, count: days.count)
    for training in trainings {
      var hours = Rational(training.hours).fine
      let end = training.from.map { max(0, min(days.count, $0.number - days.horizon.first.number)) } ?? 0
      for day in 0..<end where hours > 0 {
        let taken = min(hours, left[day])
        hours -= taken
        left[day] -= taken
        lost[day] += taken
      }
    }
    return lost.reduce(into: [0]) { sums, taken in sums.append((sums.last ?? 0) + taken) }
  }
}
