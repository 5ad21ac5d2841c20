// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// What a page is made from, worked out once: the plan's amounts by demand, person and period.
struct PageFacts: Sendable {
  let plan: Plan
  let scenario: Scenario
  /// Whether the scenario is not known, and ``scenario`` is what the plan says of it.
  let isOutline: Bool
  let explanation: Explanation?
  let document: PlanDocumentBuilder
  let periods: [DayRange]
  /// By priority, the highest first.
  let projects: [ProjectLine]

  var names: Names { document.names }
  var currency: String? { scenario.currency }

  /// A project with its demands.
  struct ProjectLine: Sendable {
    var project: Project
    var figures: PlanSummary.ProjectFigures
    var demands: [DemandLine]
  }

  /// What is worked on a demand, or used by it, in each period, and what is not covered.
  struct DemandLine: Sendable {
    var demand: Demand
    var priority: ExactDecimal
    /// Nil where it is not known.
    var window: DayRange?
    /// Worked hours, or unit-days of a demand of assets.
    var worked: [Millionths]
    /// Effective hours or unit-days that are not covered.
    var lacking: [Millionths]
    /// What is not covered of the window as a whole.
    var lackingAnywhere: Millionths

    var unit: String { demand.isForStaff ? "h" : "u-d" }
    var lack: Millionths { lacking.reduce(lackingAnywhere, +) }
    var isShort: Bool { !PlanDocumentBuilder.isTrifle(lack) }
  }

  /// - Parameter scenario: nil where it is not known.
  init(plan: Plan, scenario: Scenario?, explanation: Explanation?) {
    self.plan = plan
    self.explanation = explanation
    isOutline = scenario == nil
    let scenario = scenario ?? Scenario(outlineOf: plan)
    self.scenario = scenario
    document = PlanDocumentBuilder(plan: plan, scenario: scenario, extent: .whole, showsLoad: true)
    periods = document.periods
    projects = Self.lines(plan, scenario, document, isOutline: isOutline)
  }

  private static func lines(
    _ plan: Plan, _ scenario: Scenario, _ document: PlanDocumentBuilder, isOutline: Bool
  ) -> [ProjectLine] {
    let periods = document.periods
    let none = [Millionths](repeating: .zero, count: periods.count)
    var worked: [String: [Millionths]] = [:]
    var lacking: [String: [Millionths]] = [:]
    var anywhere: [String: Millionths] = [:]
    for entry in plan.assignments where periods.indices.contains(entry.period) {
      worked[entry.demand, default: none][entry.period] += entry.hours
    }
    for entry in plan.assetUse where periods.indices.contains(entry.period) {
      guard let place = document.demands[entry.demand], !scenario.demand(at: place).isForStaff else { continue }
      worked[entry.demand, default: none][entry.period] += entry.unitDays
    }
    for entry in plan.unmet {
      if let period = entry.period, periods.indices.contains(period) {
        lacking[entry.demand, default: none][period] += entry.amount
      } else {
        anywhere[entry.demand, default: .zero] += entry.amount
      }
    }
    let figures = Dictionary(plan.summary.projects.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let places = Dictionary(grouping: scenario.demandPlaces) { $0.project }
    let lines = scenario.projects.enumerated().map { index, project in
      ProjectLine(
        project: project, figures: figures[project.id] ?? .init(id: project.id),
        demands: (places[index] ?? []).map { place in
          let demand = scenario.demand(at: place)
          return DemandLine(
            demand: demand, priority: scenario.priority(of: place),
            window: isOutline ? nil : scenario.window(of: place), worked: worked[demand.id] ?? none,
            lacking: lacking[demand.id] ?? none, lackingAnywhere: anywhere[demand.id] ?? .zero)
        })
    }
    return lines.enumerated().sorted { left, right in
      let priorities = (left.element.project.priority, right.element.project.priority)
      return priorities.0 != priorities.1 ? priorities.0 > priorities.1 : left.offset < right.offset
    }.map(\.element)
  }

  // MARK: Time

  /// Where a day lies on the axis of periods, which are all of the same width: 0 is the first, 1 the end of the last.
  func place(of day: Day) -> Double {
    let horizon = scenario.calendar.horizon
    guard !periods.isEmpty, day >= horizon.first else { return 0 }
    guard let period = periods.firstIndex(where: { $0.contains(day) }) else { return 1 }
    let days = periods[period]
    let inside = Double(day.number - days.first.number) / Double(max(1, days.count))
    return (Double(period) + inside) / Double(periods.count)
  }

  /// An amount of a window, spread over the periods by the days that they share with it.
  func spread(_ amount: Millionths, over window: DayRange?) -> [Millionths] {
    let window = window ?? scenario.calendar.horizon
    let shared = periods.map { Int128($0.intersection(window).count) }
    let total = shared.reduce(0, +)
    guard total > 0 else { return periods.map { _ in .zero } }
    return shared.map { Millionths(count: amount.count * $0 / total) }
  }

  /// The months of the horizon, with the periods that begin in each.
  var months: [(name: String, periods: Range<Int>)] {
    var result: [(name: String, periods: Range<Int>)] = []
    var last: (year: Int, month: Int)?
    for (period, days) in periods.enumerated() {
      let (year, month, _) = days.first.components
      if let open = last, open == (year, month) {
        result[result.count - 1].periods = result[result.count - 1].periods.lowerBound..<(period + 1)
      } else {
        result.append((days.first.monthName + " \(year)", period..<(period + 1)))
        last = (year, month)
      }
    }
    return result
  }

  /// Half a year of weeks fits a phone without the days of its weeks.
  var timelineClass: String { scenario.calendar.period == .week && periods.count <= 30 ? "timeline short" : "timeline" }

  /// The head of a period's column: its first day in short.
  func head(_ period: Int) -> String {
    let first = periods[period].first
    return scenario.calendar.period == .month ? first.monthName : "\(first.components.day)"
  }
}

extension Scenario {
  /// What a plan says of its scenario: ids, and the days of its periods.
  init(outlineOf plan: Plan) {
    var demands: [String: [String: Bool]] = [:]
    var order: [String: [String]] = [:]
    func add(_ project: String, _ demand: String, isForStaff: Bool) {
      if demands[project]?[demand] == nil { order[project, default: []].append(demand) }
      demands[project, default: [:]][demand, default: isForStaff] = isForStaff
    }
    for entry in plan.assetUse { add(entry.project, entry.demand, isForStaff: false) }
    for entry in plan.unmet { add(entry.project, entry.demand, isForStaff: !entry.isUnitDays) }
    // Work comes last, for people can use assets, too.
    for entry in plan.assignments { add(entry.project, entry.demand, isForStaff: true) }
    let people = plan.summary.people.map(\.id)
    let projects = Set(plan.summary.projects.map(\.id)).union(order.keys).sorted { isBefore($0, $1) }
    self.init(
      name: plan.scenario.name, calendar: PlanningCalendar(outlineOf: plan),
      staff: people.map { StaffMember(id: $0) },
      assets: plan.summary.assets.map { Asset(id: $0.id) },
      projects: projects.map { project in
        Project(
          id: project,
          demands: (order[project] ?? []).sorted { isBefore($0, $1) }.map { demand in
            demands[project]?[demand] == false
              ? Demand(id: demand, kind: .asset(AssetDemand(units: 1, choice: .tags([]))))
              : Demand(id: demand, kind: .staff(StaffDemand(hours: 0)))
          })
      })
  }
}

extension PlanningCalendar {
  /// The periods that the entries of a plan are in.
  fileprivate init(outlineOf plan: Plan) {
    var known: [Int: DayRange] = [:]
    func add(_ period: Int?, _ days: DayRange?) { if let period, let days { known[period] = days } }
    for entry in plan.assignments { add(entry.period, entry.days) }
    for entry in plan.assetUse { add(entry.period, entry.days) }
    for entry in plan.operating { add(entry.period, entry.days) }
    for entry in plan.unmet { add(entry.period, entry.days) }
    for entry in plan.load?.people ?? [] { add(entry.period, entry.days) }
    let standard = WorkCalendar(.standard)
    guard let first = known.keys.min(), let last = known.keys.max(), let begin = known[first], let end = known[last]
    else {
      let day = Day(number: 0)
      self.init(horizon: DayRange(day, day), period: .day, standard: standard)
      return
    }
    let longest = known.values.map(\.count).max() ?? 1
    let period: PeriodLength = longest > 7 ? .month : longest > 1 ? .week : .day
    let days = [PeriodLength.day: 1, .week: 7, .month: 30][period] ?? 1
    // A week of which nothing is cut tells on which day weeks begin.
    let whole = known.keys.sorted().compactMap { known[$0] }.first { $0.count == 7 }
    self.init(
      horizon: DayRange(begin.first.advanced(by: -days * first), end.last), period: period,
      weekStart: period == .week ? (whole ?? begin).first.weekday : .monday, standard: standard)
  }
}
