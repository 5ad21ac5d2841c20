// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import Exchange
internal import Numbers

/// A plan as a workbook: what planners look at, sort and send on.
package struct PlanWorkbook {
  let plan: Plan
  let scenario: Scenario
  let names: Names
  let periods: [DayRange]
  /// The version of the program, for the notes.
  let version: String

  typealias Style = WorkbookWriter.Style
  static let title = Style(isBold: true, size: 14)
  static let header = Style(isBold: true, ground: 0xDDEBF7, hasLine: true)
  static let dateHeader = Style(.date, isBold: true, isTurned: true, ground: 0xDDEBF7, hasLine: true)
  static let text = Style(.text)
  static let wrapped = Style(.text, isWrapped: true)
  static let hours = Style(.hours)
  static let money = Style(.money)
  static let share = Style(.share)
  static let quietShare = Style(.quietShare)
  static let total = Style(.hours, isBold: true, ground: 0xF2F2F2)
  static let totalMoney = Style(.money, isBold: true, ground: 0xF2F2F2)
  static let totalText = Style(isBold: true, ground: 0xF2F2F2)
  static let away = Style(.share, ground: 0xD9D9D9)

  /// - Parameters:
  ///   - plan: with its load, from which the heat maps are made.
  ///   - scenario: the plan's own.
  package init(plan: Plan, scenario: Scenario, version: String) {
    self.plan = plan
    self.scenario = scenario
    self.version = version
    names = Names([scenario])
    periods = scenario.calendar.periods
  }

  /// The file.
  ///
  /// - Parameter tables: those of the scenario, where they are to be in it, too; it can be read as either then.
  /// - Throws: `MissingLibrary`, `WorkbookFailure`
  package func bytes(with tables: [OutputTable] = []) throws -> [UInt8] {
    let workbook = try WorkbookWriter()
    let summary = try workbook.sheet("Summary")
    writeSummary(summary)
    let people = try workbook.sheet("People by " + scenario.periodName)
    let totals = writePeople(people)
    if let totals, periods.count > 1 { insertChart(summary, people, totals) }
    writeProjects(try workbook.sheet("Projects by " + scenario.periodName))
    try writeAssignments(workbook)
    if !plan.assetUse.isEmpty { writeAssets(try workbook.sheet(tables.isEmpty ? "Assets" : "Asset use")) }
    writeUnmet(try workbook.sheet("Unmet"))
    writeBottlenecks(try workbook.sheet("Bottlenecks"))
    writeMoney(try workbook.sheet("Money by month"))
    writeNotes(try workbook.sheet("Notes"))
    try TableWorkbook.write(tables, to: workbook)
    return try workbook.finish()
  }

  // MARK: Summary

  private func writeSummary(_ sheet: WorksheetWriter) {
    sheet.width(30, columns: 0...0)
    sheet.width(22, columns: 1...1)
    sheet.width(14, columns: 2...4)
    sheet.text(scenario.name ?? "Plan", 0, 0, Self.title)
    var row = 2
    func line(_ label: String, _ text: String) {
      sheet.text(label, row, 0)
      sheet.text(text, row, 1, Self.text)
      row += 1
    }
    func amount(_ label: String, _ value: Millionths, _ style: Style) {
      sheet.text(label, row, 0)
      sheet.number(value.doubleValue, row, 1, style)
      row += 1
    }
    line("From", scenario.calendar.horizon.first.description)
    line("To", scenario.calendar.horizon.last.description)
    line("Status", plan.status == .optimal ? "optimal" : "feasible, \(plan.stop.words)")
    line("Gap", plan.objective.gap.map { Figures.gap($0) } ?? "not known")
    line(
      "Checked", plan.verification.feasible ? "keeps all rules" : "breaks \(plan.verification.violations.count) rules")
    row += 1
    amount(scenario.titled("Value"), plan.objective.value, Style(.money, isBold: true))
    for term in plan.objective.terms.named where term.amount != .zero {
      amount("  " + term.name, term.amount, Self.money)
    }
    amount(scenario.titled("Money spent"), plan.summary.cost, Self.money)
    row += 1
    for (column, label) in ["Priority", "Wanted h", "Covered h", "Covered", "Unmet unit-days"].enumerated() {
      sheet.text(label, row, column, Self.header)
    }
    row += 1
    for entry in plan.summary.coverageByPriority {
      sheet.number(entry.priority.doubleValue, row, 0)
      coverage(entry.hours, entry.unitDays, row, sheet, Self.hours, Self.share)
      row += 1
    }
    sheet.text("All", row, 0, Self.totalText)
    coverage(
      plan.summary.hours, plan.summary.unitDays, row, sheet, Self.total, Style(.share, isBold: true, ground: 0xF2F2F2))
    row += 2
    line("Scenario SHA-256", plan.scenario.sha256)
    line("Engine", plan.engine.words)
    sheet.printsWide(titleRows: 0)
  }

  private func coverage(
    _ hours: PlanSummary.Coverage, _ unitDays: PlanSummary.Coverage, _ row: Int, _ sheet: WorksheetWriter,
    _ style: Style,
    _ shareStyle: Style
  ) {
    sheet.number(hours.wanted.doubleValue, row, 1, style)
    sheet.number(hours.met.doubleValue, row, 2, style)
    sheet.number(hours.share.doubleValue, row, 3, shareStyle)
    sheet.number(unitDays.unmet.doubleValue, row, 4, style)
  }

  /// Hours that are there and hours that are used, beside the figures.
  private func insertChart(_ sheet: WorksheetWriter, _ people: WorksheetWriter, _ totals: LoadTotals) {
    func reference(_ row: Int) -> String {
      let (first, last) = (columnLetters(totals.columns.lowerBound), columnLetters(totals.columns.upperBound))
      return "='\(people.name)'!$\(first)$\(row + 1):$\(last)$\(row + 1)"
    }
    sheet.insert(
      WorksheetWriter.Chart(
        .lines, title: "Hours of people by \(scenario.periodName)", categories: reference(totals.header),
        series: [("available", reference(totals.available)), ("used", reference(totals.used))]), 2, 6)
  }

  /// Where the totals of the people stand: rows and columns, from 0.
  struct LoadTotals {
    var header: Int
    var available: Int
    var used: Int
    var columns: ClosedRange<Int>
  }

  // MARK: Notes

  private func writeNotes(_ sheet: WorksheetWriter) {
    sheet.width(110, columns: 0...0, Self.wrapped)
    let period = scenario.periodName
    let lines = [
      "People by \(period): the share of the hours that are there, as colours: white is 0, green 80 %, amber 100 %, red above, as with overtime;"
        + " grey is away. Below it the hours, with overtime and operating, and the hours that are there.",
      "Projects by \(period): hours worked, with operating. Wanted and covered are effective hours; productivity makes them differ from worked ones.",
      "Assignments: one row a person, demand and \(period). Hours include overtime; cost is that of regular pay, and what overtime costs on top stands"
        + " beside it. muster check SCENARIO PLAN.xlsx reads the sheet back.",
      "Unmet: one row a reason; the shares of a demand's reasons add up to 100 %.",
      "Bottlenecks: what one more hour, unit-day or unit of money would save, and for how many that holds.",
      "Money by month: each amount stands in the month in which its \(period) begins.",
      "Totals are formulas; those of a person's and of a project's hours add up Assignments and Operating, and follow when hours are changed there."
        + " Dates are the first days of periods.",
      "Made by Muster \(version) for the scenario with the SHA-256 \(plan.scenario.sha256).",
    ]
    sheet.text("What the sheets mean", 0, 0, Self.title)
    for (row, line) in lines.enumerated() { sheet.lines(line, row + 2, 0, width: 110) }
    sheet.printsWide(titleRows: 0)
  }
}

extension WorksheetWriter {
  /// A text of as many lines as it takes in a column of a width; not every program makes rows as high as they need.
  func lines(_ text: String, _ row: Int, _ column: Int, width: Int) {
    let count = (text.count + width - 11) / (width - 10)
    if count > 1 { height(15 * Double(min(count, 20)), row: row) }
    self.text(text, row, column, PlanWorkbook.wrapped)
  }

  /// A row of headers.
  func headers(_ titles: [String], row: Int = 0, from column: Int = 0) {
    for (offset, title) in titles.enumerated() { text(title, row, column + offset, PlanWorkbook.header) }
  }

  /// The sum of the cells of a row, with its value.
  ///
  /// - Parameter listed: the formula that adds up the same from lists, where there is one.
  func sum(
    row: Int, columns: ClosedRange<Int>, value: Double, at column: Int, _ style: Style, listed: String? = nil
  ) {
    let (first, last) = (columnLetters(columns.lowerBound), columnLetters(columns.upperBound))
    formula(listed ?? "=SUM(\(first)\(row + 1):\(last)\(row + 1))", value: value, row, column, style)
  }

  /// The sum of the cells of a column, with its value.
  func sum(column: Int, rows: ClosedRange<Int>, value: Double, at row: Int, _ style: Style) {
    let letters = columnLetters(column)
    formula("=SUM(\(letters)\(rows.lowerBound + 1):\(letters)\(rows.upperBound + 1))", value: value, row, column, style)
  }
}
