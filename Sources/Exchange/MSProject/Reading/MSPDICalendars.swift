// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON
internal import Numbers

/// A calendar of a document.
struct MSPDICalendar {
  /// A day or days with hours of their own.
  struct Exception {
    var node: MSPDINode
    var rule: MSPDIRecurrence
    /// 0 where nobody works.
    var hours: Millionths
  }

  var node: MSPDINode
  var uid: Int
  var name: String
  /// The calendar that what is missing here comes from.
  var base: Int?
  var isBase: Bool
  /// Hours from Monday on; nil where they are those of the base.
  var week: [Millionths?]
  var exceptions: [Exception]
}

/// The calendars of a document.
struct MSPDICalendars {
  private(set) var calendars: [Int: MSPDICalendar] = [:]
  /// How many calendars may stand behind each other.
  private static let longestChain = 16
  /// The hours of a day where nothing says them.
  private var usualHours = Millionths(8)
  /// Days that were unrolled, by calendar: what its own exceptions say.
  private var unrolled: [Int: [Int: Millionths]] = [:]
  private let file: Int

  init(_ root: MSPDINode, file: Int, _ findings: inout MSPDIFindings) {
    self.file = file
    if let minutes = root["MinutesPerDay"]?.text, let value = Int(minutes), (1...1440).contains(value) {
      root.mark("MinutesPerDay", .used)
      usualHours = Millionths(count: Int128(value) * 1_000_000 / 60)
    }
    for node in root.list("Calendars", "Calendar") {
      guard let text = node["UID"]?.text, let uid = Int(text) else { continue }
      if let calendar = read(node, uid, &findings), calendars[uid] == nil { calendars[uid] = calendar }
    }
  }

  // MARK: Reading

  private func read(_ node: MSPDINode, _ uid: Int, _ findings: inout MSPDIFindings) -> MSPDICalendar? {
    let base = node["BaseCalendarUID"].flatMap { Int($0.text) }
    var calendar = MSPDICalendar(
      node: node, uid: uid, name: node["Name"]?.text ?? "", base: base.flatMap { $0 > 0 && $0 != uid ? $0 : nil },
      isBase: MSPDIValue.flag(node["IsBaseCalendar"]?.text), week: Array(repeating: nil, count: 7), exceptions: [])
    let exceptions = node.list("Exceptions", "Exception")
    for day in node.list("WeekDays", "WeekDay") {
      guard let type = day["DayType"].flatMap({ Int($0.text) }), (0...7).contains(type) else { continue }
      if type == 0 {
        // The same may stand in Exceptions, which say more.
        if exceptions.isEmpty { add(day, to: &calendar, &findings) }
        continue
      }
      calendar.week[(type + 5) % 7] = hours(day, calendar.name, &findings)
    }
    for exception in exceptions { add(exception, to: &calendar, &findings) }
    return calendar
  }

  private func add(_ node: MSPDINode, to calendar: inout MSPDICalendar, _ findings: inout MSPDIFindings) {
    guard let rule = MSPDIRecurrence(node) else {
      findings.note(
        .dropped, "calendar exception without days", "calendar exceptions without days", at: node, file,
        name: calendar.name)
      return
    }
    if rule.isReversed {
      findings.note(
        .dropped, "calendar exception that ends before it begins", "calendar exceptions that end before they begin",
        at: node, file, name: calendar.name)
    }
    calendar.exceptions.append(.init(node: node, rule: rule, hours: hours(node, calendar.name, &findings)))
  }

  /// The working time of a day.
  private func hours(_ node: MSPDINode, _ name: String, _ findings: inout MSPDIFindings) -> Millionths {
    guard MSPDIValue.flag(node["DayWorking"]?.text) else { return .zero }
    let times = node.list("WorkingTimes", "WorkingTime")
    guard !times.isEmpty else { return usualHours }
    var stretches: [(from: Int, to: Int)] = []
    for time in times {
      guard let from = seconds(time["FromTime"], name, &findings), let to = seconds(time["ToTime"], name, &findings)
      else { continue }
      // Midnight is the end of the day.
      stretches.append((from, to > from ? to : to + 86_400))
    }
    var seconds = 0
    var reach = 0
    for (from, to) in stretches.sorted(by: { $0.from < $1.from }) {
      if from < reach {
        findings.note(
          .approximated, "working time that overlaps another one, counted once",
          "working times that overlap others, counted once", at: node, file, name: name)
      }
      seconds += max(0, to - max(from, reach))
      reach = max(reach, to)
    }
    return Millionths(count: Int128(min(seconds, 86_400)) * 1_000_000 / 3600)
  }

  /// The seconds from midnight to a time; nil where there is none.
  private func seconds(_ node: MSPDINode?, _ name: String, _ findings: inout MSPDIFindings) -> Int? {
    findings.value(
      of: node, "calendar \(quoted(name))", "a time", hint: "write it as 08:00:00, from 00:00:00 to 24:00:00", file
    ) { MSPDIValue.seconds($0) }
  }

  // MARK: What holds

  /// A calendar and those that it comes from, nearest first.
  func chain(_ uid: Int?) -> [MSPDICalendar] {
    var result: [MSPDICalendar] = []
    var next = uid
    // MS Project has two at most.
    while let uid = next, let calendar = calendars[uid], result.count < Self.longestChain,
      !result.contains(where: { $0.uid == uid })
    {
      result.append(calendar)
      next = calendar.base
    }
    return result
  }

  /// The hours of the weekdays, from Monday on.
  func week(_ chain: [MSPDICalendar]) -> [Millionths] {
    (0..<7).map { day in
      for calendar in chain { if let hours = calendar.week[day] { return hours } }
      return day < 5 ? usualHours : .zero
    }
  }

  /// Whether two chains of calendars, which may be of two documents, leave other hours on some days of the horizon.
  func differ(_ own: Int?, from other: MSPDICalendars, _ theirs: Int?, in horizon: DayRange) -> Bool {
    let (one, two) = (chain(own), other.chain(theirs))
    guard !one.isEmpty, !two.isEmpty else { return false }
    let (oneWeek, twoWeek) = (week(one), other.week(two))
    return oneWeek != twoWeek || Self.days(one, oneWeek, horizon) != Self.days(two, twoWeek, horizon)
  }

  /// The days of the horizon with other hours than their weekday; those of a few years at most are looked at.
  private static func days(_ chain: [MSPDICalendar], _ week: [Millionths], _ horizon: DayRange) -> [Int: Millionths] {
    var budget = 20_000
    var result: [Int: Millionths] = [:]
    for calendar in chain.reversed() {
      for exception in calendar.exceptions {
        for day in exception.rule.days(in: horizon, &budget) { result[day.number] = exception.hours }
      }
    }
    return result.filter { $0.value != week[Day(number: $0.key).weekday.index] }
  }

  /// The days inside the horizon on which a calendar itself says something else, with their hours.
  ///
  /// - Parameter budget: how many days may still be looked at; below 0 where there are too many.
  mutating func exceptions(
    of calendar: MSPDICalendar, in horizon: DayRange, _ budget: inout Int, _ findings: inout MSPDIFindings
  ) -> [Int: Millionths] {
    if let known = unrolled[calendar.uid] { return known }
    let week = week(chain(calendar.uid))
    var days: [Int: Millionths] = [:]
    for exception in calendar.exceptions {
      var more = Millionths.zero
      let found = exception.rule.days(in: horizon, &budget)
      for day in found {
        days[day.number] = exception.hours
        let usual = week[day.weekday.index]
        if exception.hours > usual { more = more + exception.hours - usual }
      }
      mark(exception, isCarried: !found.isEmpty)
      if more > .zero {
        exception.node.mark("DayWorking", .dropped)
        findings.note(
          .dropped, "calendar exception for extra work", "calendar exceptions for extra work",
          at: exception.node, file, name: calendar.name, hours: more)
      }
    }
    if budget <= 0 {
      findings.report(
        .limit, "the exceptions of calendars have too many days", at: calendar.node, file,
        hint: "plan fewer years, with --from and --to")
    }
    unrolled[calendar.uid] = days
    return days
  }

  private func mark(_ exception: MSPDICalendar.Exception, isCarried: Bool) {
    let node = exception.node
    for name in MSPDIRecurrence.names where node[name] != nil {
      // Days outside the horizon are not planned.
      node.mark(name, isCarried ? .carried : .dropped)
    }
    if let period = node["TimePeriod"] {
      for name in ["FromDate", "ToDate"] { period.mark(name, isCarried ? .carried : .dropped) }
    }
    for time in node.list("WorkingTimes", "WorkingTime") {
      for name in ["FromTime", "ToTime"] { time.mark(name, isCarried ? .carried : .dropped) }
    }
  }

  /// Notes that a calendar counts.
  func markUsed(_ chain: [MSPDICalendar], _ findings: inout MSPDIFindings) {
    for calendar in chain {
      let node = calendar.node
      guard node.tree.elements[node["UID"]?.index ?? node.index].fate == nil else { continue }
      noteMissingDays(calendar, chain, &findings)
      for name in ["UID", "IsBaseCalendar", "BaseCalendarUID"] { node.mark(name, .used) }
      node.mark("Name", .carried)
      for day in node.list("WeekDays", "WeekDay") where day["DayType"]?.text != "0" {
        for name in ["DayType", "DayWorking"] { day.mark(name, .carried) }
        for time in day.list("WorkingTimes", "WorkingTime") {
          for name in ["FromTime", "ToTime"] { time.mark(name, .carried) }
        }
      }
      for week in node.list("WorkWeeks", "WorkWeek") where week["WeekDays"] != nil {
        findings.note(
          .dropped, "week of a calendar with hours of its own", "weeks of calendars with hours of their own", at: week,
          file, name: calendar.name)
      }
    }
  }
  /// Says that a calendar names some working days alone, and what the others are taken as.
  private func noteMissingDays(_ calendar: MSPDICalendar, _ chain: [MSPDICalendar], _ findings: inout MSPDIFindings) {
    guard calendar.uid == chain.last?.uid, calendar.week.contains(where: { $0 != nil }) else { return }
    for day in 0..<5 where chain.allSatisfy({ $0.week[day] == nil }) {
      findings.note(
        .approximated, "weekday that a calendar does not name, taken as \(usualHours) h of work",
        "weekdays that calendars do not name, taken as \(usualHours) h of work", at: calendar.node, file,
        name: calendar.name)
    }
  }
}
