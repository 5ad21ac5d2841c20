// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import JSON
internal import Numbers

/// Writes `muster/comparison@1`: the same comparison gives the same bytes.
package enum ComparisonWriter {
  /// The comparison as a JSON document.
  ///
  /// - Parameter pretty: whether each entry gets a line of its own; else there is no white space at all.
  package static func write(_ comparison: Comparison, pretty: Bool = true) -> [UInt8] {
    ComparisonFormat.document.document(comparison, pretty: pretty)
  }
}

/// `muster/comparison@1`.
package enum ComparisonFormat {
  package static let document = WrittenObject<Comparison>(fields: [
    .format("muster/comparison@1"),
    Field("plans", \.plans, .list(of: .written(plan)), "in the order given; the first is the reference"),
    Field("differences", \.differences, .list(of: .written(difference)), "one for each other plan"),
    Field(
      "dominated", \.dominated, .list(of: .written(dominance)),
      "plans that another one beats or equals in value, coverage and number of changes"),
    .optional("frontier", .list(of: .written(point)), otherwise: "not asked for", "what few changes can reach") {
      $0.frontier?.points
    },
  ])

  package static let plan = WrittenObject<Comparison.PlanFigures>(
    "plan",
    fields: [
      Field("name", \.name, .text, "what the plan is called here; unique"),
      Field("scenario", \.scenario, .object(PlanFormat.scenario), "which scenario it is for"),
      Field("status", \.status, .choice, "as in the plan"),
      Field(
        "value", \.objective.value, .figure,
        "the sum of the terms, at the penalties of the reference; smaller is better"),
      Field(
        "ownValue", \.ownValue, .figure, otherwise: "the same",
        "the value in the plan itself, at the penalties of its own scenario"),
      Field(
        "bound", \.objective.bound, .orNull(.figure),
        "no plan costs less; null where none is known at the penalties of the reference"),
      .derived("gap", .orNull(.ratio), "as in the plan; null without a bound") { $0.objective.gap },
      Field("terms", \.objective.terms, .object(PlanFormat.terms), "the parts of the value"),
      Field("assignments", \.assignments, .count, "how many there are"),
      Field("summary", \.summary, .object(PlanSummaryFormat.summary), "that of the plan"),
    ])

  package static let difference = WrittenObject<Comparison.Difference>(
    "difference",
    fields: [
      Field("plan", \.plan, .text, "the name of the plan"),
      Field("scenario", \.scenario, .list(of: .object(scenarioDifference)), "how the scenarios differ, where known"),
      Field("delta", \.delta, .object(delta), "the figures of the plan less those of the reference"),
      Field(
        "assignments", \.assignments, entries([.staff, .demand, .project, .period, .start, .end]),
        "`labour`, with `operating`"),
      Field("overtime", \.overtime, entries([.staff, .period, .start, .end]), "`overtime`"),
      Field("assetUse", \.assetUse, entries([.asset, .demand, .project, .period, .start, .end]), "`assets`"),
      Field(
        "operating", \.operating, entries([.staff, .asset, .period, .start, .end]), "`labour`, with `assignments`"),
      Field(
        "unmet", \.unmet, entries([.demand, .project, .unit]),
        "`unmet`, by demand, all periods together"),
      Field(
        "brokenCommitments", \.brokenCommitments, entries([.staff, .demand, .period, .start, .end]), "`commitments`"),
      Field("people", \.people, .list(of: .written(person)), "people whose hours differ"),
      Field("projects", \.projects, .list(of: .written(project)), "all projects of either plan"),
      Field("decisions", \.decisions, .list(of: .object(decision)), "what is decided otherwise in whole numbers"),
    ])

  package static let decision = ObjectDescription(
    initial: Comparison.DecisionDifference(.start, "", before: "", after: ""),
    fields: [
      Field("kind", \.kind, .choice, "what is decided"),
      Field("id", \.id, .identifier, "which project or person it is about"),
      Field("skill", \.skill, .text, otherwise: "no training", "what the training is in"),
      Field("before", \.before, .text, "what the reference decides, in words"),
      Field("after", \.after, .text, "what the plan decides, in words"),
      Field("cost", \.cost, .figure, "how much more that costs in the plan"),
    ])

  package static let delta = ObjectDescription(
    initial: Comparison.Delta(),
    fields: [
      Field("value", \.value, .figure, "of the value"),
      Field("terms", \.terms, .object(PlanFormat.terms), "of its parts"),
      Field("cost", \.cost, .figure, "of the money spent, that of decisions included"),
      Field("hours", \.hours, .figure, "of the hours on demands"),
      Field("unmetHours", \.unmetHours, .figure, "of the effective hours that are unmet"),
      Field("unmetUnitDays", \.unmetUnitDays, .figure, "of the unit-days that are unmet"),
      Field("people", \.people, .count, "people with other hours on some demand in some period"),
      Field("changes", \.changes, .count, "assignments (person, demand, period) with other hours"),
      Field("hoursMoved", \.hoursMoved, .amount, "hours moved away from or added to the reference"),
    ])

  package static let scenarioDifference = ObjectDescription(
    initial: Comparison.ScenarioDifference(.changed, ""),
    fields: [
      Field("kind", \.kind, .choice, "what became of it"),
      Field("what", \.what, .text, "what it is, with ids: `staff ana costPerHour`"),
      Field("before", \.before, .text, "the value in the reference, as JSON or in words"),
      Field("after", \.after, .text, "the value in the other scenario, as JSON or in words"),
    ])

  package static let person = WrittenObject<Comparison.PersonDifference>(fields: [
    Field("staff", \.staff, .identifier, "who"),
    Field("before", \.hours.before, .amount, "hours on demands in the reference"),
    Field("after", \.hours.after, .amount, "hours on demands in the plan"),
    .derived("delta", .figure, "after - before") { $0.hours.delta },
    Field("cost", \.hours.cost, .figure, "what the difference costs"),
    Field("changes", \.changes, .count, "assignments with other hours"),
    Field("hoursMoved", \.hoursMoved, .amount, "hours moved"),
  ])

  package static let project = WrittenObject<Comparison.ProjectDifference>(fields: [
    Field("project", \.project, .identifier, "which project"),
    .derived("coverageBefore", .orNull(.share), "of its staff demands; null where there is no such project") {
      $0.before?.hours.share
    },
    .derived("coverageAfter", .orNull(.share), "in the other plan") { $0.after?.hours.share },
    .derived("unitDayCoverageBefore", .orNull(.share), "of its asset demands") { $0.before?.unitDays.share },
    .derived("unitDayCoverageAfter", .orNull(.share), "in the other plan") { $0.after?.unitDays.share },
    .derived("costBefore", .orNull(.figure), "money as it counts against the budget") { $0.before?.cost },
    .derived("costAfter", .orNull(.figure), "in the other plan") { $0.after?.cost },
    Field("hoursBefore", \.hoursBefore, .amount, "worked hours"),
    Field("hoursAfter", \.hoursAfter, .amount, "in the other plan"),
  ])

  package static let dominance = WrittenObject<Comparison.Dominance>(fields: [
    Field("plan", \.plan, .text, "the plan that is pointless"),
    Field("by", \.by, .text, "the plan that is at least as good in everything"),
  ])

  package static let point = WrittenObject<Comparison.Frontier.Point>(fields: [
    Field("changes", \.changes, .count, "at most so many assignments differ from the reference"),
    Field("used", \.used, .orNull(.count), "so many do; null where no plan was found"),
    Field("value", \.value, .orNull(.figure), "the value of the best plan found, verified"),
    Field("bound", \.bound, .orNull(.figure), "no plan with so few changes costs less"),
    Field("saves", \.saves, .orNull(.figure), "what it saves against the reference"),
  ])

  /// The entries of a list: what each is about, and how it differs.
  private static func entries(_ subject: [Field<Comparison.Entry>]) -> Kind<[Comparison.Entry]> {
    .list(
      of: .written(
        WrittenObject(
          fields: subject + [
            Field("before", \.change.before, .amount, "the amount in the reference"),
            Field("after", \.change.after, .amount, "the amount in the plan"),
            .derived("delta", .figure, "after - before") { $0.change.delta },
            Field("cost", \.change.cost, .figure, "the cost in the plan less that in the reference"),
          ])))
  }
}

/// What an entry is about.
extension Field<Comparison.Entry> {
  static let staff = required("staff", \.subject.staff, .identifier, "who")
  static let asset = required("asset", \.subject.asset, .identifier, "which asset")
  static let demand = required("demand", \.subject.demand, .identifier, "which demand")
  static let project = required("project", \.subject.project, .identifier, "that of the demand")
  static let unit = derived("unit", .unit, "what the amounts count") { $0.subject.isUnitDays }
  static let period = required(
    "period", \.subject.period, .period, "by the numbers of the reference, where it has the period")
  static let start = optional("start", .day, otherwise: "not known", "first day of the period") {
    $0.subject.days?.first
  }
  static let end = optional("end", .day, otherwise: "not known", "last day of the period") {
    $0.subject.days?.last
  }
}
