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
  let list: [(cell: Cell, hours: Rational)]
  /// Whether anything was promised to a demand, by its index.
  private let isAsked: [Bool]

  init(_ scenario: Scenario, _ index: ScenarioIndex, periods: [DayRange], staff: [StaffFacts]) {
    var isAsked: [Bool] = []
    // In the order of the commitments, which is kept among those of one cell.
    var parts: [(cell: Cell, number: Int, hours: Rational)] = []
    for commitment in scenario.commitments {
      guard let person = index.staff[commitment.staff], let demand = index.demands[commitment.demand] else { continue }
      let facts = staff[person]
      let perDay = Rational(commitment.hoursPerWeek) / facts.week
      guard perDay.sign > 0 else { continue }
      for (period, days) in periods.enumerated() {
        let part = days.intersection(commitment.days)
        guard !part.isEmpty else { continue }
        let count = facts.workedDays.count(in: part)
        guard count > 0 else { continue }
        parts.append((Cell(staff: person, demand: demand, period: period), parts.count, perDay * Rational(count)))
        while isAsked.count <= demand { isAsked.append(false) }
        isAsked[demand] = true
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
    self.list = list
    self.isAsked = isAsked
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
