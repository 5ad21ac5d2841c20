// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
package import JSON
internal import Numbers

/// Tables as a folder of CSV files, one for each.
package enum CSVFolder {
  /// A file of the folder.
  package struct File: Sendable {
    /// Its name in the folder, with its ending.
    package var name: String
    package var bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// How files are written.
  package enum Dialect: String, Sendable, CaseIterable {
    /// UTF-8 without a mark, LF.
    case plain
    /// With a byte order mark and CRLF, as Excel wants it.
    case excel
  }

  /// Whether a file of a folder is a table.
  package static func accepts(_ name: String) -> Bool {
    let name = name.lowercased()
    return !name.hasPrefix(".") && (name.hasSuffix(".csv") || name.hasSuffix(".tsv"))
  }

  // MARK: Reading

  /// The tables of some files.
  ///
  /// - Parameters:
  ///   - folder: the folder as messages name it.
  ///   - encoding: how the bytes are to be read; nil is UTF-8, or UTF-16 where a byte order mark says so.
  /// - Throws: ``DocumentError`` where a file is no CSV.
  package static func tables(
    _ files: [File], in folder: String, encoding: TextEncoding? = nil
  ) throws(DocumentError) -> [Table] {
    var tables: [Table] = []
    for file in files {
      let path = (folder.hasSuffix("/") ? folder : folder + "/") + file.name
      do throws(CSVRecords.Failure) {
        tables.append(try table(file, path, encoding))
      } catch {
        let isEncoding = error.detail.contains("UTF-8")
        throw DocumentError(issues: [
          LocatedIssue(
            issue: ScenarioIssue(
              .syntax, error.detail, at: [],
              hint: isEncoding ? "save it as UTF-8, or give --encoding windows-1252" : nil),
            cell: CellPlace(file: path, sheet: nil, row: error.line))
        ])
      }
    }
    return tables
  }

  private static func table(_ file: File, _ path: String, _ encoding: TextEncoding?) throws(CSVRecords.Failure) -> Table
  {
    var records = try CSVRecords(file.bytes, encoding: encoding)
    let name = file.name.prefix(upTo: file.name.lastIndex(of: ".") ?? file.name.endIndex)
    var table = Table(name: String(name), file: path, isSheet: false, rows: [])
    table.separator = records.separator
    while let fields = try records.nextRecord() {
      let number = fields.first?.line ?? 1
      var lines: [Int: Int] = [:]
      for (column, field) in fields.enumerated() where field.line != number { lines[column] = field.line }
      table.rows.append(
        TableRow(
          number: number, cells: fields.map { $0.text.isEmpty ? .blank : .text(withoutApostrophe($0.text)) },
          lines: lines))
    }
    return table
  }

  /// The text that ``withApostrophe(_:)`` was made from.
  static func withoutApostrophe(_ text: String) -> String {
    text.hasPrefix("'") && startsFormula(text) ? String(text.dropFirst()) : text
  }

  // MARK: Writing

  /// The files of some tables.
  package static func files(_ tables: [OutputTable], _ style: CSVWriter.Style = CSVWriter.Style()) -> [File] {
    tables.map { File(name: $0.name + ".csv", bytes: bytes(of: $0, style)) }
  }

  private static func bytes(of table: OutputTable, _ style: CSVWriter.Style) -> [UInt8] {
    var bytes = style.mark
    let header = table.columns.map { CellValue.text($0.header) }
    for row in [header] + table.rows {
      for (column, cell) in row.enumerated() {
        if column > 0 { bytes.append(style.separator) }
        if case .number(let value) = cell {
          bytes.append(contentsOf: style.figure(value.description))
        } else {
          bytes.append(contentsOf: text(of: cell, style.separator).utf8)
        }
      }
      bytes.append(contentsOf: style.ending)
    }
    return bytes
  }

  private static func text(of cell: CellValue, _ separator: UInt8) -> String {
    switch cell {
    case .blank, .unreadable: ""
    case .text(let text): quoted(withApostrophe(text), separator)
    case .number(let value): value.description
    case .shown(let value, let unit): CellUnits.text(value, unit)
    case .date(let day): day.description
    case .boolean(let flag): flag ? "yes" : "no"
    }
  }

  /// The text with an apostrophe before it where a spreadsheet would take it for a formula, or where it would lose
  /// apostrophes of its own on the way back.
  static func withApostrophe(_ text: String) -> String { startsFormula(text) ? "'" + text : text }

  /// Whether a text begins with what begins a formula, behind apostrophes if there are any.
  private static func startsFormula(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first(where: { $0 != "'" }) else { return false }
    return "=+-@\t\r＝＋－＠".unicodeScalars.contains(first)
  }

  private static func quoted(_ text: String, _ separator: UInt8) -> String {
    let needsQuotes =
      text.utf8.first == 0x20 || text.utf8.last == 0x20
      || text.utf8.contains { $0 == 0x22 || $0 == separator || $0 == 0x0A || $0 == 0x0D }
    guard needsQuotes else { return text }
    var result = "\""
    for scalar in text.unicodeScalars {
      result.unicodeScalars.append(scalar)
      if scalar == "\"" { result.unicodeScalars.append(scalar) }
    }
    return result + "\""
  }
}
