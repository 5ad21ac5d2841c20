// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import ArgumentParser
import Insight
import Numbers
import PlanChecking
import Planning
import Reporting
import Formats
import JSON
import Processes
import Serving

/// What is kept of a plan in force.
struct ReplanningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Keep to this plan (JSON or CSV): it is the baseline.", valueName: "plan"),
    completion: .file(extensions: ["json", "csv"]))
  var keep: String?

  @Option(
    help: ArgumentHelp(
      "With --keep: what it costs to move an hour; else as the scenario says, or 1.", valueName: "money"),
    transform: { text throws in
      guard let value = try? ExactDecimal(parsing: text.utf8), !value.isNegative, value <= Scenario.largestFigure else {
        throw ValidationError("--change-cost is an amount of money of at least 0, not '\(text)'.")
      }
      return value
    })
  var changeCost: ExactDecimal?

  @Option(help: ArgumentHelp("With --keep: change at most this many assignments.", valueName: "number"))
  var maxChanges: Int?

  @Option(
    help: ArgumentHelp("With --keep: what begins before this day stays exactly as it is.", valueName: "date"),
    transform: { text throws in
      guard let day = Day(iso: text) else {
        throw ValidationError("--from is a date such as 2027-03-01, not '\(text)'.")
      }
      return day
    })
  var from: Day?

  func validate() throws {
    if keep == nil, changeCost != nil || maxChanges != nil || from != nil {
      throw ValidationError("--change-cost, --max-changes and --from need --keep PLAN.")
    }
    if let maxChanges, maxChanges < 0 { throw ValidationError("--max-changes is a number of at least 0.") }
  }

  /// What moving an hour costs where nothing says so: enough that nobody moves for nothing.
  static let usualChangeCost: ExactDecimal = 1

  /// The request, with the plan in force read.
  func request(
    for loaded: LoadedScenario, messages: MessageOptions
  ) async throws -> Replanner.Request? {
    guard let keep else { return nil }
    let input = try PlanInput(keep, for: loaded.scenario, messages: messages)
    let plan = try await input.completed(for: loaded.scenario, sha256: loaded.document.sha256, messages: messages)
    var cost = changeCost
    if cost == nil, maxChanges == nil, loaded.scenario.policy.changeCostPerHour == 0 { cost = Self.usualChangeCost }
    return Replanner.Request(
      kept: plan, keptHash: input.sha256, changeCost: cost, maxChanges: maxChanges, from: from)
  }
}

/// Plans again with a plan in force, and says what changes.
func replan(_ replanner: Replanner, _ messages: MessageOptions) async throws -> PlanningResult {
  for notice in replanner.notices { messages.notice(escapedForTerminal(notice)) }
  let progress = messages.progress { "replanning, \(Int($0)) s" }
  defer { progress?.finish() }
  do throws(Replanner.Failure) {
    let result = try await messages.interruptible { () async throws(Replanner.Failure) in
      try await replanner.plan()
    }.withReasons(in: replanner.scenario)
    progress?.finish()
    for notice in result.notices { messages.notice(escapedForTerminal(notice)) }
    if let replanning = result.plan.replanning {
      messages.notice(
        replanning.sentence(value: result.plan.objective.value, in: replanner.scenario))
    }
    return result
  } catch {
    progress?.finish()
    switch error {
    case .planning(let failure): throw failure
    case .pastImpossible(let violations):
      throw CommandFailure(
        .invalidData, "past-impossible",
        "What was planned before --from is not possible in this scenario: "
          + violations.prefix(5).map(\.detail).joined(separator: "; ")
          + (violations.count > 5 ? "; and \(violations.count - 5) more" : "") + ".",
        hint: "Keep people and demands in the scenario, with 'employed' and windows, for as long as their past is.")
    case .tooFewChanges(let most):
      throw CommandFailure(
        .noVerifiedPlan, "too-few-changes",
        "No plan with at most \(Figures.count(most, "change")) was found: the scenario does not allow the plan in force.",
        hint: "Allow more changes, or leave --max-changes out to see how many it takes.")
    }
  }
}
