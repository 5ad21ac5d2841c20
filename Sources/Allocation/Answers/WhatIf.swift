// SPDX-License-Identifier: GPL-3.0-or-later

package import Numbers

/// A scenario as it is and with named changes, each planned, side by side: `muster/whatif@1`.
package struct WhatIf: Sendable, Hashable {
  /// What the amounts of money are in; nil where the scenario does not say it.
  package var currency: String?
  /// The plans: the first is that of the scenario as it is, with which the others are compared.
  package var comparison: Comparison
  /// What is no figure of a comparison, in the order of the plans.
  package var extras: [Extra]

  package init(currency: String?, comparison: Comparison, extras: [Extra]) {
    self.currency = currency
    self.comparison = comparison
    self.extras = extras
  }

  /// More figures of a plan.
  package struct Extra: Sendable, Hashable {
    /// Promised hours that are not kept.
    package var brokenHours = Millionths.zero
    /// Hours of overtime.
    package var overtimeHours = Millionths.zero
    /// How many projects there are.
    package var projects = 0
    /// How many projects have all that they want, up to what rounding leaves.
    package var projectsCovered = 0
    /// The share of the regular hours of all people together that is used; nil where there are none.
    package var utilisation: Millionths?

    package init() {}

    package init(_ plan: Plan) {
      brokenHours = plan.brokenCommitments.reduce(.zero) { $0 + $1.hours }
      var all = PlanSummary.Utilisation(id: "")
      for person in plan.summary.people {
        overtimeHours += person.overtime
        all.available += person.available
        all.used += person.used
      }
      utilisation = all.share
      projects = plan.summary.projects.count
      projectsCovered = plan.summary.projects.count { max($0.hours.unmet, $0.unitDays.unmet).count < 10_000 }
    }
  }

  /// The scenario as it is, or with one of the changes.
  package struct Variant: Sendable, Hashable {
    package var figures: Comparison.PlanFigures
    package var extra: Extra
    /// What is done differently from the scenario as it is; nil for that itself.
    package var difference: Comparison.Difference?

    /// Money really spent.
    package var spent: Millionths { Plan.Money(of: figures.objective.terms).spent }
  }

  /// The scenario as it is, and then the changes in the order given.
  package var variants: [Variant] {
    zip(comparison.plans.indices, zip(comparison.plans, extras)).map { index, pair in
      Variant(
        figures: pair.0, extra: pair.1,
        difference: index == 0 ? nil : comparison.differences[index - 1])
    }
  }
}
