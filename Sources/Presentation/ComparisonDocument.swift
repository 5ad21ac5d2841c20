// SPDX-License-Identifier: GPL-3.0-or-later

public import Exchange
public import Allocation
internal import Numbers

extension ResultDocument {
  /// A comparison for people: what differs between the scenarios, the plans side by side, then for each plan what
  /// explains its cost, and the projects, people and assignments that change.
  ///
  /// - Parameters:
  ///   - currency: what money is counted in, where that is known.
  ///   - scenarios: where names come from, as far as these are known; ids are shown beside them.
  ///   - showsAll: whether long lists are shown whole.
  ///   - optionForAll: what the remarks name as the way to see all.
  public init(
    comparison: Comparison, currency: String? = nil, scenarios: [Scenario] = [], showsAll: Bool = false,
    optionForAll: String = "--all"
  ) {
    let builder = ComparisonDocumentBuilder(
      comparison: comparison, currency: currency, names: Self.uniqueNames(scenarios),
      people: Self.labels(scenarios.flatMap { $0.staff.map { ($0.id, $0.name) } }),
      projects: Self.labels(scenarios.flatMap { $0.projects.map { ($0.id, $0.name) } }), showsAll: showsAll,
      optionForAll: optionForAll)
    self.init(
      title: "Comparison of " + Figures.count(comparison.plans.count, "plan") + " with "
        + (comparison.plans.first?.name ?? "none"), blocks: builder.blocks)
  }

  private static func uniqueNames(_ scenarios: [Scenario]) -> [String: String] {
    var ids: [String: Set<String>] = [:]
    for person in scenarios.flatMap(\.staff) { ids[person.name, default: []].insert(person.id) }
    let unique = ids.filter { $0.value.count == 1 }
    return Dictionary(
      unique.compactMap { name, ids in ids.first.map { ($0, name) } }, uniquingKeysWith: { min($0, $1) })
  }

  /// Names with their ids, by id; the first of each.
  private static func labels(_ names: [(id: String, name: String)]) -> [String: String] {
    Dictionary(
      names.map { ($0.id, $0.name == $0.id ? $0.id : "\($0.name) (\($0.id))") }, uniquingKeysWith: { first, _ in first }
    )
  }
}

struct ComparisonDocumentBuilder {
  typealias Text = ResultDocument.Text

  let comparison: Comparison
  let currency: String?
  /// Names alone, by id, of those whose name nobody else has; the list of people has their ids.
  let names: [String: String]
  /// Names with ids, by id.
  let people: [String: String]
  let projects: [String: String]
  let showsAll: Bool
  let optionForAll: String

  var blocks: [ResultDocument.Block] {
    var blocks: [ResultDocument.Block] = [.lines(overview)]
    let several = comparison.differences.count > 1
    for difference in comparison.differences where !difference.scenario.isEmpty {
      blocks.append(.table(scenarioTable(difference, several: several)))
    }
    blocks.append(.table(figures))
    for difference in comparison.differences where difference.differs {
      let suffix = several ? ": " + difference.plan : ""
      blocks += [
        termTable(difference, suffix), projectTable(difference, suffix), unmetTable(difference, suffix),
        peopleTable(difference, suffix), assignmentTable(difference, suffix),
      ].compactMap { $0 }.map { .table($0) }
    }
    if let frontier = comparison.frontier { blocks.append(.table(frontierTable(frontier))) }
    return blocks
  }

  func money(_ value: Millionths) -> String { Figures.money(value, currency: currency) }

  /// Money with its sign; what is less than half a cent is none.
  func signedMoney(_ value: Millionths) -> String {
    signed(value.magnitude.count < 5_000 ? .zero : value) { Figures.money($0) }
  }

  /// With its sign, also above 0.
  func signed(_ value: Millionths, _ format: (Millionths) -> String) -> String {
    value == .zero ? "-" : value > .zero ? "+" + format(value) : format(value)
  }

  private func titled(_ name: String) -> String { currency.map { name + " " + $0 } ?? name }

  // MARK: Overview

  private var overview: [Text] {
    guard let reference = comparison.plans.first else { return [] }
    var lines: [Text] = []
    for difference in comparison.differences {
      lines.append(Text(sentence(difference, reference.name), difference.delta.value > .zero ? .warning : .good))
      guard difference.differs else { continue }
      let delta = difference.delta
      lines.append(
        Text(
          delta.changes == 0
            ? "  No assignment changes."
            : "  " + Figures.count(delta.changes, "assignment changes", "assignments change") + " for "
              + Figures.count(delta.people, "person", "people") + "; " + Figures.hours(delta.hoursMoved) + " h moved."))
    }
    let scenarios = Dictionary(
      comparison.plans.map { ($0.name, $0.scenario.sha256) }, uniquingKeysWith: { first, _ in first })
    // There is no choice between plans of different scenarios.
    for entry in comparison.dominated where scenarios[entry.plan] == scenarios[entry.by] {
      lines.append(
        Text("\(entry.by) is at least as good as \(entry.plan) in value, coverage and number of changes.", .remark))
    }
    return lines
  }

  private func sentence(_ difference: Comparison.Difference, _ reference: String) -> String {
    let delta = difference.delta
    guard difference.differs else { return "\(difference.plan) is the same plan as \(reference)." }
    let parts = delta.terms.named.filter { $0.amount != .zero }
      .sorted { $0.amount.magnitude > $1.amount.magnitude }
      .map { $0.name + " " + signedMoney($0.amount) }
    let why = parts.isEmpty ? "." : ": " + parts.joined(separator: ", ") + "."
    if delta.value == .zero { return "\(difference.plan) is worth as much as \(reference)" + why }
    return "\(difference.plan) costs \(money(delta.value.magnitude)) \(delta.value > .zero ? "more" : "less") than "
      + reference + why
  }

  // MARK: Tables

  private func scenarioTable(_ difference: Comparison.Difference, several: Bool) -> TextTable {
    let shown = showsAll ? difference.scenario.count : min(difference.scenario.count, 20)
    var table = TextTable(
      heading: "How the scenario " + (several ? "of \(difference.plan) " : "") + "differs",
      columns: [.init(""), .init("What", wraps: true), .init("Before", wraps: true), .init("After", wraps: true)],
      rows: difference.scenario.prefix(shown).map { entry in
        [Text(sign(entry.kind)), Text(entry.what), Text(entry.before ?? "-"), Text(entry.after ?? "-")]
      })
    addRemark(&table, difference.scenario.count - shown, "difference")
    return table
  }

  private func sign(_ kind: Comparison.ScenarioDifference.Kind) -> String {
    switch kind {
    case .added: "+"
    case .removed: "-"
    case .changed: "~"
    }
  }

  /// `+` for what is new, `-` for what is gone, `~` for what is another amount.
  private func sign(_ change: Comparison.Change) -> String {
    change.before == .zero ? "+" : change.after == .zero ? "-" : "~"
  }

  private func addRemark(_ table: inout TextTable, _ left: Int, _ noun: String) {
    if left > 0 { table.remarks.append("\(Figures.count(left, "more " + noun)); \(optionForAll) shows them.") }
  }

  /// One row for each figure, one column for each plan.
  private var figures: TextTable {
    typealias Plans = Comparison.PlanFigures
    func row(_ name: String, _ text: (Plans) -> String) -> [Text] {
      [Text(name)] + comparison.plans.map { Text(text($0)) }
    }
    func amounts(_ name: String, _ amount: (Plans) -> Millionths, _ format: (Millionths) -> String) -> [Text]? {
      guard comparison.plans.contains(where: { amount($0) != .zero }) else { return nil }
      return row(name) { format(amount($0)) }
    }
    var rows: [[Text]?] = [
      row(titled("value")) { Figures.money($0.objective.value) },
      row("status") { $0.status.rawValue },
      row("gap") { $0.objective.gap.map(Figures.gap) ?? "no bound" },
      row(titled("money spent")) { Figures.money($0.summary.cost) },
    ]
    let names = comparison.plans.first?.objective.terms.named.map(\.name) ?? []
    for (index, name) in names.enumerated() {
      rows.append(amounts("  " + name, { $0.objective.terms.named[index].amount }) { Figures.money($0) })
    }
    rows.append(row("hours covered") { Figures.percent($0.summary.hours.share) })
    rows.append(amounts("hours unmet", { $0.summary.hours.unmet }, Figures.hours))
    if comparison.plans.contains(where: { $0.summary.unitDays.wanted != .zero }) {
      rows.append(row("unit-days covered") { Figures.percent($0.summary.unitDays.share) })
      rows.append(amounts("unit-days unmet", { $0.summary.unitDays.unmet }, Figures.hours))
    }
    rows.append(amounts("overtime hours", { $0.summary.people.reduce(.zero) { $0 + $1.overtime } }, Figures.hours))
    rows.append(row("assignments") { Figures.whole($0.assignments) })
    let deltas = [nil] + comparison.differences.map { Optional($0.delta) }
    func counts(_ name: String, _ text: (Comparison.Delta) -> String) -> [Text] {
      [Text(name)] + deltas.map { Text($0.map(text) ?? "-") }
    }
    rows.append(counts("  changed") { Figures.whole($0.changes) })
    rows.append(counts("people changed") { Figures.whole($0.people) })
    rows.append(counts("hours moved") { Figures.hours($0.hoursMoved) })
    return TextTable(
      heading: "Side by side",
      columns: [.init("Figure")] + comparison.plans.map { .init($0.name, .right, wraps: true) },
      rows: rows.compactMap { $0 })
  }

  private func termTable(_ difference: Comparison.Difference, _ suffix: String) -> TextTable? {
    guard let index = comparison.plans.firstIndex(where: { $0.name == difference.plan }),
      let reference = comparison.plans.first
    else { return nil }
    let plan = comparison.plans[index]
    let terms = zip(reference.objective.terms.named, plan.objective.terms.named)
      .map { (name: $0.name, before: $0.amount, after: $1.amount, delta: $1.amount - $0.amount) }
      .filter { $0.delta != .zero }
      .sorted { $0.delta.magnitude > $1.delta.magnitude }
    guard !terms.isEmpty else { return nil }
    func row(_ name: String, _ before: Millionths, _ after: Millionths) -> [Text] {
      let delta = after - before
      return [
        Text(name), Text(Figures.money(before)), Text(Figures.money(after)),
        Text(signedMoney(delta), delta > .zero ? .warning : delta < .zero ? .good : .plain),
      ]
    }
    return TextTable(
      heading: "What explains the difference" + suffix,
      columns: [
        .init("Term"), .init(titled("Before"), .right), .init(titled("After"), .right), .init("Difference", .right),
      ],
      rows: terms.map { row($0.name, $0.before, $0.after) } + [
        row("total", reference.objective.value, plan.objective.value)
      ])
  }

  private func projectTable(_ difference: Comparison.Difference, _ suffix: String) -> TextTable? {
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
    let shown = showsAll ? changed.count : min(changed.count, 20)
    var table = TextTable(
      heading: "Projects" + suffix,
      columns: [
        .init(""), .init("Project", wraps: true), .init("Covered before", .right), .init("after", .right),
        .init("Worked h", .right), .init("Unmet", .right), .init(titled("Cost"), .right),
      ],
      rows: changed.prefix(shown).map { project in
        [
          Text(project.before == nil ? "+" : project.after == nil ? "-" : "~"),
          Text(projects[project.project] ?? project.project),
          Text(project.before.map(share) ?? "-"), Text(project.after.map(share) ?? "-"),
          Text(signed(project.hoursAfter - project.hoursBefore, Figures.hours)),
          Text(signed(unmet(project.after) - unmet(project.before), Figures.hours)),
          Text(signedMoney(cost(project))),
        ]
      })
    addRemark(&table, changed.count - shown, "project")
    return table
  }

  /// Of hours or of unit-days, whichever is less.
  private func share(_ figures: PlanSummary.ProjectFigures) -> String {
    Figures.percent(min(figures.hours.share, figures.unitDays.share))
  }

  private func unmetTable(_ difference: Comparison.Difference, _ suffix: String) -> TextTable? {
    // What rounding leaves is no news.
    let changed = difference.unmet.filter { $0.change.delta.magnitude.count >= 10_000 }
      .sorted { left, right in
        let (a, b) = (left.change.cost.magnitude, right.change.cost.magnitude)
        return a != b ? a > b : isBefore(left.subject.demand ?? "", right.subject.demand ?? "")
      }
    guard !changed.isEmpty else { return nil }
    let shown = showsAll ? changed.count : min(changed.count, 15)
    var table = TextTable(
      heading: "Newly met and unmet" + suffix,
      columns: [
        .init("Demand", wraps: true), .init("Project", wraps: true), .init(""), .init("Unmet before", .right),
        .init("after", .right), .init("Difference", .right), .init(titled("Penalty"), .right),
      ],
      rows: changed.prefix(shown).map { entry in
        let change = entry.change
        let verdict =
          change.after.count < 10_000
          ? Text("met", .good)
          : change.before.count < 10_000
            ? Text("unmet", .bad) : change.delta < .zero ? Text("less", .good) : Text("more", .warning)
        let unit = entry.subject.isUnitDays ? " u-d" : " h"
        return [
          Text(entry.subject.demand ?? ""), Text(projects[entry.subject.project ?? ""] ?? entry.subject.project ?? ""),
          verdict,
          Text(Figures.hours(change.before) + unit), Text(Figures.hours(change.after) + unit),
          Text(signed(change.delta, Figures.hours)), Text(signedMoney(change.cost)),
        ]
      })
    addRemark(&table, changed.count - shown, "demand")
    return table
  }

  private func peopleTable(_ difference: Comparison.Difference, _ suffix: String) -> TextTable? {
    guard !difference.people.isEmpty else { return nil }
    let sorted = difference.people.sorted { left, right in
      left.hoursMoved != right.hoursMoved ? left.hoursMoved > right.hoursMoved : isBefore(left.staff, right.staff)
    }
    let shown = showsAll ? sorted.count : min(sorted.count, 15)
    var table = TextTable(
      heading: "People" + suffix,
      columns: [
        .init(""), .init("Person", wraps: true), .init("Changes", .right), .init("Moved h", .right),
        .init("Hours before", .right), .init("after", .right), .init(titled("Labour"), .right),
      ],
      rows: sorted.prefix(shown).map { person in
        [
          Text(sign(person.hours)), Text(people[person.staff] ?? person.staff), Text(Figures.whole(person.changes)),
          Text(Figures.hours(person.hoursMoved)), Text(Figures.hours(person.hours.before)),
          Text(Figures.hours(person.hours.after)), Text(signedMoney(person.hours.cost)),
        ]
      })
    addRemark(&table, sorted.count - shown, "person")
    return table
  }

  private func assignmentTable(_ difference: Comparison.Difference, _ suffix: String) -> TextTable? {
    let moved = difference.assignments.filter { $0.change.isMoved }
    guard !moved.isEmpty else { return nil }
    // By person, so that one sees from what to what somebody moves; those with most to move first.
    let weights = Dictionary(
      difference.people.map { ($0.staff, $0.hoursMoved) }, uniquingKeysWith: { first, _ in first })
    let sorted = moved.enumerated().sorted { left, right in
      let staff = (left.element.subject.staff ?? "", right.element.subject.staff ?? "")
      if staff.0 == staff.1 {
        let periods = (left.element.subject.period ?? 0, right.element.subject.period ?? 0)
        return periods.0 != periods.1 ? periods.0 < periods.1 : left.offset < right.offset
      }
      let hours = (weights[staff.0] ?? .zero, weights[staff.1] ?? .zero)
      return hours.0 != hours.1 ? hours.0 > hours.1 : isBefore(staff.0, staff.1)
    }.map(\.element)
    let shown = showsAll ? sorted.count : min(sorted.count, 20)
    var table = TextTable(
      heading: "Assignments" + suffix,
      columns: [
        .init(""), .init("Person", wraps: true), .init("Demand", wraps: true), .init("When", wraps: true),
        .init("Hours before", .right), .init("after", .right), .init("Difference", .right),
        .init(titled("Cost"), .right),
      ],
      rows: sorted.prefix(shown).map { entry in
        let mark = sign(entry.change)
        return [
          Text(mark, mark == "+" ? .good : mark == "-" ? .warning : .plain),
          Text(names[entry.subject.staff ?? ""] ?? entry.subject.staff ?? ""),
          Text(entry.subject.demand ?? ""),
          Text(entry.subject.days.map(Figures.days) ?? entry.subject.period.map { "period \($0)" } ?? ""),
          Text(Figures.hours(entry.change.before)), Text(Figures.hours(entry.change.after)),
          Text(signed(entry.change.delta, Figures.hours)), Text(signedMoney(entry.change.cost)),
        ]
      })
    addRemark(&table, sorted.count - shown, "assignment")
    table.remarks.append("+ new, - gone, ~ other hours")
    return table
  }

  func frontierTable(_ frontier: Comparison.Frontier) -> TextTable {
    TextTable(
      heading: "What few changes can reach",
      columns: [
        .init("Changes", .right), .init("made", .right), .init(titled("Value"), .right), .init(titled("Saves"), .right),
        .init(titled("At best"), .right),
      ],
      rows: frontier.points.map { point in
        [
          Text(Figures.whole(point.changes)), Text(point.used.map(Figures.whole) ?? "-"),
          Text(point.value.map { Figures.money($0) } ?? "no plan found", point.value == nil ? .warning : .plain),
          Text(point.saves.map(signedMoney) ?? "-", .good),
          Text(point.bound.map { Figures.money($0) } ?? "-"),
        ]
      },
      remarks: [
        "Value: a verified plan with so few changed assignments. At best: no such plan costs less than this."
      ])
  }
}

extension CSVWriter {
  /// The assignments that change, with the header
  /// `plan,change,staff,demand,project,period,start,end,before,after,delta,cost`.
  public static func changes(of comparison: Comparison) -> [UInt8] {
    var writer = CSVWriter(header: [
      "plan", "change", "staff", "demand", "project", "period", "start", "end", "before", "after", "delta", "cost",
    ])
    for difference in comparison.differences {
      for entry in difference.assignments where entry.change.isMoved {
        let (subject, change) = (entry.subject, entry.change)
        writer.append([
          .text(difference.plan),
          .figure(change.before == .zero ? "added" : change.after == .zero ? "removed" : "changed"),
          .text(subject.staff ?? ""), .text(subject.demand ?? ""), .text(subject.project ?? ""),
          .figure(subject.period.map(String.init) ?? ""), .figure(subject.days?.first.description ?? ""),
          .figure(subject.days?.last.description ?? ""), .figure(change.before.description),
          .figure(change.after.description), .figure(change.delta.description), .figure(change.cost.description),
        ])
      }
    }
    return writer.bytes
  }
}
