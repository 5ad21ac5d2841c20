// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
import Allocation
import ArgumentParser
import Insight
import PlanChecking
import Planning
import Reporting
import Formats
import JSON
import Processes
import Serving

struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says why demands are unmet, what would help, and what scarce things are worth.",
    usage: "muster explain <scenario> [<plan>] [<options>]",
    discussion: """
      Examples:
        muster explain scenario.json              of the best plan
        muster explain scenario.json plan.json    of a plan that is there
        muster explain scenario.json --best 10    what saves most, of all changes
        muster explain scenario.json --why ana d  may ana work on d? at what cost?
        muster explain scenario.json --why p      why is project p moved or left out?
        muster explain scenario.json --absence    what an absence costs
        muster solve scenario.json --apply 1      carry one of the remedies out
      """)

  @Argument(help: "The scenario; - is standard input.", completion: .file(extensions: ["json"]))
  var scenario: String

  @Argument(
    help: "The plan; - is standard input. Without it the scenario is solved.", completion: .file(extensions: ["json"]))
  var plan: String?

  @Option(
    help: ArgumentHelp(
      "Find this many changes that save most in the whole scenario, each solved.", valueName: "number"))
  var best: Int?

  @Option(
    help: ArgumentHelp(
      "Look for remedies for this many demands, the most expensive first. (default: 3; with --best none)",
      valueName: "number"))
  var remedies: Int?

  @Option(
    help: ArgumentHelp("Solve again with one more unit until this many prices are confirmed.", valueName: "number"))
  var prices = 10

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Say whether a person may work on a demand, both by id; or what is decided about a project, and what another choice does.",
      valueName: "staff> <demand"))
  var why: [String] = []

  @Option(
    help: ArgumentHelp(
      "Solve this many other choices of decisions in whole numbers. (default: 10; with --best none)",
      valueName: "number"))
  var decisions: Int?

  @Flag(help: "What it costs when one person is away for the whole horizon, for each person.")
  var absence = false

  @Option(
    help: ArgumentHelp(
      "With --absence: away for this many weeks in a row, those in which the person has most hours.",
      valueName: "number"))
  var weeks: Int?

  @Option(help: "By default a table on a terminal, else json.")
  var format: DocumentFormat?

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("Write to a file; - is standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @Flag(help: "Show long lists whole.")
  var all = false

  @OptionGroup(title: "Solving") var solver: SolverOptions
  @OptionGroup(title: "Changing the scenario first") var changes: ChangeOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions

  func validate() throws {
    if scenario == "-", plan == "-" {
      throw ValidationError("The scenario and the plan cannot both come from standard input.")
    }
    for (name, number) in [
      ("--best", best), ("--remedies", remedies), ("--prices", prices), ("--decisions", decisions),
    ] {
      if let number, number < 0 { throw ValidationError("\(name) is a whole number of at least 0, not \(number).") }
    }
    if best != nil, absence || !why.isEmpty {
      throw ValidationError("--best, --absence and --why are different questions; ask one at a time.")
    }
    if absence, !why.isEmpty { throw ValidationError("--absence and --why are two questions; ask one at a time.") }
    if absence, plan != nil {
      throw ValidationError("--absence compares best plans; it takes a scenario and no plan.")
    }
    if let weeks {
      if !absence { throw ValidationError("--weeks belongs to --absence.") }
      if weeks < 1 { throw ValidationError("--weeks is a whole number of at least 1, not \(weeks).") }
    }
    if why.count > 2 {
      throw ValidationError(
        "--why takes the id of a person and the id of a demand, or the id of a project, \(why.count) given.")
    }
  }

  func run() async throws {
    let target = OutputFile(output)
    try target.verifyCreatable()
    let loaded = try LoadedScenario(
      scenario, messages: messages, edits: changes.edits(beside: [scenario] + (plan.map { [$0] } ?? [])))
    var given: Plan?
    if let plan { given = try await read(InputFile(plan), of: loaded) }
    try verifyWhy(loaded.scenario)
    let explanation: Explanation
    if let given, why.count == 2, answer(given, loaded.scenario)?.eligible == false {
      // For that nothing has to be solved.
      explanation = Explanation(
        scenario: given.scenario, value: given.objective.value, money: given.money, unmet: given.unmet.byDemand(),
        bottlenecks: [],
        why: answer(given, loaded.scenario))
    } else {
      // What helps is counted from the best plan, also where another one is explained.
      let result = try await solve(loaded.scenario, sha256: loaded.document.sha256, solver.planningOptions, messages)
      explanation = await messages.interruptible { await explain(given ?? result.plan, result, loaded.scenario) }
    }
    try target.write(
      DocumentFormat.bytes(
        format, of: ResultDocument(explanation: explanation, scenario: loaded.scenario, Extent(showsAll: all)),
        json: ExplanationWriter.write(explanation), to: target, messages))
  }

  private func read(_ file: InputFile, of loaded: LoadedScenario) async throws -> Plan {
    let plan = try await PlanInput(file, for: loaded.scenario, messages: messages)
      .completed(for: loaded.scenario, sha256: loaded.document.sha256, messages: messages)
    if plan.scenario.sha256 != loaded.document.sha256 {
      messages.notice("the plan was made for another version of the scenario")
    }
    do throws(PlanPricing.UnknownReference) {
      let checker = PlanChecker(loaded.scenario)
      let priced = try PlanPricing(checker).price(plan)
      if !checker.verify(priced, prices: nil).feasible {
        messages.notice("the plan breaks rules of the scenario; 'muster check' names them")
      }
      return Reasons(loaded.scenario, plan: priced).explainedPlan()
    } catch {
      throw CommandFailure(
        .invalidData, "unknown-reference",
        "\(file.displayName): the scenario has no \(error.kind.rawValue) '\(error.id)' (\(error.path.pointer)).",
        hint: error.hint)
    }
  }

  private func verifyWhy(_ scenario: Scenario) throws {
    if why.count == 1 { return try verifyProject(scenario) }
    guard why.count == 2 else { return }
    let people = scenario.staff.map(\.id)
    let named = scenario.staff.filter { $0.name == why[0] }.map(\.id)
    let demands = scenario.demandPlaces.map { scenario.demand(at: $0) }
    guard people.contains(why[0]) else {
      throw CommandFailure(
        .usage, "unknown-reference", "There is no person '\(why[0])' in the scenario.",
        hint: named.isEmpty
          ? nearestName(to: why[0], among: people).map { "Did you mean '\($0)'?" }
          : "That is the name; the id is \(named.map { "'\($0)'" }.joined(separator: " or ")).")
    }
    guard let demand = demands.first(where: { $0.id == why[1] }) else {
      throw CommandFailure(
        .usage, "unknown-reference", "There is no demand '\(why[1])' in the scenario.",
        hint: demands.first { $0.name == why[1] }.map { "That is the name; the id is '\($0.id)'." }
          ?? nearestName(to: why[1], among: demands.map(\.id)).map { "Did you mean '\($0)'?" })
    }
    guard demand.staff != nil else {
      throw CommandFailure(
        .usage, "asset-demand", "'\(why[1])' asks for an asset, and not for people.", hint: "Name a demand with hours.")
    }
  }

  private func verifyProject(_ scenario: Scenario) throws {
    let projects = scenario.projects.map(\.id)
    guard projects.contains(why[0]) else {
      throw CommandFailure(
        .usage, "unknown-reference", "There is no project '\(why[0])' in the scenario.",
        hint: nearestName(to: why[0], among: projects).map { "Did you mean '\($0)'?" }
          ?? "Of a person the demand has to be named, too.")
    }
  }

  private func answer(_ plan: Plan, _ scenario: Scenario) -> Explanation.Why? {
    Explanation.Why(staff: why[0], demand: why[1], in: scenario, plan: plan)
  }

  private func explain(_ plan: Plan, _ result: PlanningResult, _ scenario: Scenario) async -> Explanation {
    let progress = messages.progress { "looking for what helps, \(Int($0)) s" }
    defer { progress?.finish() }
    let explainer = Explainer(scenario, base: result, options: solver.planningOptions)
    var explanation = Explanation(
      scenario: plan.scenario, value: plan.objective.value, money: plan.money, unmet: plan.unmet.byDemand(),
      bottlenecks: [])
    if absence {
      explanation.absences = await explainer.absences(weeks: weeks, concurrent: 2)
      return explanation
    }
    if why.count == 1 {
      explanation.decisions = await explainer.decisions(ofProject: why[0])
      return explanation
    }
    if !why.isEmpty {
      if let answer = answer(plan, scenario) { explanation.why = await explainer.withForcedHour(answer) }
      return explanation
    }
    return await explainer.explanation(
      of: plan, best: best, remedies: remedies, prices: prices, decisions: decisions ?? (best == nil ? 10 : nil))
  }
}
