// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import Testing

@testable import Reporting

@Suite("Reasons in a table")
struct ReasonWordsTests {
  private static let free = "Nobody with java 3 is free"

  @Test("Sentences that begin alike are one, with the days where they differ")
  func together() {
    let text = ReasonWords.joined(
      [
        "\(Self.free) from 2027-09-06 to 11-28: Urs works on App, priority 6 of 10",
        "Too few people: all hours of Urs make 4 h",
        "\(Self.free) from 2027-09-06 to 10-31: Luc works on Access, priority 10 of 10",
        "\(Self.free) on 2027-10-04: Luc runs Crane",
        "\(Self.free) on 2027-11-08: Luc runs Crane",
      ], in: "2027-09-06 to 11-28")
    #expect(
      text
        == "\(Self.free): Urs works on App, priority 6 of 10; Luc works on Access, priority 10 of 10 "
        + "(2027-09-06 to 10-31); Luc runs Crane (2027-10-04, 2027-11-08). Too few people: all hours of Urs make 4 h")
  }

  @Test("What is said of one demand of a project is not said again of another")
  func again() {
    var plan = Sample.plan
    plan.unmet.append(
      .init(
        demand: "erp-2", project: "erp", period: 1, amount: Sample.amount(4), isUnitDays: false,
        cost: Sample.amount(20),
        reasons: [.init(kind: .taken, detail: "Ana works on web at priority 8", share: Millionths(1))]))
    let table = PlanDocumentBuilder(plan: plan, scenario: Sample.scenario, extent: .short, showsLoad: false).unmetTable
    #expect(table?.rows.map { $0.last?.text } == ["Ana works on web at priority 8", "As for erp-1"])
  }

  @Test("A line does not end between a figure and its unit")
  func units() {
    #expect(wrapped("all hours make 354 h, against", to: 19) == ["all hours make", "354 h, against"])
    #expect(wrapped("covered by 9: 95.7 % of", to: 14) == ["covered by", "9: 95.7 % of"])
    #expect(wrapped("at 10 houses", to: 6) == ["at 10", "houses"])
  }

  @Test("One sentence keeps its days, unless they are all of the demand's")
  func alone() {
    let sentence = "\(Self.free) from 2027-09-06 to 11-28: Urs works on App"
    #expect(ReasonWords.joined([sentence], in: "2027-09-06 to 12-26") == sentence)
    #expect(ReasonWords.joined([sentence], in: "2027-09-06 to 11-28") == "\(Self.free): Urs works on App")
    #expect(ReasonWords.joined(["The budget is used up"], in: "") == "The budget is used up")
  }
}
