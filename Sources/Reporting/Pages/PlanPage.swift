// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import JSON
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

    var anchor: String { "part-\(rawValue + 1)" }

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
    var html = Markup()
    html.documentType()
    html(.html, .init("lang", "en")) { html in
      html(.head) { writeHead(&$0) }
      html.newLine()
      html(.body) { html in
        Drawing.writePatterns(&html)
        html(.header, .class("top")) { html in
          html(.p, .class("name"), text: "Staffing plan")
          html(.h1, text: facts.scenario.name ?? "Plan")
          let horizon = facts.scenario.calendar.horizon
          html(
            .p, .class("horizon"),
            text: Figures.days(horizon) + ", " + Figures.count(facts.periods.count, facts.scenario.periodName))
        }
        writeNavigation(&html)
        html(.main) { html in
          for part in Part.allCases { write(part, &html) }
        }
        html(.footer) { writeFooter(&$0) }
        html.source(.script, PageScript.text)
      }
    }
    html.newLine()
    return html.bytes
  }

  private func writeHead(_ html: inout Markup) {
    html(.meta, .init("charset", "utf-8"))
    // Nothing may be fetched, and nothing runs but what stands in this page.
    let policy =
      "default-src 'none'; style-src '\(Self.hash(PageStyle.text))'; script-src '\(Self.hash(PageScript.text))'; "
      + "base-uri 'none'; form-action 'none'"
    html(.meta, .init("http-equiv", "Content-Security-Policy"), .init("content", policy))
    html(.meta, .init("name", "viewport"), .init("content", "width=device-width, initial-scale=1"))
    html(.meta, .init("name", "color-scheme"), .init("content", "light dark"))
    html(.meta, .init("name", "generator"), .init("content", "Muster " + version))
    html(.title, text: facts.document.title)
    html.source(.style, PageStyle.text)
  }

  /// What a policy calls a style sheet or a script.
  private static func hash(_ text: StaticString) -> String {
    let bytes = text.withUTF8Buffer { Array($0) }
    return "sha256-" + base64(ofHexadecimal: sha256Hex(bytes))
  }

  private func writeNavigation(_ html: inout Markup) {
    html(.nav, .init("aria-label", "Parts of this page")) { html in
      for part in Part.allCases {
        html(.a, .init("href", "#" + part.anchor), text: part.title)
      }
    }
  }

  private func write(_ part: Part, _ html: inout Markup) {
    html.newLine()
    html(.section, .init("id", part.anchor), .init("aria-labelledby", part.anchor + "-title")) { html in
      html(.h2, .init("id", part.anchor + "-title"), text: "\(part.rawValue + 1)  \(part.title)")
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
  }

  private func writeFooter(_ html: inout Markup) {
    let plan = facts.plan
    html(.p) { html in
      html.text("Scenario " + (plan.scenario.name ?? "without a name") + "; SHA-256 ")
      html(.span, .class("hash"), text: plan.scenario.sha256)
      html.text(
        ". Horizon " + Figures.days(facts.scenario.calendar.horizon) + ". Planned by " + plan.engine.name + " "
          + plan.engine.version + "; page made by Muster " + version + ".")
    }
  }
}

/// Bytes given as hexadecimal digits, in the base 64 of RFC 4648.
func base64(ofHexadecimal digits: String) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  let bits = digits.compactMap(\.hexDigitValue).flatMap { digit in (0..<4).map { digit >> (3 - $0) & 1 } }
  var text = ""
  for start in stride(from: 0, to: bits.count, by: 6) {
    let value = (0..<6).reduce(0) { $0 << 1 | (start + $1 < bits.count ? bits[start + $1] : 0) }
    text.append(alphabet[value])
  }
  return text + String(repeating: "=", count: (4 - text.count % 4) % 4)
}
