// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import Numbers

/// A plan as one page for those who decide: HTML with everything in it, which needs no server and no other file.
///
/// Words and figures are those of the documents for terminals. All figures are in tables, which can be read without
/// JavaScript; the same input gives the same bytes.
package struct PlanPage: Sendable {
  let facts: PageFacts
  let comparison: Comparison?
  let comparedScenarios: [Scenario]
  let version: String
  let today: Day?

  /// - Parameters:
  ///   - plan: with its load, where the scenario is known.
  ///   - scenario: the plan's own; nil where it is not known: then names, windows, budgets and skills are missing.
  ///   - explanation: where the best remedies and the confirmed prices come from.
  ///   - comparison: with the plan as the last one, and with what it is compared to as the first.
  ///   - comparedScenarios: the scenarios of the compared plans, as far as they are known.
  ///   - today: where a line is drawn in the timeline.
  ///   - version: that of the program.
  package init(
    plan: Plan, scenario: Scenario?, explanation: Explanation? = nil, comparison: Comparison? = nil,
    comparedScenarios: [Scenario] = [], today: Day? = nil, version: String
  ) {
    facts = PageFacts(plan: plan, scenario: scenario, explanation: explanation)
    self.comparison = comparison
    self.comparedScenarios = comparedScenarios
    self.today = today
    self.version = version
  }

  /// The parts, in their order.
  enum Part: Int, CaseIterable {
    case verdict, unmet, timeline, people, skills, assets, money, bottlenecks, changes, guide

    var anchor: String { PageFrame.anchor(rawValue) }

    var title: String {
      switch self {
      case .verdict: "The verdict"
      case .unmet: "What is not covered"
      case .timeline: "Timeline"
      case .people: "People"
      case .skills: "Skills"
      case .assets: "Hardware and licences"
      case .money: "Money"
      case .bottlenecks: "Bottlenecks"
      case .changes: "What changes"
      case .guide: "How to read this"
      }
    }
  }

  /// The file.
  package func html() -> [UInt8] {
    PageFrame(
      kind: "Staffing plan", heading: facts.scenario.name ?? "Plan", title: facts.document.title,
      horizon: PageFrame.horizon(of: facts.scenario), version: version
    ).html(
      parts: Part.allCases.map { part in
        PageFrame.Part(title: part.title) { html in write(part, &html) }
      }, footer: writeFooter)
  }

  private func write(_ part: Part, _ html: inout Markup) {
    switch part {
    case .verdict: writeVerdict(&html)
    case .unmet: writeUnmet(&html)
    case .timeline: writeTimeline(&html)
    case .people: writePeople(&html)
    case .skills: writeSkills(&html)
    case .assets: writeAssets(&html)
    case .money: writeMoney(&html)
    case .bottlenecks: writeBottlenecks(&html)
    case .changes: writeChanges(&html)
    case .guide: writeGuide(&html)
    }
  }

  private func writeFooter(_ html: inout Markup) {
    let words = "Horizon " + Figures.days(facts.scenario.calendar.horizon) + ". "
    PageFrame.writeOrigin(of: facts.plan, words, version: version, &html)
  }
}
