// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension ComparisonDocumentBuilder {
  func projectTable(_ difference: Comparison.Difference, _ suffix: String) -> TextTable? {
    let cent = Millionths(count: 5_000)
    func cost(_ project: Comparison.ProjectDifference) -> Millionths {
      (project.after?.cost ?? .zero) - (project.before?.cost ?? .zero)
    }
    func unmet(_ figures: PlanSummary.ProjectFigures?) -> Millionths {
      (figures?.hours.unmet ?? .zero) + (figures?.unitDays.unmet ?? .zero)
    }
    let changed = difference.projects.filter {
      $0.before == nil || $0.after == nil || $0.hoursBefore != $0.hoursAfter || cost($0).magnitude >= cent
        || unmet($0.before) != unmet($0.after)
    }.sorted { left, right in
      let (a, b) = (cost(left).magnitude, cost(right).magnitude)
      return a != b ? a > b : isBefore(left.project, right.project)
    }
    guard !changed.isEmpty else { return nil }
    return TextTable(
      heading: "Projects" + suffix,
      columns: [
        .init(""), .init("Project", wraps: true), .init("Covered before", .right), .init("after", .right),
        .init("Worked h", .right), .init("Unmet", .right), .init(titled("Cost"), .right),
      ],
      of: changed, most: 20, extent, leftOut: { Figures.count($0.count, "more project") }
    ) { project in
      [
        Text(project.before == nil ? "+" : project.after == nil ? "-" : "~"),
        Text(names.project(project.project)),
        Text(project.before.map(share) ?? "-"), Text(project.after.map(share) ?? "-"),
        Text(signedHours(project.hoursAfter - project.hoursBefore)),
        Text(signedHours(unmet(project.after) - unmet(project.before))),
        Text(signedMoney(cost(project))),
      ]
    }
  }

  /// What is decided otherwise: what slips, whom to engage or train, what is left undone.
  func decisionTable(_ difference: Comparison.Difference, _ suffix: String) -> TextTable? {
    guard !difference.decisions.isEmpty else { return nil }
    return TextTable(
      heading: "What is decided otherwise" + suffix,
      columns: [
        .init("Decision"), .init("Whom or what", wraps: true), .init("Before", wraps: true),
        .init("After", wraps: true), .init(titled("Cost"), .right),
      ],
      of: difference.decisions, most: 15, extent, leftOut: { Figures.count($0.count, "more decision") }
    ) { decision in
      let kind: String
      let name: String
      switch decision.kind {
      case .start: (kind, name) = ("Start", names.project(decision.id))
      case .project: (kind, name) = ("Project", names.project(decision.id))
      case .engagement: (kind, name) = ("Engagement", names.person(decision.id))
      case .training:
        (kind, name) = ("Training", names.person(decision.id) + (decision.skill.map { " in " + $0 } ?? ""))
      }
      return [
        Text(kind), Text(name), Text(decision.before), Text(decision.after), Text(signedMoney(decision.cost)),
      ]
    }
  }

  /// Of hours or of unit-days, whichever is less.
  private func share(_ figures: PlanSummary.ProjectFigures) -> String {
    PlanDocumentBuilder.percent(figures.hours, figures.unitDays)
  }

  func unmetTable(_ difference: Comparison.Difference, _ suffix: String) -> TextTable? {
    // What rounding leaves is no news.
    let changed = difference.unmet.filter { $0.change.delta.magnitude.count >= 10_000 }
      .sorted { left, right in
        let (a, b) = (left.change.cost.magnitude, right.change.cost.magnitude)
        return a != b ? a > b : isBefore(left.subject.demand ?? "", right.subject.demand ?? "")
      }
    guard !changed.isEmpty else { return nil }
    var columns: [TextTable.Column] = [
      .init("Demand", wraps: true), .init("Project", wraps: true), .init(""), .init("Unmet before", .right),
      .init("after", .right), .init("Difference", .right),
    ]
    if isMoney { columns.append(.init(titled("Penalty"), .right)) }
    return TextTable(
      heading: "Newly met and unmet" + suffix, columns: columns,
      of: changed, most: 15, extent, leftOut: { Figures.count($0.count, "more demand") }
    ) { entry in
      let change = entry.change
      let verdict =
        change.after.count < 10_000
        ? Text("met", .good)
        : change.before.count < 10_000
          ? Text("unmet", .bad) : change.delta < .zero ? Text("less", .good) : Text("more", .warning)
      let unit = entry.subject.isUnitDays ? " u-d" : " h"
      return [
        Text(names.demand(entry.subject.demand ?? "")), Text(names.project(entry.subject.project ?? "")),
        verdict,
        Text(Figures.hours(change.before) + unit), Text(Figures.hours(change.after) + unit),
        Text(signedHours(change.delta)),
      ] + (isMoney ? [Text(signedMoney(change.cost))] : [])
    }
  }

  func peopleTable(_ difference: Comparison.Difference, _ suffix: String) -> TextTable? {
    // What rounding moves is no news.
    let people = difference.people.filter { !PlanDocumentBuilder.isTrifle($0.hoursMoved) }
    guard !people.isEmpty else { return nil }
    let sorted = people.sorted { left, right in
      left.hoursMoved != right.hoursMoved ? left.hoursMoved > right.hoursMoved : isBefore(left.staff, right.staff)
    }
    return TextTable(
      heading: "People" + suffix,
      columns: [
        .init(""), .init("Person", wraps: true), .init("Changes", .right), .init("Changed h", .right),
        .init("Hours before", .right), .init("after", .right), .init(titled("Labour"), .right),
      ],
      of: sorted, most: 15, extent, leftOut: { Figures.count($0.count, "more person") }
    ) { person in
      [
        Text(sign(person.hours)), Text(names.person(person.staff)), Text(Figures.whole(person.changes)),
        Text(Figures.hours(person.hoursMoved)), Text(Figures.hours(person.hours.before)),
        Text(Figures.hours(person.hours.after)), Text(signedMoney(person.hours.cost)),
      ]
    }
  }

  func assignmentTable(_ difference: Comparison.Difference, _ suffix: String) -> TextTable? {
    let all = difference.assignments.filter { $0.change.isMoved }
    let moved = all.filter { !PlanDocumentBuilder.isTrifle($0.change.delta) }
    guard !moved.isEmpty else { return nil }
    // By person, so that one sees from what to what somebody moves; those with most to move first.
    let weights = Dictionary(
      difference.people.map { ($0.staff, $0.hoursMoved) }, uniquingKeysWith: { first, _ in first })
    let changes = moved.map { entry in
      HoursChange(
        staff: entry.subject.staff ?? "", demand: entry.subject.demand ?? "", period: entry.subject.period,
        days: entry.subject.days, before: entry.change.before, after: entry.change.after, cost: entry.change.cost)
    }
    let runs = HoursRun.all(of: changes) { one, other in
      let hours = (weights[one] ?? .zero, weights[other] ?? .zero)
      return hours.0 != hours.1 ? hours.0 > hours.1 : isBefore(one, other)
    }
    let unit = HoursRun.unit(of: changes)
    var table = TextTable(
      heading: "Assignments" + suffix,
      columns: [.init(""), .init("Person", wraps: true), .init("Demand", wraps: true)] + HoursRun.columns(runs, unit)
        + [.init(titled("Cost"), .right)],
      of: runs, most: 20, extent,
      leftOut: { left in Figures.count(left.reduce(0) { $0 + $1.changes.count }, "more assignment") }
    ) { run in
      let role: ResultDocument.Role = run.mark == "+" ? .good : run.mark == "-" ? .warning : .plain
      return [
        Text(run.mark, role), Text(uniqueNames[run.staff] ?? run.staff), Text(names.demand(run.demand)),
      ] + run.cells(among: runs) + [Text(signedMoney(run.cost))]
    }
    if all.count > moved.count {
      let count = all.count - moved.count
      table.remarks.append(
        Figures.count(count, "more change is", "more changes are") + " of less than 0.01 h.")
    }
    table.remarks.append(HoursRun.remark(runs, unit))
    return table
  }

  private func valued(_ title: String) -> String { isMoney ? titled(title) : title }

  func frontierTable(_ frontier: Comparison.Frontier) -> TextTable {
    // One row says that there is nothing for few changes.
    let found = frontier.points.firstIndex { $0.value != nil } ?? frontier.points.count
    let points = frontier.points.dropFirst(max(0, found - 1))
    return TextTable(
      heading: "What few changes can reach",
      columns: [
        .init("Changes", .right), .init("made", .right), .init(valued("Value"), .right), .init(valued("Gains"), .right),
        .init(valued("At best"), .right),
      ],
      rows: points.map { point in
        [
          Text((point.value == nil && point.changes > 0 ? "up to " : "") + Figures.whole(point.changes)),
          Text(point.used.map(Figures.whole) ?? "-"),
          Text(point.value.map { Figures.money($0) } ?? "no plan found", point.value == nil ? .warning : .plain),
          Text(point.saves.map(signedMoney) ?? "-", .good),
          Text(point.bound.map { Figures.money($0) } ?? "-"),
        ]
      },
      remarks: [
        "Value: a verified plan with so few changed assignments. At best: no such plan costs less than this."
          + (isMoney ? "" : " With penalties, which are no money.")
      ])
  }
}
