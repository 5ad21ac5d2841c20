// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// r and o of a person by day.
struct WorkingTimeByDay {
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
