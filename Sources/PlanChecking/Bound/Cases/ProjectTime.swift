// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// Hours of people who may work on so many projects in a period only: those that the hours on demands are held against by a
/// price (variable splitting; M. Guignard and S. Kim, "Lagrangean decomposition", 1987). The best projects of each period are
/// looked for.
struct ProjectTime {
  private struct Place: Hashable, Comparable {
    var staff: Int
    var period: Int

    static func < (left: Self, right: Self) -> Bool { (left.staff, left.period) < (right.staff, right.period) }
  }

  /// Hours that may be, and what each counts.
  private struct Part {
    var price: Double
    var hours: Double
  }

  private let facts: ScenarioFacts
  /// By project, the least that hours on it contribute, wherever it is.
  private var least: [Place: [Int: Double]] = [:]

  private let decided: [WorkDecision: Bool]

  /// - Parameter decided: what is decided of who works on what.
  init(_ facts: ScenarioFacts, _ decided: [WorkDecision: Bool]) {
    (self.facts, self.decided) = (facts, decided)
  }

  /// Takes what people may have on a project where it is in a view.
  ///
  /// - Parameters:
  ///   - columns: of its demands; nil of crews.
  ///   - isTrained: whether a person may be trained, which brings hours that are not among the columns.
  mutating func take(
    _ project: Int, _ columns: [Int: WorkColumns?], _ view: CaseView, isTrained: (Int) -> Bool
  ) {
    let prices = view.base.prices.projects.filter { columns[$0.key.demand] != nil }
    guard !prices.isEmpty else { return }
    var parts: [Place: [Part]] = [:]
    for (cell, price) in prices.sorted(by: { $0.key < $1.key }) {
      var hours = time(of: cell.staff, in: cell.period, view)
      if let known = columns[cell.demand] ?? nil, !isTrained(cell.staff) {
        hours = min(hours, known.capacity(of: cell.staff, in: cell.period))
      }
      if hours > 0 {
        parts[Place(staff: cell.staff, period: cell.period), default: []].append(Part(price: price, hours: hours))
      }
    }
    for (place, parts) in parts {
      // All of them together are no more than there is.
      var left = time(of: place.staff, in: place.period, view)
      var sum = LowerSum()
      for part in parts.sorted(by: { $0.price < $1.price }) {
        let hours = min(part.hours, left)
        guard hours > 0 else { break }
        left -= hours
        sum.add(part.price * hours, magnitude: -4 * part.price * hours)
      }
      least[place, default: [:]][project] = min(least[place]?[project] ?? 0, sum.lowerBound)
    }
  }

  /// The hours of a person in a period, rounded up.
  private func time(of staff: Int, in period: Int, _ view: CaseView) -> Double {
    guard view.base.days.ofPeriod.indices.contains(period) else { return 0 }
    let (person, days) = (view.base.facts.staff[staff], view.base.days.ofPeriod[period])
    return Double(fine: person.regular(in: days) + person.mostOvertime(in: days)) * LowerSum.roundedUp
  }

  /// How many projects are decided to be among those of a person in a period.
  private func decidedProjects(of place: Place) -> Int {
    facts.scenario.projects.indices.count { decided[.project($0, staff: place.staff, period: place.period)] == true }
  }

  /// Adds the best projects of each period.
  func add(to sum: inout LowerSum) {
    for (place, byProject) in least.sorted(by: { $0.key < $1.key }) {
      let most = facts.scenario.staff[place.staff].maxProjects ?? byProject.count
      var chosen: [Double] = []
      var others: [Double] = []
      for (project, value) in byProject.sorted(by: { $0.key < $1.key }) {
        switch decided[.project(project, staff: place.staff, period: place.period)] {
        case true?: chosen.append(value)
        case false?: break
        case nil: others.append(value)
        }
      }
      // Those that are chosen where nothing is to be had have their place, too.
      let left = max(0, most - decidedProjects(of: place))
      for value in chosen + others.sorted().prefix(left) { sum.add(value, magnitude: abs(value)) }
    }
  }
}
