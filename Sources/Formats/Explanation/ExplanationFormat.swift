// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import JSON
internal import Numbers

/// Writes `muster/explanation@1`: the same explanation gives the same bytes.
package enum ExplanationWriter {
  /// The explanation as a JSON document.
  ///
  /// - Parameter pretty: whether each entry gets a line of its own; else there is no white space at all.
  package static func write(_ explanation: Explanation, pretty: Bool = true) -> [UInt8] {
    ExplanationFormat.document.document(explanation, pretty: pretty)
  }
}

/// `muster/explanation@1`.
package enum ExplanationFormat {
  package static let document = WrittenObject<Explanation>(fields: [
    .format("muster/explanation@1"),
    Field("scenario", \.scenario, .object(PlanFormat.scenario), "which scenario it is about"),
    Field("value", \.value, .figure, "the value of the plan that is explained"),
    Field("money", \.money, .object(PlanFormat.money), "its two parts, as in the plan"),
    Field(
      "unmet", \.unmet, .list(of: .unmet),
      "as in the plan, one entry for each demand: without a period where it is of several"),
    Field("bottlenecks", \.bottlenecks, .list(of: .written(bottleneck)), "what one more unit is worth"),
    .optional(
      "levers", .list(of: .object(PlanEntryFormat.remedy)), otherwise: "not asked for",
      "the changes of the scenario that save most, the best first"
    ) { $0.levers?.found },
    .optional("untriedLevers", .written(untried), otherwise: "not asked for", "the changes that were not solved") {
      $0.levers
    },
    .optional(
      "decisions", .list(of: .written(decision)), otherwise: "nothing is decided in whole numbers",
      "what the plan decides in whole numbers, and what it costs to decide otherwise"
    ) { $0.decisions?.found },
    .optional("untriedDecisions", .count, otherwise: "0", "other choices that were not solved") {
      $0.decisions.flatMap { $0.untried > 0 ? $0.untried : nil }
    },
    .optional("project", .identifier, otherwise: "all", "the project that `decisions` are about") {
      $0.decisions?.project
    },
    Field("why", \.why, .written(why), otherwise: "not asked for", "whether a person may work on a demand"),
    Field(
      "absence", \.absences, .list(of: .written(absence)), otherwise: "not asked for",
      "what it costs when one person is away"),
  ])

  package static let bottleneck = WrittenObject<Explanation.ConfirmedBottleneck>(fields: [
    Field("kind", \.bottleneck.kind, .choice, "what is scarce"),
    Field("id", \.bottleneck.id, .text, "the person, skill, asset, project or demand"),
    Field("period", \.bottleneck.period, .period, otherwise: "all", "in which"),
    .optional("start", .day, otherwise: "all", "first day of it; of a limit whose spans are longer, of the span") {
      $0.bottleneck.start
    },
    .optional("end", .day, otherwise: "all", "last day of the same") { $0.bottleneck.end },
    Field("pricePerUnit", \.bottleneck.pricePerUnit, .amount, "what one unit more saves, by the dual values"),
    Field(
      "validFor", \.bottleneck.validFor, .orNull(.amount),
      "so many units each save the price, at least; null where that is not known"),
    .optional("oneSided", .boolean, otherwise: "false", "a unit less costs the price, a unit more saves less") {
      $0.isOneSided ? true : nil
    },
    .optional("asDecided", .boolean, otherwise: "false", "the price holds for the decisions in whole numbers as made") {
      $0.isAsDecided ? true : nil
    },
    Field("tried", \.tried, .written(trial), otherwise: "nothing was solved", "solved again with so many units more"),
    Field("patch", \.patch, .patch, "the change of the scenario that adds them, as in RFC 6902"),
    Field("confirmed", \.confirmed, .boolean, "whether the units that were tried save the price, each"),
  ])

  package static let trial = WrittenObject<Explanation.ConfirmedBottleneck.Trial>(fields: [
    Field("units", \.units, .amount, "so many more"),
    Field("saves", \.saves, .figure, "so much less the best plan costs"),
  ])

  package static let decision = WrittenObject<Explanation.Decision>(fields: [
    Field("kind", \.kind, .choice, "what is decided; of `after` and `team` the other choice is to have no such rule"),
    Field("id", \.id, .identifier, "the project, person or demand"),
    .optional("skill", .text, otherwise: "no training", "the skill of a training") { $0.skill },
    Field("chosen", \.chosen, .text, "what the best plan decides, in words"),
    Field("other", \.other, .text, "the other choice, in words"),
    Field("value", \.value, .orNull(.figure), "of the best plan found with the other choice; null where there is none"),
    Field("bound", \.bound, .orNull(.figure), "no plan with the other choice is below; null where that is not known"),
    Field("costs", \.costs, .orNull(.figure), "how much more `value` is than that of the best plan"),
    Field("spent", \.spent, .orNull(.figure), "how much more money is really spent then"),
    Field("hours", \.hours, .orNull(.figure), "how many more effective hours are covered then"),
    Field("unitDays", \.unitDays, .orNull(.figure), "how many more unit-days are covered then"),
    Field("confirmed", \.confirmed, .boolean, "whether both plans are proved to be the best"),
    Field("displaced", \.displaced, .list(of: .written(displaced)), "demands with more or less unmet then, by id"),
  ])

  package static let untried = WrittenObject<Explanation.Levers>(fields: [
    Field("count", \.untried, .count, "how many changes were not solved"),
    Field("saveAtMost", \.untriedSaveAtMost, .orNull(.figure), "none of them saves more; null where all were solved"),
  ])

  package static let why = WrittenObject<Explanation.Why>(fields: [
    Field("staff", \.staff, .identifier, "the person"),
    Field("demand", \.demand, .identifier, "the demand"),
    Field("eligible", \.eligible, .boolean, "whether the person may work on it"),
    Field("reasons", \.reasons, .list(of: .text, atLeast: 1), "sentences for people"),
    Field("available", \.available, .amount, "the person's regular hours in the demand's window"),
    Field("assigned", \.assigned, .amount, "hours that the plan gives the person on the demand"),
    Field(
      "reducedCost", \.reducedCost, .written(reducedCost), otherwise: "not known", "what one more hour costs, at least"),
    Field(
      "forced", \.forced, .written(forced), otherwise: "not solved",
      "the best plan in which the person works at least so many hours on the demand in the period"),
  ])

  package static let reducedCost = WrittenObject<Explanation.Why.ReducedCost>(fields: [
    Field("period", \.period, .period, "where that is least"),
    Field("start", \.days.first, .day, "first day of the period"),
    Field("end", \.days.last, .day, "last day of the period"),
    Field("perHour", \.perHour, .amount, "by the dual values"),
  ])

  package static let forced = WrittenObject<Explanation.Why.Forced>(fields: [
    Field("period", \.period, .period, "in which"),
    Field("start", \.days.first, .day, "first day of the period"),
    Field("end", \.days.last, .day, "last day of the period"),
    Field("hours", \.hours, .amount, "at least so many"),
    Field("value", \.value, .figure, "of the plan"),
    Field("costs", \.costs, .amount, "how much more that is"),
    Field("displaced", \.displaced, .list(of: .written(displaced)), "demands with more or less unmet, by id"),
    Field("moved", \.moved, .list(of: .written(moved)), "assignments with other hours"),
  ])

  package static let displaced = WrittenObject<Explanation.Why.Displaced>(fields: [
    Field("demand", \.demand, .identifier, "which demand"),
    Field("unit", \.isUnitDays, .unit, "what the amounts count"),
    Field("before", \.before, .amount, "what is unmet of it without"),
    Field("after", \.after, .amount, "what is unmet of it then"),
  ])

  package static let moved = WrittenObject<Explanation.Why.Moved>(fields: [
    Field("staff", \.staff, .identifier, "who"),
    Field("demand", \.demand, .identifier, "on which demand"),
    Field("period", \.period, .period, "in which"),
    Field("start", \.days.first, .day, "first day of the period"),
    Field("end", \.days.last, .day, "last day of the period"),
    Field("before", \.before, .amount, "hours without"),
    Field("after", \.after, .amount, "hours then"),
  ])

  package static let absence = WrittenObject<Explanation.Absence>(fields: [
    Field("staff", \.staff, .identifier, "who is away"),
    .derived("from", .day, "first day away") { $0.days.first },
    .derived("to", .day, "last day away") { $0.days.last },
    Field("value", \.value, .figure, "of the best plan then"),
    Field("costs", \.costs, .figure, "how much more that is than with the person"),
    Field("spent", \.spent, .figure, "how much more money is really spent then"),
    Field("brokenHours", \.brokenHours, .figure, "how many more promised hours are not kept then"),
    Field("unmetHours", \.unmetHours, .amount, "unmet hours in all, then"),
    Field("projects", \.projects, .list(of: .written(hit)), "projects with more unmet hours, the most first"),
  ])

  package static let hit = WrittenObject<Explanation.Absence.Hit>(fields: [
    Field("project", \.project, .identifier, "which project"),
    Field("unmetHours", \.unmetHours, .amount, "how many more of its hours are unmet"),
  ])
}

extension Kind where Value == Plan.UnmetEntry {
  /// An unmet entry of a plan.
  fileprivate static var unmet: Self {
    written(.object(PlanEntryFormat.unmet.shape)) { PlanEntryFormat.unmet.write(PlanDraft.Unmet($0), to: &$1) }
  }
}
