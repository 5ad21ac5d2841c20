// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation

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
  private let position: [Cell: Int]
  /// Whether anything was promised to a demand, by its index.
  private let isAsked: [Bool]

  init(
    _ scenario: Scenario, periods: [DayRange], staff: [StaffFacts], staffIndex: [String: Int],
    demandIndex: [String: Int]
  ) {
    var hours: [Cell: Rational] = [:]
    for commitment in scenario.commitments {
      guard let person = staffIndex[commitment.staff], let demand = demandIndex[commitment.demand] else { continue }
      let facts = staff[person]
      for (period, days) in periods.enumerated() {
        let count = facts.workedDays.count(in: days.intersection(commitment.days))
        guard count > 0 else { continue }
        let promised = Rational(commitment.hoursPerWeek) / facts.week * Rational(count)
        guard promised.sign > 0 else { continue }
        hours[Cell(staff: person, demand: demand, period: period), default: .zero] += promised
      }
    }
    list = hours.sorted { $0.key < $1.key }.map { (cell: $0.key, hours: $0.value) }
    var isAsked = [Bool](repeating: false, count: (list.map(\.cell.demand).max() ?? -1) + 1)
    for entry in list { isAsked[entry.cell.demand] = true }
    self.isAsked = isAsked
    position = Dictionary(uniqueKeysWithValues: list.enumerated().map { ($1.cell, $0) })
  }

  /// The place in ``list`` of what was promised in a cell, or nil.
  subscript(_ cell: Cell) -> Int? {
    isAsked.indices.contains(cell.demand) && isAsked[cell.demand] ? position[cell] : nil
  }
}
