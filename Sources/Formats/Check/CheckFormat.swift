// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import JSON
internal import Numbers

/// `muster/check@1`: the check of a scenario alone, or of a plan for it.
package enum CheckFormat {
  private static let format = "muster/check@1"

  /// Either check.
  package static let shape = Shape.either(.object(scenario.shape), .object(plan.shape))

  package static let scenario = WrittenObject<ScenarioReport>(fields: [
    .format(format),
    .derived("valid", .boolean, "true: a scenario that is not is an error") { _ in true },
    .derived("warnings", .issues, "what deserves a look") { $0.warnings },
    .derived("scenario", .written(contents), "what is in it") { $0 },
    Field("penalties", \.penalties, .list(of: .written(penalty)), "what counts against leaving work undone"),
    Field("skills", \.skills, .list(of: .written(skill)), "hours wanted and hours there, by skill and month"),
    Field(
      "cuts", \.cuts, .list(of: .written(cut)),
      "periods in which a window, a promise or an outage begins or ends, so that only some of their days count"),
  ])

  package static let cut = WrittenObject<PeriodCut>(fields: [
    Field("kind", \.kind, .choice, "what begins or ends"),
    Field("id", \.id, .text, "the demand of a window or promise, or the asset"),
    Field("staff", \.staff, .text, otherwise: "nobody is promised", "who is promised"),
    .derived("start", .day, "first day of the period") { $0.period.first },
    .derived("end", .day, "last day of the period") { $0.period.last },
    .derived("from", .day, "first day of it that counts, or on which an asset is out") { $0.inside.first },
    .derived("to", .day, "last day of it") { $0.inside.last },
  ])

  package static let skill = WrittenObject<SkillBalance>(fields: [
    Field("skill", \.skill, .text, "a skill that a demand asks for, not as one of several alternatives"),
    Field("level", \.level, .fromOne, "the lowest level that is asked for; who has less does not count"),
    Field(
      "months", \.months, .list(of: .written(month)), "calendar months; the horizon cuts the first and the last one"),
  ])

  package static let month = WrittenObject<SkillBalance.Month>(fields: [
    .derived("start", .day, "first day") { $0.days.first },
    .derived("end", .day, "last day") { $0.days.last },
    Field(
      "wanted", \.wanted, .figure, "hours, spread over the windows of their demands by the hours of the top calendar"),
    Field(
      "there", \.there, .figure,
      "regular hours of the people who have the skill, without absence and support; external people and trainings, which "
        + "a plan may decide on, are not counted"),
  ])

  package static let penalty = WrittenObject<PenaltyFigure>(fields: [
    .derived("figure", .choice, "the key of `policy`") { $0.name },
    .derived("value", .number(.any), "what it is; a fraction that has no end is rounded to 15 digits") { $0.value },
    Field("derived", \.isDerived, .boolean, "whether the scenario leaves it out; written into `policy` it is pinned"),
  ])

  package static let pinnedPenalty = WrittenObject<(pinned: PenaltyFigure, derived: PenaltyFigure)>(fields: [
    .derived("figure", .choice, "the key of `policy`") { $0.pinned.name },
    .derived("value", .number(.any), "what it is in the base, and in the plan") { $0.pinned.value },
    .derived("derived", .number(.any), "what the patched scenario by itself would derive") { $0.derived.value },
  ])

  package static let contents = WrittenObject<ScenarioReport>(fields: [
    .derived("name", .orNull(.text), "the title; null where there is none") { $0.scenario.name },
    .derived("periods", .count, "how many there are") { $0.scenario.calendar.periods.count },
    .derived("staff", .count, "entries of staff") { $0.scenario.staff.count },
    .derived("people", .count, "people in them") { $0.counts.people },
    .derived("assets", .count, "entries of assets") { $0.scenario.assets.count },
    .derived("projects", .count, "how many there are") { $0.scenario.projects.count },
    .derived("staffDemands", .count, "demands for people") { $0.counts.staffDemands },
    .derived("assetDemands", .count, "demands for assets") { $0.counts.assetDemands },
    .derived("commitments", .count, "how many there are") { $0.scenario.commitments.count },
    .derived("baselineAssignments", .count, "entries of the baseline") { $0.scenario.baseline?.assignments.count ?? 0 },
  ])

  package static let plan = WrittenObject<CheckReport>(fields: [
    .format(format),
    .derived("valid", .boolean, "whether the plan keeps all rules") { $0.verification.feasible },
    .derived("violations", .list(of: .written(violation)), "what is wrong") { $0.violations },
    Field("penalties", \.penalties, .list(of: .written(penalty)), "what counts against leaving work undone"),
    .derived("value", .orNull(.figure), "what the plan is worth, computed again; null where it could not be priced") {
      $0.value
    },
    Field("filledIn", \.filledIn, .list(of: .text), otherwise: "the plan was whole", "lists that a draft left out"),
    Field(
      "unchecked", \.unchecked, .list(of: .text),
      "parts of the plan with claims that nothing in it can show: `engine`, `bottlenecks` (that they are all there, and their "
        + "prices), `reasons` where there are none, `remedies`, `bound` where no certificate shows it and it is above that of the "
        + "best plan, or that is not looked for, `order` where the same holds for the bound of another step"),
    .optional("terms", .object(PlanFormat.terms), otherwise: "it could not be priced", "the parts of the value") {
      $0.priced?.objective.terms
    },
    Field("optimum", \.optimum, .written(optimum), otherwise: "`--no-optimum`", "the best plan"),
    .optional(
      "distance", .orNull(.figure), otherwise: "`--no-optimum`",
      "how much more the plan costs than the best one; null where it could not be priced"
    ) { report in report.optimum.map { _ in report.distance } },
    Field("validPart", \.validPart, .written(validPart), otherwise: "the plan is valid", "what is valid of the plan"),
    Field(
      "bestChanges", \.improvement, .written(improvement), otherwise: "none help, or none were looked for",
      "the few changes that gain most"),
  ])

  package static let violation = WrittenObject<CheckReport.PricedViolation>(fields: [
    Field("kind", \.violation.kind, .choice, "which rule is broken"),
    Field("detail", \.violation.detail, .text, "a sentence with names and figures"),
    Field("pointer", \.violation.path, .pointer, "the place in the plan, as in RFC 6901"),
    Field("line", \.line, .fromOne, otherwise: "the plan is no CSV", "the line in the sheet"),
    Field(
      "cost", \.cost, .orNull(.figure),
      "what is lost where just so much is taken back that the rule holds; null where that is not known"),
  ])

  package static let optimum = WrittenObject<Plan>(fields: [
    Field("status", \.status, .choice, "as in the plan"),
    Field("value", \.objective.value, .figure, "as in the plan"),
    Field("bound", \.objective.bound, .orNull(.figure), "as in the plan"),
  ])

  package static let validPart = WrittenObject<CheckReport.ValidPart>(fields: [
    Field("value", \.plan.objective.value, .figure, "what it is worth"),
    Field("takenBack", \.cuts, .list(of: .written(move)), "assignments with fewer hours"),
  ])

  package static let improvement = WrittenObject<CheckReport.Improvement>(fields: [
    Field("allowed", \.allowed, .count, "so many changes were looked for (`--best`)"),
    Field("value", \.value, .figure, "of the plan with them"),
    Field("saves", \.saves, .figure, "how much less that is than the value of what is valid"),
    Field("assignments", \.changes, .list(of: .written(move)), "assignments with other hours"),
  ])

  package static let move = WrittenObject<Comparison.Entry>(fields: [
    .staff, .demand, .period, .start, .end,
    Field("before", \.change.before, .figure, "hours before"),
    Field("after", \.change.after, .figure, "hours after"),
  ])
}
