// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
package import Allocation
package import Numbers

extension PlanDocumentBuilder {
  var overview: [Text] {
    let gap = plan.objective.gap.map { "gap " + Figures.gap($0) } ?? "no bound"
    let status =
      switch plan.status {
      // Optimal by the tolerance asked for, which may be generous.
      case .optimal where (plan.objective.gap ?? 0) >= Self.generousGap && !plan.objective.isWithinRounding:
        "Within the gap asked for (\(gap))"
      case .optimal: "Optimal (\(gap))"
      case .feasible: "Feasible, \(plan.stop.words) (\(gap))"
      }
    var lines = [
      Text(status + ", by " + plan.engine.words, plan.status == .optimal ? .good : .warning)
    ]
    if let fallback = plan.engine.fallback { lines.append(Text("Fallback: " + fallback, .warning)) }
    if let reason = plan.engine.unconfirmed {
      lines.append(Text("Not confirmed by a second engine: " + reason, .remark))
    }
    if let claimed = claimedLine { lines.append(claimed) }
    lines += moneyLines
    lines += decisionLines
    if let order = plan.order { lines.append(orderLine(order)) }
    if let replanning = plan.replanning {
      let sentence = replanning.sentence(
        value: plan.objective.value, currency: currency, isMoney: penalties.allIsMoney)
      lines.append(Text(sentence.prefix(1).uppercased() + sentence.dropFirst() + "."))
    }
    lines += coverage
    lines += peopleLine + fullPeople + overtimeLine
    if let promisesLine { lines.append(promisesLine) }
    return lines
  }

  /// What an engine says of decisions that nobody has checked.
  private var claimedLine: Text? {
    guard let claim = plan.engine.claimed, plan.status != .optimal else { return nil }
    let gap = Plan.Objective(value: plan.objective.value, bound: claim.bound, terms: plan.objective.terms).gap ?? 0
    return Text(
      gap < 1_000_000
        ? "\(claim.engine) claims that nothing is better; the checker cannot follow that"
        : "\(claim.engine) claims a gap of \(Figures.gap(gap)); the checker cannot follow that", .remark)
  }

  /// What of promises is not kept; what rounding leaves of them is no news.
  private var promisesLine: Text? {
    let broken = brokenPromises
    guard !broken.isEmpty else {
      let count = plan.brokenCommitments.count
      return count == 0
        ? nil
        : Text(
          "Promised work is kept; rounding leaves less than 0.01 h of \(Figures.count(count, "entry", "entries"))",
          .remark)
    }
    let hours = broken.reduce(Millionths.zero) { $0 + $1.hours }
    return Text(
      "Promised work not kept: " + Figures.hours(hours) + " h in " + Figures.count(broken.count, "entry", "entries"),
      .bad)
  }

  /// Promises of which more is not kept than rounding leaves.
  var brokenPromises: [Plan.BrokenCommitment] { plan.brokenCommitments.filter { !Self.isTrifle($0.hours) } }

  /// The steps of the order, and those that are not proved.
  private func orderLine(_ order: [Plan.Step]) -> Text {
    let open = order.filter { step in
      step.bound.map { Gap(value: step.value, bound: $0).count >= Self.generousGap } ?? true
    }
    let names = order.map(\.what.name).joined(separator: ", then ")
    let proof =
      plan.status == .optimal || open.isEmpty
      ? "each is proved" : "not proved: " + open.map(\.what.name).joined(separator: ", ")
    return Text("Order: \(names); \(proof)", plan.status == .optimal || open.isEmpty ? .plain : .warning)
  }

  /// The value with its terms where all of it is money, and what is really spent.
  private var moneyLines: [Text] {
    func sum(_ name: String, _ total: Millionths, _ terms: [(name: String, amount: Millionths)]) -> Text {
      let parts = terms.filter { $0.amount != .zero }.map { $0.name + " " + Figures.money($0.amount) }
      return Text(
        name + " " + Figures.money(total, currency: currency)
          + (parts.isEmpty ? "" : " = " + parts.joined(separator: " + ")))
    }
    let terms = plan.objective.terms
    let spent = Text("Money spent " + Figures.money(plan.money.spent, currency: currency))
    if isMoney, plan.money.penalties != .zero {
      return [sum("Value", plan.objective.value, terms.named), spent]
    }
    return [
      sum(
        "Money spent", plan.money.spent,
        [("labour", terms.labour), ("overtime", terms.overtime), ("assets", terms.assets)]
          + [("engagement", terms.engagement), ("delay", terms.delay), ("training", terms.training)]
          .map { ($0.0, $0.1 ?? .zero) })
    ]
  }

  /// A gap from which a plan is not called optimal in words, in units of 10^-12.
  private static let generousGap: Int128 = 10_000_000

  private var coverage: [Text] {
    let summary = plan.summary
    var parts: [String] = []
    if summary.hours.wanted != .zero {
      parts.append(Self.percent(summary.hours) + " of " + Figures.hours(summary.hours.wanted) + " h")
    }
    if summary.unitDays.wanted != .zero {
      parts.append(
        Self.percent(summary.unitDays) + " of " + Figures.hours(summary.unitDays.wanted) + " unit-days")
    }
    let total = demands.count
    let short = unmetByDemand.count
    let trifles = rounding.count
    guard !parts.isEmpty else { return ["Nothing is wanted."] }
    let shortage =
      short == 0
      ? (total == 1 ? "the one demand is covered" : "all \(Figures.whole(total)) demands are covered")
      : "\(Figures.whole(short)) of \(Figures.count(total, "demand")) short"
    let rest =
      trifles == 0
      ? ""
      : " (\(Figures.whole(trifles))\(short == 0 ? "" : " more") \(trifles == 1 ? "lacks" : "lack") less than 0.01)"
    var lines = [
      Text(parts.joined(separator: " and ") + " covered; " + shortage + rest, short == 0 ? .good : .warning)
    ]
    if summary.coverageByPriority.count > 1 {
      let levels = extent.cut(summary.coverageByPriority, to: 10).shown
      var text =
        "Covered by priority (10 is highest): "
        + levels.map { level in
          Figures.exact(level.priority) + ": "
            + Self.percent(level.hours, level.unitDays)
        }.joined(separator: ", ")
      let left = summary.coverageByPriority.count - levels.count
      if left > 0 { text += ", and \(left) more (--all shows them)" }
      lines.append(Text(text))
    }
    return lines
  }

  /// How much of the people's regular time is used, and who is full or has little to do.
  private var peopleLine: [Text] {
    let people = plan.summary.people
    let available = people.reduce(Millionths.zero) { $0 + $1.available }
    guard people.count > 1, available != .zero else { return [] }
    let used = people.reduce(Millionths.zero) { $0 + $1.used }
    let shares = people.compactMap(\.share)
    let over = shares.count { $0 > Millionths(1) }
    func named(_ which: (PlanSummary.Utilisation) -> Bool) -> String {
      let found = people.filter(which)
      return found.isEmpty || found.count > 3
        ? "" : " (" + found.map { names.person($0.id) }.joined(separator: ", ") + ")"
    }
    let full = shares.count { $0 >= Self.full } - over
    // Who is trained is not idle.
    let trained = trainingHours
    func isIdle(_ person: PlanSummary.Utilisation) -> Bool {
      let busy = PlanSummary.Utilisation(
        id: person.id, available: person.available,
        used: (trained[person.id] ?? []).reduce(person.used, +))
      return busy.share.map { $0 < Self.idle } ?? false
    }
    let idle = people.count(where: isIdle)
    let share = Millionths(count: used.count * 1_000_000 / available.count)
    func number(_ count: Int) -> String { count == 0 ? "none" : Figures.whole(count) }
    var groups: [String] = []
    if over > 0 {
      groups.append("\(number(over)) above 100 %" + named { $0.share.map { $0 > Millionths(1) } ?? false })
    }
    groups.append("\(number(full)) full all the time (95 % or more)")
    groups.append("\(number(idle)) below 20 %" + named(isIdle))
    let text =
      "People: " + Figures.nearestPercent(share) + " of their time used; of \(entries(people.count)), "
      + groups.joined(separator: ", ")
    return [Text(text)] + supportLine
  }

  /// How many there are: entries, where one of them stands for several people.
  private func entries(_ count: Int) -> String {
    let heads = scenario.staff.reduce(0) { $0 + $1.headcount }
    return heads > count && scenario.staff.count == count
      ? "\(Figures.count(count, "entry", "entries")) with \(Figures.whole(heads)) people" : Figures.whole(count)
  }

  /// What is kept for support, and so is no part of the hours that can be planned.
  private var supportLine: [Text] {
    let kept = scenario.staff.filter { $0.support.values.contains { $0 > 0 } }
    guard !kept.isEmpty else { return [] }
    let available = Dictionary(
      plan.summary.people.map { ($0.id, $0.available) }, uniquingKeysWith: { first, _ in first })
    var hours = Millionths.zero
    for person in kept {
      let share = person.support.first
      // A share that changes says nothing of the hours of the whole horizon.
      guard person.support.changes.isEmpty, share < 1, let there = available[person.id] else {
        return [Text("Kept for support, beside what is planned: a part of the time of \(who(kept))", .remark)]
      }
      let whole = (0..<share.scale).reduce(Int128(1)) { power, _ in power * 10 }
      hours += Millionths(count: there.count * Int128(share.significand) / (whole - Int128(share.significand)))
    }
    return [
      Text("Kept for support, beside what is planned: \(Figures.hours(hours)) h of \(who(kept))", .remark)
    ]
  }

  private func who(_ people: [StaffMember]) -> String {
    people.count > 3
      ? Figures.count(people.count, "person", "people") : people.map { names.person($0.id) }.joined(separator: ", ")
  }

  /// Who works overtime, how much of it and when.
  private var overtimeLine: [Text] {
    var hours: [String: Millionths] = [:]
    var worked: [String: [Int]] = [:]
    for entry in plan.overtime {
      hours[entry.staff, default: .zero] += entry.hours
      worked[entry.staff, default: []].append(entry.period)
    }
    let most = hours.sorted { $0.value != $1.value ? $0.value > $1.value : isBefore($0.key, $1.key) }
    guard !most.isEmpty else { return [] }
    let shown = most.prefix(3).map { id, hours in
      let used = Set(worked[id] ?? []).sorted()
      return "\(names.person(id)) \(Figures.hours(hours)) h in \(Figures.count(used.count, scenario.periodName))"
    }
    let rest = most.count > 3 ? ", and \(Figures.count(most.count - 3, "more person", "more people"))" : ""
    return [
      Text(
        "Overtime " + Figures.hours(most.reduce(.zero) { $0 + $1.value }) + " h: " + shown.joined(separator: ", ")
          + rest)
    ]
  }

  static let full = Millionths(count: 950_000)
  private static let idle = Millionths(count: 200_000)

  // MARK: - Verdict

  var violationTable: TextTable? {
    guard !plan.verification.violations.isEmpty else { return nil }
    return TextTable(
      heading: "Violations",
      columns: [.init("Kind"), .init("Place", wraps: true), .init("What is wrong", wraps: true)],
      of: plan.verification.violations, most: 20, extent, leftOut: { Figures.count($0.count, "more violation") }
    ) { [Text($0.kind.rawValue, .bad), Text($0.path.pointer), Text($0.detail)] }
  }

  var verdict: Text {
    let verification = plan.verification
    let currency = isMoney ? currency : nil
    guard verification.feasible else {
      return Text(
        "Checked: NOT feasible, " + Figures.count(verification.violations.count, "violation") + "; value "
          + Figures.money(verification.value, currency: currency), .bad)
    }
    var text =
      "Checked: feasible, value " + Figures.money(verification.value, currency: currency)
      + (isMoney ? "" : " (money and penalties)")
    if let bound = verification.bound {
      text += ", bound " + Figures.money(bound, currency: currency)
      let objective = Plan.Objective(value: verification.value, bound: bound, terms: plan.objective.terms)
      if let gap = objective.gap { text += ", gap " + Figures.gap(gap) }
    } else {
      text += ", no bound"
    }
    return Text(text, .good)
  }
}

extension Plan.Replanning {
  /// What changes against the plan in force, and what that saves where all that counts is money.
  package func sentence(value: Millionths, in scenario: Scenario) -> String {
    sentence(value: value, currency: scenario.currency, isMoney: PenaltyWords(scenario).allIsMoney)
  }

  /// What changes against the plan in force, and what that saves.
  ///
  /// - Parameter isMoney: whether all that counts is money.
  func sentence(value: Millionths, currency: String?, isMoney: Bool) -> String {
    var text =
      changes == 0
      ? "nothing changes against the plan in force"
      : "against the plan in force " + Figures.count(changes, "assignment changes", "assignments change") + " for "
        + Figures.count(people, "person", "people") + ", " + Figures.hours(hoursMoved) + " h taken or given"
    if let unchangedValue {
      if changes > 0 {
        let saves = unchangedValue - value
        text +=
          isMoney
          ? "; that saves " + Figures.money(saves, currency: currency) + " against changing nothing"
          : saves > .zero ? "; that is better than changing nothing" : "; that is no better than changing nothing"
      }
    } else {
      text += "; without a change it is not possible any more"
    }
    if frozenPeriods > 0 {
      text += "; " + Figures.count(frozenPeriods, "period stays as it was", "periods stay as they were")
    }
    return text
  }
}
