// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension ExplanationDocumentBuilder {
  var levers: TextTable? {
    guard let levers = explanation.levers else { return nil }
    var table = TextTable(
      heading: "What saves most, each solved again",
      columns: [.init(scenario.titled("Saves"), .right), .init("Change", wraps: true)],
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
          rows[known].demand += ", " + names.demand(entry.demand)
        } else {
          rows.append((names.demand(entry.demand), remedy))
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
        .init(scenario.titled("Saves"), .right), .init("Change", wraps: true), .init("Found for", wraps: true),
      ],
      rows: rows.map { row in
        [
          Text(row.remedy.saves.map { Figures.money($0) } ?? "-", .good), Text(row.remedy.title), Text(row.demand),
        ]
      },
      remarks: [Self.apart])
  }
}
