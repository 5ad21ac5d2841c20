// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import Allocation
internal import Numbers

extension CheckReport {
  /// For programs, `muster/check@1`.
  package var json: JSONText {
    func amount(_ value: Millionths?) -> JSONText { value.map { .number($0.description) } ?? .null }
    var members: [(String, JSONText)] = [
      ("format", .string("muster/check@1")), ("valid", .bool(verification.feasible)),
      (
        "violations",
        .array(
          verification.violations.enumerated().map { index, violation in
            var members: [(String, JSONText)] = [
              ("kind", .string(violation.kind.rawValue)), ("detail", .string(violation.detail)),
              ("pointer", .string(violation.path.pointer)),
            ]
            if let line = line(of: violation) { members.append(("line", .number(String(line)))) }
            members.append(("cost", amount(cost(ofViolation: index))))
            return .object(members)
          })
      ), ("value", amount(value)),
    ]
    if let filledIn { members.append(("filledIn", .array(filledIn.map { .string($0) }))) }
    if let priced {
      members.append(
        ("terms", .object(priced.objective.terms.named.map { ($0.name, .number($0.amount.description)) })))
    }
    if let optimum {
      members.append(
        (
          "optimum",
          .object([
            ("status", .string(optimum.status.rawValue)), ("value", amount(optimum.objective.value)),
            ("bound", amount(optimum.objective.bound)),
          ])
        ))
      members.append(("distance", amount(distance)))
    }
    if let validPart {
      members.append(
        (
          "validPart",
          .object([("value", amount(validPart.plan.objective.value)), ("takenBack", json(validPart.cuts))])
        ))
    }
    if let improvement {
      members.append(
        (
          "bestChanges",
          .object([
            ("allowed", .number(String(improvement.allowed))), ("value", amount(improvement.value)),
            ("saves", amount(improvement.saves)), ("assignments", json(improvement.changes)),
          ])
        ))
    }
    return .object(members)
  }

  private func json(_ entries: [Comparison.Entry]) -> JSONText {
    .array(
      entries.map { entry in
        var members: [(String, JSONText)] = [
          ("staff", .string(entry.subject.staff ?? "")), ("demand", .string(entry.subject.demand ?? "")),
        ]
        if let period = entry.subject.period { members.append(("period", .number(String(period)))) }
        if let days = entry.subject.days {
          members.append(("start", .string(days.first.description)))
          members.append(("end", .string(days.last.description)))
        }
        members.append(("before", .number(entry.change.before.description)))
        members.append(("after", .number(entry.change.after.description)))
        return .object(members)
      })
  }
}
