// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension ExplanationDocumentBuilder {
  func answer(_ why: Explanation.Why) -> [ResultDocument.Block] {
    var lines = [
      why.eligible
        ? Text("\(names.person(why.staff)) may work on \(names.demand(why.demand)).", .good)
        : Text("\(names.person(why.staff)) may NOT work on \(names.demand(why.demand)).", .warning)
    ]
    lines += why.reasons.map { Text($0 + ".") }
    guard let forced = why.forced else {
      if let cost = why.reducedCost {
        lines.append(
          Text("One more hour \(during(cost.period)) \(costs) at least \(money(cost.perHour)).", .remark))
      } else if why.eligible {
        lines.append(Text("More hours of \(names.person(why.staff)) on it are not possible, or not wanted.", .remark))
      }
      return [.lines(lines)]
    }
    lines.append(
      forced.costs == .zero
        ? Text("The best plan is worth the same with \(Figures.hours(forced.hours)) h \(during(forced.period)).", .good)
        : Text(
          "With \(Figures.hours(forced.hours)) h \(during(forced.period)) the best plan \(costs) "
            + money(forced.costs) + " more: solved again.", .warning))
    var blocks: [ResultDocument.Block] = [.lines(lines)]
    if !forced.displaced.isEmpty {
      blocks.append(
        .table(
          TextTable(
            heading: "What is covered then",
            columns: [.init("Demand", wraps: true), .init("Unmet now", .right), .init("Then", .right)],
            rows: forced.displaced.map { entry in
              let unit = entry.isUnitDays ? " u-d" : " h"
              return [
                Text(demand(entry.demand)), Text(Figures.hours(entry.before) + unit),
                Text(Figures.hours(entry.after) + unit, entry.after > entry.before ? .warning : .good),
              ]
            })))
    }
    if !forced.moved.isEmpty {
      let table = TextTable(
        heading: "Who works on what else then",
        columns: [
          .init("Person", wraps: true), .init("Demand", wraps: true), .init("When"), .init("Now", .right),
          .init("Then", .right),
        ],
        of: forced.moved, most: 15, extent, leftOut: { Figures.count($0.count, "more assignment") + " not shown" }
      ) { entry in
        [
          Text(names.person(entry.staff)), Text(demand(entry.demand)), Text(days(entry.period)),
          Text(Figures.hours(entry.before) + " h"), Text(Figures.hours(entry.after) + " h"),
        ]
      }
      blocks.append(.table(table))
    }
    return blocks
  }

  private func during(_ period: Int) -> String {
    guard periods.indices.contains(period) else { return "" }
    let days = periods[period]
    return (days.first == days.last ? "on " : "from ") + Figures.days(days)
  }

  private var costs: String { penalties.allIsMoney ? "costs" : "counts, with penalties," }

  private func money(_ amount: Millionths) -> String {
    Figures.money(amount, currency: penalties.allIsMoney ? scenario.currency : nil)
  }
}
