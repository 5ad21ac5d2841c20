// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers

extension ResultDocument {
  /// A plan as a project manager wants to see it first: what it is worth and how much is covered, then projects, what
  /// is not covered, people, assets, bottlenecks, broken promises and the checker's verdict.
  ///
  /// - Parameters:
  ///   - plan: a plan of the scenario.
  ///   - scenario: where names, budgets and dates come from.
  ///   - extent: whether long lists are shown whole.
  ///   - showsLoad: whether a plan's load is shown in figures, and not in blocks.
  package init(plan: Plan, scenario: Scenario, _ extent: Extent = .short, showsLoad: Bool = false) {
    let builder = PlanDocumentBuilder(plan: plan, scenario: scenario, extent: extent, showsLoad: showsLoad)
    self.init(title: builder.title, blocks: builder.blocks)
  }
}

struct PlanDocumentBuilder {
  typealias Text = ResultDocument.Text

  let plan: Plan
  let scenario: Scenario
  let extent: Extent
  let showsLoad: Bool
  let periods: [DayRange]
  let names: Names
  let penalties: PenaltyWords
  /// Whether all that counts in the plan is money.
  let isMoney: Bool
  /// Indices by id.
  let projects: [String: Int]
  let staff: [String: Int]
  let demands: [String: Scenario.DemandPlace]

  init(plan: Plan, scenario: Scenario, extent: Extent, showsLoad: Bool) {
    self.showsLoad = showsLoad
    self.plan = plan
    self.scenario = scenario.decided(by: plan)
    self.extent = extent
    periods = scenario.calendar.periods
    names = Names([scenario])
    penalties = PenaltyWords(scenario)
    isMoney = penalties.isMoney(plan)
    projects = Dictionary(
      scenario.projects.indices.map { (scenario.projects[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
    staff = Dictionary(
      scenario.staff.indices.map { (scenario.staff[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
    demands = Dictionary(
      scenario.demandPlaces.map { (scenario.demand(at: $0).id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  var currency: String? { scenario.currency }

  var title: String {
    (scenario.name ?? "Plan") + ": " + Figures.days(scenario.calendar.horizon) + ", "
      + Figures.count(periods.count, scenario.periodName)
  }

  var blocks: [ResultDocument.Block] {
    var unmetTable = unmetTable
    unmetTable?.remarks.append("What would help, and for how much: 'muster explain' plans each way out again.")
    let first =
      [decisionTable, projectTable, unmetTable].compactMap { $0 } + moneyTables + [peopleTable].compactMap { $0 }
    let last = [assetTable, bottleneckTable, commitmentTable, dayTable, assetDayTable, violationTable].compactMap { $0 }
    let legend = isMoney ? nil : penalties.legend
    return [.lines(overview)] + (first + loadTables + last).map { .table($0) }
      + [.lines([verdict] + [legend].compactMap { $0.map { Text($0, .remark) } })]
  }
}
