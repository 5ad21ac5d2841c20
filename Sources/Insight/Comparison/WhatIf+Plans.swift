// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation

extension WhatIf {
  /// What the scenario is called where nothing is changed.
  package static let base = "now"

  /// Puts plans side by side.
  ///
  /// - Parameter candidates: the plan of the scenario as it is, and then those of its changes, with their scenarios.
  package init(_ candidates: [PlanComparison.Candidate]) {
    self.init(
      currency: candidates.first?.scenario?.currency, comparison: PlanComparison.compare(candidates),
      extras: candidates.map { Extra($0.plan) })
  }
}
