// SPDX-License-Identifier: GPL-3.0-or-later

import Exchange
import Allocation
import ArgumentParser
import Insight
import Planning
import Reporting
import Formats
import JSON
import Processes

/// How a plan is written.
enum PlanFormat: String, ExpressibleByArgument, CaseIterable {
  case json, table, csv, markdown, xlsx, mspdi
}

/// In what detail a plan says who does what.
enum PlanDetail: String, ExpressibleByArgument, CaseIterable {
  case period, day
}

struct SolveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "solve",
    abstract: "Plans a scenario: one scenario in, one checked plan out.",
    usage: "muster solve [<scenario>] [<options>]",
    discussion: """
      Examples:
        muster solve scenario.json               a table, or JSON into a pipe
        muster solve scenario.json -o plan.json  JSON; whole or not there at all
        muster solve staffing.xlsx -o plan.xlsx  workbook in, workbook out
        muster solve old.xml -o plan.xml         MS Project in, MS Project out
        muster solve scenario.json --format csv  the assignments as a sheet
        muster solve scenario.json --by day      with who does what on each day
        muster solve scenario.json --load        with who is full in which week
        muster solve --time-limit 30 < scenario.json
        muster solve scenario.json --keep plan.json --from 2027-03-01
        muster solve scenario.json --keep plan.json --max-changes 10
        muster solve scenario.json --set staff.ana.employed.to=2027-02-28
        muster solve scenario.json --apply 1     with remedy 1 of 'muster explain'
        muster solve scenario.json --fail-on 'unmet>0' -o plan.json
        muster solve scenario.json -o plan.json --report plan.html
      """)

  @Argument(help: "The scenario; - is standard input.", completion: .file(extensions: ["json"]))
  var scenario = "-"

  @OptionGroup(title: "Solving") var solver: SolverOptions
  @OptionGroup(title: "Replanning") var replanning: ReplanningOptions
  @OptionGroup(title: "Remedies") var remedies: ApplyOptions

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("Write to a file; - is standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(
    help:
      "By default a table on a terminal, xlsx, mspdi (MS Project) or csv into .xlsx, .xml or .csv, else json; csv is the assignments."
  )
  var format: PlanFormat?

  @Option(
    help:
      "In what detail: period sums up the days of each; day adds the daily schedule, which csv writes instead.")
  var by: PlanDetail = .period

  @Flag(help: "Add who and what is used how much in each period; tables then show figures, csv is that alone.")
  var load = false

  @Flag(help: "Add what the bound follows from, for whoever checks it: the prices of all rows, in JSON.")
  var certificate = false

  @Option(
    help: ArgumentHelp("Write the plan as a page for those who decide, too: HTML in one file.", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var report: String?

  @Flag(help: "Show long lists whole.")
  var all = false

  @Flag(help: "Add the seconds that each part took to the JSON plan.")
  var timings = false

  @OptionGroup(title: "Changing the scenario first") var changes: ChangeOptions
  @OptionGroup(title: "Conditions") var gates: GateOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions

  func validate() throws {
    if load, by == .day, format == .csv {
      throw ValidationError("A sheet is either the load or the daily schedule: give --load or --by day.")
    }
    if scenario == "-", replanning.keep == "-" {
      throw ValidationError("The scenario and the plan cannot both come from standard input.")
    }
    if remedies.explanation == "-", [scenario, replanning.keep].contains("-") {
      throw ValidationError("Only one file can come from standard input.")
    }
    if let report, report == output ?? "-" { throw ValidationError("The plan and its page need different files.") }
  }

  func run() async throws {
    var times = PartTimes()
    let target = OutputFile(output)
    try target.verifyCreatable()
    let page = report.map { OutputFile($0) }
    try page?.verifyCreatable()
    var loaded = try LoadedScenario(
      scenario, messages: messages, edits: changes.edits(beside: [scenario] + (replanning.keep.map { [$0] } ?? [])))
    if remedies.number != nil { loaded = try await remedies.applied(to: loaded, solver.planningOptions, messages) }
    let request = try await replanning.request(for: loaded, messages: messages)
    let inForce = PlanInForce(loaded.scenario)
    try gates.requireReference(
      request != nil ? .plan : inForce == nil ? .none : .hours,
      hint: "Name it with --keep, or compare plans with 'muster compare'.")
    times.note("read")
    var scenario = loaded.scenario
    var options = solver.planningOptions
    options.withDays = by == .day
    options.withCertificate = certificate
    // Tables for people say when somebody is full.
    options.withLoad = load || page != nil || [.table, .markdown, .xlsx].contains(planFormat(to: target))
    let result: PlanningResult
    if let request {
      let replanner = Replanner(
        scenario, sha256: loaded.document.sha256, request: request, options: options)
      scenario = replanner.scenario
      result = try await replan(replanner, messages)
    } else {
      result = try await solve(scenario, sha256: loaded.document.sha256, options, messages)
    }
    times.add(result.timings)
    var bytes = try rendered(result.plan, scenario, to: target)
    times.note("write")
    if timings, planFormat(to: target) == .json { times.insert(into: &bytes) }
    try target.write(bytes)
    try page?.write(html(of: result.plan, scenario, kept: request?.kept))
    times.note("write")
    if messages.verbose {
      messages.notice(
        "\(Figures.whole(result.size.rows)) rows, \(Figures.whole(result.size.columns)) columns, "
          + "\(Figures.whole(result.size.entries)) entries, \(Figures.whole(result.iterations)) iterations")
      messages.notice(times.text)
    }
    try gates.enforce(
      gates.findings(
        on: result.plan, delta: request?.delta(to: result.plan) ?? inForce?.delta(to: result.plan),
        basis: request.map { Gate.Basis($0.kept) } ?? inForce?.basis))
  }

  private func planFormat(to target: OutputFile) -> PlanFormat {
    format
      ?? (target.isStandardOutput && StandardStream.output.isTerminal
        ? .table : target.isWorkbook ? .xlsx : target.isXML ? .mspdi : target.isCSV ? .csv : .json)
  }

  /// The plan as a page, beside the plan in force where there is one.
  private func html(of plan: Plan, _ scenario: Scenario, kept: Plan?) -> [UInt8] {
    let comparison = kept.map { kept in
      PlanComparison.compare([.init(name: "the plan in force", plan: kept), .init(name: "this plan", plan: plan)])
    }
    return PlanPage(
      plan: plan, scenario: scenario, comparison: comparison, comparedScenarios: [scenario], version: Muster.version
    ).html()
  }

  private func rendered(_ plan: Plan, _ scenario: Scenario, to target: OutputFile) throws -> [UInt8] {
    switch planFormat(to: target) {
    case .xlsx:
      return try ProcessSignals.withoutEnding {
        try PlanWorkbook(plan: plan, scenario: scenario, version: Muster.version).bytes()
      }
    case .mspdi: return MSPDIWriter(scenario, plan: plan).bytes()
    case .json:
      var plan = plan
      // It may be there for the page alone.
      if !load { plan.load = nil }
      return PlanWriter.write(plan)
    case .csv:
      if load { return CSVWriter.load(of: plan) }
      return by == .day ? CSVWriter.days(of: plan) : CSVWriter.assignments(of: plan)
    case .table:
      let colored = target.isStandardOutput ? messages.colors(.output) : messages.color == .always
      let document = ResultDocument(plan: plan, scenario: scenario, Extent(showsAll: all), showsLoad: load)
      return Array(document.terminalText(width: 100, colored: colored).utf8)
    case .markdown:
      return Array(
        ResultDocument(plan: plan, scenario: scenario, Extent(showsAll: all), showsLoad: load).markdown.utf8)
    }
  }
}

/// Solves with a sign of life, tells the notices, and fills in why demands are unmet; GLPK confirms linear optima.
func solve(
  _ scenario: Scenario, sha256: String, _ options: PlanningOptions, _ messages: MessageOptions,
  isInterruptible: Bool = true
) async throws -> PlanningResult {
  let latest = LatestProgress()
  let progress = messages.progress { latest.text(seconds: $0) }
  defer { progress?.finish() }
  var planner = Planner(options: options)
  planner.options.confirms = true
  if progress != nil { planner.onProgress = { latest.note($0) } }
  let result = try await messages.interruptible(isInterruptible) { try await planner.plan(scenario, sha256: sha256) }
    .withReasons(in: scenario)
  progress?.finish()
  for notice in result.notices { messages.notice(escapedForTerminal(notice)) }
  return result
}
