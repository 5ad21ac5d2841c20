// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON

/// A table whose columns are known.
struct MatchedTable {
  /// Its number among those that were read.
  var index: Int
  /// The last row of headers.
  var header: Int
  /// The headers, of one row or of two.
  var headers: [String]
  /// The columns of the layout by those of the table; nil for what is not read.
  var columns: [Int?]
  /// The units that the headers name.
  var units: [String?] = []
  /// The column of the working time that people have otherwise than in hours a day.
  var workingTime: WorkingTime.Column?
}

/// Finds out which table is which, and which column means what.
struct TableMatching {
  let tables: [Table]
  let options: TableReadingOptions
  /// How many rows are looked at for the headers.
  static let rowsSearched = 20

  /// The number of the table for a name of the format; nil where there is none.
  ///
  /// - Parameter taken: tables that are something else.
  func table(named name: String, taken: Set<Int>, _ issues: inout TableIssues) -> Int? {
    if let given = options.sheets[name] {
      if let index = tables.firstIndex(where: { $0.name == given }) { return index }
      issues.report(
        .missingKey, "there is no sheet \(quoted(given)), which --sheet names", at: CellPlace(file: file, sheet: nil),
        hint: nearestName(to: given, among: tables.map(\.name)).map { "did you mean \(quoted($0))?" })
      return nil
    }
    let found = tables.indices.filter { !taken.contains($0) && HeaderAliases.isSheet(tables[$0].name, name) }
    let exact = found.first { HeaderAliases.normalized(tables[$0].name) == HeaderAliases.normalized(name) }
    if found.count > 1, exact == nil || found.count(where: { tables[$0].name == name }) > 1 {
      issues.report(
        .contradiction, "both \(found.map { quoted(tables[$0].name) }.joined(separator: " and ")) may be \(name)",
        at: place(found[0]), hint: "say with 'muster import --sheet \(name)=...' which one is")
    }
    return exact ?? found.first
  }

  /// The table that has all the columns that one of a name needs, for sheets of any name.
  func table(with columns: [TableColumn], taken: Set<Int>) -> Int? {
    tables.indices.first { index in
      !taken.contains(index) && header(of: index, columns, nil) != nil
    }
  }

  private var file: String { tables.first?.file ?? "" }

  /// The place of a whole table.
  func place(_ table: Int) -> CellPlace {
    CellPlace(file: tables[table].file, sheet: tables[table].isSheet ? tables[table].name : nil)
  }

  /// The columns of a table.
  ///
  /// - Parameters:
  ///   - name: its name in the format.
  ///   - isOptional: which columns need not be there although their values are required.
  func match(
    _ index: Int, name: String, _ columns: [TableColumn], isOptional: (TableColumn) -> Bool,
    _ issues: inout TableIssues
  ) -> MatchedTable? {
    let table = tables[index]
    guard !table.rows.isEmpty else { return nil }
    let needed = columns.filter { $0.isRequired && !isOptional($0) }
    var row = header(of: index, needed, columns)
    if let number = options.headerRows[name] { row = table.rows.firstIndex { $0.number == number } }
    guard let row else {
      reportNoHeader(index, name: name, needed, columns, &issues)
      return nil
    }
    return matched(index, name: name, row, columns, &issues)
  }

  private func matched(
    _ index: Int, name: String, _ row: Int, _ columns: [TableColumn], _ issues: inout TableIssues
  ) -> MatchedTable {
    let table = tables[index]
    let (headers, last, units) = headers(of: index, row, columns)
    var result = MatchedTable(index: index, header: last, headers: headers, columns: [], units: units)
    var first: [Int: Int] = [:]
    let strong = Set(
      headers.compactMap { header in
        HeaderAliases.column(header, among: columns).flatMap { Self.isWeak(header, columns[$0]) ? nil : $0 }
      })
    let time = name == "Staff" ? WorkingTime.column(headers, columns) : nil
    for (position, header) in headers.enumerated() {
      var column = mapped(header, name, columns) ?? HeaderAliases.column(header, among: columns)
      if let found = column, mapped(header, name, columns) == nil {
        // Beside tasks, people are no names of them, and work is no name of people.
        let isOther =
          name == "Demands"
          ? Self.isPerson(header) : HeaderAliases.work.contains(HeaderAliases.normalized(header))
        if columns[found].header == "name", isOther { column = nil }
        if Self.isWeak(header, columns[found]), strong.contains(found) { column = nil }
      }
      if let time, time.position == position, column == nil {
        result.workingTime = time
        column = time.key
      }
      if let column, isMappedElsewhere(column, header, name, columns) {
        result.columns.append(nil)
        continue
      }
      result.columns.append(column)
      if let column {
        if let other = first.updateValue(position, forKey: column) {
          issues.report(
            .duplicateKey,
            "both this column and \(table.place(row: row, column: other).text) are \(columns[column].header)",
            at: table.place(row: row, column: position), hint: "remove one of them, or give it another header")
        }
      } else if !header.trimmed.isEmpty, !header.hasPrefix("x-") {
        issues.passOver(
          "the column \(quoted(header)) is not read", at: table.place(row: row, column: position),
          hint: nearestName(to: header, among: columns.map(\.header)).map { "did you mean \(quoted($0))?" }
            ?? Self.hint(header, name))
      }
    }
    return result
  }

  /// Whether a header is that of people.
  private static func isPerson(_ header: String) -> Bool {
    PlanGrid.isColumn(header, "staff") && HeaderAliases.normalized(header) != "name"
  }

  /// What to do about a column that is no key.
  private static func hint(_ header: String, _ name: String) -> String? {
    guard name == "Demands" else { return nil }
    if WeekHeaders(nil).day(of: header) != nil {
      return "give the hours of each stretch of days a row of their own, with from and to"
    }
    return isPerson(header) ? "--map 'Demands.only=\(header)' restricts the work to them" : nil
  }

  /// The headers of a table, which may stand in two rows: units or parts below what they belong to.
  private func headers(
    of index: Int, _ row: Int, _ columns: [TableColumn]
  ) -> (texts: [String], last: Int, units: [String?]) {
    let reading = CellReading(options: options)
    let rows = tables[index].rows
    var texts = rows[row].cells.map { reading.text($0) }
    var units = texts.map { HeaderAliases.unit(of: $0, among: columns) }
    let alone = (texts, row, units)
    guard row + 1 < rows.count, rows[row + 1].number == rows[row].number + 1 else { return alone }
    var isHeader = false
    for (position, cell) in rows[row + 1].cells.enumerated() where !cell.isWhite {
      guard case .text(let text) = cell else { return alone }
      let above = position < texts.count ? texts[position] : ""
      if !above.isEmpty, HeaderAliases.normalized(text) == HeaderAliases.normalized(above) { continue }
      let isUnit =
        text.trimmed.first.map { "[(".contains($0) } ?? false && text.trimmed.last.map { "])".contains($0) } ?? false
      let isPart =
        HeaderAliases.column(text, among: columns) != nil && HeaderAliases.column(above, among: columns) == nil
      guard isUnit && !above.isEmpty || isPart else { return alone }
      // Below the header of names, it may be one that has brackets.
      let key = HeaderAliases.column(above, among: columns)
      if isPart || key.map({ !columns[$0].form.isName }) ?? true { isHeader = true }
      while texts.count <= position { texts.append("") }
      while units.count <= position { units.append(nil) }
      if isPart { texts[position] = text }
      units[position] = HeaderAliases.unit(of: text, among: columns) ?? units[position]
    }
    return isHeader ? (texts, row + 1, units) : alone
  }

  /// The column for which `--map` names a header.
  private func mapped(_ header: String, _ name: String, _ columns: [TableColumn]) -> Int? {
    columns.firstIndex { options.columns["\(name).\($0.header)"] == header }
  }

  private func isMappedElsewhere(_ column: Int, _ header: String, _ name: String, _ columns: [TableColumn]) -> Bool {
    options.columns["\(name).\(columns[column].header)"].map { $0 != header } ?? false
  }

  /// Whether a table has rows below headers of all columns that are needed.
  func isTable(_ index: Int, _ needed: [TableColumn]) -> Bool {
    guard let row = header(of: index, needed, nil) else { return false }
    return tables[index].rows[(row + 1)...].contains { !$0.cells.allSatisfy(\.isWhite) }
  }

  /// Whether a header means a column only where no other one does.
  private static func isWeak(_ header: String, _ column: TableColumn) -> Bool {
    HeaderAliases.weak[column.header]?.contains(HeaderAliases.normalized(header)) ?? false
  }

  /// Of some rows that which names most columns, and all that are needed; the first of several.
  private func header(of index: Int, _ needed: [TableColumn], _ columns: [TableColumn]?) -> Int? {
    var best: (row: Int, columns: Int)?
    for row in tables[index].rows.indices.prefix(Self.rowsSearched) {
      let texts = headers(of: index, row, columns ?? needed).texts
      let isHeader = needed.allSatisfy { column in
        isNamed(column, by: texts, needed)
          || texts.contains { text in
            options.columns.contains { $0.value == text && $0.key.hasSuffix("." + column.header) }
          }
      }
      // Where nothing is needed, a header has at least one known column.
      guard isHeader else { continue }
      if needed.isEmpty, let columns, !texts.contains(where: { HeaderAliases.column($0, among: columns) != nil }) {
        continue
      }
      // A title may be called as a column is.
      let count = named(texts, columns ?? needed)
      if best.map({ count > $0.columns }) ?? true { best = (row, count) }
    }
    return best?.row
  }

  /// Whether some headers name a column that is needed; a name will do for an id.
  private func isNamed(_ column: TableColumn, by headers: [String], _ needed: [TableColumn]) -> Bool {
    let candidates = column.header == "id" ? [column, nameColumn] : [column]
    // What another column needs is no name: "Project" may be one.
    let others = column.header == "id" ? needed.filter { $0.header != "id" } : []
    return headers.contains {
      HeaderAliases.column($0, among: candidates) != nil && HeaderAliases.column($0, among: others) == nil
    }
  }

  /// How many columns some headers name, those that are named twice counted less.
  private func named(_ headers: [String], _ columns: [TableColumn]) -> Int {
    let found = headers.compactMap { HeaderAliases.column($0, among: columns) }
    let mapped = headers.count { header in
      HeaderAliases.column(header, among: columns) == nil && options.columns.values.contains(header)
    }
    return 2 * Set(found).count - found.count + mapped
  }

  /// Rows without an id have a name from which one is made.
  private var nameColumn: TableColumn {
    TableColumn(header: "name", path: [], form: .text, isRequired: false, meaning: "")
  }

  /// What to do about a table with a column for each day, where rows are wanted.
  private static func gridHint(_ headers: [String], _ name: String) -> String? {
    guard headers.count(where: { WeekHeaders(nil).day(of: $0) != nil }) > 1 else { return nil }
    return name == "Baseline"
      ? "it has a column for each period: --baseline reads it"
      : "a column for each day is not read; write a row for each entry"
  }

  private func reportNoHeader(
    _ index: Int, name: String, _ needed: [TableColumn], _ columns: [TableColumn], _ issues: inout TableIssues
  ) {
    let rows = tables[index].rows
    // The row that came nearest.
    let nearest =
      rows.indices.prefix(Self.rowsSearched).map { row in
        let texts = headers(of: index, row, columns).texts
        return (row: row, texts: texts, count: named(texts, columns))
      }.max { $0.count < $1.count }
    let texts = nearest?.texts ?? []
    let missing = needed.filter { !isNamed($0, by: texts, needed) }
    let near = missing.lazy.compactMap { column in
      nearestName(to: column.header, among: texts).map { (column.header, $0) }
    }.first
    issues.report(
      .missingKey,
      "no row of the first \(Self.rowsSearched) names the columns "
        + needed.map(Self.title).joined(separator: ", ")
        + (nearest.map { nearest in
          nearest.count == 0
            ? "" : "; row \(rows[nearest.row].number) lacks \(missing.map(Self.title).joined(separator: ", "))"
        } ?? ""),
      at: place(index),
      hint: near.map { "is \(quoted($0.1)) \($0.0)? Say so with --map '\(name).\($0.0)=\($0.1)'" }
        ?? Self.gridHint(texts, name)
        ?? Self.hint(texts, missing, columns, name, row: nearest.map { rows[$0.row].number } ?? 1))
  }

  /// What to do about headers of somebody's own: they are named, with the one that may be what is missing.
  private static func hint(
    _ headers: [String], _ missing: [TableColumn], _ columns: [TableColumn], _ name: String, row number: Int
  ) -> String {
    let row = "--header-row '\(name)=4' says which row names the columns"
    let found = headers.map(\.trimmed).filter { !$0.isEmpty }
    let unknown = found.filter { HeaderAliases.column($0, among: columns) == nil }
    guard let wanted = missing.first.map({ $0.header == "id" ? "name" : $0.header }), let first = unknown.first else {
      return "the first row names the columns; " + row
    }
    return
      "\(number == 1 ? "the first row" : "row \(number)") has \(HeaderAliases.listed(found)); if \(quoted(first)) is \(wanted), say so with --map '\(name).\(wanted)=\(first)'; "
      + "or \(row)"
  }

  private static func title(_ column: TableColumn) -> String {
    column.header == "id" ? "\"id\" (or \"name\")" : quoted(column.header)
  }
}
