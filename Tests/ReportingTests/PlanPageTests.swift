// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Foundation
import Issues
import JSON
import Numbers
import Testing

@testable import Reporting

@Suite("The page of a plan")
struct PlanPageTests {
  static func page(
    _ plan: Plan = Sample.plan, _ scenario: Scenario? = Sample.scenario, explanation: Explanation? = nil,
    comparison: Comparison? = nil, today: Day? = nil
  ) -> String {
    let page = PlanPage(
      plan: plan, scenario: scenario, explanation: explanation, comparison: comparison,
      comparedScenarios: scenario.map { [$0] } ?? [], today: today, version: "1.2.3")
    return String(decoding: page.html(), as: UTF8.self)
  }

  /// How often a text is in another one.
  static func count(_ part: String, in text: String) -> Int {
    text.split(separator: part, omittingEmptySubsequences: false).count - 1
  }

  /// The part with a number, from its section to the next one.
  static func part(_ number: Int, of page: String) throws -> String {
    let start = try #require(page.range(of: "<section id=part-\(number) "))
    let rest = page[start.upperBound...]
    return String(rest.range(of: "</section>").map { rest[..<$0.lowerBound] } ?? rest)
  }

  @Test("has all ten parts in their order, the verdict first and what was hashed last")
  func parts() throws {
    let page = Self.page()
    let places = try PlanPage.Part.allCases.map { part in
      try #require(page.range(of: "<section id=\(part.anchor) "), "\(part)").lowerBound
    }
    #expect(places == places.sorted())
    #expect(places.count == 10)
    let first = try Self.part(1, of: page)
    #expect(first.contains("48.3 h of 1 demand are not covered"))
    #expect(first.contains("Proven best"))
    #expect(first.contains("21,686"))
    let footer = try #require(page.range(of: "<footer>"))
    #expect(page[footer.upperBound...].contains(String(repeating: "0", count: 64)))
  }

  @Test("is the same, byte for byte")
  func bytes() {
    #expect(Self.page() == Self.page())
  }

  @Test("escapes what a scenario says, for where it stands")
  func escaping() {
    var scenario = Sample.scenario
    let hostile = "</title></script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    scenario.name = hostile
    for index in scenario.staff.indices { scenario.staff[index].name = hostile + "\(index)" }
    scenario.staff[0].department = hostile
    for index in scenario.projects.indices { scenario.projects[index].name = hostile }
    let page = Self.page(Sample.plan, scenario)
    #expect(Self.count("<script", in: page) == 2)
    #expect(Self.count("</script", in: page) == 2)
    #expect(Self.count("</title><", in: page) >= 1)
    #expect(!page.contains("<img"))
    #expect(page.contains("&lt;img src=x onerror=alert(2)&gt;"))
    // Names of the sample that steer text, or that a sheet would work out.
    #expect(!Self.page().contains("\u{202E}"))
    #expect(Self.page().contains("\\u{202E}shop"))
  }

  @Test("allows nothing but its own style sheet and script")
  func policy() throws {
    let page = Self.page()
    for (tag, directive, count) in [("style", "style-src", 1), ("script", "script-src", 2)] {
      let sources = page.split(separator: "<\(tag)>", omittingEmptySubsequences: false).dropFirst()
      let hashes = try sources.map { rest in
        let end = try #require(rest.range(of: "</\(tag)>"))
        let digest = sha256Hex(Array(rest[..<end.lowerBound].utf8))
        return "&#39;sha256-\(base64(ofHexadecimal: digest))&#39;"
      }
      #expect(hashes.count == count)
      #expect(page.contains("\(directive) \(hashes.joined(separator: " "));"))
    }
    #expect(page.contains("default-src &#39;none&#39;"))
    // A style attribute would be refused by the policy.
    #expect(!page.contains(" style="))
    // The empty text, after RFC 4648 and FIPS 180-4.
    #expect(base64(ofHexadecimal: sha256Hex([])) == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
  }

  @Test(
    "breaks no date at the end of a line",
    arguments: [
      ("free from 2027-02-15 to 04-30: Ana", "free from <span class=day>2027-02-15 to 04-30</span>: Ana"),
      ("2027-12-20 to 2028-01-09", "<span class=day>2027-12-20 to 2028-01-09</span>"),
      ("ends on 2027-03-01", "ends on <span class=day>2027-03-01</span>"),
      ("sap-2027-3-1 <b>", "sap-2027-3-1 &lt;b&gt;"),
      ("", ""),
    ])
  func prose(_ text: String, _ html: String) {
    var markup = Markup()
    markup.prose(text)
    #expect(String(decoding: markup.bytes, as: UTF8.self) == html)
  }

  @Test("has a script of less than 15 kB that parses no text")
  func script() {
    let script = PageScript.text.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
    #expect(script.utf8.count < 15_000)
    for word in ["innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function(", "http"] {
      #expect(!script.contains(word), "\(word)")
    }
  }

  @Test("names people, projects and what they do, with hours by period")
  func people() throws {
    let people = try Self.part(4, of: Self.page())
    #expect(people.contains("Ana Müller (ana)"))
    // Ben works 12.5 h in the first week on a demand of the shop.
    #expect(people.contains("<th scope=row>web-1, Web \\u{202E}shop<td>12.5"))
    #expect(people.contains("class=d data-d=0"))
    #expect(people.contains("No department"))
  }

  @Test("draws windows, deadlines, what may be moved and what comes after what")
  func timeline() throws {
    var scenario = Sample.scenario
    scenario.projects[0].deadline = Sample.day(13)
    scenario.projects[0].shift = Project.Shift(latest: 1)
    scenario.projects[0].demands.append(
      Demand(
        id: "web-3", name: "Roll-out", from: Sample.day(7),
        kind: .staff(StaffDemand(.hours(10), after: [.init("web-1")]))))
    let timeline = try Self.part(3, of: Self.page(Sample.plan, scenario, today: Sample.day(3)))
    #expect(timeline.contains("deadline 2027-01-17"))
    #expect(timeline.contains("class=later"))
    #expect(timeline.contains("Roll-out only after web-1"))
    #expect(timeline.contains("2027-01-11 to 01-17, only after web-1"))
    #expect(timeline.contains("class=today"))
    #expect(timeline.contains("-48.3 h"))
    // The window of the new demand: the second of three weeks.
    #expect(timeline.contains("class=frame x=33.33% width=33.33%"))
    #expect(try !Self.part(3, of: Self.page()).contains("class=today"))
  }

  @Test("shows the remedy that saves most beside what it helps")
  func remedies() throws {
    func remedy(_ title: String, _ saves: Double, confirmed: Bool = true) -> Plan.Remedy {
      Plan.Remedy(
        kind: .external, title: title, patch: "[]", costBefore: Sample.amount(100), costAfter: .zero,
        saves: Sample.amount(saves), spent: Sample.amount(900), hours: Sample.amount(40), unitDays: .zero,
        confirmed: confirmed)
    }
    var entry = Sample.plan.unmet[0]
    entry.remedies = [remedy("small", 1), remedy("one more <b>", 50), remedy("guess", 99, confirmed: false)]
    let explanation = Explanation(
      scenario: Sample.plan.scenario, value: .zero, unmet: [entry], bottlenecks: [])
    let unmet = try Self.part(2, of: Self.page(explanation: explanation))
    #expect(unmet.contains("one more &lt;b&gt;: covers 40.0 h more, spends 900.00 EUR more"))
    #expect(!unmet.contains("guess: "))
    #expect(try Self.part(2, of: Self.page()).contains("muster explain works them out"))
  }

  @Test("says what it does not know without the scenario")
  func outline() throws {
    let page = Self.page(Sample.plan, nil)
    #expect(page.contains("The scenario was not given to this page"))
    #expect(try Self.part(5, of: page).contains("which was not given"))
    #expect(try !Self.part(3, of: page).contains("class=frame"))
    // Of the horizon the entries are known: three weeks.
    #expect(page.contains("2027-01-04 to 01-24, 3 weeks"))
    // What is there is not known: figures, and no shares.
    let people = try Self.part(4, of: page)
    #expect(people.contains("class=hx"))
    #expect(people.contains("class=\"heat figures\""))
    #expect(try !Self.part(2, of: page).contains("Priority"))
  }

  @Test("what changes against the baseline of the scenario")
  func baseline() throws {
    var scenario = Sample.scenario
    scenario.baseline = .init(assignments: [.init(staff: "ana", demand: "web-1", period: 1, hours: 16)])
    let changes = try Self.part(9, of: Self.page(Sample.plan, scenario))
    #expect(changes.contains("Who moves"))
    #expect(
      changes.contains(
        ">Ana Müller (ana)<td data-label=Demand>web-1<td class=k data-label=When>2027-01-11 to 01-17<td class=n "
          + "data-label=\"Before h\">16.0<td class=n data-label=\"After h\">0.0"), "\(changes)")
  }

  @Test("tables of texts are read as blocks on a narrow screen, tables of figures across")
  func stacks() throws {
    let page = Self.page(Sample.plan)
    #expect(try Self.part(2, of: page).contains("<table class=\"text stack sorts\">"))
    #expect(try Self.part(2, of: page).contains("<td class=why data-label=Why>"))
    #expect(try Self.part(1, of: page).contains("<table class=text><caption class=unseen>Money spent, by kind"))
  }

  @Test("a plan that breaks rules is not sound in the first line")
  func violations() throws {
    var plan = Sample.plan
    plan.verification = .init(
      feasible: false,
      violations: [.init(kind: .capacity, detail: "too many hours", path: [.key("assignments"), .index(0)])],
      value: plan.objective.value, bound: nil, boundKind: .none)
    let verdict = try Self.part(1, of: Self.page(plan))
    #expect(verdict.contains("cannot be carried out"))
    #expect(verdict.contains("Not sound"))
    #expect(verdict.contains("too many hours"))
  }
}

@Suite("Drawing in pages")
struct DrawingTests {
  @Test(
    "numbers have at most two decimals",
    arguments: [(0.0, "0"), (1.5, "1.5"), (33.333, "33.33"), (-0.05, "-0.05"), (100, "100"), (Double.nan, "0")])
  func numbers(value: Double, text: String) {
    #expect(Drawing.number(value) == text)
  }

  @Test("columns are one shape for each run of them")
  func columns() {
    var html = Markup()
    Drawing.writeColumns(&html, [0, 0.5, 0.5, 1, 0, 0.25], class: "work", height: 20)
    let text = String(decoding: html.bytes, as: UTF8.self)
    #expect(text.contains(#"d="M1 100V50H3V0H4V100ZM5 100V75H6V100Z""#))
    html = Markup()
    Drawing.writeColumns(&html, [0, 0], class: "work", height: 20)
    #expect(html.bytes.isEmpty)
  }

  @Test("attributes and texts are escaped, and have no characters that HTML forbids")
  func markup() {
    var html = Markup()
    html(.span, .title("a\"b<c>&'\u{0}"), text: "x\u{FFFE}\u{202E}<y>")
    #expect(
      String(decoding: html.bytes, as: UTF8.self)
        == "<span title=\"a&quot;b&lt;c&gt;&amp;&#39;\\u{0}\">x\\u{FFFE}\\u{202E}&lt;y&gt;</span>")
  }
}
