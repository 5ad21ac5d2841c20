// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Exchange
import Numbers
import Testing

@testable import Reporting

@Suite("Load of a plan")
struct LoadTests {
  private func entry(_ id: String, _ week: Int, _ available: Double, _ used: Double) -> PlanLoad.Entry {
    .init(
      id: id, period: week, days: DayRange(Sample.day(7 * week), Sample.day(7 * week + 6)),
      available: Sample.amount(available), used: Sample.amount(used))
  }

  private var plan: Plan {
    var plan = Sample.plan
    plan.load = PlanLoad(
      people: [
        entry("=ben", 0, 40, 0), entry("=ben", 1, 40, 20), entry("=ben", 2, 40, 10), entry("ana", 0, 40, 40),
        entry("ana", 1, 40, 38), entry("ana", 2, 40, 52), entry("chen", 0, 0, 0), entry("chen", 1, 0, 0),
        entry("chen", 2, 0, 0),
      ], assets: [entry("gpu", 0, 14, 7), entry("gpu", 1, 14, 14), entry("gpu", 2, 14, 0)])
    return plan
  }

  private func tables(showsLoad: Bool) -> [TextTable] {
    ResultDocument(plan: plan, scenario: Sample.scenario, showsLoad: showsLoad).blocks.compactMap { block in
      if case .table(let table) = block { table } else { nil }
    }
  }

  @Test("A row of blocks for each person, the most used first")
  func blocks() throws {
    let table = try #require(
      tables(showsLoad: false).first { $0.heading.hasPrefix("When people are used, one block a week: ") })
    #expect(table.rows.map { $0[0].text } == ["Ana Müller (ana)", "=HYPERLINK(\"x\") (=ben)", "陈伟 (chen)"])
    #expect(table.rows.map { $0[1].text } == ["██+", "_▄▂", "···"])
  }

  @Test("Who is trained has something to do")
  func training() throws {
    var scenario = Sample.scenario
    scenario.staff[1].training = [.init("go", level: 2, hours: 50, from: Sample.day(14))]
    var plan = plan
    plan.trainings = [.init(staff: "=ben", skill: "go", cost: .zero)]
    plan.load?.people[1].used = .zero
    let tables = ResultDocument(plan: plan, scenario: scenario).blocks.compactMap { block in
      if case .table(let table) = block { table } else { nil }
    }
    let table = try #require(tables.first { $0.heading.hasPrefix("When people are used") })
    #expect(table.rows.map { $0[1].text } == ["██+", "tt▂", "···"])
    #expect(table.remarks.first?.hasPrefix("t in training, · away") == true)
  }

  @Test("Who is full in how many of the weeks there")
  func full() {
    let text = ResultDocument(plan: plan, scenario: Sample.scenario).terminalText()
    #expect(text.contains("Full weeks (95 % or more): Ana Müller (ana) in 3 of 3\n"))
  }

  @Test("Figures where they are asked for")
  func figures() throws {
    let found = tables(showsLoad: true)
    let people = try #require(found.first { $0.heading == "Hours of people used, by week: 2027-01-04 to 01-24" })
    #expect(people.columns.map(\.title) == ["Person", "01-04", "01-11", "01-18"])
    #expect(
      people.rows.map { $0.dropFirst().map(\.text) } == [
        ["40.0*", "38.0*", "52.0+"], ["-", "20.0 ", "10.0 "], ["away", "away", "away"],
      ])
    #expect(found.contains { $0.heading.hasPrefix("Unit-days of assets used") })
    #expect(!found.contains { $0.heading.hasPrefix("When people are used") })
  }

  @Test("A sheet of all lists")
  func csv() {
    let lines = String(decoding: CSVWriter.load(of: plan), as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 13)
    #expect(lines[0] == "kind,id,period,start,end,available,used,overtime")
    #expect(lines[1] == "people,'=ben,0,2027-01-04,2027-01-10,40,0,0")
    #expect(lines[12] == "assets,gpu,2,2027-01-18,2027-01-24,14,0,0")
  }

  @Test("A block stands for several of many weeks, and a share is a height")
  func heights() {
    #expect(
      [nil, 0, 0.001, 0.5, 0.949, 0.95, 1, 1.01].map { Figures.block($0.map(Sample.amount)) }.joined() == "·_▁▄▇██+")
  }
}
