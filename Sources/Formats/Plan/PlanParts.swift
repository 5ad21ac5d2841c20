// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// Everything that a plan document says; nil is where it says nothing.
package struct PlanParts: Sendable {
  var draft = PlanDraft()
  var status: Plan.Status?
  var stop: Plan.Stop?
  var engine: Plan.EngineRecord?
  var summary: PlanSummary?
  var bottlenecks: [Plan.Bottleneck]?
  var verification: Plan.Verification?
  var replanning: Replanning?

  /// How the plan came out of another, with what is written about that.
  package struct Replanning: Sendable {
    var record = Plan.Replanning(
      keptPlan: "", from: nil, frozenPeriods: 0, changeCostPerHour: 0, maxChanges: nil, changes: 0, people: 0,
      hoursMoved: .zero, unchangedValue: nil)
    /// The plan's value.
    var value = Millionths.zero
  }

  init() {}

  /// What is written of a plan.
  init(_ plan: Plan) {
    draft.scenario = plan.scenario
    draft.objective = plan.objective
    draft.assignments = plan.assignments.map {
      PlanDraft.Assignment(
        staff: $0.staff, demand: $0.demand, project: $0.project, period: $0.period, start: $0.days.first,
        end: $0.days.last, hours: $0.hours, cost: $0.cost)
    }
    draft.overtime = plan.overtime.map {
      PlanDraft.Overtime(staff: $0.staff, period: $0.period, hours: $0.hours, cost: $0.cost)
    }
    draft.assetUse = plan.assetUse.map {
      PlanDraft.AssetUse(
        asset: $0.asset, demand: $0.demand, project: $0.project, period: $0.period, unitDays: $0.unitDays,
        cost: $0.cost)
    }
    draft.operating = plan.operating.map {
      PlanDraft.Operating(staff: $0.staff, asset: $0.asset, period: $0.period, hours: $0.hours, cost: $0.cost)
    }
    draft.unmet = plan.unmet.map(PlanDraft.Unmet.init)
    draft.brokenCommitments = plan.brokenCommitments.map {
      PlanDraft.BrokenCommitment(
        staff: $0.staff, demand: $0.demand, period: $0.period, hours: $0.hours, cost: $0.cost)
    }
    (status, stop, engine, summary) = (plan.status, plan.stop, plan.engine, plan.summary)
    (bottlenecks, verification) = (plan.bottlenecks, plan.verification)
    replanning = plan.replanning.map { Replanning(record: $0, value: plan.objective.value) }
  }

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
      bottlenecks: bottlenecks, verification: verification, replanning: replanning?.record)
  }
}

extension PlanDraft.Unmet {
  /// An entry with all its figures.
  init(_ entry: Plan.UnmetEntry) {
    self.init(
      demand: entry.demand, project: entry.project, period: entry.period, amount: entry.amount,
      isUnitDays: entry.isUnitDays, cost: entry.cost, reasons: entry.reasons, remedies: entry.remedies)
  }
}
