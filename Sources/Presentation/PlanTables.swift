// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

extension PlanDocumentBuilder {
  // MARK: - Projects

  /// By priority, highest first; among equals the one that lacks most money's worth first.
  var projectTable: TextTable? {
    guard !plan.summary.projects.isEmpty else { return nil }
    let hasUnitDays = plan.summary.unitDays.wanted != .zero
    let hasBudgets = scenario.projects.contains { $0.budget != nil }
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
    if hasUnitDays { columns += [.init("Wanted u-d", .right), .init("Unmet u-d", .right)] }
    columns.append(.init(currency.map { "Cost \($0)" } ?? "Cost", .right))
    if hasBudgets { columns.append(.init("Budget used", .right)) }
    let shown = showsAll ? sorted.count : min(sorted.count, 20)
    let rows = sorted.prefix(shown).map { figures -> [Text] in
      let isShort = isShort(figures)
      let share = Self.percent(figures.hours, figures.unitDays)
      var row: [Text] = [
        Text(Figures.exact(priority(ofProject: figures.id))), Text(projectLabel(figures.id)),
        Text(Figures.hours(figures.hours.wanted)), Text(share, isShort ? .warning : .good),
        Text(figures.hours.unmet == .zero ? "-" : Figures.hours(figures.hours.unmet)),
      ]
      if hasUnitDays {
        row.append(Text(figures.unitDays.wanted == .zero ? "-" : Figures.hours(figures.unitDays.wanted)))
        row.append(Text(figures.unitDays.unmet == .zero ? "-" : Figures.hours(figures.unitDays.unmet)))
      }
      row.append(Text(Figures.money(figures.cost)))
      if hasBudgets { row.append(budgetUse(of: figures)) }
      return row
    }
    var table = TextTable(heading: "Projects", columns: columns, rows: Array(rows))
    if hasUnitDays {
      table.remarks.append(
        "u-d: unit-days, one unit used for one day. Covered: of hours or of unit-days, whichever is less.")
    }
    let left = sorted.dropFirst(shown)
    if !left.isEmpty {
      let short = left.count(where: isShort)
      table.remarks.append(
        "\(Figures.count(left.count, "more project")), \(short == 0 ? "all covered" : "\(Figures.whole(short)) short");"
          + " \(optionForAll) shows them.")
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

  // MARK: - What is not covered

  var unmetTable: TextTable? {
    let entries = unmetByDemand
    let trifles = rounding
    guard !entries.isEmpty else { return nil }
    let hasReasons = entries.contains { !$0.reasons.isEmpty }
    var columns: [TextTable.Column] = [
      .init("Demand", wraps: true), .init("When", wraps: true), .init("Unmet", .right),
      .init(currency.map { "Costs \($0)" } ?? "Costs", .right),
    ]
    if hasReasons { columns.append(.init("Why", wraps: true)) }
    let shown = showsAll ? entries.count : min(entries.count, 15)
    let rows = entries.prefix(shown).map { entry -> [Text] in
      var row: [Text] = [
        Text(entry.demand + ", " + projectLabel(entry.project)), Text(when(entry)),
        Text(Figures.hours(entry.amount) + (entry.isUnitDays ? " u-d" : " h"), .warning),
        Text(Figures.money(entry.cost)),
      ]
      if hasReasons { row.append(Text(entry.reasons.joined(separator: "; "))) }
      return row
    }
    var table = TextTable(heading: "Not covered", columns: columns, rows: Array(rows))
    let left = entries.dropFirst(shown)
    if !left.isEmpty {
      let hours = left.filter { !$0.isUnitDays }.reduce(Millionths.zero) { $0 + $1.amount }
      let unitDays = left.filter(\.isUnitDays).reduce(Millionths.zero) { $0 + $1.amount }
      var amounts: [String] = []
      if hours != .zero { amounts.append(Figures.hours(hours) + " h") }
      if unitDays != .zero { amounts.append(Figures.hours(unitDays) + " unit-days") }
      table.remarks.append(
        "\(Figures.count(left.count, "more demand")) with \(amounts.joined(separator: " and ")) unmet;"
          + " \(optionForAll) shows them.")
    }
    if !trifles.isEmpty {
      table.remarks.append(
        "Left by rounding, below 0.01 each: "
          + (trifles.count > 5 && !showsAll
            ? Figures.count(trifles.count, "demand") + "."
            : trifles.map { "\($0.demand) (\($0.amount.description) \($0.isUnitDays ? "u-d" : "h"))" }
              .joined(separator: ", ") + "."))
    }
    return table
  }

  private func when(_ entry: UnmetDemand) -> String {
    guard let first = entry.periods.min(), let last = entry.periods.max() else {
      return demands[entry.demand].map { Figures.days(scenario.window(of: $0)) } ?? "-"
    }
    guard periods.indices.contains(first), periods.indices.contains(last) else { return "-" }
    let days = DayRange(periods[first].first, periods[last].last)
    let isWhole = entry.periods.count == last - first + 1
    return Figures.days(days) + (isWhole ? "" : " (\(entry.periods.count) of \(last - first + 1))")
  }

  // MARK: - People

  /// The most used first; cut in the middle, since both ends are what one looks for.
  var peopleTable: TextTable? {
    let people = plan.summary.people.sorted { left, right in
      let shares = (left.share ?? Millionths(count: -1), right.share ?? Millionths(count: -1))
      if shares.0 != shares.1 { return shares.0 > shares.1 }
      return left.overtime != right.overtime ? left.overtime > right.overtime : isBefore(left.id, right.id)
    }
    guard !people.isEmpty else { return nil }
    let head = showsAll || people.count <= 16 ? people.count : 10
    let tail = head == people.count ? 0 : 5
    let rows = (people.prefix(head) + people.suffix(tail)).map { person -> [Text] in
      let member = staff[person.id].map { scenario.staff[$0] }
      let share = person.share
      let role: ResultDocument.Role = share.map { $0 > Millionths(1) ? .warning : .plain } ?? .remark
      return [
        Text(label(person.id, member?.name)), Text(member?.department ?? "-"), Text(Figures.hours(person.available)),
        Text(Figures.hours(person.used)), Text(share.map(Figures.nearestPercent) ?? "away", role),
        Text(share.map(Figures.bar) ?? "", role),
        Text(person.overtime == .zero ? "-" : Figures.hours(person.overtime)),
      ]
    }
    var table = TextTable(
      heading: "People, most used first",
      columns: [
        .init("Person", wraps: true), .init("Department", wraps: true), .init("Available h", .right),
        .init("Used h", .right), .init("Used", .right), .init(""), .init("Overtime h", .right),
      ],
      rows: rows)
    let left = people.dropFirst(head).dropLast(tail)
    if let high = left.first, let low = left.last {
      let range = [low, high].map { $0.share.map(Figures.nearestPercent) ?? "away" }.joined(separator: " to ")
      table.remarks.append(
        "\(Figures.count(left.count, "more person", "more people")) between the first \(head) and the last \(tail)"
          + " (\(range)); \(optionForAll) shows them.")
    }
    return table
  }

  // MARK: - Assets

  var assetTable: TextTable? {
    let sorted = plan.summary.assets.sorted { left, right in
      let shares = (left.share ?? Millionths(count: -1), right.share ?? Millionths(count: -1))
      return shares.0 != shares.1 ? shares.0 > shares.1 : isBefore(left.id, right.id)
    }
    guard !sorted.isEmpty else { return nil }
    var costs: [String: Millionths] = [:]
    for entry in plan.assetUse { costs[entry.asset, default: .zero] += entry.cost }
    let shown = showsAll ? sorted.count : min(sorted.count, 10)
    let rows = sorted.prefix(shown).map { asset -> [Text] in
      [
        Text(label(asset.id, assets[asset.id].map { scenario.assets[$0].name })),
        Text(Figures.hours(asset.available)), Text(Figures.hours(asset.used)),
        Text(asset.share.map(Figures.nearestPercent) ?? "out"), Text(asset.share.map(Figures.bar) ?? ""),
        Text(Figures.money(costs[asset.id] ?? .zero)),
      ]
    }
    var table = TextTable(
      heading: "Assets, most used first",
      columns: [
        .init("Asset", wraps: true), .init("Available u-d", .right), .init("Used u-d", .right), .init("Used", .right),
        .init(""), .init(currency.map { "Cost \($0)" } ?? "Cost", .right),
      ],
      rows: Array(rows))
    if sorted.count > shown {
      table.remarks.append(
        "\(Figures.count(sorted.count - shown, "more asset")), used less; \(optionForAll) shows them.")
    }
    return table
  }

  // MARK: - Bottlenecks

  /// Periods in a row in which one more saves the same.
  private struct Stretch {
    var bottleneck: Plan.Bottleneck
    var last: Int?
  }

  private var stretches: [Stretch] {
    let sorted = plan.bottlenecks.sorted { left, right in
      if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
      return left.id != right.id ? isBefore(left.id, right.id) : (left.period ?? -1) < (right.period ?? -1)
    }
    var result: [Stretch] = []
    for bottleneck in sorted {
      if let period = bottleneck.period, let open = result.last, let last = open.last, last + 1 == period,
        open.bottleneck.kind == bottleneck.kind, open.bottleneck.id == bottleneck.id,
        open.bottleneck.validFor == bottleneck.validFor,
        Figures.money(open.bottleneck.pricePerUnit) == Figures.money(bottleneck.pricePerUnit)
      {
        result[result.count - 1].last = period
      } else {
        result.append(Stretch(bottleneck: bottleneck, last: bottleneck.period))
      }
    }
    return result.enumerated().sorted { left, right in
      let prices = (left.element.bottleneck.pricePerUnit, right.element.bottleneck.pricePerUnit)
      return prices.0 != prices.1 ? prices.0 > prices.1 : left.offset < right.offset
    }.map(\.element)
  }

  var bottleneckTable: TextTable? {
    let sorted = stretches
    guard !sorted.isEmpty else { return nil }
    let shown = showsAll ? sorted.count : min(sorted.count, 5)
    let hasRanges = sorted.contains { $0.bottleneck.validFor != nil }
    let rows = sorted.prefix(shown).map { stretch -> [Text] in
      let bottleneck = stretch.bottleneck
      let unit = bottleneckUnit(bottleneck.kind)
      var row = [
        Text(bottleneckLabel(bottleneck)), Text(when(stretch)),
        Text(Figures.money(bottleneck.pricePerUnit)), Text("per " + unit.one),
      ]
      if hasRanges { row.append(Text(bottleneck.validFor.map { Figures.hours($0) + " " + unit.many } ?? "-")) }
      return row
    }
    var columns: [TextTable.Column] = [
      .init("One more of", wraps: true), .init("When", wraps: true),
      .init(currency.map { "Saves \($0)" } ?? "Saves", .right), .init(""),
    ]
    if hasRanges { columns.append(.init("Holds for", .right)) }
    var table = TextTable(heading: "Bottlenecks: what one more would save", columns: columns, rows: Array(rows))
    if sorted.prefix(shown).contains(where: { $0.last != $0.bottleneck.period }) {
      table.remarks.append("Several \(periodName)s: one more in any one of them saves that.")
    }
    if sorted.count > shown {
      table.remarks.append("\(Figures.count(sorted.count - shown, "more bottleneck")); \(optionForAll) shows them.")
    }
    return table
  }

  private func when(_ stretch: Stretch) -> String {
    guard let first = stretch.bottleneck.period, let last = stretch.last, periods.indices.contains(first),
      periods.indices.contains(last)
    else { return "whole horizon" }
    let days = Figures.days(DayRange(periods[first].first, periods[last].last))
    return first == last ? days : days + ", \(Figures.count(last - first + 1, periodName))"
  }

  private func bottleneckUnit(_ kind: Plan.Bottleneck.Kind) -> (one: String, many: String) {
    switch kind {
    case .staff, .skill, .pace, .overtime: ("hour", "h")
    case .asset: ("unit-day", "u-d")
    case .budget: (currency ?? "unit of money", currency ?? "")
    }
  }

  private func bottleneckLabel(_ bottleneck: Plan.Bottleneck) -> String {
    switch bottleneck.kind {
    case .staff: label(bottleneck.id, staff[bottleneck.id].map { scenario.staff[$0].name })
    case .overtime: "overtime of " + label(bottleneck.id, staff[bottleneck.id].map { scenario.staff[$0].name })
    case .skill: "skill " + bottleneck.id
    case .asset: label(bottleneck.id, assets[bottleneck.id].map { scenario.assets[$0].name })
    case .budget: "budget of " + projectLabel(bottleneck.id)
    case .pace: "pace of " + bottleneck.id
    }
  }

  // MARK: - Broken commitments

  var commitmentTable: TextTable? {
    guard !plan.brokenCommitments.isEmpty else { return nil }
    let sorted = plan.brokenCommitments.enumerated().sorted { left, right in
      left.element.cost != right.element.cost
        ? left.element.cost > right.element.cost : left.offset < right.offset
    }.map(\.element)
    let shown = showsAll ? sorted.count : min(sorted.count, 10)
    let rows = sorted.prefix(shown).map { broken -> [Text] in
      [
        Text(label(broken.staff, staff[broken.staff].map { scenario.staff[$0].name })), Text(broken.demand),
        Text(periods.indices.contains(broken.period) ? Figures.days(periods[broken.period]) : "-"),
        Text(Figures.hours(broken.hours), .bad), Text(Figures.money(broken.cost)),
      ]
    }
    var table = TextTable(
      heading: "Commitments not kept",
      columns: [
        .init("Person", wraps: true), .init("Demand", wraps: true), .init("When", wraps: true),
        .init("Missing h", .right),
        .init(currency.map { "Costs \($0)" } ?? "Costs", .right),
      ],
      rows: Array(rows))
    if sorted.count > shown {
      let hours = sorted.dropFirst(shown).reduce(Millionths.zero) { $0 + $1.hours }
      table.remarks.append(
        "\(Figures.count(sorted.count - shown, "more entry", "more entries")) with \(Figures.hours(hours)) h;"
          + " \(optionForAll) shows them.")
    }
    return table
  }

  // MARK: - Names

  private func priority(ofProject id: String) -> ExactDecimal {
    projects[id].map { scenario.projects[$0].priority } ?? 0
  }

  private func projectLabel(_ id: String) -> String {
    label(id, projects[id].map { scenario.projects[$0].name })
  }

  /// The name with its id, so that both can be searched for; one alone where they are the same.
  private func label(_ id: String, _ name: String?) -> String {
    guard let name, name != id else { return id }
    return name + " (" + id + ")"
  }
}
