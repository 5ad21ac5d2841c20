// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
import Allocation

/// The rows 1 to 11 of `model.md`.
extension Verifier {
  mutating func checkRows() {
    checkCapacity()
    checkEffort()
    checkPace()
    checkAssets()
    checkEquipment()
    checkBudgets()
    checkCommitments()
  }

  private func exact(_ count: Int128) -> Rational { Rational(count, over: 1_000_000) }

  /// Rows 1 and 2.
  private mutating func checkCapacity() {
    for (index, person) in facts.staff.enumerated() {
      var total: Int128 = 0
      for period in 0..<periodCount {
        let cell = index * periodCount + period
        total += overtime[cell]
        guard worked[cell] > 0 else { continue }
        let regular = person.hoursPerDay * facts.availableDays[cell]
        if regular < exact(worked[cell] - overtime[cell]) {
          let extra = overtime[cell] > 0 ? " and \(text(overtime[cell])) h of overtime" : ""
          report(
            .capacity,
            "\(name(ofStaff: index)) has \(text(worked[cell])) h in \(name(ofPeriod: period)) but \(regular) h of "
              + "capacity\(extra)", [.key("assignments")],
            excess: .init(
              (exact(worked[cell]) - regular - exact(overtime[cell])).ceilingMillionths, staff: person.person.id,
              period: period))
        }
      }
      if total > 0, let hours = person.person.overtime?.hoursTotal {
        let limit = Rational(hours) * Rational(person.person.headcount)
        if limit < exact(total) {
          report(
            .overtimeTotal, "\(name(ofStaff: index)) has \(text(total)) h of overtime in all, but at most \(limit) h",
            [.key("overtime")],
            excess: .init((exact(total) - limit).ceilingMillionths, staff: person.person.id))
        }
      }
    }
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
          let place = demand.isFlexible ? "" : " in \(name(ofPeriod: slot))"
          let unit = demand.asset == nil ? "effective h" : "unit-days"
          report(
            .effort,
            "\(name(ofDemand: index)) wants \(wanted) \(unit)\(place), but \(covered) covered and "
              + "\(text(unmet[row])) unmet make \(covered + exact(unmet[row]))", [.key("unmet")])
        }
      }
    }
  }

  /// Row 5.
  private mutating func checkPace() {
    for (index, demand) in facts.demands.enumerated() {
      for (period, limit) in demand.pace.enumerated() {
        let sum = hours[index * periodCount + period]
        if sum > 0, limit < exact(sum) {
          report(
            .pace,
            "\(name(ofDemand: index)) has \(text(sum)) h in \(name(ofPeriod: period)), but its pace allows \(limit) h",
            [.key("assignments")],
            excess: .init((exact(sum) - limit).ceilingMillionths, demand: demand.id, period: period))
        }
      }
    }
  }

  /// Rows 6 and 8.
  private mutating func checkAssets() {
    for (index, asset) in facts.scenario.assets.enumerated() {
      for period in 0..<periodCount {
        let cell = index * periodCount + period
        guard used[cell] > 0 else { continue }
        let limit = facts.assetDays[cell]
        if limit < exact(used[cell]) {
          report(
            .assetCapacity,
            "\(asset.name) is used for \(text(used[cell])) unit-days in \(name(ofPeriod: period)), but there are "
              + "\(limit)", [.key("assetUse")],
            excess: .init((exact(used[cell]) - limit).ceilingMillionths, asset: asset.id, period: period))
        }
        guard let operators = asset.operators else { continue }
        let factor = Rational(operators.hoursPerUnitDay)
        let needed = factor * exact(used[cell])
        let allowed = factor.isWhole ? Rational.zero : exact(Int128(usedCount[cell] + operatingCount[cell]))
        if exact(operating[cell]) + allowed < needed {
          report(
            .operators,
            "\(asset.name) needs \(needed) operating h in \(name(ofPeriod: period)), but has \(text(operating[cell]))",
            [.key("operating")])
        }
      }
    }
  }

  /// Row 7.
  private mutating func checkEquipment() {
    let day = Rational(facts.scenario.calendar.standard.hoursPerDay)
    for (index, demand) in facts.demands.enumerated() {
      guard let needs = demand.staff, !needs.uses.isEmpty else { continue }
      for (number, use) in needs.uses.enumerated() {
        let factor = Rational(use.unitsPerPerson) / day
        for period in 0..<periodCount {
          let cell = index * periodCount + period
          guard hours[cell] > 0 else { continue }
          let occupied = equipment[Cell(staff: number, demand: index, period: period)] ?? 0
          let needed = factor * exact(hours[cell])
          let allowed = factor.isWhole ? Rational.zero : exact(Int128(hoursCount[cell] + 1))
          if exact(occupied) + allowed < needed {
            report(
              .equipment,
              "the people on \(name(ofDemand: index)) need \(needed) unit-days of \(use.asset) in "
                + "\(name(ofPeriod: period)), but have \(text(occupied))", [.key("assetUse")])
          }
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
            + "\(name(ofDemand: promise.cell.demand)) in \(name(ofPeriod: promise.cell.period)), but "
            + "\(text(kept[index])) h are planned and \(text(broken[index])) h named as not kept",
          [.key("brokenCommitments")])
      }
    }
  }
}
