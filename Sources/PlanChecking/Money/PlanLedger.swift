// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// The one ledger in which a plan's money is kept, so that rounded figures add up.
///
/// The exact amounts of all entries are added to a running exact total in one canonical order: assignments, operating
/// (these are `labour`), overtime, asset use (`assets`), unmet, broken commitments (`commitments`), and the change
/// against the baseline as one amount. An entry's cost is the rounded total after it minus the rounded total before
/// it, in millionths, a half rounded away from zero. So the entries add up to the terms exactly, the terms to the
/// value exactly, the value is the exact value rounded once, and every entry's cost is within one millionth of its
/// exact cost.
struct PlanLedger {
  private(set) var assignments: [Millionths] = []
  private(set) var operating: [Millionths] = []
  private(set) var overtime: [Millionths] = []
  private(set) var assetUse: [Millionths] = []
  private(set) var unmet: [Millionths] = []
  private(set) var brokenCommitments: [Millionths] = []
  private(set) var terms = Plan.Terms()
  /// The exact value.
  private var total = ExactSums(count: 1)
  private var rounded = Millionths.zero
  /// What belongs to the terms so far.
  private var closed = Millionths.zero

  var value: Millionths { rounded }

  /// Enters a entries. Entries that name what the scenario does not have cost nothing.
  init(_ facts: ScenarioFacts, _ entries: PlanEntries, _ references: PlanReferences) {
    assignments.reserveCapacity(entries.assignments.count)
    operating.reserveCapacity(entries.operating.count)
    overtime.reserveCapacity(entries.overtime.count)
    assetUse.reserveCapacity(entries.assetUse.count)
    unmet.reserveCapacity(entries.unmet.count)
    brokenCommitments.reserveCapacity(entries.brokenCommitments.count)
    for (index, reference) in references.assignments.enumerated() {
      let rate = reference.staff < 0 ? .zero : facts.staff[reference.staff].hourlyRate
      assignments.append(enter(rate, entries.assignments[index].hours))
    }
    for (index, reference) in references.operating.enumerated() {
      let rate = reference.staff < 0 ? .zero : facts.staff[reference.staff].hourlyRate
      operating.append(enter(rate, entries.operating[index].hours))
    }
    terms.labour = entered()
    for (index, staff) in references.overtime.enumerated() {
      let rate = staff < 0 ? .zero : facts.staff[staff].overtimePremium
      overtime.append(enter(rate, entries.overtime[index].hours))
    }
    terms.overtime = entered()
    for (index, reference) in references.assetUse.enumerated() {
      let rate = reference.asset < 0 ? .zero : facts.unitDayRates[reference.asset]
      assetUse.append(enter(rate, entries.assetUse[index].unitDays))
    }
    terms.assets = entered()
    for (index, demand) in references.unmet.enumerated() {
      unmet.append(enter(demand < 0 ? .zero : facts.demands[demand].unmetRate, entries.unmet[index].amount))
    }
    terms.unmet = entered()
    for entry in entries.brokenCommitments {
      brokenCommitments.append(enter(facts.commitmentRate, entry.hours))
    }
    terms.commitments = entered()
    _ = enter(Rate(facts.penalties.changePerHour * Self.changedHours(facts, entries)), Millionths(1))
    terms.change = entered()
  }

  /// Adds an entry.
  ///
  /// - Returns: its cost.
  private mutating func enter(_ rate: Rate, _ amount: Millionths) -> Millionths {
    total.add(rate, amount.isUsable ? amount : .zero, at: 0)
    let after = total.nearestMillionths(0)
    let cost = after - rounded
    rounded = after
    return cost
  }

  /// What was entered since the term before.
  private mutating func entered() -> Millionths {
    let amount = rounded - closed
    closed = rounded
    return amount
  }

  private struct Place: Hashable {
    var staff: String
    var demand: String
    var period: Int
  }

  /// The sum of abs(x - baseline x) over every person, demand and period in either; 0 where changes cost nothing.
  private static func changedHours(_ facts: ScenarioFacts, _ entries: PlanEntries) -> Rational {
    guard facts.penalties.changePerHour.sign != 0 else { return .zero }
    var open: [Place: Int] = [:]
    var cells: [(baseline: Rational, planned: Rational)] = []
    for entry in facts.scenario.baseline?.assignments ?? [] {
      let place = Place(staff: entry.staff, demand: entry.demand, period: entry.period)
      if let known = open[place] {
        cells[known].baseline += Rational(entry.hours)
      } else {
        open[place] = cells.count
        cells.append((Rational(entry.hours), .zero))
      }
    }
    var added: Rational = .zero
    for entry in entries.assignments where entry.hours.isUsable {
      let place = Place(staff: entry.staff, demand: entry.demand, period: entry.period)
      if let known = open[place] {
        cells[known].planned += Rational(entry.hours)
      } else {
        added += Rational(entry.hours).magnitude
      }
    }
    return cells.reduce(added) { $0 + ($1.planned - $1.baseline).magnitude }
  }
}

extension Millionths {
  /// Whether an amount is small enough to be counted with: below 10^18 units, far beyond any real figure.
  var isUsable: Bool { magnitude.count < 1_000_000_000_000_000_000_000_000 }
}
