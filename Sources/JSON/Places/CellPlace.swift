// SPDX-License-Identifier: GPL-3.0-or-later

/// A cell of a workbook or of a folder of CSV files.
public struct CellPlace: Sendable, Hashable {
  /// The file as it was named.
  public var file: String
  /// The sheet; nil in a CSV file.
  public var sheet: String?
  /// The column in letters, such as `F`; nil for the whole row.
  public var column: String?
  /// The row of the sheet, or the line of the file, from 1; nil for the whole sheet or file.
  public var row: Int?

  package init(file: String, sheet: String?, column: String? = nil, row: Int? = nil) {
    self.file = file
    self.sheet = sheet
    self.column = column
    self.row = row
  }

  /// The cell within its sheet, such as `F7`; nil for the whole sheet or file.
  public var cell: String? { row.map { (column ?? "") + String($0) } }

  /// The place as messages begin with it: `staffing.xlsx!Demands!F7`, `folder/Demands.csv:7:F`.
  public var text: String {
    let parts = [file, sheet, sheet == nil ? row.map(String.init) : cell, sheet == nil ? column : nil]
    return parts.compactMap { $0 }.joined(separator: sheet == nil ? ":" : "!")
  }
}
