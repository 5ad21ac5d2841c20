// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers

/// Compares plans, exactly.
///
/// The costs of a plan's entries add up to its terms, so that the differences of the entries add up to the differences of
/// the terms. For that, an entry is listed also where its amount is the same and its cost alone differs: another rate, or
/// a millionth of rounding.
package struct PlanComparison: Sendable {
  /// A plan to be compared.
  package struct Candidate: Sendable {
    /// What it is called.
    package var name: String
    package var plan: Plan
    /// Its scenario, where that is known.
    package var scenario: Scenario?
    /// The scenario as it was solved, where penalties that it derives were set to those of the reference.
    package var solved: Scenario?

    package init(name: String, plan: Plan, scenario: Scenario? = nil, solved: Scenario? = nil) {
      self.name = name
      self.plan = plan
      self.scenario = scenario
      self.solved = solved
    }
  }

  /// Compares plans with the first of them, all valued at its penalties where the scenarios are known.
  ///
  /// - Returns: the comparison, without a frontier. Names that are equal are told apart by a number.
  package static func compare(_ candidates: [Candidate]) -> Comparison {
    var candidates = candidates
    var seen: Set<String> = []
    for index in candidates.indices {
      let name = candidates[index].name
      var number = 2
      while !seen.insert(candidates[index].name).inserted {
        candidates[index].name = "\(name) (\(number))"
        number += 1
      }
    }
    guard let reference = candidates.first else { return Comparison(plans: [], differences: [], dominated: []) }
    let own = candidates.map(\.plan.objective.value)
    var isOther = [Bool](repeating: false, count: candidates.count)
    if let measure = reference.scenario.map({ Measure(of: $0) }) {
      for index in candidates.indices.dropFirst() {
        guard let scenario = candidates[index].solved ?? candidates[index].scenario,
          let valued = measure.valued(candidates[index].plan, of: scenario)
        else { continue }
        candidates[index].plan = valued
        isOther[index] = true
      }
    }
    let differences = candidates.dropFirst().map { difference(from: reference, to: $0) }
    let plans = candidates.indices.map { index in
      Comparison.PlanFigures(
        name: candidates[index].name, plan: candidates[index].plan, ownValue: isOther[index] ? own[index] : nil)
    }
    return Comparison(
      plans: plans, differences: differences,
      dominated: dominated(plans, changes: [0] + differences.map(\.delta.changes)))
  }

  /// What another plan does differently.
  package static func difference(from reference: Candidate, to other: Candidate) -> Comparison.Difference {
    let (before, after) = (reference.plan, other.plan)
    let alignment = PeriodAlignment(
      before, after, periods: (reference.scenario?.calendar.periods, other.scenario?.calendar.periods))
    var assignments = DifferenceTable(alignment)
    for entry in before.assignments {
      assignments.add(
        entry.staff, entry.demand, entry.period, isAfter: false, entry.hours, entry.cost, project: entry.project)
    }
    for entry in after.assignments {
      assignments.add(
        entry.staff, entry.demand, entry.period, isAfter: true, entry.hours, entry.cost, project: entry.project)
    }
    var overtime = DifferenceTable(alignment)
    var operating = DifferenceTable(alignment)
    var assetUse = DifferenceTable(alignment)
    var broken = DifferenceTable(alignment)
    var unmet = DifferenceTable(alignment)
    for (plan, isAfter) in [(before, false), (after, true)] {
      for entry in plan.overtime {
        overtime.add(
          entry.staff, entry.demand, entry.period, isAfter: isAfter, entry.hours, entry.cost, asset: entry.asset,
          project: entry.project)
      }
      for entry in plan.operating {
        operating.add(
          entry.staff, entry.demand, entry.period, isAfter: isAfter, entry.hours, entry.cost, asset: entry.asset,
          project: entry.project)
      }
      for entry in plan.assetUse {
        assetUse.add(
          entry.asset, entry.demand, entry.period, isAfter: isAfter, entry.unitDays, entry.cost, project: entry.project)
      }
      for entry in plan.brokenCommitments {
        broken.add(entry.staff, entry.demand, entry.period, isAfter: isAfter, entry.hours, entry.cost)
      }
      for entry in plan.unmet {
        unmet.add(
          entry.demand, entry.isUnitDays ? "unitDays" : "hours", nil, isAfter: isAfter, entry.amount, entry.cost,
          project: entry.project)
      }
    }
    let moved = assignments.sorted.filter { $0.change.isMoved }
    let people = people(before, after, moved: moved)
    return Comparison.Difference(
      plan: other.name, scenario: ScenarioDifferences.between(reference, other),
      delta: delta(before, after, moved: moved, people: people.count),
      assignments: assignments.entries { staff, demand, _ in Comparison.Subject(staff: staff, demand: demand) },
      overtime: overtime.entries { Comparison.Subject(staff: $0, asset: $2, demand: $1) },
      assetUse: assetUse.entries { asset, demand, _ in Comparison.Subject(asset: asset, demand: demand) },
      operating: operating.entries { Comparison.Subject(staff: $0, asset: $2, demand: $1) },
      unmet: unmet.entries { demand, unit, _ in Comparison.Subject(demand: demand, isUnitDays: unit == "unitDays") },
      brokenCommitments: broken.entries { staff, demand, _ in Comparison.Subject(staff: staff, demand: demand) },
      people: people, projects: projects(before, after), decisions: DecisionDifferences.between(reference, other))
  }

  /// The figures of a plan less those of the reference.
  private static func delta(
    _ before: Plan, _ after: Plan, moved: [DifferenceTable.Row], people: Int
  ) -> Comparison.Delta {
    var delta = Comparison.Delta(
      value: after.objective.value - before.objective.value, terms: after.objective.terms - before.objective.terms,
      cost: Plan.Money(of: after.objective.terms).spent - Plan.Money(of: before.objective.terms).spent,
      hours: total(after.assignments) - total(before.assignments),
      unmetHours: after.summary.hours.unmet - before.summary.hours.unmet,
      unmetUnitDays: after.summary.unitDays.unmet - before.summary.unitDays.unmet)
    delta.people = people
    delta.changes = moved.count
    delta.hoursMoved = moved.reduce(.zero) { $0 + $1.change.delta.magnitude }
    return delta
  }

  private static func total(_ assignments: [Plan.Assignment]) -> Millionths {
    assignments.reduce(.zero) { $0 + $1.hours }
  }

  /// People with hours that differ, by id.
  private static func people(
    _ before: Plan, _ after: Plan, moved: [DifferenceTable.Row]
  ) -> [Comparison.PersonDifference] {
    var changes: [String: (count: Int, hours: Millionths)] = [:]
    for row in moved {
      changes[row.key.first, default: (0, .zero)].count += 1
      changes[row.key.first, default: (0, .zero)].hours += row.change.delta.magnitude
    }
    var hours: [String: Comparison.Change] = [:]
    for entry in before.assignments where changes[entry.staff] != nil {
      hours[entry.staff, default: Comparison.Change()].before += entry.hours
      hours[entry.staff, default: Comparison.Change()].cost -= entry.cost
    }
    for entry in after.assignments where changes[entry.staff] != nil {
      hours[entry.staff, default: Comparison.Change()].after += entry.hours
      hours[entry.staff, default: Comparison.Change()].cost += entry.cost
    }
    return changes.keys.sorted(by: precedes).map { staff in
      Comparison.PersonDifference(
        staff: staff, hours: hours[staff] ?? Comparison.Change(), changes: changes[staff]?.count ?? 0,
        hoursMoved: changes[staff]?.hours ?? .zero)
    }
  }

  /// All projects of either plan, by id.
  private static func projects(_ before: Plan, _ after: Plan) -> [Comparison.ProjectDifference] {
    var result: [String: Comparison.ProjectDifference] = [:]
    func edit(_ id: String, _ body: (inout Comparison.ProjectDifference) -> Void) {
      body(
        &result[
          id,
          default: Comparison.ProjectDifference(
            project: id, before: nil, after: nil, hoursBefore: .zero, hoursAfter: .zero)])
    }
    for figures in before.summary.projects { edit(figures.id) { $0.before = figures } }
    for figures in after.summary.projects { edit(figures.id) { $0.after = figures } }
    for entry in before.assignments { edit(entry.project) { $0.hoursBefore += entry.hours } }
    for entry in after.assignments { edit(entry.project) { $0.hoursAfter += entry.hours } }
    return result.values.sorted { precedes($0.project, $1.project) }
  }

  /// The plans that another one beats or equals in value, coverage of hours and of unit-days, and number of changes. Of
  /// plans that are equal in all of them, the first one stays.
  static func dominated(_ plans: [Comparison.PlanFigures], changes: [Int]) -> [Comparison.Dominance] {
    func isAtLeastAsGood(_ one: Int, _ other: Int) -> Bool {
      let (a, b) = (plans[one], plans[other])
      return a.objective.value <= b.objective.value && changes[one] <= changes[other]
        && covers(a.summary.hours, b.summary.hours) && covers(a.summary.unitDays, b.summary.unitDays)
    }
    return plans.indices.compactMap { index in
      let better = plans.indices.first { other in
        other != index && isAtLeastAsGood(other, index) && (other < index || !isAtLeastAsGood(index, other))
      }
      return better.map { Comparison.Dominance(plan: plans[index].name, by: plans[$0].name) }
    }
  }

  /// Whether the covered share of one is at least that of the other, exactly; nothing wanted is all covered.
  private static func covers(_ one: PlanSummary.Coverage, _ other: PlanSummary.Coverage) -> Bool {
    guard one.wanted.count > 0 else { return true }
    guard other.wanted.count > 0 else { return one.unmet.count <= 0 }
    // unmet / wanted of the one is not above that of the other.
    let left = max(0, one.unmet.count).magnitude.multipliedFullWidth(by: other.wanted.count.magnitude)
    let right = max(0, other.unmet.count).magnitude.multipliedFullWidth(by: one.wanted.count.magnitude)
    return (left.high, left.low) <= (right.high, right.low)
  }
}

/// Order by Unicode scalar values.
func precedes(_ left: String, _ right: String) -> Bool { left.precedes(right) }

extension Plan.Terms {
  static func - (left: Plan.Terms, right: Plan.Terms) -> Plan.Terms {
    Plan.Terms(
      labour: left.labour - right.labour, overtime: left.overtime - right.overtime, assets: left.assets - right.assets,
      unmet: left.unmet - right.unmet, commitments: left.commitments - right.commitments,
      preference: left.preference - right.preference, change: left.change - right.change,
      engagement: difference(left.engagement, right.engagement), delay: difference(left.delay, right.delay),
      training: difference(left.training, right.training))
  }

  /// Nil where neither scenario knows the term.
  private static func difference(_ left: Millionths?, _ right: Millionths?) -> Millionths? {
    left == nil && right == nil ? nil : (left ?? .zero) - (right ?? .zero)
  }
}
