// SPDX-License-Identifier: GPL-3.0-or-later

package import Formats
internal import Issues
internal import JSON

/// Reads scenarios that are no JSON, as far as that needs no options.
package enum ForeignScenario {
  /// Whether a name is that of a file that is read so.
  package static func isNamed(_ name: String) -> Bool { ending(of: name) != nil }

  /// The ending of a name, such as `.xlsx`; nil for other files.
  package static func ending(of name: String) -> String? {
    let name = name.lowercased()
    return [".xlsx", ".xlsm", ".xml"].first { name.hasSuffix($0) }
  }

  /// The scenario of a workbook or of an MS Project document; nil for other bytes.
  ///
  /// - Parameters:
  ///   - file: its name, for messages.
  ///   - edits: what is changed before it is read.
  ///   - loadBaseline: reads the plan file that the scenario names.
  /// - Throws: `DocumentError`, ``MissingLibrary``.
  package static func read(
    _ bytes: [UInt8], file: String, edits: [ScenarioEdit] = [],
    loadBaseline: ((String) throws(BaselineLoadFailure) -> [UInt8])? = nil
  ) throws -> ScenarioDocument? {
    switch WorkbookReader.kind(bytes) {
    case .workbook:
      let tables = try WorkbookReader.tables(bytes, file: file) { ScenarioTables.isSheet($0) }
      if PlanSheet.isPlan(tables) {
        throw failed(
          "this is the workbook of a plan, not of a scenario", "give the scenario that it was made for", file)
      }
      return try ScenarioTableReader(tables).read().scenario(edits: edits, loadBaseline: loadBaseline)
    case .xml: return try MSPDIReader([(file, bytes)]).read().scenario(edits: edits)
    case .unsupported(let what, let hint): throw failed("it is \(what)", hint, file)
    case nil: return nil
    }
  }

  private static func failed(_ detail: String, _ hint: String?, _ file: String) -> DocumentError {
    DocumentError(issues: [
      LocatedIssue(
        issue: ScenarioIssue(.format, detail, at: [], hint: hint), cell: CellPlace(file: file, sheet: nil))
    ])
  }
}
