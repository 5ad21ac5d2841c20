// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Exchange
import Formats
import Glibc
import Insight
import JSON
import Planning
import Processes
import Serving

/// What is to be compared: plans, and scenarios that are solved for it.
struct ComparedInputs {
  private var files: [(file: InputFile, isScenario: Bool)] = []
  private let scenarios: [String]
  private let edits: [ScenarioEdit]

  /// A plan with where it comes from.
  struct Compared {
    var candidate: PlanComparison.Candidate
    /// Its scenario, where that is known.
    var loaded: LoadedScenario?
  }

  /// - Parameters:
  ///   - paths: plans and scenarios.
  ///   - scenarios: that of all plans, or that of each.
  ///   - edits: what is changed in each scenario.
  init(_ paths: [String], scenarios: [String], edits: [ScenarioEdit]) throws {
    for path in paths {
      let file = InputFile(path)
      if !file.isStandardInput, fileKind(of: path) == S_IFDIR {
        files.append((file, true))
      } else {
        let kept = try file.kept()
        files.append((kept, try Self.isScenario(kept)))
      }
    }
    self.scenarios = scenarios
    self.edits = edits
    guard files.contains(where: \.isScenario) else { return }
    if scenarios.count > 1 {
      throw CommandFailure(
        .usage, "usage", "--scenario is given once beside scenarios that are compared: it is that of the plans.")
    }
    if !scenarios.isEmpty, files.allSatisfy(\.isScenario) {
      throw CommandFailure(
        .usage, "usage", "--scenario says what plans belong to, and there are none: all that is compared are scenarios."
      )
    }
  }

  private static func isScenario(_ file: InputFile) throws -> Bool {
    let bytes = try file.read()
    switch WorkbookReader.kind(bytes) {
    case .workbook:
      do {
        return !PlanSheet.isPlan(
          try WorkbookReader.tables(bytes, file: file.displayName) { ScenarioTables.isSheet($0) })
      } catch let error as DocumentError {
        throw CommandFailure(error, fileName: file.displayName)
      }
    case .xml: return true
    default: return DocumentName.of(bytes) == DocumentName.scenario
    }
  }

  /// Reads everything, and solves the scenarios: each at the penalties of the first that are known.
  func read(_ options: PlanningOptions, _ messages: MessageOptions) async throws -> [Compared] {
    var own: [LoadedScenario] = []
    for path in scenarios { own.append(try LoadedScenario(path, messages: messages, edits: edits)) }
    var loaded: [LoadedScenario?] = []
    for (file, isScenario) in files {
      loaded.append(isScenario ? try LoadedScenario(file, messages: messages, edits: edits) : nil)
    }
    var result: [Compared] = []
    for (index, entry) in files.enumerated() {
      guard let scenario = loaded[index] else {
        let known = own.count > 1 ? own[index] : own.first
        result.append(try await plan(entry.file, known, beside: loaded.compactMap { $0 }, messages))
        continue
      }
      let measure = result.first.map { $0.candidate.scenario.map { Measure(of: $0) } } ?? nil
      let solved = measure?.pinning(scenario.scenario) ?? scenario.scenario
      let plan = try await solve(
        solved, sha256: scenario.document.sha256, options, messages, isInterruptible: false
      ).plan
      result.append(
        Compared(
          candidate: .init(name: entry.file.displayName, plan: plan, scenario: scenario.scenario, solved: solved),
          loaded: scenario))
    }
    return result
  }

  /// A plan, with its scenario where that is named, or among the scenarios that are compared.
  private func plan(
    _ file: InputFile, _ named: LoadedScenario?, beside others: [LoadedScenario], _ messages: MessageOptions
  ) async throws -> Compared {
    // What is no whole plan can only be of the one scenario that is there.
    let scenario = named ?? (others.count == 1 ? others.first : nil)
    let input = try PlanInput(file, for: scenario?.scenario, messages: messages)
    let plan = try await input.completed(for: scenario?.scenario, sha256: scenario?.document.sha256, messages: messages)
    let loaded = named ?? others.first { $0.document.sha256 == plan.scenario.sha256 }
    let isOwn = loaded.map { $0.document.sha256 == plan.scenario.sha256 } ?? false
    if let named, !isOwn {
      messages.notice("\(file.displayName) was not made for this version of \(named.file.displayName)")
    }
    // Differences between scenarios are those of the scenarios that the plans were made for.
    return Compared(
      candidate: .init(
        name: file.displayName, plan: plan, scenario: isOwn || scenarios.count > 1 ? loaded?.scenario : nil),
      loaded: loaded)
  }
}
