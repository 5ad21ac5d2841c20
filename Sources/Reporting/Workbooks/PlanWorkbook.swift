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
  /// What the plan decides: who is engaged and trained, what starts later or is left undone.
  let decisions: [PlanDecision]

  typealias Style = WorkbookWriter.Style
  static let title = Style(isBold: true, size: 14)
  static let header = Style(isBold: true, ground: 0xDDEBF7, hasLine: true)
  /// A header above numbers.
  static let numberHeader: Style = {
    var style = header
    style.isRight = true
    return style
  }()
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
    decisions = PlanDocumentBuilder(plan: plan, scenario: scenario, extent: .whole, showsLoad: false).decisions
  }

  /// The file.
  ///
  /// - Parameter tables: those of the scenario, where they are to be in it, too; it can be read as either then.
  /// - Throws: `MissingLibrary`, `WorkbookFailure`
  package func bytes(with tables: [OutputTable] = []) throws -> [UInt8] {
    let workbook = try WorkbookWriter()
    let summary = try workbook.sheet("Summary")
    let next = writeSummary(summary)
    let people = try workbook.sheet("People by " + scenario.periodName)
    let totals = writePeople(people)
    if let totals, periods.count > 1 { writeHours(summary, people, totals, from: next) }
    writeProjects(try workbook.sheet("Projects by " + scenario.periodName))
    if !decisions.isEmpty { writeDecisions(try workbook.sheet("Decisions")) }
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

  /// - Returns: the first row below.
  private func writeSummary(_ sheet: WorksheetWriter) -> Int {
    sheet.width(30, columns: 0...0)
    sheet.width(22, columns: 1...1)
    sheet.width(16, columns: 2...4)
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
    amount(scenario.titled("Money spent"), SpentMoney(plan, names).total, Self.money)
    if !decisions.isEmpty {
      row += 1
      for decision in decisions.prefix(6) { line(decision.kind, decision.what + ": " + decision.detail) }
      if decisions.count > 6 { line("", "and \(decisions.count - 6) more: see the sheet Decisions") }
    }
    row += 1
    sheet.headers(
      ["Priority", "Wanted h", "Covered h", "Covered", "Unmet unit-days"], row: row, numbers: [0, 1, 2, 3, 4])
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
    return row
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

  /// Hours that are there and hours that are used, as a table below the figures and a chart beside them.
  private func writeHours(_ sheet: WorksheetWriter, _ people: WorksheetWriter, _ totals: LoadTotals, from next: Int) {
    let top = next + 1
    sheet.headers(
      ["Hours of people by \(scenario.periodName)", "there", "used", "Share"], row: top, numbers: [1, 2, 3])
    for (period, days) in periods.enumerated() {
      let row = top + 1 + period
      // A text: what draws charts would make other days of real ones.
      sheet.text(days.first.description, row, 0, Self.text)
      let column = columnLetters(totals.columns.lowerBound + period)
      for (offset, (line, sums)) in [(totals.available, totals.sums.available), (totals.used, totals.sums.used)]
        .enumerated()
      {
        sheet.formula(
          "='\(people.name)'!\(column)\(line + 1)", value: sums[period].doubleValue, row, 1 + offset, Self.hours)
      }
      let used = totals.sums.used[period].doubleValue
      let available = totals.sums.available[period].doubleValue
      if available > 0 {
        sheet.formula("=C\(row + 1)/B\(row + 1)", value: used / available, row, 3, Self.share)
      }
    }
    func reference(_ column: String) -> String {
      "='\(sheet.name)'!$\(column)$\(top + 2):$\(column)$\(top + 1 + periods.count)"
    }
    sheet.insert(
      WorksheetWriter.Chart(
        .lines, title: "Hours of people by \(scenario.periodName)", categories: reference("A"),
        series: [("there", reference("B")), ("used", reference("C"))]), 2, 6)
  }

  /// Where the totals of the people stand: rows and columns, from 0.
  struct LoadTotals {
    var available: Int
    var used: Int
    var columns: ClosedRange<Int>
    /// What they are, by period.
    var sums: (available: [Millionths], used: [Millionths])
  }

  // MARK: Notes

  private func writeNotes(_ sheet: WorksheetWriter) {
    sheet.width(86, columns: 0...0, Self.wrapped)
    let period = scenario.periodName
    var lines = [
      "People by \(period): the share of the hours that are there, as colours: white is 0, green 80 %, amber 100 %, red above, as with overtime;"
        + " grey is away. Below it the hours, with overtime and operating, and the hours that are there.",
      "Projects by \(period): hours worked, with operating. Wanted and covered are effective hours; productivity makes them differ from worked ones.",
      "Assignments: one row a person, demand and \(period). Hours include overtime; cost is that of regular pay, and what overtime costs on top stands"
        + " beside it. muster check SCENARIO PLAN.xlsx reads the sheet back.",
      "Unmet: one row a reason; the shares of a demand's reasons add up to 100 %.",
      "Bottlenecks: what one more hour, unit-day or unit of money would save, and for how many that holds.",
      "Money by month: each amount stands in the month in which its \(period) begins; what decisions cost is in the total alone.",
      "Totals are formulas; those of a person's and of a project's hours add up Assignments and Operating, and follow when hours are changed there."
        + " Dates are the first days of periods.",
      "Made by Muster \(version) for the scenario with the SHA-256 \(plan.scenario.sha256).",
    ]
    if !decisions.isEmpty {
      lines.insert(
        "Decisions: projects that start later or are left undone, who is engaged and who is trained, and who is on a team.",
        at: 2)
    }
    sheet.text("What the sheets mean", 0, 0, Self.title)
    for (row, line) in lines.enumerated() { sheet.lines(line, row + 2, 0, width: 86) }
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

  /// Makes a column as wide as its texts, between two bounds.
  func fit(_ texts: some Sequence<String>, column: Int, least: Double, most: Double) {
    let widest = texts.reduce(0) { max($0, columnWidth($1)) }
    width(min(most, max(least, Double(widest) + 2)), columns: column...column)
  }

  /// A row of headers.
  ///
  /// - Parameter numbers: which of them stand above numbers.
  func headers(_ titles: [String], row: Int = 0, from column: Int = 0, numbers: Set<Int> = []) {
    for (offset, title) in titles.enumerated() {
      text(title, row, column + offset, numbers.contains(offset) ? PlanWorkbook.numberHeader : PlanWorkbook.header)
    }
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
