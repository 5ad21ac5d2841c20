// SPDX-License-Identifier: GPL-3.0-or-later

internal import Formats
internal import JSON
internal import Numbers

/// A column of a table: a key of the format, or what a row belongs to.
package struct TableColumn: Sendable {
  /// The header that is written.
  package var header: String
  /// The keys from the row's object to the value; empty for an owner, a name or a value of a list.
  var path: [String]
  package var form: CellForm
  package var isRequired: Bool
  /// What it means, in a sentence; empty where the header says it all.
  package var meaning: String
  /// The value that holds where the cell is blank, as JSON.
  var standard: JSONValue?
  /// What the value refers to: the name of a table.
  package var reference: String?
}

/// A table of the workbook, and how its rows and the format's objects become each other.
package struct TableLayout: Sendable {
  /// What a row of the table is.
  enum Row: Sendable, Hashable {
    /// An element of a list.
    case element
    /// A member of an object whose keys are names given by the user, which stand in the first column.
    case member
    /// A plain value of a list.
    case value
    /// A key of the scenario itself, with its value.
    case setting
  }

  package var name: String
  /// The keys from the owner's object to the list.
  var path: [String]
  var row: Row
  /// What a row belongs to: the first column; nil where that is the scenario.
  package var owner: TableColumn?
  package var columns: [TableColumn]
  var children: [TableLayout] = []
  /// Whether the list is there even where it is empty.
  var isRequired = false
  /// Where the list is written if it may stand in a cell, too.
  var writing: TableNames.Writing?
  /// Objects inside a row's object: their keys, and which columns are theirs.
  var groups: [(path: [String], columns: Range<Int>)] = []

  /// The columns with that of the owner.
  package var allColumns: [TableColumn] { (owner.map { [$0] } ?? []) + columns }

  /// The column of the ids of the rows.
  var idColumn: Int? {
    switch row {
    case .element: columns.firstIndex { $0.path == ["id"] }
    case .member: columns.isEmpty ? nil : 0
    case .value, .setting: nil
    }
  }

  /// The table with those inside it.
  package var flattened: [TableLayout] { [self] + children.flatMap(\.flattened) }
}

/// Makes the tables from the description of the format.
///
/// What a key needs follows from its shape: plain values, lists and maps of them get a column, objects a column for each
/// of their keys, lists of objects a table. ``TableNames`` gives the tables their names and says which lists have both a
/// cell and a table; a list that it does not know is named after its keys, so that no key of the format is left out.
struct TableDerivation {
  let names: TableNames

  /// The table of an object's keys, with those of the lists inside it.
  ///
  /// - Parameters:
  ///   - keys: the keys from the root of the format to the object.
  ///   - name: the name of the table.
  func layout(of object: ObjectShape, at keys: [String], name: String, row: TableLayout.Row) -> TableLayout {
    var layout = TableLayout(name: name, path: [], row: row, columns: [])
    add(object, at: keys, path: [], prefix: "", isOptional: false, to: &layout)
    return layout
  }

  private func add(
    _ object: ObjectShape, at keys: [String], path: [String], prefix: String, isOptional: Bool,
    to layout: inout TableLayout
  ) {
    for field in object.fields {
      let (keys, path) = (keys + [field.key], path + [field.key])
      let dotted = keys.joined(separator: ".")
      if case .constant = field.shape { continue }
      if case .object(let inner) = field.shape.resolved, names.reference(to: keys) == nil {
        let start = layout.columns.count
        let inside =
          names.isInline(dotted) ? prefix : prefix + (prefix.isEmpty ? field.key : field.key.capitalizedAtStart)
        add(
          inner, at: keys, path: path, prefix: inside, isOptional: isOptional || !field.isRequired, to: &layout)
        layout.groups.append((path, start..<layout.columns.count))
        continue
      }
      var form = CellForm(field.shape)
      if let baseline = field.shape.textOrObject {
        form = .fileOrTable(keys: baseline.fields.map(\.key))
        add(baseline, at: keys, path: path, prefix: prefix, isOptional: true, to: &layout)
      }
      let table = child(of: field, at: keys, path: path, owner: layout.name, hasCell: form != nil)
      if let table { layout.children.append(table) }
      // A list that has a table stands in a cell, too, only where that is said.
      guard let form, table == nil || table?.writing != nil else { continue }
      layout.columns.append(
        TableColumn(
          header: prefix.isEmpty ? field.key : prefix + field.key.capitalizedAtStart, path: path, form: form,
          isRequired: field.isRequired && !isOptional, meaning: field.meaning, standard: field.standard?(),
          reference: names.reference(to: keys)))
    }
  }

  /// The table of a list or map; nil where it has a cell alone.
  private func child(
    of field: FieldShape, at keys: [String], path: [String], owner: String, hasCell: Bool
  ) -> TableLayout? {
    let dotted = keys.joined(separator: ".")
    let name = names.table(dotted)
    if hasCell, name == nil { return nil }
    let title = name ?? keys.map(\.capitalizedAtStart).joined()
    var table: TableLayout
    switch field.shape.resolved {
    case .list(.object(let object), _, _), .list(.named(_, .object(let object)), _, _):
      table = layout(of: object, at: keys, name: title, row: .element)
    case .list(let element, _, _):
      guard let form = CellForm(element) else { return nil }
      table = TableLayout(name: title, path: [], row: .value, columns: [names.value(dotted, form)])
    case .map(let element):
      table = memberTable(element, at: keys, name: title)
    default: return nil
    }
    table.path = path
    table.isRequired = field.isRequired
    table.writing = names.written[dotted]
    if owner != names.root {
      table.owner = TableColumn(
        header: names.singular(owner), path: [], form: .identifier, isRequired: true,
        meaning: "what the row belongs to", reference: owner)
    }
    return table
  }

  private func memberTable(_ element: Shape, at keys: [String], name: String) -> TableLayout {
    let dotted = keys.joined(separator: ".")
    let nameColumn = TableColumn(
      header: names.member(dotted), path: [], form: .identifier, isRequired: true, meaning: "",
      reference: names.reference(to: keys + ["*"]))
    var table: TableLayout
    if let object = element.object {
      table = layout(of: object, at: keys, name: name, row: .member)
    } else {
      table = TableLayout(name: name, path: [], row: .member, columns: [])
      if let form = CellForm(element) { table.columns = [names.value(dotted, form)] }
    }
    table.columns.insert(nameColumn, at: 0)
    table.groups = table.groups.map { ($0.path, ($0.columns.lowerBound + 1)..<($0.columns.upperBound + 1)) }
    return table
  }
}

extension Shape {
  /// The shape without the name that schemas give it.
  var resolved: Shape { if case .named(_, let shape) = self { shape.resolved } else { self } }

  /// The object, also where a short form may stand for it.
  fileprivate var object: ObjectShape? {
    switch resolved {
    case .object(let object): object
    case .either(_, .object(let object)): object
    default: nil
    }
  }

  /// The object that may be written in place or named by a text.
  fileprivate var textOrObject: ObjectShape? {
    if case .either(.text, .object(let object)) = resolved { object } else { nil }
  }
}

extension String {
  /// With a capital at its beginning.
  var capitalizedAtStart: String { prefix(1).uppercased() + dropFirst() }
}
