// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
import Allocation
import ArgumentParser
import Formats
import Insight
import JSON
import Numbers
import PlanChecking
import Planning
import Processes
import Reporting
import Serving

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Makes one page of a plan for those who decide: HTML with all that belongs to it.",
    usage: "muster report <plan> [<options>] -o <file.html>",
    discussion: """
      Examples:
        muster report plan.json --scenario scenario.json -o plan.html
        muster explain scenario.json plan.json > why.json
        muster report plan.json --scenario scenario.json --explanation why.json \\
          -o plan.html                           with ways out
        muster report new.json --scenario scenario.json --compare old.json \\
          -o plan.html                           with what changes
        muster solve scenario.json -o plan.json --report plan.html
        muster report whatif.json --scenario scenario.json \\
          -o whatif.html                         of what muster whatif wrote

      The page needs no server, no network and no other file; it can be mailed, and printed.
      """)

  @Argument(
    help: "The plan, or what 'muster whatif' wrote; - is standard input.",
    completion: .file(extensions: ["json", "csv"]))
  var plan: String

  @Option(
    help: ArgumentHelp(
      "The plan's scenario: names, windows, budgets, skills, hours that are there.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var scenario: String?

  @Option(
    help: ArgumentHelp("What 'muster explain' wrote of the plan: the best ways out, solved prices.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var explanation: String?

  @Option(
    help: ArgumentHelp("Another plan, such as the one in force: what changes from it.", valueName: "plan"),
    completion: .file(extensions: ["json", "csv"]))
  var compare: String?

  @Option(help: ArgumentHelp("Draw a line at this day.", valueName: "date"))
  var today: String?

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("Write to a file; - is standard output.", valueName: "file"),
    completion: .file())
  var output: String

  @OptionGroup(title: "Changing the scenario first") var changes: ChangeOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions

  func validate() throws {
    if [plan, scenario, explanation, compare].count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Only one file can come from standard input.")
    }
    if scenario == nil, !changes.isEmpty { throw ValidationError("--set and --patch need --scenario.") }
    if let today, Day(iso: today) == nil {
      throw ValidationError("--today is a date such as 2027-01-04, not '\(today)'.")
    }
  }

  func run() async throws {
    let target = OutputFile(output)
    try target.verifyCreatable()
    let edits = try changes.edits(beside: [plan] + [scenario, explanation, compare].compactMap { $0 })
    let loaded = try scenario.map { try LoadedScenario($0, messages: messages, edits: edits) }
    let input = try InputFile(plan).kept()
    let bytes = try input.read()
    if DocumentName.of(bytes) == WhatIfReader.name { return try writeWhatIf(bytes, input, loaded, to: target) }
    let candidate = try await candidate(input, loaded)
    let shown = try loaded.map { try $0.withLoad(candidate.plan, named: candidate.name) } ?? candidate.plan
    var comparison: Comparison?
    if let compare {
      comparison = PlanComparison.compare([try await self.candidate(InputFile(compare), loaded), candidate])
    }
    let explained = try explanation.map { try Self.explanation(InputFile($0), of: candidate.plan, messages) }
    if loaded == nil {
      messages.notice("without --scenario the page has ids and no windows, budgets, skills and hours that are there")
    }
    try target.write(
      PlanPage(
        plan: shown, scenario: loaded?.scenario, explanation: explained, comparison: comparison,
        comparedScenarios: loaded.map { [$0.scenario] } ?? [], today: today.flatMap(Day.init(iso:)),
        version: Muster.version
      ).html())
  }

  /// The page of several changes, of their figures.
  private func writeWhatIf(
    _ bytes: [UInt8], _ input: InputFile, _ loaded: LoadedScenario?, to target: OutputFile
  ) throws {
    if let option = [("--compare", compare), ("--explanation", explanation), ("--today", today)].first(where: {
      $0.1 != nil
    }) {
      throw CommandFailure(
        .usage, "usage", "\(option.0) is for the page of a plan, and \(input.displayName) is of several changes.")
    }
    let whatIf: WhatIf
    do throws(DocumentError) {
      whatIf = try WhatIfReader.read(bytes)
    } catch {
      throw CommandFailure(error, fileName: input.displayName)
    }
    try target.write(WhatIfPage(whatIf: whatIf, scenario: loaded?.scenario, version: Muster.version).html())
  }

  private func candidate(_ file: InputFile, _ loaded: LoadedScenario?) async throws -> PlanComparison.Candidate {
    let input = try PlanInput(file, for: loaded?.scenario, messages: messages)
    let plan = try await input.completed(for: loaded?.scenario, sha256: loaded?.document.sha256, messages: messages)
    let isOwn = loaded.map { $0.document.sha256 == plan.scenario.sha256 } ?? false
    if let loaded, !isOwn {
      messages.notice("\(input.file.displayName) was not made for this version of \(loaded.file.displayName)")
    }
    return PlanComparison.Candidate(
      name: input.file.displayName, plan: plan, scenario: isOwn ? loaded?.scenario : nil)
  }

  private static func explanation(
    _ file: InputFile, of plan: Plan, _ messages: MessageOptions
  ) throws -> Explanation {
    let bytes = try file.read()
    do throws(DocumentError) {
      let explanation = try ExplanationReader.read(bytes)
      if explanation.scenario.sha256 != plan.scenario.sha256 {
        messages.notice("the explanation was made for another version of the plan's scenario")
      }
      return explanation
    } catch {
      throw CommandFailure(error, fileName: file.displayName)
    }
  }
}

extension LoadedScenario {
  /// A plan with who is used how much in each period; all else in it stays.
  func withLoad(_ plan: Plan, named name: String) throws -> Plan {
    guard plan.load == nil else { return plan }
    var plan = plan
    plan.load = PlanLoad()
    do throws(PlanPricing.UnknownReference) {
      plan.load = try PlanPricing(PlanChecker(scenario)).price(plan).load
      return plan
    } catch {
      throw CommandFailure(
        .invalidData, "unknown-reference",
        "\(name): the scenario has no \(error.kind.rawValue) '\(error.id)' (\(error.path.pointer)).", hint: error.hint)
    }
  }
}
