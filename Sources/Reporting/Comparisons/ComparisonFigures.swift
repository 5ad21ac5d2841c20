// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension ComparisonDocumentBuilder {
  func scenarioTable(_ difference: Comparison.Difference, several: Bool) -> TextTable {
    return TextTable(
      heading: "How the scenario " + (several ? "of \(difference.plan) " : "") + "differs",
      columns: [.init(""), .init("What", wraps: true), .init("Before", wraps: true), .init("After", wraps: true)],
      of: difference.scenario, most: 20, extent, leftOut: { Figures.count($0.count, "more difference") }
    ) { entry in
      [Text(sign(entry.kind)), Text(entry.what), Text(entry.before ?? "-"), Text(entry.after ?? "-")]
    }
  }

  func sign(_ kind: Comparison.ScenarioDifference.Kind) -> String {
    switch kind {
    case .added: "+"
    case .removed: "-"
    case .changed: "~"
    }
  }

  /// `+` for what is new, `-` for what is gone, `~` for what is another amount.
  func sign(_ change: Comparison.Change) -> String {
    change.before == .zero ? "+" : change.after == .zero ? "-" : "~"
  }

  /// One row for each figure, one column for each plan.
  var figures: TextTable {
    typealias Plans = Comparison.PlanFigures
    func row(_ name: String, _ text: (Plans) -> String) -> [Text] {
      [Text(name)] + comparison.plans.map { Text(text($0)) }
    }
    func amounts(_ name: String, _ amount: (Plans) -> Millionths, _ format: (Millionths) -> String) -> [Text]? {
      guard comparison.plans.contains(where: { amount($0) != .zero }) else { return nil }
      return row(name) { format(amount($0)) }
    }
    var rows: [[Text]?] = [
      row(isMoney ? titled("value") : "value, with penalties") { Figures.money($0.objective.value) },
      row("status") { $0.status.rawValue },
      row("gap") { $0.objective.gap.map(Figures.gap) ?? "no bound" },
      row(titled("money spent")) { Figures.money(Plan.Money(of: $0.objective.terms).spent) },
    ]
    let names = comparison.plans.first?.objective.terms.named.map(\.name) ?? []
    func terms(_ isListed: (String) -> Bool, _ title: (String) -> String) {
      for (index, name) in names.enumerated() where isListed(name) {
        rows.append(amounts(title(name), { $0.objective.terms.named[index].amount }) { Figures.money($0) })
      }
    }
    terms({ !Plan.Terms.penalties.contains($0) }, { "  of it " + $0 })
    terms({ Plan.Terms.penalties.contains($0) }, { isMoney ? titled("counted for " + $0) : "penalty for " + $0 })
    rows.append(row("hours covered") { PlanDocumentBuilder.percent($0.summary.hours) })
    rows.append(amounts("hours unmet", { $0.summary.hours.unmet }, Figures.hours))
    if comparison.plans.contains(where: { $0.summary.unitDays.wanted != .zero }) {
      rows.append(row("unit-days covered") { PlanDocumentBuilder.percent($0.summary.unitDays) })
      rows.append(amounts("unit-days unmet", { $0.summary.unitDays.unmet }, Figures.hours))
    }
    rows.append(amounts("overtime hours", { $0.summary.people.reduce(.zero) { $0 + $1.overtime } }, Figures.hours))
    rows.append(row("assignments") { Figures.whole($0.assignments) })
    let deltas = [nil] + comparison.differences.map { Optional($0.delta) }
    func counts(_ name: String, _ text: (Comparison.Delta) -> String) -> [Text] {
      [Text(name)] + deltas.map { Text($0.map(text) ?? "-") }
    }
    rows.append(counts("  changed") { Figures.whole($0.changes) })
    rows.append(counts("people changed") { Figures.whole($0.people) })
    rows.append(counts("hours taken or given") { Figures.hours($0.hoursMoved) })
    return TextTable(
      heading: "Side by side",
      columns: [.init("Figure")] + comparison.plans.map { .init($0.name, .right, wraps: true) },
      rows: rows.compactMap { $0 })
  }

  func termTable(_ difference: Comparison.Difference, _ suffix: String) -> TextTable? {
    guard let index = comparison.plans.firstIndex(where: { $0.name == difference.plan }),
      let reference = comparison.plans.first
    else { return nil }
    let plan = comparison.plans[index]
    let terms = zip(reference.objective.terms.named, plan.objective.terms.named)
      .map { (name: $0.name, before: $0.amount, after: $1.amount, delta: $1.amount - $0.amount) }
      .filter { $0.delta.magnitude.count >= 5_000 }
      .sorted { $0.delta.magnitude > $1.delta.magnitude }
    guard !terms.isEmpty else { return nil }
    func row(_ name: String, _ before: Millionths, _ after: Millionths) -> [Text] {
      let delta = after - before
      return [
        Text(name), Text(Figures.money(before)), Text(Figures.money(after)),
        Text(signedMoney(delta), delta > .zero ? .warning : delta < .zero ? .good : .plain),
      ]
    }
    return TextTable(
      heading: "What explains the difference" + suffix,
      columns: [
        .init("Term"), .init(isMoney ? titled("Before") : "Before", .right),
        .init(isMoney ? titled("After") : "After", .right), .init("Difference", .right),
      ],
      rows: terms.map { row($0.name, $0.before, $0.after) } + [
        row("total", reference.objective.value, plan.objective.value)
      ],
      remarks: isMoney ? [] : Plan.Terms.remark(onPenaltiesAmong: terms.map(\.name)))
  }
}
