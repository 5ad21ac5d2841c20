// SPDX-License-Identifier: GPL-3.0-or-later

import Issues
import Numbers
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

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Says whether a scenario is sound, and whether a plan for it is valid and how good.",
    usage: "muster check <scenario> [<plan>] [<options>]",
    discussion: """
      Examples:
        muster check scenario.json             errors with their places, or OK
        muster check scenario.json plan.json   what breaks the rules; the best plan
        muster check scenario.json plan.csv    the same of a sheet
        muster check scenario.json plan.json --no-optimum --format json

      A plan may leave everything out but "format" and "assignments" with staff, \
      demand, period or start, and hours; so may a sheet with these columns. The rest \
      is filled in. It exits with 1 \
      where the plan is invalid, with 65 where the scenario is.
      """)

  @Argument(help: "The scenario; - is standard input.", completion: .file(extensions: ["json"]))
  var scenario: String

  @Argument(help: "The plan; - is standard input.", completion: .file(extensions: ["json", "csv"]))
  var plan: String?

  @Option(help: ArgumentHelp("Find this many changes that gain most; 0 for none.", valueName: "number"))
  var best = 3

  @Flag(name: .customLong("no-optimum"), help: "Do not solve anything for comparison.")
  var skipsOptimum = false

  @Option(
    help: ArgumentHelp("The plan that it was made from with solve --keep.", valueName: "plan"),
    completion: .file(extensions: ["json", "csv"]))
  var keep: String?

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
  @OptionGroup(title: "Conditions") var gates: GateOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions

  func validate() throws {
    if best < 0 { throw ValidationError("--best is a number of at least 0.") }
    if [scenario, plan, keep].count(where: { $0 == "-" }) > 1 {
      throw ValidationError("The scenario and the plan cannot both come from standard input.")
    }
    if keep != nil, plan == nil { throw ValidationError("--keep needs a plan to check.") }
  }

  func run() async throws {
    let target = OutputFile(output)
    try target.verifyCreatable()
    var loaded = try LoadedScenario(
      scenario, messages: messages, edits: changes.edits(beside: [scenario] + [plan, keep].compactMap { $0 }),
      lint: plan == nil ? { ScenarioLint.warnings(of: $0, besides: $1) } : nil)
    let inForce = PlanInForce(loaded.scenario)
    try gates.requireReference(
      plan == nil ? .none : keep != nil ? .plan : inForce == nil ? .none : .hours,
      hint: "Name it with --keep, or compare plans with 'muster compare'.")
    guard let plan else {
      let report = ScenarioReport(
        scenario: loaded.scenario, warnings: loaded.document.warnings, penalties: [PenaltyFigure](of: loaded.scenario),
        skills: ScenarioLint.balance(of: loaded.scenario), cuts: ScenarioLint.cuts(in: loaded.scenario))
      try target.write(
        DocumentFormat.bytes(
          format, of: report.document(Extent(showsAll: all)), json: CheckFormat.scenario.document(report, pretty: true),
          to: target, messages))
      return
    }
    let input = try PlanInput(plan, for: loaded.scenario, messages: messages)
    let request = try await keptPlan(for: input, &loaded)
    var given = await readPlan(input, for: loaded)
    var optimum: Plan?
    if !skipsOptimum {
      optimum = try await solve(
        loaded.scenario, sha256: loaded.document.sha256, solver.planningOptions, messages, isInterruptible: false
      ).plan
    }
    if case .whole(let document) = input.content { given.addBounds(of: document.plan, besides: optimum) }
    var report = CheckReport(
      scenario: loaded.scenario, verification: given.verification, priced: given.priced, optimum: optimum,
      filledIn: given.filledIn, lines: given.lines)
    report.penalties = [PenaltyFigure](of: loaded.scenario)
    report.unchecked = given.unchecked
    if let priced = given.priced {
      let costs = ViolationCosts(loaded.scenario)
      report.violationCosts = given.verification.violations.map { costs.cost(of: $0, in: priced) }
    }
    if let priced = given.priced, !skipsOptimum { try await improve(&report, priced, loaded) }
    try target.write(
      DocumentFormat.bytes(
        format, of: ResultDocument(report, Extent(showsAll: all)),
        json: CheckFormat.plan.document(report, pretty: true), to: target, messages))
    if var judged = given.priced {
      // The gap is that to the bound of the best plan; one that nothing shows counts for nothing.
      judged.verification = given.verification
      if let optimum {
        judged.objective.bound = optimum.objective.bound
      } else if given.unchecked.contains("bound") {
        judged.objective.bound = nil
      }
      try gates.enforce(
        gates.findings(
          on: judged, delta: request?.delta(to: judged) ?? inForce?.delta(to: judged),
          basis: request.map { Gate.Basis($0.kept) } ?? inForce?.basis))
    }
    if !given.verification.feasible { throw CommandFailure(.differs) }
  }

  /// The plan that was in force, put into the scenario with what changes cost then.
  private func keptPlan(
    for input: PlanInput, _ loaded: inout LoadedScenario
  ) async throws -> Replanner.Request? {
    var record: Plan.Replanning?
    if case .whole(let document) = input.content { record = document.plan.replanning }
    guard let keep else {
      return nil
    }
    let kept = try PlanInput(keep, for: loaded.scenario, messages: messages)
    if let record, record.keptPlan != kept.sha256 {
      messages.notice("\(kept.file.displayName) is not the plan that was in force, or was changed since")
    }
    let request = Replanner.Request(
      kept: try await kept.completed(for: loaded.scenario, sha256: loaded.document.sha256, messages: messages),
      keptHash: kept.sha256, changeCost: record?.changeCostPerHour)
    loaded.scenario =
      Replanner(
        loaded.scenario, sha256: loaded.document.sha256, request: request, options: solver.planningOptions
      ).scenario
    return request
  }

  /// Finds what is valid of the plan, and the few changes that gain most.
  private func improve(
    _ report: inout CheckReport, _ priced: Plan, _ loaded: LoadedScenario
  ) async throws {
    let improvement = PlanImprovement(
      loaded.scenario, sha256: loaded.document.sha256, options: solver.planningOptions)
    let progress = messages.progress { "looking for what gains most, \(Int($0)) s" }
    defer { progress?.finish() }
    var valid = priced
    if !report.verification.feasible {
      valid = try await improvement.validPart(of: priced)
      report.validPart = CheckReport.ValidPart(plan: valid, cuts: Self.moved(from: priced, to: valid))
    }
    guard best > 0, let better = try await improvement.improved(valid, changes: best, optimum: report.optimum) else {
      return
    }
    report.improvement = CheckReport.Improvement(
      changes: Self.moved(from: valid, to: better), value: better.objective.value,
      saves: valid.objective.value - better.objective.value, allowed: best)
  }

  /// The assignments with other hours.
  private static func moved(from before: Plan, to after: Plan) -> [Comparison.Entry] {
    PlanComparison.difference(from: .init(name: "", plan: before), to: .init(name: "", plan: after)).assignments
      .filter { $0.change.isMoved }
  }

  /// A plan with its verdict.
  private struct GivenPlan {
    var verification: Plan.Verification
    var priced: Plan?
    /// What a draft left out; nil where the plan was complete.
    var filledIn: [String]?
    /// The lines of the assignments in CSV.
    var lines: [Int]?
    /// The parts of the plan whose claims nothing in it can show.
    var unchecked: [String] = []

    /// Adds what is found of the bounds that a plan claims.
    mutating func addBounds(of plan: Plan, besides best: Plan?) {
      add(BoundClaim(of: plan, besides: best), of: "bound")
      for claim in BoundClaim.ofSteps(of: plan, besides: best) { add(claim, of: "order") }
    }

    private mutating func add(_ claim: BoundClaim, of part: String) {
      switch claim {
      case .shown: break
      case .unknown: if !unchecked.contains(part) { unchecked.append(part) }
      case .wrong(let violation): verification.add([violation])
      }
    }
  }

  /// Reads and checks a plan, or a draft of one.
  private func readPlan(_ input: PlanInput, for loaded: LoadedScenario) async -> GivenPlan {
    switch input.content {
    case .whole(let document):
      var plan = document.plan
      let change = plan.objective.terms.change
      if keep == nil, let record = plan.replanning, change != .zero,
        record.changeCostPerHour != loaded.scenario.policy.changeCostPerHour
      {
        // Without the plan that was in force, nobody can say what changed.
        messages.notice(
          "the plan was made with solve --keep: give --keep to have its change costs of "
            + Figures.money(change, currency: loaded.scenario.currency) + " checked; they are left out here")
        plan.objective.terms.change = .zero
        plan.objective.value -= change
        plan.money.penalties -= change
        // The bound was one with them, and so was what it proved.
        plan.objective.bound = nil
        (plan.status, plan.stop) = (.feasible, .work)
        plan.verification.value -= change
        (plan.verification.bound, plan.verification.boundKind) = (nil, .none)
      }
      let checker = PlanChecker(loaded.scenario)
      var verification = checker.verify(
        plan, prices: nil, sha256: loaded.document.sha256, falseClaims: document.falseClaims)
      // Reasons are those of a plan that holds, and about the plan that was in force, too.
      if verification.feasible, keep != nil || plan.replanning == nil {
        verification.add(Reasons(loaded.scenario, plan: plan).falseClaims(of: plan))
      }
      var given = GivenPlan(verification: verification, priced: try? PlanPricing(checker).price(plan))
      given.unchecked = ["engine", "bottlenecks"]
      if !plan.unmet.isEmpty, plan.unmet.allSatisfy(\.reasons.isEmpty) { given.unchecked.append("reasons") }
      if plan.unmet.contains(where: { !$0.remedies.isEmpty }) { given.unchecked.append("remedies") }
      return given
    case .draft(let draft, let lines):
      noticeOfAnotherScenario(draft.scenario, loaded)
      let filling = DraftFilling(loaded.scenario, sha256: loaded.document.sha256, options: solver.planningOptions)
      let outcome = await filling.complete(draft)
      if outcome.merged > 0 {
        messages.notice(
          Figures.count(outcome.merged, "assignment was", "assignments were")
            + " added to another one of the same person, demand and period")
      }
      return GivenPlan(
        verification: outcome.plan.verification, priced: outcome.plan, filledIn: outcome.derived, lines: lines)
    }
  }

  private func noticeOfAnotherScenario(_ reference: Plan.ScenarioReference?, _ loaded: LoadedScenario) {
    guard let reference, reference.sha256 != loaded.document.sha256 else { return }
    messages.notice(
      reference.name == loaded.scenario.name
        ? "the plan was made for another version of the scenario"
        : "the plan was made for another scenario"
          + (reference.name.map { ", " + escapedForTerminal($0) } ?? ""))
  }
}
