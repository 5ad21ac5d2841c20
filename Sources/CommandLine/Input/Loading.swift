// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Exchange
import Formats
import Issues
import JSON
import Processes
import Serving

/// A scenario that was read, with the notices that go with it.
struct LoadedScenario {
  var document: ScenarioDocument
  var file: InputFile

  /// The scenario as read, or with another plan in force.
  var scenario: Scenario

  /// What became of the columns or elements, as JSON, where it was no JSON.
  var account: [UInt8]?
  /// Whether it was made of XML documents of MS Project.
  var isProject = false

  /// Reads a scenario and tells its warnings.
  ///
  /// - Parameters:
  ///   - tables: how tables are read.
  ///   - encoding: how the bytes of CSV files are read; nil where they say it themselves.
  ///   - projects: how XML documents of MS Project are read.
  ///   - edits: what is changed before it is read.
  ///   - lint: what is looked for beside what validation says.
  ///   - isRehashed: whether the digest of a scenario that was made of tables is wanted.
  init(
    _ path: String, messages: MessageOptions, edits: [ScenarioEdit] = [],
    tables options: TableReadingOptions = TableReadingOptions(), encoding: TextEncoding? = nil,
    projects: MSPDIReadingOptions = MSPDIReadingOptions(), lint: ScenarioReader.Lint? = nil, isRehashed: Bool = true
  ) throws {
    try self.init(
      InputFile(path), messages: messages, edits: edits, tables: options, encoding: encoding, projects: projects,
      lint: lint, isRehashed: isRehashed)
  }

  /// Reads a scenario from a file.
  init(
    _ source: InputFile, messages: MessageOptions, edits: [ScenarioEdit] = [],
    tables options: TableReadingOptions = TableReadingOptions(),
    encoding: TextEncoding? = nil, projects: MSPDIReadingOptions = MSPDIReadingOptions(),
    lint: ScenarioReader.Lint? = nil, isRehashed: Bool = true
  ) throws {
    file = source
    if file.isStandardInput, StandardInput.isTerminal {
      messages.notice("reading the scenario from standard input; end it with Ctrl-D")
    }
    do {
      switch try ScenarioSource(file, encoding: encoding) {
      case .json(let bytes):
        document = try ScenarioReader.read(
          bytes, edits: edits,
          loadBaseline: { [file] name throws(BaselineLoadFailure) in try file.baseline(name) }, lint: lint)
      case .tables(let tables):
        let read = try ScenarioTableReader(tables, options: options).read()
        for notice in read.account.notices { messages.notice(escapedForTerminal(notice)) }
        account = read.account.json
        document = try read.scenario(
          edits: edits,
          loadBaseline: { [file] name throws(BaselineLoadFailure) in try file.baseline(name) }, lint: lint,
          isRehashed: isRehashed)
      case .project(let bytes):
        let read = try Self.read([(file.displayName, bytes)], projects, messages)
        account = read.account
        isProject = true
        document = try read.scenario(edits: edits, lint: lint)
      }
      scenario = document.scenario
    } catch let error as DocumentError {
      throw CommandFailure(error.naming(edits), fileName: file.displayName)
    }
    tellWarnings(messages)
  }

  /// Reads several XML documents of MS Project into one scenario.
  init(
    merging paths: [String], messages: MessageOptions, edits: [ScenarioEdit] = [], projects: MSPDIReadingOptions
  ) throws {
    file = InputFile(paths[0])
    var files: [(name: String, bytes: [UInt8])] = []
    for path in paths {
      let file = InputFile(path)
      guard case .project(let bytes) = try ScenarioSource(file) else {
        throw CommandFailure(
          .usage, "usage", "\(file.displayName) is not an XML document of MS Project.",
          hint: "Several files are merged where all are such documents.")
      }
      files.append((file.displayName, bytes))
    }
    do {
      let read = try Self.read(files, projects, messages)
      account = read.account
      isProject = true
      document = try read.scenario(edits: edits)
      scenario = document.scenario
    } catch let error as DocumentError {
      throw CommandFailure(error, fileName: file.displayName)
    }
    tellWarnings(messages)
  }

  private static func read(
    _ files: [(name: String, bytes: [UInt8])], _ options: MSPDIReadingOptions, _ messages: MessageOptions
  ) throws -> MSPDIDocument {
    let read = try MSPDIReader(files, options: options).read()
    for notice in read.notices { messages.notice(escapedForTerminal(notice)) }
    return read
  }

  private func tellWarnings(_ messages: MessageOptions) {
    guard !messages.quiet else { return }
    for warning in document.warnings {
      let text = warning.rendered(fileName: file.displayName)
      StandardStream.error.tell(text.hasSuffix("\n") ? text : text + "\n")
    }
  }
}

extension DocumentError {
  /// The same with what was changed before as the hint, where there is no better one: the file alone may be sound.
  fileprivate func naming(_ edits: [ScenarioEdit]) -> DocumentError {
    guard !edits.isEmpty else { return self }
    var error = self
    let names = edits.prefix(3).map(\.name).joined(separator: ", ") + (edits.count > 3 ? ", ..." : "")
    for index in error.issues.indices where error.issues[index].issue.hint == nil {
      error.issues[index].issue.hint = "it was read with the changes of " + names
    }
    return error
  }
}
