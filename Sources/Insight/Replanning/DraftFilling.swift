// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers
package import Allocation
package import PlanChecking
package import Planning

/// Completes drafts by day: where what follows from a draft by periods cannot be carried out, use of assets, operators,
/// overtime and what is decided are planned for its hours.
package struct DraftFilling: Sendable {
  private let scenario: Scenario
  private let sha256: String
  private let options: PlanningOptions

  /// - Parameters:
  ///   - scenario: a scenario that passed validation.
  ///   - sha256: the hash of the scenario's bytes, for the plan's reference.
  ///   - options: how long may be searched, each time; the native engine does it.
  package init(_ scenario: Scenario, sha256: String, options: PlanningOptions = PlanningOptions()) {
    self.scenario = scenario
    self.sha256 = sha256
    self.options = options
  }

  /// The draft with what it leaves out: as that follows by periods, or as it was planned, whichever the checker finds less
  /// wrong with. What was written stays as it is.
  package func complete(_ draft: PlanDraft) async -> DraftCompletion.Outcome {
    let completion = DraftCompletion(scenario)
    let simple = completion.complete(draft, sha256: sha256)
    guard !simple.plan.verification.feasible, simple.skipped == 0, leavesOut(draft) else { return simple }
    var best = simple
    // Hours that cannot all be worked leave room for what goes with those that can.
    for isWhole in [true, false] {
      guard let filled = await filled(draft, as: simple.plan, isWhole: isWhole) else { continue }
      var outcome = completion.complete(filled, sha256: sha256)
      if outcome.plan.verification.violations.count < best.plan.verification.violations.count {
        outcome.derived = Self.lists(of: outcome.plan, besides: draft)
        best = outcome
      }
      if best.plan.verification.feasible { break }
    }
    return best
  }

  /// Whether a draft says nothing of what goes with hours.
  private func leavesOut(_ draft: PlanDraft) -> Bool {
    draft.overtime == nil && draft.assetUse == nil && draft.operating == nil
      && (!scenario.assets.isEmpty || scenario.hasOpenScenario || scenario.staff.contains { $0.overtime != nil })
  }

  /// A draft with the lists of the best plan that has its hours, or at most these.
  private func filled(_ draft: PlanDraft, as plan: Plan, isWhole: Bool) async -> PlanDraft? {
    var limits = PlanLimits(onlyNamedHours: true)
    for (slot, hours) in HoursBySlot(plan).hours where hours > .zero {
      limits.hours[.init(slot.staff, slot.demand), default: [:]][slot.period] = (isWhole ? hours : .zero)...hours
    }
    var options = options
    options.limits = limits
    // What goes with given hours is no question for a second engine.
    options.engine = .native
    options.confirms = false
    guard let result = try? await Planner(options: options).plan(scenario, sha256: sha256) else { return nil }
    let found = AlignedPlan(result.plan, periods: scenario.calendar.periods).draft
    var filled = draft
    (filled.overtime, filled.assetUse, filled.operating) = (found.overtime, found.assetUse, found.operating)
    if draft.starts == nil { filled.starts = found.starts }
    if draft.trainings == nil { filled.trainings = found.trainings }
    if draft.engaged == nil { filled.engaged = found.engaged }
    return filled
  }

  /// The lists that a plan has and its draft does not, in the order of the plan.
  private static func lists(of plan: Plan, besides draft: PlanDraft) -> [String] {
    [
      ("starts", draft.starts == nil && !(plan.starts ?? []).isEmpty),
      ("trainings", draft.trainings == nil && !(plan.trainings ?? []).isEmpty),
      ("engaged", draft.engaged == nil && !(plan.engaged ?? []).isEmpty),
      ("overtime", draft.overtime == nil && !plan.overtime.isEmpty),
      ("assetUse", draft.assetUse == nil && !plan.assetUse.isEmpty),
      ("operating", draft.operating == nil && !plan.operating.isEmpty),
      ("unmet", draft.unmet == nil && !plan.unmet.isEmpty),
      ("brokenCommitments", draft.brokenCommitments == nil && !plan.brokenCommitments.isEmpty),
    ].filter(\.1).map(\.0)
  }
}
