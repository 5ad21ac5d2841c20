// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON
internal import Numbers

extension ScenarioTableReader {
  // MARK: Settings

  /// Reads the scenario's own keys, and those that options give.
  mutating func readSettings(_ root: inout TableNode) {
    let columns = ScenarioTables.root.columns
    var seen: [String: CellIndex] = [:]
    if let table = matched["Settings"], let key = table.columns.firstIndex(of: 0),
      let value = table.columns.firstIndex(of: 1)
    {
      let rows = tables[table.index].rows
      var count = 0
      for row in rows.indices where row > table.header {
        let cells = rows[row].cells
        guard key < cells.count, !cells[key].isBlank, value < cells.count, !cells[value].isBlank else { continue }
        count += 1
        readSetting(
          CellReading(options: options).text(cells[key]), cells[value],
          CellIndex(table: table.index, row: row, column: value), key, &seen, &root)
      }
      noteInAccount(table, "Settings", SettingsTable.columns, rows: count, [:])
    }
    for (name, text) in options.settings.sorted(by: { $0.key < $1.key }) {
      guard let column = columns.first(where: { $0.header == name }) else { continue }
      let form: CellForm = column.form
      if let value = try? CellReading(options: TableReadingOptions()).scalar(.text(text), form) {
        root.set(TableNode(place: nil, content: .scalar(value)), at: column.path[...])
      }
    }
    for column in columns where column.isRequired && root.node(at: column.path[...]) == nil {
      guard column.path.first == "calendar", seen[column.header] == nil else { continue }
      var place = CellPlace(file: tables.first?.file ?? "", sheet: nil)
      if let table = matched["Settings"] { place = matching.place(table.index) }
      issues.report(
        .missingKey, "\(quoted(column.header)) is missing in Settings: \(column.meaning)", at: place,
        hint: "add a row \(column.header), or give --from and --to")
    }
  }

  private mutating func readSetting(
    _ name: String, _ cell: CellValue, _ place: CellIndex, _ keyColumn: Int, _ seen: inout [String: CellIndex],
    _ root: inout TableNode
  ) {
    if HeaderAliases.normalized(name) == "format" {
      let found = CellReading(options: options).text(cell)
      if found != ScenarioTables.format {
        issues.report(
          .format, "the format is \(quoted(found)), not \(quoted(ScenarioTables.format))", at: self.place(place),
          hint: "leave the row out, or write \(ScenarioTables.format)")
      }
      return
    }
    let columns = ScenarioTables.root.columns
    guard let index = HeaderAliases.column(name, among: columns) else {
      issues.passOver(
        "the setting \(quoted(name)) is not read",
        at: tables[place.table].place(row: place.row, column: keyColumn),
        hint: nearestName(to: name, among: columns.map(\.header)).map { "did you mean \(quoted($0))?" })
      return
    }
    if let other = seen.updateValue(place, forKey: columns[index].header) {
      issues.report(
        .duplicateKey, "\(columns[index].header) is set in \(self.place(other).text), too", at: self.place(place))
      return
    }
    let listing = ListReading(reading: reading(of: tables[place.table]).reading(columns[index].header))
    do throws(CellReading.Failure) {
      root.set(try listing.node(cell, columns[index].form, at: place), at: columns[index].path[...])
    } catch {
      issues.report(error, at: self.place(place))
    }
  }

  // MARK: The matrix of skills

  /// Reads the sheet with a column for each skill.
  mutating func readMatrix(_ root: inout TableNode) {
    guard let index = matched["Skills"]?.index, var staff = root["staff"]?.elements else { return }
    let source = tables[index]
    let reading = CellReading(options: options)
    let header = source.rows.prefix(20).firstIndex { row in
      row.cells.contains { HeaderAliases.column(reading.text($0), among: SkillMatrix.columns) != nil }
    }
    guard let header,
      let person = source.rows[header].cells.firstIndex(where: {
        HeaderAliases.column(reading.text($0), among: SkillMatrix.columns) != nil
      })
    else {
      issues.report(
        .missingKey, "no row of the first 20 names the column \"staff\"", at: matching.place(index),
        hint: "the matrix has the column staff, and one for each skill")
      return
    }
    let rank = Dictionary(staff.indices.compactMap { place in staff[place]["id"]?.text.map { ($0, place) } }) {
      first, _ in first
    }
    let skills = source.rows[header].cells.map { reading.text($0).trimmed }
    var none: [CellIndex] = []
    for row in source.rows.indices where row > header {
      let cells = source.rows[row].cells
      guard person < cells.count, !cells[person].isBlank else { continue }
      let name = reading.text(cells[person])
      guard let owner = rank[identities["Staff"]?.resolve(name) ?? name] else {
        issues.report(
          .unknownReference, "there is no staff \(quoted(name)) in Staff", at: source.place(row: row, column: person),
          hint: identities["Staff"]?.hint(for: name))
        continue
      }
      for (position, cell) in cells.enumerated() where position != person && !cell.isBlank {
        guard position < skills.count, !skills[position].isEmpty else { continue }
        let place = CellIndex(table: index, row: row, column: position)
        guard !Self.isNone(cell) else {
          none.append(place)
          continue
        }
        do throws(CellReading.Failure) {
          var skill = TableNode.object(place)
          skill.set(TableNode(place: place, content: .scalar(try level(cell, reading))), at: ["level"])
          add(skill, named: skills[position], at: ["skills"], to: &staff[owner])
        } catch {
          issues.report(error, at: self.place(place))
        }
      }
    }
    if let first = none.first {
      issues.note("\(place(first).text): 0 and - are read as no skill (\(none.count))")
    }
    root.set(TableNode(place: root["staff"]?.place, content: .array(staff)), at: ["staff"])
  }

  /// Whether a cell says that there is no skill.
  private static func isNone(_ cell: CellValue) -> Bool {
    switch cell {
    case .number(let value), .shown(let value, _): value == 0
    case .text(let text): ["0", "-", "\u{2013}", "\u{2014}"].contains(text.trimmed)
    default: false
    }
  }

  private func level(_ cell: CellValue, _ reading: CellReading) throws(CellReading.Failure) -> JSONValue {
    if case .text(let text) = cell, !text.contains(where: \.isNumber) {
      throw CellReading.Failure(
        detail: "\(quoted(text)) is not a level", hint: "write a number from 1 to 5, or leave the cell blank")
    }
    return try reading.scalar(cell, .whole(1...5))
  }

  // MARK: Values that change

  /// Reads the days on which values of people change.
  mutating func readChanges(_ root: inout TableNode) {
    guard let table = matched["Changes"], var staff = root["staff"]?.elements else { return }
    let layout = ScenarioTables.root.children.first { $0.name == "Staff" }
    let columns = layout?.columns.filter { if case .dated = $0.form { true } else { false } } ?? []
    let rows = tables[table.index].rows
    let positions = (0..<4).map { table.columns.firstIndex(of: $0) ?? 0 }
    let rank = Dictionary(staff.indices.compactMap { place in staff[place]["id"]?.text.map { ($0, place) } }) {
      first, _ in first
    }
    let reading = reading(of: tables[table.index])
    var count = 0
    for row in rows.indices where row > table.header {
      let cells = positions.map { $0 < rows[row].cells.count ? rows[row].cells[$0] : .blank }
      guard cells.contains(where: { !$0.isBlank }) else { continue }
      count += 1
      let places = positions.map { CellIndex(table: table.index, row: row, column: $0) }
      if let blank = cells.firstIndex(where: \.isBlank) {
        issues.report(.missingKey, "\(ChangeTable.columns[blank].header) is empty", at: place(places[blank]))
        continue
      }
      let name = identities["Staff"]?.resolve(CellText.read(reading.text(cells[0]))) ?? ""
      guard let owner = rank[name] else {
        issues.report(
          .unknownReference, "there is no staff \(quoted(name)) in Staff", at: place(places[0]),
          hint: identities["Staff"]?.hint(for: name))
        continue
      }
      guard let index = HeaderAliases.column(reading.text(cells[1]), among: columns) else {
        issues.report(
          .unknownKey, "\(quoted(reading.text(cells[1]))) is not a value that may change", at: place(places[1]),
          hint: "these may: " + columns.map(\.header).joined(separator: ", "))
        continue
      }
      change(columns[index], cells, places, reading, &staff[owner])
    }
    noteInAccount(table, "Changes", ChangeTable.columns, rows: count, [:])
    root.set(TableNode(place: root["staff"]?.place, content: .array(staff)), at: ["staff"])
  }

  private mutating func change(
    _ column: TableColumn, _ cells: [CellValue], _ places: [CellIndex], _ reading: CellReading,
    _ person: inout TableNode
  ) {
    guard let before = person.node(at: column.path[...]) else {
      issues.report(
        .missingKey, "\(column.header) has no value in Staff from which it changes", at: place(places[1]),
        hint: "write the first value into Staff")
      return
    }
    var form = column.form
    if case .dated(let inner) = form { form = inner }
    var failed = places[2]
    do throws(CellReading.Failure) {
      var value = try reading.reading(column.header).scalar(cells[2], form)
      if column.reference == "Calendars", case .string(let text) = value, let names = identities["Calendars"] {
        value = .string(names.resolve(text))
      }
      failed = places[3]
      let day = try reading.reading("from").scalar(cells[3], .date)
      var entry = TableNode.object(places[2])
      entry.set(TableNode(place: places[2], content: .scalar(value)), at: ["value"])
      entry.set(TableNode(place: places[3], content: .scalar(day)), at: ["from"])
      var entries = before.elements ?? []
      if entries.isEmpty {
        var first = TableNode.object(before.place)
        first.set(before, at: ["value"])
        entries = [first]
      }
      person.set(TableNode(place: before.place, content: .array(entries + [entry])), at: column.path[...])
    } catch {
      issues.report(error, at: place(failed))
    }
  }
}
