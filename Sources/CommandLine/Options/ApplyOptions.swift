// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import ArgumentParser
import Formats
import Insight
import JSON
import Numbers
import Planning
import Processes
import Reporting
import Serving

/// One of the changes that `muster explain` offers.
struct ApplyOptions: ParsableArguments {
  @Option(
    name: .customLong("apply"),
    help: ArgumentHelp(
      "Carry out the change that 'muster explain' has under this number; it is worked out again, with the same options for solving.",
      valueName: "number"))
  var number: Int?

  @Option(
    help: ArgumentHelp(
      "With --apply: take it from what 'muster explain --format json' wrote of the scenario.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var explanation: String?

  @Option(help: ArgumentHelp("With --apply: as given to explain.", valueName: "number"))
  var best: Int?

  @Option(name: .customLong("remedies"), help: ArgumentHelp("With --apply: as given to explain.", valueName: "number"))
  var most: Int?

  func validate() throws {
    if number == nil, explanation != nil || best != nil || most != nil {
      throw ValidationError("--explanation, --best and --remedies belong to --apply N.")
    }
    for (name, number, least) in [("--apply", number, 1), ("--best", best, 0), ("--remedies", most, 0)] {
      if let number, number < least {
        throw ValidationError("\(name) is a whole number of at least \(least), not \(number).")
      }
    }
    if explanation != nil, best != nil || most != nil {
      throw ValidationError("--best and --remedies say what is worked out; an explanation says it already.")
    }
  }

  /// The scenario with the change, which is named on standard error.
  func applied(
    to loaded: LoadedScenario, _ options: PlanningOptions, _ messages: MessageOptions
  ) async throws -> LoadedScenario {
    guard let number else { return loaded }
    let remedies: [Plan.Remedy]
    if let explanation {
      remedies = try Self.read(InputFile(explanation), of: loaded)
    } else {
      remedies = try await worked(out: loaded, options, messages)
    }
    guard let remedy = remedies.first(where: { $0.number == number }) else {
      throw CommandFailure(
        .usage, "unknown-reference",
        remedies.isEmpty
          ? "There is no change to apply: nothing that was tried helps."
          : "There is no change \(number); there \(remedies.count == 1 ? "is 1" : "are 1 to \(remedies.count)").",
        hint: "'muster explain' lists them; it has to be given the same options.")
    }
    messages.notice(escapedForTerminal("applying \(number): \(remedy.title)" + Self.gain(remedy, loaded.scenario)))
    var changed = loaded
    do throws(DocumentError) {
      let edit = try ScenarioEdit(patch: Array(remedy.patch.utf8), name: "change \(number)")
      changed.document = try ScenarioReader.read(ScenarioWriter.write(loaded.scenario), edits: [edit])
    } catch {
      throw CommandFailure(error, fileName: loaded.file.displayName)
    }
    changed.scenario = changed.document.scenario
    return changed
  }

  /// What `muster explain` would offer.
  private func worked(
    out loaded: LoadedScenario, _ options: PlanningOptions, _ messages: MessageOptions
  ) async throws -> [Plan.Remedy] {
    let base = try await solve(loaded.scenario, sha256: loaded.document.sha256, options, messages)
    let progress = messages.progress { "looking for what helps, \(Int($0)) s" }
    defer { progress?.finish() }
    let explainer = Explainer(loaded.scenario, base: base, options: options)
    return await messages.interruptible {
      await explainer.explanation(of: base.plan, best: best, remedies: most, prices: nil)
    }.numberedRemedies
  }

  private static func read(_ file: InputFile, of loaded: LoadedScenario) throws -> [Plan.Remedy] {
    let bytes = try file.read()
    let explanation: Explanation
    do throws(DocumentError) {
      explanation = try ExplanationReader.read(bytes)
    } catch {
      throw CommandFailure(error, fileName: file.displayName)
    }
    guard explanation.scenario.sha256 == loaded.document.sha256 else {
      throw CommandFailure(
        .invalidData, "another-scenario",
        "\(file.displayName) was made for another version of \(loaded.file.displayName).",
        hint: "A change is one of the scenario that was explained: explain this one.")
    }
    return explanation.numberedRemedies
  }

  /// What a change gains, behind its title.
  private static func gain(_ remedy: Plan.Remedy, _ scenario: Scenario) -> String {
    var parts: [String] = []
    if let hours = remedy.hours, hours.magnitude.count >= 10_000 {
      parts.append("covers \(Figures.hours(hours)) h more")
    }
    if let days = remedy.unitDays, days.magnitude.count >= 10_000 {
      parts.append("covers \(Figures.hours(days)) unit-days more")
    }
    if let spent = remedy.spent, spent.magnitude.count >= 5_000 {
      parts.append(
        "spends \(Figures.money(spent.magnitude, currency: scenario.currency)) \(spent > .zero ? "more" : "less")")
    }
    return parts.isEmpty ? "" : "; it " + parts.joined(separator: ", ")
  }
}
