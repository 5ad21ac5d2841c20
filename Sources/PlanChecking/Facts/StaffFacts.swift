// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// What is derived about one person (or pool). A reference, so that looking at one figure copies none of the others.
final class StaffFacts: Sendable {
  let person: StaffMember
  /// h(i): hours of an available day.
  let hoursPerDay: Rational
  /// o(i): overtime hours of an available day; 0 without overtime.
  let overtimePerDay: Rational
  /// h(i) + o(i)
  let mostPerDay: Rational
  let hourlyRate: Rate
  /// Money above the regular cost for an hour of overtime; 0 without overtime.
  let overtimePremium: Rate
  /// `costPerHour`
  var costPerHour: Rational { hourlyRate.exact }
  /// len(workdays) of the person's calendar.
  let week: Rational
  /// Worked days of the person's calendar, whether available or not.
  let workedDays: DayCounts

  private let horizon: DayRange
  private let employed: DayRange
  /// Sorted, without common days.
  private let losses: [Loss]
  /// A whole day in the unit of the losses' shares.
  private let wholeDay: Int128

  /// Days of which the same share is lost.
  private struct Loss {
    var days: DayRange
    var share: Int128
  }

  init(_ person: StaffMember, calendar: WorkCalendar, workedDays: DayCounts, horizon: DayRange) {
    self.person = person
    self.workedDays = workedDays
    self.horizon = horizon
    let week = Rational(max(1, calendar.workdays.count))
    self.week = week
    let heads = Rational(person.headcount)
    hoursPerDay =
      Rational(person.hoursPerDay ?? calendar.hoursPerDay) * (.one - Rational(person.support)) * heads
    overtimePerDay = person.overtime.map { Rational($0.hoursPerWeek) / week * heads } ?? .zero
    mostPerDay = hoursPerDay + overtimePerDay
    let costPerHour = Rational(person.costPerHour)
    hourlyRate = Rate(costPerHour)
    overtimePremium = person.overtime.map { Rate(costPerHour * (Rational($0.costFactor) - .one)) } ?? .zero
    employed = DayRange(person.employedFrom ?? horizon.first, person.employedTo ?? horizon.last)
    let decimals = person.absences.map(\.share.scale).max() ?? 0
    wholeDay = Rational.powerOfTen(decimals)
    losses = person.absences.isEmpty ? [] : Self.losses(person.absences, decimals: decimals, horizon)
  }

  /// Absences without common days: where some overlap, their shares are added up to at most a whole day.
  private static func losses(_ absences: [StaffMember.Absence], decimals: Int, _ horizon: DayRange) -> [Loss] {
    // Shares are at most 1 with at most 30 decimals, so that 10^8 of them fit 128 bits.
    var changes: [(day: Int, share: Int128)] = []
    changes.reserveCapacity(2 * absences.count)
    for absence in absences {
      let days = absence.days.intersection(horizon)
      guard !days.isEmpty else { continue }
      let share = Int128(absence.share.significand) * Rational.powerOfTen(decimals - absence.share.scale)
      changes.append((days.first.number, share))
      changes.append((days.last.number + 1, -share))
    }
    if changes.count > 2 { changes.sort { $0.day < $1.day } }
    let wholeDay = Rational.powerOfTen(decimals)
    var losses: [Loss] = []
    var lost: Int128 = 0
    for (change, next) in zip(changes, changes.dropFirst()) {
      lost += change.share
      guard next.day > change.day, lost > 0 else { continue }
      losses.append(
        Loss(days: DayRange(Day(number: change.day), Day(number: next.day - 1)), share: min(wholeDay, lost)))
    }
    return losses
  }

  /// The sum of avail(i, day) over the days of a range.
  func available(in range: DayRange) -> Rational {
    let days = range.intersection(employed)
    var sum = wholeDay * Int128(workedDays.count(in: days))
    var index = losses.count > 8 ? firstLoss(endingNotBefore: days.first) : 0
    while index < losses.count, losses[index].days.first <= days.last {
      sum -= losses[index].share * Int128(workedDays.count(in: losses[index].days.intersection(days)))
      index += 1
    }
    return Rational(sum, over: wholeDay)
  }

  private func firstLoss(endingNotBefore day: Day) -> Int {
    var low = 0
    var high = losses.count
    while low < high {
      let middle = (low + high) / 2
      if losses[middle].days.last < day { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The days on which the person holds skills at their levels; nil where one is missing at any time.
  func days(holding skills: [SkillRequirement]) -> DayRange? {
    var days = horizon
    for wanted in skills {
      guard let place = place(of: wanted.name), person.skills[place].level >= wanted.level else { return nil }
      let from = person.skills[place].from ?? horizon.first
      let until = person.skills[place].until ?? horizon.last
      days = days.intersection(DayRange(from, until))
    }
    return days
  }

  /// Where a skill stands among those of the person.
  private func place(of skill: String) -> Int? { person.skills.indices.first { person.skills[$0].name == skill } }

  /// The days of the demand's window on which the person may work on it, available or not; nil where never.
  ///
  /// All conditions in time are ranges of days, so that their intersection is one.
  func eligibleDays(for facts: DemandFacts) -> DayRange? {
    guard let demand = facts.staff, person.clearance >= demand.clearance,
      demand.exclude.isEmpty || !demand.exclude.contains(person.id)
    else { return nil }
    if let only = demand.only, !only.contains(person.id) { return nil }
    if let locations = demand.locations {
      guard let location = person.location, locations.contains(location) else { return nil }
    }
    if let departments = demand.departments {
      guard let department = person.department, departments.contains(department) else { return nil }
    }
    guard var days = days(holding: demand.skills) else { return nil }
    days = days.intersection(facts.window)
    for name in demand.certifications {
      guard let held = person.certifications.first(where: { $0.name == name }) else { return nil }
      days = days.intersection(DayRange(held.from ?? horizon.first, held.until ?? horizon.last))
    }
    return days.isEmpty ? nil : days
  }

  /// eta(i,d): effective hours in one worked hour.
  func productivity(on demand: StaffNeeds) -> ExactDecimal {
    var least: ExactDecimal?
    for wanted in demand.skills {
      guard let place = place(of: wanted.name) else { continue }
      let held = person.skills[place].productivity
      least = least.map { min($0, held) } ?? held
    }
    return least ?? 1
  }
}
