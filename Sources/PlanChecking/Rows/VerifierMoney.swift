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
    for (claimed, right) in zip(plan.objective.terms.named, ledger.terms.named) where claimed.amount != right.amount {
      report(
        .wrongTerms, "the term \(claimed.name) is \(right.amount), not \(claimed.amount)",
        [.key("objective"), .key("terms"), .key(claimed.name)])
    }
    if plan.objective.value != ledger.value {
      report(
        .wrongValue, "the plan's value is \(ledger.value), not \(plan.objective.value)",
        [.key("objective"), .key("value")])
    }
    checkSummary(plan.summary, PlanSummary(facts, entries, references, ledger))
    return ledger.value
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
    guard let claimed = plan.objective.bound else { return }
    let path: DocumentPath = [.key("objective"), .key("bound")]
    if let bound {
      if claimed > bound { report(.wrongBound, "the bound is \(bound), not \(claimed)", path) }
    } else if (claimed - value).count > max(1, value.magnitude.count / 1_000_000) {
      // Rounding to the grid can leave a plan a little below what exact figures could reach.
      report(.wrongBound, "the bound \(claimed) is above the plan's own value \(value)", path)
    }
  }

  /// A plan is optimal only where there is a bound, and proved so only where that is near. Up to which gap a plan counts as
  /// optimal is not part of it.
  private mutating func checkStatus(of plan: Plan) {
    guard plan.status == .optimal else { return }
    guard let bound = plan.objective.bound else {
      report(.wrongStatus, "the status is optimal, but no bound is known", [.key("status")])
      return
    }
    let gap = Gap(value: plan.objective.value, bound: bound).doubleValue
    if plan.stop == .proved, gap > Certificate.provenGap {
      report(.wrongStatus, "the plan is not proved to be the best: the gap is \(gap)", [.key("stop")])
    }
  }
}
