// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Exchange
internal import Numbers

extension PlanWorkbook {
  /// A line of the assignments: work on a demand, or operating for one.
  private struct Line {
    var staff: String
    var demand: String
    /// The asset that is operated, or the place of a crew.
    var what: String?
    var project: String
    var days: DayRange
    var hours: Millionths
    var cost: Millionths
  }

  /// One row a person, demand and period; `muster check` reads the sheet back.
  func writeAssignments(_ workbook: WorkbookWriter) throws {
    let lines =
      plan.assignments.map {
        Line(
          staff: $0.staff, demand: $0.demand, what: $0.place.map(String.init), project: $0.project, days: $0.days,
          hours: $0.hours,
          cost: $0.cost)
      }
    let operating = plan.operating.map {
      Line(
        staff: $0.staff, demand: $0.demand, what: $0.asset, project: $0.project, days: $0.days, hours: $0.hours,
        cost: $0.cost)
    }
    let hasPlaces = lines.contains { $0.what != nil }
    let most = WorksheetWriter.rows - 1
    var start = 0
    repeat {
      let sheet = try workbook.sheet("Assignments")
      write(lines[start..<min(lines.count, start + most)], sheet, title: hasPlaces ? "place" : "")
      start += most
    } while start < lines.count
    if !operating.isEmpty { write(operating[...], try workbook.sheet("Operating"), title: "asset") }
  }

  /// The formula that adds up the hours of the lines with an id, which follows when somebody changes hours in the lists;
  /// nil where the lists are too long, or a formula would read the id otherwise.
  ///
  /// `SUMIFS` takes `jan-1` for a day, `1e3` for a number and `a*` for a pattern; `EXACT` takes every id as it is.
  ///
  /// - Parameter column: that of the ids.
  func listedHours(_ column: String, _ id: String) -> String? {
    guard plan.assignments.count < WorksheetWriter.rows, id.utf8.count <= 200, !id.contains("_x"),
      // What XML cannot hold has another form in cells than formulas can have.
      !id.unicodeScalars.contains(where: { $0.value == 0xFFFE || $0.value == 0xFFFF })
    else { return nil }
    let text = id.replacing("\"", with: "\"\"")
    let sums = [("Assignments", plan.assignments.count), ("Operating", plan.operating.count)].filter { $0.1 > 0 }.map {
      "SUMPRODUCT(EXACT(\($0)!$\(column)$2:$\(column)$\($1 + 1),\"\(text)\")*\($0)!$I$2:$I$\($1 + 1))"
    }
    return sums.isEmpty ? nil : "=" + sums.joined(separator: "+")
  }

  private func write(_ lines: ArraySlice<Line>, _ sheet: WorksheetWriter, title what: String) {
    var titles = ["staff", "name", "department", "project", "project name", "demand", "start", "end", "hours", "cost"]
    if !what.isEmpty { titles.append(what) }
    sheet.headers(titles, numbers: [6, 7, 8, 9])
    for (column, width) in [14.0, 24, 18, 16, 28, 24, 12, 12, 10, 13, 16].prefix(titles.count).enumerated()
    where column > 5 {
      sheet.width(width, columns: column...column)
    }
    let people = Dictionary(scenario.staff.map { ($0.id, $0) }) { one, _ in one }
    let projects = Dictionary(scenario.projects.map { ($0.id, $0.name) }) { one, _ in one }
    let members = Set(lines.map(\.staff)).compactMap { people[$0] }
    let worked = Set(lines.map(\.project))
    let listed: [[String]] = [
      members.map(\.id), members.map(\.name), members.map { $0.department ?? "" }, Array(worked),
      worked.map { projects[$0] ?? "" }, Array(Set(lines.map(\.demand))),
    ]
    for (column, texts) in listed.enumerated() { sheet.fit(texts, column: column, least: 12, most: 44) }
    for (offset, line) in lines.enumerated() {
      let row = offset + 1
      let texts = [
        line.staff, people[line.staff]?.name ?? "", people[line.staff]?.department ?? "", line.project,
        projects[line.project] ?? "", line.demand,
      ]
      for (column, text) in texts.enumerated() where !text.isEmpty { sheet.text(text, row, column, Self.text) }
      sheet.day(line.days.first, row, 6)
      sheet.day(line.days.last, row, 7)
      sheet.number(line.hours.doubleValue, row, 8, Self.hours)
      sheet.number(line.cost.doubleValue, row, 9, Self.money)
      if let what = line.what { sheet.text(what, row, 10, Self.text) }
    }
    sheet.freeze(rows: 1, columns: 2)
    if !lines.isEmpty { sheet.filter(rows: 0...lines.count, columns: 0...(titles.count - 1)) }
    sheet.printsWide(titleRows: 1)
  }

  func writeAssets(_ sheet: WorksheetWriter) {
    sheet.headers(
      ["Asset", "Project", "Demand", "Start", "End", "Unit-days", scenario.titled("Cost")], numbers: [3, 4, 5, 6])
    for (column, width) in [26.0, 26, 26, 12, 12, 11, 14].enumerated() where column > 2 {
      sheet.width(width, columns: column...column)
    }
    for (column, texts) in [
      plan.assetUse.map { names.asset($0.asset) }, plan.assetUse.map { names.project($0.project) },
      plan.assetUse.map { names.demand($0.demand) },
    ].enumerated() { sheet.fit(texts, column: column, least: 16, most: 44) }
    for (offset, entry) in plan.assetUse.enumerated() {
      let row = offset + 1
      sheet.text(names.asset(entry.asset), row, 0, Self.text)
      sheet.text(names.project(entry.project), row, 1, Self.text)
      sheet.text(names.demand(entry.demand), row, 2, Self.text)
      sheet.day(entry.days.first, row, 3)
      sheet.day(entry.days.last, row, 4)
      sheet.number(entry.unitDays.doubleValue, row, 5, Self.hours)
      sheet.number(entry.cost.doubleValue, row, 6, Self.money)
    }
    sheet.freeze(rows: 1, columns: 1)
    sheet.filter(rows: 0...plan.assetUse.count, columns: 0...6)
    sheet.printsWide(titleRows: 1)
  }

  /// One row a reason, the most expensive first.
  func writeUnmet(_ sheet: WorksheetWriter) {
    let entries = plan.unmet.filter { $0.amount != .zero }.sorted { left, right in
      left.cost != right.cost ? left.cost > right.cost : isBefore(left.demand, right.demand)
    }
    guard !entries.isEmpty else {
      sheet.width(40, columns: 0...0)
      sheet.text("Everything is covered.", 0, 0)
      return
    }
    sheet.headers(
      ["Project", "Demand", "From", "To", "Unmet", "", scenario.titled("Costs"), "Why", "Share", "Reason"],
      numbers: [2, 3, 4, 6, 8])
    for (column, width) in [26.0, 26, 12, 12, 10, 10, 14, 14, 9, 80].enumerated() where column > 1 {
      sheet.width(width, columns: column...column)
    }
    sheet.fit(entries.map { names.project($0.project) }, column: 0, least: 20, most: 44)
    sheet.fit(entries.map { names.demand($0.demand) }, column: 1, least: 20, most: 44)
    let demands = Dictionary(scenario.demandPlaces.map { (scenario.demand(at: $0).id, $0) }) { one, _ in one }
    var row = 0
    for entry in entries {
      let days = entry.days ?? demands[entry.demand].map { scenario.window(of: $0) }
      for (position, reason) in (entry.reasons.isEmpty ? [nil] : entry.reasons.map(Optional.some)).enumerated() {
        row += 1
        sheet.text(names.project(entry.project), row, 0, Self.text)
        sheet.text(names.demand(entry.demand), row, 1, Self.text)
        if let days {
          sheet.day(days.first, row, 2)
          sheet.day(days.last, row, 3)
        }
        // Amounts once for each demand, so that the column can be summed.
        if position == 0 {
          sheet.number(entry.amount.doubleValue, row, 4, Self.hours)
          sheet.text(entry.isUnitDays ? "unit-days" : "h", row, 5)
          sheet.number(entry.cost.doubleValue, row, 6, Self.money)
        }
        guard let reason else { continue }
        sheet.text(reason.kind.rawValue, row, 7)
        sheet.number(reason.share.doubleValue, row, 8, Self.share)
        sheet.lines(reason.detail, row, 9, width: 80)
      }
    }
    sheet.freeze(rows: 1, columns: 2)
    sheet.filter(rows: 0...row, columns: 0...9)
    sheet.printsWide(titleRows: 1)
  }

  /// What is decided, a row each, with what it costs.
  func writeDecisions(_ sheet: WorksheetWriter) {
    sheet.headers(["Decision", "Whom or what", "In detail", scenario.titled("Cost")], numbers: [3])
    sheet.width(14, columns: 0...0)
    sheet.fit(decisions.map(\.what), column: 1, least: 24, most: 50)
    sheet.width(80, columns: 2...2)
    sheet.width(14, columns: 3...3)
    for (offset, decision) in decisions.enumerated() {
      let row = offset + 1
      sheet.text(decision.kind, row, 0)
      sheet.text(decision.what, row, 1, Self.text)
      sheet.lines(decision.detail, row, 2, width: 80)
      if let cost = decision.cost { sheet.number(cost.doubleValue, row, 3, Self.money) }
    }
    sheet.freeze(rows: 1, columns: 1)
    sheet.filter(rows: 0...decisions.count, columns: 0...3)
    sheet.printsWide(titleRows: 1)
  }

  func writeBottlenecks(_ sheet: WorksheetWriter) {
    guard !plan.bottlenecks.isEmpty else {
      sheet.width(40, columns: 0...0)
      sheet.text("Nothing is scarce.", 0, 0)
      return
    }
    sheet.headers(["One more of", "Name", "From", "To", scenario.titled("Saves"), "Holds for"], numbers: [2, 3, 4, 5])
    for (column, width) in [14.0, 30, 12, 12, 16, 12].enumerated() { sheet.width(width, columns: column...column) }
    let sorted = stretches
    sheet.fit(sorted.map { name(of: $0.0) }, column: 1, least: 24, most: 50)
    for (offset, (entry, days)) in sorted.enumerated() {
      let row = offset + 1
      sheet.text(entry.kind.rawValue, row, 0)
      sheet.text(name(of: entry), row, 1, Self.text)
      if let days {
        sheet.day(days.first, row, 2)
        sheet.day(days.last, row, 3)
      }
      sheet.number(entry.pricePerUnit.doubleValue, row, 4, Self.money)
      if let validFor = entry.validFor { sheet.number(validFor.doubleValue, row, 5, Self.hours) }
    }
    sheet.freeze(rows: 1, columns: 2)
    sheet.filter(rows: 0...sorted.count, columns: 0...5)
    sheet.printsWide(titleRows: 1)
  }

  /// Bottlenecks by price, periods in a row with the same price together.
  private var stretches: [(Plan.Bottleneck, DayRange?)] {
    let ordered = plan.bottlenecks.enumerated().sorted { left, right in
      let (one, other) = (left.element, right.element)
      if one.kind != other.kind { return one.kind.rawValue < other.kind.rawValue }
      if one.id != other.id { return isBefore(one.id, other.id) }
      return (one.period ?? 0, left.offset) < (other.period ?? 0, right.offset)
    }.map(\.element)
    var result: [(Plan.Bottleneck, DayRange?)] = []
    var last: Plan.Bottleneck?
    for entry in ordered {
      let days = entry.days ?? entry.period.flatMap { periods.indices.contains($0) ? periods[$0] : nil }
      if let before = last, let open = result.last?.1, let days, let period = entry.period, before.period == period - 1,
        before.kind == entry.kind, before.id == entry.id, before.pricePerUnit == entry.pricePerUnit,
        before.validFor == entry.validFor, !before.isLongerThanPeriod(periods), !entry.isLongerThanPeriod(periods)
      {
        result[result.count - 1].1 = DayRange(open.first, days.last)
      } else {
        result.append((entry, days))
      }
      last = entry
    }
    return result.enumerated().sorted { left, right in
      let prices = (left.element.0.pricePerUnit, right.element.0.pricePerUnit)
      return prices.0 != prices.1 ? prices.0 > prices.1 : left.offset < right.offset
    }.map(\.element)
  }

  private func name(of entry: Plan.Bottleneck) -> String {
    switch entry.kind {
    case .staff, .overtime: names.person(entry.id)
    case .asset: names.asset(entry.id)
    case .budget: names.project(entry.id)
    case .pace: names.demand(entry.id)
    case .skill, .limit: entry.id
    }
  }
}
