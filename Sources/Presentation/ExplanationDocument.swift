// SPDX-License-Identifier: GPL-3.0-or-later

public import Allocation
internal import Numbers

extension ResultDocument {
  /// An explanation for people: each unmet demand with its reasons, what would help, and what scarce things are worth.
  ///
  /// - Parameters:
  ///   - explanation: an explanation of a plan of the scenario.
  ///   - scenario: where names and dates come from.
  ///   - showsAll: whether long lists are shown whole.
  ///   - optionForAll: what the remark names as the way to see all.
  public init(
    explanation: Explanation, scenario: Scenario, showsAll: Bool = false, optionForAll: String = "--all"
  ) {
    let builder = ExplanationDocumentBuilder(
      explanation: explanation, scenario: scenario, showsAll: showsAll, optionForAll: optionForAll)
    self.init(title: "Explanation of a plan for " + (scenario.name ?? "a scenario"), blocks: builder.blocks)
  }
}

/// The blocks of an explanation.
struct ExplanationDocumentBuilder {
  typealias Text = ResultDocument.Text

  let explanation: Explanation
  let scenario: Scenario
  let showsAll: Bool
  let optionForAll: String
  let periods: [DayRange]
  private let staff: [String: String]
  private let assets: [String: String]
  private let projects: [String: String]
  private let projectOfDemand: [String: String]

  init(explanation: Explanation, scenario: Scenario, showsAll: Bool, optionForAll: String) {
    self.explanation = explanation
    self.scenario = scenario
    self.showsAll = showsAll
    self.optionForAll = optionForAll
    periods = scenario.calendar.periods
    func names(_ pairs: [(String, String)]) -> [String: String] { Dictionary(pairs, uniquingKeysWith: { a, _ in a }) }
    staff = names(scenario.staff.map { ($0.id, $0.name) })
    assets = names(scenario.assets.map { ($0.id, $0.name) })
    projects = names(scenario.projects.map { ($0.id, $0.name) })
    projectOfDemand = names(scenario.projects.flatMap { project in project.demands.map { ($0.id, project.name) } })
  }

  var blocks: [ResultDocument.Block] {
    if let why = explanation.why { return answer(why) }
    if let absences = explanation.absences { return [.table(table(absences))] }
    var blocks: [ResultDocument.Block] = [.lines(headline)]
    if let table = levers { blocks.append(.table(table)) }
    if explanation.levers == nil, let table = reasons { blocks.append(.table(table)) }
    if let table = remedies { blocks.append(.table(table)) }
    if let table = bottlenecks { blocks.append(.table(table)) }
    return blocks
  }

  /// Unmet entries, but for what rounding to millionths leaves.
  var short: [Plan.UnmetEntry] { explanation.unmet.filter { $0.amount.count >= 10_000 } }

  private var headline: [Text] {
    let value = "The plan costs \(Figures.money(explanation.value, currency: scenario.currency)) with all penalties."
    guard !short.isEmpty else { return [Text(value), Text("Everything is covered.", .good)] }
    let hours = short.filter { !$0.isUnitDays }.reduce(Millionths.zero) { $0 + $1.amount }
    let unitDays = short.filter(\.isUnitDays).reduce(Millionths.zero) { $0 + $1.amount }
    var amounts: [String] = []
    if hours > .zero { amounts.append(Figures.hours(hours) + " h") }
    if unitDays > .zero { amounts.append(Figures.hours(unitDays) + " unit-days") }
    let cost = short.reduce(Millionths.zero) { $0 + $1.cost }
    let demands = Figures.count(Set(short.map(\.demand)).count, "demand")
    return [
      Text(value),
      Text(
        "\(amounts.joined(separator: " and ")) of \(demands) are not covered, which counts "
          + Figures.money(cost, currency: scenario.currency) + " of it.", .warning),
    ]
  }

  // MARK: - Names

  /// A name with its id, where these differ.
  func label(_ id: String, _ name: String?) -> String { name.map { $0 == id ? id : "\($0) (\(id))" } ?? id }
  func person(_ id: String) -> String { label(id, staff[id]) }
  func asset(_ id: String) -> String { label(id, assets[id]) }
  func project(_ id: String) -> String { label(id, projects[id]) }
  func demand(_ id: String) -> String { projectOfDemand[id].map { "\(id), \($0)" } ?? id }
  func days(_ period: Int) -> String { periods.indices.contains(period) ? Figures.days(periods[period]) : "-" }
  func money(_ title: String) -> String { scenario.currency.map { "\(title) \($0)" } ?? title }

  /// What is left out of a list, and how to see it.
  func more(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
    "\(Figures.count(count, singular, plural)) not shown; \(optionForAll) shows them."
  }

  // MARK: - Why

  private func answer(_ why: Explanation.Why) -> [ResultDocument.Block] {
    var lines = [
      why.eligible
        ? Text("\(person(why.staff)) may work on \(why.demand).", .good)
        : Text("\(person(why.staff)) may NOT work on \(why.demand).", .warning)
    ]
    lines += why.reasons.map { Text($0 + ".") }
    guard let forced = why.forced else {
      if let cost = why.reducedCost {
        lines.append(
          Text("An hour more \(during(cost.period)) costs at least \(money(cost.perHour)).", .remark))
      } else if why.eligible {
        lines.append(Text("More hours of \(person(why.staff)) on it are not possible, or not wanted.", .remark))
      }
      return [.lines(lines)]
    }
    lines.append(
      forced.costs == .zero
        ? Text("The best plan costs the same with \(Figures.hours(forced.hours)) h \(during(forced.period)).", .good)
        : Text(
          "With \(Figures.hours(forced.hours)) h \(during(forced.period)) the best plan costs "
            + money(forced.costs) + " more: solved again.", .warning))
    var blocks: [ResultDocument.Block] = [.lines(lines)]
    if !forced.displaced.isEmpty {
      blocks.append(
        .table(
          TextTable(
            heading: "What is covered then",
            columns: [.init("Demand", wraps: true), .init("Unmet now", .right), .init("Then", .right)],
            rows: forced.displaced.map { entry in
              let unit = entry.isUnitDays ? " u-d" : " h"
              return [
                Text(demand(entry.demand)), Text(Figures.hours(entry.before) + unit),
                Text(Figures.hours(entry.after) + unit, entry.after > entry.before ? .warning : .good),
              ]
            })))
    }
    if !forced.moved.isEmpty {
      let shown = showsAll ? forced.moved.count : min(forced.moved.count, 15)
      var table = TextTable(
        heading: "Who works on what else then",
        columns: [
          .init("Person", wraps: true), .init("Demand", wraps: true), .init("When"), .init("Now", .right),
          .init("Then", .right),
        ],
        rows: forced.moved.prefix(shown).map { entry in
          [
            Text(person(entry.staff)), Text(demand(entry.demand)), Text(days(entry.period)),
            Text(Figures.hours(entry.before) + " h"), Text(Figures.hours(entry.after) + " h"),
          ]
        })
      if forced.moved.count > shown { table.remarks.append(more(forced.moved.count - shown, "more assignment")) }
      blocks.append(.table(table))
    }
    return blocks
  }

  private func during(_ period: Int) -> String {
    guard periods.indices.contains(period) else { return "" }
    let days = periods[period]
    return (days.first == days.last ? "on " : "from ") + Figures.days(days)
  }

  private func money(_ amount: Millionths) -> String { Figures.money(amount, currency: scenario.currency) }

  // MARK: - Absences

  /// One row for each person, the dearest absence first.
  private func table(_ absences: [Explanation.Absence]) -> TextTable {
    let shown = showsAll ? absences.count : min(absences.count, 20)
    let horizon = scenario.calendar.horizon
    var table = TextTable(
      heading: "What it costs when one person is away",
      columns: [
        .init("Away", wraps: true), .init("When"),
        .init(money("Costs"), .right), .init("Unmet then", .right),
        .init("Projects hit, more unmet hours", wraps: true),
      ])
    let names = Dictionary(scenario.staff.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for absence in absences.prefix(shown) {
      let person = names[absence.staff]
      let name = self.person(absence.staff)
      let heads = (person?.headcount ?? 1) > 1 ? ", all \(person?.headcount ?? 1)" : ""
      let hits = absence.projects.prefix(showsAll ? absence.projects.count : 4).map {
        "\($0.project) \(Figures.hours($0.unmetHours)) h"
      }
      let rest = absence.projects.count - hits.count
      table.rows.append([
        Text(name + heads), Text(absence.days == horizon ? "whole horizon" : Figures.days(absence.days)),
        Text(Figures.money(absence.costs), absence.projects.isEmpty ? .plain : .warning),
        Text(Figures.hours(absence.unmetHours) + " h"),
        Text(
          hits.isEmpty
            ? "none: others take over" : hits.joined(separator: ", ") + (rest > 0 ? ", and \(rest) more" : "")),
      ])
    }
    if absences.count > shown {
      table.remarks = [more(absences.count - shown, "more person", "more people")]
    }
    return table
  }
}
