// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
public import Allocation
public import Numbers

extension ResultDocument {
  /// A plan as a project manager wants to see it first: what it is worth and how much is covered, then projects, what
  /// is not covered, people, assets, bottlenecks, broken promises and the checker's verdict.
  ///
  /// - Parameters:
  ///   - plan: a plan of the scenario.
  ///   - scenario: where names, budgets and dates come from.
  ///   - showsAll: whether long lists are shown whole; otherwise they are cut, and a remark says by how much.
  ///   - optionForAll: what the remark names as the way to see all.
  public init(plan: Plan, scenario: Scenario, showsAll: Bool = false, optionForAll: String = "--all") {
    let builder = PlanDocumentBuilder(
      plan: plan, scenario: scenario, showsAll: showsAll, optionForAll: optionForAll)
    self.init(title: builder.title, blocks: builder.blocks)
  }
}

struct PlanDocumentBuilder {
  typealias Text = ResultDocument.Text

  let plan: Plan
  let scenario: Scenario
  let showsAll: Bool
  let optionForAll: String
  let periods: [DayRange]
  /// Indices by id.
  let projects: [String: Int]
  let staff: [String: Int]
  let assets: [String: Int]
  let demands: [String: Scenario.DemandPlace]

  init(plan: Plan, scenario: Scenario, showsAll: Bool, optionForAll: String) {
    self.plan = plan
    self.scenario = scenario
    self.showsAll = showsAll
    self.optionForAll = optionForAll
    periods = scenario.calendar.periods
    projects = Dictionary(
      scenario.projects.indices.map { (scenario.projects[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
    staff = Dictionary(
      scenario.staff.indices.map { (scenario.staff[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
    assets = Dictionary(
      scenario.assets.indices.map { (scenario.assets[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
    demands = Dictionary(
      scenario.demandPlaces.map { (scenario.demand(at: $0).id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  var currency: String? { scenario.currency }

  var title: String {
    let horizon = scenario.calendar.horizon
    return (scenario.name ?? "Plan") + ": " + Figures.days(horizon) + ", " + Figures.count(periods.count, periodName)
  }

  /// What one period is called.
  var periodName: String {
    switch scenario.calendar.period {
    case .day: "day"
    case .week: "week"
    case .month: "month"
    }
  }

  var blocks: [ResultDocument.Block] {
    var blocks: [ResultDocument.Block] = [.lines(overview)]
    let tables = [
      projectTable, unmetTable, peopleTable, assetTable, bottleneckTable, commitmentTable, violationTable,
    ]
    blocks += tables.compactMap { $0 }.map { .table($0) }
    blocks.append(.lines([verdict]))
    return blocks
  }

  // MARK: - Overview

  private var overview: [Text] {
    let gap = plan.objective.gap.map { "gap " + Figures.gap($0) } ?? "no bound"
    let status =
      switch plan.status {
      // Optimal by the tolerance asked for, which may be generous.
      case .optimal where (plan.objective.gap ?? 0) >= Self.generousGap: "Within the gap asked for (\(gap))"
      case .optimal: "Optimal (\(gap))"
      case .feasible: "Feasible, stopped by \(stopName) (\(gap))"
      }
    var lines = [
      Text(status + ", by " + plan.engine.name + " " + plan.engine.version, plan.status == .optimal ? .good : .warning)
    ]
    if let fallback = plan.engine.fallback { lines.append(Text("Fallback: " + fallback, .warning)) }
    let terms = plan.objective.terms.named.filter { $0.amount != .zero }
    var value = "Value " + Figures.money(plan.objective.value, currency: currency)
    if !terms.isEmpty {
      value +=
        " = " + terms.map { $0.name + " " + Figures.money($0.amount) }.joined(separator: " + ")
    }
    lines.append(Text(value))
    if let replanning = plan.replanning {
      let sentence = replanning.sentence(value: plan.objective.value, currency: currency)
      lines.append(Text(sentence.prefix(1).uppercased() + sentence.dropFirst() + "."))
    }
    lines.append(Text("Money spent " + Figures.money(plan.summary.cost, currency: currency)))
    lines += coverage
    lines += peopleLine
    if !plan.brokenCommitments.isEmpty {
      let hours = plan.brokenCommitments.reduce(Millionths.zero) { $0 + $1.hours }
      lines.append(
        Text(
          "Promised work not kept: " + Figures.hours(hours) + " h in "
            + Figures.count(plan.brokenCommitments.count, "entry", "entries"), .bad))
    }
    return lines
  }

  /// A gap from which a plan is not called optimal in words, in units of 10^-12.
  private static let generousGap: Int128 = 10_000_000

  private var stopName: String {
    switch plan.stop {
    case .proved: "proof"
    case .gap: "the gap asked for"
    case .time: "the time limit"
    case .work: "the work limit"
    case .memory: "the memory limit"
    case .interrupted: "an interruption"
    case .crash: "a crash of the engine"
    }
  }

  private var coverage: [Text] {
    let summary = plan.summary
    var parts: [String] = []
    if summary.hours.wanted != .zero {
      parts.append(Self.percent(summary.hours) + " of " + Figures.hours(summary.hours.wanted) + " h")
    }
    if summary.unitDays.wanted != .zero {
      parts.append(
        Self.percent(summary.unitDays) + " of " + Figures.hours(summary.unitDays.wanted) + " unit-days")
    }
    let total = demands.count
    let short = unmetByDemand.count
    let trifles = rounding.count
    guard !parts.isEmpty else { return ["Nothing is wanted."] }
    let shortage =
      short == 0
      ? (total == 1 ? "the one demand is covered" : "all \(Figures.whole(total)) demands are covered")
      : "\(Figures.whole(short)) of \(Figures.count(total, "demand")) short"
    let rest =
      trifles == 0
      ? ""
      : " (but for rounding: below 0.01 in \(trifles == 1 && short == 0 ? "one" : Figures.whole(trifles))"
        + (short == 0 ? "" : " more") + ")"
    var lines = [
      Text(parts.joined(separator: " and ") + " covered; " + shortage + rest, short == 0 ? .good : .warning)
    ]
    if summary.coverageByPriority.count > 1 {
      let levels = summary.coverageByPriority.prefix(showsAll ? .max : 10)
      var text =
        "Covered by priority: "
        + levels.map { level in
          Figures.exact(level.priority) + ": "
            + Self.percent(level.hours, level.unitDays)
        }.joined(separator: ", ")
      let left = summary.coverageByPriority.count - levels.count
      if left > 0 { text += ", and \(left) more (\(optionForAll) shows them)" }
      lines.append(Text(text))
    }
    return lines
  }

  /// How much of the people's regular time is used, and who is full or has little to do.
  private var peopleLine: [Text] {
    let people = plan.summary.people
    let available = people.reduce(Millionths.zero) { $0 + $1.available }
    guard people.count > 1, available != .zero else { return [] }
    let used = people.reduce(Millionths.zero) { $0 + $1.used }
    let shares = people.compactMap(\.share)
    let over = shares.count { $0 > Millionths(1) }
    let full = shares.count { $0 >= Self.full } - over
    let idle = shares.count { $0 < Self.idle }
    let share = Millionths(count: used.count * 1_000_000 / available.count)
    func number(_ count: Int) -> String { count == 0 ? "none" : Figures.whole(count) }
    var groups: [String] = []
    if over > 0 { groups.append("\(number(over)) above 100 %") }
    groups.append("\(number(full)) full (95 % or more)")
    groups.append("\(number(idle)) below 20 %")
    let text =
      "People: " + Figures.percent(share) + " of their time used; of \(Figures.whole(people.count)), "
      + groups.joined(separator: ", ")
    return [Text(text)]
  }

  private static let full = Millionths(count: 950_000)
  private static let idle = Millionths(count: 200_000)

  /// Demands of which so little is unmet that it is what rounding left; below 0.01 h or unit-days.
  var rounding: [UnmetDemand] { allUnmet.filter(\.isTrifle) }

  /// What is unmet of each demand beyond rounding, the most expensive first.
  var unmetByDemand: [UnmetDemand] { allUnmet.filter { !$0.isTrifle } }

  /// What is unmet of each demand, summed over its periods, the most expensive first.
  private var allUnmet: [UnmetDemand] {
    var positions: [String: Int] = [:]
    var result: [UnmetDemand] = []
    for entry in plan.unmet where entry.amount != .zero {
      if let position = positions[entry.demand] {
        result[position].add(entry)
      } else {
        positions[entry.demand] = result.count
        result.append(UnmetDemand(entry))
      }
    }
    return result.sorted { left, right in
      left.cost != right.cost ? right.cost < left.cost : isBefore(left.demand, right.demand)
    }
  }

  /// How much is covered; all of it also where rounding left a trifle.
  static func percent(_ coverage: PlanSummary.Coverage) -> String {
    Figures.percent(isTrifle(coverage.unmet) ? Millionths(1) : coverage.share)
  }

  /// How much is covered of hours or of unit-days, whichever is less.
  static func percent(_ hours: PlanSummary.Coverage, _ unitDays: PlanSummary.Coverage) -> String {
    let isLess = isTrifle(hours.unmet) || (!isTrifle(unitDays.unmet) && unitDays.share < hours.share)
    return percent(isLess ? unitDays : hours)
  }

  /// Whether an unmet amount is what rounding left of nothing.
  static func isTrifle(_ amount: Millionths) -> Bool { amount.magnitude.count < 10_000 }

  struct UnmetDemand {
    var demand: String
    var project: String
    var amount: Millionths
    var cost: Millionths
    var isUnitDays: Bool
    var periods: [Int]
    var reasons: [String]

    /// Whether it is not worth a row.
    var isTrifle: Bool { PlanDocumentBuilder.isTrifle(amount) }

    init(_ entry: Plan.UnmetEntry) {
      demand = entry.demand
      project = entry.project
      amount = entry.amount
      cost = entry.cost
      isUnitDays = entry.isUnitDays
      periods = entry.period.map { [$0] } ?? []
      reasons = entry.reasons.map(\.detail)
    }

    mutating func add(_ entry: Plan.UnmetEntry) {
      amount = amount + entry.amount
      cost = cost + entry.cost
      periods += entry.period.map { [$0] } ?? []
      for reason in entry.reasons where !reasons.contains(reason.detail) { reasons.append(reason.detail) }
    }
  }

  // MARK: - Verdict

  private var violationTable: TextTable? {
    guard !plan.verification.violations.isEmpty else { return nil }
    return TextTable(violations: plan.verification.violations, showsAll: showsAll, optionForAll: optionForAll)
  }

  private var verdict: Text {
    let verification = plan.verification
    guard verification.feasible else {
      return Text(
        "Checked: NOT feasible, " + Figures.count(verification.violations.count, "violation") + "; value "
          + Figures.money(verification.value, currency: currency), .bad)
    }
    var text = "Checked: feasible, value " + Figures.money(verification.value, currency: currency)
    if let bound = verification.bound {
      text += ", bound " + Figures.money(bound, currency: currency)
      let objective = Plan.Objective(value: verification.value, bound: bound, terms: plan.objective.terms)
      if let gap = objective.gap { text += ", gap " + Figures.gap(gap) }
    } else {
      text += ", no bound"
    }
    return Text(text, .good)
  }
}

/// The order of ids in plans: by Unicode scalar values.
func isBefore(_ left: String, _ right: String) -> Bool {
  left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
}

extension TextTable {
  /// The violations that the checker found, with their places in the plan.
  public init(violations: [Plan.Violation], showsAll: Bool, optionForAll: String = "--all") {
    let shown = showsAll ? violations.count : min(violations.count, 20)
    self.init(
      heading: "Violations",
      columns: [Column("Kind"), Column("Place", wraps: true), Column("What is wrong", wraps: true)],
      rows: violations.prefix(shown).map { violation in
        [.init(violation.kind, .bad), .init(violation.path.pointer), .init(violation.detail)]
      })
    let left = violations.count - shown
    if left > 0 { remarks = ["\(Figures.count(left, "more violation")); \(optionForAll) shows them."] }
  }
}

extension Plan.Replanning {
  /// What changes against the plan in force, and what that saves.
  public func sentence(value: Millionths, currency: String?) -> String {
    var text =
      changes == 0
      ? "nothing changes against the plan in force"
      : "against the plan in force " + Figures.count(changes, "assignment changes", "assignments change") + " for "
        + Figures.count(people, "person", "people") + ", " + Figures.hours(hoursMoved) + " h moved"
    if let unchangedValue {
      if changes > 0 {
        let saves = unchangedValue - value
        text += "; that saves " + Figures.money(saves, currency: currency) + " against changing nothing"
      }
    } else {
      text += "; without a change it is not possible any more"
    }
    if frozenPeriods > 0 {
      text += "; " + Figures.count(frozenPeriods, "period stays as it was", "periods stay as they were")
    }
    return text
  }
}
