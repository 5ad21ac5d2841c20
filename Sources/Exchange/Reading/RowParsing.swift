// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON

/// A row as an element of a list.
struct ParsedRow {
  /// What it belongs to; nil for the scenario itself.
  var owner: String?
  var ownerPlace: CellIndex?
  /// Its own id, or its name in a map.
  var id: String?
  var node: TableNode
}

/// What is the same for all rows of a table.
private struct RowContext {
  var name: String
  var table: MatchedTable
  var layout: TableLayout
  /// With that of the owner.
  var columns: [TableColumn]
  var isOwnerOptional: Bool
  var reading: CellReading
  /// The units of the headers, where numbers are not what they are without.
  var units: [String?]
}

extension ScenarioTableReader {
  /// The rows of a table; what is wrong is noted, and its cell left out.
  mutating func parse(_ table: MatchedTable, _ name: String) -> [ParsedRow] {
    let layouts = ScenarioTables.all.filter { $0.name == name }
    guard let layout = layouts.max(by: { $0.allColumns.count < $1.allColumns.count }) else { return [] }
    var rows = tables[table.index].rows
    // The cells are let go of row by row.
    tables[table.index] = tables[table.index].withoutCells
    let source = tables[table.index]
    let context = RowContext(
      name: name, table: table, layout: layout, columns: layout.allColumns,
      isOwnerOptional: ScenarioTables.isOwnerOptional(name),
      reading: reading(of: source), units: units(of: table, layout.allColumns))
    let others = otherRows[name] ?? []
    var used = Dictionary(uniqueKeysWithValues: table.columns.indices.map { ($0, 0) })
    var beside: [Int: (count: Int, row: Int)] = [:]
    var result: [ParsedRow] = []
    let isWhole = areWhole(name)
    if isWhole { builder.reserve(rows.count * (table.columns.count + 6)) }
    for row in source.rows.indices where row > table.header {
      let cells = rows[row].cells
      rows[row].cells = []
      guard !others.contains(row), let first = cells.firstIndex(where: { !$0.isWhite }) else { continue }
      let place = CellIndex(table: table.index, row: row, column: first)
      var parsed = ParsedRow(node: .object(place, room: min(cells.count, table.columns.count) + 1))
      let before = issues.issues.count
      if let merged = source.mergedRows[source.rows[row].number] {
        issues.report(
          .syntax, "cells of several columns are merged", at: source.place(row: row, column: merged),
          hint: "unmerge them, and give each column its value")
        continue
      }
      for (position, cell) in cells.enumerated() where !cell.isBlank {
        guard position < table.columns.count else {
          if source.isSheet {
            // A remark beside a table; in a file it is rather a text whose separator is not quoted.
            if !cell.isWhite { beside[position, default: (0, row)].count += 1 }
            continue
          }
          issues.report(
            .syntax, "the row has more values than there are headers", at: source.place(row: row, column: position),
            hint: "put texts with separators in quotation marks")
          break
        }
        used[position, default: 0] += 1
        guard let column = table.columns[position] else { continue }
        read(cell, context, column, at: CellIndex(table: table.index, row: row, column: position), &parsed)
      }
      finish(&parsed, context, row, hasErrors: issues.issues.count > before)
      if isWhole { builder.settle(&parsed.node) }
      result.append(parsed)
    }
    for (position, found) in beside.sorted(by: { $0.key < $1.key }) {
      issues.passOver(
        "values without a header are not read (\(found.count))", at: source.place(row: found.row, column: position))
    }
    if !result.isEmpty { noteWorkingTime(table, source) }
    noteInAccount(table, name, context.columns, rows: result.count, used)
    return result
  }

  /// The units of headers that have to be looked at for each cell.
  private func units(of table: MatchedTable, _ columns: [TableColumn]) -> [String?] {
    table.units.enumerated().map { position, unit in
      guard let unit, position < table.columns.count, let column = table.columns[position] else { return nil }
      if table.workingTime?.position == position { return unit }
      return CellUnits(column: columns[column].header, currency: currency, header: unit).isHeaderPlain ? nil : unit
    }
  }

  /// Says that the working time of people is read otherwise than it stands there.
  private mutating func noteWorkingTime(_ table: MatchedTable, _ source: Table) {
    guard let time = table.workingTime else { return }
    let place = source.place(row: table.header, column: time.position).text
    issues.note("\(place): \(quoted(table.headers[time.position])) is read as hoursPerDay, \(workingTime.basis(time))")
  }

  /// How cells of a table are read.
  func reading(of source: Table) -> CellReading {
    var reading = CellReading(options: options, hasSemicolons: source.separator == ";")
    reading.isSheet = source.isSheet
    reading.currency = currency
    return reading
  }

  private mutating func read(
    _ cell: CellValue, _ context: RowContext, _ column: Int, at place: CellIndex, _ parsed: inout ParsedRow
  ) {
    let own = context.layout.owner == nil ? column : column - 1
    let description = context.columns[column]
    let names = description.reference.flatMap { identities[$0] }
    let unit = place.column < context.units.count ? context.units[place.column] : nil
    let listing = ListReading(reading: context.reading.reading(description.header, unit: unit), names: names)
    do throws(CellReading.Failure) {
      let node: TableNode
      if let share = context.table.workingTime, share.position == place.column {
        node = try workingTime.hoursPerDay(of: cell, share, listing.reading, at: place)
      } else {
        node = try listing.node(cell, description.form, at: place)
      }
      if own < 0 {
        parsed.owner = node.text
        parsed.ownerPlace = place
      } else if context.layout.row == .member, own == 0 {
        parsed.id = node.text
        parsed.node.place = place
      } else if description.path.isEmpty {
        parsed.node = node
      } else {
        parsed.node.set(node, at: description.path[...])
      }
    } catch {
      issues.report(error, at: self.place(place))
    }
  }

  /// Fills in the id, and notes what is missing.
  private mutating func finish(_ parsed: inout ParsedRow, _ context: RowContext, _ row: Int, hasErrors: Bool) {
    let (layout, table) = (context.layout, context.table)
    if layout.row == .element, layout.idColumn != nil {
      parsed.id = rowIDs[context.name].flatMap { row < $0.count ? $0[row] : nil }
      if let id = parsed.id, parsed.node["id"] == nil {
        parsed.node.set(TableNode(place: parsed.node.place, content: .scalar(.string(id))), at: ["id"])
      }
    }
    guard !hasErrors else { return }
    for (index, column) in context.columns.enumerated() where column.isRequired {
      let isThere: Bool
      if layout.owner != nil, index == 0 {
        isThere = parsed.owner != nil || context.isOwnerOptional
      } else if column.path.isEmpty {
        isThere = layout.row == .value || parsed.id != nil
      } else {
        isThere = parsed.node.node(at: column.path[...]) != nil
      }
      guard !isThere else { continue }
      let position = table.columns.firstIndex(of: index)
      var place = tables[table.index].place(row: row, column: position ?? 0)
      if position == nil { place.column = nil }
      let isTotal = parsed.id == nil && layout.idColumn != nil
      issues.report(
        .missingKey, "\(column.header) is empty", at: place,
        hint: isTotal ? "remove rows that are something else, such as totals and remarks" : nil)
    }
  }

  /// Notes rows that belong to what is not there.
  mutating func checkOwners(_ rows: [String: [ParsedRow]]) {
    for layout in ScenarioTables.all {
      guard let owner = layout.owner?.reference, let known = identities[owner]?.ids ?? Optional([]) else { continue }
      for row in rows[layout.name] ?? [] {
        guard let name = row.owner, let place = row.ownerPlace, !known.contains(name) else { continue }
        issues.report(
          .unknownReference, "there is no \(layout.owner?.header ?? "") \(quoted(name)) in \(owner)",
          at: self.place(place),
          hint: identities[owner]?.hint(for: name))
      }
    }
  }

  mutating func noteInAccount(
    _ table: MatchedTable, _ name: String, _ columns: [TableColumn], rows: Int, _ used: [Int: Int]
  ) {
    let source = tables[table.index]
    account.tables.append(
      TableAccount.Entry(
        table: name, source: matching.place(table.index).text, rows: rows,
        columns: table.columns.enumerated().map { position, column in
          TableAccount.Column(
            header: table.headers[position], key: column.map { columns[$0].header },
            cells: used[position]
              ?? source.rows[(table.header + 1)...].count { position < $0.cells.count && !$0.cells[position].isBlank })
        }))
  }
}

extension TableNode {
  /// The text of a plain value.
  var text: String? { if case .text(let text) = content { text } else { nil } }
}
