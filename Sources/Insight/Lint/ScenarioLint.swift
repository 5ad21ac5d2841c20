// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import Formats
package import Issues
internal import Numbers

/// What is right in form, and will surprise in the answer. Everything it warns of is so in every plan: it is found without
/// planning, with all that a plan may decide taken for the best.
package struct ScenarioLint {
  let facts: LintFacts
  /// The places in which validation has said something.
  private let known: Set<DocumentPath>
  var issues: [ScenarioIssue] = []
  /// The demands of which has been said that they cannot be done in full.
  var shortDemands: Set<Int> = []

  /// What deserves a look beside what validation says.
  ///
  /// - Parameter known: what validation says; it is not said again.
  /// - Returns: warnings, in the order of the document where they are about one demand, promise, budget or limit each.
  package static func warnings(of scenario: Scenario, besides known: [ScenarioIssue] = []) -> [ScenarioIssue] {
    guard !scenario.calendar.horizon.isEmpty else { return [] }
    var lint = ScenarioLint(LintFacts(scenario), besides: known)
    lint.checkDemands()
    lint.checkSkills()
    lint.checkPriorities()
    lint.checkTrainings()
    lint.checkProjects()
    lint.checkBudgets()
    lint.checkPromises()
    lint.checkLimits()
    return lint.issues
  }

  private init(_ facts: LintFacts, besides known: [ScenarioIssue]) {
    self.facts = facts
    self.known = Set(
      known.flatMap { issue in issue.path.steps.indices.map { DocumentPath(Array(issue.path.steps[..<$0])) } })
  }

  /// Hours wanted and hours there, by skill and month, in the order of names.
  package static func balance(of scenario: Scenario) -> [SkillBalance] {
    scenario.calendar.horizon.isEmpty ? [] : LintFacts(scenario).balance
  }

  mutating func warn(_ detail: String, _ path: DocumentPath, hint: String) {
    issues.append(ScenarioIssue(.lint, detail, at: path, hint: hint, severity: .warning))
  }

  /// Whether validation has said something of what is in a place.
  func isKnown(_ path: DocumentPath) -> Bool { known.contains(path) }
}
