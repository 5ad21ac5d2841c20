// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import Numbers
internal import PlanChecking
package import Planning

/// The best plans that differ from a reference in at most so many assignments.
///
/// How many assignments change is a count, which no linear program can limit. So both sides are stated:
/// - A **value** is that of a verified plan. With no change at all, and where the best plan of all needs no more changes
///   than allowed, it is the optimum. In between, the changes of good plans are the candidates: those that move the fewest
///   hours are taken back, the rest is solved again to the optimum with everything else fixed, until few enough are left.
///   (Iterative hard thresholding: T. Blumensath, M. E. Davies, 2009, https://doi.org/10.1016/j.acha.2009.04.002, here
///   on the support alone.) Where the scenario is small, or has decisions in whole numbers, which assignments change is
///   then looked for as further decisions (``PlanLimits/changes``).
/// - A **bound** holds for every plan with so few changes. An assignment cannot move more hours than M, the most that
///   anybody can work in a period. Where each moved hour costs c, a plan with k changes pays at most c M k for them; so its
///   value is at least the bound of that problem less c M k, for every c. (The Lagrangian relaxation of the limit.)
package struct FewChanges: Sendable {
  /// A number of changes with what it reaches.
  package struct Step: Sendable {
    package var changes: Int
    /// The best plan that was found, verified; nil where none was.
    package var plan: Plan?
    /// The assignments that differ in it.
    package var used: Int?
    /// No plan with so few changes costs less.
    package var bound: Millionths?
  }

  let scenario: Scenario
  private let sha256: String
  let reference: HoursBySlot
  let base: PlanLimits
  private let optimum: Plan?
  /// Plans of the scenario that are not to be better than what is found.
  private let given: [PlanDraft]
  /// Whether time is taken for better plans.
  var isThorough = true
  let options: PlanningOptions
  private let deadline: ContinuousClock.Instant?
  private let pricing: PlanPricing
  /// By demand.
  private let priorities: [String: Double]
  /// The most hours that a change can move.
  private let mostMoved: Millionths

  /// The best plan without a limit, and plans for dearer changes, those with fewer changes later.
  var explored: [(plan: Plan, changed: [Slot])] = []
  /// Bounds of problems in which a moved hour costs so much.
  private var bounds: [(price: ExactDecimal, bound: Millionths)] = []
  /// Changes that cannot be avoided; empty where the reference can be kept.
  private var forced: Set<Slot> = []
  var unchanged: Step?

  typealias Slot = HoursBySlot.Slot

  /// - Parameters:
  ///   - scenario: a scenario that passed validation.
  ///   - sha256: the hash of its bytes.
  ///   - reference: hours by person, demand and period of the scenario.
  ///   - limits: what is fixed anyway, such as the past.
  ///   - optimum: the best plan of all, where it is known already.
  ///   - given: plans of the scenario, such as those that the frontier is shown beside: no step is worse than one of them
  ///     with as few changes. Their periods are those of the scenario.
  ///   - options: how it is solved; the time limit is for everything.
  package init(
    _ scenario: Scenario, sha256: String, reference: Scenario.Baseline, limits: PlanLimits? = nil,
    optimum: Plan? = nil, given: [PlanDraft] = [], options: PlanningOptions
  ) {
    self.optimum = optimum
    self.given = given
    self.scenario = scenario
    self.sha256 = sha256
    self.reference = HoursBySlot(reference)
    base = limits ?? PlanLimits()
    self.options = options
    deadline = options.timeLimit.map { ContinuousClock.now + .milliseconds(Int64($0 * 1_000)) }
    pricing = PlanPricing(scenario)
    priorities = Dictionary(
      scenario.demandPlaces.map { (scenario.demand(at: $0).id, scenario.priority(of: $0).doubleValue) },
      uniquingKeysWith: { first, _ in first })
    var most = self.reference.hours.values.max() ?? .zero
    let periods = scenario.calendar.periods
    for time in PersonTime.all(scenario, CalendarSums(scenario.calendar)) {
      for period in periods {
        // Both are rounded down.
        most = max(most, Millionths(count: time.regular(period) + time.overtime(period) + 2))
      }
    }
    mostMoved = most
  }

  /// Solves for numbers of changes. Cancelling the task ends it with what was found so far.
  ///
  /// - Parameter counts: the numbers; nil is for 0, 1, 2, 4 and so on, up to where more changes do not help any more.
  /// - Returns: a step for each, ascending. Values never rise with the number.
  package mutating func steps(_ counts: [Int]? = nil) async throws(PlanningFailure) -> [Step] {
    if scenario.hasDecisions { return try await wholeSteps(counts) }
    try await explore(upTo: counts?.max())
    takeGiven()
    guard let best = nearestOptimum else { return [] }
    var wanted = counts?.sorted() ?? []
    if counts == nil { wanted = Self.numbers(upTo: best.changed.count) }
    // From many changes to few, halving, so that the changes of a good plan are there to choose from.
    // For given numbers the way down begins at the plan with the fewest changes that are too many.
    let most = counts?.max() ?? best.changed.count
    var source = best
    if counts != nil,
      let near = explored.filter({ $0.changed.count > most }).min(by: { $0.changed.count < $1.changed.count })
    {
      source = near
    }
    var ladder: [Int] = []
    var count = source.changed.count
    let least = wanted.first ?? 0
    while isThorough, count > max(0, least) {
      ladder.append(count)
      count /= 2
    }
    let rungs = Set(ladder).union(wanted).sorted(by: >)
    var found: [Int: Step] = [:]
    for rung in rungs {
      let step = try await step(rung, from: source)
      found[rung] = step
      if let plan = step.plan { source = (plan, reference.changed(by: plan)) }
    }
    return monotone(wanted.compactMap { found[$0] })
  }

  /// 0, 1, 2, 4 and so on, and where more do not help.
  static func numbers(upTo most: Int) -> [Int] {
    var numbers = [0]
    var count = 1
    while count < most {
      numbers.append(count)
      count *= 2
    }
    if most > 0 { numbers.append(most) }
    return numbers
  }

  /// Plans that are given count where they are valid, with what they are worth here.
  mutating func takeGiven() {
    let (completion, checker) = (DraftCompletion(scenario), PlanChecker(scenario))
    for draft in given {
      let outcome = completion.complete(draft, sha256: sha256)
      guard outcome.plan.verification.violations.isEmpty else { continue }
      let plan = checker.judge(
        outcome.plan, certificate: Certificate(bound: nil, prices: nil, stop: .work, gapTolerance: options.gapTolerance)
      )
      guard plan.verification.feasible, base.breaches(in: plan).isEmpty,
        base.domain?.contains(PlanEntries(plan), of: scenario) ?? true
      else { continue }
      explored.append((plan, reference.changed(by: plan)))
    }
  }

  /// Solves without a limit on changes, and without any change.
  mutating func exploreWhole() async throws(PlanningFailure) {
    let best: Plan
    if let optimum { best = optimum } else { best = try await solve(scenario, base) }
    explored = [(best, reference.changed(by: best))]
    if let bound = best.objective.bound { bounds = [(0, bound)] }
    takeGiven()
    guard let kept = try? await solve(scenario, fixed(but: []), known: explored.map(\.plan)),
      reference.changed(by: kept).isEmpty
    else { return }
    unchanged = Step(changes: 0, plan: kept, used: 0, bound: kept.objective.bound)
    explored.append((kept, []))
  }

  /// Of the plans that are as good as the best one, up to what rounding costs, the one with the fewest changes.
  var nearestOptimum: (plan: Plan, changed: [Slot])? {
    guard let least = explored.map(\.plan.objective.value).min() else { return nil }
    let limit = least.count + max(10_000, least.magnitude.count / 10_000_000)
    return explored.filter { $0.plan.objective.value.count <= limit }.min { $0.changed.count < $1.changed.count }
  }

  // MARK: Exploring

  /// - Parameter most: plans with more changes than these are of no more use once one of them is known; nil is for all.
  private mutating func explore(upTo most: Int?) async throws(PlanningFailure) {
    let best: Plan
    if let optimum { best = optimum } else { best = try await solve(scenario, base) }
    explored = [(best, reference.changed(by: best))]
    if let bound = best.objective.bound { bounds = [(0, bound)] }
    // Everything as it is, and the rest as good as it can be.
    let kept = try await solve(scenario, fixed(but: []))
    let changed = reference.changed(by: kept)
    if changed.isEmpty {
      unchanged = Step(changes: 0, plan: kept, used: 0, bound: kept.objective.bound)
      explored.append((kept, []))
    }
    guard !explored[0].changed.isEmpty, pricesChange else { return }
    let dearest = dearestHour
    for power in 0..<Self.prices {
      if isOver { return }
      let price = dearest * Self.powers[power]
      guard price > 0, let decimal = ExactDecimal(significand: Int64(price * 1e4), scale: 4) else { continue }
      var priced = scenario
      priced.baseline = reference.baseline
      guard let total = scenario.policy.changeCostPerHour.adding(decimal) else { continue }
      priced.policy.changeCostPerHour = total
      let plan = try await solve(priced, base)
      if let bound = plan.objective.bound { bounds.append((decimal, bound)) }
      let slots = reference.changed(by: plan)
      if power == 0, !changed.isEmpty { forced = Set(slots) }
      if let own = try? pricing.price(plan) { explored.append((own, slots)) }
      if let most, slots.count > most { return }
    }
  }

  /// Whether moved hours can be given a price: the scenario may have a baseline of its own already.
  private var pricesChange: Bool {
    scenario.policy.changeCostPerHour == 0 || scenario.baseline.map { HoursBySlot($0) == reference } ?? true
  }

  /// About what an hour can be worth at most.
  private var dearestHour: Double {
    let figures = Measure(of: scenario).figures
    let hour = figures.first { $0.name == .unmetCostPerHour }?.value.doubleValue ?? 1
    let priorities = scenario.projects.flatMap { [$0.priority] + $0.demands.compactMap(\.priority) }
    let priority = priorities.max()?.doubleValue ?? 1
    let own = scenario.projects.flatMap { $0.demands.compactMap { $0.unmetCost?.doubleValue } }.max() ?? 0
    return min(1e12, max(1, 2 * max(own, priority * hour)))
  }

  private static let powers = [1, 0.3, 0.1, 0.03, 0.01, 0.001]
  private static var prices: Int { powers.count }

  // MARK: Steps

  private mutating func step(
    _ count: Int, from source: (plan: Plan, changed: [Slot])
  ) async throws(PlanningFailure) -> Step {
    if count < forced.count { return Step(changes: count, plan: nil, used: nil, bound: bound(count)) }
    if count == 0 {
      if let unchanged { return unchanged }
      return Step(changes: 0, plan: nil, used: nil, bound: bound(0))
    }
    var best: (plan: Plan, changed: [Slot])?
    func offer(_ candidate: (plan: Plan, changed: [Slot])) {
      guard candidate.changed.count <= count else { return }
      if best.map({ candidate.plan.objective.value < $0.plan.objective.value }) ?? true { best = candidate }
    }
    for candidate in explored { offer(candidate) }
    // The candidate with the fewest changes that are too many is the nearest to a solution.
    var starts = [source.changed]
    if let near = explored.filter({ $0.changed.count > count }).min(by: { $0.changed.count < $1.changed.count }),
      near.changed != source.changed
    {
      starts.append(near.changed)
    }
    for (start, isByPriority) in starts.flatMap({ isThorough ? [($0, true), ($0, false)] : [($0, true)] })
    where start.count > count && !isOver {
      var allowed = start
      var size = start.count + 1
      var weights = reference.moved(by: source.plan)
      for other in explored { weights.merge(reference.moved(by: other.plan)) { max($0, $1) } }
      while true {
        // Small steps find better plans; large numbers of changes cannot afford them.
        let part = allowed.count > 200 || !isThorough ? 3 : 8
        let left = max(count, allowed.count - max(1, allowed.count / part))
        allowed = chosen(allowed, left, weights, isByPriority: isByPriority)
        let plan = try await solve(scenario, fixed(but: Set(allowed).union(forced)))
        let changed = reference.changed(by: plan)
        offer((plan, changed))
        // Changes that cannot be avoided may be more than are allowed.
        if changed.count <= count || isOver || left == count || changed.count >= size { break }
        size = changed.count
        weights = reference.moved(by: plan)
        allowed = changed
      }
    }
    // Room that is left goes to changes of plans with more.
    for other in [source] + explored where other.changed.count > count {
      guard let found = best, found.changed.count < count, !isOver else { break }
      let known = Set(found.changed)
      let more = chosen(
        other.changed.filter { !known.contains($0) }, count - known.count, reference.moved(by: other.plan))
      let plan = try await solve(scenario, fixed(but: known.union(more).union(forced)))
      offer((plan, reference.changed(by: plan)))
    }
    if isThorough, isSmall {
      if let best { explored.append(best) }
      await findWhole(count)
      best = bestExplored(count)
    }
    return Step(changes: count, plan: best?.plan, used: best?.changed.count, bound: bound(count))
  }

  /// The slots that move the most hours, or hours times priority.
  private func chosen(
    _ slots: [Slot], _ count: Int, _ moved: [Slot: Millionths], isByPriority: Bool = true
  ) -> [Slot] {
    func weight(_ slot: Slot) -> Double {
      (moved[slot] ?? .zero).doubleValue * (isByPriority ? priorities[slot.demand] ?? 1 : 1)
    }
    let weights = slots.map(weight)
    let order = slots.enumerated().sorted { left, right in
      let first = (forced.contains(left.element), forced.contains(right.element))
      if first.0 != first.1 { return first.0 }
      let (a, b) = (weights[left.offset], weights[right.offset])
      return a != b ? a > b : left.offset < right.offset
    }
    return order.prefix(max(0, count)).map(\.element)
  }

  /// The highest bound that holds for so many changes.
  func bound(_ count: Int) -> Millionths? {
    if count == 0, let unchanged { return unchanged.bound }
    return bounds.compactMap { entry -> Millionths? in
      guard entry.price > 0 else { return entry.bound }
      // price x most x count in whole numbers, rounded up.
      let power = powerOfTen(entry.price.scale)
      let (product, overflow) = (Int128(entry.price.significand) * Int128(count)).multipliedReportingOverflow(
        by: mostMoved.count)
      guard !overflow else { return nil }
      return entry.bound - Millionths(count: (product + power - 1) / power)
    }.max()
  }

  /// More changes cannot be worse: what fewer reach counts too; and what bounds more changes bounds fewer.
  func monotone(_ steps: [Step]) -> [Step] {
    var steps = steps
    for index in steps.indices.dropFirst() {
      guard let before = steps[index - 1].plan else { continue }
      if steps[index].plan.map({ before.objective.value < $0.objective.value }) ?? true {
        steps[index].plan = before
        steps[index].used = steps[index - 1].used
      }
    }
    for index in steps.indices.reversed().dropFirst() {
      if let after = steps[index + 1].bound { steps[index].bound = max(steps[index].bound ?? after, after) }
    }
    for index in steps.indices {
      // Rounding to the grid can leave a plan some millionths below what exact figures could reach.
      if let bound = steps[index].bound, let value = steps[index].plan?.objective.value {
        steps[index].bound = min(bound, value)
      }
    }
    return steps
  }

  // MARK: Solving

  /// Whether the time is up or the task was cancelled: what was found until then counts.
  var isOver: Bool { Task.isCancelled || deadline.map { ContinuousClock.now >= $0 } ?? false }

  /// Everything fixed to the reference, but for some hours.
  func fixed(but free: Set<Slot>) -> PlanLimits {
    var limits = base
    limits.onlyNamedHours = true
    for (slot, amount) in reference.hours where !free.contains(slot) {
      limits.hours[.init(slot.staff, slot.demand), default: [:]][slot.period] = amount...amount
    }
    for slot in free where base.hours(slot.staff, slot.demand)[slot.period] == nil {
      limits.hours[.init(slot.staff, slot.demand), default: [:]][slot.period] = .zero...Self.anyAmount
    }
    return limits
  }

  private static let anyAmount = Millionths(1_000_000_000)

  func solve(
    _ scenario: Scenario, _ limits: PlanLimits, known: [Plan] = []
  ) async throws(PlanningFailure) -> Plan {
    var options = options
    options.limits = limits
    options.known = known
    options.engineWorkerColumns = max(options.engineWorkerColumns, 5_000)
    if let deadline {
      let left = ContinuousClock.now.duration(to: deadline)
      options.timeLimit = max(
        0.2, Double(left.components.seconds) + Double(left.components.attoseconds) * 1e-18)
    }
    return try await Planner(options: options).plan(scenario, sha256: sha256).plan
  }
}

extension Comparison.Frontier {
  /// What 0, 1, 2, 4 and so on changed assignments of a plan can reach in a scenario.
  package static func of(
    _ reference: Plan, in scenario: Scenario, sha256: String, given: [Plan] = [], options: PlanningOptions
  ) async throws(PlanningFailure) -> Comparison.Frontier {
    let aligned = AlignedPlan(reference, periods: scenario.calendar.periods)
    var search = FewChanges(
      scenario, sha256: sha256, reference: HoursBySlot(aligned.plan).baseline,
      given: ([reference] + given).map { AlignedPlan($0, periods: scenario.calendar.periods).draft }, options: options)
    let steps = try await search.steps()
    // A plan of another scenario may be worth less there than anything that is possible here.
    let before =
      reference.scenario.sha256 == sha256
      ? reference.objective.value : steps.first { $0.used == 0 }?.plan?.objective.value
    return Comparison.Frontier(
      points: steps.map { step in
        let value = step.plan?.objective.value
        return Point(
          changes: step.changes, used: step.used, value: value, bound: step.bound,
          saves: before.flatMap { before in value.map { before - $0 } })
      })
  }
}
