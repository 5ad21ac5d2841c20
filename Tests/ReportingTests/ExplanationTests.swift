// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
@testable import Reporting
import Testing

@Suite("Rendering of explanations")
struct ExplanationTests {
  private func text(_ explanation: Explanation, showsAll: Bool = false) -> String {
    ResultDocument(explanation: explanation, scenario: Sample.scenario, Extent(showsAll: showsAll)).terminalText(
      width: 200)
  }

  private var empty: Explanation {
    Explanation(scenario: Sample.plan.scenario, value: Millionths(1000), unmet: [], bottlenecks: [])
  }

  private func unmet(_ demand: String, period: Int?, hours: Int, _ details: [String]) -> Plan.UnmetEntry {
    Plan.UnmetEntry(
      demand: demand, project: "erp", period: period, amount: Millionths(hours), isUnitDays: false,
      cost: Millionths(hours * 10),
      reasons: details.map {
        .init(kind: .taken, detail: $0, share: Millionths(count: 1_000_000 / Int128(details.count)))
      })
  }

  private func price(_ period: Int?, _ price: Int, id: String = "ana", kind: Plan.Bottleneck.Kind = .staff)
    -> Explanation.ConfirmedBottleneck
  {
    .init(
      Plan.Bottleneck(
        kind: kind, id: id, period: period, pricePerUnit: Millionths(price), validFor: Millionths(4)))
  }

  @Test("A reason of several periods says in which, and trifles are none")
  func reasons() {
    var explanation = empty
    let entries = [
      unmet("erp-1", period: 0, hours: 8, ["Too few people: 10 h from 2027-01-04"]),
      unmet("erp-1", period: 1, hours: 12, ["Too few people: 11 h from 2027-01-11"]),
    ]
    var trifle = unmet("web-1", period: 2, hours: 1, ["nothing to tell"])
    trifle.amount = Millionths(count: 5)
    explanation.unmet = (entries + [trifle]).byDemand()
    let text = text(explanation)
    #expect(text.contains("20.0 h of 1 demand are not covered.\n"), "\(text)")
    #expect(text.contains("Unmet  Prio") && text.contains("20.0 h     3"), "\(text)")
    let sentence =
      "Too few people: 11 h from 2027-01-11; much the same in the other periods (in the 2 weeks from 2027-01-04 to 01-17)"
    #expect(text.contains(sentence), "\(text)")
    #expect(!text.contains("10 h from") && !text.contains("nothing to tell"))
    explanation.unmet = [entries[0], entries[0]].enumerated().map { index, entry in
      var entry = entry
      entry.period = 2 * index
      return entry
    }.byDemand()
    #expect(self.text(explanation).contains("Too few people: 10 h (in 2 of the 3 weeks from 2027-01-04 to 01-24)"))
  }

  @Test("Prices of weeks in a row are one, one-sided ones say so, what is left out is counted")
  func prices() {
    var explanation = empty
    explanation.bottlenecks = [price(0, 50), price(1, 50), price(2, 40)]
    explanation.bottlenecks[1].confirmed = true
    explanation.bottlenecks[1].bottleneck.validFor = Millionths(3)
    explanation.bottlenecks[2].isOneSided = true
    explanation.bottlenecks[2].tried = .init(units: Millionths(1), saves: Millionths(7))
    let short = text(explanation)
    #expect(short.contains("2027-01-04 to 01-17, 2 weeks") && short.contains("3.0 h") && short.contains("confirmed"))
    #expect(short.contains("one more is worth 7.00") && short.contains("hour of Ana Müller (ana)"), "\(short)")
    explanation.bottlenecks += (0..<6).map { price(nil, 9 - $0, id: "p\($0)", kind: .budget) }
    let cut = text(explanation)
    #expect(cut.contains("2 more bottlenecks not shown; --all shows them.") && !cut.contains("p5"), "\(cut)")
    #expect(text(explanation, showsAll: true).contains("EUR in the budget of p5"))
  }

  @Test("Levers say how many changes were not solved, and what these save at most")
  func levers() {
    var explanation = empty
    explanation.levers = .init(
      found: [
        Plan.Remedy(
          kind: .budget, title: "Raise the budget", patch: "[]", costBefore: Millionths(9), costAfter: Millionths(4),
          saves: Millionths(5), spent: Millionths(-2), hours: Millionths(8), unitDays: .zero, confirmed: true)
      ], untried: 12, untriedSaveAtMost: Millionths(3))
    #expect(text(explanation).contains("12 other changes were not solved: none helps more than those above."))
    #expect(text(explanation).contains("  +8.0 h       -2.00  Raise the budget"), "\(text(explanation))")
    explanation.levers = .init(found: [], untried: 0, untriedSaveAtMost: nil)
    #expect(text(explanation).contains("Nothing that was tried helps."))
  }

  @Test(
    "Changes that cover nothing say what they are good for",
    arguments: [
      ([(Plan.Remedy.Kind.limit, 0)], "work of lower priority goes short instead."),
      ([(.overtime, -40)], "less money is spent."),
      ([(.release, 0)], "work of lower priority goes short instead, or other promises are kept."),
      ([(.limit, 5), (.asset, -40)], "work of lower priority goes short instead, or less money is spent."),
    ] as [([(Plan.Remedy.Kind, Int)], String)])
  func coveringNothing(_ remedies: [(Plan.Remedy.Kind, Int)], _ words: String) {
    var explanation = empty
    explanation.levers = Explanation.Levers(
      found: remedies.map { kind, spent in
        Plan.Remedy(
          kind: kind, title: "Change", patch: "[]", costBefore: Millionths(100), costAfter: Millionths(50),
          saves: Millionths(50), spent: Millionths(spent), hours: .zero, unitDays: .zero, confirmed: true)
      }, untried: 0, untriedSaveAtMost: nil)
    let text = text(explanation)
    #expect(text.contains("A change that covers nothing helps in that " + words + "\n"), "\(text)")
  }

  @Test("A forced hour says what it costs and what gives way")
  func forced() {
    var explanation = empty
    var why = Explanation.Why(
      staff: "ana", demand: "erp-1", eligible: true, reasons: ["She may"], available: Millionths(40), assigned: .zero)
    why.forced = .init(
      period: 1, days: DayRange(Sample.day(7), Sample.day(13)), hours: Millionths(1), value: Millionths(1300),
      costs: Millionths(300),
      displaced: [.init(demand: "erp-1", isUnitDays: false, before: Millionths(3), after: Millionths(2))],
      moved: (0..<20).map {
        .init(
          staff: "ana", demand: "d\($0)", period: 1, days: DayRange(Sample.day(7), Sample.day(13)), before: .zero,
          after: Millionths(1))
      })
    explanation.why = why
    let text = text(explanation)
    #expect(
      text.contains(
        "With 1.0 h from 2027-01-11 to 01-17 the best plan counts, with penalties, 300.00 more: solved again."))
    #expect(text.contains("What is covered then") && text.contains("5 more assignments not shown; --all shows them."))
    why.eligible = false
    why.forced = nil
    explanation.why = why
    #expect(self.text(explanation).contains("Ana Müller (ana) may NOT work on erp-1."))
  }
}
