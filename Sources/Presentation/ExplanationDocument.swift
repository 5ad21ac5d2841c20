// SPDX-License-Identifier: GPL-3.0-or-later

public import Allocation

extension ResultDocument {
  /// An explanation for people: each unmet demand with its reasons, what would help, and what scarce things are worth.
  ///
  /// - Parameters:
  ///   - explanation: an explanation of a plan of the scenario.
  ///   - scenario: where names and dates come from.
  ///   - showsAll: whether long lists are shown whole.
  ///   - optionForAll: what the remark names as the way to see all.
  public init(
    explanation: Explanation, scenario: Scenario, showsAll: Bool = false, optionForAll: String = "--all"
  ) {
    let builder = ExplanationDocumentBuilder(
      explanation: explanation, scenario: scenario, showsAll: showsAll, optionForAll: optionForAll)
    self.init(title: "Explanation of a plan for " + (scenario.name ?? "a scenario"), blocks: builder.blocks)
  }
}

private struct ExplanationDocumentBuilder {
  typealias Text = ResultDocument.Text

  let explanation: Explanation
  let scenario: Scenario
  let showsAll: Bool
  let optionForAll: String

  var blocks: [ResultDocument.Block] {
    if let why = explanation.why { return [.lines(answer(why))] }
    if let absences = explanation.absences { return [.table(table(absences))] }
    var blocks: [ResultDocument.Block] = [
      .lines([
        Text("Value " + Figures.money(explanation.value, currency: scenario.currency)),
        explanation.unmet.isEmpty ? Text("Everything is covered.", .good) : Text("Unmet, the most expensive first."),
      ])
    ]
    if let table = reasons { blocks.append(.table(table)) }
    if let table = remedies { blocks.append(.table(table)) }
    if let table = bottlenecks { blocks.append(.table(table)) }
    return blocks
  }

  private func answer(_ why: Explanation.Why) -> [Text] {
    [
      why.eligible
        ? Text("\(why.staff) may work on \(why.demand).", .good)
        : Text("\(why.staff) may NOT work on \(why.demand).", .warning)
    ] + why.reasons.map { Text($0 + ".") }
  }

  /// One row for each person, the dearest absence first.
  private func table(_ absences: [Explanation.Absence]) -> TextTable {
    let shown = showsAll ? absences.count : min(absences.count, 20)
    let horizon = scenario.calendar.horizon
    var table = TextTable(
      heading: "What it costs when one person is away",
      columns: [
        .init("Away", wraps: true), .init("When"),
        .init(scenario.currency.map { "Costs \($0)" } ?? "Costs", .right), .init("Unmet then", .right),
        .init("Projects hit, more unmet hours", wraps: true),
      ])
    let names = Dictionary(scenario.staff.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for absence in absences.prefix(shown) {
      let person = names[absence.staff]
      let name = person.map { $0.name == $0.id ? $0.id : "\($0.name) (\($0.id))" } ?? absence.staff
      let heads = (person?.headcount ?? 1) > 1 ? ", all \(person?.headcount ?? 1)" : ""
      let hits = absence.projects.prefix(showsAll ? absence.projects.count : 4).map {
        "\($0.project) \(Figures.hours($0.unmetHours)) h"
      }
      let rest = absence.projects.count - hits.count
      table.rows.append([
        Text(name + heads), Text(absence.days == horizon ? "whole horizon" : Figures.days(absence.days)),
        Text(Figures.money(absence.costs), absence.projects.isEmpty ? .plain : .warning),
        Text(Figures.hours(absence.unmetHours) + " h"),
        Text(
          hits.isEmpty
            ? "none: others take over" : hits.joined(separator: ", ") + (rest > 0 ? ", and \(rest) more" : "")),
      ])
    }
    if absences.count > shown {
      table.remarks = [
        "\(Figures.count(absences.count - shown, "more person", "more people")); \(optionForAll) shows them."
      ]
    }
    return table
  }

  /// One row for each reason, the same reasons of a demand's periods put together.
  private var reasons: TextTable? {
    struct Line {
      var detail: String
      var amount: Int128
    }
    struct Group {
      var entry: Plan.UnmetEntry
      var lines: [Line] = []
    }
    var positions: [String: Int] = [:]
    var groups: [Group] = []
    for entry in explanation.unmet where entry.amount != .zero {
      let position = positions[entry.demand] ?? groups.count
      if position == groups.count {
        positions[entry.demand] = position
        groups.append(Group(entry: entry))
      } else {
        groups[position].entry.amount = groups[position].entry.amount + entry.amount
        groups[position].entry.cost = groups[position].entry.cost + entry.cost
      }
      for reason in entry.reasons {
        let amount = reason.share.count * entry.amount.count / 1_000_000
        if let line = groups[position].lines.firstIndex(where: { $0.detail == reason.detail }) {
          groups[position].lines[line].amount += amount
        } else {
          groups[position].lines.append(Line(detail: reason.detail, amount: amount))
        }
      }
    }
    guard !groups.isEmpty else { return nil }
    groups.sort { left, right in
      left.entry.cost != right.entry.cost
        ? left.entry.cost > right.entry.cost : isBefore(left.entry.demand, right.entry.demand)
    }
    let shown = showsAll ? groups.count : min(groups.count, 15)
    var table = TextTable(
      heading: "Why it is not covered",
      columns: [
        .init("Demand", wraps: true), .init("Unmet", .right),
        .init(scenario.currency.map { "Costs \($0)" } ?? "Costs", .right), .init("Of it", .right),
        .init("Why", wraps: true),
      ])
    for group in groups.prefix(shown) {
      let lines = group.lines.sorted { $0.amount != $1.amount ? $0.amount > $1.amount : isBefore($0.detail, $1.detail) }
      let most = showsAll ? lines.count : min(lines.count, 4)
      for (number, line) in lines.prefix(most).enumerated() {
        let unit = group.entry.isUnitDays ? " u-d" : " h"
        table.rows.append([
          Text(number == 0 ? group.entry.demand : ""),
          Text(number == 0 ? Figures.hours(group.entry.amount) + unit : "", .warning),
          Text(number == 0 ? Figures.money(group.entry.cost) : ""),
          Text(Figures.percent(Millionths(count: line.amount * 1_000_000 / max(1, group.entry.amount.count)))),
          Text(line.detail),
        ])
      }
      if lines.count > most {
        table.rows.append(["", "", "", "", Text("and \(Figures.count(lines.count - most, "more reason"))", .remark)])
      }
    }
    if groups.count > shown {
      table.remarks = ["\(Figures.count(groups.count - shown, "more demand")); \(optionForAll) shows them."]
    }
    return table
  }

  private var remedies: TextTable? {
    var rows: [(demand: String, remedy: Plan.Remedy)] = []
    for entry in explanation.unmet {
      for remedy in entry.remedies {
        if let known = rows.firstIndex(where: { $0.remedy.patch == remedy.patch }) {
          rows[known].demand += ", " + entry.demand
        } else {
          rows.append((entry.demand, remedy))
        }
      }
    }
    guard !rows.isEmpty else { return nil }
    rows.sort { left, right in
      let (a, b) = (left.remedy.saves ?? .zero, right.remedy.saves ?? .zero)
      return a != b ? a > b : isBefore(left.remedy.title, right.remedy.title)
    }
    return TextTable(
      heading: "What would help, each solved again",
      columns: [
        .init(scenario.currency.map { "Saves \($0)" } ?? "Saves", .right), .init("Change", wraps: true),
        .init("Found for", wraps: true),
      ],
      rows: rows.map { row in
        [
          Text(row.remedy.saves.map { Figures.money($0) } ?? "-", .good), Text(row.remedy.title), Text(row.demand),
        ]
      },
      remarks: ["Savings are of one change alone and do not add up. --format json has each as an RFC 6902 patch."])
  }

  private var bottlenecks: TextTable? {
    let sorted = explanation.bottlenecks.enumerated().sorted { left, right in
      let (a, b) = (left.element.bottleneck.pricePerUnit, right.element.bottleneck.pricePerUnit)
      return a != b ? a > b : left.offset < right.offset
    }.map(\.element)
    guard !sorted.isEmpty else { return nil }
    let shown = showsAll ? sorted.count : min(sorted.count, 10)
    let periods = scenario.calendar.periods
    var table = TextTable(
      heading: "Bottlenecks: what one more would save",
      columns: [
        .init("One more"), .init("of", wraps: true), .init("When", wraps: true),
        .init(scenario.currency.map { "Saves \($0)" } ?? "Saves", .right), .init("Solved again"),
      ],
      rows: sorted.prefix(shown).map { entry in
        let bottleneck = entry.bottleneck
        let when = bottleneck.period.flatMap { periods.indices.contains($0) ? Figures.days(periods[$0]) : nil }
        return [
          Text(unit(bottleneck.kind)), Text(bottleneck.id), Text(when ?? "whole horizon"),
          Text(Figures.money(bottleneck.pricePerUnit)), Text(entry.confirmed ? "confirmed" : "-"),
        ]
      })
    if sorted.count > shown {
      table.remarks = ["\(Figures.count(sorted.count - shown, "more bottleneck")); \(optionForAll) shows them."]
    }
    return table
  }

  private func unit(_ kind: Plan.Bottleneck.Kind) -> String {
    switch kind {
    case .staff: "hour"
    case .skill: "hour of skill"
    case .asset: "unit-day"
    case .budget: "unit of budget"
    case .pace: "hour of pace"
    case .overtime: "hour of overtime"
    }
  }
}
