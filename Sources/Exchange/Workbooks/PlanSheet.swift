// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
package import JSON

/// The assignments in a workbook of a plan.
package enum PlanSheet {
  /// What is read of a sheet that Muster wrote.
  private static let columns = ["staff", "demand", "place", "project", "start", "end", "hours", "cost"]

  /// Whether a sheet is one of those that Muster writes of a plan, beside which a scenario may stand.
  static func isOfPlan(_ name: String) -> Bool {
    let name = HeaderAliases.normalized(name)
    return name.hasPrefix("peopleby") || name.hasPrefix("projectsby") || name.hasPrefix("assignments")
      || ["summary", "assetuse", "operating", "unmet", "bottlenecks", "decisions", "moneybymonth"].contains(name)
  }

  /// Whether sheets are those of a plan: there are assignments, and no demands.
  package static func isPlan(_ tables: [Table]) -> Bool {
    let names = tables.map { HeaderAliases.normalized($0.name) }
    return names.contains("assignments") && names.contains("unmet") && !names.contains("demands")
  }

  /// Assignments of a workbook as CSV, and where each line of it stood.
  package struct Text {
    package var bytes: [UInt8]
    private let table: Table
    /// The row of each record, and the column of each field, by their positions in the sheet.
    private let rows: [Int]
    private let columns: [Int]

    fileprivate init(_ table: Table, rows: [Int], columns: [Int], bytes: [UInt8]) {
      (self.table, self.rows, self.columns, self.bytes) = (table, rows, columns, bytes)
    }

    /// What is wrong where cells cannot be read, such as formulas that were never calculated; nil where there are none.
    /// Sums do not count.
    ///
    /// - Parameter headers: the columns that are not read.
    package func unreadable(except headers: [String]) -> DocumentError? {
      let reading = CellReading(options: TableReadingOptions())
      let titles = table.rows[rows[0]].cells.map { reading.text($0).trimmed }
      var issues: [LocatedIssue] = []
      for row in rows.dropFirst() where !table.rows[row].cells.contains(where: { OtherRows.isSum(reading.text($0)) }) {
        let cells = table.rows[row].cells
        for column in columns where column < cells.count && !headers.contains(titles[column]) {
          guard case .unreadable(let detail, let hint) = cells[column] else { continue }
          issues.append(
            LocatedIssue(
              issue: ScenarioIssue(.wrongType, detail, at: [], hint: hint), cell: table.place(row: row, column: column))
          )
        }
      }
      let shown = Array(issues.prefix(JSONLimits.issues))
      return issues.isEmpty ? nil : DocumentError(issues: shown, omitted: issues.count - shown.count)
    }

    /// The error with the cells of the sheet in place of lines and columns.
    package func located(_ error: DocumentError) -> DocumentError {
      DocumentError(issues: error.issues.map(located), omitted: error.omitted)
    }

    private func located(_ issue: LocatedIssue) -> LocatedIssue {
      guard var records = try? CSVRecords(bytes) else { return issue }
      let line = issue.line
      var position = 0
      while let record = (try? records.nextRecord()) ?? nil, position < rows.count {
        let field = record.firstIndex { $0.line == line && $0.column == issue.column }
        if record.first?.line == line || field != nil {
          var place = table.place(row: rows[position], column: columns[min(field ?? 0, columns.count - 1)])
          // The first column stands for the whole row.
          if field == nil || field == 0 && issue.column == 1 && issue.issue.kind == .missingKey { place.column = nil }
          return LocatedIssue(issue: issue.issue, cell: place)
        }
        position += 1
      }
      return LocatedIssue(issue: issue.issue, cell: CellPlace(file: table.file, sheet: table.name))
    }
  }

  /// The sheet `Assignments` as CSV, line by line, as ``PlanCSVReader`` reads it, else the first sheet with people, demands
  /// and more, which may be a grid; nil where there is no such sheet.
  package static func csv(_ tables: [Table]) -> Text? {
    guard
      let table = tables.first(where: { HeaderAliases.normalized($0.name) == "assignments" })
        ?? tables.first(where: { headerRow($0) != nil })
    else { return nil }
    let first = headerRow(table) ?? 0
    guard table.rows.indices.contains(first) else { return nil }
    let reading = CellReading(options: TableReadingOptions())
    let names = table.rows[first].cells.map { reading.text($0).trimmed }
    // In a sheet that Muster wrote the other columns are for people.
    let isOwn = ["staff", "demand", "hours"].allSatisfy { column in names.contains { $0.lowercased() == column } }
    let kept = names.indices.filter { isOwn ? columns.contains(names[$0].lowercased()) : !names[$0].isEmpty }
    let rows = table.rows.indices.filter { $0 > first && !table.rows[$0].cells.allSatisfy(\.isWhite) }
    let output = OutputTable(
      name: table.name,
      columns: kept.map {
        TableColumn(
          header: isOwn ? names[$0].lowercased() : names[$0], path: [], form: .text, isRequired: false, meaning: "")
      },
      rows: rows.map { row in
        let cells = table.rows[row].cells
        return kept.map { $0 < cells.count ? cells[$0] : .blank }
      })
    return Text(table, rows: [first] + rows, columns: kept, bytes: CSVFolder.files([output])[0].bytes)
  }

  /// The first of some rows that names people and demands, and something else.
  private static func headerRow(_ table: Table) -> Int? {
    let reading = CellReading(options: TableReadingOptions())
    return table.rows.prefix(TableMatching.rowsSearched).firstIndex { row in
      let headers = row.cells.map { reading.text($0) }.filter { !$0.trimmed.isEmpty }
      return headers.count > 2
        && ["staff", "demand"].allSatisfy { column in headers.contains { PlanGrid.isColumn($0, column) } }
    }
  }
}
