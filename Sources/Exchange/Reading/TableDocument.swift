// SPDX-License-Identifier: GPL-3.0-or-later

package import Formats
internal import Issues
package import JSON

/// A scenario as tables have it, with the cell of each value.
package struct TableDocument: Sendable {
  let document: PlacedDocument
  let tables: [Table]
  /// What became of all columns.
  package let account: TableAccount

  /// The scenario, which passed validation.
  ///
  /// - Parameters:
  ///   - edits: what is changed before it is read.
  ///   - loadBaseline: reads the plan file that the setting `baseline` names.
  ///   - lint: what is looked for beside what validation says.
  ///   - isRehashed: whether the digest is wanted.
  /// - Returns: the scenario with the digest of its own JSON, as `import` writes it.
  /// - Throws: ``DocumentError``, whose issues name cells.
  package func scenario(
    edits: [ScenarioEdit] = [], loadBaseline: ((String) throws(BaselineLoadFailure) -> [UInt8])? = nil,
    lint: ScenarioReader.Lint? = nil, isRehashed: Bool = true
  ) throws(DocumentError) -> ScenarioDocument {
    do throws(DocumentError) {
      var result = try ScenarioReader.read(document.json, edits: edits, loadBaseline: loadBaseline, lint: lint)
      if isRehashed { result = result.rehashed }
      result.warnings = result.warnings.map(located)
      return result
    } catch {
      throw DocumentError(issues: error.issues.map(located), omitted: error.omitted)
    }
  }

  /// An issue of the document as one of the cell that it came from.
  private func located(_ issue: LocatedIssue) -> LocatedIssue {
    // What an edit brought in is in no cell.
    if issue.option != nil || issue.file != nil { return issue }
    if let index = document.place(of: issue.issue.path) {
      return LocatedIssue(issue: issue.issue, cell: tables[index.table].place(row: index.row, column: index.column))
    }
    return LocatedIssue(issue: issue.issue, cell: CellPlace(file: tables.first?.file ?? "", sheet: nil))
  }
}

/// What became of the columns of tables, `muster/account@1`.
package struct TableAccount: Sendable {
  /// A column that was read or passed over.
  package struct Column: Sendable {
    package var header: String
    /// The key that it is; nil where it was dropped.
    package var key: String?
    /// How many cells have a value.
    package var cells: Int
  }

  /// A table that was recognised.
  package struct Entry: Sendable {
    package var table: String
    package var source: String
    package var rows: Int
    package var columns: [Column]
  }

  package var tables: [Entry] = []
  /// What was noticed, for people.
  package var notices: [String] = []

  /// The account as a document.
  package var json: [UInt8] {
    var writer = JSONWriter(pretty: true)
    writer.beginObject()
    writer.member("format", "muster/account@1")
    writer.key("tables")
    writer.beginArray()
    for entry in tables {
      writer.beginObject()
      writer.member("table", entry.table)
      writer.member("source", entry.source)
      writer.member("rows", entry.rows)
      writer.key("columns")
      writer.beginArray()
      for column in entry.columns {
        writer.beginObject()
        writer.member("header", column.header)
        if let key = column.key { writer.member("key", key) }
        writer.member("fate", column.key == nil ? "dropped" : "carried")
        writer.member("cells", column.cells)
        writer.endObject()
      }
      writer.endArray()
      writer.endObject()
    }
    writer.endArray()
    writer.key("notices")
    writer.beginArray()
    for notice in notices { writer.value(notice) }
    writer.endArray()
    writer.endObject()
    return writer.finish()
  }
}
