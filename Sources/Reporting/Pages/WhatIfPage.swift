// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers

/// A scenario and its changes as one page for those who decide, in the manner of ``PlanPage``.
package struct WhatIfPage: Sendable {
  let whatIf: WhatIf
  let version: String
  /// The scenario as it is, and with each change, with their plans; empty where only the figures are known.
  let documents: [PlanDocumentBuilder]
  /// The scenario as it is, where it is known.
  let scenario: Scenario?
  let comparison: ComparisonDocumentBuilder
  let builder: WhatIfDocumentBuilder

  /// - Parameters:
  ///   - whatIf: the figures.
  ///   - plans: the plan of the scenario as it is, and then of each change, with their scenarios.
  ///   - version: that of the program.
  package init(whatIf: WhatIf, plans: [(plan: Plan, scenario: Scenario)], version: String) {
    self.whatIf = whatIf
    self.version = version
    scenario = plans.first?.scenario
    documents = plans.map {
      PlanDocumentBuilder(plan: $0.plan, scenario: $0.scenario, extent: .whole, showsLoad: false)
    }
    comparison = ComparisonDocumentBuilder(whatIf: whatIf, scenarios: plans.map(\.scenario), .whole)
    builder = WhatIfDocumentBuilder(whatIf: whatIf, comparison: comparison)
  }

  /// Of figures alone, as `muster whatif` writes them: without who moves, and what is not covered and why.
  ///
  /// - Parameter scenario: the scenario as it is; nil where it is not known, and what is not covered is not called money.
  package init(whatIf: WhatIf, scenario: Scenario?, version: String) {
    self.whatIf = whatIf
    self.version = version
    self.scenario = scenario
    documents = []
    let scenarios = scenario.map { [$0] } ?? []
    comparison = ComparisonDocumentBuilder(
      comparison: whatIf.comparison, currency: whatIf.currency,
      isMoney: scenario.map { PenaltyWords($0).allIsMoney } ?? false, hasScenarios: true, names: Names(scenarios),
      uniqueNames: ResultDocument.uniqueNames(scenarios), extent: .whole, quotesPlans: true)
    builder = WhatIfDocumentBuilder(whatIf: whatIf, comparison: comparison)
  }

  /// The parts, in their order.
  enum Part: Int, CaseIterable {
    case verdict, changes, sideBySide, each, guide

    var title: String {
      switch self {
      case .verdict: "The verdict"
      case .changes: "What is changed"
      case .sideBySide: "Side by side"
      case .each: "Change by change"
      case .guide: "How to read this"
      }
    }
  }

  /// The file.
  package func html() -> [UInt8] {
    let heading = scenario?.name ?? whatIf.comparison.plans.first?.scenario.name ?? "A scenario"
    return PageFrame(
      kind: "What if", heading: heading, title: "What if: " + heading,
      horizon: scenario.map(PageFrame.horizon) ?? "", version: version
    ).html(
      parts: Part.allCases.map { part in
        PageFrame.Part(title: part.title) { html in write(part, &html) }
      }, footer: writeFooter)
  }

  private func write(_ part: Part, _ html: inout Markup) {
    switch part {
    case .verdict: writeVerdict(&html)
    case .changes: writeWhatIsChanged(&html)
    case .sideBySide: writeSideBySide(&html)
    case .each: writeEach(&html)
    case .guide: writeGuide(&html)
    }
  }

  private func writeFooter(_ html: inout Markup) {
    if let base = documents.first?.plan {
      PageFrame.writeOrigin(of: base, version: version, &html)
    } else if let base = whatIf.comparison.plans.first {
      PageFrame.writeOrigin(of: base.scenario, "Page", version: version, &html)
    }
  }
}
