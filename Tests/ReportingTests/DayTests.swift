// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Exchange
import Numbers
import Testing

@testable import Reporting

@Suite("Days of a plan")
struct DayTests {
  private var plan: Plan {
    var plan = Sample.plan
    plan.days = [
      .init(staff: "ana", demand: "web-1", date: Day(number: 20_822), amount: Millionths(9), overtime: Millionths(1)),
      .init(staff: "ana", asset: "gpu", demand: "web-2", date: Day(number: 20_822), amount: Millionths(2)),
      .init(asset: "gpu", demand: "web-2", date: Day(number: 20_822), amount: Millionths(3)),
    ]
    return plan
  }

  @Test("One line for each person, demand and day; units of assets are no one's hours")
  func csv() {
    let lines = String(decoding: CSVWriter.days(of: plan), as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.first == "staff,demand,project,asset,date,hours,overtime")
    #expect(lines[1] == "ana,web-1,web,,2027-01-04,9,1")
    #expect(lines[2].hasSuffix(",gpu,2027-01-04,2,0"))
  }

  @Test("A table has a row for each person and day, and one for assets")
  func tables() throws {
    let document = ResultDocument(plan: plan, scenario: Sample.scenario)
    let tables = document.blocks.compactMap { block in if case .table(let table) = block { table } else { nil } }
    let people = try #require(tables.first { $0.heading == "Day by day" })
    #expect(people.rows.count == 1)
    #expect(people.rows[0].suffix(2).map(\.text) == ["11.0", "1.0"])
    #expect(people.rows[0][0].text == "mon 2027-01-04")
    let assets = try #require(tables.first { $0.heading == "Assets day by day" })
    #expect(assets.rows.count == 1)
  }
}
