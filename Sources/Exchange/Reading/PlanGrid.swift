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

  /// nil where a table is no grid: none of its first rows names people, demands and at least one day or week.
  ///
  /// - Parameter horizon: the days that are planned, where they are known: without them a week has to name its year.
  init?(_ table: Table, in horizon: DayRange? = nil) {
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
      unread = texts.indices.filter { found[$0] == nil && $0 != staff && $0 != demand && !texts[$0].trimmed.isEmpty }
        .map { texts[$0] }
      (self.table, header, self.staff, self.demand, self.days) = (table, row, staff, demand, days)
      return
    }
    return nil
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
    for header in unread { result.losses.append("the column \(quoted(header)) is not read") }
    let reading = CellReading(options: TableReadingOptions())
    for row in table.rows[(header + 1)...] {
      func cell(_ column: Int) -> CellValue { column < row.cells.count ? row.cells[column] : .blank }
      let labels = [cell(staff), cell(demand)].filter { !$0.isWhite }.map { reading.text($0) }
      if labels.count == 1, OtherRows.isSum(labels[0]) {
        result.losses.append("row \(row.number), a row of sums, is not read")
        continue
      }
      for (column, day) in days where !cell(column).isBlank && cell(column) != .number(0) {
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
  func withListedBaseline(_ options: TableReadingOptions) -> [Table] {
    let named = firstIndex { HeaderAliases.isSheet($0.name, "Baseline") }
    let horizon = horizon(options)
    let index = named ?? firstIndex { !ScenarioTables.isSheet($0.name) && PlanGrid($0, in: horizon) != nil }
    guard let index, let grid = PlanGrid(self[index], in: horizon) else { return self }
    var tables = self
    tables[index] = grid.baseline
    return tables
  }

  /// The days that are planned, as options or the settings say; nil where neither does.
  private func horizon(_ options: TableReadingOptions) -> DayRange? {
    let reading = CellReading(options: options)
    var days: [String: Day] = [:]
    for row in first(where: { HeaderAliases.isSheet($0.name, "Settings") })?.rows ?? [] where row.cells.count > 1 {
      guard let column = HeaderAliases.column(reading.text(row.cells[0]), among: ScenarioTables.root.columns),
        case .string(let text)? = try? reading.scalar(row.cells[1], .date)
      else { continue }
      days[ScenarioTables.root.columns[column].header] = Day(iso: text)
    }
    for (name, text) in options.settings { days[name] = Day(iso: text) ?? days[name] }
    guard let first = days["start"], let last = days["end"], first <= last else { return nil }
    return DayRange(first, last)
  }
}
