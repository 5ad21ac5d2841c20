// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import JSON
package import Numbers

/// What a summary tells of a plan.
package struct PlanFigures: Sendable, Hashable {
  package var status = Plan.Status.feasible
  package var stop = Plan.Stop.proved
  package var engine = ""
  /// Why it was not the engine asked for.
  package var fallback: String?
  /// Value and bound; the terms are not kept.
  package var objective = Plan.Objective(value: .zero, bound: nil, terms: Plan.Terms())
  package var currency: String?
  /// Money spent.
  package var cost = Millionths.zero
  package var hours = PlanSummary.Coverage()
  package var unitDays = PlanSummary.Coverage()
  package var overtimeHours = Millionths.zero
  /// How many warnings there were of the scenario.
  package var warnings = 0
  package var notices: [String] = []

  private init() {}

  package init(_ plan: Plan, currency: String?, notices: [String], warnings: Int) {
    status = plan.status
    stop = plan.stop
    engine = plan.engine.name
    fallback = plan.engine.fallback
    objective = plan.objective
    self.currency = currency
    cost = plan.summary.cost
    hours = plan.summary.hours
    unitDays = plan.summary.unitDays
    overtimeHours = plan.overtime.reduce(.zero) { $0 + $1.hours }
    self.warnings = warnings
    self.notices = notices
  }

  /// The gap in digits.
  package var gapText: String? {
    objective.gap.map { gap in
      var writer = JSONWriter(pretty: false)
      writer.value(gap, decimals: 12)
      return String(decoding: writer.finish(), as: UTF8.self)
    }
  }

  /// How they are kept in the journal and written into the summary.
  package static let description = ObjectDescription(
    "plan", initial: PlanFigures(),
    fields: [
      Field("status", \.status, .choice, "as in the plan", example: #""optimal""#),
      Field("stop", \.stop, .choice, "as in the plan", example: #""proved""#),
      Field("engine", \.engine, .text, "the name of the engine", example: #""glpk""#),
      Field(
        "fallback", \.fallback, .text, "why it was not the engine asked for", example: #""GLPK is not there""#),
      Field("value", \.objective.value, .figure, "as in the plan", example: "79000"),
      Field("bound", \.objective.bound, .orNull(.figure), "as in the plan; null where none is known", example: "79000"),
      .derived("gap", .orNull(.ratio), "as in the plan; null without a bound", example: "0") { $0.objective.gap },
      Field("currency", \.currency, .text, "what money is counted in", example: #""EUR""#),
      Field("cost", \.cost, .figure, "money spent: labour, overtime and assets", example: "12640"),
      Field("hours", \.hours, .object(PlanSummaryFormat.coverage), "of the staff demands, as in the plan's summary"),
      Field("unitDays", \.unitDays, .object(PlanSummaryFormat.coverage), "of the asset demands"),
      Field("overtimeHours", \.overtimeHours, .figure, "hours of overtime", example: "4"),
      Field("warnings", \.warnings, .count, default: 0, "how many warnings there are of the scenario", example: "1"),
      Field("notices", \.notices, .list(of: .text), default: [], "what else was noticed", example: "[]"),
    ])
}
