// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// Everything that a plan document says; nil is where it says nothing.
package struct PlanParts: Sendable {
  /// The plan whose lists are written; nil where one is read.
  var plan: Plan?
  var draft = PlanDraft()
  var status: Plan.Status?
  var stop: Plan.Stop?
  var engine: Plan.EngineRecord?
  var money: Plan.Money?
  var order: [Plan.Step]?
  var summary: PlanSummary?
  var load: PlanLoad?
  var certificate: PlanCertificate?
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

  /// What is written of a plan. Its lists are made entries of a draft only while they are written.
  init(_ plan: Plan) {
    self.plan = plan
    (draft.scenario, draft.objective) = (plan.scenario, plan.objective)
    draft.days = plan.days
    draft.starts = plan.starts?.map { .init(project: $0.project, weeks: $0.weeks, cost: $0.cost) }
    draft.trainings = plan.trainings?.map { .init(staff: $0.staff, skill: $0.skill, cost: $0.cost) }
    draft.engaged = plan.engaged?.map { .init(staff: $0.staff, heads: $0.heads, cost: $0.cost) }
    (status, stop, engine) = (plan.status, plan.stop, plan.engine)
    (money, order, summary, load) = (plan.money, plan.order, plan.summary, plan.load)
    (bottlenecks, verification) = (plan.bottlenecks, plan.verification)
    certificate = plan.certificate
    replanning = plan.replanning.map { Replanning(record: $0, value: plan.objective.value) }
  }

  /// The plan, or nil where the decoder has noted that something is missing.
  func read() -> Plan? {
    guard let scenario = draft.scenario, let status, let stop, let engine, let objective = draft.objective, let money,
      let summary, let bottlenecks, let verification
    else { return nil }
    return Plan(
      scenario: scenario, status: status, stop: stop, engine: engine, objective: objective, money: money,
      order: order,
      starts: draft.starts?.map { Plan.Start(project: $0.project, weeks: $0.weeks, cost: $0.cost ?? .zero) },
      trainings: draft.trainings?.map {
        Plan.BoughtTraining(staff: $0.staff, skill: $0.skill, cost: $0.cost ?? .zero)
      },
      engaged: draft.engaged?.map { Plan.Engagement(staff: $0.staff, heads: $0.heads, cost: $0.cost ?? .zero) },
      summary: summary, load: load,
      assignments: draft.assignments.compactMap { entry in
        guard let project = entry.project, let period = entry.period, let start = entry.start, let end = entry.end,
          let cost = entry.cost
        else { return nil }
        return Plan.Assignment(
          staff: entry.staff, demand: entry.demand, place: entry.place, project: project, period: period,
          days: DayRange(start, end), hours: entry.hours, cost: cost)
      },
      overtime: (draft.overtime ?? []).compactMap { entry in
        guard let demand = entry.demand, let days = DayRange(entry.start, entry.end) else { return nil }
        return Plan.OvertimeEntry(
          staff: entry.staff, demand: demand, project: entry.project ?? "", period: entry.period, days: days,
          asset: entry.asset, hours: entry.hours, cost: entry.cost ?? .zero)
      },
      assetUse: (draft.assetUse ?? []).compactMap { entry in
        guard let days = DayRange(entry.start, entry.end) else { return nil }
        return Plan.AssetUse(
          asset: entry.asset, demand: entry.demand, project: entry.project ?? "", period: entry.period, days: days,
          unitDays: entry.unitDays, cost: entry.cost ?? .zero)
      },
      operating: (draft.operating ?? []).compactMap { entry in
        guard let demand = entry.demand, let days = DayRange(entry.start, entry.end) else { return nil }
        return Plan.Operating(
          staff: entry.staff, asset: entry.asset, demand: demand, project: entry.project ?? "", period: entry.period,
          days: days, hours: entry.hours, cost: entry.cost ?? .zero)
      },
      unmet: (draft.unmet ?? []).map {
        Plan.UnmetEntry(
          demand: $0.demand, project: $0.project ?? "", period: $0.period, days: DayRange($0.start, $0.end),
          amount: $0.amount, isUnitDays: $0.isUnitDays, cost: $0.cost ?? .zero, reasons: $0.reasons,
          remedies: $0.remedies)
      },
      brokenCommitments: (draft.brokenCommitments ?? []).compactMap { entry in
        guard let days = DayRange(entry.start, entry.end) else { return nil }
        return Plan.BrokenCommitment(
          staff: entry.staff, demand: entry.demand, period: entry.period, days: days, hours: entry.hours,
          cost: entry.cost ?? .zero)
      },
      days: draft.days, certificate: certificate,
      bottlenecks: bottlenecks, verification: verification, replanning: replanning?.record)
  }
}

// The entries of a plan as those of a draft that leaves nothing out.

extension PlanDraft.Assignment {
  init(_ entry: Plan.Assignment) {
    self.init(
      staff: entry.staff, demand: entry.demand, place: entry.place, project: entry.project, period: entry.period,
      start: entry.days.first, end: entry.days.last, hours: entry.hours, cost: entry.cost)
  }
}

extension PlanDraft.Overtime {
  init(_ entry: Plan.OvertimeEntry) {
    self.init(
      staff: entry.staff, demand: entry.demand, project: entry.project, period: entry.period, start: entry.days.first,
      end: entry.days.last, asset: entry.asset, hours: entry.hours, cost: entry.cost)
  }
}

extension PlanDraft.AssetUse {
  init(_ entry: Plan.AssetUse) {
    self.init(
      asset: entry.asset, demand: entry.demand, project: entry.project, period: entry.period, start: entry.days.first,
      end: entry.days.last, unitDays: entry.unitDays, cost: entry.cost)
  }
}

extension PlanDraft.Operating {
  init(_ entry: Plan.Operating) {
    self.init(
      staff: entry.staff, asset: entry.asset, demand: entry.demand, project: entry.project, period: entry.period,
      start: entry.days.first, end: entry.days.last, hours: entry.hours, cost: entry.cost)
  }
}

extension PlanDraft.Unmet {
  init(_ entry: Plan.UnmetEntry) {
    self.init(
      demand: entry.demand, project: entry.project, period: entry.period, start: entry.days?.first,
      end: entry.days?.last, amount: entry.amount, isUnitDays: entry.isUnitDays, cost: entry.cost,
      reasons: entry.reasons, remedies: entry.remedies)
  }
}

extension PlanDraft.BrokenCommitment {
  init(_ entry: Plan.BrokenCommitment) {
    self.init(
      staff: entry.staff, demand: entry.demand, period: entry.period, start: entry.days.first, end: entry.days.last,
      hours: entry.hours, cost: entry.cost)
  }
}

extension DayRange {
  /// The days from one to another; nil where one of them is missing.
  fileprivate init?(_ first: Day?, _ last: Day?) {
    guard let first, let last else { return nil }
    self.init(first, last)
  }
}

extension Plan.Bottleneck {
  /// The first and last day of the period, as two keys.
  var start: Day? {
    get { days?.first }
    set { days = newValue.map { DayRange($0, days?.last ?? $0) } }
  }
  var end: Day? {
    get { days?.last }
    set { days = newValue.map { DayRange(days?.first ?? $0, $0) } }
  }
}
