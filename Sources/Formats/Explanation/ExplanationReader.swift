// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Issues
package import JSON
internal import Numbers

/// Reads `muster/explanation@1`: what is unmet with its reasons and remedies, the changes that save most, decisions and prices.
///
/// Answers to single questions (`why`, `absence`) are passed over.
package enum ExplanationReader {
  /// Reads an explanation as ``ExplanationWriter`` writes it.
  ///
  /// - Throws: ``DocumentError``
  package static func read(_ bytes: [UInt8]) throws(DocumentError) -> Explanation {
    try decoded(bytes, PositionResolver(bytes: bytes)) { (decoder) throws(JSONFailure) in
      let parts = try document.read(&decoder)
      try decoder.reader.finish()
      return parts.map(\.explanation)
    }
  }

  /// What is read of an explanation.
  private struct Parts: Sendable {
    var scenario = Plan.ScenarioReference(name: nil, sha256: "")
    var value = Millionths.zero
    var money = Plan.Money()
    var unmet: [PlanDraft.Unmet] = []
    var bottlenecks: [Explanation.ConfirmedBottleneck] = []
    var levers: [Plan.Remedy]?
    var untried = Explanation.Levers(found: [], untried: 0, untriedSaveAtMost: nil)
    var decisions: [Explanation.Decision]?
    var untriedDecisions = 0
    var project: String?

    var explanation: Explanation {
      Explanation(
        scenario: scenario, value: value, money: money,
        unmet: unmet.map {
          Plan.UnmetEntry(
            demand: $0.demand, project: $0.project ?? "", period: $0.period, amount: $0.amount,
            isUnitDays: $0.isUnitDays, cost: $0.cost ?? .zero, reasons: $0.reasons, remedies: $0.remedies)
        }, bottlenecks: bottlenecks,
        levers: levers.map {
          Explanation.Levers(found: $0, untried: untried.untried, untriedSaveAtMost: untried.untriedSaveAtMost)
        },
        decisions: decisions.map {
          Explanation.Decisions(project: project, found: $0, untried: untriedDecisions)
        })
    }
  }

  private static let document = ObjectDescription(
    initial: Parts(),
    fields: [
      .format("muster/explanation@1"),
      Field("scenario", \.scenario, .object(PlanFormat.scenario), "which scenario it is about"),
      Field("value", \.value, .figure, "the value of the plan that is explained"),
      Field("money", \.money, .object(PlanFormat.money), "its two parts"),
      Field("unmet", \.unmet, .list(of: .object(PlanEntryFormat.unmet)), "by demand"),
      Field("bottlenecks", \.bottlenecks, .list(of: .object(bottleneck)), "what one more unit is worth"),
      Field(
        "levers", \.levers, .list(of: .object(PlanEntryFormat.remedy)), otherwise: "not asked for", "what saves most"),
      Field("untriedLevers", \.untried, .object(untried), default: Parts().untried, "what was not solved"),
      Field(
        "decisions", \.decisions, .list(of: .object(decision)), otherwise: "nothing is decided in whole numbers",
        "what another choice does"),
      Field("untriedDecisions", \.untriedDecisions, .whole(0...Int.max), default: 0, "choices that were not solved"),
      Field("project", \.project, .identifier, otherwise: "all", "the project that decisions are about"),
    ], passesOverAll: true)

  private static let decision = ObjectDescription(
    initial: Explanation.Decision(kind: .start, id: "", chosen: "", other: ""),
    fields: [
      Field("kind", \.kind, .choice, "what is decided"),
      Field("id", \.id, .identifier, "the project, person or demand"),
      Field("skill", \.skill, .text, otherwise: "no training", "the skill of a training"),
      Field("chosen", \.chosen, .text, "what the best plan decides"),
      Field("other", \.other, .text, "the other choice"),
      Field("value", \.value, .orNull(.figure), "of the best plan found with it"),
      Field("bound", \.bound, .orNull(.figure), "no plan with it is below"),
      Field("costs", \.costs, .orNull(.figure), "how much more that is"),
      Field("spent", \.spent, .orNull(.figure), "how much more money is spent"),
      Field("hours", \.hours, .orNull(.figure), "how many more hours are covered"),
      Field("unitDays", \.unitDays, .orNull(.figure), "how many more unit-days are covered"),
      Field("confirmed", \.confirmed, .boolean, "whether both plans are proved"),
      Field("displaced", \.displaced, .list(of: .object(displaced)), "demands with more or less unmet"),
    ], passesOverAll: true)

  private static let displaced = ObjectDescription(
    initial: Explanation.Why.Displaced(demand: "", isUnitDays: false, before: .zero, after: .zero),
    fields: [
      Field("demand", \.demand, .identifier, "which demand"),
      Field("unit", \.unit, .choice, "what the amounts count"),
      Field("before", \.before, .figure, "what is unmet without"),
      Field("after", \.after, .figure, "what is unmet then"),
    ])

  private static let untried = ObjectDescription(
    initial: Explanation.Levers(found: [], untried: 0, untriedSaveAtMost: nil),
    fields: [
      Field("count", \.untried, .whole(0...Int.max), "how many changes were not solved"),
      Field("saveAtMost", \.untriedSaveAtMost, .orNull(.figure), "none of them saves more"),
    ], passesOverAll: true)

  private static let bottleneck = ObjectDescription(
    initial: Explanation.ConfirmedBottleneck(
      Plan.Bottleneck(kind: .staff, id: "", period: nil, pricePerUnit: .zero, validFor: nil)),
    fields: [
      Field("kind", \.bottleneck.kind, .choice, "what is scarce"),
      Field("id", \.bottleneck.id, .text, "of what"),
      Field("period", \.bottleneck.period, .period, otherwise: "all", "in which"),
      Field("start", \.bottleneck.start, .day, otherwise: "all", "first day of the period"),
      Field("end", \.bottleneck.end, .day, otherwise: "all", "last day of the period"),
      Field("pricePerUnit", \.bottleneck.pricePerUnit, .figure, "what one unit more saves"),
      Field("validFor", \.bottleneck.validFor, .orNull(.figure), "for so many units"),
      Field("oneSided", \.isOneSided, .boolean, default: false, "a unit less costs the price, a unit more saves less"),
      Field("asDecided", \.isAsDecided, .boolean, default: false, "the price holds for the decisions as made"),
      Field("tried", \.tried, .object(trial), otherwise: "nothing was solved", "solved again with so many units more"),
      Field("confirmed", \.confirmed, .boolean, "whether the units that were tried save the price, each"),
    ], passesOverAll: true)

  private static let trial = ObjectDescription(
    initial: Explanation.ConfirmedBottleneck.Trial(units: .zero, saves: .zero),
    fields: [
      Field("units", \.units, .figure, "so many more"),
      Field("saves", \.saves, .figure, "so much less the best plan costs"),
    ])
}

/// What amounts count.
private enum AmountUnit: String, Sendable, CaseIterable {
  case hours, unitDays
}

extension Explanation.Why.Displaced {
  fileprivate var unit: AmountUnit {
    get { isUnitDays ? .unitDays : .hours }
    set { isUnitDays = newValue == .unitDays }
  }
}
