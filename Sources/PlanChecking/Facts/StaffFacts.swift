// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// What is derived about one person (or pool). A reference, so that looking at one figure copies none of the others.
final class StaffFacts: Sendable {
  let person: StaffMember
  /// r(i,k) and o(i,k) of each day, rounded down to the grid of a plan. Overtime is empty where there is none.
  let regular: [Int64]
  let overtime: [Int64]
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
  /// `costPerHour` in each period, or one for all of them, and what overtime costs above it.
  private let rates: [Rate]
  private let premiums: [Rate]

  private let days: HorizonDays
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

  /// The sum of o over days.
  func overtime(in days: Range<Int>) -> Fine {
    overtimeUpTo.isEmpty ? 0 : overtimeUpTo[days.upperBound] - overtimeUpTo[days.lowerBound]
  }

  /// The sum of r and o over days.
  func most(in days: Range<Int>) -> Fine { regular(in: days) + overtime(in: days) }

  /// o of a day, rounded down to the grid of a plan.
  func overtime(on day: Int) -> Int64 { overtime.isEmpty ? 0 : overtime[day] }

  /// The sum of presence(i,k), over W of the calendar, over those of some days on which it has hours.
  func weeksPresent(in range: Range<Int>) -> Rational {
    var sum = Rational.zero
    var share: Int128 = 0
    var last = -1
    var loss = losses.startIndex
    for day in range.common(employed) {
      let number = calendarNumber(day)
      if number != last {
        if share > 0 { sum += Rational(share, over: wholeDay) / calendars.list[last].week }
        (share, last) = (0, number)
      }
      guard calendars.list[number].isWorked(day) else { continue }
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

  // MARK: Qualifications

  /// The days on which the person holds skills at their levels; nil where one is missing at any time.
  func days(holding skills: [SkillRequirement]) -> Range<Int>? {
    var held = days.indices
    for wanted in skills {
      guard let place = place(of: wanted.name), person.skills[place].level >= wanted.level else { return nil }
      held = held.common(numbers(person.skills[place].from, person.skills[place].until))
    }
    return held
  }

  private func numbers(_ from: Day?, _ until: Day?) -> Range<Int> {
    from == nil && until == nil
      ? days.indices : days.numbers(of: DayRange(from ?? days.horizon.first, until ?? days.horizon.last))
  }

  /// Where a skill stands among those of the person.
  private func place(of skill: String) -> Int? { person.skills.indices.first { person.skills[$0].name == skill } }

  /// The days of a demand's window on which the person may work on it, or take a place of its crew, available or not; nil
  /// where never.
  ///
  /// All conditions in time are ranges of days, so that their intersection is one.
  func eligibleDays(for demand: StaffNeeds) -> Range<Int>? {
    guard person.clearance >= demand.clearance, demand.exclude.isEmpty || !demand.exclude.contains(person.id) else {
      return nil
    }
    if let only = demand.only, !only.contains(person.id) { return nil }
    if let locations = demand.locations {
      guard let location = person.location, locations.contains(location) else { return nil }
    }
    if let departments = demand.departments {
      guard let department = person.department, departments.contains(department) else { return nil }
    }
    guard let eligible = daysBesideAlternatives(demand, demand.window), !eligible.isEmpty else { return nil }
    guard !demand.anyOf.isEmpty else { return eligible }
    let ways = demand.anyOf.compactMap { days(holding: $0)?.common(eligible) }.filter { !$0.isEmpty }
    guard let first = ways.map(\.lowerBound).min(), let end = ways.map(\.upperBound).max() else { return nil }
    return first..<end
  }

  /// The days on which the person has what is asked for besides one of several.
  private func daysBesideAlternatives(_ demand: StaffNeeds, _ window: Range<Int>) -> Range<Int>? {
    guard var eligible = days(holding: demand.skills)?.common(window) else { return nil }
    for name in demand.certifications {
      guard let held = person.certifications.first(where: { $0.name == name }) else { return nil }
      eligible = eligible.common(numbers(held.from, held.until))
    }
    return eligible
  }

  /// Whether the person has one of several things that are asked for on a day of ``eligibleDays(for:)``: between two of
  /// them there may be days without any.
  func hasAlternative(_ demand: StaffNeeds, on day: Int) -> Bool {
    demand.anyOf.isEmpty || demand.anyOf.contains { days(holding: $0)?.contains(day) ?? false }
  }

  /// Whether something may be worked on one of some days.
  func hasTime(in days: Range<Int>) -> Bool { most(in: days) > 0 }

  /// The days on which the person may take a place of a demand, available or not, in order.
  func eligible(for demand: StaffNeeds, in days: Range<Int>) -> [Int] {
    guard let eligible = eligibleDays(for: demand)?.common(days) else { return [] }
    return eligible.filter { hasAlternative(demand, on: $0) }
  }

  /// eta(i,d): effective hours in one worked hour; on a crew that is 1.
  func productivity(on demand: StaffNeeds) -> ExactDecimal {
    guard !demand.isCrew else { return 1 }
    var least: ExactDecimal?
    for wanted in demand.skills {
      guard let place = place(of: wanted.name) else { continue }
      let held = person.skills[place].productivity
      least = least.map { min($0, held) } ?? held
    }
    guard !demand.anyOf.isEmpty else { return least ?? 1 }
    // Of what is fulfilled on a day of work that which makes the hour worth most.
    var most: ExactDecimal?
    for way in demand.anyOf {
      guard let held = days(holding: way) else { continue }
      let common = held.common(daysBesideAlternatives(demand, demand.window) ?? 0..<0)
      guard !common.isEmpty, hasTime(in: common) else { continue }
      var productivity = least
      for wanted in way {
        guard let place = place(of: wanted.name) else { continue }
        let own = person.skills[place].productivity
        productivity = productivity.map { min($0, own) } ?? own
      }
      let whole = productivity ?? 1
      most = most.map { max($0, whole) } ?? whole
    }
    return most ?? least ?? 1
  }
}

/// r and o of a person by day.
private struct WorkingTimeByDay {
  var regular: [Int64]
  var overtime: [Int64]
  var hasTime: [Bool]
  var regularUpTo: [Fine] = []
  var overtimeUpTo: [Fine] = []

  /// - Parameter stretches: days of the same presence, in order; on all others nobody is there.
  init(
    _ person: StaffMember, _ days: HorizonDays, _ calendars: CalendarTable,
    stretches: [(days: Range<Int>, presence: Rational)]
  ) {
    regular = Array(repeating: 0, count: days.count)
    overtime = person.overtime == nil ? [] : regular
    hasTime = Array(repeating: false, count: days.count)
    var regularOf = [Fine](repeating: 0, count: days.count)
    var overtimeOf = person.overtime == nil ? [] : regularOf
    let steps = Self.steps(person, days)
    for (stretch, presence) in stretches {
      let here = Rational(person.headcount) * presence
      let extra = person.overtime.map { (Rational($0.mostPerDay) * here).fine } ?? 0
      let isExtraAlways = person.overtime?.days == .all
      for step in steps {
        let part = step.common(stretch)
        guard let first = part.first.map(days.date) else { continue }
        let calendar = calendars.list[calendars.number(person.calendar?.value(on: first))]
        let own = person.hoursPerDay?.value(on: first)
        let plannable = here * (.one - Rational(person.support.value(on: first)))
        let hours = calendar.kinds.map { $0 > 0 ? (Rational(own ?? $0) * plannable).fine : 0 }
        for day in part {
          let kind = Int(calendar.kindOf[day])
          regularOf[day] = hours[kind]
          regular[day] = hours[kind].millionthsOfFine
          if extra > 0, isExtraAlways || calendar.kinds[kind] > 0 {
            overtimeOf[day] = extra
            overtime[day] = extra.millionthsOfFine
            hasTime[day] = true
          } else if hours[kind] > 0 {
            hasTime[day] = true
          }
        }
      }
    }
    regularUpTo = Self.sums(regularOf)
    overtimeUpTo = person.overtime == nil ? [] : Self.sums(overtimeOf)
  }

  /// The days in stretches in which calendar, hours and support stay the same.
  private static func steps(_ person: StaffMember, _ days: HorizonDays) -> [Range<Int>] {
    var starts: Set<Int> = [0]
    func add(_ day: Day) {
      let number = day.number - days.horizon.first.number
      if days.indices.contains(number) { starts.insert(number) }
    }
    person.calendar?.changes.forEach { add($0.from) }
    person.hoursPerDay?.changes.forEach { add($0.from) }
    person.support.changes.forEach { add($0.from) }
    let sorted = starts.sorted()
    return sorted.indices.map { sorted[$0]..<(($0 + 1 < sorted.count) ? sorted[$0 + 1] : days.count) }
  }

  private static func sums(_ list: [Fine]) -> [Fine] {
    var sums: [Fine] = [0]
    sums.reserveCapacity(list.count + 1)
    var sum: Fine = 0
    for value in list {
      sum += value
      sums.append(sum)
    }
    return sums
  }
}
