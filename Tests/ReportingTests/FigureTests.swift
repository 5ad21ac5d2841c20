// SPDX-License-Identifier: GPL-3.0-or-later

import Formats
import Issues
import JSON
import Allocation
import Numbers
@testable import Reporting
import Testing

@Suite("Figures and texts")
struct FigureTests {
  @Test(
    "Amounts are grouped and rounded, and never read as 0 where they are not",
    arguments: [
      (1_234_567_890_000, 2, "1,234,567.89"), (0, 2, "0.00"), (4_999, 2, "<0.01"), (5_000, 2, "0.01"),
      (-4_999, 2, ">-0.01"), (-1_500_000, 0, "-2"), (999_999, 1, "1.0"), (1, 6, "0.000001"), (123, 9, "0.000123"),
    ] as [(Int128, Int, String)])
  func amounts(_ count: Int128, _ decimals: Int, _ expected: String) {
    #expect(Figures.amount(Millionths(count: count), decimals: decimals) == expected)
  }

  @Test("A share is 100 % only where it is all")
  func percent() {
    #expect(Figures.percent(Millionths(1)) == "100.0 %")
    #expect(Figures.percent(Millionths(count: 999_999)) == "99.9 %")
    #expect(Figures.percent(Millionths(count: 1_250_000)) == "125.0 %")
    #expect(Figures.percent(Millionths(count: -1)) == "-0.1 %")
  }

  @Test("A gap is 0 only where there is none")
  func gap() {
    #expect(Figures.gap(0) == "0 %")
    #expect(Figures.gap(1) == "below 0.0001 %")
    #expect(Figures.gap(12_345_678_901) == "1.2346 %")
  }

  @Test("Days, counts, bars")
  func words() {
    let start = Sample.monday
    #expect(Figures.days(DayRange(start, start.advanced(by: 6))) == "2027-01-04 to 01-10")
    #expect(Figures.days(DayRange(start.advanced(by: -6), start)) == "2026-12-29 to 2027-01-04")
    #expect(Figures.days(DayRange(start, start)) == "2027-01-04")
    #expect(Figures.count(1, "person", "people") == "1 person")
    #expect(Figures.count(1_200, "person", "people") == "1,200 people")
    #expect(Figures.bar(Millionths(count: 750_000)) == "████████··")
    #expect(Figures.bar(Millionths(2)) == "██████████+")
    #expect(Figures.exact(ExactDecimal(significand: -1_234_505, scale: 2) ?? 0) == "-12,345.05")
  }

  @Test(
    "Widths follow what a terminal shows",
    arguments: [("abc", 3), ("é", 1), ("e\u{301}", 1), ("陈伟", 4), ("👩‍💻", 2), ("❤️", 2), ("\u{200B}", 0), ("ｱ", 1)])
  func widths(_ text: String, _ expected: Int) { #expect(columnWidth(text) == expected) }

  @Test("Markdown and HTML in names are text")
  func markdown() {
    #expect(escapedForMarkdown("http://a.b, www.c.d, a: b") == #"http:\/\/a.b, www\.c.d, a: b"#)
    #expect(escapedForTerminal("a\u{200B}b") == #"a\u{200B}b"#)
    #expect(escapedForMarkdown("<b>|*_`[x](y)") == #"\<b\>\|\*\_\`\[x\](y)"#)
  }
}

@Suite("Report of a check")
struct CheckReportTests {
  @Test("It says what the plan costs more than the best one")
  func distance() throws {
    var best = Sample.plan
    best.objective.terms.unmet = Sample.amount(3_393.4)
    best.objective.value = Sample.amount(25_678.9)
    best.objective.bound = best.objective.value
    var report = CheckReport(
      scenario: Sample.scenario, verification: Sample.plan.verification, priced: Sample.plan, optimum: best)
    let text = ResultDocument(report).terminalText()
    #expect(text.contains("The plan is valid."))
    for name in PenaltyFigure.Name.allCases { report.scenario.policy[name] = 100 }
    #expect(
      ResultDocument(report).terminalText().contains("The plan costs 20,000.00 EUR more: 43.7 % of its value."))
    #expect(text.contains("The plan is worse by 43.7 % of its value."), "\(text)")
    #expect(text.contains("Value as given 45,678.90 (money and penalties)\nMoney spent 21,685.50 EUR"), "\(text)")
    let json = try JSONValue(parsing: CheckFormat.plan.document(report, pretty: true))
    #expect(json["valid"] == .boolean(true))
    #expect(json["distance"] == .number("20000"))
  }

  @Test("An invalid plan that is cheaper is not called better")
  func invalid() {
    var verification = Sample.plan.verification
    verification.feasible = false
    verification.violations = [.init(kind: .window, detail: "Too late.", path: [.key("assignments"), .index(0)])]
    var cheap = Sample.plan
    cheap.objective.value = Millionths(1)
    let report = CheckReport(
      scenario: Sample.scenario, verification: verification, priced: cheap, optimum: Sample.plan)
    let text = ResultDocument(report).terminalText()
    #expect(text.contains("INVALID: 1 violation."))
    #expect(text.contains("because it breaks the rules"))
    #expect(text.contains("/assignments/0"))
  }
}
