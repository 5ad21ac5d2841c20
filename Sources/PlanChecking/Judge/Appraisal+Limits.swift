// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation

extension Appraisal {
  /// Whether amounts and decisions keep limits beside the scenario: hours and units in their ranges, decisions that are
  /// left open, and no more changes than allowed.
  ///
  /// - Parameter scenario: with its decisions open.
  package func keeps(_ limits: PlanLimits, in scenario: Scenario) -> Bool {
    guard limits.breaches(in: entries).isEmpty else { return false }
    guard limits.domain?.contains(entries, of: scenario) ?? true else { return false }
    return limits.changes.map { $0.changes(in: entries.assignments) <= $0.most } ?? true
  }
}
