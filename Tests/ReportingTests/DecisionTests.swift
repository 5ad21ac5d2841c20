// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import Testing

@testable import Reporting

@Suite("What a plan decides")
struct DecisionTests {
  /// The sample with a project that starts later, a training, an engagement, a team and a project left undone.
  private static var decided: (plan: Plan, scenario: Scenario) {
    var scenario = Sample.scenario
    scenario.projects[0].start = Sample.day(0)
    scenario.projects[0].shift = .init(latest: 2, costPerWeek: 450)
    scenario.projects[1].allOrNothing = true
    scenario.projects[0].demands[0] = Demand(
      id: "web-1", name: "Build", kind: .staff(StaffDemand(.hours(200), team: .init(min: 1, max: 2))))
    scenario.staff[0].training = [.init("sql", level: 3, cost: 1_800, hours: 24, from: Sample.day(7))]
    scenario.staff[1].external = .init(heads: 3, engagementCost: 2_000)
    var plan = Sample.plan
    plan.assignments.removeAll { $0.project == "erp" }
    plan.starts = [.init(project: "web", weeks: 1, cost: Sample.amount(450))]
    plan.trainings = [.init(staff: "ana", skill: "sql", cost: Sample.amount(1_800))]
    scenario.projects[0].demands.append(
      Demand(
        id: "web-9", name: "Launch", kind: .staff(StaffDemand(.hours(1), after: [.init("web-1", lag: 1)]))))
    plan.engaged = [.init(staff: "=ben", heads: 2, cost: Sample.amount(4_000))]
    return (plan, scenario)
  }

  @Test("stands in a table of its own, a row each, with what it costs")
  func table() throws {
    let (plan, scenario) = Self.decided
    let builder = PlanDocumentBuilder(plan: plan, scenario: scenario, extent: .short, showsLoad: false)
    let rows = try #require(builder.decisionTable).rows.map { $0.map(\.text) }
    #expect(
      rows == [
        [
          "Starts later", "Web \u{202E}shop (web)", "1 week, on \(Sample.day(7)) instead of \(Sample.day(0))",
          "450.00",
        ],
        [
          "Engaged", "=HYPERLINK(\"x\") (=ben)",
          "2 of 3, for 12.5 h from \(Sample.day(0)) to 01-10; the hours cost 750.00 EUR beside it",
          "4,000.00",
        ],
        ["Trained", "Ana Müller (ana)", "sql to level 3, held from \(Sample.day(7)); it takes 24 h", "1,800.00"],
        ["Team", "Build (web-1)", "=HYPERLINK(\"x\") (=ben); from \(Sample.day(0)) to 01-10", "-"],
        [
          "In order", "Launch (web-9)",
          "after Build (web-1) and 1 week, which is worked on until 2027-01-10; is not begun", "-",
        ],
        ["Left undone", "ERP (erp)", "priority 3 of 10, 48.3 h", "-"],
      ])
  }

  @Test("tells who is not engaged from who is away, and what has no price from what nothing would change")
  func page() throws {
    var (plan, scenario) = Self.decided
    plan.bottlenecks = []
    plan.status = .feasible
    plan.stop = .work
    let page = PlanPageTests.page(plan, scenario)
    #expect(try PlanPageTests.part(8, of: page).contains("No prices are known of this plan."))
    #expect(try PlanPageTests.part(1, of: page).contains("the search has used up its steps"))
    plan.load = PlanLoad(
      people: scenario.staff.map {
        .init(id: $0.id, period: 0, days: scenario.calendar.periods[0], available: .zero, used: .zero)
      })
    #expect(try PlanPageTests.part(4, of: PlanPageTests.page(plan, scenario)).contains("<td class=n>not engaged"))
  }

  @Test("is in the table of a terminal, in Markdown and in the verdict of the page")
  func media() throws {
    let (plan, scenario) = Self.decided
    let document = ResultDocument(plan: plan, scenario: scenario)
    for text in [document.terminalText(width: 100, colored: false), document.markdown] {
      for words in ["What the plan decides", "Starts later", "Engaged", "Trained", "Team", "In order", "Left undone"] {
        #expect(text.contains(words), "\(words)\n\(text)")
      }
    }
    let verdict = try PlanPageTests.part(1, of: PlanPageTests.page(plan, scenario))
    #expect(verdict.contains("What the plan decides") && verdict.contains("1 week, on"))
    #expect(verdict.contains("2 of 3, for 12.5 h from"))
  }

  @Test("is not spoken of where nothing is decided")
  func nothing() throws {
    var (plan, scenario) = Self.decided
    (plan.starts, plan.trainings, plan.engaged) = ([], [], [])
    scenario.projects[1].allOrNothing = false
    scenario.projects[0].demands = Sample.scenario.projects[0].demands
    #expect(!ResultDocument(plan: plan, scenario: scenario).markdown.contains("What the plan decides"))
    let verdict = try PlanPageTests.part(1, of: PlanPageTests.page(plan, scenario))
    #expect(!verdict.contains("What the plan decides") && verdict.contains("Nobody is engaged"))
  }
}
