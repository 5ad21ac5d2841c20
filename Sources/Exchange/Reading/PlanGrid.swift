// SPDX-License-Identifier: GPL-3.0-or-later

internal import JSON
internal import Numbers

/// A sheet with a row for each person and demand and a column for each period, as planners keep it.
struct PlanGrid {
  private let table: Table
  private let header: Int
  private let staff: Int
  private let demand: Int
  private let days: [(column: Int, day: Day)]
  /// The headers of columns that are nothing of these.
  private let unread: [String]
  /// The columns outside of what is planned.
  private let outside: [Int]

  /// nil where a table is no grid: none of its first rows names people, demands and at least one day or week.
  ///
  /// - Parameters:
  ///   - horizon: what is planned, where it is known.
  ///   - period: how long its periods are.
  init?(_ table: Table, horizon: DayRange? = nil, period: String? = nil) {
    let reading = CellReading(options: TableReadingOptions())
    let weeks = WeekHeaders(horizon)
    for (row, cells) in table.rows.prefix(20).enumerated() {
      let texts = cells.cells.map { reading.text($0) }
      guard let staff = texts.firstIndex(where: { Self.isColumn($0, "staff") }),
        let demand = texts.firstIndex(where: { Self.isColumn($0, "demand") })
      else { continue }
      let found = weeks.days(of: texts)
      let days = texts.indices.compactMap { column in found[column].map { (column: column, day: $0) } }
      guard !days.isEmpty else { return nil }
      let inside = Self.placed(days, texts, horizon, period)
      let columns = Set(inside.map(\.column))
      let foreign = texts.indices.filter { column in
        !columns.contains(column)
          && (found[column] != nil || horizon != nil && WeekHeaders.isWeek(texts[column]))
      }
      unread = texts.indices.filter { column in
        found[column] == nil && ![staff, demand].contains(column) && !foreign.contains(column)
          && !texts[column].trimmed.isEmpty
      }.map { texts[$0] }
      (self.table, header, self.staff, self.demand, self.days, outside) = (table, row, staff, demand, inside, foreign)
      return
    }
    return nil
  }

  /// The columns that are inside what is planned; that of a period which has begun before is the first one.
  private static func placed(
    _ days: [(column: Int, day: Day)], _ headers: [String], _ horizon: DayRange?, _ period: String?
  ) -> [(column: Int, day: Day)] {
    guard let horizon else { return days }
    let sorted = Set(days.map(\.day)).sorted()
    return days.compactMap { column, day in
      if day > horizon.last { return nil }
      if day >= horizon.first { return (column, day) }
      // Of a week or a month that has a day inside, that day is known.
      guard Day(iso: headers[column]) != nil else { return nil }
      // A period is no longer than to the next one.
      let end = day.advanced(by: period == "day" ? 1 : period == "month" ? 31 : 7)
      let after = sorted.first { $0 > day } ?? end
      return min(after, end) > horizon.first ? (column, horizon.first) : nil
    }
  }

  /// Whether a header means a column.
  static func isColumn(_ header: String, _ column: String) -> Bool {
    let name = HeaderAliases.normalized(header)
    return name == column || (HeaderAliases.columns[column] ?? []).contains { HeaderAliases.normalized($0) == name }
  }

  /// The table `Baseline`: a row for each person, demand and day, whose cells remember where they stood.
  var baseline: Table {
    var result = table
    let heads = ["staff", "demand", "start", "hours"].map { CellValue.text($0) }
    result.rows = [TableRow(number: table.rows[header].number, cells: heads)]
    result.rows[0].columns = [0: staff, 1: demand]
    let reading = CellReading(options: TableReadingOptions())
    for header in unread { result.losses.append("the column \(quoted(header)) is not read") }
    for column in outside
    where table.rows[(header + 1)...].contains(where: { column < $0.cells.count && !$0.cells[column].isWhite }) {
      result.losses.append(
        "the column \(quoted(reading.text(table.rows[header].cells[column]))) in \(columnLetters(column)) is outside of "
          + "what is planned, and is not read")
    }
    for row in table.rows[(header + 1)...] {
      func cell(_ column: Int) -> CellValue { column < row.cells.count ? row.cells[column] : .blank }
      let labels = [cell(staff), cell(demand)].filter { !$0.isWhite }.map { reading.text($0) }
      if labels.count == 1, OtherRows.isSum(labels[0]) {
        result.losses.append("row \(row.number), a row of sums, is not read")
        continue
      }
      for (column, day) in days where !cell(column).isBlank && cell(column).plainNumber != 0 {
        var entry = TableRow(number: row.number, cells: [cell(staff), cell(demand), .date(day), cell(column)])
        entry.columns = [0: staff, 1: demand, 2: column, 3: column]
        result.rows.append(entry)
      }
    }
    return result
  }
}

extension [Table] {
  /// The tables with the plan in force as a list, where a sheet of it is a grid.
  ///
  /// - Parameters:
  ///   - horizon: what is planned, where it is known.
  ///   - period: how long its periods are.
  ///   - sheet: the sheet that an option names.
  func withListedBaseline(horizon: DayRange?, period: String?, sheet: String?) -> [Table] {
    func grid(_ table: Table) -> PlanGrid? { PlanGrid(table, horizon: horizon, period: period) }
    let named = firstIndex { table in
      sheet.map { $0 == table.name } ?? HeaderAliases.isSheet(table.name, "Baseline")
    }
    let index = named ?? firstIndex { !ScenarioTables.isSheet($0.name) && grid($0) != nil }
    guard let index, let grid = grid(self[index]) else { return self }
    var tables = self
    tables[index] = grid.baseline
    return tables
  }
}
