// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension ExplanationDocumentBuilder {
  /// One row for each reason; what is the same in several periods of a demand but for its figures is one.
  var reasons: TextTable? {
    let groups = ReasonGroup.all(short).sorted { left, right in
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
  private func rows(_ group: ReasonGroup, isMoney: Bool) -> [[Text]] {
    func share(_ amount: Int128) -> String {
      Figures.nearestPercent(Millionths(count: amount * 1_000_000 / max(1, group.amount.count)))
    }
    let lines = group.lines.sorted { $0.amount != $1.amount ? $0.amount > $1.amount : isBefore($0.detail, $1.detail) }
    let (shown, left) = extent.cut(lines, to: 4)
    let when = scenario.calendar.period == .day ? "on" : "in"
    var rows = shown.map { line -> [Text] in
      let others = Figures.count(line.times - 1, "other \(scenario.periodName)")
      return [
        "", Text("", .warning), "", Text(share(line.amount)),
        Text(line.detail + (line.times > 1 ? "; much the same \(when) \(others)" : "")),
      ]
    }
    if !rows.isEmpty {
      rows[0][0].text = demand(group.demand)
      rows[0][1].text = Figures.hours(group.amount) + (group.isUnitDays ? " u-d" : " h")
      rows[0][2].text = isMoney ? Figures.money(group.cost) : priority(group.demand)
    }
    if !left.isEmpty {
      rows.append([
        "", "", "", Text(share(left.reduce(0) { $0 + $1.amount }), .remark),
        Text("\(Figures.count(left.count, "more reason")); --all shows them", .remark),
      ])
    }
    return rows
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
