// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// When people work, by day, as MS Project documents say it.
struct MSPDITimes {
  private let scenario: Scenario
  let horizon: DayRange

  init(_ scenario: Scenario) {
    self.scenario = scenario
    horizon = scenario.calendar.horizon
  }

  /// The seconds of a calendar on each day of the horizon.
  func seconds(of calendar: WorkCalendar) -> [Int] { calendar.hours(in: horizon).map { Self.seconds($0.doubleValue) } }

  /// The seconds of weekdays from Monday on; of a rota those of its first week inside the horizon.
  func week(of calendar: WorkCalendar) -> [Int] {
    let plain = WorkCalendar(calendar.time)
    var first = horizon.first
    while first.weekday != .monday { first = first.advanced(by: 1) }
    return (0..<7).map { Self.seconds(plain.hours(on: first.advanced(by: $0)).doubleValue) }
  }

  /// The seconds that one head of a person has on each day of the horizon, absences taken off.
  func seconds(of person: StaffMember) -> [Int] {
    var days = usual(person)
    var lost = Array(repeating: 0.0, count: days.count)
    for absence in person.absences {
      let inside = absence.days.intersection(horizon)
      guard !inside.isEmpty else { continue }
      for day in inside.first.number...inside.last.number {
        lost[day - horizon.first.number] += absence.share.doubleValue
      }
    }
    for index in days.indices where lost[index] > 0 {
      days[index] = Self.minutes(Double(days[index]) * max(0, 1 - lost[index]))
    }
    return days
  }

  /// The same without absences.
  private func usual(_ person: StaffMember) -> [Int] {
    (0..<horizon.count).map { offset in
      let day = horizon.first.advanced(by: offset)
      let calendar = scenario.calendar.calendar(person.calendar?.value(on: day)) ?? scenario.calendar.standard
      let hours = calendar.hours(on: day)
      guard hours > 0 else { return 0 }
      return Self.seconds((person.hoursPerDay?.value(on: day) ?? hours).doubleValue)
    }
  }

  /// The weekdays of a person from Monday on: those of their calendar, or `hoursPerDay` on them.
  func week(of person: StaffMember) -> [Int] {
    let calendar = scenario.calendar.calendar(person.calendar?.first) ?? scenario.calendar.standard
    return week(of: calendar).map { seconds in
      guard seconds > 0, let own = person.hoursPerDay?.first else { return seconds }
      return Self.seconds(own.doubleValue)
    }
  }

  /// Hours as seconds of whole minutes, which is what calendars of MS Project hold.
  private static func seconds(_ hours: Double) -> Int { minutes(hours * 3600) }
  private static func minutes(_ seconds: Double) -> Int { Int((seconds / 60).rounded()) * 60 }

  /// When work on a day begins: at eight, or earlier on a day that would not end.
  static func start(_ seconds: Int) -> Int { min(8 * 3600, max(0, 24 * 3600 - seconds)) }

  /// A time such as `08:00:00`.
  static func clock(_ seconds: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }

  /// A moment; the end of a day is midnight of the next one.
  static func moment(_ day: Day, _ seconds: Int) -> String {
    seconds >= 86_400 ? "\(day.advanced(by: 1))T00:00:00" : "\(day)T\(clock(seconds))"
  }

  /// A duration such as `PT7H30M0S`.
  static func duration(_ seconds: Int) -> String { "PT\(seconds / 3600)H\(seconds / 60 % 60)M\(seconds % 60)S" }
}

extension XMLWriter {
  /// The working time of a day.
  mutating func workingTimes(_ seconds: Int) {
    element("DayWorking", seconds > 0 ? 1 : 0)
    guard seconds > 0 else { return }
    let start = MSPDITimes.start(seconds)
    element("WorkingTimes") { writer in
      writer.element("WorkingTime") { writer in
        writer.element("FromTime", MSPDITimes.clock(start))
        writer.element("ToTime", MSPDITimes.clock((start + seconds) % 86_400))
      }
    }
  }
}
