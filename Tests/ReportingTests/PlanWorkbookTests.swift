// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Exchange
import Numbers
import Testing

@testable import Reporting

@Suite("A plan as a workbook")
struct PlanWorkbookTests {
  private var plan: Plan {
    var plan = Sample.plan
    let periods = Sample.scenario.calendar.periods
    plan.load = PlanLoad(
      people: Sample.scenario.staff.flatMap { member in
        periods.indices.map { period in
          PlanLoad.Entry(
            id: member.id, period: period, days: periods[period], available: Sample.amount(40),
            used: Sample.amount(Double(10 * period) + 0.25))
        }
      })
    return plan
  }

  private func tables(_ bytes: [UInt8]) throws -> [String: Table] {
    let tables = try WorkbookReader.tables(bytes, file: "plan.xlsx") { _ in true }
    return Dictionary(tables.map { ($0.name, $0) }) { one, _ in one }
  }

  private func bytes() throws -> [UInt8] {
    try PlanWorkbook(plan: plan, scenario: Sample.scenario, version: "1.2.3").bytes()
  }

  private func number(_ cell: CellValue?) -> Double? {
    cell?.plainNumber?.doubleValue
  }

  @Test("The sheets, the same bytes each time")
  func sheets() throws {
    let first = try bytes()
    #expect(try bytes() == first)
    let names = try WorkbookReader.tables(first, file: "") { _ in true }.map(\.name)
    #expect(names.prefix(4) == ["Summary", "People by week", "Projects by week", "Assignments"])
    #expect(names.suffix(4) == ["Unmet", "Bottlenecks", "Money by month", "Notes"])
  }

  @Test("Totals have their values, and these are the sums of what is there")
  func totals() throws {
    let tables = try tables(bytes())
    let people = try #require(tables["People by week"])
    let staff = Sample.scenario.staff.count
    let periods = Sample.scenario.calendar.periods.count
    let total = try #require(people.rows.filter { $0.cells.first == .text("Total") }.first)
    for period in 0..<periods {
      #expect(number(total.cells[2 + period]) == Double(staff) * (Double(10 * period) + 0.25))
    }
    let heat = try #require(people.rows.dropFirst().first)
    #expect(number(heat.cells[2]) == 0.00625)
    let money = try #require(tables["Money by month"])
    let spent =
      plan.assignments.map(\.cost) + plan.operating.map(\.cost) + plan.overtime.map(\.cost) + plan.assetUse.map(\.cost)
    let sum = try #require(money.rows.first { $0.cells.first == .text("Total") })
    let all = try #require(number(sum.cells.last))
    #expect(abs(all - spent.reduce(.zero, +).doubleValue) < 1e-6)
    let projects = try #require(tables["Projects by week"])
    let worked = try #require(projects.rows.first { $0.cells.first == .text("Total") })
    let hours = (plan.assignments.map(\.hours) + plan.operating.map(\.hours)).reduce(.zero, +)
    #expect(abs((5..<(5 + periods)).compactMap { number(worked.cells[$0]) }.reduce(0, +) - hours.doubleValue) < 1e-6)
  }

  @Test("Every reason has a row, and amounts stand once for each demand")
  func unmet() throws {
    let table = try #require(try tables(bytes())["Unmet"])
    let unmet = plan.unmet.filter { $0.amount != .zero }
    let reasons = unmet.reduce(0) { $0 + max(1, $1.reasons.count) }
    #expect(table.rows.count == reasons + 1)
    let amounts = table.rows.dropFirst().compactMap { number($0.cells.count > 4 ? $0.cells[4] : .blank) }
    #expect(abs(amounts.reduce(0, +) - unmet.reduce(0) { $0 + $1.amount.doubleValue }) < 1e-6)
    // What looks like a formula is a text.
    let texts = try tables(bytes()).values.flatMap { $0.rows.flatMap(\.cells) }
    #expect(!texts.contains { if case .unreadable = $0 { true } else { false } })
  }

  @Test("The assignments are read back as they were")
  func assignments() throws {
    let tables = try WorkbookReader.tables(bytes(), file: "") { _ in true }
    let csv = try #require(PlanSheet.csv(tables))
    let read = try CSVFolder.tables([.init(name: "a.csv", bytes: csv.bytes)], in: "")[0].rows
    #expect(read[0].cells.prefix(3) == [.text("staff"), .text("project"), .text("demand")])
    #expect(read.dropFirst().map { $0.cells[0] } == plan.assignments.map { .text($0.staff) })
    #expect(read.dropFirst().map { $0.cells[3] } == plan.assignments.map { .text($0.days.first.description) })
    #expect(read.dropFirst().map { $0.cells[5] } == plan.assignments.map { .text($0.hours.description) })
  }

  @Test("What is decided has a sheet, and its money is in the sums")
  func decisions() throws {
    #expect(try tables(bytes())["Decisions"] == nil)
    var plan = plan
    plan.engaged = [.init(staff: "=ben", heads: 2, cost: Sample.amount(4_000))]
    plan.objective.terms.engagement = Sample.amount(4_000)
    let bytes = try PlanWorkbook(plan: plan, scenario: Sample.scenario, version: "1").bytes()
    let tables = try tables(bytes)
    let sheet = try #require(tables["Decisions"])
    #expect(sheet.rows.count == 2 && sheet.rows[1].cells[0] == .text("Engaged"))
    #expect(number(sheet.rows[1].cells[3]) == 4_000)
    let money = try #require(tables["Money by month"])
    let total = try #require(money.rows.first { $0.cells.first == .text("Total") })
    let spent =
      plan.assignments.map(\.cost) + plan.operating.map(\.cost) + plan.overtime.map(\.cost) + plan.assetUse.map(\.cost)
    let all = try #require(number(total.cells.last))
    #expect(abs(all - spent.reduce(.zero, +).doubleValue - 4_000) < 1e-6)
    let names = try WorkbookReader.tables(bytes, file: "") { _ in true }.map(\.name)
    #expect(names.firstIndex(of: "Decisions") == 3)
  }
}
