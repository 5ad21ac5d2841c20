// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension PlanPage {
  /// Part 1: everything in one glance.
  func writeVerdict(_ html: inout Markup) {
    let verdict = headline
    html(.p, .class("verdict " + (Markup.name(of: verdict.role) ?? "plain")), text: verdict.text)
    html(.div, .class("cards")) { html in
      for card in cards { html.card(card) }
    }
    html.paragraph(Self.meaningOfChecked)
    writeSpending(&html)
    html.facts(facts.document.overview)
    html.paragraph(facts.document.verdict.text + ".", class: "lead strong")
    if let table = facts.document.decisionTable { html.table(table, sortable: false) }
    if let table = facts.document.violationTable { html.table(table) }
    if let table = facts.document.commitmentTable { html.table(table) }
    if facts.isOutline {
      html.paragraph(
        "The scenario was not given to this page: it shows ids instead of names, and no windows, budgets, skills and hours "
          + "that are there.", class: "lead warn")
    }
  }

  static let meaningOfChecked =
    "Checked means: a part of the program that shares nothing with the one that made the plan has worked out every hour and "
    + "every amount of money again, day by day, and found whether a rule is broken."

  private var summary: PlanSummary { facts.plan.summary }

  private var headline: ResultDocument.Text {
    guard facts.plan.verification.feasible else {
      return .init("This plan cannot be carried out: the check found rules that it breaks.", .bad)
    }
    let short = facts.document.unmetByDemand
    guard !short.isEmpty else {
      return .init(facts.document.demands.isEmpty ? "Nothing is wanted." : "Everything is covered.", .good)
    }
    let hours = short.filter { !$0.isUnitDays }.reduce(Millionths.zero) { $0 + $1.amount }
    let unitDays = short.filter(\.isUnitDays).reduce(Millionths.zero) { $0 + $1.amount }
    var amounts: [String] = []
    if hours != .zero { amounts.append(Figures.hours(hours) + " h") }
    if unitDays != .zero { amounts.append(Figures.hours(unitDays) + " unit-days") }
    return .init(
      "\(amounts.joined(separator: " and ")) of \(Figures.count(short.count, "demand")) are not covered; all else is.",
      .warning)
  }

  private var cards: [PageCard] {
    var cards: [PageCard] = []
    func coverage(_ title: String, _ coverage: PlanSummary.Coverage, _ unit: String) {
      guard coverage.wanted != .zero else { return }
      let isShort = !PlanDocumentBuilder.isTrifle(coverage.unmet)
      cards.append(
        PageCard(
          title: title, figure: PlanDocumentBuilder.percent(coverage),
          note: isShort
            ? "\(Figures.hours(coverage.unmet)) of \(Figures.hours(coverage.wanted)) \(unit) are missing"
            : "all of \(Figures.hours(coverage.wanted)) \(unit)",
          role: isShort ? .warning : .good, share: coverage.share.doubleValue))
    }
    coverage("Hours covered", summary.hours, "h")
    coverage("Unit-days covered", summary.unitDays, "unit-days")
    cards.append(
      PageCard(
        title: facts.currency.map { "Money spent, in " + $0 } ?? "Money spent",
        figure: Figures.amount(facts.plan.money.spent, decimals: 0),
        note: "exactly " + Figures.money(facts.plan.money.spent, currency: facts.currency)))
    let available = summary.people.reduce(Millionths.zero) { $0 + $1.available }
    if available != .zero {
      let used = summary.people.reduce(Millionths.zero) { $0 + $1.used }
      let share = PlanSummary.Utilisation(id: "", available: available, used: used).share ?? .zero
      cards.append(
        PageCard(
          title: "People's time used", figure: Figures.nearestPercent(share),
          note:
            "\(Figures.hours(used)) of \(Figures.hours(available)) h of \(Figures.count(facts.scenario.staff.reduce(0) { $0 + $1.headcount }, "person", "people"))",
          share: share.doubleValue))
    }
    return cards + [proof, check]
  }

  /// How far from the best plan one with a gap is at most.
  private static func distance(_ gap: Int128) -> String {
    guard gap > 0 else { return "no other plan is better" }
    let text = Figures.gap(gap)
    return (text.hasPrefix("below ") ? "less than " + text.dropFirst(6) : text) + " from the best possible"
  }

  private var proof: PageCard {
    let gap = facts.plan.objective.gap
    if facts.plan.status == .optimal {
      return PageCard(
        title: "How good", figure: "Proven best",
        note: gap.map(Self.distance) ?? "", role: .good)
    }
    guard let gap else {
      return PageCard(
        title: "How good", figure: "Not known", note: "there is no bound to hold it against", role: .warning)
    }
    return PageCard(
      title: "How good", figure: "Within \(Figures.gap(gap))",
      note: "of the best possible plan; \(facts.plan.stop.words)", role: .warning)
  }

  private var check: PageCard {
    let verification = facts.plan.verification
    return verification.feasible
      ? PageCard(title: "Checked", figure: "Sound", note: "no rule is broken on any day", role: .good)
      : PageCard(
        title: "Checked", figure: "Not sound",
        note: Figures.count(verification.violations.count, "rule is broken", "rules are broken"), role: .bad)
  }

  /// What the money is spent on, as a bar and as a table.
  private func writeSpending(_ html: inout Markup) {
    // All terms but those that only count.
    let kinds = facts.plan.objective.terms.named.filter {
      !Plan.Terms.penalties.contains($0.name) && $0.amount != .zero
    }
    let total = facts.plan.money.spent
    guard total > .zero, kinds.count > 0 else { return }
    html(.svg, .class("spending"), .init("height", "30"), .init("aria-hidden", "true")) { html in
      var x = 0.0
      for (number, (name, amount)) in kinds.enumerated() {
        let share = amount.doubleValue / total.doubleValue
        html.bar("kind-\(number + 1)", x, share, y: 0, height: 22)
        if share > 0.12 {
          html(.text, .class("in-\(number + 1)"), .init("x", Drawing.percent(x + 0.006)), .init("y", "15"), text: name)
        }
        x += share
      }
    }
    var table = TextTable(
      heading: "Money spent, by kind",
      columns: [.init("Kind"), .init(facts.scenario.titled("Money"), .right), .init("Share", .right)],
      rows: kinds.map { name, amount in
        [
          .init(name), .init(Figures.money(amount)),
          .init(Figures.nearestPercent(Millionths(count: amount.count * 1_000_000 / max(1, total.count)))),
        ]
      })
    table.rows.append([.init("all"), .init(Figures.money(total)), .init("100.0 %")])
    html.table(table, sortable: false, showsHeading: false)
  }
}
