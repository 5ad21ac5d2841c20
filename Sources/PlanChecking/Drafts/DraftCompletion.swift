// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
package import Allocation
internal import Numbers

/// Completes a plan of which somebody wrote down only a part, such as the assignments in a spreadsheet.
///
/// What a draft leaves out follows from what it says: the project from the demand, the period from the first day,
/// overtime from the hours above the regular ones, unmet hours from the effort that is missing. A list that a draft
/// has is taken as it stands. Nothing that was written is changed to make the plan valid: that is for the checker to say.
package struct DraftCompletion: Sendable {
  private let decided: DecidedFacts

  /// - Parameter scenario: a scenario that passed validation.
  package init(_ scenario: Scenario) { decided = DecidedFacts(scenario, ScenarioIndex(scenario)) }

  /// A draft made whole.
  package struct Outcome: Sendable {
    /// The plan with all its lists, money and summary, and the checker's verdict on it. The places of violations are
    /// those in the draft; what was left out of it is placed at its assignments.
    package var plan: Plan
    /// The lists that were filled in, in the order of the plan.
    package var derived: [String]
    /// How many entries could not be counted, because they name what the scenario does not have.
    package var skipped: Int
    /// How many assignments were added to another one of the same person, demand and period.
    package var merged: Int
  }

  /// Completes, prices and checks a draft.
  ///
  /// - Parameters:
  ///   - draft: what was written down.
  ///   - sha256: the hash of the scenario's bytes, for the plan's reference.
  package func complete(_ draft: PlanDraft, sha256: String) -> Outcome {
    let lists = decided.undecided.decisionLists(of: draft)
    let facts = decided.facts(of: lists)
    var work = DraftWork(facts, draft)
    work.takeAssignments()
    work.takeLists()
    work.derive()
    var plan = work.plan(sha256: sha256, lists)
    plan.sortLists()
    if let priced = try? PlanPricing(decided).price(plan) { plan = priced }
    var verifier = Verifier(facts, PlanEntries(plan))
    verifier.checkDecisionLists(decided.possibleWeeks)
    verifier.checkEntries()
    verifier.checkDays()
    verifier.checkWholeDecisions()
    verifier.checkPeriodRows()
    let value = verifier.checkMoney(of: plan)
    let violations =
      work.violations + verifier.violations.map(work.placed) + work.claims(against: plan, value: value)
    plan.verification = Plan.Verification(
      feasible: violations.isEmpty, violations: violations, value: value, bound: nil, boundKind: .none)
    return Outcome(plan: plan, derived: work.derived, skipped: work.skipped, merged: work.merged)
  }
}

/// The work on one draft.
struct DraftWork {
  let facts: ScenarioFacts
  let draft: PlanDraft
  var violations: [Plan.Violation] = []
  var derived: [String] = []
  var skipped = 0
  var merged = 0

  /// Entries with their places in the draft's list.
  var assignments: [(entry: Plan.Assignment, place: Int)] = []
  var overtime: [(entry: Plan.OvertimeEntry, place: Int)] = []
  var assetUse: [(entry: Plan.AssetUse, place: Int)] = []
  var operating: [(entry: Plan.Operating, place: Int)] = []
  var unmet: [(entry: Plan.UnmetEntry, place: Int)] = []
  var broken: [(entry: Plan.BrokenCommitment, place: Int)] = []
  /// The draft's places in the order of the sorted plan, by list; none of a list that was filled in.
  private var places: [String: [Int]] = [:]
  /// Assignments that stand for several of the draft.
  private var sums: Set<Int> = []

  init(_ facts: ScenarioFacts, _ draft: PlanDraft) {
    self.facts = facts
    self.draft = draft
  }

  var periodCount: Int { facts.periodCount }

  private mutating func report(_ kind: Plan.Violation.Kind, _ detail: String, _ path: DocumentPath) {
    violations.append(Plan.Violation(kind: kind, detail: detail, path: path))
  }

  // MARK: - What is written down

  private mutating func isKnown(
    staff: String? = nil, demand: String? = nil, asset: String? = nil, _ path: DocumentPath
  ) -> Bool {
    let before = violations.count
    if let staff, facts.index.staff[staff] == nil {
      report(.unknownStaff, "there is no person \(staff); the entry is not counted", path.key("staff"))
    }
    if let demand, facts.index.demands[demand] == nil {
      report(.unknownDemand, "there is no demand \(demand); the entry is not counted", path.key("demand"))
    }
    if let asset, facts.index.assets[asset] == nil {
      report(.unknownAsset, "there is no asset \(asset); the entry is not counted", path.key("asset"))
    }
    guard violations.count > before else { return true }
    skipped += 1
    return false
  }

  private func project(of demand: String) -> String {
    facts.index.demands[demand].map { facts.scenario.projects[facts.demands[$0].project].id } ?? ""
  }

  mutating func takeAssignments() {
    struct Seat: Hashable {
      var cell: Cell
      var place: Int?
    }
    var known: [Seat: Int] = [:]
    for (place, entry) in draft.assignments.enumerated() {
      let path: DocumentPath = [.key("assignments"), .index(place)]
      guard isKnown(staff: entry.staff, demand: entry.demand, path), let period = period(of: entry, path) else {
        continue
      }
      let cell = Seat(
        cell: Cell(
          staff: facts.index.staff[entry.staff] ?? 0, demand: facts.index.demands[entry.demand] ?? 0, period: period),
        place: entry.place)
      let other = known[cell].map { assignments[$0].entry }
      // Another project is a mistake that stays visible; so is an amount that cannot be added up.
      if let other, let position = known[cell], entry.project ?? other.project == other.project,
        entry.hours.isUsable, entry.hours.count >= 0, other.hours.isUsable, other.hours.count >= 0
      {
        assignments[position].entry.hours += entry.hours
        sums.insert(assignments[position].place)
        merged += 1
        continue
      }
      known[cell] = assignments.count
      assignments.append(
        (
          Plan.Assignment(
            staff: entry.staff, demand: entry.demand, place: entry.place,
            project: entry.project ?? project(of: entry.demand),
            period: period, days: facts.periods[period], hours: entry.hours, cost: .zero), place
        ))
    }
  }

  /// The period that an assignment means; nil where there is none, which is reported.
  private mutating func period(of entry: PlanDraft.Assignment, _ path: DocumentPath) -> Int? {
    func contains(_ period: Int, _ day: Day) -> Bool { facts.periods[period].contains(day) }
    let found: Int
    if let period = entry.period {
      guard facts.periods.indices.contains(period) else {
        report(
          .period,
          "there is no period \(period); periods are counted from 0 to \(periodCount - 1); the entry is not counted",
          path.key("period"))
        skipped += 1
        return nil
      }
      found = period
    } else {
      guard let start = entry.start, let period = facts.periods.firstIndex(where: { $0.contains(start) }) else {
        report(
          .period,
          "\(entry.start.map(\.description) ?? "the first day") is not in the horizon; the entry is not counted",
          path.key("start"))
        skipped += 1
        return nil
      }
      found = period
    }
    let days = facts.periods[found]
    for (key, day) in [("start", entry.start), ("end", entry.end)] {
      guard let day, !contains(found, day) else { continue }
      report(
        .wrongDays,
        "\(day) is not in the period from \(days.first) to \(days.last); write one entry for each period",
        path.key(key))
    }
    return found
  }

  /// The days that an entry names, or those of its period.
  private func days(_ start: Day?, _ end: Day?, _ period: Int) -> DayRange {
    let days = facts.periods.indices.contains(period) ? facts.periods[period] : facts.days.horizon
    return DayRange(start ?? days.first, end ?? days.last)
  }

  /// Takes the lists that the draft has.
  mutating func takeLists() {
    for (place, entry) in (draft.assetUse ?? []).enumerated()
    where isKnown(demand: entry.demand, asset: entry.asset, [.key("assetUse"), .index(place)]) {
      assetUse.append(
        (
          Plan.AssetUse(
            asset: entry.asset, demand: entry.demand, project: entry.project ?? project(of: entry.demand),
            period: entry.period, days: days(entry.start, entry.end, entry.period), unitDays: entry.unitDays,
            cost: .zero), place
        ))
    }
    for (place, entry) in (draft.operating ?? []).enumerated()
    where isKnown(staff: entry.staff, demand: entry.demand, asset: entry.asset, [.key("operating"), .index(place)]) {
      let demand = entry.demand ?? served(by: entry.asset, in: entry.period)
      operating.append(
        (
          Plan.Operating(
            staff: entry.staff, asset: entry.asset, demand: demand, project: entry.project ?? project(of: demand),
            period: entry.period, days: days(entry.start, entry.end, entry.period), hours: entry.hours, cost: .zero),
          place
        ))
    }
    takeOvertime()
    for (place, entry) in (draft.unmet ?? []).enumerated()
    where isKnown(demand: entry.demand, [.key("unmet"), .index(place)]) {
      unmet.append(
        (
          Plan.UnmetEntry(
            demand: entry.demand, project: entry.project ?? project(of: entry.demand), period: entry.period,
            days: entry.period.map { days(entry.start, entry.end, $0) }, amount: entry.amount,
            isUnitDays: entry.isUnitDays, cost: .zero, reasons: entry.reasons, remedies: entry.remedies), place
        ))
    }
    for (place, entry) in (draft.brokenCommitments ?? []).enumerated()
    where isKnown(staff: entry.staff, demand: entry.demand, [.key("brokenCommitments"), .index(place)]) {
      broken.append(
        (
          Plan.BrokenCommitment(
            staff: entry.staff, demand: entry.demand, period: entry.period,
            days: days(entry.start, entry.end, entry.period), hours: entry.hours, cost: .zero), place
        ))
    }
  }

  /// Takes overtime. Where it is not said for what, it is for what the person does in the period, in the order of a plan.
  private mutating func takeOvertime() {
    for (place, entry) in (draft.overtime ?? []).enumerated()
    where isKnown(staff: entry.staff, demand: entry.demand, asset: entry.asset, [.key("overtime"), .index(place)]) {
      let days = days(entry.start, entry.end, entry.period)
      func add(_ demand: String, _ asset: String?, _ hours: Millionths) {
        overtime.append(
          (
            Plan.OvertimeEntry(
              staff: entry.staff, demand: demand, project: entry.project ?? project(of: demand), period: entry.period,
              days: days, asset: asset, hours: hours, cost: .zero), place
          ))
      }
      if let demand = entry.demand {
        add(demand, entry.asset, entry.hours)
        continue
      }
      var work = assignments.filter { $0.entry.staff == entry.staff && $0.entry.period == entry.period }
        .map { (demand: $0.entry.demand, asset: String?.none, hours: $0.entry.hours) }
      work.sort { $0.demand.precedes($1.demand) }
      work += operating.filter { $0.entry.staff == entry.staff && $0.entry.period == entry.period }
        .map { (demand: $0.entry.demand, asset: $0.entry.asset, hours: $0.entry.hours) }
      guard let last = work.indices.last else {
        report(
          .overtime,
          "\(entry.staff) has overtime, but no work in the period from \(facts.periods[entry.period].first) to \(facts.periods[entry.period].last); the entry is not counted",
          [.key("overtime"), .index(place)])
        skipped += 1
        continue
      }
      var left = entry.hours
      for (index, item) in work.enumerated() where left.count > 0 || entry.hours.count <= 0 && index == last {
        let hours = index == last ? left : min(left, item.hours)
        guard hours.count != 0 || index == last else { continue }
        add(item.demand, item.asset, hours)
        left = left - hours
      }
    }
  }

  /// What an asset serves in a period where nobody says it: the demand that uses most of it, else the first that may.
  private func served(by asset: String, in period: Int) -> String {
    let uses = assetUse.filter { $0.entry.asset == asset && $0.entry.period == period }
    if let most = uses.max(by: { $0.entry.unitDays < $1.entry.unitDays }) { return most.entry.demand }
    guard let place = facts.index.assets[asset] else { return "" }
    let demands = facts.pairs.list.filter { $0.asset == place }.map(\.demand)
    let days = facts.days.ofPeriod.indices.contains(period) ? facts.days.ofPeriod[period] : 0..<0
    let fitting = demands.first { demand in days.contains { facts.isServed(demand, on: $0) } }
    return (fitting ?? demands.first).map { facts.demands[$0].id } ?? ""
  }

  // MARK: - The whole

  /// The plan, without money, and the places that its entries have in the draft.
  mutating func plan(sha256: String, _ lists: PlanEntries) -> Plan {
    assignments.sort { $0.entry.key < $1.entry.key }
    overtime.sort { $0.entry.key < $1.entry.key }
    assetUse.sort { $0.entry.key < $1.entry.key }
    operating.sort { $0.entry.key < $1.entry.key }
    unmet.sort { $0.entry.key < $1.entry.key }
    broken.sort { $0.entry.key < $1.entry.key }
    places = [
      "assignments": assignments.map(\.place), "overtime": overtime.map(\.place), "assetUse": assetUse.map(\.place),
      "operating": operating.map(\.place), "unmet": unmet.map(\.place), "brokenCommitments": broken.map(\.place),
    ]
    // What was filled in has no place of its own.
    for (name, isGiven) in [
      ("overtime", draft.overtime != nil), ("assetUse", draft.assetUse != nil),
      ("operating", draft.operating != nil), ("unmet", draft.unmet != nil),
      ("brokenCommitments", draft.brokenCommitments != nil),
    ] where !isGiven {
      places[name] = nil
    }
    return Plan(
      scenario: Plan.ScenarioReference(name: facts.scenario.name, sha256: sha256), status: .feasible, stop: .work,
      engine: Plan.EngineRecord(name: "draft", version: "1"),
      objective: Plan.Objective(value: .zero, bound: nil, terms: Plan.Terms()),
      starts: lists.starts, trainings: lists.trainings, engaged: lists.engaged, summary: PlanSummary(),
      assignments: assignments.map(\.entry), overtime: overtime.map(\.entry), assetUse: assetUse.map(\.entry),
      operating: operating.map(\.entry), unmet: unmet.map(\.entry), brokenCommitments: broken.map(\.entry),
      days: draft.days,
      bottlenecks: [],
      verification: Plan.Verification(feasible: false, violations: [], value: .zero, bound: nil, boundKind: .none))
  }

  /// A violation of the whole plan with its place in the draft.
  func placed(_ violation: Plan.Violation) -> Plan.Violation {
    var violation = violation
    if DecisionLists.names.contains(where: { violation.path.steps.first == .key($0) }) { return violation }
    guard case .key(let list)? = violation.path.steps.first else { return violation }
    guard let known = places[list] else {
      violation.path = [.key("assignments")]
      return violation
    }
    if violation.path.steps.count > 1, case .index(let index) = violation.path.steps[1], known.indices.contains(index) {
      violation.path.steps[1] = .index(known[index])
    }
    return violation
  }

  /// The draft's own figures of money that are more than a cent off.
  func claims(against plan: Plan, value: Millionths) -> [Plan.Violation] {
    var found: [Plan.Violation] = []
    func check(_ claimed: Millionths?, _ right: Millionths, _ path: DocumentPath) {
      guard let claimed, (claimed - right).magnitude.count > 10_000 else { return }
      found.append(
        Plan.Violation(kind: .wrongCost, detail: "the entry costs \(right), not \(claimed)", path: path.key("cost")))
    }
    for (position, (_, place)) in assignments.enumerated() where !sums.contains(place) {
      check(draft.assignments[place].cost, plan.assignments[position].cost, [.key("assignments"), .index(place)])
    }
    if let given = draft.overtime {
      for (position, (_, place)) in overtime.enumerated() where given[place].demand != nil {
        check(given[place].cost, plan.overtime[position].cost, [.key("overtime"), .index(place)])
      }
    }
    if let given = draft.assetUse {
      for (position, (_, place)) in assetUse.enumerated() {
        check(given[place].cost, plan.assetUse[position].cost, [.key("assetUse"), .index(place)])
      }
    }
    if let given = draft.operating {
      for (position, (_, place)) in operating.enumerated() {
        check(given[place].cost, plan.operating[position].cost, [.key("operating"), .index(place)])
      }
    }
    if let given = draft.unmet {
      for (position, (_, place)) in unmet.enumerated() {
        check(given[place].cost, plan.unmet[position].cost, [.key("unmet"), .index(place)])
      }
    }
    if let given = draft.brokenCommitments {
      for (position, (_, place)) in broken.enumerated() {
        check(given[place].cost, plan.brokenCommitments[position].cost, [.key("brokenCommitments"), .index(place)])
      }
    }
    checkDecisions(against: plan, check)
    if let claimed = draft.objective?.value, (claimed - value).magnitude.count > 10_000 {
      found.append(
        Plan.Violation(
          kind: .wrongValue, detail: "the plan's value is \(value), not \(claimed)",
          path: [.key("objective"), .key("value")]))
    }
    return found
  }

  /// The draft's figures of what is decided about the scenario as a whole.
  private func checkDecisions(
    against plan: Plan, _ check: (_ claimed: Millionths?, _ right: Millionths, DocumentPath) -> Void
  ) {
    for (index, entry) in (draft.starts ?? []).enumerated() {
      let right = plan.starts?.first { $0.project == entry.project }
      check(entry.cost, right?.cost ?? .zero, [.key("starts"), .index(index)])
    }
    for (index, entry) in (draft.trainings ?? []).enumerated() {
      let right = plan.trainings?.first { $0.staff == entry.staff && $0.skill == entry.skill }
      check(entry.cost, right?.cost ?? .zero, [.key("trainings"), .index(index)])
    }
    for (index, entry) in (draft.engaged ?? []).enumerated() {
      let right = plan.engaged?.first { $0.staff == entry.staff }
      check(entry.cost, right?.cost ?? .zero, [.key("engaged"), .index(index)])
    }
  }
}
