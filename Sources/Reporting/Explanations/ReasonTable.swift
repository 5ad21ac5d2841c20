// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension ExplanationDocumentBuilder {
  /// One row for each reason.
  var reasons: TextTable? {
    let groups = short.sorted { left, right in
      left.cost != right.cost ? left.cost > right.cost : isBefore(left.demand, right.demand)
    }
    guard !groups.isEmpty else { return nil }
    let isMoney = groups.allSatisfy { penalties.isMoney(demand: $0.demand) }
    let (shown, left) = extent.cut(groups, to: 15)
    var table = TextTable(
      heading: "Why it is not covered, what counts most first",
      columns: [
        .init("Demand", wraps: true), .init("Unmet", .right),
        .init(isMoney ? scenario.titled("Counts") : "Prio", .right), .init("Of it", .right), .init("Why", wraps: true),
      ],
      rows: shown.flatMap { rows($0, isMoney: isMoney) })
    if !isMoney { table.remarks.append("Prio: priority, 10 is highest.") }
    if !left.isEmpty {
      let cost = Figures.money(left.reduce(Millionths.zero) { $0 + $1.cost }, currency: scenario.currency)
      let demands = Figures.count(left.count, "more demand")
      table.remarks.append(Extent.leftOut(demands + (isMoney ? ", \(cost) in all," : "") + " not shown"))
    }
    return table
  }

  /// The demand and its amounts stand in the first row of its reasons.
  private func rows(_ entry: Plan.UnmetEntry, isMoney: Bool) -> [[Text]] {
    let lines = entry.reasons.sorted { $0.share != $1.share ? $0.share > $1.share : isBefore($0.detail, $1.detail) }
    let (shown, left) = extent.cut(lines, to: 4)
    var rows = shown.map { reason -> [Text] in
      ["", Text("", .warning), "", Text(Figures.nearestPercent(reason.share)), Text(scenario.sentence(of: reason))]
    }
    if !rows.isEmpty {
      rows[0][0].text = demand(entry.demand)
      rows[0][1].text = Figures.hours(entry.amount) + (entry.isUnitDays ? " u-d" : " h")
      rows[0][2].text = isMoney ? Figures.money(entry.cost) : priority(entry.demand)
    }
    if !left.isEmpty {
      rows.append([
        "", "", "", Text(Figures.nearestPercent(left.reduce(.zero) { $0 + $1.share }), .remark),
        Text("\(Figures.count(left.count, "more reason")); --all shows them", .remark),
      ])
    }
    return rows
  }
}

extension Scenario {
  /// A reason with its periods, where it is one of several.
  ///
  /// - Parameter known: periods that are told beside it; where they are its own, it says none.
  func sentence(of reason: Plan.UnmetReason, besides known: [Int] = []) -> String {
    let stretches = calendar.periods
    let periods = reason.periods.filter(stretches.indices.contains).sorted()
    guard periods.count > 1, periods != known.sorted(), let first = periods.first, let last = periods.last else {
      return reason.detail
    }
    let span = DayRange(stretches[first].first, stretches[last].last)
    let all = last - first + 1
    return "\(reason.detail) (in \(periods.count == all ? "the" : "\(periods.count) of the") "
      + "\(Figures.count(all, periodName)) from \(Figures.days(span)))"
  }
}
