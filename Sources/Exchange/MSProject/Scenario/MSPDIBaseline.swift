// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

/// Makes the plan in force of the work of each day.
struct MSPDIBaseline {
  private let horizon: DayRange
  private let period: String
  private let week: [Millionths]

  /// - Parameter week: the hours of weekdays from Monday on, by which stretches of several days are spread.
  init(_ horizon: DayRange, _ period: String, week: [Millionths]) {
    (self.horizon, self.period, self.week) = (horizon, period, week)
  }

  /// The hours of an assignment in each period.
  func entries(
    _ work: MSPDIWork, staff: String, demand: String, _ findings: inout MSPDIFindings
  ) -> [TableNode] {
    var hours: [Int: (hours: Double, node: MSPDINode)] = [:]
    var sum = 0.0
    for record in work.node.children("TimephasedData") {
      // Type 1 is work that is left.
      guard record["Type"]?.text == "1" else { continue }
      for name in ["Type", "UID", "Unit"] { record.mark(name, .used) }
      guard let value = record.carried("Value") else { continue }
      guard let start = record.carried("Start").flatMap(MSPDIValue.day),
        let end = record.carried("Finish").flatMap(MSPDIValue.day), let total = MSPDIValue.hours(value), end >= start
      else {
        record.mark(.dropped)
        findings.note(
          .dropped, "record of daily work without days", "records of daily work without days", at: record, work.file)
        continue
      }
      guard total > .zero else { continue }
      sum += total.doubleValue
      // A record that ends at midnight ends on the day before.
      let endsAtMidnight = end > start && MSPDIValue.seconds(record["Finish"]?.text ?? "") == 0
      spread(total.doubleValue, DayRange(start, endsAtMidnight ? end.advanced(by: -1) : end), record, to: &hours)
    }
    if sum == 0, let from = work.from?.day, let to = work.to?.day, from <= to {
      spread(work.hours.doubleValue, DayRange(from, to), work.node, to: &hours)
    } else if abs(sum - work.hours.doubleValue) > 0.01 {
      findings.note(
        .approximated, "assignment whose daily work adds up to other hours than are left",
        "assignments whose daily work adds up to other hours than are left", at: work.node, work.file)
    }
    return hours.keys.sorted().compactMap { key in
      guard let entry = hours[key], let amount = Millionths(nearest: entry.hours), amount > .zero else { return nil }
      let place = CellIndex(entry.node, work.file)
      var node = TableNode.object(place)
      node.set(.text(staff, place), at: ["staff"])
      node.set(.text(demand, place), at: ["demand"])
      node.set(.text(Day(number: key).description, place), at: ["start"])
      node.set(.number(amount.description, place), at: ["hours"])
      return node
    }
  }

  /// Adds hours to the periods of some days, by the usual hours of the days, else the same for each.
  private func spread(
    _ total: Double, _ days: DayRange, _ node: MSPDINode, to hours: inout [Int: (hours: Double, node: MSPDINode)]
  ) {
    // What lies outside the horizon belongs to no period.
    let all = days.count
    guard all > 0 else { return }
    let inside = days.intersection(horizon)
    guard !inside.isEmpty else { return }
    let weeks = all / 7
    let weekly = week.reduce(0) { $0 + $1.doubleValue }
    var weight = weekly * Double(weeks)
    for offset in 0..<(all - weeks * 7) { weight += week[days.first.advanced(by: offset).weekday.index].doubleValue }
    var day = inside.first
    while day <= inside.last {
      let share = weight > 0 ? week[day.weekday.index].doubleValue / weight : 1 / Double(all)
      if share > 0 { hours[start(of: day).number, default: (0, node)].hours += total * share }
      day = day.advanced(by: 1)
    }
  }

  /// The first day of the period of a day.
  private func start(of day: Day) -> Day {
    switch period {
    case "day": day
    case "month": max(horizon.first, day.advanced(by: 1 - day.components.day))
    default: max(horizon.first, day.advanced(by: -day.weekday.index))
    }
  }
}
