// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import JSON
internal import Numbers

/// The `certificate` of a plan.
package enum PlanCertificateFormat {
  package static let certificate = ObjectDescription(
    "certificate", initial: PlanCertificate(),
    fields: [Field("steps", \.steps, .list(of: .object(step)), "one for each step of the order")])

  package static let step = ObjectDescription(
    initial: PlanCertificate.Step(),
    fields: [
      Field("what", \.what, .step, "as in `order`; `value` where there is none", example: #""value""#),
      Field("rows", \.rows, .list(of: .object(row)), "the rows with a price that is not 0"),
      Field(
        "cases", \.cases, .list(of: .object(part)), default: [],
        "where decisions in whole numbers were told apart: parts that together leave nothing out"),
    ])

  package static let part = ObjectDescription(
    initial: PlanCertificate.Case(),
    fields: [
      Field(
        "decisions", \.decisions, .list(of: .object(choice)),
        "the decisions of which less is open than the scenario leaves open"),
      Field("rows", \.rows, .list(of: .object(row)), "the rows with a price that is not 0"),
    ])

  package static let choice = ObjectDescription(
    initial: PlanCertificate.Choice(.weeks, range: 0...0),
    fields: [
      Field(
        "decision", \.kind, .choice,
        "`weeks` that a project starts later, `heads` engaged, a `training` bought, a project that has a `run` at all, the "
          + "period in which a demand that waits for others has its `begin`, how many of the shares of a demand that others "
          + "wait for are `met`; that a demand has a `team`, that a person is a `member` of it, that a person may `work` on a "
          + "project in a period",
        example: #""weeks""#),
      Field("project", \.project, .identifier, "of which project", example: #""move""#),
      Field("staff", \.staff, .identifier, "of whom", example: #""contractors""#),
      Field("skill", \.skill, .identifier, "the training's", example: #""java""#),
      Field("demand", \.demand, .identifier, "the demand", example: #""move-cluster""#),
      Field("period", \.period, .period, otherwise: "none", "the period, from 0", example: "0"),
      Field("least", \.least, .count, "the least that it can be; 0 is no", example: "0"),
      Field(
        "most", \.most, .count,
        "the most that it can be; 1 is yes, the number of periods is a demand that never begins",
        example: "2"),
    ])

  package static let row = ObjectDescription(
    "certificateRow", initial: PlanCertificate.Row(.capacity, price: 0),
    fields: [
      Field("row", \.kind, .choice, "which row it is, see below", example: #""capacity""#),
      Field("limit", \.limit, .identifier, "the limit", example: #""at-most-30""#),
      Field("staff", \.staff, .identifier, "the person", example: #""mehta""#),
      Field("asset", \.asset, .identifier, "the asset", example: #""test-rack""#),
      Field("demand", \.demand, .identifier, "the demand", example: #""move-cluster""#),
      Field("place", \.place, .period, otherwise: "none", "the place of a crew, from 0", example: "0"),
      Field("project", \.project, .identifier, "the project", example: #""move""#),
      Field("step", \.step, .step, "the earlier step", example: #""priority 9""#),
      Field(
        "date", \.date, .day, otherwise: "a period, or none", "the day, or the first day of the week or span",
        example: #""2027-03-01""#),
      Field("period", \.period, .period, otherwise: "a day, or none", "from 0", example: "0"),
      Field("start", \.start, .day, otherwise: "no period", "first day of the period", example: #""2027-03-01""#),
      Field("end", \.end, .day, otherwise: "no period", "last day of the period", example: #""2027-03-07""#),
      Field(
        "shift", \.shift, .count, otherwise: "the first",
        "in a part: for which of the weeks that projects can start later, from 0", example: "1"),
      Field(
        "price", \.price, .price, "the dual value: at most 0 where the row has an upper limit", example: "-1580.5"),
    ])
}

extension PlanCertificate.Choice {
  /// The ends of the range, as two keys; the least one is read first.
  fileprivate var least: Int {
    get { range.lowerBound }
    set { range = newValue...max(newValue, range.upperBound) }
  }
  fileprivate var most: Int {
    get { range.upperBound }
    set { range = min(range.lowerBound, newValue)...newValue }
  }
}

extension PlanCertificate.Row {
  /// The first and last day of the period, as two keys.
  fileprivate var start: Day? {
    get { days?.first }
    set { days = newValue.map { DayRange($0, days?.last ?? $0) } }
  }
  fileprivate var end: Day? {
    get { days?.last }
    set { days = newValue.map { DayRange(days?.first ?? $0, $0) } }
  }
}

extension Kind where Value == Double {
  /// A number in floating point, with as many digits as tell it from its neighbours.
  fileprivate static var price: Self {
    Self(.number(.any)) { (decoder) throws(JSONFailure) in
      guard try decoder.reader.peek() == .number else {
        _ = try decoder.decimal()
        return nil
      }
      let range = try decoder.reader.number()
      return Double(String(decoding: decoder.reader.bytes[range], as: UTF8.self)).flatMap { $0.isFinite ? $0 : nil }
        ?? 0
    } write: {
      $1.lexeme(String($0))
    }
  }
}
