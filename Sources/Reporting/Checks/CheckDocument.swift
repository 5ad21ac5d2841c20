// SPDX-License-Identifier: GPL-3.0-or-later

package import Formats
internal import Issues
internal import Allocation
internal import Numbers

extension ResultDocument {
  /// What the check of a plan found, for people.
  package init(_ report: CheckReport, _ extent: Extent = .short) {
    self.init(
      title: "Check of a plan for " + (report.scenario.name ?? "a scenario"),
      blocks: [.lines(report.summary)] + report.tables(extent).map { .table($0) }
        + [PenaltyWords(report.scenario).legend].compactMap { $0.map { .lines([Text($0, .remark)]) } })
  }
}

extension CheckReport {
  fileprivate typealias Text = ResultDocument.Text

  /// Whether all that counts is money.
  private var isMoney: Bool { PenaltyWords(scenario).allIsMoney }

  fileprivate var summary: [Text] {
    let currency = isMoney ? scenario.currency : nil
    var lines = [
      verification.feasible
        ? Text("The plan is valid.", .good)
        : Text("The plan is INVALID: " + Figures.count(verification.violations.count, "violation") + ".", .bad)
    ]
    if let filledIn {
      let names = filledIn.map { Self.names[$0] ?? $0 }
      lines.append(
        Text(
          names.isEmpty
            ? "It is a draft; its costs were worked out."
            : "It is a draft; worked out from its assignments: " + names.joined(separator: ", ") + "."))
    }
    if let value {
      lines.append(
        Text(
          (filledIn == nil ? "Value as given " : "Value ") + Figures.money(value, currency: currency)
            + (isMoney ? "" : " (money and penalties)")))
      if let priced, !isMoney {
        lines.append(Text("Money spent " + Figures.money(priced.money.spent, currency: scenario.currency)))
      }
    } else {
      lines.append(Text("It could not be priced.", .warning))
    }
    if let validPart {
      lines.append(Text("Value of what is valid " + Figures.money(validPart.plan.objective.value, currency: currency)))
    }
    if let optimum {
      let name = optimum.status == .optimal ? "Optimum" : "Best plan found"
      let gap = optimum.objective.gap.map { ", gap " + Figures.gap($0) } ?? ""
      lines.append(Text(name + " " + Figures.money(optimum.objective.value, currency: currency) + gap))
      if let distance, let value { lines.append(Text(sentence(distance: distance, of: value))) }
    }
    if !unchecked.isEmpty {
      lines.append(
        Text(
          "Not checked, as nothing in a plan can show it: " + unchecked.map(Self.claim).joined(separator: ", ") + "."))
    }
    return lines
  }

  /// What a part of a plan claims that is not checked.
  private static func claim(_ part: String) -> String {
    switch part {
    case "engine": "which engine made it"
    case "bound": "its bound"
    case "bottlenecks": "its bottlenecks and their prices"
    case "order": "the bounds of steps of its order"
    case "reasons": "that it gives no reasons for what is unmet"
    case "remedies": "its remedies"
    default: part
    }
  }

  /// What the lists of a plan are called in a sentence.
  private static let names = [
    "overtime": "overtime", "assetUse": "use of assets", "operating": "operating hours", "unmet": "what is unmet",
    "brokenCommitments": "commitments not kept",
  ]

  private func sentence(distance: Millionths, of value: Millionths) -> String {
    if distance == .zero { return "The plan is worth as much as the best one." }
    let amount = Figures.money(distance.magnitude, currency: isMoney ? scenario.currency : nil)
    guard distance > .zero else {
      return verification.feasible
        ? "The plan is better than that by " + amount + "."
        : "The plan is \(isMoney ? "cheaper" : "better") than that by \(amount), because it breaks the rules."
    }
    let share = Millionths(count: distance.count * 1_000_000 / max(1_000_000, value.magnitude.count))
    let percent = share.count < 1_000 ? "less than 0.1 %" : Figures.percent(share)
    if !isMoney, let priced, let optimum { return plainSentence(priced, optimum, percent) }
    return "The plan costs " + amount + " more: " + percent + " of its value."
  }

  /// What the plan spends and leaves more than the best one.
  private func plainSentence(_ priced: Plan, _ optimum: Plan, _ percent: String) -> String {
    var parts: [String] = []
    let spent = priced.money.spent - optimum.money.spent
    if spent.magnitude.count >= 5_000 {
      parts.append(
        "spends " + Figures.money(spent.magnitude, currency: scenario.currency) + (spent > .zero ? " more" : " less"))
    }
    func unmet(_ amount: Millionths, _ unit: String) {
      guard amount.magnitude.count >= 10_000 else { return }
      parts.append("leaves \(Figures.hours(amount.magnitude)) \(unit) \(amount > .zero ? "more" : "less") unmet")
    }
    unmet(priced.summary.hours.unmet - optimum.summary.hours.unmet, "h")
    unmet(priced.summary.unitDays.unmet - optimum.summary.unitDays.unmet, "unit-days")
    let broken = [priced, optimum].map { $0.brokenCommitments.reduce(Millionths.zero) { $0 + $1.hours } }
    if (broken[0] - broken[1]).magnitude.count >= 10_000 {
      parts.append(
        "breaks \(Figures.hours((broken[0] - broken[1]).magnitude)) h \(broken[0] > broken[1] ? "more" : "less") of "
          + "what is promised")
    }
    return "The plan is worse by \(percent) of its value"
      + (parts.isEmpty ? "." : ": it " + parts.joined(separator: ", ") + ".")
  }

  fileprivate func tables(_ extent: Extent) -> [TextTable] {
    var tables: [TextTable] = []
    if !verification.violations.isEmpty { tables.append(violationTable(extent)) }
    if let validPart, !validPart.cuts.isEmpty {
      tables.append(changes(validPart.cuts, heading: "What is taken back for the valid part", extent))
    }
    if let improvement {
      let count = Figures.count(improvement.changes.count, "change gains", "changes gain")
      let saves = isMoney ? Figures.money(improvement.saves, currency: scenario.currency) : "most"
      tables.append(changes(improvement.changes, heading: count + " " + saves, .whole))
    }
    if let priced, let optimum { tables += [costs(priced, optimum), coverage(priced, optimum)] }
    return tables
  }

  private func changes(_ entries: [Comparison.Entry], heading: String, _ extent: Extent) -> TextTable {
    TextTable(
      heading: heading,
      columns: [
        .init("Person", wraps: true), .init("Demand", wraps: true), .init("When", wraps: true),
        .init("Hours before", .right), .init("after", .right),
      ],
      of: entries, most: 20, extent, leftOut: { Figures.count($0.count, "more assignment") }
    ) { entry in
      [
        Text(entry.subject.staff ?? ""), Text(entry.subject.demand ?? ""),
        Text(entry.subject.days.map(Figures.days) ?? ""), Text(Figures.hours(entry.change.before)),
        Text(Figures.hours(entry.change.after)),
      ]
    }
  }

  private func violationTable(_ extent: Extent) -> TextTable {
    var table = TextTable(
      heading: "Violations",
      columns: [
        .init("Kind"), .init("Place", wraps: true), .init("What is wrong", wraps: true),
        .init(isMoney ? scenario.titled("Costs") : "Counts", .right),
      ],
      of: violations, most: 20, extent, leftOut: { Figures.count($0.count, "more violation") }
    ) { priced in
      let violation = priced.violation
      let place = priced.line.map { "line \($0)" } ?? (lines == nil ? violation.path.pointer : "-")
      return [
        Text(violation.kind.rawValue, .bad), Text(place), Text(violation.detail),
        Text(priced.cost.map { Figures.money($0) } ?? "-"),
      ]
    }
    if violationCosts.contains(where: { $0 != nil }) {
      table.remarks.append(
        (isMoney ? "Costs" : "Counts")
          + ": what is lost where just so much is taken back that the rule holds, the least important first.")
    }
    return table
  }

  private func costs(_ priced: Plan, _ optimum: Plan) -> TextTable {
    var rows: [[Text]] = []
    for (own, best) in zip(priced.objective.terms.named, optimum.objective.terms.named) {
      guard own.amount != .zero || best.amount != .zero else { continue }
      rows.append([
        Text(own.name), Text(Figures.money(own.amount)), Text(Figures.money(best.amount)),
        Text(Figures.money(own.amount - best.amount)),
      ])
    }
    rows.append([
      "total", .init(Figures.money(priced.objective.value)), .init(Figures.money(optimum.objective.value)),
      .init(Figures.money(priced.objective.value - optimum.objective.value)),
    ])
    let money = isMoney
    return TextTable(
      heading: money ? "What it costs" : "What it spends, and what counts against it",
      columns: [
        .init("Part"), .init(money ? scenario.titled("This plan") : "This plan", .right),
        .init(money ? scenario.titled("Best plan") : "Best plan", .right), .init("Difference", .right),
      ],
      rows: rows,
      remarks: money ? [] : Plan.Terms.remark(onPenaltiesAmong: rows.compactMap { $0.first?.text }))
  }

  private func coverage(_ priced: Plan, _ optimum: Plan) -> TextTable {
    func row(_ name: String, _ key: (Plan) -> Millionths) -> [Text] {
      let (own, best) = (key(priced), key(optimum))
      return [
        .init(name), .init(Figures.hours(own)), .init(Figures.hours(best)),
        .init(own == best ? "-" : Figures.hours(own - best)),
      ]
    }
    var rows = [row("hours covered", { $0.summary.hours.met }), row("hours unmet", { $0.summary.hours.unmet })]
    if priced.summary.unitDays.wanted != .zero {
      rows.append(row("unit-days covered", { $0.summary.unitDays.met }))
      rows.append(row("unit-days unmet", { $0.summary.unitDays.unmet }))
    }
    rows.append(row("overtime hours", { $0.overtime.reduce(.zero) { $0 + $1.hours } }))
    return TextTable(
      heading: "What it covers",
      columns: [.init("Amount"), .init("This plan", .right), .init("Best plan", .right), .init("Difference", .right)],
      rows: rows)
  }
}
