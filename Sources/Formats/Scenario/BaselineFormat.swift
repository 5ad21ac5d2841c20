// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Issues
internal import JSON
internal import Numbers

/// The baseline as it stands in the scenario.
package enum BaselineSource: Sendable {
  case none
  case entries([BaselineEntry])
  case file(String)
}

/// An assignment of a baseline, whose period may have to be found from its first day.
package struct BaselineEntry: Sendable {
  var staff = ""
  var demand = ""
  var period: Int?
  var start: Day?
  var hours: ExactDecimal = 0
}

/// The `baseline` of a scenario: a part of a plan.
package enum BaselineFormat {
  package struct Parts: Sendable {
    var assignments: [BaselineEntry] = []
  }

  /// In the scenario, where a whole plan may be pasted as well.
  package static let inline = ObjectDescription(
    "baseline", initial: Parts(), fields: [assignments],
    passedOver: { PlanFormat.document.shape.fields.map(\.key).filter { $0 != "assignments" } })

  /// A plan in a file of its own, of which only the assignments matter.
  static let file = ObjectDescription(
    initial: Parts(), fields: [.planFormat, assignments], passesOverAll: true)

  private static let assignments = Field(
    "assignments", \Parts.assignments, .list(of: .object(assignment)), "the assignments of the plan",
    example: #"[{"staff": "toth", "demand": "portal-tests", "period": 4, "hours": 40}]"#)

  package static let assignment = ObjectDescription(
    "baselineAssignment", initial: BaselineEntry(),
    fields: [
      Field("staff", \.staff, .identifier, "who", example: #""toth""#),
      Field("demand", \.demand, .identifier, "on which staff demand", example: #""portal-tests""#),
      .unkept("project", .identifier, "not read", example: #""portal""#),
      Field(
        "period", \.period, .whole(0...1_000_000), otherwise: "that of `start`",
        "from 0; does not count beside `start`",
        example: "4"),
      Field(
        "start", \.start, .day, otherwise: "that of `period`",
        "a day of the period; an entry outside the horizon does not count", example: #""2027-02-01""#),
      .unkept("end", .day, "not read", example: #""2027-02-07""#),
      Field("hours", \.hours, .number(.amount), "worked hours", example: "40"),
      .unkept("cost", .number(.any), "not read", example: "3160"),
    ], rules: [.anyOf(["period", "start"])])
}

extension Field where Owner == BaselineFormat.Parts {
  /// The format of a plan file, which may be missing.
  fileprivate static var planFormat: Self {
    let format = Formats.planFormat
    return Self(
      "format", .constant(format), isRequired: false, "which format this is", example: "\"\(format)\"",
      isLeftOut: { _ in true },
      read: { (decoder, _) throws(JSONFailure) in
        if let found = try decoder.text(), found != format { decoder.reportFormat(found, format) }
      }, write: { _, _ in })
  }
}

extension Field where Owner == ScenarioFormat.Parts {
  /// The plan in force, or where it is.
  static var baseline: Self {
    let entries = Kind<BaselineFormat.Parts>.object(BaselineFormat.inline)
    return Self(
      "baseline", .either(Kind<String>.text.shape, entries.shape), isRequired: false, otherwise: "none",
      "the plan in force, or the path of a plan file beside the scenario", example: #""plan.json""#,
      isLeftOut: { $0.pointee.scenario.baseline == nil },
      read: { (decoder, owner) throws(JSONFailure) in
        switch try decoder.reader.peek() {
        case .string: if let name = try decoder.text() { owner.baseline = .file(name) }
        case .object: if let parts = try entries.read(&decoder) { owner.baseline = .entries(parts.assignments) }
        case .array, .number, .boolean, .null:
          decoder.report(
            .wrongType, "expected an object or a string",
            hint: "write {\"assignments\": [...]} or the path of a plan file")
          try decoder.reader.skipValue(allowsDuplicateKeys: true)
        }
      },
      write: { owner, writer in
        let assignments = owner.pointee.scenario.baseline?.assignments ?? []
        entries.write(
          BaselineFormat.Parts(
            assignments: assignments.map {
              BaselineEntry(staff: $0.staff, demand: $0.demand, period: $0.period, hours: $0.hours)
            }), &writer)
      })
  }
}
