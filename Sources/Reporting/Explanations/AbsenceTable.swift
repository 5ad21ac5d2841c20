// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension ExplanationDocumentBuilder {
  /// One row for each person, the dearest absence first.
  func table(_ absences: [Explanation.Absence]) -> TextTable {
    let horizon = scenario.calendar.horizon
    let people = Dictionary(scenario.staff.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let isMoney = penalties.allIsMoney
    let breaks = absences.contains { $0.brokenHours.magnitude.count >= 10_000 }
    var columns: [TextTable.Column] = [
      .init("Away", wraps: true), .init("When"),
      .init(scenario.titled(isMoney ? "Costs" : "Spends"), .right), .init("Unmet then", .right),
    ]
    if breaks { columns.append(.init("Promised h missing", .right)) }
    columns.append(.init("Projects hit, more unmet hours", wraps: true))
    return TextTable(
      heading: isMoney ? "What it costs when one person is away" : "When one person is away, the worst first",
      columns: columns,
      of: absences, most: 20, extent,
      leftOut: { Figures.count($0.count, "more person", "more people") + " not shown" }
    ) { absence in
      let heads = people[absence.staff]?.headcount ?? 1
      let (hits, rest) = extent.cut(absence.projects, to: 4)
      let list = hits.map { "\($0.project) \(Figures.hours($0.unmetHours)) h" }.joined(separator: ", ")
      let money = isMoney ? absence.costs : absence.spent
      var row = [
        Text(names.person(absence.staff) + (heads > 1 ? ", all \(heads)" : "")),
        Text(absence.days == horizon ? "whole horizon" : Figures.days(absence.days)),
        Text(
          (money > .zero && !isMoney ? "+" : "") + Figures.money(money), absence.projects.isEmpty ? .plain : .warning),
        Text(Figures.hours(absence.unmetHours) + " h"),
      ]
      if breaks { row.append(Text(absence.brokenHours == .zero ? "-" : Figures.hours(absence.brokenHours))) }
      row.append(
        Text(
          hits.isEmpty ? "none: others take over" : list + (rest.isEmpty ? "" : ", and \(rest.count) more")))
      return row
    }
  }
}
