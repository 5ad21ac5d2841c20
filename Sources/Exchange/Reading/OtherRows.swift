// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON

/// Finds rows of a table that are no entries of it: sums, and remarks below it.
///
/// A row that has an id of its own is always an entry, so that no scenario loses one.
struct OtherRows {
  let table: Table
  let matched: MatchedTable
  let layout: TableLayout
  let columns: [TableColumn]
  /// Whether Muster wrote the workbook, in which each row is an entry.
  let isExported: Bool
  /// The last row that has more than one value; nil where it, or one above it, is alone, as lone names are usual then.
  let lastFull: Int?

  init(table: Table, matched: MatchedTable, layout: TableLayout, columns: [TableColumn], isExported: Bool) {
    self.table = table
    self.matched = matched
    self.layout = layout
    self.columns = columns
    self.isExported = isExported
    let counts = table.rows.indices.dropFirst(matched.header + 1).map { row in
      (row: row, values: table.rows[row].cells.count { !$0.isWhite })
    }
    let last = counts.last { $0.values > 1 }?.row
    let above = counts.filter { $0.values > 0 && $0.row <= last ?? 0 }
    lastFull = above.count > 1 && above.allSatisfy { $0.values > 1 } ? last : nil
  }

  /// What a row is, if it is no entry.
  enum Kind {
    case total
    case remark
    /// A person of whom nothing but the name is there.
    case name
  }

  private static let sums: Set<String> = [
    "total", "totals", "sum", "sums", "grandtotal", "subtotal", "summe", "summen", "gesamt", "gesamtsumme",
    "gesamtergebnis", "zwischensumme", "insgesamt", "\u{3C3}", "\u{2211}", "\u{F8}", "durchschnitt", "mittelwert",
    "average", "mean", "anzahl",
  ]
  /// Whether a label is what rows of sums are called.
  static func isSum(_ label: String) -> Bool { sums.contains(HeaderAliases.normalized(label)) }

  private static let remarks = [
    "*", "(", "note", "remark", "source", "legend", "as of", "hinweis", "anmerkung", "bemerkung", "quelle", "legende",
    "stand ", "stand:",
  ]

  func kind(_ row: Int) -> Kind? {
    let cells = table.rows[row].cells
    guard let first = cells.firstIndex(where: { !$0.isWhite }), case .text(let label) = cells[first],
      label.utf8.count <= 400
    else { return nil }
    guard !hasID(cells) else { return isRemarkInPlaceOfID(cells, label, row) ? .remark : nil }
    let others = cells[(first + 1)...].filter { !$0.isWhite }
    let areNumbers = others.allSatisfy { cell in
      switch cell {
      case .number, .shown, .unreadable: true
      default: false
      }
    }
    if areNumbers, lacksSomething(cells) || layout.idColumn != nil, isSum(label, row, first) { return .total }
    if isNamedAsSum(cells) { return .total }
    guard others.isEmpty, layout.idColumn != nil, layout.owner == nil else { return nil }
    if isRemark(label, row) { return .remark }
    guard isBelowPeople(row) else { return nil }
    return Self.isLikeName(label) ? .name : .remark
  }

  /// Whether a row is below all people who have more than a name.
  private func isBelowPeople(_ row: Int) -> Bool { layout.name == "Staff" && lastFull.map { row > $0 } ?? false }

  /// Whether a text stands alone in the column of ids below all people, and is none: it has three words or more, and no
  /// id above has two.
  private func isRemarkInPlaceOfID(_ cells: [CellValue], _ label: String, _ row: Int) -> Bool {
    guard !isExported, isBelowPeople(row), cells.count(where: { !$0.isWhite }) == 1, Self.words(label).count > 2,
      let column = cells.firstIndex(where: { !$0.isWhite }), let lastFull
    else { return false }
    return table.rows[(matched.header + 1)...lastFull].allSatisfy { row in
      guard column < row.cells.count, case .text(let text) = row.cells[column] else { return true }
      return Self.words(text).count < 2
    }
  }

  private static func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }

  private static let particles: Set<Substring> = [
    "al", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "ibn", "la", "le",
    "ter",
    "van", "von", "y", "zu", "zum", "zur",
  ]

  /// Whether a text may be the name of a person: one or two words, or more that begin with capitals but for particles.
  static func isLikeName(_ label: String) -> Bool {
    let words = words(label)
    let isPlain = label.allSatisfy { $0.isLetter || $0.isWhitespace || "-'\u{2019}.,".contains($0) }
    guard isPlain, words.count <= 6, label.trimmed.last != "." else { return false }
    return words.count < 3 || words.allSatisfy { $0.first?.isUppercase == true || particles.contains($0) }
  }

  private func isSum(_ label: String, _ row: Int, _ column: Int) -> Bool {
    if Self.isSum(label) { return true }
    // "Alpha Ergebnis", below the rows of Alpha, as spreadsheets write it.
    let words = label.trimmed.lowercased()
    guard let end = [" ergebnis", " total", " gesamt"].first(where: { words.hasSuffix($0) }) else { return false }
    let above = row > 0 && column < table.rows[row - 1].cells.count ? table.rows[row - 1].cells[column] : .blank
    if case .text(let text) = above { return text.trimmed.lowercased() == words.dropLast(end.count) }
    return false
  }

  /// Whether the name of a row is that of a sum, and nothing but numbers stands behind it: "Summe" below the demands of a
  /// project, which may be named before it.
  private func isNamedAsSum(_ cells: [CellValue]) -> Bool {
    let offset = layout.owner == nil ? 0 : 1
    guard !isExported, let name = layout.columns.firstIndex(where: { $0.path == ["name"] }),
      let position = matched.columns.firstIndex(of: name + offset), position < cells.count,
      case .text(let text) = cells[position], Self.isSum(text)
    else { return false }
    return cells.enumerated().allSatisfy { other, cell in
      if other == position || other < matched.columns.count && offset == 1 && matched.columns[other] == 0 {
        return true
      }
      switch cell {
      case .blank, .number, .shown, .unreadable: return true
      // Those of a file are texts.
      case .text(let text): return text.allSatisfy { $0.isNumber || $0.isWhitespace || ".,'+-%\u{20AC}$".contains($0) }
      default: return false
      }
    }
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
  /// Whether the settings name the format, as Muster writes them.
  private var isExported: Bool {
    guard let settings = matched["Settings"] else { return false }
    let reading = CellReading(options: options)
    return tables[settings.index].rows.contains { row in
      row.cells.first.map { HeaderAliases.normalized(reading.text($0)) == "format" } ?? false
    }
  }

  /// Notes the rows that are no entries.
  mutating func findOtherRows() {
    for name in unique(ScenarioTables.all.map(\.name)) where name != ScenarioTables.root.name {
      guard let table = matched[name],
        let layout = ScenarioTables.all.filter({ $0.name == name }).max(by: { $0.columns.count < $1.columns.count })
      else { continue }
      let source = tables[table.index]
      let others = OtherRows(
        table: source, matched: table, layout: layout, columns: ScenarioTables.columns(name), isExported: isExported)
      for row in source.rows.indices where row > table.header {
        guard let kind = others.kind(row) else { continue }
        if kind != .name { otherRows[name, default: []].insert(row) }
        let place = source.place(row: row, column: source.rows[row].cells.firstIndex { !$0.isWhite } ?? 0)
        switch kind {
        case .name:
          issues.note(
            "\(place.text): the row has only a name, and is read as a person; remove it if it is a remark")
        case .total: issues.passOver("a row of sums is not read", at: place)
        case .remark:
          issues.report(
            .syntax, "the row has only a text, as remarks have", at: place,
            hint: "remove a remark, or put it beside the table; give an entry its other values")
        }
      }
    }
  }
}
