// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import ArgumentParser
import Exchange
import Formats
import Processes
import Reporting
import Serving

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Makes a scenario of a workbook or a folder of CSV files.",
    usage: "muster import <source> [<options>]",
    discussion: """
      Examples:
        muster import staffing.xlsx -o scenario.json    a workbook
        muster import staffing -o scenario.json         a folder of CSV files
        muster import staffing --dates dmy --decimal comma -o scenario.json
        muster import staffing --map 'Staff.costPerHour=Satz' --sheet 'Staff=MA'

      Nothing is lost silently: what is not read is named. Nothing is guessed: what
      may be read in two ways is an error that says which option decides. All other
      commands read such a source in place of a scenario, too.
      """)

  @Argument(help: "The workbook (.xlsx), or the folder.", completion: .file()) var source: String

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("Write to a file; - is standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup(title: "Reading") var tables: TableOptions

  @Option(help: ArgumentHelp("Write what became of each column, as JSON.", valueName: "file"), completion: .file())
  var account: String?

  @OptionGroup(title: "Messages") var messages: MessageOptions

  func run() throws {
    let target = OutputFile(output)
    try target.verifyCreatable()
    let accountFile = account.map { OutputFile($0) }
    try accountFile?.verifyCreatable()
    let loaded = try LoadedScenario(source, messages: messages, tables: tables.reading, encoding: tables.encoding)
    guard let account = loaded.account else {
      throw CommandFailure(
        .usage, "usage", "\(loaded.file.displayName) is a scenario in JSON already.",
        hint: "All commands read it as it is.")
    }
    if let accountFile { try accountFile.write(account.json) }
    try target.write(ScenarioWriter.write(loaded.scenario))
    messages.notice("\(loaded.file.displayName): " + summary(of: loaded))
  }

  /// What there is, in a sentence.
  private func summary(of loaded: LoadedScenario) -> String {
    let scenario = loaded.scenario
    let demands = scenario.projects.reduce(0) { $0 + $1.demands.count }
    return [
      Figures.count(scenario.staff.count, "person", "people"), Figures.count(scenario.assets.count, "asset", "assets"),
      Figures.count(scenario.projects.count, "project", "projects"), Figures.count(demands, "demand", "demands"),
    ].joined(separator: ", ")
  }
}
