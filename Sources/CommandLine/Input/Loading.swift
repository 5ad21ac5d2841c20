// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Exchange
import Formats
import JSON
import Processes

/// A scenario that was read, with the notices that go with it.
struct LoadedScenario {
  var document: ScenarioDocument
  var file: InputFile

  /// The scenario as read, or with another plan in force.
  var scenario: Scenario

  /// What became of the columns, where it was made from tables.
  var account: TableAccount?

  /// Reads a scenario and tells its warnings.
  ///
  /// - Parameters:
  ///   - tables: how tables are read.
  ///   - encoding: how the bytes of CSV files are read; nil where they say it themselves.
  init(
    _ path: String, messages: MessageOptions, tables options: TableReadingOptions = TableReadingOptions(),
    encoding: TextEncoding? = nil
  ) throws {
    file = InputFile(path)
    if file.isStandardInput, StandardInput.isTerminal {
      messages.notice("reading the scenario from standard input; end it with Ctrl-D")
    }
    let source = try ScenarioSource(file, encoding: encoding)
    do throws(DocumentError) {
      switch source {
      case .json(let bytes):
        document = try ScenarioReader.read(
          bytes,
          loadBaseline: { [file] path throws(BaselineLoadFailure) in
            try Self.sibling(path, of: file)
          })
      case .tables(let tables):
        let read = try ScenarioTableReader(tables, options: options).read()
        for notice in read.account.notices { messages.notice(escapedForTerminal(notice)) }
        account = read.account
        document = try read.scenario(loadBaseline: { [file] path throws(BaselineLoadFailure) in
          try Self.sibling(path, of: file)
        })
      }
      scenario = document.scenario
    } catch {
      throw CommandFailure(error, fileName: file.displayName)
    }
    guard !messages.quiet else { return }
    for warning in document.warnings {
      let text = warning.rendered(fileName: file.displayName)
      StandardStream.error.tell(text.hasSuffix("\n") ? text : text + "\n")
    }
  }

  /// The bytes of a file that the scenario names.
  private static func sibling(_ path: String, of file: InputFile) throws(BaselineLoadFailure) -> [UInt8] {
    do throws(FileFailure) {
      return try file.sibling(path).read()
    } catch {
      throw BaselineLoadFailure(error.detail)
    }
  }
}
