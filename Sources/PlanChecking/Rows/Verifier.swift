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
  /// Whether it is known what is done on each day, so that what a person or asset can do is looked at by day.
  let hasDays: Bool
  var violations: [Plan.Violation] = []
  /// The numbers of the entries of what is done that make sense.
  var counted = CountedEntries()

  /// Left-hand sides of rows 3, 4 and 11, at `d * T + slot`, without and with unmet; how many entries; and whether all
  /// coefficients are whole.
  var effort: ExactSums
  var effortCount: [Int]
  var effortIsWhole: [Bool]
  var unmet: [Int128]
  /// x and s where something was promised, by the promise's place in the list.
  var kept: [Int128]
  /// The hours of crews by demand and period.
  var crews: [Cell: CrewSums] = [:]
  var broken: [Int128]

  /// Numbers of entries, by list.
  struct CountedEntries {
    var assignments: [Int] = []
    var overtime: [Int] = []
    var assetUse: [Int] = []
    var operating: [Int] = []
  }

  var periodCount: Int { facts.periodCount }

  init(_ facts: ScenarioFacts, _ entries: PlanEntries) {
    self.init(facts, entries, PlanReferences(facts, entries), hasDays: entries.days != nil)
  }

  init(_ facts: ScenarioFacts, _ entries: PlanEntries, _ references: PlanReferences, hasDays: Bool) {
    self.facts = facts
    self.entries = entries
    self.references = references
    self.hasDays = hasDays
    let rows = facts.demands.count * facts.periodCount
    unmet = Array(repeating: 0, count: rows)
    effort = ExactSums(count: rows)
    effortCount = Array(repeating: 0, count: rows)
    effortIsWhole = Array(repeating: true, count: rows)
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
  func name(ofDay day: Int) -> String { facts.days.date(day).description }
  /// Such as `the week 2026-01-19 to 01-25`: people know days, not numbers of periods.
  func name(ofPeriod period: Int) -> String {
    let days = Self.text(facts.periods[period])
    return facts.scenario.calendar.period == .day ? days : "the \(facts.scenario.calendar.period.rawValue) \(days)"
  }
  /// Such as `in the week 2026-01-19 to 01-25`, or `on 2026-01-19`.
  func time(ofPeriod period: Int) -> String {
    (facts.scenario.calendar.period == .day ? "on " : "in ") + name(ofPeriod: period)
  }
  /// Several periods, such as `from 2026-01-19 to 02-01`: those in a row are one stretch.
  func text(periods: some Sequence<Int>) -> String {
    var stretches: [DayRange] = []
    for days in periods.sorted().map({ facts.periods[$0] }) {
      if let last = stretches.last, last.last.advanced(by: 1) == days.first {
        stretches[stretches.count - 1].last = days.last
      } else {
        stretches.append(days)
      }
    }
    return stretches.map { ($0.count == 1 ? "on " : "from ") + Self.text($0) }.joined(separator: ", ")
  }
  static func text(_ days: DayRange) -> String {
    if days.count == 1 { return days.first.description }
    let last = days.last.description
    let isSameYear = days.first.components.year == days.last.components.year
    return days.first.description + " to " + (isSameYear ? String(last.dropFirst(5)) : last)
  }
  /// Days by number, such as `2026-01-05 to 2026-01-06, 2026-01-09`.
  func text(_ days: [Int]) -> String {
    var stretches: [DayRange] = []
    for day in days {
      let date = facts.days.date(day)
      if let last = stretches.last, last.last.advanced(by: 1) == date {
        stretches[stretches.count - 1].last = date
      } else {
        stretches.append(DayRange(date, date))
      }
    }
    return stretches.map(Self.text).joined(separator: ", ")
  }
  func text(_ count: Int128) -> String { Millionths(count: count).description }
  func exact(_ count: Int128) -> Rational { Rational(count, over: 1_000_000) }
}
