// SPDX-License-Identifier: GPL-3.0-or-later

/// What became of all scenarios of a batch.
///
/// Nothing in it depends on when, where and in which order they were solved.
package struct BatchSummary: Sendable {
  /// By the names of their plans.
  package private(set) var entries: [Entry]
  /// Whether conditions of `--fail-on` were asked for.
  fileprivate var hasConditions = false

  /// A scenario, and what became of it.
  package struct Entry: Sendable {
    /// Its path below the folder that was named.
    package var scenario: String
    /// The file of its plan, below the folder of the batch.
    package var file: String
    /// nil where it was not solved.
    package var record: BatchRecord?
    /// The conditions of `--fail-on` that hold for its plan.
    package fileprivate(set) var findings: [String] = []

    package init(scenario: String, file: String, record: BatchRecord?) {
      self.scenario = scenario
      self.file = file
      self.record = record
    }

    /// The name without its ending.
    package var shortName: String { scenario.hasSuffix(".json") ? String(scenario.dropLast(5)) : scenario }

    package enum Outcome: String, Sendable, CaseIterable {
      case plan, failed, notRun
    }

    package var outcome: Outcome { record.map { $0.isFailure ? .failed : .plan } ?? .notRun }
  }

  package init(_ entries: [Entry]) { self.entries = entries }

  /// Sets the conditions that hold, by the names of the scenarios.
  package mutating func setFindings(_ findings: [String: [String]]) {
    hasConditions = true
    for index in entries.indices { entries[index].findings = findings[entries[index].scenario] ?? [] }
  }

  package var plans: Int { count(.plan) }
  package var failures: Int { count(.failed) }
  package var notRun: Int { count(.notRun) }
  /// For how many plans a condition holds.
  package var fired: Int { entries.count { !$0.findings.isEmpty } }

  private func count(_ outcome: Entry.Outcome) -> Int { entries.count { $0.outcome == outcome } }
}

/// `muster/summary@1`.
package enum BatchSummaryFormat {
  package static let document = WrittenObject<BatchSummary>(fields: [
    .format("muster/summary@1"),
    .derived("counts", .written(counts), "how many there are") { $0 },
    .derived("scenarios", .list(of: .written(entry)), "in the order of their names") { summary in
      summary.entries.map { ($0, summary.hasConditions) }
    },
  ])

  package static let counts = WrittenObject<BatchSummary>(fields: [
    .derived("scenarios", .count, "all scenarios") { $0.entries.count },
    .derived("plans", .count, "those with a plan") { $0.plans },
    .derived("failed", .count, "those without one") { $0.failures },
    .derived("notRun", .count, "those that were not begun, because of `--fail-fast` or an interruption") { $0.notRun },
    .optional("failOn", .count, otherwise: "no conditions", "those with a plan for which a condition holds") {
      $0.hasConditions ? $0.fired : nil
    },
  ])

  /// An entry, and whether conditions were asked for.
  package static let entry = WrittenObject<(of: BatchSummary.Entry, hasConditions: Bool)>(fields: [
    .derived("scenario", .text, "its path below the folder that was named") { $0.of.scenario },
    .optional("sha256", .digest, otherwise: "it could not be read", "SHA-256 of the scenario's bytes") {
      $0.of.record?.sha256
    },
    .derived("outcome", .choice, "what became of it") { $0.of.outcome },
    .optional("file", .text, otherwise: "no plan", "the plan, below the folder of the batch") {
      $0.of.outcome == .plan ? $0.of.file : nil
    },
    .optional("fileSHA256", .digest, otherwise: "no plan", "SHA-256 of the plan's bytes") { $0.of.record?.planHash },
    .optional("plan", .object(PlanFigures.description), otherwise: "no plan", "the plan in figures") {
      $0.of.record?.plan
    },
    .optional("failOn", .list(of: .text), otherwise: "no plan, or no conditions", "the conditions that hold") {
      $0.hasConditions && $0.of.outcome == .plan ? $0.of.findings : nil
    },
    .optional("error", .object(ProblemFormat.problem), otherwise: "no failure", "why it has no plan") {
      $0.of.record?.error
    },
  ])
}
