// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
import Allocation

/// The rows of `model.md` that are about sums over periods: 3, 4, 9, 10, and 11 summed over the days of a period.
extension Verifier {
  mutating func checkPeriodRows() {
    checkEffort()
    checkBudgets()
    checkCommitments()
  }

  /// Rows 3, 4 and 11.
  private mutating func checkEffort() {
    for (index, demand) in facts.demands.enumerated() {
      for (slot, wanted) in demand.wanted.enumerated() {
        let row = index * periodCount + slot
        if effortCount[row] == 0, unmet[row] == 0, wanted.sign == 0 { continue }
        if effort.isEqual(to: wanted, with: unmet[row], at: row) { continue }
        let covered = effort[row]
        let miss = covered + exact(unmet[row]) - wanted
        let isExact = effortIsWhole[row] && wanted.isOnGrid
        // The unmet amount is one of the entries that add up, also where it is 0.
        let allowed = isExact ? Rational.zero : exact(Int128(effortCount[row] + 1))
        if allowed < miss.magnitude {
          let place = demand.isFlexible ? "" : " \(time(ofPeriod: slot))"
          let unit = demand.asset == nil ? "effective h" : "unit-days"
          report(
            .effort,
            "\(name(ofDemand: index)) wants \(wanted) \(unit)\(place), but \(covered) covered and "
              + "\(text(unmet[row])) unmet make \(covered + exact(unmet[row]))", [.key("unmet")])
        }
      }
    }
  }

  /// Row 9.
  private mutating func checkBudgets() {
    guard facts.scenario.projects.contains(where: { $0.budget != nil }) else { return }
    for (index, project) in facts.scenario.projects.enumerated() {
      let cost = references.projectCosts[index]
      if let budget = project.budget, Rational(budget) < cost {
        report(
          .budget, "\(project.name) costs \(cost), but its budget is \(budget)", [.key("assignments")],
          excess: .init((cost - Rational(budget)).ceilingMillionths, project: project.id))
      }
    }
  }

  /// Row 10.
  private mutating func checkCommitments() {
    for (index, promise) in facts.promises.list.enumerated() {
      let sum = exact(kept[index] + broken[index])
      let allowed = promise.hours.isOnGrid ? Rational.zero : exact(2)
      if sum + allowed < promise.hours {
        report(
          .commitment,
          "\(name(ofStaff: promise.cell.staff)) promised \(promise.hours) h to "
            + "\(name(ofDemand: promise.cell.demand)) \(time(ofPeriod: promise.cell.period)), but "
            + "\(text(kept[index])) h are planned and \(text(broken[index])) h named as not kept",
          [.key("brokenCommitments")])
      }
    }
  }
}
