// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// Something that the plan decides.
struct PlanDecision {
  /// What is done, such as `Trained`.
  var kind: String
  var what: String
  var detail: String
  var cost: Millionths?
  var isWarning: Bool
}

extension PlanDocumentBuilder {
  /// What the plan decides, a row each: projects that start later or are left undone, who is engaged, who is trained, who
  /// is on a team, and when what waits for other work begins. Nil where nothing of it is decided.
  var decisionTable: TextTable? {
    let decisions = decisions
    guard !decisions.isEmpty else { return nil }
    return TextTable(
      heading: "What the plan decides",
      columns: [
        .init("Decision"), .init("Whom or what", wraps: true), .init("In detail", wraps: true),
        .init(scenario.titled("Cost"), .right),
      ],
      of: decisions, most: 15, extent, leftOut: { Figures.count($0.count, "more decision") }
    ) { decision in
      [
        Text(decision.kind, decision.isWarning ? .warning : .plain), Text(decision.what), Text(decision.detail),
        Text(decision.cost.map { Figures.money($0) } ?? "-"),
      ]
    }
  }

  /// All that the plan decides.
  var decisions: [PlanDecision] { starts + engagements + trainings + teams + orders + undone }

  private func row(
    _ kind: String, _ what: String, _ detail: String, _ cost: Millionths?, isWarning: Bool = false
  ) -> PlanDecision {
    PlanDecision(kind: kind, what: what, detail: detail, cost: cost, isWarning: isWarning)
  }

  private var starts: [PlanDecision] {
    (plan.starts ?? []).map { start in
      let begins = scenario.projects.first { $0.id == start.project }?.start
        .map { ", on " + $0.advanced(by: 7 * start.weeks).description + " instead of " + $0.description }
      return row(
        "Starts later", names.project(start.project), Figures.count(start.weeks, "week") + (begins ?? ""),
        start.cost)
    }
  }

  private var engagements: [PlanDecision] {
    guard let engaged = plan.engaged, !engaged.isEmpty else { return [] }
    var hours: [String: Millionths] = [:]
    for entry in plan.assignments { hours[entry.staff, default: .zero] += entry.hours }
    for entry in plan.operating { hours[entry.staff, default: .zero] += entry.hours }
    return engaged.map { entry in
      let most = staff[entry.staff].flatMap { scenario.staff[$0].external }.map { " of \($0.heads)" } ?? ""
      let work = plan.assignments.filter { $0.staff == entry.staff }
      let when = Self.span(work).map { " " + $0 } ?? ""
      let labour = work.reduce(Millionths.zero) { $0 + $1.cost }
      return row(
        "Engaged", names.person(entry.staff),
        "\(entry.heads)\(most), for \(Figures.hours(hours[entry.staff] ?? .zero)) h\(when); "
          + (labour == .zero
            ? "the hours cost extra" : "the hours cost \(Figures.money(labour, currency: currency)) beside it"),
        entry.cost)
    }
  }

  private var trainings: [PlanDecision] {
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
  private var teams: [PlanDecision] {
    let wanted = scenario.demandPlaces.filter { scenario.demand(at: $0).staff?.team != nil }
    guard !wanted.isEmpty else { return [] }
    var members: [String: [String]] = [:]
    for entry in plan.assignments where members[entry.demand]?.last != entry.staff {
      if members[entry.demand]?.contains(entry.staff) != true { members[entry.demand, default: []].append(entry.staff) }
    }
    return wanted.compactMap { place in
      let id = scenario.demand(at: place).id
      guard let members = members[id] else { return nil }
      let when = Self.span(plan.assignments.filter { $0.demand == id }).map { "; " + $0 } ?? ""
      return row("Team", names.demand(id), members.map(names.person).joined(separator: ", ") + when, nil)
    }
  }

  /// When what waits for other work begins, and when that ends.
  private var orders: [PlanDecision] {
    scenario.demandPlaces.flatMap { place -> [PlanDecision] in
      let demand = scenario.demand(at: place)
      return (demand.staff?.after ?? []).map { before in
        let lag = before.lag > 0 ? " and \(Figures.count(before.lag, scenario.periodName))" : ""
        let ends = days(of: before.demand).map { "is worked on until \($0.last)" } ?? "is not worked on"
        let begins = days(of: demand.id).map { "begins on \($0.first)" } ?? "is not begun"
        return row(
          "In order", names.demand(demand.id), "after \(names.demand(before.demand))\(lag), which \(ends); \(begins)",
          nil)
      }
    }
  }

  /// The days from the first period in which a demand is worked on to the last.
  private func days(of demand: String) -> DayRange? {
    Self.days(plan.assignments.filter { $0.demand == demand })
  }

  private static func days(_ work: [Plan.Assignment]) -> DayRange? {
    let work = work.filter { !isTrifle($0.hours) }
    guard let first = work.map(\.days.first).min(), let last = work.map(\.days.last).max() else { return nil }
    return DayRange(first, last)
  }

  /// When work is done, after what is done: `from 2027-02-01 to 03-05`.
  private static func span(_ work: [Plan.Assignment]) -> String? {
    days(work).map { ($0.count == 1 ? "on " : "from ") + Figures.days($0) }
  }

  private var undone: [PlanDecision] {
    scenario.projects.filter(plan.leavesUndone).map { project in
      let figures = plan.summary.projects.first { $0.id == project.id }
      var amounts: [String] = []
      if let hours = figures?.hours.unmet, hours != .zero { amounts.append(Figures.hours(hours) + " h") }
      if let unitDays = figures?.unitDays.unmet, unitDays != .zero {
        amounts.append(Figures.hours(unitDays) + " unit-days")
      }
      return row(
        "Left undone", names.project(project.id),
        (["priority " + Figures.exact(project.priority) + " of 10"] + amounts).joined(separator: ", "), nil,
        isWarning: true)
    }
  }
}
