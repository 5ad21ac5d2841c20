// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension PlanPage {
  /// Part 4: departments and people by period, coloured by how much of their time is used.
  func writePeople(_ html: inout Markup) {
    let people = PeopleFacts(facts)
    guard !facts.scenario.staff.isEmpty, !facts.periods.isEmpty else {
      return html.paragraph("There is nobody to plan.")
    }
    let period = facts.scenario.periodName
    let knowsLoad = facts.plan.load != nil
    html.paragraph(
      "A row a person, a column a \(period). "
        + (knowsLoad
          ? "The stronger the colour of a cell, the more of the regular hours is used. "
          : "How many hours are there is not known here, so that cells have figures and no colours. ")
        + "A click on a cell, or Enter, lists what is done there; the arrow keys move.")
    writeHeatLegend(&html)
    html(.div, .class("tools")) { html in
      html(.label) { html in
        html.text("Find a person ")
        html(.input, .init("type", "search"), .init("data-find", "people"))
      }
      html(.label) { html in
        html.text("Sort by ")
        html(.select, .init("data-sort", "people")) { html in
          for (value, title) in [("department", "department"), ("name", "name"), ("load", "most used")] {
            html(.option, .init("value", value), text: title)
          }
        }
      }
      for (value, title, isOn) in [("figures", "Hours in the cells", !knowsLoad), ("works", "Who does what", false)] {
        html(.label) { html in
          html.element(
            .input, [.init("type", "checkbox"), .init("data-show", value)] + (isOn ? [.init("checked")] : [])
          ) { _ in }
          html.text(" " + title)
        }
      }
      html(.button, .init("type", "button"), .init("data-open", "people"), text: "Open all")
      html(.button, .init("type", "button"), .init("data-close", "people"), text: "Close all")
      html(.span, .class("found"), .init("data-found", "people"), .init("role", "status"))
    }
    let heading = "Hours of people by \(period)"
    html.scrolling(heading, class: "tall") { html in
      // Departments first where a list of people would be long.
      let folds = facts.scenario.staff.count > 60 && people.departments.count > 1
      html.element(
        .table,
        [.class("heat" + density + (knowsLoad ? "" : " figures")), .init("id", "people")]
          + (folds ? [.init("data-folded")] : [])
      ) { html in
        html.caption(heading)
        writeWeekHeads(&html, first: ["Person"], last: ["Hours", "Used", "Overtime"])
        writeTotals(people, &html)
        for (number, department) in people.departments.enumerated() {
          write(department, number, isAlone: people.departments.count == 1, &html)
        }
      }
    }
    html(.div, .class("panel"), .init("id", "panel"), .init("hidden"))
  }

  /// How much room there is for a column.
  private var density: String {
    facts.periods.count > 40 ? " dense" : facts.periods.count > 27 ? " close" : ""
  }

  private func writeHeatLegend(_ html: inout Markup) {
    html(.ul, .class("legend heat")) { html in
      let items = [
        ("h0", "nothing"), ("h1", "under 40 %"), ("h2", "under 70 %"), ("h3", "under 95 %"), ("h4", "95 to 100 %"),
        ("h5", "over 100 %"), ("h3 o", "with overtime"), ("h2 p", "promised work"), ("h2 b", "away in part"),
        ("a", "away"),
      ]
      for (names, title) in items {
        html(.li) { html in
          html(.span, .class("cell " + names))
          html.text(" " + title)
        }
      }
    }
  }

  private func writeTotals(_ people: PeopleFacts, _ html: inout Markup) {
    var sums = facts.periods.map { _ in PeopleFacts.Cell() }
    for department in people.departments {
      for (period, cell) in department.cells.enumerated() { sums[period].add(cell) }
    }
    html(.tbody, .class("all")) { html in
      html(.tr, .class("sum")) { html in
        html(.th, .init("scope", "row"), text: "All " + heads(facts.scenario.staff.map(\.id)))
        writeCells(sums, &html)
      }
      writeAvailable(sums, &html)
    }
  }

  /// How many people some entries of staff stand for.
  private func heads(_ ids: [String]) -> String {
    let wanted = Set(ids)
    let count = facts.scenario.staff.reduce(0) { wanted.contains($1.id) ? $0 + $1.headcount : $0 }
    return Figures.count(count, "person", "people")
  }

  private func write(
    _ department: PeopleFacts.Department, _ number: Int, isAlone: Bool, _ html: inout Markup
  ) {
    html.newLine()
    let cells = department.cells
    if !isAlone {
      html(.tbody, .class("d"), .init("data-d", String(number))) { html in
        html(.tr, .class("sum")) { html in
          html(.th, .init("scope", "rowgroup")) { html in
            html(
              .button, .init("type", "button"), .class("fold"), .init("aria-expanded", "true"), text: department.name)
            html(.span, .class("note"), text: " " + heads(department.people.map(\.id)))
          }
          writeCells(cells, &html)
        }
        writeAvailable(cells, &html)
      }
    }
    for person in department.people {
      let sum = person.cells.reduce(into: PeopleFacts.Cell()) { $0.add($1) }
      html(
        .tbody, .class("p"), .init("data-d", String(number)),
        .init("data-l", String(sum.share?.count ?? (sum.used == .zero ? -1 : sum.used.count)))
      ) { html in
        html(.tr) { html in
          html(.th, .init("scope", "row"), text: person.name)
          writeCells(person.cells, absent: person.isExternal ? "not engaged" : "away", &html)
        }
        writeAvailable(person.cells, &html)
        for work in person.work { write(work, &html) }
      }
    }
  }

  /// - Parameter absent: the word for no time at all.
  private func writeCells(_ cells: [PeopleFacts.Cell], absent: String = "away", _ html: inout Markup) {
    for cell in cells { html.cell(Figures.shortOrEmpty(cell.used), class: names(of: cell)) }
    let sum = cells.reduce(into: PeopleFacts.Cell()) { $0.add($1) }
    html.cell(Figures.hours(sum.used), class: "n")
    html.cell(sum.share.map(Figures.nearestPercent) ?? (sum.available == nil ? "-" : absent), class: "n")
    html.cell(sum.overtime == .zero ? "-" : Figures.hours(sum.overtime), class: "n")
  }

  /// The classes of a cell: how much is used, and what is marked.
  private func names(of cell: PeopleFacts.Cell) -> String {
    var names: [String] = []
    if let share = cell.share?.count {
      let limits: [Int128] = [0, 399_999, 699_999, 949_999, 1_000_000]
      names.append("h\(limits.firstIndex { share <= $0 } ?? 5)")
    } else if cell.available == .zero {
      names.append(cell.used == .zero ? "a" : "h5")
    } else {
      names.append(cell.used == .zero ? "h0" : "hx")
    }
    if cell.overtime != .zero { names.append("o") }
    if cell.isPromised { names.append("p") }
    if cell.isPartlyAway, cell.available != .zero { names.append("b") }
    return names.joined(separator: " ")
  }

  private func writeAvailable(_ cells: [PeopleFacts.Cell], _ html: inout Markup) {
    guard cells.contains(where: { $0.available != nil }) else { return }
    html(.tr, .class("w avail")) { html in
      html(.th, .init("scope", "row"), text: "hours that are there")
      for cell in cells { html.cell(cell.available.map(Figures.shortOrEmpty) ?? "") }
      html.cell(Figures.short(cells.reduce(.zero) { $0 + ($1.available ?? .zero) }), class: "n")
    }
    guard cells.contains(where: { $0.overtime != .zero }) else { return }
    html(.tr, .class("w extra")) { html in
      html(.th, .init("scope", "row"), text: "of it overtime")
      for cell in cells { html.cell(Figures.shortOrEmpty(cell.overtime)) }
      html.cell(Figures.short(cells.reduce(.zero) { $0 + $1.overtime }), class: "n")
    }
  }

  /// What somebody does, with periods in a row without work as one cell.
  private func write(_ work: PeopleFacts.Work, _ html: inout Markup) {
    html(.tr, .class("w")) { html in
      html(.th, .init("scope", "row"), text: work.name)
      var period = 0
      while period < work.hours.count {
        let end = work.hours[period...].firstIndex { $0 != .zero } ?? work.hours.count
        if end > period {
          if end - period == 1 { html(.td) } else { html(.td, .init("colspan", String(end - period))) }
          period = end
          continue
        }
        html.cell(Figures.short(work.hours[period]), class: work.isPromised[period] ? "p" : "")
        period += 1
      }
      html.cell(Figures.short(work.hours.reduce(.zero, +)), class: "n")
    }
  }
}
