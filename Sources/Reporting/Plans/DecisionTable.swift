// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension PlanDocumentBuilder {
  /// What the plan decides, a row each: projects that start later or are left undone, who is engaged, who is trained, who
  /// is on a team. Nil where nothing of it is decided.
  var decisionTable: TextTable? {
    let rows = starts + engagements + trainings + teams + undone
    guard !rows.isEmpty else { return nil }
    return TextTable(
      heading: "What the plan decides",
      columns: [
        .init("Decision"), .init("Whom or what", wraps: true), .init("In detail", wraps: true),
        .init(scenario.titled("Cost"), .right),
      ],
      of: rows, most: 15, extent, leftOut: { Figures.count($0.count, "more decision") }
    ) { $0 }
  }

  private func row(
    _ decision: String, _ what: String, _ detail: String, _ cost: Millionths?, _ role: ResultDocument.Role = .plain
  ) -> [Text] {
    [Text(decision, role), Text(what), Text(detail), Text(cost.map { Figures.money($0) } ?? "-")]
  }

  private var starts: [[Text]] {
    (plan.starts ?? []).map { start in
      let begins = scenario.projects.first { $0.id == start.project }?.start
        .map { ", on " + $0.advanced(by: 7 * start.weeks).description + " instead of " + $0.description }
      return row(
        "Starts later", names.project(start.project), Figures.count(start.weeks, "week") + (begins ?? ""),
        start.cost)
    }
  }

  private var engagements: [[Text]] {
    guard let engaged = plan.engaged, !engaged.isEmpty else { return [] }
    var hours: [String: Millionths] = [:]
    for entry in plan.assignments { hours[entry.staff, default: .zero] += entry.hours }
    for entry in plan.operating { hours[entry.staff, default: .zero] += entry.hours }
    return engaged.map { entry in
      let most = staff[entry.staff].flatMap { scenario.staff[$0].external }.map { " of \($0.heads)" } ?? ""
      return row(
        "Engaged", names.person(entry.staff),
        "\(entry.heads)\(most), for \(Figures.hours(hours[entry.staff] ?? .zero)) h; the hours cost extra", entry.cost)
    }
  }

  private var trainings: [[Text]] {
    (plan.trainings ?? []).map { bought in
      let training = staff[bought.staff].flatMap { index in
        scenario.staff[index].training.first { $0.skill == bought.skill }
      }
      var detail = bought.skill
      if let training {
        detail += " to level \(training.level)"
        if let from = training.from { detail += ", held from \(from)" }
        if training.hours > 0 { detail += "; it takes \(training.hours) h" }
      }
      return row("Trained", names.person(bought.staff), detail, bought.cost)
    }
  }

  /// Who works on the demands that ask for a team.
  private var teams: [[Text]] {
    let wanted = scenario.demandPlaces.filter { scenario.demand(at: $0).staff?.team != nil }
    guard !wanted.isEmpty else { return [] }
    var members: [String: [String]] = [:]
    for entry in plan.assignments where members[entry.demand]?.last != entry.staff {
      if members[entry.demand]?.contains(entry.staff) != true { members[entry.demand, default: []].append(entry.staff) }
    }
    return wanted.compactMap { place in
      let id = scenario.demand(at: place).id
      guard let members = members[id] else { return nil }
      return row("Team", names.demand(id), members.map(names.person).joined(separator: ", "), nil)
    }
  }

  private var undone: [[Text]] {
    scenario.projects.filter(plan.leavesUndone).map { project in
      let figures = plan.summary.projects.first { $0.id == project.id }
      var amounts: [String] = []
      if let hours = figures?.hours.unmet, hours != .zero { amounts.append(Figures.hours(hours) + " h") }
      if let unitDays = figures?.unitDays.unmet, unitDays != .zero {
        amounts.append(Figures.hours(unitDays) + " unit-days")
      }
      return row(
        "Left undone", names.project(project.id),
        (["priority " + Figures.exact(project.priority) + " of 10"] + amounts).joined(separator: ", "), nil, .warning)
    }
  }
}
