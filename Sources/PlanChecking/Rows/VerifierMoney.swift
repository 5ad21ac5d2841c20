// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
import Allocation
import Numbers

/// Costs, terms, value, summary, and the claims about the bound.
extension Verifier {
  /// Compares all money with the ledger's.
  ///
  /// - Returns: the value recomputed.
  mutating func checkMoney(of plan: Plan) -> Millionths {
    let ledger = PlanLedger(facts, entries, references)
    checkCosts(ledger.assignments, "assignments") { plan.assignments[$0].cost }
    checkCosts(ledger.operating, "operating") { plan.operating[$0].cost }
    checkCosts(ledger.overtime, "overtime") { plan.overtime[$0].cost }
    checkCosts(ledger.assetUse, "assetUse") { plan.assetUse[$0].cost }
    checkCosts(ledger.unmet, "unmet") { plan.unmet[$0].cost }
    checkCosts(ledger.brokenCommitments, "brokenCommitments") { plan.brokenCommitments[$0].cost }
    checkCosts(ledger.starts, "starts") { plan.starts?[$0].cost ?? .zero }
    checkCosts(ledger.trainings, "trainings") { plan.trainings?[$0].cost ?? .zero }
    checkCosts(ledger.engaged, "engaged") { plan.engaged?[$0].cost ?? .zero }
    let rightTerms = ledger.terms.named
    if plan.objective.terms.named.map(\.name) != rightTerms.map(\.name) {
      report(
        .wrongTerms, "the terms are \(rightTerms.map(\.name).joined(separator: ", "))",
        [.key("objective"), .key("terms")])
    }
    for claimed in plan.objective.terms.named {
      guard let right = rightTerms.first(where: { $0.name == claimed.name }), claimed.amount != right.amount else {
        continue
      }
      report(
        .wrongTerms, "the term \(claimed.name) is \(right.amount), not \(claimed.amount)",
        [.key("objective"), .key("terms"), .key(claimed.name)])
    }
    if plan.objective.value != ledger.value {
      report(
        .wrongValue, "the plan's value is \(ledger.value), not \(plan.objective.value)",
        [.key("objective"), .key("value")])
    }
    let money = Plan.Money(of: ledger.terms)
    for (key, said, right) in [
      ("spent", plan.money.spent, money.spent), ("penalties", plan.money.penalties, money.penalties),
    ] where said != right {
      report(.wrongMoney, "the money \(key) is \(right), not \(said)", [.key("money"), .key(key)])
    }
    let rounding = facts.rounding(of: references)
    if plan.objective.rounding != rounding {
      report(
        .wrongRounding, "the grid may cost \(rounding), not \(plan.objective.rounding)",
        [.key("objective"), .key("rounding")])
    }
    checkSummary(plan.summary, PlanSummary(facts, entries, references, ledger))
    if let load = plan.load { checkLoad(load, PlanLoad(facts, entries, references)) }
    checkBottlenecks(of: plan)
    return ledger.value
  }

  /// Compares each list of the load with what the entries add up to; the first entry that is wrong is named.
  private mutating func checkLoad(_ claimed: PlanLoad, _ right: PlanLoad) {
    for (said, real) in zip(claimed.named, right.named) {
      let path: DocumentPath = [.key("load"), .key(said.name)]
      for (index, (entry, other)) in zip(said.entries, real.entries).enumerated() {
        let place = path.index(index)
        guard entry.id == other.id, entry.period == other.period else {
          report(
            .wrongLoad,
            "\(said.name) of the load has \(entry.id) in period \(entry.period), not \(other.id) in "
              + "\(other.period)", place)
          break
        }
        if entry.days != other.days {
          report(
            .wrongDays, "period \(entry.period) is \(name(ofPeriod: entry.period)), not \(Self.text(entry.days))",
            place.key("start"))
        }
        // What is available may be rounded either way.
        for (key, amount, figure, room) in [
          ("available", entry.available, other.available, Int128(1)), ("used", entry.used, other.used, 0),
          ("overtime", entry.overtime, other.overtime, 0),
        ] where (amount - figure).magnitude.count > room {
          report(
            .wrongLoad, "\(key) of \(entry.id) \(time(ofPeriod: entry.period)) is \(figure), not \(amount)",
            place.key(key))
        }
      }
      if said.entries.count != real.entries.count {
        report(
          .wrongLoad, "\(said.name) of the load has \(said.entries.count) entries, not \(real.entries.count)", path)
      }
    }
  }

  /// Whether bottlenecks name what is there, once each and in order, with prices above 0 and the days of their periods.
  private mutating func checkBottlenecks(of plan: Plan) {
    for (index, bottleneck) in plan.bottlenecks.enumerated() {
      let place = Place(list: "bottlenecks", index: index)
      if !isKnown(bottleneck) {
        report(
          .wrongBottleneck, "there is no \(bottleneck.kind.rawValue) \"\(bottleneck.id)\" that could be scarce",
          place.key("id"))
      }
      if bottleneck.pricePerUnit.count <= 0 {
        report(.wrongBottleneck, "what is worth nothing is no bottleneck", place.key("pricePerUnit"))
      }
      if let size = bottleneck.validFor, size.count < 0 {
        report(.wrongBottleneck, "a price holds for 0 units or more", place.key("validFor"))
      }
      if index > 0, !plan.bottlenecks[index - 1].comesBefore(bottleneck) {
        report(
          .wrongBottleneck, "it comes twice or too late: bottlenecks are sorted by kind, id and period",
          [.key("bottlenecks"), .index(index)])
      }
      guard let period = bottleneck.period else {
        if bottleneck.days != nil {
          report(.wrongDays, "the bottleneck \(bottleneck.id) is of no period and has days", place.key("start"))
        }
        continue
      }
      guard facts.periods.indices.contains(period), let days = bottleneck.days, let span = span(of: bottleneck, period)
      else {
        _ = isPeriod(period, bottleneck.days ?? facts.days.horizon, place)
        continue
      }
      if days != span {
        report(
          .wrongDays,
          "the span of the limit \(bottleneck.id) that begins in period \(period) is \(Self.text(span)), not "
            + Self.text(days), place.key("start"))
      }
    }
  }

  /// The days of the one span of a limit that begins in a period and goes on behind it; nil where there is none.
  private func span(of bottleneck: Plan.Bottleneck, _ period: Int) -> DayRange? {
    guard bottleneck.kind == .limit, let limit = facts.scenario.limits.first(where: { $0.id == bottleneck.id }) else {
      return nil
    }
    let days = facts.periods[period]
    let spans = facts.scenario.calendar.spans(limit.span).filter { days.contains($0.first) }
    return spans.count == 1 && spans[0].last > days.last ? spans[0] : nil
  }

  private func isKnown(_ bottleneck: Plan.Bottleneck) -> Bool {
    switch bottleneck.kind {
    case .staff, .overtime: facts.index.staff[bottleneck.id] != nil
    case .asset: facts.index.assets[bottleneck.id] != nil
    case .budget: facts.index.projects[bottleneck.id] != nil
    case .pace: facts.index.demands[bottleneck.id] != nil
    case .limit: facts.scenario.limits.contains { $0.id == bottleneck.id }
    // Skills are scarce in explanations alone.
    case .skill: false
    }
  }

  private mutating func checkCosts(_ right: [Millionths], _ list: String, _ claimed: (Int) -> Millionths) {
    for index in right.indices where claimed(index) != right[index] {
      report(
        .wrongCost, "the entry costs \(right[index]), not \(claimed(index))",
        [.key(list), .index(index), .key("cost")])
    }
  }

  private mutating func checkSummary(_ claimed: PlanSummary, _ right: PlanSummary) {
    func check(_ isRight: Bool, _ key: String) {
      if !isRight {
        report(.wrongSummary, "the summary's \(key) is not what the entries add up to", [.key("summary"), .key(key)])
      }
    }
    check(claimed.hours == right.hours, "hours")
    check(claimed.unitDays == right.unitDays, "unitDays")
    check(claimed.cost == right.cost, "cost")
    check(claimed.coverageByPriority == right.coverageByPriority, "coverageByPriority")
    check(claimed.projects == right.projects, "projects")
    check(claimed.people == right.people, "people")
    check(claimed.departments == right.departments, "departments")
    check(claimed.skills == right.skills, "skills")
    check(claimed.assets == right.assets, "assets")
  }

  /// Whether the bound that the plan claims is one, and its status follows from it.
  mutating func checkClaims(of plan: Plan, value: Millionths, bound: Millionths?) {
    checkStatus(of: plan)
    checkOrder(of: plan, value: value)
    guard let claimed = plan.objective.bound else { return }
    let path: DocumentPath = [.key("objective"), .key("bound")]
    if let bound {
      if claimed > bound { report(.wrongBound, "the bound is \(bound), not \(claimed)", path) }
    } else if (claimed - value).count > max(1, value.magnitude.count / 1_000_000) {
      // Rounding to the grid can leave a plan a little below what exact figures could reach.
      report(.wrongBound, "the bound \(claimed) is above the plan's own value \(value)", path)
    }
  }

  /// Whether the steps of the order are those of the scenario, and what the plan comes to in them.
  private mutating func checkOrder(of plan: Plan, value: Millionths) {
    let steps = facts.order
    let claimed = plan.order ?? []
    let right = steps.count > 1 ? steps : []
    guard claimed.map(\.what) == right else {
      report(
        .wrongOrder,
        right.isEmpty
          ? "there is no order: the value alone counts"
          : "the order is \(right.map(\.name).joined(separator: ", "))", [.key("order")])
      return
    }
    guard !right.isEmpty else { return }
    for (index, (step, reached)) in zip(claimed, facts.reached(entries, references, value: value)).enumerated() {
      let path: DocumentPath = [.key("order"), .index(index)]
      let sum = reached.nearestMillionths
      if step.value != sum {
        report(.wrongOrder, "\(step.what.name) is \(sum), not \(step.value)", path.key("value"))
      }
      if let bound = step.bound, bound > sum {
        report(.wrongOrder, "the bound of \(step.what.name) is above what the plan comes to", path.key("bound"))
      }
    }
  }

  /// A plan is optimal only where there is a bound, and proved so only where that is near, or as near as rounding allows.
  /// Up to which gap a plan counts as optimal is not part of it.
  private mutating func checkStatus(of plan: Plan) {
    guard plan.status == .optimal else { return }
    guard let bound = plan.objective.bound else {
      report(.wrongStatus, "the status is optimal, but no bound is known", [.key("status")])
      return
    }
    let gap = Gap(value: plan.objective.value, bound: bound).doubleValue
    var objective = plan.objective
    objective.rounding = facts.rounding(of: references)
    if let order = plan.order {
      let worst = facts.worstGap(order, objective)
      if worst == .infinity || plan.stop == .proved && worst > Certificate.provenGap {
        report(.wrongStatus, "a step of the order is not proved to be the best", [.key("order")])
      }
    }
    if plan.stop == .proved, gap > Certificate.provenGap, !objective.isWithinRounding {
      report(.wrongStatus, "the plan is not proved to be the best: the gap is \(gap)", [.key("stop")])
    }
  }
}

extension Plan.Bottleneck {
  /// Whether it comes before another one in the list: by kind, id and period.
  fileprivate func comesBefore(_ other: Plan.Bottleneck) -> Bool {
    if kind != other.kind { return kind.rawValue < other.kind.rawValue }
    if id != other.id { return id.precedes(other.id) }
    guard let period, let otherPeriod = other.period else { return period == nil && other.period != nil }
    return period < otherPeriod
  }
}
