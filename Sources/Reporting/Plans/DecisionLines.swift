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
      Text(parts.isEmpty ? none : what + ": " + parts.joined(separator: ", "))
    }
    let projects = Dictionary(scenario.projects.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    let people = Dictionary(scenario.staff.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    var lines: [Text] = []
    if let starts = plan.starts {
      lines.append(
        line(
          "Starts later",
          starts.map { start in
            (projects[start.project] ?? start.project) + " by " + Figures.count(start.weeks, "week") + money(start.cost)
          }, none: "No project starts later"))
    }
    if let engaged = plan.engaged {
      lines.append(
        line(
          "Engaged",
          engaged.map { "\($0.heads) x " + (people[$0.staff] ?? $0.staff) + money($0.cost) }, none: "Nobody is engaged")
      )
    }
    if let trainings = plan.trainings {
      lines.append(
        line(
          "Trained",
          trainings.map { (people[$0.staff] ?? $0.staff) + " in " + $0.skill + money($0.cost) },
          none: "Nobody is trained"))
    }
    let undone = scenario.projects.filter { project in
      project.allOrNothing && !plan.assignments.contains { $0.project == project.id }
        && !plan.assetUse.contains { $0.project == project.id } && project.demands.contains { unmetIDs.contains($0.id) }
    }
    if !undone.isEmpty { lines.append(Text("Left undone: " + undone.map(\.name).joined(separator: ", "), .warning)) }
    return lines
  }

  private var unmetIDs: Set<String> { Set(plan.unmet.map(\.demand)) }
}
