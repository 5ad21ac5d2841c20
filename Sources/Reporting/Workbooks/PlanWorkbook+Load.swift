// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Exchange
internal import Numbers

extension PlanWorkbook {
  private static let shareTitle = "Share of the hours that are there"

  // MARK: People

  /// The shares as a heat map, then the hours, then the hours that are there.
  ///
  /// - Returns: where the totals stand; nil without people.
  func writePeople(_ sheet: WorksheetWriter) -> LoadTotals? {
    let load = plan.load?.people ?? []
    let rows = stride(from: 0, to: load.count, by: max(1, periods.count)).map {
      Array(load[$0..<min(load.count, $0 + periods.count)])
    }
    guard !rows.isEmpty, !periods.isEmpty else {
      sheet.text("There is nobody to plan.", 0, 0)
      return nil
    }
    let columns = 2...(periods.count + 1)
    let ids = Set(rows.compactMap { $0.first?.id })
    sheet.fit(ids.map(names.person) + [Self.shareTitle], column: 0, least: 26, most: 45)
    sheet.fit(scenario.staff.compactMap(\.department), column: 1, least: 10, most: 30)
    sheet.width(7, columns: columns)
    sheet.width(11, columns: (columns.upperBound + 1)...(columns.upperBound + 2))
    sheet.freeze(rows: 1, columns: 2)
    var row = 0
    dates(sheet, row, Self.shareTitle, "", ["All"])
    for entries in rows {
      row += 1
      person(entries, row, sheet)
      for entry in entries { shareCell(entry, row, 2 + entry.period, sheet) }
      if let share = total(entries).share { sheet.number(share.doubleValue, row, columns.upperBound + 1, Self.share) }
    }
    sheet.heat(rows: 1...row, columns: 2...(columns.upperBound + 1))
    row += 2
    let (used, usedSums) = block(rows, "Hours worked", row, columns, sheet, listed: { listedHours("A", $0) }) {
      $0.used
    }
    row = used + 2
    let (available, sums) = block(rows, "Hours that are there", row, columns, sheet) { $0.available }
    sheet.printsWide(titleRows: 1)
    return LoadTotals(available: available, used: used, columns: columns, sums: (sums, usedSums))
  }

  /// A block of hours with totals.
  ///
  /// - Parameter listed: the formula that adds up what the lists have of a person; nil where there is none.
  /// - Returns: the row of the totals, and what they are.
  private func block(
    _ rows: [[PlanLoad.Entry]], _ title: String, _ start: Int, _ columns: ClosedRange<Int>, _ sheet: WorksheetWriter,
    listed: (String) -> String? = { _ in nil }, _ amount: (PlanLoad.Entry) -> Millionths
  ) -> (row: Int, sums: [Millionths]) {
    dates(sheet, start, title, "", ["Total h"])
    var sums = [Millionths](repeating: .zero, count: periods.count)
    var row = start
    for entries in rows {
      row += 1
      person(entries, row, sheet)
      var sum = Millionths.zero
      for entry in entries {
        let value = amount(entry)
        sum += value
        if sums.indices.contains(entry.period) { sums[entry.period] += value }
        if value != .zero { sheet.number(value.doubleValue, row, 2 + entry.period, Self.hours) }
      }
      sheet.sum(
        row: row, columns: columns, value: sum.doubleValue, at: columns.upperBound + 1, Self.total,
        listed: entries.first.flatMap { listed($0.id) })
    }
    let last = row
    row += 1
    sheet.text("Total", row, 0, Self.totalText)
    sheet.blank(row, 1, Self.totalText)
    for (period, sum) in sums.enumerated() {
      sheet.sum(column: 2 + period, rows: (start + 1)...last, value: sum.doubleValue, at: row, Self.total)
    }
    let all = sums.reduce(.zero, +)
    sheet.sum(row: row, columns: columns, value: all.doubleValue, at: columns.upperBound + 1, Self.total)
    return (row, sums)
  }

  private func person(_ entries: [PlanLoad.Entry], _ row: Int, _ sheet: WorksheetWriter) {
    guard let id = entries.first?.id else { return }
    sheet.text(names.person(id), row, 0, Self.text)
    if let department = scenario.staff.first(where: { $0.id == id })?.department {
      sheet.text(department, row, 1, Self.text)
    }
  }

  private func shareCell(_ entry: PlanLoad.Entry, _ row: Int, _ column: Int, _ sheet: WorksheetWriter) {
    if let share = entry.share {
      sheet.number(share.doubleValue, row, column, Self.quietShare)
    } else if entry.used == .zero {
      sheet.blank(row, column, Self.away)
    } else {
      // Overtime on days without hours: there is no share.
      sheet.text("+", row, column, WorksheetWriter.tooMuch)
    }
  }

  private func total(_ entries: [PlanLoad.Entry]) -> PlanSummary.Utilisation {
    PlanSummary.Utilisation(
      id: "", available: entries.reduce(.zero) { $0 + $1.available }, used: entries.reduce(.zero) { $0 + $1.used })
  }

  /// A row of headers with the first days of the periods.
  func dates(
    _ sheet: WorksheetWriter, _ row: Int, _ first: String, _ second: String, _ last: [String], from column: Int = 2
  ) {
    sheet.headers([first, second], row: row)
    for (period, days) in periods.enumerated() { sheet.day(days.first, row, column + period, Self.dateHeader) }
    sheet.headers(last, row: row, from: column + periods.count, numbers: Set(last.indices))
    sheet.height(76, row: row)
  }

  // MARK: Projects

  /// Hours by project, and by period.
  private var workedByPeriod: [String: [Millionths]] {
    var worked: [String: [Millionths]] = [:]
    func add(_ project: String, _ period: Int, _ hours: Millionths) {
      guard periods.indices.contains(period) else { return }
      worked[project, default: Array(repeating: .zero, count: periods.count)][period] += hours
    }
    for entry in plan.assignments { add(entry.project, entry.period, entry.hours) }
    for entry in plan.operating { add(entry.project, entry.period, entry.hours) }
    return worked
  }

  /// The hours worked for each project, by priority.
  func writeProjects(_ sheet: WorksheetWriter) {
    let worked = workedByPeriod
    let first = 5
    let columns = first...(first + max(1, periods.count) - 1)
    sheet.fit(scenario.projects.map { names.project($0.id) }, column: 0, least: 20, most: 50)
    sheet.width(11, columns: 1...4)
    sheet.width(7, columns: columns)
    sheet.width(14, columns: (columns.upperBound + 1)...(columns.upperBound + 3))
    sheet.headers(["Project", "Priority", "Wanted h", "Covered h", "Covered"], numbers: [1, 2, 3, 4])
    for (period, days) in periods.enumerated() { sheet.day(days.first, 0, first + period, Self.dateHeader) }
    sheet.headers(
      ["Worked h", scenario.titled("Cost"), scenario.titled("Budget")], from: columns.upperBound + 1,
      numbers: [0, 1, 2])
    sheet.height(76, row: 0)
    sheet.freeze(rows: 1, columns: 1)
    let projects = Dictionary(scenario.projects.map { ($0.id, $0) }) { one, _ in one }
    let sorted = plan.summary.projects.sorted { left, right in
      let priorities = (projects[left.id]?.priority ?? 0, projects[right.id]?.priority ?? 0)
      return priorities.0 != priorities.1 ? priorities.0 > priorities.1 : isBefore(left.id, right.id)
    }
    var most = Millionths(1)
    var sum = Millionths.zero
    for (offset, figures) in sorted.enumerated() {
      let row = offset + 1
      sheet.text(names.project(figures.id), row, 0, Self.text)
      sheet.number(projects[figures.id]?.priority.doubleValue ?? 0, row, 1)
      sheet.number(figures.hours.wanted.doubleValue, row, 2, Self.hours)
      sheet.number(figures.hours.met.doubleValue, row, 3, Self.hours)
      sheet.number(figures.hours.share.doubleValue, row, 4, Self.share)
      let hours = worked[figures.id] ?? []
      for (period, value) in hours.enumerated() where value != .zero {
        sheet.number(value.doubleValue, row, first + period, Self.hours)
        most = max(most, value)
      }
      sum += figures.cost
      sheet.sum(
        row: row, columns: columns, value: hours.reduce(.zero, +).doubleValue, at: columns.upperBound + 1, Self.total,
        listed: listedHours("D", figures.id))
      sheet.number(figures.cost.doubleValue, row, columns.upperBound + 2, Self.money)
      if let budget = projects[figures.id]?.budget {
        sheet.number(budget.doubleValue, row, columns.upperBound + 3, Self.money)
      }
    }
    guard !sorted.isEmpty else { return }
    let end = sorted.count + 1
    sheet.text("Total", end, 0, Self.totalText)
    for period in periods.indices {
      let hours = worked.values.reduce(Millionths.zero) { $0 + $1[period] }
      sheet.sum(column: first + period, rows: 1...sorted.count, value: hours.doubleValue, at: end, Self.total)
    }
    sheet.sum(column: columns.upperBound + 2, rows: 1...sorted.count, value: sum.doubleValue, at: end, Self.totalMoney)
    sheet.shade(rows: 1...sorted.count, columns: columns, full: most.doubleValue, color: 0x5B9BD5)
    sheet.shade(rows: 1...sorted.count, columns: 4...4, full: 1, color: 0x63BE7B)
    sheet.printsWide(titleRows: 1)
  }
}
