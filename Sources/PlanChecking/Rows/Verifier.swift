// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
import Allocation
import Numbers

/// One check of one plan: the sums over its entries, and what was found wrong.
///
/// Entries whose ids, period or amount make no sense are reported and left out of the sums.
struct Verifier {
  let facts: ScenarioFacts
  /// Entries without costs that count.
  var entries: PlanEntries
  var references: PlanReferences
  var violations: [Plan.Violation] = []

  /// Sums by person and period, at `i * T + t`, in millionths: x + q, and y.
  var worked: [Int128]
  var overtime: [Int128]
  /// Sums by demand and period, at `d * T + t`: x, and how many entries.
  var hours: [Int128]
  var hoursCount: [Int]
  /// Left-hand sides of rows 3, 4 and 11, at `d * T + slot`, without and with unmet; how many entries; and whether all
  /// coefficients are whole.
  var effort: ExactSums
  var effortCount: [Int]
  var effortIsWhole: [Bool]
  var unmet: [Int128]
  /// Sums by asset and period, at `a * T + t`: z + v and q, and how many entries.
  var used: [Int128]
  var usedCount: [Int]
  var operating: [Int128]
  var operatingCount: [Int]
  /// v by demand, use and period.
  var equipment: [Cell: Int128] = [:]
  /// x and s where something was promised, by the promise's place in the list.
  var kept: [Int128]
  var broken: [Int128]

  var periodCount: Int { facts.periodCount }

  init(_ facts: ScenarioFacts, _ entries: PlanEntries) {
    self.init(facts, entries, PlanReferences(facts, entries))
  }

  init(_ facts: ScenarioFacts, _ entries: PlanEntries, _ references: PlanReferences) {
    self.facts = facts
    self.entries = entries
    self.references = references
    let periods = facts.periodCount
    worked = Array(repeating: 0, count: facts.staff.count * periods)
    overtime = worked
    hours = Array(repeating: 0, count: facts.demands.count * periods)
    unmet = hours
    hoursCount = Array(repeating: 0, count: hours.count)
    effort = ExactSums(count: hours.count)
    effortCount = hoursCount
    effortIsWhole = Array(repeating: true, count: hours.count)
    used = Array(repeating: 0, count: facts.scenario.assets.count * periods)
    usedCount = Array(repeating: 0, count: used.count)
    operating = used
    operatingCount = usedCount
    kept = Array(repeating: 0, count: facts.promises.list.count)
    broken = kept
  }

  mutating func report(
    _ kind: Plan.Violation.Kind, _ detail: String, _ path: DocumentPath, excess: Plan.Violation.Excess? = nil
  ) {
    violations.append(Plan.Violation(kind: kind, detail: detail, path: path, excess: excess))
  }

  /// Where an entry stands; it becomes a path only where there is something to be said about it.
  struct Place {
    let list: String
    let index: Int

    var path: DocumentPath { [.key(list), .index(index)] }
    func key(_ key: String) -> DocumentPath { [.key(list), .index(index), .key(key)] }
  }

  // MARK: Names for sentences

  func name(ofStaff index: Int) -> String { facts.staff[index].person.name }
  func name(ofDemand index: Int) -> String { facts.demands[index].id }
  func name(ofAsset index: Int) -> String { facts.scenario.assets[index].name }
  /// Such as `week 3 (2026-01-19 to 2026-01-25)`.
  func name(ofPeriod period: Int) -> String {
    let days = facts.periods[period]
    let range = days.count == 1 ? "\(days.first)" : "\(days.first) to \(days.last)"
    return "\(facts.scenario.calendar.period.rawValue) \(period) (\(range))"
  }
  func text(_ count: Int128) -> String { Millionths(count: count).description }
}
