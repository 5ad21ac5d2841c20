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
struct Promises: Sendable {
  private(set) var list: [(cell: Cell, hours: Rational)] = []
  /// Whether anything was promised to a demand, by its index.
  private let isAsked: [Bool]

  /// - Parameter demands: with their windows as the scenario has them, whatever was decided.
  init(
    _ scenario: Scenario, _ index: ScenarioIndex, _ days: HorizonDays, staff: [StaffFacts], demands: [DemandFacts]
  ) {
    var isAsked: [Bool] = []
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
        while isAsked.count <= demand { isAsked.append(false) }
        isAsked[demand] = true
      }
    }
    parts.sort { $0.cell != $1.cell ? $0.cell < $1.cell : $0.number < $1.number }
    list.reserveCapacity(parts.count)
    for part in parts {
      if let last = list.last, last.cell == part.cell {
        list[list.count - 1].hours += part.hours
      } else {
        list.append((part.cell, part.hours))
      }
    }
    self.isAsked = isAsked
    lower(staff, demands)
  }

  /// Lowers in proportion what was promised to a demand beyond the worked hours that it wants, which are its hours over
  /// the largest productivity of anybody who can work on it; of an even demand in each period.
  private mutating func lower(_ staff: [StaffFacts], _ demands: [DemandFacts]) {
    struct Row: Hashable {
      var demand: Int
      var slot: Int
    }
    var rows: [Row: [Int]] = [:]
    for (place, promise) in list.enumerated() {
      let demand = promise.cell.demand
      rows[Row(demand: demand, slot: demands[demand].slot(promise.cell.period)), default: []].append(place)
    }
    var largest: [Int: Rational] = [:]
    for (row, places) in rows {
      guard let needs = demands[row.demand].staff else { continue }
      let total = places.reduce(Rational.zero) { $0 + list[$1].hours }
      let eta =
        largest[row.demand]
        ?? staff.lazy.filter { person in
          person.hasDays(for: needs)
        }.map { Rational($0.productivity(on: needs)) }.max() ?? .one
      largest[row.demand] = eta
      // Of a crew the hours of all its people.
      let wanted = demands[row.demand].wanted[row.slot] * Rational(demands[row.demand].heads) / eta
      guard wanted < total else { continue }
      for place in places { list[place].hours = list[place].hours * wanted / total }
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
