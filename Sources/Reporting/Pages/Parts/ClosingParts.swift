// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension PlanPage {
  /// Part 8: what one more unit of something scarce would save.
  func writeBottlenecks(_ html: inout Markup) {
    let confirmed = facts.explanation.flatMap { explanation in
      ExplanationDocumentBuilder(explanation: explanation, scenario: facts.scenario, extent: .whole).bottlenecks
    }
    guard let table = confirmed ?? facts.document.bottleneckTable else {
      return html.paragraph(noBottlenecks)
    }
    html.paragraph(
      "What one more hour, unit-day or unit of money in one place would change, the most first, and for how many that holds."
        + (facts.document.penalties.allIsMoney
          ? "" : " Worth counts money and the weight of what is not covered together; it says where it is scarcest."))
    var first = table
    first.rows = Array(table.rows.prefix(20))
    html.table(first, showsHeading: false)
    guard table.rows.count > 20 else { return }
    let rest = Array(table.rows.dropFirst(20))
    // Paper has the first of them alone: the others fill many sheets, and nobody reads them there.
    html.folded("\(Figures.count(rest.count, "more bottleneck")) of less worth", isPrinted: false) { html in
      html.table(
        TextTable(heading: table.heading, columns: table.columns, rows: rest), showsHeading: false, foldsLong: false)
    }
  }

  /// What it means that there is no bottleneck: prices belong to a plan that is proved to be the best.
  private var noBottlenecks: String {
    facts.plan.status == .optimal && facts.document.unmetByDemand.isEmpty
      ? "Nothing that is scarce has a price here: one more hour, unit-day or unit of money would change nothing."
      : "No prices are known of this plan. \u{201C}muster explain --best 10\u{201D} tries changes one by one, and says what "
        + "each would save."
  }

  /// Part 9: this plan beside another one.
  func writeChanges(_ html: inout Markup) {
    if let replanning = facts.plan.replanning {
      let sentence = replanning.sentence(
        value: facts.plan.objective.value, currency: facts.currency, isMoney: facts.document.penalties.allIsMoney)
      html.paragraph(sentence.prefix(1).uppercased() + sentence.dropFirst() + ".")
    }
    guard let comparison else {
      if let table = baselineTable {
        html.paragraph("Against the plan in force that the scenario has as its baseline.")
        return html.table(table)
      }
      return html.paragraph(
        facts.plan.replanning == nil
          ? "This page shows one plan alone. With another one beside it, such as the one in force, it says here who moves from "
            + "what to what, and why the cost differs."
          : "Who moves from what to what is shown here when the page is made with the plan in force (--compare).",
        class: "remark")
    }
    let document = ResultDocument(comparison: comparison, scenarios: comparedScenarios, .whole)
    html(.h3, text: document.title)
    for block in document.blocks {
      switch block {
      case .lines(let lines):
        html.facts(
          lines.map { .init($0.text.replacing(ComparisonDocumentBuilder.scenarioNote, with: "."), $0.role) })
      case .table(let table):
        // Rows that add up, or are figures of one plan, stay in their order.
        html.table(table, sortable: !["Figure", "Term"].contains(table.columns.first?.title))
      }
    }
  }

  /// What is planned otherwise than in the plan in force, which the scenario has; nil where it has none.
  private var baselineTable: TextTable? {
    guard let baseline = facts.scenario.baseline else { return nil }
    struct Slot: Hashable {
      var staff: String
      var demand: String
      var period: Int
    }
    var hours: [Slot: (before: Millionths, after: Millionths)] = [:]
    for entry in baseline.assignments {
      let slot = Slot(staff: entry.staff, demand: entry.demand, period: entry.period)
      hours[slot, default: (.zero, .zero)].before += Millionths(nearest: entry.hours.doubleValue) ?? .zero
    }
    for entry in facts.plan.assignments {
      hours[Slot(staff: entry.staff, demand: entry.demand, period: entry.period), default: (.zero, .zero)].after +=
        entry.hours
    }
    let changes = hours.filter { !PlanDocumentBuilder.isTrifle($0.value.after - $0.value.before) }.map { slot, change in
      HoursChange(
        staff: slot.staff, demand: slot.demand, period: slot.period,
        days: facts.periods.indices.contains(slot.period) ? facts.periods[slot.period] : nil, before: change.before,
        after: change.after)
    }
    let unit = facts.scenario.periodName
    let runs = HoursRun.all(of: changes, isBefore: isBefore)
    return TextTable(
      heading: changes.isEmpty ? "Nothing changes" : "Who moves",
      columns: [.init(""), .init("Person", wraps: true), .init("Demand", wraps: true)] + HoursRun.columns(runs, unit),
      rows: runs.map { run in
        [.init(run.mark), .init(facts.names.person(run.staff)), .init(facts.names.demand(run.demand))]
          + run.cells(among: runs)
      }, remarks: changes.isEmpty ? [] : [HoursRun.remark(runs, unit)])
  }

  /// Part 10: ten sentences for somebody who has never seen such a page.
  func writeGuide(_ html: inout Markup) {
    let period = facts.scenario.periodName
    let sentences = [
      "This page shows who and what works on which project when, for the days from \(Figures.days(facts.scenario.calendar.horizon)).",
      "A demand is work that a project wants: so many hours of people with some skills, or so many units of an asset, inside a window of days.",
      "Covered is what the plan gives to a demand; the rest is not covered, and is shown hatched and in the words \u{201C}not covered\u{201D}.",
      "A demand with a higher priority (10 is highest) weighs more, so that scarce hours go to it first, unless something else pays more.",
      "Hours are hours of people: two people for one hour are two hours; a unit-day (u-d) is one unit of an asset used for one day.",
      "In the map of people a stronger colour means a fuller \(period); over 100 % and with overtime it is marked, and hatched where somebody is away.",
      "Money spent is what people, overtime, assets and decisions cost; penalties are only there to rank plans, and are in no sum of money here.",
      "Proven best means that no other plan for the same scenario can be better; else the page says how much better one could be at most.",
      "A bottleneck's price says what one more hour, unit-day or unit of money there would change, for so many as stand beside it.",
      "Every drawing has its figures in a table below it, and the page can be read, searched and printed without a network.",
    ]
    html(.ol, .class("guide")) { html in
      for sentence in sentences { html(.li, text: sentence) }
    }
  }
}
