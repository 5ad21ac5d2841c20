// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension PlanDocumentBuilder {
  /// Who does what on each day, where the plan states that: one row for each person and day.
  var dayTable: TextTable? {
    dayTable(
      heading: "Day by day", who: "Person", amount: "Hours", plan.days?.filter { $0.staff != nil } ?? [],
      key: { $0.staff ?? "" }, name: names.person
    ) { entry in
      let what =
        entry.asset.map { "running \(names.asset($0)) for \(entry.demand)" }
        ?? entry.demand + (entry.place.map { ", place \($0)" } ?? "")
      return (what, " h")
    }
  }

  /// Which units are used for what on each day.
  var assetDayTable: TextTable? {
    dayTable(
      heading: "Assets day by day", who: "Asset", amount: "Units", plan.days?.filter { $0.staff == nil } ?? [],
      key: { $0.asset ?? "" }, name: names.asset
    ) { ($0.demand, "") }
  }

  /// A row for each day and each person or asset.
  ///
  /// - Parameter what: what an entry is for, and the unit of its amount.
  private func dayTable(
    heading: String, who: String, amount: String, _ entries: [Plan.DayEntry], key: (Plan.DayEntry) -> String,
    name: (String) -> String, what: (Plan.DayEntry) -> (text: String, unit: String)
  ) -> TextTable? {
    guard !entries.isEmpty else { return nil }
    var rows: [[Plan.DayEntry]] = []
    let sorted = entries.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.date != b.date { return a.date < b.date }
      return key(a) != key(b) ? isBefore(key(a), key(b)) : left.offset < right.offset
    }.map(\.element)
    for entry in sorted {
      if let last = rows.last?.last, last.date == entry.date, key(last) == key(entry) {
        rows[rows.count - 1].append(entry)
      } else {
        rows.append([entry])
      }
    }
    let hasOvertime = entries.contains { $0.overtime != .zero }
    var columns: [TextTable.Column] = [
      .init("Day"), .init(who, wraps: true), .init("For", wraps: true), .init(amount, .right),
    ]
    if hasOvertime { columns.append(.init("Overtime h", .right)) }
    return TextTable(
      heading: heading, columns: columns, of: rows, most: 20, extent,
      leftOut: { Figures.count($0.count, "more row") }
    ) { row in
      let parts = row.map { entry in
        let (text, unit) = what(entry)
        return row.count == 1 ? text : "\(text) \(Figures.hours(entry.amount))\(unit)"
      }
      let sum = row.reduce(Millionths.zero) { $0 + $1.amount }
      let overtime = row.reduce(Millionths.zero) { $0 + $1.overtime }
      let date = row.first?.date
      var cells: [Text] = [
        Text(date.map { "\($0.weekday.rawValue) \($0)" } ?? ""), Text(row.first.map { name(key($0)) } ?? ""),
        Text(parts.joined(separator: ", ")), Text(Figures.hours(sum)),
      ]
      if hasOvertime { cells.append(Text(overtime == .zero ? "-" : Figures.hours(overtime))) }
      return cells
    }
  }
}
