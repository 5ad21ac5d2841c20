// SPDX-License-Identifier: GPL-3.0-or-later

internal import CInterchange
internal import Issues
package import JSON

/// Reads the tables of `muster/workbook@1` into a scenario.
package struct ScenarioTableReader {
  var tables: [Table]
  let options: TableReadingOptions
  var matching: TableMatching { TableMatching(tables: tables, options: options) }
  var issues = TableIssues()
  var account = TableAccount()
  /// Tables that were recognised, by their numbers.
  var taken: Set<Int> = []
  var matched: [String: MatchedTable] = [:]
  var identities: [String: TableIdentities] = [:]
  /// The ids of the rows, by the name of the table and the row.
  var rowIDs: [String: [String?]] = [:]
  /// That of the scenario, once settings are read.
  var currency: String?
  /// What has the rows that are whole when they are read.
  let builder = PlacedDocument.Builder()
  /// What hours a week and full-time equivalents of people are in hours a day.
  var workingTime = WorkingTime()
  /// Rows that are no entries, such as sums, by the name of the table.
  var otherRows: [String: Set<Int>] = [:]

  /// - Parameters:
  ///   - tables: the sheets of a workbook or the files of a folder.
  package init(_ tables: [Table], options: TableReadingOptions = TableReadingOptions()) {
    self.tables = tables
    self.options = options
    guard options.hasBaseline else { return }
    // Columns such as KW 1 mean something in what is planned alone.
    var probe = self
    var root = TableNode.object()
    probe.recognise()
    probe.readSettings(&root)
    self.tables = tables.withListedBaseline(
      horizon: root.horizon, period: root["calendar"]?["period"]?.text, sheet: options.sheets["Baseline"])
  }

  /// Reads the tables.
  ///
  /// - Throws: ``DocumentError`` with the cells where something is wrong.
  package consuming func read() throws(DocumentError) -> TableDocument {
    var root = TableNode.object()
    for (index, table) in tables.enumerated() {
      for notice in table.notices { issues.note(notice) }
      for loss in table.losses { issues.passOver(loss, at: matching.place(index)) }
    }
    recognise()
    findOtherRows()
    nameRows()
    readSettings(&root)
    currency = root["currency"]?.text
    workingTime = WorkingTime(root["calendar"], hasCalendars: hasCalendarsOfPeople)
    checkBaseline(root)
    checkGrid(root)
    attach(ScenarioTables.root, to: &root, id: nil, rows: readAll())
    readMatrix(&root)
    readChanges(&root)
    root.set(TableNode(place: nil, content: .scalar(.string("muster/scenario@1"))), at: ["format"])
    if root["projects"] == nil { root.set(TableNode(place: nil, content: .array([])), at: ["projects"]) }
    passOverOthers()
    if let error = issues.error(isStrict: options.isStrict) { throw error }
    account.notices = issues.allNotices
    let tables = forgetCells()
    let document = PlacedDocument(consume root, builder)
    returnMemory(tables)
    return TableDocument(document: document, tables: tables, account: account)
  }

  /// Whether rows of a table are whole when they are read: no other table adds to them.
  func areWhole(_ name: String) -> Bool {
    if name == "Staff", matched["Skills"] != nil || matched["Changes"] != nil { return false }
    return ScenarioTables.all.filter { $0.name == name }.allSatisfy { layout in
      layout.row == .element && layout.children.allSatisfy { matched[$0.name] == nil }
    }
  }

  /// Lets go of the cells, which the nodes stand for now.
  private mutating func forgetCells() -> [Table] {
    let places = tables.map(\.withoutCells)
    tables = []
    returnMemory(places)
    return places
  }

  /// Gives memory of many small things back, which the allocator would keep beside the few large ones that follow.
  private func returnMemory(_ tables: [Table]) {
    if tables.contains(where: { $0.rows.count > 10_000 }) { cinterchange_return_memory() }
  }

  // MARK: Which table is which

  private mutating func recognise() {
    let layouts = ScenarioTables.all.filter { $0.row != .setting }
    for name in unique(layouts.map(\.name)) {
      let listed = name == "Baseline" && options.hasBaseline ? listedBaseline : nil
      if let index = listed ?? matching.table(named: name, taken: taken, &issues) {
        taken.insert(index)
        match(name, index, ScenarioTables.columns(name))
        checkOthers(name, index, ScenarioTables.columns(name).filter(\.isRequired))
      }
    }
    for (name, columns) in [
      ("Settings", SettingsTable.columns), ("Changes", ChangeTable.columns), ("Skills", SkillMatrix.columns),
    ] {
      guard let index = matching.table(named: name, taken: taken, &issues) else { continue }
      taken.insert(index)
      if name == "Skills" {
        // All other columns are skills.
        matched[name] = MatchedTable(index: index, header: 0, headers: [], columns: [])
      } else {
        match(name, index, columns)
      }
    }
    // A workbook whose sheets have other names: the two that have to be there are known by their headers.
    for name in ["Demands", "Projects", "Staff"] where matched[name] == nil {
      let columns = ScenarioTables.columns(name)
      let telling = columns.filter { ["project", "hours", "deadline", "costPerHour"].contains($0.header) }
      let wanted =
        name == "Demands" ? telling.filter { $0.header != "deadline" } : columns.filter(\.isRequired) + telling
      guard let index = matching.table(with: wanted, taken: taken) else { continue }
      taken.insert(index)
      issues.note("\(matching.place(index).text): read as \(name), by its headers")
      match(name, index, columns)
      checkOthers(name, index, wanted, byHeaders: true)
    }
    for (name, columns) in [("Changes", ChangeTable.columns), ("Settings", SettingsTable.columns)]
    where matched[name] == nil {
      guard let index = matching.table(with: columns.filter(\.isRequired), taken: taken) else { continue }
      taken.insert(index)
      issues.note("\(matching.place(index).text): read as \(name), by its headers")
      match(name, index, columns)
    }
    if matched["Projects"] == nil, !issues.hasErrors, !taken.contains(where: { isSheet($0, "Projects") }) {
      let file = CellPlace(file: tables.first?.file ?? "", sheet: nil)
      issues.report(
        .missingKey, "there is no \(tables.first?.isSheet == false ? "file" : "sheet") with projects", at: file,
        hint: "add Projects with a row for each, or say which it is with --sheet 'Projects=NAME'; "
          + "muster init -o staffing.xlsx makes a workbook to start from")
    }
  }

  /// Notes that another sheet may be the same table, too.
  ///
  /// - Parameter byHeaders: whether the sheet is known by its headers alone.
  private mutating func checkOthers(_ name: String, _ index: Int, _ needed: [TableColumn], byHeaders: Bool = false) {
    // Two that have other names than the table are told already.
    let isNamed = HeaderAliases.normalized(tables[index].name) == HeaderAliases.normalized(name)
    guard options.sheets[name] == nil, index != listedBaseline, byHeaders || isNamed else { return }
    let other = tables.indices.first { other in
      guard other != index, !taken.contains(other), !options.sheets.values.contains(tables[other].name) else {
        return false
      }
      let title = tables[other].name
      // `Staff (2)` and `Staff (old)` are copies, and named as not read.
      if !byHeaders, title.contains("(") { return false }
      let isMeant =
        byHeaders
        ? !ScenarioTables.isSheet(title) && !PlanSheet.isOfPlan(title) : HeaderAliases.isSheet(title, name)
      return isMeant && matching.isTable(other, needed)
    }
    guard let other else { return }
    issues.report(
      .contradiction, "both \(quoted(tables[index].name)) and \(quoted(tables[other].name)) may be \(name)",
      at: matching.place(other),
      hint: "put their rows into one \(tables[other].isSheet ? "sheet" : "file"), or name the one "
        + "that is meant: muster import --sheet '\(name)=\(tables[index].name)'")
  }

  /// Whether people have calendars of their own.
  private var hasCalendarsOfPeople: Bool {
    guard let table = matched["Staff"] else { return false }
    let columns = ScenarioTables.columns("Staff")
    return table.columns.contains { $0.map { columns[$0].header == "calendar" } ?? false }
  }

  private func isSheet(_ index: Int, _ name: String) -> Bool {
    HeaderAliases.isSheet(tables[index].name, name) || options.sheets[name] == tables[index].name
  }

  /// The sheet that was a grid.
  private var listedBaseline: Int? {
    tables.indices.first { index in tables[index].rows.last.map { !$0.columns.isEmpty } ?? false }
  }

  private mutating func match(_ name: String, _ index: Int, _ columns: [TableColumn]) {
    matched[name] = matching.match(
      index, name: name, columns,
      isOptional: { ScenarioTables.isOwnerOptional(name) && $0.header == columns[0].header },
      &issues)
  }

  private mutating func passOverOthers() {
    let hasPlan = tables.contains { HeaderAliases.normalized($0.name) == "assignments" }
    let names = unique(ScenarioTables.all.map(\.name)) + ["Skills", "Changes"]
    for index in tables.indices where !taken.contains(index) && !tables[index].rows.isEmpty {
      if HeaderAliases.isSheet(tables[index].name, "Notes") || hasPlan && PlanSheet.isOfPlan(tables[index].name) {
        continue
      }
      let hint =
        PlanGrid(tables[index]) != nil
        ? "--baseline reads it as the plan in force"
        : likely(index).map { "if it is \($0), say so with --sheet '\($0)=\(tables[index].name)'" }
          ?? nearestName(to: tables[index].name, among: names).map { "did you mean \(quoted($0))?" }
      issues.passOver(
        "the \(tables[index].isSheet ? "sheet" : "file") is not read", at: matching.place(index), hint: hint)
    }
  }

  /// The table whose columns a sheet has; nil where there is none, or more than one.
  private func likely(_ index: Int) -> String? {
    let others = Set(tables.indices).subtracting([index])
    let fitting = ["Absences", "Certificates", "Outages", "Commitments", "Training"].filter { name in
      matched[name] == nil
        && matching.table(with: ScenarioTables.columns(name).filter(\.isRequired), taken: others) != nil
    }
    return fitting.last
  }

  /// The ids of all rows, before anything refers to them.
  private mutating func nameRows() {
    for layout in ScenarioTables.all {
      guard let table = matched[layout.name], let id = layout.idColumn, identities[layout.name] == nil else { continue }
      let offset = layout.owner == nil ? 0 : 1
      let name = layout.columns.firstIndex { $0.path == ["name"] }
      var found = TableIdentities()
      var ids: [String?] = []
      var namesakes: [String: Int] = [:]
      let reading = CellReading(options: options)
      let rows = tables[table.index].rows
      let others = otherRows[layout.name] ?? []
      ids = Array(repeating: nil, count: rows.count)
      for row in rows.indices where row > table.header && !rows[row].cells.allSatisfy(\.isWhite) {
        guard !others.contains(row) else { continue }
        func text(_ column: Int?) -> String? {
          guard let column, let position = table.columns.firstIndex(of: column + offset),
            position < rows[row].cells.count, !rows[row].cells[position].isBlank
          else { return nil }
          return CellText.read(reading.text(rows[row].cells[position]))
        }
        let (ownID, ownName) = (text(id), text(name))
        if layout.name == "Staff", ownID == nil, let ownName {
          if let other = namesakes[ownName] {
            reportNamesake(ownName, table, row: row, other: other)
          } else {
            namesakes[ownName] = row
          }
        }
        if let id = found.add(id: ownID, name: ownName) { ids[row] = id }
      }
      if found.made > 0 {
        issues.note("\(matching.place(table.index).text): \(found.made) ids were made from names")
      }
      identities[layout.name] = found
      rowIDs[layout.name] = ids
    }
  }

  /// Notes that two rows have one name and no ids: one person may stand there twice.
  private mutating func reportNamesake(_ name: String, _ table: MatchedTable, row: Int, other: Int) {
    let source = tables[table.index]
    let column = table.columns.firstIndex { $0.map { ScenarioTables.columns("Staff")[$0].header == "name" } ?? false }
    let hasFirstName = table.headers.contains { ["vorname", "firstname"].contains(HeaderAliases.normalized($0)) }
    issues.report(
      .duplicateID,
      "\(quoted(name)) stands in \(source.place(row: other, column: column ?? 0).text), too, and neither has an id",
      at: source.place(row: row, column: column ?? 0),
      hint: hasFirstName
        ? "put first and last name into one column"
        : "put one person into one row, with all skills in a list (java:4; sql:2), and give two people a column id")
  }

  // MARK: Putting together

  /// All rows, by the name of the table.
  private mutating func readAll() -> [String: [ParsedRow]] {
    var result: [String: [ParsedRow]] = [:]
    for name in unique(ScenarioTables.all.map(\.name)) where name != ScenarioTables.root.name {
      guard let table = matched[name] else { continue }
      result[name] = parse(table, name)
    }
    checkOwners(result)
    return result
  }

  /// Adds the lists inside an object, whose rows name it.
  private mutating func attach(
    _ layout: TableLayout, to node: inout TableNode, id: String?, rows: [String: [ParsedRow]]
  ) {
    let grouped = rows.mapValues { rows in
      // The rows themselves are many, and are not copied.
      TableChildren(rows: rows, byOwner: Dictionary(grouping: rows.indices) { rows[$0].owner })
    }
    attach(layout, to: &node, id: id, grouped: grouped)
  }

  private mutating func attach(
    _ layout: TableLayout, to node: inout TableNode, id: String?, grouped: [String: TableChildren]
  ) {
    for child in layout.children {
      guard let children = grouped[child.name], let own = children.byOwner[id], child.owner == nil || id != nil else {
        continue
      }
      var nodes: [TableNode] = []
      nodes.reserveCapacity(child.row == .member ? 0 : own.count)
      for row in own.lazy.map({ children.rows[$0] }) {
        var element = row.node
        attach(child, to: &element, id: row.id, grouped: grouped)
        if child.row == .member {
          add(element, named: row.id ?? "", at: child.path, to: &node)
        } else {
          nodes.append(element)
        }
      }
      if !nodes.isEmpty { node.append(nodes, at: child.path) }
    }
  }

  /// Adds a member to a map, which may have come from another cell, too.
  mutating func add(_ member: TableNode, named name: String, at path: [String], to node: inout TableNode) {
    if let other = node.node(at: path[...])?[name] {
      if other.json == member.json { return }
      guard let place = member.place, let before = other.place else { return }
      issues.report(
        .contradiction, "\(quoted(name)) has another value in \(self.place(before).text)", at: self.place(place),
        hint: "remove one of them, or write the same in both")
      return
    }
    node.set(member, at: (path + [name])[...])
  }

  /// Notes that there is no plan in force, where one is wanted.
  private mutating func checkBaseline(_ root: TableNode) {
    guard options.hasBaseline, matched["Baseline"] == nil, root["baseline"] == nil, !issues.hasErrors else { return }
    issues.report(
      .missingKey, "--baseline finds no plan in force", at: CellPlace(file: tables.first?.file ?? "", sheet: nil),
      hint: "a grid has a column of people (staff), one of demands (demand) and one for each period, whose headers are "
        + "days or weeks; or name the sheet with --sheet 'Baseline=NAME'")
  }

  /// Notes a grid of months in a scenario that is planned by shorter periods.
  private mutating func checkGrid(_ root: TableNode) {
    guard options.hasBaseline, let index = listedBaseline else { return }
    let days = tables[index].rows.dropFirst().compactMap { row in
      if case .date(let day) = row.cells[2] { day } else { nil }
    }
    let period = root["calendar"]?["period"]?.text ?? "week"
    if WeekHeaders.areMonths(days), period != "month" {
      issues.report(
        .contradiction, "the columns are months, but the scenario is planned by \(period)", at: matching.place(index),
        hint: "--period month plans by month; or give each \(period) a column")
    }
  }

  func place(_ index: CellIndex) -> CellPlace { tables[index.table].place(row: index.row, column: index.column) }
}

/// The rows of a table, and which of them belong to what.
private struct TableChildren {
  var rows: [ParsedRow]
  var byOwner: [String?: [Int]]
}

/// The texts in their order, each once.
func unique(_ texts: [String]) -> [String] {
  var seen: Set<String> = []
  return texts.filter { seen.insert($0).inserted }
}

extension ScenarioTables {
  /// The columns of the tables of a name, with that of the owner.
  package static func columns(_ name: String) -> [TableColumn] {
    all.filter { $0.name == name }.map(\.allColumns).max { $0.count < $1.count } ?? []
  }

  /// Whether a sheet of a name is a table of the workbook.
  package static func isSheet(_ name: String) -> Bool {
    (all.map(\.name) + ["Changes", "Skills"]).contains { HeaderAliases.isSheet(name, $0) }
  }

  /// Whether rows may belong to the scenario itself.
  static func isOwnerOptional(_ name: String) -> Bool {
    let layouts = all.filter { $0.name == name }
    return layouts.contains { $0.owner == nil } && layouts.contains { $0.owner != nil }
  }
}

/// The matrix of people and skills that teams keep: a column for each skill.
enum SkillMatrix {
  static let columns = [
    TableColumn(header: "staff", path: [], form: .identifier, isRequired: true, meaning: "who", reference: "Staff")
  ]
}
