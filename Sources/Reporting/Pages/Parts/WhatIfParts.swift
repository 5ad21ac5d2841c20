// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension WhatIfPage {
  private var isMoney: Bool { comparison.isMoney }

  // MARK: The verdict

  func writeVerdict(_ html: inout Markup) {
    let verdict = headline
    html(.p, .class("verdict " + (Markup.name(of: verdict.role) ?? "plain")), text: verdict.text)
    html(.div, .class("cards")) { html in
      for variant in whatIf.variants { html.card(card(variant)) }
    }
    html.facts(comparison.overview)
    if !documents.isEmpty { html.paragraph(PlanPage.meaningOfChecked) }
    html.facts(
      documents.indices.filter { !documents[$0].plan.verification.feasible }.map { index in
        .init(whatIf.comparison.plans[index].name + ": " + documents[index].verdict.text + ".", .bad)
      })
  }

  private var headline: ResultDocument.Text {
    let differences = whatIf.comparison.differences
    // Half a cent is no difference.
    let better = differences.filter { $0.delta.value.count <= -5_000 }
    let worse = differences.filter { $0.delta.value.count >= 5_000 }
    let measure = isMoney ? "costs less than" : "is better than"
    guard let best = better.min(by: { $0.delta.value < $1.delta.value }) else {
      let isOne = differences.count == 1
      let none = isOne ? "The change" : differences.count == 2 ? "Both changes" : "All \(differences.count) changes"
      guard worse.isEmpty else {
        guard worse.count == differences.count else {
          return .init("No change \(measure) the scenario as it is.", .warning)
        }
        let least = worse.count > 1 ? worse.min { $0.delta.value < $1.delta.value } : nil
        return .init(
          none + (isMoney ? (isOne ? " costs" : " cost") + " more than" : (isOne ? " is" : " are") + " worse than")
            + " the scenario as it is" + (least.map { "; \u{201C}\($0.plan)\u{201D} comes closest." } ?? "."), .warning)
      }
      return .init(none + (isOne ? " is" : " are") + " as good as the scenario as it is.", .good)
    }
    if differences.count == 1 { return .init("\u{201C}\(best.plan)\u{201D} \(measure) the scenario as it is.", .good) }
    guard better.count > 1 else {
      return .init(
        "Of \(differences.count) changes one \(measure) the scenario as it is: \u{201C}\(best.plan)\u{201D}.", .good)
    }
    return .init(
      "Of \(differences.count) changes \(better.count) \(isMoney ? "cost less" : "are better") than the scenario as it is, "
        + "\u{201C}\(best.plan)\u{201D} \(isMoney ? "least" : "most").", .good)
  }

  private func card(_ variant: WhatIf.Variant) -> PageCard {
    let summary = variant.figures.summary
    let lacks =
      !PlanDocumentBuilder.isTrifle(summary.hours.unmet) || !PlanDocumentBuilder.isTrifle(summary.unitDays.unmet)
    let covered = "\(PlanDocumentBuilder.percent(summary.hours, summary.unitDays)) covered"
    guard let difference = variant.difference else {
      return PageCard(
        title: "\(variant.figures.name): the scenario as it is", figure: Figures.amount(variant.spent, decimals: 0),
        note: (whatIf.currency.map { $0 + " " } ?? "") + "spent; " + covered, role: lacks ? .warning : .good,
        share: summary.hours.share.doubleValue)
    }
    let delta = difference.delta
    var notes: [String] = []
    // Half a cent and what rounding leaves are no news.
    if delta.cost.magnitude.count >= 5_000 {
      notes.append(
        Figures.money(delta.cost.magnitude, currency: whatIf.currency) + (delta.cost > .zero ? " more" : " less"))
    }
    if !PlanDocumentBuilder.isTrifle(delta.unmetHours) {
      notes.append(
        Figures.hours(delta.unmetHours.magnitude) + " h " + (delta.unmetHours > .zero ? "more" : "less") + " unmet")
    }
    if !PlanDocumentBuilder.isTrifle(delta.unmetUnitDays) {
      notes.append(
        Figures.hours(delta.unmetUnitDays.magnitude) + " unit-days " + (delta.unmetUnitDays > .zero ? "more" : "fewer")
          + " unmet")
    }
    return PageCard(
      title: variant.figures.name, figure: Figures.amount(variant.spent, decimals: 0),
      note: ([covered] + notes).joined(separator: "; "),
      role: delta.value.magnitude.count < 5_000 ? .plain : delta.value > .zero ? .warning : .good,
      share: summary.hours.share.doubleValue)
  }

  // MARK: What is changed

  func writeWhatIsChanged(_ html: inout Markup) {
    let table = builder.changes
    guard !table.rows.isEmpty else { return html.paragraph("No change alters the scenario.") }
    html.table(table, sortable: false, showsHeading: false)
  }

  // MARK: Side by side

  func writeSideBySide(_ html: inout Markup) {
    html.paragraph(
      "Bars are as long as the figures beside them. Money spent is what people, overtime, assets and decisions cost; penalties are not in it."
    )
    writeBars(&html)
    for table in builder.figures(columns: 8) {
      html.table(table, sortable: false)
    }
  }

  /// Money and what is unmet, a bar for each plan.
  private func writeBars(_ html: inout Markup) {
    let variants = whatIf.variants
    let money = max(1, variants.map { $0.spent.doubleValue }.max() ?? 1)
    let lack = variants.map { $0.figures.summary.hours.unmet.doubleValue }.max() ?? 0
    html.scrolling("Money and unmet hours") { html in
      html(.table, .class("text stack")) { html in
        html.caption("Money and unmet hours")
        html.heads([
          ("Change", false), (comparison.titled("Spent"), true), ("", false), ("Unmet h", true), ("", false),
          ("Projects covered", true),
        ])
        html(.tbody) { html in
          for variant in variants {
            let unmet = variant.figures.summary.hours.unmet
            html(.tr) { html in
              html.cell(variant.figures.name, class: "first", label: "Change")
              html.cell(Figures.money(variant.spent), class: "n", label: comparison.titled("Spent"))
              html(.td, .class("drawing")) { $0.meter("money", variant.spent.doubleValue / money, height: 12) }
              html.cell(
                Figures.hours(unmet), class: PlanDocumentBuilder.isTrifle(unmet) ? "n" : "n warn", label: "Unmet h")
              html(.td, .class("drawing")) { html in
                html.meter("lack", lack > 0 ? unmet.doubleValue / lack : 0, height: 12)
              }
              html.cell(
                "\(variant.extra.projectsCovered) of \(variant.extra.projects)", class: "n", label: "Projects covered")
            }
          }
        }
      }
    }
  }

  // MARK: Change by change

  func writeEach(_ html: inout Markup) {
    guard let base = documents.first else { return writeEachTerms(&html) }
    writeUnmet(of: base, named: "The scenario as it is", &html)
    for (index, difference) in whatIf.comparison.differences.enumerated() where documents.indices.contains(index + 1) {
      html(.h3, text: difference.plan)
      guard difference.differs else {
        html.paragraph("The plan stays as it is.")
        continue
      }
      html.folded("What differs with \u{201C}\(difference.plan)\u{201D}", isOpen: index == 0) { html in
        for table in comparison.tables(of: difference, "") {
          // Rows that add up stay in their order.
          html.table(table, sortable: table.columns.first?.title != "Term")
        }
        writeUnmet(of: documents[index + 1], named: difference.plan, &html)
      }
    }
  }

  /// What explains the difference of each change, where the plans are not known.
  private func writeEachTerms(_ html: inout Markup) {
    html.paragraph(
      "This page was made of the figures alone. Who moves, and what is not covered and why, is on the page that muster whatif --report writes."
    )
    for difference in whatIf.comparison.differences {
      html(.h3, text: difference.plan)
      let tables = comparison.tables(of: difference, "")
      if tables.isEmpty { html.paragraph("The plan costs and covers as much as it does without the change.") }
      // Rows that add up stay in their order.
      for table in tables { html.table(table, sortable: false) }
    }
  }

  /// What a plan does not cover, and why.
  private func writeUnmet(of document: PlanDocumentBuilder, named name: String, _ html: inout Markup) {
    guard var table = document.unmetTable else { return html.paragraph("\(name): everything is covered.") }
    table.heading = "\(name): not covered"
    html.table(table)
  }

  // MARK: How to read this

  func writeGuide(_ html: inout Markup) {
    let base = whatIf.comparison.plans.first?.name ?? WhatIfPage.base
    let sentences =
      [
        "This page puts one scenario beside itself with some changes, each by itself; changes that are to come together are one of them.",
        "\u{201C}\(base)\u{201D} is the scenario as it is; all differences are from that one.",
        "Every column is a plan of its own, the best that was found for its scenario, and checked by a part of the program that shares nothing with the one that made it.",
        "Covered is what the plan gives to a demand; the rest is unmet. A demand with a higher priority (10 is highest) weighs more.",
        "Money spent is what people, overtime, assets and decisions cost; penalties are only there to rank plans, and are in no sum of money here.",
        "The value ranks the plans: what is spent, and what is unmet by its weight, at the penalties of the scenario as it is; less is better.",
        "Assignments changed says how many hours of one person for one demand in one \(scenario?.periodName ?? "period") are others than as it is.",
        "Optimal means that no other plan of that scenario can be better; feasible, that the search was stopped before that was known.",
      ]
      + (documents.isEmpty
        ? [] : ["Why something is not covered stands beside it in the part \u{201C}Change by change\u{201D}."])
    html(.ol, .class("guide")) { html in
      for sentence in sentences { html(.li, text: sentence) }
    }
  }

  /// What the scenario as it is is called where there is no plan of it.
  private static let base = "now"
}
