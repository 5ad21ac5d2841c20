// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import Exchange

/// The tables of `docs/interchange.md` are made from the tables of the workbook.
///
/// After a change, `MUSTER_UPDATE_DOCS=1 swift test --filter InterchangePageTests` writes them anew.
@Suite("The page of workbooks")
struct InterchangePageTests {
  static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("docs/interchange.md")

  static func unique(_ names: [String]) -> [String] {
    names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  static var tables: String {
    let names = unique(ScenarioTables.all.map(\.name))
    let rows = names.map { name in
      let columns = name == "Settings" ? ScenarioTables.root.columns : ScenarioTables.columns(name)
      return "| `\(name)` | "
        + columns.enumerated().map { place, column in
          column.header + (column.isRequired && !(place == 0 && ScenarioTables.isOwnerOptional(name)) ? "*" : "")
        }.joined(separator: ", ") + " |"
    }
    return
      (["| sheet | columns |", "| --- | --- |"] + rows + [
        "| `Changes` | staff*, key*, value*, from* |", "| `Skills` | staff*, then one for each skill |",
      ])
      .joined(separator: "\n")
  }

  static func aliases(_ title: String, _ aliases: [String: [String]]) -> String {
    let rows = aliases.sorted { $0.key < $1.key }.map { "| `\($0.key)` | \($0.value.joined(separator: ", ")) |" }
    return (["| \(title) | also called |", "| --- | --- |"] + rows).joined(separator: "\n")
  }

  @Test("Its tables are those of the format: else MUSTER_UPDATE_DOCS=1 swift test --filter InterchangePageTests")
  func page() throws {
    let old = try String(contentsOf: Self.page, encoding: .utf8)
    var page = old
    for (name, text) in [
      ("tables", Self.tables), ("headers", Self.aliases("column", HeaderAliases.columns)),
      ("names", Self.aliases("sheet", HeaderAliases.sheets)),
    ] {
      let begin = try #require(page.range(of: "<!-- begin \(name) -->\n"))
      let end = try #require(page.range(of: "<!-- end \(name) -->"))
      page.replaceSubrange(begin.upperBound..<end.lowerBound, with: text + "\n")
    }
    if ProcessInfo.processInfo.environment["MUSTER_UPDATE_DOCS"] != nil {
      try page.write(to: Self.page, atomically: true, encoding: .utf8)
    } else {
      #expect(page == old)
    }
  }

  @Test("Every alias is of a column or sheet that there is, and means one of them in a table")
  func aliases() {
    let columns = Set(ScenarioTables.all.flatMap(\.allColumns).map(\.header) + ["key", "value"])
    for name in HeaderAliases.columns.keys { #expect(columns.contains(name), "\(name)") }
    let sheets = Set(ScenarioTables.all.map(\.name) + ["Changes", "Skills"])
    for name in HeaderAliases.sheets.keys { #expect(sheets.contains(name), "\(name)") }
    for table in sheets {
      let all = ScenarioTables.columns(table)
      for column in all {
        #expect(HeaderAliases.column(column.header, among: all).map { all[$0].header } == column.header)
      }
    }
  }
}
