// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension PlanDocumentBuilder {
  /// When people, departments, skills and assets are used: a row of blocks for each person, or figures for all.
  var loadTables: [TextTable] {
    guard let load = plan.load, periods.count > 1 else { return [] }
    guard showsLoad else { return [blockTable(load.people)].compactMap { $0 } }
    return figureTables(load.people, "Hours of people", "Person", names.person)
      + figureTables(load.departments, "Hours of departments", "Department") { $0 }
      + figureTables(load.skills, "Hours of those with a skill", "Skill") { $0 }
      + figureTables(load.assets, "Unit-days of assets", "Asset", names.asset)
  }

  /// The people who are full in most periods.
  var fullPeople: [Text] {
    guard let load = plan.load, periods.count > 1 else { return [] }
    var full: [(id: String, full: Int, there: Int)] = []
    for entries in Self.rows(load.people) {
      let shares = entries.compactMap(\.share)
      let count = shares.count { $0 >= Self.full }
      if count > 0, let first = entries.first { full.append((first.id, count, shares.count)) }
    }
    guard !full.isEmpty else { return [] }
    full.sort { $0.full != $1.full ? $0.full > $1.full : isBefore($0.id, $1.id) }
    let shown = full.prefix(3).map { "\(names.person($0.id)) in \($0.full) of \($0.there)" }
    let rest = full.count > 3 ? ", and \(Figures.count(full.count - 3, "more person", "more people"))" : ""
    return [Text("Full \(scenario.periodName)s (95 % or more): " + shown.joined(separator: ", ") + rest)]
  }

  /// Entries of the same person or thing, in the order of the list.
  private static func rows(_ entries: [PlanLoad.Entry]) -> [[PlanLoad.Entry]] {
    var rows: [[PlanLoad.Entry]] = []
    for entry in entries {
      if rows.last?.last?.id == entry.id { rows[rows.count - 1].append(entry) } else { rows.append([entry]) }
    }
    return rows
  }

  /// The rows of which most is used first.
  private static func sorted(_ entries: [PlanLoad.Entry]) -> [[PlanLoad.Entry]] {
    let rows = rows(entries).map { (row: $0, share: share(of: $0[...])) }
    return rows.enumerated().sorted { left, right in
      let shares = (left.element.share ?? Millionths(count: -1), right.element.share ?? Millionths(count: -1))
      return shares.0 != shares.1 ? shares.0 > shares.1 : left.offset < right.offset
    }.map(\.element.row)
  }

  /// How much of some periods is used; nil where nothing is there.
  private static func share(of entries: ArraySlice<PlanLoad.Entry>) -> Millionths? {
    let available = entries.reduce(Millionths.zero) { $0 + $1.available }
    let used = entries.reduce(Millionths.zero) { $0 + $1.used }
    return PlanSummary.Utilisation(id: "", available: available, used: used).share
  }

  // MARK: Blocks

  private func blockTable(_ people: [PlanLoad.Entry]) -> TextTable? {
    guard !people.isEmpty else { return nil }
    // So many blocks fit beside a name.
    let perBlock = (periods.count + 51) / 52
    let period = perBlock == 1 ? "a " + scenario.periodName : "\(perBlock) \(scenario.periodName)s"
    // Cut in the middle, as the table of people is: both ends are what one looks for.
    let sorted = Self.sorted(people)
    let training = trainingHours
    let isWhole = extent == .whole || sorted.count <= 16
    var table = TextTable(
      heading: "When people are used, one block \(period): \(Figures.days(scenario.calendar.horizon))",
      columns: [.init("Person", wraps: true), .init(monthHeads(perBlock))],
      of: isWhole ? sorted : Array(sorted.prefix(10) + sorted.suffix(5)), most: 16, extent, leftOut: { _ in "" }
    ) { entries in
      var blocks = ""
      for start in stride(from: 0, to: entries.count, by: perBlock) {
        let part = entries[start..<min(entries.count, start + perBlock)]
        let isTraining = part.contains { entry in
          (training[entry.id]?[entry.period] ?? .zero) > .zero && entry.used == .zero
        }
        let share = Self.share(of: part)
        blocks += isTraining && share == .zero ? "t" : Figures.block(share)
      }
      return [Text(entries.first.map { names.person($0.id) } ?? ""), Text(blocks)]
    }
    let legend = training.isEmpty ? "" : "t in training, "
    table.remarks.insert(
      legend
        + "· away, _ no work, ▁ to ▇ a part of the time, █ all of it (95 % or more), + more. --load shows figures.",
      at: 0)
    if !isWhole {
      table.remarks.append(
        Extent.leftOut(
          "\(Figures.count(sorted.count - 15, "more person", "more people")) between the first 10 and the last 5"))
    }
    return table
  }

  /// The months above the blocks: three letters above four blocks or more, one above two or three, or above one where
  /// each is a month.
  private func monthHeads(_ perBlock: Int) -> String {
    var months: [(name: String, blocks: Int)] = []
    for start in stride(from: 0, to: periods.count, by: perBlock) {
      let name = periods[start].first.monthName
      if months.last?.name == name { months[months.count - 1].blocks += 1 } else { months.append((name, 1)) }
    }
    let isByMonth = months.allSatisfy { $0.blocks == 1 }
    return months.map { name, blocks in
      let shown = String(name.prefix(blocks > 3 ? 3 : blocks > 1 || isByMonth ? 1 : 0))
      return shown + String(repeating: " ", count: blocks - shown.count)
    }.joined()
  }

  // MARK: Figures

  /// Used amounts by period, in tables that fit a page.
  private func figureTables(
    _ entries: [PlanLoad.Entry], _ what: String, _ title: String, _ name: (String) -> String
  ) -> [TextTable] {
    let rows = Self.sorted(entries)
    guard !rows.isEmpty else { return [] }
    let perTable = 10
    return stride(from: 0, to: periods.count, by: perTable).map { start in
      let end = min(periods.count, start + perTable)
      let days = DayRange(periods[start].first, periods[end - 1].last)
      var table = TextTable(
        heading: "\(what) used, by \(scenario.periodName): " + Figures.days(days),
        columns: [.init(title, wraps: true)]
          + (start..<end).map { .init(String(periods[$0].first.description.dropFirst(5)), .right) },
        of: rows, most: 20, extent, leftOut: { Figures.count($0.count, "more row") }
      ) { row in
        [Text(row.first.map { name($0.id) } ?? "")] + (start..<end).map { Self.figure(row[$0]) }
      }
      table.remarks.insert(
        "The first day of each \(scenario.periodName); * 95 % or more is used, + more than there is.", at: 0)
      return table
    }
  }

  private static func figure(_ entry: PlanLoad.Entry) -> Text {
    guard entry.available != .zero || entry.used != .zero else { return "away" }
    guard entry.used != .zero else { return "-" }
    let text = Figures.hours(entry.used)
    guard let share = entry.share else { return Text(text + "+", .warning) }
    if share > Millionths(1) { return Text(text + "+", .warning) }
    return share >= full ? Text(text + "*") : Text(text + " ")
  }
}
