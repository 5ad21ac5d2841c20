// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension ExplanationDocumentBuilder {
  /// What the plan decides, and what becomes of it if it is decided otherwise.
  var decisions: TextTable? {
    guard let decisions = explanation.decisions, !decisions.found.isEmpty || decisions.untried > 0 else { return nil }
    var table = TextTable(
      heading: "What is decided, and what another choice does, each solved again",
      columns: [.init("Decision", wraps: true), .init("Other choice", wraps: true)] + columns + [
        .init("Short then", wraps: true)
      ],
      rows: decisions.found.map { decision in
        [Text("\(subject(decision)): \(decision.chosen)"), Text(decision.other)] + cells(decision)
          + [Text(decision.value == nil ? "-" : short(decision))]
      })
    if decisions.found.contains(where: { $0.value != nil && !$0.confirmed }) {
      table.remarks.append("~: not proved to be the best plan with its choice, or the plan itself is not.")
    }
    if decisions.untried > 0 {
      table.remarks.append(
        "\(Figures.count(decisions.untried, "other choice")) were not solved: --decisions says how many are.")
    }
    if !penalties.allIsMoney, !decisions.found.isEmpty { table.remarks.append(PenaltyWords.worth) }
    return table
  }

  private var columns: [TextTable.Column] {
    [
      .init("Covers", .right), .init(scenario.titled("Spends"), .right),
      .init(penalties.allIsMoney ? scenario.titled("Costs") : "Counts", .right),
    ]
  }

  private func cells(_ decision: Explanation.Decision) -> [Text] {
    guard let costs = decision.costs else { return [Text("not possible", .warning), "-", "-"] }
    let covered = covered(decision)
    return [
      Text(covered.isEmpty ? "-" : covered.joined(separator: ", ")),
      Text(decision.spent.map { $0.magnitude.count < 5_000 ? "-" : signed($0) { Figures.money($0) } } ?? "-"),
      Text((decision.confirmed ? "" : "~ ") + signed(costs) { Figures.money($0) }, costs < .zero ? .warning : .good),
    ]
  }

  private func signed(_ amount: Millionths, _ format: (Millionths) -> String) -> String {
    (amount > .zero ? "+" : "") + format(amount)
  }

  private func covered(_ decision: Explanation.Decision) -> [String] {
    [(decision.hours, " h"), (decision.unitDays, " u-d")].compactMap { amount, unit in
      amount.flatMap { $0.magnitude.count >= 10_000 ? signed($0, Figures.hours) + unit : nil }
    }
  }

  /// Demands of which more is unmet then.
  private func short(_ decision: Explanation.Decision) -> String {
    let entries = decision.displaced.filter { $0.after > $0.before }
    guard !entries.isEmpty else { return "-" }
    let shown = entries.prefix(2).map(words).joined(separator: "; ")
    return entries.count > 2 ? shown + "; and \(entries.count - 2) more" : shown
  }

  private func words(_ entry: Explanation.Why.Displaced) -> String {
    let unit = entry.isUnitDays ? "u-d" : "h"
    return "\(Figures.hours((entry.after - entry.before).magnitude)) \(unit) of \(names.demand(entry.demand)) "
      + "(priority \(priority(entry.demand)))"
  }

  private func subject(_ decision: Explanation.Decision) -> String {
    switch decision.kind {
    case .start, .project: names.project(decision.id)
    case .engagement: names.person(decision.id)
    case .training: names.person(decision.id) + (decision.skill.map { ", " + $0 } ?? "")
    case .after, .team: demand(decision.id)
    }
  }

  // MARK: One project

  /// Why a project is moved or left out.
  func answer(_ decisions: Explanation.Decisions, about project: String) -> [ResultDocument.Block] {
    let name = names.project(project)
    guard let first = decisions.found.first else {
      return [.lines([Text("Nothing is decided in whole numbers about \(name).")])]
    }
    let own = decisions.found.filter { $0.kind == .project || $0.kind == .start }
    var lines: [Text] = []
    for decision in own {
      if !lines.contains(where: { $0.text == head(name, decision) }) { lines.append(Text(head(name, decision))) }
    }
    if own.isEmpty { lines.append(Text("\(subject(first)): \(first.chosen).")) }
    lines += decisions.found.map(sentence)
    return [.lines(lines)]
  }

  private func head(_ name: String, _ decision: Explanation.Decision) -> String {
    decision.kind == .start ? "\(name) starts \(decision.chosen)." : "\(name) is \(decision.chosen)."
  }

  /// `On time: spends 6,000.00 EUR less and covers 120 h less, among them 120 h of Rollout (priority 8); solved again.`
  private func sentence(_ decision: Explanation.Decision) -> Text {
    let isOfDemand = decision.kind == .after || decision.kind == .team
    let words = isOfDemand ? "\(names.demand(decision.id)) \(decision.other)" : decision.other
    let choice = words.prefix(1).uppercased() + words.dropFirst()
    guard let costs = decision.costs else { return Text("\(choice): no plan was found.", .warning) }
    var parts: [String] = []
    func compared(_ amount: Millionths, _ words: (String) -> String) -> String {
      words(amount < .zero ? "less" : "more")
    }
    if let spent = decision.spent, spent.magnitude.count >= 5_000 {
      let money = Figures.money(spent.magnitude, currency: scenario.currency)
      parts.append(compared(spent) { "spends \(money) \($0)" })
    }
    if let hours = decision.hours, hours.magnitude.count >= 10_000 {
      parts.append(compared(hours) { "covers \(Figures.hours(hours.magnitude)) h \($0)" })
    }
    if let days = decision.unitDays, days.magnitude.count >= 10_000 {
      parts.append(compared(days) { "covers \(Figures.hours(days.magnitude)) unit-days \($0)" })
    }
    let short = short(decision)
    if short != "-" { parts.append("leaves short " + short) }
    if parts.isEmpty { parts.append("the plan is worth the same") }
    let worth =
      penalties.allIsMoney ? "; it costs \(signed(costs) { Figures.money($0, currency: scenario.currency) })" : ""
    return Text(
      "\(choice): \(parts.joined(separator: ", "))\(worth); "
        + (decision.confirmed ? "solved again." : "solved again, not proved to be the best."),
      costs < .zero ? .warning : .good)
  }
}
