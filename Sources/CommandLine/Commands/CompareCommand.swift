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
import Serving

struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Puts plans side by side: who moves, from what to what, and why the cost differs.",
    usage: "muster compare <plan or scenario> <plan or scenario> ... [<options>]",
    discussion: """
      Examples:
        muster compare old.json new.json             the first is the reference
        muster compare before.json after.json        scenarios are solved first
        muster compare old.json a.json b.json --all
        muster compare old.json new.json --exit-code --quiet
        muster compare old.json new.json --fail-on 'people-changed>3'
        muster compare old.json new.json --scenario then.json --scenario now.json
        muster compare old.json new.json --scenario now.json --frontier
        muster compare old.json new.json --scenario now.json --report new.html

      With --exit-code it exits with 1 where the plans differ.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json, table, csv, markdown
  }

  @Argument(
    help:
      "Plans, or scenarios, which are solved; - is standard input. The first one is the reference.",
    completion: .file(extensions: ["json", "csv"]))
  var plans: [String]

  @Option(
    help: ArgumentHelp(
      "The scenario of all plans; or repeated, one for each plan in order. It tells what else differs.",
      valueName: "file"),
    completion: .file(extensions: ["json"]))
  var scenario: [String] = []

  @Flag(help: "With --scenario: what 0, 1, 2, 4, ... changed assignments of the reference can reach.")
  var frontier = false

  @Flag(name: .customLong("exit-code"), help: "End with 1 where a plan differs from the reference.")
  var usesExitCode = false

  @Option(help: "By default a table on a terminal, else json; csv is the assignments that change.")
  var format: Format?

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("Write to a file; - is standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Write a page for those who decide, too: the last plan, and what changes from the first.", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var report: String?

  @Flag(help: "Show long lists whole.")
  var all = false

  @OptionGroup(title: "Solving scenarios, and for --frontier") var solver: SolverOptions
  @OptionGroup(title: "Changing the scenarios first") var changes: ChangeOptions
  @OptionGroup(title: "Conditions") var gates: GateOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions

  func validate() throws {
    if plans.count < 2 { throw ValidationError("Give at least two plans or scenarios to compare.") }
    if (plans + scenario).count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Only one file can come from standard input.")
    }
    if let report, report == output ?? "-" {
      throw ValidationError("The comparison and its page need different files.")
    }
    if scenario.count > 1, scenario.count != plans.count {
      throw ValidationError(
        "--scenario is given once for all plans, or once for each: \(plans.count) times, not \(scenario.count).")
    }
  }

  func run() async throws {
    let target = OutputFile(output)
    try target.verifyCreatable()
    let page = report.map { OutputFile($0) }
    try page?.verifyCreatable()
    let compared = try await ComparedInputs(plans, scenarios: scenario, edits: changes.edits(beside: plans + scenario))
      .read(solver.planningOptions, messages)
    let candidates = compared.map(\.candidate)
    var comparison = PlanComparison.compare(candidates)
    if frontier {
      guard let last = compared.last?.loaded else {
        throw CommandFailure(.usage, "usage", "--frontier needs --scenario, or a scenario to compare.")
      }
      comparison.frontier = try await reachable(
        candidates[0], beside: candidates.dropFirst().map(\.plan), in: last)
    }
    try target.write(rendered(comparison, scenarios: candidates.compactMap(\.scenario), to: target))
    try page?.write(html(of: comparison, candidates, compared.last?.loaded))
    try gates.enforce(gates.findings(on: candidates, comparison))
    if usesExitCode, comparison.differs { throw CommandFailure(.differs) }
  }

  /// What few changes of the reference can reach in the scenario of the last plan, at the penalties of the reference.
  private func reachable(
    _ reference: PlanComparison.Candidate, beside others: [Plan], in loaded: LoadedScenario
  ) async throws -> Comparison.Frontier {
    let progress = messages.progress { "looking for the best few changes, \(Int($0)) s" }
    defer { progress?.finish() }
    let scenario = reference.scenario.map { Measure(of: $0).applied(to: loaded.scenario) } ?? loaded.scenario
    return try await messages.interruptible { () async throws(PlanningFailure) in
      try await Comparison.Frontier.of(
        reference.plan, in: scenario, sha256: loaded.document.sha256, given: others, options: solver.planningOptions)
    }
  }

  /// The last plan as a page, with what changes from the first.
  private func html(
    of comparison: Comparison, _ candidates: [PlanComparison.Candidate], _ loaded: LoadedScenario?
  ) throws -> [UInt8] {
    guard let last = candidates.last else { return [] }
    return PlanPage(
      plan: try loaded.map { try $0.withLoad(last.plan, named: last.name) } ?? last.plan, scenario: loaded?.scenario,
      comparison: comparison, comparedScenarios: candidates.compactMap(\.scenario), version: Muster.version
    ).html()
  }

  private func rendered(_ comparison: Comparison, scenarios: [Scenario], to target: OutputFile) -> [UInt8] {
    func document() -> ResultDocument {
      ResultDocument(comparison: comparison, scenarios: scenarios, Extent(showsAll: all))
    }
    switch format ?? (target.isStandardOutput && StandardStream.output.isTerminal ? .table : .json) {
    case .json: return ComparisonWriter.write(comparison)
    case .csv: return TextTable(changesOf: comparison).csv
    case .table:
      let colored = target.isStandardOutput ? messages.colors(.output) : messages.color == .always
      return Array(document().terminalText(width: 100, colored: colored).utf8)
    case .markdown: return Array(document().markdown.utf8)
    }
  }
}
