// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

/// Writes tables as the sheets of a workbook.
package enum TableWorkbook {
  private static let header = WorkbookWriter.Style(isBold: true, ground: 0xDDEBF7, hasLine: true)
  private static let required = WorkbookWriter.Style(isBold: true, ground: 0xBDD7EE, hasLine: true)
  /// The first of March 1900, before which spreadsheets count days otherwise.
  private static let firstDay = (Day(iso: "1900-03-01") ?? Day(number: 0)).number
  /// How many rows have drop-down lists, at least.
  private static let offeredRows = 500

  /// The workbook.
  ///
  /// - Throws: ``MissingLibrary``, ``WorkbookFailure``
  package static func bytes(of tables: [OutputTable]) throws -> [UInt8] {
    let workbook = try WorkbookWriter()
    try write(tables, to: workbook)
    writeNotes(tables, try workbook.sheet("Notes"))
    return try workbook.finish()
  }

  /// Adds a sheet for each table to a workbook.
  ///
  /// - Throws: ``WorkbookFailure``
  package static func write(_ tables: [OutputTable], to workbook: WorkbookWriter) throws {
    guard !tables.isEmpty else { return }
    for table in tables {
      guard table.rows.count < WorksheetWriter.rows else {
        throw WorkbookFailure.tooLarge(
          "\(table.name) has \(table.rows.count) rows, and a sheet holds \(WorksheetWriter.rows)")
      }
      write(table, try workbook.sheet(table.name), among: tables)
    }
    guard workbook.cutTexts == 0 else {
      throw WorkbookFailure.tooLarge(
        "a text has more than \(WorkbookWriter.longestText) characters, the most that a cell holds")
    }
  }

  private static func write(_ table: OutputTable, _ sheet: WorksheetWriter, among tables: [OutputTable]) {
    for (column, description) in table.columns.enumerated() {
      // Texts stay texts while they are typed: an id such as 007 or 1-2 is no number and no date.
      let pattern: WorkbookWriter.Style.Pattern =
        switch description.form {
        case .date, .dated(.date): .date
        case .number, .whole, .dated(.number), .dated(.whole): .general
        default: description.header == "value" ? .general : .text
        }
      sheet.width(width(table, column), columns: column...column, WorkbookWriter.Style(pattern))
    }
    for (column, description) in table.columns.enumerated() {
      sheet.text(description.header, 0, column, description.isRequired ? required : header)
    }
    for (row, cells) in table.rows.enumerated() {
      for (column, cell) in cells.enumerated() { write(cell, row + 1, column, sheet) }
    }
    sheet.freeze(rows: 1, columns: table.columns.count > 2 ? frozenColumns(table) : 0)
    if !table.rows.isEmpty { sheet.filter(rows: 0...table.rows.count, columns: 0...(table.columns.count - 1)) }
    offer(table, sheet, among: tables)
    for (column, description) in table.columns.enumerated() where !description.meaning.isEmpty {
      sheet.comment(note(on: description), 0, column)
    }
    if table.name == ScenarioTables.root.name { explain(table, sheet) }
    sheet.printsWide(titleRows: 1)
  }

  /// What each setting means, and its values where they are few.
  private static func explain(_ table: OutputTable, _ sheet: WorksheetWriter) {
    for (row, cells) in table.rows.enumerated() {
      guard case .text(let key) = cells[0], let column = ScenarioTables.root.columns.first(where: { $0.header == key })
      else { continue }
      sheet.comment(note(on: column), row + 1, 0)
      if let choices = column.form.choices {
        sheet.list(choices, rows: (row + 1)...(row + 1), columns: 1...1, isStrict: true)
      }
    }
  }

  private static func frozenColumns(_ table: OutputTable) -> Int {
    (table.columns.firstIndex { $0.header == "id" } ?? 0) + 1
  }

  private static func write(_ cell: CellValue, _ row: Int, _ column: Int, _ sheet: WorksheetWriter) {
    switch cell {
    case .blank, .unreadable: break
    case .text(let text): sheet.text(text, row, column, WorkbookWriter.Style(.text))
    case .date(let day) where day.number < firstDay:
      sheet.text(day.description, row, column, WorkbookWriter.Style(.text))
    case .date(let day): sheet.day(day, row, column)
    case .boolean(let flag): sheet.text(flag ? "yes" : "no", row, column)
    case .number(let value), .shown(let value, _):
      let text = value.description
      // A number of a cell has fifteen digits; what has more stays exact as a text.
      let digits = text.utf8.drop { "-0.".utf8.contains($0) }.count { $0 != UInt8(ascii: ".") }
      if digits <= 15, let double = Double(text) {
        sheet.number(double, row, column)
      } else {
        sheet.text(text, row, column, WorkbookWriter.Style(.text))
      }
    }
  }

  /// Offers what cells may hold: the few values of a key, or the ids of another table.
  private static func offer(_ table: OutputTable, _ sheet: WorksheetWriter, among tables: [OutputTable]) {
    let rows = 1...max(offeredRows, table.rows.count + 100)
    for (column, description) in table.columns.enumerated() {
      if let choices = description.form.choices, choices.joined(separator: ",").utf8.count <= 255 {
        sheet.list(choices, rows: rows, columns: column...column, isStrict: true)
      } else if let reference = description.reference, description.form.isScalar || description.form.isDatedScalar,
        let other = tables.first(where: { $0.name == reference }),
        let id = other.columns.firstIndex(where: { $0.header == "id" })
      {
        let letters = columnLetters(id)
        let last = max(offeredRows, other.rows.count + 100) + 1
        sheet.list(
          [], formula: "=\(reference)!$\(letters)$2:$\(letters)$\(last)", rows: rows, columns: column...column,
          isStrict: false)
      }
    }
  }

  private static func width(_ table: OutputTable, _ column: Int) -> Double {
    var width = table.columns[column].header.count + 3
    for row in table.rows.prefix(200) {
      let length =
        switch row[column] {
        case .text(let text): text.count
        case .number(let value): value.description.count
        case .date: 10
        default: 0
        }
      width = max(width, length + 1)
    }
    return Double(min(48, max(8, width)))
  }

  private static func note(on column: TableColumn) -> String {
    let notation = column.form.notation
    return plain(column.meaning)
      + (notation == "text" || notation == "number" || notation == "date" ? "" : "\n(\(notation))")
  }

  /// A sentence without the marks of Markdown.
  private static func plain(_ text: String) -> String {
    String(text.filter { $0 != "`" }).replacing("**", with: "")
  }

  /// What all columns mean, also those that are not there.
  private static func writeNotes(_ tables: [OutputTable], _ sheet: WorksheetWriter) {
    let wrapped = WorkbookWriter.Style(isWrapped: true)
    sheet.width(14, columns: 0...0)
    sheet.width(26, columns: 1...1)
    sheet.width(70, columns: 2...2, wrapped)
    sheet.width(40, columns: 3...3, wrapped)
    sheet.text(
      "A workbook of Muster (\(ScenarioTables.format)): one sheet for each table, one row of headers.", 0, 0,
      .init(isBold: true))
    sheet.text(
      "Sheets and columns may be left out, added and moved. Needed are Projects, Demands, and start and end in Settings.",
      1, 0)
    sheet.text(
      "Lists stand in one cell, separated by semicolons: java:4; sql:2. Names with ; : | stand in quotation marks.", 2,
      0)
    for (column, title) in ["sheet", "column", "meaning", "how it is written"].enumerated() {
      sheet.text(title, 4, column, header)
    }
    var row = 5
    let root = ScenarioTables.root
    let all =
      [(root.name, root.columns)]
      + unique(ScenarioTables.all.map(\.name)).filter { $0 != root.name }.map { ($0, ScenarioTables.columns($0)) }
    for (name, columns) in all {
      for column in columns {
        sheet.text(name, row, 0)
        sheet.text(column.header + (column.isRequired ? " *" : ""), row, 1)
        let meaning = plain(column.meaning)
        if meaning.count > 66 { sheet.height(15 * Double((meaning.count + 65) / 66), row: row) }
        sheet.text(meaning, row, 2, wrapped)
        sheet.text(column.form.notation, row, 3, wrapped)
        row += 1
      }
    }
    sheet.freeze(rows: 5, columns: 0)
    sheet.printsWide(titleRows: 5)
  }
}

extension CellForm {
  /// Whether it is one plain value that may change in time.
  var isDatedScalar: Bool { if case .dated(let form) = self { form.isScalar } else { false } }
}
