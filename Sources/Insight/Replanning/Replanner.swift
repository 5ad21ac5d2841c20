// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
package import Allocation
package import Numbers
internal import PlanChecking
package import Planning

/// Plans again with a plan in force: the past stays, and what changes is priced or limited.
package struct Replanner: Sendable {
  /// What is asked for.
  package struct Request: Sendable {
    /// The plan in force. Its periods are found by their first days, so that the horizon may have moved.
    package var kept: Plan
    /// The hash of its bytes.
    package var keptHash: String
    /// Money for each hour moved; nil leaves it to the scenario.
    package var changeCost: ExactDecimal?
    /// At most so many assignments may change.
    package var maxChanges: Int?
    /// Periods that begin before this day stay as they are.
    package var from: Day?

    package init(
      kept: Plan, keptHash: String, changeCost: ExactDecimal? = nil, maxChanges: Int? = nil, from: Day? = nil
    ) {
      self.kept = kept
      self.keptHash = keptHash
      self.changeCost = changeCost
      self.maxChanges = maxChanges
      self.from = from
    }

    /// What a plan does differently from the one in force.
    package func delta(to plan: Plan) -> Comparison.Delta {
      PlanComparison.difference(from: .init(name: "kept", plan: kept), to: .init(name: "new", plan: plan)).delta
    }
  }

  /// Why there is no new plan.
  package enum Failure: Error, Sendable {
    case planning(PlanningFailure)
    /// What was done before `from` is not possible in the scenario: what is wrong with it.
    case pastImpossible([Plan.Violation])
    /// No plan with so few changes was found.
    case tooFewChanges(Int)
  }

  /// The scenario with the plan in force as its baseline.
  package let scenario: Scenario
  /// What is to be told beside the plan.
  package let notices: [String]
  /// How many periods stay.
  package let frozenPeriods: Int
  private let sha256: String
  private let request: Request
  private let reference: HoursBySlot
  private let past: PlanDraft
  private let pastDecisions: PastDecisions?
  /// The plan in force, with the period numbers of the scenario.
  private let kept: Plan
  private let keptDraft: PlanDraft
  private let options: PlanningOptions

  package init(_ scenario: Scenario, sha256: String, request: Request, options: PlanningOptions) {
    var notices: [String] = []
    let periods = scenario.calendar.periods
    let frozen = request.from.map { from in periods.prefix { $0.first < from }.count } ?? 0
    if let from = request.from, frozen > 0, periods[frozen - 1].contains(from) {
      notices.append(
        "\(from) is within the period from \(Wording.days(periods[frozen - 1])), which has begun and stays as it is"
      )
    }
    let aligned = AlignedPlan(request.kept, periods: periods)
    if aligned.outside > 0 {
      notices.append(
        "\(aligned.outside) \(aligned.outside == 1 ? "assignment" : "assignments") of the plan in force \(aligned.outside == 1 ? "is" : "are") outside the scenario's horizon"
      )
    }
    var changed = scenario
    let reference = HoursBySlot(aligned.plan)
    changed.baseline = reference.baseline
    if let cost = request.changeCost { changed.policy.changeCostPerHour = cost }
    self.scenario = changed
    self.notices = notices
    self.sha256 = sha256
    self.request = request
    self.reference = reference
    self.options = options
    frozenPeriods = frozen
    kept = aligned.plan
    keptDraft = aligned.draft
    var past = aligned.draft(of: 0..<frozen)
    let decisions =
      changed.hasDecisions && frozen > 0 ? PastDecisions(changed, aligned.plan, frozen: frozen) : nil
    if let decisions {
      (past.starts, past.trainings, past.engaged) = (decisions.starts, decisions.trainings, decisions.engaged)
    }
    self.past = past
    pastDecisions = decisions
  }

  /// Solves. Cancelling the task ends it with the best plan so far that keeps what is to be kept.
  ///
  /// - Returns: the plan of ``scenario`` that keeps what is to be kept, with ``Plan/replanning`` filled in. Its bound is
  ///   one for all plans that keep it too.
  package func plan() async throws(Failure) -> PlanningResult {
    let limits = try pastLimits()
    var options = options
    options.limits = limits
    options.known = [kept]
    var result: PlanningResult
    do throws(PlanningFailure) {
      result = try await Planner(options: options).plan(scenario, sha256: sha256)
    } catch {
      guard scenario.hasDecisions, limits != nil, error.kind == .noVerifiedPlan else { throw .planning(error) }
      throw .pastImpossible([
        Plan.Violation(
          kind: .past,
          detail:
            "no plan was found that goes on with what was done and keeps the rules on teams, order, projects at a "
            + "time, least hours and projects that are done as a whole", path: [.key("assignments")])
      ])
    }
    if let most = request.maxChanges, reference.changed(by: result.plan).count > most {
      try await limit(&result, to: most, limits)
    }
    if let breach = limits?.breaches(in: result.plan).first {
      let (when, unit) = (Wording.during(scenario.calendar.periods[breach.period]), breach.unit)
      throw .pastImpossible([
        Plan.Violation(
          kind: .past,
          detail: "\(breach.place.owner) has \(breach.limits.lowerBound) \(unit) on \(breach.place.target) \(when), "
            + "and at most \(breach.planned) \(unit) are possible", path: [.key("assignments")])
      ])
    }
    try await undoTrifles(&result, limits)
    result.plan.replanning = try await record(result.plan, limits)
    return result
  }

  private func limit(
    _ result: inout PlanningResult, to most: Int, _ limits: PlanLimits?
  ) async throws(Failure) {
    let step: FewChanges.Step?
    do throws(PlanningFailure) {
      var search = FewChanges(
        scenario, sha256: sha256, reference: reference.baseline, limits: limits, optimum: result.plan,
        given: [keptDraft],
        options: options)
      step = try await search.steps([most]).last
    } catch {
      throw .planning(error)
    }
    guard let step, let plan = step.plan else { throw .tooFewChanges(most) }
    // Prices of a problem without the limit do not say what one more hour is worth with it.
    result.prices = nil
    result.plan = PlanChecker(scenario).judge(
      plan,
      certificate: Certificate(
        bound: step.bound, prices: nil, stop: Task.isCancelled ? .interrupted : .work,
        gapTolerance: options.gapTolerance))
  }

  /// What keeps the past as it was; nil where nothing is past.
  private func pastLimits() throws(Failure) -> PlanLimits? {
    guard frozenPeriods > 0 else { return nil }
    let partly = pastDecisions == nil ? scenario : PastDecisions.withoutWholeRules(scenario)
    let outcome = DraftCompletion(partly).complete(past, sha256: sha256)
    guard outcome.plan.verification.violations.isEmpty else {
      throw .pastImpossible(outcome.plan.verification.violations)
    }
    var limits = PlanLimits(closedPeriods: 0..<frozenPeriods)
    limits.domain = pastDecisions?.domain
    for entry in outcome.plan.assignments {
      // What is held of a crew is what a person does in all its places.
      let place = PlanLimits.Place(entry.staff, entry.demand)
      let hours = entry.hours + (limits.hours[place]?[entry.period]?.lowerBound ?? .zero)
      limits.hours[place, default: [:]][entry.period] = hours...hours
    }
    let assetDemands = Set(scenario.projects.flatMap { $0.demands.filter { $0.asset != nil }.map(\.id) })
    // The plan in force says what was used; where it is a draft, what is worked out counts.
    for entry in outcome.plan.assetUse where entry.period < frozenPeriods && assetDemands.contains(entry.demand) {
      limits.assetUse[.init(entry.asset, entry.demand), default: [:]][entry.period] = entry.unitDays...entry.unitDays
    }
    for entry in outcome.plan.operating where entry.period < frozenPeriods {
      limits.operating[.init(entry.staff, entry.asset, for: entry.demand), default: [:]][entry.period] =
        entry.hours...entry.hours
    }
    return limits
  }

  /// Takes back changes of less than a thousandth of an hour, which are what rounding leaves, where that costs no more than
  /// the gap that was asked for.
  private func undoTrifles(_ result: inout PlanningResult, _ limits: PlanLimits?) async throws(Failure) {
    let moved = reference.moved(by: result.plan)
    guard !Task.isCancelled, moved.values.contains(where: { $0.count < 1_000 }) else { return }
    var kept = limits ?? PlanLimits()
    kept.onlyNamedHours = true
    for (slot, amount) in reference.hours where (moved[slot] ?? .zero).count < 1_000 {
      kept.hours[.init(slot.staff, slot.demand), default: [:]][slot.period] = amount...amount
    }
    for (slot, amount) in moved where amount.count >= 1_000 {
      kept.hours[.init(slot.staff, slot.demand), default: [:]][slot.period] = .zero...Millionths(1_000_000_000)
    }
    var options = options
    options.limits = kept
    options.known = [result.plan]
    // Nothing is lost where it does not work out.
    guard let plan = try? await Planner(options: options).plan(scenario, sha256: sha256).plan,
      kept.breaches(in: plan).isEmpty
    else { return }
    let tolerance = max(10_000, Double(result.plan.objective.value.magnitude.count) * options.gapTolerance)
    guard Double((plan.objective.value - result.plan.objective.value).count) <= tolerance else { return }
    result.plan = PlanChecker(scenario).judge(
      plan,
      certificate: Certificate(
        bound: result.plan.objective.bound, prices: result.prices, stop: result.plan.stop,
        gapTolerance: options.gapTolerance))
  }

  private func record(_ plan: Plan, _ limits: PlanLimits?) async throws(Failure) -> Plan.Replanning {
    let moved = reference.moved(by: plan)
    var keepAll = limits ?? PlanLimits()
    keepAll.onlyNamedHours = true
    for (slot, amount) in reference.hours {
      keepAll.hours[.init(slot.staff, slot.demand), default: [:]][slot.period] = amount...amount
    }
    var options = options
    options.limits = keepAll
    options.known = [kept]
    // Without any change: everything in force stays, and the rest is as good as it can be.
    let unchanged: Plan?
    do throws(PlanningFailure) {
      unchanged = try await Planner(options: options).plan(scenario, sha256: sha256).plan
    } catch {
      unchanged = nil
    }
    // Where the search was cut short, a better plan without any change may be left.
    let kept = unchanged.flatMap {
      $0.stop != .interrupted && reference.changed(by: $0).isEmpty ? $0.objective.value : nil
    }
    return Plan.Replanning(
      keptPlan: request.keptHash, from: request.from, frozenPeriods: frozenPeriods,
      changeCostPerHour: scenario.policy.changeCostPerHour, maxChanges: request.maxChanges, changes: moved.count,
      people: Set(moved.keys.map(\.staff)).count, hoursMoved: moved.values.reduce(.zero, +), unchangedValue: kept)
  }
}
