// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers

extension ResultDocument {
  /// An explanation for people: each unmet demand with its reasons, what would help, and what scarce things are worth.
  ///
  /// - Parameters:
  ///   - explanation: an explanation of a plan of the scenario.
  ///   - scenario: where names and dates come from.
  ///   - extent: whether long lists are shown whole.
  package init(explanation: Explanation, scenario: Scenario, _ extent: Extent = .short) {
    let builder = ExplanationDocumentBuilder(explanation: explanation, scenario: scenario, extent: extent)
    self.init(title: "Explanation of a plan for " + (scenario.name ?? "a scenario"), blocks: builder.blocks)
  }
}

/// The blocks of an explanation.
struct ExplanationDocumentBuilder {
  typealias Text = ResultDocument.Text

  let explanation: Explanation
  let scenario: Scenario
  let extent: Extent
  let periods: [DayRange]
  let names: Names
  let penalties: PenaltyWords
  private let projectOfDemand: [String: String]
  private let priorities: [String: ExactDecimal]

  init(explanation: Explanation, scenario: Scenario, extent: Extent) {
    self.explanation = explanation
    self.scenario = scenario
    self.extent = extent
    periods = scenario.calendar.periods
    names = Names([scenario])
    penalties = PenaltyWords(scenario)
    priorities = Dictionary(
      scenario.demandPlaces.map { (scenario.demand(at: $0).id, scenario.priority(of: $0)) },
      uniquingKeysWith: { first, _ in first })
    projectOfDemand = Dictionary(
      scenario.projects.flatMap { project in project.demands.map { ($0.id, project.name) } },
      uniquingKeysWith: { first, _ in first })
  }

  var blocks: [ResultDocument.Block] {
    if let why = explanation.why { return answer(why) }
    if let absences = explanation.absences { return [.table(table(absences))] }
    if let decisions = explanation.decisions, let project = decisions.project {
      return answer(decisions, about: project)
    }
    var blocks: [ResultDocument.Block] = [.lines(headline)]
    if let table = levers { blocks.append(.table(table)) }
    if explanation.levers == nil, let table = decisions { blocks.append(.table(table)) }
    if explanation.levers == nil, let table = reasons { blocks.append(.table(table)) }
    if let table = remedies { blocks.append(.table(table)) }
    if let table = bottlenecks { blocks.append(.table(table)) }
    return blocks
  }

  /// Unmet entries, but for what rounding to millionths leaves.
  var short: [Plan.UnmetEntry] { explanation.unmet.filter { $0.amount.count >= 10_000 } }

  private var headline: [Text] {
    let spent = "The plan spends \(Figures.money(explanation.money.spent, currency: scenario.currency))."
    let value =
      penalties.allIsMoney
      ? "The plan costs \(Figures.money(explanation.value, currency: scenario.currency)) with all penalties." : spent
    guard !short.isEmpty else { return [Text(value), Text("Everything is covered.", .good)] }
    let hours = short.filter { !$0.isUnitDays }.reduce(Millionths.zero) { $0 + $1.amount }
    let unitDays = short.filter(\.isUnitDays).reduce(Millionths.zero) { $0 + $1.amount }
    var amounts: [String] = []
    if hours > .zero { amounts.append(Figures.hours(hours) + " h") }
    if unitDays > .zero { amounts.append(Figures.hours(unitDays) + " unit-days") }
    let cost = Figures.money(short.reduce(Millionths.zero) { $0 + $1.cost }, currency: scenario.currency)
    let demands = Figures.count(Set(short.map(\.demand)).count, "demand")
    return [
      Text(value),
      Text(
        "\(amounts.joined(separator: " and ")) of \(demands) are not covered"
          + (penalties.allIsMoney ? ", which counts \(cost) of it." : "."), .warning),
    ]
  }

  // MARK: - Names

  func demand(_ id: String) -> String { projectOfDemand[id].map { "\(names.demand(id)), \($0)" } ?? id }
  func priority(_ demand: String) -> String { priorities[demand].map { Figures.exact($0) } ?? "-" }
  func days(_ period: Int) -> String { periods.indices.contains(period) ? Figures.days(periods[period]) : "-" }
}
