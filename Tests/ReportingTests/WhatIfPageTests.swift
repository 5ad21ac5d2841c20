// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Issues
import Numbers
import Testing

@testable import Reporting

@Suite("The page of several changes")
struct WhatIfPageTests {
  /// The sample as it is, and with so much more or less of its value.
  static func page(_ changes: [(name: String, value: Int, unmetHours: Int)], _ scenario: Scenario = Sample.scenario)
    -> String
  {
    var plans = [Comparison.PlanFigures(name: "now", plan: Sample.plan)]
    var differences: [Comparison.Difference] = []
    for change in changes {
      plans.append(Comparison.PlanFigures(name: change.name, plan: Sample.plan))
      let delta = Comparison.Delta(
        value: Millionths(change.value), cost: Millionths(change.value), unmetHours: Millionths(change.unmetHours),
        changes: 2)
      differences.append(Comparison.Difference(plan: change.name, delta: delta))
    }
    let whatIf = WhatIf(
      currency: "EUR", comparison: Comparison(plans: plans, differences: differences, dominated: []),
      extras: plans.map { _ in WhatIf.Extra(Sample.plan) })
    let page = WhatIfPage(whatIf: whatIf, plans: plans.map { _ in (Sample.plan, scenario) }, version: "1.2.3")
    return String(decoding: page.html(), as: UTF8.self)
  }

  @Test(
    "says in one sentence which changes are better",
    arguments: [
      ([-10, -20, 5], "Of 3 changes 2 are better than the scenario as it is, “c2” most."),
      ([-10, 5], "Of 2 changes one is better than the scenario as it is: “c1”."),
      ([-10], "“c1” is better than the scenario as it is."),
      ([10, 20], "Both changes are worse than the scenario as it is; “c1” comes closest."),
      ([10, 0], "No change is better than the scenario as it is."),
      ([10], "The change is worse than the scenario as it is."),
      ([0], "The change is as good as the scenario as it is."),
    ])
  func headline(_ values: [Int], _ sentence: String) throws {
    let page = Self.page(values.enumerated().map { ("c\($0.offset + 1)", $0.element, 0) })
    let verdict = try PlanPageTests.part(1, of: page)
    #expect(verdict.contains(">" + sentence + "<"), "\(verdict.prefix(300))")
  }

  @Test("has a card, a bar and a part for each change, and what the scenario as it is does not cover")
  func parts() throws {
    let page = Self.page([("Ana leaves", 1_234, 56), ("hire", -100, -3)])
    let verdict = try PlanPageTests.part(1, of: page)
    #expect(PlanPageTests.count("class=\"card ", in: verdict) == 3)
    #expect(verdict.contains("1,234.00 EUR more; 56.0 h more unmet"))
    #expect(verdict.contains("100.00 EUR less; 3.0 h less unmet"))
    #expect(PlanPageTests.count("class=meter", in: try PlanPageTests.part(3, of: page)) == 6)
    let each = try PlanPageTests.part(4, of: page)
    #expect(each.contains("The scenario as it is: not covered"))
    #expect(PlanPageTests.count("<details", in: each) == 2 && PlanPageTests.count("<details open", in: each) == 1)
    #expect(page.contains("Content-Security-Policy"))
    // What belongs to a line stands below it.
    #expect(verdict.contains("<ul><li>2 assignments change for 0 people"), "\(verdict)")
    #expect(try PlanPageTests.part(3, of: page).contains("<td class=sub>at priority"))
  }

  @Test("escapes names, and is the same byte for byte")
  func escaping() {
    var scenario = Sample.scenario
    let hostile = "</title></script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    scenario.name = hostile
    for index in scenario.projects.indices { scenario.projects[index].name = hostile }
    let page = Self.page([(hostile, 1, 1)], scenario)
    #expect(PlanPageTests.count("<script", in: page) == 2 && !page.contains("<img"))
    #expect(page == Self.page([(hostile, 1, 1)], scenario))
  }
}
