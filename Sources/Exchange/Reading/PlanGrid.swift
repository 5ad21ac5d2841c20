// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

/// A sheet with a row for each person and demand and a column for each period, as planners keep it.
struct PlanGrid {
  private let table: Table
  private let header: Int
  private let staff: Int
  private let demand: Int
  private let days: [(column: Int, day: Day)]

  /// nil where a table is no grid: none of its first rows names people, demands and at least one day or week.
  init?(_ table: Table) {
    let reading = CellReading(options: TableReadingOptions())
    let weeks = WeekHeaders(nil)
    for (row, cells) in table.rows.prefix(20).enumerated() {
      let texts = cells.cells.map { reading.text($0) }
      guard let staff = texts.firstIndex(where: { Self.isColumn($0, "staff") }),
        let demand = texts.firstIndex(where: { Self.isColumn($0, "demand") })
      else { continue }
      let days = texts.indices.compactMap { column in weeks.day(of: texts[column]).map { (column: column, day: $0) } }
      guard !days.isEmpty else { return nil }
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
    for row in table.rows[(header + 1)...] {
      func cell(_ column: Int) -> CellValue { column < row.cells.count ? row.cells[column] : .blank }
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
  func withListedBaseline() -> [Table] {
    let named = firstIndex { HeaderAliases.isSheet($0.name, "Baseline") }
    let index = named ?? firstIndex { !ScenarioTables.isSheet($0.name) && PlanGrid($0) != nil }
    guard let index, let grid = PlanGrid(self[index]) else { return self }
    var tables = self
    tables[index] = grid.baseline
    return tables
  }
}
