// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import JSON
internal import Numbers

/// The entries of a plan's lists.
package enum PlanEntryFormat {
  package static let assignment = ObjectDescription(
    initial: PlanDraft.Assignment(staff: "", demand: "", hours: .zero),
    fields: [
      Field("staff", \.staff, .identifier, "who", example: #""mehta""#),
      Field("demand", \.demand, .identifier, "on which staff demand", example: #""move-cluster""#),
      Field(
        "place", \.place, .period, otherwise: "the demand has no crew", "the place of a crew, from 0", example: "0"),
      .required("project", \.project, .identifier, "that of the demand", example: #""move""#),
      .required("period", \.period, .period, "from 0", example: "0"),
      .required("start", \.start, .day, "first day of the period", example: #""2027-03-01""#),
      .required("end", \.end, .day, "last day of the period", example: #""2027-03-07""#),
      Field("hours", \.hours, .figure, "worked hours", example: "40"),
      .required("cost", \.cost, .figure, "money", example: "3160"),
    ], draft: ["staff", "demand", "hours"], rules: [.anyOf(["period", "start"])])

  package static let overtime = ObjectDescription(
    initial: PlanDraft.Overtime(staff: "", period: 0, hours: .zero),
    fields: [
      Field("staff", \.staff, .identifier, "who", example: #""mehta""#),
      .required(
        "demand", \.demand, .identifier, "for which demand: worked on, or served by the asset",
        example: #""move-cluster""#),
      .required("project", \.project, .identifier, "that of the demand", example: #""move""#),
      Field("period", \.period, .period, "from 0", example: "0"),
      .required("start", \.start, .day, "first day of the period", example: #""2027-03-01""#),
      .required("end", \.end, .day, "last day of the period", example: #""2027-03-07""#),
      Field(
        "asset", \.asset, .identifier, otherwise: "it is work on the demand", "the asset that is operated",
        example: #""truck""#),
      Field("hours", \.hours, .figure, "hours on top of regular ones", example: "4"),
      .required("cost", \.cost, .figure, "the premium alone", example: "79"),
    ], draft: ["staff", "period", "hours"])

  package static let assetUse = ObjectDescription(
    initial: PlanDraft.AssetUse(asset: "", demand: "", period: 0, unitDays: .zero),
    fields: [
      Field("asset", \.asset, .identifier, "what", example: #""test-rack""#),
      Field("demand", \.demand, .identifier, "by which demand", example: #""move-rack""#),
      .required("project", \.project, .identifier, "that of the demand", example: #""move""#),
      Field("period", \.period, .period, "from 0", example: "0"),
      .required("start", \.start, .day, "first day of the period", example: #""2027-03-01""#),
      .required("end", \.end, .day, "last day of the period", example: #""2027-03-07""#),
      Field("unitDays", \.unitDays, .figure, "units times calendar days", example: "7"),
      .required("cost", \.cost, .figure, "money", example: "182"),
    ], draft: ["asset", "demand", "period", "unitDays"])

  package static let operating = ObjectDescription(
    initial: PlanDraft.Operating(staff: "", asset: "", period: 0, hours: .zero),
    fields: [
      Field("staff", \.staff, .identifier, "who", example: #""mehta""#),
      Field("asset", \.asset, .identifier, "runs what", example: #""truck""#),
      .required("demand", \.demand, .identifier, "for which demand", example: #""move-rack""#),
      .required("project", \.project, .identifier, "that of the demand", example: #""move""#),
      Field("period", \.period, .period, "from 0", example: "0"),
      .required("start", \.start, .day, "first day of the period", example: #""2027-03-01""#),
      .required("end", \.end, .day, "last day of the period", example: #""2027-03-07""#),
      Field("hours", \.hours, .figure, "operating hours", example: "8"),
      .required("cost", \.cost, .figure, "money", example: "632"),
    ], draft: ["staff", "asset", "period", "hours"])

  package static let unmet = ObjectDescription(
    "unmet", initial: PlanDraft.Unmet(demand: "", amount: .zero, isUnitDays: false),
    fields: [
      Field("demand", \.demand, .identifier, "what is short", example: #""move-cluster""#),
      .required("project", \.project, .identifier, "that of the demand", example: #""move""#),
      Field("period", \.period, .period, otherwise: "the demand is flexible", "from 0", example: "0"),
      Field(
        "start", \.start, .day, otherwise: "the demand is flexible", "first day of the period",
        example: #""2027-03-01""#),
      Field(
        "end", \.end, .day, otherwise: "the demand is flexible", "last day of the period", example: #""2027-03-07""#),
      .amount(
        "hours", isUnitDays: false, otherwise: "`unitDays`", "effective hours of a staff demand", example: "40"),
      .amount("unitDays", isUnitDays: true, otherwise: "`hours`", "unit-days of an asset demand", example: "7"),
      .required("cost", \.cost, .figure, "the penalty", example: "66360"),
      Field("reasons", \.reasons, .list(of: .object(reason)), "why; the shares add up to exactly 1"),
      Field("remedies", \.remedies, .list(of: .object(remedy)), "what would help; `solve` leaves it empty"),
    ], draft: ["demand"], rules: [.exactlyOne(of: "an unmet entry", ["hours", "unitDays"])])

  package static let reason = ObjectDescription(
    "reason", initial: Plan.UnmetReason(kind: .nobody, detail: "", share: .zero),
    fields: [
      Field("kind", \.kind, .choice, "see above", example: #""taken""#),
      Field("detail", \.detail, .text, "a sentence for people", example: #""mehta works on what pays more""#),
      Field("share", \.share, .figure, "the part of the unmet amount, of 1", example: "0.4"),
      Field(
        "periods", \.periods, .list(of: .period), default: [],
        "in an explanation: the periods of an even demand, or of one of assets, for which it says the same",
        example: "[0, 1]"),
    ])

  package static let remedy = ObjectDescription(
    "remedy",
    initial: Plan.Remedy(
      kind: .external, title: "", patch: "[]", costBefore: .zero, costAfter: nil, saves: nil, confirmed: false),
    fields: [
      Field(
        "number", \.number, .whole(1...1_000_000_000), otherwise: "not in an explanation",
        "what `solve --apply` calls it; the same change has the same number", example: "1"),
      Field("kind", \.kind, .choice, "what is changed", example: #""external""#),
      Field("title", \.title, .text, "a sentence for people", example: #""one more person with kubernetes 3""#),
      Field(
        "patch", \.patch, .patch, "the change of the scenario, as in RFC 6902",
        example: #"[{"op": "add", "path": "/staff/-", "value": {"id": "new"}}]"#),
      Field("costBefore", \.costBefore, .figure, "the value without it", example: "79000"),
      Field(
        "costAfter", \.costAfter, .orNull(.figure), "the value with it; null where it is not known", example: "15800"),
      Field("saves", \.saves, .orNull(.figure), "how much less that is; null where it is not known", example: "63200"),
      Field(
        "spent", \.spent, .orNull(.figure), "how much more money is really spent; null where it is not known",
        example: "3160"),
      Field(
        "hours", \.hours, .orNull(.figure), "how many more effective hours are covered; null where it is not known",
        example: "40"),
      Field(
        "unitDays", \.unitDays, .orNull(.figure), "how many more unit-days are covered; null where it is not known",
        example: "0"),
      Field("confirmed", \.confirmed, .boolean, "whether the value with it was computed", example: "true"),
    ])

  package static let brokenCommitment = ObjectDescription(
    initial: PlanDraft.BrokenCommitment(staff: "", demand: "", period: 0, hours: .zero),
    fields: [
      Field("staff", \.staff, .identifier, "who", example: #""mehta""#),
      Field("demand", \.demand, .identifier, "on which staff demand", example: #""move-cluster""#),
      Field("period", \.period, .period, "from 0", example: "0"),
      .required("start", \.start, .day, "first day of the period", example: #""2027-03-01""#),
      .required("end", \.end, .day, "last day of the period", example: #""2027-03-07""#),
      Field("hours", \.hours, .figure, "promised hours that are not kept", example: "8"),
      .required("cost", \.cost, .figure, "the penalty", example: "240000"),
    ], draft: ["staff", "demand", "period", "hours"])

  package static let day = ObjectDescription(
    initial: Plan.DayEntry(demand: "", date: Day(number: 0), amount: .zero),
    fields: [
      Field("staff", \.staff, .identifier, otherwise: "units of an asset", "who", example: #""mehta""#),
      Field(
        "asset", \.asset, .identifier, otherwise: "work on the demand", "what is used, or operated",
        example: #""test-rack""#),
      Field("demand", \.demand, .identifier, "for which demand", example: #""move-cluster""#),
      Field(
        "place", \.place, .period, otherwise: "the demand has no crew", "the place of a crew, from 0", example: "0"),
      Field("date", \.date, .day, "when", example: #""2027-03-01""#),
      Field("hours", \.hours, .figure, otherwise: "`unitDays`", "worked hours, with overtime", example: "8"),
      Field(
        "overtime", \.extraHours, .figure, otherwise: "0", "the part of `hours` that is overtime", example: "0"),
      Field("unitDays", \.unitDays, .figure, otherwise: "`hours`", "units of the asset", example: "1"),
    ], rules: [.exactlyOne(of: "an entry of a day", ["hours", "unitDays"])])
}

extension Plan.DayEntry {
  /// The amount of a person.
  fileprivate var hours: Millionths? {
    get { staff == nil ? nil : amount }
    set { if let newValue { amount = newValue } }
  }

  /// The overtime of a person.
  fileprivate var extraHours: Millionths? {
    get { staff == nil ? nil : overtime }
    set { if let newValue { overtime = newValue } }
  }

  /// The amount of an asset.
  fileprivate var unitDays: Millionths? {
    get { staff == nil ? amount : nil }
    set { if let newValue { amount = newValue } }
  }
}

extension Field where Owner == PlanDraft.Unmet {
  /// What is unmet, in one of its two units.
  fileprivate static func amount(
    _ key: StaticString, isUnitDays: Bool, otherwise: String, _ meaning: String, example: String
  ) -> Self {
    let kind = Kind<Millionths>.figure
    return Self(
      key, kind.shape, isRequired: false, otherwise: otherwise, meaning, example: example,
      isLeftOut: { $0.pointee.isUnitDays != isUnitDays },
      read: { (decoder, owner) throws(JSONFailure) in
        if let amount = try kind.read(&decoder) { (owner.amount, owner.isUnitDays) = (amount, isUnitDays) }
      }, write: { kind.write($0.pointee.amount, &$1) })
  }
}

extension Kind where Value == String {
  /// An RFC 6902 patch, kept as JSON text. What is no JSON is written as a text, so that it cannot break the document.
  static var patch: Self {
    let steps = Kind<[JSONPatchStep]>.list(of: .object(JSONPatchStep.description))
    return Self(.either(steps.shape, .text)) { (decoder) throws(JSONFailure) in
      if try decoder.reader.peek() == .string { return try decoder.text() }
      let start = decoder.reader.position
      guard try steps.read(&decoder) != nil else { return nil }
      return String(decoding: decoder.reader.bytes[start..<decoder.reader.position], as: UTF8.self)
    } write: { patch, writer in
      if JSONValue.isWellFormed(Array(patch.utf8)) { writer.lexeme(patch) } else { writer.value(patch) }
    }
  }
}

/// A step of a patch, of which only the keys are checked that every step has.
private struct JSONPatchStep: Sendable {
  static let description = ObjectDescription(
    initial: JSONPatchStep(),
    fields: [
      .derived("op", .text, "what is done") { _ in "" }, .derived("path", .text, "where, as in RFC 6901") { _ in "" },
    ], passesOverAll: true)
}
