// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import JSON
internal import Numbers

/// What a summary tells of a plan.
struct PlanFigures {
  var value: JSONValue

  init(_ plan: Plan, currency: String?, notices: [String], warnings: Int) {
    func number(_ amount: Millionths) -> JSONValue { .number(amount.description) }
    func coverage(_ coverage: PlanSummary.Coverage) -> JSONValue {
      .object([
        .init("wanted", number(coverage.wanted)), .init("met", number(coverage.met)),
        .init("unmet", number(coverage.unmet)),
      ])
    }
    var members: [JSONValue.Member] = [
      .init("status", .string(plan.status.rawValue)), .init("stop", .string(plan.stop.rawValue)),
      .init("engine", .string(plan.engine.name)),
    ]
    if let fallback = plan.engine.fallback { members.append(.init("fallback", .string(fallback))) }
    members += [
      .init("value", number(plan.objective.value)), .init("bound", plan.objective.bound.map(number) ?? .null),
      .init("gap", plan.objective.gap.map { .number(Self.decimal($0)) } ?? .null),
    ]
    if let currency { members.append(.init("currency", .string(currency))) }
    members += [
      .init("cost", number(plan.summary.cost)), .init("hours", coverage(plan.summary.hours)),
      .init("unitDays", coverage(plan.summary.unitDays)),
      .init("overtimeHours", number(plan.overtime.reduce(.zero) { $0 + $1.hours })),
    ]
    if warnings > 0 { members.append(.init("warnings", .number(String(warnings)))) }
    if !notices.isEmpty { members.append(.init("notices", .array(notices.map { .string($0) }))) }
    value = .object(members)
  }

  /// A number of units of 10^-12, in digits.
  private static func decimal(_ count: Int128) -> String {
    let digits = String(count.magnitude)
    let padded = String(repeating: "0", count: max(0, 13 - digits.count)) + digits
    var fraction = padded.suffix(12)
    while fraction.last == "0" { fraction.removeLast() }
    return (count < 0 ? "-" : "") + padded.dropLast(12) + (fraction.isEmpty ? "" : "." + fraction)
  }
}
