// SPDX-License-Identifier: GPL-3.0-or-later

import Exchange
import Issues
import Allocation
import Numbers
@testable import Reporting
import Testing

@Suite("Rendering of plans")
struct RenderingTests {
  let document = ResultDocument(plan: Sample.plan, scenario: Sample.scenario)

  @Test("Pools count their people; what is kept for support is told")
  func support() {
    var scenario = Sample.scenario
    scenario.staff[0].support = Dated(0.2)
    scenario.staff[1].headcount = 4
    let lines = ResultDocument(plan: Sample.plan, scenario: scenario).terminalText()
    // A quarter of the 120 hours that are left.
    #expect(lines.contains("Kept for support, beside what is planned: 30.0 h of Ana Müller (ana)"), "\(lines)")
    #expect(lines.contains("of 3 entries with 6 people"), "\(lines)")
    #expect(!document.terminalText().contains("support"))
  }

  @Test("Markdown keeps what belongs to a line or a row below it")
  func details() {
    let text = ResultDocument(
      title: "T",
      blocks: [
        .lines(["Plan", "  two changes"]),
        .table(
          TextTable(
            heading: "H", columns: [.init("Figure"), .init("a", .right)],
            rows: [["spent", "2"], ["  of it labour", "1"]])),
      ]
    ).markdown
    #expect(text.contains("- Plan\n  - two changes\n"), "\(text)")
    #expect(text.contains("| &nbsp;&nbsp;of it labour | 1 |"), "\(text)")
  }

  @Test("The table for a terminal")
  func table() {
    #expect(
      document.terminalText() == #"""
        Spring *plan* | 2027: 2027-01-04 to 01-24, 3 weeks
        Optimal (gap 0 %), by glpk 5.0
        Money spent 21,685.50 EUR = labour 20,000.50 + overtime 320.00 + assets 1,365.00
        84.9 % of 320.0 h and 100.0 % of 21.0 unit-days covered; 1 of 3 demands short
        Covered by priority (10 is highest): 8: 100.0 %, 3: 59.7 %
        People: 66.7 % of their time used; of 3, 1 above 100 % (Ana Müller (ana)), none full all the time
        (95 % or more), none below 20 %
        Overtime 10.0 h: Ana Müller (ana) 10.0 h in 1 week
        Promised work not kept: 8.0 h in 1 entry

        Projects
          Prio  Project                 Wanted h  Covered  Unmet h  Wanted u-d  Cost EUR  Budget used
             8  Web \u{202E}shop (web)     200.0  100.0 %        -        21.0  9,999.99      100.0 %
             3  ERP (erp)                  120.0   59.7 %     48.3           -  5,000.00            -
          u-d: unit-days, one unit used for one day. Covered: of hours or of unit-days, whichever is less.
          Prio: priority, 10 is highest.

        Not covered
          Demand            When                  Unmet  Prio  Why
          erp-1, ERP (erp)  2027-01-11 to 01-24  48.3 h     3  Ana works on web at priority 8
          Prio: priority, 10 is highest; what counts most stands first.
          What would help, and for how much: 'muster explain' plans each way out again.

        People, most used first
          Person                  Department  Available h  Used h     Used               Overtime h
          Ana Müller (ana)        Cloud             120.0   130.0  108.3 %  ██████████+        10.0
          =HYPERLINK("x") (=ben)  Cloud             120.0    30.0   25.0 %  ███·······            -
          陈伟 (chen)             -                   0.0     0.0     away                        -

        Assets, most used first
          Asset             Available u-d  Used u-d    Used              Cost EUR
          GPU server (gpu)           42.0      21.0  50.0 %  █████·····  1,365.00

        Bottlenecks: what one more is worth
          One more of                       When                  Worth            Holds for
          Ana Müller (ana)                  2027-01-11 to 01-17  412.00  per hour     23.0 h
          budget of Web \u{202E}shop (web)  whole horizon          1.25  per EUR           -
          Worth: in money and derived penalties together, by which plans are ranked.

        Commitments not kept
          Person       Demand  When                 Missing h
          陈伟 (chen)  erp-1   2027-01-11 to 01-17        8.0

        Checked: feasible, value 45,678.90 (money and penalties), bound 45,678.90, gap 0 %
        Penalties rank plans and are not money; they are derived from the dearest hour: an unmet hour counts
        240 x its priority, an unmet unit-day 1,920 x its priority. They move with it; "policy":
        {"unmetCostPerHour": 240, "unmetCostPerUnitDay": 1920} in the scenario pins them.

        """#)
  }

  @Test("Markdown says the same")
  func markdown() {
    #expect(
      document.markdown == #"""
        # Spring \*plan\* \| 2027: 2027-01-04 to 01-24, 3 weeks

        - Optimal (gap 0 %), by glpk 5.0
        - Money spent 21,685.50 EUR = labour 20,000.50 + overtime 320.00 + assets 1,365.00
        - 84.9 % of 320.0 h and 100.0 % of 21.0 unit-days covered; 1 of 3 demands short
        - Covered by priority (10 is highest): 8: 100.0 %, 3: 59.7 %
        - People: 66.7 % of their time used; of 3, 1 above 100 % (Ana Müller (ana)), none full all the time (95 % or more), none below 20 %
        - Overtime 10.0 h: Ana Müller (ana) 10.0 h in 1 week
        - Promised work not kept: 8.0 h in 1 entry

        ## Projects

        | Prio | Project | Wanted h | Covered | Unmet h | Wanted u-d | Cost EUR | Budget used |
        | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |
        | 8 | Web \\u{202E}shop (web) | 200.0 | 100.0 % | - | 21.0 | 9,999.99 | 100.0 % |
        | 3 | ERP (erp) | 120.0 | 59.7 % | 48.3 | - | 5,000.00 | - |

        u-d: unit-days, one unit used for one day. Covered: of hours or of unit-days, whichever is less.
        Prio: priority, 10 is highest.

        ## Not covered

        | Demand | When | Unmet | Prio | Why |
        | --- | --- | ---: | ---: | --- |
        | erp-1, ERP (erp) | 2027-01-11 to 01-24 | 48.3 h | 3 | Ana works on web at priority 8 |

        Prio: priority, 10 is highest; what counts most stands first.
        What would help, and for how much: 'muster explain' plans each way out again.

        ## People, most used first

        | Person | Department | Available h | Used h | Used |  | Overtime h |
        | --- | --- | ---: | ---: | ---: | --- | ---: |
        | Ana Müller (ana) | Cloud | 120.0 | 130.0 | 108.3 % | ██████████+ | 10.0 |
        | =HYPERLINK("x") (=ben) | Cloud | 120.0 | 30.0 | 25.0 % | ███······· | - |
        | 陈伟 (chen) | - | 0.0 | 0.0 | away |  | - |

        ## Assets, most used first

        | Asset | Available u-d | Used u-d | Used |  | Cost EUR |
        | --- | ---: | ---: | ---: | --- | ---: |
        | GPU server (gpu) | 42.0 | 21.0 | 50.0 % | █████····· | 1,365.00 |

        ## Bottlenecks: what one more is worth

        | One more of | When | Worth |  | Holds for |
        | --- | --- | ---: | --- | ---: |
        | Ana Müller (ana) | 2027-01-11 to 01-17 | 412.00 | per hour | 23.0 h |
        | budget of Web \\u{202E}shop (web) | whole horizon | 1.25 | per EUR | - |

        Worth: in money and derived penalties together, by which plans are ranked.

        ## Commitments not kept

        | Person | Demand | When | Missing h |
        | --- | --- | --- | ---: |
        | 陈伟 (chen) | erp-1 | 2027-01-11 to 01-17 | 8.0 |

        - Checked: feasible, value 45,678.90 (money and penalties), bound 45,678.90, gap 0 %
        - Penalties rank plans and are not money; they are derived from the dearest hour: an unmet hour counts 240 x its priority, an unmet unit-day 1,920 x its priority. They move with it; "policy": {"unmetCostPerHour": 240, "unmetCostPerUnitDay": 1920} in the scenario pins them.

        """#)
  }

  @Test("CSV quotes, escapes, and defuses formulas")
  func csv() {
    #expect(
      String(decoding: CSVWriter.assignments(of: Sample.plan), as: UTF8.self) == """
        staff,demand,project,period,start,end,hours,cost
        '=ben,web-1,web,0,2027-01-04,2027-01-10,12.5,750
        "ana, ""A\""",erp-1,erp,2,2027-01-18,2027-01-24,0.000001,0

        """)
    var writer = CSVWriter(header: ["x"])
    for text in ["+1", "-1", "@a", "\t=1", "a\nb", " a", "a\u{202E}b", ""] { writer.append([.text(text)]) }
    let lines = String(decoding: writer.bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[1...3] == ["'+1", "'-1", "'@a"])
    #expect(lines.count == 10)
    #expect(lines[6] == "\" a\"")
    #expect(!lines.contains { $0.unicodeScalars.contains("\u{202E}") || $0.unicodeScalars.contains("\t") })
  }

  @Test("No line of a table is wider than asked for, whatever the names", arguments: [92, 100, 140])
  func width(_ width: Int) {
    var scenario = Sample.scenario
    scenario.name = String(repeating: "A very long name ", count: 20)
    scenario.staff[2].name = String(repeating: "陈", count: 80)
    scenario.projects[1].name = String(repeating: "x", count: 300)
    let text = ResultDocument(plan: Sample.plan, scenario: scenario).terminalText(width: width)
    for line in text.split(separator: "\n") { #expect(columnWidth(line) <= width, "\(line)") }
    #expect(text.count { $0 == "陈" } == 160, "nothing is cut in either of the two tables with the name")
  }

  @Test("Colours are there only where asked for, and change nothing else")
  func colors() {
    let plain = document.terminalText(colored: false)
    let colored = document.terminalText(colored: true)
    #expect(!plain.contains("\u{1B}"))
    #expect(colored.contains("\u{1B}[32m"))
    let stripped = colored.replacing(#/\u{1B}\[[0-9]*m/#, with: "")
    #expect(stripped == plain)
  }

  @Test("Long lists are cut with a count, and shown whole where asked for")
  func cut() {
    var plan = Sample.plan
    plan.summary.people = (0..<100).map { index in
      .init(id: "p\(index)", available: Millionths(100), used: Millionths(index))
    }
    plan.summary.projects = (0..<50).map { .init(id: "q\($0)", hours: .init(wanted: Millionths(1))) }
    plan.unmet = (0..<40).map { index in
      .init(
        demand: "d\(index)", project: "erp", period: nil, amount: Millionths(2), isUnitDays: false,
        cost: Millionths(index))
    }
    let short = ResultDocument(plan: plan, scenario: Sample.scenario).terminalText()
    #expect(short.contains("85 more people between the first 10 and the last 5 (5.0 % to 89.0 %); --all shows them."))
    #expect(short.contains("30 more projects, all covered; --all shows them."))
    #expect(short.contains("25 more demands with 50.0 h unmet; --all shows them."))
    #expect(short.contains("p99") && short.contains("p0 ") && !short.contains("p50"))
    let all = ResultDocument(plan: plan, scenario: Sample.scenario, .whole).terminalText()
    #expect(all.contains("p50") && all.contains("q49") && all.contains("d0, ERP") && !all.contains("--all"))
  }

  @Test("A demand that has a name is shown by it, with its id")
  func namesOfDemands() {
    var scenario = Sample.scenario
    scenario.projects[1].demands[0].name = "Migration"
    let text = ResultDocument(plan: Sample.plan, scenario: scenario).terminalText(width: 140)
    #expect(text.contains("Migration (erp-1)"))
  }

  @Test("A millionth that rounding left is no short demand, and is named")
  func trifles() {
    var plan = Sample.plan
    plan.unmet.append(
      .init(
        demand: "web-1", project: "web", period: nil, amount: Millionths(count: 1), isUnitDays: false,
        cost: Millionths(count: 3)))
    plan.summary.projects[1].hours.unmet = Millionths(count: 1)
    let text = ResultDocument(plan: plan, scenario: Sample.scenario).terminalText(width: 140)
    #expect(text.contains("1 of 3 demands short (1 more lacks less than 0.01)"))
    #expect(text.contains("Left by rounding, below 0.01 each: web-1 (0.000001 h)."))
    #expect(text.contains("200.0  100.0 %     <0.1"), "\(text)")
    plan.unmet = [plan.unmet[2]]
    let alone = ResultDocument(plan: plan, scenario: Sample.scenario).terminalText(width: 140)
    #expect(alone.contains("all 3 demands are covered (1 lacks less than 0.01)"))
    #expect(!alone.contains("Not covered"))
  }

  @Test("A project whose assets are short is not said to be covered whole")
  func lesserCoverage() {
    var plan = Sample.plan
    plan.summary.projects[1].unitDays.unmet = Sample.amount(2.1)
    plan.summary.coverageByPriority[0].unitDays.unmet = Sample.amount(2.1)
    let text = ResultDocument(plan: plan, scenario: Sample.scenario).terminalText()
    #expect(text.contains("200.0   90.0 %        -        2.1"), "\(text)")
    #expect(text.contains("Covered by priority (10 is highest): 8: 90.0 %, 3: 59.7 %"))
  }

  @Test("Weeks in a row with the same price are one bottleneck")
  func stretches() {
    var plan = Sample.plan
    plan.bottlenecks = [0, 1, 2].map {
      .init(kind: .staff, id: "ana", period: $0, pricePerUnit: Sample.amount(412 + Double($0) * 1e-6), validFor: nil)
    }
    let text = ResultDocument(plan: plan, scenario: Sample.scenario).terminalText()
    #expect(text.contains("Ana Müller (ana)  2027-01-04 to 01-24, 3 weeks  412.00  per hour"), "\(text)")
    #expect(text.contains("Several weeks: one more in any one of them is worth that."))
    #expect(!text.contains("Holds for"), "a column without a figure is left out")
    plan.bottlenecks[1].pricePerUnit = Sample.amount(500)
    let apart = ResultDocument(plan: plan, scenario: Sample.scenario).terminalText()
    #expect(apart.contains("2027-01-11 to 01-17  500.00"))
    #expect(apart.contains("2027-01-04 to 01-10  412.00"))
    #expect(!apart.contains("Several weeks"))
  }

  @Test("Penalties are money where the user has set their figures")
  func money() {
    var scenario = Sample.scenario
    scenario.policy.unmetCostPerHour = 240
    scenario.policy.unmetCostPerUnitDay = 500
    scenario.policy.commitmentCostPerHour = 75
    let text = ResultDocument(plan: Sample.plan, scenario: scenario).terminalText()
    #expect(text.contains("Value 45,678.90 EUR = labour 20,000.50 + overtime 320.00"), "\(text)")
    #expect(text.contains("Money spent 21,685.50 EUR\n"))
    #expect(text.contains("Unmet  Costs EUR  Why") && text.contains("48.3 h  23,393.40"))
    #expect(text.contains("Missing h  Costs EUR") && text.contains("Saves EUR"))
    #expect(text.hasSuffix("Checked: feasible, value 45,678.90 EUR, bound 45,678.90 EUR, gap 0 %\n"))
    // One demand with a figure of its own.
    scenario.policy.unmetCostPerHour = nil
    scenario.projects[0].demands[0].unmetCost = 1
    #expect(!ResultDocument(plan: Sample.plan, scenario: scenario).terminalText().contains("Unmet  Costs EUR"))
    scenario.projects[1].demands[0].unmetCost = 487
    #expect(ResultDocument(plan: Sample.plan, scenario: scenario).terminalText().contains("Unmet  Costs EUR"))
  }

  @Test("A plan that stopped at a generous gap is not called optimal")
  func generousGap() {
    var plan = Sample.plan
    plan.objective.bound = Sample.amount(45_000)
    plan.stop = .gap
    let text = ResultDocument(plan: plan, scenario: Sample.scenario).terminalText()
    #expect(text.contains("Within the gap asked for (gap 1.48"))
    #expect(!text.contains("Optimal"))
  }

  @Test("A plan that failed its check says so at the end, with the places")
  func invalid() {
    var plan = Sample.plan
    plan.verification.feasible = false
    plan.verification.violations = [
      .init(kind: .capacity, detail: "Ana works 50 h of 40 h.", path: ["assignments".step, 3.step])
    ]
    let text = ResultDocument(plan: plan, scenario: Sample.scenario).terminalText()
    #expect(text.contains("/assignments/3"))
    #expect(text.contains("\nChecked: NOT feasible, 1 violation; value 45,678.90\n"))
  }
}

extension String {
  fileprivate var step: PointerStep { .key(self) }
}

extension Int {
  fileprivate var step: PointerStep { .index(self) }
}
