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

struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes a scenario or plan as tables, or the linear program for other solvers.",
    usage: "muster export [<scenario>] [<options>]",
    discussion: """
      Examples:
        muster export scenario.json -o staffing.xlsx       a workbook
        muster export scenario.json --to csv -o staffing   a folder of CSV files
        muster export plan.json --scenario scenario.json -o plan.xlsx
        muster export plan.json --scenario scenario.json -o plan.xml    MS Project
        muster export plan.json --scenario old.xml --into old.xml -o new.xml
        muster export plan.json --scenario both.json --into a.xml --into b.xml -o new
        muster export scenario.json -o program.mps
        muster export scenario.json --to lp -o program.lp && glpsol --lp program.lp
        muster generate --size S | muster export --to lp

      The tables hold all of the scenario: muster import reads them back. --into
      writes the plan's work into the MS Project document that the scenario was
      imported from, and leaves all else as it is; given more than once, for a
      scenario of several documents, -o is a folder.
      Of a linear program, the optimum is the best value of a plan. Names such as
      capacity.ana.12 (a person, a period) say what rows and columns are about;
      the comments at the top list their kinds and the periods.
      """)

  /// What is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case xlsx, csv, mspdi, mps, lp
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
      "xlsx is a workbook; csv is a folder of tables; mspdi is XML of MS Project; mps is free MPS; lp is the LP format of CPLEX. By default by the ending of -o, else mps."
  )
  var format: Format?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "The MS Project document that the plan's work is written into; repeatable.", valueName: "file"),
    completion: .file(extensions: ["xml"]))
  var into: [String] = []

  /// Which sheets are written.
  enum Layout: String, ExpressibleByArgument, CaseIterable {
    case plan, scenario, both
  }

  @Option(help: "Which sheets a workbook has; by default those of the plan where --scenario is given.")
  var layout: Layout?

  @Option(help: "How CSV files are written: UTF-8 and LF, or with what Excel wants.")
  var csv: CSVFolder.Dialect = .plain

  @Option(
    help: "The decimal mark in CSV files; with a comma, semicolons separate the values.")
  var decimal: TableReadingOptions.DecimalMark = .point

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("Write to a file; - is standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup(title: "Changing the scenario first") var changes: ChangeOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions

  func validate() throws {
    if format == .csv, output == nil || output == "-" {
      throw ValidationError("--to csv writes a folder: name it with -o.")
    }
    if scenario != nil, format == .mps || format == .lp {
      throw ValidationError("A plan is written with --to xlsx, csv or mspdi; programs are those of scenarios.")
    }
    if format != .csv {
      if decimal == .comma { throw ValidationError("--decimal comma is for CSV files: give --to csv.") }
      if csv == .excel { throw ValidationError("--csv excel is for CSV files: give --to csv.") }
    }
    if !into.isEmpty, scenario == nil || (format ?? .mspdi) != .mspdi {
      throw ValidationError("--into writes a plan, whose scenario --scenario names, as mspdi.")
    }
    if into.count > 1, output == nil || output == "-" {
      throw ValidationError("Several documents go into a folder: name it with -o.")
    }
    if ([source, scenario] + into).count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Only one thing can come from standard input.")
    }
    if let layout {
      if scenario == nil, layout != .scenario { throw ValidationError("--layout \(layout.rawValue) needs --scenario.") }
      if let format, format != .xlsx { throw ValidationError("--layout is for workbooks: give --to xlsx.") }
    }
    if format == nil, OutputFile(output).isCSV {
      throw ValidationError("The tables are a folder of CSV files: give --to csv, and name the folder with -o.")
    }
  }

  func run() async throws {
    let target = OutputFile(output)
    let format = format ?? usualFormat(target)
    if format == .csv || into.count > 1 {
      try OutputFolder(target.path).verifyCreatable()
    } else {
      try target.verifyCreatable()
    }
    let edits = try changes.edits(beside: [source] + (scenario.map { [$0] } ?? []))
    if let path = scenario, layout != .scenario {
      try await writePlan(of: LoadedScenario(path, messages: messages, edits: edits), format, target)
      return
    }
    let scenario = try LoadedScenario(scenario ?? source, messages: messages, edits: edits).scenario
    switch format {
    case .xlsx:
      let tables = try tables(of: scenario)
      try target.write(ProcessSignals.withoutEnding { try TableWorkbook.bytes(of: tables) })
    case .csv:
      try OutputFolder(target.path).write(CSVFolder.files(tables(of: scenario), csvStyle))
    case .mspdi: try write(MSPDIWriter(scenario, plan: nil), target)
    case .mps: try target.write(Array(MPSWriter().write(NamedLinearModel(scenario)).utf8))
    case .lp: try target.write(Array(LPWriter().write(NamedLinearModel(scenario)).utf8))
    }
  }

  private func writePlan(of loaded: LoadedScenario, _ format: Format, _ target: OutputFile) async throws {
    let plan = try await PlanInput(source, for: loaded.scenario, messages: messages)
      .completed(for: loaded.scenario, sha256: loaded.document.sha256, messages: messages)
    if plan.scenario.sha256 != loaded.document.sha256 {
      messages.notice(
        "the plan was made for another version of the scenario: 'muster check' says whether it holds for this one")
    }
    switch format {
    case .csv:
      let files = [
        CSVFolder.File(name: "Assignments.csv", bytes: CSVWriter.assignments(of: plan, csvStyle)),
        CSVFolder.File(name: "Load.csv", bytes: CSVWriter.load(of: plan.withLoad(in: loaded.scenario), csvStyle)),
      ]
      try OutputFolder(target.path).write(files)
    case .mspdi:
      if !into.isEmpty {
        try writeMerged(plan, loaded.scenario, target)
      } else {
        try write(MSPDIWriter(loaded.scenario, plan: plan), target)
      }
    default:
      let beside = layout == .both ? try tables(of: loaded.scenario) : []
      let workbook = PlanWorkbook(
        plan: plan.withLoad(in: loaded.scenario), scenario: loaded.scenario, version: Muster.version)
      try target.write(ProcessSignals.withoutEnding { try workbook.bytes(with: beside) })
    }
  }

  private var csvStyle: CSVWriter.Style { CSVWriter.Style(csv, decimal: decimal) }

  /// What is written where --to does not say it.
  private func usualFormat(_ target: OutputFile) -> Format {
    if !into.isEmpty || target.isXML { return .mspdi }
    if target.path.lowercased().hasSuffix(".lp") { return .lp }
    return target.isWorkbook || scenario != nil || layout != nil ? .xlsx : .mps
  }

  private func write(_ writer: MSPDIWriter, _ target: OutputFile) throws {
    try target.write(writer.bytes())
    if !writer.omissions.isEmpty {
      messages.notice("not in the document: \(writer.omissions.joined(separator: ", "))")
    }
  }

  /// Writes the plan into the documents that the scenario was imported from: one into a file, several into a folder.
  private func writeMerged(_ plan: Plan, _ scenario: Scenario, _ target: OutputFile) throws {
    let files = into.map { InputFile($0) }
    let originals = try files.map { (name: $0.displayName, bytes: try $0.read()) }
    do {
      var merging = try MSPDIMerging(scenario, plan: plan, into: originals)
      let documents = try merging.documents()
      for notice in merging.notices { messages.notice(escapedForTerminal(notice)) }
      if documents.count == 1 {
        try target.write(documents[0])
      } else {
        let names = fileNames()
        try OutputFolder(target.path).write(
          zip(names, documents).map { CSVFolder.File(name: $0, bytes: $1) })
      }
    } catch let error as DocumentError {
      throw CommandFailure(error, fileName: files[0].displayName)
    }
  }

  /// The names of the documents in their folder; those that are called the same begin with their number.
  private func fileNames() -> [String] {
    let names = into.map { $0 == "-" ? "plan.xml" : $0.split(separator: "/").last.map(String.init) ?? "plan.xml" }
    return names.enumerated().map { index, name in
      names.count { $0.lowercased() == name.lowercased() } > 1 ? "\(index + 1)-\(name)" : name
    }
  }

  private func tables(of scenario: Scenario) throws -> [OutputTable] {
    try ScenarioTableWriter(decimal: decimal).tables(of: scenario)
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
