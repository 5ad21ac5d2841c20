// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Issues
internal import JSON
internal import Numbers

/// `muster/scenario@1`.
package enum ScenarioFormat {
  /// A scenario whose baseline is still as it is written.
  package struct Parts: Sendable {
    var scenario: Scenario
    var baseline = BaselineSource.none
  }

  package static let document = ObjectDescription(
    initial: Parts(scenario: Scenario(calendar: CalendarFormat.Parts().resolved)),
    fields: [
      .format(scenarioFormat),
      Field("name", \.scenario.name, .text, "a title", example: #""Portfolio 2027""#),
      Field("currency", \.scenario.currency, .text, "what money is counted in; only shown", example: #""CHF""#),
      Field(
        "calendar", \.scenario.calendar,
        Kind<CalendarFormat.Parts>.object(CalendarFormat.calendar)
          .mapped({ parts, _ in parts.resolved }, { CalendarFormat.Parts($0) }), "days planned, workdays, holidays"),
      Field(
        "policy", \.scenario.policy, .object(RuleFormat.policy), default: Scenario.Policy(), "what money stands against"
      ),
      Field("staff", \.scenario.staff, .list(of: .object(ResourceFormat.staffMember)), default: [], "people and pools"),
      Field(
        "assets", \.scenario.assets, .list(of: .object(ResourceFormat.asset)), default: [],
        "hardware, licences, rooms, vehicles"),
      Field("projects", \.scenario.projects, .list(of: .object(ProjectFormat.project)), "what is to be done"),
      Field(
        "commitments", \.scenario.commitments, .list(of: .object(RuleFormat.commitment)), default: [], "promised work"),
      Field(
        "limits", \.scenario.limits, .list(of: .object(RuleFormat.limit)), default: [],
        "the most hours in a day, week, month, quarter or year"),
      Field(
        "preferences", \.scenario.preferences, .list(of: .object(RuleFormat.preference)), default: [],
        "who had better do what, or not"),
      .baseline,
    ])
}

/// The `format` of a scenario.
let scenarioFormat = "muster/scenario@1"
/// The `format` of a plan.
let planFormat = "muster/plan@1"

extension DocumentDecoder {
  /// Notes that a document is of another format.
  mutating func reportFormat(_ found: String, _ wanted: String) {
    let base = wanted.prefix { $0 != "@" }
    func kind(_ format: some StringProtocol) -> String {
      let name = String(format.drop { $0 != "/" }.dropFirst().prefix { $0 != "@" })
      if name == "whatif" { return "what 'muster whatif' wrote" }
      return ("aeiou".contains(name.first ?? "x") ? "an " : "a ") + name
    }
    if found.hasPrefix("muster/"), !found.hasPrefix(base) {
      return reportOtherKind(
        "this is \(kind(found)) (\(quoted(found))); expected \(kind(wanted))",
        hint: found == planFormat && wanted == scenarioFormat
          ? "name the scenario that the plan was made for"
          : found == scenarioFormat && wanted == planFormat
            ? "'muster solve' makes a plan of it" : "\(kind(wanted)) says \"format\": \"\(wanted)\"")
    }
    let hint = found.hasPrefix(base) ? "this version reads version 1 of the format" : "write \"\(wanted)\""
    report(.format, "the format is \(quoted(found)), and not \"\(wanted)\"", hint: hint)
  }

  /// Notes that a document does not say of which format it is.
  mutating func missingFormat(_ format: String) {
    let kind = format.drop { $0 != "/" }.dropFirst().prefix { $0 != "@" }
    report(.format, "the key \"format\" is missing", hint: "a \(kind) has \"format\": \"\(format)\"")
  }
}
