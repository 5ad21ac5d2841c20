// SPDX-License-Identifier: GPL-3.0-or-later

package import Formats
internal import Issues
package import JSON
internal import Numbers

/// Reads MS Project XML documents (MSPDI) into a scenario.
package struct MSPDIReader {
  private let options: MSPDIReadingOptions
  private var findings: MSPDIFindings
  private let contents: [(name: String, bytes: [UInt8])]

  /// - Parameter files: the documents, with their names for messages.
  package init(_ files: [(name: String, bytes: [UInt8])], options: MSPDIReadingOptions = MSPDIReadingOptions()) {
    self.options = options
    contents = files
    findings = MSPDIFindings(files: files.map(\.name))
  }

  /// Reads the documents.
  ///
  /// - Throws: ``DocumentError`` with the places where something is wrong, ``MissingLibrary``.
  package consuming func read() throws -> MSPDIDocument {
    var trees: [MSPDITree] = []
    var files: [MSPDIFile] = []
    for (index, content) in contents.enumerated() {
      do {
        let tree = try MSPDITree.read(content.bytes)
        trees.append(tree)
        files.append(try MSPDIFile(tree, index, of: contents.count, options, &findings))
      } catch let failure as XMLFailure {
        throw DocumentError(issues: [
          LocatedIssue(
            issue: ScenarioIssue(.syntax, failure.detail, at: [], hint: failure.hint), file: content.name,
            line: failure.line ?? 1, column: 1)
        ])
      }
    }
    guard !files.isEmpty else { throw DocumentError(issues: []) }
    var scenario = MSPDIScenario(files, options, findings)
    let root = scenario.root()
    if let error = scenario.findings.error(isStrict: options.isStrict) { throw error }
    let accounts = zip(trees, contents).map { MSPDIAccount($0, file: $1.name) }
    return MSPDIDocument(
      document: PlacedDocument(root), files: contents.map(\.name), accounts: accounts,
      notices: scenario.notices(accounts))
  }
}

/// A scenario as MS Project documents have it, with the place of each value.
package struct MSPDIDocument: Sendable {
  let document: PlacedDocument
  let files: [String]
  /// What became of all elements, for each file.
  package let accounts: [MSPDIAccount]
  /// What people are told.
  package let notices: [String]

  /// The account as `muster/account@1`.
  package var account: [UInt8] { MSPDIAccount.json(accounts, notices: notices) }

  /// The scenario, which passed validation.
  ///
  /// - Parameters:
  ///   - edits: what is changed before it is read.
  ///   - lint: what is looked for beside what validation says.
  /// - Returns: the scenario with the digest of its own JSON, as `import` writes it.
  /// - Throws: ``DocumentError``, whose issues name lines of the files.
  package func scenario(
    edits: [ScenarioEdit] = [], lint: ScenarioReader.Lint? = nil
  ) throws(DocumentError) -> ScenarioDocument {
    do throws(DocumentError) {
      var result = try ScenarioReader.read(document.json, edits: edits, lint: lint).rehashed
      result.warnings = result.warnings.map(located)
      return result
    } catch {
      throw DocumentError(issues: error.issues.map(located), omitted: error.omitted)
    }
  }

  private func located(_ issue: LocatedIssue) -> LocatedIssue {
    // What an edit brought in is in none of the files.
    if issue.option != nil || issue.file != nil { return issue }
    let place = document.place(of: issue.issue.path)
    return LocatedIssue(
      issue: issue.issue, file: files[place?.table ?? 0], line: place?.row ?? 1, column: place?.column ?? 1)
  }
}
