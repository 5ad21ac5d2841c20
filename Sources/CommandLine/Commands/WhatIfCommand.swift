// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import ArgumentParser
import Formats
import Insight
import Issues
import JSON
import Planning
import Processes
import Reporting
import Serving

struct WhatIfCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "whatif",
    abstract: "Plans a scenario as it is and with named changes, and puts them side by side.",
    usage: "muster whatif <scenario> --change <name: path=value> ... [<options>]",
    discussion: """
      Examples:
        muster whatif scenario.json --changes changes.json
        muster whatif staffing.xlsx --format markdown \\
          --change 'Ana leaves: staff.ana.employed.to=2027-02-28' \\
          --change 'hire Bo: staff.+={"id": "bo", "costPerHour": 80}' \\
          --change 'both: staff.ana.employed.to=2027-02-28; @bo.json'
        muster whatif scenario.json --changes changes.json \\
          --keep plan.json --from 2027-03-01     from the plan in force
        muster whatif scenario.json --changes changes.json --report whatif.html \\
          --fail-on 'cost-increase>5%'           of the scenario as it is

      A change is made as --set does it; parts have semicolons between them, and @FILE \
      is a JSON patch. All are valued at the penalties of the scenario as it is.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json, table, csv, markdown
  }

  @Argument(help: "The scenario; - is standard input.", completion: .file(extensions: ["json"]))
  var scenario: String

  @Option(
    name: .customLong("change"),
    help: ArgumentHelp(
      "A change with its name, such as 'Ana leaves: staff.ana.employed.to=2027-02-28'. Repeatable.",
      valueName: "name: path=value"),
    transform: { try NamedChange(parsing: $0) })
  var given: [NamedChange] = []

  @Option(
    name: .customLong("changes"),
    help: ArgumentHelp(
      "A JSON file with changes by their names, each an object of paths with values, or a JSON patch (RFC 6902).",
      valueName: "file"), completion: .file(extensions: ["json"]))
  var file: String?

  @Option(help: "By default a table on a terminal, else json; csv has a line for each change.")
  var format: Format?

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("Write to a file; - is standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Write a page for those who decide, too: all changes side by side, and each.", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var report: String?

  @Flag(help: "Show long lists whole.")
  var all = false

  @OptionGroup(title: "Solving") var solver: SolverOptions
  @OptionGroup(title: "Replanning, for each") var replanning: ReplanningOptions
  @OptionGroup(title: "Changing the scenario first, for all") var changes: ChangeOptions
  @OptionGroup(title: "Conditions, for each change") var gates: GateOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions

  func validate() throws {
    if given.isEmpty, file == nil { throw ValidationError("Name a change with --change or --changes.") }
    if [scenario, file, replanning.keep].count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Only one file can come from standard input.")
    }
    if let report, report == output ?? "-" { throw ValidationError("The figures and the page need different files.") }
  }

  func run() async throws {
    let target = OutputFile(output)
    try target.verifyCreatable()
    let page = report.map { OutputFile($0) }
    try page?.verifyCreatable()
    let variants = try load()
    // The plan in force is that of the scenario as it is, whatever is changed.
    var request: Replanner.Request?
    if let first = variants.first { request = try await replanning.request(for: first.loaded, messages: messages) }
    let measure = variants.first.map { Measure(of: $0.loaded.scenario) }
    var candidates: [PlanComparison.Candidate] = []
    for (name, loaded) in variants {
      let solved = measure?.pinning(loaded.scenario) ?? loaded.scenario
      let plan = try await plan(solved, loaded.document.sha256, named: name, keeping: request)
      candidates.append(.init(name: name, plan: plan, scenario: loaded.scenario, solved: solved))
    }
    let whatIf = WhatIf(candidates)
    try target.write(rendered(whatIf, candidates.compactMap(\.scenario), to: target))
    try page?.write(
      WhatIfPage(
        whatIf: whatIf,
        plans: candidates.compactMap { candidate in candidate.scenario.map { (candidate.plan, $0) } },
        version: Muster.version
      ).html())
    try gates.enforce(gates.findings(on: candidates, whatIf.comparison))
  }

  /// The scenario as it is, and with each change: all are read before the first is solved.
  private func load() throws -> [(name: String, loaded: LoadedScenario)] {
    let others = [file, replanning.keep].compactMap { $0 }
    let common = try changes.edits(beside: [scenario] + others)
    var source = InputFile(scenario)
    if source.isStandardInput { source = try source.kept() }
    let base = try LoadedScenario(source, messages: messages, edits: common)
    let named = try given + (file.map { try NamedChange.read(InputFile($0)) } ?? [])
    var names: Set<String> = [WhatIf.base]
    if let twice = named.first(where: { !names.insert($0.name).inserted }) {
      throw CommandFailure(
        .usage, "duplicate-name",
        twice.name == WhatIf.base
          ? "No change can be called '\(WhatIf.base)': that is the scenario itself."
          : "Two changes are called '\(twice.name)'.", hint: "Give each a name of its own.")
    }
    var quiet = messages
    quiet.quiet = true
    let known = Set(base.document.warnings.map(\.issue.detail))
    return try [(WhatIf.base, base)]
      + named.map { change in
        // What is wrong with the file itself was told with the base.
        let loaded = try LoadedScenario(source, messages: quiet, edits: common + change.edits())
        for warning in loaded.document.warnings where !known.contains(warning.issue.detail) {
          messages.notice(escapedForTerminal("with '\(change.name)': \(warning.issue.detail)"))
        }
        return (change.name, loaded)
      }
  }

  /// The best plan, or the best that keeps what is to be kept of the plan in force.
  private func plan(
    _ scenario: Scenario, _ sha256: String, named name: String, keeping request: Replanner.Request?
  ) async throws -> Plan {
    let options = solver.planningOptions
    guard let request else {
      return try await solve(scenario, sha256: sha256, options, messages, isInterruptible: false).plan
    }
    messages.notice(escapedForTerminal("'\(name)':"))
    let result = try await replan(
      Replanner(scenario, sha256: sha256, request: request, options: options), messages)
    guard !ProcessSignals.isInterrupted else {
      throw CommandFailure(.interrupted, "interrupted", "Interrupted before all changes were planned.")
    }
    return result.plan
  }

  private func rendered(_ whatIf: WhatIf, _ scenarios: [Scenario], to target: OutputFile) -> [UInt8] {
    func document() -> ResultDocument {
      ResultDocument(whatIf: whatIf, scenarios: scenarios, Extent(showsAll: all))
    }
    switch format ?? (target.isStandardOutput && StandardStream.output.isTerminal ? .table : .json) {
    case .json: return WhatIfFormat.document.document(whatIf, pretty: true)
    case .csv: return TextTable(whatIf: whatIf).csv
    case .table:
      let colored = target.isStandardOutput ? messages.colors(.output) : messages.color == .always
      return Array(document().terminalText(width: 100, colored: colored).utf8)
    case .markdown: return Array(document().markdown.utf8)
    }
  }
}
