// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Formats
package import JSON
internal import Numbers

/// Writes a scenario as tables.
package struct ScenarioTableWriter {
  /// Columns that are written although no row has a value, by the names of tables.
  private let shown: [String: Set<String>]
  private var rows: [String: [TableRows]] = [:]
  private var changes: [[CellValue]] = []

  /// The rows of a table that have the columns of one layout.
  private struct TableRows {
    var layout: TableLayout
    var rows: [SparseRow] = []
  }

  /// The cells of a row that are not blank: of many columns most rows have few.
  private struct SparseRow {
    var cells: [(column: Int32, value: CellValue)]

    init(_ row: [CellValue]) {
      cells = []
      cells.reserveCapacity(row.count { !$0.isBlank })
      for (column, cell) in row.enumerated() where !cell.isBlank { cells.append((Int32(clamping: column), cell)) }
    }
  }

  /// How many people or demands are looked at as JSON at once.
  private let stretch: Int

  /// What stands before the decimals of numbers in lists.
  private let decimal: TableReadingOptions.DecimalMark

  /// - Parameters:
  ///   - shown: columns that are written although no row has a value, by the names of tables, as in a template.
  ///   - decimal: what stands before the decimals of numbers that are parts of lists.
  ///   - stretch: how many people or demands are looked at as JSON at once; more take more memory.
  package init(
    showing shown: [String: Set<String>] = [:], decimal: TableReadingOptions.DecimalMark = .point, stretch: Int = 2_000
  ) {
    self.shown = shown
    self.stretch = stretch
    self.decimal = decimal
  }

  /// The tables of a scenario; those without rows are left out.
  ///
  /// - Throws: ``DocumentError`` never for a scenario that passed validation.
  package func tables(of scenario: Scenario) throws(DocumentError) -> [OutputTable] {
    var work = self
    var rest = scenario
    rest.staff = []
    rest.projects = []
    let document = try work.document(rest)
    let settings = work.cells(of: document, ScenarioTables.root, owner: nil)
    work.walk(document, ScenarioTables.root, owner: nil)
    try work.walkStretches(of: scenario, rest)
    let tables = work.finish(settings)
    guard decimal == .comma else { return tables }
    return tables.map { table in
      var table = table
      for row in table.rows.indices {
        for (column, cell) in table.rows[row].enumerated() where column < table.columns.count {
          // Numbers by themselves stay numbers.
          guard case .text(let text) = cell, case .number = table.columns[column].form else { continue }
          let plain = String(text.map { $0 == "," ? "." : $0 })
          if let value = try? ExactDecimal(parsing: plain.utf8) { table.rows[row][column] = .number(value) }
        }
      }
      return table
    }
  }

  /// The document with a comma in each number that has decimals.
  private static func withCommas(_ value: JSONValue) -> JSONValue {
    switch value {
    case .number(let lexeme): .number(String(lexeme.map { $0 == "." ? "," : $0 }))
    case .array(let elements): .array(elements.map(withCommas))
    case .object(let members): .object(members.map { .init($0.key, withCommas($0.value)) })
    default: value
    }
  }

  /// A scenario as the document that its tables are derived from.
  private func document(_ scenario: Scenario) throws(DocumentError) -> JSONValue {
    let document = try JSONValue(parsing: ScenarioWriter.write(scenario))
    return decimal == .comma ? Self.withCommas(document) : document
  }

  /// Adds the rows of people and projects, some at a time, as a large scenario takes much memory as JSON.
  ///
  /// - Parameter rest: the scenario without them.
  private mutating func walkStretches(of scenario: Scenario, _ rest: Scenario) throws(DocumentError) {
    // Each stretch is written as a scenario of its own, which has nothing else.
    var frame = rest
    (frame.assets, frame.commitments, frame.limits, frame.preferences, frame.baseline) = ([], [], [], [], nil)
    for start in stride(from: 0, to: scenario.staff.count, by: stretch) {
      var part = frame
      part.staff = Array(scenario.staff[start..<min(start + stretch, scenario.staff.count)])
      walk(try document(part), ScenarioTables.root, owner: nil) { $0.path == ["staff"] }
    }
    var part = frame
    var size = 0
    for project in scenario.projects {
      for start in stride(from: 0, to: max(1, project.demands.count), by: stretch) {
        var piece = project
        piece.demands = Array(project.demands[start..<min(start + stretch, project.demands.count)])
        if size + piece.demands.count + 1 > stretch || start > 0 {
          try walkProjects(&part)
          size = 0
        }
        part.projects.append(piece)
        size += piece.demands.count + 1
        // The project itself is a row of its first stretch alone.
        if start > 0 {
          let before = rows
          try walkProjects(&part)
          keepDemands(since: before)
        }
      }
    }
    try walkProjects(&part)
  }

  private mutating func walkProjects(_ part: inout Scenario) throws(DocumentError) {
    guard !part.projects.isEmpty else { return }
    walk(try document(part), ScenarioTables.root, owner: nil) { $0.path == ["projects"] }
    part.projects = []
  }

  /// Takes back what was added twice of a project, all but its demands.
  private mutating func keepDemands(since before: [String: [TableRows]]) {
    let demands = Set(
      ScenarioTables.root.children.first { $0.path == ["projects"] }?.children.first { $0.path == ["demands"] }
        .map { [$0.name] + $0.children.map(\.name) } ?? [])
    for name in rows.keys where !demands.contains(name) { rows[name] = before[name] }
  }

  /// The tables of a document of the format, valid or not.
  func tables(of document: JSONValue) -> [OutputTable] {
    var work = self
    let root = ScenarioTables.root
    let settings = work.cells(of: document, root, owner: nil)
    work.walk(document, root, owner: nil)
    return work.finish(settings)
  }

  /// The tables of all rows.
  private func finish(_ settings: [CellValue]) -> [OutputTable] {
    var work = self
    let root = ScenarioTables.root
    var result = [settingsTable(root, settings)]
    var seen: Set<String> = [root.name]
    for layout in ScenarioTables.all where seen.insert(layout.name).inserted {
      if let table = work.table(layout.name) { result.append(table) }
    }
    if !work.changes.isEmpty {
      result.append(OutputTable(name: "Changes", columns: ChangeTable.columns, rows: work.changes))
    }
    return result
  }

  private func settingsTable(_ root: TableLayout, _ values: [CellValue]) -> OutputTable {
    var rows: [[CellValue]] = [[.text("format"), .text(ScenarioTables.format)]]
    for (column, value) in zip(root.columns, values)
    where shown[root.name]?.contains(column.header) == true || !value.isBlank {
      rows.append([.text(column.header), value])
    }
    return OutputTable(name: root.name, columns: SettingsTable.columns, rows: rows)
  }

  /// The table of a name, with the columns that are used.
  private mutating func table(_ name: String) -> OutputTable? {
    var parts = (rows.removeValue(forKey: name) ?? []).filter { !$0.rows.isEmpty }
    if parts.isEmpty {
      // Without that table, a workbook is not known as a scenario.
      guard shown[name] != nil || name == "Projects" else { return nil }
      parts = ScenarioTables.all.filter { $0.name == name }.map { TableRows(layout: $0) }
    }
    // Where rows may belong to the document itself, the others have one more column.
    guard let widest = parts.max(by: { $0.layout.allColumns.count < $1.layout.allColumns.count })?.layout else {
      return nil
    }
    let columns = widest.allColumns
    var used = Set(
      columns.indices.filter { shown[name]?.contains(columns[$0].header) == true || columns[$0].isRequired })
    for part in parts {
      let missing = columns.count - part.layout.allColumns.count
      for row in part.rows {
        for cell in row.cells { used.insert(Int(cell.column) + missing) }
      }
    }
    let kept = used.sorted()
    let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    var all: [[CellValue]] = []
    all.reserveCapacity(parts.reduce(0) { $0 + $1.rows.count })
    for part in parts.indices {
      let missing = columns.count - parts[part].layout.allColumns.count
      for row in parts[part].rows.indices {
        // Each row makes room for the next: there may be very many.
        let sparse = parts[part].rows[row].cells
        parts[part].rows[row].cells = []
        var cells = Array(repeating: CellValue.blank, count: kept.count)
        for cell in sparse { if let place = places[Int(cell.column) + missing] { cells[place] = cell.value } }
        all.append(cells)
      }
    }
    return OutputTable(name: name, columns: kept.map { columns[$0] }, rows: all)
  }

  /// Adds the rows of the lists inside an object.
  ///
  /// - Parameter isWanted: which of the lists.
  private mutating func walk(
    _ object: JSONValue, _ layout: TableLayout, owner: String?, isWanted: (TableLayout) -> Bool = { _ in true }
  ) {
    for child in layout.children where isWanted(child) {
      guard let list = object.value(at: child.path) else { continue }
      var part = TableRows(layout: child)
      for (name, element) in Self.elements(of: list) {
        if child.row == .member, child.isCellEnough(element) { continue }
        var row: [CellValue] = owner.map { [.text(CellText.written($0))] } ?? []
        var id = element.text(of: "id")
        if let name {
          id = name
          row.append(.text(CellText.written(name)))
        }
        row += cells(of: element, child, owner: id)
        part.rows.append(SparseRow(row))
        walk(element, child, owner: id)
      }
      rows[child.name, default: []].append(part)
    }
  }

  private static func elements(of list: JSONValue) -> [(name: String?, JSONValue)] {
    switch list {
    case .array(let elements): elements.map { (nil, $0) }
    case .object(let members): members.map { ($0.key, $0.value) }
    default: []
    }
  }

  /// The cells of an object's own columns, without that of its name.
  private mutating func cells(of element: JSONValue, _ layout: TableLayout, owner: String?) -> [CellValue] {
    let first = layout.row == .member ? 1 : 0
    var cells: [CellValue] = []
    for column in layout.columns[first...] {
      guard let value = column.path.isEmpty ? element : element.value(at: column.path) else {
        cells.append(.blank)
        continue
      }
      if let child = layout.children.first(where: { $0.path == column.path }) {
        cells.append(child.cell(value, column.form))
      } else {
        cells.append(CellWriting.cell(value, column.form))
        noteChanges(value, column, table: layout.name, owner: owner)
      }
    }
    for group in layout.groups where element.value(at: group.path) != nil {
      // An object that is there and says nothing: the first of its values is written out.
      let columns = group.columns.map { $0 - first }
      guard columns.allSatisfy({ cells[$0].isBlank }), !hasTable(layout, below: group.path),
        let place = columns.first(where: { layout.columns[$0 + first].standard != nil }),
        let standard = layout.columns[place + first].standard
      else { continue }
      cells[place] = CellWriting.cell(standard, layout.columns[place + first].form)
    }
    return cells
  }

  private func hasTable(_ layout: TableLayout, below path: [String]) -> Bool {
    layout.children.contains { $0.path.starts(with: path) }
  }

  private mutating func noteChanges(_ value: JSONValue, _ column: TableColumn, table: String, owner: String?) {
    guard case .dated(let form) = column.form, case .array(let entries) = value else { return }
    for entry in entries.dropFirst() {
      guard let value = entry["value"], let from = entry["from"] else { continue }
      changes.append([
        .text(CellText.written(owner ?? "")), .text(column.header), CellWriting.cell(value, form),
        CellWriting.cell(from, .date),
      ])
    }
  }
}

extension TableLayout {
  /// Whether a member of a map is written in the cell, and needs no row of the table.
  fileprivate func isCellEnough(_ value: JSONValue) -> Bool {
    switch writing {
    case .inCell: return true
    case .inTableIfLong: if case .object = value { return false } else { return true }
    case .inTable, nil: return false
    }
  }

  /// The cell of the list, which has this table, too.
  fileprivate func cell(_ value: JSONValue, _ form: CellForm) -> CellValue {
    switch (value, writing) {
    case (.array(let elements), _) where elements.isEmpty: .text(ListNotation.empty)
    case (.object(let members), _) where members.isEmpty: .text(ListNotation.empty)
    case (.object(let members), .inTableIfLong):
      CellWriting.cell(
        .object(members.filter { if case .object = $0.value { false } else { true } }), form, isEmptyBlank: true)
    case (_, .inCell): CellWriting.cell(value, form)
    default: .blank
    }
  }
}

/// The sheet of the scenario's own keys.
package enum SettingsTable {
  static let columns = [
    TableColumn(header: "key", path: [], form: .text, isRequired: true, meaning: "what is set"),
    TableColumn(header: "value", path: [], form: .text, isRequired: true, meaning: "to what"),
  ]
}

/// The sheet of values that change on a day.
package enum ChangeTable {
  static let columns = [
    TableColumn(header: "staff", path: [], form: .identifier, isRequired: true, meaning: "who", reference: "Staff"),
    TableColumn(
      header: "key", path: [], form: .text, isRequired: true, meaning: "the column of Staff whose value changes"),
    TableColumn(header: "value", path: [], form: .text, isRequired: true, meaning: "what holds then"),
    TableColumn(header: "from", path: [], form: .date, isRequired: true, meaning: "the first day on which it holds"),
  ]
}

extension JSONValue {
  /// The value that some keys lead to.
  func value(at path: [String]) -> JSONValue? {
    var value = self
    for key in path {
      guard let next = value[key] else { return nil }
      value = next
    }
    return value
  }

  fileprivate func text(of key: String) -> String? {
    if case .string(let text)? = self[key] { text } else { nil }
  }
}
