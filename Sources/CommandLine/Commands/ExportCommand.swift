// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import ArgumentParser
import Exchange
import Formats
import Glibc
import JSON
import LinearModels
import PlanChecking
import Planning
import Processes
import Reporting

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes a scenario or plan as tables, or the linear program for other solvers.",
    usage: "muster export [<scenario>] [<options>]",
    discussion: """
      Examples:
        muster export scenario.json -o staffing.xlsx       a workbook
        muster export scenario.json --to csv -o staffing   a folder of CSV files
        muster export plan.json --scenario scenario.json -o plan.xlsx
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

  @Argument(
    help: "The scenario, or with --scenario a plan; - is standard input.", completion: .file(extensions: ["json"]))
  var source = "-"

  @Option(
    help: ArgumentHelp("The scenario of the plan that is to be written.", valueName: "scenario"),
    completion: .file(extensions: ["json"]))
  var scenario: String?

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
    if scenario != nil, format == .mps || format == .lp {
      throw ValidationError("A plan is written with --to xlsx or --to csv; programs are those of scenarios.")
    }
    if source == "-", scenario == "-" {
      throw ValidationError("The scenario and the plan cannot both come from standard input.")
    }
  }

  func run() throws {
    let target = OutputFile(output)
    let format = format ?? (target.isWorkbook || scenario != nil ? .xlsx : .mps)
    if format == .csv {
      try OutputFolder(target.path).verifyCreatable()
    } else {
      try target.verifyCreatable()
    }
    if let path = scenario {
      try writePlan(of: LoadedScenario(path, messages: messages), format, target)
      return
    }
    let scenario = try LoadedScenario(source, messages: messages).scenario
    switch format {
    case .xlsx: try target.write(TableWorkbook.bytes(of: tables(of: scenario)))
    case .csv: try OutputFolder(target.path).write(CSVFolder.files(tables(of: scenario), dialect: csv))
    case .mps: try target.write(Array(MPSWriter().write(NamedLinearModel(scenario)).utf8))
    case .lp: try target.write(Array(LPWriter().write(NamedLinearModel(scenario)).utf8))
    }
  }

  private func writePlan(of loaded: LoadedScenario, _ format: Format, _ target: OutputFile) throws {
    let plan = try PlanInput(source, for: loaded.scenario, messages: messages)
      .completed(for: loaded.scenario, sha256: loaded.document.sha256, messages: messages)
    if format == .csv {
      let files = [
        CSVFolder.File(name: "Assignments.csv", bytes: CSVWriter.assignments(of: plan)),
        CSVFolder.File(name: "Load.csv", bytes: CSVWriter.load(of: plan.withLoad(in: loaded.scenario))),
      ]
      try OutputFolder(target.path).write(files)
    } else {
      try target.write(
        PlanWorkbook(plan: plan.withLoad(in: loaded.scenario), scenario: loaded.scenario, version: Muster.version)
          .bytes())
    }
  }

  private func tables(of scenario: Scenario) throws -> [OutputTable] {
    try ScenarioTableWriter().tables(of: scenario)
  }
}

extension Plan {
  /// The plan with who is used how much in each period.
  func withLoad(in scenario: Scenario) -> Plan {
    if load != nil { return self }
    var plan = self
    plan.load = PlanLoad()
    return (try? PlanPricing(PlanChecker(scenario)).price(plan)) ?? self
  }
}
