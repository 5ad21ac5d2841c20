// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
public import JSON
public import Allocation
internal import Numbers

/// Reads `muster/plan@1`, strictly.
public enum PlanReader {
  /// Reads a plan as ``PlanWriter`` writes it, with all its figures.
  ///
  /// - Throws: ``DocumentError``
  public static func read(_ bytes: [UInt8]) throws(DocumentError) -> Plan {
    try decoded(bytes, PositionResolver(bytes: bytes)) { (decoder) throws(JSONFailure) in
      try decoder.plan()?.plan()
    }
  }

  /// Reads a plan of which only `format` and `assignments` have to be there, such as one that was made by hand.
  ///
  /// - Throws: ``DocumentError``
  public static func readDraft(_ bytes: [UInt8]) throws(DocumentError) -> PlanDraft {
    try decoded(bytes, PositionResolver(bytes: bytes)) { (decoder) throws(JSONFailure) in
      try decoder.plan(isDraft: true)?.draft
    }
  }
}

/// Everything that a plan document says, before it is known to say all that it has to.
struct DecodedPlan {
  var draft = PlanDraft()
  var status: Plan.Status?
  var stop: Plan.Stop?
  var engine: Plan.EngineRecord?
  var summary: PlanSummary?
  var bottlenecks: [Plan.Bottleneck]?
  var verification: Plan.Verification?
  var replanning: Plan.Replanning?

  /// The plan, or nil where the decoder has noted that something is missing.
  func plan() -> Plan? {
    guard let scenario = draft.scenario, let status, let stop, let engine, let objective = draft.objective, let summary,
      let bottlenecks, let verification
    else { return nil }
    return Plan(
      scenario: scenario, status: status, stop: stop, engine: engine, objective: objective, summary: summary,
      assignments: draft.assignments.compactMap { entry in
        guard let project = entry.project, let period = entry.period, let start = entry.start, let end = entry.end,
          let cost = entry.cost
        else { return nil }
        return Plan.Assignment(
          staff: entry.staff, demand: entry.demand, project: project, period: period, days: DayRange(start, end),
          hours: entry.hours, cost: cost)
      },
      overtime: (draft.overtime ?? []).map {
        Plan.OvertimeEntry(staff: $0.staff, period: $0.period, hours: $0.hours, cost: $0.cost ?? .zero)
      },
      assetUse: (draft.assetUse ?? []).map {
        Plan.AssetUse(
          asset: $0.asset, demand: $0.demand, project: $0.project ?? "", period: $0.period, unitDays: $0.unitDays,
          cost: $0.cost ?? .zero)
      },
      operating: (draft.operating ?? []).map {
        Plan.Operating(staff: $0.staff, asset: $0.asset, period: $0.period, hours: $0.hours, cost: $0.cost ?? .zero)
      },
      unmet: (draft.unmet ?? []).map {
        Plan.UnmetEntry(
          demand: $0.demand, project: $0.project ?? "", period: $0.period, amount: $0.amount,
          isUnitDays: $0.isUnitDays, cost: $0.cost ?? .zero, reasons: $0.reasons, remedies: $0.remedies)
      },
      brokenCommitments: (draft.brokenCommitments ?? []).map {
        Plan.BrokenCommitment(
          staff: $0.staff, demand: $0.demand, period: $0.period, hours: $0.hours, cost: $0.cost ?? .zero)
      },
      bottlenecks: bottlenecks, verification: verification, replanning: replanning)
  }
}
