// SPDX-License-Identifier: GPL-3.0-or-later

/// The assignments in a workbook of a plan.
package enum PlanSheet {
  /// What is read of a sheet that Muster wrote.
  private static let columns = ["staff", "demand", "place", "project", "start", "end", "hours", "cost"]

  /// Whether a sheet is one of those that Muster writes of a plan, beside which a scenario may stand.
  static func isOfPlan(_ name: String) -> Bool {
    let name = HeaderAliases.normalized(name)
    return name.hasPrefix("peopleby") || name.hasPrefix("projectsby") || name.hasPrefix("assignments")
      || ["summary", "assetuse", "operating", "unmet", "bottlenecks", "moneybymonth"].contains(name)
  }

  /// Whether sheets are those of a plan: there are assignments, and no demands.
  package static func isPlan(_ tables: [Table]) -> Bool {
    let names = tables.map { HeaderAliases.normalized($0.name) }
    return names.contains("assignments") && names.contains("unmet") && !names.contains("demands")
  }

  /// The sheet `Assignments` as CSV, line by line, as ``PlanCSVReader`` reads it, else the only sheet with people, demands
  /// and hours, which may be a grid; nil where there is no such sheet.
  package static func csv(_ tables: [Table]) -> [UInt8]? {
    guard
      let table = tables.first(where: { HeaderAliases.normalized($0.name) == "assignments" })
        ?? tables.first(where: { PlanGrid($0) != nil || Self.hasHours($0) }),
      let header = table.rows.first
    else { return nil }
    let reading = CellReading(options: TableReadingOptions())
    let names = header.cells.map { reading.text($0).trimmed }
    // In a sheet that Muster wrote the other columns are for people.
    let isOwn = ["staff", "demand", "hours"].allSatisfy { column in names.contains { $0.lowercased() == column } }
    let kept = names.indices.filter { isOwn ? columns.contains(names[$0].lowercased()) : !names[$0].isEmpty }
    let output = OutputTable(
      name: table.name,
      columns: kept.map {
        TableColumn(
          header: isOwn ? names[$0].lowercased() : names[$0], path: [], form: .text, isRequired: false, meaning: "")
      }, rows: table.rows.dropFirst().map { row in kept.map { $0 < row.cells.count ? row.cells[$0] : .blank } })
    return CSVFolder.files([output])[0].bytes
  }

  /// Whether the first row names people, demands and hours.
  private static func hasHours(_ table: Table) -> Bool {
    let reading = CellReading(options: TableReadingOptions())
    let headers = table.rows.first?.cells.map { reading.text($0) } ?? []
    return ["staff", "demand", "hours"].allSatisfy { column in
      headers.contains { PlanGrid.isColumn($0, column) }
    }
  }
}
