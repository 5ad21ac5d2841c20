// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension ExplanationDocumentBuilder {
  var levers: TextTable? {
    guard let levers = explanation.levers else { return nil }
    var table = TextTable(
      heading: penalties.allIsMoney ? "What saves most, each solved again" : "What helps most, each solved again",
      columns: numberColumn + gainColumns + [.init("Change", wraps: true)],
      rows: levers.found.map { number($0) + gains($0) + [Text($0.title)] })
    if levers.found.isEmpty {
      table.rows.append([Text](repeating: "", count: table.columns.count - 1) + ["Nothing that was tried helps."])
    }
    if !levers.found.isEmpty { table.remarks += notes(on: levers.found) }
    if levers.untried > 0, let most = levers.untriedSaveAtMost {
      table.remarks.append(
        "\(Figures.count(levers.untried, "other change")) were not solved: none "
          + (penalties.allIsMoney
            ? "saves more than " + Figures.money(most, currency: scenario.currency) + "."
            : levers.found.count > 0 ? "helps more than those above." : "is known to help."))
    }
    return table
  }

  /// How a terminal shows what a change is, and carries it out.
  static let patchNote =
    " 'muster solve --apply N' plans with one of them; --format json has each as an RFC 6902 patch."

  /// The numbers of changes, where they have some.
  private var numberColumn: [TextTable.Column] { explanation.numberedRemedies.isEmpty ? [] : [.init("N", .right)] }

  private func number(_ remedy: Plan.Remedy) -> [Text] {
    numberColumn.isEmpty ? [] : [Text(remedy.number.map(Figures.whole) ?? "-")]
  }

  private var apart: String {
    (penalties.allIsMoney ? "Savings" : "Gains, what helps most first,")
      + " are of one change alone and do not add up." + Self.patchNote
  }

  /// What has to be known to read the gains of some changes.
  private func notes(on remedies: [Plan.Remedy]) -> [String] {
    var notes = [apart]
    if !penalties.allIsMoney, let note = Self.note(onThoseThatCoverNothing: remedies) { notes.append(note) }
    if remedies.contains(where: { $0.kind == .skill }) {
      notes.append(
        "Trainings are tried from the first day and at no cost; 'training' in the scenario says when, and for how much."
      )
    }
    return notes
  }

  /// What changes are good for that cover nothing more.
  private static func note(onThoseThatCoverNothing remedies: [Plan.Remedy]) -> String? {
    let idle = remedies.filter { remedy in
      [remedy.hours, remedy.unitDays].allSatisfy { ($0 ?? .zero).magnitude.count < 10_000 }
    }
    guard !idle.isEmpty else { return nil }
    let others = idle.filter { ($0.spent ?? .zero).count > -5_000 }
    var ways: [String] = []
    if !others.isEmpty { ways.append("work of lower priority goes short instead") }
    if others.contains(where: { $0.kind == .release }) { ways.append("other promises are kept") }
    if others.count < idle.count { ways.append("less money is spent") }
    return "A change that covers nothing helps in that " + ways.joined(separator: ", or ") + "."
  }

  /// What a change gains: hours and unit-days, and the money that is really spent for them; what it saves where all of
  /// that is money.
  private var gainColumns: [TextTable.Column] {
    [.init("Covers", .right), .init(scenario.titled("Spends"), .right)]
      + (penalties.allIsMoney ? [.init(scenario.titled("Saves"), .right)] : [])
  }

  private func gains(_ remedy: Plan.Remedy) -> [Text] {
    func signed(_ amount: Millionths, _ format: (Millionths) -> String) -> String {
      (amount > .zero ? "+" : "") + format(amount)
    }
    var covered: [String] = []
    for (amount, unit) in [(remedy.hours, " h"), (remedy.unitDays, " u-d")] {
      // What rounding leaves is no gain.
      if let amount, amount.magnitude.count >= 10_000 { covered.append(signed(amount, Figures.hours) + unit) }
    }
    let spent = remedy.spent.map { amount in
      amount.magnitude.count < 5_000 ? "-" : signed(amount) { Figures.money($0) }
    }
    return [Text(covered.isEmpty ? "-" : covered.joined(separator: ", "), .good), Text(spent ?? "-")]
      + (penalties.allIsMoney ? [Text(remedy.saves.map { Figures.money($0) } ?? "-", .good)] : [])
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
      columns: numberColumn + gainColumns + [.init("Change", wraps: true), .init("Found for", wraps: true)],
      rows: rows.map { row in number(row.remedy) + gains(row.remedy) + [Text(row.remedy.title), Text(row.demand)] },
      remarks: notes(on: rows.map(\.remedy)))
  }
}
