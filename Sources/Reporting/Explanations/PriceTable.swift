// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension ExplanationDocumentBuilder {
  /// Periods in a row in which one more saves the same.
  private struct Stretch {
    var entry: Explanation.ConfirmedBottleneck
    var last: Int?

    func takes(_ other: Explanation.ConfirmedBottleneck, _ periods: [DayRange]) -> Bool {
      let (mine, its) = (entry.bottleneck, other.bottleneck)
      guard !mine.isLongerThanPeriod(periods), !its.isLongerThanPeriod(periods) else { return false }
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
      if let open = result.last, open.takes(entry, periods) {
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
      heading: "Bottlenecks: what one more " + (penalties.allIsMoney ? "would save" : "is worth"),
      columns: [
        .init("One more", wraps: true), .init("When", wraps: true),
        .init(penalties.allIsMoney ? scenario.titled("Saves") : "Worth", .right),
        .init("Holds for", .right), .init("Solved again", wraps: true),
      ])
    var left = 0
    let kinds: [Plan.Bottleneck.Kind] = [.staff, .skill, .overtime, .asset, .limit, .pace, .budget]
    for kind in kinds {
      let ofKind = all.filter { $0.entry.bottleneck.kind == kind }.enumerated().sorted {
        let (a, b) = ($0.element.entry.bottleneck.pricePerUnit, $1.element.entry.bottleneck.pricePerUnit)
        // What was solved again says more than what was not.
        let (first, second) = ($0.element.entry.confirmed, $1.element.entry.confirmed)
        if a != b { return a > b }
        return first != second ? first : $0.offset < $1.offset
      }.map(\.element)
      let (shown, cut) = extent.cut(ofKind, to: 4)
      left += cut.count
      table.rows += shown.map(row)
    }
    if all.contains(where: { $0.last != $0.entry.bottleneck.period }) {
      table.remarks.append(
        "Several \(scenario.periodName)s: one more in any one of them "
          + (penalties.allIsMoney ? "saves that." : "is worth that."))
    }
    if explanation.bottlenecks.contains(where: \.isAsDecided) {
      table.remarks.append("Prices hold for the decisions as they are made: one more may lead to others.")
    }
    if !penalties.allIsMoney { table.remarks.append(PenaltyWords.worth) }
    if left > 0 { table.remarks.append(Extent.leftOut(Figures.count(left, "more bottleneck") + " not shown")) }
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
        "one-sided: one less costs that, one more "
          + (penalties.allIsMoney ? "saves " : "is worth ") + Figures.money(max(.zero, tried.saves)), .warning)
    } else {
      outcome = Text("-")
    }
    let range = stretch.entry.isOneSided ? nil : bottleneck.validFor.map { Figures.hours($0) + " " + unit }
    return [
      Text(what(bottleneck)), Text(scenario.when(bottleneck, stretch.last, periods)),
      Text(Figures.money(bottleneck.pricePerUnit)),
      Text(range ?? "-"), outcome,
    ]
  }

  private func what(_ bottleneck: Plan.Bottleneck) -> String {
    switch bottleneck.kind {
    case .staff: "hour of " + names.person(bottleneck.id)
    case .overtime: "hour of overtime in total of " + names.person(bottleneck.id)
    case .skill: "hour of the skill " + bottleneck.id
    case .asset: "unit-day of " + names.asset(bottleneck.id)
    case .budget: "\(scenario.currency ?? "unit of money") in the budget of " + names.project(bottleneck.id)
    case .limit: "hour of the limit " + names.limit(bottleneck.id)
    case .pace: "hour of pace of " + demand(bottleneck.id)
    }
  }

  private func unit(_ kind: Plan.Bottleneck.Kind) -> String {
    switch kind {
    case .staff, .skill, .overtime, .limit, .pace: "h"
    case .asset: "u-d"
    case .budget: scenario.currency ?? ""
    }
  }
}
