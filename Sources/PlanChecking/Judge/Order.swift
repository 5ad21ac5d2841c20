// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// What a plan reaches in each step of the scenario's order, exactly (`model.md`, section 2, Order).
extension ScenarioFacts {
  /// The steps; the value alone where there is no other.
  ///
  /// Promises of external people count whether somebody is engaged or not, so that the steps are the same for all plans.
  var order: [OrderStep] {
    let ofExternal = scenario.commitments.contains { promise in
      index.staff[promise.staff].map { scenario.staff[$0].external != nil } ?? false
    }
    return scenario.order(hasPromises: ofExternal || promises.list.contains { $0.hours.sign > 0 })
  }

  /// What entries come to in each step.
  ///
  /// - Parameter value: of the entries.
  func reached(_ entries: PlanEntries, _ references: PlanReferences, value: Millionths) -> [Rational] {
    order.map { step in
      switch step {
      case .commitments: entries.brokenCommitments.reduce(.zero) { $0 + usable($1.hours) }
      case .priority(let priority):
        zip(references.unmet, entries.unmet).reduce(.zero) { sum, entry in
          guard entry.0 >= 0, demands[entry.0].priority == priority else { return sum }
          return sum + demands[entry.0].unmetRate.exact * usable(entry.1.amount)
        }
      case .value: Rational(value)
      case .early: hours(entries) { $0 }
      case .late: hours(entries) { periodCount - 1 - $0 }
      case .balanced: greatestShare(entries, references)
      }
    }
  }

  /// What the steps come to where nothing at all is done; nil for those of a preference, which have no such measure.
  var untouched: [Rational?] {
    let broken = promises.list.reduce(Rational.zero) { $0 + $1.hours }
    func unmet(_ isCounted: (DemandFacts) -> Bool) -> Rational {
      demands.reduce(Rational.zero) { isCounted($1) ? $0 + $1.unmetRate.exact * $1.total : $0 }
    }
    return order.map { step in
      switch step {
      case .commitments: broken
      case .priority(let priority): unmet { $0.priority == priority }
      case .value:
        unmet { _ in true } + penalties.commitmentPerHour * broken
          + (scenario.baseline?.assignments ?? []).reduce(.zero) { $0 + penalties.changePerHour * Rational($1.hours) }
      case .early, .late, .balanced: nil
      }
    }
  }

  /// The greatest gap of any step: what a plan is above the bound, as a part of what the step would be if nothing were
  /// done, or of its own value where it is a preference. What rounding to the grid may cost is none.
  func worstGap(_ steps: [Plan.Step], _ objective: Plan.Objective) -> Double {
    let untouched = untouched
    // A millionth for each entry, in whatever the step counts.
    let perHour = Millionths(count: objective.rounding.count)
    guard steps.count == untouched.count else { return .infinity }
    return zip(steps, untouched).reduce(0) { worst, entry in
      let (step, sum) = entry
      guard let bound = step.bound else { return .infinity }
      let difference = step.value - bound
      if difference <= perHour { return worst }
      let scale = max(1, sum?.doubleValue ?? abs(step.value.doubleValue))
      return max(worst, difference.doubleValue / scale)
    }
  }

  private func usable(_ amount: Millionths) -> Rational { amount.isUsable ? Rational(amount) : .zero }

  private func hours(_ entries: PlanEntries, _ weight: (Int) -> Int) -> Rational {
    entries.assignments.reduce(.zero) { sum, entry in
      periods.indices.contains(entry.period) ? sum + usable(entry.hours) * Rational(weight(entry.period)) : sum
    }
  }

  private func greatestShare(_ entries: PlanEntries, _ references: PlanReferences) -> Rational {
    var hours = staff.map { _ in Rational.zero }
    for (of, entry) in zip(references.assignments, entries.assignments) where of.staff >= 0 {
      hours[of.staff] += usable(entry.hours)
    }
    for (of, entry) in zip(references.operating, entries.operating) where of.staff >= 0 {
      hours[of.staff] += usable(entry.hours)
    }
    return hours.indices.reduce(.zero) { most, person in
      guard hours[person].sign > 0, hasShare(person) else { return most }
      let share = hours[person] / Rational(fine: staff[person].regular(in: days.indices))
      return most < share ? share : most
    }
  }
}
