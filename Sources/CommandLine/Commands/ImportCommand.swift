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
    abstract: "Makes a scenario from a workbook, a folder of CSV files, or MS Project XML.",
    usage: "muster import <source> ... [<options>]",
    discussion: """
      Examples:
        muster import staffing.xlsx -o scenario.json    a workbook
        muster import staffing -o scenario.json         a folder of CSV files
        muster import staffing --dates dmy --decimal comma -o scenario.json
        muster import staffing --map 'Staff.costPerHour=Satz' --sheet 'Staff=MA'
        muster import plan.xml -o scenario.json         what MS Project saves as XML
        muster import scenario.json --set staff.ana.headcount=2 -o changed.json
        muster import a.xml b.xml pool.xml -o scenario.json    several, people merged

      Nothing is lost silently: what is not read is named. Nothing is guessed: what
      may be read in two ways is an error that says which option decides. All other
      commands read such a source in place of a scenario, too.
      """)

  @Argument(
    help: "The workbook (.xlsx), the folder, or one or several MS Project documents (.xml).", completion: .file())
  var source: [String]

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("Write to a file; - is standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup(title: "Reading") var tables: TableOptions

  @OptionGroup(title: "MS Project") var projects: ProjectOptions

  @Option(
    help: ArgumentHelp("Write what became of each column or element, as JSON.", valueName: "file"), completion: .file())
  var account: String?

  @OptionGroup(title: "Changing the scenario first") var changes: ChangeOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions

  func run() throws {
    let target = OutputFile(output)
    try target.verifyCreatable()
    let accountFile = account.map { OutputFile($0) }
    try accountFile?.verifyCreatable()
    var reading = tables.reading
    reading.hasBaseline = self.projects.baseline
    let projects = projects.reading(tables)
    let edits = try changes.edits(beside: source)
    let loaded =
      source.count == 1
      ? try LoadedScenario(
        source[0], messages: messages, edits: edits, tables: reading, encoding: tables.encoding,
        projects: projects, isRehashed: false)
      : try LoadedScenario(merging: source, messages: messages, edits: edits, projects: projects)
    guard let account = loaded.account else {
      // With changes there is something to write.
      if !edits.isEmpty, self.account == nil { return try target.write(ScenarioWriter.write(loaded.scenario)) }
      throw CommandFailure(
        .usage, "usage", "\(loaded.file.displayName) is a scenario in JSON already.",
        hint: "All commands read it as it is; --set and --patch change it.")
    }
    if let accountFile { try accountFile.write(account) }
    try target.write(ScenarioWriter.write(loaded.scenario))
    // MS Project documents have told theirs.
    if !loaded.isProject { messages.notice("\(loaded.file.displayName): " + summary(of: loaded)) }
  }

  func validate() throws {
    guard !source.isEmpty else { throw ValidationError("Name a workbook, a folder or an XML document.") }
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
