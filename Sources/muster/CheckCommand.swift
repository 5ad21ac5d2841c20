// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import ArgumentParser
import PlanChecking
import Planning
import Presentation
import ScenarioJSON

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Says whether a scenario is sound, and whether a plan for it is valid and how good.",
    usage: "muster check <scenario> [<plan>] [<options>]",
    discussion: """
      Examples:
        muster check scenario.json                  errors and warnings with their places, else OK
        muster check scenario.json plan.json        what breaks the rules, and what the best plan costs
        muster check scenario.json plan.json --no-optimum --format json

      It exits with 1 where the plan is invalid, with 65 where the scenario is.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json, table
  }

  @Argument(help: "The scenario; - is standard input.", completion: .file(extensions: ["json"]))
  var scenario: String

  @Argument(help: "The plan; - is standard input.", completion: .file(extensions: ["json"]))
  var plan: String?

  @Flag(name: .customLong("no-optimum"), help: "Do not solve the scenario for comparison.")
  var skipsOptimum = false

  @Option(help: "By default a table on a terminal, else json.")
  var format: Format?

  @Flag(help: "Show long lists whole.")
  var all = false

  @OptionGroup(title: "Solving") var solver: SolverOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions

  func validate() throws {
    if scenario == "-", plan == "-" {
      throw ValidationError("The scenario and the plan cannot both come from standard input.")
    }
  }

  func run() async throws {
    let loaded = try LoadedScenario(scenario, messages: messages)
    guard let plan else {
      let warnings = loaded.document.warnings
      let report = ScenarioReport(scenario: loaded.scenario, warningCount: warnings.count)
      try write(report.document, json: report.json(warnings: warnings.map(\.jsonText)))
      return
    }
    let given = try readPlan(InputFile(plan))
    if given.scenario.sha256 != loaded.document.sha256 {
      messages.notice("the plan was made for another version of the scenario")
    }
    let verification = PlanChecker(loaded.scenario).verify(given, prices: nil)
    let priced = try? PlanPricing(loaded.scenario).price(given)
    var optimum: Plan?
    if !skipsOptimum {
      optimum = try await solve(loaded.scenario, sha256: loaded.document.sha256, solver, messages).plan
    }
    let report = CheckReport(
      scenario: loaded.scenario, verification: verification, priced: priced, optimum: optimum)
    try write(report.document(showsAll: all), json: report.json)
    if !verification.feasible { throw CommandFailure(.differs) }
  }

  private func readPlan(_ file: InputFile) throws(CommandFailure) -> Plan {
    let bytes = try file.read()
    do throws(DocumentError) {
      return try PlanReader.read(bytes)
    } catch {
      throw CommandFailure(error, fileName: file.displayName)
    }
  }

  private func write(_ document: ResultDocument, json: JSONText) throws(CommandFailure) {
    let text =
      switch format ?? (StandardStream.output.isTerminal ? .table : .json) {
      case .json: json.text + "\n"
      case .table: document.terminalText(width: 100, colored: messages.colors(.output))
      }
    try StandardStream.output.write(Array(text.utf8))
  }
}

extension LocatedIssue {
  /// The shape of RFC 9457.
  var jsonText: JSONText {
    var members: [(String, JSONText)] = [
      ("type", .string("muster:" + issue.kind.rawValue)), ("title", .string(issue.kind.title)),
      ("detail", .string(issue.detail)),
      ("pointer", .string(issue.path.pointer)), ("line", .number(String(line))), ("column", .number(String(column))),
    ]
    if let hint = issue.hint { members.append(("hint", .string(hint))) }
    return .object(members)
  }
}
