// SPDX-License-Identifier: GPL-3.0-or-later

/// The assignments in a workbook of a plan.
package enum PlanSheet {
  /// What is read; other columns are for people.
  private static let columns = ["staff", "demand", "place", "project", "start", "end", "hours", "cost"]

  /// Whether sheets are those of a plan: there are assignments, and no demands.
  package static func isPlan(_ tables: [Table]) -> Bool {
    let names = tables.map { HeaderAliases.normalized($0.name) }
    return names.contains("assignments") && names.contains("unmet") && !names.contains("demands")
  }

  /// The sheet `Assignments` as CSV, line by line, as ``PlanCSVReader`` reads it; nil where there is no such sheet.
  package static func csv(_ tables: [Table]) -> [UInt8]? {
    guard let table = tables.first(where: { HeaderAliases.normalized($0.name) == "assignments" }),
      let header = table.rows.first
    else { return nil }
    let reading = CellReading(options: TableReadingOptions())
    let kept = header.cells.indices.filter { columns.contains(reading.text(header.cells[$0]).lowercased()) }
    let output = OutputTable(
      name: table.name,
      columns: kept.map {
        TableColumn(
          header: reading.text(header.cells[$0]).lowercased(), path: [], form: .text, isRequired: false, meaning: "")
      }, rows: table.rows.dropFirst().map { row in kept.map { $0 < row.cells.count ? row.cells[$0] : .blank } })
    return CSVFolder.files([output])[0].bytes
  }
}
