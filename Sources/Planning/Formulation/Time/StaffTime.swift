// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// How much time a person has, day by day, in whole millionths of an hour, rounded down: r and o of `model.md`, of all
/// heads.
///
/// A reference, because everybody looks at the same, a million times while a large program is made.
final class StaffTime: Sendable {
  /// Regular time that can be planned, by day of the horizon: r without the hours that trainings take; and o.
  let regular: [Int64]
  let overtime: [Int64]
  /// r by day: what shares of somebody's time are of.
  let contracted: [Int64]
  /// The same of the first k days of the horizon.
  private let regularUpTo: [Int64]
  private let overtimeUpTo: [Int64]
  /// Presence by day, in billionths of a day; on days on which the calendar has no hours, too.
  let presence: [Int64]
  /// Whether the calendar has hours on each day.
  let isWorkday: [Bool]
  /// The hours of each day before support and absence, in 10^-12.
  let dayHours: [Int128]
  /// o1: overtime of one head who is there, in 10^-12, by day.
  let overtimeOfHead: [Int128]
  /// W of the calendar of each day, as a fraction.
  let workdaysPerWeek: [(days: Int, over: Int)]
  /// Overtime of all heads in a calendar week; ``FixedPoint/unlimited`` without overtime.
  let overtimePerWeek: Int64
  /// Overtime of all heads that is left over the horizon; nil without such a limit.
  let overtimeTotal: Int64?
  /// Whether overtime may be asked for.
  let hasOvertime: Bool
  /// `costPerHour` by period: the mean of the days' values, weighted by r; as a number, and in 10^-12, rounded up.
  let costs: [Double]
  let exactCosts: [Int128]
  /// `costFactor - 1`
  let premiumFactor: Double
  private let exactPremiumFactor: Int128

  /// Decimals kept of a day's presence. A share of absence with more is rounded up, so that nobody gets too much.
  private static let dayScale: Int128 = 1_000_000_000

  /// - Parameter hours: the hours of each calendar on each day of the horizon; the top one has the key nil.
  init(
    _ person: StaffMember, _ calendar: PlanningCalendar, _ days: HorizonDays, hours: [String?: [ExactDecimal]]
  ) {
    let horizon = calendar.horizon
    let count = horizon.count
    let presence = Self.presence(person, horizon)
    self.presence = presence
    let calendarHours = Self.calendarHours(person, horizon, hours)
    let own = person.hoursPerDay?.values(in: horizon)
    let supports = person.support.isConstant ? nil : person.support.values(in: horizon)
    let support = FixedPoint.one - FixedPoint.ceil(person.support.first)
    let heads = Int128(person.headcount)
    let terms = person.overtime
    let perDay = FixedPoint.floor(terms?.mostPerDay ?? 0)
    // What an hour costs is a mean by hours that may be too few for the grid.
    var (regular, overtime, fineHours): ([Int64], [Int64], [Int128]) = ([], [], [])
    var isWorkday: [Bool] = []
    var dayHours: [Int128] = []
    var overtimeOfHead: [Int128] = []
    var regularUpTo: [Int64] = [0]
    var overtimeUpTo: [Int64] = [0]
    regular.reserveCapacity(count)
    overtime.reserveCapacity(count)
    for day in 0..<count {
      let isWorked = calendarHours[day] > 0
      let ownHours = isWorked ? FixedPoint.floor(own?[day] ?? calendarHours[day]) : 0
      let free = supports.map { FixedPoint.one - FixedPoint.ceil($0[day]) } ?? support
      let whole = ownHours * free / FixedPoint.one
      let here = Int128(presence[day])
      let extra = terms != nil && (isWorked || terms?.days == .all) ? perDay : 0
      isWorkday.append(isWorked)
      dayHours.append(ownHours)
      overtimeOfHead.append(extra)
      fineHours.append(whole * here)
      regular.append(FixedPoint.clamped(whole * heads / 1_000_000 * here / Self.dayScale))
      overtime.append(FixedPoint.clamped(extra * heads / 1_000_000 * here / Self.dayScale))
      overtimeUpTo.append(overtimeUpTo[day] + overtime[day])
    }
    contracted = regular
    Self.take(person, from: &regular, horizon)
    for day in 0..<count { regularUpTo.append(regularUpTo[day] + regular[day]) }
    self.regular = regular
    self.overtime = overtime
    self.isWorkday = isWorkday
    self.dayHours = dayHours
    self.overtimeOfHead = overtimeOfHead
    self.regularUpTo = regularUpTo
    self.overtimeUpTo = overtimeUpTo
    workdaysPerWeek = Self.workdaysPerWeek(person, calendar)
    hasOvertime = terms != nil
    overtimePerWeek = terms.map { FixedPoint.clamped(FixedPoint.floor($0.hoursPerWeek) * heads / 1_000_000) } ?? 0
    overtimeTotal = terms.flatMap { terms in
      terms.hoursTotal.map {
        FixedPoint.clamped((FixedPoint.floor($0) - FixedPoint.ceil(terms.used)) * heads / 1_000_000)
      }
    }
    premiumFactor = (terms?.costFactor.doubleValue ?? 1) - 1
    exactPremiumFactor = terms.map { FixedPoint.ceil($0.costFactor) - FixedPoint.one } ?? 0
    (costs, exactCosts) = Self.means(of: person.costPerHour, weights: fineHours, days, horizon)
  }

  /// Takes what trainings that were decided on take.
  private static func take(_ person: StaffMember, from regular: inout [Int64], _ horizon: DayRange) {
    guard !person.trained.isEmpty else { return }
    let trainings = person.trained.map { person.training[$0] }
    for (day, lost) in lost(to: trainings, of: regular, horizon) { regular[day] -= lost }
  }

  /// The regular time that trainings take, by day: the first of the horizon before the skill is held, one training after
  /// the other.
  static func lost(
    to trainings: [StaffMember.Training], of regular: [Int64], _ horizon: DayRange
  ) -> [(day: Int, hours: Int64)] {
    var left = regular
    var result: [(day: Int, hours: Int64)] = []
    for training in trainings {
      var hours = FixedPoint.clamped(FixedPoint.ceilDivision(FixedPoint.ceil(training.hours), 1_000_000))
      let end = training.from.map { min(regular.count, max(0, $0.number - horizon.first.number)) } ?? 0
      for day in 0..<end where hours > 0 && left[day] > 0 {
        let part = min(hours, left[day])
        left[day] -= part
        hours -= part
        result.append((day, part))
      }
    }
    return result
  }

  /// The hours of the person's calendar on each day.
  private static func calendarHours(
    _ person: StaffMember, _ horizon: DayRange, _ hours: [String?: [ExactDecimal]]
  ) -> [ExactDecimal] {
    guard let id = person.calendar, !id.isConstant else { return hours[person.calendar?.first] ?? [] }
    return id.values(in: horizon).enumerated().map { day, id in hours[id]?[day] ?? 0 }
  }

  /// W of the calendar of each day; one for all days where it never changes.
  private static func workdaysPerWeek(
    _ person: StaffMember, _ calendar: PlanningCalendar
  ) -> [(days: Int, over: Int)] {
    func week(_ id: String?) -> (days: Int, over: Int) {
      (calendar.calendar(id) ?? calendar.standard).workdaysPerWeek
    }
    guard let id = person.calendar, !id.isConstant else { return [week(person.calendar?.first)] }
    return id.values(in: calendar.horizon).map { week($0) }
  }

  /// The share of each day that a person is there, in billionths.
  private static func presence(_ person: StaffMember, _ horizon: DayRange) -> [Int64] {
    let count = horizon.count
    var result = [Int64](repeating: Int64(dayScale), count: count)
    for absence in person.absences {
      let days = absence.days.intersection(horizon)
      guard !days.isEmpty else { continue }
      // Shares are at most 1, so that billionths fit easily; a sum above 1 counts as 1.
      let share = Int64(FixedPoint.ceilDivision(FixedPoint.ceil(absence.share), 1_000))
      for day in days.first.number...days.last.number {
        let index = day - horizon.first.number
        result[index] = max(0, result[index] - share)
      }
    }
    let employed = DayRange(person.employedFrom ?? horizon.first, person.employedTo ?? horizon.last)
      .intersection(horizon)
    guard employed != horizon else { return result }
    for index in 0..<count where !employed.contains(horizon.first.advanced(by: index)) { result[index] = 0 }
    return result
  }

  /// The mean of dated values by period, weighted; of all days alike where the weights of a period are 0. As numbers, and
  /// in 10^-12, rounded up.
  static func means(
    of dated: Dated<ExactDecimal>, weights: [Int128], _ days: HorizonDays, _ horizon: DayRange
  ) -> (numbers: [Double], exact: [Int128]) {
    if dated.isConstant {
      return (
        Array(repeating: dated.first.doubleValue, count: days.first.count),
        Array(repeating: FixedPoint.ceil(dated.first), count: days.first.count)
      )
    }
    let values = dated.values(in: horizon)
    var numbers: [Double] = []
    var exact: [Int128] = []
    for (first, last) in zip(days.first, days.last) {
      let isFree = weights[first...last].allSatisfy { $0 == 0 }
      let counted = (first...last).filter { isFree || weights[$0] > 0 }
      if let value = counted.first.map({ values[$0] }), counted.allSatisfy({ values[$0] == value }) {
        numbers.append(value.doubleValue)
        exact.append(FixedPoint.ceil(value))
        continue
      }
      // Money to 10^9 with twelve decimals, times a weight of a day, times days: weights to 10^12 fit. What that rounds
      // is less than a unit of a weight for each day.
      let step = max(1, FixedPoint.ceilDivision(weights[first...last].max() ?? 0, 1_000_000_000_000))
      var (sum, weight, total, whole, highest) = (0.0, 0.0, Int128(0), Int128(0), Int128(0))
      for day in first...last {
        let share = isFree ? 1 : weights[day] / step
        let value = FixedPoint.ceil(values[day])
        sum += values[day].doubleValue * Double(share)
        weight += Double(share)
        total += value * share
        whole += share
        highest = max(highest, value)
      }
      let rounding = max(1_000_000, highest / 1_000_000_000_000 * Int128(last - first + 1))
      numbers.append(weight > 0 ? sum / weight : 0)
      exact.append(whole > 0 ? FixedPoint.ceilDivision(total, whole) + rounding : 0)
    }
    return (numbers, exact)
  }

  /// Regular hours and overtime on days of a period, given by its first day.
  func regular(_ set: DaySet, from first: Int) -> Int64 { Self.sum(regular, regularUpTo, set, first) }
  func overtime(_ set: DaySet, from first: Int) -> Int64 {
    hasOvertime ? Self.sum(overtime, overtimeUpTo, set, first) : 0
  }

  @inline(__always)
  private static func sum(_ days: [Int64], _ upTo: [Int64], _ set: DaySet, _ first: Int) -> Int64 {
    if set.isStretch {
      return set.isEmpty ? 0 : upTo[first + set.last + 1] - upTo[first + set.first]
    }
    var sum: Int64 = 0
    set.forEach { sum += days[first + $0] }
    return sum
  }

  /// The days of a set on which there is any time.
  func worked(_ set: DaySet, from first: Int) -> DaySet {
    var result = DaySet()
    set.forEach { if regular[first + $0] > 0 || overtime[first + $0] > 0 { result.insert($0) } }
    return result
  }

  /// The premium of an hour of overtime in a period: as a number, and in 10^-12, rounded up.
  func premium(_ period: Int) -> Double { costs[period] * premiumFactor }
  func exactPremium(_ period: Int) -> Int128 {
    FixedPoint.ceilDivision(exactCosts[period] * exactPremiumFactor, FixedPoint.one)
  }

  /// W of a day, as a fraction.
  func workdaysPerWeek(on day: Int) -> (days: Int, over: Int) {
    workdaysPerWeek.count == 1 ? workdaysPerWeek[0] : workdaysPerWeek[day]
  }
}
