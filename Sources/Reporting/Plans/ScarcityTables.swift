// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension PlanDocumentBuilder {
  /// Periods in a row in which one more saves the same.
  private struct Stretch {
    var bottleneck: Plan.Bottleneck
    var last: Int?
  }

  private var stretches: [Stretch] {
    let sorted = plan.bottlenecks.sorted { left, right in
      if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
      return left.id != right.id ? isBefore(left.id, right.id) : (left.period ?? -1) < (right.period ?? -1)
    }
    var result: [Stretch] = []
    for bottleneck in sorted {
      if let period = bottleneck.period, let open = result.last, let last = open.last, last + 1 == period,
        open.bottleneck.kind == bottleneck.kind, open.bottleneck.id == bottleneck.id,
        open.bottleneck.validFor == bottleneck.validFor, !bottleneck.isLongerThanPeriod(periods),
        !open.bottleneck.isLongerThanPeriod(periods),
        Figures.money(open.bottleneck.pricePerUnit) == Figures.money(bottleneck.pricePerUnit)
      {
        result[result.count - 1].last = period
      } else {
        result.append(Stretch(bottleneck: bottleneck, last: bottleneck.period))
      }
    }
    return result.enumerated().sorted { left, right in
      let prices = (left.element.bottleneck.pricePerUnit, right.element.bottleneck.pricePerUnit)
      return prices.0 != prices.1 ? prices.0 > prices.1 : left.offset < right.offset
    }.map(\.element)
  }

  var bottleneckTable: TextTable? {
    let sorted = stretches
    guard !sorted.isEmpty else { return nil }
    let hasRanges = sorted.contains { $0.bottleneck.validFor != nil }
    var columns: [TextTable.Column] = [
      .init("One more of", wraps: true), .init("When", wraps: true),
      .init(penalties.allIsMoney ? scenario.titled("Saves") : "Worth", .right), .init(""),
    ]
    if hasRanges { columns.append(.init("Holds for", .right)) }
    var table = TextTable(
      heading: "Bottlenecks: what one more " + (penalties.allIsMoney ? "would save" : "is worth"), columns: columns,
      of: sorted, most: 5, extent,
      leftOut: { Figures.count($0.count, "more bottleneck") }
    ) { stretch in
      let bottleneck = stretch.bottleneck
      let unit = bottleneckUnit(bottleneck.kind)
      var row = [
        Text(bottleneckLabel(bottleneck)), Text(scenario.when(bottleneck, stretch.last, periods)),
        Text(Figures.money(bottleneck.pricePerUnit)), Text("per " + unit.one),
      ]
      if hasRanges { row.append(Text(bottleneck.validFor.map { Figures.hours($0) + " " + unit.many } ?? "-")) }
      return row
    }
    if extent.cut(sorted, to: 5).shown.contains(where: { $0.last != $0.bottleneck.period }) {
      table.remarks.insert(
        "Several \(scenario.periodName)s: one more in any one of them \(penalties.allIsMoney ? "saves" : "is worth") that.",
        at: 0)
    }
    if !penalties.allIsMoney { table.remarks.append(PenaltyWords.worth) }
    return table
  }

  private func bottleneckUnit(_ kind: Plan.Bottleneck.Kind) -> (one: String, many: String) {
    switch kind {
    case .staff, .skill, .limit, .pace, .overtime: ("hour", "h")
    case .asset: ("unit-day", "u-d")
    case .budget: (currency ?? "unit of money", currency ?? "")
    }
  }

  private func bottleneckLabel(_ bottleneck: Plan.Bottleneck) -> String {
    switch bottleneck.kind {
    case .staff: names.person(bottleneck.id)
    case .overtime: "overtime of " + names.person(bottleneck.id)
    case .skill: "skill " + bottleneck.id
    case .asset: names.asset(bottleneck.id)
    case .budget: "budget of " + names.project(bottleneck.id)
    case .limit: "limit " + names.limit(bottleneck.id)
    case .pace: "pace of " + bottleneck.id
    }
  }

  // MARK: - Broken commitments

  var commitmentTable: TextTable? {
    guard !brokenPromises.isEmpty else { return nil }
    let sorted = brokenPromises.enumerated().sorted { left, right in
      left.element.cost != right.element.cost
        ? left.element.cost > right.element.cost : left.offset < right.offset
    }.map(\.element)
    var columns: [TextTable.Column] = [
      .init("Person", wraps: true), .init("Demand", wraps: true), .init("When", wraps: true),
      .init("Missing h", .right),
    ]
    if penalties.commitmentsAreMoney { columns.append(.init(scenario.titled("Costs"), .right)) }
    return TextTable(
      heading: "Commitments not kept", columns: columns,
      of: sorted, most: 10, extent,
      leftOut: { left in
        let hours = left.reduce(Millionths.zero) { $0 + $1.hours }
        return "\(Figures.count(left.count, "more entry", "more entries")) with \(Figures.hours(hours)) h"
      }
    ) { broken in
      [
        Text(names.person(broken.staff)), Text(names.demand(broken.demand)),
        Text(periods.indices.contains(broken.period) ? Figures.days(periods[broken.period]) : "-"),
        Text(Figures.hours(broken.hours), .bad),
      ] + (penalties.commitmentsAreMoney ? [Text(Figures.money(broken.cost))] : [])
    }
  }
}
