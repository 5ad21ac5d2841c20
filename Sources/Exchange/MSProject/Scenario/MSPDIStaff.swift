// SPDX-License-Identifier: GPL-3.0-or-later

internal import JSON
internal import Numbers

/// Makes staff and calendars of resources.
struct MSPDIStaff {
  /// A calendar of the scenario: hours from Monday on, and the days on which nobody works.
  private struct Times: Hashable {
    var week: [Millionths]
    var holidays: [Int]
  }

  private let horizon: DayRange
  private let top: Times
  /// Calendars beside the top one, with their ids.
  private var named: [Times: String] = [:]
  private var list: [(id: String, times: Times, node: MSPDINode, file: Int)] = []
  private var budget = 8_000_000
  /// The hours of the top calendar from Monday on.
  var week: [Millionths] { top.week }

  /// - Parameter first: the file whose calendar is that of the scenario.
  init(_ first: inout MSPDIFile, _ horizon: DayRange, _ findings: inout MSPDIFindings) {
    self.horizon = horizon
    let chain = first.calendars.chain(first.root["CalendarUID"].flatMap { Int($0.text) })
    first.calendars.markUsed(chain, &findings)
    let week = first.calendars.week(chain)
    var budget = budget
    let merged = Self.merged(&first, chain, horizon, &budget, &findings)
    top = Times(week: week, holidays: Self.holidays(merged, week))
  }

  /// What the calendars of a chain say about days, the nearest first.
  private static func merged(
    _ file: inout MSPDIFile, _ chain: [MSPDICalendar], _ horizon: DayRange, _ budget: inout Int,
    _ findings: inout MSPDIFindings
  ) -> [Int: Millionths] {
    var result: [Int: Millionths] = [:]
    for calendar in chain.reversed() {
      result.merge(file.calendars.exceptions(of: calendar, in: horizon, &budget, &findings)) { _, own in own }
    }
    return result
  }

  private static func holidays(_ days: [Int: Millionths], _ week: [Millionths]) -> [Int] {
    days.filter { $0.value == .zero && week[Day(number: $0.key).weekday.index] > .zero }.map(\.key).sorted()
  }

  // MARK: People

  /// A person as an object of `staff`.
  mutating func node(
    _ person: MSPDIPerson, _ file: inout MSPDIFile, _ options: MSPDIReadingOptions, _ findings: inout MSPDIFindings
  ) -> TableNode {
    let place = CellIndex(person.node, person.file)
    var node = TableNode.object(place)
    node.set(.text(person.id, place), at: ["id"])
    node.set(.text(person.name, place), at: ["name"])
    if let group = person.group {
      node.set(.text(group, CellIndex(person.node["Group"] ?? person.node, person.file)), at: ["department"])
    }
    let largest = largestUnits(person)
    let heads = max(1, Int(largest.doubleValue.rounded(.up)))
    if heads > 1 { node.set(.number("\(heads)", place), at: ["headcount"]) }
    addSkills(person, file, to: &node, &findings)
    addRates(person, to: &node)
    addTimes(person, &file, largest, heads, to: &node, &findings)
    return node
  }

  /// The most units inside the horizon.
  private func largestUnits(_ person: MSPDIPerson) -> ExactDecimal {
    guard !person.availability.isEmpty else { return person.units }
    for row in person.availability where row.days.intersection(horizon).isEmpty { row.node.demote() }
    return person.availability.filter { !$0.days.intersection(horizon).isEmpty }.map(\.units).max() ?? 0
  }

  private func addSkills(
    _ person: MSPDIPerson, _ file: MSPDIFile, to node: inout TableNode, _ findings: inout MSPDIFindings
  ) {
    for skill in file.fields.skills(person.node, &findings) ?? [] {
      node.set(.number(skill.level, CellIndex(skill.node, person.file)), at: ["skills", skill.name])
    }
  }

  /// The rates in force inside the horizon.
  private func addRates(_ person: MSPDIPerson, to node: inout TableNode) {
    guard
      let first = person.rates.lastIndex(where: { ($0.from ?? horizon.first) <= horizon.first })
        ?? (person.rates.isEmpty ? nil : 0)
    else { return }
    let rates = person.rates[first...].filter {
      ($0.from ?? horizon.first) <= horizon.last || $0.node.index == person.rates[first].node.index
    }
    for rate in person.rates where !rates.contains(where: { $0.node.index == rate.node.index }) {
      // It holds on no day that is planned.
      rate.node.mark(.dropped)
    }
    let values = rates.enumerated().map { position, rate in
      let place = CellIndex(rate.node, person.file)
      var value = TableNode.object(place)
      value.set(.number(rate.value, place), at: ["value"])
      if position > 0, let from = rate.from { value.set(.text(from.description, place), at: ["from"]) }
      return value
    }
    if values.count == 1, rates[rates.startIndex].value != "0" {
      node.set(values[0]["value"] ?? .object(), at: ["costPerHour"])
    } else if values.count > 1 {
      node.set(TableNode(place: values[0].place, content: .array(values)), at: ["costPerHour"])
    }
  }

  private mutating func addTimes(
    _ person: MSPDIPerson, _ file: inout MSPDIFile, _ largest: ExactDecimal, _ heads: Int, to node: inout TableNode,
    _ findings: inout MSPDIFindings
  ) {
    let place = CellIndex(person.node, person.file)
    let own = person.calendar ?? file.root["CalendarUID"].flatMap { Int($0.text) }
    var chain = file.calendars.chain(own)
    if chain.isEmpty { chain = file.calendars.chain(file.root["CalendarUID"].flatMap { Int($0.text) }) }
    file.calendars.markUsed(chain, &findings)
    let bases = Array(chain.first.map { $0.isBase } == true ? chain[...] : chain.dropFirst())
    let week = file.calendars.week(chain)
    let common = Self.merged(&file, bases, horizon, &budget, &findings)
    let days = Self.merged(&file, chain, horizon, &budget, &findings)
    var times = Times(week: week, holidays: Self.holidays(common, week))
    let share = heads == 0 || largest == 0 ? 1 : largest.doubleValue / Double(heads)
    let lengths = Set(week.filter { $0 > .zero })
    if share < 1, let length = lengths.first, lengths.count == 1 {
      node.set(.number(Self.share(length.doubleValue * share), place), at: ["hoursPerDay"])
    } else if share < 1 {
      times.week = week.map { Millionths(nearest: $0.doubleValue * share) ?? $0 }
    }
    if let id = id(of: times, bases.first ?? chain.first, file, share: times.week == week ? nil : share) {
      node.set(.text(id, place), at: ["calendar"])
    }
    addAbsences(person, largest, week, common, days, to: &node)
  }

  /// The id of a calendar; nil for the top one.
  private mutating func id(
    of times: Times, _ calendar: MSPDICalendar?, _ file: MSPDIFile, share: Double?
  ) -> String? {
    guard times != top, let calendar else { return nil }
    if let known = named[times] { return known }
    let percent = share.map { " \(Self.share($0 * 100)) %" } ?? ""
    let name = (calendar.name.isEmpty ? "calendar \(calendar.uid)" : calendar.name) + percent
    var id = String(name.prefix(190))
    var number = 2
    while list.contains(where: { $0.id == id }) {
      id = "\(name.prefix(180)) (\(number))"
      number += 1
    }
    named[times] = id
    list.append((id, times, calendar.node, file.index))
    return id
  }

  // MARK: Absences

  /// A stretch of days on which a part of the time is lost.
  private struct Loss {
    var days: DayRange
    var share: Double
  }

  private func addAbsences(
    _ person: MSPDIPerson, _ largest: ExactDecimal, _ week: [Millionths], _ common: [Int: Millionths],
    _ days: [Int: Millionths], to node: inout TableNode
  ) {
    let place = CellIndex(person.node, person.file)
    var parts = units(person)
    if largest == 0 { parts = [(horizon, 0)] }
    // Before the first and behind the last time that there is any, nobody is employed.
    if largest > 0 {
      let present = parts.filter { $0.units > 0 }
      if let first = present.first?.days.first, first > horizon.first {
        node.set(.text(first.description, place), at: ["employed", "from"])
      }
      if let last = present.last?.days.last, last < horizon.last {
        node.set(.text(last.description, place), at: ["employed", "to"])
      }
      parts = parts.filter { part in
        part.units > 0
          || present.contains { $0.days.first < part.days.first }
            && present.contains { $0.days.first > part.days.first }
      }
    }
    let exceptional = days.keys.sorted()
    var losses: [Loss] = []
    var next = 0
    for part in parts {
      let share = largest == 0 ? 0 : part.units.doubleValue / largest.doubleValue
      var from = part.days.first
      while next < exceptional.count, exceptional[next] < part.days.first.number { next += 1 }
      while next < exceptional.count, exceptional[next] <= part.days.last.number {
        let day = Day(number: exceptional[next])
        next += 1
        guard let factor = factor(day, week, common, days) else { continue }
        add(Loss(days: DayRange(from, day.advanced(by: -1)), share: 1 - share), to: &losses)
        add(Loss(days: DayRange(day, day), share: 1 - share * factor), to: &losses)
        from = day.advanced(by: 1)
      }
      add(Loss(days: DayRange(from, part.days.last), share: 1 - share), to: &losses)
    }
    guard !losses.isEmpty else { return }
    node.set(
      TableNode(
        place: place,
        content: .array(
          losses.map { loss in
            var absence = TableNode.object(place)
            absence.set(.text(loss.days.first.description, place), at: ["from"])
            absence.set(.text(loss.days.last.description, place), at: ["to"])
            if loss.share < 1 { absence.set(.number(Self.share(loss.share), place), at: ["share"]) }
            return absence
          })), at: ["absences"])
  }

  /// How much of a day's time is there; nil where the calendar of the scenario says it already.
  private func factor(_ day: Day, _ week: [Millionths], _ common: [Int: Millionths], _ days: [Int: Millionths])
    -> Double?
  {
    guard let hours = days[day.number] else { return nil }
    let usual = week[day.weekday.index]
    // A free day inside a vacation keeps it in one piece.
    if usual == .zero { return hours == .zero && common[day.number] == nil ? 0 : nil }
    if common[day.number] == .zero || hours >= usual { return nil }
    return hours.doubleValue / usual.doubleValue
  }

  /// The units on all days of the horizon, in their order.
  private func units(_ person: MSPDIPerson) -> [(days: DayRange, units: ExactDecimal)] {
    guard !person.availability.isEmpty else { return [(horizon, person.units)] }
    var result: [(days: DayRange, units: ExactDecimal)] = []
    var next = horizon.first
    for row in person.availability.sorted(by: { $0.days.first < $1.days.first }) {
      let days = row.days.intersection(DayRange(next, horizon.last))
      guard !days.isEmpty else { continue }
      if days.first > next { result.append((DayRange(next, days.first.advanced(by: -1)), 0)) }
      result.append((days, row.units))
      next = days.last.advanced(by: 1)
    }
    if next <= horizon.last { result.append((DayRange(next, horizon.last), 0)) }
    return result
  }

  private func add(_ loss: Loss, to losses: inout [Loss]) {
    guard !loss.days.isEmpty, loss.share > 1e-9 else { return }
    if let last = losses.last, last.days.last.advanced(by: 1) == loss.days.first, abs(last.share - loss.share) < 1e-9 {
      losses[losses.count - 1].days.last = loss.days.last
    } else {
      losses.append(loss)
    }
  }

  private static func share(_ value: Double) -> String { (Millionths(nearest: value) ?? .zero).description }

  // MARK: Calendars

  /// The calendar of the scenario.
  func calendar(_ period: String?, _ first: MSPDIFile) -> TableNode {
    let place = CellIndex(first.root["Calendars"] ?? first.root, first.index)
    var node = TableNode.object(place)
    node.set(.text(horizon.first.description, place), at: ["start"])
    node.set(.text(horizon.last.description, place), at: ["end"])
    node.set(.text(period ?? "week", place), at: ["period"])
    add(top, to: &node, place, isTop: true)
    for entry in list {
      let place = CellIndex(entry.node, entry.file)
      var calendar = TableNode.object(place)
      add(entry.times, to: &calendar, place, isTop: false)
      node.set(calendar, at: ["calendars", entry.id])
    }
    return node
  }

  private func add(_ times: Times, to node: inout TableNode, _ place: CellIndex, isTop: Bool) {
    let lengths = Set(times.week.filter { $0 > .zero })
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    if let length = lengths.first, lengths.count == 1 {
      let days = names.indices.filter { times.week[$0] > .zero }
      node.set(TableNode(place: place, content: .array(days.map { .text(names[$0], place) })), at: ["workdays"])
      node.set(.number(length.description, place), at: ["hoursPerDay"])
    } else {
      for day in names.indices where times.week[day] > .zero {
        node.set(.number(times.week[day].description, place), at: ["hours", names[day]])
      }
    }
    if !isTop || !times.holidays.isEmpty {
      let days = times.holidays.map { TableNode.text(Day(number: $0).description, place) }
      node.set(TableNode(place: place, content: .array(days)), at: ["holidays"])
    }
  }
}

extension TableNode {
  static func text(_ text: String, _ place: CellIndex) -> TableNode {
    TableNode(place: place, content: .scalar(.string(text)))
  }

  static func number(_ text: String, _ place: CellIndex) -> TableNode {
    TableNode(place: place, content: .scalar(.number(text)))
  }
}

extension CellIndex {
  /// The place of an element: file, line, column.
  init(_ node: MSPDINode, _ file: Int) { self.init(table: file, row: node.line, column: node.column) }
}
