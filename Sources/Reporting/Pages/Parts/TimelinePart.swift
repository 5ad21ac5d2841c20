// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension PlanPage {
  /// So many pixels is a row of a demand high.
  private static let rowHeight = 22

  /// Part 3: projects and their demands against the periods.
  func writeTimeline(_ html: inout Markup) {
    let period = facts.scenario.periodName
    guard !facts.projects.isEmpty else { return html.paragraph("There are no projects.") }
    html.paragraph(
      "Each bar is the work of one \(period); its height is the amount, and within a project all bars have one scale. "
        + "A project opens and closes with a click or Enter.")
    var legend = [("work", "hours worked"), ("units", "unit-days used"), ("lack", "not covered")]
    if !facts.isOutline { legend.append(("frame", "window of the demand")) }
    if facts.projects.contains(where: { $0.project.deadline != nil }) { legend.append(("milestone", "deadline")) }
    if facts.projects.contains(where: { $0.project.shift != nil }) { legend.append(("later", "may be moved so far")) }
    if facts.projects.contains(where: { $0.demands.contains { !($0.demand.staff?.after ?? []).isEmpty } }) {
      legend.append(("after", "only after"))
    }
    if today != nil { legend.append(("today", "today")) }
    writeLegend(&html, legend.map { (mark: $0.0, text: $0.1) })
    html(.div, .class("tools")) { html in
      html(.label) { html in
        html.text("Find a project or demand ")
        html(.input, .init("type", "search"), .init("data-find", "timeline"))
      }
      html(.button, .init("type", "button"), .init("data-open", "timeline"), text: "Open all")
      html(.button, .init("type", "button"), .init("data-close", "timeline"), text: "Close all")
      html(.span, .class("found"), .init("data-found", "timeline"), .init("role", "status"))
    }
    let scale = facts.projects.map { most($0) }.max() ?? 1
    html.scrolling("Timeline of projects and demands", class: "lines") { html in
      html(.div, .class(facts.timelineClass), .init("id", "timeline")) { html in
        writeGrid(&html)
        writeAxis(&html, "Project")
        for project in facts.projects {
          html(.div, .class("block")) { write(project, scale: scale, &$0) }
        }
      }
    }
    html.folded("The figures of the timeline, by \(period)") { writeFigures(&$0) }
  }

  private func write(_ line: PageFacts.ProjectLine, scale: Double, _ html: inout Markup) {
    let project = line.project
    let isOpen = facts.projects.count <= 14
    html.newLine()
    html.element(.details, isOpen ? [.class("project"), .init("open")] : [.class("project")]) { html in
      html(.summary, .class("row")) { html in
        html(.span, .class("label"), .title(facts.names.project(project.id))) { html in
          html(.strong, text: project.name)
          html(.span, .class("note"), text: note(on: line))
        }
        summaryStrip(line, scale: scale).write(&html)
      }
      html(.div, .class("demands")) { html in
        let most = line.demands.map { Self.most($0) }.max() ?? 1
        for demand in line.demands {
          html(.div, .class("row")) { html in
            let title = ([facts.names.demand(demand.demand.id)] + predecessors(of: demand)).joined(separator: ", ")
            html(.span, .class("label"), .title(title)) { html in
              html(.span, .class("t"), text: demand.demand.name)
              if demand.isShort {
                html(.span, .class("note lacks"), text: "-\(Figures.short(demand.lack)) \(demand.unit)")
              }
            }
            strip(demand, full: most).write(&html)
          }
        }
        writeArrows(line, &html)
      }
    }
  }

  private func note(on line: PageFacts.ProjectLine) -> String {
    let (hours, unitDays) = (line.figures.hours, line.figures.unitDays)
    let share =
      hours.wanted == .zero && unitDays.wanted == .zero
      ? "nothing wanted" : PlanDocumentBuilder.percent(hours, unitDays) + " covered"
    return (facts.isOutline ? "" : "priority \(Figures.exact(line.project.priority)), ") + share
  }

  /// The most of a project's work in one period.
  private func most(_ line: PageFacts.ProjectLine) -> Double {
    facts.periods.indices.map { period in
      line.demands.filter(\.demand.isForStaff)
        .reduce(0.0) { $0 + $1.worked[period].doubleValue + $1.lacking[period].doubleValue }
    }.max() ?? 0
  }

  private static func most(_ line: PageFacts.DemandLine) -> Double {
    zip(line.worked, line.lacking).map { $0.doubleValue + $1.doubleValue }.max() ?? 0
  }

  /// All hours of a project, with its milestones.
  private func summaryStrip(_ line: PageFacts.ProjectLine, scale: Double) -> Strip {
    var strip = Strip(height: 30)
    let staff = line.demands.filter(\.demand.isForStaff)
    strip.done = facts.periods.indices.map { period in staff.reduce(0) { $0 + $1.worked[period].doubleValue } }
    strip.lacking = facts.periods.indices.map { period in staff.reduce(0) { $0 + $1.lacking[period].doubleValue } }
    strip.full = scale
    let windows = line.demands.compactMap(\.window)
    if let first = windows.map(\.first).min(), let last = windows.map(\.last).max() {
      strip.frame = (facts.place(of: first), facts.place(of: last.advanced(by: 1)))
      if let shift = line.project.shift, shift.latest > 0 {
        let latest = last.advanced(by: 1 + 7 * shift.latest)
        strip.latest = (facts.place(of: last.advanced(by: 1)), facts.place(of: latest))
      }
    }
    strip.lacksAnywhere = staff.contains { !PlanDocumentBuilder.isTrifle($0.lackingAnywhere) }
    if let deadline = line.project.deadline {
      let place = facts.place(of: deadline.advanced(by: 1))
      strip.milestones.append((place, "deadline \(deadline)"))
    }
    return strip
  }

  private func strip(_ line: PageFacts.DemandLine, full: Double) -> Strip {
    var strip = Strip(height: Self.rowHeight)
    strip.frame = line.window.map { (facts.place(of: $0.first), facts.place(of: $0.last.advanced(by: 1))) }
    strip.done = line.worked.map(\.doubleValue)
    strip.lacking = line.lacking.map(\.doubleValue)
    strip.lacksAnywhere = !PlanDocumentBuilder.isTrifle(line.lackingAnywhere)
    strip.isUnits = !line.demand.isForStaff
    // Hours and unit-days have no scale in common.
    strip.full = line.demand.isForStaff ? full : Self.most(line)
    return strip
  }

  /// What a demand waits for, in words.
  private func predecessors(of line: PageFacts.DemandLine) -> [String] {
    (line.demand.staff?.after ?? []).map { before in
      "only after " + facts.names.demand(before.demand)
        + (before.lag > 0 ? " and \(Figures.count(before.lag, facts.scenario.periodName))" : "")
    }
  }

  /// From the end of a demand to the start of one that waits for it; those of other projects are named in the table.
  private func writeArrows(_ line: PageFacts.ProjectLine, _ html: inout Markup) {
    let rows = Dictionary(
      line.demands.enumerated().map { ($0.element.demand.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
    var arrows: [(from: (Double, Double), to: (Double, Double), title: String)] = []
    for (row, demand) in line.demands.enumerated() {
      for before in demand.demand.staff?.after ?? [] {
        guard let other = rows[before.demand], let from = line.demands[other].window, let to = demand.window else {
          continue
        }
        let middle = { (row: Int) in (Double(row) + 0.5) * Double(Self.rowHeight) }
        arrows.append(
          (
            (end(of: line.demands[other]) ?? facts.place(of: from.last.advanced(by: 1)), middle(other)),
            (begin(of: demand) ?? facts.place(of: to.first), middle(row)),
            "\(demand.demand.name) only after \(line.demands[other].demand.name)"
          ))
      }
    }
    guard !arrows.isEmpty else { return }
    html(.svg, .class("arrows"), .init("aria-hidden", "true")) { html in
      for arrow in arrows {
        html.line("after", arrow.from.0, arrow.from.1, arrow.from.0, arrow.to.1)
        html.line("after", arrow.from.0, arrow.to.1, arrow.to.0, arrow.to.1)
        html.mark("tip", arrow.to.0, arrow.to.1, path: "M-6-4l6 4-6 4z", title: arrow.title)
      }
    }
  }

  /// Where the work on a demand begins and ends.
  private func begin(of line: PageFacts.DemandLine) -> Double? {
    line.worked.firstIndex { $0 != .zero }.map { Double($0) / Double(max(1, line.worked.count)) }
  }

  private func end(of line: PageFacts.DemandLine) -> Double? {
    line.worked.lastIndex { $0 != .zero }.map { Double($0 + 1) / Double(max(1, line.worked.count)) }
  }

  // MARK: Figures

  private func writeFigures(_ html: inout Markup) {
    let heading = "Worked hours and used unit-days by \(facts.scenario.periodName)"
    html.scrolling(heading) { html in
      html(.table, .class("weeks")) { html in
        html.caption(heading)
        writeWeekHeads(&html, first: ["Demand", "Window"], last: ["Sum", "Not covered"])
        for line in facts.projects {
          html(.tbody) { html in
            html(.tr, .class("sum")) { html in
              html(.th, .init("scope", "rowgroup"), text: facts.names.project(line.project.id))
              html(.td)
              html(.td, .init("colspan", String(facts.periods.count)), text: note(on: line))
              html(.td)
              html(.td)
            }
            for demand in line.demands { writeFigures(of: demand, &html) }
          }
        }
      }
    }
  }

  private func writeFigures(of line: PageFacts.DemandLine, _ html: inout Markup) {
    html(.tr) { html in
      html(.th, .init("scope", "row"), text: facts.names.demand(line.demand.id))
      html.cell(
        ([line.window.map(Figures.days) ?? "-"] + predecessors(of: line)).joined(separator: ", "), class: "window")
      for period in facts.periods.indices {
        let lacking = line.lacking[period]
        html.cell(
          Figures.shortOrEmpty(line.worked[period])
            + (PlanDocumentBuilder.isTrifle(lacking) ? "" : " -" + Figures.short(lacking)),
          class: PlanDocumentBuilder.isTrifle(lacking) ? "" : "warn")
      }
      html.cell(Figures.short(line.worked.reduce(.zero, +)) + " " + line.unit, class: "n")
      html.cell(line.isShort ? Figures.short(line.lack) + " " + line.unit : "-", class: line.isShort ? "n warn" : "n")
    }
  }

  /// The head of a table with a column for each period, the months above them.
  func writeWeekHeads(_ html: inout Markup, first: [String], last: [String]) {
    html(.thead) { html in
      if facts.scenario.calendar.period != .month {
        html(.tr) { html in
          for _ in first { html(.td) }
          for (index, month) in facts.months.enumerated() {
            // Where there is little room for a column, a year stands at its beginning alone.
            let namesYear =
              month.periods.count > 1
              && (facts.periods.count <= 40 || index == 0 || month.name.hasPrefix("Jan"))
            html(
              .th, .class("month"), .init("colspan", String(month.periods.count)), .init("scope", "colgroup"),
              text: namesYear ? month.name : String(month.name.prefix(3)))
          }
          for _ in last { html(.td) }
        }
      }
      html(.tr) { html in
        for title in first { html(.th, .init("scope", "col"), text: title) }
        for period in facts.periods.indices {
          html(
            .th, .class("w"), .init("scope", "col"), .title(Figures.days(facts.periods[period])),
            text: facts.head(period))
        }
        for title in last { html(.th, .class("n"), .init("scope", "col"), text: title) }
      }
    }
  }
}
