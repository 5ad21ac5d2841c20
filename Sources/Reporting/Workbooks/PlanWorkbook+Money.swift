// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Exchange
internal import Numbers

extension PlanWorkbook {
  /// What each project costs in each month.
  func writeMoney(_ sheet: WorksheetWriter) {
    let spent = spentByMonth
    let months = Set(spent.values.flatMap(\.keys)).sorted()
    let projects = plan.summary.projects.map(\.id).filter { spent[$0] != nil }
    guard !months.isEmpty, !projects.isEmpty else {
      sheet.width(40, columns: 0...0)
      sheet.text("Nothing costs money.", 0, 0)
      return
    }
    sheet.fit(projects.map(names.project), column: 0, least: 32, most: 50)
    sheet.width(14, columns: 1...months.count)
    sheet.width(17, columns: (months.count + 1)...(months.count + 1))
    sheet.headers(["Project"])
    for (offset, month) in months.enumerated() {
      sheet.day(month, 0, offset + 1, Style(.date, isBold: true, ground: 0xDDEBF7, hasLine: true))
    }
    sheet.headers([scenario.titled("Total")], from: months.count + 1, numbers: [0])
    for (offset, project) in projects.enumerated() {
      let row = offset + 1
      sheet.text(names.project(project), row, 0, Self.text)
      let amounts = months.map { spent[project]?[$0] ?? .zero }
      for (column, amount) in amounts.enumerated() where amount != .zero {
        sheet.number(amount.doubleValue, row, column + 1, Self.money)
      }
      sheet.sum(
        row: row, columns: 1...months.count, value: amounts.reduce(.zero, +).doubleValue, at: months.count + 1,
        Self.totalMoney)
    }
    let end = writeMoneyTotals(sheet, spent, months, projects)
    sheet.freeze(rows: 1, columns: 1)
    let letters = columnLetters(months.count)
    sheet.insert(
      WorksheetWriter.Chart(
        .stackedColumns, title: scenario.titled("Money by project and month"),
        categories: "='\(sheet.name)'!$B$1:$\(letters)$1",
        series: projects.prefix(12).enumerated().map { offset, project in
          (names.project(project), "='\(sheet.name)'!$B$\(offset + 2):$\(letters)$\(offset + 2)")
        }), end + 2, 0)
    sheet.printsWide(titleRows: 1)
  }

  /// By project, and by the first day of a month.
  private var spentByMonth: [String: [Day: Millionths]] {
    var spent: [String: [Day: Millionths]] = [:]
    func add(_ project: String, _ day: Day, _ cost: Millionths) {
      let parts = day.components
      guard cost != .zero, let month = Day(year: parts.year, month: parts.month, day: 1) else { return }
      spent[project, default: [:]][month, default: .zero] += cost
    }
    for entry in plan.assignments { add(entry.project, entry.days.first, entry.cost) }
    for entry in plan.operating { add(entry.project, entry.days.first, entry.cost) }
    for entry in plan.overtime { add(entry.project, entry.days.first, entry.cost) }
    for entry in plan.assetUse { add(entry.project, entry.days.first, entry.cost) }
    return spent
  }

  /// What decisions cost, and the sums.
  ///
  /// - Returns: the row of the sums.
  private func writeMoneyTotals(
    _ sheet: WorksheetWriter, _ spent: [String: [Day: Millionths]], _ months: [Day], _ projects: [String]
  ) -> Int {
    // What decisions cost is in no month and for no project.
    let decided = SpentMoney(plan, names).decisions
    for (offset, decision) in decided.enumerated() {
      let row = projects.count + 1 + offset
      sheet.text(decision.name.prefix(1).uppercased() + decision.name.dropFirst(), row, 0, Self.text)
      sheet.number(decision.amount.doubleValue, row, months.count + 1, Self.totalMoney)
    }
    let last = projects.count + decided.count
    let end = last + 1
    sheet.text("Total", end, 0, Self.totalText)
    for (offset, month) in months.enumerated() {
      let sum = spent.values.reduce(Millionths.zero) { $0 + ($1[month] ?? .zero) }
      sheet.sum(column: offset + 1, rows: 1...projects.count, value: sum.doubleValue, at: end, Self.totalMoney)
    }
    let all = decided.reduce(spent.values.flatMap(\.values).reduce(.zero, +)) { $0 + $1.amount }
    sheet.sum(column: months.count + 1, rows: 1...last, value: all.doubleValue, at: end, Self.totalMoney)
    return end
  }
}
