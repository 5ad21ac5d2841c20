// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension PlanDocumentBuilder {
  /// What the plan decides about the scenario, a line for each kind; nothing where nothing of it is open.
  var decisionLines: [Text] {
    func money(_ cost: Millionths) -> String {
      cost == .zero ? "" : " (" + Figures.money(cost, currency: currency) + ")"
    }
    func line(_ what: String, _ parts: [String], none: String) -> Text {
      // The table has them all.
      let rest = parts.count > 3 ? ", and \(parts.count - 3) more" : ""
      return Text(parts.isEmpty ? none : what + ": " + parts.prefix(3).joined(separator: ", ") + rest)
    }
    var lines: [Text] = []
    if let starts = plan.starts {
      lines.append(
        line(
          "Starts later",
          starts.map { start in
            names.project(start.project) + " by " + Figures.count(start.weeks, "week") + money(start.cost)
          }, none: "No project starts later"))
    }
    if let engaged = plan.engaged {
      lines.append(
        line(
          "Engaged",
          engaged.map { "\($0.heads) x " + names.person($0.staff) + money($0.cost) }, none: "Nobody is engaged")
      )
    }
    if let trainings = plan.trainings {
      lines.append(
        line(
          "Trained",
          trainings.map { names.person($0.staff) + " in " + $0.skill + money($0.cost) },
          none: "Nobody is trained"))
    }
    let undone = scenario.projects.filter(plan.leavesUndone)
    if !undone.isEmpty {
      lines.append(Text(line("Left undone", undone.map { names.project($0.id) }, none: "").text, .warning))
    }
    return lines
  }
}
