// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension PlanPage {
  /// Part 2: a row for each demand that is not covered, with the best way out that is known.
  func writeUnmet(_ html: inout Markup) {
    let entries = facts.document.unmetByDemand
    if entries.isEmpty {
      html.paragraph("Everything that is wanted is covered.", class: "lead good")
    } else {
      html.paragraph(
        facts.document.unmetIsMoney
          ? "The dearest first. What is not covered counts at the prices that the scenario states."
          : "What counts most first, by priority (10 is highest) and amount.")
      let columns = UnmetColumns(
        isMoney: facts.document.unmetIsMoney, showsWhy: entries.contains { !$0.reasons.isEmpty },
        showsRemedies: entries.contains { best(of: $0.demand) != nil })
      writeTable(entries.prefix(Self.mostRows), "What is not covered", columns, &html)
      let rest = entries.dropFirst(Self.mostRows)
      if !rest.isEmpty {
        html.folded("\(Figures.count(rest.count, "more demand")) that count less") { html in
          writeTable(rest, "What else is not covered", columns, &html)
        }
      }
    }
    let trifles = facts.document.rounding
    if !trifles.isEmpty {
      html.paragraph(
        "Rounding leaves less than 0.01 of \(Figures.count(trifles.count, "more demand")).", class: "remark")
    }
    if facts.explanation != nil, entries.contains(where: { best(of: $0.demand) == nil }) {
      html.paragraph(
        "Where no way out stands, none was looked for, or none helps: muster explain --remedies 10 looks for those of 10 demands.",
        class: "remark")
    }
    guard let explanation = facts.explanation else {
      if !entries.isEmpty, entries.allSatisfy({ best(of: $0.demand) == nil }) {
        html.paragraph(
          "Ways out are listed here when the page is made with an explanation: muster explain works them out, each by planning "
            + "again.", class: "remark")
      }
      return
    }
    let builder = ExplanationDocumentBuilder(
      explanation: explanation, scenario: facts.scenario, extent: .whole)
    for table in [builder.levers, builder.decisions, builder.remedies] {
      guard var table else { continue }
      table.remarks = table.remarks.map { $0.replacing(ExplanationDocumentBuilder.patchNote, with: "") }
      html.table(table)
    }
    if let absences = explanation.absences { html.table(builder.table(absences)) }
  }

  /// So many demands are shown before the rest is folded.
  private static let mostRows = 60

  private func writeTable(
    _ entries: ArraySlice<PlanDocumentBuilder.UnmetDemand>, _ heading: String, _ columns: UnmetColumns,
    _ html: inout Markup
  ) {
    html.scrolling(heading) { html in
      html(.table, .class("text stack sorts")) { html in
        html.caption(heading)
        var heads: [(title: String, isFigure: Bool)] = [
          ("Project", false), ("Demand", false), ("When", false), ("Not covered", true),
        ]
        // Without the scenario no priority is known.
        if columns.isMoney || !facts.isOutline {
          heads.append((columns.isMoney ? facts.scenario.titled("Costs") : "Priority", true))
        }
        if columns.showsWhy { heads.append(("Why", false)) }
        if columns.showsRemedies { heads.append(("Best way out", false)) }
        html.heads(heads)
        html(.tbody) { html in
          for entry in entries {
            html(.tr) { html in
              writeCells(of: entry, isMoney: columns.isMoney, &html)
              if columns.showsWhy { writeReasons(entry.reasons, &html) }
              if columns.showsRemedies {
                if let remedy = best(of: entry.demand) {
                  html.prose(.td, .class("why"), .label("Best way out"), text: sentence(remedy))
                } else {
                  html.cell("-", class: "why", label: "Best way out")
                }
              }
            }
          }
        }
      }
    }
  }

  private func writeCells(of entry: PlanDocumentBuilder.UnmetDemand, isMoney: Bool, _ html: inout Markup) {
    html.cell(facts.names.project(entry.project), label: "Project")
    html.cell(facts.names.demand(entry.demand), label: "Demand")
    let isKnown = !facts.isOutline || !entry.periods.isEmpty
    html.prose(.td, .class("when"), .label("When"), text: isKnown ? facts.document.when(entry) : "-")
    html.cell(
      Figures.hours(entry.amount) + (entry.isUnitDays ? " u-d" : " h"), class: "n warn", label: "Not covered")
    guard isMoney || !facts.isOutline else { return }
    html.cell(
      isMoney
        ? Figures.money(entry.cost)
        : facts.document.demands[entry.demand].map { Figures.exact(facts.scenario.priority(of: $0)) } ?? "-",
      class: "n", label: isMoney ? facts.scenario.titled("Costs") : "Priority")
  }

  /// The reason that accounts for most, and the others when somebody asks for them.
  private func writeReasons(_ reasons: [String], _ html: inout Markup) {
    html(.td, .class("why"), .label("Why")) { html in
      guard let first = reasons.first else { return html.text("-") }
      html.prose(first)
      let others = reasons.dropFirst()
      guard !others.isEmpty else { return }
      html(.details, .class("more")) { html in
        html(.summary, text: "and \(Figures.count(others.count, "more reason"))")
        html(.ul) { html in
          for reason in others { html.prose(.li, text: reason) }
        }
      }
    }
  }

  /// The remedy of a demand that saves most, of those that were solved again.
  private func best(of demand: String) -> Plan.Remedy? {
    let entries = (facts.explanation?.unmet ?? []) + facts.plan.unmet
    return entries.filter { $0.demand == demand }.flatMap(\.remedies).filter(\.confirmed).enumerated()
      .max { left, right in
        let saves = (left.element.saves ?? .zero, right.element.saves ?? .zero)
        return saves.0 != saves.1 ? saves.0 < saves.1 : left.offset > right.offset
      }?.element
  }

  /// A remedy with what it covers and costs.
  private func sentence(_ remedy: Plan.Remedy) -> String {
    var parts: [String] = []
    if let hours = remedy.hours, !PlanDocumentBuilder.isTrifle(hours) {
      parts.append("covers \(Figures.hours(hours)) h more")
    }
    if let unitDays = remedy.unitDays, !PlanDocumentBuilder.isTrifle(unitDays) {
      parts.append("covers \(Figures.hours(unitDays)) unit-days more")
    }
    if let spent = remedy.spent, spent.magnitude.count >= 5_000 {
      parts.append(
        "spends \(Figures.money(spent.magnitude, currency: facts.currency)) \(spent > .zero ? "more" : "less")")
    }
    if facts.document.penalties.allIsMoney, let saves = remedy.saves {
      parts.append("saves \(Figures.money(saves, currency: facts.currency)) in all")
    }
    return remedy.title + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
  }
}

/// The columns of what is not covered.
private struct UnmetColumns {
  var isMoney: Bool
  var showsWhy: Bool
  var showsRemedies: Bool
}

extension PlanDocumentBuilder {
  /// Whether all that is not covered is money.
  var unmetIsMoney: Bool { unmetByDemand.allSatisfy { penalties.isMoney(demand: $0.demand) } }
}
