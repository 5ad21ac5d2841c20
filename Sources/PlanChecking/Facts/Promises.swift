// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// The indices of a person, a demand and a period.
struct Cell: Hashable, Sendable, Comparable {
  var staff: Int
  var demand: Int
  var period: Int

  static func < (left: Cell, right: Cell) -> Bool {
    (left.staff, left.demand, left.period) < (right.staff, right.demand, right.period)
  }
}

/// The right-hand sides of row 10, above 0, sorted by person, demand and period.
///
/// What is promised beyond what a demand wants is lowered in proportion. By how much does not depend on what is decided: all
/// external people count there, and everybody as trained.
struct Promises: Sendable {
  private(set) var list: [(cell: Cell, hours: Rational)] = []
  /// Whether anything was promised to a demand, by its index.
  private var isAsked: [Bool]

  /// - Parameters:
  ///   - staff: as was decided.
  ///   - everybody: with all external people there and everybody trained.
  ///   - demands: with their windows as the scenario has them, whatever was decided.
  init(
    _ scenario: Scenario, _ index: ScenarioIndex, _ days: HorizonDays, staff: [StaffFacts], everybody: [StaffFacts],
    demands: [DemandFacts]
  ) {
    isAsked = demands.map { _ in false }
    list = Self.sums(scenario, index, days, staff, demands)
    for promise in list { isAsked[promise.cell.demand] = true }
    let isOpen = scenario.hasOpenScenario
    let shares = Self.sharesKept(
      of: isOpen ? Self.sums(scenario, index, days, everybody, demands) : list, everybody, demands)
    guard !shares.isEmpty else { return }
    for place in list.indices {
      let cell = list[place].cell
      if let share = shares[Row(demand: cell.demand, slot: demands[cell.demand].slot(cell.period))] {
        list[place].hours = list[place].hours * share
      }
    }
  }

  /// What is promised, added up by cell, in their order.
  private static func sums(
    _ scenario: Scenario, _ index: ScenarioIndex, _ days: HorizonDays, _ staff: [StaffFacts], _ demands: [DemandFacts]
  ) -> [(cell: Cell, hours: Rational)] {
    // In the order of the commitments, which is kept among those of one cell.
    var parts: [(cell: Cell, number: Int, hours: Rational)] = []
    for commitment in scenario.commitments {
      guard let person = index.staff[commitment.staff], let demand = index.demands[commitment.demand] else { continue }
      let amount: Rational =
        switch commitment.amount {
        case .hoursPerWeek(let hours): Rational(hours)
        case .share(let share): Rational(share)
        }
      let promised = days.numbers(of: commitment.days).common(demands[demand].days)
      guard amount.sign > 0, !promised.isEmpty else { continue }
      for period in days.periods(of: promised) {
        let part = promised.common(days.ofPeriod[period])
        let base: Rational =
          switch commitment.amount {
          case .hoursPerWeek: staff[person].weeksPresent(in: part)
          case .share: Rational(staff[person].regular(in: part), over: .fineOne)
          }
        guard base.sign > 0 else { continue }
        parts.append((Cell(staff: person, demand: demand, period: period), parts.count, amount * base))
      }
    }
    parts.sort { $0.cell != $1.cell ? $0.cell < $1.cell : $0.number < $1.number }
    var list: [(cell: Cell, hours: Rational)] = []
    list.reserveCapacity(parts.count)
    for part in parts {
      if let last = list.last, last.cell == part.cell {
        list[list.count - 1].hours += part.hours
      } else {
        list.append((part.cell, part.hours))
      }
    }
    return list
  }

  /// What is wanted together: of an even demand in each period.
  private struct Row: Hashable {
    var demand: Int
    var slot: Int
  }

  /// By row the share that is left of promises beyond the worked hours that a demand wants, which are its hours over the
  /// largest productivity of anybody who can work on it.
  private static func sharesKept(
    of promises: [(cell: Cell, hours: Rational)], _ staff: [StaffFacts], _ demands: [DemandFacts]
  ) -> [Row: Rational] {
    var totals: [Row: Rational] = [:]
    for promise in promises {
      let demand = promise.cell.demand
      totals[Row(demand: demand, slot: demands[demand].slot(promise.cell.period)), default: .zero] += promise.hours
    }
    var largest: [Int: Rational] = [:]
    return totals.reduce(into: [:]) { shares, sum in
      let (row, total) = sum
      guard let needs = demands[row.demand].staff else { return }
      let eta =
        largest[row.demand]
        ?? staff.lazy.filter { $0.hasDays(for: needs) }.map { Rational($0.productivity(on: needs)) }.max() ?? .one
      largest[row.demand] = eta
      // Of a crew the hours of all its people.
      let wanted = demands[row.demand].wanted[row.slot] * Rational(demands[row.demand].heads) / eta
      if wanted < total { shares[row] = wanted / total }
    }
  }

  /// Whether anything was promised to a demand.
  func areMade(to demand: Int) -> Bool { isAsked.indices.contains(demand) && isAsked[demand] }

  /// The place in ``list`` of what was promised in a cell, or nil.
  subscript(_ cell: Cell) -> Int? {
    guard areMade(to: cell.demand) else { return nil }
    var low = 0
    var high = list.count
    while low < high {
      let middle = (low + high) / 2
      if list[middle].cell < cell { low = middle + 1 } else { high = middle }
    }
    return low < list.count && list[low].cell == cell ? low : nil
  }
}
