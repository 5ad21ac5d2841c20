// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// The one ledger in which a plan's money is kept, so that rounded figures add up.
///
/// The exact amounts of all entries are added to a running exact total in one canonical order: assignments, operating
/// (these are `labour`), overtime, asset use (`assets`), unmet, broken commitments (`commitments`), then what all hours
/// count as by the preferences, and the change against the baseline, as one amount each, then who is engaged, the starts and the
/// trainings. An entry's cost is the rounded total after it minus the rounded total before
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
  private(set) var engaged: [Millionths] = []
  private(set) var starts: [Millionths] = []
  private(set) var trainings: [Millionths] = []
  private(set) var terms = Plan.Terms()
  /// The exact value.
  private var total = ExactSums(count: 1)
  private var rounded = Millionths.zero
  /// What belongs to the terms so far.
  private var closed = Millionths.zero

  var value: Millionths { rounded }

  /// Enters all entries. Entries that name what the scenario does not have cost nothing.
  init(_ facts: ScenarioFacts, _ entries: PlanEntries, _ references: PlanReferences) {
    assignments.reserveCapacity(entries.assignments.count)
    operating.reserveCapacity(entries.operating.count)
    overtime.reserveCapacity(entries.overtime.count)
    assetUse.reserveCapacity(entries.assetUse.count)
    unmet.reserveCapacity(entries.unmet.count)
    brokenCommitments.reserveCapacity(entries.brokenCommitments.count)
    for (index, of) in references.assignments.enumerated() {
      let entry = (period: entries.assignments[index].period, hours: entries.assignments[index].hours)
      let rate: Rate =
        of.staff < 0
        ? .zero
        : of.demand < 0
          ? facts.staff[of.staff].rate(in: entry.period)
          : facts.rate(of: of.staff, on: of.demand, in: entry.period)
      assignments.append(enter(rate, entry.hours))
    }
    for (index, of) in references.operating.enumerated() {
      let entry = (period: entries.operating[index].period, hours: entries.operating[index].hours)
      operating.append(enter(of.staff < 0 ? .zero : facts.staff[of.staff].rate(in: entry.period), entry.hours))
    }
    terms.labour = entered()
    for (index, of) in references.overtime.enumerated() {
      let entry = (period: entries.overtime[index].period, hours: entries.overtime[index].hours)
      overtime.append(enter(of.staff < 0 ? .zero : facts.staff[of.staff].premium(in: entry.period), entry.hours))
    }
    terms.overtime = entered()
    for (index, of) in references.assetUse.enumerated() {
      assetUse.append(enter(of.asset < 0 ? .zero : facts.assets[of.asset].rate, entries.assetUse[index].unitDays))
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
    _ = enter(Rate(Self.preference(facts, entries, references)), Millionths(1))
    terms.preference = entered()
    _ = enter(Rate(facts.penalties.changePerHour * Self.changedHours(facts, entries)), Millionths(1))
    terms.change = entered()
    enterDecisions(facts, entries)
  }

  /// What is decided about the scenario as a whole; terms that it does not have stay out.
  private mutating func enterDecisions(_ facts: ScenarioFacts, _ entries: PlanEntries) {
    let scenario = facts.scenario
    for entry in entries.engaged ?? [] {
      let external = facts.index.staff[entry.staff].flatMap { scenario.staff[$0].external }
      engaged.append(enter(Rate(Rational(external?.engagementCost ?? 0)), Millionths(entry.heads)))
    }
    if scenario.staff.contains(where: { $0.external != nil }) { terms.engagement = entered() }
    for entry in entries.starts ?? [] {
      let shift = facts.index.projects[entry.project].flatMap { scenario.projects[$0].shift }
      starts.append(enter(Rate(Rational(shift?.costPerWeek ?? 0)), Millionths(entry.weeks)))
    }
    if scenario.projects.contains(where: { $0.shift != nil }) { terms.delay = entered() }
    for entry in entries.trainings ?? [] {
      let offered = facts.index.staff[entry.staff].map { scenario.staff[$0].training } ?? []
      let cost = offered.first { $0.skill == entry.skill }?.cost ?? 0
      trainings.append(enter(Rate(Rational(cost)), Millionths(1)))
    }
    if scenario.staff.contains(where: { !$0.training.isEmpty }) { terms.training = entered() }
  }

  /// What all hours count as by the preferences.
  private static func preference(
    _ facts: ScenarioFacts, _ entries: PlanEntries, _ references: PlanReferences
  ) -> Rational {
    guard !facts.rates.hasNoPreferences else { return .zero }
    var sum = Rational.zero
    for (index, of) in references.assignments.enumerated() where of.staff >= 0 && of.demand >= 0 {
      let hours = entries.assignments[index].hours
      guard hours.isUsable, let needs = facts.demands[of.demand].staff else { continue }
      let liking = facts.rates.preference(of: of.staff, on: of.demand)
      if liking.sign != 0 {
        sum += liking * Rational(facts.staff[of.staff].productivity(on: needs)) * Rational(hours)
      }
    }
    return sum
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
    for entry in entries.assignments where entry.hours.isUsable {
      let place = Place(staff: entry.staff, demand: entry.demand, period: entry.period)
      if let known = open[place] {
        cells[known].planned += Rational(entry.hours)
      } else {
        open[place] = cells.count
        cells.append((.zero, Rational(entry.hours)))
      }
    }
    return cells.reduce(Rational.zero) { $0 + ($1.planned - $1.baseline).magnitude }
  }
}

extension Millionths {
  /// Whether an amount is small enough to be counted with: below 10^12 units, far beyond any real figure.
  var isUsable: Bool { magnitude.count < 1_000_000_000_000_000_000 }
}
