// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import Testing

@testable import Reporting

@Suite("Money by project and month")
struct MoneyTableTests {
  /// The sample with work in January and February, and a training.
  private static var plan: Plan {
    var plan = Sample.plan
    plan.assignments[1].cost = Sample.amount(300.4)
    plan.assignments[1].days = DayRange(Sample.day(28), Sample.day(34))
    plan.objective.terms.training = Sample.amount(1_800)
    return plan
  }

  private static func tables(_ plan: Plan) -> [TextTable] {
    PlanDocumentBuilder(plan: plan, scenario: Sample.scenario, extent: .short, showsLoad: false).moneyTables
  }

  @Test("has a row for each project, for what decisions cost, and for all")
  func rows() throws {
    let table = try #require(Self.tables(Self.plan).first)
    #expect(Self.tables(Self.plan).count == 1)
    #expect(table.heading == "Money by project and month, in whole EUR")
    #expect(table.columns.map(\.title) == ["Project", "Jan 2027", "Feb 2027", "All months"])
    // 750 of work, 320 of overtime, 1,365 of an asset.
    #expect(
      table.rows.map { $0.map(\.text) } == [
        ["Web \u{202E}shop (web)", "2,435", "-", "2,435"], ["ERP (erp)", "-", "300", "300"],
        ["trainings", "-", "-", "1,800"], ["all", "2,435", "300", "4,535"],
      ])
  }

  @Test("is left out where all is spent in one month")
  func oneMonth() { #expect(Self.tables(Sample.plan).isEmpty) }

  @Test("The page says what decisions cost, in no month")
  func page() throws {
    let money = try PlanPageTests.part(7, of: PlanPageTests.page(Self.plan, Sample.scenario))
    #expect(money.contains("1,800.00 are for trainings, in no month and for no project"))
    #expect(money.contains("4,535.40 in all"))
  }
}
