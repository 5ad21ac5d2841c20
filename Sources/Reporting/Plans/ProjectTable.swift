// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension PlanDocumentBuilder {
  /// By priority, highest first; among equals the one that lacks most money's worth first.
  var projectTable: TextTable? {
    guard !plan.summary.projects.isEmpty else { return nil }
    let hasUnitDays = plan.summary.unitDays.wanted != .zero
    // A column of nothing but dashes takes the room that names need.
    let lacksUnitDays = plan.summary.projects.contains { $0.unitDays.unmet != .zero }
    let hasBudgets = scenario.projects.contains { $0.budget != nil }
    // With all columns, nothing is left of a line for names.
    let tellsUnitDays = hasUnitDays && (extent == .whole || !lacksUnitDays || !hasBudgets)
    var penalties: [String: Millionths] = [:]
    for entry in plan.unmet { penalties[entry.project, default: .zero] += entry.cost }
    let sorted = plan.summary.projects.sorted { left, right in
      let priorities = (priority(ofProject: left.id), priority(ofProject: right.id))
      if priorities.0 != priorities.1 { return priorities.0 > priorities.1 }
      let lacks = (penalties[left.id] ?? .zero, penalties[right.id] ?? .zero)
      return lacks.0 != lacks.1 ? lacks.0 > lacks.1 : isBefore(left.id, right.id)
    }
    var columns: [TextTable.Column] = [
      .init("Prio", .right), .init("Project", wraps: true), .init("Wanted h", .right), .init("Covered", .right),
      .init("Unmet h", .right),
    ]
    if tellsUnitDays { columns.append(.init("Wanted u-d", .right)) }
    if lacksUnitDays { columns.append(.init("Unmet u-d", .right)) }
    columns.append(.init(scenario.titled("Cost"), .right))
    if hasBudgets { columns.append(.init("Budget used", .right)) }
    var table = TextTable(
      heading: "Projects", columns: columns, of: sorted, most: 20, extent,
      leftOut: { left in
        let short = left.count(where: isShort)
        return Figures.count(left.count, "more project") + ", "
          + (short == 0 ? "all covered" : "\(Figures.whole(short)) short")
      }
    ) { figures in
      let isShort = isShort(figures)
      let share = Self.percent(figures.hours, figures.unitDays)
      var row: [Text] = [
        Text(Figures.exact(priority(ofProject: figures.id))), Text(names.project(figures.id)),
        Text(Figures.hours(figures.hours.wanted)), Text(share, isShort ? .warning : .good),
        Text(figures.hours.unmet == .zero ? "-" : Figures.hours(figures.hours.unmet)),
      ]
      if tellsUnitDays {
        row.append(Text(figures.unitDays.wanted == .zero ? "-" : Figures.hours(figures.unitDays.wanted)))
      }
      if lacksUnitDays {
        row.append(Text(figures.unitDays.unmet == .zero ? "-" : Figures.hours(figures.unitDays.unmet)))
      }
      row.append(Text(Figures.money(figures.cost)))
      if hasBudgets { row.append(budgetUse(of: figures)) }
      return row
    }
    table.remarks.insert("Prio: priority, 10 is highest.", at: 0)
    if hasUnitDays {
      let units = "u-d: unit-days, one unit used for one day. Covered: of hours or of unit-days, whichever is less."
      table.remarks.insert(units, at: 0)
    }
    return table
  }

  /// Whether more is unmet than rounding leaves.
  private func isShort(_ figures: PlanSummary.ProjectFigures) -> Bool {
    !Self.isTrifle(figures.hours.unmet) || !Self.isTrifle(figures.unitDays.unmet)
  }

  private func budgetUse(of figures: PlanSummary.ProjectFigures) -> Text {
    guard let index = projects[figures.id], let budget = scenario.projects[index].budget else { return "-" }
    guard let amount = Millionths(nearest: budget.doubleValue), amount.count > 0 else {
      return figures.cost == .zero ? "-" : Text("over 0", .bad)
    }
    let share = Millionths(count: figures.cost.count * 1_000_000 / amount.count)
    return Text(Figures.nearestPercent(share), share >= Millionths(1) ? .warning : .plain)
  }

  private func priority(ofProject id: String) -> ExactDecimal {
    projects[id].map { scenario.projects[$0].priority } ?? 0
  }
}
