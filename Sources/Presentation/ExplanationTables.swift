// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

// MARK: - Reasons

extension ExplanationDocumentBuilder {
  /// One row for each reason; what is the same in several periods of a demand but for its figures is one.
  var reasons: TextTable? {
    var groups = ReasonGroup.all(short)
    guard !groups.isEmpty else { return nil }
    groups.sort { left, right in
      left.cost != right.cost ? left.cost > right.cost : isBefore(left.demand, right.demand)
    }
    let shown = showsAll ? groups.count : min(groups.count, 15)
    var table = TextTable(
      heading: "Why it is not covered, the most expensive first",
      columns: [
        .init("Demand", wraps: true), .init("Unmet", .right), .init(money("Counts"), .right), .init("Of it", .right),
        .init("Why", wraps: true),
      ])
    for group in groups.prefix(shown) {
      let lines = group.lines.sorted { $0.amount != $1.amount ? $0.amount > $1.amount : isBefore($0.detail, $1.detail) }
      let most = showsAll ? lines.count : min(lines.count, 4)
      for (number, line) in lines.prefix(most).enumerated() {
        let unit = group.isUnitDays ? " u-d" : " h"
        let share = Millionths(count: line.amount * 1_000_000 / max(1, group.amount.count))
        table.rows.append([
          Text(number == 0 ? demand(group.demand) : ""),
          Text(number == 0 ? Figures.hours(group.amount) + unit : "", .warning),
          Text(number == 0 ? Figures.money(group.cost) : ""), Text(Figures.nearestPercent(share)),
          Text(
            line.detail
              + (line.times > 1
                ? "; much the same \(scenario.calendar.period == .day ? "on" : "in") "
                  + Figures.count(line.times - 1, "other \(periodName)") : "")),
        ])
      }
      if lines.count > most {
        let rest = lines.dropFirst(most).reduce(Int128(0)) { $0 + $1.amount }
        let share = Millionths(count: rest * 1_000_000 / max(1, group.amount.count))
        table.rows.append([
          "", "", "", Text(Figures.nearestPercent(share), .remark),
          Text("\(Figures.count(lines.count - most, "more reason")); \(optionForAll) shows them", .remark),
        ])
      }
    }
    if groups.count > shown {
      let cost = groups.dropFirst(shown).reduce(Millionths.zero) { $0 + $1.cost }
      table.remarks = [
        "\(Figures.count(groups.count - shown, "more demand")), "
          + "\(Figures.money(cost, currency: scenario.currency)) in all, not shown; \(optionForAll) shows them."
      ]
    }
    return table
  }

  var periodName: String {
    switch scenario.calendar.period {
    case .day: "day"
    case .week: "week"
    case .month: "month"
    }
  }
}

/// The unmet amounts of a demand with the reasons for them.
private struct ReasonGroup {
  struct Line {
    /// The reason of the largest part.
    var detail: String
    var largest: Int128
    var amount: Int128
    var times = 1
  }

  let demand: String
  let isUnitDays: Bool
  var amount: Millionths = .zero
  var cost: Millionths = .zero
  var lines: [Line] = []

  static func all(_ entries: [Plan.UnmetEntry]) -> [ReasonGroup] {
    var positions: [String: Int] = [:]
    var groups: [ReasonGroup] = []
    var shapes: [String: [String: Int]] = [:]
    for entry in entries {
      let position = positions[entry.demand] ?? groups.count
      if position == groups.count {
        positions[entry.demand] = position
        groups.append(ReasonGroup(demand: entry.demand, isUnitDays: entry.isUnitDays))
      }
      groups[position].amount = groups[position].amount + entry.amount
      groups[position].cost = groups[position].cost + entry.cost
      for reason in entry.reasons {
        let amount = reason.share.count * entry.amount.count / 1_000_000
        // Sentences about other weeks differ in their figures alone.
        let shape = String(reason.detail.filter { !$0.isNumber && $0 != "." && $0 != "-" })
        if let line = shapes[entry.demand]?[shape] {
          groups[position].lines[line].add(amount, reason.detail)
        } else {
          shapes[entry.demand, default: [:]][shape] = groups[position].lines.count
          groups[position].lines.append(Line(detail: reason.detail, largest: amount, amount: amount))
        }
      }
    }
    return groups
  }
}

extension ReasonGroup.Line {
  fileprivate mutating func add(_ more: Int128, _ text: String) {
    amount += more
    times += 1
    if more > largest { (largest, detail) = (more, text) }
  }
}

// MARK: - What helps

extension ExplanationDocumentBuilder {
  var levers: TextTable? {
    guard let levers = explanation.levers else { return nil }
    var table = TextTable(
      heading: "What saves most, each solved again",
      columns: [.init(money("Saves"), .right), .init("Change", wraps: true)],
      rows: levers.found.map { remedy in
        [Text(remedy.saves.map { Figures.money($0) } ?? "-", .good), Text(remedy.title)]
      })
    if levers.found.isEmpty { table.rows.append(["", "Nothing that was tried helps."]) }
    if !levers.found.isEmpty { table.remarks.append(Self.apart) }
    if levers.untried > 0, let most = levers.untriedSaveAtMost {
      table.remarks.append(
        "\(Figures.count(levers.untried, "other change")) were not solved: none saves more than "
          + Figures.money(most, currency: scenario.currency) + ".")
    }
    return table
  }

  private static var apart: String {
    "Savings are of one change alone and do not add up. --format json has each as an RFC 6902 patch."
  }

  var remedies: TextTable? {
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
      columns: [.init(money("Saves"), .right), .init("Change", wraps: true), .init("Found for", wraps: true)],
      rows: rows.map { row in
        [
          Text(row.remedy.saves.map { Figures.money($0) } ?? "-", .good), Text(row.remedy.title), Text(row.demand),
        ]
      },
      remarks: [Self.apart])
  }
}

// MARK: - Bottlenecks

extension ExplanationDocumentBuilder {
  /// Periods in a row in which one more saves the same.
  private struct Stretch {
    var entry: Explanation.ConfirmedBottleneck
    var last: Int?

    func takes(_ other: Explanation.ConfirmedBottleneck) -> Bool {
      let (mine, its) = (entry.bottleneck, other.bottleneck)
      guard let last, last + 1 == its.period, mine.kind == its.kind, mine.id == its.id else { return false }
      return entry.isOneSided == other.isOneSided && (!entry.isOneSided || entry.tried == other.tried)
        && Figures.money(mine.pricePerUnit) == Figures.money(its.pricePerUnit)
    }

    mutating func take(_ other: Explanation.ConfirmedBottleneck) {
      last = other.bottleneck.period
      entry.confirmed = entry.confirmed || other.confirmed
      let ranges = [entry.bottleneck.validFor, other.bottleneck.validFor].compactMap(\.self)
      entry.bottleneck.validFor = ranges.min()
    }
  }

  private var stretches: [Stretch] {
    var result: [Stretch] = []
    for entry in explanation.bottlenecks {
      if let open = result.last, open.takes(entry) {
        result[result.count - 1].take(entry)
      } else {
        result.append(Stretch(entry: entry, last: entry.bottleneck.period))
      }
    }
    return result
  }

  /// The dearest of each kind, because an hour, a unit-day and a unit of money are not to be compared.
  var bottlenecks: TextTable? {
    let all = stretches
    guard !all.isEmpty else { return nil }
    var table = TextTable(
      heading: "Bottlenecks: what one more would save",
      columns: [
        .init("One more", wraps: true), .init("When", wraps: true), .init(money("Saves"), .right),
        .init("Holds for", .right), .init("Solved again", wraps: true),
      ])
    var left = 0
    let kinds: [Plan.Bottleneck.Kind] = [.staff, .skill, .overtime, .asset, .pace, .budget]
    for kind in kinds {
      let ofKind = all.filter { $0.entry.bottleneck.kind == kind }.enumerated().sorted {
        let (a, b) = ($0.element.entry.bottleneck.pricePerUnit, $1.element.entry.bottleneck.pricePerUnit)
        // What was solved again says more than what was not.
        let (first, second) = ($0.element.entry.confirmed, $1.element.entry.confirmed)
        if a != b { return a > b }
        return first != second ? first : $0.offset < $1.offset
      }.map(\.element)
      let shown = showsAll ? ofKind.count : min(ofKind.count, 4)
      left += ofKind.count - shown
      table.rows += ofKind.prefix(shown).map(row)
    }
    if all.contains(where: { $0.last != $0.entry.bottleneck.period }) {
      table.remarks.append("Several \(periodName)s: one more in any one of them saves that.")
    }
    if left > 0 { table.remarks.append(more(left, "more bottleneck")) }
    return table
  }

  private func row(_ stretch: Stretch) -> [Text] {
    let bottleneck = stretch.entry.bottleneck
    let unit = unit(bottleneck.kind)
    let outcome: Text
    if stretch.entry.confirmed {
      outcome = Text("confirmed", .good)
    } else if stretch.entry.isOneSided, let tried = stretch.entry.tried {
      outcome = Text(
        "one-sided: one less costs that, one more saves \(Figures.money(max(.zero, tried.saves)))", .warning)
    } else {
      outcome = Text("-")
    }
    let range = stretch.entry.isOneSided ? nil : bottleneck.validFor.map { Figures.hours($0) + " " + unit }
    return [
      Text(what(bottleneck)), Text(when(stretch)), Text(Figures.money(bottleneck.pricePerUnit)),
      Text(range ?? "-"), outcome,
    ]
  }

  private func when(_ stretch: Stretch) -> String {
    guard let first = stretch.entry.bottleneck.period, let last = stretch.last, periods.indices.contains(first),
      periods.indices.contains(last)
    else { return "whole horizon" }
    let days = Figures.days(DayRange(periods[first].first, periods[last].last))
    return first == last ? days : days + ", \(Figures.count(last - first + 1, periodName))"
  }

  private func what(_ bottleneck: Plan.Bottleneck) -> String {
    switch bottleneck.kind {
    case .staff: "hour of " + person(bottleneck.id)
    case .overtime: "hour of overtime in total of " + person(bottleneck.id)
    case .skill: "hour of the skill " + bottleneck.id
    case .asset: "unit-day of " + asset(bottleneck.id)
    case .budget: "\(scenario.currency ?? "unit of money") in the budget of " + project(bottleneck.id)
    case .pace: "hour of pace of " + demand(bottleneck.id)
    }
  }

  private func unit(_ kind: Plan.Bottleneck.Kind) -> String {
    switch kind {
    case .staff, .skill, .overtime, .pace: "h"
    case .asset: "u-d"
    case .budget: scenario.currency ?? ""
    }
  }
}
