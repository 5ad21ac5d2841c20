// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import JSON
internal import Numbers

/// Reads `muster/whatif@1`: the figures of each change. The plans themselves are not in it.
package enum WhatIfReader {
  /// The name of the format without its version.
  package static let name = "muster/whatif"

  /// Reads what `muster whatif --format json` wrote.
  ///
  /// - Throws: ``DocumentError``
  package static func read(_ bytes: [UInt8]) throws(DocumentError) -> WhatIf {
    try decoded(bytes, PositionResolver(bytes: bytes)) { (decoder) throws(JSONFailure) in
      let parts = try document.read(&decoder)
      try decoder.reader.finish()
      return parts.map(\.whatIf)
    }
  }

  private struct Parts: Sendable {
    var currency: String?
    var variants: [Variant] = []

    var whatIf: WhatIf {
      WhatIf(
        currency: currency,
        comparison: Comparison(
          plans: variants.map(\.figures),
          differences: variants.dropFirst().map {
            Comparison.Difference(
              plan: $0.name, scenario: $0.changes, delta: $0.delta ?? Comparison.Delta(), decisions: $0.decisions)
          }, dominated: []), extras: variants.map(\.extra))
    }
  }

  private struct Variant: Sendable {
    var name = ""
    var changes: [Comparison.ScenarioDifference] = []
    var scenario = Plan.ScenarioReference(name: nil, sha256: "")
    var status = Plan.Status.feasible
    var objective = Plan.Objective(value: .zero, bound: nil, terms: Plan.Terms())
    var ownValue: Millionths?
    var priorities: [PlanSummary.PriorityCoverage] = []
    var extra = WhatIf.Extra()
    var delta: Comparison.Delta?
    var decisions: [Comparison.DecisionDifference] = []

    var figures: Comparison.PlanFigures {
      func sum(_ part: (PlanSummary.PriorityCoverage) -> PlanSummary.Coverage) -> PlanSummary.Coverage {
        priorities.map(part).reduce(PlanSummary.Coverage()) {
          PlanSummary.Coverage(wanted: $0.wanted + $1.wanted, unmet: $0.unmet + $1.unmet)
        }
      }
      return Comparison.PlanFigures(
        name: name, scenario: scenario, status: status, objective: objective, ownValue: ownValue,
        summary: PlanSummary(
          hours: sum(\.hours), unitDays: sum(\.unitDays), cost: Plan.Money(of: objective.terms).spent,
          coverageByPriority: priorities))
    }
  }

  private static let document = ObjectDescription(
    initial: Parts(),
    fields: [
      .format(name + "@1"),
      Field("currency", \.currency, .text, otherwise: "none", "what money is counted in"),
      Field("variants", \.variants, .list(of: .object(variant)), "the scenario as it is, and then with each change"),
    ], passesOverAll: true)

  private static let variant = ObjectDescription(
    initial: Variant(),
    fields: [
      Field("name", \.name, .text, "what the change is called"),
      Field("changes", \.changes, .list(of: .object(ComparisonFormat.scenarioDifference)), "how the scenario differs"),
      Field("scenario", \.scenario, .object(PlanFormat.scenario), "the changed scenario"),
      Field("status", \.status, .choice, "as in the plan"),
      Field("value", \.objective.value, .figure, "the sum of the terms"),
      Field("ownValue", \.ownValue, .figure, otherwise: "the same", "the value at its own penalties"),
      Field("bound", \.objective.bound, .orNull(.figure), "no plan costs less"),
      Field("terms", \.objective.terms, .object(PlanFormat.terms), "the parts of the value"),
      Field(
        "coverageByPriority", \.priorities, .list(of: .object(PlanSummaryFormat.priority)), "as in the plan's summary"),
      Field("overtimeHours", \.extra.overtimeHours, .figure, "hours of overtime"),
      Field("brokenHours", \.extra.brokenHours, .figure, "promised hours that are not kept"),
      Field("projects", \.extra.projects, .count, "how many there are"),
      Field("projectsCovered", \.extra.projectsCovered, .count, "how many have all that they want"),
      Field("utilisation", \.extra.utilisation, .orNull(.figure), "used / regular hours"),
      Field(
        "delta", \.delta, .object(ComparisonFormat.delta), otherwise: "the scenario as it is",
        "the figures less those as it is"),
      // Documents of earlier versions have none.
      Field(
        "decisions", \.decisions, .list(of: .object(ComparisonFormat.decision)), default: [],
        "what is decided otherwise"),
    ], passesOverAll: true)
}
