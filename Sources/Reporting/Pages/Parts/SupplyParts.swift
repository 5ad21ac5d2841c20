// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// What is wanted of a skill or an asset in each period, what is covered of that, and what is left free.
struct SupplyLine {
  var name: String
  /// Nil where it is not known.
  var available: [Millionths]?
  var covered: [Millionths]
  var lacking: [Millionths]
  /// What those who could do it have left; nil where that is not known.
  var free: [Millionths]?

  var wanted: [Millionths] { zip(covered, lacking).map { $0 + $1 } }
  var lack: Millionths { lacking.reduce(.zero, +) }
  var isShort: Bool { !PlanDocumentBuilder.isTrifle(lack) }
}

extension PlanPage {
  /// Part 5: hours wanted, covered and free, for each skill.
  func writeSkills(_ html: inout Markup) {
    let period = facts.scenario.periodName
    let lines = skillLines
    guard !lines.isEmpty else {
      return html.paragraph(
        facts.isOutline ? "Skills are in the scenario, which was not given to this page." : "No skill is asked for.")
    }
    writeShortage(lines, unit: "h", of: "skill", &html)
    html.paragraph(
      "An hour counts for every skill that its demand asks for. Free hours are those that holders of the skill have left, "
        + "whatever else they can do. What is lacking of a demand's whole window is spread over its days.")
    writeSupply(lines, "Skill", "Hours by skill and \(period)", unit: "h", &html)
  }

  /// Part 6: unit-days of assets.
  func writeAssets(_ html: inout Markup) {
    let period = facts.scenario.periodName
    let lines = assetLines
    guard !lines.isEmpty else { return html.paragraph("There are no assets.") }
    writeShortage(lines, unit: "unit-days", of: "asset", &html)
    html.paragraph(
      "A unit-day is one unit used for one day. What is lacking of a demand that "
        + "several assets could serve stands at the first of them.")
    writeSupply(lines, "Asset", "Unit-days by asset and \(period)", unit: "u-d", &html)
    if let table = facts.document.assetTable { html.table(table.without("")) }
  }

  /// Where it is short, and when, in a sentence.
  private func writeShortage(_ lines: [SupplyLine], unit: String, of what: String, _ html: inout Markup) {
    let short = lines.filter(\.isShort)
    // Without the scenario it is not known which asset would have served what is lacking.
    guard !facts.isOutline else { return }
    guard !short.isEmpty else {
      return html.paragraph("All that is wanted of each \(what) is covered.", class: "lead good")
    }
    let shown = short.prefix(5).map { line in
      let periods = line.lacking.indices.filter { !PlanDocumentBuilder.isTrifle(line.lacking[$0]) }
      let days = periods.first.flatMap { first in
        periods.last.map { DayRange(facts.periods[first].first, facts.periods[$0].last) }
      }
      return "\(line.name) \(Figures.short(line.lack)) \(unit)" + (days.map { " from " + Figures.days($0) } ?? "")
    }
    let rest = short.count > 5 ? ", and \(short.count - 5) more" : ""
    html.paragraph("Short: " + shown.joined(separator: "; ") + rest + ".", class: "lead warn")
  }

  private func writeSupply(
    _ lines: [SupplyLine], _ title: String, _ heading: String, unit: String, _ html: inout Markup
  ) {
    var legend = [(mark: unit == "h" ? "work" : "units", text: "covered"), (mark: "lack", text: "not covered")]
    if lines.contains(where: { $0.available != nil }) { legend.insert((mark: "there", text: "what is there"), at: 0) }
    writeLegend(&html, legend)
    html.scrolling(heading, class: "lines") { html in
      html(.div, .class(facts.timelineClass)) { html in
        writeGrid(&html)
        writeAxis(&html, title)
        for line in lines {
          html(.div, .class("block")) {
            $0(.div, .class("row")) { html in
              html(.span, .class("label"), .title(line.name)) { html in
                html(.span, .class("t"), text: line.name)
                if line.isShort {
                  html(.span, .class("note lacks"), text: "-\(Figures.short(line.lack)) \(unit)")
                }
              }
              strip(line, isUnits: unit != "h").write(&html)
            }
          }
        }
      }
    }
    html.folded("The figures, by \(facts.scenario.periodName)") { html in
      html.scrolling(heading) { html in
        html(.table, .class("weeks")) { html in
          html.caption(heading)
          writeWeekHeads(&html, first: [title, "What"], last: ["Sum"])
          for line in lines { html(.tbody) { writeFigures(of: line, &$0) } }
        }
      }
    }
  }

  private func strip(_ line: SupplyLine, isUnits: Bool) -> Strip {
    var strip = Strip(height: 30)
    strip.available = line.available?.map(\.doubleValue) ?? []
    strip.done = line.covered.map(\.doubleValue)
    strip.lacking = line.lacking.map(\.doubleValue)
    strip.isUnits = isUnits
    strip.full = max(strip.available.max() ?? 0, zip(strip.done, strip.lacking).map { $0 + $1 }.max() ?? 0)
    return strip
  }

  private func writeFigures(of line: SupplyLine, _ html: inout Markup) {
    var rows: [(title: String, values: [Millionths], role: String)] = [
      ("wanted", line.wanted, ""), ("covered", line.covered, ""),
    ]
    if line.isShort { rows.append(("not covered", line.lacking, "warn")) }
    if let free = line.free { rows.append(("free", free, "")) }
    for (number, row) in rows.enumerated() {
      html(.tr) { html in
        if number == 0 {
          html(.th, .init("scope", "rowgroup"), .init("rowspan", String(rows.count)), text: line.name)
        }
        html(.th, .class("what"), .init("scope", "row"), text: row.title)
        for value in row.values {
          let isNothing = PlanDocumentBuilder.isTrifle(value)
          html.cell(isNothing ? "" : Figures.short(value), class: isNothing ? "" : row.role)
        }
        html.cell(Figures.short(row.values.reduce(.zero, +)), class: "n")
      }
    }
  }

  // MARK: Lines

  /// The skills that are asked for or held, by name; those of which most is lacking first.
  private var skillLines: [SupplyLine] {
    guard !facts.isOutline else { return [] }
    let none = facts.periods.map { _ in Millionths.zero }
    var lacking: [String: [Millionths]] = [:]
    for line in facts.projects.flatMap(\.demands) {
      let skills = line.demand.staff?.skillNames ?? []
      guard !skills.isEmpty, line.lack != .zero else { continue }
      let spread = facts.spread(line.lackingAnywhere, over: line.window)
      for skill in skills {
        for period in none.indices { lacking[skill, default: none][period] += line.lacking[period] + spread[period] }
      }
    }
    let asked = Set(facts.projects.flatMap(\.demands).flatMap { $0.demand.staff?.skillNames ?? [] })
    let used = Self.byPeriod(facts.plan.load?.skills ?? [], none) { $0.used }
    let available = Self.byPeriod(facts.plan.load?.skills ?? [], none) { $0.available }
    let free = freeHours
    return asked.sorted { isBefore($0, $1) }.map { skill in
      let there = available[skill] ?? none
      return SupplyLine(
        name: skill, available: there, covered: used[skill] ?? none, lacking: lacking[skill] ?? none,
        free: zip(free[skill] ?? none, there).map { min($0, $1) })
    }.enumerated().sorted { left, right in
      left.element.lack != right.element.lack
        ? left.element.lack > right.element.lack : left.offset < right.offset
    }.map(\.element)
  }

  /// What those who hold a skill at some time in a period have left in it.
  private var freeHours: [String: [Millionths]] {
    var free: [String: [Millionths]] = [:]
    let none = facts.periods.map { _ in Millionths.zero }
    let people = facts.plan.load?.people ?? []
    let members = facts.document.staff
    for entry in people where facts.periods.indices.contains(entry.period) {
      guard let index = members[entry.id], entry.available > entry.used else { continue }
      for skill in facts.scenario.staff[index].skills {
        let held = DayRange(skill.from ?? entry.days.first, skill.until ?? entry.days.last)
        guard !entry.days.intersection(held).isEmpty else { continue }
        free[skill.name, default: none][entry.period] += entry.available - entry.used
      }
    }
    return free
  }

  private var assetLines: [SupplyLine] {
    let none = facts.periods.map { _ in Millionths.zero }
    var used: [String: [Millionths]] = [:]
    for entry in facts.plan.assetUse where none.indices.contains(entry.period) {
      used[entry.asset, default: none][entry.period] += entry.unitDays
    }
    let available = Self.byPeriod(facts.plan.load?.assets ?? [], none) { $0.available }
    var lacking: [String: [Millionths]] = [:]
    for line in facts.projects.flatMap(\.demands) {
      guard let demand = line.demand.asset, line.isShort, !facts.isOutline else { continue }
      let spread = facts.spread(line.lackingAnywhere, over: line.window)
      // The first that would do stands for all that would.
      guard let asset = facts.scenario.assets.first(where: { demand.matches($0) }) else { continue }
      for period in none.indices {
        lacking[asset.id, default: none][period] += line.lacking[period] + spread[period]
      }
    }
    return facts.scenario.assets.map { asset in
      let there = available[asset.id]
      let taken = used[asset.id] ?? none
      return SupplyLine(
        name: facts.names.asset(asset.id), available: there, covered: taken, lacking: lacking[asset.id] ?? none,
        free: there.map { zip($0, taken).map { max(.zero, $0 - $1) } })
    }
  }

  private static func byPeriod(
    _ entries: [PlanLoad.Entry], _ none: [Millionths], _ amount: (PlanLoad.Entry) -> Millionths
  ) -> [String: [Millionths]] {
    var result: [String: [Millionths]] = [:]
    for entry in entries where none.indices.contains(entry.period) {
      result[entry.id, default: none][entry.period] = amount(entry)
    }
    return result
  }
}

extension StaffDemand {
  /// The skills that it asks for, alternatives and places of a crew included, by name.
  var skillNames: [String] {
    let all = ([requirements] + crew.map(\.requirements)).flatMap { $0.skills + $0.anyOf.flatMap(\.self) }
    return Set(all.map(\.name)).sorted { isBefore($0, $1) }
  }
}
