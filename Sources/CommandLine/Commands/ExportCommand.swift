// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import ArgumentParser
import Exchange
import Formats
import Glibc
import JSON
import LinearModels
import Planning
import Processes

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes a scenario as tables, or its linear program for other solvers.",
    usage: "muster export [<scenario>] [<options>]",
    discussion: """
      Examples:
        muster export scenario.json -o staffing.xlsx       a workbook
        muster export scenario.json --to csv -o staffing   a folder of CSV files
        muster export scenario.json -o program.mps
        muster export scenario.json --to lp -o program.lp && glpsol --lp program.lp
        muster generate --size S | muster export --to lp

      The tables hold all of the scenario: muster import reads them back.
      Of a linear program, the optimum is the best value of a plan. Names such as capacity.ana.12
      (a person, a period) say what rows and columns are about; the comments
      at the top list their kinds and the periods.
      """)

  /// What is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case xlsx, csv, mps, lp
  }

  @Argument(help: "The scenario; - is standard input.", completion: .file(extensions: ["json"]))
  var scenario = "-"

  @Option(
    name: [.customLong("to"), .customLong("format")],
    help:
      "xlsx is a workbook; csv is a folder of tables; mps is free MPS; lp is the LP format of CPLEX. By default by the ending of -o, else mps."
  )
  var format: Format?

  @Option(help: "How CSV files are written: UTF-8 and LF, or with what Excel wants.")
  var csv: CSVFolder.Dialect = .plain

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("Write to a file; - is standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup(title: "Messages") var messages: MessageOptions

  func validate() throws {
    if format == .csv, output == nil || output == "-" {
      throw ValidationError("--to csv writes a folder: name it with -o.")
    }
  }

  func run() throws {
    let target = OutputFile(output)
    let format = format ?? (target.path.lowercased().hasSuffix(".xlsx") ? .xlsx : .mps)
    if format == .csv {
      try OutputFolder(target.path).verifyCreatable()
    } else {
      try target.verifyCreatable()
    }
    let scenario = try LoadedScenario(scenario, messages: messages).scenario
    switch format {
    case .xlsx: try target.write(TableWorkbook.bytes(of: tables(of: scenario)))
    case .csv: try OutputFolder(target.path).write(CSVFolder.files(tables(of: scenario), dialect: csv))
    case .mps: try target.write(Array(MPSWriter().write(NamedLinearModel(scenario)).utf8))
    case .lp: try target.write(Array(LPWriter().write(NamedLinearModel(scenario)).utf8))
    }
  }

  private func tables(of scenario: Scenario) throws -> [OutputTable] {
    try ScenarioTableWriter().tables(of: scenario)
  }
}
