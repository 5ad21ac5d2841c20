// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Exchange
import Formats
import Processes

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a template to fill in: a workbook, a folder of CSV files, or JSON.",
    usage: "muster init [<options>]",
    discussion: """
      Examples:
        muster init -o staffing.xlsx
        muster solve staffing.xlsx -o plan.xlsx
        muster init --csv -o staffing
        muster init -o scenario.json

      It holds a small example that can be planned at once. The workbook has
      drop-down lists, and says in notes and in a sheet what all columns mean.
      """)

  @Flag(help: "A workbook; by default where the name after -o ends in .xlsx.") var xlsx = false
  @Flag(help: "A folder of CSV files.") var csv = false

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("The file or folder; - is standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  func validate() throws {
    if xlsx, csv { throw ValidationError("Give --xlsx or --csv, not both.") }
    if csv, output == nil || output == "-" { throw ValidationError("--csv writes a folder: name it with -o.") }
  }

  func run() throws {
    let target = OutputFile(output)
    if csv {
      try OutputFolder(target.path).write(CSVFolder.files(ScenarioTemplate.tables()))
      return
    }
    try target.verifyCreatable()
    if xlsx || target.isWorkbook {
      try target.write(ProcessSignals.withoutEnding { try TableWorkbook.bytes(of: ScenarioTemplate.tables()) })
    } else {
      try target.write(ScenarioWriter.write(ScenarioTemplate.scenario()))
    }
  }
}

extension OutputFile {
  /// Whether its name is that of a workbook.
  var isWorkbook: Bool { path.lowercased().hasSuffix(".xlsx") }
  /// Whether its name is that of an XML document.
  var isXML: Bool { path.lowercased().hasSuffix(".xml") }
  /// Whether its name is that of CSV.
  var isCSV: Bool { path.lowercased().hasSuffix(".csv") }
}
