// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Issues
internal import JSON
internal import Numbers

/// `muster/plan@1`.
///
/// Drafts, which are plans by somebody else, are described with it: they may leave out most keys.
package enum PlanFormat {
  package static let document = ObjectDescription(
    initial: PlanParts(),
    fields: [
      .format(planFormat),
      .required(
        "scenario", \.draft.scenario, .object(scenario), "which scenario it is for",
        example: #"{"name": "Portfolio", "sha256": "\#(digest)"}"#),
      .required(
        "status", \.status, .choice,
        "`optimal`: the gap is at most the tolerance, or value - bound at most `rounding`; `feasible`: neither is known",
        example: #""optimal""#),
      .required("stop", \.stop, .choice, "why the search ended", example: #""proved""#),
      .required(
        "engine", \.engine, .object(engine), "what made it, and with `fallback` the reason where another was asked for",
        example: #"{"name": "glpk", "version": "5.0"}"#),
      .required("objective", \.draft.objective, .object(objective), "what it is worth"),
      .required("money", \.money, Kind.object(money).passedOverInDrafts, "the value in two parts"),
      Field(
        "order", \.order, Kind.list(of: .object(step)).passedOverInDrafts, otherwise: "the value alone counts",
        "what the plan was to be best in, one after another"),
      Field(
        "starts", \.draft.starts, .list(of: .object(PlanDecisionFormat.start)), otherwise: "no project has `shift`",
        "the projects that start later"),
      Field(
        "trainings", \.draft.trainings, .list(of: .object(PlanDecisionFormat.training)),
        otherwise: "nobody has `training`", "the trainings that are bought"),
      Field(
        "engaged", \.draft.engaged, .list(of: .object(PlanDecisionFormat.engagement)),
        otherwise: "nobody has `external`", "the external people who are engaged"),
      .required("summary", \.summary, Kind.object(PlanSummaryFormat.summary).passedOverInDrafts, "the plan in figures"),
      Field(
        "load", \.load, Kind.object(PlanLoadFormat.load).passedOverInDrafts, otherwise: "not asked for",
        "the lists of `utilisation` by period"),
      .entries(
        "assignments", \.assignments, { .init($0) }, PlanEntryFormat.assignment, "who works on what"
      ) { $0.draft.assignments = $1 },
      .entries(
        "overtime", \.overtime, { .init($0) }, PlanEntryFormat.overtime, "who works more than regular hours"
      ) { $0.draft.overtime = $1 },
      .entries(
        "assetUse", \.assetUse, { .init($0) }, PlanEntryFormat.assetUse,
        "what is used: by asset demands, and by staff demands through `uses`"
      ) { $0.draft.assetUse = $1 },
      .entries(
        "operating", \.operating, { .init($0) }, PlanEntryFormat.operating, "who runs what, for which demand"
      ) { $0.draft.operating = $1 },
      .entries(
        "unmet", \.unmet, { .init($0) }, PlanEntryFormat.unmet, "what could not be covered"
      ) { $0.draft.unmet = $1 },
      .entries(
        "brokenCommitments", \.brokenCommitments, { .init($0) }, PlanEntryFormat.brokenCommitment,
        "promises that could not be kept"
      ) { $0.draft.brokenCommitments = $1 },
      Field(
        "days", \.draft.days, .list(of: .object(PlanEntryFormat.day)), otherwise: "not asked for",
        "what is done on each day: it adds up to the lists above"),
      Field(
        "certificate", \.certificate, Kind.object(PlanCertificateFormat.certificate).passedOverInDrafts,
        otherwise: "not asked for, or none", "what the bounds follow from"),
      .required("bottlenecks", \.bottlenecks, .list(of: .object(bottleneck)), "what one more unit is worth"),
      .required("verification", \.verification, .object(verification), "what the independent checker found"),
      Field(
        "replanning", \.replanning, .object(replanning), otherwise: "no plan was kept",
        "how it came out of a plan in force"),
    ], draft: ["format", "assignments"], passedOver: { ["timings"] })

  /// A SHA-256 for examples.
  static let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

  package static let scenario = ObjectDescription(
    "scenario", initial: Plan.ScenarioReference(name: nil, sha256: ""),
    fields: [
      Field("name", \.name, .text, "that of the scenario", example: #""Portfolio""#),
      Field("sha256", \.sha256, .digest, "SHA-256 of the scenario's bytes", example: "\"\(digest)\""),
    ])

  package static let engine = ObjectDescription(
    initial: Plan.EngineRecord(name: "", version: ""),
    fields: [
      Field("name", \.name, .text, "`native`, `glpk` or `highs`", example: #""glpk""#),
      Field("version", \.version, .text, example: #""5.0""#),
      Field(
        "start", \.start, .text, "the engine whose optimum it confirmed: both agree on the value", example: #""native""#
      ),
      Field("fallback", \.fallback, .text, "why it was not the engine asked for", example: #""GLPK is not there""#),
      Field(
        "unconfirmed", \.unconfirmed, .text, "why no second engine confirmed the optimum, where one was to",
        example: #""GLPK is not there""#),
      Field(
        "claimed", \.claimed, .object(engineClaim), otherwise: "none claims more than `bound`",
        "what an engine claims of decisions in whole numbers, and nobody has checked",
        example: #"{"engine": "glpk", "bound": 79000}"#),
    ])

  package static let engineClaim = ObjectDescription(
    "engineClaim", initial: Plan.EngineClaim(engine: "", bound: .zero),
    fields: [
      Field("engine", \.engine, .text, "its name", example: #""glpk""#),
      Field("bound", \.bound, .figure, "no plan costs less, if the engine is right", example: "79000"),
    ])

  package static let objective = ObjectDescription(
    initial: Plan.Objective(value: .zero, bound: nil, terms: Plan.Terms()),
    fields: [
      Field("value", \.value, .figure, "the sum of the terms, in money; smaller is better", example: "79000"),
      Field("bound", \.bound, .orNull(.figure), "no plan costs less; null where none is known", example: "79000"),
      .claim(
        "gap", .orNull(.ratio), "(value - bound) / max(1, abs(value)), rounded up; null without a bound", example: "0",
        isRight: isRightGap, text: { $0.map { "\(Double($0) / 1e12)" } ?? "null" }
      ) { $0.gap },
      Field("terms", \.terms, .object(terms), "the parts of the value"),
      Field(
        "rounding", \.rounding, .figure,
        "what the grid of millionths may cost: 1e-6 x the sum, over the entries of all lists, of the largest of the "
          + "prices of an unmet unit of their demand, a promised hour and a changed hour",
        example: "0.006636"),
    ], draft: ["value"])

  /// Whether a gap is what follows, both in units of 10^-12; other programs compute it in floating point.
  private static let isRightGap: @Sendable (Int128?, Int128?) -> Bool = { said, right in
    guard let said, let right else { return said == right }
    return abs(said - right) <= max(10_000, right / 1_000_000_000)
  }

  package static let money = ObjectDescription(
    "money", initial: Plan.Money(),
    fields: [
      Field(
        "spent", \.spent, .figure,
        "labour, overtime, assets, engagement, delay and training: what is really paid", example: "12640"),
      Field(
        "penalties", \.penalties, .figure, "unmet, commitments, change and preference: what only counts",
        example: "66360"),
    ])

  package static let step = ObjectDescription(
    "step", initial: Plan.Step(what: .value, value: .zero, bound: nil),
    fields: [
      Field(
        "what", \.what, .step,
        "`commitments` (promised hours not kept), `priority N` (money lost on what is unmet of that priority), `value`, "
          + "`early`, `late` (hours times periods) or `balanced` (the greatest share of anybody's regular hours)",
        example: #""priority 9""#),
      Field("value", \.value, .figure, "what the plan comes to", example: "13500"),
      Field(
        "bound", \.bound, .orNull(.figure),
        "no plan that is as good in the steps before comes to less; null where none is known", example: "13500"),
    ])

  package static let terms = ObjectDescription(
    "terms", initial: Plan.Terms(),
    fields: [
      Field("labour", \.labour, .figure, "money for worked hours", example: "12640"),
      Field("overtime", \.overtime, .figure, "money on top for overtime", example: "0"),
      Field("assets", \.assets, .figure, "money for assets", example: "0"),
      Field("unmet", \.unmet, .figure, "penalty for what is not covered", example: "66360"),
      Field("commitments", \.commitments, .figure, "penalty for promises that are not kept", example: "0"),
      Field("preference", \.preference, .figure, "what work counts as by the preferences", example: "0"),
      Field("change", \.change, .figure, "penalty for changes of the baseline", example: "0"),
      Field(
        "engagement", \.engagement, .figure, otherwise: "nobody has `external`",
        "money for external people besides their hours", example: "2500"),
      Field(
        "delay", \.delay, .figure, otherwise: "no project has `shift`", "money for projects that start later",
        example: "800"),
      Field(
        "training", \.training, .figure, otherwise: "nobody has `training`", "money for trainings", example: "1200"),
    ], draft: [])

  package static let bottleneck = ObjectDescription(
    initial: Plan.Bottleneck(kind: .staff, id: "", period: nil, pricePerUnit: .zero, validFor: nil),
    fields: [
      Field("kind", \.kind, .choice, "what is scarce", example: #""staff""#),
      Field("id", \.id, .text, "the person, asset, project or demand", example: #""mehta""#),
      Field("period", \.period, .period, otherwise: "all", "in which", example: "0"),
      Field(
        "start", \.start, .day, otherwise: "all",
        "first day of the period; of a limit whose spans are longer, of the span that begins in it",
        example: #""2027-03-01""#),
      Field("end", \.end, .day, otherwise: "all", "last day of the same", example: #""2027-03-07""#),
      Field(
        "pricePerUnit", \.pricePerUnit, .figure, "money saved by one more hour, unit-day or unit of money",
        example: "1580"),
      Field(
        "validFor", \.validFor, .orNull(.figure), "for how many more that holds; null where it is not known",
        example: "40"),
    ])

  package static let verification = ObjectDescription(
    initial: Plan.Verification(feasible: false, violations: [], value: .zero, bound: nil, boundKind: .none),
    fields: [
      Field("feasible", \.feasible, .boolean, "whether the plan keeps all rules", example: "true"),
      Field(
        "violations", \.violations, .list(of: .object(violation)), "what is wrong, with the place in the plan",
        example: "[]"),
      Field("value", \.value, .figure, "the value, computed again", example: "79000"),
      Field(
        "bound", \.bound, .orNull(.figure), "the bound, computed again from the prices; null where there were none",
        example: "79000"),
      Field(
        "boundKind", \.boundKind, .choice,
        "where the bound comes from: `lagrangian` (prices), `lp` (prices, decisions in whole numbers left free), `leaves` "
          + "(the least of several cases), `none`", example: #""lagrangian""#),
    ])

  package static let violation = ObjectDescription(
    initial: Plan.Violation(kind: .capacity, detail: "", path: []),
    fields: [
      Field("kind", \.kind, .choice, "which rule is broken", example: #""capacity""#),
      Field("detail", \.detail, .text, "a sentence with names and figures", example: #""mehta works 41 of 40 hours""#),
      Field("pointer", \.path, .pointer, "the place in the plan, as in RFC 6901", example: #""/assignments/0/hours""#),
    ])

  package static let replanning = ObjectDescription(
    initial: PlanParts.Replanning(),
    fields: [
      Field(
        "keptPlan", \.record.keptPlan, .digest, "SHA-256 of the bytes of the plan in force", example: "\"\(digest)\""),
      Field(
        "from", \.record.from, .day, otherwise: "no day was given", "the first day that is free",
        example: #""2027-03-08""#),
      Field(
        "frozenPeriods", \.record.frozenPeriods, .whole(0...1_000_000), "how many periods stayed exactly as they were",
        example: "1"),
      Field(
        "changeCostPerHour", \.record.changeCostPerHour, .number(.amount), "money for each hour moved", example: "25"),
      Field(
        "maxChanges", \.record.maxChanges, .count, otherwise: "no limit", "the most assignments that may change",
        example: "5"),
      Field(
        "changes", \.record.changes, .count, "assignments with other hours than in the plan in force", example: "2"),
      Field("people", \.record.people, .count, "people with one", example: "1"),
      Field("hoursMoved", \.record.hoursMoved, .figure, "hours moved", example: "16"),
      Field(
        "unchangedValue", \.record.unchangedValue, .orNull(.figure),
        "the value of the best plan in which no assignment changes; null where there is none", example: "79500"),
      .derived(
        "saves", .orNull(.figure), "how much more that is than this plan's value; null where there is none",
        example: "500"
      ) { parts in parts.record.unchangedValue.map { $0 - parts.value } },
    ])
}

extension Field where Owner == PlanParts {
  /// A list of a plan, which is read into a draft.
  ///
  /// - Parameters:
  ///   - list: where the plan has it.
  ///   - make: makes an entry of the plan one of a draft, to be written.
  ///   - set: puts what was read into the draft.
  fileprivate static func entries<Entry: Sendable, Draft: Sendable>(
    _ key: StaticString, _ list: any KeyPath<Plan, [Entry]> & Sendable, _ make: @escaping @Sendable (Entry) -> Draft,
    _ description: ObjectDescription<Draft>, _ meaning: String,
    set: @escaping @Sendable (inout PlanParts, [Draft]) -> Void
  ) -> Self {
    let kind = Kind<[Draft]>.list(of: .object(description))
    return Self(
      key, kind.shape, isRequired: true, meaning, example: "", isLeftOut: nil,
      read: { (decoder, owner) throws(JSONFailure) in
        if let entries = try kind.read(&decoder) { set(&owner, entries) }
      },
      write: { owner, writer in
        writer.beginArray()
        let entries = owner.pointee.plan?[keyPath: list] ?? []
        for index in entries.indices { description.write(make(entries[index]), to: &writer) }
        writer.endArray()
      })
  }
}

extension Kind where Value == OrderStep {
  /// The name of a step of the order.
  static var step: Self {
    Self(.step) { (decoder) throws(JSONFailure) in
      guard let text = try decoder.text() else { return nil }
      // A priority is written in its shortest form.
      if let step = OrderStep(text), step.name == text {
        guard case .priority(let priority) = step else { return step }
        if priority >= 1, priority <= 10 { return step }
      }
      decoder.report(
        .outOfRange, "\(quoted(text)) is not a step of an order",
        hint: "steps are commitments, priority N, value, early, late and balanced")
      return nil
    } write: {
      $1.value($0.name)
    }
  }
}

extension Kind where Value == Int {
  /// The number of a period.
  static var period: Self { .whole(0...1_000_000) }
  /// How many there are of something.
  static var count: Self { .whole(0...1_000_000_000) }
}

extension Kind {
  /// The kind of a value that follows from the rest of a plan: drafts may have it, and nobody reads it there.
  fileprivate var passedOverInDrafts: Self {
    Self(shape) { (decoder) throws(JSONFailure) in
      guard decoder.isDraft else {
        decoder.roundsFigures = true
        defer { decoder.roundsFigures = false }
        return try read(&decoder)
      }
      try decoder.reader.skipValue()
      return nil
    } write: {
      write($0, &$1)
    }
  }
}
