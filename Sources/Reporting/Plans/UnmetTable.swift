// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension PlanDocumentBuilder {
  /// Demands of which so little is unmet that it is what rounding left; below 0.01 h or unit-days.
  var rounding: [UnmetDemand] { allUnmet.filter(\.isTrifle) }

  /// What is unmet of each demand beyond rounding, the most expensive first.
  var unmetByDemand: [UnmetDemand] { allUnmet.filter { !$0.isTrifle } }

  /// What is unmet of each demand, summed over its periods, the most expensive first.
  private var allUnmet: [UnmetDemand] {
    let entries = plan.unmet.filter { $0.amount != .zero }
    var periods: [String: [Int]] = [:]
    for entry in entries { periods[entry.demand, default: []] += entry.period.map { [$0] } ?? [] }
    return entries.byDemand().map { entry in
      let periods = periods[entry.demand] ?? []
      let reasons = entry.reasons.sorted { $0.share > $1.share }
      return UnmetDemand(
        entry, periods: periods, reasons: reasons.map { scenario.sentence(of: $0, besides: periods) })
    }.sorted { left, right in
      left.cost != right.cost ? right.cost < left.cost : isBefore(left.demand, right.demand)
    }
  }

  /// How much is covered; all of it also where rounding left a trifle.
  static func percent(_ coverage: PlanSummary.Coverage) -> String {
    Figures.percent(isTrifle(coverage.unmet) ? Millionths(1) : coverage.share)
  }

  /// How much is covered of hours or of unit-days, whichever is less.
  static func percent(_ hours: PlanSummary.Coverage, _ unitDays: PlanSummary.Coverage) -> String {
    let isLess = isTrifle(hours.unmet) || (!isTrifle(unitDays.unmet) && unitDays.share < hours.share)
    return percent(isLess ? unitDays : hours)
  }

  /// Whether an unmet amount is what rounding left of nothing.
  static func isTrifle(_ amount: Millionths) -> Bool { amount.magnitude.count < 10_000 }

  struct UnmetDemand {
    var demand: String
    var project: String
    var amount: Millionths
    var cost: Millionths
    var isUnitDays: Bool
    var periods: [Int]
    var reasons: [String]

    /// Whether it is not worth a row.
    var isTrifle: Bool { PlanDocumentBuilder.isTrifle(amount) }

    init(_ entry: Plan.UnmetEntry, periods: [Int], reasons: [String]) {
      demand = entry.demand
      project = entry.project
      amount = entry.amount
      cost = entry.cost
      isUnitDays = entry.isUnitDays
      self.periods = periods
      self.reasons = reasons
    }
  }

  var unmetTable: TextTable? {
    let entries = unmetByDemand
    let trifles = rounding
    guard !entries.isEmpty else { return nil }
    let hasReasons = entries.contains { !$0.reasons.isEmpty }
    let isMoney = entries.allSatisfy { penalties.isMoney(demand: $0.demand) }
    var columns: [TextTable.Column] = [
      .init("Demand", wraps: true), .init("When", wraps: true), .init("Unmet", .right),
      .init(isMoney ? scenario.titled("Costs") : "Prio", .right),
    ]
    if hasReasons { columns.append(.init("Why", wraps: true)) }
    let reasons = reasonTexts(of: entries)
    var table = TextTable(
      heading: "Not covered", columns: columns, of: entries, most: 15, extent,
      leftOut: { left in
        let hours = left.filter { !$0.isUnitDays }.reduce(Millionths.zero) { $0 + $1.amount }
        let unitDays = left.filter(\.isUnitDays).reduce(Millionths.zero) { $0 + $1.amount }
        var amounts: [String] = []
        if hours != .zero { amounts.append(Figures.hours(hours) + " h") }
        if unitDays != .zero { amounts.append(Figures.hours(unitDays) + " unit-days") }
        return "\(Figures.count(left.count, "more demand")) with \(amounts.joined(separator: " and ")) unmet"
      }
    ) { entry in
      var row: [Text] = [
        Text(names.demand(entry.demand) + ", " + names.project(entry.project)), Text(when(entry)),
        Text(Figures.hours(entry.amount) + (entry.isUnitDays ? " u-d" : " h"), .warning),
        Text(
          isMoney
            ? Figures.money(entry.cost)
            : demands[entry.demand].map { Figures.exact(scenario.priority(of: $0)) } ?? "-"),
      ]
      if hasReasons { row.append(Text(reasons[entry.demand] ?? "")) }
      return row
    }
    if entries.prefix(15).contains(where: { reasonsShown(of: $0) < $0.reasons.count }) {
      table.remarks.append("The reasons that account for most; --all gives every one.")
    }
    if !isMoney { table.remarks.insert("Prio: priority, 10 is highest; what counts most stands first.", at: 0) }
    if !trifles.isEmpty {
      table.remarks.append(
        "Left by rounding, below 0.01 each: "
          + (trifles.count > 5 && extent == .short
            ? Figures.count(trifles.count, "demand") + "."
            : trifles.map { "\(names.demand($0.demand)) (\($0.amount.description) \($0.isUnitDays ? "u-d" : "h"))" }
              .joined(separator: ", ") + "."))
    }
    return table
  }

  /// How many reasons of a demand are told: one screen has no room for those that account for little.
  private func reasonsShown(of entry: UnmetDemand) -> Int {
    extent == .whole || entry.reasons.count <= 4 ? entry.reasons.count : 2
  }

  /// The reasons of each demand, by id. What is said of one demand of a project already is not said again.
  private func reasonTexts(of entries: [UnmetDemand]) -> [String: String] {
    var texts: [String: String] = [:]
    var said: [String: String] = [:]
    for entry in entries {
      let shown = entry.reasons.prefix(reasonsShown(of: entry))
      let rest = entry.reasons.count - shown.count
      let text =
        ReasonWords.joined(Array(shown), in: when(entry))
        + (rest > 0 ? ". And " + Figures.count(rest, "more reason") : "")
      let key = entry.project + "\n" + text
      if let first = said[key] {
        texts[entry.demand] = "As for " + names.demand(first)
      } else {
        texts[entry.demand] = text
        if !text.isEmpty { said[key] = entry.demand }
      }
    }
    return texts
  }

  func when(_ entry: UnmetDemand) -> String {
    guard let first = entry.periods.min(), let last = entry.periods.max() else {
      return demands[entry.demand].map { Figures.days(scenario.window(of: $0)) } ?? "-"
    }
    guard periods.indices.contains(first), periods.indices.contains(last) else { return "-" }
    let days = DayRange(periods[first].first, periods[last].last)
    let isWhole = entry.periods.count == last - first + 1
    return Figures.days(days) + (isWhole ? "" : " (\(entry.periods.count) of \(last - first + 1))")
  }
}
