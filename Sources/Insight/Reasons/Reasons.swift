// SPDX-License-Identifier: GPL-3.0-or-later

import Numbers
package import Allocation
package import Planning

/// Why demands are unmet, from the facts of a scenario and a plan; nothing is solved.
///
/// The unmet amount of an entry is attributed step by step to the first limit that explains it. `w` is what the entry
/// wants: its unmet amount and what the plan does for it. Each step takes one more limit into account and works out the
/// most that could be done for the entry under the limits so far; what that is short of `w`, and no earlier step
/// explains, is the step's part.
///
/// For a staff demand:
/// 1. `nobody`: the contracted hours (with the overtime that is allowed, in effective hours) of all who meet what it
///    asks for, as if none of them were ever away or did anything else.
/// 2. `away`: less absences, days outside of employment, and days on which a skill or certificate is not valid.
/// 3. `limit`: in each calendar week at most what row 5 allows, the most productive first.
/// 4. `asset`: at most what the equipment allows that others leave; `operators`: at most what those who run it can.
/// 5. `limit` again: what a limit of the scenario leaves no room for, whoever works; then hours that the people have free,
///    but for which row 5 or the scenario's limits leave no room.
/// 6. What is left is split in two. The part that could be worked in hours that the people have free in the plan, where
///    limits, equipment and operators leave room, is due to `budget` as far as the money that is left does not pay for it,
///    and the rest is `notWorthIt`. The other part is due to `budget` where one more unit of money would be worth
///    something (the budget has a price), else to overtime that other periods have used up (`nobody`), and to what the people
///    do instead: `taken`, one reason for each of the three projects with most of their hours and one for the rest, and
///    `commitment` for promised hours, in proportion to effective hours. Where they do nothing else, the limit met last
///    (`limit`, `asset`) explains it.
///
/// For a demand with a crew each place is looked at by itself, in the same steps, and the scarcest one counts: that whose
/// people have least hours free for each of those who take it. What they have free in all places is due to the budget, is
/// not worth it, or is `together`: they are never there at once.
///
/// For an asset demand: `asset` (the units there are; less outages; less what others use), `operators` (the hours that
/// those who run it have free), then `budget` and `notWorthIt` as above.
///
/// Everything is counted on the days on which it can be done. Hours that people have free, and units that are left, are
/// those of the demand's days, with everything else that is planned moved to other days as far as it can be.
///
/// Amounts are worked out in whole millionths, rounded down. A part below a thousandth of the amount is added to the
/// largest one. Shares are in proportion to the parts, and add up to 1.
package struct Reasons: Sendable {
  let facts: PlanFacts
  /// The scenario as it was written.
  let written: Scenario

  /// - Parameters:
  ///   - scenario: a scenario that passed validation.
  ///   - plan: a plan for it.
  ///   - prices: the dual values behind the plan's bound; without them the plan's bottlenecks say which budgets bind.
  package init(_ scenario: Scenario, plan: Plan, prices: RowPrices? = nil) {
    facts = PlanFacts(scenario, plan, prices)
    written = scenario
  }

  /// A part of an unmet amount with its reason.
  struct Part {
    var kind: Plan.UnmetReason.Kind
    var amount: Int128
    var detail: String
  }

  /// The reasons for an entry of the plan's `unmet`, at least one; none where its amount is 0 or the scenario has no
  /// such demand.
  package func reasons(for entry: Plan.UnmetEntry) -> [Plan.UnmetReason] {
    var subject: StaffReasons.Subject?
    return reasons(for: entry, &subject)
  }

  /// The plan with the reasons of all its unmet entries.
  package func explainedPlan() -> Plan {
    var plan = facts.plan
    var subject: StaffReasons.Subject?
    for index in plan.unmet.indices { plan.unmet[index].reasons = reasons(for: facts.plan.unmet[index], &subject) }
    return plan
  }

  /// - Parameter last: what the staff demand of the entry before has in common with this one if it is the same: the
  ///   entries of a demand stand together.
  private func reasons(
    for entry: Plan.UnmetEntry, _ last: inout StaffReasons.Subject?
  ) -> [Plan.UnmetReason] {
    let known = last.map { facts.demandID($0.index) == entry.demand ? $0.index : nil } ?? nil
    guard entry.amount.count > 0, let demand = known ?? facts.demandIndex[entry.demand] else { return [] }
    if let period = entry.period, !facts.periods.indices.contains(period) { return [] }
    let place = facts.places[demand]
    var parts: [Part]
    if facts.hasDecisions, let part = DecisionReasons(facts, entry, index: demand).part() {
      parts = [part]
    } else if let subject = last, subject.index == demand {
      parts = StaffReasons.parts(facts, entry, subject)
    } else {
      switch facts.scenario.projects[place.project].demands[place.position].kind {
      case .staff(let staff):
        let subject = StaffReasons.Subject(facts, index: demand, demand: staff)
        last = subject
        parts = StaffReasons.parts(facts, entry, subject)
      case .asset(let asset):
        parts = AssetReasons(facts, entry, index: demand, demand: asset).parts()
      }
    }
    parts = Self.withoutSmall(parts, of: entry.amount.count)
    let shares = WholeAmounts.shares(parts.map(\.amount))
    return parts.indices.map { index in
      Plan.UnmetReason(kind: parts[index].kind, detail: parts[index].detail, share: shares[index])
    }
  }

  private static func withoutSmall(_ parts: [Part], of amount: Int128) -> [Part] {
    guard parts.contains(where: { $0.amount * 1_000 < amount }) else { return parts }
    guard let largest = parts.indices.max(by: { parts[$0].amount < parts[$1].amount }) else { return [] }
    var kept: [Part] = []
    var small: Int128 = 0
    var position = 0
    for (index, part) in parts.enumerated() {
      if index == largest { position = kept.count }
      if index == largest || part.amount * 1_000 >= amount { kept.append(part) } else { small += part.amount }
    }
    kept[position].amount += small
    return kept
  }
}

extension PlanningResult {
  /// The answer that the library gives: the same with the reasons of everything that is unmet in the plan. Reasons that are
  /// there already are not worked out again.
  ///
  /// - Parameter scenario: the scenario that was solved.
  package consuming func withReasons(in scenario: Scenario) -> PlanningResult {
    if plan.unmet.contains(where: \.reasons.isEmpty) {
      plan = Reasons(scenario, plan: plan, prices: prices).explainedPlan()
    }
    return self
  }
}

/// The steps of an attribution: what they have explained so far.
struct Attribution {
  /// What is not explained yet.
  private(set) var left: Int128
  private let wanted: Int128
  private var explained: Int128 = 0
  private(set) var parts: [Reasons.Part] = []

  init(unmet: Int128, wanted: Int128) {
    left = unmet
    self.wanted = wanted
  }

  /// Attributes what the most that can be done is short of what is wanted, and is not explained by earlier steps.
  mutating func limit(_ most: Int128, _ kind: Plan.UnmetReason.Kind, _ detail: @autoclosure () -> String) {
    take(wanted - most - explained, kind, detail())
  }

  /// Attributes an amount, as far as it is left.
  mutating func take(_ amount: Int128, _ kind: Plan.UnmetReason.Kind, _ detail: @autoclosure () -> String) {
    let part = min(left, amount)
    guard part > 0 else { return }
    if let last = parts.indices.last(where: { parts[$0].kind == kind && parts[$0].detail == detail() }) {
      parts[last].amount += part
    } else {
      parts.append(Reasons.Part(kind: kind, amount: part, detail: detail()))
    }
    left -= part
    explained += part
  }
}
