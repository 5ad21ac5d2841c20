// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues

/// Finds rows of a table that are no entries of it: sums, and remarks below it.
///
/// A row that has an id of its own is always an entry, so that no scenario loses one.
struct OtherRows {
  let table: Table
  let matched: MatchedTable
  let layout: TableLayout
  let columns: [TableColumn]

  /// What a row is, if it is no entry.
  enum Kind {
    case total
    case remark
  }

  private static let sums: Set<String> = [
    "total", "totals", "sum", "sums", "grandtotal", "subtotal", "summe", "summen", "gesamt", "gesamtsumme",
    "gesamtergebnis", "zwischensumme", "insgesamt", "\u{3C3}", "\u{2211}",
  ]
  private static let remarks = [
    "*", "(", "note", "remark", "source", "legend", "as of", "hinweis", "anmerkung", "bemerkung", "quelle", "legende",
    "stand ", "stand:",
  ]

  func kind(_ row: Int) -> Kind? {
    let cells = table.rows[row].cells
    guard let first = cells.firstIndex(where: { !$0.isWhite }), case .text(let label) = cells[first],
      label.utf8.count <= 400, !hasID(cells)
    else { return nil }
    let others = cells[(first + 1)...].filter { !$0.isWhite }
    let areNumbers = others.allSatisfy { cell in
      switch cell {
      case .number, .unreadable: true
      default: false
      }
    }
    if areNumbers, lacksSomething(cells) || layout.idColumn != nil, isSum(label, row, first) { return .total }
    guard others.isEmpty, layout.idColumn != nil, layout.owner == nil else { return nil }
    return isRemark(label, row) ? .remark : nil
  }

  private func isSum(_ label: String, _ row: Int, _ column: Int) -> Bool {
    let name = HeaderAliases.normalized(label)
    if Self.sums.contains(name) { return true }
    // "Alpha Ergebnis", below the rows of Alpha, as spreadsheets write it.
    let words = label.trimmed.lowercased()
    guard let end = [" ergebnis", " total", " gesamt"].first(where: { words.hasSuffix($0) }) else { return false }
    let above = row > 0 && column < table.rows[row - 1].cells.count ? table.rows[row - 1].cells[column] : .blank
    if case .text(let text) = above { return text.trimmed.lowercased() == words.dropLast(end.count) }
    return false
  }

  private func isRemark(_ label: String, _ row: Int) -> Bool {
    let above = table.rows[row - 1]
    let isApart = table.rows[row].number > above.number + 1 || above.cells.allSatisfy(\.isWhite)
    let before = table.rows[..<row].last { !$0.cells.allSatisfy(\.isWhite) }
    let areEntriesLonger = (before?.cells.count { !$0.isWhite } ?? 0) > 1
    let text = label.trimmed.lowercased()
    return isApart && areEntriesLonger || Self.remarks.contains { text.hasPrefix($0) }
  }

  /// Whether a row has an id, or a key of a map.
  private func hasID(_ cells: [CellValue]) -> Bool {
    guard let id = layout.idColumn else { return false }
    let offset = layout.owner == nil ? 0 : 1
    guard let position = matched.columns.firstIndex(of: id + offset), position < cells.count, !cells[position].isWhite
    else { return false }
    // A sum may stand in a column of numbers that is called otherwise.
    return layout.row == .member || HeaderAliases.normalized(matched.headers[position]) == "id"
      || position != cells.firstIndex { !$0.isWhite }
  }

  /// Whether something that has to be there is not.
  private func lacksSomething(_ cells: [CellValue]) -> Bool {
    columns.enumerated().contains { index, column in
      guard column.isRequired, column.header != "id" else { return false }
      guard let position = matched.columns.firstIndex(of: index) else { return true }
      return position >= cells.count || cells[position].isWhite
    }
  }
}

extension ScenarioTableReader {
  /// Notes the rows that are no entries.
  mutating func findOtherRows() {
    for name in unique(ScenarioTables.all.map(\.name)) where name != ScenarioTables.root.name {
      guard let table = matched[name],
        let layout = ScenarioTables.all.filter({ $0.name == name }).max(by: { $0.columns.count < $1.columns.count })
      else { continue }
      let source = tables[table.index]
      let others = OtherRows(
        table: source, matched: table, layout: layout, columns: ScenarioTables.columns(name))
      for row in source.rows.indices where row > table.header {
        guard let kind = others.kind(row) else { continue }
        otherRows[name, default: []].insert(row)
        let place = source.place(row: row, column: source.rows[row].cells.firstIndex { !$0.isWhite } ?? 0)
        switch kind {
        case .total: issues.passOver("a row of sums is not read", at: place)
        case .remark:
          issues.report(
            .syntax, "the row has a text alone, as a remark has", at: place,
            hint: "remarks have to go, or stand beside the table; an entry has another value")
        }
      }
    }
  }
}
