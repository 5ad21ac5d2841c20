// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// The time of one person (or pool) by day, with and without absences; amounts are in millionths of an hour.
struct PersonTime: Sendable {
  /// Which days are counted.
  enum Counting {
    /// All that the calendar has, as if nobody were ever absent.
    case contracted
    /// Those on which the person is there, in part where part of a day is lost.
    case available
  }

  private let calendars: CalendarSums
  /// Sums of what ``perUnit`` multiplies: hours, or days where every workday is equally long, in billionths.
  private let contracted: [Int64]
  private let available: [Int64]
  /// Regular hours of one unit, for all heads, in 10^-12.
  private let perUnit: Int128
  /// Sums of the days on which overtime may be worked, in billionths; nothing without overtime.
  private let extraContracted: [Int64]
  private let extraAvailable: [Int64]
  /// Overtime of a day and of a calendar week, for all heads.
  private let overtimePerDay: Int128
  let overtimePerWeek: Int128
  /// The overtime that is left over the horizon; without a limit ``WholeAmounts/most``.
  let overtimeTotal: Int128
  let hasOvertime: Bool
  /// The share of each day that the person is there, in billionths; nil where always.
  private let presence: [Int64]?
  private let employed: DayRange
  /// W of the calendar, one for all days or one for each.
  private let workdays: [(days: Int, over: Int)]
  /// Sums of the days on which the calendar has hours, in billionths.
  private let workedDays: [Int64]
  /// `costPerHour`
  private let cost: Dated<ExactDecimal>
  private let costFactor: Int128

  /// - Parameter calendars: of the scenario, the same for everybody.
  init(_ person: borrowing StaffMember, _ calendar: PlanningCalendar, _ calendars: CalendarSums) {
    self.calendars = calendars
    let horizon = calendars.horizon
    employed = DayRange(person.employedFrom ?? horizon.first, person.employedTo ?? horizon.last)
    let presence =
      person.absences.isEmpty && employed.intersection(horizon) == horizon
      ? nil : Self.presence(employed: employed, person.absences, in: horizon)
    self.presence = presence
    let days = Self.workedDays(person.calendar, calendars)
    workedDays = days
    let heads = Int128(person.headcount)
    let isSimple =
      person.calendar?.isConstant ?? true && person.support.isConstant && person.hoursPerDay?.isConstant ?? true
    let units: [Int64]
    if isSimple {
      let free = WholeAmounts.one - WholeAmounts.fixed(person.support.first)
      let sums = calendars.sums(of: person.calendar?.first)
      units = person.hoursPerDay == nil ? sums.hours : sums.days
      perUnit =
        WholeAmounts.product(
          person.hoursPerDay.map { WholeAmounts.fixed($0.first) } ?? WholeAmounts.one, free, over: WholeAmounts.one)
        * heads
    } else {
      units = Self.changingHours(person, calendars)
      perUnit = WholeAmounts.one * heads
    }
    contracted = units
    available = presence.map { Self.present($0, units) } ?? units
    let terms = person.overtime
    hasOvertime = terms != nil
    let extra = terms.map { $0.days == .work ? days : Self.everyDay(horizon) } ?? []
    extraContracted = extra
    extraAvailable = presence.map { Self.present($0, extra) } ?? extra
    overtimePerDay = terms.map { WholeAmounts.fixed($0.mostPerDay) * heads / 1_000_000 } ?? 0
    overtimePerWeek = terms.map { WholeAmounts.fixed($0.hoursPerWeek) * heads / 1_000_000 } ?? 0
    overtimeTotal =
      terms.flatMap { terms in
        terms.hoursTotal.map {
          max(0, min(WholeAmounts.most, (WholeAmounts.fixed($0) - WholeAmounts.fixed(terms.used)) * heads / 1_000_000))
        }
      } ?? WholeAmounts.most
    workdays = Self.workdays(person.calendar, calendar)
    cost = person.costPerHour
    costFactor = WholeAmounts.fixed(terms?.costFactor ?? 1)
  }

  /// The time of all people of a scenario.
  static func all(_ scenario: Scenario, _ calendars: CalendarSums) -> [PersonTime] {
    scenario.staff.indices.map { PersonTime(scenario.staff[$0], scenario.calendar, calendars) }
  }

  // MARK: - Hours

  /// Regular hours on the days of a range.
  func regular(_ range: DayRange, _ counting: Counting = .available) -> Int128 {
    let units = calendars.count(counting == .contracted ? contracted : available, in: range)
    return WholeAmounts.product(perUnit, Int128(units), over: 1_000_000_000_000_000)
  }

  /// Overtime hours that the days of a range allow, by day and by week.
  func overtime(_ range: DayRange, _ counting: Counting = .available) -> Int128 {
    let range = range.intersection(calendars.horizon)
    guard hasOvertime, !range.isEmpty else { return 0 }
    let sums = counting == .contracted ? extraContracted : extraAvailable
    var sum: Int128 = 0
    for week in calendars.weeks(of: range) {
      sum += min(overtimePerWeek, overtimeOfDays(range.intersection(calendars.weeks[week]), sums))
    }
    return sum
  }

  /// The same without regard to the limit of a week.
  func overtimeByDay(_ range: DayRange) -> Int128 { hasOvertime ? overtimeOfDays(range, extraAvailable) : 0 }

  private func overtimeOfDays(_ range: DayRange, _ sums: [Int64]) -> Int128 {
    WholeAmounts.product(overtimePerDay, Int128(calendars.count(sums, in: range)), over: Int128(CalendarSums.one))
  }

  /// Whether the person has any time on a day.
  func isThere(on day: Day) -> Bool {
    let range = DayRange(day, day)
    return regular(range) > 0 || overtimeByDay(range) > 0
  }

  /// Regular hours lost because the person is not employed on days of a range.
  func notEmployed(_ range: DayRange) -> Int128 {
    regular(range, .contracted) - regular(range.intersection(employed), .contracted)
  }

  /// The longest day of one head in a range before absence, in 10^-12, rounded down; support duties are left out.
  func longestDay(_ range: DayRange, heads: Int) -> Int128 {
    let range = range.intersection(calendars.horizon)
    guard !range.isEmpty else { return 0 }
    let origin = calendars.horizon.first.number
    var longest: Int64 = 0
    for day in (range.first.number - origin)...(range.last.number - origin) {
      longest = max(longest, contracted[day + 1] - contracted[day])
    }
    return Int128(longest) * (perUnit / Int128(max(1, heads))) / Int128(CalendarSums.one)
  }

  /// The most overtime of one head on a day, in 10^-12.
  func overtimeOfHead(heads: Int) -> Int128 { overtimePerDay * 1_000_000 / Int128(max(1, heads)) }

  /// The hours that a promise of so many a week (in 10^-12) makes on the days of a range: those on which the calendar
  /// has hours count as far as the person is there.
  func promised(_ hoursPerWeek: Int128, _ range: DayRange) -> Int128 {
    let range = range.intersection(calendars.horizon)
    guard !range.isEmpty else { return 0 }
    let origin = calendars.horizon.first.number
    if workdays.count == 1, presence == nil {
      return Self.promised(hoursPerWeek, Int128(calendars.count(workedDays, in: range)), workdays[0])
    }
    var sum: Int128 = 0
    for day in (range.first.number - origin)...(range.last.number - origin) where workedDays[day + 1] > workedDays[day]
    {
      let week = workdays.count == 1 ? workdays[0] : workdays[day]
      sum += Self.promised(hoursPerWeek, Int128(presence?[day] ?? CalendarSums.one), week)
    }
    return sum
  }

  private static func promised(_ hours: Int128, _ days: Int128, _ week: (days: Int, over: Int)) -> Int128 {
    WholeAmounts.product(
      hours * Int128(week.over), days, over: Int128(max(1, week.days)) * Int128(CalendarSums.one) * 1_000_000)
  }

  // MARK: - Money

  /// What an hour costs on the days of a range, in millionths: the mean where that changes, by regular hours.
  func rate(_ range: DayRange) -> Int128 {
    if cost.isConstant { return WholeAmounts.fixed(cost.first) / 1_000_000 }
    var (sum, weight, plain, days): (Int128, Int128, Int128, Int128) = (0, 0, 0, 0)
    for number in range.first.number...max(range.first.number, range.last.number) {
      let day = Day(number: number)
      let money = WholeAmounts.fixed(cost.value(on: day)) / 1_000_000
      let hours = regular(DayRange(day, day))
      sum += WholeAmounts.product(money, hours, over: 1)
      weight += hours
      plain += money
      days += 1
    }
    return weight > 0 ? sum / weight : plain / max(1, days)
  }

  /// What overtime costs more than a regular hour, in millionths.
  func premium(_ range: DayRange) -> Int128 {
    WholeAmounts.product(rate(range), costFactor - WholeAmounts.one, over: WholeAmounts.one)
  }
}

// Sums in the making.
extension PersonTime {
  /// The share of each day that somebody is there, in billionths.
  private static func presence(
    employed: DayRange, _ absences: [StaffMember.Absence], in horizon: DayRange
  ) -> [Int64] {
    var result = [Int64](repeating: CalendarSums.one, count: horizon.count)
    for absence in absences {
      let days = absence.days.intersection(horizon)
      guard !days.isEmpty else { continue }
      let share = Int64(clamping: (WholeAmounts.fixed(absence.share) + 999) / 1_000)
      for offset in (days.first.number - horizon.first.number)...(days.last.number - horizon.first.number) {
        result[offset] = max(0, result[offset] - share)
      }
    }
    for offset in result.indices where !employed.contains(horizon.first.advanced(by: offset)) { result[offset] = 0 }
    return result
  }

  /// Sums with only the part of each day on which somebody is there.
  private static func present(_ presence: [Int64], _ sums: [Int64]) -> [Int64] {
    guard !sums.isEmpty else { return [] }
    var result = sums
    for day in presence.indices {
      let figure = sums[day + 1] - sums[day]
      let part =
        presence[day] == CalendarSums.one
        ? figure : Int64(Int128(figure) * Int128(presence[day]) / Int128(CalendarSums.one))
      result[day + 1] = result[day] + part
    }
    return result
  }

  private static func everyDay(_ horizon: DayRange) -> [Int64] {
    (0...Int64(horizon.count)).map { $0 * CalendarSums.one }
  }

  /// The days on which the calendar of the day has hours.
  private static func workedDays(_ calendar: Dated<String>?, _ calendars: CalendarSums) -> [Int64] {
    guard let calendar, !calendar.isConstant else { return calendars.sums(of: calendar?.first).days }
    return changing(calendars) { day, offset in
      let sums = calendars.sums(of: calendar.value(on: day)).days
      return sums[offset + 1] - sums[offset]
    }
  }

  /// The hours of each day without support duties, where the calendar, the hours or the support change.
  private static func changingHours(_ person: borrowing StaffMember, _ calendars: CalendarSums) -> [Int64] {
    let (calendar, hoursPerDay, support) = (person.calendar, person.hoursPerDay, person.support)
    return changing(calendars) { day, offset in
      let sums = calendars.sums(of: calendar?.value(on: day))
      guard sums.days[offset + 1] > sums.days[offset] else { return 0 }
      let hours =
        hoursPerDay.map { WholeAmounts.fixed($0.value(on: day)) }
        ?? Int128(sums.hours[offset + 1] - sums.hours[offset]) * 1_000
      let free = WholeAmounts.one - WholeAmounts.fixed(support.value(on: day))
      return Int64(WholeAmounts.product(hours, free, over: WholeAmounts.one * 1_000))
    }
  }

  private static func changing(_ calendars: CalendarSums, _ figure: (Day, Int) -> Int64) -> [Int64] {
    var sums: [Int64] = [0]
    sums.reserveCapacity(calendars.horizon.count + 1)
    for offset in 0..<calendars.horizon.count {
      sums.append(sums[offset] + figure(calendars.horizon.first.advanced(by: offset), offset))
    }
    return sums
  }

  private static func workdays(
    _ calendar: Dated<String>?, _ calendars: PlanningCalendar
  ) -> [(days: Int, over: Int)] {
    func week(_ id: String?) -> (days: Int, over: Int) {
      (calendars.calendar(id) ?? calendars.standard).workdaysPerWeek
    }
    guard let calendar, !calendar.isConstant else { return [week(calendar?.first)] }
    return calendar.values(in: calendars.horizon).map(week)
  }
}
