// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
public import Allocation
public import Numbers

/// What the check of a plan found, for people and for programs.
public struct CheckReport: Sendable {
  public var scenario: Scenario
  /// What the checker says about the plan as given.
  public var verification: Plan.Verification
  /// The plan with its costs worked out anew; nil where it names what the scenario does not have.
  public var priced: Plan?
  /// The best plan; nil where none was asked for.
  public var optimum: Plan?
  /// The lists that were filled in because the plan left them out; nil where it was complete.
  public var filledIn: [String]?
  /// The line of each assignment, where the plan came as CSV.
  public var lines: [Int]?
  /// What each violation costs, see `ViolationCosts`; empty where that is not known.
  public var violationCosts: [Millionths?] = []
  /// The best plan that gives nobody more than this one, and what it takes away, where the plan is invalid.
  public var validPart: (plan: Plan, cuts: [Comparison.Entry])?
  /// The few changes that gain most; nil where none were looked for or none help.
  public var improvement: Improvement?

  /// A few changes with what they gain.
  public struct Improvement: Sendable {
    public var changes: [Comparison.Entry]
    public var value: Millionths
    /// What they save against the valid part of the plan.
    public var saves: Millionths
    /// So many were allowed.
    public var allowed: Int

    public init(changes: [Comparison.Entry], value: Millionths, saves: Millionths, allowed: Int) {
      self.changes = changes
      self.value = value
      self.saves = saves
      self.allowed = allowed
    }
  }

  public init(
    scenario: Scenario, verification: Plan.Verification, priced: Plan?, optimum: Plan?, filledIn: [String]? = nil,
    lines: [Int]? = nil
  ) {
    self.lines = lines
    self.scenario = scenario
    self.verification = verification
    self.priced = priced
    self.optimum = optimum
    self.filledIn = filledIn
  }

  /// The value of the plan; nil where it could not be priced.
  public var value: Millionths? { priced?.objective.value }

  /// How much more the plan costs than the best one that was found; nil where either is unknown.
  public var distance: Millionths? {
    guard let value, let optimum else { return nil }
    return value - optimum.objective.value
  }

  /// For people.
  public func document(showsAll: Bool = false, optionForAll: String = "--all") -> ResultDocument {
    let currency = scenario.currency
    var lines: [ResultDocument.Text] = []
    if verification.feasible {
      lines.append(.init("The plan is valid.", .good))
    } else {
      lines.append(
        .init("The plan is INVALID: " + Figures.count(verification.violations.count, "violation") + ".", .bad))
    }
    if let filledIn {
      let names = filledIn.map { Self.names[$0] ?? $0 }
      lines.append(
        .init(
          names.isEmpty
            ? "It is a draft; its costs were worked out."
            : "It is a draft; worked out from its assignments: " + names.joined(separator: ", ") + "."))
    }
    if let value {
      lines.append(.init((filledIn == nil ? "Value as given " : "Value ") + Figures.money(value, currency: currency)))
    } else {
      lines.append(.init("It could not be priced.", .warning))
    }
    if let validPart {
      lines.append(.init("Value of what is valid " + Figures.money(validPart.plan.objective.value, currency: currency)))
    }
    if let optimum {
      let name = optimum.status == .optimal ? "Optimum" : "Best plan found"
      var text = name + " " + Figures.money(optimum.objective.value, currency: currency)
      if let gap = optimum.objective.gap { text += ", gap " + Figures.gap(gap) }
      lines.append(.init(text))
      if let distance, let value {
        lines.append(
          .init(Self.sentence(distance: distance, of: value, currency: currency, isValid: verification.feasible)))
      }
    }
    var blocks: [ResultDocument.Block] = [.lines(lines)]
    if !verification.violations.isEmpty {
      blocks.append(.table(violationTable(showsAll: showsAll, optionForAll: optionForAll)))
    }
    if let validPart, !validPart.cuts.isEmpty {
      blocks.append(
        .table(
          changes(
            validPart.cuts, heading: "What is taken back for the valid part", showsAll: showsAll,
            optionForAll: optionForAll)))
    }
    if let improvement {
      let count = Figures.count(improvement.changes.count, "change gains", "changes gain")
      blocks.append(
        .table(
          changes(
            improvement.changes, heading: count + " " + Figures.money(improvement.saves, currency: currency),
            showsAll: true, optionForAll: optionForAll)))
    }
    if let priced, let optimum {
      blocks.append(.table(comparison(priced, optimum)))
      blocks.append(.table(coverage(priced, optimum)))
    }
    return ResultDocument(title: "Check of a plan for " + (scenario.name ?? "a scenario"), blocks: blocks)
  }

  private func changes(
    _ entries: [Comparison.Entry], heading: String, showsAll: Bool, optionForAll: String
  ) -> TextTable {
    let shown = showsAll ? entries.count : min(entries.count, 20)
    var table = TextTable(
      heading: heading,
      columns: [
        .init("Person", wraps: true), .init("Demand", wraps: true), .init("When", wraps: true),
        .init("Hours before", .right), .init("after", .right),
      ],
      rows: entries.prefix(shown).map { entry in
        [
          .init(entry.subject.staff ?? ""), .init(entry.subject.demand ?? ""),
          .init(entry.subject.days.map(Figures.days) ?? ""), .init(Figures.hours(entry.change.before)),
          .init(Figures.hours(entry.change.after)),
        ]
      })
    if entries.count > shown {
      table.remarks = ["\(Figures.count(entries.count - shown, "more assignment")); \(optionForAll) shows them."]
    }
    return table
  }

  private func json(_ entries: [Comparison.Entry]) -> JSONText {
    .array(
      entries.map { entry in
        var members: [(String, JSONText)] = [
          ("staff", .string(entry.subject.staff ?? "")), ("demand", .string(entry.subject.demand ?? "")),
        ]
        if let period = entry.subject.period { members.append(("period", .number(String(period)))) }
        if let days = entry.subject.days {
          members.append(("start", .string(days.first.description)))
          members.append(("end", .string(days.last.description)))
        }
        members.append(("before", .number(entry.change.before.description)))
        members.append(("after", .number(entry.change.after.description)))
        return .object(members)
      })
  }

  private func line(of violation: Plan.Violation) -> Int? {
    guard let lines, violation.path.steps.first == .key("assignments"), violation.path.steps.count > 1,
      case .index(let index) = violation.path.steps[1], lines.indices.contains(index)
    else { return nil }
    return lines[index]
  }

  private func cost(ofViolation index: Int) -> Millionths? {
    violationCosts.indices.contains(index) ? violationCosts[index] : nil
  }

  private func violationTable(showsAll: Bool, optionForAll: String) -> TextTable {
    let violations = verification.violations
    let shown = showsAll ? violations.count : min(violations.count, 20)
    var table = TextTable(
      heading: "Violations",
      columns: [
        .init("Kind"), .init("Place", wraps: true), .init("What is wrong", wraps: true),
        .init(scenario.currency.map { "Costs \($0)" } ?? "Costs", .right),
      ],
      rows: violations.prefix(shown).enumerated().map { index, violation in
        let place = line(of: violation).map { "line \($0)" } ?? (lines == nil ? violation.path.pointer : "-")
        return [
          .init(violation.kind, .bad), .init(place), .init(violation.detail),
          .init(cost(ofViolation: index).map { Figures.money($0) } ?? "-"),
        ]
      })
    let left = violations.count - shown
    if left > 0 { table.remarks.append("\(Figures.count(left, "more violation")); \(optionForAll) shows them.") }
    if violationCosts.contains(where: { $0 != nil }) {
      table.remarks.append(
        "Costs: what is lost where just so much is taken back that the rule holds, the least important first.")
    }
    return table
  }

  /// What the lists of a plan are called in a sentence.
  private static let names = [
    "overtime": "overtime", "assetUse": "use of assets", "operating": "operating hours", "unmet": "what is unmet",
    "brokenCommitments": "commitments not kept",
  ]

  private static func sentence(
    distance: Millionths, of value: Millionths, currency: String?, isValid: Bool
  ) -> String {
    if distance == .zero { return "The plan is worth as much as the best one." }
    let amount = Figures.money(distance.magnitude, currency: currency)
    guard distance > .zero else {
      return isValid
        ? "The plan is better than that by " + amount + "."
        : "The plan is cheaper than that by " + amount + ", because it breaks the rules."
    }
    let share = Millionths(count: distance.count * 1_000_000 / max(1_000_000, value.magnitude.count))
    let percent = share.count < 1_000 ? "less than 0.1 %" : Figures.percent(share)
    return "The plan costs " + amount + " more: " + percent + " of its value."
  }

  private func comparison(_ priced: Plan, _ optimum: Plan) -> TextTable {
    var rows: [[ResultDocument.Text]] = []
    for (own, best) in zip(priced.objective.terms.named, optimum.objective.terms.named) {
      guard own.amount != .zero || best.amount != .zero else { continue }
      rows.append([
        .init(own.name), .init(Figures.money(own.amount)), .init(Figures.money(best.amount)),
        .init(Figures.money(own.amount - best.amount)),
      ])
    }
    rows.append([
      "total", .init(Figures.money(priced.objective.value)), .init(Figures.money(optimum.objective.value)),
      .init(Figures.money(priced.objective.value - optimum.objective.value)),
    ])
    let money = scenario.currency.map { " " + $0 } ?? ""
    return TextTable(
      heading: "What it costs",
      columns: [
        .init("Part"), .init("This plan" + money, .right), .init("Best plan" + money, .right),
        .init("Difference", .right),
      ],
      rows: rows)
  }

  private func coverage(_ priced: Plan, _ optimum: Plan) -> TextTable {
    func row(_ name: String, _ key: (Plan) -> Millionths) -> [ResultDocument.Text] {
      let (own, best) = (key(priced), key(optimum))
      return [
        .init(name), .init(Figures.hours(own)), .init(Figures.hours(best)),
        .init(own == best ? "-" : Figures.hours(own - best)),
      ]
    }
    var rows = [row("hours covered", { $0.summary.hours.met }), row("hours unmet", { $0.summary.hours.unmet })]
    if priced.summary.unitDays.wanted != .zero {
      rows.append(row("unit-days covered", { $0.summary.unitDays.met }))
      rows.append(row("unit-days unmet", { $0.summary.unitDays.unmet }))
    }
    rows.append(row("overtime hours", { $0.overtime.reduce(.zero) { $0 + $1.hours } }))
    return TextTable(
      heading: "What it covers",
      columns: [.init("Amount"), .init("This plan", .right), .init("Best plan", .right), .init("Difference", .right)],
      rows: rows)
  }

  /// For programs, `muster/check@1`.
  public var json: JSONText {
    func amount(_ value: Millionths?) -> JSONText { value.map { .number($0.description) } ?? .null }
    var members: [(String, JSONText)] = [
      ("format", .string("muster/check@1")), ("valid", .bool(verification.feasible)),
      (
        "violations",
        .array(
          verification.violations.enumerated().map { index, violation in
            var members: [(String, JSONText)] = [
              ("kind", .string(violation.kind)), ("detail", .string(violation.detail)),
              ("pointer", .string(violation.path.pointer)),
            ]
            if let line = line(of: violation) { members.append(("line", .number(String(line)))) }
            members.append(("cost", amount(cost(ofViolation: index))))
            return .object(members)
          })
      ), ("value", amount(value)),
    ]
    if let filledIn { members.append(("filledIn", .array(filledIn.map { .string($0) }))) }
    if let priced {
      members.append(
        ("terms", .object(priced.objective.terms.named.map { ($0.name, .number($0.amount.description)) })))
    }
    if let optimum {
      members.append(
        (
          "optimum",
          .object([
            ("status", .string(optimum.status.rawValue)), ("value", amount(optimum.objective.value)),
            ("bound", amount(optimum.objective.bound)),
          ])
        ))
      members.append(("distance", amount(distance)))
    }
    if let validPart {
      members.append(
        (
          "validPart",
          .object([("value", amount(validPart.plan.objective.value)), ("takenBack", json(validPart.cuts))])
        ))
    }
    if let improvement {
      members.append(
        (
          "bestChanges",
          .object([
            ("allowed", .number(String(improvement.allowed))), ("value", amount(improvement.value)),
            ("saves", amount(improvement.saves)), ("assignments", json(improvement.changes)),
          ])
        ))
    }
    return .object(members)
  }
}

/// What is in a scenario, for people and for programs.
public struct ScenarioReport: Sendable {
  public var scenario: Scenario
  public var warningCount: Int

  public init(scenario: Scenario, warningCount: Int) {
    self.scenario = scenario
    self.warningCount = warningCount
  }

  private struct Counts {
    var people = 0
    var staffDemands = 0
    var assetDemands = 0
    var hours = 0.0
  }

  private var counts: Counts {
    var counts = Counts()
    counts.people = scenario.staff.reduce(0) { $0 + $1.headcount }
    for place in scenario.demandPlaces {
      if let demand = scenario.demand(at: place).staff {
        counts.staffDemands += 1
        counts.hours += demand.hours.doubleValue
      } else {
        counts.assetDemands += 1
      }
    }
    return counts
  }

  /// For people.
  public var document: ResultDocument {
    let counts = counts
    let verdict =
      warningCount == 0 ? "OK: the scenario is sound." : "OK, with " + Figures.count(warningCount, "warning") + "."
    var people = Figures.count(scenario.staff.count, "entry of staff", "entries of staff")
    if counts.people != scenario.staff.count { people += " (" + Figures.count(counts.people, "person", "people") + ")" }
    var demands = Figures.count(counts.staffDemands, "staff demand")
    if let hours = Millionths(nearest: counts.hours), counts.staffDemands > 0 {
      demands += " for " + Figures.hours(hours) + " h"
    }
    var contents = [
      people, Figures.count(scenario.projects.count, "project"), demands,
    ]
    if counts.assetDemands > 0 { contents.append(Figures.count(counts.assetDemands, "asset demand")) }
    if !scenario.assets.isEmpty { contents.append(Figures.count(scenario.assets.count, "asset")) }
    if !scenario.commitments.isEmpty { contents.append(Figures.count(scenario.commitments.count, "commitment")) }
    if let baseline = scenario.baseline {
      contents.append("a baseline of " + Figures.count(baseline.assignments.count, "assignment"))
    }
    return ResultDocument(
      title: (scenario.name ?? "Scenario") + ": " + Figures.days(scenario.calendar.horizon) + ", "
        + Figures.count(scenario.calendar.periods.count, "period"),
      blocks: [
        .lines([
          .init(verdict, warningCount == 0 ? .good : .warning), .init(contents.joined(separator: ", ") + "."),
        ])
      ])
  }

  /// For programs, `muster/check@1`; the warnings go in as they are given.
  public func json(warnings: [JSONText]) -> JSONText {
    let counts = counts
    func number(_ value: Int) -> JSONText { .number(String(value)) }
    return .object([
      ("format", .string("muster/check@1")), ("valid", .bool(true)), ("warnings", .array(warnings)),
      (
        "scenario",
        .object([
          ("name", scenario.name.map { .string($0) } ?? .null), ("periods", number(scenario.calendar.periods.count)),
          ("staff", number(scenario.staff.count)), ("people", number(counts.people)),
          ("assets", number(scenario.assets.count)), ("projects", number(scenario.projects.count)),
          ("staffDemands", number(counts.staffDemands)), ("assetDemands", number(counts.assetDemands)),
          ("commitments", number(scenario.commitments.count)),
          ("baselineAssignments", number(scenario.baseline?.assignments.count ?? 0)),
        ])
      ),
    ])
  }
}
