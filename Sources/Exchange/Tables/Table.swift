// SPDX-License-Identifier: GPL-3.0-or-later

internal import JSON
package import Numbers

/// What is in a cell.
package enum CellValue: Sendable, Hashable {
  case blank
  case text(String)
  case number(ExactDecimal)
  /// A number that its format shows with a unit, such as `PT` or `%`; see ``StylesPart``.
  indirect case shown(ExactDecimal, unit: String)
  case date(Day)
  case boolean(Bool)
  /// A cell that cannot be read, with the reason and what to do about it.
  indirect case unreadable(String, hint: String?)

  var isBlank: Bool {
    switch self {
    case .blank: true
    case .text(let text): text.isEmpty
    default: false
    }
  }

  /// The number in it, whatever its format shows.
  package var plainNumber: ExactDecimal? {
    switch self {
    case .number(let value), .shown(let value, _): value
    default: nil
    }
  }

  /// Whether there is nothing to be seen in it.
  var isWhite: Bool {
    switch self {
    case .blank: true
    case .text(let text): text.unicodeScalars.allSatisfy(isSpace)
    default: false
    }
  }
}

/// A row of a table as it was read.
package struct TableRow: Sendable {
  /// The row of a sheet, or the line of a file, from 1.
  package var number: Int
  /// The cells from the first column on; a row ends where its last value is.
  package var cells: [CellValue]
  /// The line of each cell where it is another than that of the row, as behind a text with line breaks.
  package var lines: [Int: Int] = [:]
  /// Where each cell stood, where that is another column.
  var columns: [Int: Int] = [:]

  package init(number: Int, cells: [CellValue], lines: [Int: Int] = [:]) {
    self.number = number
    self.cells = cells
    self.lines = lines
  }
}

/// A table as it was read: a sheet of a workbook, or a CSV file of a folder.
package struct Table: Sendable {
  /// The name of the sheet, or of the file without its ending.
  package var name: String
  /// The file as messages name it.
  package var file: String
  /// Whether it is a sheet of a workbook.
  package var isSheet: Bool
  package var rows: [TableRow]
  /// What parts the values of a CSV file; semicolons make decimal commas likely.
  var separator: Unicode.Scalar = ","
  /// What was noticed while it was read, such as merged cells.
  package var notices: [String] = []
  /// The same of what is left out, which ``TableReadingOptions/isStrict`` makes an error.
  package var losses: [String] = []
  /// The rows in which cells of several columns are merged, by their numbers, with the first of these columns.
  var mergedRows: [Int: Int] = [:]

  package init(name: String, file: String, isSheet: Bool, rows: [TableRow]) {
    self.name = name
    self.file = file
    self.isSheet = isSheet
    self.rows = rows
  }

  /// The table as far as it is needed to say where something stands.
  var withoutCells: Table {
    var table = self
    table.rows = rows.map { row in
      var row = row
      row.cells = []
      return row
    }
    return table
  }

  /// The place of a cell.
  func place(row: Int, column: Int) -> CellPlace {
    let line = rows.indices.contains(row) ? rows[row].lines[column] ?? rows[row].number : 1
    let written = rows.indices.contains(row) ? rows[row].columns[column] ?? column : column
    return CellPlace(file: file, sheet: isSheet ? name : nil, column: columnLetters(written), row: line)
  }
}

/// The letters of a column of a sheet, counted from 0: `A`, `Z`, `AA`.
package func columnLetters(_ column: Int) -> String {
  var rest = column
  var letters: [UInt8] = []
  while true {
    letters.append(UInt8(ascii: "A") + UInt8(rest % 26))
    rest = rest / 26
    if rest == 0 { break }
    rest -= 1
  }
  return String(decoding: letters.reversed(), as: UTF8.self)
}

/// A table to be written.
package struct OutputTable: Sendable {
  package var name: String
  package var columns: [TableColumn]
  package var rows: [[CellValue]]
}
