// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers

/// `muster/whatif@1` as it is written: the same changes give the same bytes. ``WhatIfReader`` reads what its figures follow from.
package enum WhatIfFormat {
  package static let document = WrittenObject<WhatIf>(fields: [
    .format("muster/whatif@1"),
    Field("currency", \.currency, .text, "what money is counted in"),
    .derived(
      "variants", .list(of: .written(variant)), "the scenario as it is, and then with each change, in the order given"
    ) { $0.variants },
  ])

  package static let variant = WrittenObject<WhatIf.Variant>(
    "variant",
    fields: [
      Field("name", \.figures.name, .text, "what the change is called; `now` for the first, the scenario as it is"),
      .derived(
        "changes", .list(of: .object(ComparisonFormat.scenarioDifference)),
        "how the scenario differs; none for the first"
      ) { $0.difference?.scenario ?? [] },
      Field("scenario", \.figures.scenario, .object(PlanFormat.scenario), "the changed scenario"),
      Field("status", \.figures.status, .choice, "as in the plan"),
      Field(
        "value", \.figures.objective.value, .figure,
        "the sum of the terms, at the penalties of the scenario as it is; smaller is better"),
      Field(
        "ownValue", \.figures.ownValue, .figure, otherwise: "the same",
        "the value at penalties that the change itself sets"),
      Field("bound", \.figures.objective.bound, .orNull(.figure), "no plan costs less; null where none is known"),
      .derived("gap", .orNull(.ratio), "as in the plan; null without a bound") { $0.figures.objective.gap },
      Field("terms", \.figures.objective.terms, .object(PlanFormat.terms), "the parts of the value"),
      .derived("spent", .figure, "money really spent") { $0.spent },
      .derived("unmetHours", .figure, "effective hours that are unmet") { $0.figures.summary.hours.unmet },
      .derived("unmetUnitDays", .figure, "unit-days that are unmet") { $0.figures.summary.unitDays.unmet },
      Field(
        "coverageByPriority", \.figures.summary.coverageByPriority, .list(of: .object(PlanSummaryFormat.priority)),
        "as in the plan's summary"),
      .derived("overtimeHours", .figure, "hours of overtime") { $0.extra.overtimeHours },
      Field("brokenHours", \.extra.brokenHours, .figure, "promised hours that are not kept"),
      Field("projects", \.extra.projects, .count, "how many projects there are"),
      Field("projectsCovered", \.extra.projectsCovered, .count, "how many of them have all that they want"),
      .derived("utilisation", .orNull(.figure), "used / regular hours, of all people together; null without any") {
        $0.extra.utilisation
      },
      .optional(
        "delta", .object(ComparisonFormat.delta), otherwise: "the scenario as it is",
        "the figures less those of the scenario as it is"
      ) { $0.difference?.delta },
      .derived(
        "decisions", .list(of: .object(ComparisonFormat.decision)),
        "what is decided otherwise in whole numbers; none for the first"
      ) { $0.difference?.decisions ?? [] },
    ])
}
