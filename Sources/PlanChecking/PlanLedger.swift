// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation

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
  private(set) var total = Rational.zero
  private var rounded = Millionths.zero

  var value: Millionths { rounded }

  /// Enters a plan. Entries that name what the scenario does not have cost nothing.
  init(_ facts: ScenarioFacts, _ plan: Plan) {
    for entry in plan.assignments {
      assignments.append(enter(facts.costPerHour(entry.staff), entry.hours, \.labour))
    }
    for entry in plan.operating {
      operating.append(enter(facts.costPerHour(entry.staff), entry.hours, \.labour))
    }
    for entry in plan.overtime {
      overtime.append(enter(facts.overtimePremium(entry.staff), entry.hours, \.overtime))
    }
    for entry in plan.assetUse {
      assetUse.append(enter(facts.costPerUnitDay(entry.asset), entry.unitDays, \.assets))
    }
    for entry in plan.unmet {
      unmet.append(enter(facts.unmetCost(entry.demand), entry.amount, \.unmet))
    }
    for entry in plan.brokenCommitments {
      brokenCommitments.append(enter(facts.penalties.commitmentPerHour, entry.hours, \.commitments))
    }
    let changed = Self.changedHours(facts, plan)
    _ = enter(facts.penalties.changePerHour * changed, Millionths(1), \.change)
  }

  private mutating func enter(_ rate: Rational, _ amount: Millionths, _ term: WritableKeyPath<Plan.Terms, Millionths>)
    -> Millionths
  {
    total += rate * Rational(amount.isUsable ? amount : .zero)
    let after = total.nearestMillionths
    let cost = after - rounded
    rounded = after
    terms[keyPath: term] += cost
    return cost
  }

  private struct Place: Hashable {
    var staff: String
    var demand: String
    var period: Int
  }

  /// The sum of abs(x - baseline x) over every person, demand and period in either; 0 where changes cost nothing.
  private static func changedHours(_ facts: ScenarioFacts, _ plan: Plan) -> Rational {
    guard facts.penalties.changePerHour.sign != 0 else { return .zero }
    var open: [Place: Int] = [:]
    var entries: [(baseline: Rational, planned: Rational)] = []
    for entry in facts.scenario.baseline?.assignments ?? [] {
      let place = Place(staff: entry.staff, demand: entry.demand, period: entry.period)
      if let known = open[place] {
        entries[known].baseline += Rational(entry.hours)
      } else {
        open[place] = entries.count
        entries.append((Rational(entry.hours), .zero))
      }
    }
    var added: Rational = .zero
    for entry in plan.assignments where entry.hours.isUsable {
      let place = Place(staff: entry.staff, demand: entry.demand, period: entry.period)
      if let known = open[place] {
        entries[known].planned += Rational(entry.hours)
      } else {
        added += Rational(entry.hours).magnitude
      }
    }
    return entries.reduce(added) { $0 + ($1.planned - $1.baseline).magnitude }
  }
}

extension Millionths {
  /// Whether an amount is small enough to be counted with: below 10^18 units, far beyond any real figure.
  var isUsable: Bool { magnitude.count < 1_000_000_000_000_000_000_000_000 }
}

extension ScenarioFacts {
  func costPerHour(_ staff: String) -> Rational { staffIndex[staff].map { self.staff[$0].costPerHour } ?? .zero }

  /// Money above the regular cost for an hour of overtime.
  func overtimePremium(_ staff: String) -> Rational {
    guard let index = staffIndex[staff], let overtime = self.staff[index].person.overtime else { return .zero }
    return self.staff[index].costPerHour * (Rational(overtime.costFactor) - .one)
  }

  func costPerUnitDay(_ asset: String) -> Rational {
    assetIndex[asset].map { Rational(scenario.assets[$0].costPerUnitDay) } ?? .zero
  }

  /// Money lost for each unit of a demand that is unmet.
  func unmetCost(_ demand: String) -> Rational {
    guard let index = demandIndex[demand] else { return .zero }
    let facts = demands[index]
    return Rational(facts.priority) * (facts.staff == nil ? penalties.unmetPerUnitDay : penalties.unmetPerHour)
  }
}
