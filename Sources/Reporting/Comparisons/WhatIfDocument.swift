// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers

extension ResultDocument {
  /// A scenario and its changes for people: what each one means in a sentence, what was changed, and all figures side by
  /// side.
  ///
  /// - Parameters:
  ///   - whatIf: the plans.
  ///   - scenarios: the scenario as it is, and then with each change.
  ///   - extent: whether long lists are shown whole.
  package init(whatIf: WhatIf, scenarios: [Scenario], _ extent: Extent = .short) {
    let comparison = ComparisonDocumentBuilder(whatIf: whatIf, scenarios: scenarios, extent)
    let builder = WhatIfDocumentBuilder(whatIf: whatIf, comparison: comparison)
    self.init(
      title: "What if: " + (scenarios.first?.name ?? "a scenario"),
      blocks: [.lines(comparison.overview), .table(builder.changes)] + builder.figures().map { .table($0) })
  }
}

extension ComparisonDocumentBuilder {
  /// Of a scenario with its changes.
  init(whatIf: WhatIf, scenarios: [Scenario], _ extent: Extent) {
    self.init(
      comparison: whatIf.comparison, currency: whatIf.currency,
      isMoney: scenarios.allSatisfy { PenaltyWords($0).allIsMoney }, hasScenarios: true, names: Names(scenarios),
      uniqueNames: ResultDocument.uniqueNames(scenarios), extent: extent, quotesPlans: true)
  }
}

/// The blocks of what changes of a scenario change.
struct WhatIfDocumentBuilder {
  typealias Text = ResultDocument.Text
  typealias Variant = WhatIf.Variant

  let whatIf: WhatIf
  let comparison: ComparisonDocumentBuilder

  /// So many changes stand beside the scenario as it is in one table of a terminal.
  private static let mostColumns = 4

  /// What was changed.
  var changes: TextTable {
    let entries = whatIf.comparison.differences.flatMap { difference in
      difference.scenario.map { (difference.plan, $0) }
    }
    return TextTable(
      heading: "What is changed",
      columns: [
        .init("Change", wraps: true), .init(""), .init("What", wraps: true), .init("Before", wraps: true),
        .init("After", wraps: true),
      ],
      of: entries, most: 20, comparison.extent, leftOut: { Figures.count($0.count, "more difference") }
    ) { name, entry in
      [
        Text(name), Text(comparison.sign(entry.kind)), Text(entry.what), Text(entry.before ?? "-"),
        Text(entry.after ?? "-"),
      ]
    }
  }

  /// The figures, a column for each plan; where there are many, in several tables.
  func figures(columns most: Int = mostColumns) -> [TextTable] {
    let variants = whatIf.variants
    guard let base = variants.first else { return [] }
    let rest = Array(variants.dropFirst())
    return stride(from: 0, to: max(1, rest.count), by: most).map { start in
      table([base] + rest[min(start, rest.count)..<min(rest.count, start + most)])
    }
  }

  private func table(_ variants: [Variant]) -> TextTable {
    var rows: [[Text]] = []
    func row(_ name: String, _ text: (Variant) -> Text) { rows.append([Text(name)] + variants.map(text)) }
    /// An amount, and below it by how much it is another one; nothing where it is nowhere.
    func amount(
      _ name: String, isAlways: Bool = false, _ format: @escaping (Millionths) -> String,
      _ amount: (Variant) -> Millionths
    ) {
      guard isAlways || variants.contains(where: { amount($0) != .zero }) else { return }
      row(name) { Text(format(amount($0))) }
      guard let base = variants.first.map(amount), variants.contains(where: { amount($0) != base }) else { return }
      row("  difference") { variant in
        let delta = amount(variant) - base
        guard delta.magnitude.count >= 5_000 else { return Text("-") }
        return Text((delta > .zero ? "+" : "") + format(delta), delta > .zero ? .warning : .good)
      }
    }
    let money: (Millionths) -> String = { Figures.money($0) }
    amount(comparison.isMoney ? comparison.titled("value") : "value, with penalties", isAlways: true, money) {
      $0.figures.objective.value
    }
    row("status") { Text($0.figures.status.rawValue) }
    amount(comparison.titled("money spent"), isAlways: true, money) { $0.spent }
    row("hours covered") { Text(PlanDocumentBuilder.percent($0.figures.summary.hours)) }
    amount("hours unmet", isAlways: true, Figures.hours) { $0.figures.summary.hours.unmet }
    for priority in priorities {
      guard variants.contains(where: { unmet($0, priority) ?? .zero != .zero }) else { continue }
      row("  at priority \(Figures.exact(priority))") { Text(unmet($0, priority).map(Figures.hours) ?? "-") }
    }
    amount("unit-days unmet", Figures.hours) { $0.figures.summary.unitDays.unmet }
    amount("overtime hours", Figures.hours) { $0.extra.overtimeHours }
    amount("promised hours broken", Figures.hours) { $0.extra.brokenHours }
    row("projects covered") { Text("\($0.extra.projectsCovered) of \($0.extra.projects)") }
    row("people's time used") { Text($0.extra.utilisation.map(Figures.nearestPercent) ?? "-") }
    row("assignments changed") { Text($0.difference.map { Figures.whole($0.delta.changes) } ?? "-") }
    row("people changed") { Text($0.difference.map { Figures.whole($0.delta.people) } ?? "-") }
    return TextTable(
      heading: "Side by side",
      columns: [.init("Figure")] + variants.map { .init($0.figures.name, .right, wraps: true) },
      rows: rows)
  }

  /// All priorities, highest first.
  private var priorities: [ExactDecimal] {
    Set(whatIf.variants.flatMap { $0.figures.summary.coverageByPriority.map(\.priority) }).sorted(by: >)
  }

  private func unmet(_ variant: Variant, _ priority: ExactDecimal) -> Millionths? {
    variant.figures.summary.coverageByPriority.first { $0.priority == priority }?.hours.unmet
  }
}

extension TextTable {
  /// A line for each plan, for spreadsheets: figures as they are, without separators.
  package init(whatIf: WhatIf) {
    let names = whatIf.comparison.plans.first?.objective.terms.named.map(\.name) ?? []
    let columns =
      ["value", "bound", "spent"] + names + [
        "unmetHours", "unmetUnitDays", "overtimeHours", "brokenHours", "projects", "projectsCovered", "utilisation",
        "valueDifference", "spentDifference", "unmetHoursDifference", "assignmentsChanged", "peopleChanged",
      ]
    let variants = whatIf.variants
    self.init(
      heading: "", columns: [.init("name"), .init("status")] + columns.map { .init($0, .right) },
      rows: variants.map { variant in
        let figures = variant.figures
        let delta = variant.difference?.delta
        func text(_ amount: Millionths?) -> String { amount?.description ?? "" }
        let amounts: [Millionths?] =
          [figures.objective.value, figures.objective.bound, variant.spent]
          + figures.objective.terms.named.map { Optional($0.amount) }
          + [
            figures.summary.hours.unmet, figures.summary.unitDays.unmet, variant.extra.overtimeHours,
            variant.extra.brokenHours,
          ]
        let ends = [
          String(variant.extra.projects), String(variant.extra.projectsCovered), text(variant.extra.utilisation),
          text(delta?.value), text(delta.flatMap { _ in variants.first.map { variant.spent - $0.spent } }),
          text(delta?.unmetHours), delta.map { String($0.changes) } ?? "",
          delta.map { String($0.people) } ?? "",
        ]
        return [Text(figures.name), Text(figures.status.rawValue)] + (amounts.map(text) + ends).map { Text($0) }
      })
  }
}
