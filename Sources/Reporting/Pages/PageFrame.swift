// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import JSON

/// What every page has around its parts: the head with its policy, the heading, the way to the parts, and the script.
struct PageFrame {
  /// What kind of page it is, above the heading.
  var kind: String
  var heading: String
  /// What a window and a mail call it.
  var title: String
  var horizon: String
  var version: String

  /// A part of a page.
  struct Part {
    var title: String
    var write: (inout Markup) -> Void
  }

  /// The days and periods that are planned, in words.
  static func horizon(of scenario: Scenario) -> String {
    Figures.days(scenario.calendar.horizon) + ", "
      + Figures.count(scenario.calendar.periods.count, scenario.periodName)
  }

  /// Says what a page was made of: the scenario with its hash, some words, and what planned it.
  static func writeOrigin(of plan: Plan, _ words: String = "", version: String, _ html: inout Markup) {
    writeOrigin(
      of: plan.scenario, words + "Planned by " + plan.engine.words + "; page",
      version: version, &html)
  }

  /// - Parameter words: what stands before "made by Muster".
  static func writeOrigin(
    of scenario: Plan.ScenarioReference, _ words: String, version: String, _ html: inout Markup
  ) {
    html(.p) { html in
      html.text("Scenario " + (scenario.name ?? "without a name") + "; SHA-256 ")
      html(.span, .class("hash"), text: scenario.sha256)
      html.text(". " + words + " made by Muster " + version + ".")
    }
  }

  /// Where a part begins; the first has the index 0.
  static func anchor(_ index: Int) -> String { "part-\(index + 1)" }

  /// The file.
  func html(parts: [Part], footer: (inout Markup) -> Void) -> [UInt8] {
    var html = Markup()
    html.documentType()
    html(.html, .init("lang", "en")) { html in
      html(.head) { writeHead(&$0) }
      html.newLine()
      html(.body) { html in
        Drawing.writePatterns(&html)
        html(.header, .class("top")) { html in
          html(.p, .class("name"), text: kind)
          html(.h1, text: heading)
          html(.p, .class("horizon"), text: horizon)
        }
        writeNavigation(parts, &html)
        html(.main) { html in
          for (index, part) in parts.enumerated() { write(part, index, &html) }
        }
        html(.footer, content: footer)
        html.source(.script, PageScript.text)
      }
    }
    html.newLine()
    return html.bytes
  }

  private func writeHead(_ html: inout Markup) {
    html(.meta, .init("charset", "utf-8"))
    // Nothing may be fetched, and nothing runs but what stands in this page.
    let scripts = [PageScript.first, PageScript.text].map { "'\(Self.hash($0))'" }.joined(separator: " ")
    let policy =
      "default-src 'none'; style-src '\(Self.hash(PageStyle.text))'; script-src \(scripts); "
      + "base-uri 'none'; form-action 'none'"
    html(.meta, .init("http-equiv", "Content-Security-Policy"), .init("content", policy))
    html(.meta, .init("name", "viewport"), .init("content", "width=device-width, initial-scale=1"))
    html(.meta, .init("name", "color-scheme"), .init("content", "light dark"))
    html(.meta, .init("name", "generator"), .init("content", "Muster " + version))
    html(.title, text: title)
    html.source(.style, PageStyle.text)
    html.source(.script, PageScript.first)
  }

  /// What a policy calls a style sheet or a script.
  private static func hash(_ text: StaticString) -> String {
    let bytes = text.withUTF8Buffer { Array($0) }
    return "sha256-" + base64(ofHexadecimal: sha256Hex(bytes))
  }

  private func writeNavigation(_ parts: [Part], _ html: inout Markup) {
    html(.nav, .init("aria-label", "Parts of this page")) { html in
      for (index, part) in parts.enumerated() {
        html(.a, .init("href", "#" + Self.anchor(index)), text: part.title)
      }
    }
  }

  private func write(_ part: Part, _ index: Int, _ html: inout Markup) {
    let anchor = Self.anchor(index)
    html.newLine()
    html(.section, .init("id", anchor), .init("aria-labelledby", anchor + "-title")) { html in
      html(.h2, .init("id", anchor + "-title"), text: "\(index + 1)  \(part.title)")
      part.write(&html)
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
